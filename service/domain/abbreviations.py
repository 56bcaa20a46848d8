"""Chữ viết tắt tên loại văn bản và bản sao — NĐ 30/2020, Điều 7; Phụ lục III, mục I.

Dated data: a later decree adds rows and closes old ones; papers keep what they were made with.
"""

from dataclasses import dataclass
from datetime import date

DECREE_30 = date(2020, 3, 5)
"""First day of NĐ 30/2020 (Điều 37)."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What stands for a tên loại in ký hiệu, from the day `since` up to and with `until`.

    `symbol` is empty where the kind has none: its ký hiệu is the agency's alone.
    """

    type_name: str
    symbol: str
    since: date = DECREE_30
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


ABBREVIATIONS = (
    Abbreviation("Nghị quyết", "NQ"),
    Abbreviation("Quyết định", "QĐ"),
    Abbreviation("Chỉ thị", "CT"),
    Abbreviation("Quy chế", "QC"),
    Abbreviation("Quy định", "QyĐ"),
    Abbreviation("Thông cáo", "TC"),
    Abbreviation("Thông báo", "TB"),
    Abbreviation("Hướng dẫn", "HD"),
    Abbreviation("Chương trình", "CTr"),
    Abbreviation("Kế hoạch", "KH"),
    Abbreviation("Phương án", "PA"),
    Abbreviation("Đề án", "ĐA"),
    Abbreviation("Dự án", "DA"),
    Abbreviation("Báo cáo", "BC"),
    Abbreviation("Biên bản", "BB"),
    Abbreviation("Tờ trình", "TTr"),
    Abbreviation("Hợp đồng", "HĐ"),
    Abbreviation("Công văn", ""),
    Abbreviation("Công điện", "CĐ"),
    Abbreviation("Bản ghi nhớ", "BGN"),
    Abbreviation("Bản thỏa thuận", "BTT"),
    Abbreviation("Giấy ủy quyền", "GUQ"),
    Abbreviation("Giấy mời", "GM"),
    Abbreviation("Giấy giới thiệu", "GGT"),
    Abbreviation("Giấy nghỉ phép", "GNP"),
    Abbreviation("Phiếu gửi", "PG"),
    Abbreviation("Phiếu chuyển", "PC"),
    Abbreviation("Phiếu báo", "PB"),
    Abbreviation("Thư công", ""),
    Abbreviation("Bản sao y", "SY"),
    Abbreviation("Bản sao lục", "SL"),
    Abbreviation("Bản trích sao", "TrS"),
)


def symbol_of(type_name: str, day: date | None = None) -> str:
    """``Tờ trình`` → ``TTr``, by the law of `day`, or the newest; KeyError for a stranger."""
    rows = [
        row
        for row in ABBREVIATIONS
        if row.type_name == type_name and (day is None or row.holds(day))
    ]
    if not rows:
        raise KeyError(type_name)
    return max(rows, key=lambda row: row.since).symbol


def type_names() -> tuple[str, ...]:
    """Every tên loại that has a row, in the order of the decree."""
    return tuple(dict.fromkeys(row.type_name for row in ABBREVIATIONS))
