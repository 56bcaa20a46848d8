"""Việc sẽ làm khi văn bản ban hành: what a paper does to a case or a provider once it is issued."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from service.store.db import Database
from service.store.moments import from_json, to_json, to_text


@dataclass(frozen=True, slots=True)
class ProviderAct:
    """One act of a paper; `detail` are the parameters of its verb (scope, months, reasons …).

    `settled` once the act was done.
    """

    id: int
    document_id: int
    purpose: str
    case_id: int | None
    provider_id: int | None
    detail: Mapping[str, Any] = field(default_factory=dict)
    settled: bool = False


def add(
    db: Database,
    document_id: int,
    purpose: str,
    detail: Mapping[str, Any],
    now: datetime,
    *,
    case_id: int | None = None,
    provider_id: int | None = None,
) -> None:
    db.insert(
        "provider_act",
        {
            "document_id": document_id,
            "purpose": purpose,
            "case_id": case_id,
            "provider_id": provider_id,
            "detail": to_json(dict(detail)),
            "created_at": to_text(now),
        },
    )


def of_document(db: Database, document_id: int) -> tuple[ProviderAct, ...]:
    rows = db.query(
        """
        SELECT id, document_id, purpose, case_id, provider_id, detail, settled_at
        FROM provider_act WHERE document_id = :id ORDER BY id
        """,
        {"id": document_id},
    )
    return tuple(
        ProviderAct(
            **{name: row[name] for name in ("id", "document_id", "purpose")},
            case_id=row["case_id"],
            provider_id=row["provider_id"],
            detail=from_json(row["detail"]),
            settled=row["settled_at"] is not None,
        )
        for row in rows
    )


def settle(db: Database, act_id: int, now: datetime) -> None:
    db.execute(
        "UPDATE provider_act SET settled_at = :now WHERE id = :id AND settled_at IS NULL",
        {"id": act_id, "now": to_text(now)},
    )
