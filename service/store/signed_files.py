"""Tệp đã ký — the verdict with which a signed file was taken, kept beside its bytes."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from service.domain.documents import DocumentFile, FileRole, Person, SignedFile
from service.domain.signing import RevisionCause, SignedRevision
from service.store import annex_files, documents
from service.store.db import Database
from service.store.moments import from_json, from_text, to_json, to_text


def add(
    db: Database,
    file: DocumentFile,
    report: Mapping[str, Any],
    *,
    verdict: str,
    reason: str,
    by: Person | int,
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
            "checked_by": by.id if isinstance(by, Person) else by,
            "checked_at": to_text(now),
        },
    )


def current(db: Database, document_id: int) -> SignedFile | None:
    """The signed file of the paper's live number, with its verdict; None while there is none."""
    file = documents.current_file(db, document_id, FileRole.SIGNED)
    return None if file is None else _with_verdict(db, file)


def of_annexes(db: Database, document_id: int) -> tuple[SignedFile, ...]:
    """The signed annexes of the paper's live number, in printed order, each its last one."""
    found = annex_files.annex_files(db, document_id, FileRole.ANNEX_SIGNED)
    return tuple(_with_verdict(db, one) for one in found)


def in_force(db: Database, document_id: int) -> tuple[SignedFile, ...]:
    """The signed paper, then its signed annexes, as far as they are there."""
    taken = current(db, document_id)
    return ((taken,) if taken else ()) + of_annexes(db, document_id)


def in_place_of(db: Database, file: DocumentFile) -> SignedFile | None:
    """What stands now where this signed file stands or stood: the paper's or an annex's."""
    if file.role is FileRole.SIGNED:
        return current(db, file.document_id)
    found = (one for one in of_annexes(db, file.document_id) if one.file.part == file.part)
    return next(found, None)


def _with_verdict(db: Database, file: DocumentFile) -> SignedFile:
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


def checker(db: Database, file_id: int) -> int:
    """Who took this signed file, by id."""
    row = db.one("SELECT checked_by FROM signed_file WHERE file_id = :id", {"id": file_id})
    if row is None:
        raise RuntimeError(f"signed file {file_id} has no verdict")
    return int(row["checked_by"])


def every_current(db: Database) -> Iterator[tuple[int, SignedFile]]:
    """The signed files in force of every paper that has some and is not recalled, by paper."""
    rows = db.query(
        """
        SELECT DISTINCT document_id
        FROM document_file
        JOIN signed_file ON signed_file.file_id = document_file.id
        WHERE document_id NOT IN (SELECT document_id FROM recall)
        ORDER BY document_id
        """
    )
    for row in rows:
        for taken in in_force(db, row["document_id"]):
            yield row["document_id"], taken


def note_revision(
    db: Database,
    file_id: int,
    replaces_id: int,
    *,
    cause: RevisionCause,
    reason: str = "",
    by: Person | None = None,
    now: datetime,
) -> None:
    """Say why a signed file has a later one, in the transaction that linked it."""
    db.insert(
        "signed_revision",
        {
            "file_id": file_id,
            "replaces_id": replaces_id,
            "why": cause.value,
            "reason": reason,
            "made_by": by.id if by else None,
            "made_at": to_text(now),
        },
    )


def earlier(db: Database, document_id: int, annex: int = 0) -> tuple[SignedRevision, ...]:
    """The signed files of a paper, or of one of its annexes, that later ones took the place of,
    oldest first."""
    rows = db.query(
        """
        SELECT file.revision, file.part, file.sha256, checker.name AS checked_by, checked_at,
            verdict, why, signed_revision.reason, COALESCE(maker.name, '') AS made_by, made_at
        FROM signed_revision
        JOIN document_file AS file ON file.id = replaces_id
        JOIN signed_file ON signed_file.file_id = file.id
        JOIN person AS checker ON checker.id = checked_by
        LEFT JOIN person AS maker ON maker.id = made_by
        WHERE file.document_id = :id
          AND ((:annex = 0 AND file.role = 'signed')
              OR (file.role = 'annex_signed' AND file.part = :annex))
        ORDER BY file.id
        """,
        {"id": document_id, "annex": annex},
    )
    return tuple(
        SignedRevision(
            revision=row["revision"],
            part=row["part"],
            sha256=row["sha256"],
            checked_by=row["checked_by"],
            checked_at=from_text(row["checked_at"]),
            verdict=row["verdict"],
            cause=RevisionCause(row["why"]),
            reason=row["reason"],
            by=row["made_by"],
            at=from_text(row["made_at"]),
        )
        for row in rows
    )
