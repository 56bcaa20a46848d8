"""Khóa do hệ thống giữ: sealed keys of the agency and of people, and wrong passphrases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.domain.documents import Person
from service.domain.signing import HeldKey
from service.store.db import Database
from service.store.moments import from_json, from_text, to_json, to_text


def current(db: Database, person_id: int | None) -> HeldKey | None:
    """The key kept for this person, or with None for the agency."""
    row = db.one(
        """
        SELECT held_key.id, person_id, data, facts, person.name AS added_by_name, added_at
        FROM held_key
        JOIN person ON person.id = added_by
        WHERE person_id IS :owner AND removed_at IS NULL
        """,
        {"owner": person_id},
    )
    if row is None:
        return None
    return HeldKey(
        **row | {"facts": from_json(row["facts"]), "added_at": from_text(row["added_at"])}
    )


def add(
    db: Database,
    person_id: int | None,
    data: str,
    facts: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> None:
    """Keep a key; the owner's earlier one must have been removed."""
    db.insert(
        "held_key",
        {
            "person_id": person_id,
            "data": data,
            "facts": to_json(facts),
            "added_by": by.id,
            "added_at": to_text(now),
        },
    )


def remove(db: Database, key_id: int, *, by: Person, now: datetime) -> bool:
    """Forget the key itself; who held which certificate stays. False when it is gone."""
    return bool(
        db.execute(
            """
            UPDATE held_key SET data = NULL, removed_by = :by, removed_at = :now
            WHERE id = :id AND removed_at IS NULL
            """,
            {"id": key_id, "by": by.id, "now": to_text(now)},
        )
    )


def note_wrong(db: Database, key_id: int, *, by: Person, now: datetime) -> None:
    db.insert("wrong_passphrase", {"key_id": key_id, "person_id": by.id, "at": to_text(now)})


def forget_wrong(db: Database, key_id: int) -> None:
    db.execute("DELETE FROM wrong_passphrase WHERE key_id = :id", {"id": key_id})


def wrong_since(db: Database, key_id: int, since: datetime) -> tuple[datetime, ...]:
    """When a wrong passphrase was given, oldest first."""
    rows = db.query(
        "SELECT at FROM wrong_passphrase WHERE key_id = :id AND at > :since ORDER BY at",
        {"id": key_id, "since": to_text(since)},
    )
    return tuple(from_text(row["at"]) for row in rows)
