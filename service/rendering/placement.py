"""Chỗ trống trên trang — where a page ends for its reader, and how to reach a point of it.

Lengths in points of paper (1/72 inch) as the page is shown: turned as it asks, cut to its
crop box, y growing upwards from its lower left corner.
"""

import math
from dataclasses import dataclass

import pypdfium2 as pdfium
from PIL import Image
from pypdf import PageObject

from service.domain.looks import (
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    PAGE_MM,
)
from service.rendering.pages import page_picture

MM = 72 / 25.4
A4 = (PAGE_MM[0] * MM, PAGE_MM[1] * MM)

Matrix = tuple[float, float, float, float, float, float]

_INK_DPI = 100
_SCANNED_INK = 5  # pixels of a row: more than dust, less than a full stop's neighbours
_EDGE_MM = 4  # a scanner's dark rim is not part of the text
_RULE_GAP_MM = (6, 4)  # last line of the original – rule – block
# A page this much larger than A4 in the same shape is a scan that gives pixels for points.
_PIXELS_FOR_POINTS = 1.5
_SAME_SHAPE = 0.04
UNSEEN = 2 | 32  # flags of an annotation: hidden, not for viewing
# Kinds of annotation that are no part of what a page says.
BESIDE_THE_PAGE = frozenset(
    {
        "/3D",
        "/FileAttachment",
        "/Link",
        "/Movie",
        "/Popup",
        "/PrinterMark",
        "/RichMedia",
        "/Screen",
        "/Sound",
        "/Text",
        "/TrapNet",
    }
)


@dataclass(frozen=True, slots=True)
class PageFrame:
    """A page as shown; `to_page` leads from shown points to the page's own space.

    `scale` is 1, or how many times larger than its paper the page says it is.
    """

    width: float
    height: float
    to_page: Matrix
    scale: float


def frame_of(page: PageObject) -> PageFrame:
    unit = float(page.get("/UserUnit", 1))
    x0, x1 = _overlap(
        page.mediabox.left, page.mediabox.right, page.cropbox.left, page.cropbox.right
    )
    y0, y1 = _overlap(
        page.mediabox.bottom, page.mediabox.top, page.cropbox.bottom, page.cropbox.top
    )
    across, up = x1 - x0, y1 - y0
    turned: dict[int, Matrix] = {
        0: (1, 0, 0, 1, 0, 0),
        90: (0, 1, -1, 0, across, 0),
        180: (-1, 0, 0, -1, across, up),
        270: (0, -1, 1, 0, 0, up),
    }
    quarter = (page.rotation or 0) % 360
    a, b, c, d, e, f = turned[quarter]
    to_page = (a / unit, b / unit, c / unit, d / unit, e + x0, f + y0)
    width, height = across * unit, up * unit
    if quarter % 180:
        width, height = height, width
    return PageFrame(width, height, to_page, _scale(width, height))


def _overlap(low: float, high: float, crop_low: float, crop_high: float) -> tuple[float, float]:
    first, last = max(float(low), float(crop_low)), min(float(high), float(crop_high))
    return (first, last) if first < last else (float(low), float(high))


def _scale(width: float, height: float) -> float:
    narrow, wide = sorted((width, height))
    times = narrow / A4[0]
    same_shape = abs(wide / narrow / math.sqrt(2) - 1) < _SAME_SHAPE
    return times if same_shape and times > _PIXELS_FOR_POINTS else 1.0


def times(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that does `first`, then `second`."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


@dataclass(frozen=True, slots=True)
class Ink:
    """Distances from the top of the page to its first and last drawn row; both 0 when blank."""

    first: float
    last: float


def ink_of(page: pdfium.PdfPage, frame: PageFrame, *, above_mm: float | None = None) -> Ink:
    """Where a page of an opened document is drawn on, looking only above `above_mm` (from the
    bottom): a footer in the margin is not the end of the text."""
    picture = page_picture(page, dpi=_INK_DPI / frame.scale, grey=True)
    per_mm = picture.height / (frame.height / (MM * frame.scale))
    rows = _drawn_rows(picture, per_mm, above_mm)
    if not rows:
        return Ink(0, 0)
    point = frame.height / picture.height
    return Ink(rows[0] * point, (rows[-1] + 1) * point)


def _drawn_rows(picture: Image.Image, pixels_per_mm: float, above_mm: float | None) -> list[int]:
    edge = round(_EDGE_MM * pixels_per_mm)
    picture = picture.convert("L")
    histogram = picture.histogram()
    paper = max(range(256), key=histogram.__getitem__)
    scanned = paper < 250 or sum(histogram[200:250]) > histogram[paper] / 20
    ink_below = paper - (60 if scanned else 20)
    dark = picture.point([255 if value < ink_below else 0 for value in range(256)])
    inner = dark.crop((edge, 0, max(edge + 1, picture.width - edge), picture.height))
    # Each row's share of dark pixels, 0–255, computed by shrinking the picture to one column.
    shares = inner.resize((1, inner.height), Image.Resampling.BOX).tobytes()
    last = picture.height - max(edge, round((above_mm or 0) * pixels_per_mm))
    least = (255 * _SCANNED_INK / inner.width - 1) if scanned else 0
    drawn = [row for row in range(edge, last) if shares[row] > least]
    return _without_specks(drawn) if scanned else drawn


def _without_specks(rows: list[int]) -> list[int]:
    """Only rows in runs of three or more: no letter is lower than that, most dust is."""
    known = set(rows)
    return [
        row
        for row in rows
        if any({row + step, row + step + 1, row + step + 2} <= known for step in (-2, -1, 0))
    ]


@dataclass(frozen=True, slots=True)
class BlockPlace:
    """Where the rule and the block go on a page: `rule` is x from, x to, y; `matrix` takes
    the block's page onto it. In shown points."""

    rule: tuple[float, float, float]
    matrix: Matrix


def place_below(frame: PageFrame, last: float, block: Ink) -> BlockPlace | None:
    """Under what was drawn down to `last` (from the top); None when the block does not fit
    above the bottom margin or the page is narrower than its text."""
    mm = MM * frame.scale
    sides = (frame.width - A4[0] * frame.scale) / 2  # a wider page takes the block in its middle
    if frame.width < (PAGE_MM[0] - MARGIN_RIGHT_MM + 5) * mm:
        return None
    rule = max(last + _RULE_GAP_MM[0] * mm, MARGIN_TOP_MM * mm)
    top = rule + _RULE_GAP_MM[1] * mm
    bottom = top + (block.last - block.first) * frame.scale
    if bottom > frame.height - MARGIN_BOTTOM_MM * mm:
        return None
    # The block's page hangs so that its first drawn row comes to lie at `top`.
    y = frame.height - top - (A4[1] - block.first) * frame.scale
    return BlockPlace(
        (
            sides + MARGIN_LEFT_MM * mm,
            sides + A4[0] * frame.scale - MARGIN_RIGHT_MM * mm,
            frame.height - rule,
        ),
        (frame.scale, 0, 0, frame.scale, sides, y),
    )
