"""Soi tệp PDF — what a finished file really holds, and whether it may leave the office.

Text that can be read out of a PDF is no proof of what its page shows, and LibreOffice
replaces fonts silently; so the fonts embedded in every file are looked at, too.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject

from service.domain.errors import RenderingFault
from service.domain.vietnamese import clean
from service.rendering.fonts import FontsReport, drawable, fonts_report, is_allowed
from service.rendering.pages import page_texts

__all__ = [
    "FontsReport",
    "PdfFacts",
    "PdfFont",
    "facts",
    "fonts_report",
    "require_issuable",
]

MM_PER_POINT = 25.4 / 72
A4_MM = (210.0, 297.0)
_TOLERANCE_MM = 0.5
_DEEPEST = 8  # forms inside forms; ours have none

# pdfium reads a hyphen at a line's end as one of these.
_LINE_END_HYPHEN = str.maketrans({"\ufffe": "-", "\x02": "-"})
_TEMPLATE_MARKS = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
# How LibreOffice writes what a glyph stands for.
_BFCHAR_SECTION = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_BFCHAR = re.compile(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>")
_ACTUAL_TEXT = re.compile(rb"/ActualText\s*<FEFF([0-9A-Fa-f]+)>")
_NOT_DRAWN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})
_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class PdfFont:
    """`name` as in the file, with the prefix of a subset: ``BAAAAA+LiberationSerif``."""

    name: str
    embedded: bool

    @property
    def allowed(self) -> bool:
        return self.embedded and is_allowed(self.name)


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """`sizes_mm` gives width and height of each page as it is shown; `text` is NFC, pages
    joined by a line end. `letters` are the different characters that the fonts claim to draw
    (whether they do is another matter). `title` and `lang` are empty when the file has none."""

    sizes_mm: tuple[tuple[float, float], ...]
    fonts: tuple[PdfFont, ...]
    page_texts: tuple[str, ...]
    letters: str
    version: str
    tagged: bool
    title: str
    lang: str

    @property
    def page_count(self) -> int:
        return len(self.sizes_mm)

    @property
    def text(self) -> str:
        return "\n".join(self.page_texts)


def facts(pdf: bytes) -> PdfFacts:
    """Read a PDF of our own making; raises RenderingFault (``pdf-broken``, permanent).

    Files from outside go through `uploads.read_upload`.
    """
    try:
        reader = PdfReader(io.BytesIO(pdf))
        root = reader.root_object
        return PdfFacts(
            sizes_mm=tuple(_size_mm(page) for page in reader.pages),
            fonts=tuple(_fonts(reader)),
            page_texts=tuple(
                clean(text.translate(_LINE_END_HYPHEN)).strip() for text in page_texts(pdf)
            ),
            letters="".join(sorted(_claimed_letters(reader))),
            version=reader.pdf_header.removeprefix("%PDF-"),
            tagged="/StructTreeRoot" in root,
            title=str(reader.metadata.title or "") if reader.metadata else "",
            lang=str(root.get("/Lang", "")),
        )
    except (PyPdfError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise RenderingFault(
            "Tệp PDF bị hỏng, không đọc được.", code="pdf-broken", permanent=True
        ) from error


def require_issuable(pdf: bytes, *, typed: str = "") -> PdfFacts:
    """The file's facts, or RenderingFault (permanent): ``page-size``, ``text-missing``,
    ``font-missing``, ``glyph-missing``, ``placeholder-left``.

    ``glyph-missing`` is a character that no font could draw: LibreOffice leaves its place
    empty, while text read out of the file still has it.

    `typed` is text a person wrote; braces in it are the person's, not a template's left over.
    """
    found = facts(pdf)
    for number, size in enumerate(found.sizes_mm, 1):
        if not _is_a4(size):
            width, height = size
            raise _fault(
                "page-size", f"trang {number} không phải khổ A4 ({width:.0f} × {height:.0f} mm)"
            )
    if not found.text:
        raise _fault("text-missing", "trang không có chữ nào")
    foreign = sorted({font.name.split("+")[-1] for font in found.fonts if not font.allowed})
    if foreign or not found.fonts:
        raise _fault(
            "font-missing",
            f"có phông chữ ngoài Times New Roman ({', '.join(foreign)}), thường do máy chủ thiếu "
            "phông hoặc nội dung có ký hiệu lạ",
        )
    lost = "".join(letter for letter in found.letters if not _can_be_drawn(letter))
    if lost:
        raise _fault(
            "glyph-missing",
            f"ký tự “{lost[:20]}” không có trong phông Times New Roman nên không hiện trên trang",
        )
    for mark in _TEMPLATE_MARKS.findall(found.text):
        if mark not in typed:
            raise _fault("placeholder-left", f"còn dấu “{mark}” của mẫu Word chưa được thay")
    return found


def _fault(code: str, why: str) -> RenderingFault:
    return RenderingFault(
        f"Chưa phát hành được: {why}. Hãy sửa nội dung hoặc báo người quản trị.",
        code=code,
        permanent=True,
    )


def _can_be_drawn(letter: str) -> bool:
    return ord(letter) in drawable() or unicodedata.category(letter) in _NOT_DRAWN


def _is_a4(size: tuple[float, float]) -> bool:
    """Upright, or lying for wide tables (Phụ lục I, phần I, I.2)."""
    narrow, wide = sorted(size)
    return abs(narrow - A4_MM[0]) <= _TOLERANCE_MM and abs(wide - A4_MM[1]) <= _TOLERANCE_MM


def _size_mm(page: PageObject) -> tuple[float, float]:
    unit = float(page.get("/UserUnit", 1)) * MM_PER_POINT
    width, height = float(page.cropbox.width) * unit, float(page.cropbox.height) * unit
    width, height = round(width, 2), round(height, 2)
    return (height, width) if (page.rotation or 0) % 180 else (width, height)


def _fonts(reader: PdfReader) -> Iterator[PdfFont]:
    for font in _font_dictionaries(reader):
        yield _font(font)


def _claimed_letters(reader: PdfReader) -> set[str]:
    """What fonts and marked content say they stand for; a glyph that is missing says so, too."""
    claimed: set[str] = set()
    for font in _font_dictionaries(reader):
        if "/ToUnicode" in font:
            table = font["/ToUnicode"].get_object().get_data()
            for text in _BFCHAR.findall(b"".join(_BFCHAR_SECTION.findall(table))):
                claimed.update(_utf16(text))
    for page in reader.pages:
        for stream in _streams(page):
            for text in _ACTUAL_TEXT.findall(stream.get_object().get_data()):
                claimed.update(_utf16(text))
    return claimed


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode("ascii")).decode("utf-16-be", "replace")


def _streams(page: PageObject) -> list[Any]:
    contents = page.get("/Contents")
    parts = contents.get_object() if contents is not None else []
    return list(parts) if isinstance(parts, ArrayObject) else [parts]


def _font_dictionaries(reader: PdfReader) -> Iterator[Any]:
    """Every font of every page, of its forms and of its annotations' appearances, once."""
    seen: set[int] = set()
    for page in reader.pages:
        yield from _fonts_of(page.get("/Resources"), seen, 0)
        for annotation in page.get("/Annots") or ():
            for state in _appearances(annotation.get_object()):
                yield from _fonts_of(state.get("/Resources"), seen, 0)


