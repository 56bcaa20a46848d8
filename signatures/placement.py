"""Vị trí chữ ký, dấu, số và thời gian — where they go on a prepared page
(NĐ 30/2020, Phụ lục I, phần I, II.3, II.4, II.7.d, II.8.a).

The person's place is the transparent picture that the Word template carries between the post
and the name, told by its alternative text ``… [sig:nguoi_ky]``. Where that is lost the place
is found from the picture itself, from the printed name, or from a named destination. Whatever
the way, the printed name must stand right under it: desktop signing tools search for the name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from PIL import Image
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from service.domain.errors import RenderingFault
from signatures.geometry import MM, Box, Place, fitted, seal_box
from signatures.pdfium import PageText, TextLine

PERSON_MARK = "[sig:nguoi_ky]"
PERSON_DESTINATIONS = ("/signguoiky", "signguoiky")
"""Bookmark name of the last fallback: LibreOffice keeps only letters and digits of a name."""

MARKER_MM = (50.0, 25.0)
MARKER_SLACK_MM = 1.0
LEAST_HEIGHT_MM = 20.0
NAME_OFF_CENTRE_MM = 5.0
NAME_BELOW_MM = 15.0

MAX_STRUCTURE_ELEMENTS = 100_000
IMAGE_OBJECT = 3
"""FPDF_PAGEOBJ_IMAGE."""


@dataclass(frozen=True, slots=True)
class SignaturePlaces:
    """The person's place and the seal computed from it; both on one page."""

    person: Place
    seal: Place


def find_signature_places(
    reader: PdfReader,
    document: Any,
    *,
    signer: str,
    seal_mm: float,
    ratio: float | None = None,
) -> SignaturePlaces:
    """Find the person's place by the first way that works, and check it.

    `reader` and `document` are the same file opened by pypdf and by `pdfium.opened`. `signer`
    is the printed name (empty: a paper without a printed name, nothing to check against).
    `seal_mm` is the real diameter of the seal, `ratio` that of the person's picture, if known.
    RenderingFault (permanent) when the template leaves no place, or the place, the name and
    the page do not fit together.
    """
    place = _from_structure(reader) or _from_picture(document)
    if place is None and signer:
        place = _from_name(document, signer)
    if place is None:
        place = _from_destination(reader)
    if place is None:
        raise _fault(
            "Không tìm thấy chỗ ký: mẫu Word phải có ảnh trống 50 × 25 mm với chữ thay thế "
            f"“{PERSON_MARK}” giữa chức vụ và họ tên người ký."
        )
    width, height = document[place.page].get_size()
    person = Place(place.page, fitted(place.box, ratio) if ratio else place.box, place.how)
    seal = Place(place.page, seal_box(person.box, seal_mm), "từ chỗ ký")
    _require_room(place, seal, Box(0, 0, width, height))
    if signer:
        _require_name_under(place, PageText(document, place.page), signer)
    return SignaturePlaces(person, seal)


def _fault(sentence: str) -> RenderingFault:
    return RenderingFault(sentence, code="signature-place", permanent=True)


def _require_room(place: Place, seal: Place, page: Box) -> None:
    if not place.box.inside(page):
        raise _fault("Chỗ ký nằm ngoài trang giấy; hãy sửa mẫu Word.")
    if place.box.height < LEAST_HEIGHT_MM * MM - 0.5:
        raise _fault(
            f"Chỗ ký chỉ cao {place.box.height / MM:.0f} mm; cần ít nhất "
            f"{LEAST_HEIGHT_MM:.0f} mm giữa chức vụ và họ tên."
        )
    if not seal.box.inside(page):
        raise _fault("Dấu của cơ quan sẽ tràn ra ngoài trang giấy; hãy sửa mẫu Word.")


def _require_name_under(place: Place, text: PageText, signer: str) -> None:
    centre = place.box.centre[0]
    for index, line in enumerate(text.lines):
        if _plain(line) != _plain(signer):
            continue
        box = text.measured(index).box
        off = abs(box.centre[0] - centre)
        if (
            off <= NAME_OFF_CENTRE_MM * MM
            and -2 * MM <= place.box.y0 - box.y1 <= NAME_BELOW_MM * MM
        ):
            return
    raise _fault(
        f"Dưới chỗ ký ở trang {place.page + 1} không có họ tên “{signer}” trên một dòng; chức vụ, "
        "chỗ ký và họ tên phải ở cùng trang, canh giữa với nhau."
    )


