"""Các mẫu nhập của văn bản đến — what the clerk, the leader and the units fill in."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.base import VietnameseForm
from forms.fields import Check, Choice, Day, Line, Lines, Text, at_most
from service.actions.found_tasks import MOST_TASKS, ProposedTask
from service.domain.agency import Unit
from service.domain.errors import Refused
from service.domain.incoming import (
    MEDIUM_NAMES,
    STEP_NAMES,
    URGENCIES,
    Incoming,
    IncomingDetails,
    Medium,
    StepKind,
    own_unit,
    written_day,
)
from service.domain.numbering import VIETNAM
from service.domain.tasks import NewTask
from service.domain.vietnamese import clean, parse_date, short_date
from service.web.incoming.proposal import Proposal
from service.web.typed import filled, whole

SHORT = {"class": "short", "autocomplete": "off"}
NUMERIC = {**SHORT, "inputmode": "numeric"}
_CLOCK = re.compile(r"^([01]?\d|2[0-3])\s*[:hg]\s*([0-5]\d)$", re.IGNORECASE)
_DETAIL_LINES = (
    "superior",
    "agency",
    "number",
    "notation",
    "place",
    "kind",
    "subject",
    "urgency",
    "signer_post",
    "signer_name",
    "note",
)


class DetailsForm(VietnameseForm):
    """What is registered of a paper; every page that shows it uses the same names."""

    superior = Line("Cơ quan chủ quản", [at_most(200)], render_kw={"autocomplete": "off"})
    agency = Line("Cơ quan ban hành", [filled("Hãy ghi cơ quan ban hành văn bản."), at_most(200)])
    number = Line("Số", [at_most(11)], render_kw=NUMERIC)
    notation = Line("Ký hiệu", [at_most(40)], render_kw=SHORT)
    issued = Line(
        "Ngày ban hành",
        [at_most(40)],
        description="Ngày/tháng/năm; chỉ tháng/năm khi văn bản để trống ngày.",
        render_kw=NUMERIC,
    )
    place = Line("Địa danh", [at_most(60)], render_kw={"autocomplete": "off"})
    kind = Line("Tên loại", [at_most(100)], render_kw={"class": "medium"})
    subject = Line("Trích yếu", [filled("Hãy ghi trích yếu nội dung."), at_most(1000)])
    urgency = Choice(
        "Mức độ khẩn", choices=[(name, name or "Thường") for name in URGENCIES], open_ended=True
    )
    addressees = Lines("Kính gửi", description="Mỗi nơi một dòng.", render_kw={"rows": 3})
    signer_authority = Lines(
        "Quyền hạn, chức vụ trên chữ ký",
        description="Mỗi dòng một dòng, ví dụ KT. CHỦ TỊCH.",
        render_kw={"rows": 2},
    )
    signer_post = Line("Chức vụ người ký", [at_most(100)])
    signer_name = Line("Người ký", [at_most(100)])
    recipients = Lines("Nơi nhận", description="Mỗi nơi một dòng.", render_kw={"rows": 3})
    page_count = Line("Số trang", [at_most(4)], render_kw=NUMERIC)
    medium = Choice(
        "Hình thức nhận", choices=[(one.value, name) for one, name in MEDIUM_NAMES.items()]
    )
    due_on = Day("Thời hạn giải quyết", render_kw=NUMERIC)
    note = Line("Ghi chú", [at_most(500)])

    def details(self) -> IncomingDetails:
        """Raises Refused (field ``issued``) for a day that does not exist."""
        texts = {name: self[name].answer() for name in _DETAIL_LINES}
        return IncomingDetails(
            **texts,
            issued=written_day(self.issued.answer()),
            addressees=tuple(self.addressees.answer()),
            recipients=tuple(self.recipients.answer()),
            signer_authority=tuple(self.signer_authority.answer()),
            page_count=whole(self.page_count.answer(), 0, high=9999),
            medium=Medium(self.medium.answer()),
        )

    def offer_urgencies(self) -> None:
        """The decree's three, and what the paper itself says."""
        self.urgency.offer([(name, name or "Thường") for name in URGENCIES])

    def due(self) -> date | None:
        return date.fromisoformat(self.due_on.answer()) if self.due_on.answer() else None


class ReceiveForm(DetailsForm):
    """Vào sổ: the details, when it came, and why a paper is registered a second time."""

    arrived = Day("Ngày đến", [filled("Hãy ghi ngày đến.")], render_kw=NUMERIC)
    arrived_time = Line("Giờ đến", [filled("Hãy ghi giờ đến, ví dụ 08:30.")], render_kw=SHORT)
    unit_id = Choice(
        "Chuyển ngay cho đơn vị",
        description="Để trống khi trình lãnh đạo phân phối.",
        choices=(),
    )
    duplicate_reason = Line("Lý do vào sổ lần nữa", [at_most(500)])
    not_secret = Check("Đã kiểm tra: văn bản không chứa bí mật nhà nước")

    def offer_units(self, units: tuple[Unit, ...]) -> None:
        self.unit_id.offer([("", "Trình lãnh đạo"), *unit_choices(units)])

    def arrived_at(self) -> datetime:
        """The moment of arrival in Vietnam; raises Refused (field ``arrived_time``)."""
        clock = _CLOCK.match(self.arrived_time.answer())
        if clock is None:
            raise Refused("Ghi giờ và phút, ví dụ 08:30.", field="arrived_time")
        day = date.fromisoformat(self.arrived.answer())
        return datetime.combine(day, time(int(clock[1]), int(clock[2])), VIETNAM)


