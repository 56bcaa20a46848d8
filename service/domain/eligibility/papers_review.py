"""Công văn rà soát — the letter that asks units to review who may be published, each with its
task and the day it is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.domain.eligibility.papers import SERVICE
from service.domain.errors import Refused
from service.domain.vietnamese import clean, clean_line, parse_date, short_date

DUE = "[hạn]"
"""Where in a task its day is told; without it, after the last word of the task."""

DUE_WORDS = "hoàn thành trước ngày"
SUBJECT = f"rà soát tổ chức, cá nhân đủ điều kiện {SERVICE}"
MOST_TASKS = 60


@dataclass(frozen=True, slots=True)
class ReviewTask:
    """Việc của một đơn vị: `words` stand before the day, as the office writes them."""

    unit: str
    work: str
    due: date | None = None
    words: str = DUE_WORDS

    def text(self, report_due: date | None = None) -> str:
        """``Phòng Y tế lập danh sách … (hoàn thành trước ngày 12/12/2024).``"""
        day = self.due or report_due
        told = f"({self.words} {short_date(day)})" if day else ""
        work = self.work.replace(DUE, told) if DUE in self.work else _at_end(self.work, told)
        return f"{self.unit} {work}"


def _at_end(work: str, told: str) -> str:
    return f"{work.rstrip(' .')} {told}." if told else work


@dataclass(frozen=True, slots=True)
class ReviewLetter:
    """Everything of the letter: `report_due` also serves a task without a day of its own;
    `units` are those addressed, by default those with a task."""

    opening: str
    tasks: tuple[ReviewTask, ...]
    closing: str
    units: tuple[str, ...] = ()
    subject: str = SUBJECT
    report_due: date | None = None
    report_to: str = ""

    @property
    def body(self) -> str:
        numbered = (f"{n}. {one.text(self.report_due)}" for n, one in enumerate(self.tasks, 1))
        return "\n".join([self.opening, *numbered, *self._report(), self.closing])

    def _report(self) -> list[str]:
        if self.report_due is None or not self.report_to:
            return []
        return [
            (
                f"Các đơn vị báo cáo kết quả về {self.report_to} trước ngày "
                f"{short_date(self.report_due)} để tổng hợp."
            )
        ]

    def answers(self) -> dict[str, Any]:
        """What an official letter asks, without what the office itself adds."""
        units = list(self.units or dict.fromkeys(one.unit for one in self.tasks))
        return {"subject": self.subject, "addressees": units, "body": self.body}


def review_letter(given: Mapping[str, Any], *, need_days: bool = True) -> ReviewLetter:
    """Read the letter from typed answers: opening, closing, report_due, report_to, units, subject
    and tasks [{unit, work, due, words}].

    Refused with every wrong field in `errors` (``tasks-2-due``). With `need_days` each unit must
    have a day: its own, or the day of the report.
    """
    errors: dict[str, str] = {}
    report_due = _day(given.get("report_due"), "report_due", errors)
    rows = [row for row in given.get("tasks") or () if any(map(_line, row.values()))]
    tasks = tuple(
        _task(row, place, errors, needs_day=need_days and report_due is None)
        for place, row in enumerate(rows)
    )
    opening = clean(str(given.get("opening") or "")).strip()
    if not opening:
        errors["opening"] = "Hãy ghi phần mở đầu: căn cứ, mục đích rà soát."
    if not tasks:
        errors["tasks"] = "Hãy giao việc cho ít nhất một đơn vị."
    if len(tasks) > MOST_TASKS:
        errors["tasks"] = f"Nhiều nhất {MOST_TASKS} đơn vị trong một công văn."
    if errors:
        raise Refused(next(iter(errors.values())), errors=errors)
    return ReviewLetter(
        opening=opening,
        tasks=tasks,
        closing=clean(str(given.get("closing") or "")).strip()
        or "Yêu cầu các đơn vị tổ chức thực hiện và báo cáo kết quả đúng thời hạn.",
        units=tuple(filter(None, map(_line, _rows(given.get("units"))))),
        subject=_line(given.get("subject")) or SUBJECT,
        report_due=report_due,
        report_to=_line(given.get("report_to")),
    )


def _task(
    row: Mapping[str, Any], place: int, errors: dict[str, str], *, needs_day: bool
) -> ReviewTask:
    unit, work = _line(row.get("unit")), clean(str(row.get("work") or "")).strip()
    if not unit:
        errors[f"tasks-{place}-unit"] = "Chưa ghi đơn vị."
    if not work:
        errors[f"tasks-{place}-work"] = "Chưa ghi việc phải làm."
    due = _day(row.get("due"), f"tasks-{place}-due", errors)
    if needs_day and due is None:
        errors.setdefault(
            f"tasks-{place}-due", "Chưa ghi hạn; hãy ghi hạn của đơn vị này hoặc hạn báo cáo chung."
        )
    return ReviewTask(unit, work, due, _line(row.get("words")) or DUE_WORDS)


def _day(text: Any, name: str, errors: dict[str, str]) -> date | None:
    if not _line(text):
        return None
    try:
        return parse_date(_line(text))
    except Refused as refusal:
        errors[name] = refusal.message
        return None


def _rows(value: Any) -> Sequence[Any]:
    return value.split("\n") if isinstance(value, str) else value or ()


def _line(value: Any) -> str:
    return clean_line(str(value or ""))
