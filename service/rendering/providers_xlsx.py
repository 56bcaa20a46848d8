"""Danh sách cơ sở dạng bảng tính — every cell as text, so that no name becomes a formula."""

import io
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from service.domain.eligibility.stage_map import ProviderTable
from service.domain.numbering import VIETNAM

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MM_A_LETTER = 1.9


def providers_xlsx(agency: str, tables: Sequence[ProviderTable], made_at: datetime) -> bytes:
    """One sheet for each table, under the agency's name and the moment of making."""
    from openpyxl import Workbook  # noqa: PLC0415 - only a spreadsheet needs it

    book = Workbook(write_only=True)
    for table in tables:
        _sheet(book, agency, table, made_at)
    book.properties.title = tables[0].title
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _sheet(book: Any, agency: str, table: ProviderTable, made_at: datetime) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    sheet = book.create_sheet(table.title)
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    font = Font(name="Times New Roman", size=11)
    bold = Font(name="Times New Roman", size=11, bold=True)
    wrapped = Alignment(vertical="top", wrap_text=True)
    for place, (_, width) in enumerate(table.heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width / MM_A_LETTER
    made = f"Lập lúc {made_at.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"
    above = (agency, table.title.upper(), made)
    head = len(above) + 1
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for place, line in enumerate(above):
        sheet.append([_cell(sheet, line, bold if place < 2 else font)])
    sheet.append([_cell(sheet, name, bold, wrapped, box) for name, _ in table.heads])
    for row in table.rows:
        sheet.append([_cell(sheet, text, font, wrapped, box) for text in row])


def _cell(sheet: Any, text: str, font: Any, alignment: Any = None, border: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(sheet, value=_NOT_XML.sub("", text))
    cell.data_type = "s"
    cell.font = font
    if alignment is not None:
        cell.alignment = alignment
        cell.border = border
    return cell
