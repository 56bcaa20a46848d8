"""Văn bản của thủ tục khi trình, cấp số, phát hành — what the law asks of it, what it then does.

A paper is known by what it is to a case or a provider (`provider_act`): its rule and its effect
follow from that purpose. A paper of anything else passes untouched.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from service.actions import provider_decisions as decisions
from service.actions import provider_review, provider_standing, provider_supplements
from service.actions.office import Office
from service.actions.provider_cases import law_of
from service.actions.provider_checks import facts_of, text_of
from service.domain.documents import Document, Person
from service.domain.eligibility.decision_checks import decision_checks, refusal_trouble
from service.domain.eligibility.limits import require_suspension
from service.domain.eligibility.paper_making import RECIPES
from service.domain.eligibility.personal import without_identity_numbers
from service.domain.errors import Refused
from service.domain.numbering import office_date
from service.domain.vietnamese import clean_line, fold, parse_date
from service.store import people, provider_acts, provider_cases, provider_register
from service.store.provider_acts import ProviderAct

Gate = Callable[[Office, ProviderAct, Document, date], dict[str, str]]
Effect = Callable[[Office, Sequence[ProviderAct], Document, Person, datetime], None]


def require_lawful(office: Office, document: Document, *, on: date) -> None:
    """Refuse a paper of the procedure that the law does not allow on this day.

    Refused with every reason in `errors` (``check-1`` … ``check-9``, ``reasons``, ``text``); in
    a list the sentence names the case.
    """
    for act in provider_acts.of_document(office.db, document.id):
        wrong = _privacy(act, document)
        if act.purpose in GATES and not act.settled:
            wrong |= GATES[act.purpose](office, act, document, on)
        if wrong:
            raise Refused(_about(office, act) + next(iter(wrong.values())), errors=wrong)


def take_effect(office: Office, document: Document, *, by: Person, now: datetime) -> None:
    """Do what the issued paper is for, in the transaction of its issue: when the case cannot go
    there, the paper is not issued either. Acts that were noted by hand before are left alone."""
    acts = [
        act
        for act in provider_acts.of_document(office.db, document.id)
        if act.purpose in EFFECTS and not act.settled
    ]
    for purpose in dict.fromkeys(act.purpose for act in acts):
        mine = [act for act in acts if act.purpose == purpose]
        waiting = [act for act in mine if not _noted(office, act)]
        if waiting:
            EFFECTS[purpose](office, waiting, document, by, now)
        for act in mine:
            provider_acts.settle(office.db, act.id, now)


def _about(office: Office, act: ProviderAct) -> str:
    if act.case_id is not None:
        return f"{provider_cases.for_office(office.db, act.case_id).name}: "
    if act.provider_id is not None:
        return f"{provider_register.get(office.db, act.provider_id).name}: "
    return ""


def _noted(office: Office, act: ProviderAct) -> bool:
    made = provider_register.decisions(office.db, case_id=act.case_id, provider_id=act.provider_id)
    return any(one.act == act.purpose and one.document_id == act.document_id for one in made)


# What the law asks of the paper


def _privacy(act: ProviderAct, document: Document) -> dict[str, str]:
    """No identity number leaves the office, but in the record of a violation (its form asks)."""
    if act.purpose not in RECIPES or not RECIPES[act.purpose].public:
        return {}
    try:
        without_identity_numbers(text_of(document))
    except Refused as refusal:
        return {"text": refusal.message}
    return {}


def _decision(office: Office, act: ProviderAct, document: Document, on: date) -> dict[str, str]:
    """The nine hard checks; and the paper must say what it will do."""
    case = provider_cases.for_office(office.db, act.case_id or 0)
    facts = facts_of(
        office,
        case,
        day=on,
        scope=tuple(act.detail.get("scope") or ()),
        modes=tuple(act.detail.get("modes") or ()),
        document=document,
    )
    numbered = document.number is not None
    checks = decision_checks(replace(facts, must_have_number=numbered))
    wrong = {f"check-{one.number}": one.sentence for one in checks if not one.ok}
    return wrong | _says(office, act, document, on)


def _says(office: Office, act: ProviderAct, document: Document, on: date) -> dict[str, str]:
    case, told = provider_cases.for_office(office.db, act.case_id or 0), _flat(text_of(document))
    if _flat(case.name) not in told:
        return {"text": "Quyết định không còn ghi tên cơ sở này; hãy ghi lại hoặc soạn từ hồ sơ."}
    regime = law_of(office, case).on(on)
    for stage in regime.stages:
        if stage.code in (act.detail.get("scope") or ()) and _flat(stage.name) not in told:
            return {
                "text": f"Quyết định không còn ghi giai đoạn “{stage.name}” mà hồ sơ đề nghị công "
                "bố; phạm vi đổi thì soạn lại từ hồ sơ."
            }
    return {}


def _flat(text: str) -> str:
    return fold(clean_line(text))


def _refusal(office: Office, act: ProviderAct, document: Document, on: date) -> dict[str, str]:
    case = provider_cases.for_office(office.db, act.case_id or 0)
    return refusal_trouble(law_of(office, case).on(on), act.detail.get("reasons") or ())


def _suspension(office: Office, act: ProviderAct, document: Document, on: date) -> dict[str, str]:
    regime = provider_standing.law_on(office, on)
    if act.detail.get("ground") not in regime.grounds:
        return {"ground": "Căn cứ đình chỉ không có trong quy định của ngày này."}
    try:
        require_suspension(regime, int(act.detail.get("months") or 0), _starts(act) or on)
    except Refused as refusal:
        return {"months": refusal.message}
    if provider_register.last_act(office.db, act.provider_id or 0, "violation") is None:
        return {"record": "Chưa có biên bản vi phạm; lập biên bản trước khi đình chỉ."}
    return {}


def _withdrawal(office: Office, act: ProviderAct, document: Document, on: date) -> dict[str, str]:
    regime = provider_standing.law_on(office, on)
    return {} if regime.withdrawal else {"text": f"{regime.name} không có thu hồi công bố."}


GATES: Mapping[str, Gate] = {
    "publication": _decision,
    "republication": _decision,
    "assignment": _decision,
    "refusal": _refusal,
    "suspension": _suspension,
    "withdrawal": _withdrawal,
}


# What the paper does once it is issued


def _publish(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        verb = decisions.assign if act.purpose == "assignment" else decisions.publish
        verb(
            office,
            act.case_id or 0,
            document.id,
            scope=act.detail.get("scope") or (),
            modes=act.detail.get("modes") or (),
            price=str(act.detail.get("price") or ""),
            by=by,
            now=now,
        )


def _refuse(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        reasons = act.detail.get("reasons") or ()
        decisions.refuse(office, act.case_id or 0, document.id, reasons, by=by, now=now)


def _supplement(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        provider_supplements.request_supplement(
            office,
            act.case_id or 0,
            _lines(act, "items"),
            due_on=_day(act, "due_on"),
            document_id=document.id,
            by=by,
            now=now,
        )


def _apology(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        provider_review.note_apology(
            office, act.case_id or 0, document_id=document.id, by=by, now=now
        )


def _appraisal(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    """The record is the officer's who wrote it, not the clerk's who numbered it."""
    officer = people.get(office.db, document.created_by)
    for act in acts:
        case = provider_cases.for_office(office.db, act.case_id or 0)
        if case.appraised_on is None:
            held = str(document.answers.get("day") or "")
            provider_review.record_appraisal(
                office,
                case.id,
                on=date.fromisoformat(held) if held else None,
                document_id=document.id,
                by=officer,
                now=now,
            )


def _violation(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        made = document.issued_on or office_date(now)
        provider_standing.record_violation(
            office,
            act.provider_id or 0,
            _lines(act, "acts"),
            found_on=_day(act, "found_on") or made,
            made_on=made,
            document_id=document.id,
            by=by,
            now=now,
        )


def _suspend(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        provider_standing.suspend(
            office,
            act.provider_id or 0,
            document.id,
            ground=str(act.detail.get("ground") or ""),
            months=int(act.detail.get("months") or 0),
            starts_on=_starts(act),
            by=by,
            now=now,
        )


def _remedy(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        provider_standing.record_remedy(
            office,
            act.provider_id or 0,
            _lines(act, "measures"),
            received_on=_day(act, "received_on"),
            document_id=document.id,
            by=by,
            now=now,
        )


def _resume(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        provider_standing.resume(office, act.provider_id or 0, document.id, by=by, now=now)


def _withdraw(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    for act in acts:
        provider_standing.withdraw(
            office, act.provider_id or 0, document.id, _lines(act, "reasons"), by=by, now=now
        )


def _tell_communes(
    office: Office, acts: Sequence[ProviderAct], document: Document, by: Person, now: datetime
) -> None:
    ids = [act.provider_id for act in acts if act.provider_id is not None]
    provider_standing.notify_communes(office, ids, document.id, by=by, now=now)


EFFECTS: Mapping[str, Effect] = {
    "publication": _publish,
    "republication": _publish,
    "assignment": _publish,
    "refusal": _refuse,
    "supplement": _supplement,
    "apology": _apology,
    "appraisal": _appraisal,
    "violation": _violation,
    "suspension": _suspend,
    "remedy": _remedy,
    "resumption": _resume,
    "withdrawal": _withdraw,
    "communes": _tell_communes,
}


def _lines(act: ProviderAct, name: str) -> list[str]:
    given = act.detail.get(name) or ()
    lines = given.split("\n") if isinstance(given, str) else given
    return [line for one in lines if (line := clean_line(str(one)))]


def _day(act: ProviderAct, name: str) -> date | None:
    text = clean_line(str(act.detail.get(name) or ""))
    return parse_date(text) if text else None


def _starts(act: ProviderAct) -> date | None:
    return _day(act, "starts_on")
