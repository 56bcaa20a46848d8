"""Đọc trang PDF — text with places, and pictures of pages, through PDFium.

PDFium is not safe in threads, and other rings of the service use it too. The one lock of the
process is therefore kept on the `pypdfium2` module itself: whoever opens a document holds it.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from ctypes import byref, c_double
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from signatures.geometry import Box

PROCESS_LOCK: AbstractContextManager[bool] = vars(pypdfium2).setdefault(
    "process_lock", threading.RLock()
)

LINE_ENDS = ("\r", "\n", "\x00")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One letter: text, left and right edge, baseline and size, in points."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class TextLine:
    """One measured line; `glyphs` match `text` letter by letter."""

    text: str
    glyphs: tuple[Glyph, ...]

    @property
    def box(self) -> Box:
        """From descender to ascender of the line's largest letter."""
        visible = [glyph for glyph in self.glyphs if not glyph.text.isspace()]
        size = max(glyph.size for glyph in visible)
        baseline = min(glyph.baseline for glyph in visible)
        return Box(
            min(glyph.x0 for glyph in visible),
            baseline - 0.22 * size,
            max(glyph.x1 for glyph in visible),
            baseline + 0.9 * size,
        )


@contextmanager
def opened(pdf: bytes) -> Iterator[Any]:
    """A PDFium document; nobody else in this process uses PDFium meanwhile."""
    with PROCESS_LOCK:
        document = pypdfium2.PdfDocument(pdf)
        try:
            yield document
        finally:
            document.close()


class PageText:
    """The lines of one page in the order of its content; only lines asked for are measured,
    since measuring costs far more than reading."""

    def __init__(self, document: Any, page: int) -> None:
        self._page = document[page].get_textpage()
        letters = [
            normalize("NFC", chr(raw.FPDFText_GetUnicode(self._page, index)))
            for index in range(self._page.count_chars())
        ]
        self._starts: list[int] = []
        self.lines: list[str] = []
        start = 0
        for index, letter in enumerate([*letters, "\n"]):
            if letter in LINE_ENDS:
                text = "".join(letters[start:index])
                if text.strip():
                    self._starts.append(start)
                    self.lines.append(text)
                start = index + 1

    def measured(self, line: int) -> TextLine:
        start = self._starts[line]
        text = self.lines[line]
        glyphs = (self._glyph(letter, start + offset) for offset, letter in enumerate(text))
        return TextLine(text, tuple(glyphs))

    def _glyph(self, letter: str, index: int) -> Glyph:
        left, _, right, _ = self._page.get_charbox(index, loose=True)
        x, baseline = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(self._page, index, byref(x), byref(baseline))
        size = raw.FPDFText_GetFontSize(self._page, index)
        return Glyph(letter, left, right, baseline.value, size)


def page_picture(document: Any, page: int, dpi: int) -> Image.Image:
    """The page as a reader sees it, annotations and form fields drawn, RGB."""
    bitmap = document[page].render(scale=dpi / 72, may_draw_forms=True, draw_annots=True)
    try:
        picture: Image.Image = bitmap.to_pil()
        return picture if picture.mode == "RGB" else picture.convert("RGB")
    finally:
        bitmap.close()
