"""Bảng tổng hợp hồ sơ — all that two people need to see at a glance what is missing. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from service.actions.office import Office
from service.actions.provider_cases import missing_in, regime_of
from service.actions.provider_review import covered_by, rows_of
from service.domain.documents import Person
from service.domain.eligibility import application, limits
from service.domain.eligibility.cases import (
    CaseAttachment,
    CaseFinding,
    CasePaper,
    EquipmentItem,
    ProviderCase,
    ProviderDecision,
    StaffMember,
    Supplement,
)
from service.domain.eligibility.checklist import (
    CheckRow,
    EquipmentState,
    RoomState,
    StageStaffing,
    equipment_state,
    rooms_state,
    staffing,
)
from service.domain.eligibility.law import DossierItem, ProviderRegime
from service.domain.eligibility.limits import CaseClock
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.numbering import office_date
from service.store import provider_cases, provider_parts, provider_register


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """One case whole. `rows` pairs each condition with its verdict that holds, or None.

    `missing` maps fields to sentences; `clock` is None before the dossier was valid.
    """

    case: ProviderCase
    regime: ProviderRegime
    rows: tuple[tuple[CheckRow, CaseFinding | None], ...]
    staff: tuple[StaffMember, ...]
    staffing: tuple[StageStaffing, ...]
    equipment: tuple[EquipmentItem, ...]
    equipment_states: tuple[EquipmentState, ...]
    rooms: tuple[RoomState, ...]
    covered: frozenset[str]
    dossier: tuple[DossierItem, ...]
    attachments: tuple[CaseAttachment, ...]
    missing: dict[str, str]
    supplements: tuple[Supplement, ...]
    papers: tuple[CasePaper, ...]
    decisions: tuple[ProviderDecision, ...]
    clock: CaseClock | None

    @property
    def open_rows(self) -> tuple[CheckRow, ...]:
        """Conditions without a verdict, or with another than met."""
        return tuple(row for row, found in self.rows if found is None or found.verdict != "met")


def sheet(office: Office, case_id: int, *, by: Person, now: datetime) -> CaseSheet:
    """The case for who may see it; NotFound else."""
    return sheet_of(office, provider_cases.get(office.db, case_id, by), now=now)


def sheet_of(office: Office, case: ProviderCase, *, now: datetime) -> CaseSheet:
    """The same for a case that was found by the applicant's link."""
    db, regime, today = office.db, regime_of(office, case), office_date(now)
    staff = provider_parts.staff(db, case.id)
    equipment = provider_parts.equipment(db, case.id)
    found = {(one.condition, one.stage): one for one in provider_parts.findings(db, case.id)}
    return CaseSheet(
        case=case,
        regime=regime,
        rows=tuple((row, found.get(row.key)) for row in rows_of(office, case)),
        staff=staff,
        staffing=staffing(regime, today, case.scope, staff),
        equipment=equipment,
        equipment_states=equipment_state(
            regime, kind=case.kind, path=case.path, scope=case.scope, equipment=equipment
        ),
        rooms=rooms_state(regime, case.answers.get("rooms") or {})
        if "inpatient" in case.modes
        else (),
        covered=covered_by(office, case, today),
        dossier=application.dossier_of(
            regime, kind=case.kind, path=case.path, request=case.request, answers=case.answers
        ),
        attachments=provider_parts.attachments(db, case.id),
        missing=missing_in(office, case, regime, now),
        supplements=provider_parts.supplements(db, case.id),
        papers=provider_parts.papers(db, case_id=case.id),
        decisions=provider_register.decisions(db, case_id=case.id),
        clock=_clock(office, case, regime, now),
    )


def _clock(
    office: Office, case: ProviderCase, regime: ProviderRegime, now: datetime
) -> CaseClock | None:
    if case.valid_on is None:
        return None
    return limits.clock(
        regime,
        case.limit_code,
        case.valid_on,
        provider_parts.pauses(office.db, case.id),
        today=office_date(now),
        calendar=VIETNAM_CALENDAR,
    )
