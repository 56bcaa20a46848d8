"""A numbered paper goes out to be signed and comes back, on the pages of the clerk."""

from service.domain.documents import FileRole
from service.store import documents
from signatures.order import Step, next_step
from tests.builders import work


def numbered(office, letter, now, **answers):
    """A letter with its number, its file made."""
    document = letter("numbered", **answers)
    work(office, now)
    return documents.get_for_office(office.db, document.id)


def pdf_of(office, document, role=FileRole.PDF):
    file = documents.current_file(office.db, document.id, role)
    return office.files.get(file.sha256)


def test_numbered_file_waits_for_the_signature_of_the_person(office, letter, clock, as_lan):
    document = numbered(office, letter, clock())
    assert next_step(pdf_of(office, document)) is Step.PERSON
    assert "ô ký số" not in as_lan.open(f"/documents/{document.id}").main


def test_paper_without_a_printed_name_says_why_it_has_no_fields(office, letter, clock, as_lan):
    nobody = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": ""}
    document = numbered(office, letter, clock(), signatory=nobody)
    assert next_step(pdf_of(office, document)) is Step.DONE
    page = as_lan.open(f"/documents/{document.id}")
    assert "không có ô ký số vì văn bản không ghi họ tên người ký" in page.main
    assert "Phát hành" in page.buttons
