"""Trang của cơ sở — one provider: what holds, the whole history, and every act with its paper."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from service.actions import provider_cases as case_verbs
from service.actions import provider_standing
from service.domain.documents import Document, Event
from service.domain.eligibility.cases import Provider
from service.domain.eligibility.states import (
    CASE_STATE_NAMES,
    COUNTER,
    DECIDING,
    PAPER_PURPOSES,
    PROVIDER_STATE_NAMES,
    ProviderState,
)
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.store import (
    documents,
    events,
    provider_cases,
    provider_lookups,
    provider_parts,
    provider_register,
)
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import status_of
from service.web.formats import day
from service.web.frame import READERS, office
from service.web.providers.case_page import COUNTED
from service.web.providers.case_page_forms import day_of, show_prefixed
from service.web.providers.cases import KIND_NAMES, STATE_LOOKS
from service.web.providers.register_forms import FORMS, filled_act
from service.web.providers.register_steps import ActFacts, acts_of
from service.web.typed import whole

pages = Blueprint("provider_record", __name__)

STANDING_LOOKS = {
    ProviderState.PUBLISHED: "issued",
    ProviderState.ASSIGNED: "issued",
    ProviderState.SUSPENDED: "returned",
    ProviderState.REPUBLISHING: "submitted",
    ProviderState.WITHDRAWN: "discarded",
}
DETAIL_NAMES = {"acts": "Hành vi", "measures": "Khắc phục", "reasons": "Lý do"}
"""Lists in an act's detail that the history shows."""


@pages.get("/providers/<int:provider_id>")
@allow(*READERS)
def show(provider_id: int) -> str:
    return provider_view(seen(provider_id))


def seen(provider_id: int) -> Provider:
    """The provider for who is signed in; NotFound when it is none of theirs."""
    return provider_lookups.provider_for(office().db, provider_id, person())


def act(provider_id: int, name: str, do: Callable[[Any], str]) -> Any:
    """Check the form of an act, do it, say what was done; a refusal stands at its field."""
    provider = seen(provider_id)
    regime = office().law.on(office_date(now()))
    papers = provider_parts.papers(office().db, provider_id=provider_id)
    form = filled_act(name, papers, regime, request.form)
    if not form.validate():
        return provider_view(provider, **{name: form}), 422
    try:
        said = do(form)
    except OfficeError as error:
        show_prefixed(form, f"{name}-", error)
        return provider_view(provider, **{name: form}), status_of(error)
    flash(said, "good")
    return redirect(url_for("provider_record.show", provider_id=provider_id), 303)


@pages.post("/providers/<int:provider_id>/violation")
@allow(*COUNTER)
def record_violation(provider_id: int) -> Any:
    def do(form: Any) -> str:
        provider_standing.record_violation(
            office(),
            provider_id,
            form.acts.answer(),
            found_on=date.fromisoformat(form.found_on.answer()),
            made_on=day_of(form.made_on),
            document_id=form.document_id(),
            by=person(),
            now=now(),
        )
        return "Đã ghi biên bản vi phạm."

    return act(provider_id, "violation", do)


@pages.post("/providers/<int:provider_id>/suspension")
@allow(*DECIDING)
def suspend(provider_id: int) -> Any:
    def do(form: Any) -> str:
        provider = provider_standing.suspend(
            office(),
            provider_id,
            form.needed_document(),
            ground=form.ground.answer(),
            months=whole(form.months.answer(), 0, high=99),
            starts_on=day_of(form.starts_on),
            by=person(),
            now=now(),
        )
        return f"Đã ghi quyết định đình chỉ đến hết ngày {day(provider.suspended_until)}."

    return act(provider_id, "suspend", do)


@pages.post("/providers/<int:provider_id>/remedy")
@allow(*COUNTER)
def record_remedy(provider_id: int) -> Any:
    def do(form: Any) -> str:
        provider_standing.record_remedy(
            office(),
            provider_id,
            form.measures.answer(),
            received_on=day_of(form.received_on),
            document_id=form.document_id(),
            by=person(),
            now=now(),
        )
        return "Đã ghi báo cáo khắc phục."

    return act(provider_id, "remedy", do)


