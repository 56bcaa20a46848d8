"""Chứng thư số — what a certificate says, and whether it may sign here and now
(Thông tư 15/2025/TT-BKHCN: check the certificate before signing; RSA from 2048 bits, ECDSA
from 256)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pem, x509

from service.domain.errors import Refused
from service.domain.numbering import VIETNAM

LEAST_BITS = {"rsa": 2048, "rsassa_pss": 2048, "ec": 256}
SIGNING_USAGES = frozenset({"non_repudiation", "digital_signature"})


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What Thông tư 15/2025 wants shown about a certificate; times are aware."""

    name: str
    organisation: str
    unit: str
    issuer: str
    serial: str
    sha256: str
    not_before: datetime
    not_after: datetime
    key: str


def load_certificates(data: bytes) -> tuple[x509.Certificate, ...]:
    """Every certificate of a PEM or DER file; ValueError when there is none."""
    if pem.detect(data):
        ders = [der for kind, _, der in pem.unarmor(data, multiple=True) if kind == "CERTIFICATE"]
    else:
        ders = [data]
    certificates = tuple(x509.Certificate.load(der, strict=True) for der in ders)
    for certificate in certificates:
        certificate_facts(certificate)  # asn1crypto parses lazily; a bad one must fail here
    if not certificates:
        raise ValueError("no certificate in this file")
    return certificates


def certificate_facts(certificate: x509.Certificate) -> CertificateFacts:
    subject = certificate.subject.native
    issuer = certificate.issuer.native
    key = certificate.public_key
    return CertificateFacts(
        name=_text(subject.get("common_name")),
        organisation=_text(subject.get("organization_name")),
        unit=_text(subject.get("organizational_unit_name")),
        issuer=_text(issuer.get("common_name")) or _text(issuer.get("organization_name")),
        serial=f"{certificate.serial_number:x}",
        sha256=fingerprint(certificate),
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
        key=f"{key.algorithm.upper()} {key.bit_size}",
    )


def fingerprint(certificate: x509.Certificate) -> str:
    return hashlib.sha256(certificate.dump()).hexdigest()


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def require_usable(
    certificate: x509.Certificate, *, at: datetime, holders: frozenset[str] = frozenset()
) -> None:
    """Refused when the certificate may not sign at `at`.

    `holders` are the SHA-256 of the certificates of the person (or agency) who is to sign;
    empty means that the office has not recorded any.
    """
    facts = certificate_facts(certificate)
    shown = f"Chứng thư số của {facts.name} (số {facts.serial})"
    if at < facts.not_before:
        raise Refused(f"{shown} chưa có hiệu lực: từ {_day(facts.not_before)}.")
    if at > facts.not_after:
        raise Refused(f"{shown} đã hết hạn ngày {_day(facts.not_after)}; hãy gia hạn rồi ký lại.")
    if holders and facts.sha256 not in holders:
        raise Refused(f"{shown} không phải chứng thư đã đăng ký cho người ký bước này.")
    usage = certificate.key_usage_value
    if usage is not None and not SIGNING_USAGES & usage.native:
        raise Refused(f"{shown} không dùng để ký số được.")
    if certificate.public_key.bit_size < LEAST_BITS.get(certificate.public_key.algorithm, 1 << 30):
        raise Refused(f"{shown} dùng khóa {facts.key} yếu hơn mức Thông tư 15/2025/TT-BKHCN.")


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y}"
