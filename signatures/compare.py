"""So hình, so nội dung — does the file still look and read like the one handed out?

The picture is the arbiter that no signing tool can talk out of: outside the boxes kept for
signature, seal, number and date the pages must look the same, pixel by pixel.
"""

# mypy: disable-error-code="no-untyped-call"

import hashlib
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops
from pyhanko.pdf_utils import generic

from signatures.geometry import Box
from signatures.pdfium import opened, page_picture
from signatures.report import Difference
from signatures.tree import entry, page_references

DPI_BY_PAGES = ((20, 80), (100, 60), (500, 36))
"""Up to so many pages: so many dots per inch."""
TOLERANCE = 8
"""Differences of a channel up to this come from rounding, not from ink."""
GROWTH_PT = 2.0
MARGIN_PT = 24.0
MAX_DEPTH = 40

IGNORED_KEYS = frozenset(("/Parent", "/P", "/StructParents", "/StructParent", "/Length", "/Filter"))


def picture_differences(
    base: bytes, upload: bytes, allowed: Mapping[int, Sequence[Box]]
) -> tuple[Difference, ...] | None:
    """Pages that look different outside the allowed boxes (by page, counted from 0).

    None when the files do not even have the same pages.
    """
    with opened(base) as before, opened(upload) as after:
        before.init_forms()
        after.init_forms()
        if len(before) != len(after):
            return None
        dpi = next(dpi for pages, dpi in DPI_BY_PAGES if len(before) <= pages)
        found: list[Difference] = []
        for page in range(len(before)):
            if before[page].get_size() != after[page].get_size():
                return None
            difference = _page_difference(before, after, page, dpi, allowed.get(page, ()))
            if difference is not None:
                found.append(difference)
        return tuple(found)


def _page_difference(
    before: Any, after: Any, page: int, dpi: int, allowed: Sequence[Box]
) -> Difference | None:
    old, new = page_picture(before, page, dpi), page_picture(after, page, dpi)
    if old.tobytes() == new.tobytes():
        return None
    red, green, blue = ImageChops.difference(old, new).split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    mask = worst.point(lambda value: 255 if value > TOLERANCE else 0)
    height = before[page].get_size()[1]
    scale = dpi / 72
    for box in allowed:
        mask.paste(0, _pixels(box.grown(GROWTH_PT), height, scale))
    area = mask.getbbox()
    if area is None:
        return None
    left, top, right, bottom = (value / scale for value in area)
    place = Box(left, height - bottom, right, height - top)
    shown = _pixels(place.grown(MARGIN_PT), height, scale)
    return Difference(page + 1, place.rounded(), _crop(old, shown), _crop(new, shown))


def _pixels(box: Box, height: float, scale: float) -> tuple[int, int, int, int]:
    return (
        int(box.x0 * scale),
        int((height - box.y1) * scale),
        int(box.x1 * scale) + 1,
        int((height - box.y0) * scale) + 1,
    )


def _crop(picture: Image.Image, area: tuple[int, int, int, int]) -> bytes:
    left, top, right, bottom = area
    inside = (max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height))
    output = BytesIO()
    picture.crop(inside).save(output, "PNG")
    return output.getvalue()


def same_content(base: Any, upload: Any) -> bool:
    """Whether every page of two opened files has the same content and resources, however the
    files are written."""
    return _fingerprints(base) == _fingerprints(upload)


def _fingerprints(reader: Any) -> list[tuple[bytes, bytes, str, int]]:
    pages = [reference.get_object() for reference in page_references(reader.root)]
    return [
        (
            hashlib.sha256(_content(page)).digest(),
            _digest(_inherited(page, "/Resources"), frozenset(), 0),
            str([round(float(value), 2) for value in _inherited(page, "/MediaBox")]),
            int(_inherited(page, "/Rotate") or 0),
        )
        for page in pages
    ]


def _inherited(page: Any, key: str) -> Any:
    node = page
    for _ in range(MAX_DEPTH):
        if key in node or "/Parent" not in node:
            return entry(node, key)
        node = node["/Parent"]
    raise ValueError("page tree too deep")


def _content(page: Any) -> bytes:
    content = entry(page, "/Contents")
    if isinstance(content, generic.ArrayObject):
        return b"\n".join(each.get_object().data for each in content)
    return b"" if content is None else bytes(content.data)


def _digest(value: Any, seen: frozenset[int], depth: int) -> bytes:
    """A digest of a PDF object that does not depend on numbering or compression."""
    if depth > MAX_DEPTH:
        raise ValueError("resources too deep")
    if isinstance(value, generic.IndirectObject):
        if value.idnum in seen:
            return b"again"
        seen = seen | {value.idnum}
        value = value.get_object()
    if isinstance(value, generic.DictionaryObject):
        parts = [b"dictionary"]
        for key in sorted(value):
            if key not in IGNORED_KEYS:
                parts += [key.encode(), _digest(value.raw_get(key), seen, depth + 1)]
        if isinstance(value, generic.StreamObject):
            parts.append(hashlib.sha256(value.data).digest())
        return hashlib.sha256(b"\0".join(parts)).digest()
    if isinstance(value, generic.ArrayObject):
        parts = [_digest(each, seen, depth + 1) for each in value]
        return hashlib.sha256(b"array" + b"\0".join(parts)).digest()
    if isinstance(value, float | int):
        return f"{float(value):.4f}".encode()
    return repr(value).encode()
