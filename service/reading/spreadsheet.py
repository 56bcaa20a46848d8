"""Đọc bảng tính — the lines of an XLSX or CSV file that a register is taken over from.

Nothing in the file is run: a formula is told as such, its stored result is not believed.
"""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service.domain.errors import Refused
from service.domain.takeover import FIELDS, TypedLine, field_of
from service.reading.old_codes import NAMES, old_code, to_unicode

LARGEST_MB = 8
LARGEST_UNPACKED_MB = 128
MOST_LINES = 20_000
MOST_COLUMNS = 60
LOOK_FOR_HEADS = 15

_COLUMN_NUMBER = re.compile(r"^\s*\(\d{1,2}\)\s*$")

Cell = tuple[str, bool]
"""The text of a cell, and whether it was a formula."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which table is looked for: what a head means, which fields make a row the row of heads,
    and the heads of ours, to be named when there is no such row."""

    field_of: Callable[[str], str | None]
    is_head: Callable[[frozenset[str]], bool]
    heads: tuple[str, ...]


REGISTER = Columns(
    field_of, lambda found: {"number", "dated", "subject"} <= found, tuple(FIELDS.values())
)


def read_spreadsheet(
    data: bytes, name: str, columns: Columns = REGISTER, *, convert: bool = False
) -> tuple[TypedLine, ...]:
    """The lines under the heads, blank ones left out. Refused (field ``file``) with what to do.

    Texts in TCVN3 or VNI are turned into Unicode when `convert` asks for it, else refused.
    """
    rows = list(_rows(data, name))
    code = old_code(text for row in rows for text, _ in row)
    if code is not None and not convert:
        raise OldCodeFound(
            f"Chữ trong bảng tính dùng bảng mã cũ {NAMES[code]}, không phải Unicode. Hãy đánh dấu "
            "“Chuyển bảng mã cũ sang Unicode” rồi đọc lại.",
            field="file",
        )
    if code is not None:
        rows = [[(to_unicode(text, code), formula) for text, formula in row] for row in rows]
    return _lines(rows, columns)


class OldCodeFound(Refused):
    """422 (field ``file``): the spreadsheet is in TCVN3 or VNI, and nobody asked to convert it."""


def _rows(data: bytes, name: str) -> Iterator[list[Cell]]:
    if len(data) > LARGEST_MB << 20:
        raise _refused(
            f"Tệp {len(data) >> 20} MB là quá lớn (tối đa {LARGEST_MB} MB); hãy bỏ ảnh, định dạng "
            "và các trang tính thừa, hoặc lưu thành CSV."
        )
    if data.startswith(b"PK"):
        return _at_most(_xlsx_rows(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused("Tệp .xls đời cũ; hãy mở bằng Excel và lưu thành .xlsx hoặc CSV.")
    if not name.lower().endswith((".csv", ".txt")):
        raise _refused("Tệp không phải bảng tính .xlsx hoặc .csv.")
    return _at_most(_csv_rows(data))


def _at_most(rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    """Rows with anything in them, and the others as empty lists: row numbers must not change."""
    filled = 0
    for row in rows:
        has_text = any(text.strip() for text, _ in row)
        filled += has_text
        if filled > MOST_LINES + LOOK_FOR_HEADS:
            raise _refused(f"Bảng tính quá {MOST_LINES} dòng; hãy chia thành từng năm.")
        yield row if has_text else []


def _xlsx_rows(data: bytes) -> Iterator[list[Cell]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only reading a spreadsheet needs it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > LARGEST_UNPACKED_MB << 20:
            raise _refused(
                f"Bảng tính mở ra {unpacked >> 20} MB, quá lớn; hãy xóa các dòng và cột trống có "
                "định dạng rồi lưu lại, hoặc lưu thành CSV."
            )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        # What the file says of its own size is not believed.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            yield [(_text(cell.value), _is_formula(cell)) for cell in row]
    except Refused:
        raise
    except Exception as error:
        # openpyxl answers damage with exceptions of many kinds.
        raise _refused("Tệp Excel bị hỏng hoặc có mật khẩu; hãy mở và lưu lại.") from error


def _is_formula(cell: Any) -> bool:
    return getattr(cell, "data_type", "") == "f"


def _text(value: Any) -> str:
    """A cell as a person reads it; whole numbers without ``.0``, days as dd/mm/yyyy."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _csv_rows(data: bytes) -> Iterator[list[Cell]]:
    text = _decoded(data)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    try:
        for row in csv.reader(io.StringIO(text), dialect):
            yield [(cell, cell.startswith("=")) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise _refused("Tệp CSV bị hỏng; hãy lưu lại từ bảng tính.") from error


def _decoded(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or the bytes of an old Vietnamese font."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # TCVN3 and VNI are what Windows takes for Western letters.
        text = data.decode("cp1252", "replace")
        if old_code((text,)) is not None:
            return text
        raise _refused(
            "Tệp CSV không phải mã UTF-8; khi lưu hãy chọn “CSV UTF-8 (phân cách bằng dấu phẩy)”."
        ) from error


def _lines(rows: Iterable[list[Cell]], wanted: Columns) -> tuple[TypedLine, ...]:
    columns: dict[int, str] = {}
    lines: list[TypedLine] = []
    for number, row in enumerate(rows, 1):
        if not columns:
            columns = _heads(row, wanted)
            if not columns and number >= LOOK_FOR_HEADS:
                break
            continue
        line = _line(number, row, columns)
        if line is not None:
            lines.append(line)
        if len(lines) > MOST_LINES:
            raise _refused(f"Bảng tính quá {MOST_LINES} dòng; hãy chia thành từng năm.")
    if not columns:
        heads = ", ".join(wanted.heads)
        raise _refused(f"Không thấy dòng tiêu đề. Dòng đầu cần các cột: {heads}.")
    if not lines:
        raise _refused("Bảng tính không có dòng nào dưới tiêu đề.")
    return tuple(lines)


def _heads(row: list[Cell], wanted: Columns) -> dict[int, str]:
    """Column → field, when the row names all that is needed; the first column of a name counts."""
    found: dict[str, int] = {}
    for place, (text, _) in enumerate(row):
        field = wanted.field_of(text)
        if field is not None:
            found.setdefault(field, place)
    if not wanted.is_head(frozenset(found)):
        return {}
    return {place: field for field, place in found.items()}


def _line(number: int, row: list[Cell], columns: dict[int, str]) -> TypedLine | None:
    cells = {field: row[place] for place, field in columns.items() if place < len(row)}
    if not any(text.strip() for text, _ in cells.values()):
        return None
    # The row of (1), (2), (3) … under the heads of a printed register is no line of it.
    if all(_COLUMN_NUMBER.match(text) for text, _ in cells.values() if text.strip()):
        return None
    return TypedLine(
        number,
        {field: text for field, (text, _) in cells.items()},
        tuple(field for field, (_, formula) in cells.items() if formula),
    )


def _refused(sentence: str) -> Refused:
    return Refused(sentence, field="file")
