"""Quyết định về hồ sơ — publication, re-publication, assignment, refusal; each rests on a numbered
paper of the office, and on the nine hard checks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from service.actions.office import Office
from service.actions.provider_cases import law_of
from service.actions.provider_checks import facts_of, numbered_paper
from service.actions.provider_closing import free_provider
from service.actions.provider_review import rows_of
from service.domain.documents import Document, Person
from service.domain.eligibility.cases import ProviderCase, ProviderDecision
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
from service.domain.vietnamese import clean_line
from service.domain.workflow import Role
from service.store import (
    documents,
    events,
    provider_cases,
    provider_parts,
    provider_register,
)


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
        _require_step(case, step, modes)
        document, day = numbered_paper(office, document_id, by)
        facts = facts_of(
            office, case, day=day, scope=tuple(scope), modes=tuple(modes), document=document
        )
        _require(decision_checks(facts))
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


def _require_step(case: ProviderCase, step: str, modes: Sequence[str]) -> None:
    if (case.path == "assignment") != (step == "assign"):
        raise WrongState("Đơn vị công lập được giao nhiệm vụ; các trường hợp khác là công bố.")
    if not set(modes) <= set(case.modes) or not modes:
        raise Refused("Loại hình công bố phải nằm trong loại hình đề nghị.", "modes")


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
        regime = law_of(office, case).on(day)
        _require_reasons(office, case, regime, reasons)
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


def _require_reasons(
    office: Office,
    case: ProviderCase,
    regime: ProviderRegime,
    reasons: Sequence[Mapping[str, Any]],
) -> None:
    if wrong := refusal_trouble(regime, reasons):
        raise Refused(next(iter(wrong.values())), errors=wrong)
    known = {row.condition.id for row in rows_of(office, case)}
    if unknown := [one for one in reasons if one["condition_id"] not in known]:
        raise Refused(f"Hồ sơ không có điều kiện {unknown[0]['condition_id']}.", "reasons")


def decisions_of(office: Office, case_id: int, *, by: Person) -> tuple[ProviderDecision, ...]:
    """Every decision about a case, for who may see the case."""
    provider_cases.get(office.db, case_id, by)
    return provider_register.decisions(office.db, case_id=case_id)
