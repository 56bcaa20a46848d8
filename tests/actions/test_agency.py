"""Thiết lập: the administrator's verbs, on first start and afterwards."""

from dataclasses import replace

import pytest

from service.actions import agency as verbs
from service.actions import session
from service.domain.agency import Signatory, Unit
from service.domain.documents import Person, Series
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.numbering import Register
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import events, people
from service.store.migrations import migrate
from tests.builders import AGENCY, NOW, PASSWORD, SmallOffice, person_of


@pytest.fixture
def empty(tmp_path):
    """An office on its first start."""
    office = SmallOffice(tmp_path / "empty")
    migrate(office.db)
    yield office
    office.close()


def set_up(office, agency=AGENCY, password=PASSWORD, login="Quantri"):
    return verbs.set_up_agency(
        office,
        agency,
        unit=Unit(0, "Văn phòng", "VP"),
        administrator="Quản trị",
        login=login,
        password=password,
        now=NOW,
    )


def test_a_first_start_makes_the_agency_its_series_and_its_administrator(empty):
    assert not agencies.exists(empty.db)
    admin = set_up(empty)
    assert (admin.login, admin.roles) == ("quantri", {Role.ADMINISTRATOR})
    assert agencies.load(empty.db).name == AGENCY.name
    assert [(one.register, one.body) for one in agencies.series(empty.db)] == [
        (Register.OUTGOING, ""),
        (Register.COPIES, ""),
    ]
    assert session.sign_in(empty, "quantri", PASSWORD, "::1", now=NOW) == admin


def test_an_agency_is_set_up_only_once(office):
    with pytest.raises(WrongState, match="đã được thiết lập"):
        set_up(office)
    assert len(people.everyone(office.db)) == 5


def test_nothing_stays_of_a_set_up_that_is_refused(empty):
    with pytest.raises(Refused, match="ít nhất 10"):
        set_up(empty, password="ngắn")
    with pytest.raises(Refused) as no:
        set_up(empty, replace(AGENCY, place="", symbol=" "))
    assert set(no.value.errors) == {"place", "symbol"}
    assert not agencies.exists(empty.db)
    assert people.everyone(empty.db) == ()


def test_the_agency_can_be_changed_and_read_back(office, quantri):
    agency = replace(
        agencies.load(office.db),
        superior="HUYỆN X",
        default_recipients=("Như trên;", "Sở Nội vụ;"),
        phone="0218 000 000",
    )
    assert verbs.save_agency(office, agency, by=quantri, now=NOW) == agency
    assert agencies.from_snapshot(agencies.to_snapshot(agency)) == agency


@pytest.mark.parametrize("login", ["lan", "minh", "hung"])
def test_only_the_administrator_sets_things_up(office, login):
    by = person_of(office.db, login)
    agency = agencies.load(office.db)
    for verb in (
        lambda: verbs.save_agency(office, agency, by=by, now=NOW),
        lambda: verbs.save_unit(office, Unit(0, "A", "A"), by=by, now=NOW),
        lambda: verbs.save_signatory(office, Signatory(0, "A", "B"), by=by, now=NOW),
        lambda: verbs.save_series(office, agencies.series(office.db)[0], by=by, now=NOW),
        lambda: verbs.add_person(office, replace(by, login="x"), PASSWORD, by=by, now=NOW),
        lambda: verbs.save_person(office, by, by=by, now=NOW),
        lambda: verbs.reset_password(office, by.id, PASSWORD, by=by, now=NOW),
    ):
        with pytest.raises(NotAllowed, match="quản trị"):
            verb()


def test_units_have_different_symbols(office, quantri):
    unit = verbs.save_unit(office, Unit(0, "Tư pháp", "TP"), by=quantri, now=NOW)
    renamed = verbs.save_unit(office, replace(unit, name="Tư pháp - Hộ tịch"), by=quantri, now=NOW)
    assert renamed in agencies.load(office.db).units
    with pytest.raises(Refused, match="đã dùng chữ viết tắt") as no:
        verbs.save_unit(office, Unit(0, "Tài chính", "TP"), by=quantri, now=NOW)
    assert no.value.field == "symbol"
    with pytest.raises(Refused):
        verbs.save_unit(office, Unit(0, "", "X"), by=quantri, now=NOW)
    with pytest.raises(NotFound):
        verbs.save_unit(office, Unit(99, "Không có", "KC"), by=quantri, now=NOW)


