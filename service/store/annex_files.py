"""Tệp phụ lục: annexes and attached texts that are files of their own, of the live number."""

from service.domain.documents import DocumentFile, FileRole
from service.store.db import Database
from service.store.documents import files

ROLES = (FileRole.ANNEX_PDF, FileRole.ANNEX_DOCX)


def annex_files(db: Database, document_id: int, *roles: FileRole) -> tuple[DocumentFile, ...]:
    """In printed order, the PDF before the Word file of each; nothing while there is no number."""
    rows = db.query(
        """
        SELECT document_file.id
        FROM document_file
        JOIN register_entry ON register_entry.id = document_file.entry_id
        WHERE document_file.document_id = :id AND role IN ('annex_docx', 'annex_pdf')
          AND state <> 'void'
        """,
        {"id": document_id},
    )
    live, wanted = {row["id"] for row in rows}, roles or ROLES
    found = [one for one in files(db, document_id) if one.id in live and one.role in wanted]
    return tuple(sorted(found, key=lambda one: (one.part, ROLES.index(one.role))))
