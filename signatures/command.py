"""Lệnh `service verify TỆP [--json]` — the verdict on a signed file, for people and programs."""

from datetime import datetime
from pathlib import Path

from service.domain.errors import OfficeError
from service.domain.numbering import VIETNAM
from signatures.reasons import Weight
from signatures.report import (
    REVOCATION_NAMES,
    Report,
    SignatureFacts,
    TimestampFacts,
    Verdict,
)
from signatures.sandbox import verify_file

EXIT_CODES = {Verdict.VALID: 0, Verdict.INVALID: 1, Verdict.REVIEW: 2}
COULD_NOT_CHECK = 3

MARKS = {Weight.INVALID: "✗", Weight.REVIEW: "?", Weight.NOTE: "·"}


def run(
    path: Path,
    as_json: bool,
    trust_dir: Path,
    *,
    base: Path | None = None,
    fetch: bool = True,
    at: datetime | None = None,
) -> tuple[int, str]:
    """Exit code and text: 0 hợp lệ, 1 không hợp lệ, 2 cần xem lại, 3 could not be checked.

    `base` is the file that was handed out for signing, if there is one. `fetch` lets the hosts
    of the trust store be asked for revocation. `at` is for tests; the edge's clock otherwise.
    """
    if not path.is_file():
        return COULD_NOT_CHECK, f"Không có tệp {path}."
    if not trust_dir.is_dir():
        return COULD_NOT_CHECK, f"Không có thư mục chứng thư tin cậy {trust_dir}."
    try:
        report = verify_file(
            path,
            trust_folder=trust_dir,
            at=at or datetime.now(VIETNAM),
            base=base.read_bytes() if base is not None else None,
            fetch=fetch,
        )
    except (OfficeError, OSError) as error:
        return COULD_NOT_CHECK, str(error)
    return EXIT_CODES[report.verdict], report.to_json() if as_json else text(report, path.name)


def text(report: Report, name: str) -> str:
    """The report in plain Vietnamese lines."""
    lines = [f"{name}: {report.verdict_name}"]
    lines += [f"  {MARKS[each.weight]} {each.sentence}" for each in report.reasons]
    for index, each in enumerate(report.signatures, start=1):
        lines += ["", *_signature(index, each)]
    for stamp in report.timestamps:
        lines += ["", "Dấu thời gian trên toàn tệp", *_timestamp(stamp)]
    lines += [
        "",
        f"SHA-256: {report.sha256}",
        f"Kho chứng thư đã dùng, SHA-256: {report.trust_sha256}",
        f"Kiểm tra lúc: {_moment(report.checked_at)}",
    ]
    return "\n".join(lines)


def _signature(index: int, facts: SignatureFacts) -> list[str]:
    certificate = facts.certificate
    intact = "còn nguyên vẹn" if facts.intact and facts.authentic else "ĐÃ BỊ THAY ĐỔI"
    trusted = "có hiệu lực" if facts.trusted else "KHÔNG có hiệu lực hoặc không tin cậy"
    claimed = _moment(facts.claimed_time) if facts.claimed_time else "không ghi"
    unit = ", ".join(part for part in (certificate.unit, certificate.organisation) if part)
    lasts = f"{_moment(certificate.not_before)} đến {_moment(certificate.not_after)}"
    lines = [
        f"Chữ ký {index}: {facts.label} ({facts.field})",
        f"  Người ký:            {certificate.name}",
        f"  Cơ quan, đơn vị:     {unit or 'không ghi'}",
        f"  Tổ chức chứng thực:  {certificate.issuer}",
        f"  Số chứng thư:        {certificate.serial}",
        f"  Thời gian ký:        {claimed} (theo máy người ký)",
        f"  Tính toàn vẹn:       {intact}",
        f"  Hiệu lực khi ký:     {trusted} (xét lúc {_moment(facts.checked_for)})",
        f"  Thu hồi:             {REVOCATION_NAMES[facts.revocation]}",
        f"  Hạn chứng thư:       {lasts}",
        f"  Mức, thuật toán:     {facts.level}, {facts.mechanism}, {certificate.key}",
    ]
    return lines + (_timestamp(facts.timestamp) if facts.timestamp else [])


def _timestamp(facts: TimestampFacts) -> list[str]:
    sound = "tin cậy" if facts.trusted else "KHÔNG kiểm chứng được"
    return [f"  Dấu thời gian:       {_moment(facts.time)}, {facts.authority.name}, {sound}"]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
