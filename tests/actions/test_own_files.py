"""Phụ lục là tệp riêng: linked to the number, kept by hash, proved by the archive."""

from datetime import timedelta

import pytest

from forms import load_kinds
from service.actions import drafting, files, issuing, reviewing
from service.domain.documents import FileRole
from service.domain.errors import ArchiveDamaged, NotFound
from service.domain.workflow import State
from service.store import archive, documents
from service.store.annex_files import annex_files
from service.store.search import search
from tests.builders import NOW, work

LATER = NOW + timedelta(hours=1)
ANNEXES = [{"title": title, "body": "", "apart": True} for title in ("Các thôn", "Các hộ nghèo")]


@pytest.fixture
def office(office):
    office.kinds = load_kinds()
    return office


@pytest.fixture
def numbered(office, minh, hung, lan):
    answers = {**office.kinds["decision"].sample, "annexes": ANNEXES}
    document = drafting.create_draft(office, "decision", answers, by=minh, now=NOW)
    reviewing.submit(office, document.id, by=minh, now=LATER, approver_id=hung.id)
    reviewing.approve(office, document.id, by=hung, now=LATER)
    document = issuing.take_number(office, document.id, by=lan, now=LATER)
    work(office, LATER)
    return document


def names(office, document):
    return [file.name for file in annex_files(office.db, document.id)]


def test_numbering_makes_two_files_of_each_annex_named_by_the_number(office, numbered):
    stem = numbered.reference.replace("/", "-")
    assert names(office, numbered) == [
        f"{stem} - Phụ lục {n}.{end}" for n in (1, 2) for end in ("pdf", "docx")
    ]
    for file in annex_files(office.db, numbered.id):
        assert office.files.get(file.sha256)


def test_a_second_run_of_the_job_makes_no_second_set(office, numbered):
    with office.db.write():
        office.db.execute("UPDATE job SET state = 'waiting', attempts = 0, finished_at = NULL")
    work(office, LATER)
    assert len(names(office, numbered)) == 4


def test_each_is_downloaded_by_its_place(office, numbered, minh, tam):
    for part in (1, 2):
        file, data = files.download(
            office, numbered.id, FileRole.ANNEX_PDF, by=minh, now=LATER, revision=1, part=part
        )
        assert file.part == part
        assert data.startswith(b"%%PDF-1.7 %d " % part)
    with pytest.raises(NotFound):
        files.download(
            office, numbered.id, FileRole.ANNEX_PDF, by=tam, now=LATER, revision=1, part=1
        )


def test_a_new_number_has_new_files_and_the_old_ones_stay_in_the_archive(office, numbered, lan):
    before = {file.sha256 for file in annex_files(office.db, numbered.id)}
    issuing.void_number(office, numbered.id, "Sai ngày", by=lan, now=LATER, keep_approved=True)
    assert names(office, numbered) == []
    issuing.take_number(office, numbered.id, by=lan, now=LATER)
    work(office, LATER)
    after = {file.sha256 for file in annex_files(office.db, numbered.id)}
    assert len(after) == 4
    assert before.isdisjoint(after)
    assert before | after <= set(archive.recorded(office.db))


def test_archiving_needs_every_file(office, numbered, lan):
    (first, *_) = annex_files(office.db, numbered.id)
    issuing.issue(office, numbered.id, by=lan, now=LATER)
    path = next(path for path in (office.settings.data / "files").rglob(f"{first.sha256}*"))
    path.chmod(0o644)
    path.write_bytes(b"changed")
    with pytest.raises(ArchiveDamaged):
        office.files.get(first.sha256)
    work(office, LATER)
    assert documents.get_for_office(office.db, numbered.id).state is State.ISSUED


def test_words_of_an_own_file_find_the_paper(office, numbered, minh):
    assert [hit.line.id for hit in search(office.db, minh, "các hộ nghèo").hits] == [numbered.id]
