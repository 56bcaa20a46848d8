"""Khám cơ sở dữ liệu — what `service doctor` asks of SQLite."""

from service.store.db import Database

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
