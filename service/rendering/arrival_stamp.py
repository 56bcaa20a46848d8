"""Dấu “ĐẾN” — drawn at its size of 50 × 35 mm (Phụ lục IV): on a slip, on an empty sheet to be
printed over a paper, or on a print of a file without signatures."""

import functools
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

from service.domain.errors import RenderingFault
from service.domain.incoming import ArrivalStamp
from service.domain.numbering import VIETNAM, padded
from service.rendering.flatten import content_streams, form_of, numbers
from service.rendering.fonts import fonts_report
from service.rendering.pages import opened, page_picture
from service.rendering.placement import MM, frame_of, times

if TYPE_CHECKING:
    from fpdf import FPDF

WIDTH_MM, HEIGHT_MM = 50.0, 35.0
_HEAD_MM, _MIDDLE_MM, _LEFT_MM = 9.0, 12.0, 18.0
_USUAL_LEFT_MM, _USUAL_TOP_MM = 30.0, 62.0
"""Under số, ký hiệu or trích yếu of an ordinary first page (Phụ lục IV)."""
_NAME = "/ArrivalMark"
_LOOK_DOWN_MM = 90
_INK = 200  # of 255: darker than this is something printed


class _Cell(NamedTuple):
    """A rectangle in mm from the upper left of the sheet."""

    left: float
    top: float
    width: float
    height: float


def slip(stamp: ArrivalStamp, title: str, facts: Sequence[tuple[str, str]]) -> bytes:
    """An A4 sheet with the stamp and what is registered, to lie on top of the paper."""
    drawing = _drawing()
    drawing.set_auto_page_break(True, 20)
    drawing.add_page(format="A4")
    draw(drawing, stamp, 30, 25)
    drawing.set_xy(30, 68)
    drawing.set_font("letters", style="B", size=14)
    drawing.multi_cell(160, 7, title, align="L", new_x="LMARGIN", new_y="NEXT")
    for label, text in facts:
        drawing.set_x(30)
        drawing.set_font("letters", style="B", size=12)
        top = drawing.get_y() + 1.5
        drawing.set_xy(30, top)
        drawing.multi_cell(45, 6, label, align="L", new_x="RIGHT", new_y="TOP")
        drawing.set_xy(76, top)
        drawing.set_font("letters", size=12)
        drawing.multi_cell(114, 6, text or "—", align="L", new_x="LMARGIN", new_y="NEXT")
    return bytes(drawing.output())


def overlay(stamp: ArrivalStamp) -> bytes:
    """An A4 sheet that is empty but for the stamp, to be printed over a paper."""
    drawing = _drawing()
    drawing.add_page(format="A4")
    draw(drawing, stamp, _USUAL_LEFT_MM, _USUAL_TOP_MM)
    return bytes(drawing.output())


