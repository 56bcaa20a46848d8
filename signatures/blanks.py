"""Chỗ trống cho số và thời gian — the blanks a paper leaves for the number and the date that
come after the person's signature (NĐ 30/2020, Điều 15; Phụ lục I, phần I, II.3, II.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from service.domain.errors import RenderingFault
from signatures.geometry import MM, Box, Place
from signatures.pdfium import Glyph, PageText, TextLine

BASELINE = 0.25
"""A blank's rectangle begins this share of the letter size under the baseline."""
ASCENT = 0.95

REFERENCE_WIDTH_MM = 45.0
"""Room for a whole reference where nothing is printed after “Số:”."""

NUMBER_LINE = re.compile(r"^\s*Số\s*:(?P<number>\s*)(?P<rest>/?.*)$")
DATE_LINE = re.compile(
    r"^.+,\s*ngày(?P<day>\s*\d*\s*)tháng(?P<month>\s*\d*\s*)năm(?P<year>\s*\d*\s*)$"
)


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

    `document` was opened by `pdfium.opened`. RenderingFault (permanent) when the blank of the
    number or of the day is missing: such a paper cannot be numbered after the signature.
    """
    text = PageText(document, 0)
    blanks = (*_number(text), *_date(text))
    found = {blank.name for blank in blanks}
    for what, names in (("số", NUMBERS), ("ngày ban hành", {BlankName.DAY})):
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
        match = NUMBER_LINE.match(words)
        if match is None:
            continue
        line = text.measured(index)
        rest = match["rest"].strip()
        if not rest:
            glyph = line.glyphs[match.start("number") - 1]
            right = glyph.x1 + REFERENCE_WIDTH_MM * MM
            left = glyph.x1 + 0.25 * glyph.size
            yield _blank(BlankName.REFERENCE, line, left, right, Align.LEFT)
        elif rest.startswith("/"):
            left, right = _gap(line, match, "number", match.start("rest"))
            yield _blank(BlankName.NUMBER, line, left, right, Align.RIGHT)
        return


def _date(text: PageText) -> Iterator[Blank]:
    for index, words in enumerate(text.lines):
        match = DATE_LINE.match(words)
        if match is None:
            continue
        line = text.measured(index)
        for part, name in DATE_PARTS.items():
            if match[part].strip():
                continue
            if match.end(part) < len(line.text):
                left, right = _gap(line, match, part, match.end(part))
                yield _blank(name, line, left, right, Align.CENTRE, italic=True)
            else:
                glyph = line.glyphs[match.start(part) - 1]
                left = glyph.x1 + 0.25 * glyph.size
                right = left + 2.2 * glyph.size
                yield _blank(name, line, left, right, Align.LEFT, italic=True)
        return


def _gap(line: TextLine, match: re.Match[str], group: str, following: int) -> tuple[float, float]:
    """From the last printed letter before the blank to the first one after it, in points."""
    return line.glyphs[match.start(group) - 1].x1, line.glyphs[following].x0


def _blank(
    name: BlankName,
    line: TextLine,
    left: float,
    right: float,
    align: Align,
    *,
    italic: bool = False,
) -> Blank:
    glyph: Glyph = line.glyphs[0]
    # A digit of Times New Roman is half as wide as the letters are high.
    if right - left < DIGITS[name] * 0.5 * glyph.size:
        raise _fault(f"Chỗ trống cho “{LABELS[name].lower()}” quá hẹp; hãy nới mẫu Word.")
    box = Box(
        left, glyph.baseline - BASELINE * glyph.size, right, glyph.baseline + ASCENT * glyph.size
    )
    return Blank(name, Place(0, box, "chỗ trống trên trang"), glyph.size, italic, align)


def printed_notation(text: PageText) -> str:
    """The notation printed after the number's blank (``QĐ-UBND``), or an empty string."""
    for words in text.lines:
        match = NUMBER_LINE.match(words)
        if match is not None:
            return match["rest"].partition("/")[2].strip()
    return ""


def printed_date(text: PageText) -> tuple[str, str]:
    """Month and year as printed in the line of place and date; blank ones are empty."""
    for words in text.lines:
        match = DATE_LINE.match(words)
        if match is not None:
            return match["month"].strip(), match["year"].strip()
    return "", ""
