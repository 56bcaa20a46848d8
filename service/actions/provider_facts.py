"""Dữ kiện của văn bản — what a paper of the procedure is filled from, gathered for the pure rules.

Nothing here decides; it reads cases, providers, their papers and the agency.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from service.actions.office import Office
from service.actions.provider_cases import law_of
from service.actions.provider_sheet import sheet_of
from service.actions.provider_standing import law_on
from service.domain.agency import Agency
from service.domain.documents import Document, Person
from service.domain.eligibility.cases import Provider, ProviderCase
from service.domain.eligibility.papers import PaperFacts, PaperSubject, post_of
from service.domain.eligibility.states import PROVIDER_STATE_NAMES
from service.domain.errors import Refused
from service.domain.issuing_body import fitting_signatories
from service.domain.numbering import office_date
from service.domain.vietnamese import date_in_words, fold
from service.store import documents, provider_register


def facts_of_cases(
    office: Office,
    cases: Sequence[ProviderCase],
    given: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> PaperFacts:
    """Facts of a paper about cases, by the law of today; Refused (``rows``) when they do not go
    the same way and so cannot stand in one paper."""
    day = office_date(now)
    if len({case.path for case in cases}) > 1:
        raise Refused("Các hồ sơ có cách giải quyết khác nhau; hãy soạn riêng.", "rows")
    regime, path = law_of(office, cases[0]).on(day), cases[0].path
    agency = office.agency()
    return PaperFacts(
        regime=regime,
        agency=agency,
        day=day,
        unit=unit_symbol(agency, by),
        path=path,
        subjects=tuple(_of_case(office, case, given, now=now) for case in cases),
        given=given,
        signatory=signatory_for(agency, regime.path(path).decided_by),
    )


def facts_of_providers(
    office: Office,
    providers: Sequence[Provider],
    given: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> PaperFacts:
    """Facts of a paper about providers, by the law of today."""
    day = office_date(now)
    regime, agency = law_on(office, day), office.agency()
    more = _of_history(office, providers[0]) if len(providers) == 1 else {}
    return PaperFacts(
        regime=regime,
        agency=agency,
        day=day,
        unit=unit_symbol(agency, by),
        path="ordinary",
        subjects=tuple(_of_provider(office, one) for one in providers),
        given={**more, **given},
        signatory=signatory_for(agency, regime.authority),
    )


def unit_symbol(agency: Agency, by: Person) -> str:
    return next((one.symbol for one in agency.units if one.id == by.unit_id), "")


def signatory_for(agency: Agency, decided_by: str) -> dict[str, str]:
    """Who holds the post that the law names and signs with it (Điều 13), else the first of the
    list; still to be chosen."""
    active = [one for one in agency.signatories if one.active]
    post = fold(post_of(decided_by))
    holding = [one for one in active if fold(one.head_post or one.post) == post]
    issuer = f"{post_of(decided_by)} {agency.full_name}"
    chosen = [*fitting_signatories(issuer, holding), *holding, *active]
    return {"choice": str(chosen[0].id)} if chosen else {}


def _of_case(
    office: Office, case: ProviderCase, given: Mapping[str, Any], *, now: datetime
) -> PaperSubject:
    sheet, answers = sheet_of(office, case, now=now), case.answers
    asked = given.get("scope") or case.proposed_scope or case.scope
    scope = tuple(code for code in case.scope if code in asked)
    known = {paper.purpose: paper.document_id for paper in sheet.papers}
    former = (
        provider_register.last_publication(office.db, case.provider_id)
        if case.provider_id and case.request == "again"
        else None
    )
    return PaperSubject(
        name=case.name,
        kind=case.kind,
        service_address=str(answers.get("service_address") or ""),
        phone=str(answers.get("phone") or ""),
        email=str(answers.get("email") or ""),
        representative=str(answers.get("rep_name") or ""),
        representative_title=str(answers.get("rep_title") or ""),
        scope=scope,
        modes=tuple(given.get("modes") or case.modes),
        left=tuple(code for code in case.scope if code not in scope),
        price=str(given.get("price") or answers.get("price") or ""),
        commune=str(answers.get("commune") or ""),
        receipt_no=case.receipt_no,
        valid_on=case.valid_on,
        appraised_on=case.appraised_on,
        appraisal=_paper_text(office, known, "appraisal", "Biên bản thẩm định", case.appraised_on),
        submission=_paper_text(office, known, "submission", "Tờ trình", None),
        former=former,
        again_reason=sheet.regime.again_reasons.get(str(answers.get("again_reason") or ""), ""),
        rows=sheet.rows,
        staffing=sheet.staffing,
        equipment=sheet.equipment_states,
        dossier=tuple(item.text for item in sheet.dossier),
    )


def _of_provider(office: Office, one: Provider) -> PaperSubject:
    return PaperSubject(
        name=one.name,
        kind=one.kind,
        service_address=one.service_address,
        phone=one.phone,
        email=one.email,
        representative=one.representative,
        representative_title=one.representative_title,
        scope=one.scope,
        modes=one.modes,
        price=one.price,
        commune=one.commune,
        state=PROVIDER_STATE_NAMES[one.state],
        former=provider_register.last_publication(office.db, one.id),
    )


def _of_history(office: Office, provider: Provider) -> dict[str, Any]:
    """The record that a suspension rests on, and the acts that a remedy answers."""
    record = provider_register.last_act(office.db, provider.id, "violation")
    if record is None:
        return {}
    number = f" số {record.reference}" if record.reference else ""
    return {
        "record": f"Biên bản vi phạm{number} {date_in_words(record.decided_on)}",
        "acts": list(record.detail.get("acts") or ()),
    }


def _paper_text(
    office: Office, known: Mapping[str, int], purpose: str, name: str, day: date | None
) -> str:
    """``Biên bản thẩm định số 01/BB-CAT ngày …``, or by its day alone while it has no number."""
    document: Document | None = None
    if purpose in known:
        document = documents.get_for_office(office.db, known[purpose])
    if document is not None and document.reference and document.issued_on:
        return f"{name} số {document.reference} {date_in_words(document.issued_on)}"
    return f"{name} {date_in_words(day)}" if day else ""
