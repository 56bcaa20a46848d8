"""Đọc văn bản cũ — what a file says of itself, as cells that a person may mend."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from service.domain.errors import Refused
from service.domain.old_papers import FIELDS
from service.domain.written_dates import WrittenDate
from service.reading.findings import Encoding, Found, Reading, State
from service.reading.safely import read_file

SURE = 0.7
MUST_BE_SURE = ("agency", "issued", "subject", "number", "notation")
MOST_TEXT = 200_000
CONVERTIBLE = "Hãy bấm “Chuyển bảng mã cũ sang Unicode” ở đầu trang đợt nhập."

PDF, DOCX = "pdf", "docx"
_ENCRYPT = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")
_TAIL = 4096
EMPTY = "Tệp rỗng."
OTHER = "Không phải tệp PDF hoặc Word (.docx) nên không nhận."
OLD_WORD = "Tệp Word đời cũ (.doc) hoặc đặt mật khẩu; hãy mở và lưu thành .docx hoặc PDF."
LOCKED = (
    "Tệp PDF đặt mật khẩu; hãy tải lên bản không mật khẩu ở dòng này, hoặc xác nhận để giữ nguyên "
    "tệp với thông tin bên dưới."
)
CUT = (
    "Tệp PDF bị cụt (thiếu phần cuối); hãy tải lên bản đầy đủ, hoặc xác nhận để giữ nguyên tệp với "
    "thông tin bên dưới."
)


@dataclass(frozen=True, slots=True)
class ReadCells:
    """`cells` and what is doubtful in them, by field; `message` when the file was not understood;
    `text` of the whole file;"""

    cells: dict[str, str]
    doubts: dict[str, str]
    message: str
    text: str


def kind_of(data: bytes) -> str:
    """`PDF` or `DOCX`, by the bytes alone; Refused with the sentence for anything else."""
    if not data:
        raise Refused(EMPTY)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(OLD_WORD)
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(BytesIO(data)) as package:
                if "word/document.xml" in package.namelist():
                    return DOCX
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            pass
    raise Refused(OTHER)


def require_open(data: bytes) -> None:
    """Refused for a PDF with a password or without its end; a cheap look at its bytes."""
    if _ENCRYPT.search(data):
        raise Refused(LOCKED)
    if b"%PDF-" in data[:1024] and b"startxref" not in data[-_TAIL:]:
        raise Refused(CUT)


def is_signed(data: bytes) -> bool:
    """Whether a PDF carries digital signatures."""
    return b"/ByteRange" in data and b"%PDF-" in data[:1024]


def read_cells(data: bytes, *, convert: bool, today: date) -> ReadCells:
    """Read a file of unknown origin in the limited child. Refused when it cannot be opened."""
    reading = read_file(data, convert=convert, today=today)
    cells = {name: "" for name in FIELDS} | dict(_cells(reading))
    cells["page_count"] = str(reading.total_pages or "")
    if reading.state in (State.NO_TEXT, State.WRONG_TEXT):
        message = reading.message
        if reading.encoding in (Encoding.TCVN3, Encoding.VNI):
            message = f"{message.split('Hãy chọn')[0].strip()} {CONVERTIBLE}"
        return ReadCells(cells, {}, message, "")
    found = _singles(reading)
    doubts = {
        name: f"Máy đọc chưa chắc ({round(one.confidence * 100)}%): {one.reason}"
        for name in MUST_BE_SURE
        if (one := found.get(name)) is not None and one.confidence < SURE
    }
    if not found.get("number") and not found.get("notation"):
        doubts["number"] = (
            "Máy không thấy số, ký hiệu; hãy ghi, hoặc để trống nếu văn bản không có."
        )
    return ReadCells(cells, doubts, "", reading.text[:MOST_TEXT])


def _cells(reading: Reading) -> Iterator[tuple[str, str]]:
    for name, found in _singles(reading).items():
        if found is not None:
            yield name, _written(found.value)
    for name, several in (
        ("addressees", reading.fields.addressees),
        ("recipients", reading.fields.recipients),
    ):
        yield name, "\n".join(one.value for one in several)


def _singles(reading: Reading) -> dict[str, Found[Any] | None]:
    fields, signer = reading.fields, reading.fields.signatory
    found: dict[str, Found[Any] | None] = {
        name: getattr(fields, name)
        for name in (
            *("superior", "agency", "number", "notation", "issued", "place", "kind", "subject"),
            "urgency",
        )
    }
    if signer:
        found |= {
            "signer_authority": signer.authority,
            "signer_post": signer.post,
            "signer_name": signer.name,
        }
    return found


def _written(value: Any) -> str:
    if isinstance(value, WrittenDate):
        exact = value.exact
        if exact is not None:
            return f"{exact:%d/%m/%Y}"
        if value.quarter is None and value.year is not None and value.month is not None:
            return f"{value.month:02d}/{value.year}"
        return ""
    if isinstance(value, tuple):
        return "\n".join(value)
    return str(value)
