"""Papers that were numbered before signed files existed keep their files, ids and rules."""

import sqlite3

import pytest

from service.domain.documents import FileRole
from service.domain.workflow import State
from service.store import documents
from service.store.migrations import migrate
from service.store.schema import SPINE
from service.store.schema_signed import SIGNED_FILES
from tests.builders import a_document


def narrow_table():
    """The table as the first migration makes it, triggers and all."""
    start = SPINE.index("CREATE TABLE document_file (")
    return SPINE[start : SPINE.index("CREATE TABLE register_entry (")]


@pytest.fixture
def earlier(office):
    """A database of the release before, with an archived paper and a copy's source."""
    a_document(office, State.ARCHIVED)
    a_document(office, kind="certified_copy")
    connection = office.db.connection.conn
    rows = connection.execute("SELECT * FROM document_file ORDER BY id").fetchall()
    connection.executescript(f"DROP TABLE signed_file; DROP TABLE document_file; {narrow_table()}")
    marks = ", ".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO document_file VALUES ({marks})", rows)
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm0003_signed_files'")
    return office


def test_every_row_is_carried_over_with_its_id(earlier):
    before = earlier.db.query("SELECT * FROM document_file ORDER BY id")
    assert len(before) == 3
    assert migrate(earlier.db) == ("m0003_signed_files",)
    assert earlier.db.query("SELECT * FROM document_file ORDER BY id") == before
    assert earlier.db.query("PRAGMA foreign_key_check") == []
    assert documents.current_file(earlier.db, 1, FileRole.PDF)


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE document_file SET name = 'x'", "append only"),
        ("DELETE FROM document_file", "append only"),
        (
            "INSERT INTO document_file SELECT 9, 1, 'other', 1, sha256, '', NULL, '' FROM file",
            "CHECK",
        ),
        (
            "INSERT INTO document_file SELECT 9, 1, 'signed', 1, sha256, '', NULL, '' FROM file",
            "CHECK",
        ),
    ],
)
def test_the_wider_table_keeps_its_rules(earlier, statement, refusal):
    migrate(earlier.db)
    with pytest.raises(sqlite3.IntegrityError, match=refusal), earlier.db.write():
        earlier.db.execute(statement)


def test_a_migration_that_stops_half_way_leaves_the_old_table(earlier):
    before = earlier.db.query("SELECT * FROM document_file ORDER BY id")
    with pytest.raises(sqlite3.OperationalError), earlier.db.write():
        earlier.db.connection.executescript(f"{SIGNED_FILES}\nSELECT * FROM nowhere;")
    assert earlier.db.query("SELECT * FROM document_file ORDER BY id") == before
    assert migrate(earlier.db) == ("m0003_signed_files",)
