"""Câu tìm: from what a person types to what the full-text index is asked.

A word with any Vietnamese mark must match with its marks, one without matches any; words are
AND-ed, ``"…"`` is a phrase, ``99/UBND`` a number, ``-word`` must not be there. `unmarked` and
`exact` are index expressions over any text columns, so that the same query can be asked of the
subject alone when ranking. Short forms (UBND) find their words and the words their short form.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from service.domain.short_forms import ShortForm, short_forms
from service.domain.vietnamese import clean, fold, tone_key
from service.store.search_index import number_words, spelling

MAX_QUERY = 300
MAX_TERMS = 24

plain_key = lru_cache(maxsize=10_000)(fold)
"""The key K3 of a word, of which a question asks many times over."""
marked_key = lru_cache(maxsize=10_000)(tone_key)
"""The key K2 of a word."""

PLAIN = ("subject", "people", "body")

_PARTS = re.compile(r'(?<!\S)(-?)"([^"]*)"?|(\S+)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_NUMBER = re.compile(r"^\d{1,6}(?:[/-].*)?$")
_NOTATION = re.compile(r"^[^\W\d_]+(?:-[^\W_]+)*$")
_TONE = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Term:
    """One word or quoted phrase, as its words; `number` when it may be số và ký hiệu.

    `others` are other ways to say the same, any of which will do: the words of a short form.
    """

    words: tuple[str, ...]
    number: bool = False
    quoted: bool = False
    others: "tuple[Term, ...]" = ()

    @property
    def marked(self) -> bool:
        """Whether it was typed with any Vietnamese mark."""
        return any(has_marks(word) for word in self.words)

    def in_columns(self, columns: tuple[str, ...], *, exact: bool = False) -> str:
        """The index expression for this term in text columns; `exact`: as it was typed.

        A phrase typed half with marks and half without (``"ủy ban nhan dan"``) matches either
        as typed, or without accents as long as its marked words match with theirs.
        """
        as_typed = f"{_columns(columns, marked=True)} : {_phrase(self.marked_words)}"
        if exact:
            return as_typed
        if not self.marked:
            # A ký hiệu typed in small letters: ``ubnd`` is in the reference too.
            everywhere = ("reference", *columns) if columns == PLAIN else columns
            return f"{_columns(everywhere)} : {_phrase(self.plain_words)}"
        plain = f"{_columns(columns)} : {_phrase(self.plain_words)}"
        if len(self.words) == 1:
            return as_typed
        kept = [
            f"{_columns(columns, marked=True)} : {_phrase((marked_key(word),))}"
            for word in self.words
            if has_marks(word)
        ]
        return f"({as_typed} OR ({' AND '.join([plain, *kept])}))"

    @property
    def as_number(self) -> str:
        """The index expression for this term as số và ký hiệu; accents never count there."""
        return f"{{reference}} : {_phrase(self.number_words)}"

    @property
    def matches(self) -> str:
        """The index expression for this term as it is, anywhere."""
        found = self.in_columns(PLAIN)
        return f"({found} OR {self.as_number})" if self.number else f"({found})"

    @property
    def number_words(self) -> tuple[str, ...]:
        return tuple(number_words(" ".join(self.words)).split())

    @property
    def plain_words(self) -> tuple[str, ...]:
        return tuple(map(plain_key, self.words))

    @property
    def marked_words(self) -> tuple[str, ...]:
        return tuple(map(marked_key, self.words))


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query; neither terms nor `unwanted` when nothing in it can be searched for.

    `names` are short forms said in full over several terms: the terms' places and the short
    form that will do as well.
    """

    terms: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    names: tuple[tuple[int, int, Term], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms or self.unwanted)

    @property
    def parts(self) -> tuple[tuple[tuple[Term, ...], ...], ...]:
        """What must all hold: each part has ways of which one will do, each way terms, all needed.

        The first way is as it was typed.
        """
        found: list[tuple[tuple[Term, ...], ...]] = []
        at = 0
        for start, end, short in (*self.names, (len(self.terms), len(self.terms), None)):
            found += [
                ((term,), *((other,) for other in term.others)) for term in self.terms[at:start]
            ]
            if short is not None:
                found.append((self.terms[start:end], (short,)))
            at = end
        return tuple(found)

    @property
    def matches(self) -> str:
        """The index expression of every part, anywhere."""
        parts = [
            " OR ".join(f"({' AND '.join(term.matches for term in way)})" for way in ways)
            for ways in self.parts
        ]
        return " AND ".join(f"({part})" for part in parts)

    @property
    def forbids(self) -> str:
        """Any term that must not be there; empty when none was named."""
        return " OR ".join(one.matches for term in self.unwanted for one in (term, *term.others))

    @property
    def whole(self) -> Term:
        """The query as one phrase."""
        return Term(tuple(word for term in self.terms for word in term.words))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Words whose tone may stand in two places (hòa, hoà), as they were typed."""
        return tuple(key for term in self.terms for word in term.words if (key := spelling(word)))

    @property
    def shown(self) -> tuple[Term, ...]:
        """Every term that a match may show, other ways included, for marking."""
        found = [one for term in self.terms for one in (term, *term.others)]
        return (*found, *(short for _, _, short in self.names))


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text as typed, without what stands between them."""
    return tuple(_WORD.findall(text))


