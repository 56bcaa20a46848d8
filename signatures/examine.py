"""Xét từng chữ ký — is what was signed unchanged, does the value verify, did the certificate
lead to an installed anchor and stand at the moment that can be proven?

The moment: the time stamp on the signature, else the earliest trusted document time stamp over
it, else now. Each time stamp is itself judged at the moment proven by the next younger one, so
a file with its evidence inside can be checked offline when every certificate has ended.
"""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel

from signatures.certificates import SIGNING_USAGES, certificate_facts
from signatures.paths import (
    context,
    embedded_certificates,
    signing_certificate,
    timestamp_token,
    trusted_path,
)
from signatures.report import Revocation, TimestampFacts
from signatures.revocation import Evidence, gather, names_a_source, revoked_in
from signatures.trust import TrustStore

USAGES = KeyUsageConstraints(key_usage=SIGNING_USAGES, match_all_key_usages=False)
REVOKED = (
    AdESFailure.REVOKED,
    AdESIndeterminate.REVOKED_NO_POE,
    AdESIndeterminate.REVOKED_CA_NO_POE,
)
WEAK = (
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
)


@dataclass(frozen=True, slots=True)
class Examined:
    """pyHanko's status of one signature, and what we add: the moment it was judged for, its
    time stamp, revocation, whether the certificate may sign at all, and whether it leads to an
    installed anchor even if not at that moment."""

    signature: Any
    status: Any
    moment: datetime
    timestamp: TimestampFacts | None
    revocation: Revocation
    usable: bool
    anchored: bool
    has_evidence: bool

    @property
    def field(self) -> str:
        return str(self.signature.field_name)

    @property
    def revision(self) -> int:
        return int(self.signature.signed_revision)

    @property
    def respected(self) -> bool:
        """Nothing happened afterwards that this signature (or its lock) forbids."""
        return bool(self.status.docmdp_ok)

    def signed_bytes(self, pdf: bytes) -> bytes:
        """The file as this signature left it."""
        _, _, start, length = (int(value) for value in self.signature.byte_range)
        return pdf[: start + length]

    @property
    def covers(self) -> bool:
        return bool(self.status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION)


