"""Hoàn thiện tệp PDF — a converter's PDF becomes PDF/A-2a (lưu trữ) and PDF/UA-1 (trợ năng).

LibreOffice writes the structure, the embedded fonts and the colour profile; what it leaves
out or gets wrong is set here, in one rewrite: the metadata with the description of its own
PDF/UA mark, the language, the title, version 1.7 (recommended for signing, TT 15/2025/TT-BKHCN).
"""

import io
import re
from collections.abc import Mapping
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

from service.domain.errors import RenderingFault
from service.domain.vietnamese import clean
from service.rendering.artifacts import mark_untagged_drawing

LANGUAGE = "vi-VN"
_HEADER = "%PDF-1.7"
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)'?(\d\d)?)?")


def prepare(pdf: bytes, *, title: str, lang: str = LANGUAGE) -> bytes:
    """PDF of a converter → the PDF that is archived and signed, with `title` shown by viewers.

    Raises RenderingFault (``pdf-broken``, ``pdf-untagged``, permanent) when it did not come
    from a converter of ours: structure cannot be made up afterwards.
    """
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
        root = writer.root_object
        told = {str(key): str(value) for key, value in (writer.metadata or {}).items()}
    except (PyPdfError, KeyError, TypeError, AttributeError, ValueError) as error:
        raise _fault("pdf-broken") from error
    if "/StructTreeRoot" not in root or "/OutputIntents" not in root:
        raise _fault("pdf-untagged")
    told["/Title"] = " ".join(clean(title).split())
    writer.metadata = told
    writer.xmp_metadata = _xmp(told, lang).encode()
    root[NameObject("/Lang")] = TextStringObject(lang)
    root[NameObject("/MarkInfo")] = _switch("/Marked")
    root[NameObject("/ViewerPreferences")] = _switch("/DisplayDocTitle")
    root.pop("/OpenAction", None)
    mark_untagged_drawing(writer)
    writer.pdf_header = _HEADER
    prepared = io.BytesIO()
    writer.write(prepared)
    return prepared.getvalue()


def _switch(name: str) -> DictionaryObject:
    return DictionaryObject({NameObject(name): BooleanObject(True)})


def _fault(code: str) -> RenderingFault:
    return RenderingFault(
        "Tệp PDF vừa tạo không đúng chuẩn lưu trữ, chưa dùng được. Hãy báo người quản trị.",
        code=code,
        permanent=True,
    )


# PDF/A allows a property of another standard only with its description beside it.
_PDFUA_DESCRIPTION = """
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def _xmp(told: Mapping[str, str], lang: str) -> str:
    """The metadata packet, saying what the information dictionary says (`told`)."""
    one, many = _simple_properties(told), _author(told)
    title = escape(told["/Title"])
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{escape(lang)}</rdf:li></rdf:Bag></dc:language>
{many}{one}</rdf:Description>{_PDFUA_DESCRIPTION}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def _simple_properties(told: Mapping[str, str]) -> str:
    values = {
        "xmp:CreatorTool": told.get("/Creator"),
        "pdf:Producer": told.get("/Producer"),
        "xmp:CreateDate": _iso(told.get("/CreationDate")),
        "xmp:ModifyDate": _iso(told.get("/ModDate")),
    }
    return "".join(f"<{name}>{escape(text)}</{name}>\n" for name, text in values.items() if text)


def _author(told: Mapping[str, str]) -> str:
    if not told.get("/Author"):
        return ""
    return (
        f"<dc:creator><rdf:Seq><rdf:li>{escape(told['/Author'])}</rdf:li></rdf:Seq></dc:creator>\n"
    )


def _iso(pdf_date: str | None) -> str | None:
    """``D:20260108083000+07'00'`` → ``2026-01-08T08:30:00+07:00``."""
    found = _PDF_DATE.match(pdf_date or "")
    if found is None:
        return None
    year, month, day, hour, minute, second, zone_hour, zone_minute = found.groups()
    zone = f"{zone_hour}:{zone_minute or '00'}" if zone_hour else "Z"
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"
