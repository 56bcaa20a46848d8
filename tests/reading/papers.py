"""Papers for the tests: written as data, laid out like the decree, in a table or with tabs."""

import io
import subprocess
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
WIDTHS, EQUAL_WIDTHS = (Mm(62), Mm(100)), (Mm(81), Mm(81))
MOTTO = "Độc lập - Tự do - Hạnh phúc"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@dataclass(frozen=True)
class Copy:
    """A certification block under the original."""

    form: str
    agency: tuple[str, ...]
    number: str
    place_date: str
    addressees: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Paper:
    """`signer` holds the lines over the name; `stamp` the text of a visible signature."""

    agency: tuple[str, ...]
    number: str
    place_date: str
    superior: tuple[str, ...] = ()
    nation: str = NATION
    motto: str = MOTTO
    letter_subject: tuple[str, ...] = ()
    kind: str = ""
    subject: tuple[str, ...] = ()
    power: str = ""
    addressees: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    order: str = ""
    body: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: tuple[str, ...] = ()
    remark: str = ""
    name: str = ""
    left_signer: tuple[str, str] = ("", "")
    stamp: tuple[str, ...] = ()
    urgency: str = ""
    circulation: str = ""
    copies: tuple[Copy, ...] = ()
    annex: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    address: str = ""
    size: float = 14
    expected: dict[str, object] = field(default_factory=dict)


