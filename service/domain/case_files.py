"""Hồ sơ — list of the year, case files, what lies in them (NĐ 30/2020, Điều 28–31, Phụ lục V).

Field names in comments are those of Phụ lục VI, phần II (input data of documents and files).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from service.domain.errors import Refused
from service.domain.vietnamese import clean_line, fold, short_date

PERMANENT = "Vĩnh viễn"
LONGEST_YEARS = 70
WARN_BEFORE = timedelta(days=30)
"""Phụ lục VI, phần I, II.5: people are told 30 days before a file falls due."""

USE_RIGHTS = ("Sử dụng rộng rãi", "Sử dụng hạn chế", "Chỉ trong cơ quan")
"""Chế độ sử dụng that forms offer; anything else may be typed."""


class CaseFileState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"


CASE_FILE_STATES: Mapping[CaseFileState, str] = {
    CaseFileState.OPEN: "Đang mở",
    CaseFileState.CLOSED: "Đã kết thúc",
    CaseFileState.HANDED_OVER: "Đã nộp lưu",
}


@dataclass(frozen=True, slots=True)
class HandOverTerm:
    """Thời hạn nộp lưu from `since` on: months after the job ends, for works of construction and
    for all else; files kept for `least_years` or more are handed over."""

    since: date
    months: int
    construction_months: int
    least_years: int
    article: str


HAND_OVER_TERMS = (
    HandOverTerm(
        since=date(2020, 3, 5),
        months=12,
        construction_months=3,
        least_years=5,
        article="Điều 30, khoản 2 và Điều 31, khoản 3, điểm c NĐ 30/2020",
    ),
)
"""Newest last; a job that ended earlier is held to the first."""


@dataclass(frozen=True, slots=True)
class RetentionChoice:
    """Thời hạn bảo quản that forms offer; `years` is None for ever (Phụ lục V, I.4)."""

    years: int | None
    since: date
    article: str

    @property
    def name(self) -> str:
        return retention_text(self.years)


RETENTION_CHOICES = tuple(
    RetentionChoice(years, date(2020, 3, 5), "Phụ lục V, mục I.4 NĐ 30/2020")
    for years in (None, 5, 10, 15, 20, 50, 70)
)
"""Usual terms; any whole number of years up to 70 may be typed."""


@dataclass(frozen=True, slots=True)
class ListHeading:
    """Đề mục: a big one has a `symbol` and a Roman numeral, a small one lies under `parent_id`."""

    id: int
    year: int
    parent_id: int | None
    place: int
    name: str
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """One line of the Danh mục hồ sơ; `case_id` once a file was opened from it."""

    id: int
    year: int
    heading_id: int
    number: int
    notation: str
    title: str
    retention_years: int | None
    keeper_id: int
    keeper_name: str
    note: str = ""
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class CaseList:
    """Danh mục hồ sơ of a year; `decision` is what it was issued by (Điều 28), then it is final."""

    year: int
    by_heading: bool
    organ_id: str
    decision: str
    headings: tuple[ListHeading, ...] = ()
    plans: tuple[PlannedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseDetails:
    """What a person types of a case file: fields of “Hồ sơ” in Phụ lục VI."""

    notation: str
    title: str
    retention_years: int | None
    started_on: date
    creator: str
    rights: str = USE_RIGHTS[0]
    language: str = "Tiếng Việt"
    note: str = ""
    construction: bool = False


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Hồ sơ. `keeper_id` is None for one that was brought in from another office."""

    id: int
    organ_id: str
    year: int
    details: CaseDetails
    keeper_id: int | None
    unit_id: int
    unit_name: str
    state: CaseFileState
    ended_on: date | None
    handover_id: int | None
    imported_sha256: str
    papers: int
    plan_id: int | None = None
    kept_until: date | None = None
    """Giữ lại: the unit may keep it so long beyond its day (Điều 31, khoản 3, điểm d)."""

    @property
    def name(self) -> str:
        return f"{self.details.notation} ({self.year})"

    @property
    def due_on(self) -> date | None:
        """By when it is handed over: its day by law, later when it is kept back."""
        due = self.due_by_law
        return max(due, self.kept_until) if due and self.kept_until else due

    @property
    def due_by_law(self) -> date | None:
        """The day of Điều 30; None while it is open, handed over or kept too briefly."""
        years, ended = self.details.retention_years, self.ended_on
        if self.state is not CaseFileState.CLOSED or ended is None:
            return None
        term = hand_over_term(ended)
        if years is not None and years < term.least_years:
            return None
        months = term.construction_months if self.details.construction else term.months
        return months_after(ended, months)


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One file of a paper as it is stored; `role` tells which: signed, pdf, docx, came …"""

    name: str
    sha256: str
    media_type: str
    size: int
    role: str = ""


@dataclass(frozen=True, slots=True)
class FiledPaper:
    """Văn bản trong hồ sơ: the fields of Phụ lục VI for an outgoing or an incoming paper.

    `issued` is ISO 8601 as far as it is known (``2024-12``). `pages` counts those of the main
    file. `reading` holds the SHA-256 of the files that show the paper, in reading order.
    """

    topic: str
    direction: str  # outgoing, incoming
    type_name: str  # TypeName
    number: str  # CodeNumber
    notation: str  # CodeNotation
    reference: str
    issued: str  # IssuedDate
    organ: str  # OrganName
    subject: str  # Subject
    language: str = "Tiếng Việt"  # Language
    pages: int = 0  # PageAmount
    note: str = ""  # Description
    signer_post: str = ""  # SignerInfo/Position
    signer_name: str = ""  # SignerInfo/FullName
    recipients: tuple[str, ...] = ()  # To/OrganName, ToPlaces
    priority: str = ""  # Priority
    copies: int = 0  # IssuedAmount
    due: str = ""  # DueDate
    arrived: str = ""  # ArrivalDate
    arrival_number: str = ""  # ArrivalNumber
    trace: str = ""  # TraceHeaderList
    files: tuple[PaperFile, ...] = ()
    reading: tuple[str, ...] = ()

    @property
    def issued_text(self) -> str:
        if len(self.issued) == 10:
            return short_date(date.fromisoformat(self.issued))
        year, _, month = self.issued.partition("-")
        return f"{month}/{year}" if month else year

    @property
    def content(self) -> str:
        """Tên loại và trích yếu nội dung."""
        return f"{self.type_name} {self.subject}".strip()


@dataclass(frozen=True, slots=True)
class CaseItem:
    """A paper's place in a file: `ordinal` counts from 1 in order of time."""

    id: int
    ordinal: int
    paper: FiledPaper
    hidden: bool = False
    """The reader may not open the paper itself."""


