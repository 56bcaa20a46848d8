"""The PDF that a certified copy is made of: taken when it is sound, refused with the reason."""

import io

import pytest
from pypdf import PdfReader, PdfWriter

from forms import load_kinds
from service.app import Press
from service.domain.documents import FileRole
from service.domain.numbering import IssueMark
from service.store import documents
from tests.builders import AGENCY, work


@pytest.fixture(scope="session")
def letter_pdf(converter):
    """A real letter of one page, made by the office's own press."""
    kinds = load_kinds()
    kind = kinds["official_letter"]
    return Press(kinds, converter).render(kind, AGENCY, kind.sample, IssueMark()).pdf


@pytest.fixture
def copy(as_minh, office):
    as_minh.open("/documents/new")
    as_minh.press("Soạn bản sao mới")
    return documents.get_for_office(office.db, int(as_minh.page.path.split("/")[2]))


def source_of(office, document):
    return documents.current_file(office.db, document.id, FileRole.SOURCE)


def test_a_sound_pdf_is_taken_and_named(as_minh, office, copy, letter_pdf):
    page = as_minh.press("Tải tệp lên", source=(letter_pdf, "công văn 99.pdf"))
    assert "công văn 99.pdf" in page.main
    assert office.files.get(source_of(office, copy).sha256) == letter_pdf


def test_the_preview_shows_the_block_over_the_original(as_minh, office, copy, letter_pdf):
    as_minh.press("Tải tệp lên", source=(letter_pdf, "a.pdf"))
    page = as_minh.press("Xem trước")
    assert page.one("preview-pages").findall("img")


def encrypted(pdf):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt("bí mật", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"PK\x03\x04 Word", "van-ban.pdf", "PDF"),
        (b"\xff\xd8\xff\xe0 a photograph", "anh.pdf", "PDF"),
        (b"%PDF-1.7\nnothing else", "hong.pdf", "PDF"),
        (b"", "rong.pdf", "Tệp rỗng"),
        (None, "khoa.pdf", "mật khẩu"),
    ],
)
def test_a_wrong_file_is_refused_at_its_field_and_the_typed_text_stays(
    as_minh, office, copy, letter_pdf, data, name, sentence
):
    data = encrypted(letter_pdf) if data is None else data
    page = as_minh.press("Tải tệp lên", status=422, subject="công văn số 99", source=(data, name))
    assert sentence in page.errors["source"]
    described = page.one("source").get("aria-describedby").split()
    assert "source-error" in described
    assert page.value("subject") == "công văn số 99"
    assert documents.get_for_office(office.db, copy.id).subject == "công văn số 99", "and saved"
    assert source_of(office, copy) is None
    page = as_minh.press("Tải tệp lên", source=(letter_pdf, "dung.pdf"))
    assert "dung.pdf" in page.main, "and the next try needs no other page"


def test_a_file_that_is_too_big_is_refused_with_the_limit(as_minh, office, copy):
    page = as_minh.press(
        "Tải tệp lên", status=413, source=(b"%PDF-1.7" + b"0" * 11_000_000, "lon.pdf")
    )
    assert page.h1 == "Tệp hoặc nội dung quá lớn"
    assert "MB" in page.main
    assert source_of(office, copy) is None


def test_a_path_as_a_name_is_only_a_label(as_minh, office, copy, letter_pdf):
    as_minh.press("Tải tệp lên", source=(letter_pdf, "../../etc/passwd\x00.pdf"))
    assert "/" not in source_of(office, copy).name


def test_a_copy_without_its_source_cannot_be_sent(as_minh, copy):
    page = as_minh.press("Trình duyệt", status=422, subject="công văn số 99")
    assert "Chưa có tệp PDF" in " ".join(page.errors.values())
    assert "source" in page.errors


def test_a_source_goes_all_the_way_to_a_numbered_copy(
    as_minh, as_hung, as_lan, office, copy, letter_pdf, clock
):
    described = {"source_medium": "electronic", "source_standing": "original"}
    as_minh.press("Tải tệp lên", subject="công văn 99", source=(letter_pdf, "a.pdf"), **described)
    as_minh.press("Trình duyệt")
    as_hung.open(f"/documents/{copy.id}")
    as_hung.press("Duyệt")
    as_lan.open(f"/documents/{copy.id}/number")
    assert "01/SY-UBND" in as_lan.press("Cấp số").main
    work(office, clock())
    page = as_lan.open(f"/documents/{copy.id}")
    assert as_lan.open(page.links["01-SY-UBND.pdf"]).data.startswith(b"%PDF")


def test_other_kinds_take_no_file(as_minh, office):
    as_minh.open("/documents/new")
    page = as_minh.press("Soạn công văn mới")
    assert not [control for control in page.all("input") if control.get("type") == "file"]