class AssignForm(VietnameseForm):
    """Ý kiến phân phối, chỉ đạo."""

    text = Text("Ý kiến chỉ đạo", [at_most(2000)], render_kw={"rows": 3})
    lead_unit = Choice("Đơn vị chủ trì", [filled("Hãy chọn đơn vị chủ trì.")], choices=())
    lead_person = Choice("Giao cho", choices=())
    due_on = Day("Thời hạn giải quyết", render_kw=NUMERIC)


class ReportForm(VietnameseForm):
    """Ý kiến, tiến độ."""

    kind = Choice(
        "Loại",
        choices=[(one.value, STEP_NAMES[one]) for one in StepKind if one is not StepKind.RESULT],
    )
    text = Text("Nội dung", [filled("Hãy ghi nội dung."), at_most(2000)], render_kw={"rows": 3})


class CompleteForm(VietnameseForm):
    result = Text(
        "Kết quả giải quyết",
        [filled("Hãy ghi kết quả giải quyết."), at_most(2000)],
        render_kw={"rows": 2},
    )
    paper = Line(
        "Số, ký hiệu văn bản trả lời",
        [at_most(60)],
        description="Nếu có, ví dụ 05/UBND-VP; văn bản phải đã phát hành.",
        render_kw={"class": "medium", "autocomplete": "off"},
    )


class TaskForm(VietnameseForm):
    """A task that somebody found in the paper, or that it follows from."""

    text = Text("Việc", [filled("Hãy ghi việc cần làm."), at_most(4000)], render_kw={"rows": 2})
    unit_id = Choice("Đơn vị", choices=())
    due_on = Day("Hạn", render_kw=NUMERIC)

    def task(self) -> NewTask:
        unit, due = self.unit_id.answer(), self.due_on.answer()
        return NewTask(
            self.text.answer(),
            unit_id=int(unit) if unit else None,
            due_on=date.fromisoformat(due) if due else None,
        )


def task_form(posted: Any = None, *, units: tuple[Unit, ...], prefix: str = "") -> TaskForm:
    form = TaskForm(posted, prefix=prefix)
    form.unit_id.offer([("", "Chưa giao"), *unit_choices(units)])
    return form


@dataclass(frozen=True, slots=True)
class TypedTask:
    """A row of the table of tasks as it stands on the page."""

    keep: bool
    text: str
    unit_name: str
    unit_id: int
    due: str
    note: str = ""
    page: int = 0
    error: str = ""


def unit_choices(units: tuple[Unit, ...]) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in units if unit.active]


def filled_details(details: IncomingDetails, due_on: date | None) -> dict[str, Any]:
    """Details as the form's data."""
    values = {name: getattr(details, name) for name in _DETAIL_LINES}
    return {
        **values,
        "issued": details.issued_text,
        "addressees": list(details.addressees),
        "recipients": list(details.recipients),
        "signer_authority": list(details.signer_authority),
        "page_count": str(details.page_count or ""),
        "medium": details.medium.value,
        "due_on": short_date(due_on) if due_on else "",
    }


def correction_form(paper: Incoming) -> DetailsForm:
    form = DetailsForm(data=filled_details(paper.details, paper.due_on))
    form.offer_urgencies()
    return form


def proposed_rows(proposal: Proposal, units: tuple[Unit, ...]) -> list[TypedTask]:
    return [_row(task, units) for task in proposal.tasks]


def _row(task: ProposedTask, units: tuple[Unit, ...]) -> TypedTask:
    named = {unit.name: unit.id for unit in units}
    due = short_date(task.due_on) if task.due_on else ""
    own = named.get(own_unit(task.units, named), 0)
    return TypedTask(task.ours, task.text, task.units, own, due, task.note, task.page)


def typed_rows(posted: MultiDict[str, str]) -> list[TypedTask]:
    """The table as posted; a wrong day carries its sentence."""
    rows = []
    for number in range(MOST_TASKS):
        prefix = f"task-{number}-"
        if f"{prefix}text" not in posted:
            break
        due, error = clean(posted.get(f"{prefix}due", "")).strip(), ""
        keep = f"{prefix}keep" in posted
        if due and keep:
            try:
                due = short_date(parse_date(due))
            except Refused as refusal:
                error = refusal.message
        rows.append(
            TypedTask(
                keep,
                clean(posted[f"{prefix}text"]).strip()[:4000],
                clean(posted.get(f"{prefix}name", ""))[:500],
                whole(posted.get(f"{prefix}unit"), 0),
                due,
                clean(posted.get(f"{prefix}note", ""))[:500],
                whole(posted.get(f"{prefix}page"), 0),
                error,
            )
        )
    return rows


def new_tasks(rows: list[TypedTask]) -> tuple[NewTask, ...]:
    """The kept rows as tasks; raises Refused (field ``tasks``) when a day is wrong."""
    if any(row.error for row in rows):
        raise Refused("Có hạn của việc ghi sai ngày.", field="tasks")
    return tuple(
        NewTask(
            row.text,
            row.unit_name,
            row.unit_id or None,
            parse_date(row.due) if row.due else None,
        )
        for row in rows
        if row.keep and row.text
    )
