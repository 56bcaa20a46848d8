"""Tệp chờ ký — tagged, empty fields for the person, the seal, the number and the date, put
into a prepared PDF/A-2a + PDF/UA-1 file once, before anything is signed (NĐ 30/2020, Điều 14).

The bytes that come out are frozen: everything later is appended to them.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from service.domain.errors import RenderingFault
from signatures.blanks import LABELS, Blank, find_blanks
from signatures.geometry import Place, corner_box
from signatures.names import FIELD_LABELS, LOCKING, SignatureField
from signatures.pdfium import opened
from signatures.placement import find_signature_places

PRINT, LOCKED, READ_ONLY = 4, 128, 1
APPEND_ONLY = 3
"""/SigFlags: signatures exist, append only; set from the start so that signing changes nothing
but the signature's own field."""

DIGESTS = ("SHA256", "SHA384", "SHA512")
ITALIC, UPRIGHT = "/SerifItalic", "/Serif"


@dataclass(frozen=True, slots=True)
class ReadyPdf:
    """A file ready to be signed: its frozen bytes, their SHA-256 and where things go."""

    pdf: bytes
    sha256: str
    signatures: tuple[tuple[SignatureField, Place], ...]
    blanks: tuple[Blank, ...]


def ready_for_signing(
    prepared: bytes,
    *,
    signer: str,
    seal_mm: float,
    number_after_signature: bool,
    picture_ratio: float | None = None,
) -> ReadyPdf:
    """Add the fields for person and seal, and for number and date where they come later.

    `prepared` is the PDF/A-2a + PDF/UA-1 file; `signer` the printed name; `seal_mm` the real
    diameter of the seal. `picture_ratio` (width by height) of the person's specimen, where one
    is known, shrinks the person's field to it, so that the seal covers a third of the picture
    and not of the empty space around it. RenderingFault (permanent) when there is no room.
    """
    reader = PdfReader(BytesIO(prepared))
    with opened(prepared) as document:
        places = find_signature_places(
            reader, document, signer=signer, seal_mm=seal_mm, ratio=picture_ratio
        )
        blanks = find_blanks(document) if number_after_signature else ()
    # The seal comes last: what is drawn later lies on top, as with a real stamp.
    signatures = ((SignatureField.PERSON, places.person), (SignatureField.SEAL, places.seal))
    return _with_fields(_writer(reader), signatures, blanks)


def ready_for_corner_signature(prepared: bytes, field: SignatureField) -> ReadyPdf:
    """Add the one text-only field of a separate annex or an electronic copy (ô số 14)."""
    writer = _writer(PdfReader(BytesIO(prepared)))
    page = writer.pages[0].mediabox
    place = Place(0, corner_box(float(page.width), float(page.height)), "ô số 14")
    return _with_fields(writer, ((field, place),), ())


def _writer(reader: PdfReader) -> PdfWriter:
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header  # pypdf would fall back to 1.3
    return writer


def _with_fields(
    writer: PdfWriter,
    signatures: tuple[tuple[SignatureField, Place], ...],
    blanks: tuple[Blank, ...],
) -> ReadyPdf:
    root = writer.root_object
    if "/AcroForm" in root:
        raise RenderingFault(
            "Tệp PDF đã có biểu mẫu; chỉ thêm chỗ ký một lần, trên tệp chưa ký.",
            code="fields-twice",
            permanent=True,
        )
    tags = _Tags(writer)
    fields = ArrayObject()
    for field, place in signatures[:1]:
        fields.append(_add(writer, tags, place, _signature(writer, field), FIELD_LABELS[field]))
    for blank in blanks:
        fields.append(_add(writer, tags, blank.place, _text(blank), LABELS[blank.name]))
    for field, place in signatures[1:]:
        fields.append(_add(writer, tags, place, _signature(writer, field), FIELD_LABELS[field]))
    form = _dictionary(Fields=fields, SigFlags=NumberObject(APPEND_ONLY))
    root[NameObject("/AcroForm")] = _reference(writer, form)
    output = BytesIO()
    writer.write(output)
    pdf = output.getvalue()
    return ReadyPdf(pdf, hashlib.sha256(pdf).hexdigest(), signatures, blanks)


