"""Tìm kiếm đã lưu: rows of one person, and which papers came since each was opened."""

from datetime import datetime

from service.domain.errors import NotFound
from service.domain.searching import SavedSearch
from service.store.db import Database, Row
from service.store.moments import from_text, to_text


def put(db: Database, person_id: int, name: str, address: str, now: datetime) -> int:
    """Save under a name, inside `write()`; a search of that name becomes this one."""
    rows = db.query(
        """
        INSERT INTO saved_search (person_id, name, address, seen_at)
        VALUES (:person_id, :name, :address, :now)
        ON CONFLICT (person_id, name) DO UPDATE
        SET address = excluded.address, seen_at = excluded.seen_at
        RETURNING id
        """,
        {"person_id": person_id, "name": name, "address": address, "now": to_text(now)},
    )
    return int(rows[0]["id"])


def of_person(db: Database, person_id: int) -> tuple[SavedSearch, ...]:
    """In the order of their names."""
    rows = db.query(
        "SELECT * FROM saved_search WHERE person_id = :id ORDER BY name", {"id": person_id}
    )
    return tuple(_saved(row) for row in rows)


def get(db: Database, saved_id: int, person_id: int) -> SavedSearch:
    """One's own; raises NotFound for another's as for none."""
    row = db.one(
        "SELECT * FROM saved_search WHERE id = :id AND person_id = :person_id",
        {"id": saved_id, "person_id": person_id},
    )
    if row is None:
        raise NotFound("Không có tìm kiếm đã lưu này.")
    return _saved(row)


def see(db: Database, saved_id: int, now: datetime) -> None:
    """What is found now is no longer new, inside `write()`."""
    db.execute(
        "UPDATE saved_search SET seen_at = :now WHERE id = :id",
        {"id": saved_id, "now": to_text(now)},
    )


def delete(db: Database, saved_id: int) -> None:
    db.execute("DELETE FROM saved_search WHERE id = :id", {"id": saved_id})


def arrived_since(db: Database, moment: datetime) -> frozenset[int]:
    """Ids of papers that were submitted or issued after a moment."""
    rows = db.query(
        """
        SELECT id
        FROM document
        WHERE updated_at > :moment AND COALESCE(issued_at, submitted_at) > :moment
        """,
        {"moment": to_text(moment)},
    )
    return frozenset(row["id"] for row in rows)


def _saved(row: Row) -> SavedSearch:
    return SavedSearch(
        id=row["id"],
        person_id=row["person_id"],
        name=row["name"],
        address=row["address"],
        seen_at=from_text(row["seen_at"]),
    )
