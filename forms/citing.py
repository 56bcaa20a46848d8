"""Viện dẫn trong nội dung — a first mention is written out in full (Phụ lục I, phần I, II.6.b)."""

from collections.abc import Iterable

from service.domain.legal_bases import Citing, cite, short_first_mentions
from service.domain.legal_catalogue import CATALOGUE


def citation_advice(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By field, which paper of the catalogue is named too shortly where it comes up first.

    `texts` are (name of the field, its text) in the order in which they are printed.
    """
    found: dict[str, str] = {}
    known: set[str] = set()
    for name, text in texts:
        short, mentioned = short_first_mentions(text, CATALOGUE)
        told = [
            f"Lần đầu viện dẫn ghi đủ: “{cite(basis, Citing.FIRST)}” (Phụ lục I, II.6.b)."
            for basis in short
            if basis.code not in known and not basis.unsure
        ]
        if told:
            found[name] = " ".join(told)
        known |= {basis.code for basis in mentioned}
    return found
