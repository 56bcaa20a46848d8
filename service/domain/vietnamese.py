"""Chữ Việt — one spelling inside the office: NFC, sound-alike search keys, dates in words.

Character rules: TCVN 6909:2001 (dựng sẵn). Dates: NĐ 30/2020, Phụ lục I, phần I, II.4.
"""

import re
import unicodedata
from calendar import monthrange
from datetime import date

from service.domain.errors import Refused

TONES = "\u0300\u0301\u0303\u0309\u0323"  # huyền, sắc, ngã, hỏi, nặng
SHAPES = "\u0302\u0306\u031b"  # â ă ơ belong to the letter, tones do not

# Letters that look like đ (from Icelandic and African keyboards, old converters), tones that
# Unicode keeps only for old Vietnamese files, and the line ends of other systems.
_REPAIRS = str.maketrans(
    {
        "\u00d0": "Đ",
        "\u0189": "Đ",
        "\u00f0": "đ",
        "\u0256": "đ",
        "\u0340": "\u0300",
        "\u0341": "\u0301",
        "\u2011": "-",  # Liberation Serif has no non-breaking hyphen
        "\u000b": "\n",
        "\u000c": "\n",
        "\u0085": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        # Invisible: zero-width spaces, joiners, direction marks, soft hyphen, BOM.
        **dict.fromkeys(map(chr, (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)), None),
        **dict.fromkeys(map(chr, (*range(0x200E, 0x2010), *range(0x202A, 0x202F)))),
        **dict.fromkeys(map(chr, range(0x2066, 0x206A))),
    }
)
# C0 and C1 controls, lone surrogates, private use and non-characters cannot be put in a file.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
    "\U000f0000-\U0010ffff]"
)
_MISORDERED = re.compile(f"([{TONES}]+)([{SHAPES}]+)")
_PLAIN_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u201b", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f", " "),
        "\u2026": "...",
    }
)
_SYLLABLE = re.compile(r"[^\W\d_]+")
_TONE_DIGIT = str.maketrans(dict(zip(TONES, "12345", strict=True)))


def clean(text: str) -> str:
    """The one spelling of `text`: NFC, real đ, marks in order, lines ended by ``\\n``.

    Control and invisible characters vanish; tabs, line ends and no-break spaces stay. The
    place of a tone (hòa or hoà) is the writer's and is kept. Cleaning twice changes nothing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_REPAIRS)
    text = _FORBIDDEN.sub("", text)
    decomposed = _MISORDERED.sub(r"\2\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", decomposed)


def clean_line(text: str) -> str:
    """`clean` for a one-line answer: runs of blanks and line ends become one space."""
    return re.sub(r"[ \t\n]+", " ", clean(text)).strip()


def fold(text: str) -> str:
    """Search key K3: no accents, no case, đ = d, plain quotes and hyphens."""
    lowered = clean(text).translate(_PLAIN_PUNCTUATION).casefold().replace("đ", "d")
    decomposed = unicodedata.normalize("NFD", lowered)
    return "".join(mark for mark in decomposed if unicodedata.category(mark) != "Mn")


def tone_key(text: str) -> str:
    """Search key K2: accents count, the place of the tone and the case do not.

    Each syllable carries its tone as one digit at its end, so hòa = hoà = ``hoa1`` and the key
    is plain letters and digits to any tokenizer; ``quy2`` (quý) still differs from ``qui2``.
    """
    plain = clean(text).translate(_PLAIN_PUNCTUATION).casefold()
    return _SYLLABLE.sub(lambda found: _tone_last(found.group()), plain)


def _tone_last(syllable: str) -> str:
    letters = unicodedata.normalize("NFD", syllable)
    tones = "".join(letter for letter in letters if letter in TONES)
    bare = "".join(letter for letter in letters if letter not in TONES)
    return unicodedata.normalize("NFC", bare) + tones.translate(_TONE_DIGIT)


def day_in_words(day: int) -> str:
    """Days below 10 carry a zero (Phụ lục I, II.4.b)."""
    return f"{day:02d}"


def month_in_words(month: int) -> str:
    """Only months 1 and 2 carry a zero (Phụ lục I, II.4.b): 3 → ``3``, 2 → ``02``."""
    return f"{month:02d}" if month <= 2 else str(month)


def date_in_words(day: date) -> str:
    """``ngày 08 tháng 01 năm 2021``; ``ngày 29 tháng 6 năm 2019``."""
    return f"ngày {day_in_words(day.day)} tháng {month_in_words(day.month)} năm {day.year}"


def date_in_figures(day: date) -> str:
    """``05/3/2020``: a date inside a sentence, with the zeros of II.4.b."""
    return f"{day_in_words(day.day)}/{month_in_words(day.month)}/{day.year}"


def short_date(day: date) -> str:
    """``08/01/2021``: how tables, lists and forms write a date."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


_WORDS = re.compile(r"^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{2}|\d{4})$", re.I)
_FIGURES = re.compile(r"^(\d{1,2})\s*([/\-. ])\s*(\d{1,2})\s*\2\s*(\d{2}|\d{4})$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_SOLID = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_MONTH = re.compile(r"^(?:tháng\s+)?(\d{1,2})(?:\s*[/\-.]\s*|\s+năm\s+|\s+)(\d{4}|\d{2})$", re.I)

HOW_TO_WRITE_A_DATE = "Ghi ngày/tháng/năm, ví dụ 08/01/2021."


def parse_date(text: str) -> date:
    """A day written in any usual Vietnamese way; raises Refused with the reason.

    ``8/1/2021``, ``08-01-2021``, ``8.1.2021``, ``8/1/21``, ``08012021``, ``2021-01-08`` and
    ``ngày 8 tháng 1 năm 2021`` are the same day. Day comes before month, always.
    """
    written = clean_line(text)
    if found := _ISO.match(written):
        year, month, day = found.groups()
    elif found := _FIGURES.match(written):
        day, _, month, year = found.groups()
    elif found := _WORDS.match(written) or _SOLID.match(written):
        day, month, year = found.groups()
    else:
        shown = written if len(written) <= 40 else written[:40] + "…"
        raise Refused(f"“{shown}” không phải là ngày. {HOW_TO_WRITE_A_DATE}")
    return _existing_day(int(day), int(month), _full_year(year))


def parse_month(text: str) -> tuple[int, int]:
    """``12/2024``, ``tháng 12 năm 2024`` → (2024, 12); raises Refused."""
    written = clean_line(text)
    found = _MONTH.match(written)
    if not found:
        raise Refused("Ghi tháng/năm, ví dụ 12/2024.")
    month, year = int(found.group(1)), _full_year(found.group(2))
    _check_month_and_year(month, year)
    return year, month


def _full_year(year: str) -> int:
    """Two digits mean this century: the office's own papers are not older."""
    return int(year) if len(year) == 4 else 2000 + int(year)


def _check_month_and_year(month: int, year: int) -> None:
    if not 1 <= month <= 12:
        raise Refused(f"Không có tháng {month}. {HOW_TO_WRITE_A_DATE}")
    if not 1945 <= year <= 2100:
        raise Refused(f"Năm {year} nằm ngoài khoảng 1945–2100. {HOW_TO_WRITE_A_DATE}")


def _existing_day(day: int, month: int, year: int) -> date:
    _check_month_and_year(month, year)
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise Refused(f"Tháng {month}/{year} chỉ có ngày từ 1 đến {last}, không có ngày {day}.")
    return date(year, month, day)