def _appearances(annotation: Any) -> Iterator[Any]:
    normal = annotation.get("/AP", {}).get("/N")
    if normal is None:
        return
    normal = normal.get_object()
    if "/BBox" in normal:
        yield normal
    else:
        yield from (state.get_object() for state in normal.values())


def _fonts_of(resources: Any, seen: set[int], depth: int) -> Iterator[Any]:
    if resources is None or depth > _DEEPEST:
        return
    resources = resources.get_object()
    for reference in resources.get("/Font", {}).values():
        if _first_time(reference, seen):
            yield reference.get_object()
    for reference in resources.get("/XObject", {}).values():
        if _first_time(reference, seen):
            yield from _fonts_of(reference.get_object().get("/Resources"), seen, depth + 1)


def _first_time(reference: Any, seen: set[int]) -> bool:
    identity = getattr(reference, "idnum", id(reference))
    if identity in seen:
        return False
    seen.add(identity)
    return True


def _font(font: Any) -> PdfFont:
    name = str(font.get("/BaseFont", font.get("/Name", "/?"))).lstrip("/")
    if font.get("/Subtype") == "/Type0":
        font = font["/DescendantFonts"][0].get_object()
    descriptor = font.get("/FontDescriptor", DictionaryObject()).get_object()
    return PdfFont(name, any(key in descriptor for key in _EMBEDDED))
