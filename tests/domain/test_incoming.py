"""What an incoming paper is called, when it is late, whom its tasks are for; calendar text."""

from datetime import UTC, date, datetime

import pytest

from service.domain.calendar_feed import calendar_text, escaped, folded
from service.domain.errors import Refused
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.incoming import (
    IncomingDetails,
    concerns,
    future_warning,
    written_day,
)
from service.domain.tasks import CalendarEntry, DueState, due_state

XA = "Ủy ban nhân dân xã Hòa Bình"


@pytest.mark.parametrize(
    ("number", "notation", "reference"),
    [
        ("99", "UBND-KGVXNV", "99/UBND-KGVXNV"),
        ("", "CV", "/CV"),
        ("", "", ""),
        ("25", "CT/HU", "25-CT/HU"),
        ("05", "", "05"),
    ],
)
def test_a_reference_is_written_as_its_kind_of_body_writes_it(number, notation, reference):
    assert IncomingDetails("A", "b", number=number, notation=notation).reference == reference


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("08/01/2021", "2021-01-08"),
        ("8.1.2021", "2021-01-08"),
        ("12/2024", "2024-12"),
        ("…/12/2024", "2024-12"),
        ("", ""),
    ],
)
def test_a_day_of_issue_may_be_blank_or_half_written(typed, kept):
    assert written_day(typed) == kept
    if typed:
        shown = IncomingDetails("A", "b", issued=kept).issued_text
        assert written_day(shown) == kept


def test_a_wrong_day_is_refused_at_its_field():
    with pytest.raises(Refused) as caught:
        written_day("31/02/2026")
    assert "issued" in caught.value.errors


def test_a_paper_dated_next_year_is_pointed_out():
    details = IncomingDetails("A", "b", issued="2027-01-08")
    assert "ở sau hôm nay" in future_warning(details, date(2026, 3, 2))
    assert future_warning(details, date(2027, 1, 8)) == ""


@pytest.mark.parametrize(
    ("units", "ours"),
    [
        ((), True),
        (("Chủ tịch UBND các xã, thị trấn",), True),
        (("UBND xã Hòa Bình",), True),
        (("các cơ quan, đơn vị",), True),
        (("Phòng Kinh tế",), True),
        (("Phòng Kinh tế xã",), True),
        (("Phòng Kinh tế huyện",), False),
        (("Công an huyện",), False),
        (("Phòng Y tế huyện",), False),
    ],
)
def test_a_task_is_ours_when_it_names_us_our_units_or_all_of_our_kind(units, ours):
    assert concerns(units, XA, ("Phòng Kinh tế",)) is ours


def test_nearness_is_counted_in_working_days():
    friday = date(2026, 3, 6)
    near = {
        friday: DueState.TODAY,
        date(2026, 3, 5): DueState.OVERDUE,
        date(2026, 3, 11): DueState.SOON,  # Wednesday: three working days
        date(2026, 3, 12): DueState.LATER,
    }
    for due, state in near.items():
        assert due_state(due, friday, VIETNAM_CALENDAR) is state
    assert due_state(None, friday, VIETNAM_CALENDAR) is DueState.NONE


def test_calendar_lines_are_escaped_and_folded_between_letters():
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"
    long = "Việc " * 60
    text = calendar_text(
        "Lịch",
        [
            CalendarEntry(
                "viec-1@xa", date(2026, 3, 5), long, "Nguồn; số 1", datetime(2026, 3, 2, tzinfo=UTC)
            )
        ],
    )
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    unfolded = text.replace("\r\n ", "")
    assert f"SUMMARY:{long}" in unfolded
    assert "DTSTART;VALUE=DATE:20260305" in unfolded
    assert "DTEND;VALUE=DATE:20260306" in unfolded
    assert folded("x" * 75) == "x" * 75
