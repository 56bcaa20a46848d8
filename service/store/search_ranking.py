"""Xếp hạng: which of the matches come first.

Every match could be weighed inside the index, but then a word of which an archive of a million
has thousands of papers costs a walk over all of them for each thing that makes a match better.
So only candidates are weighed, from their own keys: the newest matches, the newest whose subject
or number matches, and all of them when they are few.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from service.store.db import Database, Row
from service.store.moments import to_json
from service.store.search_index import title_number
from service.store.search_query import PLAIN, Query, Term

CANDIDATES = 300
"""Of each sort: by text, by subject, by number."""

SUBJECT = ("subject",)

Keys = Mapping[str, str]
Test = Callable[[Keys], bool]


def ranked(db: Database, asked: Query, scope: str, newest: Sequence[int], bounds: Row) -> list[int]:
    """The best of the matches first; then the rest of `newest` as they are.

    `newest` are the newest matches, newest first: all there are when no more than CANDIDATES.
    `scope` is the filters and visibility alone, for the smaller index of titles.
    """
    places = dict.fromkeys(newest[:CANDIDATES], True)
    if len(newest) > CANDIDATES:
        for place in _by_title(db, asked, scope, bounds):
            places.setdefault(place, False)
    first = _weighed(db, asked, places)
    known = set(first)
    return [*first, *(place for place in newest if place not in known)]


def _by_title(db: Database, asked: Query, scope: str, bounds: Row) -> list[int]:
    """The newest whose number, and the newest whose subject has what is asked for."""
    found = _titles(db, f"{_in_title(asked, numbers=False)} AND {scope}", bounds)
    if any(term.number for term in asked.terms):
        found += _titles(db, f"{_in_title(asked, numbers=True)} AND {scope}", bounds)
    return found


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


def _titles(db: Database, match: str, bounds: Row) -> list[int]:
    rows = db.query(
        """
        SELECT rowid AS place
        FROM search_title
        WHERE search_title MATCH :match AND rowid BETWEEN :low AND :high
        ORDER BY rowid DESC
        LIMIT :limit
        """,
        {"match": match, **bounds, "limit": CANDIDATES},
    )
    return [row["place"] for row in rows]


def _weighed(db: Database, asked: Query, places: Mapping[int, bool]) -> list[int]:
    """The candidates, best first, newer before older; those not known to match only if they do."""
    rows = db.query(
        """
        SELECT rowid AS place, reference, subject, people, body,
            subject_marked, people_marked, body_marked, spelling
        FROM search_index
        WHERE rowid IN (SELECT value FROM json_each(:places))
        """,
        {"places": to_json(list(places))},
    )
    tests, matches = _tests(asked), _matching(asked)
    found = []
    for row in rows:
        place = row.pop("place")
        keys = {name: f" {value} " for name, value in row.items()}
        if places[place] or matches(keys):
            found.append((sum(weight for weight, test in tests if test(keys)), place))
    return [place for _, place in sorted(found, reverse=True)]


def _tests(asked: Query) -> list[tuple[int, Test]]:
    """(weight, test) of what makes a match better."""
    whole = asked.whole
    tests: list[tuple[int, Test]] = [
        (100, _all_parts(asked, SUBJECT)),
        (40, _all([_exact(term, PLAIN) for term in asked.terms])),
    ]
    if len(whole.words) > 1:
        tests += [
            (60, _holds(whole, SUBJECT)),
            (30, _holds(whole, ("body", "people"))),
            (20, _exact(whole, PLAIN)),
        ]
    numbers = [term for term in asked.terms if term.number]
    if numbers:
        start = f" {' '.join(whole.number_words)} "
        tests += [
            (1000, _all([_is_number(term) for term in numbers])),
            (500, lambda keys: keys["reference"].startswith(start)),
        ]
    if asked.spellings:
        tests.append((5, _all([_phrase_in((key,), ("spelling",)) for key in asked.spellings])))
    return tests


def _matching(asked: Query) -> Test:
    """As `Query.matches` and `forbids`, on the keys of one paper."""
    wanted = _all_parts(asked, PLAIN)
    unwanted = _any([_anywhere(one) for term in asked.unwanted for one in (term, *term.others)])
    return lambda keys: wanted(keys) and not unwanted(keys)


def _all_parts(asked: Query, columns: tuple[str, ...]) -> Test:
    holds = _anywhere if columns == PLAIN else (lambda term: _holds(term, columns))
    return _all(
        [_any([_all([holds(term) for term in way]) for way in ways]) for ways in asked.parts]
    )


def _anywhere(term: Term) -> Test:
    found = _holds(term, PLAIN)
    return _any([found, _is_number(term)]) if term.number else found


def _holds(term: Term, columns: tuple[str, ...]) -> Test:
    """As `Term.in_columns`, on the keys of one paper."""
    if not term.marked:
        everywhere = ("reference", *columns) if columns == PLAIN else columns
        return _phrase_in(term.plain_words, everywhere)
    as_typed = _exact(term, columns)
    if len(term.words) == 1:
        return as_typed
    words = [one for word in term.words if (one := Term((word,))).marked]
    plain = _phrase_in(term.plain_words, columns)
    return _any([as_typed, _all([plain, *(_exact(one, columns) for one in words)])])


def _exact(term: Term, columns: tuple[str, ...]) -> Test:
    return _phrase_in(term.marked_words, tuple(f"{name}_marked" for name in columns))


def _is_number(term: Term) -> Test:
    return _phrase_in(term.number_words, ("reference",))


def _phrase_in(words: Iterable[str], columns: tuple[str, ...]) -> Test:
    phrase = f" {' '.join(words)} "
    return lambda keys: any(phrase in keys[name] for name in columns)


def _all(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda keys: all(test(keys) for test in tests)


def _any(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda keys: any(test(keys) for test in tests)