class Examiner:
    """Judges the signatures of one open file. `fetch`: whether allowed hosts may be asked."""

    def __init__(self, reader: Any, trust: TrustStore, at: datetime, *, fetch: bool) -> None:
        self.reader = reader
        self.trust = trust
        self.at = at
        self.fetch = fetch
        self.evidence, self.kept = _kept_evidence(reader)

    def timestamps(self) -> list[tuple[int, TimestampFacts]]:
        """Document time stamps, oldest first, with the revision each signed."""
        found: list[tuple[int, TimestampFacts]] = []
        moment = self.at
        for stamp in reversed(self.reader.embedded_timestamp_signatures):
            status = self._stamp_status(stamp, moment)
            sound = status.intact and status.valid
            trusted = bool(sound and (status.trusted or self._stands(stamp, status, moment)))
            authority = certificate_facts(stamp.signer_cert)
            facts = TimestampFacts(status.timestamp, authority, trusted, stamp.field_name)
            found.append((stamp.signed_revision, facts))
            if trusted:
                moment = status.timestamp
        return found[::-1]

    def signatures(self, stamps: list[tuple[int, TimestampFacts]]) -> Iterator[Examined]:
        for signature in self.reader.embedded_regular_signatures:
            proven = [
                facts.time
                for revision, facts in stamps
                if facts.trusted and revision > signature.signed_revision
            ]
            yield self._examine(signature, min([*proven, self.at]))

    def _examine(self, signature: Any, proven: datetime) -> Examined:
        token = timestamp_token(signature.signer_info)
        stamped = _token_time(token) if token is not None else None
        moment = min(stamped, proven) if stamped is not None else proven
        status = self._validated(signature, moment, proven)
        timestamp = None
        validity = status.timestamp_validity
        if token is not None and validity is not None:
            trusted = bool(validity.intact and validity.valid and self._stamp_stands(token, proven))
            authority = certificate_facts(validity.signing_cert)
            timestamp = TimestampFacts(validity.timestamp, authority, trusted)
            if not trusted and moment != proven:
                moment = proven
                status = self._validated(signature, moment, proven)
        status, revocation = self._with_revocation(signature, status, moment, proven)
        usage = signature.signer_cert.key_usage_value
        usable = usage is None or bool(SIGNING_USAGES & usage.native)
        has_evidence = bool(self.evidence.lists or self.evidence.answers)
        anchored = bool(status.trusted) or self._anchored(signature, status)
        return Examined(
            signature, status, moment, timestamp, revocation, usable, anchored, has_evidence
        )

    def _anchored(self, signature: Any, status: Any) -> bool:
        """Whether the certificate led to an anchor while it stood."""
        certificate = signature.signer_cert
        claimed = status.signer_reported_dt or self.at
        then = min(max(claimed, certificate.not_valid_before), certificate.not_valid_after)
        others = (*self.kept, *signature.other_embedded_certs)
        return trusted_path(certificate, self.trust, at=then, others=others) is not None

    def _with_revocation(
        self, signature: Any, status: Any, moment: datetime, proven: datetime
    ) -> tuple[Any, Revocation]:
        """The status once more after asking the allowed hosts, if what is at hand says nothing."""
        known = _known(signature, status)
        if known is not None or not status.intact or not status.valid:
            return status, known or Revocation.UNKNOWN
        others = (*self.kept, *signature.other_embedded_certs)
        path = trusted_path(signature.signer_cert, self.trust, at=moment, others=others)
        if path is None:
            return status, Revocation.UNKNOWN
        if self.fetch:
            more = gather(path, self.trust)
            fuller = Evidence(
                (*self.evidence.lists, *more.lists), (*self.evidence.answers, *more.answers)
            )
            status = self._validated(signature, moment, proven, evidence=fuller)
            known = _known(signature, status)
        if any(revoked_in(self.trust.lists, each, moment) for each in path[1:]):
            known = Revocation.REVOKED
        if known is None and not status.trusted:
            status = self._validated(signature, moment, proven, strict=False)
        return status, known or Revocation.UNKNOWN

    def _validated(
        self,
        signature: Any,
        moment: datetime,
        proven: datetime,
        *,
        evidence: Evidence | None = None,
        strict: bool = True,
    ) -> Any:
        evidence = self.evidence if evidence is None else evidence
        if not strict:
            # Even in its lenient mode pyHanko rejects for evidence that is merely too old.
            evidence = Evidence()
        trust = self.trust if strict else self.trust.without_lists()
        signer = context(trust, at=moment, others=self.kept, evidence=evidence, strict=strict)
        stamp = context(trust, at=proven, others=self.kept, evidence=evidence)
        return asyncio.run(
            async_validate_pdf_signature(
                signature, signer, ts_validation_context=stamp, key_usage_settings=USAGES
            )
        )

    def _stamp_status(self, stamp: Any, moment: datetime) -> Any:
        others = (*self.kept, *stamp.other_embedded_certs)
        judged = context(self.trust, at=moment, others=others, evidence=self.evidence)
        return asyncio.run(async_validate_pdf_timestamp(stamp, judged, skip_diff=True))

    def _stands(self, stamp: Any, status: Any, moment: datetime) -> bool:
        """Unknown revocation does not undo a document time stamp; a known one does."""
        if status.trust_problem_indic in REVOKED:
            return False
        return self._leads_to_anchor(stamp.signer_cert, moment, stamp.other_embedded_certs)

    def _stamp_stands(self, token: Any, moment: datetime) -> bool:
        return self._leads_to_anchor(
            signing_certificate(token), moment, embedded_certificates(token)
        )

    def _leads_to_anchor(
        self, certificate: x509.Certificate, moment: datetime, others: Iterable[x509.Certificate]
    ) -> bool:
        path = trusted_path(certificate, self.trust, at=moment, others=(*self.kept, *others))
        lists = (*self.evidence.lists, *self.trust.lists)
        return path is not None and not any(revoked_in(lists, each, moment) for each in path[1:])


def _known(signature: Any, status: Any) -> Revocation | None:
    """What a strict validation tells; None: nothing about revocation."""
    if status.trust_problem_indic in REVOKED:
        return Revocation.REVOKED
    if status.trusted and names_a_source(signature.signer_cert):
        return Revocation.GOOD
    return None


def _token_time(token: Any) -> datetime:
    time: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return time


def _kept_evidence(reader: Any) -> tuple[Evidence, tuple[x509.Certificate, ...]]:
    """What the file's own document security store holds."""
    if "/DSS" not in reader.root:
        return Evidence(), ()
    store = DocumentSecurityStore.read_dss(reader)
    lists = tuple(crl.CertificateList.load(each.get_object().data) for each in store.crls)
    answers = tuple(ocsp.OCSPResponse.load(each.get_object().data) for each in store.ocsps)
    return Evidence(lists, answers), tuple(store.load_certs())
