"""Chuẩn lưu trữ của bản sao — PDF/A-3b where the copied pages permit it, and the original inside.

A copy holds another office's pages as they are. It is declared PDF/A only where that is known to
be true: the pages come from a file that says so of itself, or are nothing but plain pictures,
as scanners make them. Else it stays PDF 1.7, and a sentence says why.
"""

import functools
import hashlib
import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from PIL import ImageCms
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from service.rendering.prepare import LANGUAGE

SOURCE_NAME = "ban-goc.pdf"
"""Name of the original inside its copy."""

_PDFA = b"http://www.aiim.org/pdfa/ns/id/"
_PLAIN_FILTERS = frozenset({"/DCTDecode", "/FlateDecode", "/CCITTFaxDecode", "/JBIG2Decode"})
_PLAIN_COLOURS = frozenset({"/DeviceRGB", "/DeviceGray", "/CalRGB", "/CalGray", "/ICCBased"})
_DEEPEST = 12
_MOST_OBJECTS = 5000


class _Not(Exception):
    """The sentence's part that says why a copy cannot be PDF/A."""


def why_not_archival(reader: PdfReader) -> str:
    """Empty, or why copies of this file's pages cannot be PDF/A: “… vì bản gốc …”."""
    try:
        root = reader.root_object
        if "/OCProperties" in root:
            raise _Not("có lớp ẩn hiện")
        claimed = _claims(root)
        if any(int(one.get("/N", 3)) == 4 for one in _profiles(root)):
            raise _Not("dùng màu in bốn mực (CMYK)")
        walk = _Walk(claimed=claimed)
        for page in reader.pages:
            walk.page(page)
    except _Not as no:
        return str(no)
    except RecursionError:
        return "có cấu trúc quá phức tạp"
    return ""


def _claims(root: DictionaryObject) -> bool:
    metadata = root.get("/Metadata")
    stream = metadata.get_object() if metadata is not None else None
    return isinstance(stream, StreamObject) and _PDFA in stream.get_data()


def _profiles(root: DictionaryObject) -> Iterator[Any]:
    for intent in root.get("/OutputIntents", ArrayObject()).get_object():
        profile = intent.get_object().get("/DestOutputProfile")
        if profile is not None:
            yield profile.get_object()


class _Walk:
    """Everything that a page draws with."""

    def __init__(self, *, claimed: bool) -> None:
        self.claimed = claimed
        self.seen: set[int] = set()

    def page(self, page: PageObject) -> None:
        self.resources(page.get("/Resources"), 0)
        for reference in page.get("/Annots", ArrayObject()).get_object() or ():
            looks = _dictionary(_dictionary(reference).get("/AP"))
            normal = looks.get("/N")
            if normal is not None:
                self.drawing(normal, 0)

    def resources(self, value: Any, depth: int) -> None:
        if depth > _DEEPEST or len(self.seen) > _MOST_OBJECTS:
            raise _Not("có cấu trúc quá phức tạp")
        resources = _dictionary(value)
        for font in _dictionary(resources.get("/Font")).values():
            self.font(_dictionary(font))
        if not self.claimed:
            for key in ("/Shading", "/Pattern", "/ExtGState"):
                if _dictionary(resources.get(key)):
                    raise _Not("không phải tệp PDF/A")
        for drawing in _dictionary(resources.get("/XObject")).values():
            self.drawing(drawing, depth + 1)

    def font(self, font: DictionaryObject) -> None:
        if not self.claimed:
            raise _Not("không phải tệp PDF/A")
        if font.get("/Subtype") == "/Type3":
            return
        below = font.get("/DescendantFonts")
        one = _dictionary(below.get_object()[0]) if below is not None else font
        descriptor = _dictionary(one.get("/FontDescriptor"))
        if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            raise _Not("có phông chữ không nhúng trong tệp")

    def drawing(self, value: Any, depth: int) -> None:
        drawing = value.get_object()
        if id(drawing) in self.seen:
            return
        self.seen.add(id(drawing))
        if not isinstance(drawing, StreamObject):
            return
        if drawing.get("/Subtype") == "/Image":
            self.picture(drawing)
        else:
            self.resources(drawing.get("/Resources"), depth)

    def picture(self, picture: StreamObject) -> None:
        if self.claimed:
            return
        filters = picture.get("/Filter")
        names = filters.get_object() if filters is not None else ArrayObject()
        used = {str(one) for one in (names if isinstance(names, ArrayObject) else [names])}
        colour = picture.get("/ColorSpace")
        colour = colour.get_object() if colour is not None else "/DeviceGray"
        space = str(colour[0] if isinstance(colour, ArrayObject) else colour)
        plain = used <= _PLAIN_FILTERS and space in _PLAIN_COLOURS
        if not plain or picture.get("/Interpolate") or "/Alternates" in picture:
            raise _Not("có ảnh nén hoặc tô màu theo cách PDF/A không nhận")


