"""Các phần dùng chung của mẫu Word — head, foot and page set-up (Phụ lục I, phần I, IV)."""

from collections.abc import Sequence

from doc_templates.package import signature_space
from service.domain.looks import (
    FOOT_LEFT_MM,
    FOOT_RIGHT_MM,
    HEAD_LEFT_MM,
    HEAD_RIGHT_MM,
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    PAGE_MM,
    PAGE_NUMBER_TOP_MM,
    TEXT_WIDTH_MM,
)
from service.domain.presentation import SIGN_SPACE_MM
from service.rendering.wordxml import END_STYLE, LINE_PT, borders, paragraph, text_run, twips

FOOT_GAP_MM = 2


def line(style: str, text: str, properties: str = "") -> str:
    """A paragraph of one run; `text` may hold placeholders."""
    return paragraph(style, text_run(text), properties)


def tag(code: str) -> str:
    """A paragraph that only steers: ``{%p if … %}``, ``{{p value }}``. It leaves no trace."""
    return paragraph("Normal", text_run(code))


def every(name: str, style: str, text: str, *, keep_next: bool = False) -> str:
    """One paragraph per item of the list `name`; the item is ``item`` in `text`."""
    keep = "<w:keepNext/>" if keep_next else ""
    return tag(f"{{%p for item in {name} %}}") + line(style, text, keep) + tag("{%p endfor %}")


def when(condition: str, *content: str) -> str:
    return tag(f"{{%p if {condition} %}}") + "".join(content) + tag("{%p endif %}")


def grid(widths_mm: Sequence[float], *rows: str) -> str:
    """A table without borders that only places things."""
    widths = [twips(width) for width in widths_mm]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" '
        'w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" '
        'w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def row(widths_mm: Sequence[float], *cells: str, whole: bool = True, above_mm: float = 0) -> str:
    """One row; `whole` keeps it on one page, `above_mm` sets it off from what stands above."""
    split = "<w:trPr><w:cantSplit/></w:trPr>" if whole else ""
    margin = f'<w:tcMar><w:top w:w="{twips(above_mm)}" w:type="dxa"/></w:tcMar>' if above_mm else ""
    content = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/>{margin}</w:tcPr>{cell}</w:tc>'
        for width, cell in zip(widths_mm, cells, strict=True)
    )
    return f"<w:tr>{split}{content}</w:tr>"


def row_tag(code: str, columns: int) -> str:
    """A row that only steers: ``{%tr if … %}``."""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>{text}</w:tc>'
        for text in (tag(code), *[paragraph("Normal")] * (columns - 1))
    )
    return f"<w:tr>{cells}</w:tr>"


HEAD_MM = (HEAD_LEFT_MM, HEAD_RIGHT_MM)


def _names() -> str:
    """Ô 1 and 2, side by side."""
    agency = (
        every("superior_lines", "CoQuanChuQuan", "{{ item }}")
        + every("agency_lines", "CoQuan", "{{ item }}")
        + tag("{{p agency_rule }}")
    )
    nation = (
        line("QuocHieu", "{{ national_name }}")
        + line("TieuNgu", "{{ motto }}")
        + tag("{{p motto_rule }}")
    )
    return row(HEAD_MM, agency, nation)


def unnumbered_head() -> str:
    """Ô 1 and 2 alone, over a text that goes with a decision (Mẫu 1.3)."""
    return grid(HEAD_MM, _names())


def head(below_number: str = "", *, dated: bool = True) -> str:
    """Ô 1–4; `below_number` stands under số, ký hiệu (ô 5b of a công văn)."""
    place = line("DiaDanh", "{{ place_and_date }}") if dated else paragraph(END_STYLE)
    number = line("SoKyHieu", "{{ number_line }}") + below_number
    return grid(HEAD_MM, _names(), row(HEAD_MM, number, place))


def kinh_gui() -> str:
    """Ô 9a: one place beside “Kính gửi:”, several below it."""
    return when("addressee", line("KinhGui", "Kính gửi: {{ addressee }}")) + when(
        "addressees",
        line("KinhGuiNhieuNoi", "Kính gửi:"),
        every("addressees", "KinhGuiDong", "- {{ item }}"),
    )


DRAFTER = line("NguoiSoan", "{{ drafter_mark }}")
FOOT_MM = (FOOT_LEFT_MM, FOOT_RIGHT_MM)


def foot(more_rows: str = "") -> str:
    """Ô 7, 9b and 12. The row of the signature stays whole, recipients may run on below it."""
    beside = (
        when("recipients_beside", line("NoiNhan", "Nơi nhận:"))
        + every("recipients_beside", "NoiNhanDong", "- {{ item }}")
        + when("drafter_mark and not recipients_below", DRAFTER)
    )
    below = every("recipients_below", "NoiNhanDong", "- {{ item }}") + when("drafter_mark", DRAFTER)
    signature = (
        every("authority_lines", "QuyenHan", "{{ item }}")
        + paragraph("ChoKy", signature_space())
        + when("signer_remark", line("ChucVuKhac", "{{ signer_remark }}"))
        + line("HoTen", "{{ signer_name }}")
    )
    return grid(
        FOOT_MM,
        row(FOOT_MM, beside, signature, above_mm=FOOT_GAP_MM),
        row_tag("{%tr if recipients_below %}", 2),
        row(FOOT_MM, below, paragraph(END_STYLE), whole=False),
        row_tag("{%tr endif %}", 2),
        more_rows,
    )


