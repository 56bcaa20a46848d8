"""Bề rộng cột — fixed column widths for a table pasted without any."""

import re
from collections.abc import Sequence

from service.domain.body import Table
from service.domain.inline import Run, plain_text
from service.domain.looks import LOOKS
from service.domain.typeface import Face, line_height_mm, width_mm, wrapped

_SIZE = LOOKS["OBang"].large
_NARROWEST_MM = 8.0
_TALLEST_MM = 120.0
_SHORT = re.compile(r"[\d.,:/%+\-–() ]{1,24}$")
_COUNTER = ("stt", "tt", "số tt", "số thứ tự")


def column_widths_mm(table: Table, room_mm: float, margin_mm: float) -> list[float]:
    """Widths that add up to `room_mm`: no word is broken while the page has room for it.

    Each column gets its longest word; the rest is shared by how much text waits in it.
    """
    columns = range(table.columns)
    padding = 2 * margin_mm + 1
    needed = [max(_NARROWEST_MM, _longest_word_mm(table, one) + padding) for one in columns]
    wanted = [max(needed[one], _longest_cell_mm(table, one) + padding) for one in columns]
    if sum(needed) >= room_mm:
        return [width * room_mm / sum(needed) for width in needed]
    if sum(wanted) <= room_mm:
        spare = room_mm - sum(wanted)
        growing = [0.0 if is_centred(table, one) else wanted[one] for one in columns]
        share = growing if any(growing) else wanted
        return [wanted[one] + spare * share[one] / sum(share) for one in columns]
    spare = room_mm - sum(needed)
    # The square root keeps one long column from starving the others.
    hunger = [(wanted[one] - needed[one]) ** 0.5 for one in columns]
    return [needed[one] + spare * hunger[one] / sum(hunger) for one in columns]


def is_centred(table: Table, column: int) -> bool:
    """Counters, figures and dates stand in the middle of their column."""
    if plain_text(table.rows[0][column]).strip().casefold() in _COUNTER:
        return True
    cells = [text for row in table.rows[1:] if (text := plain_text(row[column]).strip())]
    return bool(cells) and all(_SHORT.match(text) for text in cells)


def may_split(row: Sequence[Sequence[Run]], widths_twips: Sequence[int]) -> bool:
    """A row that could be taller than a page must be allowed to break."""
    height = line_height_mm(_SIZE)
    return any(
        len(wrapped(plain_text(cell), _SIZE, width / 56.7)) * height > _TALLEST_MM
        for cell, width in zip(row, widths_twips, strict=True)
        if sum(len(run.text) for run in cell) > 60
    )


def _faces(table: Table, column: int) -> list[tuple[str, Face]]:
    return [
        (
            plain_text(row[column]),
            Face.BOLD if position == 0 or any(run.bold for run in row[column]) else Face.REGULAR,
        )
        for position, row in enumerate(table.rows)
    ]


def _longest_word_mm(table: Table, column: int) -> float:
    words = ((word, face) for text, face in _faces(table, column) for word in text.split())
    return max((width_mm(word, _SIZE, face) for word, face in words), default=0.0)


def _longest_cell_mm(table: Table, column: int) -> float:
    lines = ((line, face) for text, face in _faces(table, column) for line in text.split("\n"))
    return max(width_mm(line, _SIZE, face) for line, face in lines)
