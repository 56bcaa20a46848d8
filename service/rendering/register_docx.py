"""Quyển sổ dạng Word — the same pages as the PDF, written straight as WordprocessingML.

A library that builds a tree of objects needs minutes for ten thousand lines; this is text.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from service.domain.registers import Volume
from service.rendering import register_layout as layout

TWIPS = 1440 / 25.4
STAMP = (2020, 1, 1, 0, 0, 0)

_CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>'
    '<Override PartName="/word/footer1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:styles {_W}><w:docDefaults>'
    '<w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="20"/>'
    '<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style></w:styles>'
)
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def register_docx(volume: Volume) -> bytes:
    """The whole volume as a Word file: cover, first page, lines, closing page."""
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _RELATIONS.format(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _RELATIONS.format(
            f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="rId2" Type="{_OFFICE}/footer" Target="footer1.xml"/>'
        ),
        "word/styles.xml": _STYLES,
        "word/footer1.xml": _footer(volume),
        "word/document.xml": "".join(_document(volume)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text.encode())
    return target.getvalue()


def _document(volume: Volume) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {_W}><w:body>'
    yield from _cover(volume, last=_section(cover=True, framed=True))
    yield from _cover(volume, last=_section(cover=True))
    yield from _lines(volume)
    yield from _closing(volume)
    yield _section()
    yield "</w:body></w:document>"


def _cover(volume: Volume, *, last: str) -> Iterator[str]:
    lines = list(layout.cover(volume))
    for place, line in enumerate(lines):
        before = line.before + (14 if place == 0 else 0) + 0.12 * line.size_pt / 2.83
        yield _paragraph(
            line.text,
            size=line.size_pt,
            bold=line.bold,
            align="center",
            before=before,
            section=last if place == len(lines) - 1 else "",
        )


def _lines(volume: Volume) -> Iterator[str]:
    columns = volume.form.columns
    widths = [one.width_mm for one in columns]
    yield _table_start(widths)
    yield _row(
        [_paragraph(one.title, bold=True, align="center") for one in columns], widths, head=True
    )
    numbers = [f"({place})" for place, _ in enumerate(columns, 1)]
    yield _row(
        [_paragraph(one, italic=True, align="center", size=9) for one in numbers],
        widths,
        head=True,
    )
    aligns = ["center" if one.centred else "left" for one in columns]
    for row in volume.rows:
        cells = [_cell_text(text, align) for text, align in zip(row, aligns, strict=True)]
        yield _row(cells, widths)
    yield "</w:tbl>"


def _closing(volume: Volume) -> Iterator[str]:
    yield _paragraph(layout.CLOSING_TITLE, size=14, bold=True, align="center", page_break=True)
    for sentence in layout.closing(volume):
        yield _paragraph(sentence, size=layout.TEXT_PT, before=1.2)
    yield _paragraph(layout.STRUCK_TITLE, size=layout.TEXT_PT, bold=True, before=5)
    if volume.struck_out:
        widths = layout.STRUCK_WIDTHS
        yield _table_start(widths)
        heads = [_paragraph(head, bold=True, align="center") for head in layout.STRUCK_HEADS]
        yield _row(heads, widths, head=True)
        for one in volume.struck_out:
            texts = ((one.reference, "left"), (f"{one.day:%d/%m/%Y}", "center"))
            cells = [_cell_text(text, align) for text, align in (*texts, (one.reason, "left"))]
            yield _row(cells, widths)
        yield "</w:tbl>"
    else:
        yield _paragraph(layout.NONE_STRUCK, size=layout.TEXT_PT)
    yield _paragraph("", before=6)
    half = (layout.PAGE_WIDTH - layout.LEFT - layout.RIGHT) / 2
    yield _table_start((half, half), borders=False)
    signers = [
        _paragraph(one, size=layout.TEXT_PT, bold=True, align="center")
        + _paragraph(layout.SIGN_HINT, size=12, italic=True, align="center")
        for one in layout.SIGNERS
    ]
    yield _row(signers, (half, half))
    yield "</w:tbl>"
    yield _paragraph("", size=2)


def _paragraph(
    text: str,
    *,
    size: float = layout.CELL_PT,
    bold: bool = False,
    italic: bool = False,
    align: str = "left",
    before: float = 0.0,
    page_break: bool = False,
    section: str = "",
) -> str:
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    run = f'<w:rPr>{marks}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    properties = (
        ("<w:pageBreakBefore/>" if page_break else "")
        + (f'<w:spacing w:before="{round(before * TWIPS)}"/>' if before else "")
        + f'<w:jc w:val="{align}"/>{section}'
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(text, run) if text else ''}</w:p>"


def _cell_text(text: str, align: str) -> str:
    """The lines of one cell, in one paragraph: a third of the size of one for each."""
    run = _run(text, "") if text else ""
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{run}</w:p>'


def _run(text: str, properties: str) -> str:
    lines = escape(_NOT_XML.sub("", text)).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{properties}{words}</w:r>"


def _table_start(widths: Sequence[float], *, borders: bool = True) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
    pad_x, pad_y = round(layout.PAD_X * TWIPS), round(layout.PAD_Y * TWIPS)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{round(sum(widths) * TWIPS)}" w:type="dxa"/>'
        f"{f'<w:tblBorders>{edges}</w:tblBorders>' if borders else ''}"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="{pad_y}" w:type="dxa"/><w:left w:w="{pad_x}" w:type="dxa"/>'
        f'<w:bottom w:w="{pad_y}" w:type="dxa"/><w:right w:w="{pad_x}" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _row(cells: Iterable[str], widths: Sequence[float], *, head: bool = False) -> str:
    """`head` is repeated on every page; other lines stay whole where a page can hold them."""
    middle = '<w:vAlign w:val="center"/>' if head else ""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/>{middle}</w:tcPr>'
        f"{cell}</w:tc>"
        for cell, width in zip(cells, widths, strict=True)
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{made}</w:tr>"


def _section(*, cover: bool = False, framed: bool = False) -> str:
    width, height = round(layout.PAGE_WIDTH * TWIPS), round(layout.PAGE_HEIGHT * TWIPS)
    foot = "" if cover else '<w:footerReference w:type="default" r:id="rId2"/>'
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="6" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right")
    )
    count = "" if cover else '<w:pgNumType w:start="1"/>'
    frame = f'<w:pgBorders w:offsetFrom="text">{edges}</w:pgBorders>' if framed else ""
    return (
        f'<w:sectPr>{foot}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}" w:orient="landscape"/>'
        f'<w:pgMar w:top="{round(layout.TOP * TWIPS)}" w:right="{round(layout.RIGHT * TWIPS)}" '
        f'w:bottom="{round(layout.BOTTOM * TWIPS)}" w:left="{round(layout.LEFT * TWIPS)}" '
        f'w:header="0" w:footer="{round((layout.FOOT - 3) * TWIPS)}" w:gutter="0"/>{frame}'
        f"{count}</w:sectPr>"
    )


def _footer(volume: Volume) -> str:
    """Name of the volume on the left, page number in the middle."""
    middle = round((layout.PAGE_WIDTH - layout.LEFT - layout.RIGHT) / 2 * TWIPS)
    name = _run(volume.foot, '<w:rPr><w:i/><w:sz w:val="18"/></w:rPr>')
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:ftr {_W}><w:p><w:pPr><w:tabs>'
        f'<w:tab w:val="center" w:pos="{middle}"/></w:tabs></w:pPr>{name}<w:r><w:tab/></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
    )