def _plain(text: str) -> str:
    return " ".join(normalize("NFC", text).split()).casefold()


# --- 1. the picture's alternative text in the structure tree ------------------------------


def _from_structure(reader: PdfReader) -> Place | None:
    pages = {
        page.indirect_reference.idnum: index
        for index, page in enumerate(reader.pages)
        if page.indirect_reference is not None
    }
    found = [
        Place(pages[page], box, "chữ thay thế của ảnh")
        for page, box in _figures(reader.root_object)
        if page in pages
    ]
    if len(found) > 1:
        raise _fault(f"Mẫu Word có {len(found)} ảnh “{PERSON_MARK}”; chỉ được có một.")
    return found[0] if found else None


def _figures(root: DictionaryObject) -> Iterator[tuple[int, Box]]:
    """Page object number and BBox of every structure element marked as the person's place."""
    waiting: list[Any] = [root.get("/StructTreeRoot")]
    for _ in range(MAX_STRUCTURE_ELEMENTS):
        if not waiting:
            return
        node = waiting.pop()
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            waiting.extend(node)
        elif isinstance(node, DictionaryObject):
            box = _marked_box(node)
            if box is not None:
                yield node.raw_get("/Pg").idnum, box
            elif "/K" in node:
                waiting.append(node.raw_get("/K"))
    raise _fault("Cây cấu trúc của tệp PDF quá lớn.")


def _marked_box(element: DictionaryObject) -> Box | None:
    if PERSON_MARK not in str(element.get("/Alt", "")) or "/Pg" not in element:
        return None
    attributes = element.get("/A")
    for each in attributes if isinstance(attributes, ArrayObject) else [attributes]:
        dictionary = each.get_object() if each is not None else None
        if isinstance(dictionary, DictionaryObject) and "/BBox" in dictionary:
            values = [float(value) for value in dictionary["/BBox"]]  # type: ignore[attr-defined]
            return Box(*values)
    return None


# --- 2. the picture on the page, for untagged files ----------------------------------------


def _from_picture(document: Any) -> Place | None:
    for page in reversed(range(len(document))):
        for item in document[page].get_objects(filter=[IMAGE_OBJECT]):
            box = Box(*item.get_bounds())
            if _marker_sized(box) and _all_transparent(item):
                return Place(page, box, "ảnh trống")
    return None


def _marker_sized(box: Box) -> bool:
    return all(
        abs(points / MM - wanted) <= MARKER_SLACK_MM
        for points, wanted in zip((box.width, box.height), MARKER_MM, strict=True)
    )


def _all_transparent(item: Any) -> bool:
    picture: Image.Image = item.get_bitmap(render=True).to_pil()
    return picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (0, 0)


# --- 3. the printed name --------------------------------------------------------------------


def _from_name(document: Any, signer: str) -> Place | None:
    for page in reversed(range(len(document))):
        text = PageText(document, page)
        for index in reversed(range(len(text.lines))):
            if _plain(text.lines[index]) == _plain(signer):
                others = [text.measured(each) for each in range(len(text.lines)) if each != index]
                return _over_name(page, text.measured(index), others)
    return None


def _over_name(page: int, name: TextLine, others: list[TextLine]) -> Place:
    """The free space over the name, at most as high as the marker would be."""
    width, height = (side * MM for side in MARKER_MM)
    centre, floor = name.box.centre[0], name.box.y1 + MM
    column = Box(centre - width / 2, floor, centre + width / 2, floor + 10 * height)
    above = [line.box.y0 for line in others if line.box.overlaps(column)]
    ceiling = min(above, default=floor) - MM
    box = Box(column.x0, floor, column.x1, min(ceiling, floor + height))
    return Place(page, box, "họ tên người ký")


# --- 4. a bookmark of the template ----------------------------------------------------------


def _from_destination(reader: PdfReader) -> Place | None:
    try:
        named = reader.named_destinations
        target = next((named[name] for name in PERSON_DESTINATIONS if name in named), None)
        page = reader.get_destination_page_number(target) if target is not None else None
    except PyPdfError:
        return None
    if target is None or page is None:
        return None
    width, height = (side * MM for side in MARKER_MM)
    centre, top = float(str(target.left)), float(str(target.top))
    box = Box(centre - width / 2, top - height, centre + width / 2, top)
    return Place(page, box, "dấu trang trong mẫu")
