"""Văn bản dàn hai cột — text set in two columns like a newspaper, put in reading order.

A table of two columns looks alike; there the lines of a column are short, here nearly all are
full. Only full columns are unfolded, so that no row of a table is torn apart.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from service.reading.layout import halves
from service.reading.rows import Row

MIN_ROWS = 6
MIN_GUTTER = 1.0
"""Letter heights."""
FULL = 0.8
"""Share of a column's width that a full line covers."""
MIN_FULL = 0.7
"""Share of lines that must be full in both columns."""


Margins = tuple[float, float]


def columns_of(
    rows: Sequence[Row], margins: Margins
) -> tuple[tuple[tuple[Row, ...], Margins], ...]:
    """Rows in reading order, in runs that share margins: two-column passages are unfolded, the
    left column first."""
    result: list[tuple[tuple[Row, ...], Margins]] = []
    for two, run in _runs(rows):
        columns = _unfolded(run) if two else None
        if columns is not None:
            result += [(tuple(column), _edges(column)) for column in columns]
        elif result and result[-1][1] == margins:
            result[-1] = ((*result[-1][0], *run), margins)
        else:
            result.append((tuple(run), margins))
    return tuple(result)


def _edges(column: Sequence[Row]) -> Margins:
    return min(row.left for row in column), max(row.right for row in column)


def _runs(rows: Sequence[Row]) -> Iterator[tuple[bool, list[Row]]]:
    """Neighbouring rows of one page, by whether they have a gutter."""
    keyed = groupby(rows, key=lambda row: (row.page, _gutter(row) is not None))
    for (_, two), run in keyed:
        yield two, list(run)


def _gutter(row: Row) -> float | None:
    """The middle of the one wide gap of a row, if it has exactly one."""
    wide = [n for n, word in enumerate(row.words) if n and word.gap >= MIN_GUTTER]
    if row.box is None or len(wide) != 1:
        return None
    before, after = row.words[wide[0] - 1].box, row.words[wide[0]].box
    return None if before is None or after is None else (before.right + after.left) / 2


def _unfolded(rows: list[Row]) -> tuple[list[Row], list[Row]] | None:
    """Both columns, or None for a table."""
    if len(rows) < MIN_ROWS:
        return None
    gutters = sorted(gutter for row in rows if (gutter := _gutter(row)) is not None)
    border = gutters[len(gutters) // 2]
    pairs = [halves(row, border) for row in rows]
    left = [first for first, _ in pairs if first is not None]
    right = [second for _, second in pairs if second is not None]
    if len(left) + len(right) < len(rows) or not (_is_full(left) and _is_full(right)):
        return None
    return left, right


def _is_full(column: list[Row]) -> bool:
    if len(column) < MIN_ROWS:
        return False
    start = min(row.left for row in column)
    width = max(row.right for row in column) - start
    return sum(row.right - start >= FULL * width for row in column) >= MIN_FULL * len(column)
