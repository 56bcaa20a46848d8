"""Quyển sổ in ra để đóng: the decree's columns on every page, what was struck out, and the hash."""

import io
import zipfile
from dataclasses import replace

import pypdfium2
import pytest
from openpyxl import load_workbook

from bench.registers import volume
from service.domain.registers import FORMS, WIDTH_MM
from service.rendering.fonts import is_allowed
from service.rendering.inspect import facts
from service.rendering.register_docx import register_docx
from service.rendering.register_pdf import register_pdf
from service.rendering.register_xlsx import HEAD_ROW, register_xlsx

BOOK = replace(
    volume(230),
    superior="Ủy ban nhân dân tỉnh Bình Thuận",
    chain="ab" * 32,
)
SUBJECT = 2


def pages(pdf):
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    document.close()
    return texts


@pytest.fixture(scope="module")
def printed():
    return pages(register_pdf(BOOK))


def with_cell(text):
    rows = tuple((*row[:SUBJECT], text, *row[SUBJECT + 1 :]) for row in BOOK.rows[:3])
    return replace(BOOK, rows=rows)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_the_columns_of_every_register_fill_the_page(form):
    assert sum(column.width_mm for column in form.columns) == WIDTH_MM


@pytest.mark.parametrize(
    ("code", "count"),
    [("outgoing", 10), ("copies", 10), ("post", 6), ("copy-use", 9), ("incoming", 10)],
)
def test_registers_have_the_columns_of_the_decree(code, count):
    assert len(FORMS[code].columns) == count


def test_a_line_with_too_few_cells_is_a_bug():
    with pytest.raises(ValueError, match="3 cells"):
        replace(BOOK, rows=(("1", "2", "3"),))


def test_cover_and_first_page_say_what_the_volume_holds(printed):
    for page in printed[:2]:
        said = page.split("\n")
        assert said[0] == "ỦY BAN NHÂN DÂN TỈNH BÌNH THUẬN"
        assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in said
        assert "Từ ngày 02/01/2026 đến ngày 31/12/2026" in said
        assert "Từ số 01 đến số 230" in said
        assert "Quyển số: 01" in said


def test_the_heads_stand_on_every_page_of_lines(printed):
    lines = printed[2:-1]
    assert len(lines) > 5
    for number, page in enumerate(lines, 1):
        for place in range(1, 11):
            assert f"({place})" in page
        assert "Sổ đăng ký văn bản đi, năm 2026, quyển số 01" in page
        assert str(number) in page


def test_every_line_is_printed_once_and_in_order(printed):
    whole = "\n".join(printed[2:-1])
    places = [whole.index(f"{number:02d}/UBND-VHXH") for number in range(1, 231)]
    assert places == sorted(places)


def test_the_closing_page_tells_totals_what_was_struck_out_and_the_hash(printed):
    last = printed[-1]
    assert "có 230 dòng, từ ngày 02/01/2026 đến ngày 31/12/2026, từ số 01 đến số 230." in last
    assert "đã phát hành: 229; đã hủy: 1" in last
    assert "200/UBND-VHXH" in last and "Ghi nhầm ngày" in last
    assert BOOK.digest() in last
    assert "ab" * 32 in last
    assert "VĂN THƯ" in last


def test_the_hash_changes_with_any_cell():
    changed = with_cell("Khác")
    assert changed.digest() != replace(BOOK, rows=BOOK.rows[:3]).digest()


def test_a_line_taller_than_a_page_goes_on_overleaf():
    words = " ".join(f"chữ{number}" for number in range(900))
    found = pages(register_pdf(with_cell(words)))
    whole = " ".join(" ".join(found).split())
    assert all(f"chữ{number}" in whole for number in (0, 450, 899))
    assert len(found) > 5


def test_a_word_wider_than_its_cell_is_cut_and_stays_inside():
    book = with_cell("Z" * 200)
    document = pypdfium2.PdfDocument(register_pdf(book))
    text = document[2].get_textpage()
    assert text.get_text_range().count("Z") == 600
    boxes = [
        text.get_charbox(i) for i in range(text.count_chars()) if text.get_text_range(i, 1) == "Z"
    ]
    document.close()
    left, right = (25 + 53) / 25.4 * 72, (25 + 53 + 56) / 25.4 * 72
    assert min(box[0] for box in boxes) > left
    assert max(box[2] for box in boxes) < right


def test_the_font_is_embedded_and_allowed():
    found = facts(register_pdf(BOOK))
    assert found.fonts
    for font in found.fonts:
        family = font.name.partition("+")[2].removesuffix("Bold").removesuffix("Italic")
        assert is_allowed(family), font
        assert font.embedded


def test_word_prints_the_same_pages(shared_pool):
    """The same lines on the same page, measured by LibreOffice itself."""
    word = pages(shared_pool.convert(register_docx(BOOK)))
    drawn = pages(register_pdf(BOOK))
    assert len(word) == len(drawn)
    for mine, theirs in zip(drawn, word, strict=True):
        assert numbers_of(mine) == numbers_of(theirs)


def numbers_of(page):
    return [word for word in page.split() if word.endswith("/UBND-VHXH")]


def test_word_takes_signs_that_xml_does_not_know():
    book = with_cell("a\x0bb & <c>")
    with zipfile.ZipFile(io.BytesIO(register_docx(book))) as package:
        text = package.read("word/document.xml").decode()
    assert "ab &amp; &lt;c&gt;" in text


def test_the_spreadsheet_holds_text_only():
    """A subject that begins with an equals sign is no formula."""
    book = with_cell("=1+1")
    sheet = load_workbook(io.BytesIO(register_xlsx(book)))["Sổ"]
    cell = sheet.cell(HEAD_ROW + 2, SUBJECT + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert sheet.cell(HEAD_ROW, 1).value == "Số, ký hiệu văn bản"
    assert sheet.max_row == HEAD_ROW + 1 + 3


def test_the_spreadsheet_tells_the_end_of_the_volume_too():
    sheet = load_workbook(io.BytesIO(register_xlsx(BOOK)))["Kết thúc sổ"]
    said = [str(cell.value) for row in sheet for cell in row if cell.value]
    assert any(BOOK.digest() in one for one in said)
    assert "200/UBND-VHXH" in said
