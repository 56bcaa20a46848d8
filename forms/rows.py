"""Dòng lặp — adding, removing and moving rows on posted data, so that no script is needed.

The buttons post ``_rows=add:recipients`` (at the end), ``add:recipients:2`` (after row 2),
``remove:recipients:2``, ``up:recipients:2`` or ``down:recipients:2``.
"""

import re
from typing import Any

from forms.fields import Pairs
from forms.wire import WireData

COMMAND = "_rows"
_COMMAND = re.compile(r"^(add|remove|up|down):([a-z_]+(?:-[a-z0-9_]+)*)(?::(\d{1,4}))?$")


def apply(formdata: Any, command: str) -> WireData:
    """The posted data after one row command; an unknown command changes nothing.

    Rows are renumbered from 0 in their order; all other names keep their place.
    """
    pairs = [(name, value) for name, value in _pairs(formdata) if name != COMMAND]
    found = _COMMAND.match(command)
    if not found:
        return WireData(pairs)
    verb, name, position = found.group(1), found.group(2), found.group(3)
    rows = _rows(pairs, name)
    _change(rows, verb, None if position is None else int(position))
    return WireData(_with_rows(pairs, name, rows))


def _pairs(formdata: Any) -> Pairs:
    if isinstance(formdata, WireData):
        return formdata.pairs
    return list(formdata.items(multi=True))


Row = list[tuple[str, str]]
"""The parts of one row: what follows the row's number in the name, and the value."""


def _split(name: str, key: str) -> tuple[int, str] | None:
    """``annexes-0-title`` of ``annexes`` → (0, ``-title``)."""
    found = re.match(rf"^{re.escape(name)}-(\d+)(-.*)?$", key)
    return (int(found.group(1)), found.group(2) or "") if found else None


def _rows(pairs: Pairs, name: str) -> list[Row]:
    rows: dict[int, Row] = {}
    for key, value in pairs:
        if part := _split(name, key):
            rows.setdefault(part[0], []).append((part[1], value))
    return [rows[index] for index in sorted(rows)]


def _change(rows: list[Row], verb: str, position: int | None) -> None:
    if verb == "add":
        rows.insert(len(rows) if position is None else position + 1, [("", "")])
    elif position is None or position >= len(rows):
        return
    elif verb == "remove":
        del rows[position]
    elif verb == "up" and position > 0:
        rows[position - 1 : position + 1] = reversed(rows[position - 1 : position + 1])
    elif verb == "down" and position + 1 < len(rows):
        rows[position : position + 2] = reversed(rows[position : position + 2])


def _with_rows(pairs: Pairs, name: str, rows: list[Row]) -> Pairs:
    """`pairs` with all rows of `name` replaced, standing where the first of them stood."""
    kept: Pairs = []
    place: int | None = None
    for key, value in pairs:
        if _split(name, key):
            place = len(kept) if place is None else place
        else:
            kept.append((key, value))
    place = len(kept) if place is None else place
    numbered = [
        (f"{name}-{index}{suffix}", value)
        for index, row in enumerate(rows)
        for suffix, value in row
    ]
    return kept[:place] + numbered + kept[place:]
