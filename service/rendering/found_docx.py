"""Kết quả tra cứu dạng Word — one table, written straight as WordprocessingML."""

from collections.abc import Iterator

from service.domain.found_list import FoundList
from service.rendering.word_lists import XML, packed, row, run, table_start, twips

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'{XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_PART}"/></Types>'
)
_RELATIONS = (
    f'{XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
_LANGUAGE = '<w:lang w:val="vi-VN"/>'
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
    return packed(parts)


def _document(found: FoundList) -> Iterator[str]:
    yield f"{XML}<w:document {_W}><w:body>"
    yield _paragraph(found.agency, size=12, bold=True)
    yield _paragraph(found.title.upper(), size=14, bold=True)
    for line in (*found.conditions, found.count):
        yield _paragraph(line, size=12)
    grid = [twips(one.width_mm) for one in found.columns]
    yield table_start(grid, sum(grid))
    titles = [_paragraph(one.title, bold=True, centred=True) for one in found.columns]
    yield row(titles, grid, head=True)
    for texts in found.rows:
        cells = [
            _paragraph(text, centred=column.centred)
            for text, column in zip(texts, found.columns, strict=True)
        ]
        yield row(cells, grid)
    yield f"</w:tbl>{_paragraph('')}{_SECTION}</w:body></w:document>"


def _paragraph(text: str, *, size: float = 10, bold: bool = False, centred: bool = False) -> str:
    look = f'{"<w:b/>" if bold else ""}<w:sz w:val="{round(size * 2)}"/>'
    words = run(text, f"<w:rPr>{_FONTS}{look}{_LANGUAGE}</w:rPr>")
    place = '<w:jc w:val="center"/>' if centred else ""
    return f'<w:p><w:pPr><w:spacing w:after="0"/>{place}</w:pPr>{words}</w:p>'
