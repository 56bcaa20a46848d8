"""Đo trang in: where the words and lines of a PDF page stand, in mm from its top left corner."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as c

MM = 25.4 / 72


@dataclass(frozen=True)
class Words:
    """One line of text set alike, as it stands on the page."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    italic: bool

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Stroke:
    """A straight line or thin box."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def length(self) -> float:
        return self.right - self.left

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Page:
    words: tuple[Words, ...]
    strokes: tuple[Stroke, ...]
    width: float
    height: float

    def line(self, start: str) -> Words:
        """The one line of text that begins so."""
        found = [words for words in self.words if words.text.startswith(start)]
        assert len(found) == 1, (start, [words.text for words in self.words])
        return found[0]

    def line_count(self, text: str) -> int:
        """How many lines are just this text."""
        return sum(words.text == text for words in self.words)

    def rule_under(self, words: Words) -> Stroke:
        """The first horizontal line below a line of text, in its column."""
        below = [
            stroke
            for stroke in self.strokes
            if words.baseline < stroke.top < words.baseline + 8
            and stroke.bottom - stroke.top < 1
            and stroke.left < words.right
            and stroke.right > words.left
        ]
        assert below, words
        return min(below, key=lambda stroke: stroke.top)

    @property
    def text(self) -> str:
        return "\n".join(words.text for words in self.words)


def measured(pdf: bytes) -> list[Page]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page(page) for page in document]
    finally:
        document.close()


def _page(page) -> Page:
    width, height = page.get_size()
    words = tuple(_words(page, height))
    strokes = tuple(
        _stroke(left * MM, right * MM, (height - top) * MM, (height - bottom) * MM)
        for left, bottom, right, top in (
            found.get_bounds() for found in page.get_objects(filter=[c.FPDF_PAGEOBJ_PATH])
        )
    )
    return Page(words, strokes, width * MM, height * MM)


def _stroke(left, right, top, bottom):
    """The line without the half of its thickness that its bounds add on every side."""
    half = min(right - left, bottom - top) / 2
    return Stroke(left + half, right - half, top + half, bottom - half)


def _words(page, height):
    """Letters gathered to lines: the same baseline and look, no wide gap between."""
    text = page.get_textpage()
    letters = []
    for index in range(text.count_chars()):
        letter = _letter(text, index, height)
        if letter is None:
            continue
        if letters and not _continues(letters[-1], letter):
            yield _line(letters)
            letters = []
        letters.append(letter)
    if letters:
        yield _line(letters)


def _letter(text, index, height):
    code = c.FPDFText_GetUnicode(text, index)
    if code in (0, 10, 13) or c.FPDFText_IsGenerated(text, index) == 1:
        return None
    x, y = ctypes.c_double(), ctypes.c_double()
    c.FPDFText_GetCharOrigin(text, index, x, y)
    box = c.FS_RECTF()
    c.FPDFText_GetLooseCharBox(text, index, box)
    name = ctypes.create_string_buffer(120)
    flags = ctypes.c_int()
    c.FPDFText_GetFontInfo(text, index, name, 120, flags)
    font = name.value.decode()
    size = c.FPDFText_GetFontSize(text, index)
    return (
        chr(code), x.value * MM, box.right * MM, (height - y.value) * MM, round(size, 2),
        "Bold" in font, "Italic" in font,
    )  # fmt: skip


def _continues(last, letter):
    same_look = last[4:] == letter[4:] and abs(last[3] - letter[3]) < 0.2
    return same_look and -1 < letter[1] - last[2] < 4


def _line(letters):
    printed = [letter for letter in letters if not letter[0].isspace()] or letters
    return Words(
        "".join(letter[0] for letter in letters).strip(),
        printed[0][1],
        printed[-1][2],
        letters[0][3],
        letters[0][4],
        letters[0][5],
        letters[0][6],
    )
