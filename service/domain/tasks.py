"""Việc & hạn — what somebody was told to do, by an incoming paper or by one of ours."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.errors import Refused
from service.domain.working_days import WorkingCalendar


@dataclass(frozen=True, slots=True)
class OfficeTask:
    """Việc: `unit_name` is the office's own unit, or the name the paper gives. `source` says which
    paper it comes from; one of `incoming_id` and `document_id` is set, or neither."""

    id: int
    text: str
    unit_name: str
    unit_id: int | None
    due_on: date | None
    source: str
    incoming_id: int | None
    document_id: int | None
    done_at: datetime | None = None
    done_by: str = ""
    done_note: str = ""

    @property
    def first_line(self) -> str:
        line = self.text.split("\n")[0]
        return line if len(line) <= 200 else f"{line[:199].rstrip()}…"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be written down; `place` is its number in the paper, to find doubles by."""

    text: str
    unit_name: str = ""
    unit_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One day of the calendar feed; `uid` stays the same for the same thing for ever."""

    uid: str
    day: date
    summary: str
    description: str
    changed_at: datetime


class DueState(StrEnum):
    NONE = "none"
    LATER = "later"
    SOON = "soon"
    TODAY = "today"
    OVERDUE = "overdue"


SOON_DAYS = 3
"""Working days before the end of a limit from which it is shown as near."""


def due_state(due: date | None, today: date, calendar: WorkingCalendar) -> DueState:
    """How near the end of a limit is, in working days where the year's days off are known."""
    if due is None:
        return DueState.NONE
    if due < today:
        return DueState.OVERDUE
    if due == today:
        return DueState.TODAY
    try:
        left = calendar.working_days_between(today, due)
    except Refused:
        left = (due - today).days
    return DueState.SOON if left <= SOON_DAYS else DueState.LATER
