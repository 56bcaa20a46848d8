"""`service check`, `verify` and `parse` over files a person may hand them."""

from pathlib import Path

import pytest
from fpdf import FPDF

from tests.rendering.papers import letter_docx


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "thu.docx"
    path.write_bytes(letter_docx())
    return path


def test_check_says_what_was_measured_and_what_is_allowed(service, data, letter):
    told = service("check", str(letter), "--json")
    assert told.code == 1
    first = told.json["findings"][0]
    assert first["measured"] and first["allowed"] and first["article"]


def test_check_refuses_what_is_not_word_in_a_sentence(service, data, tmp_path):
    picture = tmp_path / "anh.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    told = service("check", str(picture))
    assert told.code == 2
    assert "Word" in told.out


def test_parse_reads_the_subject_of_a_word_letter(service, data, letter):
    told = service("parse", str(letter), "--json")
    assert told.code == 0
    assert told.json["fields"]["agency"]


def test_parse_refuses_a_picture_in_a_sentence(service, data, tmp_path):
    picture = tmp_path / "anh.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    told = service("parse", str(picture), "--json")
    assert told.code == 1
    assert told.json["error"]


def test_verify_calls_a_paper_without_signatures_invalid(service, data, tmp_path):
    page = FPDF()
    page.add_page()
    unsigned = tmp_path / "chua-ky.pdf"
    unsigned.write_bytes(bytes(page.output()))
    told = service("verify", str(unsigned))
    assert told.code == 1
    assert "không có chữ ký số" in told.out


def test_verify_names_a_missing_file(service, data, tmp_path):
    told = service("verify", str(tmp_path / "khong-co.pdf"))
    assert told.code == 3
    assert "Không có tệp" in told.out
