"""Đọc bảng tính — the lines of an XLSX or CSV file that a register is taken over from.

A stranger's file is opened in the limited child (`sheet_child`) and nowhere else: a bomb, a
damaged file or one without an end takes only its child along.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from service.confinement.asking import Refusals, ask, child_command
from service.confinement.walls import Limits, clean_environment
from service.domain.errors import Refused
from service.domain.takeover import FIELDS, TypedLine, field_of
from service.reading.old_codes import NAMES, old_code, to_unicode

LARGEST_MB = 8
MOST_LINES = 20_000
LOOK_FOR_HEADS = 15
LIMITS = Limits(cpu_seconds=30)

REFUSALS = Refusals(
    too_heavy="Bảng tính đòi hỏi quá nhiều bộ nhớ hoặc thời gian nên đã dừng đọc. Hãy xóa các "
    "dòng, cột trống có định dạng, chia thành từng năm, hoặc lưu thành CSV.",
    broken="Không đọc được bảng tính này: tệp hỏng hoặc không đúng dạng. Hãy mở và lưu lại.",
)

_COLUMN_NUMBER = re.compile(r"^\s*\(\d{1,2}\)\s*$")

Cell = tuple[str, bool]
"""The text of a cell, and whether it was a formula."""

Row = tuple[int, list[Cell]]
"""A row that holds anything, with its number in the sheet."""


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
    data: bytes,
    name: str,
    columns: Columns = REGISTER,
    *,
    convert: bool = False,
    limits: Limits = LIMITS,
) -> tuple[TypedLine, ...]:
    """The lines under the heads, blank ones left out. Refused (field ``file``) with what to do,
    also when the file breaks the limits; Busy when no child could be started.

    Texts in TCVN3 or VNI are turned into Unicode when `convert` asks for it, else refused.
    """
    rows = _rows(data, name, limits)
    code = old_code(text for _, row in rows for text, _ in row)
    if code is not None and not convert:
        raise OldCodeFound(
            f"Chữ trong bảng tính dùng bảng mã cũ {NAMES[code]}, không phải Unicode. Hãy đánh dấu "
            "“Chuyển bảng mã cũ sang Unicode” rồi đọc lại.",
            field="file",
        )
    if code is not None:
        rows = [
            (number, [(to_unicode(text, code), formula) for text, formula in row])
            for number, row in rows
        ]
    return _lines(rows, columns)


class OldCodeFound(Refused):
    """422 (field ``file``): the spreadsheet is in TCVN3 or VNI, and nobody asked to convert it."""


def _rows(data: bytes, name: str, limits: Limits) -> list[Row]:
    if len(data) > LARGEST_MB << 20:
        raise _refused(
            f"Tệp {len(data) >> 20} MB là quá lớn (tối đa {LARGEST_MB} MB); hãy bỏ ảnh, định dạng "
            "và các trang tính thừa, hoặc lưu thành CSV."
        )
    try:
        answer = ask(
            child_command("service.reading.sheet_child"),
            data,
            order={"name": name},
            limits=limits,
            environment=clean_environment(),
            refusals=REFUSALS,
        )
    except Refused as refusal:
        raise _refused(refusal.message) from refusal
    return [
        (number, [(text, formula) for text, formula in row])
        for number, row in answer.fields["rows"]
    ]


def _lines(rows: Iterable[Row], wanted: Columns) -> tuple[TypedLine, ...]:
    columns: dict[int, str] = {}
    lines: list[TypedLine] = []
    for number, row in rows:
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
