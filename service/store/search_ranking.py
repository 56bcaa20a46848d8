"""Xếp hạng: which of the matches come first.

Every match could be weighed inside the index, but then a word of which an archive of a million
has thousands of papers costs a walk over all of them for each thing that makes a match better.
So only candidates are weighed, from their own keys: the newest matches, the newest whose subject
or number matches, and all of them when they are few.
"""

from collections.abc import Mapping, Sequence

from service.store.db import Database
from service.store.search_blocks import Span
from service.store.search_index import title_number
from service.store.search_keys import (
    Test,
    all_parts,
    every,
    exact,
    holds,
    is_number,
    keys_of,
    matching,
    phrase_in,
)
from service.store.search_newest import Question, newest
from service.store.search_query import PLAIN, Query, Term
from service.store.search_words import All, expression, title_words

CANDIDATES = 300
"""Of each sort: by text, by subject, by number."""

SUBJECT = ("subject",)


def ranked(db: Database, asked: Query, scope: All, found: Sequence[int], span: Span) -> list[int]:
    """The best of the matches first; then the rest of `found` as they are.

    `found` are the newest matches, newest first: all there are when no more than CANDIDATES.
    `scope` is the filters and visibility alone, for the smaller index of titles.
    """
    places = dict.fromkeys(found[:CANDIDATES], True)
    if len(found) > CANDIDATES:
        for place in _by_title(db, asked, scope, span):
            places.setdefault(place, False)
    first = _weighed(db, asked, places)
    known = set(first)
    return [*first, *(place for place in found if place not in known)]


def _by_title(db: Database, asked: Query, scope: All, span: Span) -> list[int]:
    """The newest whose number, and the newest whose subject has what is asked for."""
    found = newest(db, _title(asked, scope, numbers=False), span, CANDIDATES)
    if any(term.number for term in asked.terms):
        found += newest(db, _title(asked, scope, numbers=True), span, CANDIDATES)
    return found


def _title(asked: Query, scope: All, *, numbers: bool) -> Question:
    return Question(
        table="search_title",
        match=f"{_in_title(asked, numbers=numbers)} AND {expression(scope)}",
        facets="",
        words=title_words(asked, scope, numbers=numbers),
    )


def _in_title(asked: Query, *, numbers: bool) -> str:
    """Every part of the query in the index of titles, which knows words but no phrases.

    With `numbers`, a number must be the paper's own and any word may stand in its ký hiệu.
    """
    return " AND ".join(
        f"({' OR '.join(_way_in_title(way, numbers=numbers) for way in ways)})"
        for ways in asked.parts
    )


def _way_in_title(way: Sequence[Term], *, numbers: bool) -> str:
    words: list[str] = []
    for term in way:
        if numbers and term.number:
            words += [f'"{title_number(word)}"' for word in term.number_words]
        elif numbers:
            words += [f'("{word}" OR "{title_number(word)}")' for word in term.plain_words]
        else:
            words += [f'"{word}"' for word in term.plain_words]
    return f"({' AND '.join(words)})"


def _weighed(db: Database, asked: Query, places: Mapping[int, bool]) -> list[int]:
    """The candidates, best first, newer before older; those not known to match only if they do."""
    tests, matches = _tests(asked), matching(asked)
    found = [
        (sum(weight for weight, test in tests if test(keys)), place)
        for place, keys in keys_of(db, places).items()
        if places[place] or matches(keys)
    ]
    return [place for _, place in sorted(found, reverse=True)]


def _tests(asked: Query) -> list[tuple[int, Test]]:
    """(weight, test) of what makes a match better."""
    whole = asked.whole
    tests: list[tuple[int, Test]] = [
        (100, all_parts(asked, SUBJECT)),
        (40, every([exact(term, PLAIN) for term in asked.terms])),
    ]
    if len(whole.words) > 1:
        tests += [
            (60, holds(whole, SUBJECT)),
            (30, holds(whole, ("body", "people"))),
            (20, exact(whole, PLAIN)),
        ]
    numbers = [term for term in asked.terms if term.number]
    if numbers:
        start = f" {' '.join(whole.number_words)} "
        tests += [
            (1000, every([is_number(term) for term in numbers])),
            (500, lambda keys: keys["reference"].startswith(start)),
        ]
    if asked.spellings:
        tests.append((5, every([phrase_in((key,), ("spelling",)) for key in asked.spellings])))
    return tests
