"""Đối chiếu sổ: what somebody changed by hand is found."""

from datetime import date, timedelta

import pytest

from service.actions import issuing
from service.domain.workflow import State
from service.store import archive, register_audit
from service.store.db import connect
from tests.builders import NOW, a_document


@pytest.fixture
def filled(office, lan):
    for day in (5, 6, 7):
        a_document(office, State.ARCHIVED, issued_on=date(2026, 1, day))
    a_document(office, State.NUMBERED, kind="certified_copy")
    last = a_document(office, State.NUMBERED)
    issuing.void_number(office, last.id, "Nhầm", by=lan, now=NOW + timedelta(hours=1))
    return office


def by_hand(office, *statements):
    """What the triggers would refuse, done with them taken off."""
    connection = connect(office.db.path)
    connection.execute("PRAGMA foreign_keys = OFF")
    triggers = connection.query("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for row in list(triggers):
        connection.execute(f"DROP TRIGGER {row['name']}")
    connection.execute("DROP INDEX register_entry_one_live_number_per_document")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def said(office):
    return " ".join(one.sentence for one in register_audit.audit(office.db))


def test_a_register_that_only_the_service_wrote_is_sound(filled):
    assert register_audit.audit(filled.db) == ()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (
            "DELETE FROM register_entry WHERE series_id = 1 AND number = 2",
            "số 03/QĐ-UBND: Sau số liền trước phải là số 2.",
        ),
        (
            "DELETE FROM register_entry WHERE series_id = 1 AND number = 4",
            "số 03/QĐ-UBND: Sổ đếm tới 4 nhưng chỉ có tới đây.",
        ),
        (
            "UPDATE register_entry SET dated = '2026-01-09' WHERE series_id = 1 AND number = 2",
            "số 03/QĐ-UBND: Ngày 2026-01-07 sớm hơn ngày của số liền trước.",
        ),
        (
            "UPDATE document SET number = 9 WHERE number = 2",
            "Văn bản mã 2 và dòng sổ của nó không khớp nhau.",
        ),
        (
            "UPDATE register_entry SET document_id = 5 WHERE series_id = 1 AND number = 2",
            "Văn bản mã 2 và dòng sổ",
        ),
        (
            "UPDATE register_entry SET state = 'taken' WHERE series_id = 1 AND number = 1",
            "Văn bản mã 1 và dòng sổ",
        ),
    ],
)
def test_a_change_by_hand_is_found(filled, statement, expected):
    by_hand(filled, statement)
    assert expected in said(filled)


def test_a_double_is_found(filled):
    by_hand(
        filled,
        "CREATE TABLE copy AS SELECT * FROM register_entry",
        "DROP TABLE register_entry",
        "ALTER TABLE copy RENAME TO register_entry",
        "UPDATE register_entry SET notation = 'QĐ-UBND', number = 1 WHERE series_id = 2",
    )
    assert "Số và ký hiệu này có hai lần trong năm." in said(filled)


def test_verifying_the_archive_tells_of_the_register_too(filled):
    assert archive.verify(filled.db, filled.files).whole
    by_hand(filled, "UPDATE document SET number = 9 WHERE number = 2")
    report = archive.verify(filled.db, filled.files)
    assert (report.whole, len(report.register), report.damaged) == (False, 1, ())
