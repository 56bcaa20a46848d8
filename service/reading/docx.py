"""Chữ trong tệp Word — paragraphs, tables and text boxes as rows, in reading order.

Only what a reader of the printed paper sees counts: deleted, hidden and field-code text is left
out, inserted text and automatic numbers are in.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from service.domain.errors import Refused
from service.reading.rows import TAB, Flow, Row, Side, Source, Word
from service.reading.wordfile import BOMB, Element, WordFile, local, w
from service.reading.wordstyles import Look, Styles

MAX_ROWS = 40_000
MAX_DEPTH = 40
_UNSEEN = frozenset(
    ("del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "rPr", "pPr")
)

_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes) -> Flow:
    """Rows of a Word file; pages and boxes are not known. Raises Refused."""
    file = WordFile(data)
    story = _Story(Styles.of(file))
    body = file.document().find(w("body"))
    if body is not None:
        story.read(body, side=None, group=None, depth=0)
    return Flow(Source.DOCX, tuple(story.rows))


@dataclass(slots=True)
class _Piece:
    """A run's text in one look; a tab or a line end is a piece of its own."""

    text: str
    look: Look


@dataclass(slots=True)
class _Story:
    styles: Styles
    rows: list[Row] = field(default_factory=list)
    _paragraphs: int = 0
    _tables: int = 0

    def read(self, parent: Element, *, side: Side | None, group: int | None, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Refused(BOMB)
        for element in parent:
            match local(element):
                case "p":
                    self._paragraph(element, side, group, depth)
                case "tbl":
                    self._table(element, side, group, depth)
                case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag":
                    self.read(element, side=side, group=group, depth=depth + 1)

    def _paragraph(
        self, element: Element, side: Side | None, group: int | None, depth: int
    ) -> None:
        if len(self.rows) > MAX_ROWS:
            raise Refused(BOMB)
        self._paragraphs += 1
        number = self._paragraphs
        properties = element.find(w("pPr"))
        under = self.styles.paragraph_look(properties)
        boxes: list[Element] = []
        pieces = [*self._pieces(element, under, boxes, depth)]
        label = self.styles.label(properties)
        if label and any(piece.text.strip() for piece in pieces):
            pieces = [_Piece(f"{label} ", under), *pieces]
        centred = self.styles.is_centred(properties)
        for words in _lines(pieces):
            self.rows.append(Row(words, 0, side, group, number, centred))
        for box in boxes:
            self.read(box, side=side, group=group, depth=depth + 1)

    def _pieces(
        self, element: Element, look: Look, boxes: list[Element], depth: int
    ) -> Iterator[_Piece]:
        if depth > MAX_DEPTH:
            raise Refused(BOMB)
        if local(element) == "r":
            look = self.styles.run_look(element.find(w("rPr")), look)
            if look.hidden:
                return
        for child in element:
            name = local(child)
            if name == "t":
                text = child.text or ""
                yield _Piece(text.upper() if look.caps else text, look)
            elif name in _SIGNS:
                yield _Piece(_SIGNS[name], look)
            elif name == "txbxContent":
                boxes.append(child)
            elif name not in _UNSEEN:
                yield from self._pieces(child, look, boxes, depth + 1)

    def _table(self, table: Element, side: Side | None, group: int | None, depth: int) -> None:
        self._tables += 1
        inner = self._tables if group is None else group
        rows = [_cells(row) for row in _table_rows(table)]
        used = max((sum(_has_text(cell.element) for cell in row) for row in rows), default=0)
        for row in rows:
            if used > 2:
                self._wide_row(row, depth)
                continue
            for cell in row:
                self.read(cell.element, side=side or cell.side, group=inner, depth=depth + 1)

    def _wide_row(self, row: list["_Cell"], depth: int) -> None:
        """One row of a table of figures: its cells side by side, parted by tabs."""
        start = len(self.rows)
        words: list[Word] = []
        for cell in row:
            self.read(cell.element, side=None, group=None, depth=depth + 1)
            inside = [word for found in self.rows[start:] for word in found.words]
            del self.rows[start:]
            if inside:
                first = inside[0]
                gap = TAB if words else first.gap
                words += [replace(first, gap=gap), *inside[1:]]
        if words:
            self.rows.append(Row(tuple(words), 0, paragraph=self._paragraphs))


@dataclass(frozen=True, slots=True)
class _Cell:
    element: Element
    side: Side | None


def _table_rows(table: Element) -> Iterator[Element]:
    for child in table:
        if local(child) == "tr":
            yield child
        elif local(child) in ("sdt", "sdtContent", "ins", "customXml"):
            yield from _table_rows(child)


def _cells(row: Element) -> list[_Cell]:
    """Cells with the side of the page they stand on; None for a cell across both."""
    cells = [
        cell
        for child in row
        for cell in (child.iter(w("tc")) if local(child) == "sdt" else (child,))
        if local(cell) == "tc"
    ]
    widths = [_width(cell) for cell in cells]
    total = sum(widths) or 1.0
    result, start = [], 0.0
    for cell, width in zip(cells, widths, strict=True):
        centre = (start + width / 2) / total
        side = Side.LEFT if centre < 0.45 else Side.RIGHT
        result.append(_Cell(cell, None if width / total > 0.8 else side))
        start += width
    return result


def _width(cell: Element) -> float:
    properties = cell.find(w("tcPr"))
    for name in ("tcW", "gridSpan") if properties is not None else ():
        found = properties.find(w(name)) if properties is not None else None
        text = "" if found is None else found.get(w("w"), "") or found.get(w("val"), "")
        if text.isascii() and text.isdigit() and int(text[:9]) > 0:
            return float(int(text[:9]))
    return 1.0


def _has_text(cell: Element) -> bool:
    return any((text.text or "").strip() for text in cell.iter(w("t")))


def _lines(pieces: list[_Piece]) -> Iterator[tuple[Word, ...]]:
    """Words of each line; empty lines are left out."""
    words: list[Word] = []
    gap, joined = 0.0, False
    for piece in pieces:
        for part in _parts(piece.text):
            if part == "\n":
                if words:
                    yield tuple(words)
                words, gap, joined = [], 0.0, False
            elif part.isspace():
                gap, joined = max(gap + TAB * part.count("\t"), 0.25), False
            elif joined:
                words[-1] = replace(words[-1], text=words[-1].text + part)
            else:
                words.append(_word(part, piece.look, gap))
                gap, joined = 0.0, True
    if words:
        yield tuple(words)


def _parts(text: str) -> Iterator[str]:
    """Words, blanks and line ends of a text, in order."""
    part = ""
    for letter in text:
        if letter == "\n":
            if part:
                yield part
            yield letter
            part = ""
            continue
        if part and part[-1].isspace() != letter.isspace():
            yield part
            part = ""
        part += letter
    if part:
        yield part


def _word(text: str, look: Look, gap: float) -> Word:
    return Word(
        text,
        None,
        look.size or 0.0,
        bool(look.bold),
        bool(look.italic),
        gap,
        look.font or "",
    )
