"""Kết quả tra cứu dạng bảng tính — every cell as text, so that no subject becomes a formula."""

import io
import re
from typing import Any

from service.domain.found_list import FoundList

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MM_A_LETTER = 1.9


def found_xlsx(found: FoundList) -> bytes:
    """One sheet: what was asked for, then the rows under their heads, which stay in sight."""
    from openpyxl import Workbook  # noqa: PLC0415 - only a spreadsheet needs it
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Kết quả tra cứu")
    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    font = Font(name="Times New Roman", size=11)
    bold = Font(name="Times New Roman", size=11, bold=True)
    left = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
    for place, column in enumerate(found.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width_mm / MM_A_LETTER
    above = (found.agency, found.title.upper(), *found.conditions, found.count)
    head = len(above) + 1
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for place, line in enumerate(above):
        sheet.append([_cell(sheet, line, bold if place < 2 else font)])
    sheet.append([_cell(sheet, one.title, bold, centre, box) for one in found.columns])
    aligns = [centre if one.centred else left for one in found.columns]
    for row in found.rows:
        sheet.append(
            [_cell(sheet, text, font, align, box) for text, align in zip(row, aligns, strict=True)]
        )
    book.properties.title = found.title
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(sheet: Any, text: str, font: Any, alignment: Any = None, border: Any = None) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(sheet, value=_NOT_XML.sub("", text))
    cell.data_type = "s"
    cell.font = font
    if alignment is not None:
        cell.alignment = alignment
        cell.border = border
    return cell
