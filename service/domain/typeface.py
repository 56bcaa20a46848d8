"""Bề rộng chữ Times New Roman — how long a line will be, without opening a font file.

The decree measures rules by the text above them (Phụ lục I, phần I, II.1–2, II.5) and boxes by
what must fit in one line, so the length of a text is part of the rules. Advance widths are
those of Times New Roman and of the families with its metrics (Liberation Serif, Tinos), in
1/2048 of the size. Vietnamese marks add no width; only the horn does.
"""

import re
import unicodedata
from enum import StrEnum

UNITS = 2048
LINE_HEIGHT = 1.15
"""Single line spacing, in sizes: ascent 0.891 + descent 0.216 + gap 0.042."""
MM_PER_PT = 25.4 / 72


class Face(StrEnum):
    REGULAR = "regular"
    BOLD = "bold"
    ITALIC = "italic"


_WIDTHS = {
    Face.REGULAR: {
        369: "'", 410: "|", 512: " ,.", 569: "/:;\\ijlt", 682: "!()-I[]`fr‘’", 717: "•",
        797: "Js", 836: '"', 909: "?acez“”", 961: "^", 983: "{}", 1050: "₫", 819: "°",
        1024: "#$*0123456789_bdghknopquvxyđ–", 1083: "ơ", 1108: "~", 1110: "ư", 1139: "FPS",
        1155: "+<=>", 1251: "ELTZ", 1366: "BCR", 1479: "ADGHKNOQUVXYwĐƠ", 1589: "Ư",
        1593: "&m", 1706: "%", 1821: "M", 1886: "@", 1933: "W", 2048: "—…",
    },
    Face.BOLD: {
        451: "|", 512: " ,.", 569: "'/\\il", 682: "!()-:;[]`fjt‘’", 717: "•", 797: "Is",
        807: "{}", 819: "°", 909: "cerz", 1024: "#$*0123456789?J_agovxy–“”", 1050: "₫",
        1065: "~", 1134: "ơ", 1137: '"', 1139: "Sbdhknpquđ", 1167: "+<=>", 1190: "^",
        1229: "ư", 1251: "FP", 1366: "BELTZ", 1479: "ACDNRUVXYwĐ", 1593: "GHKOQƠ",
        1630: "Ư", 1706: "&m", 1905: "@", 1933: "M", 2048: "%W—…",
    },
    Face.ITALIC: {
        438: "'", 512: " ,.", 563: "|", 569: "/\\fijlt", 682: "!()-:;I`‘’", 717: "•",
        797: "[]rsz", 819: "{}°", 860: '"', 864: "^", 909: "Jcekvxy", 1050: "₫",
        1024: "#$*0123456789?S_abdghnopquđ–", 1093: "ơ", 1108: "~", 1117: "ư",
        1139: "LTYZ“”", 1251: "ABEFPRVX", 1366: "CKNw", 1382: "+<=>", 1479: "DGHOQUmĐƠ",
        1544: "Ư", 1593: "&", 1706: "%MW", 1821: "—…", 1884: "@",
    },
}  # fmt: skip
_ADVANCE = {
    face: {letter: width for width, letters in table.items() for letter in letters}
    for face, table in _WIDTHS.items()
}
_UNKNOWN = 1479  # a wide capital: better too long an estimate than a line that runs over


def _bare(letter: str) -> str:
    """The letter without its marks, but with its horn: ợ → ơ."""
    marks = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", marks[0] + "\u031b") if "\u031b" in marks else marks[0]


def _advance(letter: str, face: Face) -> int:
    known = _ADVANCE[face]
    if letter not in known:
        known[letter] = known.get(_bare(letter), known[" "] if letter.isspace() else _UNKNOWN)
    return known[letter]


def width_mm(text: str, size_pt: float, face: Face = Face.REGULAR) -> float:
    """The length of `text` set in one line, in mm."""
    units = sum(_advance(letter, face) for letter in text)
    return units / UNITS * size_pt * MM_PER_PT


def line_height_mm(size_pt: float, spacing: float = 1.0) -> float:
    return size_pt * LINE_HEIGHT * spacing * MM_PER_PT


_WORD = re.compile(r"[^ \t\n]+")


def words_of(text: str) -> list[str]:
    """What stands between the places where a line may end; no-break spaces are none."""
    return _WORD.findall(text)


def wrapped(text: str, size_pt: float, room_mm: float, face: Face = Face.REGULAR) -> list[str]:
    """The lines that `text` takes in a column of `room_mm`, broken at spaces.

    A word longer than the column stands alone in its line.
    """
    space = width_mm(" ", size_pt, face)
    lines: list[str] = []
    used = 0.0
    for word in words_of(text):
        length = width_mm(word, size_pt, face)
        if lines and used + space + length <= room_mm:
            lines[-1] += f" {word}"
            used += space + length
        else:
            lines.append(word)
            used = length
    return lines


# What every face of Times New Roman and of its metric twins can draw. A paper with another
# character would be set in a strange font, which no archive takes.
_DRAWABLE = """
20-7e a0-36f 374-375 37a-37e 384-38a 38c 38e-3a1 3a3-3ce 3d0-513 1d00-1dca 1dfe-1e9b 1e9e
1ea0-1ef9 2000-2010 2012-2022 2026 2030 2032-2034 2039-203a 203c 203e 2044 205e 2074-2079
207f-2089 2090-2094 20a0-20b5 20f0 2105 2113 2116-2117 2122 2126 212e 214d-214e 2153-2154
215b-215e 2190-2195 21a8 2202 2206 220f 2211-2212 2215 2219-221a 221e-221f 2229 222b 2248
2260-2262 2264-2265 2302 2310 2320-2321 2500 2502 250c 2510 2514 2518 251c 2524 252c 2534 253c
2550-256c 2580 2584 2588 258c 2590-2593 25a0-25a1 25aa-25ac 25b2 25ba 25bc 25c4 25ca-25cc
25cf-25d9 25e6 263a-263c 2640 2642 2660 2663 2665-2666 266a-266b fb01-fb02
"""
_NOT_DRAWABLE = re.compile(
    "[^\t\n"
    + "".join(
        f"\\U{first:0>8}-\\U{last or first:0>8}"
        for first, _, last in (one.partition("-") for one in _DRAWABLE.split())
    )
    + "]"
)


def undrawable(text: str) -> list[str]:
    """The characters of `text` that the typeface lacks, each once, in order."""
    return list(dict.fromkeys(_NOT_DRAWABLE.findall(text)))
