"""Papers numbered before there were signed files, or more files, keep their files and rules."""

import sqlite3

import pytest

from service.domain.documents import FileRole
from service.domain.workflow import State
from service.store import documents, jobs
from service.store.migrations import migrate
from service.store.schema_signed import SIGNED_FILES
from tests.builders import a_document
from tests.store.earlier import database_before

FILES = "SELECT id, document_id, role, revision, sha256, name, entry_id FROM document_file"
ADD = """INSERT INTO document_file
    (id, document_id, role, part, revision, sha256, name, entry_id, created_at)"""
SIGNED, COMMON = "m0003_signed_files", "m0004_common"


@pytest.fixture(params=[SIGNED, COMMON])
def step(request):
    return request.param


@pytest.fixture
def earlier(office, step, tmp_path):
    """A database of an earlier release, with an archived paper and a copy's source."""
    a_document(office, State.ARCHIVED)
    a_document(office, kind="certified_copy")
    db = database_before(step, office, tmp_path / "earlier.db")
    yield db
    db.close()


def test_every_row_is_carried_over_with_its_id(earlier, step, office):
    before = office.db.query(FILES)
    assert len(before) == 3
    assert earlier.query(FILES) == before
    assert step in migrate(earlier)
    assert earlier.query(FILES) == before
    assert earlier.query("PRAGMA foreign_key_check") == []
    assert documents.current_file(earlier, 1, FileRole.PDF)
    assert jobs.of_document(earlier, 1) == jobs.of_document(office.db, 1)


def test_a_verdict_stays_with_its_signed_file(office, tmp_path):
    document = a_document(office, State.ARCHIVED)
    pdf = documents.current_file(office.db, document.id, FileRole.PDF)
    earlier = database_before(COMMON, office, tmp_path / "earlier.db")
    with earlier.write():
        earlier.execute(
            "INSERT INTO signed_file (file_id, verdict, report, checked_by, checked_at)"
            " VALUES (:id, 'valid', '{}', 1, '')",
            {"id": pdf.id},
        )
    migrate(earlier)
    assert earlier.query("PRAGMA foreign_key_check") == []
    assert earlier.query("SELECT file_id FROM signed_file") == [{"file_id": pdf.id}]
    earlier.close()


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE document_file SET name = 'x'", "append only"),
        ("DELETE FROM document_file", "append only"),
        (
            f"{ADD} SELECT 9, 1, 'other', 0, 1, sha256, '', NULL, '' FROM file",
            "CHECK",
        ),
        (
            f"{ADD} SELECT 9, 1, 'annex_pdf', 0, 1, sha256, '', NULL, '' FROM file",
            "CHECK",
        ),
    ],
)
def test_the_wider_table_keeps_its_rules(earlier, statement, refusal):
    migrate(earlier)
    with pytest.raises(sqlite3.IntegrityError, match=refusal), earlier.write():
        earlier.execute(statement)


def test_a_migration_that_stops_half_way_leaves_the_old_table(office, tmp_path):
    a_document(office, State.ARCHIVED)
    earlier = database_before(SIGNED, office, tmp_path / "earlier.db")
    before = earlier.query(FILES)
    with pytest.raises(sqlite3.OperationalError), earlier.write():
        earlier.connection.executescript(f"{SIGNED_FILES}\nSELECT * FROM nowhere;")
    assert earlier.query(FILES) == before
    assert SIGNED in migrate(earlier)
    earlier.close()
