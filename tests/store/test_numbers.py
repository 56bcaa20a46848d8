"""Cấp số: 01, 02, 03 … without gaps, doubles or dates that go back (Điều 15)."""

import multiprocessing
from datetime import date, datetime, timedelta

import pytest

from service.actions import agency as agency_verbs
from service.actions import issuing
from service.domain.documents import Series
from service.domain.errors import NotFound, Refused, WrongState
from service.domain.numbering import VIETNAM, Register, SeriesKey
from service.domain.workflow import State
from service.store import agency as agencies
from service.store import numbers
from tests.builders import NOW, SmallOffice, a_document, person_of

OUTGOING_2026 = SeriesKey(Register.OUTGOING, "", 2026)


def take(db, document, key=OUTGOING_2026, day=date(2026, 3, 2), notation="QĐ-UBND"):
    with db.write():
        return numbers.take_number(
            db,
            key,
            notation=notation,
            dated=day,
            document_id=document.id,
            subject=document.subject,
            person_id=1,
            now=NOW,
        )


def taken(db):
    return [
        (row["year"], row["number"], row["state"])
        for row in db.query("SELECT year, number, state FROM register_entry ORDER BY id")
    ]


def test_numbers_run_from_01(office, db):
    assert [take(db, a_document(office)).number for _ in range(3)] == [1, 2, 3]


def test_a_new_year_starts_again_at_01(office, db):
    take(db, a_document(office))
    key = SeriesKey(Register.OUTGOING, "", 2027)
    assert take(db, a_document(office), key, date(2027, 1, 1)).number == 1


def test_the_old_year_can_still_be_finished(office, db):
    take(db, a_document(office), SeriesKey(Register.OUTGOING, "", 2025), date(2025, 12, 30))
    take(db, a_document(office))
    entry = take(db, a_document(office), SeriesKey(Register.OUTGOING, "", 2025), date(2025, 12, 31))
    assert (entry.year, entry.number) == (2025, 2)


def test_copies_run_in_a_series_of_their_own(office, db):
    take(db, a_document(office))
    copies = SeriesKey(Register.COPIES, "", 2026)
    assert take(db, a_document(office), copies, notation="SY-UBND").number == 1


def test_a_refused_number_is_given_to_the_next(office, db):
    """Nothing of a transaction that fails stays, so no number is skipped."""
    take(db, a_document(office))
    document = a_document(office)
    with pytest.raises(ZeroDivisionError), db.write():
        numbers.take_number(
            db,
            OUTGOING_2026,
            notation="QĐ-UBND",
            dated=date(2026, 3, 2),
            document_id=document.id,
            subject="",
            person_id=1,
            now=NOW,
        )
        raise ZeroDivisionError
    assert take(db, document).number == 2


def test_a_day_before_the_last_numbers_day_is_refused_with_the_article(office, db):
    take(db, a_document(office), day=date(2026, 3, 2))
    with pytest.raises(Refused, match=r"01/03/2026 sớm hơn.*01/QĐ-UBND.*02/03/2026.*Điều 15") as no:
        take(db, a_document(office), day=date(2026, 3, 1))
    assert no.value.field == "issued_on"
    assert taken(db) == [(2026, 1, "taken")]


def test_the_same_number_and_notation_of_two_series_is_refused(office, db, quantri):
    series = Series(0, Register.OUTGOING, "hoi-dong", "Hội đồng", kinds=("decision",))
    agency_verbs.save_series(office, series, by=quantri, now=NOW)
    take(db, a_document(office))
    council = SeriesKey(Register.OUTGOING, "hoi-dong", 2026)
    with pytest.raises(Refused, match=r"01/QĐ-UBND ở một sổ khác.*Điều 15") as no:
        take(db, a_document(office), council)
    assert no.value.field == "notation"
    assert take(db, a_document(office), council, notation="QĐ-HĐ").number == 1


def test_a_kind_goes_to_the_series_that_names_it(office, db, quantri):
    series = Series(0, Register.OUTGOING, "qd", "Quyết định", kinds=("decision",))
    agency_verbs.save_series(office, series, by=quantri, now=NOW)
    assert numbers.series_for(db, Register.OUTGOING, "decision").name == "Quyết định"
    assert numbers.series_for(db, Register.OUTGOING, "official_letter").name == "Văn bản đi"
    assert numbers.series_for(db, Register.COPIES, "certified_copy").name == "Bản sao"


