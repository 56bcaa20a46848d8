"""Bản xuất hồ sơ: asked for, being made, kept in the archive for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.domain.documents import Person
from service.domain.errors import NotFound
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, maybe_moment, to_json, to_text

_SELECT = """
    SELECT case_export.*, person.name AS asker, COALESCE(file.size, 0) AS size
    FROM case_export
    JOIN person ON person.id = asked_by
    LEFT JOIN file ON file.sha256 = case_export.sha256
"""


@dataclass(frozen=True, slots=True)
class CaseExport:
    """One export: `done` of `total` papers are in it; `sha256` is None until it is made.

    `mark` is the SHA-256 of its XML: the case is as it was exported as long as it gives the same.
    `topics` name the papers in it; `size` is in bytes.
    """

    id: int
    case_id: int
    asked_by: int
    asker: str
    asked_at: datetime
    total: int
    done: int
    name: str
    mark: str
    topics: tuple[str, ...]
    sha256: str | None
    size: int
    made_at: datetime | None


def ask(db: Database, case_id: int, total: int, *, by: Person, now: datetime) -> int:
    """A new export, not yet made; the case must have no other such. Inside `write()`."""
    return db.insert(
        "case_export",
        {"case_id": case_id, "asked_by": by.id, "asked_at": to_text(now), "total": total},
    )


def ask_again(db: Database, export_id: int, total: int, *, by: Person, now: datetime) -> None:
    """One that was not made starts anew, for whoever asks now."""
    db.execute(
        "UPDATE case_export SET asked_by = :by, asked_at = :now, total = :total, done = 0"
        " WHERE id = :id AND sha256 IS NULL",
        {"id": export_id, "by": by.id, "now": to_text(now), "total": total},
    )


def progress(db: Database, export_id: int, done: int, total: int) -> None:
    db.execute(
        "UPDATE case_export SET done = :done, total = :total WHERE id = :id AND sha256 IS NULL",
        {"id": export_id, "done": done, "total": total},
    )


def made(
    db: Database,
    export_id: int,
    sha256: str,
    *,
    name: str,
    mark: str,
    topics: Sequence[str],
    now: datetime,
) -> bool:
    """Keep what was made; False when it was made already."""
    return bool(
        db.execute(
            """
            UPDATE case_export
            SET sha256 = :sha256, name = :name, mark = :mark, topics = :topics, done = :count,
                total = :count, made_at = :now
            WHERE id = :id AND sha256 IS NULL
            """,
            {
                "id": export_id,
                "sha256": sha256,
                "name": name,
                "mark": mark,
                "topics": to_json(list(topics)),
                "count": len(topics),
                "now": to_text(now),
            },
        )
    )


def get(db: Database, export_id: int) -> CaseExport:
    row = db.one(f"{_SELECT} WHERE case_export.id = :id", {"id": export_id})
    if row is None:
        raise NotFound("Không có bản xuất này.")
    return _export(row)


def unmade(db: Database, case_id: int) -> CaseExport | None:
    """The one that was asked for and is not there yet."""
    row = db.one(f"{_SELECT} WHERE case_id = :id AND case_export.sha256 IS NULL", {"id": case_id})
    return None if row is None else _export(row)


def latest(db: Database, case_id: int) -> CaseExport | None:
    """The one that was made last."""
    row = db.one(
        f"{_SELECT} WHERE case_id = :id AND case_export.sha256 IS NOT NULL"
        " ORDER BY case_export.made_at DESC, case_export.id DESC LIMIT 1",
        {"id": case_id},
    )
    return None if row is None else _export(row)


def _export(row: Row) -> CaseExport:
    kept = {name: row[name] for name in CaseExport.__slots__}
    return CaseExport(
        **{
            **kept,
            "asked_at": from_text(row["asked_at"]),
            "made_at": maybe_moment(row["made_at"]),
            "topics": tuple(from_json(row["topics"])),
        }
    )
