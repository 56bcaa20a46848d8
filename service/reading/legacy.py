"""Bảng mã cũ — TCVN3 (ABC) and VNI Windows, the two codes of Vietnamese files before Unicode.

Both were fonts: the file holds Latin letters and the font draws Vietnamese ones, so text copied
from it is wrong. TCVN3 follows TCVN 5712:1993 (VN3): one byte a letter, capitals with tones only
through a second font whose name ends in "H". VNI writes a letter and then its marks.
"""

import re

# TCVN 5712:1993, VN3, positions A1–FE read as Windows-1252 letters.
_TCVN3 = {
    **dict(zip("¡¢£¤¥¦§", "ĂÂÊÔƠƯĐ", strict=True)),
    **dict(zip("¨©ª«¬\u00ad®", "ăâêôơưđ", strict=True)),
    **dict(zip("µ¶·¸¹", "àảãáạ", strict=True)),
    **dict(zip("»¼½¾Æ", "ằẳẵắặ", strict=True)),
    **dict(zip("ÇÈÉÊË", "ầẩẫấậ", strict=True)),
    **dict(zip("ÌÎÏÐÑ", "èẻẽéẹ", strict=True)),
    **dict(zip("ÒÓÔÕÖ", "ềểễếệ", strict=True)),
    **dict(zip("×ØÜÝÞ", "ìỉĩíị", strict=True)),
    **dict(zip("ßáâãä", "òỏõóọ", strict=True)),
    **dict(zip("åæçèé", "ồổỗốộ", strict=True)),
    **dict(zip("êëìíî", "ờởỡớợ", strict=True)),
    **dict(zip("ïñòóô", "ùủũúụ", strict=True)),
    **dict(zip("õö÷øù", "ừửữứự", strict=True)),
    **dict(zip("úûüýþ", "ỳỷỹýỵ", strict=True)),
}
# U+2011 and U+00AD both come out of files whose ư (AD) was taken for a hyphen.
_TCVN3_TABLE = str.maketrans(_TCVN3 | {"\u2011": "ư"})

_TONE_MARKS = {"\u00f9": "\u0301", "\u00f8": "\u0300", "\u00fb": "\u0309", "\u00f5": "\u0303"}
_VNI_MARKS = {
    # after any vowel: sắc huyền hỏi ngã nặng
    **_TONE_MARKS,
    "ï": "\u0323",
    # circumflex, alone and with a tone
    "â": "\u0302",
    "á": "\u0302\u0301",
    "à": "\u0302\u0300",
    "å": "\u0302\u0309",
    "ã": "\u0302\u0303",
    "ä": "\u0302\u0323",
    # breve, alone and with a tone
    "ê": "\u0306",
    "é": "\u0306\u0301",
    "è": "\u0306\u0300",
    "ú": "\u0306\u0309",
    "ü": "\u0306\u0303",
    "ë": "\u0306\u0323",
}
_VNI_LETTERS = {
    **dict(zip("ñÑ", "đĐ", strict=True)),
    **dict(zip("íìæóò", "íìỉĩị", strict=True)),
    **dict(zip("ÍÌÆÓÒ", "ÍÌỈĨỊ", strict=True)),
    **dict(zip("ôÔöÖîÎ", "ơƠưƯỵỴ", strict=True)),
}
_VNI_MARK_LETTERS = "".join(_VNI_MARKS) + "".join(mark.upper() for mark in _VNI_MARKS)
_VNI_PAIR = re.compile(f"([AEOUYaeouyÔÖôö])([{_VNI_MARK_LETTERS}])")
_VNI_BARE = {"Ô": "Ơ", "Ö": "Ư", "ô": "ơ", "ö": "ư"}

_TCVN3_FONT = re.compile(r"^\.?vn[A-Z]|^\.vn", re.IGNORECASE)
_VNI_FONT = re.compile(r"^vni[-_ ]", re.IGNORECASE)


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """TCVN3 → Unicode. `capitals`: the font ends in "H" and draws every letter as a capital."""
    converted = text.translate(_TCVN3_TABLE)
    return converted.upper() if capitals else converted


def is_half_capital(text: str) -> bool:
    """``CéNG HßA``: capitals whose letters with marks lost theirs, for they came from an H font."""
    plain = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return len(plain) > 3 and all(map(str.isupper, plain))


def from_vni(text: str) -> str:
    """VNI Windows → Unicode (marks composed by the caller's NFC)."""
    paired = _VNI_PAIR.sub(
        lambda found: _VNI_BARE.get(found[1], found[1]) + "\uffff" + _VNI_MARKS[found[2].lower()],
        text,
    )
    alone = "".join(_VNI_LETTERS.get(letter, letter) for letter in paired)
    return alone.replace("\uffff", "")


def from_mojibake(text: str) -> str:
    """UTF-8 that was read as Windows-1252 → Unicode, word by word, to recognise it. Letters whose
    second byte became a blank (à) stay wrong, so this is no way to read such a text."""
    return re.sub(r"\S+", lambda found: _mended(found[0]), text)


def _mended(word: str) -> str:
    try:
        return b"".join(map(_byte, word)).decode("utf-8")
    except UnicodeError:
        return word


def _byte(letter: str) -> bytes:
    """Positions that Windows-1252 leaves open keep their number."""
    if 0x80 <= ord(letter) < 0xA0:
        return bytes([ord(letter)])
    return letter.encode("cp1252")


def is_tcvn3_font(name: str) -> bool:
    """``.VnTime``, ``.VnArialH``, ``VnTime`` …"""
    return bool(_TCVN3_FONT.match(name))


def is_capitals_font(name: str) -> bool:
    """``.VnTimeH``: TCVN3 letters drawn as capitals."""
    return is_tcvn3_font(name) and re.split(r"[-, ]", name)[0].endswith("H")


def is_vni_font(name: str) -> bool:
    return bool(_VNI_FONT.match(name))