def _dictionary(value: Any) -> DictionaryObject:
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def describe(writer: PdfWriter, title: str, *, archival: bool) -> None:
    """Title and language; for an archival file also its metadata and its colours (PDF/A-3b)."""
    root = writer.root_object
    writer.pdf_header = "%PDF-1.7"
    writer.metadata = {"/Title": title, "/Producer": "Văn Thư"}
    root[NameObject("/Lang")] = TextStringObject(LANGUAGE)
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    if archival:
        root[NameObject("/Metadata")] = writer._add_object(_metadata(title))
        writer.generate_file_identifiers()
        root[NameObject("/OutputIntents")] = ArrayObject([writer._add_object(_intent(writer))])


def attach(writer: PdfWriter, original: bytes) -> None:
    """Put the original inside, byte for byte, as the source of the pages (/AFRelationship)."""
    inside = DecodedStreamObject()
    inside.set_data(original)  # never packed: its bytes can be found as they are
    inside.update(
        {
            NameObject("/Type"): NameObject("/EmbeddedFile"),
            NameObject("/Subtype"): NameObject("/application/pdf"),
            NameObject("/Params"): DictionaryObject(
                {NameObject("/Size"): NumberObject(len(original))}
            ),
        }
    )
    stored = writer._add_object(inside)
    sha256 = hashlib.sha256(original).hexdigest()
    file = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Filespec"),
            NameObject("/F"): TextStringObject(SOURCE_NAME),
            NameObject("/UF"): TextStringObject(SOURCE_NAME),
            NameObject("/Desc"): TextStringObject(f"Tệp của văn bản được sao, SHA-256 {sha256}"),
            NameObject("/AFRelationship"): NameObject("/Source"),
            NameObject("/EF"): DictionaryObject(
                {NameObject("/F"): stored, NameObject("/UF"): stored}
            ),
        }
    )
    reference = writer._add_object(file)
    names = ArrayObject([TextStringObject(SOURCE_NAME), reference])
    root = writer.root_object
    root[NameObject("/AF")] = ArrayObject([reference])
    root[NameObject("/Names")] = DictionaryObject(
        {NameObject("/EmbeddedFiles"): DictionaryObject({NameObject("/Names"): names})}
    )


def attached_source(pdf: bytes) -> bytes | None:
    """The original inside a copy; None when there is none."""
    reader = PdfReader(io.BytesIO(pdf))
    for reference in reader.root_object.get("/AF", ()):
        file = reference.get_object()
        if file.get("/AFRelationship") == "/Source":
            data: bytes = file["/EF"]["/F"].get_object().get_data()
            return data
    return None


def _metadata(title: str) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(_xmp(title).encode())
    stream[NameObject("/Type")] = NameObject("/Metadata")
    stream[NameObject("/Subtype")] = NameObject("/XML")
    return stream


def _intent(writer: PdfWriter) -> DictionaryObject:
    profile = DecodedStreamObject()
    profile.set_data(_srgb())
    profile[NameObject("/N")] = NumberObject(3)
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/OutputIntent"),
            NameObject("/S"): NameObject("/GTS_PDFA1"),
            NameObject("/OutputConditionIdentifier"): TextStringObject("sRGB IEC61966-2.1"),
            NameObject("/DestOutputProfile"): writer._add_object(profile.flate_encode()),
        }
    )


@functools.cache
def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def _xmp(title: str) -> str:
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
<pdf:Producer>Văn Thư</pdf:Producer>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
