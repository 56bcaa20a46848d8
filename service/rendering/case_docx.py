"""Mẫu in hồ sơ dạng Word — the same blocks, written straight as WordprocessingML."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from service.domain.case_prints import (
    PrintedSheet,
    SheetBlock,
    SheetHead,
    SheetLine,
    SheetSigners,
    SheetTable,
)

TWIPS = 1440 / 25.4
STAMP = (2020, 1, 1, 0, 0, 0)
USABLE_MM = 165.0

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/>'
    f'<Override PartName="/word/footer1.xml" ContentType="{_WORD}.footer+xml"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_PART_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/footer" Target="footer1.xml"/></Relationships>'
)
_FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SECTION = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>'
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="850" w:bottom="1134" '
    'w:left="1701" w:header="500" w:footer="500" w:gutter="0"/></w:sectPr>'
)


def sheet_docx(sheet: PrintedSheet) -> bytes:
    """The whole form; heads of tables are repeated on every page."""
    foot = _paragraph(sheet.foot, size=9, italic=True)
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/_rels/document.xml.rels": _PART_RELATIONS,
        "word/footer1.xml": f"{_XML}<w:ftr {_W}>{foot}</w:ftr>",
        "word/document.xml": "".join(_document(sheet)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text.encode())
    return target.getvalue()


def _document(sheet: PrintedSheet) -> Iterator[str]:
    yield f"{_XML}<w:document {_W}><w:body>"
    for block in sheet.blocks:
        yield from _block(block)
    yield f"{_paragraph('')}{_SECTION}</w:body></w:document>"


def _block(block: SheetBlock) -> Iterator[str]:
    if isinstance(block, SheetLine):
        yield _paragraph(
            block.text,
            size=block.size_pt,
            bold=block.bold,
            italic=block.italic,
            centred=block.centred,
            before=block.before_mm,
        )
    elif isinstance(block, SheetHead):
        left = _stacked(block.left, bold_from=len(block.left) - 1)
        right = _stacked(block.right, bold_from=0)
        if block.below:
            right += _paragraph(block.below, size=13, italic=True, centred=True, before=3)
        yield from _plain_table((72.0, 93.0), (left, right))
    elif isinstance(block, SheetSigners):
        yield _paragraph("", before=4)
        day = _paragraph(block.day, size=13, italic=True, centred=True) if block.day else ""
        above = [_paragraph("", size=13) if day else ""] * (len(block.signers) - 1) + [day]
        cells = [
            over
            + _paragraph(title, size=13, bold=True, centred=True)
            + _paragraph(hint, size=12, italic=True, centred=True)
            for over, (title, hint) in zip(above, block.signers, strict=True)
        ]
        blank = [_paragraph("")] if len(cells) == 1 else []
        yield from _plain_table((USABLE_MM / 2, USABLE_MM / 2), (*blank, *cells))
    else:
        yield from _table(block)


def _stacked(lines: Sequence[str], *, bold_from: int) -> str:
    return "".join(
        _paragraph(line, size=12, bold=place >= bold_from, centred=True)
        for place, line in enumerate(lines)
    )


def _plain_table(widths: Sequence[float], cells: Sequence[str]) -> Iterator[str]:
    yield _table_start(widths, borders=False)
    yield _row(cells, widths)
    yield "</w:tbl>"


def _table(block: SheetTable) -> Iterator[str]:
    widths = [one.width_mm for one in block.columns]
    yield _paragraph("", size=4)
    yield _table_start(widths)
    titles = [_paragraph(one.title, bold=True, centred=True) for one in block.columns]
    yield _row(titles, widths, head=True)
    numbers = [
        _paragraph(f"({place})", italic=True, centred=True)
        for place, _ in enumerate(block.columns, 1)
    ]
    yield _row(numbers, widths, head=True)
    for place, row in enumerate(block.rows):
        cells = [
            _paragraph(text, bold=place in block.headings, centred=column.centred)
            for text, column in zip(row, block.columns, strict=True)
        ]
        yield _row(cells, widths)
    yield "</w:tbl>"


def _paragraph(
    text: str,
    *,
    size: float = 11,
    bold: bool = False,
    italic: bool = False,
    centred: bool = False,
    before: float = 0.0,
) -> str:
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    look = f'{_FONTS}{marks}<w:sz w:val="{round(size * 2)}"/><w:lang w:val="vi-VN"/>'
    lines = escape(_NOT_XML.sub("", text)).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    run = f"<w:r><w:rPr>{look}</w:rPr>{words}</w:r>" if text else ""
    place = '<w:jc w:val="center"/>' if centred else ""
    spacing = f'<w:spacing w:before="{round(before * TWIPS)}" w:after="0"/>'
    return f"<w:p><w:pPr>{spacing}{place}</w:pPr>{run}</w:p>"


def _table_start(widths: Sequence[float], *, borders: bool = True) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    made = [round(width * TWIPS) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in made)
    lines = f"<w:tblBorders>{edges}</w:tblBorders>" if borders else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(made)}" w:type="dxa"/>{lines}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _row(cells: Sequence[str], widths: Sequence[float], *, head: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{made}</w:tr>"
