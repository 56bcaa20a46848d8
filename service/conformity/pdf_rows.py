"""Hàng chữ trên trang PDF — words joined to rows, page numbers set aside, grids and margins told.

Only what ink shows surely is told: a margin is known when enough rows of text stand against it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from service.conformity.pdf_ink import MM, Ink, Sheet, Stroke
from service.domain.vietnamese import fold

_SAME_ROW = 0.3  # of the letters' size
_EDGE = 0.6  # mm: rows that near stand against one edge
_NUMBER = re.compile(r"\W*(?:trang\s*)?(\d{1,3})(?:\s*/\s*\d{1,3})?(?:\s*trang)?\W*", re.I)
_NUMBER_ZONE = 24.0  # mm from the edge of the paper
_ENOUGH = 3
_MARK = 8.0  # pt: figures so small refer to notes


@dataclass(eq=False)
class Row:
    """Words on one baseline, left to right; mm from the page's top left corner."""

    sheet: Sheet
    words: list[Ink]

    @property
    def page(self) -> int:
        return self.sheet.number

    @property
    def left(self) -> float:
        return self.words[0].left

    @cached_property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @cached_property
    def baseline(self) -> float:
        return max(self.words, key=lambda word: word.size).baseline

    @cached_property
    def text(self) -> str:
        return "".join(
            ("" if word.joined or not place else " ") + word.text
            for place, word in enumerate(self.words)
        )

    @cached_property
    def folded(self) -> str:
        return " ".join(fold(self.text).split())

    @property
    def upper(self) -> bool:
        return self.text.isupper()

    def cut(self, at: float) -> tuple["Row | None", "Row | None"]:
        """The words left and right of a place."""
        first = [word for word in self.words if (word.left + word.right) / 2 < at]
        second = [word for word in self.words if (word.left + word.right) / 2 >= at]
        return (
            Row(self.sheet, first) if first else None,
            Row(self.sheet, second) if second else None,
        )

    def crosses(self, at: float) -> bool:
        """Whether the row's words run on over a place, as those of one line do."""
        if any(word.left < at < word.right for word in self.words):
            return True
        first, second = self.cut(at)
        return first is not None and second is not None and second.left - first.right < 1.6


def rows_of(sheet: Sheet) -> list[Row]:
    rows: list[list[Ink]] = []
    for word in sorted(sheet.words, key=lambda one: (one.baseline, one.left)):
        last = rows[-1] if rows else None
        if last and word.baseline - last[0].baseline < _SAME_ROW * max(word.size, 8.0) * MM:
            last.append(word)
        else:
            rows.append([word])
    found: list[list[Ink]] = []
    for words in rows:
        if found and _are_marks(found[-1], words):
            found[-1] += words
        else:
            found.append(words)
    return [
        Row(sheet, sorted(words, key=lambda one: one.left))
        for words in found
        if not all(is_mark(word) for word in words)
    ]


def is_mark(word: Ink) -> bool:
    """A figure of a note that stands far from its row."""
    return word.size <= _MARK and word.text.strip("()*").isdigit()


def _are_marks(above: list[Ink], words: list[Ink]) -> bool:
    """Raised figures of notes stand a little over the row that they belong to."""
    size = max(word.size for word in words)
    raised = words[0].baseline - above[-1].baseline < 0.6 * size * MM
    small = all(word.size < 0.75 * size for word in above)
    return raised and small and all(word.text.strip("()*").isdigit() for word in above)


@dataclass(frozen=True, slots=True)
class PageNumber:
    row: Row
    at_top: bool
    number: int
    """The figure; `rest` of the row are the words around it."""

    @property
    def rest(self) -> str:
        return re.sub(r"\d+", "", self.row.text, count=1).strip()


def take_numbers(rows: list[Row]) -> list[PageNumber]:
    """Take the page numbers out of a page's rows: at its top, at its foot, or both."""
    taken = []
    for place, at_top in ((0, True), (-1, False)):
        if len(rows) < 2:
            break
        row = rows[place]
        found = _NUMBER.fullmatch(row.text)
        far = row.baseline if at_top else row.sheet.height - row.baseline
        if found and far < _NUMBER_ZONE and len(row.words) <= 3:
            rows.pop(place)
            taken.append(PageNumber(row, at_top, int(found.group(1))))
    return taken


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with drawn lines: `columns` are the places of its upright lines."""

    top: float
    bottom: float
    columns: tuple[float, ...]

    def holds(self, row: Row) -> bool:
        return self.top < row.baseline < self.bottom + 0.5


def grids_of(strokes: Iterable[Stroke]) -> list[Grid]:
    """Groups of three and more upright lines side by side."""
    groups: list[list[Stroke]] = []
    for stroke in sorted((one for one in strokes if one.upright), key=lambda one: one.top):
        last = groups[-1] if groups else None
        if last and stroke.top < max(one.bottom for one in last) + 1.0:
            last.append(stroke)
        else:
            groups.append([stroke])
    found = []
    for group in groups:
        columns = sorted({round(one.left) for one in group})
        if len(columns) >= _ENOUGH:
            top, bottom = min(one.top for one in group), max(one.bottom for one in group)
            found.append(Grid(top, bottom, tuple(float(place) for place in columns)))
    return found


@dataclass(frozen=True, slots=True)
class Margins:
    """mm; None where the ink does not tell surely."""

    left: float | None
    right: float | None
    top: float | None
    bottom: float | None


def margins_of(rows: Sequence[Row], sheets: Sequence[Sheet]) -> Margins:
    """Left and right from rows of text against them; top and bottom only where text runs out."""
    if not rows:
        return Margins(None, None, None, None)
    width, height = sheets[0].width, sheets[0].height
    wide = [row for row in rows if row.right - row.left > 0.55 * width]
    need = max(_ENOUGH, 0.3 * len(wide))
    left = _edge([row.left for row in wide], _ENOUGH)
    right = _edge([-row.right for row in wide], need)
    if left is not None and left - min(row.left for row in rows) > 3.0:
        left = None  # all these rows may be indented
    top = min(row.baseline - 0.891 * row.size * MM for row in rows)
    bottom = min(height - row.baseline - 0.216 * row.size * MM for row in rows)
    return Margins(
        left,
        None if right is None else width + right,
        top if top < _LEAST else None,
        bottom if bottom < _LEAST else None,
    )


_LEAST = 19.0  # mm: less than this is surely less than 20


def _edge(places: list[float], need: float) -> float | None:
    """The outermost place where enough rows begin."""
    for start in sorted(places):
        near = [place for place in places if 0 <= place - start <= _EDGE]
        if len(near) >= need:
            return sorted(near)[len(near) // 2]
    return None
