"""Mẫu in hồ sơ dạng bảng tính — the same lines and tables, every cell as text."""

import io
import re
from typing import Any

from service.domain.case_prints import PrintedSheet, SheetLine, SheetTable

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MM_A_LETTER = 1.9


def sheet_xlsx(sheet: PrintedSheet) -> bytes:
    """One sheet: the lines above, the table under its heads, the lines below, the System's mark."""
    from openpyxl import Workbook  # noqa: PLC0415 - only a spreadsheet needs it

    book = Workbook(write_only=True)
    page = book.create_sheet("Hồ sơ")
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for block in sheet.blocks:
        if isinstance(block, SheetTable):
            for place, column in enumerate(block.columns):
                page.column_dimensions[chr(ord("A") + place)].width = column.width_mm / MM_A_LETTER
    for block in sheet.blocks:
        if isinstance(block, SheetLine):
            page.append([_cell(page, block.text, bold=block.bold)])
        elif isinstance(block, SheetTable):
            _table(page, block)
    page.append([_cell(page, sheet.foot)])
    book.properties.title = sheet.name
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _table(page: Any, block: SheetTable) -> None:
    titles = [_cell(page, one.title, bold=True, boxed=True) for one in block.columns]
    page.append(titles)
    numbers = [f"({place})" for place, _ in enumerate(block.columns, 1)]
    page.append([_cell(page, text, boxed=True) for text in numbers])
    for place, row in enumerate(block.rows):
        bold = place in block.headings
        page.append([_cell(page, text, bold=bold, boxed=True) for text in row])


def _cell(page: Any, text: str, *, bold: bool = False, boxed: bool = False) -> Any:
    """Always text: a title that begins with an equals sign must not become a formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(page, value=_NOT_XML.sub("", text))
    cell.data_type = "s"
    cell.font = Font(name="Times New Roman", size=11, bold=bold)
    if boxed:
        thin = Side(style="thin")
        cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell
