"""Bổ sung hồ sơ — what is missing is asked for once, and the clock stands still meanwhile."""

from collections.abc import Sequence
from datetime import date, datetime

from service.actions.office import Office
from service.actions.provider_cases import clean_items, regime_of
from service.domain.documents import Person
from service.domain.eligibility import limits
from service.domain.eligibility.cases import ProviderCase
from service.domain.eligibility.states import COUNTER, CaseState
from service.domain.errors import Refused
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.numbering import office_date
from service.domain.vietnamese import clean
from service.store import documents, events, provider_cases, provider_parts


def request_supplement(
    office: Office,
    case_id: int,
    items: Sequence[str],
    *,
    reason: str = "",
    due_on: date | None = None,
    document_id: int | None = None,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Ask for what is missing, a sentence each; the clock stops until it is there.

    `document_id` is the notice, a paper of the office. Refused (fields ``items``, ``due_on``).
    """
    by.require(*COUNTER)
    kept, today = clean_items(items), office_date(now)
    if due_on is not None and due_on < today:
        raise Refused("Hạn bổ sung đã qua; hãy chọn ngày sau hôm nay.", "due_on")
    db = office.db
    with db.write():
        case = provider_cases.get(db, case_id, by)
        case = provider_cases.move(db, case, "request_supplement", now, due=None)
        if document_id is not None:
            documents.get(db, document_id, by)
            provider_parts.link_paper(db, "supplement", document_id, now, case_id=case_id)
        provider_parts.ask_supplement(
            db,
            case_id,
            kept,
            reason=clean(reason).strip(),
            asked_on=today,
            due_on=due_on,
            document_id=document_id,
        )
        events.add(db, "case_ask_supplement", by, now, topic=case.topic, items=len(kept))
    return case


def receive_supplement(
    office: Office, case_id: int, *, note: str = "", by: Person, now: datetime
) -> ProviderCase:
    """What was asked for came in: a case that was never valid waits to be received, any other
    goes on where it was, with its clock running again and a new due day."""
    by.require(*COUNTER)
    case = provider_cases.get(office.db, case_id, by)
    return take_supplement(office, case, note=note, by=by, now=now)


def take_supplement(
    office: Office, case: ProviderCase, *, note: str, by: Person | None, now: datetime
) -> ProviderCase:
    """`receive_supplement` once it is known who may: the applicant has no `by`."""
    db, today = office.db, office_date(now)
    with db.write():
        current = provider_cases.for_office(db, case.id)
        target, due = CaseState.FILED, None
        if current.valid_on is not None and current.state is CaseState.AWAITING:
            target = provider_cases.state_before(db, case.id)
        provider_parts.take_supplement(db, case.id, today, clean(note).strip())
        if target is not CaseState.FILED and current.valid_on is not None:
            due = limits.clock(
                regime_of(office, current),
                current.limit_code,
                current.valid_on,
                provider_parts.pauses(db, case.id),
                today=today,
                calendar=VIETNAM_CALENDAR,
            ).due
        moved = provider_cases.move(
            db,
            current,
            "receive_supplement",
            now,
            target=target,
            due=due.isoformat() if due else None,
        )
        events.add(db, "case_take_supplement", by, now, topic=case.topic, applicant=by is None)
    return moved
