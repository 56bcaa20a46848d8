"""Câu tìm: from what a person types to what the full-text index is asked.

A word with any Vietnamese mark must match with its marks, one without matches any; words are
AND-ed, ``"…"`` is a phrase, ``99/UBND`` a number. `unmarked` and `exact` are index expressions
over any text columns, so that the same query can be asked of the subject alone when ranking.
"""

import re
from dataclasses import dataclass

from service.domain.vietnamese import clean, fold, tone_key
from service.store.search_index import number_words, spelling

MAX_QUERY = 300
MAX_TERMS = 24

PLAIN = ("subject", "people", "body")

_PARTS = re.compile(r'"([^"]*)"?|(\S+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_NUMBER = re.compile(r"^\d{1,6}(?:/.*)?$")
_NOTATION = re.compile(r"^[^\W\d_]+(?:-[^\W_]+)*$")
_TONE = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One word or quoted phrase, as its words; `number` when it may be số và ký hiệu."""

    words: tuple[str, ...]
    number: bool = False

    @property
    def marked(self) -> bool:
        """Whether it was typed with any Vietnamese mark."""
        return any(_has_marks(word) for word in self.words)

    def in_columns(self, columns: tuple[str, ...], *, exact: bool = False) -> str:
        """The index expression for this term in text columns; `exact`: as it was typed.

        A phrase typed half with marks and half without (``"ủy ban nhan dan"``) matches either
        as typed, or without accents as long as its marked words match with theirs.
        """
        as_typed = f"{_columns(columns, marked=True)} : {_phrase(self._marked_words)}"
        if exact:
            return as_typed
        if not self.marked:
            # A ký hiệu typed in small letters: ``ubnd`` is in the reference too.
            everywhere = ("reference", *columns) if columns == PLAIN else columns
            return f"{_columns(everywhere)} : {_phrase(self._plain_words)}"
        plain = f"{_columns(columns)} : {_phrase(self._plain_words)}"
        if len(self.words) == 1:
            return as_typed
        kept = [
            f"{_columns(columns, marked=True)} : {_phrase((tone_key(word),))}"
            for word in self.words
            if _has_marks(word)
        ]
        return f"({as_typed} OR ({' AND '.join([plain, *kept])}))"

    @property
    def as_number(self) -> str:
        """The index expression for this term as số và ký hiệu; accents never count there."""
        return f"{{reference}} : {_phrase(tuple(number_words(' '.join(self.words)).split()))}"

    @property
    def _plain_words(self) -> tuple[str, ...]:
        return tuple(fold(word) for word in self.words)

    @property
    def _marked_words(self) -> tuple[str, ...]:
        return tuple(tone_key(word) for word in self.words)


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; no terms when nothing in it can be searched for."""

    terms: tuple[Term, ...]

    @property
    def matches(self) -> str:
        """Every term, anywhere."""
        return " AND ".join(
            f"({term.in_columns(PLAIN)} OR {term.as_number})"
            if term.number
            else f"({term.in_columns(PLAIN)})"
            for term in self.terms
        )

    def matches_in(self, columns: tuple[str, ...], *, exact: bool) -> str:
        """Every term in some columns only."""
        return " AND ".join(f"({term.in_columns(columns, exact=exact)})" for term in self.terms)

    @property
    def whole(self) -> Term:
        """The query as one phrase."""
        return Term(tuple(word for term in self.terms for word in term.words))

    @property
    def numbers(self) -> str | None:
        """The terms that look like số và ký hiệu, as such; None when there is none."""
        found = [term.as_number for term in self.terms if term.number]
        return " AND ".join(found) or None

    @property
    def spellings(self) -> str | None:
        """Words whose tone may stand in two places (hòa, hoà), as they were typed; or None."""
        keys = [key for term in self.terms for word in term.words if (key := spelling(word))]
        return " AND ".join(f"{{spelling}} : {_phrase((key,))}" for key in keys) or None


def parse(text: str) -> Query:
    """What a person typed, as terms; anything is allowed and nothing is an operator but quotes."""
    terms: list[Term] = []
    for found in _PARTS.finditer(clean(text)[:MAX_QUERY].translate(_QUOTES)):
        quoted, word = found.groups()
        words = tuple(_WORD.findall(quoted if quoted is not None else word))
        if not words:
            continue
        number = word is not None and bool(_NUMBER.match(word) or _could_be_notation(word))
        terms.append(Term(words, number))
    return Query(tuple(terms[:MAX_TERMS]))


def _could_be_notation(word: str) -> bool:
    """``QĐ``, ``qđ-ubnd``: letters and hyphens, with đ or ê perhaps but never a tone."""
    compound = "-" in word or _has_marks(word)
    return compound and bool(_NOTATION.match(word)) and not _TONE.search(tone_key(word))


def _has_marks(word: str) -> bool:
    return fold(word) != word.casefold()


def _columns(columns: tuple[str, ...], *, marked: bool = False) -> str:
    return "{" + " ".join(f"{name}_marked" if marked else name for name in columns) + "}"


def _phrase(words: tuple[str, ...]) -> str:
    """An index phrase; words are letters and digits only, so nothing needs escaping."""
    return '"' + " ".join(words) + '"'
