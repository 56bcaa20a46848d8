"""Số đếm: how many papers of a result each value of a filter would leave.

Papers that agree in every counted field form a group; an archive of a million has some thousand
groups, and a result is counted by adding up its groups. A paper's row here has the same id as
in the index, so the newest of both lie together.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from service.domain.documents import Document
from service.domain.searching import COUNTED_FIELDS, FacetCount, Facets
from service.domain.vietnamese import clean_line, fold
from service.store.db import Database, Row
from service.store.lists import texts
from service.store.moments import to_json

GROUPED = tuple(name for name in COUNTED_FIELDS if name != "recipient")

SHOWN = 30
"""Values named per filter, those with most papers first."""

_NOWHERE = ("nhu tren", "nhu dieu", "luu")
"""Lines of Nơi nhận that name no place: Như trên, Như Điều 3, Lưu: VT."""


_GROUPS: WeakKeyDictionary[Database, dict[int, tuple[Any, ...]]] = WeakKeyDictionary()


def enter(db: Database, document: Document, place: int) -> dict[str, Any]:
    """Count a paper in, inside `write()`; returns what it is counted by (`recipients` as ids)."""
    values = _values(db, document)
    recipients = [_recipient(db, name) for name in places_of(document.answers)]
    names = ", ".join(values)
    (group,) = db.query(
        f"""
        INSERT INTO search_group ({names}, papers)
        VALUES ({", ".join(f":{name}" for name in values)}, 1)
        ON CONFLICT ({names}) DO UPDATE SET papers = papers + 1
        RETURNING id
        """,
        values,
    )
    db.insert(
        "search_facet",
        {
            "position": place,
            "group_id": group["id"],
            "recipients": " ".join(str(number) for number in recipients),
        },
    )
    return {**values, "recipients": recipients}


def leave(db: Database, place: int) -> None:
    """Count a paper out, inside `write()`; harmless when it was not counted."""
    for row in db.query(
        "DELETE FROM search_facet WHERE position = :place RETURNING group_id", {"place": place}
    ):
        db.execute("UPDATE search_group SET papers = papers - 1 WHERE id = :group_id", row)


def count(db: Database, places: list[int]) -> Facets:
    """The counts of papers given by their index ids."""
    rows = db.tuples(
        """
        SELECT group_id, recipients
        FROM json_each(:places)
        CROSS JOIN search_facet ON position = value
        """,
        {"places": to_json(places)},
    )
    if not rows:
        return {}
    groups, recipients = zip(*rows, strict=True)
    counted = _by_field(db, Counter(groups))
    return {**counted, "recipient": _recipients(db, Counter(" ".join(recipients).split()))}


def count_all(db: Database, scope: str, values: Row) -> tuple[int, Facets]:
    """Exact total and counts of all papers whose group satisfies an SQL condition."""
    found = db.tuples(f"SELECT id, papers FROM search_group WHERE papers > 0 AND {scope}", values)
    papers = dict(found)
    return sum(papers.values()), _by_field(db, papers)


def _by_field(db: Database, papers: Mapping[int, int]) -> dict[str, tuple[FacetCount, ...]]:
    """The counts of each field, from how many papers of each group there are."""
    known = _known_groups(db, papers.keys())
    counted: dict[str, tuple[FacetCount, ...]] = {}
    columns = zip(*(known[group] for group in papers), strict=True)
    for name, column in zip(GROUPED, columns, strict=False):
        values: dict[Any, int] = {}
        for value, number in zip(column, papers.values(), strict=True):
            values[value] = values.get(value, 0) + number
        counted[name] = _counts(name, Counter(values))
    return counted


def places_of(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Whom a paper goes to: Kính gửi and Nơi nhận without Như trên and Lưu, each place once."""
    lines = (*texts(answers.get("addressees")), *texts(answers.get("recipients")))
    named: dict[str, str] = {}
    for line in lines:
        key, name = _place(line)
        if key:
            named.setdefault(key, name)
    return tuple(named.values())


@lru_cache(maxsize=4096)
def _place(line: str) -> tuple[str, str]:
    """A line as a place: its search key K3 and its name; two empty texts when it names none."""
    name = clean_line(line).lstrip("-–+ ").rstrip(" ;.,")
    key = fold(name)
    return ("", "") if key.startswith(_NOWHERE) else (key, name)


def recipient_names(db: Database, ids: Iterable[int]) -> dict[int, str]:
    rows = db.query(
        "SELECT id, name FROM search_recipient WHERE id IN (SELECT value FROM json_each(:ids))",
        {"ids": to_json(list(ids))},
    )
    return {row["id"]: row["name"] for row in rows}


def recipient_called(db: Database, name: str) -> int | None:
    """The id of a place by its name, whatever its accents and case; None when unknown."""
    row = db.one("SELECT id FROM search_recipient WHERE key = :key", {"key": fold(name)})
    return None if row is None else int(row["id"])


def _values(db: Database, document: Document) -> Row:
    series = db.one(
        "SELECT series_id FROM register_entry WHERE document_id = :id AND state <> 'void'",
        {"id": document.id},
    )
    return {
        "kind": document.kind,
        "year": 0 if document.issued_on is None else document.issued_on.year,
        "state": document.state.value,
        "unit": document.unit_id,
        "series": 0 if series is None else series["series_id"],
        "signatory": document.signatory_id or 0,
        "notation": document.notation,
        "urgency": str(document.answers.get("urgency") or ""),
        "circulation": str(document.answers.get("circulation") or ""),
        "approver": document.approver_id or 0,
    }


def _recipient(db: Database, name: str) -> int:
    known = recipient_called(db, name)
    if known is not None:
        return known
    return db.insert("search_recipient", {"key": fold(name), "name": name})


def _known_groups(db: Database, wanted: Set[int]) -> dict[int, tuple[Any, ...]]:
    """The values of groups by id, in the order of GROUPED.

    A group never changes and its id is never used again, so each is read once.
    """
    known = _GROUPS.setdefault(db, {})
    missing = wanted - known.keys()
    if missing:
        rows = db.tuples(
            f"SELECT id, {', '.join(GROUPED)} FROM search_group"
            " WHERE id IN (SELECT value FROM json_each(:ids))",
            {"ids": to_json(list(missing))},
        )
        found = {number: values for number, *values in rows}
        if db.write_open:  # what this transaction made may yet be undone
            return {**known, **found}
        known.update(found)
    return known


def _counts(name: str, counter: Counter[Any]) -> tuple[FacetCount, ...]:
    """Those with most papers first; without a value only where that is a choice."""
    named = (one for one in counter.most_common(SHOWN + 1) if one[0] or name == "urgency")
    return tuple(FacetCount(value, papers) for value, papers in named)[:SHOWN]


def _recipients(db: Database, counter: Counter[str]) -> tuple[FacetCount, ...]:
    most = [(int(number), papers) for number, papers in counter.most_common(SHOWN)]
    names = recipient_names(db, [number for number, _ in most])
    return tuple(FacetCount(number, papers, names[number]) for number, papers in most)
