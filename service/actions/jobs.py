"""Việc nền: what the worker may run, by name. Each may run twice with the same result."""

from collections.abc import Callable, Sequence
from datetime import datetime

from service.actions import (
    bulk_import,
    bulk_papers,
    case_exporting,
    checking,
    citing,
    old_texts,
    provider_privacy,
    registers,
    searching,
    strengthening,
)
from service.actions.found_tasks import find_tasks
from service.actions.media import DOCX_TYPE, PDF_TYPE
from service.actions.office import Office, RenderedFiles, RenderedPart
from service.actions.remote_signing import POLL, poll_remote
from service.actions.signing_order import TO_SIGN, numbered_pdf, render_to_sign
from service.domain.documents import Document, FileRole, Person
from service.domain.errors import ArchiveDamaged, WrongState
from service.domain.workflow import TRANSITIONS, Role, State
from service.store import documents, events, jobs, numbers, search_index
from service.store.annex_files import annex_files
from service.store.jobs import Job
from service.store.moments import to_text

MEDIA_TYPES = {FileRole.DOCX: DOCX_TYPE, FileRole.PDF: PDF_TYPE}


def render_numbered(office: Office, job: Job, now: datetime) -> None:
    """Make the numbered DOCX and PDF from what was approved, and link them to the number.

    Slow work happens outside any transaction. Does nothing when the number was struck out
    meanwhile or the files are there already.
    """
    db = office.db
    document = documents.get_for_office(db, job.paper)
    if not _is_live(office, job):
        return
    # Found by its number from now on, even if its files cannot be made.
    with db.write():
        search_index.refresh(db, documents.get_for_office(db, document.id))
    if documents.current_file(db, document.id, FileRole.PDF) is not None:
        return
    made = _render(office, document)
    indexed = search_index.index_text(document, _text(made))
    contents = {FileRole.DOCX: made.docx, FileRole.PDF: numbered_pdf(office, document, made.pdf)}
    hashes = {role: office.files.put(data) for role, data in contents.items()}
    annexes = [
        (part, office.files.put(part.docx), office.files.put(part.pdf)) for part in made.parts
    ]
    with db.write():
        if not _is_live(office, job):
            return
        for role, sha256 in hashes.items():
            documents.note_file(db, sha256, len(contents[role]), MEDIA_TYPES[role], now)
            name = file_name(document, role)
            documents.link_file(
                db, document.id, role, sha256, name=name, now=now, entry_id=job.entry_id
            )
        _link_annexes(office, document, annexes, job, now)
        current = documents.get_for_office(db, document.id)
        search_index.put(db, current, indexed)
        events.add(
            db,
            "render_numbered",
            None,
            now,
            document.id,
            docx=hashes[FileRole.DOCX],
            pdf=hashes[FileRole.PDF],
            no_fields=made.no_fields,
            annexes=[pdf for _, _, pdf in annexes],
        )


def archive(office: Office, job: Job, now: datetime) -> None:
    """Prove that the issued bytes are in the archive, index them as issued, settle the state."""
    document = documents.get_for_office(office.db, job.paper)
    for role in (FileRole.DOCX, FileRole.PDF):
        file = documents.current_file(office.db, document.id, role)
        if file is None:
            raise ArchiveDamaged(
                f"Văn bản {document.reference} đã phát hành nhưng thiếu tệp {role.value.upper()}."
            )
        office.files.get(file.sha256)
    for annex in annex_files(office.db, document.id):
        office.files.get(annex.sha256)
    signed = documents.current_file(office.db, document.id, FileRole.SIGNED)
    if signed is not None:
        office.files.get(signed.sha256)
    with office.db.write():
        if documents.get_for_office(office.db, document.id).state is State.ARCHIVED:
            return
        document = documents.move(
            office.db, document.id, TRANSITIONS["archive"], now, archived_at=to_text(now)
        )
        search_index.refresh(office.db, document)
        jobs.enqueue(office.db, "find_tasks", document_id=document.id, now=now)
        events.add(office.db, "archive", None, now, document.id)


