"""Danh sách dạng bảng tính — columns as data, every cell as text: nothing becomes a formula."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

MM_A_LETTER = 1.9

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Column(Protocol):
    """Cột: its title and width in mm; `centred` for numbers and days."""

    @property
    def title(self) -> str: ...
    @property
    def width_mm(self) -> float: ...
    @property
    def centred(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet on A4 laid on its long side: lines `above` (the first two bold), then heads that
    stay in sight and are printed on every page, `numbered` ones with (1), (2) … below, then the
    rows. `size_pt` is the size of all letters."""

    name: str
    above: tuple[str, ...]
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    size_pt: int = 11
    numbered: bool = False
    centred_heads: bool = True


def list_xlsx(title: str, sheets: Sequence[ListSheet]) -> bytes:
    """A book of one or more lists."""
    book = new_book()
    for sheet in sheets:
        add_list(book, sheet)
    return saved(book, title)


def new_book() -> Any:
    from openpyxl import Workbook  # noqa: PLC0415 - only a spreadsheet needs it

    return Workbook(write_only=True)


def saved(book: Any, title: str) -> bytes:
    book.properties.title = title
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def add_list(book: Any, made: ListSheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    sheet = book.create_sheet(made.name)
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    font = Font(name="Times New Roman", size=made.size_pt)
    bold = Font(name="Times New Roman", size=made.size_pt, bold=True)
    left = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
    for place, column in enumerate(made.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width_mm / MM_A_LETTER
    head = len(made.above) + 1
    last = head + made.numbered
    sheet.freeze_panes = f"A{last + 1}"
    sheet.print_title_rows = f"{head}:{last}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for place, line in enumerate(made.above):
        sheet.append([text_cell(sheet, line, bold if place < 2 else font)])
    top = centre if made.centred_heads else left
    sheet.append([text_cell(sheet, one.title, bold, top, box) for one in made.columns])
    if made.numbered:
        numbers = [f"({place})" for place, _ in enumerate(made.columns, 1)]
        sheet.append([text_cell(sheet, one, font, top, box) for one in numbers])
    aligns = [centre if one.centred else left for one in made.columns]
    for row in made.rows:
        sheet.append(
            [
                text_cell(sheet, text, font, align, box)
                for text, align in zip(row, aligns, strict=True)
            ]
        )


def text_cell(
    sheet: Any, text: str, font: Any = None, alignment: Any = None, border: Any = None
) -> Any:
    """Always text: a subject that begins with an equals sign must not become a formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(sheet, value=_NOT_XML.sub("", text))
    cell.data_type = "s"
    for name, look in (("font", font), ("alignment", alignment), ("border", border)):
        if look is not None:
            setattr(cell, name, look)
    return cell
