from datetime import date, timedelta

import pytest

from service.actions.abbreviations import save_abbreviation
from service.domain.errors import NotAllowed, Refused
from service.domain.own_abbreviations import OwnAbbreviation, applied, holding
from service.store import abbreviations
from service.store import agency as agencies
from tests.builders import NOW, person_of

DAY = date(2026, 3, 1)
BEFORE = DAY - timedelta(days=1)


@pytest.fixture
def admin(db):
    return person_of(db, "quantri")


def own(type_name="", unit_id=0, symbol="", since=DAY):
    return OwnAbbreviation(0, type_name, unit_id, symbol, since)


def on(db, day):
    return applied(agencies.load(db), abbreviations.rows(db), day)


def test_it_holds_from_its_day_and_goes_back_on_another(office, db, admin):
    save_abbreviation(office, own("Quy định", symbol="QĐi"), by=admin, now=NOW)
    back = own("Quy định", since=DAY + timedelta(days=9))
    save_abbreviation(office, back, by=admin, now=NOW)
    assert on(db, BEFORE).type_symbol("Quy định") == "QyĐ"
    assert on(db, DAY).type_symbol("Quy định") == "QĐi"
    assert on(db, DAY + timedelta(days=9)).type_symbol("Quy định") == "QyĐ"


def test_of_two_that_begin_together_the_later_written_holds(office, db, admin):
    for symbol in ("A", "B"):
        save_abbreviation(office, own("Quy định", symbol=symbol), by=admin, now=NOW)
    assert [row.symbol for row in holding(abbreviations.rows(db), DAY)] == ["B"]


def test_a_unit_is_abbreviated_another_way_from_a_day(office, db, admin):
    unit = agencies.units(db)[0]
    save_abbreviation(office, own(unit_id=unit.id, symbol="VPX"), by=admin, now=NOW)
    assert on(db, BEFORE).units[0].symbol == unit.symbol
    assert on(db, DAY).units[0].symbol == "VPX"
    assert agencies.units(db)[0].symbol == unit.symbol


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (own("Không có loại này", symbol="X"), "name"),
        (own("Công văn", symbol="X"), "name"),
        (own("Bản sao y", symbol="X"), "name"),
        (own(unit_id=999, symbol="X"), "name"),
        (own("Quy định", symbol="Q Đ"), "symbol"),
        (own("Quy định", symbol="1Q"), "symbol"),
        (own("Quy định", symbol="Q/Đ"), "symbol"),
    ],
)
def test_what_cannot_stand_in_a_notation_is_refused_at_its_field(office, admin, row, field):
    with pytest.raises(Refused) as no:
        save_abbreviation(office, row, by=admin, now=NOW)
    assert no.value.field == field


def test_two_units_never_share_an_abbreviation(office, db, admin):
    first, second, *_ = agencies.units(db)
    with pytest.raises(Refused, match=first.name):
        row = own(unit_id=second.id, symbol=first.symbol)
        save_abbreviation(office, row, by=admin, now=NOW)


def test_only_an_administrator_may(office, minh):
    with pytest.raises(NotAllowed):
        save_abbreviation(office, own("Quy định", symbol="X"), by=minh, now=NOW)


def test_a_paper_keeps_the_agency_as_it_was_frozen(db, office, admin):
    save_abbreviation(office, own("Quy định", symbol="QĐi"), by=admin, now=NOW)
    agency = on(db, DAY)
    assert agencies.from_snapshot(agencies.to_snapshot(agency)) == agency
