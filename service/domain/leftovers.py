"""Chỗ còn bỏ trống — dots and lines that stand where something is still to be written.

``Như Điều …``, ``số .../QĐ-UBND``, ``ngày ____``. Dots that say “and so on” are none: a single …
or ... that a word of prose runs into (``máy tính, máy in…``), or the one of ``v.v…``.
"""

import re

from service.domain.vietnamese import fold

AROUND = 24
"""Letters of the text that are shown before and after a blank."""

_BLANK = re.compile(r"(?:[…‥]|\.{3,}|_{3,})(?:[\s.…‥_]*[….‥_])?")
_LAST_WORDS = re.compile(r"[^\W_]+(?:\s+[^\W_]+)?$")
_AWAITING = frozenset(
    {
        *("so", "ngay", "thang", "nam", "quy", "dieu", "khoan", "diem", "muc", "chuong", "phan"),
        *("nhu dieu", "can cu", "de nghi", "de nghi cua", "cua", "ve viec", "v/v", "ong", "ba"),
        *("tai", "den", "tu", "gom", "la", "luu", "trang", "ban"),
    }
)
"""Words that wait for what follows them: dots right after one are no “and so on”."""


def blank_in(text: str) -> str:
    """The first blank of a text with the words around it; empty when nothing was left open."""
    for line in text.splitlines():
        for found in _BLANK.finditer(line):
            if not _says_and_so_on(line[: found.start()], found.group()):
                return _excerpt(line, found.start(), found.end())
    return ""


def _says_and_so_on(before: str, dots: str) -> bool:
    if fold(before).rstrip().endswith(("v.v", "v. v", "van van")):
        return True
    if len(dots) > 1 and dots != "...":
        return False
    words = _LAST_WORDS.search(before)
    if words is None:
        return False
    said = fold(words.group())
    return said not in _AWAITING and said.rpartition(" ")[2] not in _AWAITING


def _excerpt(line: str, start: int, end: int) -> str:
    """Whole words only, so that the eye finds the place again."""
    first, last = max(0, start - AROUND), min(len(line), end + AROUND)
    before, blank, after = line[first:start], line[start:end], line[end:last]
    if first:
        before = before.partition(" ")[2]
    if last < len(line):
        after = after.rpartition(" ")[0]
    return " ".join(f"{before}{_shortened(blank)}{after}".split())


def _shortened(blank: str) -> str:
    return blank if len(blank) <= 4 else f"{blank[:3]}"
