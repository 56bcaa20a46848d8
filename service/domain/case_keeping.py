"""Giữ lại hồ sơ — files kept by their unit beyond the day of hand-over (NĐ 30/2020, Điều 31,
khoản 3, điểm d): the head agrees in writing, a list goes to Lưu trữ cơ quan, two years at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.case_files import months_after


@dataclass(frozen=True, slots=True)
class KeepingTerm:
    """How long from the day of hand-over a file may be kept back, for files due from `since` on."""

    since: date
    months: int
    article: str


KEEPING_TERMS = (
    KeepingTerm(
        since=date(2020, 3, 5),
        months=24,
        article="Điều 31, khoản 3, điểm d NĐ 30/2020",
    ),
)
"""Newest last; a file that fell due earlier is held to the first."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Giữ lại hồ sơ, one act: who agreed and by which paper (`consent`), why, until when."""

    allowed_by: str
    consent: str
    reason: str
    kept_until: date
    allowed_post: str = ""
    id: int = 0
    maker: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of an act: `due_on` is the law's day of hand-over; `ended_at` once it was undone."""

    id: int
    keeping: Keeping
    case_id: int
    due_on: date
    ended_at: datetime | None = None
    ender: str = ""
    end_reason: str = ""


def keeping_term(due_on: date) -> KeepingTerm:
    """The term that holds for a file due on this day."""
    held = [one for one in KEEPING_TERMS if one.since <= due_on]
    return held[-1] if held else KEEPING_TERMS[0]


def last_day_kept(due_on: date) -> date:
    """Until when a file due on this day may be kept back at most."""
    return months_after(due_on, keeping_term(due_on).months)


def earliest_last_day(due_days: Sequence[date]) -> date | None:
    """Until when all of these files may be kept in one act; None without any."""
    return min(map(last_day_kept, due_days), default=None)
