"""Khung trên trang — where passages stand on the pages of a PDF, measured as a screen does."""

from collections.abc import Mapping
from dataclasses import dataclass

from service.rendering.marks import Mark, find_marks
from service.rendering.pages import opened


@dataclass(frozen=True, slots=True)
class PageSize:
    """Of page `number` (from 1), in pt, as it is shown."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle in pt from the top left corner of page `page`; `name` says what stands there."""

    name: str
    page: int
    left: float
    top: float
    width: float
    height: float


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """Every page in order; raises RenderingFault."""
    with opened(pdf) as document:
        return tuple(
            PageSize(number, *page.get_size()) for number, page in enumerate(document, start=1)
        )


def find_frames(pdf: bytes, passages: Mapping[str, str]) -> tuple[Frame, ...]:
    """The first place of every passage that the text of the PDF holds, one frame for each of its
    lines; raises RenderingFault."""
    heights = {size.number: size.height for size in page_sizes(pdf)}
    marks = [Mark(name, text, (0, 0, 0)) for name, text in passages.items() if text]
    return tuple(
        Frame(
            spot.mark.label, spot.page, left, heights[spot.page] - top, right - left, top - bottom
        )
        for spot in find_marks(pdf, marks)
        for left, bottom, right, top in spot.boxes
    )
