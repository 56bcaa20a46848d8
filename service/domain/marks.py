"""Dấu chỉ mức độ khẩn, phạm vi lưu hành — NĐ 30/2020, Phụ lục I, phần I, III.2.

Boxes of one line with their word in capitals; sizes of the urgency boxes are the decree's.
"""

from dataclasses import dataclass
from enum import StrEnum

from service.domain.agency import SizeProfile
from service.domain.looks import LOOKS, TEXT_WIDTH_MM
from service.domain.typeface import Face, width_mm


@dataclass(frozen=True, slots=True)
class Stamp:
    """A single-line box with its word, `left_mm` from the left edge of the text area.

    `red` is the ink of urgency; other boxes are black like the text.
    """

    text: str
    width_mm: float
    height_mm: float
    size_pt: float
    left_mm: float = 0
    red: bool = True
    before_pt: float = 6


class Urgency(StrEnum):
    """Mức độ khẩn (III.2.b)."""

    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    EXPRESS = "express"


@dataclass(frozen=True, slots=True)
class UrgencyStamp:
    name: str
    text: str
    width_mm: float
    height_mm: float = 8


URGENCY_STAMPS: dict[str, UrgencyStamp] = {
    Urgency.URGENT: UrgencyStamp("Khẩn", "KHẨN", 20),
    Urgency.VERY_URGENT: UrgencyStamp("Thượng khẩn", "THƯỢNG KHẨN", 40),
    Urgency.EXPRESS: UrgencyStamp("Hỏa tốc", "HỎA TỐC", 30),
}


def urgency_stamp(code: str, profile: SizeProfile) -> Stamp | None:
    """Ô 10b: the box KHẨN 20 × 8 mm, THƯỢNG KHẨN 40 × 8 mm or HỎA TỐC 30 × 8 mm."""
    stamp = URGENCY_STAMPS.get(code)
    if stamp is None:
        return None
    size = LOOKS["DauKhan"].size(profile)
    room = stamp.width_mm - 1.5
    while size > LOOKS["DauKhan"].allowed[0] and width_mm(stamp.text, size, Face.BOLD) > room:
        size -= 1
    return Stamp(stamp.text, stamp.width_mm, stamp.height_mm, size)


class Circulation(StrEnum):
    """Chỉ dẫn về phạm vi lưu hành (III.2.c)."""

    RETURN = "return"
    INTERNAL = "internal"


CIRCULATION_MARKS: dict[str, str] = {
    Circulation.RETURN: "XEM XONG TRẢ LẠI",
    Circulation.INTERNAL: "LƯU HÀNH NỘI BỘ",
}
CIRCULATION_HEIGHT_MM = 8
_CENTRE = 0.715  # of the text's width: ô 11 reaches from 58 to 85 % (IV.1)
_SIDE_MM = 3  # between the word and its frame


def circulation_stamp(
    code: str, profile: SizeProfile, text_width_mm: float = TEXT_WIDTH_MM
) -> Stamp | None:
    """Ô 11: the box in the top margin of page 1, over Quốc hiệu."""
    text = CIRCULATION_MARKS.get(code)
    if text is None:
        return None
    size = LOOKS["DauLuuHanh"].size(profile)
    width = width_mm(text, size, Face.BOLD) + 2 * _SIDE_MM
    left = _CENTRE * text_width_mm - width / 2
    return Stamp(text, width, CIRCULATION_HEIGHT_MM, size, left, red=False, before_pt=0)
