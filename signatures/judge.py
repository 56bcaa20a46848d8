"""Nhận xét từng chữ ký — the facts to show and the reasons that follow from them."""

from service.domain.numbering import VIETNAM
from signatures.certificates import LEAST_BITS, certificate_facts
from signatures.changes import Widget
from signatures.examine import WEAK, Examined
from signatures.names import FIELD_LABELS
from signatures.reasons import Reason, reason
from signatures.report import Revocation, SignatureFacts, TimestampFacts

STRONG_DIGESTS = frozenset(("sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"))
"""Thông tư 15/2025/TT-BKHCN: SHA-2 and SHA-3 from 256 bits."""


def signature_facts(
    examined: Examined, stamps: list[tuple[int, TimestampFacts]], fields: dict[str, Widget]
) -> SignatureFacts:
    status = examined.status
    signature = examined.signature
    later = [facts for revision, facts in stamps if revision > examined.revision and facts.trusted]
    return SignatureFacts(
        field=examined.field,
        label={name.value: label for name, label in FIELD_LABELS.items()}.get(
            examined.field, "Chữ ký số"
        ),
        certificate=certificate_facts(signature.signer_cert),
        claimed_time=status.signer_reported_dt or signature.self_reported_timestamp,
        timestamp=examined.timestamp,
        checked_for=examined.moment,
        intact=bool(status.intact),
        authentic=bool(status.valid),
        trusted=bool(status.trusted),
        revocation=examined.revocation,
        covers_whole_file=status.coverage.name == "ENTIRE_FILE",
        level=_level(examined, later),
        mechanism=status.pkcs7_signature_mechanism,
        digest=status.md_algorithm,
        subfilter=str(signature.sig_object.get("/SubFilter", "")).lstrip("/"),
    )


def _level(examined: Examined, later: list[TimestampFacts]) -> str:
    if later and examined.has_evidence:
        return "B-LTA"
    if examined.timestamp is None and not later:
        return "B-B"
    return "B-LT" if examined.has_evidence else "B-T"


def signature_reasons(
    examined: Examined, facts: SignatureFacts, holders: frozenset[str] | None
) -> list[Reason]:
    """Every reason that one signature gives; none for a good one with its time stamp."""
    who = facts.certificate.name or facts.certificate.serial
    found = _broken(examined, facts, who)
    if found:
        return found
    found = _strength(examined, facts, who)
    found += _certificate(examined, facts, who)
    if holders and facts.certificate.sha256 not in holders:
        found.append(reason("wrong-person", field=facts.field, who=who, what=facts.label))
    if facts.timestamp is None and facts.level == "B-B":
        found.append(reason("no-timestamp", field=facts.field, who=who))
    elif facts.timestamp is not None and not facts.timestamp.trusted:
        found.append(reason("timestamp-untrusted", field=facts.field, who=who))
    return found


def _broken(examined: Examined, facts: SignatureFacts, who: str) -> list[Reason]:
    if not facts.intact:
        return [reason("altered", field=facts.field, who=who)]
    if not facts.authentic:
        return [reason("forged", field=facts.field, who=who)]
    if not examined.covers:
        return [reason("partial-cover", field=facts.field, who=who)]
    return []


def _strength(examined: Examined, facts: SignatureFacts, who: str) -> list[Reason]:
    found = []
    algorithm = examined.signature.signer_cert.public_key.algorithm
    if examined.signature.signer_cert.public_key.bit_size < LEAST_BITS.get(algorithm, 0):
        found.append(reason("weak", field=facts.field, who=who, what=facts.certificate.key))
    if facts.digest not in STRONG_DIGESTS or examined.status.trust_problem_indic in WEAK:
        found.append(reason("weak", field=facts.field, who=who, what=facts.digest.upper()))
    return found


def _certificate(examined: Examined, facts: SignatureFacts, who: str) -> list[Reason]:
    when = f"{facts.checked_for.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
    if facts.revocation is Revocation.REVOKED or not examined.usable:
        code = "wrong-usage" if not examined.usable else "revoked"
        return [reason(code, field=facts.field, who=who)]
    if facts.trusted:
        if facts.revocation is Revocation.UNKNOWN:
            return [reason("revocation-unknown", field=facts.field, who=who)]
        return []
    if not examined.anchored:
        return [reason("untrusted", field=facts.field, who=who)]
    certificate = facts.certificate
    if not certificate.not_before <= facts.checked_for <= certificate.not_after:
        return [_out_of_time(facts, who, when)]
    return [reason("untrusted", field=facts.field, who=who)]


def _out_of_time(facts: SignatureFacts, who: str, when: str) -> Reason:
    """An ended certificate may well have stood when it signed; without proof a person decides."""
    certificate = facts.certificate
    claimed = facts.claimed_time
    stood = claimed is not None and certificate.not_before <= claimed <= certificate.not_after
    if stood and facts.timestamp is None and facts.checked_for > certificate.not_after:
        ended = f"{certificate.not_after.astimezone(VIETNAM):%d/%m/%Y}"
        return reason("expired-without-proof", field=facts.field, who=who, when=ended)
    return reason("not-valid-then", field=facts.field, who=who, when=when)
