"""Bản phẳng — a PDF from outside reduced to what its pages show.

Annotations, filled form fields and the pictures of signatures become part of the page; what
acts (scripts, links, launches, attached files) stays behind, and so do the signatures
themselves, which no copy of a page can keep. The original is only read.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    RectangleObject,
    StreamObject,
)

from service.rendering.placement import BESIDE_THE_PAGE, UNSEEN, Matrix

# Where a page's picture comes from. Nothing else of a page travels.
_PAGE_KEYS = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group", "/Resources", "/Contents")
# Of everything a page draws with: attached files, other programs' data, links to structure.
_LEFT_BEHIND = ("/AF", "/Metadata", "/OPI", "/PieceInfo", "/Ref", "/StructParent", "/StructParents")
HEADER_WITHIN = 1024  # every reader looks this far for it
_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Layer:
    """A form of the writer, and the matrix it is drawn through."""

    form: IndirectObject
    matrix: Matrix


def foreign_reader(data: bytes) -> PdfReader:
    """A reader of a file from outside. Places in a file are counted from its header, which
    some systems let junk go before."""
    header = max(0, data.find(b"%PDF-", 0, HEADER_WITHIN))
    return PdfReader(io.BytesIO(data[header:]))


def flat_pages(
    reader: PdfReader, writer: PdfWriter, numbers: Sequence[int] | None = None
) -> list[int]:
    """Add the pages (or those of these `numbers`, from 0) to `writer`; the answer lists (from 0,
    in `writer`) those that had something to flatten."""
    changed = []
    chosen = reader.pages if numbers is None else [reader.pages[number] for number in numbers]
    for number, page in enumerate(chosen):
        layers = list(_appearances(page, writer))
        flat = _bare_page(page, writer)
        if layers:
            draw(writer, flat, layers)
        if _list(page.get("/Annots")):
            changed.append(number)
    layout = reader.root_object.get("/OCProperties")
    if layout is not None:  # layers that the original keeps hidden stay hidden
        writer.root_object[NameObject("/OCProperties")] = _copied(layout, writer)
    return changed


def _bare_page(page: PageObject, writer: PdfWriter) -> PageObject:
    box = page.mediabox
    flat = writer.add_blank_page(float(box.width), float(box.height))
    for key in _PAGE_KEYS:
        if key in page:
            flat[NameObject(key)] = _copied(page.raw_get(key), writer)
    return flat


def _copied(value: Any, writer: PdfWriter) -> Any:
    return value.clone(writer, ignore_fields=_LEFT_BEHIND)


def _appearances(page: PageObject, writer: PdfWriter) -> Iterator[Layer]:
    """What annotations draw: ISO 32000-1, 12.5.5, algorithm 8.1."""
    for reference in _list(page.get("/Annots")):
        annotation = reference.get_object()
        if not isinstance(annotation, DictionaryObject) or not _is_shown(annotation):
            continue
        appearance = _normal_appearance(annotation)
        if appearance is None or "/BBox" not in appearance or "/Rect" not in annotation:
            continue
        matrix = _onto(appearance, RectangleObject([float(v) for v in _list(annotation["/Rect"])]))
        if matrix is None:
            continue
        form = _copied(appearance, writer)
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        yield Layer(form.indirect_reference, matrix)


def _is_shown(annotation: DictionaryObject) -> bool:
    flags = int(annotation.get("/F", 0))
    return not flags & UNSEEN and annotation.get("/Subtype") not in BESIDE_THE_PAGE


def _normal_appearance(annotation: DictionaryObject) -> StreamObject | None:
    normal: Any = annotation.get("/AP", DictionaryObject()).get_object().get("/N")
    normal = normal.get_object() if normal is not None else None
    if isinstance(normal, DictionaryObject) and not isinstance(normal, StreamObject):
        normal = normal.get(annotation.get("/AS", "/Off"))  # a ticked or unticked box
        normal = normal.get_object() if normal is not None else None
    return normal if isinstance(normal, StreamObject) else None


def _list(value: Any) -> list[Any]:
    value = value.get_object() if value is not None else None
    return list(value) if isinstance(value, ArrayObject) else []


def _onto(appearance: StreamObject, target: RectangleObject) -> Matrix | None:
    a, b, c, d, e, f = [float(v) for v in _list(appearance.get("/Matrix"))] or _UNMOVED
    box = [float(v) for v in _list(appearance["/BBox"])]
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    left, right = sorted((float(target.left), float(target.right)))
    bottom, top = sorted((float(target.bottom), float(target.top)))
    if not all((width, height, right - left, top - bottom)):
        return None  # an invisible signature's field has no size
    across, up = (right - left) / width, (top - bottom) / height
    return (across, 0, 0, up, left - min(xs) * across, bottom - min(ys) * up)


def content_streams(page: PageObject) -> list[Any]:
    """References to the streams that draw a page, in order."""
    if "/Contents" not in page:
        return []
    contents = page.raw_get("/Contents")
    parts = contents.get_object()
    return list(parts) if isinstance(parts, ArrayObject) else [contents]


def form_of(page: PageObject, writer: PdfWriter) -> IndirectObject:
    """A page's whole drawing as one form: whatever state it leaves behind, it leaves inside."""
    drawing = DecodedStreamObject()
    drawing.set_data(b"\n".join(stream.get_object().get_data() for stream in content_streams(page)))
    form = drawing.flate_encode()
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = RectangleObject(page.mediabox)
    if "/Resources" in page:
        form[NameObject("/Resources")] = _copied(page.raw_get("/Resources"), writer)
    return writer._add_object(form)


def draw(writer: PdfWriter, page: PageObject, layers: list[Layer], lines: bytes = b"") -> None:
    """Draw `layers`, then `lines` of content in the page's own space, over a page of `writer`."""
    forms = DictionaryObject()
    drawn = []
    for number, layer in enumerate([Layer(form_of(page, writer), _UNMOVED), *layers]):
        name = f"/Layer{number}"
        forms[NameObject(name)] = layer.form
        drawn.append(f"q {numbers(layer.matrix)} cm {name} Do Q".encode())
    content = DecodedStreamObject()
    content.set_data(b"\n".join([*drawn, lines]))
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})


def numbers(matrix: Matrix) -> str:
    """A matrix as content streams write it."""
    return " ".join(f"{number:.5f}" for number in matrix)
