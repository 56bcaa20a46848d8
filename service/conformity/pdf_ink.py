"""Mực trên trang PDF — words and drawn lines of every page, in mm from its top left corner.

pdfium tells letters with font, size, weight, colour and place; it knows no paragraphs, styles or
tables. What stands in annotations (stamps, form fields) is told, not read.
"""

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from service.domain.errors import Refused

MM = 25.4 / 72
MAX_PAGES = 150
MAX_LETTERS = 20_000  # on one page: a page of the smallest print has less than half
MAX_SHAPES = 5_000
_FLAT = 1.0  # mm: a shape lower than this is a line
_BLANKS = frozenset((0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x202F, 0x200B))
_LINE_HYPHENS = (0x02, 0xFFFE)  # the library's own sign for a hyphen at the end of a line
_FILLED_IN = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_FREETEXT)

BROKEN = "Tệp PDF bị hỏng, không đọc được. Hãy xuất lại từ Word rồi kiểm tra."
LOCKED = "Tệp PDF đặt mật khẩu nên không đọc được. Hãy đưa bản không có mật khẩu."
EMPTY = "Tệp PDF không có trang nào. Hãy xuất lại từ Word rồi kiểm tra."
TOO_LONG = f"Tệp PDF có hơn {MAX_PAGES} trang. Hãy tách tệp rồi kiểm tra từng phần."
NO_TEXT = (
    "Tệp PDF này là ảnh quét, không có chữ để đo. Hãy đưa tệp Word, hoặc tệp PDF xuất từ Word."
)
RECOGNISED = (
    "Chữ trong tệp PDF này do máy nhận dạng từ ảnh quét, không phải chữ in ra trang, nên không đo "
    "được phông và cỡ chữ. Hãy đưa tệp Word, hoặc tệp PDF xuất từ Word."
)


@dataclass(slots=True)
class Ink:
    """One word, or a piece of it in one look; `joined` goes on without a blank. mm and pt."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    font: str
    bold: bool
    italic: bool
    color: str | None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A drawn line, or one side of the box around a shape; mm."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def level(self) -> bool:
        return self.bottom - self.top < _FLAT and self.right - self.left > 3.0

    @property
    def upright(self) -> bool:
        return self.right - self.left < _FLAT and self.bottom - self.top > 3.0


@dataclass(slots=True)
class Sheet:
    """One page. `filled_in`: stamps or form fields stand on it, whose text is not read."""

    number: int
    width: float
    height: float
    words: list[Ink]
    strokes: list[Stroke]
    filled_in: bool


def is_pdf(data: bytes) -> bool:
    """Whether the bytes say that they are a PDF; readers look for it in the first kilobyte."""
    return b"%PDF-" in data[:1024] and not data.startswith(b"PK")


def read_ink(data: bytes) -> list[Sheet]:
    """Every page; raises Refused for what is locked, broken, too long, or has no printed text."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        locked = getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Refused(LOCKED if locked else BROKEN) from fault
    try:
        if len(document) == 0:
            raise Refused(EMPTY)
        if len(document) > MAX_PAGES:
            raise Refused(TOO_LONG)
        sheets, hidden = [], 0
        for number in range(len(document)):
            sheet, unseen = _sheet(document, number)
            sheets.append(sheet)
            hidden += unseen
    except pypdfium2.PdfiumError as fault:
        raise Refused(BROKEN) from fault
    finally:
        document.close()
    seen = sum(len(sheet.words) for sheet in sheets)
    if hidden > seen:
        raise Refused(RECOGNISED)
    if seen < _FEWEST_WORDS:
        raise Refused(NO_TEXT)
    return sheets


_FEWEST_WORDS = 5
_EMPTY_LOOK = 4  # bytes: an unsigned signature field is drawn as nothing


def _sheet(document: Any, number: int) -> tuple[Sheet, int]:
    page = document[number]
    try:
        letters = _Letters(page)
        words, hidden = letters.words()
        width, height = page.get_size()
        sheet = Sheet(
            number + 1,
            width * MM,
            height * MM,
            words,
            list(dict.fromkeys(_strokes(page, letters))),
            _is_filled_in(page),
        )
        letters.close()
        return sheet, hidden
    finally:
        page.close()


def _is_filled_in(page: Any) -> bool:
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), 200)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            drawn = raw.FPDFAnnot_GetAP(annotation, raw.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, 0)
            raw.FPDFPage_CloseAnnot(annotation)
            if kind in _FILLED_IN and drawn > _EMPTY_LOOK:
                return True
    return False


