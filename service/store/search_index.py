"""Chỉ mục tìm kiếm: what the full-text index holds of a paper, and in which order.

Two keys of every text are indexed: K3 (no accents, đ = d) and K2 (accents count, the place of
the tone does not). The index row's id is the paper's date followed by its own id, so that date
order, date ranges and "the newest N" come straight out of the index, however many match.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.domain.documents import Document
from service.domain.vietnamese import fold, tone_key
from service.domain.workflow import State
from service.store.db import Database
from service.store.documents import get_for_office
from service.store.lists import texts

DAY_SPAN = 10**9
"""Room for document ids under one day of the index row's id."""

_NOT_PROSE = frozenset({"signatory", "notation", "unit", "month", "urgency"})
"""Answers that are choices, not text of the paper."""

NO_DATE = 99991231
"""Papers without a date yet stand before (newer than) all others."""

_WORD = re.compile(r"[^\W_]+")
_TWO_SPELLINGS = re.compile(r"(?:oa|oe|uy)\d$")


@dataclass(frozen=True, slots=True)
class IndexText:
    """A paper's texts and their keys; made outside any transaction, since keys take a while."""

    text: Mapping[str, str]
    keys: Mapping[str, str]


def index_text(document: Document, body: str | None = None) -> IndexText:
    """The texts to index; until the finished file's text is known, the body is its answers."""
    if body is None:
        typed = {name: value for name, value in document.answers.items() if name not in _NOT_PROSE}
        body = "\n".join(texts(typed))
    text = {
        "subject": document.subject,
        "people": "\n".join(people_of(document.answers, document.signer_name)),
        "body": body,
    }
    return IndexText(text, index_keys(text))


def put(db: Database, document: Document, prepared: IndexText) -> None:
    """Index a paper with these texts, inside `write()`; what was indexed of it before goes."""
    remove(db, document.id)
    place = position(document.issued_on, document.id)
    reference = document.reference or document.notation
    db.insert(
        "search_text",
        {
            "document_id": document.id,
            "position": place,
            "reference": reference,
            **prepared.text,
        },
    )
    db.insert(
        "search_index",
        {
            "rowid": place,
            "reference": number_words(reference),
            **prepared.keys,
            "facets": facets(document),
        },
    )


def refresh(db: Database, document: Document) -> None:
    """Bring number, date and state up to date, inside `write()`; the texts stay as they are."""
    old = db.one("SELECT position FROM search_text WHERE document_id = :id", {"id": document.id})
    if old is None:
        return
    row = db.query("SELECT * FROM search_index WHERE rowid = :position", old)[0]
    place = position(document.issued_on, document.id)
    reference = document.reference or document.notation
    db.execute("DELETE FROM search_index WHERE rowid = :position", old)
    db.execute(
        """
        UPDATE search_text
        SET position = :position, reference = :reference
        WHERE document_id = :id
        """,
        {"id": document.id, "position": place, "reference": reference},
    )
    changed = {"reference": number_words(reference), "facets": facets(document)}
    db.insert("search_index", {**row, "rowid": place, **changed})


def remove(db: Database, document_id: int) -> None:
    """Forget a paper that went back to its drafter; harmless when it is not indexed."""
    rows = db.query(
        "DELETE FROM search_text WHERE document_id = :id RETURNING position", {"id": document_id}
    )
    for row in rows:
        db.execute("DELETE FROM search_index WHERE rowid = :position", row)


def rebuild(db: Database) -> int:
    """Make every key anew from the stored texts, inside `write()`; returns how many papers.

    Needed after the rules of the keys changed.
    """
    rows = db.query("SELECT document_id, body FROM search_text ORDER BY document_id")
    for row in rows:
        document = get_for_office(db, row["document_id"])
        put(db, document, index_text(document, row["body"]))
    return len(rows)


def index_keys(text: Mapping[str, str]) -> dict[str, str]:
    """The index columns of subject, people and body."""
    plain = {name: fold(value) for name, value in text.items()}
    marked = {f"{name}_marked": tone_key(value) for name, value in text.items()}
    return {**plain, **marked, "spelling": " ".join(_two_spelled(text.values()))}


def facets(document: Document) -> str:
    """What filters and visibility are answered from inside the index, as words of their own."""
    words = [facet("any", 1), facet("kind", document.kind), facet("unit", document.unit_id)]
    if document.issued_on is not None:
        words.append(facet("year", document.issued_on.year))
    if document.approver_id is not None:
        words.append(facet("approver", document.approver_id))
    if document.signatory_id is not None:
        words.append(facet("signatory", document.signatory_id))
    if document.state in (State.ISSUED, State.ARCHIVED):
        words.append(facet("issued", 1))
    return " ".join(words)


def facet(name: str, value: object) -> str:
    """One index word; letters and digits only, so that no tokenizer splits it."""
    return f"x{name}x{str(value).encode().hex()}"


def number_words(text: str) -> str:
    """``05/QĐ-UBND`` → ``5 qd ubnd``: numbers without leading zeros, words without accents."""
    words = _WORD.findall(fold(text))
    return " ".join(str(int(word)) if word.isdecimal() else word for word in words)


def position(issued_on: date | None, document_id: int) -> int:
    """The index row's id: the day, then the paper."""
    return day_start(issued_on) + document_id


def day_start(day: date | None) -> int:
    """The smallest id a paper of this day can have."""
    number = NO_DATE if day is None else day.year * 10_000 + day.month * 100 + day.day
    return number * DAY_SPAN


def spelling(word: str) -> str:
    """K1 of a word that has an old and a new tone place (hòa, hoà), as an index word; else ''."""
    return f"k{word.casefold().encode().hex()}" if _TWO_SPELLINGS.search(tone_key(word)) else ""


def people_of(answers: Mapping[str, Any], signer_name: str) -> tuple[str, ...]:
    """Addressees, recipients and who signs."""
    rows = (*texts(answers.get("addressees")), *texts(answers.get("recipients")))
    return (*rows, signer_name) if signer_name else rows


def _two_spelled(parts: Iterable[str]) -> list[str]:
    found = {key for part in parts for word in _WORD.findall(part) if (key := spelling(word))}
    return sorted(found)
