"""Việc nền: what the worker may run, by name. Each may run twice with the same result."""

from collections.abc import Callable
from datetime import datetime

from service.actions.office import Office
from service.domain.agency import Agency
from service.domain.documents import Document, FileRole, Person
from service.domain.errors import ArchiveDamaged, WrongState
from service.domain.kinds import DocumentKind
from service.domain.workflow import TRANSITIONS, Role, State
from service.store import documents, events, jobs, numbers, search_index
from service.store.jobs import Job
from service.store.moments import to_text

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF_TYPE = "application/pdf"


def render_numbered(office: Office, job: Job, now: datetime) -> None:
    """Make the numbered DOCX and PDF from what was approved, and link them to the number.

    Slow work happens outside any transaction. Does nothing when the number was struck out
    meanwhile or the files are there already.
    """
    document = documents.get_for_office(office.db, job.document_id)
    entry = numbers.live_entry(office.db, document.id)
    if entry is None or entry.id != job.entry_id:
        return
    # Found by its number from now on, even if its files cannot be made.
    with office.db.write():
        search_index.put(office.db, documents.get_for_office(office.db, document.id))
    if documents.current_file(office.db, document.id, FileRole.PDF) is not None:
        return
    kind = office.kinds[document.kind]
    agency, template = _frozen(office, document, kind)
    made = office.render(
        kind,
        agency,
        document.answers,
        document.mark,
        source=_source(office, document),
        template=template,
    )
    stored = (
        (FileRole.DOCX, DOCX_TYPE, office.files.put(made.docx), len(made.docx)),
        (FileRole.PDF, PDF_TYPE, office.files.put(made.pdf), len(made.pdf)),
    )
    with office.db.write():
        entry = numbers.live_entry(office.db, document.id)
        if entry is None or entry.id != job.entry_id:
            return
        current = documents.get_for_office(office.db, document.id)
        for role, media_type, sha256, size in stored:
            documents.note_file(office.db, sha256, size, media_type, now)
            documents.link_file(
                office.db,
                document.id,
                role,
                sha256,
                name=file_name(current, role),
                now=now,
                entry_id=entry.id,
            )
        search_index.put(office.db, current, made.text)
        events.add(
            office.db,
            "render_numbered",
            at=now,
            person_id=None,
            document_id=document.id,
            detail={role.value: sha256 for role, _, sha256, _ in stored},
        )


def archive(office: Office, job: Job, now: datetime) -> None:
    """Prove that the issued bytes are in the archive, index them as issued, settle the state."""
    document = documents.get_for_office(office.db, job.document_id)
    for role in (FileRole.DOCX, FileRole.PDF):
        file = documents.current_file(office.db, document.id, role)
        if file is None:
            raise ArchiveDamaged(
                f"Văn bản {document.reference} đã phát hành nhưng thiếu tệp {role.value.upper()}."
            )
        office.files.get(file.sha256)
    with office.db.write():
        if documents.get_for_office(office.db, document.id).state is State.ARCHIVED:
            return
        document = documents.move(
            office.db,
            document.id,
            TRANSITIONS["archive"].origins,
            State.ARCHIVED,
            now=now,
            archived_at=to_text(now),
        )
        search_index.put(office.db, document)
        events.add(office.db, "archive", at=now, person_id=None, document_id=document.id)


JOBS: dict[str, Callable[[Office, Job, datetime], None]] = {
    "render_numbered": render_numbered,
    "archive": archive,
}


def retry_failed(office: Office, document_id: int, *, by: Person, now: datetime) -> int:
    """Let a paper's failed jobs run again; returns how many. WrongState when none failed."""
    by.require(Role.CLERK)
    with office.db.write():
        documents.get(office.db, document_id, by)
        count = jobs.restart(office.db, document_id, now)
        if not count:
            raise WrongState("Không có việc nào bị dừng; hãy tải lại trang.")
        events.add(office.db, "retry_job", at=now, person_id=by.id, document_id=document_id)
    return count


def give_up(office: Office, job: Job, message: str, now: datetime) -> None:
    """Stop a job for good, with the sentence that its paper's page shows."""
    with office.db.write():
        jobs.give_up(office.db, job.id, message, now)
        events.add(
            office.db,
            "job_failed",
            at=now,
            person_id=None,
            document_id=job.document_id,
            detail={"job": job.name, "message": message},
        )


def file_name(document: Document, role: FileRole) -> str:
    """``05-QĐ-UBND.pdf``: the number as people write it, without the slash."""
    return f"{document.reference.replace('/', '-')}.{role.value}"


def _frozen(office: Office, document: Document, kind: DocumentKind) -> tuple[Agency, bytes]:
    """The letterhead and the Word template as they were when the leader approved."""
    agency = documents.frozen_agency(office.db, document.id)
    if agency is None or document.template_sha256 is None:
        raise RuntimeError(f"document {document.id} of kind {kind.code} is not frozen")
    return agency, office.files.get(document.template_sha256)


def _source(office: Office, document: Document) -> bytes | None:
    file = documents.current_file(office.db, document.id, FileRole.SOURCE)
    return None if file is None else office.files.get(file.sha256)
