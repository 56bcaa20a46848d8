"""Quyển sổ dạng PDF — drawn line by line: ten thousand lines are far too many for a converter.

fpdf2 embeds the font; the wrapping is ours, with widths read once for each letter, because a
table that measures every cell anew takes minutes.
"""

from collections.abc import Sequence
from typing import Any

from service.domain.errors import RenderingFault
from service.domain.registers import Volume
from service.rendering import register_layout as layout
from service.rendering.fonts import fonts_report

PT = 25.4 / 72
USABLE = layout.PAGE_WIDTH - layout.LEFT - layout.RIGHT
FLOOR = layout.PAGE_HEIGHT - layout.BOTTOM


def register_pdf(volume: Volume) -> bytes:
    """The whole volume: cover, first page, lines, closing page. Raises RenderingFault."""
    sheet = _Sheet(volume)
    sheet.cover(frame=True)
    sheet.cover(frame=False)
    sheet.table()
    sheet.closing()
    return sheet.output()


class _Sheet:
    """A volume being drawn; `y` is where the next thing goes, in mm from the top."""

    def __init__(self, volume: Volume) -> None:
        from fpdf import FPDF  # noqa: PLC0415 - 0.2 s and 27 MB that only printing needs

        self.volume = volume
        self.pdf = FPDF(orientation="landscape", unit="mm", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_title(volume.foot)
        self.pdf.set_lang("vi-VN")
        self.pdf.set_line_width(0.2)
        self.rulers = {}
        for style in ("Regular", "Bold", "Italic"):
            name = style.lower()
            self.pdf.add_font(name, fname=_face(style))
            self.pdf.set_font(name, size=10)
            self.rulers[name] = Ruler(self.pdf.fonts[name])
        self.y = layout.TOP
        self.page = 0
        self.font = ("", 0.0)

    def output(self) -> bytes:
        try:
            return bytes(self.pdf.output())
        finally:
            for font in self.pdf.fonts.values():
                font.ttfont.close()  # fpdf2 leaves the font files open

    def use(self, name: str, size: float) -> None:
        if self.font != (name, size):
            self.pdf.set_font(name, size=size)
            self.font = (name, size)

    def new_page(self, *, numbered: bool = True) -> None:
        self.pdf.add_page()
        self.font = ("", 0.0)
        self.y = layout.TOP
        if numbered:
            self.page += 1
            self.text(self.volume.foot, layout.LEFT, layout.PAGE_HEIGHT - layout.FOOT, "italic", 9)
            self.centred(f"{self.page}", layout.PAGE_HEIGHT - layout.FOOT, "regular", 10)

    def text(self, words: str, x: float, y: float, name: str, size: float) -> None:
        self.use(name, size)
        self.pdf.text(x, y, words)

    def centred(
        self,
        words: str,
        y: float,
        name: str,
        size: float,
        *,
        left: float = layout.LEFT,
        width: float = USABLE,
    ) -> None:
        free = width - self.rulers[name].width(words, size)
        self.text(words, left + free / 2, y, name, size)

    def cover(self, *, frame: bool) -> None:
        self.new_page(numbered=False)
        if frame:
            self.pdf.rect(layout.LEFT, layout.TOP, USABLE, layout.PAGE_HEIGHT - 2 * layout.TOP)
        self.y = layout.TOP + 14
        for line in layout.cover(self.volume):
            self.y += line.before + line.size_pt * PT * 1.35
            self.centred(line.text, self.y, "bold" if line.bold else "regular", line.size_pt)

    def heads(self) -> None:
        columns = self.volume.form.columns
        titles = [
            self.rulers["bold"].wrap(one.title, one.width_mm - 2 * layout.PAD_X, layout.HEAD_PT)
            for one in columns
        ]
        height = max(map(len, titles)) * layout.LINE + 2 * layout.PAD_Y
        below = layout.LINE + 2 * layout.PAD_Y
        x = layout.LEFT
        for number, (column, lines) in enumerate(zip(columns, titles, strict=True), 1):
            place: dict[str, Any] = {"left": x, "width": column.width_mm}
            y = self.y + (height - len(lines) * layout.LINE) / 2
            for line in lines:
                y += layout.LINE
                self.centred(line, y - 1.1, "bold", layout.HEAD_PT, **place)
            self.centred(f"({number})", self.y + height + below - 1.9, "italic", 9, **place)
            self.pdf.rect(x, self.y, column.width_mm, height)
            self.pdf.rect(x, self.y + height, column.width_mm, below)
            x += column.width_mm
        self.y += height + below

    def table(self) -> None:
        self.new_page()
        self.heads()
        ruler, columns = self.rulers["regular"], self.volume.form.columns
        widths = [one.width_mm for one in columns]
        centred = [one.centred for one in columns]
        for row in self.volume.rows:
            cells = [
                ruler.wrap(text, width - 2 * layout.PAD_X, layout.CELL_PT)
                for text, width in zip(row, widths, strict=True)
            ]
            self.row(cells, widths, centred, self.heads)

    def row(
        self,
        cells: list[list[str]],
        widths: Sequence[float],
        centred: Sequence[bool],
        heads: Any,
    ) -> None:
        """One line; a line that is taller than what a page holds goes on overleaf."""
        while True:
            tall = max(1, *map(len, cells))
            fits = int((FLOOR - self.y - 2 * layout.PAD_Y) / layout.LINE)
            if tall <= fits:
                self.cells(cells, tall, widths, centred)
                return
            page_holds = int((FLOOR - layout.TOP - 30) / layout.LINE)
            if tall > page_holds and fits >= 3:
                self.cells([lines[:fits] for lines in cells], fits, widths, centred)
                cells = [lines[fits:] for lines in cells]
            self.new_page()
            heads()

    def cells(
        self,
        cells: list[list[str]],
        tall: int,
        widths: Sequence[float],
        centred: Sequence[bool],
    ) -> None:
        self.use("regular", layout.CELL_PT)
        height = tall * layout.LINE + 2 * layout.PAD_Y
        ruler, pdf, x = self.rulers["regular"], self.pdf, layout.LEFT
        for lines, width, middle in zip(cells, widths, centred, strict=True):
            y = self.y + layout.PAD_Y + layout.LINE - 1.1
            for line in lines:
                at = x + layout.PAD_X
                if middle:
                    at = x + (width - ruler.width(line, layout.CELL_PT)) / 2
                if line:
                    pdf.text(at, y, line)
                y += layout.LINE
            pdf.line(x, self.y, x, self.y + height)
            x += width
        pdf.line(x, self.y, x, self.y + height)
        self.y += height
        pdf.line(layout.LEFT, self.y, x, self.y)

    def closing(self) -> None:
        self.new_page()
        self.y += 8
        self.centred(layout.CLOSING_TITLE, self.y, "bold", 14)
        self.y += 6
        for sentence in layout.closing(self.volume):
            self.paragraph(sentence)
        self.struck_out()
        if self.y > FLOOR - 45:
            self.new_page()
        self.y += 12
        half = USABLE / 2
        for place, signer in enumerate(layout.SIGNERS):
            left = layout.LEFT + place * half
            self.centred(signer, self.y, "bold", layout.TEXT_PT, left=left, width=half)
            self.centred(layout.SIGN_HINT, self.y + 6, "italic", 12, left=left, width=half)

    def paragraph(self, words: str, name: str = "regular") -> None:
        for line in self.rulers[name].wrap(words, USABLE, layout.TEXT_PT):
            self.y += 6.4
            self.text(line, layout.LEFT, self.y, name, layout.TEXT_PT)

    def struck_out(self) -> None:
        self.y += 4
        self.paragraph(layout.STRUCK_TITLE, "bold")
        if not self.volume.struck_out:
            self.paragraph(layout.NONE_STRUCK)
            return
        self.y += 3
        self.struck_heads()
        ruler = self.rulers["regular"]
        for one in self.volume.struck_out:
            texts = (one.reference, f"{one.day:%d/%m/%Y}", one.reason)
            cells = [
                ruler.wrap(text, width - 2 * layout.PAD_X, layout.CELL_PT)
                for text, width in zip(texts, layout.STRUCK_WIDTHS, strict=True)
            ]
            self.row(cells, layout.STRUCK_WIDTHS, (False, True, False), self.struck_heads)

    def struck_heads(self) -> None:
        x, height = layout.LEFT, layout.LINE + 2 * layout.PAD_Y
        for head, width in zip(layout.STRUCK_HEADS, layout.STRUCK_WIDTHS, strict=True):
            self.centred(head, self.y + height - 1.9, "bold", layout.HEAD_PT, left=x, width=width)
            self.pdf.rect(x, self.y, width, height)
            x += width
        self.y += height


class Ruler:
    """Breaks text into lines by the widths of one font's letters, each measured once."""

    def __init__(self, font: Any) -> None:
        self.widths = _Widths(font.cw)

    def width(self, text: str, size: float) -> float:
        """Millimetres of a line."""
        widths = self.widths
        return sum(widths[letter] for letter in text) * size

    def wrap(self, text: str, room: float, size: float) -> list[str]:
        """Lines no wider than `room` mm; a word that is wider than a line is cut."""
        if not text:
            return []
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line, used, blank = "", 0.0, self.width(" ", size)
            for word in paragraph.split():
                left, wide = word, self.width(word, size)
                if line and used + blank + wide <= room:
                    line, used = f"{line} {word}", used + blank + wide
                    continue
                if line:
                    lines.append(line)
                while wide > room and len(left) > 1:
                    head = self._head(left, room, size)
                    lines.append(head)
                    left = left[len(head) :]
                    wide = self.width(left, size)
                line, used = left, wide
            lines.append(line)
        return lines

    def _head(self, word: str, room: float, size: float) -> str:
        """As much of a word as fits, at least one letter; cut after a slash or hyphen if it can."""
        end = 1
        while end < len(word) and self.width(word[: end + 1], size) <= room:
            end += 1
        cut = max(word.rfind(mark, 0, end) for mark in "/-")
        return word[: cut + 1] if cut > 0 else word[:end]


class _Widths(dict[str, float]):
    """Letter → mm for each point of size."""

    def __init__(self, thousandths: Any) -> None:
        super().__init__()
        self._thousandths = thousandths

    def __missing__(self, letter: str) -> float:
        self[letter] = wide = float(self._thousandths[ord(letter)]) * PT / 1000
        return wide


def _face(style: str) -> str:
    for face in fonts_report().faces:
        if face.style == style and face.allowed:
            return face.file
    raise RenderingFault(
        "Máy chủ thiếu phông Times New Roman (hoặc Liberation Serif, Tinos) nên chưa in được sổ. "
        "Hãy báo người quản trị chạy “service doctor”.",
        code="font-missing",
        permanent=True,
    )