def test_a_kind_of_a_series_that_is_switched_off_goes_to_the_general_one(office, db, quantri):
    series = Series(0, Register.OUTGOING, "qd", "Quyết định", kinds=("decision",), active=False)
    agency_verbs.save_series(office, series, by=quantri, now=NOW)
    assert numbers.series_for(db, Register.OUTGOING, "decision").name == "Văn bản đi"


def test_a_series_that_is_not_there_is_said_so(office, db):
    with pytest.raises(NotFound, match="lập sổ số"):
        take(db, a_document(office), SeriesKey(Register.OUTGOING, "không có", 2026))


def test_a_running_year_is_taken_over_at_its_next_number(office, db, quantri):
    general = agencies.series(db)[0]
    agency_verbs.save_series(office, general, start=(2026, 100), by=quantri, now=NOW)
    assert numbers.next_number(db, general.id, 2026) == 100
    assert [take(db, a_document(office)).number for _ in range(2)] == [100, 101]
    assert (
        take(
            db, a_document(office), SeriesKey(Register.OUTGOING, "", 2027), date(2027, 1, 2)
        ).number
        == 1
    )


def test_a_start_can_be_set_anew_until_a_number_is_taken(office, db, quantri):
    general = agencies.series(db)[0]
    for first in (100, 50):
        agency_verbs.save_series(office, general, start=(2026, first), by=quantri, now=NOW)
    assert take(db, a_document(office)).number == 50
    with pytest.raises(WrongState, match="đã cấp số"):
        agency_verbs.save_series(office, general, start=(2026, 10), by=quantri, now=NOW)
    assert take(db, a_document(office)).number == 51


def test_a_struck_out_number_keeps_its_line_and_is_never_given_again(office, db):
    first = take(db, a_document(office))
    with db.write():
        numbers.void(db, first.id, "ghi nhầm ngày")
    assert take(db, a_document(office)).number == 2
    assert taken(db) == [(2026, 1, "void"), (2026, 2, "taken")]
    with pytest.raises(WrongState, match="không hủy được nữa"), db.write():
        numbers.void(db, first.id, "lần nữa")


def test_the_next_number_is_shown_before_it_is_taken(office, db):
    general = agencies.series(db)[0]
    assert numbers.next_number(db, general.id, 2026) == 1
    take(db, a_document(office))
    assert numbers.next_number(db, general.id, 2026) == 2
    assert numbers.last_dated(db, general.id, 2026) == ("01/QĐ-UBND", date(2026, 3, 2))


def number_all(folder, papers, moment, start):
    """Runs in a process of its own: a clerk who numbers these papers."""
    office = SmallOffice(folder)
    try:
        lan = person_of(office.db, "lan")
        start.wait(timeout=60)
        for paper in papers:
            issuing.take_number(office, paper, by=lan, now=moment)
    finally:
        office.close()


def test_clerks_who_number_at_once_leave_no_gap_and_no_double(office, db):
    """Four processes; every second paper is clicked by two of them."""
    papers = [a_document(office, State.APPROVED).id for _ in range(24)]
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(4)
    shares = [papers[0:12], papers[6:18], papers[12:24], papers[0:6] + papers[18:24]]
    processes = [
        context.Process(
            target=number_all,
            args=(office.settings.data, share, NOW + timedelta(hours=1), start),
        )
        for share in shares
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0] * 4
    rows = db.query("SELECT number, document_id FROM register_entry ORDER BY number")
    assert [row["number"] for row in rows] == list(range(1, 25))
    assert sorted(row["document_id"] for row in rows) == papers
    events = db.query("SELECT COUNT(*) AS n FROM event WHERE verb = 'take_number'")
    assert events == [{"n": 24}]


def test_the_year_turns_at_midnight_in_vietnam(office, db):
    """At 17:30 UTC on 31 December it is already the new year in Hòa Bình."""
    lan = person_of(db, "lan")
    evening = datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM)
    night = datetime.fromisoformat("2026-12-31T17:30:00+00:00")
    old = a_document(office, State.APPROVED, now=evening - timedelta(hours=1))
    new = a_document(office, State.APPROVED, now=evening - timedelta(hours=1))
    assert issuing.take_number(office, old.id, by=lan, now=evening).issued_on == date(2026, 12, 31)
    document = issuing.take_number(office, new.id, by=lan, now=night)
    assert (document.number, document.issued_on) == (1, date(2027, 1, 1))