def stamped(pdf: bytes, stamp: ArrivalStamp) -> bytes:
    """A print of `pdf` with the stamp where its first page is blank, below the head on the left.

    Never for a file that carries signatures: its bytes are the paper. Raises RenderingFault
    (``pdf-broken``, permanent)."""
    left, top = blank_place(pdf)
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
        mark = PdfReader(io.BytesIO(_alone(stamp))).pages[0]
        page, layer = writer.pages[0], form_of(mark, writer)
        frame = frame_of(page)
        scale = frame.scale
        bottom = frame.height - (top + HEIGHT_MM) * MM * scale
        place = (scale, 0, 0, scale, left * MM * scale, bottom)
        matrix = times(place, frame.to_page)
        resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
        forms = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
        forms[NameObject(_NAME)] = layer
        before, after = DecodedStreamObject(), DecodedStreamObject()
        before.set_data(b"q")
        after.set_data(f"\nQ /Artifact BMC q {numbers(matrix)} cm {_NAME} Do Q EMC".encode())
        page[NameObject("/Contents")] = ArrayObject(
            [writer._add_object(before), *content_streams(page), writer._add_object(after)]
        )
        result = io.BytesIO()
        writer.write(result)
    except (PyPdfError, KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        raise RenderingFault(
            "Tệp PDF bị hỏng, không in được dấu ĐẾN vào bản in.", code="pdf-broken", permanent=True
        ) from error
    return result.getvalue()


def blank_place(pdf: bytes) -> tuple[float, float]:
    """Left and top in mm of the first blank place for the stamp under the head of page 1, on the
    left if there is one; the place with the least ink when nothing is blank."""
    with opened(pdf, forms=True) as document:
        picture = page_picture(document[0], dpi=25.4, grey=True).convert("L")  # a pixel is a mm
    ink = picture.point([255 if value < _INK else 0 for value in range(256)])
    places = [
        (left, top)
        for left in (_USUAL_LEFT_MM, 20.0, 105.0)
        for top in range(int(_USUAL_TOP_MM) - 26, int(_USUAL_TOP_MM) + _LOOK_DOWN_MM, 2)
    ]
    covered = [(_covered(ink, left, top), order) for order, (left, top) in enumerate(places)]
    return tuple(map(float, places[min(covered)[1]]))  # type: ignore[return-value]


def draw(drawing: "FPDF", stamp: ArrivalStamp, left: float, top: float) -> None:
    """The frame with its six blanks, upper left corner at (`left`, `top`) mm."""
    drawing.set_line_width(0.4)
    drawing.rect(left, top, WIDTH_MM, HEIGHT_MM)
    middle, low = top + _HEAD_MM, top + _HEAD_MM + _MIDDLE_MM
    drawing.line(left, middle, left + WIDTH_MM, middle)
    drawing.line(left, low, left + WIDTH_MM, low)
    drawing.line(left + _LEFT_MM, middle, left + _LEFT_MM, low)
    head = _Cell(left, top, WIDTH_MM, _HEAD_MM)
    _text(drawing, stamp.agency.upper(), head, size=8.5)
    _text(drawing, "ĐẾN", _Cell(left, middle, _LEFT_MM, _MIDDLE_MM), size=15)
    arrived = stamp.arrived_at.astimezone(VIETNAM)
    right, width = left + _LEFT_MM + 1, WIDTH_MM - _LEFT_MM - 1
    for line, text in enumerate((f"Số: {padded(stamp.number)}", f"Ngày: {arrived:%d/%m/%Y}")):
        half = _MIDDLE_MM / 2
        _line(drawing, text, _Cell(right, middle + line * half, width, half))
    rest = HEIGHT_MM - _HEAD_MM - _MIDDLE_MM
    dots = "." * 28
    for line, text in enumerate(
        (
            f"Chuyển: {stamp.passed_to or dots}",
            f"Số và ký hiệu HS: {stamp.file_code or dots[:12]}",
        )
    ):
        _line(drawing, text, _Cell(left + 1, low + line * rest / 2, WIDTH_MM - 2, rest / 2))


def _alone(stamp: ArrivalStamp) -> bytes:
    drawing = _drawing()
    edge = 0.4
    drawing.add_page(format=((WIDTH_MM + 2 * edge), (HEIGHT_MM + 2 * edge)))
    draw(drawing, stamp, edge, edge)
    return bytes(drawing.output())


def _drawing() -> "FPDF":
    from fpdf import FPDF  # noqa: PLC0415 - 0.2 s and 27 MB that only printing needs

    drawing = FPDF(unit="mm")
    drawing.set_auto_page_break(False)
    for style, name in (("", "Regular"), ("B", "Bold")):
        drawing.add_font("letters", style, _font(name))
    return drawing


@functools.cache
def _font(style: str) -> str:
    face = next((one for one in fonts_report().faces if one.style == style), None)
    if face is None or not face.allowed:
        raise RenderingFault(
            "Máy chủ thiếu phông Times New Roman (hoặc Liberation Serif, Tinos) nên chưa in được "
            "dấu ĐẾN. Hãy báo người quản trị chạy “service doctor”.",
            code="font-missing",
            permanent=True,
        )
    return face.file


def _text(drawing: "FPDF", text: str, cell: _Cell, *, size: float) -> None:
    """Bold, centred in a cell, in one line or two, small enough to fit."""
    while True:
        drawing.set_font("letters", style="B", size=size)
        each = size * 0.42
        lines = drawing.multi_cell(cell.width - 1, each, text, dry_run=True, output="LINES")
        if len(lines) * each <= cell.height - 0.6 or size < 5:
            break
        size -= 0.5
    start = cell.top + (cell.height - each * len(lines)) / 2
    for number, line in enumerate(lines):
        drawing.set_xy(cell.left, start + number * each)
        drawing.cell(cell.width, each, line, align="C")


def _line(drawing: "FPDF", text: str, cell: _Cell) -> None:
    """One line at the left, made smaller or cut off until it fits."""
    size = 10.0
    drawing.set_font("letters", size=size)
    while drawing.get_string_width(text) > cell.width - 1 and size > 7:
        size -= 0.5
        drawing.set_font("letters", size=size)
    while drawing.get_string_width(text) > cell.width - 1:
        text = f"{text[:-2].rstrip()}…"
    drawing.set_xy(cell.left, cell.top)
    drawing.cell(cell.width, cell.height, text)


def _covered(ink: Image.Image, left: float, top: float) -> int:
    """How many mm² of the place hold something; none outside the page."""
    right, bottom = int(left + WIDTH_MM) + 1, int(top + HEIGHT_MM) + 1
    if right > ink.width or bottom > ink.height:
        return 1 << 20
    return ink.crop((int(left), int(top), right, bottom)).histogram()[255]
