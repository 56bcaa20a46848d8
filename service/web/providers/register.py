"""Danh sách cơ sở — the register of providers: map of stages, what falls due, reports."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from forms.base import VietnameseForm
from forms.fields import Day, Line, at_most
from service.actions import provider_publishing, provider_standing
from service.actions.media import XLSX_TYPE
from service.actions.provider_warnings import ProviderWarning, provider_warnings
from service.domain.eligibility.cases import Provider
from service.domain.eligibility.stage_map import stage_map, standing
from service.domain.eligibility.states import (
    DECIDING,
    PAPER_PURPOSES,
    PROVIDER_STATE_NAMES,
    ProviderState,
)
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.vietnamese import short_date
from service.domain.workflow import Role
from service.store import provider_lookups, provider_register
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import status_of
from service.web.frame import READERS, office
from service.web.providers.case_page_forms import DAY, numbered_paper_of, show_prefixed
from service.web.providers.register_record import STANDING_LOOKS
from service.web.typed import filled, whole

pages = Blueprint("provider_register", __name__)

SHOWN_WARNINGS = 20
REPORTED = (
    "publication",
    "republication",
    "assignment",
    "refusal",
    "violation",
    "suspension",
    "resumption",
    "withdrawal",
)
"""Acts whose number in a period the report gives."""


class CommunesForm(VietnameseForm):
    """The numbered paper by which the list went to the communes."""

    reference = Line(
        "Số, ký hiệu của thông báo",
        [filled("Hãy ghi số, ký hiệu của văn bản đã cấp số."), at_most(60)],
        render_kw={"class": "medium", "autocomplete": "off"},
    )


class PeriodForm(VietnameseForm):
    since = Day("Từ ngày", [filled("Hãy ghi ngày đầu kỳ.")], render_kw=DAY)
    until = Day("Đến ngày", [filled("Hãy ghi ngày cuối kỳ.")], render_kw=DAY)


@pages.get("/providers")
@allow(*READERS)
def show() -> str:
    """State, stage, commune and words stand in the address."""
    return _register_page(CommunesForm(prefix="communes-"))


@pages.get("/providers/list.xlsx")
@allow(*READERS)
def download() -> Response:
    """The list as filtered, with its map and its standing on sheets of their own."""
    found = _filtered()
    data = provider_publishing.export_register(
        office(), found, _stage_codes(), by=person(), now=now()
    )
    response = Response(data, mimetype=XLSX_TYPE)
    response.headers["Content-Disposition"] = disposition("Danh sách cơ sở.xlsx")
    return response


@pages.get("/providers/report")
@allow(*READERS)
def report() -> Any:
    """By commune and stage, by standing, and what was decided in a period of days; what a written
    report takes its figures from."""
    form = _period_form()
    ok = form.validate()
    found = _seen(provider_register.providers(office().db))
    days = [date.fromisoformat(one.answer()) for one in (form.since, form.until)] if ok else []
    seen = provider_lookups.seen_by(office().db, person())
    page = render_template(
        "providers/register_report.html",
        map=stage_map(found, _stage_codes()),
        stages=office().law.on(office_date(now())).stages,
        standing=standing(found),
        state_names=PROVIDER_STATE_NAMES,
        agency=office().agency().full_name,
        today=office_date(now()),
        form=form,
        acts=provider_lookups.acts_between(office().db, *days, seen) if ok else {},
        act_names={name: PAPER_PURPOSES[name] for name in REPORTED},
    )
    return page if ok else (page, 422)


def _period_form() -> PeriodForm:
    """The days of the address; without any, this year until today."""
    if "since" in request.args or "until" in request.args:
        return PeriodForm(request.args)
    today = office_date(now())
    first = today.replace(month=1, day=1)
    return PeriodForm(MultiDict({"since": short_date(first), "until": short_date(today)}))


@pages.post("/providers/communes")
@allow(*DECIDING)
def notify_communes() -> Any:
    """Note that the list as filtered went to the communes by a numbered paper."""
    form = CommunesForm(request.form, prefix="communes-")
    chosen = [whole(one, 0) for one in request.form.getlist("provider")]
    known = {one.id for one in _seen(provider_register.providers(office().db))}
    try:
        if not form.validate():
            return _register_page(form, chosen), 422
        if not set(chosen) <= known or not chosen:
            form.form_errors.append("Hãy chọn ít nhất một cơ sở trong danh sách.")
            return _register_page(form, chosen), 422
        count = provider_standing.notify_communes(
            office(), chosen, numbered_paper_of(form.reference.answer()), by=person(), now=now()
        )
    except OfficeError as error:
        show_prefixed(form, "communes-", error)
        return _register_page(form, chosen), status_of(error)
    flash(f"Đã ghi việc thông báo {count} cơ sở tới xã.", "good")
    return redirect(url_for("provider_register.show"), 303)


def _register_page(form: CommunesForm, chosen: Sequence[int] | None = None) -> str:
    found, every = _filtered(), _seen(provider_register.providers(office().db))
    warnings = provider_warnings(office(), by=person(), now=now())
    return render_template(
        "providers/register.html",
        found=found,
        total=len(every),
        regimes={one.code: one for one in office().law.regimes},
        decisions={
            one.id: provider_register.last_publication(office().db, one.id) for one in found
        },
        map=stage_map(every, _stage_codes()),
        stages=office().law.on(office_date(now())).stages,
        communes=sorted({one.commune for one in every if one.commune}),
        typed=_typed(),
        state_names=PROVIDER_STATE_NAMES,
        looks=STANDING_LOOKS,
        warnings=warnings[:SHOWN_WARNINGS],
        more_warnings=max(0, len(warnings) - SHOWN_WARNINGS),
        held_back=provider_publishing.held_back(office()) if person().may(Role.CLERK) else (),
        form=form,
        chosen=[one.id for one in found] if chosen is None else chosen,
        may_notify=person().may(*DECIDING),
    )


def _typed() -> dict[str, str]:
    names = ("state", "stage", "commune", "q")
    return {name: request.args.get(name, "")[:200] for name in names}


def _filtered() -> tuple[Provider, ...]:
    typed = _typed()
    state = typed["state"]
    return _seen(
        provider_register.providers(
            office().db,
            state=ProviderState(state) if state in set(ProviderState) else None,
            stage=typed["stage"],
            commune=typed["commune"],
            text=typed["q"],
        )
    )


def _seen(providers: tuple[Provider, ...]) -> tuple[Provider, ...]:
    """Only those the person may see."""
    seen = provider_lookups.seen_by(office().db, person())
    return tuple(one for one in providers if seen is None or one.id in seen)


def _stage_codes() -> list[str]:
    return [one.code for one in office().law.on(office_date(now())).stages]


def first_page_warnings() -> tuple[ProviderWarning, ...]:
    """What the first page says of the procedure."""
    return provider_warnings(office(), by=person(), now=now())[:SHOWN_WARNINGS]
