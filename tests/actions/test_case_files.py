"""Hồ sơ: opened from the year's list or besides it, filled, closed, reopened, handed over."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.actions import case_files as verbs
from service.actions import case_lists, receiving
from service.actions.receiving import Arrival
from service.domain.case_files import (
    CaseDetails,
    CaseFileState,
    HandOver,
    is_due_soon,
    months_after,
    parse_retention,
    roman,
)
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.incoming import IncomingDetails
from service.store import case_files, case_grants, events
from tests.builders import NOW, a_document, person_of

TODAY = NOW.date()


def details(**changes):
    told = {"notation": "90.VHXH", "title": "Hồ sơ về cai nghiện", "retention_years": 20}
    told |= {"started_on": date(2026, 1, 5), "creator": "Trần Văn Minh", **changes}
    return CaseDetails(**told)


@pytest.fixture
def people(office):
    return {login: person_of(office.db, login) for login in ("lan", "minh", "hung", "tam")}


@pytest.fixture
def case(office, people):
    return verbs.open_file(office, details(), by=people["minh"], now=NOW)


def year_list(office, people, *, by_heading=False, year=2026):
    lan, minh = people["lan"], people["minh"]
    case_lists.start(office, year, by_heading=by_heading, by=lan, now=NOW)
    for name, symbol in (("Văn hóa - Xã hội", "VHXH"), ("Văn phòng", "VP")):
        listed = case_lists.add_heading(
            office, year, name, symbol=symbol, parent_id=None, by=lan, now=NOW
        )
        for place in (1, 2):
            listed = case_lists.plan_file(
                office,
                year,
                listed.headings[-1].id,
                f"Hồ sơ {symbol} thứ {place}",
                retention_years=None if place == 1 else 20,
                keeper_id=minh.id,
                by=lan,
                now=NOW,
            )
    return listed


def issued(office, **changes):
    return a_document(office, "issued", **changes)


def put(office, people, case, document, who="minh"):
    topic = f"document/{document.id}"
    return verbs.put(office, [case.id], topic, by=people[who], now=NOW)


def test_lines_are_numbered_through_the_list_or_within_each_big_heading(office, people):
    through = year_list(office, people)
    assert [one.notation for one in through.plans] == ["01.VHXH", "02.VHXH", "03.VP", "04.VP"]
    within = year_list(office, people, by_heading=True, year=2027)
    assert sorted(one.notation for one in within.plans) == ["01.VHXH", "01.VP", "02.VHXH", "02.VP"]


def test_a_list_is_copied_from_another_year(office, people):
    before = year_list(office, people)
    copied = case_lists.start(
        office, 2027, by_heading=False, copy_of=2026, by=people["lan"], now=NOW
    )
    assert [(one.notation, one.title, one.retention_years) for one in copied.plans] == [
        (one.notation, one.title, one.retention_years) for one in before.plans
    ]
    assert all(one.case_id is None and one.year == 2027 for one in copied.plans)


def test_a_list_that_was_issued_stays_as_it_is(office, people):
    listed = year_list(office, people)
    case_lists.issue(office, 2026, "Quyết định số 01/QĐ-UBND", by=people["lan"], now=NOW)
    with pytest.raises(WrongState, match="ngoài danh mục"):
        case_lists.drop(office, 2026, listed.plans[0].id, by=people["lan"], now=NOW)


def test_a_line_of_the_list_is_opened_once_by_its_keeper(office, people):
    plan = year_list(office, people).plans[0]
    told = details(notation=plan.notation, retention_years=None)
    with pytest.raises(NotAllowed, match="Trần Văn Minh"):
        verbs.open_file(office, told, plan_id=plan.id, by=people["tam"], now=NOW)
    case = verbs.open_file(office, told, plan_id=plan.id, by=people["minh"], now=NOW)
    assert case.unit_name == "Phòng Văn hóa - Xã hội"
    with pytest.raises(WrongState, match="đã được mở"):
        verbs.open_file(office, told, plan_id=plan.id, by=people["minh"], now=NOW)


def test_one_paper_lies_in_several_files_without_a_copy(office, people, case):
    other = verbs.open_file(office, details(notation="91.VHXH"), by=people["minh"], now=NOW)
    document = issued(office)
    before = office.db.query("SELECT COUNT(*) AS n FROM file")
    topic = f"document/{document.id}"
    for _ in range(2):
        verbs.put(office, [case.id, other.id], topic, by=people["minh"], now=NOW)
    inside = case_files.of_topic(office.db, topic, people["minh"])
    assert {one.id for one in inside} == {case.id, other.id}
    assert [one.papers for one in inside] == [1, 1]
    assert office.db.query("SELECT COUNT(*) AS n FROM file") == before


def test_papers_stand_in_order_of_time_whenever_they_were_put_in(office, people, case):
    first = issued(office, now=NOW, issued_on=TODAY)
    second = issued(office, now=NOW + timedelta(days=3), issued_on=TODAY + timedelta(days=3))
    put(office, people, case, second)
    put(office, people, case, first)
    items = verbs.contents(office, case, people["minh"])
    assert [(one.ordinal, one.paper.reference) for one in items] == [
        (1, first.reference),
        (2, second.reference),
    ]


@pytest.mark.parametrize("state", ["draft", "approved", "numbered"])
def test_a_paper_that_was_not_issued_goes_into_no_file(office, people, case, state):
    with pytest.raises(WrongState, match="Điều 29"):
        put(office, people, case, a_document(office, state), who="minh")
    assert verbs.contents(office, case, people["minh"]) == ()


def test_a_person_of_another_unit_sees_nothing_until_the_unit_is_shown_the_file(
    office, people, case
):
    tam = people["tam"]
    put(office, people, case, issued(office))
    with pytest.raises(NotFound):
        case_files.get(office.db, case.id, tam)
    verbs.show_to(office, case.id, people["lan"].unit_id, by=people["minh"], now=NOW)
    with pytest.raises(NotFound):
        case_files.get(office.db, case.id, tam)
    verbs.show_to(office, case.id, tam.unit_id, by=people["minh"], now=NOW)
    seen = case_files.get(office.db, case.id, tam)
    assert [one.hidden for one in verbs.contents(office, seen, tam)] == [True]
    with pytest.raises(NotAllowed):
        verbs.close(office, case.id, TODAY, by=tam, now=NOW)
    _, grant = case_grants.grants(office.db, case.id)
    verbs.hide_from(office, case.id, grant.id, by=people["minh"], now=NOW)
    with pytest.raises(NotFound):
        case_files.get(office.db, case.id, tam)


def test_a_closed_file_takes_nothing_more_and_its_contents_are_frozen(office, people, case):
    lan = people["lan"]
    letter = IncomingDetails("Sở Y tế", "rà soát", number="99", notation="SYT", kind="Công văn")
    paper = receiving.receive(office, Arrival(letter, NOW), None, by=lan, now=NOW)
    verbs.put(office, [case.id], f"incoming/{paper.id}", by=lan, now=NOW)
    closed = verbs.close(office, case.id, TODAY, by=people["minh"], now=NOW)
    assert closed.state is CaseFileState.CLOSED
    with pytest.raises(WrongState, match="mở lại"):
        put(office, people, case, issued(office))
    told = replace(letter, subject="rà soát, ghi lại sau")
    receiving.correct(office, paper.id, told, None, by=lan, now=NOW)
    (item,) = verbs.contents(office, closed, lan)
    assert item.paper.subject == "rà soát"


def test_the_database_itself_keeps_a_closed_file(office, people, case):
    put(office, people, case, issued(office))
    verbs.close(office, case.id, TODAY, by=people["minh"], now=NOW)
    for statement in (
        "INSERT INTO case_item (case_id, topic, added_by, added_at) VALUES (1, 'a/9', 1, 'x')",
        "UPDATE case_item SET removed_by = 1, removed_at = 'x', removed_reason = 'y'",
        "UPDATE case_file SET title = 'khác'",
        "UPDATE case_closing SET contents = '[]'",
        "DELETE FROM case_item",
        "DELETE FROM case_file",
    ):
        with pytest.raises(sqlite3.IntegrityError), office.db.write():
            office.db.execute(statement)


def test_reopening_asks_why_and_keeps_who_did_it(office, people, case):
    put(office, people, case, issued(office))
    verbs.close(office, case.id, TODAY, by=people["minh"], now=NOW)
    with pytest.raises(Refused, match="vì sao"):
        verbs.reopen(office, case.id, " ", by=people["minh"], now=NOW)
    verbs.reopen(office, case.id, "Sót một công văn", by=people["minh"], now=NOW)
    (closing,) = case_files.closings(office.db, case.id)
    assert (closing.reopened_by, closing.reason) == ("Trần Văn Minh", "Sót một công văn")
    late = issued(office, now=NOW + timedelta(hours=2))
    put(office, people, case, late)
    again = verbs.close(office, case.id, TODAY, by=people["minh"], now=NOW)
    assert again.papers == 2


def test_an_empty_file_is_not_closed(office, people, case):
    with pytest.raises(Refused, match="chưa có văn bản"):
        verbs.close(office, case.id, TODAY, by=people["minh"], now=NOW)


def test_taking_a_paper_out_leaves_the_paper_and_tells_why(office, people, case):
    put(office, people, case, issued(office))
    (item,) = verbs.contents(office, case, people["minh"])
    verbs.take_out(office, case.id, item.id, "Bản trùng", by=people["minh"], now=NOW)
    assert verbs.contents(office, case, people["minh"]) == ()
    told = events.of_topic(office.db, verbs.topic_of(case.id))[-1]
    assert (told.verb, told.detail["reason"]) == ("case_file_take_out", "Bản trùng")


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        ({}, date(2027, 3, 2)),
        ({"construction": True}, date(2026, 6, 2)),
        ({"retention_years": None}, date(2027, 3, 2)),
        ({"retention_years": 4}, None),
    ],
)
def test_files_fall_due_a_year_after_the_job_three_months_for_works_short_ones_never(
    office, people, changes, due
):
    case = verbs.open_file(office, details(**changes), by=people["minh"], now=NOW)
    put(office, people, case, issued(office))
    closed = verbs.close(office, case.id, TODAY, by=people["minh"], now=NOW)
    assert closed.due_on == due
    if due:
        assert not is_due_soon(closed, due - timedelta(days=31))
        assert is_due_soon(closed, due - timedelta(days=30))
        waiting = verbs.waiting_for_hand_over(office, people["minh"], due - timedelta(days=30))
        assert [one.id for one in waiting] == [case.id]
        assert verbs.waiting_for_hand_over(office, people["tam"], due) == ()


def test_files_are_handed_over_in_one_act_and_stay_closed(office, people, case):
    put(office, people, case, issued(office))
    told = HandOver(TODAY, "Trần Văn Minh", "Hoàng Thị Thu")
    with pytest.raises(Refused, match="chưa kết thúc"):
        verbs.hand_over(office, [case.id], told, by=people["lan"], now=NOW)
    verbs.close(office, case.id, TODAY, by=people["minh"], now=NOW)
    done = verbs.hand_over(office, [case.id], told, by=people["lan"], now=NOW)
    (handed,) = case_files.handed_over(office.db, done.id)
    assert (handed.id, handed.state) == (case.id, CaseFileState.HANDED_OVER)
    with pytest.raises(WrongState):
        verbs.reopen(office, case.id, "Sót", by=people["lan"], now=NOW)
    with pytest.raises(WrongState):
        verbs.hand_over(office, [case.id], told, by=people["lan"], now=NOW)
    assert len(case_files.handovers(office.db)) == 1


def test_a_look_at_a_file_is_written_down_once_for_each_visit(office, people, case):
    for minutes in (0, 1, 9, 30):
        at = NOW + timedelta(minutes=minutes)
        verbs.note_view(office, case, by=people["lan"], now=at)
    looks = [one.verb for one in events.of_topic(office.db, verbs.topic_of(case.id))]
    assert looks.count("case_file_view") == 2


def test_retention_is_for_ever_or_a_number_of_years():
    assert parse_retention("VĨNH VIỄN") is None
    assert parse_retention(" 20  năm ") == 20
    for wrong in ("", "0", "71 năm", "lâu dài", "-5"):
        with pytest.raises(Refused):
            parse_retention(wrong)


def test_months_end_where_the_month_ends():
    assert months_after(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert months_after(date(2028, 2, 29), 12) == date(2029, 2, 28)


def test_big_headings_are_counted_in_roman_letters():
    assert [roman(number) for number in (1, 4, 9, 14, 40, 49)] == [
        *("I", "IV", "IX", "XIV", "XL", "XLIX"),
    ]
