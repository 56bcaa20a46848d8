"""Kết quả kiểm tra chữ ký số — what was found, in Vietnamese, as values and as stable JSON
(Thông tư 15/2025/TT-BKHCN: certification authority, signer, unit, time, integrity, validity)."""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from signatures.certificates import CertificateFacts
from signatures.reasons import Reason, Weight

FORMAT = 1
"""Version of the JSON; a key is never renamed or dropped within one version."""


class Verdict(StrEnum):
    VALID = "valid"
    REVIEW = "review"
    INVALID = "invalid"


VERDICT_NAMES = {
    Verdict.VALID: "HỢP LỆ",
    Verdict.REVIEW: "CẦN XEM LẠI",
    Verdict.INVALID: "KHÔNG HỢP LỆ",
}


class Revocation(StrEnum):
    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


REVOCATION_NAMES = {
    Revocation.GOOD: "không bị thu hồi",
    Revocation.REVOKED: "đã bị thu hồi",
    Revocation.UNKNOWN: "chưa kiểm tra được",
}


@dataclass(frozen=True, slots=True)
class TimestampFacts:
    """A time stamp on a signature, or over the whole file (`field` is then its name)."""

    time: datetime
    authority: CertificateFacts
    trusted: bool
    field: str = ""


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature. `intact`: what was signed is unchanged; `authentic`: the value verifies
    under the certificate; `trusted`: the certificate led to an installed anchor and stood at
    `checked_for`, the moment that is proven for it."""

    field: str
    label: str
    certificate: CertificateFacts
    claimed_time: datetime | None
    timestamp: TimestampFacts | None
    checked_for: datetime
    intact: bool
    authentic: bool
    trusted: bool
    revocation: Revocation
    covers_whole_file: bool
    level: str
    mechanism: str
    digest: str
    subfilter: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of a page (counted from 1) that looks different; PNG before and after."""

    page: int
    box: tuple[float, float, float, float]
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """The verdict on one file, with every reason.

    `base_sha256` is that of the file it was compared with, empty when there was none.
    """

    verdict: Verdict
    reasons: tuple[Reason, ...]
    sha256: str
    size: int
    pages: int
    checked_at: datetime
    trust_sha256: str
    base_sha256: str = ""
    signatures: tuple[SignatureFacts, ...] = ()
    timestamps: tuple[TimestampFacts, ...] = ()
    extra_fields: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def verdict_name(self) -> str:
        return VERDICT_NAMES[self.verdict]

    def to_dict(self, *, pictures: bool = False) -> dict[str, Any]:
        """JSON-safe; pictures of differences are left out unless asked for."""
        return {
            "format": FORMAT,
            "verdict": self.verdict.value,
            "verdict_name": self.verdict_name,
            "reasons": [
                {
                    "code": reason.code,
                    "weight": reason.weight.value,
                    "sentence": reason.sentence,
                    "field": reason.field,
                }
                for reason in self.reasons
            ],
            "sha256": self.sha256,
            "base_sha256": self.base_sha256,
            "size": self.size,
            "pages": self.pages,
            "checked_at": self.checked_at.isoformat(),
            "trust_sha256": self.trust_sha256,
            "signatures": [_signature(each) for each in self.signatures],
            "timestamps": [_timestamp(each) for each in self.timestamps],
            "extra_fields": list(self.extra_fields),
            "values": dict(self.values),
            "differences": [_difference(each, pictures=pictures) for each in self.differences],
        }

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=2)

    @staticmethod
    def from_dict(state: dict[str, Any]) -> "Report":
        return Report(
            verdict=Verdict(state["verdict"]),
            reasons=tuple(
                Reason(each["code"], Weight(each["weight"]), each["sentence"], each["field"])
                for each in state["reasons"]
            ),
            sha256=state["sha256"],
            base_sha256=state["base_sha256"],
            size=state["size"],
            pages=state["pages"],
            checked_at=datetime.fromisoformat(state["checked_at"]),
            trust_sha256=state["trust_sha256"],
            signatures=tuple(_read_signature(each) for each in state["signatures"]),
            timestamps=tuple(_read_timestamp(each) for each in state["timestamps"]),
            extra_fields=tuple(state["extra_fields"]),
            values=tuple(state["values"].items()),
            differences=tuple(_read_difference(each) for each in state["differences"]),
        )


def graded(reasons: Iterable[Reason]) -> Verdict:
    """The heaviest reason decides."""
    weights = {reason.weight for reason in reasons}
    if Weight.INVALID in weights:
        return Verdict.INVALID
    return Verdict.REVIEW if Weight.REVIEW in weights else Verdict.VALID


def _certificate(facts: CertificateFacts) -> dict[str, Any]:
    return {
        "name": facts.name,
        "organisation": facts.organisation,
        "unit": facts.unit,
        "issuer": facts.issuer,
        "serial": facts.serial,
        "sha256": facts.sha256,
        "not_before": facts.not_before.isoformat(),
        "not_after": facts.not_after.isoformat(),
        "key": facts.key,
    }


def _read_certificate(state: dict[str, Any]) -> CertificateFacts:
    times = {name: datetime.fromisoformat(state[name]) for name in ("not_before", "not_after")}
    return CertificateFacts(**{**state, **times})


def _timestamp(facts: TimestampFacts) -> dict[str, Any]:
    return {
        "time": facts.time.isoformat(),
        "authority": _certificate(facts.authority),
        "trusted": facts.trusted,
        "field": facts.field,
    }


def _read_timestamp(state: dict[str, Any]) -> TimestampFacts:
    return TimestampFacts(
        datetime.fromisoformat(state["time"]),
        _read_certificate(state["authority"]),
        state["trusted"],
        state["field"],
    )


PLAIN = (
    *("field", "label", "intact", "authentic", "trusted", "covers_whole_file"),
    *("level", "mechanism", "digest", "subfilter"),
)


def _signature(facts: SignatureFacts) -> dict[str, Any]:
    claimed = facts.claimed_time
    return {name: getattr(facts, name) for name in PLAIN} | {
        "certificate": _certificate(facts.certificate),
        "claimed_time": claimed.isoformat() if claimed else None,
        "timestamp": _timestamp(facts.timestamp) if facts.timestamp else None,
        "checked_for": facts.checked_for.isoformat(),
        "revocation": facts.revocation.value,
    }


def _read_signature(state: dict[str, Any]) -> SignatureFacts:
    claimed = state["claimed_time"]
    return SignatureFacts(
        certificate=_read_certificate(state["certificate"]),
        claimed_time=datetime.fromisoformat(claimed) if claimed else None,
        timestamp=_read_timestamp(state["timestamp"]) if state["timestamp"] else None,
        checked_for=datetime.fromisoformat(state["checked_for"]),
        revocation=Revocation(state["revocation"]),
        **{name: state[name] for name in PLAIN},
    )


def _difference(difference: Difference, *, pictures: bool) -> dict[str, Any]:
    state: dict[str, Any] = {"page": difference.page, "box": list(difference.box)}
    if pictures:
        state["before"] = base64.b64encode(difference.before).decode("ascii")
        state["after"] = base64.b64encode(difference.after).decode("ascii")
    return state


def _read_difference(state: dict[str, Any]) -> Difference:
    x0, y0, x1, y1 = state["box"]
    before, after = (base64.b64decode(state.get(name, "")) for name in ("before", "after"))
    return Difference(state["page"], (x0, y0, x1, y1), before, after)
