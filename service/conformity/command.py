"""Lệnh `service check` — one file in, a report in Vietnamese or JSON out, and an exit code."""

import json
from pathlib import Path

from service.conformity.child import check_file
from service.conformity.findings import to_json, to_text
from service.conformity.package import MAX_FILE
from service.domain.errors import OfficeError

CLEAN, FAULTY, REFUSED = 0, 1, 2


def run(path: Path, as_json: bool) -> tuple[int, str]:
    """Exit code 0: no error (advice there may be); 1: errors; 2: the file could not be checked."""
    try:
        report = check_file(_read(path))
    except OfficeError as refusal:
        said = {"error": refusal.message}
        text = json.dumps(said, ensure_ascii=False, indent=2) if as_json else refusal.message
        return REFUSED, text + "\n"
    code = FAULTY if report.errors else CLEAN
    if as_json:
        return code, json.dumps(to_json(report), ensure_ascii=False, indent=2) + "\n"
    return code, to_text(report)


def _read(path: Path) -> bytes:
    """The bytes of a file, as far as anything will be checked; raises OfficeError."""
    try:
        with path.open("rb") as source:
            return source.read(MAX_FILE + 1)
    except FileNotFoundError as fault:
        raise OfficeError(f"Không có tệp “{path}”.") from fault
    except IsADirectoryError as fault:
        raise OfficeError(f"“{path}” là thư mục. Hãy chỉ ra một tệp .docx hoặc .pdf.") from fault
    except OSError as fault:
        raise OfficeError(f"Không đọc được tệp “{path}”: {fault.strerror}.") from fault