@pages.post("/providers/<int:provider_id>/resumption")
@allow(*DECIDING)
def resume(provider_id: int) -> Any:
    def do(form: Any) -> str:
        provider_standing.resume(
            office(), provider_id, form.needed_document(), by=person(), now=now()
        )
        return "Cơ sở được tiếp tục cung cấp dịch vụ."

    return act(provider_id, "resume", do)


@pages.post("/providers/<int:provider_id>/withdrawal")
@allow(*DECIDING)
def withdraw(provider_id: int) -> Any:
    def do(form: Any) -> str:
        provider_standing.withdraw(
            office(),
            provider_id,
            form.needed_document(),
            form.reasons.answer(),
            by=person(),
            now=now(),
        )
        return "Đã ghi quyết định thu hồi công bố."

    return act(provider_id, "withdraw", do)


@pages.post("/providers/<int:provider_id>/service")
@allow(*COUNTER)
def note_service(provider_id: int) -> Any:
    def do(form: Any) -> str:
        on = date.fromisoformat(form.on.answer())
        provider_standing.note_service(office(), provider_id, on, by=person(), now=now())
        return f"Đã ghi lần cung cấp dịch vụ ngày {day(on)}."

    return act(provider_id, "service", do)


@pages.post("/providers/<int:provider_id>/again")
@allow(*COUNTER)
def apply_again(provider_id: int) -> Any:
    """Open a case of re-publication, filled in from what was published."""
    provider = seen(provider_id)
    try:
        case = case_verbs.open_case(
            office(),
            kind=provider.kind,
            path=provider.path,
            request="again",
            provider_id=provider_id,
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        flash(error.message, "wrong")
        return provider_view(provider), status_of(error)
    flash("Đã mở hồ sơ công bố lại, điền sẵn theo thông tin đã công bố.", "good")
    return redirect(url_for("provider_case.show", case_id=case.id), 303)


def provider_view(provider: Provider, **posted: Any) -> str:
    db, regime = office().db, office().law.on(office_date(now()))
    decisions = provider_register.decisions(db, provider_id=provider.id)
    steps = acts_of(ActFacts(provider, decisions, person(), regime))
    papers = provider_parts.papers(db, provider_id=provider.id)
    forms = {name: filled_act(name, papers, regime) for name in FORMS} | posted
    own = office().law.regime(provider.regime)
    cases = provider_lookups.cases_of(db, provider.id, person())
    return render_template(
        "providers/provider.html",
        provider=provider,
        regime=own,
        law_of_today=regime,
        decisions=decisions,
        holding=provider_register.last_publication(db, provider.id),
        act_names=PAPER_PURPOSES,
        detail_names=DETAIL_NAMES,
        grounds=regime.grounds,
        visible=_visible([one.document_id for one in decisions]),
        steps=[one for one in steps if not one.why_not],
        waiting=[one for one in steps if one.why_not],
        forms=forms,
        opened=next(iter(posted), ""),
        cases=[provider_cases.for_office(db, one) for one in cases],
        case_looks=STATE_LOOKS,
        case_state_names=CASE_STATE_NAMES,
        history=_history(provider, cases),
        state_name=PROVIDER_STATE_NAMES[provider.state],
        look=STANDING_LOOKS[provider.state],
        kind_name=KIND_NAMES[provider.kind],
    )


def _history(provider: Provider, cases: tuple[int, ...]) -> list[Event]:
    """What happened to the provider and in its cases, oldest first."""
    topics = [provider.topic, *(f"provider_case/{one}" for one in cases)]
    every = [event for topic in topics for event in events.of_topic(office().db, topic)]
    return sorted((one for one in every if one.verb not in COUNTED), key=lambda one: one.id)


def _visible(ids: list[int | None]) -> dict[int, Document]:
    """The papers among these that the person may see."""
    found: dict[int, Document] = {}
    for one in ids:
        if one is None or one in found:
            continue
        try:
            found[one] = documents.get(office().db, one, person())
        except OfficeError:
            continue
    return found
