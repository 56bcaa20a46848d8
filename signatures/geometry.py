"""Vị trí, kích thước — rectangles on a page in points, and where the seal goes by rule
(NĐ 30/2020, Phụ lục I, phần I, II.8.a)."""

from dataclasses import dataclass

MM = 72 / 25.4
"""Points in a millimetre."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points from the lower left corner of the page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def inside(self, other: "Box", slack: float = 0.5) -> bool:
        return (
            self.x0 >= other.x0 - slack
            and self.y0 >= other.y0 - slack
            and self.x1 <= other.x1 + slack
            and self.y1 <= other.y1 + slack
        )

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1
        )

    def grown(self, by: float) -> "Box":
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def rounded(self) -> tuple[float, float, float, float]:
        return round(self.x0, 3), round(self.y0, 3), round(self.x1, 3), round(self.y1, 3)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something goes: page counted from 0, rectangle, and how it was found."""

    page: int
    box: Box
    how: str


def seal_box(person: Box, diameter_mm: float) -> Box:
    """The seal at its real size over the left third of the person's signature."""
    diameter = diameter_mm * MM
    right = person.x0 + person.width / 3
    middle = person.centre[1]
    return Box(right - diameter, middle - diameter / 2, right, middle + diameter / 2)


def fitted(box: Box, ratio: float) -> Box:
    """The largest rectangle of this ratio (width by height) in the middle of `box`."""
    width = min(box.width, box.height * ratio)
    height = width / ratio
    x, y = box.centre
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def corner_box(page_width: float, page_height: float) -> Box:
    """Ô số 14: text-only signatures of annexes and electronic copies, 80 × 10 mm, right edge
    15 mm from the paper's edge, top 7 mm from its top."""
    right, top = page_width - 15 * MM, page_height - 7 * MM
    return Box(right - 80 * MM, top - 10 * MM, right, top)
