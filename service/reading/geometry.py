"""Vị trí trên trang — rectangles in points, measured from the top left corner of the page."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Points; `top` < `bottom` because y grows downwards, as on a screen."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def share_of(self, width: float, height: float) -> "Box":
        """The same rectangle as fractions (0–1) of a page of that size."""
        return Box(self.left / width, self.top / height, self.right / width, self.bottom / height)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest rectangle around all; there must be at least one."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.top for box in every),
        max(box.right for box in every),
        max(box.bottom for box in every),
    )
