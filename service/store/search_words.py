"""Từ cần có: a question as words that a paper must have, asked of the index and of its blocks.

The full-text index knows where a word stands, its blocks only whether a paper has it. So each word
there has a letter before it that says where: in any text without accents (PLAIN) or with them
(MARKED), in the subject (SUBJECT), in số và ký hiệu (NUMBER). Facets are the same in both.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TypeAlias

from service.store.search_query import Query, Term, has_marks, marked_key, plain_key

PLAIN, MARKED, SUBJECT, NUMBER = "p", "m", "s", "n"

Wanted: TypeAlias = "str | All | Either | Without"
Papers: TypeAlias = int
"""A set of papers as bits: the paper at place n of a block is in it when bit n is 1."""


@dataclass(frozen=True, slots=True)
class All:
    """Every part, of which there is at least one."""

    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts."""

    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The one, unless there is any of the others."""

    wanted: Wanted
    unwanted: tuple[Wanted, ...]


def named(wanted: Wanted) -> Iterator[str]:
    """Every word that it takes to tell."""
    match wanted:
        case str():
            yield wanted
        case All(parts) | Either(parts):
            for part in parts:
                yield from named(part)
        case Without(one, unwanted):
            for part in (one, *unwanted):
                yield from named(part)


def having(wanted: Wanted, papers: Mapping[str, Papers]) -> Papers:
    """The papers that have what is wanted, given those that have each word."""
    match wanted:
        case str():
            return papers.get(wanted, 0)
        case All(parts):
            found = having(parts[0], papers)
            for part in parts[1:]:
                if not found:
                    break
                found &= having(part, papers)
            return found
        case Either(parts):
            return reduce(or_, (having(part, papers) for part in parts), 0)
        case Without(one, unwanted):
            return having(one, papers) & ~having(Either(unwanted), papers)


def expression(wanted: Wanted) -> str:
    """Facets, of which all or either are wanted, as the full-text index is asked for them."""
    match wanted:
        case str():
            return wanted
        case All(parts):
            return f"({' AND '.join(map(expression, parts))})"
        case Either(parts):
            return f"({' OR '.join(map(expression, parts))})"
    raise TypeError("no facet is asked for that way")


def asked_words(asked: Query, scope: Wanted) -> Wanted:
    """Scope and every term: the words that all papers that match have, and perhaps a few more."""
    wanted = All((scope, *_parts(asked, _anywhere)))
    unwanted = [term for term in _unwanted(asked) if _is_word(term)]
    return Without(wanted, tuple(map(_anywhere, unwanted))) if unwanted else wanted


def is_exact(asked: Query) -> bool:
    """Whether having the words is all that is asked: no phrase, no number of several words."""
    return all(map(_is_word, (*asked.shown, *_unwanted(asked))))


def title_words(asked: Query, scope: Wanted, *, numbers: bool) -> Wanted:
    """Scope and every term in the subject; with `numbers`, a number must be the paper's own, and
    any word may stand in its ký hiệu."""
    return All((scope, *_parts(asked, _in_number if numbers else _in_subject)))


def paper_words(keys: Mapping[str, str]) -> set[str]:
    """Every word by which a paper is found, from its row of the full-text index."""
    plain = f"{keys['reference']} {keys['subject']} {keys['people']} {keys['body']}"
    marked = f"{keys['subject_marked']} {keys['people_marked']} {keys['body_marked']}"
    return {
        *(PLAIN + word for word in set(plain.split())),
        *(MARKED + word for word in set(marked.split()) if not _is_bare(word)),
        *(SUBJECT + word for word in keys["subject"].split()),
        *(NUMBER + word for word in keys["reference"].split()),
        *keys["facets"].split(),
    }


def _parts(asked: Query, ask: Callable[[Term], Wanted]) -> Iterator[Wanted]:
    """What must all hold, each term asked for as `ask` says."""
    for ways in asked.parts:
        yield Either(tuple(All(tuple(map(ask, way))) for way in ways))


def _unwanted(asked: Query) -> tuple[Term, ...]:
    return tuple(one for term in asked.unwanted for one in (term, *term.others))


def _is_word(term: Term) -> bool:
    """Whether a paper that has its words has the term."""
    return len(term.words) == 1 and not (term.marked and _is_bare(marked_key(term.words[0])))


def _anywhere(term: Term) -> Wanted:
    text = All(tuple(map(_in_text, term.words)))
    return Either((text, _own_number(term))) if term.number else text


def _in_text(word: str) -> Wanted:
    """A word with any Vietnamese mark must match with its marks; one without matches any."""
    key = marked_key(word)
    return PLAIN + plain_key(word) if _is_bare(key) or not has_marks(word) else MARKED + key


def _own_number(term: Term) -> Wanted:
    return All(tuple(NUMBER + word for word in term.number_words))


def _in_subject(term: Term) -> Wanted:
    return All(tuple(SUBJECT + word for word in term.plain_words))


def _in_number(term: Term) -> Wanted:
    if term.number:
        return _own_number(term)
    return All(tuple(Either((SUBJECT + word, NUMBER + word)) for word in term.plain_words))


def _is_bare(key: str) -> bool:
    """Whether a key of accents has none: such a word is not kept twice."""
    return key.isascii() and key.isalpha()
