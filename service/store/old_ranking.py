"""Xếp hạng văn bản cũ: which of the matches come first.

As among the office's own papers, only candidates are weighed: the newest matches, and the newest
whose subject or number matches. They are weighed by number and subject alone; whoever has the
words only in the text comes after, newest first.
"""

from collections.abc import Callable, Sequence

from service.store.db import Database, Row
from service.store.moments import to_json
from service.store.old_index import reference_word, subject_word
from service.store.search_query import Query, Term

CANDIDATES = 200
"""Of each sort: newest, by subject, by number."""

Keys = dict[str, str]


def ranked(db: Database, asked: Query, newest: Sequence[int], bounds: Row) -> list[int]:
    """The best of the matches first; then the rest of `newest` as they are.

    `newest` are the newest matches, newest first; `bounds` the whole match and the days, as the
    index is asked for them.
    """
    candidates = dict.fromkeys(newest[:CANDIDATES])
    if len(newest) > CANDIDATES:
        candidates |= dict.fromkeys(_better(db, _in_subject(asked), bounds))
        if any(term.number for term in asked.terms):
            candidates |= dict.fromkeys(_better(db, _as_numbers(asked), bounds))
    first = _weighed(db, asked, list(candidates))
    known = set(first)
    return [*first, *(place for place in newest if place not in known)]


def _in_subject(asked: Query) -> str:
    """Every part in the subject, as words; who has them in another order is a candidate too."""
    return " AND ".join(f"({' OR '.join(map(_way, ways))})" for ways in asked.parts)


def _way(way: Sequence[Term]) -> str:
    words = [subject_word(word) for term in way for word in term.plain_words]
    return f"({' AND '.join(words)})"


def _as_numbers(asked: Query) -> str:
    """What may be a number as the paper's own; the other words are in the match."""
    words = [
        reference_word(word) for term in asked.terms if term.number for word in term.number_words
    ]
    return " AND ".join(words)


def _better(db: Database, words: str, bounds: Row) -> list[int]:
    rows = db.tuples(
        """
        SELECT rowid FROM search_old
        WHERE search_old MATCH :whole AND rowid BETWEEN :low AND :high
        ORDER BY rowid DESC
        LIMIT :limit
        """,
        {
            "whole": f"{{facets}} : ({words}) AND ({bounds['match']})",
            "low": bounds["low"],
            "high": bounds["high"],
            "limit": CANDIDATES,
        },
    )
    return [place for (place,) in rows]


def _weighed(db: Database, asked: Query, places: list[int]) -> list[int]:
    """Candidates, best first, newer before older."""
    rows = db.query(
        """
        SELECT position AS place, reference, subject, subject_marked
        FROM old_title
        WHERE position IN (SELECT value FROM json_each(:places))
        """,
        {"places": to_json(places)},
    )
    weigh = _weight_of(asked)
    found = []
    for row in rows:
        place = row.pop("place")
        found.append((weigh({name: f" {value} " for name, value in row.items()}), place))
    return [place for _, place in sorted(found, reverse=True)]


def _weight_of(asked: Query) -> Callable[[Keys], int]:
    """How well a paper's number and subject answer the query; its phrases are made only once."""
    whole = asked.whole
    numbers = [_phrase(term.number_words) for term in asked.terms if term.number]
    start, plain, typed = map(_phrase, (whole.number_words, whole.plain_words, whole.marked_words))
    parts = [[[_wanted(term) for term in way] for way in ways] for ways in asked.parts]
    exact = [_phrase(term.marked_words) for term in asked.terms]
    several = len(whole.words) > 1

    def weight(keys: Keys) -> int:
        found = 0
        if numbers and all(number in keys["reference"] for number in numbers):
            found += 1500 if keys["reference"].startswith(start) else 1000
        subject, marked = keys["subject"], keys["subject_marked"]
        if all(any(all(one in keys[name] for name, one in way) for way in ways) for ways in parts):
            found += 100
        if all(one in marked for one in exact):
            found += 40
        if several:
            found += 60 * (plain in subject) + 20 * (typed in marked)
        return found

    return weight


def _wanted(term: Term) -> tuple[str, str]:
    """In which key the subject must have which phrase."""
    if term.marked and len(term.words) == 1:
        return "subject_marked", _phrase(term.marked_words)
    return "subject", _phrase(term.plain_words)


def _phrase(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "
