"""Time limits end on working days, by the calendar of that very year."""

from datetime import date, datetime

import pytest

from service.domain.errors import Refused
from service.domain.holidays import VIETNAM_CALENDAR, YEARS
from service.domain.numbering import VIETNAM
from service.domain.working_days import (
    CalendarYear,
    DayOff,
    Term,
    TermUnit,
    WorkingCalendar,
    WorkingSaturday,
    months_after,
)

CALENDAR = VIETNAM_CALENDAR
WORKING, DAYS = TermUnit.WORKING_DAYS, TermUnit.DAYS
HOURS, MONTHS = TermUnit.HOURS, TermUnit.MONTHS


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        # Friday + 5 working days: the next Friday.
        (date(2024, 11, 1), 5, WORKING, date(2024, 11, 8)),
        # Received on a Sunday: Monday is the first day.
        (date(2024, 11, 3), 1, WORKING, date(2024, 11, 4)),
        # Over Tết 2024 (8/2–14/2).
        (date(2024, 2, 7), 1, WORKING, date(2024, 2, 15)),
        (date(2024, 2, 6), 3, WORKING, date(2024, 2, 16)),
        # Over Tết 2025 (27/1–31/1).
        (date(2025, 1, 24), 1, WORKING, date(2025, 2, 3)),
        # Saturday 26/4/2025 is worked, Friday 2/5 is not.
        (date(2025, 4, 25), 1, WORKING, date(2025, 4, 26)),
        (date(2025, 4, 29), 1, WORKING, date(2025, 5, 5)),
        # 2/1/2026 is swapped with Saturday 10/1/2026.
        (date(2025, 12, 31), 1, WORKING, date(2026, 1, 5)),
        (date(2026, 1, 9), 1, WORKING, date(2026, 1, 10)),
        # Over Tết 2026 (16/2–20/2) and Giỗ Tổ on a Sunday.
        (date(2026, 2, 13), 1, WORKING, date(2026, 2, 23)),
        (date(2026, 4, 24), 1, WORKING, date(2026, 4, 28)),
        # Over Tết 2027.
        (date(2027, 2, 4), 1, WORKING, date(2027, 2, 12)),
        # Calendar days that end on a day off end on the next working day.
        (date(2024, 11, 1), 5, DAYS, date(2024, 11, 6)),
        (date(2024, 11, 1), 8, DAYS, date(2024, 11, 11)),
        (date(2024, 4, 20), 9, DAYS, date(2024, 5, 2)),
        (date(2024, 4, 24), 10, DAYS, date(2024, 5, 4)),
        # Months.
        (date(2025, 1, 31), 1, MONTHS, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, MONTHS, date(2024, 2, 29)),
        (date(2024, 12, 16), 1, MONTHS, date(2025, 1, 16)),
        (date(2024, 6, 1), 3, MONTHS, date(2024, 9, 4)),
    ],
)
def test_a_limit_counts_from_the_day_after(start, amount, unit, end):
    assert CALENDAR.due(start, Term(amount, unit)).day == end


def test_hours_run_on_the_clock_from_the_moment_itself():
    start = datetime(2024, 11, 1, 16, 30, tzinfo=VIETNAM)
    due = CALENDAR.due(start, Term(24, HOURS))
    assert due.moment == datetime(2024, 11, 2, 16, 30, tzinfo=VIETNAM)
    assert due.day == date(2024, 11, 2)


def test_hours_need_a_moment():
    with pytest.raises(Refused, match="giờ bắt đầu"):
        CALENDAR.due(date(2024, 11, 1), Term(24, HOURS))


def test_a_moment_counts_by_its_day_in_vietnam():
    late = datetime.fromisoformat("2024-11-01T20:00:00+00:00")  # already the 2nd in Vietnam
    assert CALENDAR.due(late, Term(1, DAYS)).day == date(2024, 11, 4)


@pytest.mark.parametrize("unit", [WORKING, DAYS, MONTHS])
def test_a_year_without_calendar_is_refused(unit):
    with pytest.raises(Refused, match="năm 2028"):
        CALENDAR.due(date(2027, 12, 30), Term(5, unit))


@pytest.mark.parametrize("amount", [0, -1, 100_000])
def test_a_senseless_limit_is_refused(amount):
    with pytest.raises(Refused, match="Thời hạn"):
        CALENDAR.due(date(2024, 11, 1), Term(amount, DAYS))


def test_an_uncertain_holiday_on_the_way_is_said():
    due = CALENDAR.due(date(2027, 2, 3), Term(3, WORKING))
    assert not due.sure
    assert "chưa có thông báo chính thức" in due.doubts[0]
    assert CALENDAR.due(date(2026, 2, 12), Term(3, WORKING)).sure


def test_working_days_between_two_days_are_counted_both_ways():
    assert CALENDAR.working_days_between(date(2024, 11, 1), date(2024, 11, 8)) == 5
    assert CALENDAR.working_days_between(date(2024, 11, 8), date(2024, 11, 1)) == -5
    assert CALENDAR.working_days_between(date(2024, 11, 1), date(2024, 11, 1)) == 0


def test_a_day_off_has_a_name():
    assert CALENDAR.day_off(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam 24/11"
    assert CALENDAR.day_off(date(2025, 11, 24)) == ""
    assert CALENDAR.day_off(date(2024, 11, 2)) == "Thứ Bảy"
    assert CALENDAR.day_off(date(2024, 5, 4)) == ""


def test_every_year_gives_the_days_that_the_labour_code_promises():
    for year in YEARS:
        names = " ".join(run.name for run in year.days_off)
        assert all(word in names for word in ("Tết Dương", "Tết Âm", "Giỗ Tổ", "30/4", "01/5"))
        assert "Quốc khánh" in names
        tet = next(run for run in year.days_off if run.name == "Tết Âm lịch")
        span = [
            date.fromordinal(day) for day in range(tet.first.toordinal(), tet.last.toordinal() + 1)
        ]
        assert sum(day.weekday() < 5 for day in span) == 5, year.year
        for swap in year.worked:
            assert swap.day.weekday() >= 5
            assert not CALENDAR.is_working(swap.instead_of)


def test_every_single_day_off_falls_on_a_weekday_of_its_year():
    for year in YEARS:
        for run in year.days_off:
            assert run.first.year == run.last.year == year.year
            assert run.first.weekday() < 5, run
            assert run.source


def test_an_office_may_bring_its_own_calendar():
    own = WorkingCalendar(
        [
            CalendarYear(
                2028,
                (DayOff(date(2028, 1, 3), date(2028, 1, 3), "nghỉ bù", "Thông báo của tỉnh"),),
                (WorkingSaturday(date(2028, 1, 8), date(2028, 1, 3), "Thông báo", sure=False),),
            )
        ]
    )
    assert own.years == (2028,)
    assert own.next_working_day(date(2028, 1, 1)) == date(2028, 1, 4)
    due = own.due(date(2028, 1, 7), Term(1, WORKING))
    assert due.day == date(2028, 1, 8)
    assert "làm bù 08/01/2028" in due.doubts[0]


def test_months_keep_the_day_or_take_the_last_one():
    assert months_after(date(2024, 10, 31), 4) == date(2025, 2, 28)
    assert months_after(date(2024, 12, 15), 12) == date(2025, 12, 15)


def test_a_term_is_written_as_the_decree_writes_numbers():
    assert str(Term(5, WORKING)) == "05 ngày làm việc"
