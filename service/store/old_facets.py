"""Số đếm văn bản cũ: values of the filters, and how many papers of a result each would leave."""

from collections import Counter
from collections.abc import Iterable, Sequence
from heapq import nsmallest

from service.domain.old_searching import CODED, MAY_LACK
from service.domain.searching import FacetCount, Facets
from service.store.db import Database
from service.store.moments import to_json
from service.store.old_index import (
    FIELD_BITS,
    FIELD_PLACES,
    LEADING,
    field_place,
    plain_key,
    unpacked,
    value_key,
    value_word,
    word_in,
)

SHOWN = 30
"""Values named per filter, those with most papers first."""

MOST_CALLED = 24
"""Words like ``y tế`` stand for so many values at most; of more, the words alone are asked."""

MOST_CHOICES = 200

_LEADING_PLACES = frozenset(FIELD_PLACES[name] for name in LEADING)


def counts(db: Database, places: Sequence[int]) -> Facets:
    """The counts of papers given by their places in the index."""
    rows = db.tuples(
        """
        SELECT value_ids FROM old_facet WHERE position IN (SELECT value FROM json_each(:places))
        """,
        {"places": to_json(list(places))},
    )
    return _facets(db, Counter(unpacked(row for (row,) in rows)).items())


def kept_counts(db: Database, scope: int) -> tuple[int, Facets]:
    """Exact total and counts of a scope: everything, or the papers with a leading value."""
    rows = db.tuples(
        "SELECT value_id, papers FROM old_count WHERE scope = :scope AND papers > 0",
        {"scope": scope},
    )
    # Every paper has one direction, the field of place 0.
    return sum(papers for value, papers in rows if not field_place(value)), _facets(db, rows)


def kept_total(db: Database, scope: int) -> int:
    """How many papers a scope has."""
    ((total,),) = db.tuples(
        """
        SELECT COALESCE(SUM(papers), 0)
        FROM old_count
        JOIN old_value ON old_value.id = value_id
        WHERE scope = :scope AND field = 'direction'
        """,
        {"scope": scope},
    )
    return int(total)


def choices(db: Database, scope: int, field: str) -> list[tuple[str, str]]:
    """The values that papers of a scope have in a field, as (value, name), by name."""
    rows = db.query(
        """
        SELECT key, name
        FROM old_value
        JOIN old_count ON old_count.value_id = old_value.id AND scope = :scope AND papers > 0
        WHERE field = :field
        ORDER BY key
        LIMIT :limit
        """,
        {"scope": scope, "field": field, "limit": MOST_CHOICES},
    )
    return [(_value(field, row["key"], row["name"]), row["name"]) for row in rows]


def called(db: Database, field: str, text: str) -> list[int]:
    """The numbers of the values that a text means: itself, else those with these words in them.

    Typed with accents they count, typed without they do not.
    """
    key, plain = value_key(field, text), plain_key(text)
    if field in CODED:
        return _where(db, field, "key = :text", key)
    column, wanted = ("plain", plain) if key == plain else ("key", key)
    if not wanted:
        return _where(db, field, "key = :text", "") if field in MAY_LACK else []
    return _where(db, field, f"{column} = :text", wanted) or _where(
        db, field, f"instr(' ' || {column} || ' ', ' ' || :text || ' ')", wanted
    )


def expression(field: str, text: str, ids: Sequence[int]) -> str:
    """What the index is asked for papers with one of these values, which `called` found.

    Of very many values, for each word of the text in that field, whatever its accents.
    """
    if len(ids) <= MOST_CALLED:
        return f"({' OR '.join(map(value_word, ids))})"
    return f"({' AND '.join(word_in(field, word) for word in plain_key(text).split())})"


def coded(db: Database, field: str, code: str) -> int | None:
    """The number of a code; None when no paper ever had it."""
    found = _where(db, field, "key = :text", value_key(field, code))
    return found[0] if found else None


def years(db: Database, first: int, last: int) -> list[int]:
    """The numbers of the years in a span that papers have."""
    rows = db.tuples(
        """
        SELECT id FROM old_value
        WHERE field = 'year' AND CAST(key AS INTEGER) BETWEEN :first AND :last
        """,
        {"first": first, "last": last},
    )
    return [number for (number,) in rows]


def leads(value_id: int) -> bool:
    """Whether counts are kept for the papers with this value."""
    return field_place(value_id) in _LEADING_PLACES


def _where(db: Database, field: str, condition: str, text: str) -> list[int]:
    rows = db.tuples(
        f"SELECT id FROM old_value WHERE field = :field AND {condition} ORDER BY id LIMIT :limit",
        {"field": field, "text": text, "limit": MOST_CALLED + 1},
    )
    return [number for (number,) in rows]


def _facets(db: Database, counted: Iterable[tuple[int, int]]) -> Facets:
    by_place: list[list[tuple[int, int]]] = [[] for _ in range(1 << FIELD_BITS)]
    last_bits = (1 << FIELD_BITS) - 1
    for value, papers in counted:
        by_place[value & last_bits].append((-papers, value))
    most = {name: nsmallest(SHOWN, by_place[place]) for name, place in FIELD_PLACES.items()}
    named = _named(db, [value for values in most.values() for _, value in values])
    return {
        name: tuple(
            FacetCount(_value(name, *named[value]), -papers, named[value][1])
            for papers, value in values
        )
        for name, values in most.items()
    }


def _named(db: Database, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    rows = db.tuples(
        "SELECT id, key, name FROM old_value WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": to_json(list(ids))},
    )
    return {number: (key, name) for number, key, name in rows}


def _value(field: str, key: str, name: str) -> str:
    """How an address says a value."""
    return key if field in CODED else name
