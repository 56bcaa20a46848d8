"""Khóa của một văn bản: a question asked of one paper's search keys, without any index.

As the full-text index would answer; used where only a few papers are to be told apart.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from service.store.db import Database
from service.store.moments import to_json
from service.store.search_query import PLAIN, Query, Term

Keys = Mapping[str, str]
"""The columns of a paper's row of the full-text index, with a blank before and after each."""

Test = Callable[[Keys], bool]


def keys_of(db: Database, places: Iterable[int]) -> dict[int, Keys]:
    """The keys of papers by their index ids."""
    rows = db.query(
        """
        SELECT rowid AS place, reference, subject, people, body,
            subject_marked, people_marked, body_marked, spelling
        FROM search_index
        WHERE rowid IN (SELECT value FROM json_each(:places))
        """,
        {"places": to_json(list(places))},
    )
    return {row.pop("place"): {name: f" {key} " for name, key in row.items()} for row in rows}


def matching(asked: Query) -> Test:
    """As `Query.matches` and `forbids`, on the keys of one paper."""
    wanted = all_parts(asked, PLAIN)
    unwanted = either([_anywhere(one) for term in asked.unwanted for one in (term, *term.others)])
    return lambda keys: wanted(keys) and not unwanted(keys)


def all_parts(asked: Query, columns: tuple[str, ...]) -> Test:
    """Every part of the query, in these text columns; in PLAIN, that is anywhere."""
    ask = _anywhere if columns == PLAIN else (lambda term: holds(term, columns))
    return every(
        [either([every([ask(term) for term in way]) for way in ways]) for ways in asked.parts]
    )


def _anywhere(term: Term) -> Test:
    found = holds(term, PLAIN)
    return either([found, is_number(term)]) if term.number else found


def holds(term: Term, columns: tuple[str, ...]) -> Test:
    """As `Term.in_columns`, on the keys of one paper."""
    if not term.marked:
        everywhere = ("reference", *columns) if columns == PLAIN else columns
        return phrase_in(term.plain_words, everywhere)
    as_typed = exact(term, columns)
    if len(term.words) == 1:
        return as_typed
    words = [one for word in term.words if (one := Term((word,))).marked]
    plain = phrase_in(term.plain_words, columns)
    return either([as_typed, every([plain, *(exact(one, columns) for one in words)])])


def exact(term: Term, columns: tuple[str, ...]) -> Test:
    return phrase_in(term.marked_words, tuple(f"{name}_marked" for name in columns))


def is_number(term: Term) -> Test:
    return phrase_in(term.number_words, ("reference",))


def phrase_in(words: Iterable[str], columns: tuple[str, ...]) -> Test:
    phrase = f" {' '.join(words)} "
    return lambda keys: any(phrase in keys[name] for name in columns)


def every(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda keys: all(test(keys) for test in tests)


def either(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda keys: any(test(keys) for test in tests)
