"""Dòng chữ — words and rows: what a page, or a Word file, looks like before it is understood.

A PDF gives words with boxes; a Word file gives the same rows without boxes but with the side
of an invisible table each stands in. Everything after this module treats both alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from service.domain.vietnamese import fold
from service.reading.geometry import Box, around

TAB = 20.0
"""The gap, in letter heights, that a tab of a Word file counts as."""


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    FULL = "full"


class Source(StrEnum):
    PDF = "pdf"
    DOCX = "docx"


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `gap` is the space before it on its row, in letter heights; `size` in pt (0 when
    unknown); `font` as the file names it."""

    text: str
    box: Box | None = None
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    gap: float = 0.0
    font: str = ""


@dataclass(frozen=True)
class Row:
    """Words on one line (PDF) or of one line of a paragraph (DOCX).

    `page` counts from 1, 0 for a Word file. `side` and `group` (the table) are known in a Word
    file only; `paragraph` numbers its paragraphs. `centred` is Word's own alignment.
    """

    words: tuple[Word, ...]
    page: int
    side: Side | None = None
    group: int | None = None
    paragraph: int | None = None
    centred: bool = False

    @cached_property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @cached_property
    def folded(self) -> str:
        """Without accents and case, for anchors such as ``noi nhan``."""
        return fold(self.text)

    @cached_property
    def box(self) -> Box | None:
        boxes = [word.box for word in self.words if word.box is not None]
        return around(boxes) if boxes else None

    @cached_property
    def bold(self) -> bool:
        return _most(self.words, [word.bold for word in self.words])

    @cached_property
    def italic(self) -> bool:
        return _most(self.words, [word.italic for word in self.words])

    @cached_property
    def size(self) -> float:
        return max((word.size for word in self.words), default=0.0)

    @property
    def left(self) -> float:
        return self.box.left if self.box else 0.0

    @property
    def right(self) -> float:
        return self.box.right if self.box else 0.0

    @cached_property
    def is_upper(self) -> bool:
        """IN HOA: at least two letters, none of them small."""
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) > 1 and not any(letter.islower() for letter in letters)

    def with_words(self, words: Iterable[Word]) -> "Row":
        return replace(self, words=tuple(words))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: size in pt as displayed, letters of text, and the share of it under pictures."""

    number: int
    width: float
    height: float
    letters: int = 0
    picture_share: float = 0.0
    hidden_share: float = 0.0
    """Share of the letters drawn invisibly: the text layer of a scan."""


@dataclass(frozen=True, slots=True)
class Flow:
    """All rows of a file in reading order. `total_pages` may exceed the sheets that were read."""

    source: Source
    rows: tuple[Row, ...]
    sheets: tuple[Sheet, ...] = ()
    total_pages: int = 0


def _most(words: tuple[Word, ...], flags: list[bool]) -> bool:
    letters = sum(len(word.text) for word in words)
    marked = sum(len(word.text) for word, flag in zip(words, flags, strict=True) if flag)
    return marked * 2 > letters
