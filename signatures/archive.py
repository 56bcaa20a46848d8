"""Lưu trữ lâu dài — what a verifier will need when the services are gone: certificates and
revocation evidence in the file (B-LT), a document time stamp over them (B-LTA), and a new one
before the last one's certificate ends."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from service.domain.errors import Busy, Refused
from signatures.certificates import certificate_facts, fingerprint
from signatures.paths import (
    embedded_certificates,
    signing_certificate,
    timestamp_token,
    trusted_path,
)
from signatures.revocation import gather
from signatures.timestamps import TimestampService
from signatures.trust import TrustStore
from signatures.writing import AppendingWriter, require_prefix

DIGEST = "sha256"


def extend(
    pdf: bytes,
    *,
    trust: TrustStore | None,
    at: datetime,
    timestamps: TimestampService | None = None,
) -> bytes:
    """Append evidence for every signature and time stamp of the file and, with `timestamps`,
    a document time stamp over all of it. Doing it again later is the renewal.

    Refused when a signature leads to no trusted anchor; Busy when revocation evidence or the
    time stamp cannot be had now.
    """
    if trust is None or not trust.anchors:
        raise Refused("Mức B-LT, B-LTA cần kho chứng thư tin cậy; quản trị viên chưa cài đặt.")
    return _Extension(pdf, trust, at).run(timestamps)


def stamp(pdf: bytes, timestamps: TimestampService) -> bytes:
    """Append one document time stamp: every signature of the file existed by then (level B-T).
    Busy when the service gives none."""
    stamper = timestamps.stamper()
    token = asyncio.run(stamper.async_dummy_response(DIGEST))
    room = 3 * len(token.dump())
    output = asyncio.run(
        PdfTimeStamper(stamper).async_timestamp_pdf(
            AppendingWriter(pdf), DIGEST, bytes_reserved=room + room % 2
        )
    )
    return require_prefix(pdf, output.getvalue())


def proof_ends(pdf: bytes) -> datetime | None:
    """When the certificate of the last document time stamp ends; renew before. None: no stamp."""
    stamps = PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures
    return stamps[-1].signer_cert.not_valid_after if stamps else None


class _Extension:
    def __init__(self, pdf: bytes, trust: TrustStore, at: datetime) -> None:
        self.pdf = pdf
        self.trust = trust
        self.at = at
        self.writer = AppendingWriter(pdf)
        self.certificates: dict[str, x509.Certificate] = {}
        self.lists: list[Any] = []
        self.answers: list[Any] = []

    def run(self, timestamps: TimestampService | None) -> bytes:
        reader = PdfFileReader(BytesIO(self.pdf))
        has_store = "/DSS" in reader.root
        for signature in reader.embedded_signatures:
            for certificate, others in _signers(signature):
                self._add(certificate, others, may_be_old=has_store)
        stamper = timestamps.stamper() if timestamps is not None else None
        room = 0
        if stamper is not None:
            token = asyncio.run(stamper.async_dummy_response(DIGEST))
            others = embedded_certificates(token["content"])
            room = 3 * len(token.dump())
            self._add(signing_certificate(token["content"]), others, may_be_old=False)
        DocumentSecurityStore.supply_dss_in_writer(
            self.writer,
            None,
            certs=list(self.certificates.values()),
            ocsps=self.answers,
            crls=self.lists,
        )
        if stamper is None:
            return self.writer.appended()
        output = asyncio.run(
            PdfTimeStamper(stamper).async_timestamp_pdf(
                self.writer, DIGEST, bytes_reserved=room + room % 2
            )
        )
        return require_prefix(self.pdf, output.getvalue())

    def _add(
        self,
        certificate: x509.Certificate,
        others: tuple[x509.Certificate, ...],
        *,
        may_be_old: bool,
    ) -> None:
        if fingerprint(certificate) in self.certificates:
            return
        path = trusted_path(certificate, self.trust, at=self.at, others=others)
        name = certificate_facts(certificate).name
        if path is None:
            # At a renewal the signers' certificates have ended; their evidence is in the file.
            if may_be_old and certificate.not_valid_after < self.at:
                return
            raise Refused(
                f"Chứng thư của {name} không dẫn tới tổ chức chứng thực tin cậy, hoặc không còn "
                "hiệu lực; không nâng được mức lưu trữ."
            )
        evidence = gather(path, self.trust)
        if evidence.missing:
            raise Busy(
                f"Chưa lấy được tình trạng thu hồi của chứng thư {name}; hệ thống sẽ thử lại. Nếu "
                "kéo dài, quản trị viên cần cho phép máy chủ OCSP/CRL hoặc nạp danh sách thu hồi."
            )
        # The anchor too: it proves nothing, but pyHanko looks for the issuer of a list there.
        self.certificates |= {fingerprint(each): each for each in path}
        known = {each.dump() for each in self.lists}
        self.lists.extend(each for each in evidence.lists if each.dump() not in known)
        self.answers.extend(evidence.answers)


def _signers(signature: Any) -> Iterator[tuple[x509.Certificate, tuple[x509.Certificate, ...]]]:
    """Signer's certificate, then the time stamp's, each with what came along."""
    yield signature.signer_cert, tuple(signature.other_embedded_certs)
    token = timestamp_token(signature.signer_info)
    if token is not None:
        yield signing_certificate(token), embedded_certificates(token)
