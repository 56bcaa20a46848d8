"""Đoạn văn từ hàng chữ — paragraphs as the box finder knows them, from rows with places.

Each line of a two-column zone is a paragraph set where its ink stands; rows of running text are
joined while the first word of the next row would not have fitted on the row above.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lxml import etree

from service.conformity.drawings import Drawing
from service.conformity.formatting import ParagraphFormat, RunFormat
from service.conformity.pdf_ink import MM, Ink, Stroke
from service.conformity.pdf_rows import Grid, Row, is_mark
from service.conformity.pdf_zones import Zone
from service.conformity.story import Frame, Paragraph, Run
from service.conformity.vocabulary import NATIONAL_NAME

_SINGLE = 1.149  # line pitch of Times New Roman by its size
_CENTRED = 3.0  # mm
_INSET = 4.0  # mm: less is no first line indent
_LISTED = re.compile(r"([-–+•]|\d{1,3}[.)/]|[a-zđ]\)|Điều\s+\d|[IVX]+\.)\s*")
_GAP = 8.0  # mm: wider than any blank of justified text
# Faces drawn by the same measures, which programs put in where Times New Roman is not installed.
_TIMES = re.compile(
    r"(times|tinos|liberation ?serif|nimbus ?rom|tex ?gyre ?termes|thorndale|freeserif)", re.I
)
_EMPTY_LINE = 1.9  # line pitches: more is an empty line between
_SMALL = 9.0  # pt
_UNDERLINE = 1.0  # mm under the baseline: nearer lines belong to the letters
NOTHING = etree.Element("pdf")  # runs and paragraphs of a PDF have no Word element


@dataclass(slots=True)
class Area:
    """The text area of one section in mm from the paper's edge; `sure` when ink shows it."""

    left: float
    right: float
    sure: bool

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Underlining:
    """A level line and the baseline of the row it stands under; mm."""

    stroke: Stroke
    baseline: float

    def is_under(self, row: Row) -> bool:
        near = abs(row.baseline - self.baseline) < 1.6
        return near and row.left < self.stroke.right and self.stroke.left < row.right


