"""Tải danh sách tra cứu: the whole result as a file, and nothing that may not be seen."""

import io
import zipfile

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from service.actions import exporting
from service.domain.searching import Filters
from service.domain.workflow import State
from service.store import events
from service.store import search as search_module
from tests.builders import NOW, a_document


@pytest.fixture
def export(office, lan):
    def made(suffix, *, by=lan, query="", **filters):
        return exporting.export_found(
            office,
            query,
            Filters(**filters),
            suffix,
            order="relevance",
            conditions=[f"Từ cần tìm: {query}"],
            by=by,
            now=NOW,
        )

    return made


def text_of(suffix, data):
    if suffix == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if suffix == "docx":
        return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    cells = [cell for row in rows_of(data) for cell in row if cell is not None]
    return " ".join(cells)


def rows_of(data):
    return list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf"])
def test_a_list_has_every_paper_found_and_what_was_asked(office, export, suffix):
    for number in range(25):
        a_document(office, State.ARCHIVED, subject=f"Văn bản thứ {number} <&>")
    text = text_of(suffix, export(suffix, query="văn bản"))
    for number in range(25):
        assert f"thứ {number} " in text
    assert "Từ cần tìm: văn bản" in text
    assert "Có 25 văn bản." in text


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf"])
def test_nobody_gets_a_list_of_what_may_not_be_seen(office, export, tam, suffix):
    a_document(office, State.ARCHIVED, subject="Kín đáo")
    a_document(office, State.ARCHIVED, subject="Của tổ mình", drafter="tam")
    text = text_of(suffix, export(suffix, by=tam))
    assert "Của tổ mình" in text
    assert "Kín đáo" not in text
    assert "Có 1 văn bản." in text


def test_a_subject_never_becomes_a_formula(office, export):
    a_document(office, State.ARCHIVED, subject="=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(export("xlsx")))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells if cell.value} <= {"s", "inlineStr"}


def test_a_list_that_leaves_something_out_says_so(office, export, monkeypatch):
    monkeypatch.setattr(search_module, "LISTED", 2)
    for number in range(3):
        a_document(office, State.ARCHIVED, subject=f"Văn bản {number}")
    rows = rows_of(export("xlsx", query="văn bản"))
    assert any("hơn 2 văn bản" in str(row[0]) for row in rows)
    rows = rows_of(export("xlsx"))
    assert any("Kết quả có 3 văn bản; danh sách này chỉ gồm 2" in str(row[0]) for row in rows)


def test_a_list_is_written_down_in_the_history(office, db, export, lan):
    a_document(office, State.ARCHIVED, subject="Một")
    export("docx", kind="decision")
    (event,) = events.of_topic(db, "search")
    assert (event.verb, event.person_id) == ("export_search", lan.id)
    assert event.detail == {"format": "docx", "papers": 1}
