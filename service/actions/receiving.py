"""Tiếp nhận, đăng ký văn bản đến — arrival number, file, proposal and tasks in one transaction
(NĐ 30/2020, Điều 21–22)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.actions.tasks import follow_paper
from service.domain.documents import Person
from service.domain.errors import NotFound, Refused, WrongState
from service.domain.incoming import (
    HandlingPart,
    Incoming,
    IncomingDetails,
    IncomingFile,
    IncomingState,
)
from service.domain.numbering import VIETNAM, office_date
from service.domain.tasks import NewTask
from service.domain.vietnamese import clean, clean_line, short_date
from service.domain.workflow import Role
from service.reading import codec
from service.store import documents, events, incoming, incoming_handling, paper_links, tasks
from service.store.incoming_handling import Receiver

MOST_FIRST = 99_999
"""No commune has taken in more in a year when it changes its book."""

OPEN = (IncomingState.REGISTERED, IncomingState.ASSIGNED)
LIMITS: Mapping[str, tuple[str, int]] = {
    "agency": ("Cơ quan ban hành", 200),
    "superior": ("Cơ quan chủ quản", 200),
    "subject": ("Trích yếu", 1000),
    "number": ("Số", 11),
    "notation": ("Ký hiệu", 40),
    "place": ("Địa danh", 60),
    "kind": ("Tên loại", 100),
    "signer_post": ("Chức vụ", 100),
    "signer_name": ("Người ký", 100),
    "note": ("Ghi chú", 500),
}
"""Longest texts, at least as long as Phụ lục VI asks for."""


class DuplicateFound(Refused):
    """422 (field ``duplicate_reason``): the paper is in the register already, as `earlier`."""

    def __init__(self, earlier: Incoming, sentence: str) -> None:
        super().__init__(sentence, field="duplicate_reason")
        self.earlier = earlier


@dataclass(frozen=True, slots=True)
class ArrivedFile:
    """The bytes as they came; `verdict` is that of their digital signatures (Điều 21), `proposal`
    the reading, packed by `service.reading.codec`."""

    data: bytes
    name: str
    media_type: str
    signed: bool = False
    verdict: str = ""
    proposal: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the clerk confirmed. `unit_id` passes the paper on at once to the unit that leads;
    `corrected` maps fields to what had been proposed for them."""

    details: IncomingDetails
    arrived_at: datetime
    due_on: date | None = None
    duplicate_reason: str = ""
    unit_id: int | None = None
    tasks: tuple[NewTask, ...] = ()
    corrected: Mapping[str, Any] = field(default_factory=dict)


def receive(
    office: Office, arrival: Arrival, file: ArrivedFile | None, *, by: Person, now: datetime
) -> Incoming:
    """Register a paper: arrival number, file, what was read and what was corrected, tasks.

    DuplicateFound when number, symbol and agency (or the very file) are registered already and
    no reason is given. Refused with fields for missing or wrong values.
    """
    by.require(Role.CLERK)
    db = office.db
    details = checked(arrival.details)
    _require_arrival(arrival.arrived_at, now)
    _require_due(arrival.due_on, office_date(arrival.arrived_at))
    sha256 = office.files.put(file.data) if file else ""
    with db.write():
        duplicate = _duplicate(office, details, sha256, clean_line(arrival.duplicate_reason))
        incoming_id = incoming.add(
            db,
            details,
            arrived_at=arrival.arrived_at,
            due_on=arrival.due_on,
            duplicate=duplicate,
            by=by,
            now=now,
        )
        if file:
            _keep_file(office, incoming_id, sha256, file, now)
        tasks.add(db, arrival.tasks, by=by, now=now, incoming_id=incoming_id)
        paper = incoming.get(db, incoming_id, by)
        _note_receipt(office, paper, arrival, file, sha256, by=by, now=now)
        if arrival.unit_id is not None:
            _pass_on(office, paper, arrival.unit_id, by=by, now=now)
    return incoming.get(db, incoming_id, by)


def begin_year(office: Office, year: int, first: int, *, by: Person, now: datetime) -> None:
    """Take over a running year: its arrivals go on from the number after the old book's last.

    Refused (field ``number``) for what is no number and for another year than this or the next;
    WrongState once the year has a number.
    """
    by.require(Role.CLERK)
    if not 2 <= first <= MOST_FIRST:
        raise Refused(
            f"Hãy ghi một số từ 2 đến {MOST_FIRST}; sổ bắt đầu từ 01 thì không cần đặt.",
            field="number",
        )
    if year - office_date(now).year not in (0, 1):
        raise Refused("Chỉ đặt được số đầu tiên của năm nay hoặc năm sau.", field="number")
    with office.db.write():
        if not incoming.begin_year_at(office.db, year, first):
            raise WrongState(f"Năm {year} đã có số đến; số đầu tiên không đặt lại được nữa.")
        events.add(
            office.db, "begin_incoming_year", by, now, topic=f"incoming_year/{year}", first=first
        )


