"""Giống bản gốc — the proof by sight that a page was not changed on its way into a copy.

Pages are compared as pictures, so that no oddity of a file, known or not, can bring a copy
into being that shows less, or other, than its original.
"""

from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops

from service.rendering.pages import page_picture
from service.rendering.placement import BESIDE_THE_PAGE, UNSEEN

_DPI = 50
_CHANGED = 64  # of 255: more than the smoothing of an edge that moved by half a pixel
_MOST_CHANGED = 6  # pixels; a lost digit of a number in 13 pt changes 12 or more


@dataclass(frozen=True, slots=True)
class Sight:
    """What a page shows, in grey."""

    picture: Image.Image


def sight_of(page: pdfium.PdfPage, *, scale: float = 1.0) -> Sight:
    """`scale` as in `PageFrame`. The document must be open with its forms."""
    return Sight(page_picture(page, dpi=_DPI / scale, grey=True).convert("L"))


def alike(before: Sight, after: Sight, *, down_to: float = 1.0) -> bool:
    """Whether both show the same in the upper part of the page, `down_to` of its height."""
    if before.picture.size != after.picture.size:
        return False
    width, height = before.picture.size
    area = (0, 0, width, max(1, int(height * down_to)))
    changed = ImageChops.difference(before.picture.crop(area), after.picture.crop(area))
    return sum(changed.histogram()[_CHANGED:]) <= _MOST_CHANGED


def hide_what_is_beside(page: pdfium.PdfPage) -> None:
    """Hide, in memory, an opened page's notes, links, attached files and what is not for
    viewing: pdfium draws them all, but they are no part of the paper."""
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
        flags = pdfium_c.FPDFAnnot_GetFlags(annotation)
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) in _BESIDE or flags & UNSEEN:
            pdfium_c.FPDFAnnot_SetFlags(annotation, flags | pdfium_c.FPDF_ANNOT_FLAG_HIDDEN)
        pdfium_c.FPDFPage_CloseAnnot(annotation)


def _pdfium_kind(name: str) -> int:
    spelled = {"/3D": "THREED"}.get(name, name.removeprefix("/").upper())
    return int(getattr(pdfium_c, f"FPDF_ANNOT_{spelled}"))


_BESIDE = frozenset(_pdfium_kind(name) for name in BESIDE_THE_PAGE)
