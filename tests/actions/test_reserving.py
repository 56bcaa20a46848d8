"""Giữ số: the clerk keeps a number until the day ends; what is not used is struck out."""

from datetime import date, datetime, timedelta

import pytest

from service.actions import agency as agency_verbs
from service.actions import issuing, reserving
from service.actions.number_choice import NumberChoice
from service.domain.documents import Series
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.numbering import VIETNAM, Register
from service.domain.workflow import State
from service.store import events, register_audit, reservations
from tests.builders import NOW, a_document, person_of

TODAY = date(2026, 3, 2)
LATE = datetime(2026, 3, 2, 23, 59, tzinfo=VIETNAM)
TOMORROW = datetime(2026, 3, 3, 0, 0, tzinfo=VIETNAM)


def lines(office):
    rows = office.db.query("SELECT number, state, notation, reason FROM register_entry ORDER BY id")
    return [tuple(row.values()) for row in rows]


@pytest.fixture
def kept(office, lan):
    a_document(office, State.NUMBERED)
    return reserving.reserve_number(office, 1, "Quyết định thành lập tổ", by=lan, now=NOW)


def number(office, document, lan, choice=None, *, on=None, now=LATE):
    return issuing.take_number(office, document.id, on, by=lan, now=now, choice=choice)


def test_a_kept_number_is_the_next_one_and_the_following_goes_past_it(office, lan, kept):
    assert kept.number == 2
    assert a_document(office, State.NUMBERED).number == 3
    (one,) = reservations.kept(office.db, TODAY)
    assert (one.purpose, one.person_name) == ("Quyết định thành lập tổ", lan.name)
    assert [event.verb for event in events.of_topic(office.db, f"register/{kept.id}")] == [
        "reserve_number"
    ]


def test_an_approved_paper_takes_the_kept_number_until_the_day_ends(office, lan, kept):
    a_document(office, State.NUMBERED)
    paper = a_document(office, State.APPROVED)
    document = number(office, paper, lan, NumberChoice(kept_entry_id=kept.id))
    assert (document.reference, document.issued_on) == ("02/QĐ-UBND", TODAY)
    assert lines(office)[1] == (2, "taken", "QĐ-UBND", "")
    assert register_audit.audit(office.db) == ()


def test_a_kept_number_ends_at_midnight_in_vietnam(office, lan, kept):
    paper = a_document(office, State.APPROVED)
    with pytest.raises(WrongState, match="Số 02 không còn được giữ"):
        number(office, paper, lan, NumberChoice(kept_entry_id=kept.id), now=TOMORROW)
    number(office, paper, lan, now=TOMORROW)
    assert lines(office)[1:] == [
        (2, "void", "", "Số giữ quá ngày không dùng. Giữ cho: Quyết định thành lập tổ"),
        (3, "taken", "QĐ-UBND", ""),
    ]
    assert register_audit.audit(office.db) == ()


def test_a_kept_number_wants_a_paper_of_its_day(office, lan, kept):
    paper = a_document(office, State.APPROVED)
    with pytest.raises(Refused, match="được giữ cho ngày 02/03/2026") as no:
        number(office, paper, lan, NumberChoice(kept_entry_id=kept.id), on=date(2026, 3, 1))
    assert no.value.field == "issued_on"


def test_a_kept_number_is_used_once(office, lan, kept):
    choice = NumberChoice(kept_entry_id=kept.id)
    number(office, a_document(office, State.APPROVED), lan, choice)
    with pytest.raises(WrongState, match="không còn được giữ"):
        number(office, a_document(office, State.APPROVED), lan, choice)


def test_a_number_that_a_paper_took_is_no_kept_number(office, lan):
    a_document(office, State.NUMBERED)
    with pytest.raises(NotFound, match="Không có số giữ này"):
        number(office, a_document(office, State.APPROVED), lan, NumberChoice(kept_entry_id=1))


def test_a_kept_number_of_another_register_is_refused(office, lan):
    copies = reserving.reserve_number(office, 2, "Bản sao", by=lan, now=NOW)
    with pytest.raises(Refused, match="thuộc sổ khác"):
        number(
            office,
            a_document(office, State.APPROVED),
            lan,
            NumberChoice(kept_entry_id=copies.id),
        )


def test_letting_go_strikes_the_number_out_with_the_reason(office, lan, kept):
    reserving.release_number(office, kept.id, "Hoãn ký", by=lan, now=LATE)
    assert lines(office)[1][3] == "Bỏ giữ số: Hoãn ký. Giữ cho: Quyết định thành lập tổ"
    with pytest.raises(WrongState):
        reserving.release_number(office, kept.id, "Hoãn ký", by=lan, now=LATE)


def test_only_the_clerk_keeps_numbers_and_says_what_for(office, lan):
    with pytest.raises(NotAllowed):
        reserving.reserve_number(office, 1, "Thử", by=person_of(office.db, "minh"), now=NOW)
    with pytest.raises(Refused, match="giữ số cho việc gì"):
        reserving.reserve_number(office, 1, "  ", by=lan, now=NOW)
    assert lines(office) == []


def test_no_number_is_kept_before_the_last_day_of_the_series(office, lan):
    """A clock that was set back cannot put the register out of order."""
    a_document(office, State.NUMBERED)
    with pytest.raises(Refused, match="sớm hơn ngày của số liền trước"):
        reserving.reserve_number(office, 1, "Thử", by=lan, now=NOW - timedelta(days=1))


def test_two_series_may_keep_the_same_number_at_once(office, lan):
    one = reserving.reserve_number(office, 1, "Văn bản", by=lan, now=NOW)
    two = reserving.reserve_number(office, 2, "Bản sao", by=lan, now=NOW)
    assert one.number == two.number == 1


def test_a_paper_of_a_council_is_numbered_in_its_own_series(office, lan, quantri):
    council = agency_verbs.save_series(
        office, Series(0, Register.OUTGOING, "hoi-dong", "Hội đồng tư vấn"), by=quantri, now=NOW
    )
    a_document(office, State.NUMBERED)
    choice = NumberChoice(series_id=council.id)
    letter = a_document(office, State.APPROVED, kind="official_letter")
    assert number(office, letter, lan, choice).number == 1
    with pytest.raises(Refused, match="02/QĐ-UBND ở một sổ khác"):
        a_document(office, State.NUMBERED)
        number(office, a_document(office, State.APPROVED), lan, choice)


def test_a_series_that_does_not_take_the_kind_is_refused(office, lan):
    paper = a_document(office, State.APPROVED)
    with pytest.raises(Refused, match="không nhận loại văn bản này") as no:
        number(office, paper, lan, NumberChoice(series_id=2))
    assert no.value.field == "series"
