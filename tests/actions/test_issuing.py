"""Cấp số, phát hành, hủy số (Điều 14–18)."""

from datetime import date, datetime, timedelta

import pytest

from service.actions import issuing, reviewing
from service.domain.documents import FileRole
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.numbering import VIETNAM
from service.domain.workflow import State
from service.store import documents, events, jobs
from tests.builders import NOW, a_document, work

LATER = NOW + timedelta(hours=1)
TODAY = date(2026, 3, 2)


def number(office, document, lan, day=None, now=LATER):
    return issuing.take_number(office, document.id, day, by=lan, now=now)


def verbs(office, document):
    return [event.verb for event in events.of_document(office.db, document.id)]


def test_second_decision_of_the_year_is_02(office, lan):
    a_document(office, State.NUMBERED)
    document = number(office, a_document(office, State.APPROVED), lan)
    assert (document.reference, document.state) == ("02/QĐ-UBND", State.NUMBERED)
    assert document.issued_on == TODAY
    assert document.numbered_at == LATER


def test_all_kinds_of_papers_share_the_general_series(office, lan):
    a_document(office, State.NUMBERED)
    letter = number(office, a_document(office, State.APPROVED, kind="official_letter"), lan)
    assert letter.reference == "02/UBND-VHXH"
    copy = number(office, a_document(office, State.APPROVED, kind="certified_copy"), lan)
    assert copy.reference == "01/SY-UBND"


def test_a_double_click_takes_one_number(office, lan):
    document = a_document(office, State.APPROVED)
    first = number(office, document, lan)
    again = number(office, document, lan, now=LATER + timedelta(seconds=1))
    assert again == first
    assert number(office, document, lan, TODAY) == first
    assert verbs(office, document).count("take_number") == 1
    assert len(jobs.of_document(office.db, document.id)) == 1
    assert number(office, a_document(office, State.APPROVED), lan).number == 2


def test_a_click_long_after_issue_shows_the_number_it_has(office, lan):
    document = a_document(office, State.ARCHIVED)
    assert number(office, document, lan) == document


def test_another_date_for_a_numbered_paper_is_not_silently_ignored(office, lan):
    document = a_document(office, State.NUMBERED)
    with pytest.raises(WrongState, match="đã được cấp số 01/QĐ-UBND, ngày 02/03/2026, lúc 09:03"):
        number(office, document, lan, date(2026, 3, 1))


def test_a_day_to_come_is_refused(office, lan):
    document = a_document(office, State.APPROVED)
    with pytest.raises(Refused, match=r"03/03/2026 chưa tới.*Điều 15") as no:
        number(office, document, lan, TODAY + timedelta(days=1))
    assert no.value.field == "issued_on"


def test_today_is_the_day_in_vietnam_not_in_london(office, lan):
    document = a_document(office, State.APPROVED)
    early = datetime.fromisoformat("2026-03-03T00:30:00+07:00")  # still 2 March in UTC
    assert number(office, document, lan, now=early).issued_on == date(2026, 3, 3)


def test_a_day_before_the_last_number_is_refused_and_takes_nothing(office, lan):
    a_document(office, State.NUMBERED)
    document = a_document(office, State.APPROVED)
    with pytest.raises(Refused, match="sớm hơn ngày của số liền trước"):
        number(office, document, lan, date(2026, 3, 1))
    assert documents.get(office.db, document.id, lan).state is State.APPROVED
    assert number(office, document, lan).number == 2


def test_an_earlier_day_is_allowed_where_nothing_came_after_it(office, lan):
    document = a_document(office, State.APPROVED)
    assert number(office, document, lan, date(2026, 2, 27)).issued_on == date(2026, 2, 27)


@pytest.mark.parametrize("state", [State.SUBMITTED])
def test_only_an_approved_paper_gets_a_number(office, lan, state):
    document = a_document(office, state)
    with pytest.raises(WrongState, match="việc này cần “Đã duyệt”"):
        number(office, document, lan)


def test_a_paper_the_clerk_may_not_see_is_not_found(office, lan):
    for state in (State.DRAFT, State.RETURNED, State.DISCARDED):
        with pytest.raises(NotFound):
            number(office, a_document(office, state), lan)


def test_only_the_clerk_numbers_issues_and_strikes_out(office, minh, hung, quantri):
    document = a_document(office, State.APPROVED)
    for by in (minh, hung, quantri):
        for verb in (
            lambda by=by: number(office, document, by),
            lambda by=by: issuing.issue(office, document.id, by=by, now=LATER),
            lambda by=by: issuing.void_number(office, document.id, "x", by=by, now=LATER),
        ):
            with pytest.raises(NotAllowed, match="văn thư"):
                verb()


