"""Cách ký — one protocol for every way a signature comes about: key held by the service, token,
remote service, another tool, wet ink.

`begin` either signs at once or hands something out and waits; `finish` takes the answer. What
waits is one row and one file, so a restart loses nothing.
"""

import hashlib
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from service.domain.errors import Busy, WrongState
from service.domain.signing import Level
from signatures.archive import extend
from signatures.certificates import CertificateFacts, certificate_facts
from signatures.names import SignatureField
from signatures.timestamps import TimestampService
from signatures.trust import TrustStore
from signatures.two_phase import Prepared, SignRequest, finish

Answer_contra = TypeVar("Answer_contra", contravariant=True)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Signed:
    """A file with one more signature; `certificate` is None for wet ink."""

    way: str
    field: SignatureField
    pdf: bytes
    certificate: CertificateFacts | None = None

    @property
    def sha256(self) -> str:
        return sha256(self.pdf)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A signature under way elsewhere: `row` is JSON for a column, `pdf` goes to the file store.

    `started_from` is the SHA-256 of the paper's file when it began; see `require_unmoved`.
    """

    way: str
    field: SignatureField
    pdf: bytes
    row: str
    started_from: str

    @property
    def pdf_sha256(self) -> str:
        return sha256(self.pdf)


def require_unmoved(waiting: Waiting, current: bytes) -> None:
    """WrongState when the paper's file is no longer the one this signature began with: two
    people signed at once and the other was faster. Call it in the transaction that keeps the
    signed file."""
    if sha256(current) != waiting.started_from:
        raise WrongState(
            "Trong lúc chờ, văn bản đã có người khác ký hoặc đã được cấp số; chữ ký này chưa được "
            "nhận. Hãy mở lại văn bản và ký trên bản mới nhất."
        )


class SigningWay(Protocol[Answer_contra]):
    """Both verbs raise OfficeError subclasses only, and leave the file given to them alone."""

    code: str

    def begin(self, request: SignRequest) -> Signed | Waiting: ...

    def finish(self, waiting: Waiting, answer: Answer_contra) -> Signed: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What the office has for levels above B-B: a time-stamp service and a trust store.

    `may_stamp_later`: a service that is silent or refuses costs the time stamp, not the signature;
    whoever sets it sees to it that the file gets one afterwards (`archive.stamp`).
    """

    timestamps: TimestampService | None = None
    trust: TrustStore | None = None
    may_stamp_later: bool = False


def complete(
    way: str, field: SignatureField, prepared: Prepared, value: bytes, desk: Desk
) -> Signed:
    """Put a signature value into its file and bring the file to its level."""
    try:
        pdf = finish(prepared, value, timestamps=desk.timestamps)
    except Busy:
        if not desk.may_stamp_later:
            raise
        pdf = finish(replace(prepared, level=Level.B_B), value)
        return Signed(way, field, pdf, certificate_facts(prepared.identity.certificate))
    if prepared.level in (Level.B_LT, Level.B_LTA):
        pdf = extend(
            pdf,
            trust=desk.trust,
            at=prepared.at,
            timestamps=desk.timestamps if prepared.level is Level.B_LTA else None,
        )
    return Signed(way, field, pdf, certificate_facts(prepared.identity.certificate))
