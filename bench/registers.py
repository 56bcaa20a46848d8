"""How long a year's register of 10,000 lines takes to become a bound PDF, Word or Excel file."""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from bench.rows import Row
from service.domain.numbering import VIETNAM
from service.domain.registers import OUTGOING, StruckOut, Volume
from service.rendering.register_docx import register_docx
from service.rendering.register_pdf import register_pdf
from service.rendering.register_xlsx import register_xlsx

LINES = 10_000
LIMIT_S = 20.0

SUBJECTS = (
    (
        "Công văn về việc rà soát, công bố danh sách tổ chức, cá nhân đủ điều kiện cung cấp dịch "
        "vụ cai nghiện ma túy tự nguyện tại gia đình, cộng đồng trên địa bàn xã"
    ),
    "Quyết định về việc kiện toàn Ban Chỉ đạo chuyển đổi số xã",
    "Thông báo kết luận của Chủ tịch Ủy ban nhân dân xã tại cuộc họp giao ban tuần",
    "Giấy mời họp",
)
RECIPIENTS = (
    "Như trên\nChủ tịch, các Phó Chủ tịch UBND xã\nLưu: VT, VHXH",
    "Sở Y tế\nCông an xã\nTrạm Y tế xã\nCác thôn\nLưu: VT",
    "Các phòng, đơn vị\nLưu: VT",
)


def volume(lines: int) -> Volume:
    """A volume of so many lines like those of a real office, one in 200 struck out."""
    first = date(2026, 1, 2)
    rows, struck = [], []
    for number in range(1, lines + 1):
        day = first + timedelta(days=number * 350 // lines)
        note = "Đã hủy số: ghi nhầm ngày" if number % 200 == 0 else ""
        if note:
            struck.append(StruckOut(f"{number:02d}/UBND-VHXH", day, "Ghi nhầm ngày"))
        rows.append(
            (
                f"{number:02d}/UBND-VHXH",
                f"{day:%d/%m/%Y}",
                SUBJECTS[number % len(SUBJECTS)],
                "Phạm Quốc Hùng",
                RECIPIENTS[number % len(RECIPIENTS)],
                "VT, VHXH",
                "03",
                f"{day:%d/%m/%Y}",
                "",
                note,
            )
        )
    return Volume(
        form=OUTGOING,
        superior="",
        agency="Ủy ban nhân dân\nxã Hòa Bình",
        year=2026,
        volume=1,
        first_day=first,
        last_day=date(2026, 12, 31),
        first_number=1,
        last_number=lines,
        rows=tuple(rows),
        totals=(("đã phát hành", lines - len(struck)), ("đã hủy", len(struck))),
        struck_out=tuple(struck),
        chain="0" * 64,
        made_at=datetime(2026, 12, 31, 16, 0, tzinfo=VIETNAM),
    )


def seconds(make: Callable[[Volume], bytes], book: Volume) -> float:
    start = time.perf_counter()
    make(book)
    return time.perf_counter() - start


def run() -> list[Row]:
    """Seconds for each kind of file."""
    book = volume(LINES)
    return [
        Row(f"register of {LINES} lines to PDF", seconds(register_pdf, book), None, "s", LIMIT_S),
        Row(f"register of {LINES} lines to Word", seconds(register_docx, book), None, "s"),
        Row(f"register of {LINES} lines to Excel", seconds(register_xlsx, book), None, "s"),
    ]


if __name__ == "__main__":
    for row in run():
        print(row)
