"""Văn bản cũ — papers of earlier years that the archive takes over, sent or received.

What is told of one is what Phụ lục VI of NĐ 30/2020 asks for, so it has the details of an
incoming paper, whichever way it once went.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from service.domain.errors import Refused
from service.domain.incoming import IncomingDetails, agency_key, cited, written_day
from service.domain.vietnamese import clean_line, fold, short_date


class Direction(StrEnum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"


DIRECTION_NAMES: Mapping[Direction, str] = {
    Direction.OUTGOING: "Văn bản đi",
    Direction.INCOMING: "Văn bản đến",
}


class Origin(StrEnum):
    """Where the details come from."""

    SPREADSHEET = "spreadsheet"
    READ = "read"
    TYPED = "typed"


ORIGIN_NAMES: Mapping[Origin, str] = {
    Origin.SPREADSHEET: "bảng tính",
    Origin.READ: "máy đọc từ tệp",
    Origin.TYPED: "nhập tay",
}

FIELDS: Mapping[str, str] = {
    "file": "Tệp",
    "reference": "Số, ký hiệu",
    "number": "Số",
    "notation": "Ký hiệu",
    "issued": "Ngày ban hành",
    "kind": "Tên loại",
    "subject": "Trích yếu",
    "superior": "Cơ quan chủ quản",
    "agency": "Cơ quan ban hành",
    "place": "Địa danh",
    "signer_authority": "Quyền hạn ký",
    "signer_post": "Chức vụ",
    "signer_name": "Người ký",
    "addressees": "Kính gửi",
    "recipients": "Nơi nhận",
    "urgency": "Mức độ khẩn",
    "page_count": "Số trang",
    "note": "Ghi chú",
}
"""What a line of a spreadsheet tells, with the head that its column has in ours."""

HEADS: Mapping[str, tuple[str, ...]] = {
    "row": ("ma dong",),
    "file": ("tep", "ten tep", "file", "ten file", "duong dan"),
    "reference": ("so, ky hieu", "so ky hieu", "so va ky hieu", "so/ky hieu", "so hieu"),
    "number": ("so", "so van ban"),
    "notation": ("ky hieu",),
    "issued": ("ngay", "ngay thang", "ngay ban hanh", "ngay van ban"),
    "kind": ("ten loai", "loai", "loai van ban"),
    "subject": ("trich yeu", "ten loai va trich yeu", "noi dung"),
    "superior": ("co quan chu quan", "chu quan"),
    "agency": ("co quan ban hanh", "co quan", "tac gia", "noi ban hanh"),
    "place": ("dia danh",),
    "signer_authority": ("quyen han",),
    "signer_post": ("chuc vu",),
    "signer_name": ("nguoi ky",),
    "addressees": ("kinh gui", "noi gui"),
    "recipients": ("noi nhan",),
    "urgency": ("muc do khan", "do khan"),
    "page_count": ("so trang", "so to", "trang"),
    "note": ("ghi chu",),
}
"""How a head begins, without accents; the longest match wins. `row` is of our own lists only."""

LISTS = ("addressees", "recipients", "signer_authority")
LIMITS: Mapping[str, int] = {
    "superior": 200,
    "agency": 200,
    "number": 11,
    "notation": 40,
    "place": 60,
    "kind": 100,
    "subject": 1000,
    "urgency": 60,
    "signer_post": 100,
    "signer_name": 100,
    "note": 500,
}
EARLIEST = 1945
_WHOLE_REFERENCE = re.compile(r"^(\d+[a-zđ]?)\s*[/-]\s*(\S.*)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class OldPaper:
    """`unit_id` None: only clerks and leaders see it."""

    id: int
    direction: Direction
    details: IncomingDetails
    unit_id: int | None
    unit_name: str
    origin: Origin
    created_by: int
    created_at: datetime

    @property
    def title(self) -> str:
        """``Quyết định số 05/QĐ-UBND ngày 08/01/2021 của Ủy ban nhân dân xã Hòa Bình``."""
        return cited(self.details)


@dataclass(frozen=True, slots=True)
class OldFile:
    """A file as it was taken over, kept byte for byte."""

    id: int
    sha256: str
    name: str
    media_type: str
    size: int
    signed: bool
    created_at: datetime


def field_of(head: str) -> str | None:
    """Which field a column's head means, or None."""
    plain = fold(head).strip(" .:*")
    found = [
        (len(start), field)
        for field, starts in HEADS.items()
        for start in starts
        if plain == start or plain.startswith((f"{start} ", f"{start},", f"{start}("))
    ]
    return max(found)[1] if found else None


