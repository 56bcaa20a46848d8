"""Phần cuối văn bản — Nơi nhận, quyền hạn, chức vụ, họ tên (ô 7, 9b, 12, 13)."""

import re

from service.conformity.lines import FULL, LEFT, RIGHT, Line
from service.conformity.paper import Box, Part, Signature
from service.conformity.vocabulary import (
    CAPACITY,
    CONTACT,
    DEPUTY_POSTS,
    HEAD_POSTS,
    OTHER_SIGNERS,
)

_DRAFTER = re.compile(r"[A-ZĐ]{1,8}[A-ZĐ.\-]*\s*\.?\s*\(?\s*\d{1,5}\s*\)?\.?$|[A-ZĐ]{2,8}\.$")
_NOTE = re.compile(r"\(.*|.*\)$")
_BLANK_NAME = re.compile(r"[\s.…_]*$")


def find_closing(part: Part) -> None:
    """Fill boxes 7, 9b, 12 and 13; `closing` is the first line after the content."""
    label = _recipients_label(part)
    part.closing = len(part.lines)
    if label is not None:
        part.closing = _closing_start(part, label)
        _recipients(part, label)
    else:
        authority = _last_authority(part)
        if authority is not None:
            part.closing = authority
            table = part.lines[authority].paragraph.frame.table
            part.closing = _first_of_table(part, authority) if table >= 0 else authority
    taken = {id(line) for lines in part.boxes.values() for line in lines}
    block = [line for line in part.lines[part.closing :] if id(line) not in taken]
    for column in (LEFT, RIGHT):
        for lines in _signers([line for line in block if _side(line) == column]):
            _sign(part, lines, column)
    _address(part, taken)


def _recipients_label(part: Part) -> int | None:
    for place in range(len(part.lines) - 1, part.body_start - 1, -1):
        line = part.lines[place]
        if line.paragraph.frame.bordered:
            continue
        if line.folded.startswith("noi nhan") and len(line.text) < 60:
            return place
    return None


def _first_of_table(part: Part, place: int) -> int:
    table = part.lines[place].paragraph.frame.table
    while place > part.body_start and part.lines[place - 1].paragraph.frame.table == table:
        place -= 1
    return place


def _closing_start(part: Part, label: int) -> int:
    start = label
    if part.lines[label].paragraph.frame.table >= 0:
        start = _first_of_table(part, label)
    # A signature set above Nơi nhận, without a table, belongs to the closing too.
    for place in range(start - 1, max(part.body_start - 1, start - 14), -1):
        line = part.lines[place]
        if line.column == RIGHT or (line.column == FULL and is_authority(line)):
            if is_authority(line):
                start = place
        elif not line.blank and line.column == FULL and not _short_centred(line):
            break
    # Two signers set by tabs: the one on the left stands in the same paragraph.
    while start > part.body_start and _beside(part.lines[start - 1], part.lines[start]):
        start -= 1
    return start


def _beside(left: Line, right: Line) -> bool:
    return left.paragraph is right.paragraph and is_authority(left) and is_authority(right)


def _signers(lines: list[Line]) -> list[list[Line]]:
    """One column, or one for each of the signers whom tabs set side by side in it."""
    heads: list[Line] = []
    for line in lines:
        heads = [one for one in lines if one.paragraph is line.paragraph and is_authority(one)]
        if len(heads) > 1:
            break
    if len(heads) < 2:
        return [lines]
    found: list[list[Line]] = [[] for _ in heads]
    for line in lines:
        gaps = [abs(line.centre - head.centre) for head in heads]
        for place, column in enumerate(found):
            if line.blank or gaps[place] == min(gaps):
                column.append(line)
    return found


def _short_centred(line: Line) -> bool:
    return line.paragraph.format.align in ("center", "right") and len(line.text) < 60


def is_authority(line: Line) -> bool:
    """A line such as ``KT. CHỦ TỊCH`` or ``GIÁM ĐỐC``: short and in capitals."""
    text = line.folded
    if not (line.upper and 3 < len(text) < 70) or line.paragraph.frame.bordered:
        return False
    posts = (*HEAD_POSTS, *DEPUTY_POSTS, *OTHER_SIGNERS, "q.")
    return CAPACITY.match(text) is not None or text.startswith(posts)


def _last_authority(part: Part) -> int | None:
    """The signature block of a paper without Nơi nhận: the last group of authority lines."""
    found = None
    for place in range(len(part.lines) - 1, max(part.body_start, len(part.lines) - 40) - 1, -1):
        line = part.lines[place]
        if line.column == FULL and line.paragraph.format.align not in ("center", "right"):
            continue
        if is_authority(line):
            found = place
        elif found is not None and line.text:
            break
    return found


def _recipients(part: Part, label: int) -> None:
    first = part.lines[label]
    part.put(Box.RECIPIENTS_LABEL, first)
    frame, side = first.paragraph.frame, _side(first)
    kept = False
    for line in part.lines[label + 1 :]:
        other = line.paragraph.frame
        if _side(line) != side or (frame.table >= 0 and other.table != frame.table):
            continue
        if frame.table >= 0 and (other.left - frame.left) > frame.width * 0.6:
            continue
        if line.blank:
            continue
        if kept and not line.text.startswith(("-", "–", "—", "+", "•")):
            if _DRAFTER.match(line.text):
                part.put(Box.DRAFTER, line)
            if frame.table < 0:
                return
            continue
        kept = kept or _is_file_copy(line)
        part.put(Box.RECIPIENTS, line)


def _is_file_copy(line: Line) -> bool:
    return re.match(r"[-–—+•\s]*luu\b", line.folded) is not None


def _side(line: Line) -> str:
    if line.column != FULL:
        return line.column
    return RIGHT if line.paragraph.format.align in ("center", "right") else LEFT


def _sign(part: Part, lines: list[Line], column: str) -> None:
    """Cut one column into authority lines, a gap for the signature, and the name."""
    groups: list[list[Line]] = [[]]
    for line in lines:
        if line.blank or _NOTE.match(line.text) or line.underscores:
            groups.append([])
        elif not CONTACT.search(line.folded):
            groups[-1].append(line)
    groups = [group for group in groups if group]
    if column == LEFT:
        # On the left only minutes have a signer; other texts there are not signatures.
        groups = [group for group in groups if group[0].upper or len(groups) > 1]
        if not groups or not is_authority(groups[0][0]):
            return
    if not groups:
        return
    authority, rest = groups[0], [line for group in groups[1:] for line in group]
    if not rest:
        authority, rest = _by_case(authority)
    if not authority and not rest:
        return
    name = rest[-1] if rest else None
    part.signatures.append(Signature(authority, rest[:-1], name, column))


def _by_case(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """A block without blank lines: capitals first, then the name."""
    posts = (*HEAD_POSTS, *DEPUTY_POSTS)
    if lines and not lines[0].upper and not lines[0].folded.startswith(posts):
        return [], lines
    for place, line in enumerate(lines):
        if not line.upper and place:
            return lines[:place], lines[place:]
    return lines, []


def _address(part: Part, taken: set[int]) -> None:
    """Box 13: addresses and telephones at the foot of the page."""
    for place, line in enumerate(part.lines):
        if id(line) in taken or line.paragraph.frame.bordered:
            continue
        after = line.paragraph.frame.box >= 0 or place >= part.closing
        if after and len(CONTACT.findall(line.folded)) >= 1 and len(line.text) > 12:
            part.put(Box.ADDRESS, line)


def blank_name(line: Line | None) -> bool:
    """A name still to be typed: dots, or the words of the printed form."""
    return line is None or _BLANK_NAME.match(line.text) is not None
