"""In sổ, sổ sử dụng bản lưu, đối chiếu sổ: what is done with whole registers."""

from datetime import date, datetime, timedelta

import pytest

from service.actions import checking, issuing, nightly, registers, reserving
from service.actions.volumes import volume_of
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.numbering import VIETNAM, Register, SeriesKey
from service.domain.registers import CopyUse, VolumeChoice
from service.domain.takeover import OutsidePaper
from service.domain.workflow import State
from service.store import (
    archive,
    copy_uses,
    numbers,
    outside_papers,
    register_chain,
    register_checks,
)
from service.store.jobs import of_document
from tests.builders import NOW, a_document, person_of, work
from tests.store.test_register_chain import by_hand

LATER = NOW + timedelta(hours=2)
CHOICE = VolumeChoice("outgoing", 2026)


@pytest.fixture
def filled(office, lan):
    """A number of elsewhere, an issued paper, one struck out, one that is kept."""
    with office.db.write():
        outside_papers.add(
            office.db,
            SeriesKey(Register.OUTGOING, "", 2026),
            OutsidePaper(
                7,
                "TB-UBND",
                date(2026, 1, 5),
                "Lịch tiếp công dân",
                kind_name="Thông báo",
                recipients=("Các thôn", "Lưu: VT"),
            ),
            person_id=lan.id,
            now=NOW,
        )
    a_document(office, State.ISSUED)
    struck = a_document(office, State.NUMBERED)
    issuing.void_number(office, struck.id, "Ghi nhầm", by=lan, now=LATER)
    reserving.reserve_number(office, 1, "Họp chiều", by=lan, now=LATER)
    return office


def test_a_volume_holds_every_line_in_the_order_of_the_decree(filled):
    volume = volume_of(filled, CHOICE, LATER)
    assert [row[0] for row in volume.rows] == ["07/TB-UBND", "08/QĐ-UBND", "09/QĐ-UBND", "10"]
    first = volume.rows[0]
    assert first[1:5] == ("05/01/2026", "Thông báo Lịch tiếp công dân", "", "Các thôn\nLưu: VT")
    assert [row[9] for row in volume.rows] == [
        "Ban hành ở nơi khác",
        "",
        "Đã hủy số: Ghi nhầm",
        "Đang giữ số",
    ]
    assert volume.totals == (
        ("đã phát hành", 1),
        ("ban hành ở nơi khác", 1),
        ("đang giữ", 1),
        ("hủy", 1),
    )
    assert [one.reference for one in volume.struck_out] == ["09/QĐ-UBND"]
    assert volume.span[:2] == ("Từ ngày 05/01/2026 đến ngày 02/03/2026", "Từ số 07 đến số 10")
    assert volume.chain == register_chain.last_hash(filled.db)


def test_a_volume_of_some_days_only(filled):
    choice = VolumeChoice("outgoing", 2026, 2, since=date(2026, 2, 1), until=date(2026, 6, 30))
    volume = volume_of(filled, choice, LATER)
    assert len(volume.rows) == 3
    assert volume.span == (
        "Từ ngày 01/02/2026 đến ngày 30/06/2026",
        "Từ số 08 đến số 10",
        "Quyển số: 02",
    )


@pytest.mark.parametrize("code", ["copies", "incoming", "following", "copy-use"])
def test_an_empty_register_can_be_printed_too(office, lan, code):
    event = registers.ask_print(office, VolumeChoice(code, 2026), "pdf", by=lan, now=NOW)
    assert event.detail["lines"] == 0


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_a_small_volume_is_made_at_once_and_kept(filled, lan, ending):
    event = registers.ask_print(filled, CHOICE, ending, by=lan, now=LATER)
    name, _, data = registers.printed_file(filled, event.id, by=lan)
    assert name == f"so-dang-ky-van-ban-di-2026-quyen-01.{ending}"
    assert len(data) > 1000
    assert archive.verify(filled.db, filled.files).whole


def test_the_same_click_twice_is_one_print(filled, lan):
    first = registers.ask_print(filled, CHOICE, "pdf", by=lan, now=LATER)
    assert registers.ask_print(filled, CHOICE, "pdf", by=lan, now=LATER).id == first.id
    assert len(registers.printed(filled)) == 1


