"""Cách ký — one protocol for every way a signature comes about: key held by the service, token,
remote service, another tool, wet ink.

`begin` either signs at once or hands something out and waits; `finish` takes the answer. What
waits is one row and one file, so a restart loses nothing.
"""

import hashlib
from dataclasses import dataclass
from typing import Protocol, TypeVar

from signatures.archive import extend
from signatures.certificates import CertificateFacts, certificate_facts
from signatures.names import SignatureField
from signatures.timestamps import TimestampService
from signatures.trust import TrustStore
from signatures.two_phase import Level, Prepared, SignRequest, finish

Answer_contra = TypeVar("Answer_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Signed:
    """A file with one more signature; `certificate` is None for wet ink."""

    way: str
    field: SignatureField
    pdf: bytes
    certificate: CertificateFacts | None = None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signature under way elsewhere: `row` is JSON for a column, `pdf` goes to the file store."""

    way: str
    field: SignatureField
    pdf: bytes
    row: str

    @property
    def pdf_sha256(self) -> str:
        return hashlib.sha256(self.pdf).hexdigest()


class SigningWay(Protocol[Answer_contra]):
    """Both verbs raise OfficeError subclasses only, and leave the file given to them alone."""

    code: str

    def begin(self, request: SignRequest) -> Signed | Waiting: ...

    def finish(self, waiting: Waiting, answer: Answer_contra) -> Signed: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What the office has for levels above B-B: a time-stamp service and a trust store."""

    timestamps: TimestampService | None = None
    trust: TrustStore | None = None


def complete(
    way: str, field: SignatureField, prepared: Prepared, value: bytes, desk: Desk
) -> Signed:
    """Put a signature value into its file and bring the file to its level."""
    pdf = finish(prepared, value, timestamps=desk.timestamps)
    if prepared.level in (Level.B_LT, Level.B_LTA):
        pdf = extend(
            pdf,
            trust=desk.trust,
            at=prepared.at,
            timestamps=desk.timestamps if prepared.level is Level.B_LTA else None,
        )
    return Signed(way, field, pdf, certificate_facts(prepared.identity.certificate))
