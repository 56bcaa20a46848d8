"""Ô của bảng tính — the cells of an XLSX or CSV file; runs in the limited child alone.

Nothing in the file is run: a formula is told as such, its stored result is not believed.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from service.confinement.answering import answer
from service.confinement.asking import Answer
from service.confinement.walls import Limits
from service.domain.errors import Refused
from service.reading.old_codes import old_code
from service.reading.spreadsheet import LOOK_FOR_HEADS, MOST_LINES, Cell

LIMITS = Limits(cpu_seconds=30, open_files=32, niceness=5)
LARGEST_UNPACKED_MB = 128
MOST_COLUMNS = 60
MOST_TEXT = 32 * 1024 * 1024
"""Letters of all cells together: no register of a year is a tenth as long."""


def cells(order: Mapping[str, Any], data: bytes) -> Answer:
    """The rows that hold anything, each with its number: ``[number, [[text, formula], …]]``."""
    numbered = enumerate(_rows(data, str(order["name"])), 1)
    return Answer({"rows": [(number, row) for number, row in numbered if row]})


def _rows(data: bytes, name: str) -> Iterator[list[Cell]]:
    if data.startswith(b"PK"):
        return _at_most(_xlsx_rows(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("Tệp .xls đời cũ; hãy mở bằng Excel và lưu thành .xlsx hoặc CSV.")
    if not name.lower().endswith((".csv", ".txt")):
        raise Refused("Tệp không phải bảng tính .xlsx hoặc .csv.")
    return _at_most(_csv_rows(data))


def _at_most(rows: Iterable[list[Cell]]) -> Iterator[list[Cell]]:
    """Rows with anything in them, and the others as empty lists: row numbers must not change."""
    filled = letters = 0
    for row in rows:
        has_text = any(text.strip() for text, _ in row)
        filled += has_text
        letters += sum(len(text) for text, _ in row)
        if letters > MOST_TEXT:
            raise Refused("Bảng tính có quá nhiều chữ; hãy bỏ các ô không thuộc sổ rồi lưu lại.")
        if filled > MOST_LINES + LOOK_FOR_HEADS:
            raise Refused(f"Bảng tính quá {MOST_LINES} dòng; hãy chia thành từng năm.")
        yield row if has_text else []


def _xlsx_rows(data: bytes) -> Iterator[list[Cell]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - after the walls stand

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > LARGEST_UNPACKED_MB << 20:
            raise Refused(
                f"Bảng tính mở ra {unpacked >> 20} MB, quá lớn; hãy xóa các dòng và cột trống có "
                "định dạng rồi lưu lại, hoặc lưu thành CSV."
            )
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        # What the file says of its own size is not believed.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS):
            yield [(_text(cell.value), _is_formula(cell)) for cell in row]
    except (Refused, MemoryError, RecursionError):
        raise
    except Exception as error:
        # openpyxl answers damage with exceptions of many kinds.
        raise Refused("Tệp Excel bị hỏng hoặc có mật khẩu; hãy mở và lưu lại.") from error


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
        raise Refused("Tệp CSV bị hỏng; hãy lưu lại từ bảng tính.") from error


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
        raise Refused(
            "Tệp CSV không phải mã UTF-8; khi lưu hãy chọn “CSV UTF-8 (phân cách bằng dấu phẩy)”."
        ) from error


if __name__ == "__main__":
    answer(cells, LIMITS)
