"""Luật áp dụng theo ngày — the rules of the procedure as values, one regime per period of law.

Read from `regimes.toml` by `law_reading`; nothing here decides what is law. What was not read in
the paper itself stays named in `to_be_confirmed`, for the administrator to check.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from service.domain.errors import Refused
from service.domain.vietnamese import short_date
from service.domain.working_days import Term


@dataclass(frozen=True, slots=True)
class ServiceStage:
    """Giai đoạn dịch vụ; `duration` is a sentence of the law, empty where it names none."""

    code: str
    name: str
    duration: str = ""


@dataclass(frozen=True, slots=True)
class ProviderCondition:
    """Điều kiện: one row of the review. Empty `kinds`, `modes`, `stages`, `paths`: all of them.

    `per` is ``case`` or ``stage`` (one verdict for each registered stage). `check` says what the
    verdict rests on: ``manual``, ``staff``, ``rooms`` or ``equipment``.
    """

    id: str
    text: str
    article: str
    evidence: str
    how_to_fix: str
    kinds: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    per: str = "case"
    check: str = "manual"


@dataclass(frozen=True, slots=True)
class StaffOption:
    """One way to meet a staff standard; every non-empty part must hold.

    `level` is the lowest training; `professions` and `licence_fields` are alternatives;
    `trainings` are all needed. `licence` asks for a practising certificate with its number.
    """

    level: str = "none"
    professions: frozenset[str] = frozenset()
    licence: bool = False
    licence_fields: frozenset[str] = frozenset()
    trainings: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StaffStandard:
    """Tiêu chuẩn người làm một giai đoạn, in force from `since` to `until`.

    Without `options` the law sets no standard for the stage, and `text` says so.
    """

    stage: str
    text: str
    article: str
    options: tuple[StaffOption, ...] = ()
    since: date | None = None
    until: date | None = None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


@dataclass(frozen=True, slots=True)
class RoomRule:
    """Điều kiện phòng ở khi nội trú: `minimum` m² per person, or 0 for a room that must exist."""

    code: str
    text: str
    article: str
    minimum: float = 0.0


@dataclass(frozen=True, slots=True)
class EquipmentRow:
    """One row of the equipment annex: at least `required` pieces for a stage."""

    code: str
    name: str
    stage: str
    required: int
    unit: str = "cái"
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DossierItem:
    """Thành phần hồ sơ. Empty `kinds`, `paths`, `requests`: all. `waived_by` names an answer that
    makes the copy unnecessary; `form` the official form's number, filled in here."""

    code: str
    text: str
    article: str
    kinds: frozenset[str] = frozenset()
    paths: frozenset[str] = frozenset()
    requests: frozenset[str] = frozenset()
    again_reasons: frozenset[str] = frozenset()
    required: bool = True
    waived_by: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class LegalLimit:
    """Thời hạn theo luật: how long, counted from what, by which article."""

    code: str
    term: Term
    start: str
    article: str
    by: str = ""
    to_be_confirmed: str = ""


@dataclass(frozen=True, slots=True)
class ProviderPath:
    """Cách giải quyết: ordinary, the short path of rehabilitation facilities, or assignment."""

    code: str
    name: str
    kinds: frozenset[str]
    decided_by: str
    proposed_by: str
    decision_form: str
    article: str
    unit_kinds: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProviderRegime:
    """One period of law. `authority_words` are the words that a decision's authority line must
    hold (any one of them); `bases` are codes of the catalogue of legal papers."""

    code: str
    name: str
    since: date
    until: date | None
    authority: str
    authority_words: tuple[str, ...]
    receiver: str
    proposer: str
    assigner: str
    recorder: str
    stages: tuple[ServiceStage, ...]
    modes: Mapping[str, str]
    again_reasons: Mapping[str, str]
    forms: Mapping[str, str]
    conditions: tuple[ProviderCondition, ...]
    standards: tuple[StaffStandard, ...]
    rooms: tuple[RoomRule, ...]
    equipment: tuple[EquipmentRow, ...]
    equipment_name: str
    equipment_complete: bool
    dossier: tuple[DossierItem, ...]
    not_asked: Mapping[str, str]
    limits: Mapping[str, LegalLimit]
    supplement_clock: str
    suspension_months: tuple[int, int]
    grounds: Mapping[str, str]
    idle_months: int
    withdrawal: bool
    refusal_guidance: bool
    channels: tuple[str, ...]
    paths: tuple[ProviderPath, ...]
    bases: tuple[str, ...]
    citation: Mapping[str, str]
    to_be_confirmed: tuple[str, ...]

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def path(self, code: str) -> ProviderPath:
        """Raises Refused when this period has no such path."""
        for path in self.paths:
            if path.code == code:
                return path
        raise Refused(f"{self.name} không có cách giải quyết này; hãy chọn cách khác.", "path")

    def stage_names(self, codes: tuple[str, ...]) -> str:
        """``Tiếp nhận, phân loại; Giáo dục …`` in the law's own order."""
        return "; ".join(stage.name for stage in self.stages if stage.code in codes)


@dataclass(frozen=True, slots=True)
class ProviderLaw:
    """Bảng quy định: every regime, with the text it was read from and that text's SHA-256."""

    version: str
    text: str
    regimes: tuple[ProviderRegime, ...]

    def regime(self, code: str) -> ProviderRegime:
        return next(regime for regime in self.regimes if regime.code == code)

    def on(self, day: date) -> ProviderRegime:
        """The regime of a day; Refused (field ``filed_on``) where no law was in force."""
        return regime_on(self, day)


def regime_on(law: ProviderLaw, day: date) -> ProviderRegime:
    """The one regime in force on a day; Refused (field ``filed_on``) when there is none."""
    for regime in law.regimes:
        if regime.holds(day):
            return regime
    first = min(regime.since for regime in law.regimes)
    raise Refused(
        f"Ngày {short_date(day)} chưa có quy định về công bố đủ điều kiện cung cấp dịch vụ cai "
        f"nghiện (quy định sớm nhất có hiệu lực từ {short_date(first)}). Hãy xem lại ngày.",
        "filed_on",
    )
