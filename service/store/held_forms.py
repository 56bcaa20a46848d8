"""Biểu mẫu giữ hộ: what was posted after a session had ended, until its sender signs in again."""

from datetime import datetime

from service.domain.documents import HeldForm
from service.store.db import Database
from service.store.moments import from_text, to_text


def add(db: Database, held: HeldForm) -> None:
    db.insert(
        "held_form",
        {"token": held.token, "path": held.path, "body": held.body, "at": to_text(held.at)},
    )


def get(db: Database, token: str) -> HeldForm | None:
    row = db.one("SELECT token, path, body, at FROM held_form WHERE token = :t", {"t": token})
    return None if row is None else HeldForm(**{**row, "at": from_text(row["at"])})


def drop(db: Database, token: str) -> None:
    db.execute("DELETE FROM held_form WHERE token = :token", {"token": token})


def drop_old(db: Database, *, before: datetime, keep: int) -> None:
    """Forget those from before a moment, and all but the newest `keep`."""
    db.execute(
        """
        DELETE FROM held_form
        WHERE at < :before
           OR token NOT IN (SELECT token FROM held_form ORDER BY at DESC LIMIT :keep)
        """,
        {"before": to_text(before), "keep": keep},
    )
