"""Bảng — where each cell stands (mm), and which layers of the table style reach it."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.conformity.formatting import NO_TABLE, TableLayers, table_layers
from service.conformity.story import Frame
from service.conformity.styles import StyleSheet
from service.conformity.wordml import TWIPS_PER_MM, Element, local, number, twips, value, w

_USUAL_PADDING = 108.0  # twips left and right of a cell's text
_NO_LINE = frozenset({"nil", "none"})
_LOOKS = (  # attribute, bit of w:val
    ("firstRow", 0x20),
    ("lastRow", 0x40),
    ("firstColumn", 0x80),
    ("lastColumn", 0x100),
)


@dataclass(frozen=True, slots=True)
class CellPlace:
    element: Element
    frame: Frame
    layers: TableLayers


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """`bordered`: lines between cells, so it holds data. `ruled_above`: a line along its top."""

    cells: tuple[CellPlace, ...]
    bordered: bool
    ruled_above: bool


def place_cells(table: Element, frame: Frame, styles: StyleSheet, ordinal: int) -> PlacedTable:
    """Every cell of a table in reading order."""
    properties = table.find(w("tblPr"))
    grid = [twips(column.get(w("w"))) or 0.0 for column in table.iterfind(f"{w('tblGrid')}/*")]
    style = value(properties.find(w("tblStyle"))) if properties is not None else None
    rows = list(_rows(table))
    grid = _usable_grid(grid, rows)
    left = frame.left + _indent(properties, sum(grid), frame)
    padding = _padding(properties, styles, style)
    bordered, ruled = _lines(properties, rows)
    looks = _looks(properties)
    cells: list[CellPlace] = []
    for row_number, row in enumerate(rows):
        column = _before(row)
        row_cells = list(_cells(row))
        for cell_number, cell in enumerate(row_cells):
            span = _span(cell)
            start = left + sum(grid[:column]) / TWIPS_PER_MM
            width = sum(grid[column : column + span]) / TWIPS_PER_MM
            column += span
            inner = Frame(
                start + padding[0],
                max(width - padding[0] - padding[1], 1.0),
                table=ordinal,
                row=row_number,
                cell=cell_number,
                bordered=bordered,
                box=frame.box,
                depth=frame.depth + 1,
                table_left=left,
                table_width=sum(grid) / TWIPS_PER_MM,
            )
            where = (row_number, len(rows), cell_number, len(row_cells))
            layers = _layers(styles, style, looks, where)
            cells.append(CellPlace(cell, inner, layers))
    return PlacedTable(tuple(cells), bordered, ruled)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        name = local(child)
        if name == "tr":
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        name = local(child)
        if name == "tc":
            yield child
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _cells(child)


def _usable_grid(grid: list[float], rows: list[Element]) -> list[float]:
    """The grid as written, or the widths of the widest row when the grid is missing."""
    need = max((sum(_span(cell) for cell in _cells(row)) + _before(row) for row in rows), default=0)
    if len(grid) >= need and sum(grid) > 0:
        return grid
    for row in rows:
        widths: list[float] = []
        for cell in _cells(row):
            said = twips(value(cell.find(f"{w('tcPr')}/{w('tcW')}"), "w")) or 1500.0
            widths.extend([said / _span(cell)] * _span(cell))
        if len(widths) == need:
            return widths
    return grid + [1500.0] * (need - len(grid))


def _span(cell: Element) -> int:
    return max(1, min(63, int(number(value(cell.find(f"{w('tcPr')}/{w('gridSpan')}"))) or 1)))


def _before(row: Element) -> int:
    return max(0, min(63, int(number(value(row.find(f"{w('trPr')}/{w('gridBefore')}"))) or 0)))


def _indent(properties: Element | None, width: float, frame: Frame) -> float:
    """mm from the column's left edge to the table's; centred tables straddle it."""
    if properties is None:
        return 0.0
    floating = properties.find(w("tblpPr"))
    if floating is not None:
        return (twips(floating.get(w("tblpX"))) or 0.0) / TWIPS_PER_MM
    align = value(properties.find(w("jc"))) or "left"
    if align == "center":
        return (frame.width - width / TWIPS_PER_MM) / 2
    if align in ("right", "end"):
        return frame.width - width / TWIPS_PER_MM
    return (twips(value(properties.find(w("tblInd")), "w")) or 0.0) / TWIPS_PER_MM


def _padding(
    properties: Element | None, styles: StyleSheet, style: str | None
) -> tuple[float, float]:
    said: dict[str, str | None] = {}
    for step in styles.chain(style, "table"):
        said |= step.cell_margins
    margins = properties.find(w("tblCellMar")) if properties is not None else None
    if margins is not None:
        said |= {local(margin): margin.get(w("w")) for margin in margins}
    sides = []
    for names in (("start", "left"), ("end", "right")):
        amount = next((twips(said[name]) for name in names if name in said), None)
        sides.append((_USUAL_PADDING if amount is None else amount) / TWIPS_PER_MM)
    return sides[0], sides[1]


def _lines(properties: Element | None, rows: list[Element]) -> tuple[bool, bool]:
    said: dict[str, str] = {}
    if properties is not None:
        borders = properties.find(w("tblBorders"))
        if borders is not None:
            said = {local(border): value(border) or "nil" for border in borders}
        elif value(properties.find(w("tblStyle"))) in ("TableGrid", "LiBang", "TableGrid1"):
            said = dict.fromkeys(("top", "insideH", "insideV", "bottom"), "single")
    inside = [said.get(side, "nil") not in _NO_LINE for side in ("insideV", "insideH", "left")]
    above = said.get("top", "nil") not in _NO_LINE
    if not any(inside):
        inside = [_parted(row) for row in rows[:40]]
    first = next(iter(rows), None)
    if first is not None and not above:
        tops = [_own_sides(cell) for cell in _cells(first)]
        above = bool(tops) and all("top" in sides for sides in tops)
    return any(inside), above


def _parted(row: Element) -> bool:
    """Whether a line stands between two cells of a row."""
    sides = [_own_sides(cell) for cell in _cells(row)]
    return any({"left", "start"} & own for own in sides[1:]) or any(
        {"right", "end"} & own for own in sides[:-1]
    )


def _own_sides(cell: Element) -> set[str]:
    borders = cell.find(f"{w('tcPr')}/{w('tcBorders')}")
    if borders is None:
        return set()
    return {local(side) for side in borders if (value(side) or "nil") not in _NO_LINE}


def _looks(properties: Element | None) -> frozenset[str]:
    look = properties.find(w("tblLook")) if properties is not None else None
    if look is None:
        return frozenset()
    try:
        bits = int(value(look) or "0", 16)
    except ValueError:
        bits = 0
    found = set()
    for name, bit in _LOOKS:
        said = look.get(w(name))
        if bits & bit if said is None else said in ("1", "true", "on"):
            found.add(name)
    for name, bit in (("noHBand", 0x200), ("noVBand", 0x400)):
        said = look.get(w(name))
        if bits & bit if said is None else said in ("1", "true", "on"):
            found.add(name)
    return frozenset(found)


def _layers(
    styles: StyleSheet, style: str | None, looks: frozenset[str], where: tuple[int, int, int, int]
) -> TableLayers:
    chain = styles.chain(style, "table")
    if not chain:
        return NO_TABLE
    row, rows, cell, cells = where
    conditions: list[str] = []
    body_row = row - 1 if "firstRow" in looks else row
    if "noHBand" not in looks and body_row >= 0:
        conditions.append("band1Horz" if body_row % 2 == 0 else "band2Horz")
    for name, style_name, here in (
        ("firstColumn", "firstCol", cell == 0),
        ("lastColumn", "lastCol", cell == cells - 1),
        ("firstRow", "firstRow", row == 0),
        ("lastRow", "lastRow", row == rows - 1),
    ):
        if name in looks and here:
            conditions.append(style_name)
    return table_layers(styles, style, tuple(conditions))
