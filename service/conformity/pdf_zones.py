"""Vùng của trang PDF — letterhead and closing stand in two columns; all else runs across.

A PDF has no tables to tell columns by: the white between them is looked for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from service.conformity.pdf_rows import Row
from service.conformity.splitting import ANNEX, ANNEX_RUN_ON
from service.conformity.vocabulary import (
    BASIS_WORDS,
    CAPACITY,
    CIRCULATION,
    COPY_SYMBOLS,
    DEPUTY_POSTS,
    HEAD_POSTS,
    KIND_BY_WORD,
    NATIONAL_NAME,
    OTHER_SIGNERS,
    URGENCY,
)

_DATE = re.compile(
    r"\bngay\b.*\bthang\b.*\bnam\b[\d.…_ ]*$|\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}$"
)
_NUMBER = re.compile(r"so\s*[:.]|so\s+[\d.…]*\s*/")
_LETTER = re.compile(r"(v/v|ve viec)\b")
_HEAD_ROWS = 16
_REACH = 70.0  # mm: a letterhead is never higher
_POSTS = (*HEAD_POSTS, *DEPUTY_POSTS, *OTHER_SIGNERS)


@dataclass(slots=True)
class Zone:
    """Rows that belong together. `at`: where the two columns part, or None for plain rows."""

    kind: str  # head, closing, body
    rows: list[Row] = field(default_factory=list)
    at: float | None = None


def zones_of(rows: Sequence[Row]) -> Iterator[Zone]:
    """All rows of a file in order, grouped."""
    place = 0
    while place < len(rows):
        end = _head_end(rows, place)
        if end > place:
            yield _columns("head", rows[place:end])
        elif _closes(rows[place]):
            end = place + 1
            while end < len(rows) and not begins_part(rows, end):
                end += 1
            yield _columns("closing", rows[place:end])
        else:
            end = place + 1
            yield Zone("body", [rows[place]])
        place = end


def _columns(kind: str, rows: Sequence[Row]) -> Zone:
    return Zone(kind, list(rows), white_between(_telling(rows) if kind == "closing" else rows))


def _telling(rows: Sequence[Row]) -> Sequence[Row]:
    """The first rows of a closing, as far down as a white stays between its columns: what stands
    under Nơi nhận may be wider (the confirmation of Mẫu 1.10)."""
    for end in range(len(rows), 3, -1):
        at = white_between(rows[:end])
        if not any(row.crosses(at) for row in rows[:end]):
            return rows[:end]
    return rows


def white_between(rows: Sequence[Row]) -> float:
    """The place that the fewest rows run across, in the middle of the widest such white."""
    width = rows[0].sheet.width
    places = [0.5 * step for step in range(int(0.44 * width), int(1.4 * width))]
    counts = [sum(row.crosses(place) for row in rows) for place in places]
    least = min(counts)
    best, run = (0, 0), 0
    for number, count in enumerate([*counts, least + 1]):
        if count == least:
            run += 1
            continue
        if run > best[1]:
            best = (number - run, run)
        run = 0
    return places[best[0] + best[1] // 2]


def _right_part(row: Row) -> str:
    """The folded text of the words that stand right of the widest white, or all of a right row.

    Stretched lines of running text have many whites alike; two columns have one.
    """
    edge = 0.36 * row.sheet.width
    if row.left > edge:
        return row.folded
    gaps = [below.left - above.right for above, below in pairwise(row.words)]
    if not gaps:
        return ""
    widest = max(gaps)
    others = sorted(gaps)[: len(gaps) - 1]
    usual = others[len(others) // 2] if others else 0.0
    place = gaps.index(widest) + 1
    apart = widest > 2.5 and widest > 1.8 * usual
    if not apart or row.words[place].left < edge:
        return ""
    return Row(row.sheet, row.words[place:]).folded


def _is_anchor(row: Row) -> bool:
    text, right = row.folded, _right_part(row)
    if "kem theo" in text or text.startswith("("):
        return False
    if NATIONAL_NAME in text or ("doc lap" in text and "hanh phuc" in text and len(text) < 120):
        return True
    number = _NUMBER.match(text) is not None and row.left < 0.5 * row.sheet.width
    dated = bool(right) and len(right) < 60 and _DATE.search(right) is not None
    return (number and len(text) < 110) or dated


def _is_copy_form(row: Row) -> bool:
    right = _right_part(row)
    return right.startswith(tuple(COPY_SYMBOLS)) and len(right) < 25


def _heads_a_copy(rows: Sequence[Row], place: int) -> bool:
    """The name of the copying agency over a number and a date side by side, without Quốc hiệu;
    the form of copying beside it may still be blank."""
    row = rows[place]
    left = row.cut(0.44 * row.sheet.width)[0]
    if place == 0 or left is None or not left.upper or NATIONAL_NAME in row.folded:
        return False
    if row.page != rows[place - 1].page or _is_anchor(rows[place - 1]):
        return False
    return any(
        _NUMBER.match(below.folded) and _DATE.search(_right_part(below))
        for below in rows[place + 1 : place + 4]
        if below.page == row.page and NATIONAL_NAME not in below.folded
    )


def _head_end(rows: Sequence[Row], start: int) -> int:
    """The row after the letterhead that begins at `start`; `start` when none does."""
    first = rows[start]
    reach = start
    while (
        reach < len(rows)
        and reach - start < _HEAD_ROWS
        and rows[reach].page == first.page
        and rows[reach].baseline - first.baseline < _REACH
        and not (reach > start and _begins_text(rows[reach]))
    ):
        reach += 1
    top = first.page == 1 and start == 0
    opens = NATIONAL_NAME in first.folded or _is_copy_form(first) or _heads_a_copy(rows, start)
    if not (top or opens):
        return start
    anchors = [place for place in range(start, reach) if _is_anchor(rows[place])]
    if not anchors:
        return start
    return _with_subject(rows, start, anchors[-1] + 1, reach)


def _begins_text(row: Row) -> bool:
    text = row.folded.rstrip(" .:")
    return text in KIND_BY_WORD or text.startswith(("kinh gui", *BASIS_WORDS))


def _with_subject(rows: Sequence[Row], start: int, end: int, reach: int) -> int:
    """Lines of "V/v …" and of a long agency name go on in the left column alone."""
    at = white_between(rows[start:end])
    edge = min(
        (word.left for row in rows[start:end] for word in row.words if word.left > at), default=at
    )
    told = any(_LETTER.match(row.folded) for row in rows[start:end])
    while end < reach:
        row = rows[end]
        near = row.baseline - rows[end - 1].baseline < 13.0
        stamp = told and row.upper and not rows[end - 1].upper
        told = told or _LETTER.match(row.folded) is not None
        named = row.upper and row.baseline - rows[end - 1].baseline < 8.0 and not told
        other = row.folded.startswith(("kinh gui", *CIRCULATION))
        marked = stamp or other or URGENCY.match(row.folded)
        if near and set(row.text) <= set("_ "):
            end += 1
            continue
        if marked or not near or row.right >= edge or not (told or named):
            break
        end += 1
    return end


def _closes(row: Row) -> bool:
    """Nơi nhận at the left, or the signer's authority on the right half of the page."""
    if row.folded.startswith("noi nhan") and any(
        word.bold or word.italic for word in row.words[:2]
    ):
        return True
    parts = [row.cut(0.44 * row.sheet.width)[1], row]
    for part in parts:
        if part is None or not part.upper or part.centre < 0.58 * row.sheet.width:
            continue
        if CAPACITY.match(part.folded) or part.folded.startswith(_POSTS):
            return True
    return False


def begins_part(rows: Sequence[Row], place: int) -> bool:
    """An annex, another paper or a copy begins here, and ends the closing."""
    row = rows[place]
    if NATIONAL_NAME in row.folded or _is_copy_form(row) or _heads_a_copy(rows, place):
        return True
    annex = ANNEX.match(row.folded) or ANNEX_RUN_ON.match(row.folded)
    if annex and len(row.text) < 90:
        return True
    new_page = place == 0 or row.page != rows[place - 1].page
    return new_page and row.upper and abs(row.centre - 0.53 * row.sheet.width) < 15.0
