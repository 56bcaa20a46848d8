"""Kết quả tra cứu dạng PDF — A4 on its long side, heads repeated, pages numbered."""

from typing import Any

from service.domain.errors import RenderingFault
from service.domain.found_list import FoundList
from service.domain.vietnamese import short_date
from service.rendering.fonts import fonts_report
from service.rendering.register_pdf import Ruler

WIDTH, HEIGHT = 297.0, 210.0
LEFT, TOP, BOTTOM = 11.5, 14.0, 14.0
LINE, PAD_X, PAD_Y = 4.3, 1.2, 1.0
CELL_PT, HEAD_PT, TITLE_PT = 10.0, 10.0, 14.0


def found_pdf(found: FoundList) -> bytes:
    """The whole list. Raises RenderingFault when the computer has no font for it."""
    return _Sheet(found).output()


class _Sheet:
    """A list being drawn; `y` is where the next line goes, in mm from the top."""

    def __init__(self, found: FoundList) -> None:
        from fpdf import FPDF  # noqa: PLC0415 - 0.2 s and 27 MB that only printing needs

        self.found = found
        self.pdf = FPDF(orientation="landscape", unit="mm", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_title(found.title)
        self.pdf.set_lang("vi-VN")
        self.pdf.set_line_width(0.2)
        self.rulers = {}
        for style in ("Regular", "Bold"):
            name = style.lower()
            self.pdf.add_font(name, fname=_face(style))
            self.pdf.set_font(name, size=CELL_PT)
            self.rulers[name] = Ruler(self.pdf.fonts[name])
        self.y = TOP
        self.total = sum(one.width_mm for one in self.found.columns)

    def output(self) -> bytes:
        try:
            self.page()
            self.top()
            self.row([one.title for one in self.found.columns], "bold")
            for row in self.found.rows:
                self.row(row, "regular")
            return bytes(self.pdf.output())
        finally:
            for font in self.pdf.fonts.values():
                font.ttfont.close()  # fpdf2 leaves the font files open

    def page(self) -> None:
        self.pdf.add_page()
        self.y = TOP
        self.pdf.set_font("regular", size=CELL_PT)
        day = f"Lập ngày {short_date(self.found.made_at.date())}"
        self.pdf.text(LEFT, HEIGHT - 7, day)
        number = str(self.pdf.page_no())
        wide = self.rulers["regular"].width(number, CELL_PT)
        self.pdf.text(LEFT + self.total - wide, HEIGHT - 7, number)

    def top(self) -> None:
        self.line(self.found.agency, "bold", 12)
        self.line(self.found.title.upper(), "bold", TITLE_PT)
        for words in (*self.found.conditions, self.found.count):
            self.line(words, "regular", 11)
        self.y += 2

    def line(self, words: str, name: str, size: float) -> None:
        for part in self.rulers[name].wrap(words, self.total, size):
            self.y += size * 0.48
            self.pdf.set_font(name, size=size)
            self.pdf.text(LEFT, self.y, part)

    def row(self, texts: Any, name: str) -> None:
        """One line of the table; one that does not fit starts the next page, under the heads."""
        ruler = self.rulers[name]
        cells = [
            ruler.wrap(text, column.width_mm - 2 * PAD_X, CELL_PT)
            for text, column in zip(texts, self.found.columns, strict=True)
        ]
        room = int((HEIGHT - TOP - BOTTOM - 25) / LINE)
        while cells is not None:
            tall = min(max(1, *map(len, cells)), room)
            if self.y + tall * LINE + 2 * PAD_Y > HEIGHT - BOTTOM:
                self.page()
                if name == "regular":
                    self.row([one.title for one in self.found.columns], "bold")
            self.cells([lines[:tall] for lines in cells], tall, name)
            rest = [lines[tall:] for lines in cells]
            cells = rest if any(rest) else None

    def cells(self, cells: list[list[str]], tall: int, name: str) -> None:
        self.pdf.set_font(name, size=CELL_PT)
        height, x = tall * LINE + 2 * PAD_Y, LEFT
        for lines, column in zip(cells, self.found.columns, strict=True):
            y = self.y + PAD_Y + LINE - 1.2
            for line in lines:
                at = x + PAD_X
                if column.centred or name == "bold":
                    at = x + (column.width_mm - self.rulers[name].width(line, CELL_PT)) / 2
                if line:
                    self.pdf.text(at, y, line)
                y += LINE
            self.pdf.rect(x, self.y, column.width_mm, height)
            x += column.width_mm
        self.y += height


def _face(style: str) -> str:
    for face in fonts_report().faces:
        if face.style == style and face.allowed:
            return face.file
    raise RenderingFault(
        "Máy chủ thiếu phông Times New Roman (hoặc Liberation Serif, Tinos) nên chưa in được danh "
        "sách. Hãy báo người quản trị chạy “service doctor”, hoặc tải dạng Excel.",
        code="font-missing",
        permanent=True,
    )
