"""Số, ký hiệu, thời gian ban hành — NĐ 30/2020, Điều 15; Phụ lục I, phần I, II.3–4."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Register(StrEnum):
    """Sổ đăng ký: copies share one series of their own (Phụ lục I, phần II)."""

    OUTGOING = "outgoing"
    COPIES = "copies"


@dataclass(frozen=True, slots=True)
class IssueMark:
    """What numbering adds to a paper: blank on a draft, complete on an issued one.

    A paper without number or day is printed as the decree draws it: ``Số:       /…`` and
    ``ngày     tháng 12 năm 2024``; `year` and `month` are then the ones the drafter expects.
    """

    number: int | None = None
    issued_on: date | None = None
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesKey:
    """One run of numbers from 01 on 1 January to 31 December.

    `body` is empty for the agency, or names a council or board numbered apart (Phụ lục I).
    """

    register: Register
    body: str
    year: int


def padded(number: int) -> str:
    """Numbers below 10 are written with a zero: 5 → ``05`` (Phụ lục I, II.3.a)."""
    return f"{number:02d}"


def reference(number: int, notation: str) -> str:
    """5, ``QĐ-UBND`` → ``05/QĐ-UBND``."""
    return f"{padded(number)}/{notation}"


def shown_reference(number: int, notation: str) -> str:
    """As `reference`, but ``05`` for a number that was kept or struck out without a notation."""
    return reference(number, notation) if notation else padded(number)


def office_date(moment: datetime) -> date:
    """The calendar day in Vietnam; the year of a number turns at midnight there, not in UTC."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(VIETNAM).date()
