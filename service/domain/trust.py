"""Kho chứng thư tin cậy — what an administrator installed: certificates of authorities,
revocation lists for use without a network, hosts that may be asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class TrustKind(StrEnum):
    """What an installed file is."""

    ANCHOR = "anchor"  # chứng thư gốc: self-signed
    INTERMEDIATE = "intermediate"  # chứng thư trung gian
    LIST = "list"  # danh sách thu hồi (CRL)


TRUST_KIND_NAMES = {
    TrustKind.ANCHOR: "gốc",
    TrustKind.INTERMEDIATE: "trung gian",
    TrustKind.LIST: "danh sách thu hồi",
}


@dataclass(frozen=True, slots=True)
class TrustItem:
    """One installed file. `sha256` is of its DER bytes: a certificate's fingerprint. `facts` are
    JSON: name, issuer, serial, key, ``not_before`` and ``not_after`` (a list: its dates)."""

    id: int
    kind: TrustKind
    sha256: str
    facts: Mapping[str, Any]
    installed_by: str
    installed_at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    reason: str = ""
