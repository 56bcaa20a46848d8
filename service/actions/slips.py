"""Phiếu và dấu ĐẾN of an incoming paper — made when asked for, never kept, each time noted."""

from collections.abc import Callable
from datetime import datetime

from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.actions.receiving import topic
from service.domain.documents import Person
from service.domain.errors import WrongState
from service.domain.incoming import (
    ArrivalStamp,
    HandlingPart,
    Incoming,
    IncomingState,
    StepKind,
    cited,
)
from service.domain.numbering import VIETNAM
from service.domain.vietnamese import short_date
from service.rendering import arrival_stamp
from service.rendering.handling_slip import HandlingSlip, SlipPart, handling_slip
from service.store import events, incoming, incoming_handling

SIGNED = (
    "Tệp này có chữ ký số; in dấu vào tệp sẽ làm hỏng chữ ký. Hãy dùng phiếu có dấu ĐẾN kèm theo."
)


def arrival_slip(office: Office, incoming_id: int, *, by: Person, now: datetime) -> bytes:
    """A sheet with the stamp and what is registered, as PDF."""
    paper = _noted(office, incoming_id, "arrival", by, now)
    details = paper.details
    arrived = paper.arrived_at.astimezone(VIETNAM)
    files = incoming.files(office.db, paper.id)
    return arrival_stamp.slip(
        _stamp(office, paper),
        cited(details),
        (
            ("Trích yếu", details.subject),
            ("Người ký", details.signer_name),
            ("Mức độ khẩn", details.urgency or "Thường"),
            ("Giờ, ngày đến", f"{arrived:%H:%M} ngày {arrived:%d/%m/%Y}"),
            ("Thời hạn", short_date(paper.due_on) if paper.due_on else ""),
            ("Chuyển", "; ".join(paper.units)),
            *((("Tệp", f"{one.name} (SHA-256 {one.sha256})")) for one in files),
        ),
    )


def arrival_overlay(office: Office, incoming_id: int, *, by: Person, now: datetime) -> bytes:
    """The stamp alone on an empty sheet, to be printed over the paper."""
    paper = _noted(office, incoming_id, "overlay", by, now)
    return arrival_stamp.overlay(_stamp(office, paper))


def stamped_print(
    office: Office,
    incoming_id: int,
    *,
    by: Person,
    now: datetime,
    convert: Callable[[bytes], bytes],
) -> bytes:
    """A print of the file with the stamp; the stored file stays as it came. WrongState for a file
    that carries signatures, and when there is none."""
    paper = incoming.get(office.db, incoming_id, by)
    files = incoming.files(office.db, paper.id)
    if not files:
        raise WrongState("Văn bản đến này chưa có tệp. Hãy dùng tờ in dấu chồng lên bản giấy.")
    if files[-1].signed:
        raise WrongState(SIGNED)
    paper = _noted(office, incoming_id, "stamped", by, now)
    data = office.files.get(files[-1].sha256)
    pdf = data if files[-1].media_type == PDF_TYPE else convert(data)
    return arrival_stamp.stamped(pdf, _stamp(office, paper))


def slip_docx(office: Office, incoming_id: int, *, by: Person, now: datetime) -> bytes:
    """Phiếu giải quyết văn bản đến (Phụ lục IV) as a Word file."""
    paper = _noted(office, incoming_id, "handling", by, now)
    agency, details = office.agency(), paper.details
    facts = (
        ("Văn bản đến", cited(details)),
        ("Trích yếu", details.subject),
        ("Số đến", f"{paper.number:02d}, ngày {short_date(paper.arrived_on)}"),
    )
    parts = _parts(office, paper)
    return handling_slip(HandlingSlip(agency.superior, agency.full_name, facts, parts))


def _parts(office: Office, paper: Incoming) -> tuple[SlipPart, ...]:
    """The three parts of the slip with what was said and decided so far."""
    passed = incoming_handling.assignments(office.db, paper.id)
    steps = incoming_handling.steps(office.db, paper.id)

    def opinions(kind: StepKind) -> tuple[str, ...]:
        return tuple(
            f"{step.text} ({step.person_name}, {step.at.astimezone(VIETNAM):%d/%m/%Y})"
            for step in steps
            if step.kind is kind
        )

    def receivers(part: HandlingPart) -> str:
        return "; ".join(one.name for one in passed if one.part is part)

    due = short_date(paper.due_on) if paper.due_on else ""
    people = "; ".join(one.person_name for one in passed if one.person_name)
    leader = (
        ("Đơn vị, cá nhân chủ trì", receivers(HandlingPart.LEAD)),
        ("Đơn vị, cá nhân phối hợp", receivers(HandlingPart.COOPERATE)),
        ("Thời hạn giải quyết", due),
    )
    unit = (("Giao cá nhân", people), ("Thời hạn giải quyết", ""))
    return (
        SlipPart("Ý kiến của lãnh đạo cơ quan", opinions(StepKind.LEADER), leader),
        SlipPart("Ý kiến của lãnh đạo đơn vị", opinions(StepKind.UNIT), unit),
        SlipPart("Ý kiến đề xuất của người giải quyết", opinions(StepKind.PROPOSAL)),
    )


def _stamp(office: Office, paper: Incoming) -> ArrivalStamp:
    passed_to = "; ".join(paper.units)
    return ArrivalStamp(office.agency().full_name, paper.number, paper.arrived_at, passed_to)


def _noted(office: Office, incoming_id: int, what: str, by: Person, now: datetime) -> Incoming:
    paper = incoming.get(office.db, incoming_id, by)
    if paper.state is IncomingState.VOID:
        raise WrongState(f"Số đến {paper.number:02d} đã hủy nên không in được.")
    with office.db.write():
        events.add(office.db, "print_slip", by, now, topic=topic(paper.id), what=what)
    return paper
