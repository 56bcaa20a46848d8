"""Quyển sổ dạng Word — the same pages as the PDF, written straight as WordprocessingML."""

from collections.abc import Iterator, Sequence

from service.domain.registers import Volume
from service.rendering import register_layout as layout
from service.rendering.word_lists import XML, packed, row, run, table_start, twips

_CONTENT_TYPES = (
    f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
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
    f'{XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{}</Relationships>"
)
_W = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{_OFFICE}"'
_STYLES = (
    f"{XML}<w:styles {_W}><w:docDefaults>"
    '<w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" '
    'w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="20"/>'
    '<w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style></w:styles>'
)
_PAD_X, _PAD_Y = twips(layout.PAD_X), twips(layout.PAD_Y)
_MARGINS = (
    f'<w:tblCellMar><w:top w:w="{_PAD_Y}" w:type="dxa"/><w:left w:w="{_PAD_X}" w:type="dxa"/>'
    f'<w:bottom w:w="{_PAD_Y}" w:type="dxa"/><w:right w:w="{_PAD_X}" w:type="dxa"/></w:tblCellMar>'
)


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
    return packed(parts)


def _document(volume: Volume) -> Iterator[str]:
    yield f"{XML}<w:document {_W}><w:body>"
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
    yield _table(widths)
    yield _head([_paragraph(one.title, bold=True, align="center") for one in columns], widths)
    numbers = [f"({place})" for place, _ in enumerate(columns, 1)]
    yield _head([_paragraph(one, italic=True, align="center", size=9) for one in numbers], widths)
    aligns = ["center" if one.centred else "left" for one in columns]
    for texts in volume.rows:
        cells = [_cell_text(text, align) for text, align in zip(texts, aligns, strict=True)]
        yield row(cells, _grid(widths))
    yield "</w:tbl>"


def _closing(volume: Volume) -> Iterator[str]:
    yield _paragraph(layout.CLOSING_TITLE, size=14, bold=True, align="center", page_break=True)
    for sentence in layout.closing(volume):
        yield _paragraph(sentence, size=layout.TEXT_PT, before=1.2)
    yield _paragraph(layout.STRUCK_TITLE, size=layout.TEXT_PT, bold=True, before=5)
    if volume.struck_out:
        widths = layout.STRUCK_WIDTHS
        yield _table(widths)
        heads = [_paragraph(head, bold=True, align="center") for head in layout.STRUCK_HEADS]
        yield _head(heads, widths)
        for one in volume.struck_out:
            texts = ((one.reference, "left"), (f"{one.day:%d/%m/%Y}", "center"))
            cells = [_cell_text(text, align) for text, align in (*texts, (one.reason, "left"))]
            yield row(cells, _grid(widths))
        yield "</w:tbl>"
    else:
        yield _paragraph(layout.NONE_STRUCK, size=layout.TEXT_PT)
    yield _paragraph("", before=6)
    half = (layout.PAGE_WIDTH - layout.LEFT - layout.RIGHT) / 2
    yield _table((half, half), borders=False)
    signers = [
        _paragraph(one, size=layout.TEXT_PT, bold=True, align="center")
        + _paragraph(layout.SIGN_HINT, size=12, italic=True, align="center")
        for one in layout.SIGNERS
    ]
    yield row(signers, _grid((half, half)))
    yield "</w:tbl>"
    yield _paragraph("", size=2)


def _table(widths: Sequence[float], *, borders: bool = True) -> str:
    return table_start(_grid(widths), twips(sum(widths)), borders=borders, margins=_MARGINS)


def _head(cells: Sequence[str], widths: Sequence[float]) -> str:
    return row(cells, _grid(widths), head=True, look='<w:vAlign w:val="center"/>')


def _grid(widths: Sequence[float]) -> list[int]:
    return [twips(one) for one in widths]


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
    look = f'<w:rPr>{marks}<w:sz w:val="{round(size * 2)}"/></w:rPr>'
    properties = (
        ("<w:pageBreakBefore/>" if page_break else "")
        + (f'<w:spacing w:before="{twips(before)}"/>' if before else "")
        + f'<w:jc w:val="{align}"/>{section}'
    )
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text, look)}</w:p>"


def _cell_text(text: str, align: str) -> str:
    """The lines of one cell, in one paragraph: a third of the size of one for each."""
    return f'<w:p><w:pPr><w:jc w:val="{align}"/></w:pPr>{run(text)}</w:p>'


def _section(*, cover: bool = False, framed: bool = False) -> str:
    width, height = twips(layout.PAGE_WIDTH), twips(layout.PAGE_HEIGHT)
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
        f'<w:pgMar w:top="{twips(layout.TOP)}" w:right="{twips(layout.RIGHT)}" '
        f'w:bottom="{twips(layout.BOTTOM)}" w:left="{twips(layout.LEFT)}" '
        f'w:header="0" w:footer="{twips(layout.FOOT - 3)}" w:gutter="0"/>{frame}'
        f"{count}</w:sectPr>"
    )


def _footer(volume: Volume) -> str:
    """Name of the volume on the left, page number in the middle."""
    middle = twips((layout.PAGE_WIDTH - layout.LEFT - layout.RIGHT) / 2)
    name = run(volume.foot, '<w:rPr><w:i/><w:sz w:val="18"/></w:rPr>')
    return (
        f"{XML}<w:ftr {_W}><w:p><w:pPr><w:tabs>"
        f'<w:tab w:val="center" w:pos="{middle}"/></w:tabs></w:pPr>{name}<w:r><w:tab/></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
    )
