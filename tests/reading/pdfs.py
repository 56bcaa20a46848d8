"""PDFs drawn letter by letter, for what no word processor writes: scans, odd text layers, stamps,
filled fields, turned pages."""

import io
from functools import cache
from pathlib import Path

import fpdf
import PIL.Image
import PIL.ImageDraw
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    RectangleObject,
    StreamObject,
    TextStringObject,
)

FONTS = Path("/usr/share/fonts/truetype/liberation2")

LETTER = (
    (30, 20, "", "ỦY BAN NHÂN DÂN"),
    (107, 20, "B", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (35, 26, "B", "XÃ HÒA BÌNH"),
    (120, 26, "B", "Độc lập - Tự do - Hạnh phúc"),
    (35, 36, "", "Số: 41/UBND-VP"),
    (112, 36, "I", "Hòa Bình, ngày 05 tháng 3 năm 2025"),
    (30, 42, "", "V/v nộp lưu hồ sơ"),
    (80, 56, "", "Kính gửi: Các thôn."),
    (40, 68, "", "Đề nghị các thôn nộp lưu hồ sơ trước ngày 31/3/2025./."),
    (30, 80, "BI", "Nơi nhận:"),
    (30, 86, "", "- Như trên;"),
    (30, 92, "", "- Lưu: VT."),
    (130, 80, "B", "CHỦ TỊCH"),
    (124, 110, "B", "Phạm Quốc Hùng"),
)
"""x and y in mm, style, text: one short letter."""


def pdf(font=None):
    """An empty A4 document with the Times-like font, or a core font that knows Latin-1 only."""
    document = fpdf.FPDF(format="A4")
    document.set_auto_page_break(False)
    if font is None:
        for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Italic"), ("BI", "BoldItalic")):
            document.add_font("Times New Roman", style, FONTS / f"LiberationSerif-{name}.ttf")
    document.family = font or "Times New Roman"
    document.add_page()
    return document


def write(document, lines, size=13):
    for x, y, style, text in lines:
        document.set_font(document.family, style, size)
        document.text(x, y, text)


def letter(lines=LETTER, *, code=None, font=None):
    """The letter as PDF bytes; `code` maps its text into another code."""
    document = pdf(font)
    write(document, [(x, y, style, code(text) if code else text) for x, y, style, text in lines])
    return bytes(document.output())


@cache
def picture():
    """What a scanner gives: grey strokes, no text."""
    image = PIL.Image.new("L", (620, 877), 255)
    draw = PIL.ImageDraw.Draw(image)
    for row in range(60, 800, 24):
        draw.line((70, row, 560, row), fill=90, width=3)
    return image


def scan(*, pages=1, over=()):
    """Pages of picture; `over` is text printed on the first one."""
    document = pdf()
    for number in range(pages):
        if number:
            document.add_page()
        document.image(picture(), 0, 0, 210, 297)
        if number == 0:
            write(document, over, 9)
    return bytes(document.output())


def with_invisible_text():
    """A scan with the text layer of a recogniser."""
    document = pdf()
    document.image(picture(), 0, 0, 210, 297)
    document.text_mode = fpdf.enums.TextMode.INVISIBLE
    write(document, LETTER)
    return bytes(document.output())


def joined(*parts):
    writer = PdfWriter()
    for part in parts:
        writer.append(PdfReader(io.BytesIO(part)))
    return _bytes(writer)


def turned(data, degrees):
    """The pages look the same, but are stored turned and say so in /Rotate."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        shift = {90: (height, 0), 180: (width, height), 270: (0, width)}[degrees]
        page.add_transformation(Transformation().rotate(degrees).translate(*shift))
        if degrees != 180:
            page.mediabox = RectangleObject((0, 0, height, width))
        page.rotate(degrees)
    return _bytes(writer)


def with_field(data, x, y, text, size=13):
    """A form field at x, y mm whose own appearance draws `text`, as a number filled in after
    signing."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    page = writer.pages[0]
    left, bottom = x * 72 / 25.4, float(page.mediabox.height) - y * 72 / 25.4
    look = StreamObject()
    look.set_data(f"BT /F {size} Tf 0 3 Td ({text}) Tj ET".encode("latin-1"))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Times-Roman"),
        }
    )
    fonts = DictionaryObject({NameObject("/F"): font})
    look.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(n) for n in (0, 0, 60, 16)]),
            NameObject("/Resources"): DictionaryObject({NameObject("/Font"): fonts}),
        }
    )
    widget = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("number"),
            NameObject("/V"): TextStringObject(text),
            NameObject("/F"): FloatObject(4),
            NameObject("/Rect"): ArrayObject(
                [FloatObject(n) for n in (left, bottom - 3, left + 60, bottom + 13)]
            ),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),
        }
    )
    field = writer._add_object(widget)
    page[NameObject("/Annots")] = ArrayObject([field])
    writer._root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([field])}
    )
    return _bytes(writer)


def encrypted(data):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt("khó đoán", algorithm="AES-256")
    return _bytes(writer)


def _bytes(writer):
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()
