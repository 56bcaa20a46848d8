"""Kết quả của lần soạn hàng loạt — one ZIP or one merged PDF, of the files as they stand now.

Names of files are places and numbers, never those of people; the list inside says who is who.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import datetime

from service.actions.office import Office
from service.domain.documents import Document, FileRole, Person
from service.domain.errors import Refused
from service.domain.workflow import STATE_NAMES
from service.rendering.bundles import merged
from service.store import bulk_runs, documents, events
from service.store.bulk_runs import BulkRow, BulkRun

_ROW_NAMES = {"waiting": "Chưa soạn", "done": "Đã soạn", "failed": "Không soạn được"}
LIST_NAME = "Danh sách.csv"


def as_zip(office: Office, run_id: int, *, by: Person, now: datetime) -> bytes:
    """Word and PDF of every row that is made, and the list; Refused when there is none yet."""
    run = bulk_runs.get(office.db, run_id, by)
    made = io.BytesIO()
    lines: list[tuple[str, ...]] = [("STT", "Dòng", "Trạng thái", "Văn bản", "Lý do")]
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for row, document in _made(office, run):
            docx, pdf = _files(office, row, document)
            name = _name(row, document)
            package.writestr(f"{name}.docx", docx, zipfile.ZIP_STORED)
            package.writestr(f"{name}.pdf", pdf, zipfile.ZIP_DEFLATED)
        for row in bulk_runs.rows(office.db, run_id):
            told = _document_state(office, row)
            lines.append((str(row.place), row.label, _ROW_NAMES[row.state], told, row.message))
        package.writestr(LIST_NAME, _csv(lines), zipfile.ZIP_DEFLATED)
    _note(office, run, "zip", by, now)
    return made.getvalue()


def as_pdf(office: Office, run_id: int, *, by: Person, now: datetime) -> bytes:
    """Every PDF of the run after another, with an outline."""
    run = bulk_runs.get(office.db, run_id, by)
    parts = (
        (_name(row, document), _files(office, row, document)[1])
        for row, document in _made(office, run)
    )
    made = merged(parts, title=f"{run.title} – {run.counts['done']} văn bản")
    _note(office, run, "pdf", by, now)
    return made


def _made(office: Office, run: BulkRun) -> Iterator[tuple[BulkRow, Document]]:
    if not run.counts["done"]:
        raise Refused("Chưa có văn bản nào soạn xong; hãy đợi hoặc xem lý do ở từng dòng.")
    for row in bulk_runs.rows(office.db, run.id, state="done"):
        if row.document_id is not None:
            yield row, documents.get_for_office(office.db, row.document_id)


def _files(office: Office, row: BulkRow, document: Document) -> tuple[bytes, bytes]:
    """The signed or numbered files where they are made, else the draft's."""
    current = {
        role: documents.current_file(office.db, document.id, role)
        for role in (FileRole.DOCX, FileRole.PDF, FileRole.SIGNED)
    }
    pdf = current[FileRole.SIGNED] or current[FileRole.PDF]
    docx = current[FileRole.DOCX]
    return (
        office.files.get(docx.sha256 if docx else str(row.docx_sha256)),
        office.files.get(pdf.sha256 if pdf else str(row.pdf_sha256)),
    )


def _name(row: BulkRow, document: Document) -> str:
    number = f" - {document.reference.replace('/', '-')}" if document.number is not None else ""
    return f"{row.place:04d}{number}"


def _document_state(office: Office, row: BulkRow) -> str:
    if row.document_id is None:
        return ""
    document = documents.get_for_office(office.db, row.document_id)
    return document.reference if document.number else STATE_NAMES[document.state]


def _csv(lines: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(tuple(_harmless(cell) for cell in line) for line in lines)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _harmless(cell: str) -> str:
    """No spreadsheet runs a cell that a name began with an equals sign."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def _note(office: Office, run: BulkRun, form: str, by: Person, now: datetime) -> None:
    with office.db.write():
        events.add(office.db, "bulk_download", by, now, topic=run.topic, format=form)
