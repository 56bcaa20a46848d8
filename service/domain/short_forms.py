"""Chữ viết tắt khi tra cứu: UBND is ủy ban nhân dân, QĐ is quyết định, both ways.

The kinds' symbols are the decree's dated rows (Phụ lục III, mục I); the organs' are the usual
ones of ký hiệu (Phụ lục III, mục II and sample forms). Old papers are searched with old and
new rows alike: what held on the paper's day stands in it.
"""

from dataclasses import dataclass
from functools import cache

from service.domain.abbreviations import ABBREVIATIONS, Abbreviation
from service.domain.vietnamese import fold

ORGANS = (
    Abbreviation("Ủy ban nhân dân", "UBND"),
    Abbreviation("Hội đồng nhân dân", "HĐND"),
    Abbreviation("Ủy ban Mặt trận Tổ quốc", "UBMTTQ"),
    Abbreviation("Mặt trận Tổ quốc", "MTTQ"),
    Abbreviation("Nghị định", "NĐ"),
    Abbreviation("Thông tư", "TT"),
    Abbreviation("Văn phòng", "VP"),
    Abbreviation("Văn thư", "VT"),
    Abbreviation("Quốc hội", "QH"),
    Abbreviation("Chính phủ", "CP"),
    Abbreviation("Thủ tướng Chính phủ", "TTg"),
    Abbreviation("Ban Chỉ đạo", "BCĐ"),
    Abbreviation("Ban Chỉ huy", "BCH"),
    Abbreviation("Ban Quản lý", "BQL"),
    Abbreviation("Phòng cháy, chữa cháy", "PCCC"),
    Abbreviation("Khoa giáo - Văn xã", "KGVX"),
    Abbreviation("Khoa giáo - Văn xã", "KGVXNV"),
    Abbreviation("Trung học cơ sở", "THCS"),
    Abbreviation("Trung học phổ thông", "THPT"),
    Abbreviation("Bảo hiểm xã hội", "BHXH"),
    Abbreviation("Bảo hiểm y tế", "BHYT"),
    Abbreviation("Thủ tục hành chính", "TTHC"),
    Abbreviation("Giải phóng mặt bằng", "GPMB"),
    Abbreviation("Công nghệ thông tin", "CNTT"),
)

_VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A short form and its words, both as search key K3 (no accents, small letters)."""

    short: str
    words: tuple[str, ...]

    @property
    def stands_alone(self) -> bool:
        """Whether it cannot be taken for a word: ``da`` (dự án) could be da, dạ or đã."""
        return not _VOWELS.intersection(self.short) or len(self.short) > 3


@cache
def short_forms() -> tuple[ShortForm, ...]:
    """Every pair, longest words first, so that a long name is taken before its part."""
    pairs = {
        ShortForm(fold(row.symbol), tuple(fold(row.type_name).replace(",", "").split()))
        for row in (*ORGANS, *ABBREVIATIONS)
        if row.symbol
    }
    pairs = {ShortForm(one.short, tuple(w for w in one.words if w != "-")) for one in pairs}
    return tuple(sorted(pairs, key=lambda one: (-len(one.words), one.words, one.short)))
