"""Danh sách kết quả tra cứu: what a search found, as a table to print or to keep."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """Cột: its title and width in mm on A4 laid on its long side; `centred` for numbers, days."""

    title: str
    width_mm: float
    centred: bool = False


FOUND_COLUMNS = (
    FoundColumn("STT", 12, centred=True),
    FoundColumn("Số, ký hiệu", 32),
    FoundColumn("Ngày văn bản", 22, centred=True),
    FoundColumn("Loại văn bản", 28),
    FoundColumn("Trích yếu", 75),
    FoundColumn("Người ký", 32),
    FoundColumn("Đơn vị", 16, centred=True),
    FoundColumn("Nơi nhận", 38),
    FoundColumn("Trạng thái", 19),
)


@dataclass(frozen=True, slots=True)
class FoundList:
    """`conditions` say what was asked for, `count` how many rows there are and what was left out.

    `rows` have one text for each of `columns`.
    """

    agency: str
    conditions: tuple[str, ...]
    count: str
    made_at: datetime
    rows: tuple[tuple[str, ...], ...]
    columns: tuple[FoundColumn, ...] = FOUND_COLUMNS
    title: str = "Danh sách văn bản tra cứu"
