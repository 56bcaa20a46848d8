"""Tải tệp: proved bytes for whoever may read them, and a line in the history each time."""

from datetime import timedelta

import pytest

from service.actions import files
from service.domain.documents import FileRole
from service.domain.errors import ArchiveDamaged, NotFound
from service.domain.workflow import State
from service.store import events
from tests.builders import NOW, a_document

LATER = NOW + timedelta(hours=1)


def test_a_download_is_noted_with_who_and_what(office, minh):
    document = a_document(office, State.ARCHIVED)
    file, data = files.download(office, document.id, FileRole.PDF, by=minh, now=LATER)
    assert data.startswith(b"%PDF")
    event = events.last_of_document(office.db, document.id)
    assert (event.verb, event.verb_name, event.person_name) == (
        "download",
        "Tải tệp",
        "Trần Văn Minh",
    )
    assert event.detail == {"role": "pdf", "revision": 1, "sha256": file.sha256}


def test_an_earlier_revision_can_still_be_read(office, minh):
    document = a_document(office, kind="certified_copy")
    _, data = files.download(office, document.id, FileRole.SOURCE, by=minh, now=LATER, revision=1)
    assert data == b"%PDF-1.7 original"
    with pytest.raises(NotFound):
        files.download(office, document.id, FileRole.SOURCE, by=minh, now=LATER, revision=2)


def test_a_file_that_is_not_made_yet_is_said_so(office, lan):
    document = a_document(office, State.NUMBERED)
    with pytest.raises(NotFound, match="đợi giây lát"):
        files.download(office, document.id, FileRole.PDF, by=lan, now=LATER)


def test_others_cannot_download_and_leave_no_line(office, tam):
    document = a_document(office, State.ARCHIVED)
    before = events.of_document(office.db, document.id)
    with pytest.raises(NotFound):
        files.download(office, document.id, FileRole.PDF, by=tam, now=LATER)
    assert events.of_document(office.db, document.id) == before


def test_an_altered_file_never_goes_out(office, lan):
    document = a_document(office, State.ARCHIVED)
    file, _ = files.download(office, document.id, FileRole.DOCX, by=lan, now=LATER)
    path = office.files.path(file.sha256)
    path.chmod(0o644)
    path.write_bytes(b"PK altered")
    with pytest.raises(ArchiveDamaged):
        files.download(office, document.id, FileRole.DOCX, by=lan, now=LATER)