def parse(text: str) -> Query:
    """What a person typed, as terms; anything is allowed, only quotes and ``-`` are operators."""
    terms: list[Term] = []
    unwanted: list[Term] = []
    typed = clean(text)[:MAX_QUERY].translate(_QUOTES)
    for found in _PARTS.finditer(typed):
        minus, quoted, word = found.groups()
        if word is not None and word.translate(_DASHES)[0] == "-":
            minus, word = "-", word[1:]
        words = tuple(_WORD.findall(quoted if quoted is not None else word))
        if not words:
            continue
        number = quoted is None and bool(_NUMBER.match(word) or _could_be_notation(word))
        term = _with_short_forms(Term(words, number, quoted is not None))
        (unwanted if minus else terms).append(term)
    terms = _without_the_word_number(terms)[:MAX_TERMS]
    return Query(tuple(terms), tuple(unwanted[:MAX_TERMS]), tuple(_names(terms)))


def _without_the_word_number(terms: list[Term]) -> list[Term]:
    """``số 99``: the word only says what follows, and no paper's own number carries it."""
    return [
        term
        for at, term in enumerate(terms)
        if not (
            term.plain_words == ("so",)
            and not term.quoted
            and at + 1 < len(terms)
            and terms[at + 1].number
            and terms[at + 1].words[0].isdecimal()
        )
    ]


def _with_short_forms(term: Term) -> Term:
    """The same term with its other ways: UBND as ủy ban nhân dân; in a phrase, both ways."""
    others: list[Term] = []
    for form in short_forms():
        for at in range(len(term.words)):
            if term.plain_words[at] == form.short and _means(form, term.words[at]):
                if term.number and len(term.words) > 1:
                    continue  # 99/QĐ-UBND is a number, not a sentence
                others.append(_said(term, at, at + 1, form.words))
            end = at + len(form.words)
            if term.quoted and form.stands_alone and _same(term.words[at:end], form.words):
                others.append(_said(term, at, end, (form.short,)))
    return replace(term, others=tuple(dict.fromkeys(others))) if others else term


def _said(term: Term, start: int, end: int, words: tuple[str, ...]) -> Term:
    return Term((*term.words[:start], *words, *term.words[end:]), quoted=True)


def _means(form: ShortForm, word: str) -> bool:
    """Whether a word as typed is the short form: ``da`` is not, ``DA`` and ``kh`` are."""
    return form.stands_alone or (word.isupper() and len(word) > 1)


def _same(words: tuple[str, ...], form: tuple[str, ...]) -> bool:
    return tuple(map(plain_key, words)) == form


def _names(terms: list[Term]) -> list[tuple[int, int, Term]]:
    """Names said in full over several unquoted words, and the short form that stands for each.

    A short form that could be a word (``da`` for dự án) is left out: it would find đã and da.
    """
    plain = [
        term.plain_words[0] if len(term.words) == 1 and not term.quoted else "" for term in terms
    ]
    found: list[tuple[int, int, Term]] = []
    at = 0
    while at < len(plain):
        for form in short_forms():
            end = at + len(form.words)
            if form.stands_alone and len(form.words) > 1 and tuple(plain[at:end]) == form.words:
                found.append((at, end, Term((form.short,))))
                at = end - 1
                break
        at += 1
    return found


def _could_be_notation(word: str) -> bool:
    """``QĐ``, ``qđ-ubnd``: letters and hyphens, with đ or ê perhaps but never a tone."""
    compound = "-" in word or has_marks(word)
    return compound and bool(_NOTATION.match(word)) and not _TONE.search(tone_key(word))


def has_marks(word: str) -> bool:
    return plain_key(word) != word.casefold()


def _columns(columns: tuple[str, ...], *, marked: bool = False) -> str:
    return "{" + " ".join(f"{name}_marked" if marked else name for name in columns) + "}"


def _phrase(words: tuple[str, ...]) -> str:
    """An index phrase; words are letters and digits only, so nothing needs escaping."""
    return '"' + " ".join(words) + '"'
