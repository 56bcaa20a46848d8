"""Lệnh `service parse` — read one file and print what it says, for people or as JSON."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from service.domain.errors import OfficeError
from service.domain.vietnamese import short_date
from service.domain.written_dates import WrittenDate
from service.reading.findings import Found, FoundDeadline, Reading, Signatory, State
from service.reading.safely import read_file
from service.reading.wire import to_json

DONE, REFUSED, NOTHING_READ = 0, 1, 3
"""Exit codes; 2 is the command line's own for a wrong call."""

_LABELS = (
    ("Cơ quan chủ quản", "superior"),
    ("Cơ quan ban hành", "agency"),
    ("Số", "number"),
    ("Ký hiệu", "notation"),
    ("Địa danh", "place"),
    ("Ngày ban hành", "issued"),
    ("Loại văn bản", "kind"),
    ("Trích yếu", "subject"),
    ("Độ khẩn", "urgency"),
    ("Độ mật", "secrecy"),
    ("Phạm vi lưu hành", "circulation"),
)


def run(
    path: Path, as_json: bool, *, convert: bool = False, today: date | None = None
) -> tuple[int, str]:
    """(exit code, text): 0 something was read, 1 the file was refused, 3 there is no text that
    can be read (a scan, a wrong text layer)."""
    try:
        reading = read_file(_content(path), convert=convert, today=today)
    except OfficeError as refusal:
        return REFUSED, _refusal(refusal.message, as_json)
    code = NOTHING_READ if reading.state in (State.NO_TEXT, State.WRONG_TEXT) else DONE
    if as_json:
        return code, json.dumps(to_json(reading), ensure_ascii=False, indent=2)
    return code, report(reading)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise OfficeError(f"Không có tệp “{path}”.") from None
    except IsADirectoryError:
        raise OfficeError(f"“{path}” là thư mục. Hãy chỉ ra một tệp PDF hoặc Word.") from None
    except OSError as fault:
        raise OfficeError(f"Không mở được tệp “{path}”: {fault.strerror}.") from fault


def _refusal(message: str, as_json: bool) -> str:
    return json.dumps({"error": message}, ensure_ascii=False) if as_json else message


def report(reading: Reading) -> str:
    """The reading as lines for a person, with certainty and page."""
    lines = [reading.message] if reading.message else []
    for label, name in _LABELS:
        found = getattr(reading.fields, name)
        if found is not None:
            lines.append(f"{label}: {_shown(found.value)}{_sure(found)}")
    lines += _signatory(reading.fields.signatory, "Người ký")
    lines += [f"Kính gửi: {one.value}{_sure(one)}" for one in reading.fields.addressees]
    lines += [f"Nơi nhận: {one.value}{_sure(one)}" for one in reading.fields.recipients]
    lines += [_deadline(one) for one in reading.deadlines]
    for task in reading.tasks:
        first = task.found.text.split("\n")[0]
        lines.append(f"Việc của {', '.join(task.units)}: {first[:120]}{_sure(task.found)}")
    lines += [f"Viện dẫn: {one.citation.text}" for one in reading.citations]
    for copy in reading.copies:
        parts = (copy.form, copy.agency, copy.number, copy.notation, copy.issued)
        shown = "; ".join(_shown(part.value) for part in parts if part is not None)
        lines.append(f"Bản sao: {shown}")
        lines += _signatory(copy.signatory, "Người ký bản sao")
    lines += [f"Lưu ý: {warning}" for warning in reading.warnings]
    return "\n".join(lines)


def _signatory(signatory: Signatory | None, label: str) -> list[str]:
    if signatory is None:
        return []
    authority = "; ".join(signatory.authority.value) if signatory.authority else ""
    name = signatory.name.value if signatory.name else "(chưa ghi tên)"
    return [f"{label}: {name}" + (f" — {authority}" if authority else "")]


def _deadline(one: FoundDeadline) -> str:
    due = short_date(one.found.value) if one.found.value else "chưa rõ ngày"
    units = f" — {', '.join(one.units)}" if one.units else ""
    return f"Thời hạn: {due} ({one.deadline.text}){units}{_sure(one.found)}"


def _shown(value: object) -> str:
    if isinstance(value, WrittenDate):
        return short_date(value.exact) if value.exact else _partial(value)
    return str(value)


def _partial(value: WrittenDate) -> str:
    month = "…" if value.month is None else f"{value.month:02d}"
    return f"…/{month}/{value.year or '…'}"


def _sure(found: Found[Any]) -> str:
    page = found.where[0].page if found.where else 0
    place = f", trang {page}" if page else ""
    return f" ({round(found.confidence * 100)} %{place})"
