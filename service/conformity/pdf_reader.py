"""Đọc tệp PDF để kiểm tra — from ink to the same document that a Word file gives.

What a PDF does not tell surely is given its lawful value here, and the rules on it are not run
(`Rule.pdf`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from service.conformity.formatting import ParagraphFormat
from service.conformity.pdf_ink import Sheet, Stroke, read_ink
from service.conformity.pdf_paragraphs import NOTHING, Area, Builder, Underlining, runs_of
from service.conformity.pdf_rows import (
    Grid,
    Margins,
    PageNumber,
    Row,
    grids_of,
    margins_of,
    rows_of,
    take_numbers,
)
from service.conformity.pdf_zones import begins_part, zones_of
from service.conformity.story import Document, Frame, Paragraph, Section

_USUAL = (30.0, 15.0)  # mm: left and right, where the ink does not tell
_LAWFUL_SHIFT = 7.5  # mm: the text area lies so far right of the page's middle
_APART = 1_000_000  # page numbers are counted far from the paragraphs of the text
_LAWFUL = 20.0  # mm: top and bottom, likewise
_UNDER = 14.0  # mm: a rule stands no further under its line of text


@dataclass(slots=True)
class _Leaf:
    """One page taken apart."""

    sheet: Sheet
    rows: list[Row]
    numbers: list[PageNumber]
    grids: list[Grid]


def read_pdf_document(data: bytes) -> Document:
    """Raises Refused for what is no PDF with printed text."""
    leaves = [_leaf(sheet) for sheet in read_ink(data)]
    runs = [list(group) for _, group in groupby(leaves, key=_paper_size)]
    builder = Builder(Area(0, 0, sure=False))
    margins = []
    for number, group in enumerate(runs):
        found = margins_of([row for leaf in group for row in _plain_rows(leaf)], _sheets(group))
        margins.append(found)
        builder.area, builder.section = _area(found, group[0].sheet), number
        _build(builder, group)
    numbers = _page_number(leaves, builder)
    sections = [
        _section(group, found, numbers, start=number)
        for number, (group, found) in enumerate(zip(runs, margins, strict=True))
    ]
    return Document(
        builder.story,
        sections,
        builder.drawings,
        even_and_odd=False,
        pages_said=_numbered_pages(leaves),
        tracked=False,
        tables=builder.tables,
        source="pdf",
        filled_in=any(leaf.sheet.filled_in for leaf in leaves),
    )


def _numbered_pages(leaves: Sequence[_Leaf]) -> int:
    """How many pages should carry a number: the first of the paper and of an annex need none."""
    later = [leaf for leaf in leaves[1:] if leaf.rows and not begins_part(leaf.rows, 0)]
    return 1 + len(later)


def _leaf(sheet: Sheet) -> _Leaf:
    rows = rows_of(sheet)
    numbers = take_numbers(rows)
    return _Leaf(sheet, rows, numbers, grids_of(sheet.strokes))


def _paper_size(leaf: _Leaf) -> tuple[int, int]:
    return round(leaf.sheet.width), round(leaf.sheet.height)


def _sheets(group: Sequence[_Leaf]) -> list[Sheet]:
    return [leaf.sheet for leaf in group]


def _plain_rows(leaf: _Leaf) -> list[Row]:
    """Rows outside tables, and above an address at the foot of the page."""
    foot = [
        stroke.top
        for stroke in leaf.sheet.strokes
        if stroke.level
        and stroke.right - stroke.left > 0.6 * leaf.sheet.width
        and stroke.top > leaf.sheet.height - 30
        and not any(grid.top - 1 < stroke.top < grid.bottom + 1 for grid in leaf.grids)
    ]
    end = min(foot, default=leaf.sheet.height)
    return [
        row
        for row in leaf.rows
        if row.baseline < end and not any(grid.holds(row) for grid in leaf.grids)
    ]


def _area(margins: Margins, sheet: Sheet) -> Area:
    left = _USUAL[0] if margins.left is None else margins.left
    right = _USUAL[1] if margins.right is None else margins.right
    return Area(left, sheet.width - right, margins.left is not None and margins.right is not None)


def _build(builder: Builder, group: Sequence[_Leaf]) -> None:
    grids = {leaf.sheet.number: leaf.grids for leaf in group}
    builder.strokes = {leaf.sheet.number: _underlinings(leaf) for leaf in group}
    for zone in zones_of([row for leaf in group for row in leaf.rows]):
        if zone.kind != "body":
            builder.zone(zone)
            continue
        row = zone.rows[0]
        builder.row(row, next((grid for grid in grids[row.page] if grid.holds(row)), None))
    builder.flush()


def _section(
    group: Sequence[_Leaf], margins: Margins, numbers: "_Numbers", *, start: int
) -> Section:
    sheet = group[0].sheet
    first = bool(group[0].numbers)
    area = _area(margins, sheet)
    return Section(
        width=sheet.width,
        height=sheet.height,
        top=_LAWFUL if margins.top is None else margins.top,
        bottom=_LAWFUL if margins.bottom is None else margins.bottom,
        left=area.left,
        right=sheet.width - area.right,
        gutter=0.0,
        header=10.0,
        landscape=sheet.width > sheet.height,
        title_page=not (first and start == 0),
        number_format="decimal",
        number_start=None,
        kind="continuous",
        headers={"default": numbers.top} if numbers.top else {},
        footers={"default": numbers.foot} if numbers.foot else {},
        element=NOTHING,
    )


@dataclass(slots=True)
class _Numbers:
    top: tuple[Paragraph, ...] = ()
    foot: tuple[Paragraph, ...] = ()


def _page_number(leaves: Sequence[_Leaf], builder: Builder) -> _Numbers:
    """The first page number at the top and the first at the foot stand for all."""
    found = _Numbers()
    for leaf in leaves:
        for number in leaf.numbers:
            index = _APART + 2 * leaf.sheet.number + number.at_top
            paragraph = _number_paragraph(number, builder.area, index)
            if number.at_top:
                found.top = found.top or (paragraph,)
            else:
                found.foot = found.foot or (paragraph,)
    return found


def _number_paragraph(number: PageNumber, area: Area, index: int) -> Paragraph:
    row = number.row
    middle = row.sheet.width / 2
    middles = (area.centre, middle, middle + _LAWFUL_SHIFT)
    centred = any(abs(row.centre - middle) < 4.0 for middle in middles)
    align = "center" if centred else "left" if row.centre < area.centre else "right"
    form = ParagraphFormat(
        None, align, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, "auto",
        contextual=False, keep_next=False, page_break_before=False, tabs=(), borders=(), frame=(),
    )  # fmt: skip
    story = "header" if number.at_top else "footer"
    paragraph = Paragraph(index, NOTHING, form, Frame(0, area.width), 0, story, page=row.page)
    paragraph.fields = ["PAGE"]
    for run in runs_of([row]):
        digits = any(letter.isdigit() for letter in run.text)
        run.field = "PAGE" if digits else ""
        paragraph.runs.append(run)
    if number.rest and len(paragraph.runs) == 1:
        # One look for figure and words: told apart, as a field in Word is.
        (whole,) = paragraph.runs
        paragraph.runs.append(replace(whole, text=number.rest, field=""))
        whole.text = str(number.number)
    paragraph.text = row.text
    return paragraph


def _underlinings(leaf: _Leaf) -> list[Underlining]:
    """Level lines outside frames and tables, each with the row it stands under."""
    found = []
    for stroke in leaf.sheet.strokes:
        if not stroke.level or _is_side(stroke, leaf):
            continue
        over = [
            row.baseline
            for row in leaf.rows
            if 0 < stroke.bottom - row.baseline < _UNDER
            and any(word.left < stroke.right and stroke.left < word.right for word in row.words)
        ]
        if over:
            found.append(Underlining(stroke, max(over)))
    return found


def _is_side(stroke: Stroke, leaf: _Leaf) -> bool:
    """Whether the line is one side of a frame or a table."""
    return any(
        side.upright
        and side.top - 1.0 < stroke.top < side.bottom + 1.0
        and min(abs(side.left - stroke.left), abs(side.left - stroke.right)) < 1.0
        for side in leaf.sheet.strokes
    )
