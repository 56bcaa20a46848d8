"""Kết quả đối chiếu sổ: every check that was made, with what it found."""

from dataclasses import dataclass
from datetime import datetime

from service.store.db import Database
from service.store.moments import from_json, from_text, to_json, to_text


@dataclass(frozen=True, slots=True)
class RegisterCheck:
    """One check; `asked_by` is empty for the nightly one. `findings` are sentences."""

    at: datetime
    asked_by: str
    lines: int
    last_sha256: str
    findings: tuple[str, ...]


def add(
    db: Database,
    *,
    at: datetime,
    asked_by: int | None,
    last_sha256: str,
    findings: tuple[str, ...],
) -> None:
    """Write one check down, with how many lines there were; inside `write()`."""
    (row,) = db.query("SELECT COUNT(*) AS count FROM register_entry")
    db.insert(
        "register_check",
        {
            "at": to_text(at),
            "asked_by": asked_by,
            "lines": row["count"],
            "last_sha256": last_sha256,
            "findings": to_json(findings),
        },
    )


def latest(db: Database, *, limit: int = 10) -> tuple[RegisterCheck, ...]:
    """The newest checks, newest first."""
    rows = db.query(
        """
        SELECT register_check.*, COALESCE(person.name, '') AS person_name
        FROM register_check
        LEFT JOIN person ON person.id = asked_by
        ORDER BY register_check.id DESC
        LIMIT :limit
        """,
        {"limit": limit},
    )
    return tuple(
        RegisterCheck(
            from_text(row["at"]),
            row["person_name"],
            row["lines"],
            row["last_sha256"],
            tuple(from_json(row["findings"])),
        )
        for row in rows
    )
