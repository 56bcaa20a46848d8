"""Ways to tamper with a signed file, each a function from bytes to bytes."""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pypdf import PdfWriter

from signatures.writing import AppendingWriter


def flipped(pdf, position):
    """One bit of one byte is another."""
    data = bytearray(pdf)
    data[position] ^= 1
    return bytes(data)


def first_page(writer):
    return writer.root["/Pages"]["/Kids"][0].get_object()


def with_page_content(pdf, operators=b"\nq 1 0 0 rg 200 300 200 100 re f Q\n"):
    """Something drawn on page 1 in an update."""
    writer = AppendingWriter(pdf)
    page = first_page(writer)
    content = page.raw_get("/Contents")
    parts = list(content) if isinstance(content, generic.ArrayObject) else [content]
    stream = writer.add_object(generic.StreamObject(stream_data=operators))
    page[pdf_name("/Contents")] = generic.ArrayObject([*parts, stream])
    writer.update_container(page)
    return writer.appended()


def with_patch(pdf, box=(100, 600, 200, 620), colour=b"1 0 0"):
    """A FreeText annotation that covers a part of page 1."""
    writer = AppendingWriter(pdf)
    page = first_page(writer)
    x0, y0, x1, y1 = box
    numbers = generic.ArrayObject
    appearance = generic.StreamObject(
        {
            pdf_name("/Type"): pdf_name("/XObject"),
            pdf_name("/Subtype"): pdf_name("/Form"),
            pdf_name("/BBox"): numbers(map(generic.FloatObject, (0, 0, x1 - x0, y1 - y0))),
        },
        stream_data=colour + b" rg 0 0 %d %d re f" % (x1 - x0, y1 - y0),
    )
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): numbers(map(generic.FloatObject, box)),
            pdf_name("/Contents"): generic.TextStringObject("x"),
            pdf_name("/F"): generic.NumberObject(4),
            pdf_name("/AP"): generic.DictionaryObject(
                {pdf_name("/N"): writer.add_object(appearance)}
            ),
        }
    )
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])
    writer.update_container(page)
    return writer.appended()


def with_value(pdf, name, text):
    """A text field's value changed by hand, its appearance wiped."""
    writer = AppendingWriter(pdf)
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field["/T"] == name:
            field[pdf_name("/V")] = generic.TextStringObject(text)
            blank = generic.StreamObject(
                {
                    pdf_name("/Type"): pdf_name("/XObject"),
                    pdf_name("/Subtype"): pdf_name("/Form"),
                    pdf_name("/BBox"): generic.ArrayObject(
                        map(generic.FloatObject, (0, 0, 30, 15))
                    ),
                },
                stream_data=b"0 0 1 rg 0 0 20 15 re f",
            )
            field[pdf_name("/AP")] = generic.DictionaryObject(
                {pdf_name("/N"): writer.add_object(blank)}
            )
            writer.mark_update(reference)
    return writer.appended()


def with_script(pdf):
    """JavaScript that runs when the file is opened."""
    writer = AppendingWriter(pdf)
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
        {
            pdf_name("/S"): pdf_name("/JavaScript"),
            pdf_name("/JS"): generic.TextStringObject("app.alert(1)"),
        }
    )
    writer.update_root()
    return writer.appended()


def rewritten(pdf, change=None):
    """The whole file written anew by another program."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.compress_identical_objects()
    if change is not None:
        change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