@dataclass(slots=True)
class Builder:
    """Collects paragraphs; `strokes` are the level lines of each page."""

    area: Area
    section: int = 0
    story: list[Paragraph] = field(default_factory=list)
    tables: list[tuple[bool, bool]] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    strokes: dict[int, list[Underlining]] = field(default_factory=dict)
    _open: list[Row] = field(default_factory=list)
    _pitch: float = 0.0

    def zone(self, zone: Zone) -> None:
        """Two columns: the left one whole, then the right one; rows across stand alone."""
        self.flush()
        part: list[Row] = []
        for row in zone.rows:
            if zone.at is not None and row.crosses(zone.at):
                self._cells(zone, part)
                part = []
                self._across(row)
            else:
                part.append(row)
        self._cells(zone, part)

    def _across(self, row: Row) -> None:
        self._add([row], self._frame(), _set_at(self.area, row, "center"))

    def _cells(self, zone: Zone, rows: Sequence[Row]) -> None:
        if not rows or zone.at is None:
            return
        table = len(self.tables)
        self.tables.append((False, False))
        at = zone.at - self.area.left
        columns: list[list[Row]] = [[], []]
        for row in rows:
            for column, piece in zip(columns, row.cut(zone.at), strict=True):
                if piece is not None and not all(map(is_mark, piece.words)):
                    column.append(piece)
        for cell, column in enumerate(columns):
            if not column:
                continue
            edges = (0.0, at) if cell == 0 else (at, self.area.width)
            listed = _listed_from(column) if zone.kind == "closing" and cell == 0 else len(column)
            middle, left = column[:listed], column[listed:]
            if middle:
                self._column(middle, self._cell(table, cell, edges, _axis(middle)), "center")
            if left:
                self._column(left, self._cell(table, cell, edges, None), "left")

    def _cell(self, table: int, cell: int, edges: tuple[float, float], axis: float | None) -> Frame:
        left, width = edges[0], edges[1] - edges[0]
        if axis is not None:
            middle = axis - self.area.left
            width = 2 * max(min(middle - edges[0], edges[1] - middle), 15.0)
            left = middle - width / 2
        return Frame(left, width, table, 0, cell, table_left=0.0, table_width=self.area.width)

    def _column(self, rows: Sequence[Row], frame: Frame, align: str) -> None:
        above: Row | None = None
        for group in _named_together(rows):
            row = group[0]
            if above is not None and row.page == above.page:
                lines = (row.baseline - above.baseline) / (max(row.size, 10) * MM * _SINGLE)
                if lines > _EMPTY_LINE:
                    self._blank(frame)
            left = min(one.left for one in group) - self.area.left
            right = max(one.right for one in group) - self.area.left
            form = _format(
                align,
                left=left - frame.left,
                right=frame.right - right if align == "center" else 0.0,
            )
            self._add(group, frame, form)
            above = group[-1]

    def _blank(self, frame: Frame) -> None:
        self.story.append(
            Paragraph(len(self.story), NOTHING, _format("left"), frame, self.section, "body")
        )

    def row(self, row: Row, grid: Grid | None) -> None:
        """One row of running text, a centred line, or a row of a table."""
        pieces = _pieces(row, grid)
        if grid is not None or len(pieces) > 1:
            self.flush()
            self._table_row(pieces, bordered=grid is not None)
        elif self._is_centred(row):
            self.flush()
            self._add([row], self._frame(), _set_at(self.area, row, "center"))
        elif self._open and self._goes_on(row):
            self._open.append(row)
        else:
            self.flush()
            self._open = [row]

    def _table_row(self, pieces: list[Row], *, bordered: bool) -> None:
        table = len(self.tables)
        self.tables.append((bordered, False))
        for cell, piece in enumerate(pieces):
            frame = Frame(
                piece.left - self.area.left, piece.right - piece.left, table, 0, cell, bordered,
                table_width=self.area.width,
            )  # fmt: skip
            self._add([piece], frame, _format("left"))

    def _is_centred(self, row: Row) -> bool:
        before, after = row.left - self.area.left, self.area.right - row.right
        if abs(before - after) > 2 * _CENTRED or before < _INSET:
            return False
        bold = all(word.bold for word in row.words)
        usual = any(abs(before - indent) < 0.8 for indent in (10.0, 12.7))
        if usual and not (bold and row.upper):
            return False
        return not (_LISTED.match(row.text) and not bold)

    def _goes_on(self, row: Row) -> bool:
        above = self._open[-1]
        first = row.words[0]
        blank = 0.25 * row.size * MM
        if above.right + blank + (first.right - first.left) < self.area.right - 1.5:
            return False
        if row.left > above.left + 2.0 or abs(row.size - above.size) > 0.6:
            return False
        if row.page == above.page and self._is_apart(row, above):
            return False
        same = abs(row.left - above.left) < 1.0 and row.left - self.area.left > _INSET
        ended = above.text.endswith((".", ";", ":"))
        return not (same and len(self._open) == 1 and ended)

    def _is_apart(self, row: Row, above: Row) -> bool:
        pitch = row.baseline - above.baseline
        if len(self._open) > 1 and self._open[-2].page == above.page:
            return pitch > above.baseline - self._open[-2].baseline + 0.9
        # At the margin it goes on, however wide the lines stand; set in, it may begin anew.
        lines = 2.6 if row.left - self.area.left < 1.0 else 1.75
        return pitch > max(row.size, above.size) * MM * _SINGLE * lines

    def flush(self) -> None:
        """Close the paragraph of running text that is open."""
        rows, self._open = self._open, []
        if not rows:
            return
        inset = rows[0].left - self.area.left
        rest = min((row.left for row in rows[1:]), default=None)
        left = 0.0 if rest is None else rest - self.area.left
        if rest is None and inset > 25.0:
            left = inset
        if abs(left) < 0.6:
            left = 0.0
        form = _format(self._aligned(rows), left=left, first=inset - left, line=_line(rows))
        self._add(rows, self._frame(), form)

    def _aligned(self, rows: Sequence[Row]) -> str:
        """Justified unless most rows but the last surely stop short of the margin."""
        full = rows[:-1]
        short = [row for row in full if self.area.right - row.right > 1.5]
        ragged = self.area.sure and len(full) >= 2 and 2 * len(short) >= len(full)
        return "left" if ragged else "both"

    def _frame(self) -> Frame:
        return Frame(0.0, self.area.width)

    def _add(
        self,
        rows: Sequence[Row],
        frame: Frame,
        form: ParagraphFormat,
    ) -> None:
        paragraph = Paragraph(
            len(self.story), NOTHING, form, frame, self.section, "body",
            page=rows[0].page,
        )  # fmt: skip
        paragraph.runs = runs_of(rows)
        paragraph.text = "".join(run.text for run in paragraph.runs)
        self.story.append(paragraph)
        self._underline(rows, paragraph)

    def _underline(self, rows: Sequence[Row], paragraph: Paragraph) -> None:
        """Rules under the rows get an empty paragraph of their own, as writers draw them."""
        for row in rows:
            for line in self.strokes.get(row.page, ()):
                if not line.is_under(row):
                    continue
                if line.stroke.top - row.baseline < _UNDERLINE:
                    for run in paragraph.runs:
                        run.format = replace(run.format, underline="single")
                else:
                    self._rule(line.stroke, paragraph)

    def _rule(self, stroke: Stroke, owner: Paragraph) -> None:
        self._blank(owner.frame)
        holder = self.story[-1]
        holder.page = owner.page
        drawing = Drawing(
            "line", stroke.left - self.area.left, stroke.right - stroke.left, 0.0, None,
            paragraph=holder.index,
        )  # fmt: skip
        holder.drawings.append(drawing)
        self.drawings.append(drawing)


