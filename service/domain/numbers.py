"""Số, số tiền, giờ viết bằng chữ — numbers as office papers write them out.

``1005`` is “một nghìn không trăm lẻ năm”. Thousands are parted by a dot, decimals by a comma.
"""

import re
from datetime import date

from service.domain.errors import Refused
from service.domain.vietnamese import clean_line, date_in_words

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
BILLION = 1_000_000_000
GREATEST = BILLION**2 - 1
"""Beyond any sum of money a paper names; larger numbers are refused."""


def number_in_words(number: int) -> str:
    """21 → ``hai mươi mốt``; 1.005 → ``một nghìn không trăm lẻ năm``; raises ValueError when
    the number is negative or greater than `GREATEST`."""
    if not 0 <= number <= GREATEST:
        raise ValueError(f"{number} is not written in words")
    return _words(number) or DIGITS[0]


def _words(number: int, *, padded: bool = False) -> str:
    """`padded` says the hundreds even where there are none: what stands before is greater."""
    if number >= BILLION:
        high, low = divmod(number, BILLION)
        return " ".join(part for part in (_words(high), "tỷ", _words(low, padded=True)) if part)
    parts: list[str] = []
    for size, name in ((1_000_000, "triệu"), (1_000, "nghìn"), (1, "")):
        group, number = divmod(number, size)
        if group:
            parts.append(_three_digits(group, padded=padded or bool(parts)))
            parts += [name] if name else []
    return " ".join(parts)


def _three_digits(number: int, *, padded: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{DIGITS[hundreds]} trăm"] if hundreds or padded else []
    if rest:
        words.append(_two_digits(rest, after_hundreds=bool(words)))
    return " ".join(words)


def _two_digits(number: int, *, after_hundreds: bool) -> str:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return f"lẻ {DIGITS[ones]}" if after_hundreds else DIGITS[ones]
    words = "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
    special = {1: "mốt", 4: "tư", 5: "lăm"} if tens > 1 else {5: "lăm"}
    return f"{words} {special.get(ones, DIGITS[ones])}" if ones else words


def grouped(number: int) -> str:
    """200000 → ``200.000``."""
    return f"{number:,}".replace(",", ".")


def padded_count(number: int) -> str:
    """How many of something: below 10 with a zero, as dates and numbers of papers (II.3, II.4)."""
    return f"{number:02d}" if number < 10 else grouped(number)


def money(amount: int) -> str:
    """``1.500.000 đồng (Bằng chữ: Một triệu năm trăm nghìn đồng)``."""
    words = number_in_words(amount)
    return f"{grouped(amount)} đồng (Bằng chữ: {words[:1].upper()}{words[1:]} đồng)"


_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+$|\d+$")
_UNIT = re.compile(r"\s*(?:đồng|đ|vnđ|vnd|₫)\.?$", re.IGNORECASE)


def parse_money(text: str) -> int:
    """``1.500.000``, ``1 500 000 đồng``, ``1500000đ`` → 1500000; raises Refused."""
    written = _UNIT.sub("", clean_line(text))
    if not _GROUPED.match(written):
        raise Refused("Ghi số tiền bằng chữ số, ví dụ 1.500.000.")
    amount = int(re.sub(r"[. ]", "", written)[:20])
    if not 0 < amount <= GREATEST:
        raise Refused("Số tiền phải lớn hơn 0 và dưới một tỷ tỷ đồng.")
    return amount


def parse_count(text: str, most: int = 9999) -> int:
    """``05`` → 5; raises Refused."""
    written = clean_line(text)
    if not re.fullmatch(r"\d{1,6}", written) or not 1 <= int(written) <= most:
        raise Refused(f"Ghi một số từ 1 đến {grouped(most)}.")
    return int(written)


# Giờ

_CLOCK = re.compile(
    r"(\d{1,2})\s*(?:(?:giờ|h|g|:)\s*(?:(\d{1,2})\s*(?:phút|ph|p|')?)?)$", re.IGNORECASE
)


def parse_clock(text: str) -> tuple[int, int]:
    """``8h30``, ``08:30``, ``8 giờ 30 phút``, ``8h`` → (hour, minute); raises Refused."""
    found = _CLOCK.match(clean_line(text))
    hour, minute = (int(found.group(1)), int(found.group(2) or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise Refused("Ghi giờ, phút, ví dụ 8h30 hoặc 14:00.")
    return hour, minute


def clock_in_words(hour: int, minute: int) -> str:
    """``08 giờ 30 phút``; ``14 giờ 00``: a full hour says its two noughts alone."""
    return f"{hour:02d} giờ {minute:02d} phút" if minute else f"{hour:02d} giờ 00"


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
"""Phụ lục II, V.5.a: the word that names the day is capitalised."""


def moment_in_words(clock: tuple[int, int] | None, day: date | None, *, weekday: bool) -> str:
    """``08 giờ 30 phút, ngày 05 tháng 3 năm 2026 (thứ Năm)``; what is not known is left out."""
    parts = [clock_in_words(*clock)] if clock else []
    if day:
        named = f" ({WEEKDAYS[day.weekday()]})" if weekday else ""
        parts.append(f"{date_in_words(day)}{named}")
    return ", ".join(parts)
