"""Chứng thư số — what a certificate says, and whether it may sign here and now
(Thông tư 15/2025/TT-BKHCN: check the certificate before signing; RSA from 2048 bits, ECDSA
from 256)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, pem, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_der_public_key
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

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
    """Every certificate of a PEM, DER or P7B file; ValueError when there is none."""
    blocks = pem.unarmor(data, multiple=True) if pem.detect(data) else [("", {}, data)]
    certificates: list[x509.Certificate] = []
    for kind, _, der in blocks:
        if kind in ("PKCS7", "CMS"):
            certificates += _bundled(der)
        elif kind == "CERTIFICATE":
            certificates.append(x509.Certificate.load(der, strict=True))
        elif not kind:
            certificates += _bundled(der) or [x509.Certificate.load(der, strict=True)]
    for certificate in certificates:
        certificate_facts(certificate)  # asn1crypto parses lazily; a bad one must fail here
    if not certificates:
        raise ValueError("no certificate in this file")
    return tuple(certificates)


def _bundled(der: bytes) -> list[x509.Certificate]:
    """The certificates of a PKCS#7 bundle; none when it is something else."""
    try:
        bundle = cms.ContentInfo.load(der, strict=True)
        if bundle["content_type"].native != "signed_data":
            return []
        choices = bundle["content"]["certificates"]
        return [each.chosen for each in choices if each.name == "certificate"]
    except (ValueError, TypeError, KeyError):
        return []


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


def require_authority(certificate: x509.Certificate, *, at: datetime) -> None:
    """Refused unless it is an authority's: it may sign certificates, stands at `at`, and its key
    is as long as Thông tư 15/2025/TT-BKHCN wants."""
    facts = certificate_facts(certificate)
    shown = f"Chứng thư “{facts.name or facts.serial}”"
    usage = certificate.key_usage_value
    if not certificate.ca or (usage is not None and "key_cert_sign" not in usage.native):
        raise Refused(f"{shown} không phải của tổ chức chứng thực: không được phép cấp chứng thư.")
    if at < facts.not_before:
        raise Refused(f"{shown} chưa có hiệu lực: từ {_day(facts.not_before)}.")
    if at > facts.not_after:
        raise Refused(f"{shown} đã hết hạn ngày {_day(facts.not_after)}.")
    if certificate.public_key.bit_size < LEAST_BITS.get(certificate.public_key.algorithm, 1 << 30):
        raise Refused(f"{shown} dùng khóa {facts.key} yếu hơn mức Thông tư 15/2025/TT-BKHCN.")
    if certificate.self_signed in ("yes", "maybe") and not issued_by(certificate, certificate):
        raise Refused(f"{shown} tự ký nhưng chữ ký không đúng; tệp đã bị sửa.")


def issued_by(signed: Any, issuer: x509.Certificate) -> bool:
    """Whether the key of `issuer` made the signature on a certificate or a revocation list."""
    try:
        key = load_der_public_key(issuer.public_key.dump())
        if isinstance(signed, x509.Certificate):
            one = load_der_x509_certificate(signed.dump())
            one.verify_directly_issued_by(load_der_x509_certificate(issuer.dump()))
            return True
        return load_der_x509_crl(signed.dump()).is_signature_valid(key)  # type: ignore[arg-type]
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False


def _day(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y}"
