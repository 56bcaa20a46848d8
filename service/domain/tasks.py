"""Việc & hạn — what somebody was told to do, by an incoming paper or by one of ours."""

from dataclasses import dataclass
from datetime import date, datetime


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
