"""Đoạn văn — rows of the text joined to paragraphs, over the ends of lines and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.reading.newspaper import columns_of
from service.reading.passage import Passage
from service.reading.rows import Row

_MARK = re.compile(
    r"^(?:[-–—•+*]\s|\(?\d{1,3}[.)]\s|\(?\d{1,2}(?:\.\d{1,2}){1,3}\.?\s|[a-zđ]\)\s|[IVX]{1,5}\.\s|"
    r"(?:Điều|Phần|Chương|Mục)\s+[\dIVX]+\b[.:]?\s*)"
)

_ENDS = re.compile(r"[.:;!?]['”\"]?$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`mark` is the number or dash it begins with (``1.``, ``a)``, ``-``), `bold` its hand."""

    passage: Passage
    mark: str
    bold: bool
    offset: int = 0

    @property
    def text(self) -> str:
        return self.passage.text

    @property
    def body(self) -> str:
        """The text after the mark."""
        return self.text[self.offset :]


def paragraphs(rows: Sequence[Row], margins: tuple[float, float]) -> tuple[Paragraph, ...]:
    """`margins` are the left and right edge of the text in pt; unused for a Word file."""
    groups: list[list[Row]] = []
    for column, edges in columns_of(rows, margins):
        for number, row in enumerate(column):
            goes_on = _over_columns if number == 0 and edges != margins else _goes_on
            if groups and goes_on(groups[-1][-1], row, edges):
                groups[-1].append(row)
            else:
                groups.append([row])
    return tuple(_paragraph(group) for group in groups)


def _over_columns(above: Row, row: Row, margins: tuple[float, float]) -> bool:
    """From the foot of one column to the head of the next, only the words can tell."""
    del margins
    return not _MARK.match(row.text) and not _ENDS.search(above.text)


def _paragraph(rows: Sequence[Row]) -> Paragraph:
    passage = Passage.of(rows)
    found = _MARK.match(passage.text)
    bold = sum(len(row.text) for row in rows if row.bold) * 2 > len(passage.text)
    mark = found.group() if found else ""
    return Paragraph(passage, mark.strip(), bold, len(mark))


def _goes_on(above: Row, row: Row, margins: tuple[float, float]) -> bool:
    """Whether a row continues the paragraph of the row above it."""
    if _MARK.match(row.text):
        return False
    if row.box is None or above.box is None:
        return False if row.paragraph is None else row.paragraph == above.paragraph
    left, right = margins
    if above.is_upper != row.is_upper and (above.bold or row.bold):
        return False
    full = above.right > right - 0.14 * (right - left)
    indented = row.left > left + 14
    if indented and (row.left > above.left + 6 or not full):
        return False  # a first-line indent; a block that is indented as a whole has full lines
    if above.page == row.page:
        gap = row.box.top - above.box.bottom
        if gap > 0.9 * row.size:
            return False
    # A short line that ends a sentence ends the paragraph; one that does not was cut short.
    return full or not _ENDS.search(above.text)
