"""Đường kẻ ngang — rules under a line of text, however they were made.

Drawn lines, rows of underscores (the decree's own samples use them), paragraph borders, and
underlining that stands in for a rule.
"""

from collections.abc import Iterable, Iterator

from service.conformity.lines import Line, piece_width
from service.conformity.paper import RuleMark
from service.conformity.story import Document, Paragraph

LONGEST = 0.93  # of the text area: longer lines separate parts, they underline nothing


def marks_among(document: Document, lines: Iterable[Line]) -> Iterator[RuleMark]:
    """Every horizontal rule standing at or drawn from the given lines' paragraphs."""
    seen: set[int] = set()
    for line in lines:
        if line.underscores or line.dashes:
            yield _written(line)
        paragraph = line.paragraph
        if paragraph.index not in seen:
            seen.add(paragraph.index)
            yield from _drawn(paragraph)
            yield from _bordered(paragraph)


def underline_of(line: Line) -> RuleMark | None:
    """The text's own underline, where a writer used it instead of a rule."""
    if not line.underlined:
        return None
    return RuleMark("underline", line.width, line.centre, True, line.paragraph)


def _written(line: Line) -> RuleMark:
    # Other programs than Word draw raised text a little smaller, so the length is not exact.
    length = sum(piece_width(piece.strip(), run) for piece, run in line.parts)
    how = "underscores" if line.underscores else "dashes"
    return RuleMark(how, length, line.centre, line.underscores, line.paragraph)


def _drawn(paragraph: Paragraph) -> Iterator[RuleMark]:
    for drawing in paragraph.drawings:
        if drawing.kind == "line" and drawing.width > 3.0 and drawing.stroked:
            centre = paragraph.centre if drawing.inline else drawing.centre
            yield RuleMark("line", drawing.width, centre, drawing.solid, paragraph)


def _bordered(paragraph: Paragraph) -> Iterator[RuleMark]:
    borders = dict(paragraph.format.borders)
    for side in ("bottom", "top"):
        kind = borders.get(side, "none")
        if kind not in ("none", "nil"):
            form = paragraph.format
            width = paragraph.frame.width - form.left - form.right
            yield RuleMark("border", width, paragraph.centre, kind == "single", paragraph)


def full_width(document: Document, paragraphs: Iterable[Paragraph], width: float) -> bool:
    """Whether a rule across the whole text area stands at these paragraphs."""
    return any(
        mark.length >= LONGEST * width
        for paragraph in paragraphs
        for mark in (*_drawn(paragraph), *_bordered(paragraph))
    )
