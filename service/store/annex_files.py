"""Tệp phụ lục: annexes and attached texts that are files of their own, of the live number."""

from datetime import datetime

from service.domain.documents import DocumentFile, FileRole
from service.store.db import Database
from service.store.documents import files
from service.store.moments import to_text

ROLES = (FileRole.ANNEX_SIGNED, FileRole.ANNEX_PDF, FileRole.ANNEX_DOCX)


def annex_files(db: Database, document_id: int, *roles: FileRole) -> tuple[DocumentFile, ...]:
    """In printed order, of each the last signed PDF, the PDF as it was made, the Word file;
    nothing while there is no number."""
    rows = db.query(
        """
        SELECT document_file.id
        FROM document_file
        JOIN register_entry ON register_entry.id = document_file.entry_id
        WHERE document_file.document_id = :id AND state <> 'void'
          AND role IN ('annex_docx', 'annex_pdf', 'annex_signed')
        """,
        {"id": document_id},
    )
    if not rows:
        return ()
    live, wanted = {row["id"] for row in rows}, roles or ROLES
    found = {
        (one.part, one.role): one
        for one in files(db, document_id)
        if one.id in live and one.role in wanted
    }
    return tuple(sorted(found.values(), key=lambda one: (one.part, ROLES.index(one.role))))


def shown(db: Database, document_id: int) -> tuple[DocumentFile, ...]:
    """The PDF that stands for each annex: signed where it is, else as it was made."""
    pdfs = annex_files(db, document_id, FileRole.ANNEX_SIGNED, FileRole.ANNEX_PDF)
    best: dict[int, DocumentFile] = {}
    for one in pdfs:
        best.setdefault(one.part, one)
    return tuple(best.values())


def unsigned(db: Database, document_id: int) -> tuple[DocumentFile, ...]:
    """The PDFs without a signature of the agency, whether one is wanted or not."""
    return tuple(one for one in shown(db, document_id) if one.role is FileRole.ANNEX_PDF)


def to_be_signed(db: Database, document_id: int) -> tuple[DocumentFile, ...]:
    """The PDFs whose signature is due (Phụ lục I, phần I, II.8.b): none of a paper that went
    out before annexes could be signed here."""
    left = db.one(
        "SELECT 1 FROM annexes_left_unsigned WHERE document_id = :id", {"id": document_id}
    )
    return () if left else unsigned(db, document_id)


def link_signed(
    db: Database, base: DocumentFile, sha256: str, *, name: str, now: datetime
) -> DocumentFile:
    """Add a signed annex, of the same number and place as the PDF that it was made of; a later
    one of the same place comes in turn after the earlier one."""
    before = db.one(
        """
        SELECT entry_id,
            (SELECT COALESCE(MAX(revision), 0) FROM document_file AS every
             WHERE every.document_id = base.document_id AND every.role = 'annex_signed'
               AND every.part = base.part) AS revision,
            (SELECT COUNT(*) FROM document_file AS every
             WHERE every.entry_id = base.entry_id AND every.role = 'annex_signed'
               AND every.part = base.part) AS turn
        FROM document_file AS base
        WHERE base.id = :id
        """,
        {"id": base.id},
    )
    if before is None:
        raise RuntimeError(f"no file {base.id} to sign")
    ident = db.insert(
        "document_file",
        {
            "document_id": base.document_id,
            "role": FileRole.ANNEX_SIGNED.value,
            "part": base.part,
            "revision": before["revision"] + 1,
            "sha256": sha256,
            "name": name,
            "entry_id": before["entry_id"],
            "created_at": to_text(now),
            "turn": before["turn"],
        },
    )
    return next(one for one in files(db, base.document_id) if one.id == ident)