class _Letters:
    """The letters of one page; places are turned to the page as it is seen."""

    def __init__(self, page: Any) -> None:
        visible = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(visible)):
            raise Refused(BROKEN)
        self.left, self.bottom = visible.left, visible.bottom
        self.width, self.height = visible.right - visible.left, visible.top - visible.bottom
        self.rotation = page.get_rotation()
        self.text = page.get_textpage()
        self._rect, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name, self._flags = ctypes.create_string_buffer(160), ctypes.c_int()
        self._colour = tuple(ctypes.c_uint() for _ in range(4))

    def close(self) -> None:
        self.text.close()

    def point(self, x: float, y: float) -> tuple[float, float]:
        """mm from the top left corner of the page as it is shown."""
        x, y = x - self.left, y - self.bottom
        match self.rotation:
            case 90:
                across, down = y, x
            case 180:
                across, down = self.width - x, y
            case 270:
                across, down = self.height - y, self.width - x
            case _:
                across, down = x, self.height - y
        return across * MM, down * MM

    def words(self) -> tuple[list[Ink], int]:
        """What is printed level and visible, and how many pieces are drawn invisibly."""
        found: list[Ink] = []
        hidden, blank, unseen = 0, True, False
        page = self.text.raw
        for index in range(min(raw.FPDFText_CountChars(page), MAX_LETTERS)):
            code = raw.FPDFText_GetUnicode(page, index)
            if code in _BLANKS or code == 0:
                blank = True
                continue
            letter = "-" if code in _LINE_HYPHENS else chr(code)
            ink = self._ink(index, letter)
            if ink is None:
                continue
            if blank:
                unseen = self._is_invisible(index)
                hidden += unseen
            if not unseen:
                _add(found, ink, blank=blank)
            blank = False
        return found, hidden

    def _ink(self, index: int, letter: str) -> Ink | None:
        page = self.text.raw
        turned = math.degrees(raw.FPDFText_GetCharAngle(page, index)) + self.rotation
        if abs((turned + 180) % 360 - 180) > 10:
            return None
        raw.FPDFText_GetLooseCharBox(page, index, ctypes.byref(self._rect))
        raw.FPDFText_GetCharOrigin(page, index, ctypes.byref(self._x), ctypes.byref(self._y))
        first, _ = self.point(self._rect.left, self._rect.bottom)
        second, _ = self.point(self._rect.right, self._rect.top)
        _, baseline = self.point(self._x.value, self._y.value)
        size, slanted = self._size(index)
        font, flags = self._font(index)
        style = font.lower()
        heavy = raw.FPDFText_GetFontWeight(page, index) >= 600 or self._is_stroked(index)
        return Ink(
            letter,
            min(first, second),
            max(first, second),
            baseline,
            size,
            font,
            "bold" in style or heavy,
            "italic" in style or "oblique" in style or bool(flags & 64) or slanted,
            self._color(index),
        )

    def _size(self, index: int) -> tuple[float, bool]:
        """The size in pt as drawn, and whether the letters are slanted by the page."""
        size = float(raw.FPDFText_GetFontSize(self.text.raw, index))
        slanted = False
        if raw.FPDFText_GetMatrix(self.text.raw, index, ctypes.byref(self._matrix)):
            m = self._matrix
            up = math.hypot(m.c, m.d)
            slanted = abs(m.a * m.c + m.b * m.d) > 0.1 * max(up * math.hypot(m.a, m.b), 1e-9)
            size *= up
        half = round(size * 2) / 2
        return (half if abs(half - size) < 0.15 else round(size, 1)), slanted

    def _font(self, index: int) -> tuple[str, int]:
        length = raw.FPDFText_GetFontInfo(
            self.text.raw, index, self._name, len(self._name), ctypes.byref(self._flags)
        )
        known = 0 < length <= len(self._name)
        name = self._name.value.decode("utf-8", "replace") if known else ""
        return re.sub(r"^[A-Z]{6}\+", "", name), self._flags.value

    def _mode(self, index: int) -> int:
        shape = raw.FPDFText_GetTextObject(self.text.raw, index)
        return int(raw.FPDFTextObj_GetTextRenderMode(shape)) if shape else 0

    def _is_invisible(self, index: int) -> bool:
        return bool(self._mode(index) == raw.FPDF_TEXTRENDERMODE_INVISIBLE)

    def _is_stroked(self, index: int) -> bool:
        """Filled and outlined at once: how programs draw bold without a bold font."""
        return bool(self._mode(index) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE)

    def _color(self, index: int) -> str | None:
        """None for black, and for greys that a printer cannot be told from it."""
        if not raw.FPDFText_GetFillColor(self.text.raw, index, *map(ctypes.byref, self._colour)):
            return None
        red, green, blue, _ = (part.value for part in self._colour)
        return None if max(red, green, blue) <= 64 else f"{red:02X}{green:02X}{blue:02X}"


def _add(found: list[Ink], ink: Ink, *, blank: bool) -> None:
    last = found[-1] if found else None
    near = (
        last is not None
        and not blank
        and abs(ink.baseline - last.baseline) < 0.4 * last.size * MM
        and -0.6 < (ink.left - last.right) / (last.size * MM) < 0.2
    )
    if near and last is not None and _alike(last, ink):
        last.text += ink.text
        last.right = max(last.right, ink.right)
        return
    ink.joined = near
    found.append(ink)


def _alike(first: Ink, second: Ink) -> bool:
    return (first.size, first.font, first.bold, first.italic, first.color) == (
        second.size, second.font, second.bold, second.italic, second.color,
    )  # fmt: skip


def _strokes(page: Any, letters: _Letters) -> Iterator[Stroke]:
    shapes = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=5)
    for number, shape in enumerate(shapes):
        if number >= MAX_SHAPES:
            return
        left, bottom, right, top = shape.get_bounds()
        first, second = letters.point(left, bottom), letters.point(right, top)
        yield Stroke(
            min(first[0], second[0]),
            max(first[0], second[0]),
            min(first[1], second[1]),
            max(first[1], second[1]),
        )
