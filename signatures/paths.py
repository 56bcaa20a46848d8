"""Đường dẫn tin cậy — from a certificate up to an anchor of the office's store, offline."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from service.domain.errors import Refused
from signatures.revocation import Evidence
from signatures.trust import TrustStore

NO_EVIDENCE = Evidence()


def context(
    trust: TrustStore,
    *,
    at: datetime,
    others: Iterable[x509.Certificate] = (),
    evidence: Evidence = NO_EVIDENCE,
    strict: bool = False,
) -> ValidationContext:
    """A context that never touches the network. `strict`: revocation must be known."""
    return ValidationContext(
        trust_roots=list(trust.anchors),
        other_certs=[*trust.intermediates, *others],
        moment=at,
        allow_fetching=False,
        crls=[*trust.lists, *evidence.lists],
        ocsps=list(evidence.answers),
        revocation_mode="hard-fail" if strict else "soft-fail",
        # Lists are newer than the signatures they speak of; what they say of an earlier moment
        # is told by the revocation date in them.
        retroactive_revinfo=True,
    )


def trusted_path(
    certificate: x509.Certificate,
    trust: TrustStore,
    *,
    at: datetime,
    others: Iterable[x509.Certificate] = (),
) -> tuple[x509.Certificate, ...] | None:
    """Anchor first, the certificate last; None when it leads to no anchor or did not stand at
    `at`. Revocation is not looked at."""
    validator = CertificateValidator(
        certificate, validation_context=context(trust.without_lists(), at=at, others=others)
    )
    try:
        path = asyncio.run(validator.async_validate_path())
    except (PathError, ValidationError):
        return None
    return tuple(path)


def embedded_certificates(signed_data: cms.SignedData) -> tuple[x509.Certificate, ...]:
    """The X.509 certificates carried inside a CMS object."""
    choices = signed_data["certificates"] or ()
    return tuple(choice.chosen for choice in choices if choice.name == "certificate")


def timestamp_token(signer_info: cms.SignerInfo) -> cms.SignedData | None:
    """The time stamp attached to a signature, if there is one."""
    for attribute in signer_info["unsigned_attrs"] or ():
        if attribute["type"].native == "signature_time_stamp_token":
            return attribute["values"][0]["content"]
    return None


def signing_certificate(signed_data: cms.SignedData) -> x509.Certificate:
    """The certificate that a CMS object says signed it."""
    identifier = signed_data["signer_infos"][0]["sid"]
    for certificate in embedded_certificates(signed_data):
        if identifier.name == "issuer_and_serial_number":
            wanted = identifier.chosen
            same = certificate.issuer == wanted["issuer"]
            if same and certificate.serial_number == wanted["serial_number"].native:
                return certificate
        elif certificate.key_identifier == identifier.chosen.native:
            return certificate
    raise Refused("Dấu thời gian không kèm chứng thư của dịch vụ cấp dấu.")
