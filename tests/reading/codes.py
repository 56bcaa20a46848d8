"""Text written in the two old codes, from the tables that read them: for round trips only."""

import unicodedata

from service.reading import legacy

_TCVN3 = {letter: code for code, letter in legacy._TCVN3.items()}
_VNI_MARKS = {mark: code for code, mark in legacy._VNI_MARKS.items()}
_VNI_LETTERS = {letter: code for code, letter in legacy._VNI_LETTERS.items()}
_HORNED = {"o": "ô", "O": "Ô", "u": "ö", "U": "Ö"}
_ORDER = "\u0302\u0306\u031b"


def to_tcvn3(text):
    """Capitals with tones do not exist in TCVN3; they come out small, as its H fonts keep them."""
    return "".join(_TCVN3.get(letter) or _TCVN3.get(letter.lower(), letter) for letter in text)


def to_vni(text):
    return "".join(map(_vni_letter, text))


def _vni_letter(letter):
    if letter in _VNI_LETTERS:
        return _VNI_LETTERS[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    if not marks:
        return letter
    marks.sort(key=lambda mark: mark not in _ORDER)
    if "\u031b" in marks:
        base = _HORNED[base]
        marks.remove("\u031b")
    code = _VNI_MARKS["".join(marks)] if marks else ""
    return base + (code.upper() if letter.isupper() else code)
