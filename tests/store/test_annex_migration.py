"""Papers of a release that could not sign annexes keep their files and their state."""

import sqlite3

import pytest

from service.domain.documents import FileRole
from service.domain.workflow import State
from service.store import documents
from service.store.annex_files import annex_files, to_be_signed, unsigned
from service.store.migrations import migrate
from tests.builders import NOW, a_document, person_of
from tests.store.earlier import database_before

STEP = "m0022_signed_annexes"
FILES = """
    SELECT id, document_id, role, part, revision, sha256, name, entry_id, created_at
    FROM document_file ORDER BY id
"""

ADD = """INSERT INTO document_file
    (document_id, role, part, revision, sha256, name, entry_id, created_at"""
TAKEN = "SELECT document_id,"
PDF, ANNEX = (f"FROM document_file WHERE role = '{one}' LIMIT 1" for one in ("pdf", "annex_pdf"))


def with_annex(office, state):
    """A paper with one annex of its own, as an earlier release made it."""
    document = a_document(office, state)
    entry = office.db.one(
        "SELECT id FROM register_entry WHERE document_id = :id", {"id": document.id}
    )
    pdf = office.files.put(b"%%PDF-1.7 annex of %d" % document.id)
    with office.db.write():
        documents.note_file(office.db, pdf, 20, "application/pdf", NOW)
        documents.link_file(
            office.db,
            document.id,
            FileRole.ANNEX_PDF,
            pdf,
            name="01-QĐ-UBND - Phụ lục I.pdf",
            now=NOW,
            entry_id=entry["id"],
            part=1,
        )
    return document


@pytest.fixture
def papers(office):
    return [with_annex(office, state) for state in (State.ARCHIVED, State.NUMBERED, State.ISSUED)]


@pytest.fixture
def earlier(office, papers, tmp_path):
    db = database_before(STEP, office, tmp_path / "earlier.db")
    yield db
    db.close()


def test_every_file_is_carried_over_with_its_id_and_place(office, earlier):
    before = earlier.query(FILES)
    assert {row["part"] for row in before} == {0, 1}
    assert STEP in migrate(earlier)
    assert earlier.query(FILES) == before == office.db.query(FILES)
    assert earlier.query("PRAGMA foreign_key_check") == []


def test_what_went_out_before_needs_no_signed_annex_what_is_numbered_does(earlier, papers):
    migrate(earlier)
    assert [len(to_be_signed(earlier, one.id)) for one in papers] == [0, 1, 0]
    assert [len(unsigned(earlier, one.id)) for one in papers] == [1, 1, 1]
    assert [len(annex_files(earlier, one.id)) for one in papers] == [1, 1, 1]
    states = [documents.get_for_office(earlier, one.id).state for one in papers]
    assert states == [State.ARCHIVED, State.NUMBERED, State.ISSUED]


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("UPDATE document_file SET name = 'x'", "append only"),
        ("DELETE FROM document_file", "append only"),
        ("DELETE FROM annexes_left_unsigned", "append only"),
        ("UPDATE annexes_left_unsigned SET document_id = 1", "append only"),
        (f"{ADD}, turn) {TAKEN} 'pdf', 0, 9, sha256, '', entry_id, '', 1 {PDF}", "CHECK"),
        (f"{ADD}) {TAKEN} 'annex_signed', 1, 1, sha256, '', NULL, '' {PDF}", "CHECK"),
        (f"{ADD}) {TAKEN} 'annex_pdf', 1, 2, sha256, '', entry_id, '' {ANNEX}", "UNIQUE"),
    ],
)
def test_the_rules_of_the_table_hold_afterwards(earlier, statement, refusal):
    migrate(earlier)
    with pytest.raises(sqlite3.IntegrityError, match=refusal), earlier.write():
        earlier.execute(statement)


def test_a_recalled_paper_stays_frozen(earlier, office, papers):
    migrate(earlier)
    by = person_of(office.db, "lan").id
    with earlier.write():
        earlier.execute(
            "INSERT INTO recall VALUES (:id, 'Sai', 'Chủ tịch', :by, '')",
            {"id": papers[2].id, "by": by},
        )
    with pytest.raises(sqlite3.IntegrityError, match="recalled"), earlier.write():
        earlier.execute(
            "INSERT INTO document_file (document_id, role, revision, sha256, name, created_at)"
            " SELECT document_id, 'source', 9, sha256, '', '' FROM document_file"
            " WHERE document_id = :id LIMIT 1",
            {"id": papers[2].id},
        )