def paper_key(details: IncomingDetails) -> str:
    """The same for two records of one paper: number, notation, agency and date, without accents
    and case. Empty when number or notation is blank."""
    if not (details.number and details.notation):
        return ""
    number = details.number.lstrip("0").casefold() or "0"
    return "|".join((number, fold(details.notation), agency_key(details.agency), details.issued))


def name_words(text: str) -> tuple[str, ...]:
    """A number or a file's name as words to compare: ``05-QĐ-UBND`` → ``("5", "qd", "ubnd")``."""
    return tuple(word.lstrip("0") or word for word in _WORD.findall(fold(text)))


def details_from(cells: Mapping[str, str], *, today: date, agency: str = "") -> IncomingDetails:
    """The details that typed cells tell (`agency` when its cell is blank).

    Refused names every wrong cell by its field: what is missing, too long, no day, or to come.
    """
    values = {name: clean_line(cells.get(name, "")) for name in FIELDS}
    errors: dict[str, str] = {}
    _split_reference(values)
    values["agency"] = values["agency"] or clean_line(agency)
    issued = _issued(values["issued"], today, errors)
    pages = _pages(values["page_count"], errors)
    for name, sentence in (
        ("agency", "Thiếu cơ quan ban hành."),
        ("subject", "Thiếu trích yếu."),
    ):
        if not values[name]:
            errors[name] = sentence
    if values["number"] and not values["number"][:1].isdigit():
        errors["number"] = "Số bắt đầu bằng chữ số, ví dụ 05; ký hiệu ghi ở ô Ký hiệu."
    if values["number"] and not values["notation"]:
        errors["notation"] = "Thiếu ký hiệu, ví dụ QĐ-UBND."
    for name, most in LIMITS.items():
        if len(values[name]) > most:
            errors[name] = f"{FIELDS[name]} dài hơn {most} ký tự; hãy viết gọn lại."
    if errors:
        raise Refused("Dòng này còn chỗ cần sửa.", errors=errors)
    told: dict[str, Any] = {name: values[name] for name in LIMITS}
    told |= {name: _lines(cells.get(name, "")) for name in LISTS}
    return IncomingDetails(**told, issued=issued, page_count=pages)


def cells_of(details: IncomingDetails) -> dict[str, str]:
    """Details as a person types them; lists one a line."""
    return {
        **{name: getattr(details, name) for name in LIMITS},
        **{name: "\n".join(getattr(details, name)) for name in LISTS},
        "issued": details.issued_text,
        "page_count": str(details.page_count or ""),
    }


def _split_reference(values: dict[str, str]) -> None:
    """``05/QĐ-UBND`` may stand in one cell, of either head."""
    for name in ("reference", "number"):
        whole = _WHOLE_REFERENCE.match(values[name])
        if whole and not values["notation"]:
            values["number"], values["notation"] = whole[1], whole[2]
    if values["reference"] and not values["number"] and not values["notation"]:
        values["number"] = values["reference"]


def _issued(text: str, today: date, errors: dict[str, str]) -> str:
    if not text:
        errors["issued"] = "Thiếu ngày ban hành."
        return ""
    try:
        issued = written_day(text)
    except Refused as refusal:
        errors["issued"] = refusal.message
        return ""
    if issued > today.isoformat():
        shown = short_date(date.fromisoformat(issued)) if len(issued) == 10 else text
        errors["issued"] = f"Ngày {shown} chưa tới; hãy đối chiếu với văn bản."
    elif int(issued[:4]) < EARLIEST:
        errors["issued"] = f"Năm {issued[:4]} quá sớm; hãy ghi từ {EARLIEST}."
    return issued


def _pages(text: str, errors: dict[str, str]) -> int:
    if not text:
        return 0
    if text.isascii() and text.isdecimal() and int(text[:6]) <= 9999:
        return int(text)
    errors["page_count"] = "Số trang là số nguyên, ví dụ 3."
    return 0


def _lines(text: str) -> tuple[str, ...]:
    parts: Iterable[str] = map(clean_line, re.split(r"[;\n]", text))
    return tuple(part for part in parts if part)[:200]
