"""Đánh dấu chỗ cần xem — pictures of pages with frames around given passages.

A passage is looked for by its words in the page's text; white space and line ends do not
matter, a trailing “…” means that the passage goes on.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from service.domain.vietnamese import clean
from service.rendering.pages import opened, page_picture, png

MOST_WORDS = 40
_PAD_PT = 2.0
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage to frame; `colour` is an RGB triple, `label` the number written beside it."""

    label: str
    passage: str
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mark was found: page from 1, rectangles in points from the page's lower left."""

    mark: Mark
    page: int
    boxes: tuple[tuple[float, float, float, float], ...]


def find_marks(pdf: bytes, marks: Iterable[Mark]) -> tuple[Spot, ...]:
    """The first place of every passage that can be found; raises RenderingFault."""
    patterns = [(mark, _pattern(mark.passage)) for mark in marks]
    found: dict[Mark, Spot] = {}
    with opened(pdf) as document:
        for number, page in enumerate(document, 1):
            textpage = page.get_textpage()
            text = textpage.get_text_range()
            for mark, pattern in patterns:
                if pattern is None or mark in found:
                    continue
                match = pattern.search(text)
                if match:
                    found[mark] = Spot(mark, number, _boxes(textpage, match.start(), match.end()))
            textpage.close()
    return tuple(found[mark] for mark, _ in patterns if mark in found)


def marked_page(pdf: bytes, number: int, spots: Sequence[Spot], *, dpi: float) -> bytes:
    """Page `number` (from 1) as PNG with its spots framed; IndexError without such a page."""
    with opened(pdf, forms=True) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        height = page.get_height()
        picture = page_picture(page, dpi=dpi).convert("RGB")
        scale = picture.height / height
    here = [spot for spot in spots if spot.page == number]
    _draw(picture, here, height=height, scale=scale)
    return png(picture)


def _pattern(passage: str) -> re.Pattern[str] | None:
    words = clean(passage).rstrip("… ").split()[:MOST_WORDS]
    if not words:
        return None
    return re.compile(r"\s+".join(map(re.escape, words)))


def _boxes(
    textpage: pdfium.PdfTextPage, start: int, end: int
) -> tuple[tuple[float, float, float, float], ...]:
    count = textpage.count_rects(start, end - start)
    return tuple(textpage.get_rect(index) for index in range(count))


def _draw(picture: Image.Image, spots: Sequence[Spot], *, height: float, scale: float) -> None:
    """Frames, and their numbers in the left margin so that no word is covered."""
    pen = ImageDraw.Draw(picture)
    taken: list[float] = []
    for spot in spots:
        for left, bottom, right, top in spot.boxes:
            frame = (
                (left - _PAD_PT) * scale,
                (height - top - _PAD_PT) * scale,
                (right + _PAD_PT) * scale,
                (height - bottom + _PAD_PT) * scale,
            )
            pen.rectangle(frame, outline=spot.mark.colour, width=2)
        if spot.boxes:
            line = (height - spot.boxes[0][3]) * scale
            shift = sum(1 for other in taken if abs(other - line) < 12 * scale)
            taken.append(line)
            _label(pen, spot, x=(6 + 26 * shift) * scale, y=line, size=9 * scale)


def _label(pen: ImageDraw.ImageDraw, spot: Spot, *, x: float, y: float, size: float) -> None:
    width = size * (0.8 + 0.6 * len(spot.mark.label))
    pen.rounded_rectangle((x, y, x + width, y + size * 1.5), size / 3, fill=spot.mark.colour)
    pen.text(
        (x + width / 2, y + size * 0.75),
        spot.mark.label,
        fill=(255, 255, 255),
        anchor="mm",
        font_size=size,
    )
