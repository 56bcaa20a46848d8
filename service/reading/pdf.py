"""Chữ trong tệp PDF — words with their places, as a person sees the page.

pypdfium2 gives letters; this module joins them to words and rows. Form fields and visible
signatures are flattened first, since number and date of a signed paper often live there.
"""

import ctypes
import math
import unicodedata
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from service.domain.errors import Refused
from service.reading.geometry import Box
from service.reading.layout import rows_of
from service.reading.rows import Flow, Row, Sheet, Source, Word

MAX_PAGES = 150
MAX_LETTERS = 20_000  # on one page: a page of the smallest print has less than half
_INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
_LINE_HYPHENS = (0x02, 0xFFFE)  # the library's own sign for a hyphen at the end of a line
MIN_SIZE = 3.5  # pt: smaller print is not read by people
_BLANKS = frozenset((0x20, 0x09, 0x0A, 0x0D, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x202F, 0x200B))

BROKEN = (
    "Tệp PDF bị hỏng, không đọc được. Hãy xin lại bản khác, hoặc mở bằng trình đọc PDF rồi lưu "
    "thành tệp mới."
)
LOCKED = "Tệp PDF đặt mật khẩu nên không đọc được. Hãy xin bản không có mật khẩu."
EMPTY = "Tệp PDF không có trang nào. Hãy xin lại bản khác."


