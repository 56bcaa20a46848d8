"""Rút hồ sơ, từ chối tiếp nhận — a case that ends without a decision."""

from datetime import datetime

from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.documents import Person
from service.domain.eligibility.cases import ProviderCase
from service.domain.eligibility.states import CASE_MOVES, COUNTER, CaseState, ProviderState
from service.store import events, provider_cases, provider_register


def decline(
    office: Office,
    case_id: int,
    reason: str,
    *,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Refuse to take a dossier in, with the reason for the slip."""
    by.require(*COUNTER)
    reason = required_reason(reason, "Hãy ghi lý do từ chối tiếp nhận để người nộp biết.")
    return _close(office, case_id, "decline", "case_decline", reason, by=by, now=now)


def cancel(office: Office, case_id: int, reason: str, *, by: Person, now: datetime) -> ProviderCase:
    """The applicant takes the dossier back, or a draft is given up."""
    by.require(*COUNTER)
    return cancel_case(office, provider_cases.get(office.db, case_id, by), reason, by=by, now=now)


def cancel_case(
    office: Office, case: ProviderCase, reason: str, *, by: Person | None, now: datetime
) -> ProviderCase:
    """`cancel` once it is known who may: the applicant has no `by`."""
    reason = required_reason(reason, "Hãy ghi lý do rút hồ sơ.")
    return _close(office, case.id, "cancel", "case_cancel", reason, by=by, now=now)


def _close(
    office: Office,
    case_id: int,
    step: str,
    verb: str,
    reason: str,
    *,
    by: Person | None,
    now: datetime,
) -> ProviderCase:
    db = office.db
    with db.write():
        case = (
            provider_cases.for_office(db, case_id)
            if by is None
            else provider_cases.get(db, case_id, by)
        )
        if case.state is CASE_MOVES[step].target:
            return case
        was_draft = case.state is CaseState.DRAFT
        case = provider_cases.move(db, case, step, now, close_reason=reason)
        if not was_draft:
            free_provider(office, case, now)
        events.add(db, verb, by, now, topic=case.topic, reason=reason, applicant=by is None)
    return case


def free_provider(office: Office, case: ProviderCase, now: datetime) -> None:
    """A request to publish again that came to nothing leaves the provider as it was before."""
    if case.request != "again" or case.provider_id is None:
        return
    provider = provider_register.get(office.db, case.provider_id)
    if provider.state is ProviderState.REPUBLISHING:
        before = provider.state_before or ProviderState.PUBLISHED
        provider_register.move(office.db, provider, "refuse_again", now, target=before)
