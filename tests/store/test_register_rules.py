"""The register's rules hold in the database itself, whatever the code does."""

import sqlite3

import pytest

from service.domain.workflow import State
from tests.builders import a_document


def refused(db, sql: str, *, because: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=because), db.write():
        db.execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        "number = 7",
        "notation = 'QĐ-KHAC'",
        "dated = '2026-01-01'",
        "document_id = 2",
        "subject = 'khác'",
        "taken_at = '2026-01-01'",
        "state = 'issued', number = 9",
        "state = 'void'",  # without a reason
    ],
)
def test_a_register_line_is_never_rewritten(office, db, change):
    a_document(office, State.NUMBERED)
    a_document(office, State.DRAFT)
    with pytest.raises(sqlite3.IntegrityError), db.write():
        db.execute(f"UPDATE register_entry SET {change}")


def test_a_register_line_is_never_deleted(office, db):
    a_document(office, State.NUMBERED)
    refused(db, "DELETE FROM register_entry", because="append only")


def test_an_issued_number_cannot_be_struck_out(office, db):
    a_document(office, State.ISSUED)
    refused(
        db,
        "UPDATE register_entry SET state = 'void', reason = 'nhầm'",
        because="append only",
    )


INSERT = """
INSERT INTO register_entry
    (series_id, year, number, notation, dated, document_id, subject, taken_by, taken_at)
VALUES (1, 2026, {number}, '{notation}', '{dated}', {document}, 'thử', 1, '2026-03-02')
"""


@pytest.mark.parametrize(
    ("number", "dated", "because"),
    [
        (3, "2026-03-02", "number out of order"),  # leaves a gap
        (1, "2026-03-02", "number out of order"),  # a double
        (2, "2026-03-01", "date out of order"),
        (2, "2025-12-31", "date out of order"),
    ],
)
def test_a_number_follows_the_last_one_and_its_date(office, db, number, dated, because):
    a_document(office, State.NUMBERED)
    other = a_document(office, State.APPROVED)
    sql = INSERT.format(number=number, notation="QĐ-X", dated=dated, document=other.id)
    refused(db, sql, because=because)


def test_a_paper_has_one_number_that_stands(office, db):
    document = a_document(office, State.NUMBERED)
    sql = INSERT.format(number=2, notation="QĐ-X", dated="2026-03-02", document=document.id)
    refused(db, sql, because="UNIQUE")


def test_history_is_append_only(office, db):
    a_document(office, State.SUBMITTED)
    refused(db, "UPDATE event SET verb = 'approve'", because="append only")
    refused(db, "DELETE FROM event", because="append only")


def test_a_paper_is_never_deleted(office, db):
    a_document(office)
    refused(db, "DELETE FROM document", because="never deleted")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED, State.NUMBERED])
def test_what_was_submitted_is_frozen(office, db, state):
    a_document(office, state)
    refused(db, "UPDATE document SET answers = '{}'", because="frozen")
    refused(db, "UPDATE document SET subject = 'khác'", because="frozen")


def test_an_issued_paper_keeps_its_number_and_its_template(office, db):
    a_document(office, State.ARCHIVED)
    refused(db, "UPDATE document SET number = 99", because="issued")
    refused(db, "UPDATE document SET issued_on = '2026-01-01'", because="issued")
    refused(db, "UPDATE document SET agency = '{}'", because="issued")


@pytest.mark.parametrize(
    ("state", "target"),
    [
        ("draft", "approved"),
        ("submitted", "discarded"),
        ("approved", "issued"),
        ("issued", "draft"),
        ("archived", "issued"),
        ("discarded", "draft"),
    ],
)
def test_a_paper_moves_only_along_its_life(office, db, state, target):
    a_document(office, state)
    with pytest.raises(sqlite3.IntegrityError), db.write():
        db.execute("UPDATE document SET state = :target", {"target": target})


def test_a_numbered_paper_without_a_number_cannot_be(office, db):
    a_document(office, State.APPROVED)
    refused(db, "UPDATE document SET state = 'numbered'", because="CHECK")


def test_a_stored_file_row_is_never_changed(office, db):
    a_document(office, State.ISSUED)
    refused(db, "UPDATE document_file SET sha256 = sha256", because="append only")
    refused(db, "DELETE FROM document_file", because="append only")
