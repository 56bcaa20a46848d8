"""Bản sao điện tử — the digitised pages themselves, ready for the agency's signature at the top
right of the first one (NĐ 30/2020, Phụ lục I, phần II, I; ô số 14).

The decree wants neither block nor number on it: hình thức sao, agency and time are what the
signature shows. Pages are upright, and each is tagged as one picture with a name.
"""

from collections.abc import Sequence

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from service.rendering.copies import Flat, finished, require_alike
from service.rendering.flatten import form_of, numbers
from service.rendering.likeness import hide_what_is_beside, sight_of
from service.rendering.pages import opened
from service.rendering.placement import Matrix, PageFrame, frame_of

_TAGGED = b"/Figure <</MCID 0>> BDC q %s cm /Page Do Q EMC"


def electronic_copy(
    original: bytes, *, pages: Sequence[int] = (), title: str, evidence: bytes | None = None
) -> bytes:
    """The pages (from 1; all by default) as a file of their own without any field yet.

    `evidence` is put inside byte for byte; PDF/A-3b where the pages permit it. Raises Refused
    when a page would not look as it did, or is not there (field ``pages``).
    """
    flat = Flat(original, pages)
    made = PdfWriter()
    tags = _Tags(made)
    frames = [frame_of(page) for page in flat.writer.pages]
    for number, (page, frame) in enumerate(zip(flat.writer.pages, frames, strict=True), 1):
        tags.add(_upright(made, page, frame), f"Trang {number} của văn bản được sao")
    tags.close()
    copy = finished(made, title, evidence, archival=not flat.why_not_archival)
    _compare(original, copy, flat.numbers, frames)
    return copy


def _upright(writer: PdfWriter, page: PageObject, frame: PageFrame) -> PageObject:
    added = writer.add_blank_page(frame.width, frame.height)
    drawing = DecodedStreamObject()
    drawing.set_data(_TAGGED % numbers(_inverse(frame.to_page)).encode())
    added[NameObject("/Contents")] = writer._add_object(drawing)
    forms = DictionaryObject({NameObject("/Page"): form_of(page, writer)})
    added[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})
    if "/Group" in page:
        added[NameObject("/Group")] = page["/Group"].clone(writer)
    return added


def _inverse(matrix: Matrix) -> Matrix:
    a, b, c, d, e, f = matrix
    size = a * d - b * c
    return (
        d / size,
        -b / size,
        -c / size,
        a / size,
        (c * f - d * e) / size,
        (b * e - a * f) / size,
    )


def _compare(
    original: bytes, copy: bytes, places: Sequence[int], frames: Sequence[PageFrame]
) -> None:
    with opened(original, forms=True) as before, opened(copy) as after:
        for number, (place, frame) in enumerate(zip(places, frames, strict=True)):
            page = before[place]
            hide_what_is_beside(page)
            shown = sight_of(after[number], scale=frame.scale)
            require_alike(sight_of(page, scale=frame.scale), shown, place)


class _Tags:
    """The structure: a document of pictures, one a page."""

    def __init__(self, writer: PdfWriter) -> None:
        self.writer = writer
        self.figures = ArrayObject()
        self.parents = ArrayObject()
        self.tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        self.root = writer._add_object(self.tree)
        self.document = self._element("/Document", self.root)
        self.document.get_object()[NameObject("/K")] = self.figures

    def add(self, page: PageObject, name: str) -> None:
        figure = self._element("/Figure", self.document)
        element = figure.get_object()
        element[NameObject("/Pg")] = page.indirect_reference
        element[NameObject("/Alt")] = TextStringObject(name)
        element[NameObject("/K")] = NumberObject(0)
        key = NumberObject(len(self.figures))
        page[NameObject("/StructParents")] = key
        self.figures.append(figure)
        self.parents += [key, self.writer._add_object(ArrayObject([figure]))]

    def close(self) -> None:
        self.tree[NameObject("/K")] = ArrayObject([self.document])
        nums = DictionaryObject({NameObject("/Nums"): self.parents})
        self.tree[NameObject("/ParentTree")] = self.writer._add_object(nums)
        self.tree[NameObject("/ParentTreeNextKey")] = NumberObject(len(self.figures))
        root = self.writer.root_object
        root[NameObject("/StructTreeRoot")] = self.root
        root[NameObject("/MarkInfo")] = DictionaryObject(
            {NameObject("/Marked"): BooleanObject(True)}
        )

    def _element(self, kind: str, parent: IndirectObject) -> IndirectObject:
        return self.writer._add_object(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/StructElem"),
                    NameObject("/S"): NameObject(kind),
                    NameObject("/P"): parent,
                }
            )
        )
