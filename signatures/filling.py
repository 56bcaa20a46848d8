"""Cấp số, ghi thời gian sau chữ ký — number and date written into their fields after the
person has signed (NĐ 30/2020, Điều 15, khoản 3; Phụ lục I, phần I, II.3, II.4).

The fields were there when the person signed, so filling them is all that changes and the
signature stays valid. The text is drawn with the page's own typeface: form tools that draw it
themselves lose Đ.
"""

# mypy: disable-error-code="no-untyped-call"

from datetime import date
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.reader import PdfFileReader

from service.domain.errors import Refused
from service.domain.numbering import padded, reference
from service.domain.vietnamese import day_in_words, month_in_words
from signatures.appearance import Line, baseline, draw_lines, rectangle
from signatures.blanks import Align, BlankName, printed_date, printed_notation
from signatures.fields import ITALIC
from signatures.order import Step, require_step
from signatures.pdfium import PageText, opened
from signatures.writing import AppendingWriter, form_fields


def fill_number(pdf: bytes, *, number: int, notation: str, issued_on: date) -> bytes:
    """Append number and date; the given bytes stay as they are.

    WrongState before the person has signed or when a number is there already. Refused when
    the printed notation, month or year is another one, or the text does not fit.
    """
    require_step(pdf, Step.NUMBER)
    _require_printed_parts(pdf, notation, issued_on)
    values = {
        BlankName.NUMBER: padded(number),
        BlankName.REFERENCE: reference(number, notation),
        BlankName.DAY: day_in_words(issued_on.day),
        BlankName.MONTH: month_in_words(issued_on.month),
        BlankName.YEAR: str(issued_on.year),
    }
    writer = AppendingWriter(pdf)
    fields = form_fields(writer)
    filled = [(fields[name], text) for name, text in values.items() if name in fields]
    draw_lines(writer, [(field, [_line(field.get_object(), text)]) for field, text in filled])
    for field, text in filled:
        widget = field.get_object()
        widget[pdf_name("/V")] = generic.TextStringObject(text)
        # Without an appearance state pyHanko up to 0.38 takes every later update for a change
        # of this field and, once the seal has locked it, rejects even archival time stamps.
        widget[pdf_name("/AS")] = pdf_name("/N")
    return writer.appended()


def filled_values(pdf: bytes) -> dict[str, str]:
    """What the number's and the date's fields say, by field name; blank ones are left out."""
    fields = form_fields(PdfFileReader(BytesIO(pdf)))
    names = {name.value for name in BlankName}
    return {
        name: str(field.get_object()["/V"])
        for name, field in fields.items()
        if name in names and field.get_object().get("/V")
    }


def _line(widget: Any, text: str) -> Line:
    face, size = str(widget["/DA"]).split()[:2]
    box = rectangle(widget)
    return Line(
        text,
        box.width,
        box.height,
        float(size),
        baseline(float(size)),
        italic=face == ITALIC,
        align=Align(str(int(widget["/Q"]))),
    )


def _require_printed_parts(pdf: bytes, notation: str, issued_on: date) -> None:
    with opened(pdf) as document:
        text = PageText(document, 0)
    printed = printed_notation(text)
    if printed and printed != notation:
        raise Refused(f"Văn bản đã ký in ký hiệu “{printed}”, không phải “{notation}”.", "notation")
    month, year = printed_date(text)
    if (month and int(month) != issued_on.month) or (year and int(year) != issued_on.year):
        shown = "/".join(part for part in (month, year) if part)
        raise Refused(
            f"Văn bản đã ký in sẵn tháng, năm {shown}; không ban hành được ngày "
            f"{issued_on:%d/%m/%Y}. Hãy chọn ngày khác, hoặc trả lại để in và ký lại.",
            "issued_on",
        )
