"""Quyết định về hồ sơ — publication, re-publication, assignment, refusal; each rests on a numbered
paper of the office, and on the nine hard checks."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.actions.office import Office
from service.actions.provider_cases import free_provider, law_of, regime_of
from service.actions.provider_review import covered_by, rows_of
from service.domain.agency import Agency, Signatory, SigningCapacity
from service.domain.documents import Document, Person
from service.domain.eligibility.cases import ProviderCase, ProviderDecision
from service.domain.eligibility.checklist import checklist, rooms_state
from service.domain.eligibility.decision_checks import (
    DecisionFacts,
    HardCheck,
    decision_checks,
    refusal_trouble,
)
from service.domain.eligibility.law import ProviderRegime
from service.domain.eligibility.states import (
    CASE_MOVES,
    DECIDING,
    OFFICER,
    PAPER_PURPOSES,
    CaseState,
)
from service.domain.errors import Refused, WrongState
from service.domain.numbering import office_date
from service.domain.vietnamese import clean_line
from service.domain.workflow import Role, State
from service.store import agency as agencies
from service.store import (
    authorities,
    documents,
    events,
    provider_cases,
    provider_parts,
    provider_register,
)

NUMBERED = (State.NUMBERED, State.ISSUED, State.ARCHIVED)


def link_paper(
    office: Office,
    purpose: str,
    document_id: int,
    *,
    case_id: int | None = None,
    provider_id: int | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Say what a paper of the office is to a case or a provider. Twice is harmless."""
    by.require(Role.CLERK, Role.SIGNATORY, *OFFICER)
    if purpose not in PAPER_PURPOSES:
        raise Refused("Không có loại văn bản này trong thủ tục; hãy chọn lại.", "purpose")
    db = office.db
    with db.write():
        documents.get(db, document_id, by)
        topic = _topic(office, case_id, provider_id, by)
        if provider_parts.link_paper(
            db, purpose, document_id, now, case_id=case_id, provider_id=provider_id
        ):
            events.add(
                db, "case_paper", by, now, topic=topic, purpose=purpose, document=document_id
            )


def _topic(office: Office, case_id: int | None, provider_id: int | None, by: Person) -> str:
    if case_id is not None:
        return provider_cases.get(office.db, case_id, by).topic
    if provider_id is not None:
        return provider_register.get(office.db, provider_id).topic
    raise Refused("Hãy chọn hồ sơ hoặc cơ sở của văn bản này.", "case_id")


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
    facts = _facts(
        office,
        case,
        day=day,
        scope=tuple(scope),
        modes=tuple(modes or case.modes),
        document=document,
        text=text,
    )
    return decision_checks(facts)


def _facts(
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
    signatory = _signatory(office, document)
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
        doctors_with_licence=sum(
            bool(one.profession == "doctor" and one.licence_no and "b" in one.stages)
            for one in staff
        ),
        appraised_on=case.appraised_on,
        valid_on=case.valid_on,
        due=case.due,
        apology_on=case.apology_on,
        text="\n".join([text, text_of(document) if document else ""]).strip(),
        authority_line=_authority_line(office.agency(), signatory),
        birth_dates=tuple(filter(None, dates)),
        homes=_homes(case),
        id_numbers=_numbers(office, case),
        capacity=signatory.capacity if signatory else SigningCapacity.HEAD,
        authority=authorities.of(db, signatory.id) if signatory else None,
        number=document.number if document else None,
        number_taken=document is not None and provider_register.number_taken(db, document),
        must_have_number=document is not None,
    )


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


