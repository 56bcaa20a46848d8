"""Dấu trên trang — the mark of a draft, and (from `copies`) the block of a certified copy."""

import functools
import io
import math
import unicodedata

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
)

from service.domain.errors import RenderingFault
from service.rendering.copies import certify
from service.rendering.flatten import content_streams, form_of, numbers
from service.rendering.fonts import fonts_report
from service.rendering.placement import frame_of, times

__all__ = ["certify", "watermark"]

_DRAFT_GREY = 224
_DRAFT_SHARE = 0.64  # of the page's diagonal
_DRAFT_NAME = "/DraftMark"


def watermark(pdf: bytes, text: str = "BẢN THẢO") -> bytes:
    """Write `text` in light grey from corner to corner of every page.

    It multiplies with what is there: letters stay black, a scan shows it too. Raises
    RenderingFault (``pdf-broken``, ``font-missing``, permanent).
    """
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
        mark = PdfReader(io.BytesIO(_mark(unicodedata.normalize("NFC", text)))).pages[0]
        layer = form_of(mark, writer)
        for page in writer.pages:
            _write_over(page, writer, layer, mark)
        marked = io.BytesIO()
        writer.write(marked)
    except (PyPdfError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise RenderingFault(
            "Tệp PDF bị hỏng, không đóng dấu được.", code="pdf-broken", permanent=True
        ) from error
    return marked.getvalue()


def _write_over(
    page: PageObject, writer: PdfWriter, layer: IndirectObject, mark: PageObject
) -> None:
    frame = frame_of(page)
    reach = math.hypot(frame.width, frame.height) * _DRAFT_SHARE
    size = reach / float(mark.mediabox.width)
    turn = math.atan2(frame.height, frame.width)
    cos, sin = size * math.cos(turn), size * math.sin(turn)
    middle = (float(mark.mediabox.width) / 2, float(mark.mediabox.height) / 2)
    matrix = times(
        times((1, 0, 0, 1, -middle[0], -middle[1]), (cos, sin, -sin, cos, 0, 0)),
        times((1, 0, 0, 1, frame.width / 2, frame.height / 2), frame.to_page),
    )
    resources = page.setdefault(NameObject("/Resources"), DictionaryObject()).get_object()
    forms = resources.setdefault(NameObject("/XObject"), DictionaryObject()).get_object()
    forms[NameObject(_DRAFT_NAME)] = layer
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q")
    after.set_data(f"\nQ /Artifact BMC q {numbers(matrix)} cm {_DRAFT_NAME} Do Q EMC".encode())
    page[NameObject("/Contents")] = ArrayObject(
        [writer._add_object(before), *content_streams(page), writer._add_object(after)]
    )


@functools.cache
def _mark(text: str) -> bytes:
    """One line of text as a PDF page of its own size, its font embedded."""
    from fpdf import FPDF  # noqa: PLC0415 - 0.2 s and 27 MB that only drafts need

    bold = next((face for face in fonts_report().faces if face.style == "Bold"), None)
    if bold is None or not bold.allowed:
        raise RenderingFault(
            "Máy chủ thiếu phông Times New Roman (hoặc Liberation Serif, Tinos) nên chưa tạo được "
            "bản thảo. Hãy báo người quản trị chạy “service doctor”.",
            code="font-missing",
            permanent=True,
        )
    size, height, base = 100, 140, 105  # room above for Ả, below for Ạ
    drawing = FPDF(unit="pt")
    drawing.set_auto_page_break(False)
    drawing.add_font("bold", fname=bold.file)
    drawing.set_font("bold", size=size)
    width = drawing.get_string_width(text)
    drawing.add_page(format=(width, height))
    drawing.set_text_color(_DRAFT_GREY)
    with drawing.local_context(blend_mode="Multiply"):
        drawing.text(0, base, text)
    return bytes(drawing.output())
