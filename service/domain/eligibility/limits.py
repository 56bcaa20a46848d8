"""Thời hạn giải quyết — a clock of working days that stands still while a supplement is awaited.

The limit runs from the day after the dossier was valid (Bộ luật Dân sự 2015, Điều 147). Once it
runs, days between a request for supplement and its receipt are not counted (``pause``), or the
limit starts anew with the receipt (``restart``), as the regime's `supplement_clock` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.domain.eligibility.law import LegalLimit, ProviderRegime
from service.domain.errors import Refused
from service.domain.working_days import DueDate, TermUnit, WorkingCalendar, months_after

Pause = tuple[date, date | None]
"""A supplement was asked for on the first day and received on the second (None: not yet)."""

_FARTHEST = 1200  # days looked ahead before a calendar must refuse


@dataclass(frozen=True, slots=True)
class CaseClock:
    """Đồng hồ hồ sơ. `due` is None while the clock stands still; `used` and `left` are working
    days; `late` when today lies behind the due day; `doubts` of uncertain days off."""

    due: date | None
    used: int
    left: int
    stopped: bool
    late: bool
    doubts: tuple[str, ...] = ()


def limit_of(regime: ProviderRegime, code: str) -> LegalLimit:
    """Refused when this period of law sets no such limit."""
    limit = regime.limits.get(code)
    if limit is None:
        raise Refused(f"{regime.name} không quy định thời hạn này.")
    return limit


def due(
    regime: ProviderRegime, code: str, start: date | datetime, calendar: WorkingCalendar
) -> DueDate:
    """The last day (or moment) of one of the regime's limits; Refused for a year without
    holidays, or a limit that this regime does not set."""
    return calendar.due(start, limit_of(regime, code).term)


def clock(
    regime: ProviderRegime,
    code: str,
    valid_on: date,
    pauses: Sequence[Pause],
    *,
    today: date,
    calendar: WorkingCalendar,
) -> CaseClock:
    """Where a case stands on `today`; `code` is ``decide`` or ``republish``."""
    term = limit_of(regime, code).term
    if term.unit is not TermUnit.WORKING_DAYS:
        raise Refused("Đồng hồ hồ sơ chỉ chạy theo ngày làm việc; hãy sửa bảng quy định.")
    start, counted = _start(regime, valid_on, pauses)
    stopped = any(end is None for _, end in counted)
    used = _counted(start, today, counted, calendar)
    last = None if stopped else _due(start, term.amount, counted, calendar)
    return CaseClock(
        due=last,
        used=used,
        left=term.amount - used,
        stopped=stopped,
        late=last is not None and today > last,
        doubts=() if last is None else calendar.doubts(start, last),
    )


def _start(
    regime: ProviderRegime, valid_on: date, pauses: Sequence[Pause]
) -> tuple[date, list[Pause]]:
    """Pauses before the dossier was valid consumed nothing and do not matter."""
    after = [(first, end) for first, end in pauses if end is None or end > valid_on]
    if regime.supplement_clock == "restart":
        ends = [end for _, end in after if end is not None]
        return max([valid_on, *ends]), [(first, end) for first, end in after if end is None]
    return valid_on, after


def _is_paused(day: date, pauses: Sequence[Pause]) -> bool:
    return any(first < day and (end is None or day <= end) for first, end in pauses)


def _counted(start: date, today: date, pauses: Sequence[Pause], calendar: WorkingCalendar) -> int:
    days = (start + timedelta(n) for n in range(1, (today - start).days + 1))
    return sum(1 for day in days if not _is_paused(day, pauses) and calendar.is_working(day))


def _due(start: date, amount: int, pauses: Sequence[Pause], calendar: WorkingCalendar) -> date:
    day = start
    for _ in range(_FARTHEST):
        if amount == 0:
            return day
        day += timedelta(days=1)
        amount -= not _is_paused(day, pauses) and calendar.is_working(day)
    raise Refused("Thời hạn dừng quá lâu, không tính được ngày trả kết quả. Hãy báo quản trị.")


def require_suspension(regime: ProviderRegime, months: int, starts_on: date) -> date:
    """The last day of a suspension; Refused (field ``months``) outside the regime's months."""
    low, high = regime.suspension_months
    if not low <= months <= high:
        allowed = f"đúng {low} tháng" if low == high else f"từ {low} đến {high} tháng"
        raise Refused(
            f"{regime.name} chỉ cho đình chỉ {allowed}; đang ghi {months} tháng.", "months"
        )
    return months_after(starts_on, months) - timedelta(days=1)
