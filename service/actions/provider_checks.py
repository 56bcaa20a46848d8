"""Chín điều phải đúng — the facts a decision rests on, gathered from case, paper and signatory."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.actions.office import Office
from service.actions.provider_cases import law_of, regime_of
from service.actions.provider_review import covered_by
from service.domain.agency import Agency, Signatory, SigningCapacity
from service.domain.documents import Document, Person
from service.domain.eligibility.cases import ProviderCase, StaffMember
from service.domain.eligibility.checklist import checklist, rooms_state
from service.domain.eligibility.decision_checks import DecisionFacts, HardCheck, decision_checks
from service.domain.errors import Refused
from service.domain.numbering import office_date
from service.domain.vietnamese import clean_line
from service.domain.workflow import State
from service.store import agency as agencies
from service.store import (
    authorities,
    documents,
    provider_cases,
    provider_parts,
    provider_register,
)

NUMBERED = (State.NUMBERED, State.ISSUED, State.ARCHIVED)


def checks_for(
    office: Office,
    case_id: int,
    *,
    scope: Sequence[str] | None = None,
    modes: Sequence[str] | None = None,
    day: date | None = None,
    text: str = "",
    document_id: int | None = None,
    by: Person,
    now: datetime,
) -> tuple[HardCheck, ...]:
    """The nine hard checks as things stand, before a decision is made; nothing is written.

    Without a document the text may be given alone, and no number is asked for yet.
    """
    case = provider_cases.get(office.db, case_id, by)
    document = None if document_id is None else documents.get(office.db, document_id, by)
    day = day or (document and document.issued_on) or office_date(now)
    scope = case.proposed_scope or case.scope if scope is None else scope
    facts = facts_of(
        office,
        case,
        day=day,
        scope=tuple(scope),
        modes=tuple(modes or case.modes),
        document=document,
        text=text,
    )
    return decision_checks(facts)


def facts_of(
    office: Office,
    case: ProviderCase,
    *,
    day: date,
    scope: tuple[str, ...],
    modes: tuple[str, ...],
    document: Document | None,
    text: str = "",
) -> DecisionFacts:
    db = office.db
    regime, own = law_of(office, case).on(day), regime_of(office, case)
    staff = provider_parts.staff(db, case.id)
    dates = [str(case.answers.get("birth_date") or ""), *(one.birth_date for one in staff)]
    rows = checklist(own, kind=case.kind, path=case.path, scope=case.scope, modes=modes)
    return DecisionFacts(
        decided_on=day,
        regime=regime,
        case_regime=own,
        transition_note=case.transition_note,
        path=case.path,
        requested=case.scope,
        published=scope,
        modes=modes,
        rows=rows,
        verdicts=provider_parts.verdicts(db, case.id),
        carried=covered_by(office, case, day),
        rooms=rooms_state(own, case.answers.get("rooms") or {}),
        doctors_with_licence=sum(map(_is_doctor_for_b, staff)),
        appraised_on=case.appraised_on,
        valid_on=case.valid_on,
        due=case.due,
        apology_on=case.apology_on,
        text="\n".join([text, text_of(document) if document else ""]).strip(),
        birth_dates=tuple(filter(None, dates)),
        homes=_homes(case),
        id_numbers=_numbers(office, case),
        **_of_paper(office, document),
    )


def _is_doctor_for_b(person: StaffMember) -> bool:
    return person.profession == "doctor" and bool(person.licence_no) and "b" in person.stages


def _of_paper(office: Office, document: Document | None) -> dict[str, Any]:
    """Who signs, by what authority, and the number; without a paper none of it is known."""
    signatory = _signatory(office, document)
    return {
        "authority_line": _authority_line(office.agency(), signatory),
        "capacity": signatory.capacity if signatory else SigningCapacity.HEAD,
        "authority": authorities.of(office.db, signatory.id) if signatory else None,
        "number": document.number if document else None,
        "number_taken": document is not None
        and provider_register.number_taken(office.db, document),
        "must_have_number": document is not None,
    }


def _homes(case: ProviderCase) -> tuple[str, ...]:
    """A home that is also where the service is given may be printed: the law asks for it."""
    home = clean_line(str(case.answers.get("home_address") or ""))
    service = clean_line(str(case.answers.get("service_address") or ""))
    return () if not home or home == service else (home,)


def _numbers(office: Office, case: ProviderCase) -> tuple[str, ...]:
    ids = [None, *(one.id for one in provider_parts.staff(office.db, case.id))]
    found = (provider_cases.identity(office.db, office.vault, case.id, one) for one in ids)
    return tuple(number for number in found if len(number) >= 8)


def _signatory(office: Office, document: Document | None) -> Signatory | None:
    if document is None or document.signatory_id is None:
        return None
    known = {one.id: one for one in agencies.signatories(office.db)}
    return known.get(document.signatory_id)


def _authority_line(agency: Agency, signatory: Signatory | None) -> str:
    if signatory is None:
        return ""
    return f"{signatory.head_post or signatory.post} {agency.full_name}"


def text_of(document: Document) -> str:
    """Every text of a paper's answers, for the guards."""
    return "\n".join([document.subject, *_texts(document.answers)])


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list | tuple):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


def numbered_paper(office: Office, document_id: int, by: Person) -> tuple[Document, date]:
    """The signed paper of a decision with its day; Refused (``document_id``) before its number."""
    document = documents.get(office.db, document_id, by)
    if document.state not in NUMBERED or document.issued_on is None:
        raise Refused(
            "Quyết định phải được duyệt và cấp số trước khi ghi nhận; hãy hoàn tất văn bản.",
            "document_id",
        )
    return document, document.issued_on
