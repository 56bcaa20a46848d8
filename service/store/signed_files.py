"""Tệp đã ký — the verdict with which a signed file was taken, kept beside its bytes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.domain.documents import DocumentFile, FileRole, Person, SignedFile
from service.store import documents
from service.store.db import Database
from service.store.moments import from_json, from_text, to_json, to_text


def add(
    db: Database,
    file: DocumentFile,
    report: Mapping[str, Any],
    *,
    verdict: str,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """Keep the verdict on a linked file, in the transaction that linked it."""
    db.insert(
        "signed_file",
        {
            "file_id": file.id,
            "verdict": verdict,
            "report": to_json(report),
            "reason": reason,
            "checked_by": by.id,
            "checked_at": to_text(now),
        },
    )


def current(db: Database, document_id: int) -> SignedFile | None:
    """The signed file of the paper's live number, with its verdict; None while there is none."""
    file = documents.current_file(db, document_id, FileRole.SIGNED)
    if file is None:
        return None
    row = db.one(
        """
        SELECT verdict, report, reason, checked_at, person.name AS checked_by
        FROM signed_file
        JOIN person ON person.id = checked_by
        WHERE file_id = :id
        """,
        {"id": file.id},
    )
    if row is None:
        raise RuntimeError(f"signed file {file.id} has no verdict")
    return SignedFile(
        file=file,
        verdict=row["verdict"],
        report=from_json(row["report"]),
        reason=row["reason"],
        checked_by=row["checked_by"],
        checked_at=from_text(row["checked_at"]),
    )
