"""Ngày tháng viết trong văn bản — every usual way a day, month, quarter or year is written.

A draft leaves the day blank (``ngày     tháng 12 năm 2024``) and a letter often leaves the year
out (``trước ngày 15/12``), so a written date may lack parts. Day comes before month, always.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_YEAR, LAST_YEAR = 1945, 2100


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """What is written; None where it is blank or left out. `quarter` is 1–4."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    quarter: int | None = None

    @property
    def exact(self) -> date | None:
        """The day, when day, month and year are all written."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def precision(self) -> Precision:
        if self.day is not None:
            return Precision.DAY
        if self.month is not None:
            return Precision.MONTH
        return Precision.YEAR if self.quarter is None else Precision.QUARTER

    @property
    def last_day(self) -> date | None:
        """The last day of the month, quarter or year; the day itself; None without a year."""
        if self.year is None:
            return None
        if self.day is not None and self.month is not None:
            return date(self.year, self.month, self.day)
        month = self.month or (self.quarter or 4) * 3
        return date(self.year, month, monthrange(self.year, month)[1])

    def iso(self) -> str:
        """``2024-12-15``, ``2024-12`` (blank day), ``2024-Q4``, ``2030``, ``--12-15`` (no year)."""
        year = "-" if self.year is None else f"{self.year:04d}"
        if self.quarter is not None:
            return f"{year}-Q{self.quarter}"
        month = "" if self.month is None else f"-{self.month:02d}"
        return year + month + ("" if self.day is None else f"-{self.day:02d}")

    def near(self, written: date) -> "WrittenDate":
        """With the year filled in: the first such day on or after `written`."""
        if self.year is not None or self.month is None or self.day is None:
            return self
        for year in (written.year, written.year + 1):
            if _exists(year, self.month, self.day):
                day = date(year, self.month, self.day)
                # A letter of 20/12 that says "trước ngày 15/12" means a day just gone by, not
                # a year ahead.
                if day >= written - timedelta(days=31):
                    return WrittenDate(year, self.month, self.day)
        return self


@dataclass(frozen=True, slots=True)
class FoundDate:
    """`start` and `end` are positions in the text, "ngày" included where it is written."""

    start: int
    end: int
    date: WrittenDate


_SPACE = r"[ \t\u00a0\n]"
_BLANK = r"[\s.…_]*"
_YEAR = r"(?P<{0}>(?:19|20)\d{{2}})"
_PATTERNS = (
    # ngày 05 tháng 3 năm 2020; ngày     tháng 12 năm 2024; ngày 15 tháng 12
    (
        rf"\b[Nn]gày{_BLANK}(?P<day>\d{{1,2}})?{_BLANK}\btháng{_BLANK}(?P<month>\d{{1,2}}(?!\d))?"
        rf"(?:(?:{_BLANK}|\s*,\s*)\bnăm{_BLANK}{_YEAR.format('year')}?)?"
    ),
    # 05/3/2020, 5-3-2020, 05.3.2020
    (
        rf"(?:\b[Nn]gày{_SPACE}*)?(?<![\d/.,-])(?P<day>\d{{1,2}})\s?(?P<mark>[/.-])\s?"
        rf"(?P<month>\d{{1,2}})\s?(?P=mark)\s?{_YEAR.format('year')}(?![\d/]|[.-]\d)"
    ),
    # tháng 12/2024, tháng 12 năm 2024
    (
        rf"\b[Tt]háng{_SPACE}*(?P<month>\d{{1,2}})(?:{_SPACE}*[/-]{_SPACE}*|{_SPACE}+năm{_SPACE}+)"
        rf"{_YEAR.format('year')}(?!\d)"
    ),
    # quý IV/2024, quý 4 năm 2024
    (
        rf"\b[Qq]u[ýí]{_SPACE}+(?P<quarter>IV|I{{1,3}}|[1-4])(?:{_SPACE}*[/-]{_SPACE}*|"
        rf"{_SPACE}+năm{_SPACE}+){_YEAR.format('year')}(?!\d)"
    ),
    # ngày 15/12 (year left out)
    (rf"\b[Nn]gày{_SPACE}*(?P<day>\d{{1,2}})\s?[/-]\s?(?P<month>\d{{1,2}})(?![\d/]|-\d)"),
    # năm 2030
    rf"\b[Nn]ăm{_SPACE}+{_YEAR.format('year')}(?!\d|{_SPACE}*[-–]{_SPACE}*\d)",
)
_COMPILED = tuple(re.compile(pattern) for pattern in _PATTERNS)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


def find_dates(text: str) -> tuple[FoundDate, ...]:
    """Every date in `text`, in order; days that do not exist (31/02) are left out."""
    found: list[FoundDate] = []
    taken: list[tuple[int, int]] = []
    for pattern in _COMPILED:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            written = _written(match.groupdict())
            if written is not None:
                taken.append(match.span())
                found.append(FoundDate(*_trimmed(text, match.span()), written))
    return tuple(sorted(found, key=lambda one: one.start))


_BARE = re.compile(r"(?P<day>\d{1,2})\s?[/-]\s?(?P<month>\d{1,2})(?![\d/]|[.,-]\d|\w)")


def date_at(text: str, start: int, *, bare: bool = False) -> FoundDate | None:
    """The date that begins exactly at `start`; with `bare` also ``30/8`` alone, which anywhere
    else would be a fraction."""
    for pattern in (*_COMPILED, _BARE) if bare else _COMPILED:
        match = pattern.match(text, start)
        written = _written(match.groupdict()) if match else None
        if match and written is not None:
            return FoundDate(*_trimmed(text, match.span()), written)
    return None


def _trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Blanks that a pattern took along at its end are not part of the date."""
    start, end = span
    while end > start and text[end - 1] in " \t\u00a0\n.…_,":
        end -= 1
    return start, end


def _written(parts: dict[str, str | None]) -> WrittenDate | None:
    year = _number(parts.get("year"))
    month, day = _number(parts.get("month")), _number(parts.get("day"))
    quarter = parts.get("quarter")
    if quarter is not None:
        return WrittenDate(year, quarter=_ROMAN.get(quarter) or int(quarter))
    if month is None:
        day = None  # a day without its month says nothing
        if year is None:
            return None
    if month is not None and not 1 <= month <= 12:
        return None
    if day is not None and not _exists(year or 2024, month or 1, day):
        return None
    return WrittenDate(year, month, day)


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _exists(year: int, month: int, day: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR and 1 <= day <= monthrange(year, month)[1]