def correct(
    office: Office,
    incoming_id: int,
    details: IncomingDetails,
    due_on: date | None,
    *,
    by: Person,
    now: datetime,
) -> Incoming:
    """Change what was registered; number, arrival and file stay, the change is in the history."""
    by.require(Role.CLERK)
    details = checked(details)
    db = office.db
    with db.write():
        paper = incoming.get(db, incoming_id, by)
        _require_open(paper, (*OPEN, IncomingState.DONE))
        _require_due(due_on, paper.arrived_on)
        changes = changed(paper.details, details)
        if due_on != paper.due_on:
            before = short_date(paper.due_on) if paper.due_on else ""
            changes["due_on"] = [before, short_date(due_on) if due_on else ""]
        if changes:
            incoming.save(db, paper, details, due_on)
            events.add(db, "correct_incoming", by, now, topic=topic(incoming_id), changes=changes)
    return incoming.get(db, incoming_id, by)


def void(office: Office, incoming_id: int, reason: str, *, by: Person, now: datetime) -> Incoming:
    """Strike the arrival number out; its line stays in the register with the reason."""
    by.require(Role.CLERK)
    reason = required_reason(reason, "Hãy ghi lý do hủy số đến; lý do được giữ trong sổ.")
    with office.db.write():
        paper = incoming.get(office.db, incoming_id, by)
        incoming.move(office.db, paper, OPEN, IncomingState.VOID, void_reason=reason)
        events.add(office.db, "void_incoming", by, now, topic=topic(incoming_id), reason=reason)
    return incoming.get(office.db, incoming_id, by)


def attach(
    office: Office, incoming_id: int, file: ArrivedFile, *, by: Person, now: datetime
) -> Incoming:
    """Add a further file, such as the scan of a paper that was registered by hand."""
    by.require(Role.CLERK)
    sha256 = office.files.put(file.data)
    with office.db.write():
        paper = incoming.get(office.db, incoming_id, by)
        _require_open(paper, (*OPEN, IncomingState.DONE))
        if any(one.sha256 == sha256 for one in incoming.files(office.db, incoming_id)):
            return paper
        _keep_file(office, incoming_id, sha256, file, now)
        events.add(
            office.db,
            "attach_incoming",
            by,
            now,
            topic=topic(incoming_id),
            sha256=sha256,
            name=file.name,
        )
    return paper


def read(office: Office, incoming_id: int, *, by: Person, now: datetime) -> Incoming:
    """The paper for somebody who opens its page; that it was seen is noted (Phụ lục VI, II.5)."""
    paper = incoming.get(office.db, incoming_id, by)
    with office.db.write():
        events.add(office.db, "view_incoming", by, now, topic=topic(incoming_id))
    return paper


def download(
    office: Office, incoming_id: int, file_id: int, *, by: Person, now: datetime
) -> tuple[IncomingFile, bytes]:
    """The stored bytes, after their hash was checked; every time is noted."""
    incoming.get(office.db, incoming_id, by)
    every = incoming.files(office.db, incoming_id)
    file = next((one for one in every if one.id == file_id), None)
    if file is None:
        raise NotFound("Văn bản đến này không có tệp ấy.")
    data = office.files.get(file.sha256)
    with office.db.write():
        events.add(office.db, "download", by, now, topic=topic(incoming_id), sha256=file.sha256)
    return file, data


def topic(incoming_id: int) -> str:
    """What the history calls an incoming paper."""
    return f"incoming/{incoming_id}"


def checked(details: IncomingDetails) -> IncomingDetails:
    """NFC, without needless blanks; raises Refused with every wrong field's sentence."""
    values: dict[str, Any] = asdict(details)
    errors: dict[str, str] = {}
    for name, (label, limit) in LIMITS.items():
        values[name] = clean_line(values[name])
        if len(values[name]) > limit:
            errors[name] = f"{label} dài hơn {limit} ký tự. Hãy viết gọn lại."
    for name in ("addressees", "recipients", "signer_authority"):
        values[name] = tuple(line for one in values[name] if (line := clean_line(one)))[:200]
    if not values["agency"]:
        errors["agency"] = "Hãy ghi cơ quan ban hành văn bản."
    if not values["subject"]:
        errors["subject"] = "Hãy ghi trích yếu nội dung."
    if values["number"] and not values["number"][:1].isdigit():
        errors["number"] = "Số bắt đầu bằng chữ số, ví dụ 99; ký hiệu ghi ở ô bên cạnh."
    if errors:
        raise Refused("Có chỗ cần sửa trước khi vào sổ.", errors=errors)
    return IncomingDetails(**values)