def publish(
    office: Office,
    case_id: int,
    document_id: int,
    *,
    scope: Sequence[str],
    modes: Sequence[str],
    price: str = "",
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Publish by a numbered decision, or publish again when that was asked for.

    Refused with ``check-1`` … ``check-9`` in `errors` when a hard check says no; in a partial
    publication the stages left out are in the decision's `detail`. Twice is harmless.
    """
    return _decide(
        office,
        case_id,
        document_id,
        "publish",
        scope=scope,
        modes=modes,
        price=clean_line(price),
        by=by,
        now=now,
    )


def assign(
    office: Office,
    case_id: int,
    document_id: int,
    *,
    scope: Sequence[str],
    modes: Sequence[str],
    price: str = "",
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Assign a public unit by a numbered decision; the same checks hold."""
    return _decide(
        office,
        case_id,
        document_id,
        "assign",
        scope=scope,
        modes=modes,
        price=clean_line(price),
        by=by,
        now=now,
    )


def _decide(
    office: Office,
    case_id: int,
    document_id: int,
    step: str,
    *,
    scope: Sequence[str],
    modes: Sequence[str],
    price: str,
    by: Person,
    now: datetime,
) -> ProviderCase:
    by.require(*DECIDING)
    db = office.db
    with db.write():
        case = provider_cases.get(db, case_id, by)
        if case.state is CASE_MOVES[step].target:
            return case
        if (case.path == "assignment") != (step == "assign"):
            raise WrongState("Đơn vị công lập được giao nhiệm vụ; các trường hợp khác là công bố.")
        document, day = numbered_paper(office, document_id, by)
        facts = _facts(
            office, case, day=day, scope=tuple(scope), modes=tuple(modes), document=document
        )
        _require(decision_checks(facts))
        if not set(modes) <= set(case.modes) or not modes:
            raise Refused("Loại hình công bố phải nằm trong loại hình đề nghị.", "modes")
        case = provider_cases.move(db, case, step, now)
        provider_id = _registered(office, case, facts, price, now)
        _keep(office, case, facts, document, provider_id=provider_id, price=price, by=by, now=now)
        case = provider_cases.note(db, case_id, now, provider_id=provider_id)
        events.add(
            db,
            "case_assign" if step == "assign" else "case_publish",
            by,
            now,
            document_id,
            topic=case.topic,
            provider=provider_id,
            scope=list(scope),
        )
    return case


def _act(case: ProviderCase) -> str:
    if case.path == "assignment":
        return "assignment"
    return "republication" if case.request == "again" else "publication"


def _require(checks: Sequence[HardCheck]) -> None:
    wrong = {f"check-{one.number}": one.sentence for one in checks if not one.ok}
    if wrong:
        raise Refused(next(iter(wrong.values())), errors=wrong)


def _registered(
    office: Office, case: ProviderCase, facts: DecisionFacts, price: str, now: datetime
) -> int:
    """The provider's row: made by the first publication, changed by a later one."""
    db, answers = office.db, case.answers
    id_hash = provider_cases.id_hash(db, case.id)
    code = str(answers.get("enterprise_code") or "")
    columns: dict[str, Any] = {
        "name": case.name,
        "kind": case.kind,
        "path": case.path,
        "representative": str(answers.get("rep_name") or ""),
        "representative_title": str(answers.get("rep_title") or ""),
        "service_address": str(answers.get("service_address") or ""),
        "phone": str(answers.get("phone") or ""),
        "email": str(answers.get("email") or ""),
        "commune": str(answers.get("commune") or ""),
        "scope": facts.published,
        "modes": facts.modes,
        "price": price or str(answers.get("price") or ""),
        "regime": facts.regime.code,
        "law_version": case.law_version,
        "id_hash": id_hash,
        "enterprise_code": code,
        "published_on": facts.decided_on,
        "suspended_until": None,
    }
    if case.request == "again" and case.provider_id is not None:
        provider = provider_register.get(db, case.provider_id)
        return provider_register.move(db, provider, "publish_again", now, **columns).id
    known = provider_register.of_applicant(db, id_hash, code)
    target = "assigned" if case.path == "assignment" else "published"
    if known is not None:
        return provider_register.change(db, known.id, now, state=target, **columns).id
    return provider_register.add(db, {**columns, "state": target}, now).id


def _keep(
    office: Office,
    case: ProviderCase,
    facts: DecisionFacts,
    document: Document,
    *,
    provider_id: int,
    price: str,
    by: Person,
    now: datetime,
) -> None:
    act = _act(case)
    provider_parts.link_paper(
        office.db, act, document.id, now, case_id=case.id, provider_id=provider_id
    )
    former = provider_register.last_publication(office.db, provider_id)
    left = [one for one in facts.requested if one not in facts.published]
    provider_register.add_decision(
        office.db,
        act,
        case_id=case.id,
        provider_id=provider_id,
        document_id=document.id,
        reference=document.reference,
        decided_on=facts.decided_on,
        authority=facts.regime.path(case.path).decided_by,
        regime=facts.regime.code,
        scope=facts.published,
        modes=facts.modes,
        price=price,
        replaces=former.id if former else None,
        detail={"left_out": left, "transition": case.transition_note, "due": str(case.due)},
        by=by,
        now=now,
    )


def refuse(
    office: Office,
    case_id: int,
    document_id: int,
    reasons: Sequence[Mapping[str, Any]],
    *,
    by: Person,
    now: datetime,
) -> ProviderCase:
    """Refuse by a numbered paper, with each unmet condition: {condition_id, legal_ref, finding,
    how_to_fix}; a regime that asks for guidance wants the last one too.

    Refused with fields ``reasons`` or ``reasons-0-finding`` … in `errors`. Twice is harmless.
    """
    by.require(*DECIDING)
    db = office.db
    with db.write():
        case = provider_cases.get(db, case_id, by)
        if case.state is CaseState.REFUSED:
            return case
        document, day = numbered_paper(office, document_id, by)
        regime = _regime_on(office, case, day)
        if wrong := refusal_trouble(regime, reasons):
            raise Refused(next(iter(wrong.values())), errors=wrong)
        known = {row.condition.id for row in rows_of(office, case)}
        if unknown := [one for one in reasons if one["condition_id"] not in known]:
            raise Refused(f"Hồ sơ không có điều kiện {unknown[0]['condition_id']}.", "reasons")
        case = provider_cases.move(db, case, "refuse", now)
        free_provider(office, case, now)
        provider_parts.link_paper(db, "refusal", document_id, now, case_id=case_id)
        provider_register.add_decision(
            db,
            "refusal",
            case_id=case_id,
            provider_id=case.provider_id,
            document_id=document_id,
            reference=document.reference,
            decided_on=day,
            authority=regime.authority,
            regime=regime.code,
            scope=case.scope,
            detail={"reasons": [dict(one) for one in reasons]},
            by=by,
            now=now,
        )
        events.add(db, "case_refuse", by, now, document_id, topic=case.topic)
    return case


def _regime_on(office: Office, case: ProviderCase, day: date) -> ProviderRegime:
    return law_of(office, case).on(day)


def decisions_of(office: Office, case_id: int, *, by: Person) -> tuple[ProviderDecision, ...]:
    """Every decision about a case, for who may see the case."""
    provider_cases.get(office.db, case_id, by)
    return provider_register.decisions(office.db, case_id=case_id)
