"""Trình, rút, trả lại, duyệt — between the drafter and whoever signs."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from service.actions.authorities import require_fitting_signatory, require_may_sign
from service.actions.complete import require_complete
from service.actions.media import DOCX_TYPE
from service.actions.office import Office
from service.actions.paper_hooks import require_lawful
from service.actions.signing_order import order_for, prepare_to_sign
from service.domain.documents import Document, Person
from service.domain.errors import NotAllowed, Refused
from service.domain.numbering import office_date
from service.domain.vietnamese import clean
from service.domain.workflow import TRANSITIONS, Role, State
from service.store import agency as agencies
from service.store import documents, events, people, search_index
from service.store.db import Database
from service.store.moments import to_json, to_text

MAX_REASON = 2000
RETURN_IT = "Hãy trả lại để người soạn sửa."


def submit(
    office: Office,
    document_id: int,
    *,
    by: Person,
    now: datetime,
    approver_id: int | None = None,
    version: int | None = None,
    blanks_meant: bool = False,
) -> Document:
    """Send a draft to the person who approves it; its form must be complete.

    Without `approver_id` that is the chosen signatory's person, else the only leader there is;
    Refused (field ``approver``) when neither says who, with every field's sentence in `errors`
    when the form is not complete (`blanks_meant`: its dots are to be filled by hand), or at its
    signatory. With `version`, WrongState when somebody saved since. Twice is harmless.
    """
    by.require(Role.DRAFTER)
    db, move = office.db, TRANSITIONS["submit"]
    seen = documents.get(db, document_id, by)
    if seen.state in move.origins:
        _require_ready(office, seen, now, blanks_meant=blanks_meant)
    settled = replace(seen, answers=office.kinds[seen.kind].settled(seen.answers))
    indexed = search_index.index_text(settled)
    with db.write():
        current = documents.get(db, document_id, by)
        if current.state is State.SUBMITTED and approver_id in (None, current.approver_id):
            return current
        _ground(db, current, now)
        approver = _approver(db, current, approver_id)
        document = documents.move(
            db,
            document_id,
            move,
            now,
            by=by,
            version=seen.version if version is None else version,
            answers=to_json(settled.answers),
            approver_id=approver.id,
            submitted_at=to_text(now),
            return_reason="",
        )
        documents.remember_answers(db, by.id, document.kind, document.answers, now)
        search_index.put(db, document, indexed)
        events.add(db, "submit", by, now, document_id, to=approver.name, version=document.version)
    return document


def withdraw(office: Office, document_id: int, *, by: Person, now: datetime) -> Document:
    """Take a paper back before it is approved. Twice is harmless."""
    by.require(Role.DRAFTER)
    db = office.db
    with db.write():
        current = documents.get(db, document_id, by)
        if current.state is State.DRAFT:
            return current
        document = documents.move(db, document_id, TRANSITIONS["withdraw"], now, by=by)
        search_index.remove(db, document_id)
        events.add(db, "withdraw", by, now, document_id)
    return document


def return_(
    office: Office, document_id: int, reason: str, *, by: Person, now: datetime
) -> Document:
    """Send a paper back with what must be changed; Refused (field ``reason``) without it."""
    by.require(Role.SIGNATORY)
    reason = required_reason(reason, "Hãy ghi lý do trả lại để người soạn biết cần sửa gì.")
    db = office.db
    with db.write():
        current = documents.get(db, document_id, by)
        _require_approver(current, by)
        if current.state is State.RETURNED and current.return_reason == reason:
            return current
        document = documents.move(
            db, document_id, TRANSITIONS["return_"], now, return_reason=reason
        )
        search_index.remove(db, document_id)
        events.add(db, "return_", by, now, document_id, reason=reason)
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
    since the leader looked at it; Refused (field ``signatory-choice``) when the paper's signatory
    may not sign it today.
    """
    by.require(Role.SIGNATORY)
    db = office.db
    seen = documents.get(db, document_id, by)
    template = office.template(office.kinds[seen.kind])
    sha256 = office.files.put(template)
    with db.write():
        current = documents.get(db, document_id, by)
        _require_approver(current, by)
        if current.state is State.APPROVED:
            return current
        require_fitting_signatory(office, current, how=RETURN_IT)
        ground = _ground(db, current, now)
        documents.note_file(db, sha256, len(template), DOCX_TYPE, now)
        document = documents.move(
            db,
            document_id,
            TRANSITIONS["approve"],
            now,
            version=version,
            approved_at=to_text(now),
            template_sha256=sha256,
            agency=agencies.to_snapshot(office.agency()),
            number_order=order_for(office, office.kinds[seen.kind]).value,
        )
        prepare_to_sign(office, document, now)
        detail: dict[str, Any] = {"version": document.version, "template": sha256, "ground": ground}
        events.add(db, "approve", by, now, document_id, **detail)
    return document


def _require_ready(
    office: Office, document: Document, now: datetime, *, blanks_meant: bool
) -> None:
    require_complete(office, document, blanks_meant=blanks_meant)
    require_fitting_signatory(office, document)
    require_lawful(office, document, on=office_date(now))


def _ground(db: Database, document: Document, now: datetime) -> str:
    """On what the paper will be signed; a paper that moved on is refused for that alone."""
    if document.state not in (State.SUBMITTED, *TRANSITIONS["submit"].origins):
        return ""
    return require_may_sign(db, document, on=office_date(now))


def required_reason(reason: str, sentence: str, *, field: str = "reason") -> str:
    """The reason without outer blanks; Refused (at `field`) when there is none."""
    reason = clean(reason).strip()
    if not reason:
        raise Refused(sentence, field=field)
    if len(reason) > MAX_REASON:
        raise Refused(f"Lý do dài nhất {MAX_REASON} ký tự.", field=field)
    return reason


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
