"""A locked database, a full disk, a clock set back: a clear sentence, and nothing half kept."""

import sqlite3
from datetime import date, timedelta

import pytest

from service.actions import checking, registers, reserving, takeover
from service.domain.errors import Busy, Refused, StorageFault
from service.domain.registers import CopyUse, VolumeChoice
from service.domain.takeover import OutsidePaper
from service.domain.workflow import State
from service.store import db as database
from service.store import register_audit
from tests.builders import NOW, a_document

DAY = date(2026, 1, 5)
TABLES = ("register_entry", "register_link", "series_year", "event", "copy_use", "register_check")


def run_of(first, last):
    return [
        OutsidePaper(number, "QĐ-UBND", DAY, "Về việc thử " + "x" * 300)
        for number in range(first, last + 1)
    ]


VERBS = {
    "reserve": lambda office, lan: reserving.reserve_number(office, 1, "Họp", by=lan, now=NOW),
    "outside": lambda office, lan: takeover.enter_outside(
        office, 1, run_of(9, 9)[0], by=lan, now=NOW
    ),
    "import": lambda office, lan: takeover.import_register(
        office, 1, 2026, run_of(1, 400), by=lan, now=NOW
    ),
    "copy use": lambda office, lan: registers.note_copy_use(
        office, CopyUse(0, DAY, "Minh", "05/QĐ-UBND", "Thử", "Hùng"), by=lan, now=NOW
    ),
    "check": lambda office, lan: checking.check_now(office, by=lan, now=NOW),
    "print": lambda office, lan: registers.ask_print(
        office, VolumeChoice("outgoing", 2026), "xlsx", by=lan, now=NOW
    ),
}


def dump(office):
    return {table: office.db.query(f"SELECT * FROM {table}") for table in TABLES}


@pytest.mark.parametrize("verb", VERBS)
def test_a_disk_that_may_not_be_written_changes_nothing(office, lan, verb):
    before = dump(office)
    office.db.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageFault, match="chỉ cho đọc"):
        VERBS[verb](office, lan)
    office.db.connection.execute("PRAGMA query_only = OFF")
    assert dump(office) == before
    VERBS[verb](office, lan)
    assert dump(office) != before


@pytest.mark.parametrize("verb", VERBS)
def test_a_database_that_another_holds_is_said_to_be_busy(office, lan, verb, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 50)
    before = dump(office)
    other = sqlite3.connect(office.db.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy, match="chưa có gì thay đổi"):
        VERBS[verb](office, lan)
    other.execute("ROLLBACK")
    other.close()
    assert dump(office) == before


def test_a_disk_that_fills_in_the_middle_of_an_import_keeps_none_of_it(office, lan):
    count = next(iter(office.db.query("PRAGMA page_count")[0].values()))
    office.db.connection.execute(f"PRAGMA max_page_count = {count + 20}")
    with pytest.raises(StorageFault, match="Ổ đĩa đã đầy nên chưa ghi được gì"):
        VERBS["import"](office, lan)
    assert office.db.query("SELECT * FROM register_entry") == []
    assert office.db.query("SELECT * FROM register_link") == []
    office.db.connection.execute("PRAGMA max_page_count = 1000000")
    assert VERBS["import"](office, lan) == 400
    assert register_audit.audit(office.db) == ()


def test_a_clock_that_was_set_back_keeps_no_number_out_of_order(office, lan):
    a_document(office, State.NUMBERED)
    with pytest.raises(Refused, match="sớm hơn ngày của số liền trước"):
        reserving.reserve_number(office, 1, "Họp", by=lan, now=NOW - timedelta(days=3))
    with pytest.raises(Refused, match="chưa tới"):
        takeover.enter_outside(
            office,
            1,
            OutsidePaper(2, "QĐ-UBND", date(2026, 3, 3), "Thử"),
            by=lan,
            now=NOW - timedelta(days=3),
        )
    assert a_document(office, State.NUMBERED).number == 2


def test_a_file_of_elsewhere_must_be_a_pdf(office, lan):
    with pytest.raises(Refused, match="phải là PDF") as no:
        takeover.enter_outside(office, 1, run_of(1, 1)[0], by=lan, now=NOW, file=b"MZ")
    assert no.value.field == "file"
    assert office.db.query("SELECT * FROM register_entry") == []
