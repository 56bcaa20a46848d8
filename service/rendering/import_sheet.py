"""Bảng tính nhập văn bản cũ — the template to fill in, and the list of rows to be mended.

Every cell is text: what a file or a person wrote never becomes a formula.
"""

import io
import re
from collections.abc import Iterable, Sequence

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WIDTHS = {"Trích yếu": 50, "Nơi nhận": 30, "Cơ quan ban hành": 28, "Cần sửa": 50, "Tệp": 28}
LONGEST = 32_000
"""Letters of one cell; Excel takes 32,767."""


def import_sheet(
    heads: Sequence[str], rows: Iterable[Sequence[str]], notes: Iterable[str] = ()
) -> bytes:
    """One sheet with heads that stay in sight, and a second one with `notes`, if any."""
    from openpyxl import Workbook  # noqa: PLC0415 - only a spreadsheet needs it
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - as above
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Văn bản cũ")
    sheet.freeze_panes = "A2"
    for place, head in enumerate(heads, 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(head, 16)
    bold, top = Font(bold=True), Alignment(vertical="top", wrap_text=True)

    def cells(texts: Sequence[str], font: Font | None = None) -> list[WriteOnlyCell]:
        made = []
        for text in texts:
            cell = WriteOnlyCell(sheet, value=_NOT_XML.sub("", text)[:LONGEST])
            cell.data_type, cell.number_format, cell.alignment = "s", "@", top
            if font:
                cell.font = font
            made.append(cell)
        return made

    sheet.append(cells(heads, bold))
    for row in rows:
        sheet.append(cells(row))
    lines = list(notes)
    if lines:
        other = book.create_sheet("Cách ghi")
        other.column_dimensions["A"].width = 100
        for line in lines:
            other.append([line])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
