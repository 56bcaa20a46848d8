"""Đơn đề nghị in ra để ký, giấy tiếp nhận — the application with its annexes, and the receipt
slip, as Word files.

Plain values in, bytes out: what stands on the pages is decided by the caller.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table
from docx.table import _Cell as Cell
from docx.text.paragraph import Paragraph

SIZE_PT = 13
TEXT_MM = 160
WIDE_MM = 257
MOTTO_MM = 52
COUNTRY = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table: `columns` are (title, width in mm)."""

    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """One sheet: the form's own number, its title, lines of text, tables, who signs.

    A line is (label, text); without a label it is a sentence, without a text a heading. `wide`
    lies across; `head` are the lines above on the left; `dated` is where and when.
    """

    mark: str
    title: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    signed: tuple[tuple[str, str], ...]
    head: tuple[str, ...] = ()
    dated: str = ""
    addressee: str = ""
    table: SheetTable | None = None
    after: tuple[tuple[str, str], ...] = ()
    wide: bool = False


def sheets_docx(title: str, parts: Sequence[SheetPart]) -> bytes:
    """A4 sheets in Times New Roman, each part beginning a page of its own."""
    document = docx.Document()
    _set_up(document, title)
    for number, part in enumerate(parts):
        if number:
            document.add_section(WD_SECTION.NEW_PAGE)
        _lay(document, wide=part.wide)
        _part(document, part)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _set_up(document: WordDocument, title: str) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(SIZE_PT)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(3)
    properties = document.core_properties
    properties.title, properties.language = title, "vi-VN"
    # Nothing personal in the file itself but what is printed.
    properties.author = properties.last_modified_by = properties.comments = ""


def _lay(document: WordDocument, *, wide: bool) -> None:
    section = document.sections[-1]
    width, height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = width, height
    section.left_margin, section.right_margin = (Mm(20), Mm(20)) if wide else (Mm(30), Mm(20))
    section.top_margin = section.bottom_margin = Mm(20)


def _part(document: WordDocument, part: SheetPart) -> None:
    width = WIDE_MM if part.wide else TEXT_MM
    if part.mark:
        _line(document, part.mark, italic=True, size=12).alignment = _RIGHT
    _head(document, part, width)
    for number, line in enumerate(part.title):
        title = _line(document, line, bold=True, size=14 if number == 0 else SIZE_PT)
        title.alignment = _CENTRE
        title.paragraph_format.space_before = Pt(12 if number == 0 else 0)
        title.paragraph_format.space_after = Pt(2 if number + 1 < len(part.title) else 10)
    if part.addressee:
        addressee = _line(document, f"Kính gửi: {part.addressee}")
        addressee.alignment = _CENTRE
        addressee.paragraph_format.space_after = Pt(10)
    _lines(document, part.lines)
    if part.table is not None:
        _table(document, part.table)
    _lines(document, part.after)
    _signatures(document, part.signed, width)


def _head(document: WordDocument, part: SheetPart, width: float) -> None:
    """Who writes on the left, the national title on the right; the date under it."""
    if not part.head:
        for line in COUNTRY:
            _centred(_line(document, line, bold=True))
        _rule(document.add_paragraph(), (width - MOTTO_MM) / 2)
        if part.dated:
            _line(document, part.dated, italic=True).alignment = _RIGHT
        return
    shares = (width * 0.38, width * 0.62)
    table = document.add_table(rows=2 if part.dated else 1, cols=2)
    _fix(table, shares)
    for number, line in enumerate(part.head):
        _centred(_in_cell(table.cell(0, 0), line, bold=number + 1 == len(part.head)))
    for number, line in enumerate(COUNTRY):
        size = 12 if number == 0 else SIZE_PT
        _centred(_in_cell(table.cell(0, 1), line, bold=True, size=size))
    _rule(table.cell(0, 1).add_paragraph(), (shares[1] - MOTTO_MM) / 2 - 2)
    if part.dated:
        _in_cell(table.cell(1, 1), part.dated, italic=True).alignment = _CENTRE


def _centred(paragraph: Paragraph) -> Paragraph:
    """In the middle, close to the line below."""
    paragraph.alignment = _CENTRE
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _rule(paragraph: Paragraph, indent_mm: float) -> None:
    """The line under the motto, as long as the motto."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = Mm(indent_mm)
    shape.line_spacing, shape.space_after = Pt(4), Pt(4)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _fix(table: Table, widths_mm: Sequence[float]) -> None:
    """Columns as wide as said, whatever stands in them."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def _lines(document: WordDocument, lines: Sequence[tuple[str, str]]) -> None:
    for label, text in lines:
        if label and not text:
            heading = _line(document, label, bold=True)
            heading.paragraph_format.space_before = Pt(6)
            heading.paragraph_format.keep_with_next = True
            continue
        paragraph = document.add_paragraph()
        if label:
            paragraph.add_run(f"{label}: ")
        for number, one in enumerate(text.split("\n")):
            run = paragraph.add_run(one)
            if number + 1 < len(text.split("\n")):
                run.add_break()
        # What is signed stands on the page of the signature.
        paragraph.paragraph_format.keep_with_next = label == "" and text == lines[-1][1]


def _table(document: WordDocument, content: SheetTable) -> None:
    columns = content.columns
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    _repeat(table.rows[0])
    for cell, (title, _) in zip(table.rows[0].cells, columns, strict=True):
        _in_cell(cell, title, bold=True, size=11).alignment = _CENTRE
    for row in content.rows:
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            _in_cell(cell, text, size=11)
    for one in table.rows:
        _keep_whole(one)
    for cell in table.rows[-1].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    _fix(table, [width for _, width in columns])


def _signatures(document: WordDocument, signed: Sequence[tuple[str, str]], width: float) -> None:
    """Side by side, one alone on the right: who signs, how, and the name if it is known."""
    if not signed:
        return
    above = document.add_paragraph()
    above.paragraph_format.keep_with_next = True
    above.paragraph_format.space_after = Pt(0)
    places = (("", ""), *signed) if len(signed) == 1 else tuple(signed)
    table = document.add_table(rows=1, cols=len(places))
    _fix(table, [width / len(places)] * len(places))
    _keep_whole(table.rows[0])
    for cell, (who, name) in zip(table.rows[0].cells, places, strict=True):
        if not who:
            continue
        _centred(_in_cell(cell, who.upper(), bold=True, size=12))
        _centred(_in_cell(cell, "(Ký, ghi rõ họ tên)", italic=True))
        below = _in_cell(cell, name, bold=True)
        below.alignment = _CENTRE
        below.paragraph_format.space_before = Pt(48)


def _in_cell(
    cell: Cell, text: str, *, bold: bool = False, italic: bool = False, size: float = SIZE_PT
) -> Paragraph:
    """A paragraph of a cell; the empty one that every cell is made with is used first."""
    first = cell.paragraphs[0]
    unused = len(cell.paragraphs) == 1 and not first.text
    paragraph = first if unused else cell.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    paragraph.paragraph_format.space_after = Pt(2)
    return paragraph


def _line(
    document: WordDocument,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float = SIZE_PT,
) -> Paragraph:
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def _repeat(row: object) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # type: ignore[attr-defined]


def _keep_whole(row: object) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]
