"""Trình, rút, trả lại, duyệt — between the drafter and whoever signs."""

from datetime import datetime

from service.actions.drafting import notation
from service.actions.office import Office
from service.domain.documents import Document, FileRole, Person
from service.domain.errors import NotAllowed, Refused
from service.domain.workflow import TRANSITIONS, Role, State
from service.store import agency as agencies
from service.store import documents, events, people, search_index
from service.store.db import Database
from service.store.moments import to_text


def submit(
    office: Office,
    document_id: int,
    *,
    by: Person,
    now: datetime,
    approver_id: int | None = None,
    version: int | None = None,
) -> Document:
    """Send a draft to the person who approves it.

    Without `approver_id` that is the chosen signatory's person, else the only leader there is;
    Refused (field ``approver``) when neither says who. With `version`, WrongState when
    somebody saved the draft since it was looked at.
    """
    by.require(Role.DRAFTER)
    with office.db.write():
        current = documents.get(office.db, document_id, by)
        if current.state in TRANSITIONS["submit"].origins:
            _require_complete(office, current)
        approver = _approver(office.db, current, approver_id)
        document = documents.move(
            office.db,
            document_id,
            TRANSITIONS["submit"].origins,
            State.SUBMITTED,
            by=by,
            now=now,
            version=version,
            approver_id=approver.id,
            submitted_at=to_text(now),
            return_reason="",
        )
        documents.remember_answers(office.db, by.id, document.kind, document.answers, now)
        search_index.put(office.db, document)
        events.add(
            office.db,
            "submit",
            at=now,
            person_id=by.id,
            document_id=document_id,
            detail={"to": approver.id, "to_name": approver.name, "version": document.version},
        )
    return document


def withdraw(office: Office, document_id: int, *, by: Person, now: datetime) -> Document:
    """Take a paper back before it is approved."""
    by.require(Role.DRAFTER)
    with office.db.write():
        documents.get(office.db, document_id, by)
        document = documents.move(
            office.db,
            document_id,
            TRANSITIONS["withdraw"].origins,
            State.DRAFT,
            by=by,
            now=now,
        )
        search_index.remove(office.db, document_id)
        events.add(office.db, "withdraw", at=now, person_id=by.id, document_id=document_id)
    return document


def return_(
    office: Office, document_id: int, reason: str, *, by: Person, now: datetime
) -> Document:
    """Send a paper back with what must be changed; Refused (field ``reason``) without it."""
    by.require(Role.SIGNATORY)
    reason = reason.strip()
    if not reason:
        raise Refused("Hãy ghi lý do trả lại để người soạn biết cần sửa gì.", field="reason")
    with office.db.write():
        _require_approver(documents.get(office.db, document_id, by), by)
        document = documents.move(
            office.db,
            document_id,
            TRANSITIONS["return_"].origins,
            State.RETURNED,
            now=now,
            return_reason=reason,
        )
        search_index.remove(office.db, document_id)
        events.add(
            office.db,
            "return_",
            at=now,
            person_id=by.id,
            document_id=document_id,
            detail={"reason": reason},
        )
    return document


def approve(
    office: Office,
    document_id: int,
    *,
    by: Person,
    now: datetime,
    version: int | None = None,
) -> Document:
    """Approve exactly what was read; freezes answers, Word template and letterhead.

    Twice by the same leader is harmless. With `version`, WrongState when the paper was changed
    since the leader looked at it.
    """
    by.require(Role.SIGNATORY)
    seen = documents.get(office.db, document_id, by)
    template = office.template(office.kinds[seen.kind])
    sha256 = office.files.put(template)
    with office.db.write():
        current = documents.get(office.db, document_id, by)
        _require_approver(current, by)
        if current.state is State.APPROVED:
            return current
        documents.note_file(office.db, sha256, len(template), DOCX, now)
        document = documents.move(
            office.db,
            document_id,
            TRANSITIONS["approve"].origins,
            State.APPROVED,
            now=now,
            version=version,
            approved_at=to_text(now),
            template_sha256=sha256,
            agency=agencies.to_snapshot(office.agency()),
        )
        search_index.put(office.db, document)
        events.add(
            office.db,
            "approve",
            at=now,
            person_id=by.id,
            document_id=document_id,
            detail={"version": document.version, "template": sha256},
        )
    return document


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _require_complete(office: Office, document: Document) -> None:
    """A draft may be saved half done; what a leader is asked to sign may not."""
    kind = office.kinds[document.kind]
    if not document.subject and "subject" in kind.sample:
        raise Refused("Chưa có trích yếu; hãy ghi trước khi trình.", field="subject")
    if not notation(kind, document.answers, office.agency()):
        raise Refused("Chưa có ký hiệu; hãy chọn đơn vị soạn thảo hoặc tự ghi.", field="notation")
    if kind.needs_source and not documents.current_file(office.db, document.id, FileRole.SOURCE):
        raise Refused("Chưa có tệp PDF của bản cần sao.", field="source")


def _approver(db: Database, document: Document, approver_id: int | None) -> Person:
    leaders = {person.id: person for person in people.holding(db, Role.SIGNATORY)}
    if approver_id is None:
        signatories = {one.id: one.person_id for one in agencies.signatories(db)}
        approver_id = signatories.get(document.signatory_id or 0)
    if approver_id is None and len(leaders) == 1:
        return next(iter(leaders.values()))
    if approver_id not in leaders:
        raise Refused("Chưa rõ trình ai; hãy chọn lãnh đạo duyệt văn bản này.", field="approver")
    return leaders[approver_id]


def _require_approver(document: Document, by: Person) -> None:
    if document.approver_id != by.id:
        raise NotAllowed("Văn bản này được trình người khác duyệt.")
