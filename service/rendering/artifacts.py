"""Nét vẽ không thuộc nội dung — lines that a screen reader should pass over (PDF/UA-1, 7.1).

LibreOffice 7.4 draws the borders of paragraphs after everything else on a page and marks them
neither as content nor as artifact; our rules are such borders. They are marked here.
"""

import re
from collections.abc import Iterator

from pypdf import PdfWriter
from pypdf.generic import ContentStream, NameObject, StreamObject

_OPENS = re.compile(rb"(?:BMC|BDC)\s*$")
_CLOSES = re.compile(rb"^\s*EMC\s*$")
_LINE = re.compile(rb"[^\n]*\n|[^\n]+")
_PAINTS = re.compile(rb"(?:^|\s)(?:S|s|f|F|f\*|B|B\*|b|b\*|sh|Do|Tj|TJ)\s*$")


def mark_untagged_drawing(writer: PdfWriter) -> None:
    """Wrap what no page content is tagged with as /Artifact, in every page of `writer`."""
    for page in writer.pages:
        contents = page.get("/Contents")
        stream = contents.get_object() if contents is not None else None
        if not isinstance(stream, StreamObject) or isinstance(stream, ContentStream):
            continue
        data = stream.get_data()
        marked = artifacts_marked(data)
        if marked != data:
            stream.set_data(marked)
            page[NameObject("/Contents")] = contents


def artifacts_marked(content: bytes) -> bytes:
    """A content stream in which everything painted outside marked content is an artifact.

    Reads whole lines, as LibreOffice writes one operator a line where it matters.
    """
    parts: list[bytes] = []
    for depth, lines in _stretches(content):
        text = b"".join(lines)
        if depth == 0 and any(_PAINTS.search(line) for line in lines):
            parts += [b"/Artifact BMC\n", text, b"EMC\n"]
        else:
            parts.append(text)
    return b"".join(parts)


def _stretches(content: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Runs of lines outside (0) and inside (1) marked content."""
    depth = 0
    stretch: list[bytes] = []
    for line in _LINE.findall(content):
        if _OPENS.search(line):
            if depth == 0 and stretch:
                yield 0, stretch
                stretch = []
            depth += 1
        stretch.append(line if line.endswith(b"\n") else line + b"\n")
        if _CLOSES.match(line):
            depth -= 1
            if depth == 0:
                yield 1, stretch
                stretch = []
    if stretch:
        yield min(depth, 1), stretch
