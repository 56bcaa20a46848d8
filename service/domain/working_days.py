"""Ngày làm việc, thời hạn — which days an office works, and when a time limit ends.

Days off: Bộ luật Lao động 2019, Điều 111–112, and the yearly notices on compensatory and
swapped days. Counting: Bộ luật Dân sự 2015, Điều 147 (from the day after) and 148 (a limit that
ends on a day off ends on the next working day). The yearly facts are data in
`service/domain/holidays.py`; an office may hand in its own.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from service.domain.errors import Refused
from service.domain.numbering import VIETNAM
from service.domain.vietnamese import short_date

MAX_AMOUNT = 3650
_SATURDAY = 5


class TermUnit(StrEnum):
    """The four units in which a time limit is written."""

    WORKING_DAYS = "working_days"
    DAYS = "days"
    HOURS = "hours"
    MONTHS = "months"


UNIT_NAMES: Mapping[TermUnit, str] = {
    TermUnit.WORKING_DAYS: "ngày làm việc",
    TermUnit.DAYS: "ngày",
    TermUnit.HOURS: "giờ",
    TermUnit.MONTHS: "tháng",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit as written: ``05 ngày làm việc``."""

    amount: int
    unit: TermUnit

    def __str__(self) -> str:
        return f"{self.amount:02d} {UNIT_NAMES[self.unit]}"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A run of days without work, both ends included.

    `sure` is false where the yearly notice was not out when the data was written; `source` says
    which law or notice it comes from.
    """

    first: date
    last: date
    name: str
    source: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class WorkingSaturday:
    """A Saturday (or Sunday) worked in exchange for a working day off."""

    day: date
    instead_of: date
    source: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """Everything that one year adds to "Monday to Friday"."""

    year: int
    days_off: tuple[DayOff, ...]
    worked: tuple[WorkingSaturday, ...] = ()


@dataclass(frozen=True, slots=True)
class DueDate:
    """When a time limit ends.

    `day` is the last day; `moment` is set for limits in hours only. `doubts` holds one sentence
    for each day off on the way whose date is not certain.
    """

    day: date
    moment: datetime | None = None
    doubts: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        return not self.doubts


class WorkingCalendar:
    """Lịch làm việc: answers for the years it was given and refuses all others."""

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        self._off: dict[date, DayOff] = {}
        self._worked: dict[date, WorkingSaturday] = {}
        self._years: set[int] = set()
        for year in years:
            self._years.add(year.year)
            for run in year.days_off:
                span = (run.last - run.first).days
                self._off |= {run.first + timedelta(n): run for n in range(span + 1)}
            self._worked |= {swap.day: swap for swap in year.worked}

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted(self._years))

    def day_off(self, day: date) -> str:
        """Why nobody works on `day` (``Tết Âm lịch``, ``Chủ nhật``), or an empty string."""
        self._require(day)
        if day in self._worked:
            return ""
        if run := self._off.get(day):
            return run.name
        return ("Thứ Bảy", "Chủ nhật")[day.weekday() - _SATURDAY] if day.weekday() > 4 else ""

    def is_working(self, day: date) -> bool:
        """Refused when the days off of that year are not known."""
        return not self.day_off(day)

    def next_working_day(self, day: date) -> date:
        """`day` itself when it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, start: date, amount: int) -> date:
        """The `amount`-th working day after `start`; the day of `start` is never counted."""
        day = start
        for _ in range(amount):
            day = self.next_working_day(day + timedelta(days=1))
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before."""
        if end < start:
            return -self.working_days_between(end, start)
        days = (start + timedelta(n) for n in range(1, (end - start).days + 1))
        return sum(self.is_working(day) for day in days)

    def due(self, start: date | datetime, term: Term) -> DueDate:
        """When `term` ends if it starts on `start` (the day of receipt, of issue …).

        Hours run on the clock from the moment itself (Điều 147, khoản 1); `start` must then be
        a moment. Days and months count from the day after; a limit in days or months that ends
        on a day off ends on the next working day (Điều 148, khoản 5). Raises Refused.
        """
        if not 0 < term.amount <= MAX_AMOUNT:
            raise Refused(f"Thời hạn phải từ 1 đến {MAX_AMOUNT}; văn bản ghi {term.amount}.")
        if term.unit is TermUnit.HOURS:
            return self._due_in_hours(start, term.amount)
        first = _day_of(start)
        if term.unit is TermUnit.WORKING_DAYS:
            last = self.add_working_days(first, term.amount)
        elif term.unit is TermUnit.DAYS:
            last = self.next_working_day(first + timedelta(days=term.amount))
        else:
            last = self.next_working_day(months_after(first, term.amount))
        return DueDate(last, doubts=self.doubts(first, last))

    def _due_in_hours(self, start: date | datetime, hours: int) -> DueDate:
        if not isinstance(start, datetime):
            raise Refused("Thời hạn tính bằng giờ phải có giờ bắt đầu. Ghi cả giờ nhận văn bản.")
        moment = start + timedelta(hours=hours)
        return DueDate(_day_of(moment), moment)

    def doubts(self, first: date, last: date) -> tuple[str, ...]:
        """One sentence for each uncertain day off or worked Saturday from `first` to `last`."""
        runs = {
            run: None
            for day, run in sorted(self._off.items())
            if not run.sure and first <= day <= last
        }
        swaps = [
            swap
            for day, swap in sorted(self._worked.items())
            if not swap.sure and first <= day <= last
        ]
        return (
            *(
                f"Lịch nghỉ {run.name} {_span(run)} chưa chắc chắn: {run.source}. "
                "Quản trị cần đối chiếu thông báo nghỉ lễ."
                for run in runs
            ),
            *(
                f"Ngày làm bù {short_date(swap.day)} chưa chắc chắn: {swap.source}. "
                "Quản trị cần đối chiếu thông báo nghỉ lễ."
                for swap in swaps
            ),
        )

    def _require(self, day: date) -> None:
        if day.year not in self._years:
            raise Refused(
                f"Chưa có lịch nghỉ lễ, tết năm {day.year} nên không tính được ngày làm việc. "
                f"Quản trị cần nhập lịch nghỉ năm {day.year}, rồi tính lại."
            )


def months_after(start: date, months: int) -> date:
    """The same day of a later month, or its last day: 31/01 + 1 → 28/02 (Điều 148, khoản 3)."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _day_of(moment: date | datetime) -> date:
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(VIETNAM).date()


def _span(run: DayOff) -> str:
    if run.first == run.last:
        return f"ngày {short_date(run.first)}"
    return f"từ {short_date(run.first)} đến {short_date(run.last)}"
