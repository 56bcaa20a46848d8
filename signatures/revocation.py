"""Tình trạng thu hồi — lists and answers that say whether certificates still stood, taken from
the office's own store or asked from hosts that an administrator allowed (RFC 5280, RFC 6960).

Certificates must already lead to a trusted anchor before anything is asked for them: addresses
in a stranger's certificate are never followed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from asn1crypto import crl, ocsp, pem, x509
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from cryptography.x509.ocsp import OCSPRequestBuilder

from signatures.fetching import AllowList, Unreachable, ask
from signatures.trust import TrustStore

ANSWER_S = 10.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Revocation lists and OCSP answers, and the certificates for which there was nothing."""

    lists: tuple[crl.CertificateList, ...] = ()
    answers: tuple[ocsp.OCSPResponse, ...] = ()
    missing: tuple[x509.Certificate, ...] = ()


def names_a_source(certificate: x509.Certificate) -> bool:
    """Whether the certificate says where its revocation status can be had."""
    return bool(certificate.ocsp_urls or _list_urls(certificate))


def revoked_in(
    lists: Iterable[crl.CertificateList], certificate: x509.Certificate, moment: datetime
) -> bool:
    """Whether a list of the certificate's issuer, however old, says it was revoked by then."""
    for each in lists:
        if each.issuer != certificate.issuer:
            continue
        for entry in each["tbs_cert_list"]["revoked_certificates"] or ():
            same = entry["user_certificate"].native == certificate.serial_number
            if same and entry["revocation_date"].native <= moment:
                return True
    return False


def gather(
    path: Sequence[x509.Certificate], trust: TrustStore, *, timeout_s: float = ANSWER_S
) -> Evidence:
    """Evidence for every certificate of `path` (anchor first) but the anchor."""
    lists: list[crl.CertificateList] = []
    answers: list[ocsp.OCSPResponse] = []
    missing: list[x509.Certificate] = []
    for issuer, certificate in pairwise(path):
        answer = _ocsp(certificate, issuer, trust.allowed, timeout_s)
        if answer is not None:
            answers.append(answer)
            continue
        found = _fetched_list(certificate, trust.allowed, timeout_s)
        if found is None:
            found = _kept_list(issuer, trust.lists)
        if found is None:
            missing.append(certificate)
        elif all(found is not each for each in lists):
            lists.append(found)
    return Evidence(tuple(lists), tuple(answers), tuple(missing))


def _kept_list(
    issuer: x509.Certificate, lists: Iterable[crl.CertificateList]
) -> crl.CertificateList | None:
    return next((each for each in lists if each.issuer == issuer.subject), None)


def _ocsp(
    certificate: x509.Certificate, issuer: x509.Certificate, allowed: AllowList, timeout_s: float
) -> ocsp.OCSPResponse | None:
    urls = [url for url in certificate.ocsp_urls if allowed.allows(url)]
    if not urls:
        return None
    question = (
        OCSPRequestBuilder()
        .add_certificate(
            load_der_x509_certificate(certificate.dump()),
            load_der_x509_certificate(issuer.dump()),
            SHA1(),
        )
        .build()
        .public_bytes(Encoding.DER)
    )
    for url in urls:
        try:
            data = ask(
                url,
                allowed,
                timeout_s=timeout_s,
                body=question,
                content_type="application/ocsp-request",
            )
            answer = ocsp.OCSPResponse.load(data, strict=True)
            if answer["response_status"].native == "successful":
                return answer
        except (Unreachable, ValueError, TypeError):
            continue
    return None


def _fetched_list(
    certificate: x509.Certificate, allowed: AllowList, timeout_s: float
) -> crl.CertificateList | None:
    for url in _list_urls(certificate):
        if not allowed.allows(url):
            continue
        try:
            data = ask(url, allowed, timeout_s=timeout_s)
            found = crl.CertificateList.load(
                pem.unarmor(data)[2] if pem.detect(data) else data, strict=True
            )
            found.native  # noqa: B018  parsed lazily; nonsense fails here
        except (Unreachable, ValueError, TypeError):
            continue
        return found
    return None


def _list_urls(certificate: x509.Certificate) -> list[str]:
    return [str(point.url) for point in certificate.crl_distribution_points if point.url]
