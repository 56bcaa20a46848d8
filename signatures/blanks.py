"""Chỗ trống cho số và thời gian — the blanks a paper leaves for the number and the date that
come after the person's signature (NĐ 30/2020, Điều 15; Phụ lục I, phần I, II.3, II.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from service.domain.errors import RenderingFault
from signatures.geometry import MM, Box, Place
from signatures.pdfium import Glyph, PageText

BASELINE = 0.25
"""A blank's rectangle begins this share of the letter size under the baseline."""
ASCENT = 0.95
SPACE = 0.25
"""Width of a space, in letter sizes."""

REFERENCE_WIDTH_MM = 45.0
"""Room for a whole reference where nothing is printed after “Số:”."""

# Number and date stand on one line of the page in many templates, so both are looked for
# inside lines. The first hit counts: the letterhead comes before everything else.
NUMBER_LINE = re.compile(r"^\s*Số\s*:(?P<number>\s*)(?P<rest>\S*)")
DATE_LINE = re.compile(r",\s*ngày(?P<day>\s*\d*\s*)tháng(?P<month>\s*\d*\s*)năm(?P<year>\s*\d*\s*)")


class BlankName(StrEnum):
    """Names of the text fields in the PDF."""

    NUMBER = "SoVanBan"  # only the number: the notation is printed after it
    REFERENCE = "SoKyHieu"  # number and notation: nothing is printed after “Số:”
    DAY = "NgayVanBan"
    MONTH = "ThangVanBan"
    YEAR = "NamVanBan"


LABELS = {
    BlankName.NUMBER: "Số của văn bản",
    BlankName.REFERENCE: "Số và ký hiệu của văn bản",
    BlankName.DAY: "Ngày ban hành văn bản",
    BlankName.MONTH: "Tháng ban hành văn bản",
    BlankName.YEAR: "Năm ban hành văn bản",
}

DATE_PARTS = {"day": BlankName.DAY, "month": BlankName.MONTH, "year": BlankName.YEAR}
DIGITS = {
    BlankName.NUMBER: 2,
    BlankName.REFERENCE: 9,
    BlankName.DAY: 2,
    BlankName.MONTH: 2,
    BlankName.YEAR: 4,
}


NUMBERS = frozenset({BlankName.NUMBER, BlankName.REFERENCE})


class Align(StrEnum):
    """Where the filled text stands in its blank; the values are PDF's /Q."""

    LEFT = "0"
    CENTRE = "1"
    RIGHT = "2"


@dataclass(frozen=True, slots=True)
class Blank:
    """One blank: field name, place, letter size in points and how the text stands in it."""

    name: BlankName
    place: Place
    size: float
    italic: bool
    align: Align


def find_blanks(document: Any) -> tuple[Blank, ...]:
    """The blanks of page 1: number, then those parts of the date that are not printed.

    `document` was opened by `pdfium.opened`. RenderingFault (permanent) when the number's blank
    is missing, or the day's in the line of place and date: such a paper cannot be numbered after
    the signature. Minutes have no such line, and need no day.
    """
    text = PageText(document, 0)
    blanks = (*_number(text), *_date(text))
    found = {blank.name for blank in blanks}
    wanted = [("số", NUMBERS)]
    if any(DATE_LINE.search(words) for words in text.lines):
        wanted.append(("ngày ban hành", frozenset({BlankName.DAY})))
    for what, names in wanted:
        if not found & names:
            raise _fault(
                f"Trang đầu không có chỗ trống cho {what}; văn bản ký trước, "
                "cấp số sau phải in “Số:          /…” và “ngày      tháng … năm …”."
            )
    return blanks


def _fault(sentence: str) -> RenderingFault:
    return RenderingFault(sentence, code="number-place", permanent=True)


def _number(text: PageText) -> Iterator[Blank]:
    for index, words in enumerate(text.lines):
        match = NUMBER_LINE.search(words)
        if match is None:
            continue
        line = text.measured(index)
        before = line.glyphs[match.start("number") - 1]
        rest = match["rest"]
        if rest.startswith("/"):
            right = line.glyphs[match.start("rest")].x0
            yield _blank(BlankName.NUMBER, before, before.x1, right, Align.RIGHT)
        elif not rest[:1].isdigit():
            left = before.x1 + SPACE * before.size
            right = left + REFERENCE_WIDTH_MM * MM
            yield _blank(BlankName.REFERENCE, before, left, right, Align.LEFT)
        return


def _date(text: PageText) -> Iterator[Blank]:
    for index, words in enumerate(text.lines):
        match = DATE_LINE.search(words)
        if match is None:
            continue
        line = text.measured(index)
        for part, name in DATE_PARTS.items():
            if match[part].strip():
                continue
            before = line.glyphs[match.start(part) - 1]
            if match.end(part) < len(words):
                right = line.glyphs[match.end(part)].x0
                yield _blank(name, before, before.x1, right, Align.CENTRE, italic=True)
            else:
                left = before.x1 + SPACE * before.size
                right = left + 0.55 * DIGITS[name] * before.size
                yield _blank(name, before, left, right, Align.LEFT, italic=True)
        return


def _blank(
    name: BlankName,
    before: Glyph,
    left: float,
    right: float,
    align: Align,
    *,
    italic: bool = False,
) -> Blank:
    """`before` is the printed letter next to the blank: it gives size and baseline."""
    # A digit of Times New Roman is half as wide as the letters are high.
    if right - left < DIGITS[name] * 0.5 * before.size:
        raise _fault(f"Chỗ trống cho “{LABELS[name].lower()}” quá hẹp; hãy nới mẫu Word.")
    floor = before.baseline - BASELINE * before.size
    box = Box(left, floor, right, floor + (BASELINE + ASCENT) * before.size)
    return Blank(name, Place(0, box, "chỗ trống trên trang"), before.size, italic, align)


def printed_notation(text: PageText) -> str:
    """The notation printed after the number's blank (``QĐ-UBND``), or an empty string."""
    for words in text.lines:
        match = NUMBER_LINE.search(words)
        if match is not None:
            return match["rest"].partition("/")[2]
    return ""


def printed_date(text: PageText) -> tuple[str, str]:
    """Month and year as printed in the line of place and date; blank ones are empty."""
    for words in text.lines:
        match = DATE_LINE.search(words)
        if match is not None:
            return match["month"].strip(), match["year"].strip()
    return "", ""