SIGN_ROOM = paragraph(
    "ChoKy",
    properties=f'<w:spacing w:before="40" w:after="40" w:line="{twips(SIGN_SPACE_MM[1])}" '
    'w:lineRule="exact"/>',
)
"""Room as high as that for the signature, for someone who signs by hand."""


HALVES_MM = (TEXT_WIDTH_MM / 2, TEXT_WIDTH_MM / 2)


def two_signatures(left: str, right: str, more_rows: str = "") -> str:
    """Two signatures side by side, Nơi nhận under the left one (Mẫu 1.9); a long list runs on."""
    label = line("NoiNhan", "Nơi nhận:", '<w:spacing w:before="120"/>')
    near = (
        when("recipients_beside", label)
        + every("recipients_beside", "NoiNhanDong", "- {{ item }}")
        + when("drafter_mark and not recipients_below", DRAFTER)
    )
    below = (
        when("not recipients_beside", label)
        + every("recipients_below", "NoiNhanDong", "- {{ item }}")
        + when("drafter_mark", DRAFTER)
    )
    return grid(
        HALVES_MM,
        row(HALVES_MM, left + near, right, above_mm=FOOT_GAP_MM),
        more_rows,
        row_tag("{%tr if recipients_below %}", 2),
        row(HALVES_MM, below, paragraph(END_STYLE), whole=False),
        row_tag("{%tr endif %}", 2),
    )


def end() -> str:
    """Word wants a paragraph after a table; this one is a point high."""
    return paragraph(END_STYLE)


def opening(below_number: str = "") -> str:
    """Ô 1–4 and the stamp of urgency under them (ô 10b)."""
    return head(below_number) + when("urgency_stamp", tag("{{p urgency_stamp }}"))


def titled(type_name: str) -> str:
    """Ô 5a: tên loại, trích yếu and the rule under it."""
    return line("TenLoai", type_name) + when(
        "subject", line("TrichYeu", "{{ subject }}"), tag("{{p subject_rule }}")
    )


def annexes() -> str:
    """Phụ lục: pages of their own, counted from 1 (Phụ lục I, III.1; Mẫu 2.1, 2.2)."""
    return (
        tag("{%p for annex in annexes %}")
        + tag("{{p annex.section }}")
        + line("PhuLuc", "{{ annex.label }}")
        + when("annex.title", line("TieuDePhuLuc", "{{ annex.title }}"))
        + line("KemTheo", "{{ annex.reference }}")
        + tag("{{p annex.rule }}")
        + tag("{{p annex.body }}")
        + tag("{%p endfor %}")
    )


PAGE_NUMBER = paragraph(
    "SoTrang",
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
)
"""Số trang: centred in the top margin, from page 2 (I.7)."""


def page_setup(*, stories: bool = True) -> str:
    """The last element of a body: A4, margins, and the stories of `page_stories`."""
    references = ""
    if stories:
        references = (
            '<w:headerReference w:type="default" r:id="rId_header1"/>'
            '<w:headerReference w:type="first" r:id="rId_header2"/>'
            '<w:footerReference w:type="first" r:id="rId_footer1"/>'
        )
    width, height = PAGE_MM
    title = "<w:titlePg/>" if references else ""
    edge = twips(PAGE_NUMBER_TOP_MM)
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"/>'
        f'<w:pgMar w:top="{twips(MARGIN_TOP_MM)}" w:right="{twips(MARGIN_RIGHT_MM)}" '
        f'w:bottom="{twips(MARGIN_BOTTOM_MM)}" w:left="{twips(MARGIN_LEFT_MM)}" '
        f'w:header="{edge}" w:footer="{edge}" w:gutter="0"/>'
        f'<w:pgNumType w:start="1"/>{title}</w:sectPr>'
    )


def page_stories() -> dict[str, str]:
    """Heads and feet: the page number; on page 1 the mark of circulation and the address."""
    return {
        "header1": PAGE_NUMBER,
        "header2": when("circulation_stamp", tag("{{p circulation_stamp }}"))
        + when("not circulation_stamp", paragraph("SoTrang")),
        "footer1": address(),
    }


def address() -> str:
    """Ô 13: at the foot of page 1, under a line across the text."""
    return when(
        "contact_lines",
        paragraph(END_STYLE, properties=borders(LINE_PT, {"top": 0})),
        every("contact_lines", "DiaChi", "{{ item }}"),
    ) + paragraph(END_STYLE)
