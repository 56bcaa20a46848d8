"""Kết luận về tệp ký — a file with signatures judged against the one that was handed out, and
refused with every reason."""

from datetime import datetime
from pathlib import Path
from typing import Any

from service.actions.office import Office
from service.domain.documents import Document, Person
from service.domain.errors import Refused
from service.domain.signing import SigningMethod, SigningStep, Standing
from service.rendering.uploads import read_upload
from service.store import documents, signing
from signatures.names import SignatureField
from signatures.reasons import Weight
from signatures.report import Report, SignatureFacts, Verdict
from signatures.returned import AGENCY_FIELDS, check_returned

FIELD, REASON = "signed", "reason"
MOST_REASON = 1000

PERSON_ONLY = (SignatureField.PERSON,)
BOTH = (SignatureField.PERSON, *AGENCY_FIELDS)


class SignedFileRefused(Refused):
    """422: the file is not taken; `reasons` are all the sentences that say why."""

    def __init__(self, reasons: tuple[str, ...], errors: dict[str, str]) -> None:
        super().__init__(" ".join(reasons), errors=errors)
        self.reasons = reasons


def judged(
    office: Office,
    document: Document,
    stand: Standing,
    data: bytes,
    *,
    trust_folder: Path,
    now: datetime,
    fields: tuple[SignatureField, ...] | None = None,
) -> Report:
    """The verdict on `data` against the file that `stand` hands out, from the limited child.

    Wants the person's signature alone while that is awaited, else both.
    """
    try:
        read_upload(data)
    except Refused as refusal:
        raise SignedFileRefused((refusal.message,), {FIELD: refusal.message}) from refusal
    agency = documents.frozen_agency(office.db, document.id)
    return check_returned(
        data,
        office.files.get(stand.current),
        signer=document.signer_name,
        agency=agency.full_name if agency else "",
        trust_folder=trust_folder,
        at=now,
        fields=fields or (PERSON_ONLY if stand.step is SigningStep.PERSON else BOTH),
    )


def require_good(report: Report, reason: str) -> None:
    """SignedFileRefused unless valid, or doubtful with somebody's reason to take it."""
    if report.verdict is Verdict.VALID or (report.verdict is Verdict.REVIEW and reason):
        return
    sentences = tuple(each.sentence for each in report.reasons if each.weight is not Weight.NOTE)
    errors = {FIELD: " ".join((f"{report.verdict_name}:", *sentences))}
    if report.verdict is Verdict.REVIEW:
        errors[REASON] = (
            "Tệp cần xem lại. Nếu vẫn nhận, hãy ghi vì sao rồi chọn lại tệp; lý do được giữ "
            "cùng tệp."
        )
    raise SignedFileRefused(sentences, errors)


def note_signature(
    office: Office,
    document: Document,
    stand: Standing,
    report: Report,
    facts: SignatureFacts,
    *,
    method: SigningMethod,
    reason: str,
    by: Person,
    now: datetime,
    step: SigningStep | None = None,
) -> None:
    """A row for one signature of a judged file, in the caller's transaction."""
    signing.add(
        office.db,
        document.id,
        stand,
        report.sha256,
        method=method,
        facts={
            "name": facts.certificate.name,
            "serial": facts.certificate.serial,
            "certificate": facts.certificate.sha256,
        },
        verdict=report.verdict.value,
        reason=reason,
        by=by,
        now=now,
        step=step,
    )


def told(report: Report, method: SigningMethod, reason: str) -> dict[str, Any]:
    """What an event says of a signed file."""
    return {
        "verdict": report.verdict.value,
        "sha256": report.sha256,
        "signers": [each.certificate.name for each in report.signatures],
        "reason": reason,
        "method": method.value,
    }


def shortened(reason: str) -> str:
    """A typed reason in one line."""
    return " ".join(reason.split())[:MOST_REASON]
