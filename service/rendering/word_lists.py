"""Danh sách dạng Word — tables of fixed widths written straight as WordprocessingML.

A library that builds a tree of objects needs minutes for ten thousand lines; this is text.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

_TWIPS = 1440 / 25.4
STAMP = (2020, 1, 1, 0, 0, 0)
"""Every part's day: the same list makes the same bytes."""

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def packed(parts: Mapping[str, str]) -> bytes:
    """The Word file of these parts, by their names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, text.encode())
    return target.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run; line feeds break the line. Nothing for no text."""
    if not text:
        return ""
    lines = escape(_NOT_XML.sub("", text)).split("\n")
    words = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{properties}{words}</w:r>"


def twips(mm: float) -> int:
    return round(mm * _TWIPS)


def table_start(grid: Sequence[int], width: int, *, borders: bool = True, margins: str = "") -> str:
    """The table up to its first row; its end is ``</w:tbl>``. Widths in twips."""
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in grid)
    lines = f"<w:tblBorders>{edges}</w:tblBorders>" if borders else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/>{lines}'
        f'<w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def row(cells: Iterable[str], grid: Sequence[int], *, head: bool = False, look: str = "") -> str:
    """`head` is repeated on every page; other lines stay whole where a page can hold them.
    `look` is of each cell."""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, grid, strict=True)
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{made}</w:tr>"