def build_docx(paper: Paper, layout: str = "table") -> bytes:
    """`layout`: ``table`` (two invisible columns), ``narrow`` (a right column in which Quốc hiệu
    and the date wrap) or ``tabs``."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(paper.size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(0)
    if paper.circulation:
        _line(document, paper.circulation, bold=True, align=WD_ALIGN_PARAGRAPH.RIGHT)
    _head(document, paper, layout)
    _line(document, "")
    _middle(document, paper)
    foot = _foot_with_tabs if layout == "tabs" else _foot_in_table
    if paper.left_signer[0]:
        _two_signers(document, paper)
        for item in ("Nơi nhận:", *paper.recipients):
            _line(document, item, size=11)
    else:
        foot(document, paper.recipients, paper)
    for copy in paper.copies:
        _copy(document, copy, layout, paper)
    for number, text in enumerate(paper.annex):
        paragraph = _line(document, text, align=CENTRE if number < 2 else None, bold=number < 2)
        if number == 0:
            paragraph.insert_paragraph_before().add_run().add_break(WD_BREAK.PAGE)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def to_pdfs(folder: Path, sources: dict[str, bytes]) -> dict[str, bytes]:
    """Convert many DOCX with one LibreOffice, in a profile of its own."""
    for name, data in sources.items():
        (folder / f"{name}.docx").write_bytes(data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{name}.docx") for name in sources),
        ],
        check=True,
        timeout=110,
        capture_output=True,
    )
    return {name: (folder / f"{name}.pdf").read_bytes() for name in sources}


def _line(place, text, *, bold=False, italic=False, align=None, size=None, indent=None):
    paragraph = place.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    if indent is not None:
        paragraph.paragraph_format.first_line_indent = indent
    return paragraph


def _cell_lines(cell, lines):
    """`lines`: (text, bold, italic, centred, size)."""
    for number, (text, bold, italic, centred, size) in enumerate(lines):
        paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        if centred:
            paragraph.alignment = CENTRE


def _two_cells(document, widths=WIDTHS):
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    for number, width in enumerate(widths):
        table.columns[number].width = width
        table.rows[0].cells[number].width = width
    return table.rows[0].cells


def _head_lines(paper):
    size = paper.size - 1
    left = [(text, False, False, True, size) for text in paper.superior]
    left += [(text, True, False, True, size) for text in paper.agency]
    left += [("", False, False, True, 6)] if paper.number else []
    left += [(paper.number, False, False, True, size)] if paper.number else []
    left += [(text, False, False, True, 12) for text in paper.letter_subject]
    left += [("", False, False, True, 6)] + [(paper.urgency, True, False, True, 13)] * bool(
        paper.urgency
    )
    right = [(paper.nation, True, False, True, size), (paper.motto, True, False, True, paper.size)]
    right += [("", False, False, True, 6 + size * max(0, len(paper.superior + paper.agency) - 2))]
    right += [(paper.place_date, False, True, True, paper.size)]
    return left, right


def _head(document, paper, layout):
    if layout == "tabs":
        return _head_with_tabs(document, paper)
    left, right = _two_cells(document, EQUAL_WIDTHS if layout == "narrow" else WIDTHS)
    for cell, lines in zip((left, right), _head_lines(paper), strict=True):
        _cell_lines(cell, lines)
    return None


def _head_with_tabs(document, paper):
    left, right = _head_lines(paper)
    left = [line for line in left if line[0]]
    right = [line for line in right if line[0]]
    date = right.pop()
    rows = max(len(paper.superior + paper.agency), len(right))
    upper = left[: len(paper.superior + paper.agency)]
    lower = left[len(upper) :]
    lower = [
        (text, *line[1:])
        for line in lower
        for text in textwrap.wrap(line[0], 40, break_on_hyphens=False)
    ]
    upper += [None] * (rows - len(upper))
    right += [None] * (rows - len(right)) + [date]
    _tabbed(document, list(zip(upper + lower, right + [None] * len(lower), strict=False)))


def _tabbed(document, rows):
    for first, second in rows:
        paragraph = document.add_paragraph()
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(29), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(113), WD_TAB_ALIGNMENT.CENTER)
        for line in (first, second):
            text = "\t" + (line[0] if line else "")
            run = paragraph.add_run(text)
            if line:
                run.bold, run.italic, run.font.size = line[1], line[2], Pt(line[4])


def _middle(document, paper):
    _title(document, paper)
    _addressees(document, paper)
    for text in paper.bases:
        _line(document, text, italic=True, align=JUSTIFY, indent=Mm(10))
    if paper.order:
        _line(document, paper.order, bold=True, align=CENTRE)
    for text in paper.body:
        paragraph = _line(document, text, align=JUSTIFY, indent=Mm(10))
        paragraph.paragraph_format.space_after = Pt(6)
    if paper.table:
        _table(document, paper.table)
    if paper.address:
        _footer(document, paper.address)


def _title(document, paper):
    if paper.kind:
        _line(document, paper.kind, bold=True, align=CENTRE)
        for text in paper.subject:
            _line(document, text, bold=True, align=CENTRE)
        _line(document, "")
    if paper.power:
        _line(document, paper.power, bold=True, align=CENTRE)


def _addressees(document, paper):
    if len(paper.addressees) == 1:
        paragraph = _line(document, f"Kính gửi: {paper.addressees[0]}", align=CENTRE)
        paragraph.paragraph_format.space_after = Pt(6)
    elif paper.addressees:
        _line(document, "Kính gửi:").paragraph_format.left_indent = Mm(35)
        for item in paper.addressees:
            paragraph = _line(document, f"- {item}")
            paragraph.paragraph_format.left_indent = Mm(48)
            paragraph.paragraph_format.first_line_indent = Mm(-3)
        _line(document, "")


def _table(document, rows):
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid"
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _footer(document, address):
    document.sections[0].different_first_page_header_footer = True
    paragraph = document.sections[0].first_page_footer.paragraphs[0]
    paragraph.add_run(address).font.size = Pt(11)


def _signer_lines(signer, stamp, remark, name, size):
    lines = [(text, True, False, True, size) for text in signer]
    lines += [(text, False, False, False, 9) for text in stamp] or [
        ("", False, False, True, 14) for _ in range(3)
    ]
    lines += [(remark, True, False, True, size)] if remark else []
    return [*lines, (name, True, False, True, size)]


def _recipient_lines(recipients):
    if not recipients:
        return [("", False, False, False, 11)]
    return [
        ("Nơi nhận:", True, True, False, 12),
        *((text, False, False, False, 11) for text in recipients),
    ]


def _foot_in_table(document, recipients, paper):
    left, right = _two_cells(document)
    _cell_lines(left, _recipient_lines(recipients))
    _cell_lines(
        right, _signer_lines(paper.signer, paper.stamp, paper.remark, paper.name, paper.size)
    )


def _foot_with_tabs(document, recipients, paper):
    left = _recipient_lines(recipients)
    right = [
        line
        for line in _signer_lines(paper.signer, paper.stamp, paper.remark, paper.name, paper.size)
    ]
    rows = max(len(left), len(right))
    for number in range(rows):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(117), WD_TAB_ALIGNMENT.CENTER)
        first = left[number] if number < len(left) else ("", False, False, False, 11)
        second = right[number] if number < len(right) else None
        run = paragraph.add_run(first[0])
        run.bold, run.italic, run.font.size = first[1], first[2], Pt(first[4])
        if second and second[0]:
            run = paragraph.add_run("\t" + second[0])
            run.bold, run.font.size = second[1], Pt(second[4])


def _two_signers(document, paper):
    left, right = _two_cells(document)
    for cell, (post, name) in zip(
        (left, right), (paper.left_signer, (paper.signer[0], paper.name)), strict=True
    ):
        _cell_lines(
            cell,
            [
                (post, True, False, True, 14),
                *((("", False, False, True, 14),) * 3),
                (name, True, False, True, 14),
            ],
        )


def _rule(paragraph):
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)


def _copy(document, copy, layout, paper):
    _rule(_line(document, ""))
    head_left = [(text, True, False, True, 13) for text in copy.agency]
    head_left += [(copy.number, False, False, True, 13)]
    head_right = [(copy.form, True, False, True, 14)]
    blank = [("", False, False, True, 13)] * max(0, len(copy.agency) - 1)
    head_right += [*blank, (copy.place_date, False, True, True, 14)]
    foot = Paper((), "", "", signer=copy.signer, name=copy.name)
    if layout != "tabs":
        left, right = _two_cells(document)
        _cell_lines(left, head_left)
        _cell_lines(right, head_right)
    else:
        _tabbed(document, list(zip(head_left, head_right, strict=True)))
    if copy.addressees:
        _line(document, "")
        _line(document, f"Kính gửi: {copy.addressees[0]}", align=CENTRE)
    (_foot_with_tabs if layout == "tabs" else _foot_in_table)(document, copy.recipients, foot)