@dataclass(frozen=True, slots=True)
class CaseClosing:
    """Kết thúc hồ sơ, and its reopening with the person and the reason when there was one."""

    id: int
    closed_by: str
    closed_at: datetime
    reopened_by: str = ""
    reopened_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Giao nhận hồ sơ into Lưu trữ cơ quan (Điều 30, khoản 3)."""

    handed_on: date
    giver: str
    receiver: str
    giver_post: str = ""
    receiver_post: str = ""
    ground: str = ""
    condition: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class CaseGrant:
    """Cho xem hồ sơ: a further unit that sees the file."""

    id: int
    unit_id: int
    unit_name: str


@dataclass(frozen=True, slots=True)
class ImportedCase:
    """What an export holds: the file's own fields and its papers in order."""

    organ_id: str
    year: int
    details: CaseDetails
    ended_on: date | None
    papers: tuple[FiledPaper, ...] = field(default=())


def retention_text(years: int | None) -> str:
    """``Vĩnh viễn``, ``20 năm`` (Phụ lục V, I.4)."""
    return PERMANENT if years is None else f"{years:02d} năm"


def parse_retention(text: str) -> int | None:
    """``vĩnh viễn`` → None, ``20 năm`` → 20; Refused (field ``retention``) for anything else."""
    words = fold(clean_line(text))
    if words == fold(PERMANENT):
        return None
    number = words.removesuffix("nam").strip()
    if number.isdecimal() and number.isascii() and 1 <= int(number[:4]) <= LONGEST_YEARS:
        return int(number)
    raise Refused(
        "Ghi “Vĩnh viễn” hoặc số năm từ 1 đến 70, ví dụ 20 năm (Phụ lục V, mục I.4 NĐ 30/2020).",
        field="retention",
    )


def hand_over_term(ended_on: date) -> HandOverTerm:
    """The term that holds for a job that ended on this day."""
    held = [one for one in HAND_OVER_TERMS if one.since <= ended_on]
    return held[-1] if held else HAND_OVER_TERMS[0]


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def is_due_soon(case: CaseFile, today: date) -> bool:
    """Whether people are told that the file is to be handed over: 30 days before, and after."""
    return case.due_on is not None and today >= case.due_on - WARN_BEFORE


def in_order(papers: list[FiledPaper]) -> list[FiledPaper]:
    """Order of time: by the paper's day, those without one last, then as they were put in."""
    return sorted(papers, key=lambda one: one.issued or "9999")


ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """4 → ``IV``: big headings of the list (Phụ lục V, I.1)."""
    text = ""
    for value, letters in ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text
