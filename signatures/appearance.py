"""Hình hiển thị — what a field shows: the picture of a signature or seal, or a line of text
(NĐ 30/2020, Phụ lục I, phần I, II.7.d, II.8)."""

# mypy: disable-error-code="no-untyped-call"

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

from service.domain.errors import Refused
from signatures.blanks import BASELINE, Align
from signatures.fonts import serif
from signatures.geometry import Box, fitted
from signatures.specimens import Specimen
from signatures.writing import AppendingWriter

if TYPE_CHECKING:
    from fpdf import FPDF

LEAST_STRETCH = 80
"""Per cent: longer text is set narrower down to this, then refused."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in a field of `width` × `height` points."""

    text: str
    width: float
    height: float
    size: float
    baseline: float
    italic: bool = False
    align: Align = Align.LEFT


def rectangle(widget: Any) -> Box:
    return Box(*(float(value) for value in widget["/Rect"]))


def draw_picture(writer: AppendingWriter, widget_reference: Any, specimen: Specimen) -> None:
    """Show the picture in the middle of the field, as large as fits, never distorted."""
    widget = widget_reference.get_object()
    box = rectangle(widget)
    place = fitted(Box(0, 0, box.width, box.height), specimen.ratio)
    content = f"q {place.width:.3f} 0 0 {place.height:.3f} {place.x0:.3f} {place.y0:.3f} cm /P Do Q"
    resources = _dictionary(XObject=_dictionary(P=_image(writer, specimen)))
    _show(writer, widget_reference, content.encode(), resources)


def draw_lines(writer: AppendingWriter, lines: Sequence[tuple[Any, Sequence[Line]]]) -> None:
    """Show lines of text in fields, one embedded subset of the font for all of them.

    `lines` pairs a field's reference with its lines; all lines of one field share its size.
    """
    pages = PdfFileReader(BytesIO(_text_pages([group for _, group in lines])))
    kids: Any = [page.get_object() for page in pages.root["/Pages"]["/Kids"]]
    wanted = generic.ArrayObject([page.raw_get("/Resources") for page in kids])
    # One import for all: fonts shared by several fields are copied once.
    wanted.container_ref = pages.root.get_container_ref()
    resources: Any = writer.import_object(wanted)
    for index, (widget_reference, _) in enumerate(lines):
        text = kids[index]["/Contents"].data
        content = b"/Tx BMC q " + text + b" Q EMC"
        _show(writer, widget_reference, content, resources.raw_get(index))


def _text_pages(groups: Sequence[Sequence[Line]]) -> bytes:
    from fpdf import FPDF  # noqa: PLC0415 - 0.2 s and 27 MB that only signing needs
    from fpdf.fonts import TTFFont  # noqa: PLC0415 - as above

    sheet = FPDF(unit="pt")
    sheet.set_margin(0)
    sheet.set_auto_page_break(False)
    try:
        for italic in {line.italic for group in groups for line in group}:
            sheet.add_font(_face(italic=italic), fname=serif(italic=italic))
        for group in groups:
            sheet.add_page(format=(group[0].width, group[0].height))
            for line in group:
                _set(sheet, line)
        return bytes(sheet.output())
    finally:
        # fpdf2 leaves the font files open.
        for font in sheet.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()


def _set(sheet: "FPDF", line: Line) -> None:
    sheet.set_stretching(100)
    sheet.set_font(_face(italic=line.italic), size=line.size)
    width = sheet.get_string_width(line.text)
    if width > line.width:
        stretch = 100 * line.width / width
        if stretch < LEAST_STRETCH:
            raise Refused(f"“{line.text}” dài hơn chỗ trống trên văn bản; hãy nới mẫu Word.")
        sheet.set_stretching(stretch)
        width = line.width
    free = {Align.LEFT: 0.0, Align.CENTRE: 0.5, Align.RIGHT: 1.0}[line.align]
    sheet.text((line.width - width) * free, line.height - line.baseline, line.text)


def _face(*, italic: bool) -> str:
    return "SerifItalic" if italic else "Serif"


def baseline(size: float) -> float:
    """Height of the baseline over the lower edge of a blank's field."""
    return BASELINE * size


def _show(writer: AppendingWriter, widget_reference: Any, content: bytes, resources: Any) -> None:
    widget = widget_reference.get_object()
    box = rectangle(widget)
    form = generic.StreamObject(
        _dictionary(
            Type=pdf_name("/XObject"),
            Subtype=pdf_name("/Form"),
            BBox=generic.ArrayObject(
                [generic.FloatObject(round(value, 3)) for value in (0, 0, box.width, box.height)]
            ),
            Resources=resources,
        ),
        stream_data=content,
    )
    form.compress()
    widget["/AP"] = _dictionary(N=writer.add_object(form))
    writer.mark_update(widget_reference)


def _image(writer: AppendingWriter, specimen: Specimen) -> Any:
    picture = Image.open(BytesIO(specimen.png), formats=["PNG"])
    mask = writer.add_object(_bitmap(picture.getchannel("A"), "/DeviceGray"))
    return writer.add_object(_bitmap(picture.convert("RGB"), "/DeviceRGB", SMask=mask))


def _bitmap(picture: Image.Image, space: str, **entries: Any) -> generic.StreamObject:
    description = _dictionary(
        Type=pdf_name("/XObject"),
        Subtype=pdf_name("/Image"),
        Width=generic.NumberObject(picture.width),
        Height=generic.NumberObject(picture.height),
        ColorSpace=pdf_name(space),
        BitsPerComponent=generic.NumberObject(8),
        Filter=pdf_name("/FlateDecode"),
        **entries,
    )
    return generic.StreamObject(description, encoded_data=zlib.compress(picture.tobytes(), 9))


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})
