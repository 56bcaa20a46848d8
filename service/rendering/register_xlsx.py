"""Quyển sổ dạng bảng tính — the same lines and totals, every cell as text."""

from typing import Any

from service.domain.registers import Volume
from service.rendering import register_layout as layout
from service.rendering.list_xlsx import ListSheet, add_list, new_book, saved, text_cell

HEAD_ROW = 4
"""Heads stand below three lines."""


def register_xlsx(volume: Volume) -> bytes:
    """One sheet of lines under the decree's heads, one of totals and numbers struck out."""
    above = (
        volume.agency.replace("\n", " ").upper(),
        f"{volume.form.title.upper()} – NĂM {volume.year}",
        ". ".join(volume.span),
    )
    book = new_book()
    columns = volume.form.columns
    add_list(book, ListSheet("Sổ", above, columns, volume.rows, size_pt=10, numbered=True))
    _closing(book.create_sheet("Kết thúc sổ"), volume)
    return saved(book, volume.foot)


def _closing(sheet: Any, volume: Volume) -> None:
    for sentence in layout.closing(volume):
        sheet.append([text_cell(sheet, sentence)])
    sheet.append([])
    sheet.append([text_cell(sheet, layout.STRUCK_TITLE)])
    if not volume.struck_out:
        sheet.append([text_cell(sheet, layout.NONE_STRUCK)])
    for one in volume.struck_out:
        cells = (one.reference, f"{one.day:%d/%m/%Y}", one.reason)
        sheet.append([text_cell(sheet, cell) for cell in cells])
