"""Mẫu in hồ sơ dạng PDF — lists and minutes of case files on A4, drawn line by line.

Every page says at its foot that it was made from the System (Phụ lục VI, phần I, II.6).
"""

from collections.abc import Sequence
from typing import Any

from service.domain.case_prints import (
    PrintedSheet,
    SheetBlock,
    SheetHead,
    SheetLine,
    SheetSigners,
    SheetTable,
)
from service.domain.errors import RenderingFault
from service.domain.registers import Column
from service.rendering.fonts import fonts_report
from service.rendering.register_pdf import PT, Ruler

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM, FOOT = 30.0, 15.0, 20.0, 20.0, 10.0
USABLE = PAGE_WIDTH - LEFT - RIGHT
FLOOR = PAGE_HEIGHT - BOTTOM
HEAD_LEFT = 68.0
"""Room of the agency's name; Quốc hiệu has the rest."""
CELL_PT, LINE, PAD_X, PAD_Y = 11.0, 4.9, 1.2, 1.0
FACES = {"regular": "Regular", "bold": "Bold", "italic": "Italic"}


def sheet_pdf(sheet: PrintedSheet) -> bytes:
    """The whole form. Raises RenderingFault when the computer has no font for it."""
    return _Drawing(sheet).output()


class _Drawing:
    """A form being drawn; `y` is where the next thing goes, in mm from the top."""

    def __init__(self, sheet: PrintedSheet) -> None:
        from fpdf import FPDF  # noqa: PLC0415 - 0.2 s and 27 MB that only printing needs

        self.sheet = sheet
        self.pdf = FPDF(orientation="portrait", unit="mm", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.set_title(sheet.name)
        self.pdf.set_creation_date(sheet.made_at)
        self.pdf.set_lang("vi-VN")
        self.pdf.set_line_width(0.2)
        self.rulers = {}
        for name, style in FACES.items():
            self.pdf.add_font(name, fname=_face(style))
            self.pdf.set_font(name, size=CELL_PT)
            self.rulers[name] = Ruler(self.pdf.fonts[name])
        self.y = TOP

    def output(self) -> bytes:
        try:
            self.page()
            for block in self.sheet.blocks:
                self.draw(block)
            return bytes(self.pdf.output())
        finally:
            for font in self.pdf.fonts.values():
                font.ttfont.close()  # fpdf2 leaves the font files open

    def draw(self, block: SheetBlock) -> None:
        if isinstance(block, SheetHead):
            self.head(block)
        elif isinstance(block, SheetLine):
            self.line(block)
        elif isinstance(block, SheetTable):
            self.table(block)
        else:
            self.signers(block)

    def page(self) -> None:
        self.pdf.add_page()
        self.y = TOP
        number = str(self.pdf.page_no())
        self.text(self.sheet.foot, LEFT, PAGE_HEIGHT - FOOT, "italic", 9)
        wide = self.rulers["regular"].width(number, 10)
        self.text(number, LEFT + USABLE - wide, PAGE_HEIGHT - FOOT, "regular", 10)

    def text(self, words: str, x: float, y: float, name: str, size: float) -> None:
        self.pdf.set_font(name, size=size)
        self.pdf.text(x, y, words)

    def centred(
        self, words: str, name: str, size: float, left: float = LEFT, width: float = USABLE
    ) -> None:
        free = width - self.rulers[name].width(words, size)
        self.text(words, left + free / 2, self.y, name, size)

    def head(self, block: SheetHead) -> None:
        start = low = self.y
        for place, lines in enumerate((block.left, block.right)):
            left = LEFT + HEAD_LEFT * place
            width = USABLE - HEAD_LEFT if place else HEAD_LEFT
            self.y = start
            for number, line in enumerate(lines):
                name = "bold" if place or number == len(lines) - 1 else "regular"
                self.y += 5.4
                self.centred(line, name, 12, left, width)
            rule = self.rulers["bold"].width(lines[-1], 12) * (1 if place else 0.4)
            middle = left + width / 2
            self.pdf.line(middle - rule / 2, self.y + 1.6, middle + rule / 2, self.y + 1.6)
            low = max(low, self.y)
        self.y = low + 4
        if block.below:
            self.y += 5.4
            self.centred(block.below, "italic", 13, LEFT + HEAD_LEFT, USABLE - HEAD_LEFT)

    def line(self, block: SheetLine) -> None:
        name = "bold" if block.bold else "italic" if block.italic else "regular"
        step = block.size_pt * PT * 1.25
        self.y += block.before_mm
        for part in self.rulers[name].wrap(block.text, USABLE, block.size_pt):
            if self.y + step > FLOOR:
                self.page()
            self.y += step
            if block.centred:
                self.centred(part, name, block.size_pt)
            else:
                self.text(part, LEFT, self.y, name, block.size_pt)

    def table(self, block: SheetTable) -> None:
        self.y += 4
        heads = [one.title for one in block.columns]
        numbers = [f"({place})" for place, _ in enumerate(block.columns, 1)]
        self.row(heads, block.columns, "bold", repeat=())
        self.row(numbers, block.columns, "italic", repeat=())
        for place, row in enumerate(block.rows):
            name = "bold" if place in block.headings else "regular"
            self.row(row, block.columns, name, repeat=(heads, numbers))

    def row(self, texts: Any, columns: tuple[Column, ...], name: str, *, repeat: Any) -> None:
        """One line of the table; a taller one than a page goes on overleaf, under the heads."""
        cells = [
            self.rulers[name].wrap(text, column.width_mm - 2 * PAD_X, CELL_PT)
            for text, column in zip(texts, columns, strict=True)
        ]
        most = int((FLOOR - TOP - 30) / LINE)
        while cells is not None:
            tall = min(max(1, *map(len, cells)), most)
            if self.y + tall * LINE + 2 * PAD_Y > FLOOR:
                self.page()
                for place, head in enumerate(repeat):
                    self.row(head, columns, ("bold", "italic")[place], repeat=())
            self.cells([lines[:tall] for lines in cells], tall, columns, name, bool(repeat))
            rest = [lines[tall:] for lines in cells]
            cells = rest if any(rest) else None  # type: ignore[assignment]

    def cells(
        self,
        cells: list[list[str]],
        tall: int,
        columns: tuple[Column, ...],
        name: str,
        body: bool,
    ) -> None:
        height, x = tall * LINE + 2 * PAD_Y, LEFT
        for lines, column in zip(cells, columns, strict=True):
            y = self.y + PAD_Y + LINE - 1.3
            for line in lines:
                at = x + PAD_X
                if column.centred or not body:
                    at = x + (column.width_mm - self.rulers[name].width(line, CELL_PT)) / 2
                if line:
                    self.text(line, at, y, name, CELL_PT)
                y += LINE
            self.pdf.rect(x, self.y, column.width_mm, height)
            x += column.width_mm
        self.y += height

    def signers(self, block: SheetSigners) -> None:
        if self.y > FLOOR - 40:
            self.page()
        self.y += 8
        half, start = USABLE / 2, self.y
        only = len(block.signers) == 1
        if block.day:
            self.centred(block.day, "italic", 13, LEFT + half, half)
            start += 7
        for place, (title, hint) in enumerate(block.signers):
            left = LEFT + half if only else LEFT + place * half
            self.y = start
            self.centred(title, "bold", 13, left, half)
            self.y += 6
            self.centred(hint, "italic", 12, left, half)
        self.y += 28


def _face(style: str) -> str:
    for face in fonts_report().faces:
        if face.style == style and face.allowed:
            return face.file
    raise RenderingFault(
        "Máy chủ thiếu phông Times New Roman (hoặc Liberation Serif, Tinos) nên chưa in được. "
        "Hãy báo người quản trị chạy “service doctor”, hoặc tải dạng Excel.",
        code="font-missing",
        permanent=True,
    )


def marks_pdf(marks: Sequence[tuple[str, float, float, float]]) -> bytes:
    """One transparent page for each of (words, width and height in mm, scale), small words at its
    foot, to be laid over another; `scale` is how many times larger than its paper a page says it
    is. One document, so that they share one font."""
    from fpdf import FPDF  # noqa: PLC0415 - as above

    pdf = FPDF(unit="mm")
    pdf.set_auto_page_break(False)
    pdf.add_font("italic", fname=_face("Italic"))
    for words, width_mm, height_mm, scale in marks:
        pdf.add_page(format=(width_mm, height_mm))
        pdf.set_font("italic", size=8 * scale)
        pdf.set_text_color(90, 90, 90)
        left = (width_mm - pdf.get_string_width(words)) / 2
        pdf.text(left, height_mm - 5 * scale, words)
    try:
        return bytes(pdf.output())
    finally:
        for font in pdf.fonts.values():
            font.ttfont.close()  # type: ignore[attr-defined]
