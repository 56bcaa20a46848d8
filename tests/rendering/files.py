"""PDF files written byte by byte: plain ones of any page, and hostile ones."""

import zlib

A4 = "0 0 595.276 841.89"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def pdf_of(objects, *, trailer=b""):
    """A whole file of numbered objects; object 1 is the catalogue."""
    data, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", {}
    for number, body in sorted(objects.items()):
        places[number] = len(data)
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, count = len(data), max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count
    for number in range(1, count):
        kept = number in places
        data += b"%010d 00000 %c \n" % (places.get(number, 0), b"n" if kept else b"f")
    return data + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        count,
        trailer,
        start,
    )


def stream(data, entries=b""):
    return b"<<%s/Length %d>>\nstream\n" % (entries, len(data)) + data + b"\nendstream"


def page_pdf(
    content=b"", *, box=A4, page=b"", resources=b"", extra=None, catalogue=b"", pages=1, trailer=b""
):
    """`pages` equal pages drawn by `content`; `extra` holds objects from number 10 on."""
    entries = b"/MediaBox[%s]%s/Contents 4 0 R/Resources<</Font<</F 5 0 R>>%s>>" % (
        box.encode(),
        page,
        resources,
    )
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R%s>>" % entries,
        4: stream(content),
        5: HELVETICA,
        **(extra or {}),
    }
    if pages > 1:
        first = 1000
        kids = b" ".join(b"%d 0 R" % (first + number) for number in range(pages))
        objects[2] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)
        objects |= {first + number: objects[3] for number in range(pages)}
    return pdf_of(objects, trailer=trailer)


def line_of_text(x, y, text="Dong cuoi cung cua van ban", size=14):
    return b"BT /F %d Tf %.2f %.2f Td (%s) Tj ET\n" % (size, x, y, text.encode("latin-1"))


def appearance(colour, width=120, height=60):
    """A filled box, as the picture of a signature or a filled field."""
    return stream(
        b"%s rg 0 0 %d %d re f" % (colour, width, height),
        b"/Type/XObject/Subtype/Form/BBox[0 0 %d %d]" % (width, height),
    )


def signed_pdf(*, content=None, flags=4, rect=b"300 300 420 360"):
    """A page with a signature field that is filled and seen (its value signs nothing)."""
    return page_pdf(
        line_of_text(100, 700) if content is None else content,
        page=b"/Annots[10 0 R]",
        catalogue=b"/AcroForm<</Fields[10 0 R]/SigFlags 3>>",
        extra={
            10: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(Chu ky)/F %d/Rect[%s]/AP<</N 11 0 R>>"
            b"/V 12 0 R>>" % (flags, rect),
            11: appearance(b"0.8 0 0"),
            12: b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/Contents<00>>>",
        },
    )


def _zeros(amount):
    """zlib data that unpacks to `amount` zeros, made without packing them all: a fully flushed
    piece may be repeated."""
    piece = bytes(1 << 24)
    packer = zlib.compressobj(9)
    first = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * ((amount >> 24) - 1) + packer.flush()


def bomb(gigabytes=1, layers=1):
    """A content stream that unpacks to gigabytes of zeros."""
    data = _zeros(gigabytes << 30)
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
        4: stream(data, b"/Filter[%s]" % (b"/FlateDecode" * layers)),
    }
    return pdf_of(objects)


def laughing_forms(depth=12):
    """Forms that draw the next form ten times each: 10^depth drawings out of 3 kB."""
    box = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    forms = {
        10 + level: stream(
            b"/F Do " * 10, box + b"/Resources<</XObject<</F %d 0 R>>>>" % (11 + level)
        )
        for level in range(depth)
    }
    forms[10 + depth] = stream(b"0 0 9 9 re f", box)
    return page_pdf(b"/F Do", resources=b"/XObject<</F 10 0 R>>", extra=forms)


def form_in_itself():
    form = stream(
        b"/F Do /F Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 10 0 R>>>>",
    )
    return page_pdf(b"/F Do", resources=b"/XObject<</F 10 0 R>>", extra={10: form})


def huge_picture():
    picture = stream(
        zlib.compress(bytes(1000)),
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
        b"/ColorSpace/DeviceRGB/Filter/FlateDecode",
    )
    return page_pdf(
        b"500 0 0 500 0 0 cm /I Do", resources=b"/XObject<</I 10 0 R>>", extra={10: picture}
    )


def pages_in_themselves():
    return pdf_of({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R]/Count 1>>"})


def deeply_nested(depth=200_000):
    return page_pdf(
        catalogue=b"/Deep 10 0 R", extra={10: b"[" * depth + b"]" * depth}, content=b"0 0 9 9 re f"
    )


def acting_pdf():
    """Opens with a script, launches a program, carries a file, links to a page of the network."""
    return page_pdf(
        line_of_text(100, 700),
        page=b"/AA<</O<</S/JavaScript/JS(app.alert\\(1\\))>>>>/Annots[10 0 R 11 0 R]",
        catalogue=b"/OpenAction<</S/JavaScript/JS(app.alert\\(2\\))>>/Names<</EmbeddedFiles"
        b"<</Names[(vi-rus.exe) 12 0 R]>>>>",
        extra={
            10: b"<</Type/Annot/Subtype/Link/Rect[100 690 200 720]/A<</S/Launch/F(cmd.exe)>>>>",
            11: b"<</Type/Annot/Subtype/Link/Rect[100 600 200 620]/A<</S/URI/URI(http://xau.vn)>>>>",
            12: b"<</Type/Filespec/F(vi-rus.exe)/EF<</F 13 0 R>>>>",
            13: stream(b"MZ gia lam chuong trinh", b"/Type/EmbeddedFile"),
        },
    )
