"""Chuỗi băm: every line and every change of it is bound, and what a hand altered is named."""

import json
import sqlite3
from datetime import date, timedelta

import pytest

from service.actions import issuing, reserving
from service.domain.workflow import State
from service.store import archive, register_audit, register_chain
from service.store.db import connect
from service.store.migrations import migrate
from tests.builders import NOW, a_document
from tests.store.earlier import database_before

LEDGER = "m0009_ledger"


@pytest.fixture
def filled(office, lan):
    """Three issued numbers, one struck out and one that is kept."""
    for day in (5, 6, 7):
        a_document(office, State.ISSUED, issued_on=date(2026, 1, day))
    last = a_document(office, State.NUMBERED)
    issuing.void_number(office, last.id, "Nhầm", by=lan, now=NOW + timedelta(hours=1))
    reserving.reserve_number(office, 1, "Họp chiều", by=lan, now=NOW + timedelta(hours=2))
    return office


def by_hand(office, *statements):
    """What the triggers would refuse, done with them taken off."""
    connection = connect(office.db.path)
    connection.execute("PRAGMA foreign_keys = OFF")
    for row in list(connection.query("SELECT name FROM sqlite_schema WHERE type = 'trigger'")):
        connection.execute(f"DROP TRIGGER {row['name']}")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def said(office):
    report = archive.verify(office.db, office.files)
    return [one.sentence for one in report.register]


def test_every_line_and_every_change_of_it_has_a_link(filled):
    rows = filled.db.query("SELECT record FROM register_link ORDER BY id")
    states = [
        (json.loads(row["record"])["number"], json.loads(row["record"])["state"]) for row in rows
    ]
    assert states == [
        *((number, state) for number in (1, 2, 3) for state in ("taken", "issued")),
        (4, "taken"),
        (4, "void"),
        (5, "reserved"),
    ]
    assert said(filled) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "UPDATE register_entry SET subject = 'khác' WHERE number = 2",
            "Sổ “Văn bản đi” năm 2026, số 02/QĐ-UBND: Dòng sổ đã bị sửa ngoài phần mềm (trích yếu)",
        ),
        (
            "UPDATE register_entry SET reason = 'khác' WHERE number = 4",
            "số 04/QĐ-UBND: Dòng sổ đã bị sửa ngoài phần mềm (lý do hủy); vốn ghi: Nhầm.",
        ),
        (
            "UPDATE register_link SET record = replace(record, '2026-01-06', '2026-01-05')",
            "số 02/QĐ-UBND: Mắt xích của dòng này đã bị sửa ngoài phần mềm.",
        ),
        (
            "DELETE FROM register_link WHERE id = 3",
            "số 02/QĐ-UBND: Chuỗi băm đứt trước dòng này",
        ),
        (
            "DELETE FROM register_link WHERE entry_id = 2",
            "số 02/QĐ-UBND: Dòng này không có trong chuỗi băm",
        ),
        (
            "DELETE FROM register_entry WHERE number = 5",
            "số 05: Dòng sổ này đã bị xóa ngoài phần mềm.",
        ),
    ],
)
def test_what_was_changed_by_hand_is_named(filled, statement, expected):
    by_hand(filled, statement)
    assert [one for one in said(filled) if expected in one], said(filled)


def test_a_forger_must_rewrite_every_later_link(filled):
    """One link made anew, hash and all, breaks the one after it."""
    link = filled.db.one("SELECT * FROM register_link WHERE id = 3")
    forged = link["record"].replace("2026-01-06", "2026-01-05")
    sha256 = register_chain.digest(link["previous"], forged)
    by_hand(
        filled,
        f"UPDATE register_link SET record = '{forged}', sha256 = '{sha256}' WHERE id = 3",
    )
    assert any("Chuỗi băm đứt trước dòng này" in one for one in said(filled))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_link SET previous = previous",
        "DELETE FROM register_link",
        "INSERT INTO register_link SELECT NULL, 1, '{}', printf('%064d', 7), printf('%064d', 8)",
    ],
)
def test_the_chain_is_append_only(filled, statement):
    with pytest.raises(sqlite3.IntegrityError), filled.db.write():
        filled.db.execute(statement)


@pytest.fixture
def earlier(office, lan, tmp_path):
    """A database of the release before the ledger, with numbers in every state and their files."""
    a_document(office, State.ARCHIVED)
    struck = a_document(office, State.NUMBERED)
    issuing.void_number(office, struck.id, "Nhầm", by=lan, now=NOW + timedelta(hours=1))
    a_document(office, State.NUMBERED, kind="certified_copy")
    db = database_before(LEDGER, office, tmp_path / "earlier.db")
    yield db
    db.close()


COLUMNS = """
SELECT id, series_id, year, number, notation, dated, document_id, state, reason, subject, taken_by,
    taken_at
FROM register_entry
"""


def test_a_register_of_an_earlier_release_is_carried_over_and_bound(earlier):
    before = earlier.query(COLUMNS)
    assert [row["state"] for row in before] == ["issued", "void", "taken"]
    assert LEDGER in migrate(earlier)
    assert earlier.query(COLUMNS) == before
    assert earlier.query("PRAGMA foreign_key_check") == []
    assert register_audit.audit(earlier) == ()
    assert [row["entry_id"] for row in earlier.query("SELECT entry_id FROM register_link")] == [
        row["id"] for row in before
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM register_entry",
        "UPDATE register_entry SET subject = 'khác'",
        "UPDATE register_entry SET state = 'reserved', document_id = NULL, notation = ''",
        (
            "INSERT INTO register_entry SELECT 99, 1, 2026, 9, 'X', '2026-03-02', 'paper', 1,"
            " 'taken', '', 'x', '', '', '', NULL, 1, ''"
        ),
    ],
)
def test_the_new_table_keeps_its_rules(earlier, statement):
    migrate(earlier)
    with pytest.raises(sqlite3.IntegrityError), earlier.write():
        earlier.execute(statement)


def test_numbering_goes_on_after_the_migration(office, lan):
    a_document(office, State.NUMBERED)
    assert a_document(office, State.NUMBERED).number == 2
    assert register_audit.audit(office.db) == ()
