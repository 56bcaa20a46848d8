"""PDF files made to hang, crash, fill the memory of, or run something in, whoever opens them."""

import os
import zlib
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, create_string_object

MEGABYTE = 1 << 20
CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>"


def document(objects, extra=b""):
    """Numbered objects as a file with a classic cross-reference table; object 1 is the root."""
    output = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
    offsets = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(output)
        output += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, size = len(output), max(objects) + 1
    output += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        if number in offsets:
            output += b"%010d 00000 n \n" % offsets[number]
        else:
            output += b"0000000000 00000 f \n"
    trailer = b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (size, extra)
    return output + trailer + b"startxref\n%d\n%%%%EOF\n" % start


def stream(dictionary, data):
    return b"<<%s/Length %d>>\nstream\n" % (dictionary, len(data)) + data + b"\nendstream"


def one_page(page=PAGE, content=b"", catalog=CATALOG, pages=PAGES, extra=b"", **more):
    objects = {1: catalog, 2: pages, 3: page, 4: content or stream(b"", b"")}
    objects |= {int(key[1:]): value for key, value in more.items()}
    return document(objects, extra)


def zeros(gigabytes):
    """Deflate data that unpacks to so many gigabytes: one flushed block, over and over."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"\0" * (64 * MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\0" * (64 * MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (16 * gigabytes - 1) + packer.flush()


def bomb():
    return one_page(content=stream(b"/Filter/FlateDecode", zeros(1)))


def double_bomb():
    packed = zlib.compress(zeros(10), 9)
    return one_page(content=stream(b"/Filter[/FlateDecode/FlateDecode]", packed))


def page_tree_circle():
    return document({1: CATALOG, 2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"})


def parent_circle():
    return one_page(
        page=PAGE.replace(b"/MediaBox[0 0 595 842]", b""),
        pages=b"<</Type/Pages/Parent 5 0 R/Kids[3 0 R]/Count 1>>",
        _5=b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
    )


def with_extra_object(body):
    return one_page(catalog=b"<</Type/Catalog/Pages 2 0 R/X 5 0 R>>", _5=body)


def deep_array():
    return with_extra_object(b"[" * 200_000 + b"]" * 200_000)


def deep_dictionary():
    return with_extra_object(b"<</A" * 100_000 + b" 1" + b">>" * 100_000)


def reference_loop():
    return one_page(
        catalog=b"<</Type/Catalog/Pages 2 0 R/X 5 0 R>>",
        content=stream(b"/Filter 5 0 R", b"abc"),
        _5=b"6 0 R",
        _6=b"5 0 R",
    )


def previous_loop():
    plain = one_page()
    start = plain.rfind(b"xref\n", 0, plain.rfind(b"startxref"))
    return plain.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % start)


def huge_count():
    return one_page(pages=b"<</Type/Pages/Kids[3 0 R]/Count 2147483647>>")


def many_pages():
    kids = b" ".join([b"3 0 R"] * 300_000)
    return one_page(pages=b"<</Type/Pages/Kids[" + kids + b"]/Count 300000>>")


def huge_page():
    return one_page(page=PAGE.replace(b"595 842", b"1000000000 1000000000"))


def huge_image():
    image = stream(
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
        b"/ColorSpace/DeviceRGB/Filter/FlateDecode",
        zlib.compress(b"\0" * 1000),
    )
    return one_page(
        page=PAGE.replace(b"/Resources<<>>", b"/Resources<</XObject<</I 5 0 R>>>>"),
        content=stream(b"", b"500 0 0 500 0 0 cm /I Do"),
        _5=image,
    )


FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 100 100]"


def form_recursion():
    return one_page(
        page=PAGE.replace(b"/Resources<<>>", b"/Resources<</XObject<</F 5 0 R>>>>"),
        content=stream(b"", b"/F Do"),
        _5=stream(FORM + b"/Resources<</XObject<</F 5 0 R>>>>", b"/F Do /F Do"),
    )


def laughing_forms():
    """Each form draws the next one ten times, twelve deep."""
    forms = {
        f"_{number}": stream(
            FORM + b"/Resources<</XObject<</F %d 0 R>>>>" % (number + 1), b"/F Do " * 10
        )
        for number in range(10, 21)
    }
    return one_page(
        page=PAGE.replace(b"/Resources<<>>", b"/Resources<</XObject<</F 10 0 R>>>>"),
        content=stream(b"", b"/F Do"),
        **forms,
        _21=stream(FORM, b"BT ET"),
    )


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(
        b'<!ENTITY a%d "%s">' % (each, b"&a%s;" % (b"%d" % (each - 1) if each > 1 else b"") * 10)
        for each in range(1, 10)
    )
    + b"]><x>&a9;</x>"
)


def xfa():
    return one_page(
        catalog=b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA 5 0 R>>>>",
        _5=stream(b"", ENTITIES),
    )


def xmp_bomb():
    return one_page(
        catalog=b"<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>",
        _5=stream(b"/Type/Metadata/Subtype/XML", ENTITIES),
    )


def script():
    return one_page(
        catalog=b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
    )


def launch():
    return one_page(catalog=b"<</Type/Catalog/Pages 2 0 R/AA<</WC<</S/Launch/F(cmd.exe)>>>>>>")


def chained_script():
    return one_page(
        page=PAGE.replace(b"/Contents", b"/AA<</O<</S/Named/N/Next/Next 5 0 R>>>>/Contents"),
        _5=b"<</S/JavaScript/JS(1)>>",
    )


def attached_program():
    return one_page(
        catalog=b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[(a) 5 0 R]>>>>>>",
        _5=b"<</Type/Filespec/F(ke-hoach.exe)/EF<</F 6 0 R>>>>",
        _6=stream(b"/Type/EmbeddedFile", b"MZ"),
    )


def encrypted(pdf, user_password):
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt(user_password, "chu-so-huu", algorithm="RC4-128")
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def field_circle():
    """A form field that is its own child."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    field = DictionaryObject({NameObject("/T"): create_string_object("a")})
    reference = writer._add_object(field)

    field[NameObject("/Kids")] = ArrayObject([reference])
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([reference])}
    )
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def hostile_files(signed):
    """Name → bytes of every one; `signed` is a good file that some are made from."""
    return {
        "bomb of 1 GB": bomb(),
        "bomb of 10 GB in a bomb": double_bomb(),
        "page tree in a circle": page_tree_circle(),
        "parents in a circle": parent_circle(),
        "arrays 200 000 deep": deep_array(),
        "dictionaries 100 000 deep": deep_dictionary(),
        "references in a loop": reference_loop(),
        "cross-references in a loop": previous_loop(),
        "two billion pages claimed": huge_count(),
        "300 000 pages": many_pages(),
        "page of a kilometre": huge_page(),
        "picture of 60 000 by 60 000": huge_image(),
        "form drawing itself": form_recursion(),
        "forms drawing forms, 10^12 times": laughing_forms(),
        "XFA": xfa(),
        "entities in the metadata": xmp_bomb(),
        "script on opening": script(),
        "launch of a program": launch(),
        "script behind a named action": chained_script(),
        "program attached": attached_program(),
        "form field in a circle": field_circle(),
        "password to open": encrypted(signed, "mo"),
        "password to change": encrypted(signed, ""),
        "cut in half": signed[: len(signed) // 2],
        "cross-reference lost": signed.replace(b"startxref", b"startxxxx"),
        "empty": b"",
        "no PDF": b"PK\x03\x04" + os.urandom(2000),
        "junk before the start": b"junk" * 100 + signed,
    }
