"""Tiếp nhận năm đang chạy: papers numbered elsewhere join the register without a gap."""

from datetime import date

import pytest

from service.domain.errors import Refused
from service.domain.numbering import Register, SeriesKey
from service.domain.takeover import OutsidePaper, wrong_order
from service.domain.workflow import State
from service.store import numbers, outside_papers, register_audit
from tests.builders import NOW, a_document

KEY = SeriesKey(Register.OUTGOING, "", 2026)


def paper(number, day=date(2026, 2, 1), **more):
    return OutsidePaper(number, "QĐ-UBND", day, "Về việc thử", kind_name="Quyết định", **more)


def add(db, one):
    with db.write():
        return outside_papers.add(db, KEY, one, person_id=1, now=NOW)


def start(db, first):
    with db.write():
        numbers.start_year(db, 1, 2026, first)


def taken(db):
    rows = db.query("SELECT number FROM register_entry ORDER BY number")
    return [row["number"] for row in rows]


def test_an_empty_year_begins_at_the_first_number_entered(office, db):
    for number in (40, 41, 39):
        add(db, paper(number))
    assert taken(db) == [39, 40, 41]
    assert a_document(office, State.NUMBERED).number == 42
    assert register_audit.audit(db) == ()


def test_earlier_numbers_are_entered_after_the_year_went_on_here(office, db):
    start(db, 3)
    assert a_document(office, State.NUMBERED).number == 3
    add(db, paper(2))
    add(db, paper(1, date(2026, 1, 5)))
    assert taken(db) == [1, 2, 3]
    assert register_audit.audit(db) == ()


def test_a_number_struck_out_elsewhere_keeps_its_line(db):
    add(db, paper(7, void_reason="Viết hỏng"))
    assert db.one("SELECT state, reason FROM register_entry") == {
        "state": "void",
        "reason": "Viết hỏng",
    }


@pytest.mark.parametrize(
    ("number", "day", "field", "sentence"),
    [
        (1, date(2026, 1, 5), "number", "số ghi được lúc này là 04 (trước số đầu) hoặc 06"),
        (9, date(2026, 2, 5), "number", "không nối liền"),
        (5, date(2026, 2, 1), "number", "đã có số 05"),
        (4, date(2026, 2, 2), "dated", "muộn hơn ngày của số liền sau"),
        (6, date(2026, 1, 31), "issued_on", "sớm hơn ngày của số liền trước"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_at_its_field(db, number, day, field, sentence):
    add(db, paper(5))
    with pytest.raises(Refused) as no:
        add(db, paper(number, day))
    assert sentence in no.value.message
    assert no.value.field == field
    assert taken(db) == [5]


@pytest.mark.parametrize(
    ("number", "day", "because"),
    [
        (3, "2026-01-01", "number out of order"),
        (4, "2026-02-02", "date out of order"),
        (6, "2026-01-31", "date out of order"),
    ],
)
def test_the_database_itself_keeps_both_ends_in_order(db, number, day, because):
    add(db, paper(5))
    with pytest.raises(Exception, match=because), db.write():
        db.execute(
            "INSERT INTO register_entry (series_id, year, number, notation, dated, origin, state,"
            f" subject, taken_by, taken_at) VALUES (1, 2026, {number}, 'X', '{day}', 'outside',"
            " 'issued', 'x', 1, '')"
        )


def test_gaps_doubles_and_days_that_go_back_are_named_where_they_are():
    papers = [
        paper(3, date(2026, 2, 3)),
        paper(1),
        paper(1),
        paper(7, date(2026, 2, 2)),
    ]
    found = wrong_order(papers)
    assert found[2] == ["Số 01 có hai dòng; mỗi số chỉ ghi một lần."]
    assert found[0][0].startswith("Thiếu số 02 trước số này")
    assert found[3][0].startswith("Thiếu số 04 đến 06")
    assert found[3][1] == "Ngày 02/02/2026 sớm hơn ngày của số liền trước (03, ngày 03/02/2026)."
    assert 1 not in found
