"""Word papers for the tests of this folder, as plain as our own templates."""

import io

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from service.rendering.fonts import vietnamese_letters

BODY = (
    "Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác "
    "văn thư, Ủy ban nhân dân xã Hòa Bình đề nghị các cơ quan, đơn vị rà soát, chuẩn hóa thể "
    "thức văn bản; những vướng mắc phản ánh kịp thời để tổng hợp, báo cáo cấp trên theo quy định."
)


def plain_word() -> Word:
    """A4, the decree's margins, Times New Roman 14, and no style that is not used."""
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    styles = word.styles.element
    for style in list(styles.iterchildren(qn("w:style"), qn("w:latentStyles"))):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        normal.element.rPr.rFonts.set(qn(script), "Times New Roman")
    return word


def add(where, text, *, size=14, bold=False, italic=False, align="left", indent=False, font=None):
    paragraph = where.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if font:
        run.font.name = font
    paragraph.alignment = WD_ALIGN_PARAGRAPH[align.upper()]
    layout = paragraph.paragraph_format
    layout.space_before, layout.space_after = Pt(0), Pt(6 if indent else 0)
    if indent:
        layout.first_line_indent = Mm(10)
    return paragraph


def columns(word):
    """A borderless table of two cells, emptied for `add`."""
    table = word.add_table(1, 2)
    table.autofit = False
    for cell, width in zip(table.rows[0].cells, (Mm(66), Mm(99)), strict=True):
        cell.width = width
        cell._tc.remove(cell.paragraphs[0]._p)
    return table.rows[0].cells


def packed(word) -> bytes:
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def letter_docx(*, paragraphs=9, body=BODY, font=None, title="Công văn về công tác văn thư"):
    """An official letter; nine paragraphs make two pages."""
    word = plain_word()
    word.core_properties.title = title
    left, right = columns(word)
    add(left, "ỦY BAN NHÂN DÂN", size=13, align="center")
    add(left, "XÃ HÒA BÌNH", size=13, bold=True, align="center")
    add(left, "Số: 12/UBND-VP", size=13, align="center")
    add(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True, align="center")
    add(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True, align="center")
    add(right, "Hòa Bình, ngày 08 tháng 01 năm 2026", size=13, italic=True, align="center")
    add(word, "Kính gửi: Các cơ quan, đơn vị trực thuộc xã.", align="center")
    for _ in range(paragraphs):
        add(word, body, align="justify", indent=True, font=font)
    left, right = columns(word)
    add(left, "Nơi nhận:", size=12, bold=True, italic=True)
    for line in ("- Như trên;", "- Lưu: VT."):
        add(left, line, size=11)
    for line in ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"):
        add(right, line, bold=True, align="center")
    add(right, "Trần Văn Hùng", bold=True, align="center").paragraph_format.space_before = Pt(60)
    return packed(word)


def copy_block_docx():
    """A certified copy's block, at the top of a page of its own."""
    word = plain_word()
    word.core_properties.title = "Bản sao"
    left, right = columns(word)
    add(left, "ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", size=13, bold=True, align="center")
    add(left, "Số: 07/SY-UBND", size=13, align="center")
    add(right, "SAO Y", bold=True, align="center")
    add(right, "Hòa Bình, ngày 24 tháng 11 năm 2026", size=13, italic=True, align="center")
    left, right = columns(word)
    add(left, "Nơi nhận:", size=12, bold=True, italic=True)
    add(left, "- Lưu: VT.", size=11)
    add(right, "TL. CHỦ TỊCH", bold=True, align="center")
    add(right, "CHÁNH VĂN PHÒNG", bold=True, align="center")
    add(right, "Lê Thị Lan", bold=True, align="center").paragraph_format.space_before = Pt(60)
    return packed(word)


def letters_docx():
    """Each of the 134 letters in the four faces, large enough to be told apart by sight."""
    word = plain_word()
    word.core_properties.title = "Các chữ cái tiếng Việt"
    letters = vietnamese_letters()
    for bold, italic in ((False, False), (True, False), (False, True), (True, True)):
        for start in range(0, len(letters), 14):
            row = " ".join(letters[start : start + 14])
            row = add(word, row, size=26, bold=bold, italic=italic)
            row.paragraph_format.space_before = Pt(12)  # room for two marks over a capital
    return packed(word)
