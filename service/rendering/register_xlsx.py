"""Quyển sổ dạng bảng tính — the same lines and totals, every cell as text."""

import io
import re
from typing import Any

from service.domain.registers import Volume
from service.rendering import register_layout as layout

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
HEAD_ROW = 4


def register_xlsx(volume: Volume) -> bytes:
    """One sheet of lines under the decree's heads, one of totals and numbers struck out."""
    from openpyxl import Workbook  # noqa: PLC0415 - only printing to a spreadsheet needs it

    book = Workbook(write_only=True)
    _lines(book.create_sheet("Sổ"), volume)
    _closing(book.create_sheet("Kết thúc sổ"), volume)
    book.properties.title = volume.foot
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _lines(sheet: Any, volume: Volume) -> None:
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 - as above

    thin = Side(style="thin")
    box = Border(left=thin, right=thin, top=thin, bottom=thin)
    font, bold = Font(name="Times New Roman", size=10), Font("Times New Roman", 10, bold=True)
    left = Alignment(vertical="top", wrap_text=True)
    centre = Alignment(horizontal="center", vertical="top", wrap_text=True)
    columns = volume.form.columns
    for place, column in enumerate(columns):
        sheet.column_dimensions[_letter(place)].width = column.width_mm / 1.9
    sheet.freeze_panes = f"A{HEAD_ROW + 2}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    agency = volume.agency.replace("\n", " ").upper()
    sheet.append([_cell(sheet, agency, bold, None, None)])
    title = f"{volume.form.title.upper()} – NĂM {volume.year}"
    sheet.append([_cell(sheet, title, bold, None, None)])
    sheet.append([_cell(sheet, ". ".join(volume.span), font, None, None)])
    sheet.append([_cell(sheet, one.title, bold, centre, box) for one in columns])
    sheet.append(
        [_cell(sheet, f"({place})", font, centre, box) for place, _ in enumerate(columns, 1)]
    )
    aligns = [centre if one.centred else left for one in columns]
    for row in volume.rows:
        sheet.append(
            [_cell(sheet, text, font, align, box) for text, align in zip(row, aligns, strict=True)]
        )


def _closing(sheet: Any, volume: Volume) -> None:
    for sentence in layout.closing(volume):
        sheet.append([_text(sheet, sentence)])
    sheet.append([])
    sheet.append([_text(sheet, layout.STRUCK_TITLE)])
    if not volume.struck_out:
        sheet.append([_text(sheet, layout.NONE_STRUCK)])
    for one in volume.struck_out:
        sheet.append(
            [_text(sheet, cell) for cell in (one.reference, f"{one.day:%d/%m/%Y}", one.reason)]
        )


def _cell(sheet: Any, text: str, font: Any, alignment: Any, border: Any) -> Any:
    cell = _text(sheet, text)
    cell.font = font
    if alignment is not None:
        cell.alignment = alignment
    if border is not None:
        cell.border = border
    return cell


def _text(sheet: Any, text: str) -> Any:
    """Always text: a subject that begins with an equals sign must not become a formula."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    cell = WriteOnlyCell(sheet, value=_NOT_XML.sub("", text))
    cell.data_type = "s"
    return cell


def _letter(place: int) -> str:
    return chr(ord("A") + place)
