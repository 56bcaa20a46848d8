"""Files dropped to be checked: who sees them, how long, and what is said about bad ones."""

import pytest
from fpdf import FPDF

from tests.rendering.papers import letter_docx

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200)


def drop(browser, path, data, name, status=200):
    browser.open(path)
    return browser.press("Kiểm tra", status, file=(data, name))


def unsigned_pdf():
    page = FPDF()
    page.add_page()
    return bytes(page.output())


@pytest.mark.slow
def test_a_word_file_gets_a_list_pictures_comments_and_a_mended_copy(as_minh):
    page = drop(as_minh, "/conformity", letter_docx(font="Arial"), "thư.docx")
    assert "lỗi" in page.main
    base = page.path
    assert as_minh.client.get(f"{base}/pages/1.png").data.startswith(b"\x89PNG")
    assert as_minh.client.get(f"{base}/pages/99.png").status_code == 404
    assert as_minh.client.get(f"{base}/annotated.docx").data.startswith(b"PK")
    assert "Đã sửa" in as_minh.open(f"{base}/repair").main
    mended = as_minh.client.get(f"{base}/repaired.docx")
    assert mended.data.startswith(b"PK")
    assert (
        "filename*=UTF-8''th%C6%B0%20%28%C4%91%C3%A3%20s%E1%BB%ADa%29.docx"
        in (mended.headers["Content-Disposition"])
    )


@pytest.mark.slow
def test_a_dropped_file_is_seen_by_nobody_else_and_for_an_hour(as_minh, as_hung, clock):
    address = drop(as_minh, "/conformity", letter_docx(), "thư.docx").path
    assert as_hung.client.get(address).status_code == 404
    clock.forward(hours=1, seconds=1)
    assert as_minh.client.get(address).status_code == 404


@pytest.mark.slow
def test_a_pdf_is_measured_by_fewer_rules_and_offers_no_repair(as_minh, office):
    data = office.converter.convert(letter_docx(font="Arial"))
    page = drop(as_minh, "/conformity", data, "thư.pdf")
    assert "ít hơn tệp Word" in page.main
    assert "Tệp PDF không sửa và không ghi góp ý được" in page.main
    assert "Sửa giúp" not in page.main
    assert "annotated.docx" not in page.main
    assert as_minh.client.get(f"{page.path}/pages/1.png").data.startswith(b"\x89PNG")
    assert as_minh.client.get(f"{page.path}/repaired.docx").status_code == 422
    assert as_minh.client.get(f"{page.path}/annotated.docx").status_code == 422


def test_a_picture_is_refused_at_the_field(as_minh):
    assert "Word" in drop(as_minh, "/conformity", PICTURE, "ảnh.docx", 422).main


def test_no_file_is_refused_at_the_field(as_minh):
    as_minh.open("/conformity")
    assert "Chưa chọn tệp Word hoặc PDF" in as_minh.press("Kiểm tra", 422).main


def test_a_paper_nobody_signed_is_not_valid(as_lan):
    page = drop(as_lan, "/verification", unsigned_pdf(), "chưa ký.pdf")
    assert "KHÔNG HỢP LỆ" in page.main
    assert "không có chữ ký số" in page.main


def test_a_word_file_among_signatures_is_refused_at_the_field(as_lan):
    assert "Word" in drop(as_lan, "/verification", letter_docx(), "thư.pdf", 422).main


def test_a_made_up_address_shows_nothing(as_minh):
    for address in ("/conformity/..%2F..%2Foffice", "/verification/" + "a" * 24):
        assert as_minh.client.get(address).status_code == 404


def test_old_files_are_forgotten(as_minh, office, clock):
    drop(as_minh, "/verification", unsigned_pdf(), "một.pdf")
    clock.forward(hours=2)
    drop(as_minh, "/verification", unsigned_pdf(), "hai.pdf")
    assert len(list((office.settings.run_folder / "dropped").iterdir())) == 1
