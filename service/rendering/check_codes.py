"""Mã kiểm tra trên bản in — a QR code in the left margin of the first page of a print.

The print is a flat copy made for paper: the issued file itself, and with it every signature,
is never written to.
"""

import io

import segno
from pypdf import PdfReader, PdfWriter

from service.domain.errors import RenderingFault
from service.rendering.flatten import Layer, draw, flat_pages, foreign_reader, form_of
from service.rendering.fonts import fonts_report
from service.rendering.placement import MM, frame_of, times

_WIDTH_MM, _HEIGHT_MM = 20, 130
_CODE_MM = 17
_LEFT_MM, _BOTTOM_MM = 6, 8  # in the margin of 30 mm, where nothing is printed
_TEXT_PT = 7
_QUIET = 2  # modules; the white margin does the rest


def with_check_code(pdf: bytes, address: str) -> bytes:
    """The pages as they look, with the code and the address beside it.

    Raises RenderingFault (``font-missing``, permanent).
    """
    writer = PdfWriter()
    flat_pages(foreign_reader(pdf), writer)
    mark = PdfReader(io.BytesIO(_mark(address))).pages[0]
    page, frame = writer.pages[0], frame_of(writer.pages[0])
    place = times((1, 0, 0, 1, _LEFT_MM * MM, _BOTTOM_MM * MM), frame.to_page)
    draw(writer, page, [Layer(form_of(mark, writer), place)])
    writer.pdf_header = "%PDF-1.7"
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _mark(address: str) -> bytes:
    from fpdf import FPDF  # noqa: PLC0415 - 0.2 s and 27 MB that few prints need

    face = next((one for one in fonts_report().faces if one.style == "Regular"), None)
    if face is None or not face.allowed:
        raise RenderingFault(
            "Máy chủ thiếu phông Times New Roman (hoặc Liberation Serif, Tinos). Hãy báo người "
            "quản trị chạy “service doctor”.",
            code="font-missing",
            permanent=True,
        )
    drawing = FPDF(unit="mm")
    drawing.set_auto_page_break(False)
    drawing.add_font("text", fname=face.file)
    drawing.set_font("text", size=_TEXT_PT)
    drawing.add_page(format=(_WIDTH_MM, _HEIGHT_MM))
    _draw_code(drawing, address)
    lower = _HEIGHT_MM - _CODE_MM - 2
    for across, text in ((8, "Kiểm tra văn bản này tại:"), (11.5, address)):
        with drawing.rotation(90, across, lower):
            drawing.text(across, lower, text)
    return bytes(drawing.output())


def _draw_code(drawing: object, address: str) -> None:
    rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = _CODE_MM / (len(rows) + 2 * _QUIET)
    top = _HEIGHT_MM - _CODE_MM + _QUIET * side
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                drawing.rect(  # type: ignore[attr-defined]
                    (x + _QUIET) * side, top + y * side, side, side, style="F"
                )
