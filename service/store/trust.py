"""Kho chứng thư tin cậy: what is installed and was; the bytes lie in the archive."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from service.domain.documents import Person
from service.domain.trust import TrustItem, TrustKind
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, maybe_moment, to_json, to_text

_ITEM = """
    SELECT trust_item.*, installer.name AS installer, COALESCE(withdrawer.name, '') AS withdrawer
    FROM trust_item
    JOIN person AS installer ON installer.id = installed_by
    LEFT JOIN person AS withdrawer ON withdrawer.id = withdrawn_by
"""


def in_use(db: Database) -> tuple[TrustItem, ...]:
    """What is trusted now, certificates before lists."""
    rows = db.query(f"{_ITEM} WHERE withdrawn_at IS NULL ORDER BY kind = 'list', trust_item.id")
    return tuple(map(_item, rows))


def history(db: Database) -> tuple[TrustItem, ...]:
    """What was withdrawn, the last first."""
    rows = db.query(f"{_ITEM} WHERE withdrawn_at IS NOT NULL ORDER BY withdrawn_at DESC")
    return tuple(map(_item, rows))


def add(
    db: Database,
    kind: TrustKind,
    sha256: str,
    facts: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> int:
    """Install one file whose bytes are in the archive, in the caller's transaction."""
    return db.insert(
        "trust_item",
        {
            "kind": kind.value,
            "sha256": sha256,
            "facts": to_json(facts),
            "installed_by": by.id,
            "installed_at": to_text(now),
        },
    )


def withdraw(db: Database, item_id: int, *, reason: str, by: Person, now: datetime) -> bool:
    """Stop trusting it; False when that was done already."""
    return bool(
        db.execute(
            """
            UPDATE trust_item
            SET withdrawn_by = :by, withdrawn_at = :now, reason = :reason
            WHERE id = :id AND withdrawn_at IS NULL
            """,
            {"id": item_id, "by": by.id, "now": to_text(now), "reason": reason},
        )
    )


def hosts(db: Database) -> tuple[str, ...]:
    row = db.one("SELECT hosts FROM trust_hosts")
    return () if row is None else tuple(from_json(row["hosts"]))


def save_hosts(db: Database, names: Sequence[str]) -> None:
    db.execute(
        """
        INSERT INTO trust_hosts (id, hosts) VALUES (1, :hosts)
        ON CONFLICT (id) DO UPDATE SET hosts = excluded.hosts
        """,
        {"hosts": to_json(list(names))},
    )


def _item(row: Row) -> TrustItem:
    return TrustItem(
        id=row["id"],
        kind=TrustKind(row["kind"]),
        sha256=row["sha256"],
        facts=from_json(row["facts"]),
        installed_by=row["installer"],
        installed_at=from_text(row["installed_at"]),
        withdrawn_by=row["withdrawer"],
        withdrawn_at=maybe_moment(row["withdrawn_at"]),
        reason=row["reason"],
    )