JOBS: dict[str, Callable[[Office, Job, datetime], None]] = {
    "render_numbered": render_numbered,
    TO_SIGN: render_to_sign,
    POLL: poll_remote,
    strengthening.STRENGTHEN: strengthening.strengthen,
    strengthening.RENEW_JOB: strengthening.renew_at_night,
    "archive": archive,
    registers.PRINT_JOB: registers.print_register,
    checking.CHECK_JOB: checking.check_at_night,
    bulk_import.JOB: bulk_import.import_old_papers,
    old_texts.JOB: old_texts.read_old_texts,
    "note_citations": citing.note_citations,
    citing.ALL_CITATIONS_JOB: citing.note_citations_at_night,
    provider_privacy.DELETE_JOB: provider_privacy.delete_at_night,
    "find_tasks": find_tasks,
    searching.SEAL_JOB: searching.seal_at_night,
    bulk_papers.RUN_JOB: bulk_papers.make_many,
    case_exporting.JOB: case_exporting.make_export,
}


def retry_failed(office: Office, document_id: int, *, by: Person, now: datetime) -> int:
    """Let a paper's failed jobs run again; returns how many. WrongState when none failed."""
    by.require(Role.CLERK)
    with office.db.write():
        documents.get(office.db, document_id, by)
        count = jobs.restart(office.db, document_id, now)
        if not count:
            raise WrongState("Không có việc nào bị dừng; hãy tải lại trang.")
        events.add(office.db, "retry_job", by, now, document_id)
    return count


def give_up(office: Office, job: Job, message: str, now: datetime) -> None:
    """Stop a job for good, with the sentence that its paper's page shows."""
    with office.db.write():
        jobs.give_up(office.db, job.id, message, now)
        events.add(
            office.db, "job_failed", None, now, job.document_id, job=job.name, message=message
        )


def file_name(document: Document, role: FileRole) -> str:
    """``05-QĐ-UBND.pdf``: the number as people write it, without the slash."""
    return f"{document.reference.replace('/', '-')}.{role.value}"


def _text(made: RenderedFiles) -> str:
    return "\n".join([made.text, *(part.text for part in made.parts)])


_Annex = tuple[RenderedPart, str, str]
"""A file of its own with the SHA-256 of its Word and of its PDF form."""


def _link_annexes(
    office: Office, document: Document, annexes: Sequence[_Annex], job: Job, now: datetime
) -> None:
    db = office.db
    for place, (part, docx, pdf) in enumerate(annexes, start=1):
        documents.note_file(db, docx, len(part.docx), DOCX_TYPE, now)
        documents.note_file(db, pdf, len(part.pdf), PDF_TYPE, now)
        for role, sha256 in ((FileRole.ANNEX_DOCX, docx), (FileRole.ANNEX_PDF, pdf)):
            documents.link_file(
                db,
                document.id,
                role,
                sha256,
                name=annex_name(document, part.name, role),
                now=now,
                entry_id=job.entry_id,
                part=place,
            )


def annex_name(document: Document, name: str, role: FileRole) -> str:
    """``05-QĐ-UBND - Phụ lục I.pdf``."""
    suffix = role.value.removeprefix("annex_")
    return f"{document.reference} - {name}".replace("/", "-") + f".{suffix}"


def _is_live(office: Office, job: Job) -> bool:
    """Whether the number that the job was made for still stands."""
    entry = numbers.live_entry(office.db, job.paper)
    return entry is not None and entry.id == job.entry_id


def _render(office: Office, document: Document) -> RenderedFiles:
    """The paper with its number: letterhead and template as they were when it was approved."""
    agency = documents.frozen_agency(office.db, document.id)
    if agency is None or document.template_sha256 is None:
        raise RuntimeError(f"document {document.id} is numbered but was never approved")
    source = documents.current_file(office.db, document.id, FileRole.SOURCE)
    return office.render(
        office.kinds[document.kind],
        agency,
        document.answers,
        document.mark,
        source=None if source is None else office.files.get(source.sha256),
        template=office.files.get(document.template_sha256),
    )
