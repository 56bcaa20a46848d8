"""Mẫu chữ ký, mẫu dấu: which pictures there are and were; the bytes lie in the archive."""

from datetime import datetime

from service.domain.documents import Person
from service.domain.specimens import KeptSpecimen
from service.store.db import Database, Row
from service.store.moments import from_text, maybe_moment, to_text

_SELECT = """
    SELECT specimen.*, adder.name AS adder_name, COALESCE(ender.name, '') AS ender_name
    FROM specimen
    JOIN person AS adder ON adder.id = specimen.added_by
    LEFT JOIN person AS ender ON ender.id = specimen.withdrawn_by
"""


def in_use(db: Database) -> dict[int | None, KeptSpecimen]:
    """The picture in use of each person (by id) and of the agency (None)."""
    rows = db.query(f"{_SELECT} WHERE withdrawn_at IS NULL")
    return {row["person_id"]: _specimen(row) for row in rows}


def seal_diameter(db: Database) -> float | None:
    """The real diameter of the seal in millimetres, as told with its picture; None before."""
    kept = in_use(db).get(None)
    return kept.seal_mm if kept else None


def history(db: Database, person_id: int | None) -> tuple[KeptSpecimen, ...]:
    """Every picture of a person, or of the agency (None), newest first."""
    rows = db.query(
        f"{_SELECT} WHERE specimen.person_id IS :person ORDER BY specimen.id DESC",
        {"person": person_id},
    )
    return tuple(_specimen(row) for row in rows)


def add(db: Database, specimen: KeptSpecimen, *, by: Person, now: datetime) -> int:
    """Append a picture; the one in use must be withdrawn before. Returns its id."""
    return db.insert(
        "specimen",
        {
            "kind": "seal" if specimen.person_id is None else "person",
            "person_id": specimen.person_id,
            "sha256": specimen.sha256,
            "width": specimen.width,
            "height": specimen.height,
            "seal_mm": specimen.seal_mm,
            "added_at": to_text(now),
            "added_by": by.id,
        },
    )


def withdraw(db: Database, specimen_id: int, *, reason: str, by: Person, now: datetime) -> None:
    db.execute(
        """
        UPDATE specimen
        SET withdrawn_at = :now, withdrawn_by = :by, reason = :reason
        WHERE id = :id AND withdrawn_at IS NULL
        """,
        {"id": specimen_id, "reason": reason, "by": by.id, "now": to_text(now)},
    )


def _specimen(row: Row) -> KeptSpecimen:
    return KeptSpecimen(
        id=row["id"],
        person_id=row["person_id"],
        sha256=row["sha256"],
        width=row["width"],
        height=row["height"],
        seal_mm=row["seal_mm"],
        added_at=from_text(row["added_at"]),
        added_by=row["adder_name"],
        withdrawn_at=maybe_moment(row["withdrawn_at"]),
        withdrawn_by=row["ender_name"],
        reason=row["reason"],
    )
