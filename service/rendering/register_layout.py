"""Trình bày quyển sổ — measures that the PDF and the Word file of a register share.

A4 on its long side, 25 mm to bind on the left (Phụ lục IV gives contents only, no measures).
Lengths in mm, sizes in pt.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.numbering import VIETNAM
from service.domain.registers import Volume

PAGE_WIDTH = 297.0
PAGE_HEIGHT = 210.0
LEFT = 25.0
RIGHT = 15.0
TOP = 16.0
BOTTOM = 16.0
FOOT = 9.0

CELL_PT = 10.0
HEAD_PT = 10.0
TEXT_PT = 13.0
LINE = 4.06
PAD_X = 1.2
PAD_Y = 0.9


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One centred line of the cover; `before` is the room above it in mm."""

    text: str
    size_pt: float
    bold: bool = False
    before: float = 0.0


def cover(volume: Volume) -> Iterator[CoverLine]:
    """Bìa và trang đầu, as the decree draws them."""
    superior = volume.superior.upper().splitlines()
    for line in superior:
        yield CoverLine(line, 14)
    for line in volume.agency.upper().splitlines():
        yield CoverLine(line, 14, bold=True)
    yield CoverLine(volume.form.title.upper(), 26, bold=True, before=38)
    yield CoverLine(f"Năm: {volume.year}", 16, before=8)
    for place, line in enumerate(volume.span):
        yield CoverLine(line, 15, before=10 if place == 0 else 3)


def closing(volume: Volume) -> tuple[str, ...]:
    """The closing page's sentences, before the list of numbers struck out."""
    counted = "; ".join(f"{label}: {count}" for label, count in volume.totals)
    made = volume.made_at.astimezone(VIETNAM)
    span = ", ".join(line[0].lower() + line[1:] for line in volume.span[:-1])
    lines = [
        f"{volume.foot} có {len(volume.rows)} dòng{span and f', {span}'}.",
        f"Trong đó: {counted}." if counted else "",
        f"In từ hệ thống quản lý văn bản lúc {made:%H giờ %M}, ngày {made:%d/%m/%Y}.",
        f"Mã băm SHA-256 của các dòng trong quyển: {volume.digest()}",
        f"Mã băm cuối của chuỗi sổ: {volume.chain}" if volume.chain else "",
    ]
    return tuple(line for line in lines if line)


CLOSING_TITLE = "TRANG KẾT THÚC"
STRUCK_TITLE = "Danh sách số đã hủy"
NONE_STRUCK = "Không có số nào bị hủy."
STRUCK_HEADS = ("Số, ký hiệu", "Ngày", "Lý do hủy")
STRUCK_WIDTHS = (45.0, 27.0, 185.0)
SIGNERS = ("VĂN THƯ", "NGƯỜI ĐỨNG ĐẦU CƠ QUAN, TỔ CHỨC")
SIGN_HINT = "(Ký, ghi rõ họ tên)"
