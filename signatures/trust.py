"""Kho chứng thư tin cậy — certificates that an administrator installed, nothing built in.

A folder of certificate files (PEM or DER), any revocation lists kept for offline use (`*.crl`)
and `hosts.txt`: one host a line whose OCSP and CRL services may be asked. Self-signed
certificates are trust anchors, others are intermediates.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl, pem, x509

from service.domain.errors import Refused
from signatures.certificates import CertificateFacts, certificate_facts, load_certificates
from signatures.fetching import NOBODY, AllowList

SUFFIXES = frozenset({".pem", ".crt", ".cer", ".der"})
HOSTS_FILE = "hosts.txt"
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
    hosts = folder / HOSTS_FILE
    names = hosts.read_text("utf-8").splitlines() if hosts.is_file() else []
    allowed = AllowList.of(name for name in names if not name.lstrip().startswith("#"))
    return TrustStore(tuple(anchors), tuple(intermediates), tuple(lists), allowed)


def _certificates(path: Path) -> tuple[x509.Certificate, ...]:
    try:
        return load_certificates(_read(path))
    except (ValueError, TypeError) as error:
        raise Refused(f"Tệp {path.name} trong kho tin cậy không phải chứng thư số.") from error


def _revocation_list(path: Path) -> crl.CertificateList:
    try:
        data = _read(path)
        revocation_list = crl.CertificateList.load(
            pem.unarmor(data)[2] if pem.detect(data) else data, strict=True
        )
        revocation_list.native  # noqa: B018  asn1crypto parses lazily; a bad one fails here
    except (ValueError, TypeError) as error:
        raise Refused(f"Tệp {path.name} trong kho tin cậy không phải danh sách thu hồi.") from error
    return revocation_list


def _read(path: Path) -> bytes:
    if path.stat().st_size > MAX_FILE_BYTES:
        raise ValueError("file too large")
    return path.read_bytes()
