"""Tìm các ô — from a document to a paper: parts split, boxes filled, content laid out."""

from service.conformity.clauses import find_clauses
from service.conformity.closings import find_closing
from service.conformity.letterhead import find_letterhead, is_national_name
from service.conformity.lines import Line, lines_of
from service.conformity.paper import Paper, Part, PartKind
from service.conformity.splitting import split
from service.conformity.story import Document
from service.conformity.titles import find_titles


def find_boxes(document: Document) -> Paper:
    """Read a document as papers are read; never fails, whatever the file holds."""
    width = document.sections[0].text_width if document.sections else 155.0
    lines: list[Line] = []
    for paragraph in document.paragraphs:
        area = document.section_of(paragraph).text_width
        for line in lines_of(paragraph, area):
            line.order = len(lines)
            lines.append(line)
    parts = split(lines)
    for part in parts:
        _fill(document, part, width)
    return Paper(document, parts, width)


def _fill(document: Document, part: Part, width: float) -> None:
    if part.kind is not PartKind.ANNEX:
        find_letterhead(document, part, width)
    find_titles(document, part, width)
    if part.kind is not PartKind.ANNEX and part.kind is not PartKind.ATTACHED:
        find_closing(part)
    else:
        shown = (n for n, line in enumerate(part.lines) if is_national_name(line))
        whole = part.kind is PartKind.ATTACHED
        part.closing = len(part.lines) if whole else next(shown, len(part.lines))
    find_clauses(part)
    indexes = {line.paragraph.index for line in part.lines}
    part.drawings = [item for item in document.drawings if item.paragraph in indexes]
