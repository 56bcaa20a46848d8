"""Khám cơ sở dữ liệu — what `service doctor` asks of SQLite."""

from dataclasses import dataclass
from datetime import datetime

from service.store.db import Database
from service.store.moments import maybe_moment, to_text

EXPECTED = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}
"""Write-ahead log, foreign keys on, and FULL: a number written on paper outlives a power cut."""


def unexpected_pragmas(db: Database) -> dict[str, object]:
    """Settings of the connection that are not as they must be, with their values."""
    found = {}
    for name, expected in EXPECTED.items():
        (row,) = db.query(f"PRAGMA {name}")
        (value,) = row.values()
        if value != expected:
            found[name] = value
    return found


def damage(db: Database) -> tuple[str, ...]:
    """What SQLite finds wrong in the file, empty when it is whole; reads all of it."""
    rows = db.query("PRAGMA integrity_check(5)")
    found = [str(value) for row in rows for value in row.values() if value != "ok"]
    orphans = db.query("PRAGMA foreign_key_check")
    found += [f"{row['table']} → {row['parent']}" for row in orphans[:5]]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """`oldest_due` is when the job that waits longest became due, None when none is due."""

    failed: int
    due: int
    oldest_due: datetime | None


def queue_facts(db: Database, now: datetime) -> QueueFacts:
    (row,) = db.query(
        """
        SELECT
            count(*) FILTER (WHERE state = 'failed') AS failed,
            count(*) FILTER (WHERE state = 'waiting' AND run_after <= :now) AS due,
            min(run_after) FILTER (WHERE state = 'waiting' AND run_after <= :now) AS oldest
        FROM job
        """,
        {"now": to_text(now)},
    )
    return QueueFacts(row["failed"], row["due"], maybe_moment(row["oldest"]))


def last_event(db: Database) -> datetime | None:
    """When the newest line of the history was written; a right clock is never before it."""
    (row,) = db.query("SELECT max(at) AS at FROM event")
    return maybe_moment(row["at"])