def read_pdf(data: bytes) -> Flow:
    """Rows and sheets of a PDF; raises Refused for a locked, broken or empty file."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        locked = getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD
        raise Refused(LOCKED if locked else BROKEN) from fault
    try:
        total = len(document)
        if total == 0:
            raise Refused(EMPTY)
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        rows: list[Row] = []
        sheets: list[Sheet] = []
        for number in range(min(total, MAX_PAGES)):
            found, sheet = _read_page(document, number)
            rows += found
            sheets.append(sheet)
    except pypdfium2.PdfiumError as fault:
        raise Refused(BROKEN) from fault
    finally:
        document.close()
    return Flow(Source.PDF, tuple(rows), tuple(sheets), total)


def _read_page(document: Any, number: int) -> tuple[list[Row], Sheet]:
    page = document[number]
    try:
        if raw.FPDFPage_GetAnnotCount(page) > 0:
            _flatten(page)
            page.close()
            page = document[number]
        width, height = page.get_size()
        words, hidden = _page_words(page)
        sheet = Sheet(
            number + 1,
            round(width, 2),
            round(height, 2),
            sum(len(word.text) for word in words),
            _picture_share(page, width * height),
            hidden,
        )
        return rows_of(words, number + 1), sheet
    finally:
        page.close()


def _page_words(page: Any) -> tuple[list[Word], float]:
    text_page = page.get_textpage()
    try:
        reader = _Reader(text_page.raw, _Frame(page))
        return _words(reader, raw.FPDFText_CountChars(text_page.raw))
    finally:
        text_page.close()


def _flatten(page: Any) -> None:
    """Draw fields and stamps into the page, in memory only."""
    raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)


class _Frame:
    """From the page's own coordinates (y upwards, before rotation) to those of the screen."""

    def __init__(self, page: Any) -> None:
        visible = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page, ctypes.byref(visible)):
            raise Refused(BROKEN)
        self.left, self.bottom = visible.left, visible.bottom
        self.width, self.height = visible.right - visible.left, visible.top - visible.bottom
        self.rotation = page.get_rotation()

    def point(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        match self.rotation:
            case 90:
                return y, x
            case 180:
                return self.width - x, y
            case 270:
                return self.height - y, self.width - x
        return x, self.height - y


class _Reader:
    """Letters of one page, one call of the library at a time (each costs about 1 µs)."""

    def __init__(self, text_page: Any, frame: _Frame) -> None:
        self.page, self.frame = text_page, frame
        self._rect, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._name, self._flags = ctypes.create_string_buffer(160), ctypes.c_int()
        self._colour = tuple(ctypes.c_uint() for _ in range(4))

    def place(self, index: int) -> tuple[float, float, float]:
        """Left, right and baseline on the screen."""
        raw.FPDFText_GetLooseCharBox(self.page, index, ctypes.byref(self._rect))
        raw.FPDFText_GetCharOrigin(self.page, index, ctypes.byref(self._x), ctypes.byref(self._y))
        first, _ = self.frame.point(self._rect.left, self._rect.bottom)
        second, _ = self.frame.point(self._rect.right, self._rect.top)
        _, baseline = self.frame.point(self._x.value, self._y.value)
        return min(first, second), max(first, second), baseline

    def size(self, index: int) -> float:
        """Letter height in pt as drawn: the font's size through the text's own scale."""
        size = float(raw.FPDFText_GetFontSize(self.page, index))
        if raw.FPDFText_GetMatrix(self.page, index, ctypes.byref(self._matrix)):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return size

    def is_level(self, index: int) -> bool:
        """Whether the letter stands upright on the screen."""
        turned = math.degrees(raw.FPDFText_GetCharAngle(self.page, index)) + self.frame.rotation
        return bool(abs((turned + 180) % 360 - 180) < 10)

    def font(self, index: int) -> str:
        length = raw.FPDFText_GetFontInfo(
            self.page, index, self._name, len(self._name), ctypes.byref(self._flags)
        )
        return self._name.value.decode("utf-8", "replace") if 0 < length <= len(self._name) else ""

    def weight(self, index: int) -> int:
        return int(raw.FPDFText_GetFontWeight(self.page, index))

    def is_invisible(self, index: int) -> bool:
        shape = raw.FPDFText_GetTextObject(self.page, index)
        return bool(shape and raw.FPDFTextObj_GetTextRenderMode(shape) == _INVISIBLE)

    def is_white(self, index: int) -> bool:
        if not raw.FPDFText_GetFillColor(self.page, index, *map(ctypes.byref, self._colour)):
            return False
        red, green, blue, opacity = (part.value for part in self._colour)
        return opacity == 0 or min(red, green, blue) >= 250


@dataclass(slots=True)
class _Draft:
    """A word while its letters come in."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    first: int


def _words(reader: _Reader, count: int) -> tuple[list[Word], float]:
    """The words of a page and the share of them drawn invisibly."""
    drafts: list[_Draft] = []
    open_word = False
    for index in range(min(count, MAX_LETTERS)):
        code = raw.FPDFText_GetUnicode(reader.page, index)
        if code in _BLANKS or code == 0:
            open_word = False
            continue
        letter = "-" if code in _LINE_HYPHENS else chr(code)
        left, right, baseline = reader.place(index)
        if open_word and _joins(drafts[-1], letter, left, baseline):
            drafts[-1].text += letter
            drafts[-1].right = max(drafts[-1].right, right)
            continue
        drafts.append(_Draft(letter, left, right, baseline, reader.size(index), index))
        open_word = True
    return _shown(reader, drafts)


def _joins(word: _Draft, letter: str, left: float, baseline: float) -> bool:
    if unicodedata.category(letter) == "Mn":
        return True
    gap = left - word.right
    return abs(baseline - word.baseline) < 0.2 * word.size and -0.5 < gap / word.size < 0.2


def _shown(reader: _Reader, drafts: list[_Draft]) -> tuple[list[Word], float]:
    """Drop what nobody sees: tiny, turned and white words (white only beside black ones)."""
    level = [one for one in drafts if one.size >= MIN_SIZE and reader.is_level(one.first)]
    white = {id(one) for one in level if reader.is_white(one.first)}
    if len(white) * 3 > len(level):
        white = set()
    kept = [one for one in level if id(one) not in white]
    invisible = sum(reader.is_invisible(one.first) for one in kept)
    return [_word(reader, one) for one in kept], invisible / len(kept) if kept else 0.0


def _word(reader: _Reader, draft: _Draft) -> Word:
    font = reader.font(draft.first)
    box = Box(
        draft.left,
        draft.baseline - 0.95 * draft.size,
        draft.right,
        draft.baseline + 0.25 * draft.size,
    )
    style = font.lower()
    return Word(
        draft.text,
        box,
        round(draft.size, 1),
        "bold" in style or reader.weight(draft.first) >= 600,
        "italic" in style or "oblique" in style,
        font=font.rpartition("+")[2],
    )


def _picture_share(page: Any, area: float) -> float:
    """How much of the page lies under pictures, 0–1."""
    covered = 0.0
    for number, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)):
        if number >= 200:
            break
        left, bottom, right, top = shape.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return min(1.0, covered / area) if area > 0 else 0.0