def test_a_big_volume_is_made_by_the_worker(filled, lan, monkeypatch):
    monkeypatch.setattr(registers, "AT_ONCE", 2)
    choice = VolumeChoice("outgoing", 2026, since=date(2026, 1, 1))
    assert registers.ask_print(filled, choice, "xlsx", by=lan, now=LATER) is None
    assert registers.printed(filled) == ()
    work(filled, LATER)
    (event,) = registers.printed(filled)
    assert (event.detail["lines"], event.person_name) == (4, lan.name)


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (VolumeChoice("outgoing", 2026, since=date(2025, 1, 1)), "since"),
        (VolumeChoice("outgoing", 2026, since=date(2026, 3, 1), until=date(2026, 2, 1)), "until"),
        (VolumeChoice("outgoing", 2026, volume=0), "volume"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_at_its_field(office, lan, choice, field):
    with pytest.raises(Refused) as no:
        registers.ask_print(office, choice, "pdf", by=lan, now=NOW)
    assert no.value.field == field


def test_unknown_registers_and_files_are_not_found(office, lan):
    with pytest.raises(NotFound):
        registers.ask_print(office, VolumeChoice("khac", 2026), "pdf", by=lan, now=NOW)
    with pytest.raises(NotFound):
        registers.ask_print(office, CHOICE, "exe", by=lan, now=NOW)
    with pytest.raises(NotFound):
        registers.printed_file(office, 1, by=lan)
    with pytest.raises(NotAllowed):
        registers.printed_file(office, 1, by=person_of(office.db, "minh"))


USE = CopyUse(
    0,
    date(2026, 3, 2),
    "Trần Văn Minh",
    "08/QĐ-UBND ngày 02/03/2026",
    "Quyết định về việc thử",
    "Phạm Quốc Hùng",
)


def test_the_use_of_a_kept_original_is_noted_and_its_return_once(office, lan):
    use_id = registers.note_copy_use(office, USE, by=lan, now=LATER)
    registers.return_copy(office, use_id, date(2026, 3, 2), by=lan, now=LATER)
    with pytest.raises(WrongState, match="đã ghi ngày trả"):
        registers.return_copy(office, use_id, date(2026, 3, 2), by=lan, now=LATER)
    (line,) = copy_uses.of_year(office.db, 2026)
    assert line.cells[0] == line.cells[6] == "02/03/2026"
    assert volume_of(office, VolumeChoice("copy-use", 2026), LATER).totals[0] == ("đã trả", 1)


def test_a_use_without_its_facts_is_refused_at_every_field(office, lan):
    empty = CopyUse(0, date(2026, 3, 3), " ", "", "", "")
    with pytest.raises(Refused) as no:
        registers.note_copy_use(office, empty, by=lan, now=LATER)
    assert set(no.value.errors) == {"user_name", "reference", "subject", "allowed_by", "used_on"}


def test_no_original_comes_back_before_it_went_or_in_the_future(office, lan):
    use_id = registers.note_copy_use(office, USE, by=lan, now=LATER)
    for day in (date(2026, 3, 1), date(2026, 3, 3)):
        with pytest.raises(Refused, match="từ 02/03/2026 đến hôm nay"):
            registers.return_copy(office, use_id, day, by=lan, now=LATER)


def test_a_check_on_demand_is_kept_with_what_it_found(filled, lan, quantri):
    assert checking.check_now(filled, by=lan, now=LATER) == 0
    by_hand(filled, "UPDATE register_entry SET subject = 'khác' WHERE number = 8")
    assert checking.check_now(filled, by=quantri, now=LATER) > 0
    newest, before = register_checks.latest(filled.db)
    assert (before.lines, before.findings, before.asked_by) == (4, (), lan.name)
    assert any("số 08/QĐ-UBND: Dòng sổ đã bị sửa" in one for one in newest.findings)
    with pytest.raises(NotAllowed):
        checking.check_now(filled, by=person_of(filled.db, "minh"), now=LATER)


def test_the_worker_checks_every_night_and_ends_what_was_kept(filled):
    night = datetime(2026, 3, 3, 0, 30, tzinfo=VIETNAM)
    work(filled, LATER)
    assert checking.next_night(LATER) == night
    for _ in range(2):
        nightly.plan_nights(filled, LATER)
    assert work(filled, night - timedelta(minutes=1)) == 0
    assert work(filled, night) == len(nightly.NIGHTLY)
    (check,) = register_checks.latest(filled.db)
    assert (check.asked_by, check.findings) == ("", ())
    rows = filled.db.query("SELECT reason FROM register_entry WHERE number = 10")
    assert rows[0]["reason"].startswith("Số giữ quá ngày không dùng")
    nightly.plan_nights(filled, night)
    assert work(filled, night + timedelta(days=1)) == len(nightly.NIGHTLY)


def test_a_number_is_given_while_the_year_turns(office, lan):
    """23:59 in Hòa Bình belongs to the old year, a minute later to the new one."""
    entry = reserving.reserve_number(
        office, 1, "Cuối năm", by=lan, now=datetime(2026, 12, 31, 23, 59, tzinfo=VIETNAM)
    )
    after = reserving.reserve_number(
        office, 1, "Đầu năm", by=lan, now=datetime(2027, 1, 1, tzinfo=VIETNAM)
    )
    assert [(one.year, one.number) for one in (entry, after)] == [(2026, 1), (2027, 1)]
    assert numbers.next_number(office.db, 1, 2026) == 2
    assert of_document(office.db, 1) == ()


def test_the_register_names_the_places_that_as_above_stands_for(office):
    letter = {
        "addressees": ["- Trạm Y tế;", "Công an xã."],
        "recipients": ["Như trên;", "Lưu: VT."],
    }
    a_document(office, State.ISSUED, kind="official_letter", **letter)
    (row,) = volume_of(office, CHOICE, LATER).rows
    assert row[4:6] == ("Trạm Y tế\nCông an xã", "VT")