def _listed_from(column: Sequence[Row]) -> int:
    """Where Nơi nhận begins in the left column; above it minutes have a signer in the middle."""
    for place, row in enumerate(column):
        if row.folded.startswith("noi nhan"):
            return place if column[0].upper else 0
    return len(column) if column[0].upper else 0


def _named_together(rows: Sequence[Row]) -> list[list[Row]]:
    """A Quốc hiệu that ran over into a second row is one line of words still."""
    found: list[list[Row]] = []
    for row in rows:
        before = found[-1] if found else []
        joined = " ".join(one.folded for one in [*before, row])
        if before and joined == NATIONAL_NAME:
            before.append(row)
        else:
            found.append([row])
    return found


def _axis(column: Sequence[Row]) -> float:
    """The middle that most lines of a column share."""
    centres = sorted(row.centre for row in column)
    return max(centres, key=lambda one: sum(abs(one - other) < 1.5 for other in centres))


def _pieces(row: Row, grid: Grid | None) -> list[Row]:
    """The cells of a row: between upright lines, or between wide whites."""
    found: list[list[Ink]] = [[row.words[0]]]
    for above, word in zip(row.words, row.words[1:], strict=False):
        apart = word.left - above.right > _GAP
        ruled = grid is not None and any(
            above.right - 0.5 < x < word.left + 0.5 for x in grid.columns
        )
        if apart or ruled:
            found.append([])
        found[-1].append(word)
    return [Row(row.sheet, words) for words in found]


def _set_at(area: Area, row: Row, align: str) -> ParagraphFormat:
    return _format(align, left=row.left - area.left, right=area.right - row.right)


def _line(rows: Sequence[Row]) -> float:
    """Line pitch in pt where it surely is no legal one, else 0."""
    pitches = [
        (below.baseline - above.baseline) / MM / (max(below.size, 8.0) * _SINGLE)
        for above, below in pairwise(rows)
        if above.page == below.page
    ]
    if not pitches:
        return 0.0
    usual = sorted(pitches)[len(pitches) // 2]
    return usual if not 0.92 <= usual <= 1.56 else 0.0


def _format(
    align: str, *, left: float = 0.0, right: float = 0.0, first: float = 0.0, line: float = 0.0
) -> ParagraphFormat:
    return ParagraphFormat(
        style=None, align=align, left=left, right=right, first=first, before=6.0, after=0.0,
        line=line or 1.0, line_rule="auto", contextual=False, keep_next=False,
        page_break_before=False, tabs=(), borders=(), frame=(),
    )  # fmt: skip


def runs_of(rows: Sequence[Row]) -> list[Run]:
    """The words of some rows as runs of one look each, rows joined by a blank."""
    found: list[Run] = []
    for number, row in enumerate(rows):
        for place, word in enumerate(row.words):
            blank = "" if word.joined or not (number or place) else " "
            form = _look(word, row)
            if found and found[-1].format == form:
                found[-1].text += blank + word.text
            else:
                found.append(Run(blank + word.text, form, NOTHING))
    return found


def _look(word: Ink, row: Row) -> RunFormat:
    small = word.size < 0.8 * row.size and row.baseline - word.baseline > 0.4
    raised = small and word.text.strip("()*").isdigit()
    font = font_name(word.font)
    size = word.size
    if set(word.text) == {"_"} and size < _SMALL:
        # Raised underscores: programs draw them at 58 % of their size, or a little more.
        size, raised = round(size / 0.58 * 2) / 2, True
    return RunFormat(
        font=font, wide_font=font, size=size, bold=word.bold, italic=word.italic,
        underline=None, caps=False, small_caps=False, color=word.color,
        raised="superscript" if raised else None, hidden=False, highlight=None, struck=False,
    )  # fmt: skip


def font_name(name: str) -> str:
    """The family a person knows the font by: ``Arial`` for ``Arial-BoldMT``."""
    family = re.split(r"[-,]", name)[0].replace("PSMT", "").removesuffix("MT").removesuffix("PS")
    if _TIMES.match(family) or not family:
        return "Times New Roman"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", family)
