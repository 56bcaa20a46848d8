"""Kho chứng thư tin cậy — certificates that an administrator installed, nothing built in.

A folder of certificate files (PEM, DER, P7B), any revocation lists kept for offline use (`*.crl`)
and `hosts.txt`: one host a line whose OCSP and CRL services may be asked. Self-signed
certificates are trust anchors, others are intermediates. What was installed on the
administrator's page lies here as ``installed-…``, beside what an operator put in by hand.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl, pem, x509

from service.domain.errors import Refused
from signatures.certificates import CertificateFacts, certificate_facts, load_certificates
from signatures.fetching import NOBODY, AllowList

SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der", ".p7b", ".p7c"})
HOSTS_FILE = "hosts.txt"
INSTALLED = "installed-"
INSTALLED_HOSTS = f"{INSTALLED}{HOSTS_FILE}"
MAX_FILE_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Anchors, intermediates and revocation lists, and the hosts that may be asked."""

    anchors: tuple[x509.Certificate, ...] = ()
    intermediates: tuple[x509.Certificate, ...] = ()
    lists: tuple[crl.CertificateList, ...] = ()
    allowed: AllowList = NOBODY

    @property
    def sha256(self) -> str:
        """One value for the whole store, recorded with every verdict."""
        parts = sorted(
            hashlib.sha256(item.dump()).digest()
            for item in (*self.anchors, *self.intermediates, *self.lists)
        )
        return hashlib.sha256(b"".join(parts)).hexdigest()

    def without_lists(self) -> "TrustStore":
        return TrustStore(self.anchors, self.intermediates, (), self.allowed)

    def listing(self) -> tuple[tuple[str, CertificateFacts], ...]:
        """``gốc`` or ``trung gian`` with each certificate's facts, for the administrator."""
        return tuple(
            (kind, certificate_facts(certificate))
            for kind, certificates in (("gốc", self.anchors), ("trung gian", self.intermediates))
            for certificate in certificates
        )


def load_trust(folder: Path) -> TrustStore:
    """Read the folder; Refused names the file that is no certificate or list."""
    if not folder.is_dir():
        raise Refused(f"Không có thư mục chứng thư tin cậy {folder}.")
    anchors: list[x509.Certificate] = []
    intermediates: list[x509.Certificate] = []
    lists: list[crl.CertificateList] = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SUFFIXES:
            for certificate in _certificates(path):
                is_anchor = certificate.self_signed in ("yes", "maybe")
                (anchors if is_anchor else intermediates).append(certificate)
        elif path.suffix.lower() == ".crl":
            lists.append(_revocation_list(path))
    allowed = _hosts(folder / HOSTS_FILE) | _hosts(folder / INSTALLED_HOSTS)
    return TrustStore(tuple(anchors), tuple(intermediates), tuple(lists), allowed)


def _certificates(path: Path) -> tuple[x509.Certificate, ...]:
    try:
        return load_certificates(_read(path))
    except (ValueError, TypeError) as error:
        raise Refused(f"Tệp {path.name} trong kho tin cậy không phải chứng thư số.") from error


def _revocation_list(path: Path) -> crl.CertificateList:
    try:
        return load_list(_read(path))
    except (ValueError, TypeError) as error:
        raise Refused(f"Tệp {path.name} trong kho tin cậy không phải danh sách thu hồi.") from error


def load_list(data: bytes) -> crl.CertificateList:
    """A revocation list of a PEM or DER file; ValueError or TypeError when it is none."""
    found = crl.CertificateList.load(
        pem.unarmor(data)[2] if pem.detect(data) else data, strict=True
    )
    found.native  # noqa: B018  asn1crypto parses lazily; a bad one fails here
    return found


def _hosts(path: Path) -> AllowList:
    names = path.read_text("utf-8").splitlines() if path.is_file() else []
    return AllowList.of(name for name in names if not name.lstrip().startswith("#"))


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ValueError("file too large")
    return path.read_bytes()
