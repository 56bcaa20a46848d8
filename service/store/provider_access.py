"""Liên kết của người nộp: hashes of tokens, with the day they end."""

from datetime import datetime

from service.domain.documents import Person
from service.store.db import Database
from service.store.moments import from_text, to_text


def add(
    db: Database, case_id: int, token_hash: str, expires_at: datetime, *, by: Person, now: datetime
) -> None:
    db.insert(
        "provider_link",
        {
            "case_id": case_id,
            "token_hash": token_hash,
            "expires_at": to_text(expires_at),
            "created_by": by.id,
            "created_at": to_text(now),
        },
    )


def revoke(db: Database, case_id: int, now: datetime) -> int:
    """End every link of a case; returns how many were alive."""
    return db.execute(
        """
        UPDATE provider_link SET revoked_at = :now
        WHERE case_id = :id AND revoked_at IS NULL
        """,
        {"id": case_id, "now": to_text(now)},
    )


def ends_at(db: Database, case_id: int, now: datetime) -> datetime | None:
    """When the living link of a case ends by itself."""
    row = db.one(
        """
        SELECT expires_at FROM provider_link
        WHERE case_id = :id AND revoked_at IS NULL AND expires_at > :now
        ORDER BY expires_at DESC LIMIT 1
        """,
        {"id": case_id, "now": to_text(now)},
    )
    return None if row is None else from_text(row["expires_at"])


def case_of(db: Database, token_hash: str, now: datetime) -> int | None:
    """The case of a living link."""
    row = db.one(
        """
        SELECT case_id FROM provider_link
        WHERE token_hash = :hash AND revoked_at IS NULL AND expires_at > :now
        """,
        {"hash": token_hash, "now": to_text(now)},
    )
    return None if row is None else int(row["case_id"])