def _signature(writer: PdfWriter, field: SignatureField) -> DictionaryObject:
    seed = _dictionary(
        Type=NameObject("/SV"),
        # Advice, not a demand: tools that do not know a demanded value refuse to sign.
        Ff=NumberObject(0),
        SubFilter=ArrayObject(
            [NameObject("/ETSI.CAdES.detached"), NameObject("/adbe.pkcs7.detached")]
        ),
        DigestMethod=ArrayObject(
            [TextStringObject(name) for name in ("SHA256", "SHA384", "SHA512")]
        ),
    )
    widget = _dictionary(
        FT=NameObject("/Sig"),
        T=TextStringObject(field.value),
        F=NumberObject(PRINT | LOCKED),
        SV=_reference(writer, seed),
    )
    if field in LOCKING:
        lock = _dictionary(Type=NameObject("/SigFieldLock"), Action=NameObject("/All"))
        widget[NameObject("/Lock")] = _reference(writer, lock)
    return widget


def _text(blank: Blank) -> DictionaryObject:
    face = ITALIC if blank.italic else UPRIGHT
    return _dictionary(
        FT=NameObject("/Tx"),
        T=TextStringObject(blank.name.value),
        F=NumberObject(PRINT),
        Ff=NumberObject(READ_ONLY),
        Q=NumberObject(int(blank.align.value)),
        DA=TextStringObject(f"{face} {blank.size:g} Tf 0 g"),
    )


def _add(
    writer: PdfWriter, tags: "_Tags", place: Place, widget: DictionaryObject, label: str
) -> IndirectObject:
    """Put a widget on its page, with an empty appearance (PDF/A 6.3.3) and a structure tag."""
    page: Any = writer.pages[place.page]
    appearance = DecodedStreamObject()
    appearance.set_data(b"/Tx BMC EMC" if str(widget["/FT"]) == "/Tx" else b"")
    appearance.update(
        _dictionary(
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Form"),
            BBox=_numbers(0, 0, place.box.width, place.box.height),
            Resources=DictionaryObject(),
        )
    )
    widget.update(
        _dictionary(
            Type=NameObject("/Annot"),
            Subtype=NameObject("/Widget"),
            TU=TextStringObject(label),
            Rect=_numbers(*place.box.rounded()),
            P=page.indirect_reference,
            AP=_dictionary(N=_reference(writer, appearance)),
        )
    )
    reference = _reference(writer, widget)
    if "/Annots" not in page:
        page[NameObject("/Annots")] = ArrayObject()
    page["/Annots"].append(reference)
    page[NameObject("/Tabs")] = NameObject("/S")
    tags.add(widget, reference, page.indirect_reference, label)
    return reference


class _Tags:
    """Appends /Form elements to the structure tree (PDF/UA 7.18.4)."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        tree: Any = writer.root_object.get("/StructTreeRoot")
        if tree is None:
            raise RenderingFault(
                "Tệp PDF không gắn thẻ; tệp chờ ký phải là PDF/A-2a và PDF/UA-1.",
                code="untagged",
                permanent=True,
            )
        self.tree = tree.get_object()
        top = self.tree["/K"]
        self.top_reference: Any = (
            top[0] if isinstance(top, ArrayObject) else self.tree.raw_get("/K")
        )
        self.top: Any = self.top_reference.get_object()
        if not isinstance(self.top["/K"], ArrayObject):
            self.top[NameObject("/K")] = ArrayObject([self.top.raw_get("/K")])
        self.numbers: Any = self.tree["/ParentTree"]["/Nums"]
        self.next_key = max((int(key) for key in self.numbers[::2]), default=-1) + 1

    def add(
        self, widget: DictionaryObject, reference: IndirectObject, page: Any, label: str
    ) -> None:
        element = _reference(
            self.writer,
            _dictionary(
                Type=NameObject("/StructElem"),
                S=NameObject("/Form"),
                P=self.top_reference,
                Pg=page,
                Alt=TextStringObject(label),
                K=_dictionary(Type=NameObject("/OBJR"), Obj=reference, Pg=page),
            ),
        )
        self.top["/K"].append(element)
        self.numbers.extend([NumberObject(self.next_key), element])
        widget[NameObject("/StructParent")] = NumberObject(self.next_key)
        self.next_key += 1
        self.tree[NameObject("/ParentTreeNextKey")] = NumberObject(self.next_key)


def _reference(writer: PdfWriter, value: Any) -> IndirectObject:
    # pypdf has no public way to add a free-standing object; tests hold this call in place.
    return writer._add_object(value)


def _dictionary(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(round(value, 3)) for value in values])
