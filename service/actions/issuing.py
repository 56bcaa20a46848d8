"""Cấp số, phát hành, hủy số — NĐ 30/2020, Điều 14–18."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from service.actions.authorities import require_may_sign
from service.actions.number_choice import NumberChoice, entry_for
from service.actions.office import Office
from service.actions.paper_hooks import require_lawful, take_effect
from service.actions.reviewing import required_reason
from service.actions.signing_order import require_sealed, require_signed, try_filling
from service.domain.documents import Document, FileRole, Person
from service.domain.errors import Refused, WrongState
from service.domain.numbering import VIETNAM, office_date
from service.domain.workflow import TRANSITIONS, Role, State
from service.store import documents, events, jobs, numbers, search_index
from service.store.moments import to_text

VOID = TRANSITIONS["void_number"]

NOT_APPROVED = {"approved_at": None, "template_sha256": None, "agency": None}


NUMBERED_OR_LATER = (State.NUMBERED, State.ISSUED, State.ARCHIVED)


def take_number(
    office: Office,
    document_id: int,
    issued_on: date | None = None,
    *,
    by: Person,
    now: datetime,
    choice: NumberChoice | None = None,
) -> Document:
    """Give an approved paper its number and date; state, register line, event and job together.

    `issued_on` defaults to today in Vietnam. Refused (field ``issued_on``) for a day in the
    future, before the series' last number (Điều 15) or on which its signatory may not sign.
    `choice` names another series than the proposed one, or a number that is kept (giữ số). A
    second click gets the same paper with the number it already has; WrongState if it asks for
    another date. The search index follows in the job, so that the register is locked as briefly
    as can be.
    """
    by.require(Role.CLERK)
    db, move = office.db, TRANSITIONS["take_number"]
    day = issued_on or office_date(now)
    _require_not_future(day, office_date(now))
    try_filling(office, documents.get(db, document_id, by), day)
    with db.write():
        current = documents.get(db, document_id, by)
        if current.state in NUMBERED_OR_LATER:
            return _already_numbered(current, issued_on)
        if current.state not in move.origins:
            raise documents.moved_on(current, move.origins)
        require_signed(office, current)
        ground = require_may_sign(db, current, on=day, field="issued_on")
        require_lawful(office, current, on=day)
        entry = entry_for(office, current, day, choice, by=by, now=now)
        document = documents.move(
            db,
            document_id,
            move,
            now,
            number=entry.number,
            issued_on=day.isoformat(),
            numbered_at=to_text(now),
        )
        jobs.enqueue(db, "render_numbered", document_id=document_id, entry_id=entry.id, now=now)
        told = {"reference": document.reference, "issued_on": day.isoformat(), "ground": ground}
        events.add(db, "take_number", by, now, document_id, **told)
    return document


def issue(office: Office, document_id: int, *, by: Person, now: datetime) -> Document:
    """Send a numbered paper out; its files must have been made. Twice is harmless."""
    by.require(Role.CLERK)
    db = office.db
    with db.write():
        current = documents.get(db, document_id, by)
        if current.state in (State.ISSUED, State.ARCHIVED):
            return current
        if current.state is State.NUMBERED and (
            documents.current_file(db, document_id, FileRole.PDF) is None
        ):
            raise WrongState("Tệp có số đang được tạo; hãy đợi giây lát rồi phát hành.")
        require_sealed(office, current)
        document = documents.move(
            db, document_id, TRANSITIONS["issue"], now, issued_at=to_text(now)
        )
        entry = numbers.live_entry(db, document_id)
        if entry is None:
            raise RuntimeError(f"document {document_id} is numbered but has no register line")
        numbers.mark_issued(db, entry.id)
        search_index.refresh(db, document)
        jobs.enqueue(db, "archive", document_id=document_id, entry_id=entry.id, now=now)
        jobs.enqueue(db, "note_citations", document_id=document_id, entry_id=entry.id, now=now)
        events.add(db, "issue", by, now, document_id, reference=document.reference)
        take_effect(office, document, by=by, now=now)
    return document


def void_number(
    office: Office,
    document_id: int,
    reason: str,
    *,
    by: Person,
    now: datetime,
    keep_approved: bool = False,
) -> Document:
    """Strike out the number of a paper that was not issued; the number is never given again.

    The paper goes back to its drafter with the reason, or with `keep_approved` stays approved
    and waits for another number (when only the date was wrong).
    """
    by.require(Role.CLERK)
    reason = required_reason(reason, "Hãy ghi lý do hủy số; lý do được giữ trong sổ.")
    target = State.APPROVED if keep_approved else State.RETURNED
    columns: dict[str, Any] = {} if keep_approved else {**NOT_APPROVED, "return_reason": reason}
    db = office.db
    with db.write():
        current = documents.get(db, document_id, by)
        entry = numbers.live_entry(db, document_id)
        if current.state not in VOID.origins or entry is None:
            raise documents.moved_on(current, VOID.origins)
        numbers.void(db, entry.id, reason)
        document = documents.move(
            db,
            document_id,
            replace(VOID, target=target),
            now,
            number=None,
            issued_on=None,
            numbered_at=None,
            **columns,
        )
        if keep_approved:
            search_index.refresh(db, document)
        else:
            search_index.remove(db, document_id)
        events.add(
            db, "void_number", by, now, document_id, reference=current.reference, reason=reason
        )
    return document


def _require_not_future(day: date, today: date) -> None:
    if day > today:
        raise Refused(
            f"Ngày ban hành {day:%d/%m/%Y} chưa tới; chỉ cấp số đến ngày hôm nay, "
            f"{today:%d/%m/%Y} (Điều 15 NĐ 30/2020).",
            field="issued_on",
        )


def _already_numbered(document: Document, issued_on: date | None) -> Document:
    if issued_on in (None, document.issued_on) or document.numbered_at is None:
        return document
    when = document.numbered_at.astimezone(VIETNAM)
    raise WrongState(
        f"Văn bản đã được cấp số {document.reference}, ngày {document.issued_on:%d/%m/%Y}, lúc "
        f"{when:%H:%M %d/%m/%Y}; muốn đổi ngày thì hủy số này rồi cấp số khác."
    )
