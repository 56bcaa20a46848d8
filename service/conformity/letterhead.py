"""Phần đầu văn bản — Quốc hiệu, Tiêu ngữ, cơ quan, số, địa danh (ô 1–4, 5b), wherever they stand.

Tables, tabs and text boxes all end as lines with a column; here they are told apart by what
they say first and by where they stand second.
"""

import re
from collections.abc import Callable
from difflib import SequenceMatcher

from service.conformity.lines import FULL, LEFT, RIGHT, Line
from service.conformity.marks import LONGEST, marks_among, underline_of
from service.conformity.paper import Box, Part, RuleMark
from service.conformity.story import Document
from service.conformity.vocabulary import (
    BODY_WORDS,
    E_STAMP,
    E_STAMP_FORM,
    KIND_BY_WORD,
    NATIONAL_NAME,
    NEEDS_PLACE,
    PLACE_WORDS,
)

REACH = 45  # lines: a letterhead is never longer
_NUMBER = re.compile(r"so\s*[:.;]?\s*[\d.…_ ]*[a-z]?[\s.…]*[/\\]|so\s*:")
_DATE = re.compile(
    r"(\bngay\b.*\bthang\b.*\bnam\b|,\s*(ngay\s*)?\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}$)"
)
_NOT_DATE = re.compile(r"(\(|can cu|theo |xet |kem theo)")
_LETTER = re.compile(r"(v/v|v\.v|ve viec)\b")


def is_national_name(line: Line) -> bool:
    text = line.folded
    if in_data(line) or len(text) > 70:
        return False
    if NATIONAL_NAME in text:
        return True
    if not 18 <= len(text) <= 48 or not text.startswith(("cong", "chxh", "cong hoa", "nuoc")):
        return False
    return SequenceMatcher(None, text, NATIONAL_NAME).ratio() > 0.8


def in_data(line: Line) -> bool:
    """A cell of a table that holds data: three columns and lines between them."""
    frame = line.paragraph.frame
    return frame.bordered and frame.cell >= 2


def is_motto(line: Line) -> bool:
    text = line.folded
    return text.startswith("doc lap") and len(text) < 45 and "phuc" in text


def is_number(line: Line) -> bool:
    return len(line.text) < 70 and _NUMBER.match(line.folded) is not None and ";" not in line.text


def is_place_date(line: Line) -> bool:
    text = line.folded
    return len(text) < 100 and _DATE.search(text) is not None and not _NOT_DATE.match(text)


def is_e_stamp(line: Line) -> bool:
    """The text of an agency's digital signature on a separate file or an electronic copy."""
    if len(line.text) > 200:
        return False
    return bool(E_STAMP.match(line.folded) or E_STAMP_FORM.match(line.folded))


def find_letterhead(document: Document, part: Part, text_width: float) -> None:
    """Fill boxes 1–4 and 5b and their rules; `letterhead_end` is the line after them."""
    zone = _zone(part.lines)
    found: dict[Box, int] = {}
    for number, line in enumerate(zone):
        box = _recognised(line, found)
        if box is not None:
            found[box] = number
            part.put(box, line)
    end = max(found.values(), default=-1) + 1
    end = _whole_table(part.lines, end)
    subject = found.get(Box.LETTER_SUBJECT)
    if subject is not None:
        _continue_subject(part, zone, subject)
    _find_agency(part, zone, found, end)
    _find_rules(document, part, part.lines[:end], text_width)
    part.letterhead_end = end


def _zone(lines: list[Line]) -> list[Line]:
    for number, line in enumerate(lines[:REACH]):
        text = line.folded
        if text.startswith(("kinh gui", "can cu", "noi nhan", "dieu 1")):
            return lines[:number]
        if text in KIND_BY_WORD and line.column == FULL:
            return lines[:number]
    return lines[:REACH]


def _recognised(line: Line, found: dict[Box, int]) -> Box | None:
    if line.blank or is_e_stamp(line):
        return None
    for box, fits in _TESTS:
        if box not in found and fits(line, found):
            return box
    return None


def _own_date(line: Line, found: dict[Box, int]) -> bool:
    """Before the Tiêu ngữ a date is the paper's own only where it stands on the right."""
    centred = line.column == FULL and line.paragraph.format.align in ("center", "right")
    placed = line.column == RIGHT or (centred and Box.MOTTO in found)
    return placed and is_place_date(line)


