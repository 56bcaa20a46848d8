"""Tiếp nhận năm đang chạy — papers that got their numbers elsewhere, as the register takes them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from service.domain.errors import Refused
from service.domain.numbering import padded
from service.domain.vietnamese import clean_line, fold, parse_date

FIELDS = {
    "number": "Số",
    "notation": "Ký hiệu",
    "dated": "Ngày",
    "kind_name": "Tên loại",
    "subject": "Trích yếu",
    "signer_name": "Người ký",
    "recipients": "Nơi nhận",
    "void_reason": "Lý do hủy",
}
"""What a line of a spreadsheet tells, with the head that its column has in ours."""

HEADS = {
    "number": ("so", "so van ban", "so, ky hieu", "so ky hieu", "so va ky hieu"),
    "notation": ("ky hieu",),
    "dated": ("ngay", "ngay thang", "ngay ban hanh", "ngay van ban"),
    "kind_name": ("ten loai", "loai", "loai van ban"),
    "subject": ("trich yeu", "ten loai va trich yeu", "noi dung"),
    "signer_name": ("nguoi ky",),
    "recipients": ("noi nhan",),
    "void_reason": ("ly do huy", "huy"),
}
"""How a head begins, without accents, the longest match wins; offices write them in many ways."""

MOST_NUMBER = 999_999
_WHOLE_REFERENCE = re.compile(r"^(\d+)\s*/\s*(\S.*)$")


@dataclass(frozen=True, slots=True)
class TypedLine:
    """Dòng của bảng tính: `row` as the spreadsheet counts it, `cells` as they were typed.

    `formulas` names the fields whose cell held a formula instead of a value.
    """

    row: int
    cells: Mapping[str, str]
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OutsidePaper:
    """Văn bản ban hành ở nơi khác: one line; `void_reason` makes it a number struck out there."""

    number: int
    notation: str
    dated: date
    subject: str
    kind_name: str = ""
    signer_name: str = ""
    recipients: tuple[str, ...] = ()
    void_reason: str = ""
    file_sha256: str | None = None


def wrong_order(papers: Iterable[OutsidePaper]) -> dict[int, list[str]]:
    """Position in the given list → what is wrong there: gaps, doubles, days that go back.

    The papers may come in any order; they are judged by number (Điều 15).
    """
    found: dict[int, list[str]] = {}
    ordered = sorted(enumerate(papers), key=lambda one: one[1].number)
    for (_, before), (place, paper) in pairwise(ordered):
        sentences = []
        if paper.number == before.number:
            sentences.append(f"Số {padded(paper.number)} có hai dòng; mỗi số chỉ ghi một lần.")
        elif paper.number != before.number + 1:
            sentences.append(
                f"Thiếu số {missing(before.number + 1, paper.number - 1)} trước số này; số đã bỏ "
                "thì thêm dòng và ghi lý do ở cột Hủy."
            )
        if paper.dated < before.dated:
            sentences.append(
                f"Ngày {paper.dated:%d/%m/%Y} sớm hơn ngày của số liền trước "
                f"({padded(before.number)}, ngày {before.dated:%d/%m/%Y})."
            )
        if sentences:
            found[place] = sentences
    return found


def missing(first: int, last: int) -> str:
    """``05`` or ``05 đến 08``."""
    return padded(first) if first == last else f"{padded(first)} đến {padded(last)}"


def field_of(head: str) -> str | None:
    """Which field a column's head means, or None."""
    plain = fold(head).strip(" .:")
    found = [
        (len(start), field)
        for field, starts in HEADS.items()
        for start in starts
        if plain == start or plain.startswith((f"{start} ", f"{start},"))
    ]
    return max(found)[1] if found else None


def read_line(line: TypedLine, *, year: int, today: date) -> OutsidePaper:
    """One line as a paper; Refused names every cell that is wrong, by its field."""
    cells = {name: clean_line(line.cells.get(name, "")) for name in FIELDS}
    cells["recipients"] = line.cells.get("recipients", "")
    errors = {name: "Ô này là công thức; hãy ghi giá trị." for name in line.formulas}
    whole = _WHOLE_REFERENCE.match(cells["number"])
    if whole and not cells["notation"]:
        cells["number"], cells["notation"] = whole.group(1), whole.group(2)
    number = _number(cells["number"], errors)
    dated = _day(cells["dated"], year, today, errors)
    if not cells["notation"] and not cells["void_reason"]:
        errors.setdefault("notation", "Thiếu ký hiệu, ví dụ QĐ-UBND.")
    if not cells["subject"] and not cells["void_reason"]:
        errors.setdefault("subject", "Thiếu trích yếu.")
    if errors or number is None or dated is None:
        raise Refused("Dòng này còn chỗ sai.", errors=errors)
    return OutsidePaper(
        number,
        cells["notation"],
        dated,
        cells["subject"] or "(không có)",
        kind_name=cells["kind_name"],
        signer_name=cells["signer_name"],
        recipients=tuple(filter(None, map(clean_line, re.split(r"[;\n]", cells["recipients"])))),
        void_reason=cells["void_reason"],
    )


@dataclass(frozen=True, slots=True)
class ReadLines:
    """Bảng tính đã đọc: the papers, and by line what is wrong: field (or empty) → sentence."""

    papers: tuple[OutsidePaper, ...]
    errors: Mapping[int, Mapping[str, str]]


def read_lines(lines: Sequence[TypedLine], *, year: int, today: date) -> ReadLines:
    """Every line judged by itself and beside its neighbours (`errors` by place in the list)."""
    papers: list[OutsidePaper] = []
    places: list[int] = []
    errors: dict[int, dict[str, str]] = {}
    for place, line in enumerate(lines):
        try:
            papers.append(read_line(line, year=year, today=today))
            places.append(place)
        except Refused as refusal:
            errors[place] = dict(refusal.errors)
    for at, sentences in wrong_order(papers).items():
        # With a line missing that could not be read, only doubles and days can be told.
        told = [one for one in sentences if not (errors and one.startswith("Thiếu số"))]
        if told:
            errors.setdefault(places[at], {})["number"] = " ".join(told)
    return ReadLines(tuple(papers), errors)


def _number(text: str, errors: dict[str, str]) -> int | None:
    if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_NUMBER:
        return int(text)
    errors.setdefault("number", "Số phải là số nguyên từ 1, ví dụ 05.")
    return None


def _day(text: str, year: int, today: date, errors: dict[str, str]) -> date | None:
    if not text:
        errors.setdefault("dated", "Thiếu ngày.")
        return None
    try:
        day = parse_date(text)
    except Refused as refusal:
        errors.setdefault("dated", refusal.message)
        return None
    if day.year != year:
        errors.setdefault("dated", f"Ngày {day:%d/%m/%Y} không thuộc năm {year}.")
        return None
    if day > today:
        errors.setdefault("dated", f"Ngày {day:%d/%m/%Y} chưa tới.")
        return None
    return day
