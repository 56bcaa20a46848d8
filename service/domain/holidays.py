"""Ngày nghỉ lễ, tết — the days off of each year, as dated data for `working_days`.

Fixed days: Bộ luật Lao động 2019, Điều 112 (Tết Dương lịch 1, Tết Âm lịch 5, Chiến thắng 1,
Quốc tế lao động 1, Quốc khánh 2, Giỗ Tổ 1); Ngày Văn hóa Việt Nam 24/11 is a day off from 2026
(Nghị quyết 28/2026/QH16, from 01/7/2026). A holiday on a weekend is made up for on the next
working day (Điều 111, khoản 3). Which days of Tết and of Quốc khánh, and which Saturdays are
worked, is said each year by notice. Only days that fall on Monday to Friday matter here;
`sure=False` marks what its notice had not yet settled when this was written.
"""

from datetime import date

from service.domain.working_days import CalendarYear, DayOff, WorkingCalendar, WorkingSaturday

LABOUR_CODE = "Bộ luật Lao động 2019, Điều 112"
NOTICE_2024 = "Thông báo 5015/TB-LĐTBXH năm 2023"
SWAP_2024 = "Thông báo hoán đổi ngày 29/4/2024 của Bộ Lao động - Thương binh và Xã hội"
NOTICE_2025 = "Thông báo 6150/TB-BLĐTBXH năm 2024"
NOTICE_2026 = "Thông báo 9441/TB-BNV năm 2025"
CULTURE_DAY = "Nghị quyết 28/2026/QH16"
PENDING_2027 = "chưa có thông báo chính thức về nghỉ lễ, tết năm 2027"

TET, NEW_YEAR = "Tết Âm lịch", "Tết Dương lịch"
KINGS = "Giỗ Tổ Hùng Vương"
VICTORY, LABOUR = "Ngày Chiến thắng 30/4", "Ngày Quốc tế lao động 01/5"
NATIONAL, CULTURE = "Quốc khánh 02/9", "Ngày Văn hóa Việt Nam 24/11"


def _off(
    first: date,
    name: str,
    source: str = LABOUR_CODE,
    *,
    last: date | None = None,
    sure: bool = True,
) -> DayOff:
    return DayOff(first, last or first, name, source, sure)


YEARS = (
    CalendarYear(
        2024,
        (
            _off(date(2024, 1, 1), NEW_YEAR),
            _off(date(2024, 2, 8), TET, NOTICE_2024, last=date(2024, 2, 14)),
            _off(date(2024, 4, 18), KINGS),
            _off(date(2024, 4, 29), "nghỉ hoán đổi dịp 30/4", SWAP_2024),
            _off(date(2024, 4, 30), VICTORY),
            _off(date(2024, 5, 1), LABOUR),
            _off(date(2024, 9, 2), NATIONAL, NOTICE_2024, last=date(2024, 9, 3)),
        ),
        (WorkingSaturday(date(2024, 5, 4), date(2024, 4, 29), SWAP_2024),),
    ),
    CalendarYear(
        2025,
        (
            _off(date(2025, 1, 1), NEW_YEAR),
            _off(date(2025, 1, 27), TET, NOTICE_2025, last=date(2025, 1, 31)),
            _off(date(2025, 4, 7), KINGS),
            _off(date(2025, 4, 30), VICTORY),
            _off(date(2025, 5, 1), LABOUR),
            _off(date(2025, 5, 2), "nghỉ hoán đổi dịp 30/4 và 01/5", NOTICE_2025),
            _off(date(2025, 9, 1), NATIONAL, NOTICE_2025, last=date(2025, 9, 2)),
        ),
        (WorkingSaturday(date(2025, 4, 26), date(2025, 5, 2), NOTICE_2025),),
    ),
    CalendarYear(
        2026,
        (
            _off(date(2026, 1, 1), NEW_YEAR),
            _off(
                date(2026, 1, 2),
                "nghỉ hoán đổi dịp Tết Dương lịch",
                "Thông báo hoán đổi ngày 02/01/2026 của Bộ Nội vụ",
            ),
            _off(date(2026, 2, 16), TET, NOTICE_2026, last=date(2026, 2, 20)),
            _off(date(2026, 4, 27), f"nghỉ bù {KINGS}", "Bộ luật Lao động 2019, Điều 111"),
            _off(date(2026, 4, 30), VICTORY),
            _off(date(2026, 5, 1), LABOUR),
            _off(date(2026, 8, 31), "nghỉ hoán đổi dịp Quốc khánh", NOTICE_2026),
            _off(date(2026, 9, 1), NATIONAL, NOTICE_2026, last=date(2026, 9, 2)),
            _off(date(2026, 11, 24), CULTURE, CULTURE_DAY),
        ),
        (
            WorkingSaturday(
                date(2026, 1, 10),
                date(2026, 1, 2),
                "Thông báo hoán đổi ngày 02/01/2026 của Bộ Nội vụ",
            ),
            WorkingSaturday(date(2026, 8, 22), date(2026, 8, 31), NOTICE_2026),
        ),
    ),
    CalendarYear(
        2027,
        (
            _off(date(2027, 1, 1), NEW_YEAR),
            # 29 tháng Chạp to mùng 4, and two days for the Saturday and Sunday among them: what
            # the law gives at least. A longer proposal was still open.
            _off(date(2027, 2, 5), TET, PENDING_2027, last=date(2027, 2, 11), sure=False),
            _off(date(2027, 4, 16), KINGS),
            _off(date(2027, 4, 30), VICTORY),
            _off(date(2027, 5, 3), f"nghỉ bù {LABOUR}", "Bộ luật Lao động 2019, Điều 111"),
            _off(date(2027, 9, 2), NATIONAL),
            _off(date(2027, 9, 3), "ngày liền kề Quốc khánh", PENDING_2027, sure=False),
            _off(date(2027, 11, 24), CULTURE, CULTURE_DAY),
        ),
    ),
)

VIETNAM_CALENDAR = WorkingCalendar(YEARS)
"""The calendar shipped with the service; an office that knows better builds its own."""
