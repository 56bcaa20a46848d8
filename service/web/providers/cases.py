"""Hồ sơ đề nghị công bố — the list of cases, and the counter where a new one is opened."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from forms.base import VietnameseForm
from forms.fields import Choice, Day
from service.actions import provider_cases as verbs
from service.domain.eligibility.law import ProviderLaw, ProviderRegime
from service.domain.eligibility.states import (
    CASE_STATE_NAMES,
    COUNTER,
    CaseState,
    ProviderState,
)
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.vietnamese import parse_date
from service.store import provider_cases, provider_register
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import day
from service.web.frame import READERS, office
from service.web.typed import filled, whole

pages = Blueprint("provider_cases", __name__)

KIND_NAMES = {
    "organisation": "Tổ chức",
    "individual": "Cá nhân",
    "public_unit": "Đơn vị công lập",
}
REQUEST_NAMES = {"first": "Công bố lần đầu", "again": "Công bố lại"}
STATE_LOOKS = {
    CaseState.DRAFT: "draft",
    CaseState.FILED: "submitted",
    CaseState.AWAITING: "returned",
    CaseState.VALID: "approved",
    CaseState.APPRAISING: "numbered",
    CaseState.PUBLISHED: "issued",
    CaseState.ASSIGNED: "issued",
    CaseState.REFUSED: "discarded",
    CaseState.DECLINED: "discarded",
    CaseState.CANCELLED: "discarded",
}


class OpenForm(VietnameseForm):
    """What must be known before the form itself can be shown: who asks, on which way, since when.

    Errors of the verb named ``kind``, ``path`` and ``request`` are shown where they were chosen.
    """

    kind = RadioField("Người đề nghị", [filled("Hãy chọn người đề nghị.")])
    request = RadioField(
        "Đề nghị",
        choices=[SelectChoice(*pair) for pair in REQUEST_NAMES.items()],
        default="first",
    )
    provider_id = Choice(
        "Cơ sở công bố lại",
        description="Chỉ chọn khi đề nghị công bố lại; thông tin đã công bố được điền sẵn.",
        open_ended=True,
    )
    filed_on = Day(
        "Ngày nhận hồ sơ giấy",
        description="Ghi khi hồ sơ giấy đã đến từ trước; để trống thì lấy hôm nay. Quy định áp "
        "dụng theo ngày này.",
        render_kw={"class": "short", "autocomplete": "off", "inputmode": "numeric"},
    )


@pages.get("/providers/cases")
@allow(*READERS)
def listed() -> str:
    """State, words and page stand in the address; names typed there are searched, not kept."""
    state = _state(request.args.get("state", ""))
    text = request.args.get("q", "")[:200]
    found = provider_cases.page(
        office().db, person(), state=state, text=text, page=whole(request.args.get("page"), 1)
    )
    return render_template(
        "providers/cases.html",
        found=found,
        state=state,
        text=text,
        states=CASE_STATE_NAMES,
        looks=STATE_LOOKS,
        kinds=KIND_NAMES,
        requests=REQUEST_NAMES,
        today=office_date(now()),
        may_open=person().may(*COUNTER),
        url_of=lambda number: url_for(
            "provider_cases.listed", **{**request.args.to_dict(), "page": number}
        ),
    )


@pages.get("/providers/cases/new")
@allow(*COUNTER)
def ask() -> str:
    return _opening(_form())


@pages.post("/providers/cases/new")
@allow(*COUNTER)
def open_() -> Any:
    form = _form(request.form)
    if not form.validate():
        return _opening(form), 422
    path, _, kind = form.kind.data.partition(":")
    try:
        case = verbs.open_case(
            office(),
            kind=kind,
            path=path,
            request=form.request.data or "first",
            provider_id=whole(form.provider_id.answer(), 0) or None,
            filed_on=parse_date(form.filed_on.data) if form.filed_on.data else None,
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return _opening(form), status_of(error)
    return redirect(url_for("provider_application.edit", case_id=case.id), 303)


def _form(posted: Any = None) -> OpenForm:
    form = OpenForm(posted)
    form.kind.choices = _ways(office().law, office().law.on(office_date(now())))
    again = [
        (str(one.id), one.name)
        for state in (ProviderState.PUBLISHED, ProviderState.SUSPENDED)
        for one in provider_register.providers(office().db, state=state)
    ]
    form.provider_id.offer([("", "—"), *again])
    return form


def _ways(law: ProviderLaw, current: ProviderRegime) -> list[SelectChoice]:
    """Every way of every period, those of today first; an earlier one is for papers of its days."""
    ways: dict[str, str] = {}
    for regime in (current, *(one for one in reversed(law.regimes) if one is not current)):
        for path in regime.paths:
            for kind in path.kinds:
                until = f" (hồ sơ nhận đến hết {day(regime.until)})" if regime.until else ""
                label = f"{KIND_NAMES[kind]} – {path.name}{until if regime is not current else ''}"
                ways.setdefault(f"{path.code}:{kind}", label)
    return [SelectChoice(*pair) for pair in ways.items()]


def _opening(form: OpenForm) -> str:
    return render_template("providers/cases_open.html", form=form)


def _state(text: str) -> CaseState | None:
    return CaseState(text) if text in set(CaseState) else None
