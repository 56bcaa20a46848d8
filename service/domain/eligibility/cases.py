"""Hồ sơ đề nghị, cơ sở được công bố — what the office keeps of a case and of a provider.

No identity number stands in any of these: `has_id` says that one is kept, `masked_id` shows its
last three digits. `application.answers` hold what Mẫu 11 (13) asks otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from service.domain.eligibility.states import CaseState, ProviderState


@dataclass(frozen=True, slots=True)
class ProviderCase:
    """Hồ sơ. `version` grows with every save; `law_version` is the text of law it began with.

    `due` is the day of the receipt slip. `transition_note` is a named officer's decision on a
    case that one period of law began and another must end.
    """

    id: int
    state: CaseState
    kind: str
    path: str
    request: str
    regime: str
    law_version: str
    filed_on: date
    unit_id: int
    answers: Mapping[str, Any]
    version: int
    masked_id: str
    provider_id: int | None
    created_by: int
    created_at: datetime
    updated_at: datetime
    submitted_at: datetime | None = None
    receipt_no: str = ""
    valid_on: date | None = None
    due: date | None = None
    appraised_on: date | None = None
    appraisal_note: str = ""
    proposed_scope: tuple[str, ...] = ()
    transition_note: str = ""
    transition_by: str = ""
    apology_on: date | None = None
    close_reason: str = ""
    notice_version: str = ""
    deleted_at: datetime | None = None

    @property
    def topic(self) -> str:
        return f"provider_case/{self.id}"

    @property
    def name(self) -> str:
        return str(self.answers.get("provider_name") or "")

    @property
    def scope(self) -> tuple[str, ...]:
        return tuple(self.answers.get("scope") or ())

    @property
    def modes(self) -> tuple[str, ...]:
        return tuple(self.answers.get("modes") or ())

    @property
    def limit_code(self) -> str:
        return "republish" if self.request == "again" else "decide"


@dataclass(frozen=True, slots=True)
class Provider:
    """Cơ sở, cá nhân đã được công bố hoặc giao nhiệm vụ, with what may be published of it."""

    id: int
    state: ProviderState
    kind: str
    path: str
    name: str
    representative: str
    representative_title: str
    service_address: str
    phone: str
    email: str
    scope: tuple[str, ...]
    modes: tuple[str, ...]
    price: str
    commune: str
    regime: str
    published_on: date
    suspended_until: date | None
    last_service_on: date | None
    state_before: ProviderState | None
    updated_at: datetime

    @property
    def topic(self) -> str:
        return f"provider/{self.id}"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Một dòng Mẫu số 03. Dates are day/month/year texts as typed; codes as in `application`."""

    id: int
    name: str
    birth_date: str = ""
    gender: str = ""
    masked_id: str = ""
    level: str = "none"
    profession: str = "other"
    licence_no: str = ""
    licence_field: str = ""
    trainings: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    title: str = ""
    is_head: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class EquipmentItem:
    """Một dòng bảng kê thiết bị; `required` 0 leaves the number to the annex row of `code`."""

    id: int
    name: str
    stage: str
    present: int
    required: int = 0
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CaseAttachment:
    """Tệp kèm theo: `item` is the dossier part; `deleted_at` once its key was destroyed."""

    id: int
    case_id: int
    item: str
    name: str
    media_type: str
    size: int
    added_at: datetime
    deleted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaseFinding:
    """Kết luận về một điều kiện: `verdict` is ``met``, ``unmet`` or ``pending``."""

    id: int
    condition: str
    stage: str
    verdict: str
    evidence: str
    note: str
    reviewer: str
    at: datetime
    attachment_id: int | None = None


@dataclass(frozen=True, slots=True)
class Supplement:
    """Yêu cầu bổ sung: `items` are what is missing, a sentence each."""

    id: int
    items: tuple[str, ...]
    reason: str
    asked_on: date
    due_on: date | None
    received_on: date | None
    note: str
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper of the office made for a case or a provider; `purpose` as in PAPER_PURPOSES."""

    id: int
    purpose: str
    document_id: int
    case_id: int | None
    provider_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ProviderDecision:
    """Quyết định and other acts that changed what a provider may do. `until` of a suspension."""

    id: int
    act: str
    case_id: int | None
    provider_id: int | None
    document_id: int | None
    reference: str
    decided_on: date
    authority: str
    regime: str
    scope: tuple[str, ...]
    modes: tuple[str, ...]
    price: str
    since: date | None
    until: date | None
    replaces: int | None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One row of the list of cases."""

    id: int
    state: CaseState
    kind: str
    path: str
    request: str
    regime: str
    name: str
    receipt_no: str
    filed_on: date
    due: date | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of cases; `total` counts all pages' rows."""

    lines: tuple[CaseLine, ...]
    total: int
    page: int
    per_page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


@dataclass(frozen=True, slots=True)
class DataDeletion:
    """Biên bản xóa dữ liệu: what was deleted, why, when; never the data themselves."""

    id: int
    topic: str
    what: str
    rule: str
    at: datetime