def test_a_new_person_gets_a_first_password_that_must_be_changed(office, quantri):
    person = Person(0, " Đỗ  Kim ", " KIM ", quantri.unit_id, frozenset({Role.DRAFTER, Role.CLERK}))
    saved = verbs.add_person(office, person, PASSWORD, by=quantri, now=NOW)
    assert (saved.name, saved.login, saved.roles) == (
        "Đỗ Kim",
        "kim",
        {Role.DRAFTER, Role.CLERK},
    )
    assert saved.must_change_password
    with pytest.raises(Refused, match="Đã có người dùng"):
        verbs.add_person(office, person, PASSWORD, by=quantri, now=NOW)
    with pytest.raises(Refused, match="không có dấu cách"):
        verbs.add_person(office, replace(person, login="a b"), PASSWORD, by=quantri, now=NOW)


def test_changed_rights_end_the_persons_sessions_a_changed_name_does_not(office, quantri, minh):
    renamed = verbs.save_person(office, replace(minh, name="Trần Minh"), by=quantri, now=NOW)
    assert renamed.session_stamp == minh.session_stamp
    moved = verbs.save_person(
        office, replace(renamed, roles=frozenset({Role.CLERK})), by=quantri, now=NOW
    )
    assert moved.session_stamp == minh.session_stamp + 1
    assert moved.roles == {Role.CLERK}


def test_an_office_is_never_left_without_an_administrator(office, quantri):
    for changed in (
        replace(quantri, active=False),
        replace(quantri, roles=frozenset({Role.CLERK})),
    ):
        with pytest.raises(Refused, match="ít nhất một quản trị"):
            verbs.save_person(office, changed, by=quantri, now=NOW)
    assert people.get(office.db, quantri.id) == quantri


def test_a_forgotten_password_is_replaced_and_must_be_changed(office, quantri, lan):
    verbs.reset_password(office, lan.id, "tạm thời nhé 1", by=quantri, now=NOW)
    back = session.sign_in(office, "lan", "tạm thời nhé 1", "::1", now=NOW)
    assert back.must_change_password
    assert back.session_stamp == lan.session_stamp + 1


@pytest.mark.parametrize(
    ("series", "because"),
    [
        (Series(0, Register.OUTGOING, "", "Nữa"), "đã dùng ký hiệu nhóm"),
        (Series(0, Register.OUTGOING, "x", "Lạ", kinds=("poem",)), "Không có loại"),
        (Series(0, Register.OUTGOING, "x", " "), "tên sổ"),
        (Series(0, Register.OUTGOING, "y", "Hai", kinds=("decision",)), "đã được đánh số ở sổ"),
        (Series(1, Register.OUTGOING, "", "Chung", active=False), "Sổ chung phải luôn dùng"),
        (Series(1, Register.OUTGOING, "", "C", kinds=("official_letter",)), "Sổ chung"),
    ],
)
def test_a_scheme_of_series_that_contradicts_itself_is_refused(office, quantri, series, because):
    decisions = Series(0, Register.OUTGOING, "qd", "Quyết định", kinds=("decision",))
    verbs.save_series(office, decisions, by=quantri, now=NOW)
    with pytest.raises(Refused, match=because):
        verbs.save_series(office, series, by=quantri, now=NOW)
    assert len(agencies.series(office.db)) == 3


def test_every_change_of_the_set_up_is_in_the_history(office, quantri):
    verbs.save_unit(office, Unit(0, "Tư pháp", "TP"), by=quantri, now=NOW)
    newest = events.latest(office.db, limit=1)[0]
    assert (newest.verb_name, newest.person_name) == ("Sửa đơn vị", "Quản trị viên")
