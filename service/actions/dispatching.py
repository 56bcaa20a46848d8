"""Gửi văn bản, thu hồi văn bản — NĐ 30/2020, Điều 17 và Điều 18 khoản 3."""

from collections.abc import Sequence
from datetime import date, datetime

from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.afterwards import Dispatch, DispatchWay, Recall
from service.domain.documents import Document, Person
from service.domain.errors import NotFound, Refused, WrongState
from service.domain.numbering import VIETNAM, office_date
from service.domain.vietnamese import clean_line, short_date
from service.domain.workflow import Role, State
from service.store import dispatches, documents, events

GONE_OUT = (State.ISSUED, State.ARCHIVED)
MOST_RECIPIENTS = 500
MOST_COPIES = 9999
MOST_WORDS = 500


def dispatch(
    office: Office,
    document_id: int,
    recipients: Sequence[str],
    *,
    way: DispatchWay,
    sent_on: date,
    copies: int = 1,
    note: str = "",
    by: Person,
    now: datetime,
) -> tuple[Dispatch, ...]:
    """Write down to whom an issued paper was sent; returns all its sendings.

    Refused (fields ``recipients``, ``sent_on``, ``copies``); WrongState before it is issued and
    after it was recalled.
    """
    by.require(Role.CLERK)
    named = _recipients(recipients)
    if not 1 <= copies <= MOST_COPIES:
        raise Refused(f"Số bản là số từ 1 đến {MOST_COPIES}.", field="copies")
    with office.db.write():
        document = require_out(office, document_id, by)
        _require_day(sent_on, document, now, field="sent_on")
        dispatches.add(
            office.db,
            document_id,
            named,
            way=way,
            copies=copies,
            sent_on=sent_on,
            note=clean_line(note)[:MOST_WORDS],
            by=by,
        )
        events.add(
            office.db,
            "dispatch",
            by,
            now,
            document_id,
            recipients=named,
            way=way.value,
            copies=copies,
        )
        return dispatches.of_document(office.db, document_id)


def note_receipt(
    office: Office,
    document_id: int,
    dispatch_id: int,
    received_on: date,
    received_by: str,
    *,
    by: Person,
    now: datetime,
) -> Dispatch:
    """Write down that a recipient has it. Twice is harmless; Refused for a day that cannot be."""
    by.require(Role.CLERK)
    with office.db.write():
        documents.get(office.db, document_id, by)
        sent = _sent(office, document_id, dispatch_id)
        _require_after(received_on, sent, now, field="received_on")
        name = clean_line(received_by)[:MOST_WORDS]
        if dispatches.note_receipt(office.db, dispatch_id, received_on, name):
            events.add(
                office.db,
                "note_receipt",
                by,
                now,
                document_id,
                recipient=sent.recipient,
                received_on=received_on.isoformat(),
                received_by=name,
            )
        return _sent(office, document_id, dispatch_id)


def recall(
    office: Office, document_id: int, reason: str, order: str, *, by: Person, now: datetime
) -> Recall:
    """Thu hồi: strike an issued paper out and freeze it; bytes, number and register line stay.

    `order` names who decided it or the paper that says so. Refused without either text;
    WrongState before the paper is issued and when it is recalled already.
    """
    by.require(Role.CLERK)
    reason = required_reason(reason, "Hãy ghi lý do thu hồi; lý do được giữ cùng văn bản.")
    decided = clean_line(order)[:MOST_WORDS]
    if not decided:
        raise Refused(
            "Hãy ghi ai quyết định thu hồi, hoặc số, ký hiệu của văn bản thu hồi.", field="order"
        )
    with office.db.write():
        require_out(office, document_id, by)
        dispatches.add_recall(office.db, document_id, reason=reason, order=decided, by=by, now=now)
        sent = dispatches.of_document(office.db, document_id)
        events.add(
            office.db,
            "recall",
            by,
            now,
            document_id,
            reason=reason,
            order=decided,
            recipients=[one.recipient for one in sent],
        )
        found = dispatches.recall_of(office.db, document_id)
    if found is None:
        raise RuntimeError(f"the recall of document {document_id} was not kept")
    return found


def note_given_back(
    office: Office, document_id: int, dispatch_id: int, on: date, *, by: Person, now: datetime
) -> Dispatch:
    """After a recall: a recipient sent the paper back, or said that it is deleted (Điều 18)."""
    by.require(Role.CLERK)
    with office.db.write():
        documents.get(office.db, document_id, by)
        if dispatches.recall_of(office.db, document_id) is None:
            raise WrongState("Văn bản này không bị thu hồi; hãy tải lại trang.")
        sent = _sent(office, document_id, dispatch_id)
        _require_after(on, sent, now, field="given_back_on")
        if dispatches.note_given_back(office.db, dispatch_id, on):
            events.add(
                office.db,
                "note_given_back",
                by,
                now,
                document_id,
                recipient=sent.recipient,
                given_back_on=on.isoformat(),
            )
        return _sent(office, document_id, dispatch_id)


def require_out(office: Office, document_id: int, by: Person) -> Document:
    """The paper, when it was issued and not recalled; WrongState otherwise."""
    document = documents.get(office.db, document_id, by)
    if document.state not in GONE_OUT:
        raise documents.moved_on(document, GONE_OUT[:1])
    recalled = dispatches.recall_of(office.db, document_id)
    if recalled is not None:
        when = recalled.recalled_at.astimezone(VIETNAM)
        raise WrongState(
            f"Văn bản đã bị thu hồi lúc {when:%H:%M ngày %d/%m/%Y}; văn bản đã thu hồi được giữ "
            "nguyên, không gửi, đính chính hay thay thế nữa."
        )
    return document


def _recipients(recipients: Sequence[str]) -> tuple[str, ...]:
    cleaned = (clean_line(name)[:MOST_WORDS] for name in recipients)
    named = tuple(dict.fromkeys(name for name in cleaned if name))
    if not named:
        raise Refused("Hãy chọn hoặc ghi ít nhất một nơi nhận.", field="recipients")
    if len(named) > MOST_RECIPIENTS:
        raise Refused(
            f"Mỗi lần gửi tối đa {MOST_RECIPIENTS} nơi nhận; hãy chia thành nhiều lần.",
            field="recipients",
        )
    return named


def _sent(office: Office, document_id: int, dispatch_id: int) -> Dispatch:
    sent = dispatches.get(office.db, document_id, dispatch_id)
    if sent is None:
        raise NotFound("Không có lần gửi này.")
    return sent


def _require_day(day: date, document: Document, now: datetime, *, field: str) -> None:
    if day > office_date(now):
        raise Refused("Ngày này chưa đến; hãy ghi ngày đã gửi.", field=field)
    if document.issued_on and day < document.issued_on:
        raise Refused(
            f"Ngày gửi không thể trước ngày văn bản, {short_date(document.issued_on)}.",
            field=field,
        )


def _require_after(day: date, sent: Dispatch, now: datetime, *, field: str) -> None:
    if day > office_date(now):
        raise Refused("Ngày này chưa đến; hãy ghi ngày đã nhận.", field=field)
    if day < sent.sent_on:
        raise Refused(
            f"Ngày này không thể trước ngày gửi, {short_date(sent.sent_on)}.", field=field
        )
