"""Kết quả tra cứu dạng Word — one table, written straight as WordprocessingML."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from service.domain.found_list import FoundColumn, FoundList

TWIPS = 1440 / 25.4
STAMP = (2020, 1, 1, 0, 0, 0)

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_PART}"/></Types>'
)
_RELATIONS = (
    f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_FONT = (
    '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
    '<w:lang w:val="vi-VN"/>'
)
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SECTION = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="800" '
    'w:right="650" w:bottom="800" w:left="650" w:header="400" w:footer="400" w:gutter="0"/>'
    "</w:sectPr>"
)


def found_docx(found: FoundList) -> bytes:
    """The whole list, its heads repeated on every page."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELATIONS,
        "word/document.xml": "".join(_document(found)),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text.encode())
    return target.getvalue()


def _document(found: FoundList) -> Iterator[str]:
    yield f"{_XML}<w:document {_W}><w:body>"
    yield _paragraph(found.agency, size=12, bold=True)
    yield _paragraph(found.title.upper(), size=14, bold=True)
    for line in (*found.conditions, found.count):
        yield _paragraph(line, size=12)
    columns = found.columns
    yield _table_start(columns)
    titles = [_paragraph(one.title, bold=True, centred=True) for one in columns]
    yield _row(titles, columns, head=True)
    for row in found.rows:
        yield _row(
            [
                _paragraph(text, centred=column.centred)
                for text, column in zip(row, columns, strict=True)
            ],
            columns,
        )
    yield f"</w:tbl>{_paragraph('')}{_SECTION}</w:body></w:document>"


def _paragraph(text: str, *, size: float = 10, bold: bool = False, centred: bool = False) -> str:
    look = f'{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/>'
    fonts, language = _FONT.split("<w:lang")
    lines = escape(_NOT_XML.sub("", text)).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    run = f"<w:r><w:rPr>{fonts}{look}<w:lang{language}</w:rPr>{words}</w:r>" if text else ""
    place = '<w:jc w:val="center"/>' if centred else ""
    return f'<w:p><w:pPr><w:spacing w:after="0"/>{place}</w:pPr>{run}</w:p>'


def _table_start(columns: Sequence[FoundColumn]) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    widths = [round(one.width_mm * TWIPS) for one in columns]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )


def _row(cells: Sequence[str], columns: Sequence[FoundColumn], *, head: bool = False) -> str:
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(column.width_mm * TWIPS)}" w:type="dxa"/></w:tcPr>'
        f"{cell}</w:tc>"
        for cell, column in zip(cells, columns, strict=True)
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{made}</w:tr>"