def changed(before: IncomingDetails, after: IncomingDetails) -> dict[str, Any]:
    """Fields whose values differ → [before, after], ready for the history."""
    old, new = asdict(before), asdict(after)
    return {name: [old[name], new[name]] for name in new if old[name] != new[name]}


def _note_receipt(
    office: Office,
    paper: Incoming,
    arrival: Arrival,
    file: ArrivedFile | None,
    sha256: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    events.add(
        office.db,
        "receive",
        by,
        now,
        topic=topic(paper.id),
        number=paper.number,
        year=paper.year,
        reference=paper.details.reference,
        sha256=sha256,
        verdict=file.verdict if file else "",
        corrected=dict(arrival.corrected),
        duplicate=[paper.duplicate_of, paper.duplicate_reason] if paper.duplicate_of else [],
    )


def _duplicate(
    office: Office, details: IncomingDetails, sha256: str, reason: str
) -> tuple[int, str] | None:
    earlier = incoming.same_paper(office.db, details)
    what = f"{details.reference} của {details.agency}"
    if earlier is None and sha256:
        earlier = incoming.same_file(office.db, sha256)
        what = "tệp này"
    if earlier is None:
        return None
    if not reason:
        when = short_date(earlier.arrived_on)
        raise DuplicateFound(
            earlier,
            f"Sổ đã có {what}: số đến {earlier.number:02d} ngày {when}. Nếu vẫn vào sổ lần nữa "
            "thì ghi lý do (ví dụ: bản thay thế, bản giấy đến sau bản điện tử).",
        )
    return earlier.id, clean(reason)[:500]


def _keep_file(
    office: Office, incoming_id: int, sha256: str, file: ArrivedFile, now: datetime
) -> None:
    documents.note_file(office.db, sha256, len(file.data), file.media_type, now)
    incoming.add_file(
        office.db,
        incoming_id,
        sha256,
        file.name,
        signed=file.signed,
        proposal=dict(file.proposal),
        now=now,
    )
    if file.proposal:
        citations = [one.citation for one in codec.load(file.proposal).citations]
        paper_links.note_citations(office.db, topic(incoming_id), citations, now=now)


def _pass_on(office: Office, paper: Incoming, unit_id: int, *, by: Person, now: datetime) -> None:
    _require_units(office, (unit_id,))
    receivers = [Receiver(HandlingPart.LEAD, unit_id)]
    incoming_handling.replace_assignments(office.db, paper.id, receivers, by=by, now=now)
    incoming.move(office.db, paper, OPEN, IncomingState.ASSIGNED)
    follow_paper(office, paper, unit_id, paper.due_on, by=by, now=now)
    events.add(office.db, "assign", by, now, topic=topic(paper.id), lead=unit_id, cooperate=[])


def _require_units(office: Office, unit_ids: Iterable[int]) -> None:
    known = {unit.id for unit in office.agency().units if unit.active}
    if not set(unit_ids) <= known:
        raise Refused("Không có đơn vị này, hoặc đơn vị đã ngừng hoạt động.", field="unit_id")


def _require_open(paper: Incoming, states: tuple[IncomingState, ...]) -> None:
    if paper.state not in states:
        raise WrongState(f"Số đến {paper.number:02d} đã hủy nên không sửa được nữa.")


def _require_arrival(arrived_at: datetime, now: datetime) -> None:
    # A minute of grace: the page was filled with the moment it was opened.
    if arrived_at > now + timedelta(minutes=1):
        shown = f"{arrived_at.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
        raise Refused(
            f"{shown} ở sau lúc này. Ngày giờ đến là lúc cơ quan nhận được văn bản.",
            field="arrived",
        )


def _require_due(due_on: date | None, arrived_on: date) -> None:
    if due_on is not None and due_on < arrived_on:
        raise Refused(
            f"Thời hạn {short_date(due_on)} ở trước ngày đến {short_date(arrived_on)}. Hãy xem "
            "lại; văn bản đến đã quá hạn thì ghi việc ấy ở Ghi chú và để trống thời hạn.",
            field="due_on",
        )
