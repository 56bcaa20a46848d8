"""Việc được giao và thời hạn — numbered items that begin with a unit, orders in sentences, and the
deadlines of each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from service.domain.deadlines import CountedFrom, Deadline, find_deadlines
from service.domain.errors import Refused
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.working_days import TermUnit, WorkingCalendar
from service.reading.findings import Found, FoundDeadline, Spot, Task
from service.reading.paragraphs import Paragraph
from service.reading.units import NamedUnits, leading_units, ordered_units

MAX_TASK = 4000
PLAIN = -1
FEW_LETTERS = 12
_EVERYBODY = re.compile(r"^\s*(?:[Gg]iao|[Đđ]ề nghị|[Yy]êu cầu|[Nn]hận được)\b")
_LEVELS = (
    re.compile(r"^[IVX]{1,5}\.$"),
    re.compile(r"^(?:Điều|Phần|Chương|Mục)\b"),
    re.compile(r"^\(?\d{1,3}[.)]$"),
    re.compile(r"^\d{1,2}\.\d"),
    re.compile(r"^[a-zđ]\)$"),
    re.compile(r"^[-–—•+*]$"),
)


@dataclass(slots=True)
class _Draft:
    units: NamedUnits
    number: str
    level: int
    parts: list[Paragraph]
    deadlines: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Work:
    tasks: tuple[Task, ...]
    deadlines: tuple[FoundDeadline, ...]


def read_work(
    body: Sequence[Paragraph],
    addressees: Sequence[str],
    issued: date | None,
    calendar: WorkingCalendar = VIETNAM_CALENDAR,
) -> Work:
    """Tasks per unit and all deadlines of the text, in order."""
    drafts: list[_Draft] = []
    deadlines: list[FoundDeadline] = []
    current: _Draft | None = None
    for paragraph in body:
        current = _task_of(paragraph, addressees, current, drafts)
        for deadline in find_deadlines(paragraph.text, issued=issued):
            found = _located(paragraph, deadline, issued, calendar)
            if current is None:
                sentence = _sentence(paragraph.text, deadline)
                deadlines.append(FoundDeadline(deadline, found, (), None, sentence))
                continue
            current.deadlines.append(len(deadlines))
            at = drafts.index(current)
            deadlines.append(FoundDeadline(deadline, found, current.units.names, at))
    tasks = tuple(_task(draft, len(addressees)) for draft in drafts)
    return Work(tasks, tuple(deadlines))


def _sentence(text: str, deadline: Deadline) -> str:
    """The sentence a limit stands in; all of its paragraph where the limit is the sentence."""
    start = max(text.rfind(mark, 0, deadline.start) + 1 for mark in (". ", "; ", ") "))
    ends = [text.find(mark, deadline.end) for mark in (". ", "; ")]
    end = min((one for one in ends if one >= 0), default=len(text))
    sentence = text[start:end].strip()
    alone = len(sentence) <= len(deadline.text) + FEW_LETTERS
    return (text if alone else sentence)[:MAX_TASK]


def _task_of(
    paragraph: Paragraph, addressees: Sequence[str], current: _Draft | None, drafts: list[_Draft]
) -> _Draft | None:
    """The task a paragraph begins or belongs to."""
    level = _level(paragraph.mark)
    deeper = current is not None and level > current.level
    units = _leading(paragraph, addressees) or (None if deeper else _ordered(paragraph, addressees))
    if units is not None:
        drafts.append(_Draft(units, paragraph.mark.strip("().-–"), level, [paragraph]))
        return drafts[-1]
    below_heading = current is not None and current.units.lone and level == PLAIN
    if current is not None and (deeper or below_heading):
        current.parts.append(paragraph)
        return current
    return None


def _leading(paragraph: Paragraph, addressees: Sequence[str]) -> NamedUnits | None:
    """The units an item begins with. Without a number they must be known, or it is a sentence
    about somebody; a dash and a name alone are a list."""
    units = leading_units(paragraph.body, addressees) if _may_lead(paragraph) else None
    if units is None or (units.lone and not paragraph.mark.strip("-–—•+*")):
        return None
    return units if paragraph.mark or units.known else None


def _ordered(paragraph: Paragraph, addressees: Sequence[str]) -> NamedUnits | None:
    units = ordered_units(paragraph.text, addressees)
    if units is None:
        return None
    return units if units.known or paragraph.mark or _starts_order(paragraph) else None


def _may_lead(paragraph: Paragraph) -> bool:
    return not paragraph.text.startswith(("Căn cứ", "Thực hiện", "Theo"))


def _starts_order(paragraph: Paragraph) -> bool:
    return bool(_EVERYBODY.match(paragraph.body))


def _level(mark: str) -> int:
    """How deep a list item is; plain paragraphs are the shallowest, so they end a task."""
    if not mark:
        return PLAIN
    return next((n for n, pattern in enumerate(_LEVELS) if pattern.match(mark)), len(_LEVELS))


def _task(draft: _Draft, addressees: int) -> Task:
    texts = [part.text for part in draft.parts]
    text = "\n".join(texts)[:MAX_TASK]
    where: tuple[Spot, ...] = tuple(spot for part in draft.parts for spot in part.passage.where())
    sure = 0.95 if draft.units.known else 0.8 if draft.number else 0.65
    reason = (
        "Mở đầu bằng tên đơn vị có trong “Kính gửi”."
        if draft.units.known
        else "Mở đầu bằng tên một đơn vị."
        if addressees
        else "Có câu giao việc cho đơn vị."
    )
    return Task(
        draft.units.names,
        draft.number,
        Found(text, text, where, sure, reason),
        tuple(draft.deadlines),
    )


def _located(
    paragraph: Paragraph, deadline: Deadline, issued: date | None, calendar: WorkingCalendar
) -> Found[date | None]:
    due, more = deadline.due, ""
    if deadline.term is not None:
        due, more = _end_of_term(deadline, issued, calendar)
    spots = paragraph.passage.where(deadline.start, deadline.end)
    reason = f"{deadline.reason}{more}".strip()
    return Found(deadline.text, due, spots, deadline.confidence, reason)


def _end_of_term(
    deadline: Deadline, issued: date | None, calendar: WorkingCalendar
) -> tuple[date | None, str]:
    """The last day of a term that starts on a known day; what is not known is said."""
    term = deadline.term
    start = None
    if deadline.counted_from is CountedFrom.ISSUE:
        start = issued
    elif deadline.counted_from is CountedFrom.WRITTEN and deadline.written is not None:
        start = deadline.written.exact
    if term is None or start is None or term.unit is TermUnit.HOURS:
        return None, " Ngày đến hạn tính khi vào sổ văn bản đến."
    try:
        due = calendar.due(start, term)
    except Refused as refusal:
        return None, f" {refusal.message}"
    return due.day, "".join(f" {doubt}" for doubt in due.doubts)
