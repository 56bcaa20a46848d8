"""Ký bằng phần mềm khác — hand out the exact bytes, take the signed file back, and prove that
what comes back is what went out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.domain.errors import Refused
from signatures.expected import Expected
from signatures.names import FIELD_LABELS
from signatures.order import FIELD_STEPS, require_step
from signatures.reasons import Weight
from signatures.report import Report, Verdict
from signatures.sandbox import verify_bytes
from signatures.two_phase import SignRequest
from signatures.ways import Signed, Waiting, sha256

MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came back, and when."""

    pdf: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Accepted(Signed):
    """A file that came back and passed, or passes once a named person confirms it.

    `report.verdict` is never INVALID; for REVIEW the caller records who looked and said yes.
    """

    report: Report | None = None

    @property
    def needs_confirmation(self) -> bool:
        return self.report is not None and self.report.verdict is Verdict.REVIEW


class ExternalWay:
    """`trust_folder` is the office's trust store; `fetch` lets its hosts be asked."""

    code = "external"

    def __init__(self, trust_folder: Path, *, fetch: bool = True) -> None:
        self._trust_folder = trust_folder
        self._fetch = fetch

    def begin(self, request: SignRequest) -> Waiting:
        """The bytes to download are the given ones, unchanged."""
        require_step(request.pdf, FIELD_STEPS[request.field])
        row = json.dumps({"holders": sorted(request.holders)})
        return Waiting(self.code, request.field, request.pdf, row, sha256(request.pdf))

    def finish(
        self, waiting: Waiting, answer: Upload, *, values: Mapping[str, str] | None = None
    ) -> Accepted:
        """Refused, with the reasons, unless the upload is the handed-out file plus the wanted
        signature. `values`: what number and date must say, if they are filled already."""
        holders = frozenset(json.loads(waiting.row)["holders"])
        expected = Expected(
            fields={waiting.field.value: FIELD_LABELS[waiting.field]},
            holders={waiting.field.value: holders} if holders else {},
            values=values or {},
        )
        report = verify_bytes(
            answer.pdf,
            trust_folder=self._trust_folder,
            at=answer.at,
            base=waiting.pdf,
            expected=expected,
            fetch=self._fetch,
        )
        if report.verdict is Verdict.INVALID:
            raise Refused(_refusal(report))
        signed = {facts.field: facts for facts in report.signatures}
        facts = signed.get(waiting.field.value)
        certificate = facts.certificate if facts is not None else None
        return Accepted(self.code, waiting.field, answer.pdf, certificate, report)


def _refusal(report: Report) -> str:
    heavy = [each.sentence for each in report.reasons if each.weight is Weight.INVALID]
    return " ".join(["Tệp tải lên không nhận được.", *heavy[:MOST_SENTENCES]])
