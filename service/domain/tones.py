"""Cách đặt dấu thanh — one spelling of hòa/hoà for the whole paper, as the agency chose.

The decree itself prints both (Phụ lục I: ``CỘNG HÒA`` and ``CỘNG HOÀ``), so neither is wrong and
only the place of the mark is changed, never a letter. Names are their owners': a capitalised
syllable is left alone unless it opens a sentence or stands in `COMMON`; so is what stands in
quotation marks, because it quotes another paper letter for letter.
"""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from service.domain.vietnamese import TONES


class TonePlacement(StrEnum):
    """Kiểu đặt dấu; differs in open syllables with oa, oe, uy alone."""

    AS_TYPED = ""
    OLD = "old"  # hòa, khỏe, thủy
    NEW = "new"  # hoà, khoẻ, thuỷ


TONE_PLACEMENT_NAMES = {
    TonePlacement.AS_TYPED: "Để như đã gõ",
    TonePlacement.OLD: "Kiểu cũ: hòa, khỏe, thủy, ủy ban",
    TonePlacement.NEW: "Kiểu mới: hoà, khoẻ, thuỷ, uỷ ban",
}

COMMON = {
    "hoa": ("don", "chat", "hoc", "giai", "nhap"),
    "khoa": ("luan", "hoc", "dao"),
    "thoa": ("thuan", "uoc"),
    "thuy": ("loi", "san", "dien", "van", "nong"),
    "toa": ("an", "soan", "nha"),
    "uy": ("ban", "vien", "quyen", "nhiem", "thac"),
    "xoa": ("doi", "bo", "an"),
    "huy": ("bo", "hoai"),
    "luy": ("ke", "tien"),
}
"""Syllable → the syllables after it that make it a common word, also with capitals; no tones."""

_QUOTED = re.compile(r"“[^”]*”|\"[^\"\n]*\"")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_OPEN = re.compile(r"(?P<before>.*?)(?P<first>[ou])(?P<second>[aey])$", re.IGNORECASE)
_PAIRS = frozenset({"oa", "oe", "uy"})
_SENTENCE_START = re.compile(r"(?:^|[.!?;:]\s+|\n)[\s*+\-\d.a-zđ)]*$")
_NEXT = re.compile(r"\s+([^\W\d_]+)")


def placed(text: str, placement: TonePlacement) -> str:
    """`text` with its tone marks where `placement` puts them; NFC in, NFC out."""
    if placement is TonePlacement.AS_TYPED:
        return text
    kept = [found.span() for found in _QUOTED.finditer(text)]

    def moved(found: re.Match[str]) -> str:
        other = _moved(found.group(), placement)
        if other == found.group() or any(start <= found.start() < end for start, end in kept):
            return found.group()
        return other if _is_common(text, found) else found.group()

    return _SYLLABLE.sub(moved, text)


def placed_all(value: Any, placement: TonePlacement) -> Any:
    """The same for every text in lists and mappings, at any depth; other values stay."""
    if placement is TonePlacement.AS_TYPED:
        return value
    if isinstance(value, str):
        return placed(value, placement)
    if isinstance(value, Mapping):
        return {name: placed_all(one, placement) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [placed_all(one, placement) for one in value]
    return value


def _moved(syllable: str, placement: TonePlacement) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    tones = [letter for letter in letters if letter in TONES]
    found = _OPEN.match("".join(letter for letter in letters if letter not in TONES))
    if len(tones) != 1 or found is None:
        return syllable
    before, first, second = found["before"], found["first"], found["second"]
    # After q the u belongs to the consonant: quý has one spelling.
    if (first + second).lower() not in _PAIRS or before[-1:].lower() in ("q", "o", "u"):
        return syllable
    pair = first + tones[0] + second
    if placement is TonePlacement.NEW:
        pair = first + second + tones[0]
    return unicodedata.normalize("NFC", before + pair)


def _is_common(text: str, found: re.Match[str]) -> bool:
    syllable = found.group()
    if syllable.islower():
        return True
    after = _NEXT.match(text, found.end())
    if after is None:
        return False
    if _bare(after[1]) in COMMON.get(_bare(syllable), ()):
        return True
    opens = _SENTENCE_START.search(text, 0, found.start()) is not None
    return opens and syllable[1:].islower() and after[1].islower()


def _bare(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
