"""Tệp ký gửi lại — a file that was signed with any tool, judged against what was handed out.

The office knows two names, not certificates: the one printed under the signature and its own.
A certificate with another name is not refused (names are written in many ways, a deputy may
hold the seal), but a named person has to look at it and say why the file is taken.
"""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader

from service.domain.vietnamese import fold
from signatures.expected import Expected
from signatures.names import FIELD_LABELS, SignatureField
from signatures.reasons import Reason, Weight
from signatures.report import Report, graded
from signatures.sandbox import verify_bytes
from signatures.writing import form_fields

AGENCY_FIELDS = (SignatureField.SEAL, SignatureField.COPY, SignatureField.ANNEX)
"""What the agency signs in: its seal's field, or the corner of an electronic copy or of an annex
that is a file of its own."""

OTHER_NAME = "{label} mang tên “{found}”, không phải “{wanted}”."


def check_returned(
    pdf: bytes,
    base: bytes,
    *,
    signer: str,
    agency: str,
    trust_folder: Path,
    at: datetime,
    fetch: bool = True,
    fields: tuple[SignatureField, ...] = (SignatureField.PERSON, *AGENCY_FIELDS),
) -> Report:
    """Judge `pdf`, which nobody vouches for, against our own numbered `base`, as of `at`.

    Every one of `fields` that `base` has must be signed, person first. `signer` and
    `agency` are the names that the certificates should carry; empty ones are not compared.
    """
    left = form_fields(PdfFileReader(BytesIO(base)))
    wanted = {
        field: name
        for field, name in (
            (SignatureField.PERSON, signer),
            *((one, agency) for one in AGENCY_FIELDS),
        )
        if field in left and field in fields
    }
    report = verify_bytes(
        pdf,
        trust_folder=trust_folder,
        at=at,
        base=base,
        expected=Expected(fields={field.value: FIELD_LABELS[field] for field in wanted}),
        fetch=fetch,
    )
    reasons = (*report.reasons, *_other_names(report, wanted))
    return replace(report, reasons=reasons, verdict=graded(reasons))


def _other_names(report: Report, wanted: dict[SignatureField, str]) -> list[Reason]:
    found = {facts.field: facts.certificate.name for facts in report.signatures}
    return [
        Reason(
            "other-name",
            Weight.REVIEW,
            OTHER_NAME.format(label=FIELD_LABELS[field], found=found[field], wanted=name),
            field.value,
        )
        for field, name in wanted.items()
        if field in found and _plain(name) not in _plain(found[field])
    ]


def _plain(name: str) -> str:
    return " ".join(fold(name).split())