_TESTS: tuple[tuple[Box, Callable[[Line, dict[Box, int]], bool]], ...] = (
    (Box.NATIONAL_NAME, lambda line, _: is_national_name(line)),
    (Box.MOTTO, lambda line, _: is_motto(line)),
    (Box.NUMBER, lambda line, _: line.column != RIGHT and is_number(line)),
    (Box.PLACE_DATE, _own_date),
    (
        Box.LETTER_SUBJECT,
        lambda line, _: line.column == LEFT and _LETTER.match(line.folded) is not None,
    ),
)


def _whole_table(lines: list[Line], end: int) -> int:
    """A letterhead in a table ends where the table ends."""
    if not 0 < end <= len(lines):
        return end
    table = lines[end - 1].paragraph.frame.table
    while end < len(lines) and table >= 0 and lines[end].paragraph.frame.table == table:
        end += 1
    return end


def _continue_subject(part: Part, zone: list[Line], start: int) -> None:
    """The rest of "V/v …": the lines under it in its own column."""
    frame = zone[start].paragraph.frame
    for line in zone[start + 1 :]:
        other = line.paragraph.frame
        same = (other.table, other.cell, other.box) == (frame.table, frame.cell, frame.box)
        if line.column != LEFT or not same or is_number(line) or line.underscores:
            if other.table != frame.table or line.column == LEFT:
                break
            continue
        if line.blank:
            break
        part.put(Box.LETTER_SUBJECT, line)


def _find_agency(part: Part, zone: list[Line], found: dict[Box, int], end: int) -> None:
    """Box 2: the left lines over the number; the bold ones issue, those over them stand above."""
    number = found.get(Box.NUMBER, found.get(Box.LETTER_SUBJECT, end))
    taken = {id(line) for lines in part.boxes.values() for line in lines}
    head = part.first(Box.NATIONAL_NAME) or part.first(Box.NUMBER)
    own = head.paragraph.frame.table if head is not None else -1
    names = [
        line
        for place, line in enumerate(zone[: max(number, 0)])
        if line.column == LEFT
        and id(line) not in taken
        and not line.blank
        and not line.underscores
        and not line.dashes
        and not is_e_stamp(line)
        and (not line.paragraph.frame.bordered or line.paragraph.frame.table == own)
        and place < end
    ]
    if not names and Box.NATIONAL_NAME in found:
        names = _stacked_names(zone, found, number, taken)
    split = _superior_lines(names)
    for line in names[:split]:
        part.put(Box.SUPERIOR, line)
    for line in names[split:]:
        part.put(Box.AGENCY, line)


def _stacked_names(
    zone: list[Line], found: dict[Box, int], number: int, taken: set[int]
) -> list[Line]:
    """Names set across the page, above or below the national name, by writers without columns."""
    return [
        line
        for line in zone[:number]
        if id(line) not in taken and line.upper and BODY_WORDS.match(line.folded)
    ]


def _superior_lines(names: list[Line]) -> int:
    """How many of the first lines name the superior body."""
    if len(names) < 2:
        return 0
    bold = [line.bold for line in names]
    if any(bold) and not all(bold):
        return bold.index(True)
    # All of one weight: two whole names follow each other, or one name runs over two lines.
    first, second = names[0].folded, names[1].folded
    whole = not NEEDS_PLACE.fullmatch(first) and not _is_place(second)
    if whole and BODY_WORDS.match(first) and BODY_WORDS.match(second):
        return 1
    if len(names) > 2 and _is_place(second) and BODY_WORDS.match(names[2].folded):
        return 2
    return 0


def _is_place(text: str) -> bool:
    return PLACE_WORDS.match(f"{text} ") is not None


def _find_rules(document: Document, part: Part, lines: list[Line], text_width: float) -> None:
    marks = [mark for mark in marks_among(document, lines) if mark.length < LONGEST * text_width]
    for box in (Box.MOTTO, Box.AGENCY):
        owners = part.box(box)
        if not owners:
            continue
        anchor = owners[-1]
        mark = _own_mark(marks, anchor) or underline_of(anchor)
        if mark is not None:
            part.marks[box] = mark


def _own_mark(marks: list[RuleMark], owner: Line) -> RuleMark | None:
    """The rule on the owner's side of the page, nearest to its middle."""
    frame = owner.paragraph.frame
    reach = max(frame.width / 2, 30.0) if frame.table >= 0 else 40.0
    near = [mark for mark in marks if abs(mark.centre - owner.centre) <= reach]
    return min(near, key=lambda mark: abs(mark.centre - owner.centre), default=None)
