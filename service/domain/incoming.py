"""Văn bản đến — what arrives, its number, who deals with it (NĐ 30/2020, Điều 20–24)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from service.domain.citations import Reference, parse_reference
from service.domain.errors import Refused
from service.domain.vietnamese import (
    clean_line,
    date_in_figures,
    fold,
    parse_date,
    parse_month,
    short_date,
)


class IncomingState(StrEnum):
    REGISTERED = "registered"  # has its arrival number, waits for the leader
    ASSIGNED = "assigned"
    DONE = "done"
    VOID = "void"  # the number stays in the register, struck out


INCOMING_STATE_NAMES: Mapping[IncomingState, str] = {
    IncomingState.REGISTERED: "Chờ phân phối",
    IncomingState.ASSIGNED: "Đang giải quyết",
    IncomingState.DONE: "Đã giải quyết",
    IncomingState.VOID: "Đã hủy số",
}


class Medium(StrEnum):
    """How it came; the arrival numbers of both are one series (Điều 22)."""

    ELECTRONIC = "electronic"
    PAPER = "paper"


MEDIUM_NAMES: Mapping[Medium, str] = {
    Medium.ELECTRONIC: "Văn bản điện tử",
    Medium.PAPER: "Văn bản giấy",
}


class HandlingPart(StrEnum):
    LEAD = "lead"  # chủ trì
    COOPERATE = "cooperate"  # phối hợp


class StepKind(StrEnum):
    """The parts of the handling slip, and what happens between them (Phụ lục IV)."""

    LEADER = "leader"  # ý kiến phân phối, chỉ đạo của lãnh đạo cơ quan
    UNIT = "unit"  # ý kiến của lãnh đạo đơn vị
    PROPOSAL = "proposal"  # ý kiến đề xuất của người giải quyết
    PROGRESS = "progress"
    RESULT = "result"


STEP_NAMES: Mapping[StepKind, str] = {
    StepKind.LEADER: "Ý kiến phân phối, chỉ đạo",
    StepKind.UNIT: "Ý kiến của lãnh đạo đơn vị",
    StepKind.PROPOSAL: "Ý kiến đề xuất của người giải quyết",
    StepKind.PROGRESS: "Tiến độ giải quyết",
    StepKind.RESULT: "Kết quả giải quyết",
}

URGENCIES = ("", "Khẩn", "Thượng khẩn", "Hỏa tốc")
"""Mức độ khẩn, the least first (Phụ lục I, II.9.b); empty is the usual one."""

INCOMING_COLUMNS = (
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
"""Sổ đăng ký văn bản đến: ten columns (Phụ lục IV)."""


@dataclass(frozen=True, slots=True)
class IncomingDetails:
    """What the clerk registers: fields 3–14 of Phụ lục VI for incoming papers.

    `issued` is ISO 8601 as far as the paper tells it (``2024-12`` when the day is blank).
    """

    agency: str
    subject: str
    superior: str = ""
    number: str = ""
    notation: str = ""
    issued: str = ""
    place: str = ""
    kind: str = ""
    urgency: str = ""
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signer_authority: tuple[str, ...] = ()
    signer_post: str = ""
    signer_name: str = ""
    page_count: int = 0
    medium: Medium = Medium.ELECTRONIC
    note: str = ""

    @property
    def reference(self) -> str:
        """``99/UBND-KGVXNV``; ``/CV`` when the number is blank; empty without either."""
        return str(self._parsed()) if self.number or self.notation else ""

    @property
    def issued_on(self) -> date | None:
        """The exact day, if day, month and year are known."""
        return date.fromisoformat(self.issued) if len(self.issued) == 10 else None

    @property
    def issued_text(self) -> str:
        """As tables write it: ``08/01/2021``, ``…/12/2024``, or nothing."""
        if self.issued_on is not None:
            return short_date(self.issued_on)
        year, _, month = self.issued.partition("-")
        return f"…/{month}/{year}" if month else year

    @property
    def duplicate_key(self) -> str:
        """The same for two registrations of one paper: number, symbol, agency and year, without
        accents and case (Phụ lục VI, II.1.h). Empty when number or symbol is blank."""
        if not (self.number and self.notation):
            return ""
        return "|".join((self._parsed().loose_key, agency_key(self.agency), self.issued[:4]))

    def _parsed(self) -> Reference:
        party = "/" in self.notation and not self.notation[0].isdigit()
        written = f"{self.number}{'-' if party else '/'}{self.notation}"
        return parse_reference(written) or Reference(self.number, self.notation)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Văn bản đến in the register of one year. `arrived_at` is the moment of arrival."""

    id: int
    year: int
    number: int
    arrived_on: date
    arrived_at: datetime
    state: IncomingState
    details: IncomingDetails
    due_on: date | None = None
    void_reason: str = ""
    duplicate_of: int | None = None
    duplicate_reason: str = ""
    result: str = ""
    done_at: datetime | None = None
    created_by: int = 0
    created_at: datetime | None = None
    units: tuple[str, ...] = ()
    """Names of those it was passed to, the lead first."""

    @property
    def title(self) -> str:
        """``Công văn số 99/UBND-KGVXNV ngày 08/01/2021 của Ủy ban nhân dân tỉnh Bình Thuận``."""
        return cited(self.details)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Phân phối: to a unit or to a person of it, who leads or cooperates, until when."""

    id: int
    part: HandlingPart
    unit_id: int
    unit_name: str
    person_id: int | None
    person_name: str
    assigned_at: datetime

    @property
    def name(self) -> str:
        return f"{self.person_name} ({self.unit_name})" if self.person_name else self.unit_name


@dataclass(frozen=True, slots=True)
class HandlingStep:
    """Trạng thái, ý kiến: one line of what happened to an incoming paper (`TraceHeaderList`)."""

    kind: StepKind
    text: str
    person_name: str
    at: datetime
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """The file as it came, kept byte for byte."""

    id: int
    sha256: str
    name: str
    media_type: str
    size: int
    signed: bool  # carries digital signatures: nothing may be stamped into it
    created_at: datetime


@dataclass(frozen=True, slots=True)
class IncomingLine:
    """Sổ đăng ký văn bản đến, one line, its ten columns in order (`INCOMING_COLUMNS`)."""

    arrived_on: date
    number: int
    agency: str
    reference: str
    issued: str
    content: str
    receivers: str
    passed_on: date | None
    signed_for: str
    note: str
    incoming_id: int
    state: IncomingState

    @property
    def cells(self) -> tuple[str, ...]:
        passed = short_date(self.passed_on) if self.passed_on else ""
        return (
            short_date(self.arrived_on),
            f"{self.number:02d}",
            self.agency,
            self.reference,
            self.issued,
            self.content,
            self.receivers,
            passed,
            self.signed_for,
            self.note,
        )


@dataclass(frozen=True, slots=True)
class FollowLine:
    """Sổ theo dõi giải quyết văn bản đến, one line of seven columns (Phụ lục IV)."""

    number: int
    title: str
    receivers: str
    due_on: date | None
    progress: str
    answers: str
    note: str
    incoming_id: int


@dataclass(frozen=True, slots=True)
class ArrivalStamp:
    """Dấu “ĐẾN”: what its blanks say; `passed_to` and `file_code` may be empty."""

    agency: str
    number: int
    arrived_at: datetime
    passed_to: str = ""
    file_code: str = ""


def agency_key(name: str) -> str:
    """Folded; UBND and Ủy ban nhân dân are one, and so are HĐND and Hội đồng nhân dân."""
    key = " ".join(fold(name).split())
    for full, short in (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd")):
        key = key.replace(full, short)
    return key


def cited(details: IncomingDetails) -> str:
    """The paper as a sentence names it: kind, number, date, agency."""
    parts = [details.kind or "Văn bản"]
    if details.reference:
        parts.append(f"số {details.reference}")
    if details.issued_on is not None:
        parts.append(f"ngày {date_in_figures(details.issued_on)}")
    return " ".join((*parts, f"của {details.agency}"))


def reply_subject(details: IncomingDetails) -> str:
    """Trích yếu of the answer: ``trả lời Công văn số … ngày … của …``."""
    return f"trả lời {cited(details)}"


def search_key(details: IncomingDetails, number: int) -> str:
    """What the list's own search looks in: everything a clerk may remember, folded, each word
    with a space before and after it."""
    words = (
        f"đến {number}",
        details.reference,
        f"{details.number.lstrip('0')} {details.notation}",
        details.kind,
        details.agency,
        details.superior,
        agency_key(details.agency),
        details.subject,
        details.place,
        details.signer_name,
        details.note,
        *details.addressees,
    )
    return f" {' '.join(fold(' '.join(words)).split())} "


def future_warning(details: IncomingDetails, today: date) -> str:
    """A paper dated after today is pointed out, not refused: the sender may have erred."""
    issued = details.issued_on
    if issued is None or issued <= today:
        return ""
    return (
        f"Ngày ban hành {short_date(issued)} ở sau hôm nay ({short_date(today)}). "
        "Hãy đối chiếu với văn bản; nếu văn bản ghi sai, báo lại cơ quan gửi."
    )


def written_day(text: str) -> str:
    """The day of issue as typed → as `IncomingDetails.issued` keeps it: ``2021-01-08``, ``2024-12``
    for a paper with a blank day, empty. Raises Refused (field ``issued``)."""
    typed = clean_line(text).replace("…/", "").strip()
    if not typed:
        return ""
    try:
        return parse_date(typed).isoformat()
    except Refused as refusal:
        try:
            year, month = parse_month(typed)
        except Refused:
            raise Refused(refusal.message, field="issued") from None
        return f"{year:04d}-{month:02d}"


def own_unit(name: str, own_units: Iterable[str]) -> str:
    """Which of the office's units a paper means by `name`, or nothing: “Phòng Kinh tế” and
    “Phòng Kinh tế xã” are ours, “Phòng Kinh tế huyện” is not."""
    key = agency_key(name)
    for unit in own_units:
        if key in (f"{agency_key(unit)}{level}" for level in ("", " xa", " phuong")):
            return unit
    return ""


def concerns(units: Iterable[str], agency: str, own_units: Iterable[str]) -> bool:
    """Whether a task for `units` is this office's: it is for all addressees, names the office or
    one of its units, or every agency of its kind (``UBND các xã, thị trấn``)."""
    written, ours = tuple(units), tuple(own_units)
    named = [agency_key(name) for name in written]
    if not named or any(own_unit(name, ours) for name in written):
        return True
    own = agency_key(agency)
    kind = "xa" if " xa " in f" {own} " else "phuong" if " phuong " in f" {own} " else ""
    return any(
        own in name
        or (bool(kind) and "cac xa" in name)
        or (bool(kind) and "cac phuong" in name)
        or "cac co quan, don vi" in name
        for name in named
    )


@dataclass(frozen=True, slots=True)
class IncomingFilter:
    """What the list and the register are narrowed by; empty means everything. Dates are of
    arrival, both included."""

    words: str = ""
    year: int | None = None
    since: date | None = None
    until: date | None = None
    unit_id: int | None = None
    state: IncomingState | None = None
    kind: str = ""
    states: tuple[IncomingState, ...] = field(default=())