def test_a_paper_is_issued_only_with_its_file(office, lan):
    document = a_document(office, State.NUMBERED)
    with pytest.raises(WrongState, match="Tệp có số đang được tạo"):
        issuing.issue(office, document.id, by=lan, now=LATER)
    work(office, LATER)
    issued = issuing.issue(office, document.id, by=lan, now=LATER)
    assert (issued.state, issued.issued_at) == (State.ISSUED, LATER)
    assert issuing.issue(office, document.id, by=lan, now=LATER) == issued
    assert verbs(office, document).count("issue") == 1


def test_an_approved_paper_cannot_be_issued_without_a_number(office, lan):
    document = a_document(office, State.APPROVED)
    with pytest.raises(WrongState, match="cần “Đã cấp số”"):
        issuing.issue(office, document.id, by=lan, now=LATER)


def test_a_struck_out_paper_goes_back_to_its_drafter_with_the_reason(office, lan, minh, hung):
    document = a_document(office, State.NUMBERED)
    back = issuing.void_number(office, document.id, "Sai nội dung", by=lan, now=LATER)
    assert (back.state, back.number, back.issued_on) == (State.RETURNED, None, None)
    assert (back.return_reason, back.approved_at, back.template_sha256) == (
        "Sai nội dung",
        None,
        None,
    )
    reviewing.submit(office, document.id, by=minh, now=LATER)
    reviewing.approve(office, document.id, by=hung, now=LATER)
    assert number(office, document, lan).reference == "02/QĐ-UBND"
    detail = [e.detail for e in events.of_document(office.db, document.id)]
    assert {"reference": "01/QĐ-UBND", "reason": "Sai nội dung"} in detail


def test_a_wrong_date_costs_a_number_but_not_the_approval(office, lan):
    document = a_document(office, State.NUMBERED, issued_on=date(2026, 2, 27))
    kept = issuing.void_number(
        office, document.id, "Nhầm ngày", by=lan, now=LATER, keep_approved=True
    )
    assert (kept.state, kept.return_reason) == (State.APPROVED, "")
    assert number(office, document, lan).reference == "02/QĐ-UBND"


def test_the_files_of_a_struck_out_number_are_not_those_of_the_new_one(office, lan):
    document = a_document(office, State.NUMBERED)
    work(office, LATER)
    old = documents.current_file(office.db, document.id, FileRole.PDF)
    issuing.void_number(office, document.id, "Nhầm", by=lan, now=LATER, keep_approved=True)
    assert documents.current_file(office.db, document.id, FileRole.PDF) is None
    number(office, document, lan)
    work(office, LATER)
    new = documents.current_file(office.db, document.id, FileRole.PDF)
    assert (new.revision, new.name) == (2, "02-QĐ-UBND.pdf")
    assert new.sha256 != old.sha256
    assert len(documents.files(office.db, document.id)) == 4  # nothing was thrown away


@pytest.mark.parametrize("state", [State.APPROVED, State.ISSUED, State.ARCHIVED])
def test_only_a_number_that_was_not_issued_can_be_struck_out(office, lan, state):
    document = a_document(office, state)
    with pytest.raises(WrongState):
        issuing.void_number(office, document.id, "x", by=lan, now=LATER)


def test_a_number_is_struck_out_with_a_reason(office, lan):
    document = a_document(office, State.NUMBERED)
    for reason in ("", " "):
        with pytest.raises(Refused, match="lý do hủy số") as no:
            issuing.void_number(office, document.id, reason, by=lan, now=LATER)
        assert no.value.field == "reason"
    with pytest.raises(Refused, match="dài nhất"):
        issuing.void_number(office, document.id, "x" * 3000, by=lan, now=LATER)


def test_numbers_of_a_whole_year_end_stay_in_order(office, lan):
    for day in (date(2026, 12, 30), date(2026, 12, 31)):
        moment = datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM)
        document = a_document(office, State.APPROVED, now=moment)
        number(office, document, lan, now=moment + timedelta(hours=1))
    new_year = datetime(2027, 1, 4, 9, tzinfo=VIETNAM)
    document = number(
        office, a_document(office, State.APPROVED, now=new_year), lan, now=LATER.replace(year=2027)
    )
    assert document.reference == "01/QĐ-UBND"
