"""Đoạn chữ biết chỗ của mình — text joined from rows, from which every part finds its way back
to the page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.reading.findings import Found, Spot
from service.reading.geometry import Box, around
from service.reading.rows import Row, Word


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    word: Word
    page: int
    paragraph: int | None
    line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` with the word behind each letter."""

    text: str
    pieces: tuple[_Piece, ...]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Passage":
        """Rows joined by blanks; a word broken by a hyphen at the end of a line is joined."""
        parts: list[str] = []
        pieces: list[_Piece] = []
        length = 0
        for line, row in enumerate(rows):
            for number, word in enumerate(row.words):
                before = parts[-1] if parts else ""
                broken = number == 0 and len(before) > 1 and before.endswith("-")
                if before and not broken:
                    parts.append(" ")
                    length += 1
                end = length + len(word.text)
                pieces.append(_Piece(length, end, word, row.page, row.paragraph, line))
                parts.append(word.text)
                length = end
        return cls("".join(parts), tuple(pieces))

    def where(self, start: int = 0, end: int | None = None) -> tuple[Spot, ...]:
        """The rectangles of a part of the text, one for each line."""
        stop = len(self.text) if end is None else end
        lines: dict[int, list[_Piece]] = {}
        for piece in self.pieces:
            if piece.start < stop and start < piece.end:
                lines.setdefault(piece.line, []).append(piece)
        return tuple(_spot(pieces, start, stop) for pieces in lines.values())

    def found(
        self, start: int, end: int, value: str | None, confidence: float, reason: str
    ) -> Found[str]:
        """A finding in this text; blanks at its ends are not part of it."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        part = part.strip()
        end = start + len(part)
        return Found(
            part, part if value is None else value, self.where(start, end), confidence, reason
        )

    def whole(self, confidence: float, reason: str, value: str | None = None) -> Found[str]:
        return self.found(0, len(self.text), value, confidence, reason)


def _spot(pieces: Sequence[_Piece], start: int, stop: int) -> Spot:
    boxes = [_part(piece, start, stop) for piece in pieces if piece.word.box is not None]
    return Spot(pieces[0].page, around(boxes) if boxes else None, pieces[0].paragraph)


def _part(piece: _Piece, start: int, stop: int) -> Box:
    """The box of that part of a word which lies within the span, letters taken as equally wide:
    ``99`` of ``99/UBND``."""
    box = piece.word.box
    assert box is not None
    letter = box.width / max(piece.end - piece.start, 1)
    left = box.left + letter * max(0, start - piece.start)
    right = box.right - letter * max(0, piece.end - stop)
    return Box(round(left, 2), box.top, round(right, 2), box.bottom)
