"""Xếp chữ thành dòng — words of a page become rows, rows become halves of two columns."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from service.reading.rows import TAB, Row, Side, Word

MIN_GAP = 0.6
"""The least space between two columns, in letter heights; a space between words is 0.25."""

NEAR = 70.0
"""pt: how far from the border the gap between the columns may lie on a single row."""


def rows_of(words: Iterable[Word], page: int) -> list[Row]:
    """Rows from top to bottom, words from left to right, gaps measured."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=_baseline):
        # Against the first word of the row, so that two columns a little out of step do not
        # chain all their lines into one.
        anchor = rows[-1][0] if rows else None
        if anchor is not None and _baseline(word) - _baseline(anchor) < 0.3 * min(
            word.size, anchor.size
        ):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Row(_with_gaps(row), page) for row in rows]


def _baseline(word: Word) -> float:
    assert word.box is not None
    return word.box.bottom - 0.25 * word.size


def _with_gaps(words: list[Word]) -> tuple[Word, ...]:
    ordered = sorted(words, key=lambda word: word.box.left if word.box else 0.0)
    result = []
    edge: float | None = None
    for word in ordered:
        box = word.box
        assert box is not None
        gap = 0.0 if edge is None else max(0.0, (box.left - edge) / max(word.size, 1.0))
        result.append(replace(word, gap=round(gap, 2)))
        edge = box.right if edge is None else max(edge, box.right)
    return tuple(result)


def column_border(rows: Sequence[Row], width: float) -> float:
    """The x that best divides the rows into two columns: few words cross it, wide gap around.

    Looks at 30–65 % of the page, where the decree's diagram has the inner edges of its boxes
    (Phụ lục I, mục IV).
    """
    if width <= 0:
        return _tab_border(rows)
    first, last = int(width * 0.30), int(width * 0.65)
    crossed = [0] * (last - first + 1)
    for row in rows:
        for box in (word.box for word in row.words if word.box):
            for x in range(max(first, int(box.left)), min(last, int(box.right)) + 1):
                crossed[x - first] += 1
    least = min(crossed)
    runs: list[tuple[int, int]] = []
    for x, count in enumerate([*crossed, least + 1]):
        if count == least:
            runs = (
                [*runs[:-1], (runs[-1][0], x)] if runs and runs[-1][1] == x - 1 else [*runs, (x, x)]
            )
    start, end = max(runs, key=lambda run: run[1] - run[0])
    return first + (start + end) / 2


def _tab_border(rows: Sequence[Row]) -> float:
    """In a Word file: the tabs before the left column, as rows with both columns show them."""
    both = [
        row.words[0].gap
        for row in rows
        if row.side is None and any(word.gap >= TAB for word in row.words[1:])
    ]
    return min(both, default=0.0)


def halves(row: Row, border: float) -> tuple[Row | None, Row | None]:
    """The left and right part of a row; both None when it runs across the border."""
    if row.side is not None:
        return _whole(row, left=row.side is not Side.RIGHT)
    places = [n for n, word in enumerate(row.words) if n and word.gap >= MIN_GAP]
    if row.box is None:
        tabs = [n for n in places if row.words[n].gap >= TAB]
        return _split(row, tabs[-1]) if tabs else _whole(row, left=row.words[0].gap <= border)
    if row.right <= border + row.size or row.left >= border - row.size:
        return _whole(row, left=row.right <= border + row.size)
    near = [n for n in places if abs(_gap_middle(row, n) - border) <= NEAR]
    if near:
        return _split(row, min(near, key=lambda n: abs(_gap_middle(row, n) - border)))
    over_right, over_left = row.right - border, border - row.left
    if min(over_right, over_left) < 0.25 * max(over_right, over_left):
        return _whole(row, left=over_left > over_right)
    return None, None


def _whole(row: Row, *, left: bool) -> tuple[Row | None, Row | None]:
    return (row, None) if left else (None, row)


def _split(row: Row, place: int) -> tuple[Row, Row]:
    return row.with_words(row.words[:place]), row.with_words(row.words[place:])


def _gap_middle(row: Row, place: int) -> float:
    before, after = row.words[place - 1].box, row.words[place].box
    assert before is not None
    assert after is not None
    return (before.right + after.left) / 2
