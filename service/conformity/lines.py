"""Dòng chữ — one line as the reader sees it: what it says, how it looks, where its middle stands.

A paragraph splits at line breaks, and at tabs (or a long gap of blanks) where writers lay two
columns side by side without a table.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from service.conformity.story import Paragraph, Run
from service.domain.typeface import Face, width_mm
from service.domain.vietnamese import fold

LEFT, RIGHT, FULL = "left", "right", "full"
# A long row of blanks parts two columns, but not "Số:          /QĐ" or "ngày          tháng".
_GAP = re.compile(r"(?<! ) {10,}(?! )(?![\s/]|tháng|năm|$)")
_DEFAULT_STOP = 12.7  # mm between Word's default tab stops
_FILLER = re.compile(r"[\s.…_\-–—·•/:;,()“”\"]+")
_PLACEHOLDER = re.compile(r"[.…_]{2,}|…")


@dataclass(eq=False)
class Line:
    """`parts` are the visible pieces with their runs; marks and blanks around are left out."""

    paragraph: Paragraph
    parts: list[tuple[str, Run]]
    left: float
    right: float
    column: str
    first: bool
    alone: bool
    label: str = ""
    order: int = 0

    @cached_property
    def text(self) -> str:
        joined = "".join(piece for piece, run in self.parts if not run.mark)
        return " ".join(f"{self.label} {joined}".split())

    @cached_property
    def folded(self) -> str:
        return " ".join(fold(self.text).split())

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @cached_property
    def written(self) -> list[tuple[str, Run]]:
        """The pieces that carry letters or figures, without reference marks."""
        return [
            (piece, run)
            for piece, run in self.parts
            if not run.mark and any(letter.isalnum() for letter in piece)
        ]

    @cached_property
    def sizes(self) -> tuple[float, ...]:
        """The sizes in pt of its letters; of its dots when a form is still blank."""
        pieces = self.written or [
            (piece, run) for piece, run in self.parts if piece.strip() and not run.mark
        ]
        return tuple(sorted({run.format.size for _, run in pieces}))

    @cached_property
    def upper(self) -> bool:
        """Whether every letter is upper case (typed so, or by Word's caps)."""
        pieces = [(piece, run) for piece, run in self.written]
        letters = [
            (letter, run)
            for piece, run in pieces
            for letter in piece
            if letter.isalpha() and letter.upper() != letter.lower()
        ]
        return bool(letters) and all(run.format.caps or letter.isupper() for letter, run in letters)

    @cached_property
    def bold(self) -> bool:
        return bool(self.written) and all(run.format.bold for _, run in self.written)

    @property
    def any_bold(self) -> bool:
        return any(run.format.bold for _, run in self.written)

    @property
    def italic(self) -> bool:
        return bool(self.written) and all(run.format.italic for _, run in self.written)

    @property
    def any_italic(self) -> bool:
        return any(run.format.italic for _, run in self.written)

    @property
    def underlined(self) -> bool:
        return bool(self.written) and all(run.format.underline for _, run in self.written)

    @cached_property
    def width(self) -> float:
        """The length in mm of the text when set on one line."""
        return sum(piece_width(piece, run) for piece, run in self.parts if not run.mark)

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def filler(self) -> bool:
        """Only dots, dashes and blanks: an empty field of a form."""
        return _FILLER.fullmatch(self.text) is not None

    @property
    def underscores(self) -> bool:
        return len(self.text) >= 3 and set(self.text) <= set("_ ")

    @property
    def dashes(self) -> bool:
        return len(self.text) >= 4 and set(self.text) <= set("-–—─=*_ ~") and not self.underscores

    @property
    def holds_blanks(self) -> bool:
        """Some words are still dots, as on a printed form or a draft."""
        return _PLACEHOLDER.search(self.text) is not None


def piece_width(piece: str, run: Run) -> float:
    """The length in mm of one piece; raised text is drawn at about two thirds of its size."""
    text = piece.upper() if run.format.caps else piece
    size = run.format.size * (0.65 if run.format.raised else 1.0)
    return width_mm(text.replace("\t", ""), size, face_of(run))


def face_of(run: Run) -> Face:
    if run.format.bold:
        return Face.BOLD
    return Face.ITALIC if run.format.italic else Face.REGULAR


def lines_of(paragraph: Paragraph, text_area: float) -> Iterator[Line]:
    """The lines of one paragraph, left to right and top to bottom; blank ones too."""
    rows = list(_rows(paragraph.runs))
    first = True
    for row in rows:
        segments = list(_segments(row, paragraph))
        for number, (parts, left, right) in enumerate(segments):
            yield Line(
                paragraph,
                parts,
                left,
                right,
                _column(paragraph, left, right, text_area, several=len(segments) > 1),
                first=first,
                alone=len(rows) == 1 and len(segments) == 1,
                label=paragraph.label if first and number == 0 else "",
            )
            first = False


def _rows(runs: Iterable[Run]) -> Iterator[list[tuple[str, Run]]]:
    row: list[tuple[str, Run]] = []
    for run in runs:
        pieces = re.split(r"[\n\f]", run.text)
        for number, piece in enumerate(pieces):
            if number:
                yield row
                row = []
            if piece:
                row.append((piece, run))
    yield row


def _segments(
    row: list[tuple[str, Run]], paragraph: Paragraph
) -> Iterator[tuple[list[tuple[str, Run]], float, float]]:
    groups: list[list[tuple[str, Run]]] = [[]]
    skipped = [0]  # tabs before each group
    for piece, run in row:
        for number, text in enumerate(_GAP.sub("\t", piece).split("\t")):
            if number:
                if _has_text(groups[-1]):
                    groups.append([])
                    skipped.append(1)
                else:
                    groups[-1] = []
                    skipped[-1] += 1
            if text:
                groups[-1].append((text, run))
    if len(groups) > 1 and not _has_text(groups[-1]):
        groups.pop()
        skipped.pop()
    yield from _placed(groups, skipped, paragraph)


def _has_text(group: list[tuple[str, Run]]) -> bool:
    return any(piece.strip() for piece, _ in group)


def _placed(
    groups: list[list[tuple[str, Run]]], skipped: list[int], paragraph: Paragraph
) -> Iterator[tuple[list[tuple[str, Run]], float, float]]:
    """Each group of words with the left and right end of its text, in mm."""
    form, frame = paragraph.format, paragraph.frame
    left_edge, right_edge = frame.left + form.left, frame.right - form.right
    align = dict(form.frame).get("xAlign") or form.align
    if len(groups) == 1 and align in ("center", "right"):
        width = sum(piece_width(piece, run) for piece, run in groups[0])
        width = min(width, max(right_edge - left_edge, 1.0))
        start = left_edge + max(form.first, 0.0)
        middle = (start + right_edge) / 2 if align == "center" else right_edge - width / 2
        yield groups[0], middle - width / 2, middle + width / 2
        return
    place = left_edge + form.first
    for group, tabs in zip(groups, skipped, strict=True):
        width = sum(piece_width(piece, run) for piece, run in group)
        for _ in range(tabs):
            place = _next_stop(place, paragraph, width)
        yield group, place, min(place + width, max(right_edge, place + 1.0))
        place += width


def _next_stop(place: float, paragraph: Paragraph, width: float) -> float:
    origin = paragraph.frame.left
    for position, kind, _ in paragraph.format.tabs:
        stop = origin + position
        if stop > place + 0.1:
            if kind == "center":
                return max(stop - width / 2, place)
            return max(stop - width, place) if kind in ("right", "decimal") else stop
    hanging = paragraph.frame.left + paragraph.format.left
    if paragraph.format.first < 0 and hanging > place + 0.1:
        return hanging
    return origin + (int((place - origin) / _DEFAULT_STOP) + 1) * _DEFAULT_STOP


def _column(
    paragraph: Paragraph, left: float, right: float, text_area: float, *, several: bool
) -> str:
    frame = paragraph.frame
    if frame.table >= 0 and frame.table_width > 0.5 * text_area:
        # A table as wide as the page is a page of its own: its cells are the columns.
        if frame.width > 0.8 * frame.table_width:
            return FULL
        middle, text_area = frame.centre - frame.table_left, frame.table_width
    elif frame.table >= 0 or frame.box >= 0:
        if frame.width > 0.8 * text_area:
            return FULL
        middle = frame.centre
    elif several or paragraph.format.align == "right":
        middle = (left + right) / 2
    elif paragraph.format.align == "center":
        middle = paragraph.centre
        if abs(middle - text_area / 2) < 0.12 * text_area:
            return FULL
    elif left - frame.left > 0.4 * text_area:
        middle = (left + right) / 2
    else:
        return FULL
    return LEFT if middle < 0.48 * text_area else RIGHT
