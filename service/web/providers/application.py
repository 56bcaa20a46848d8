"""Khai hồ sơ tại quầy — the clerk fills in the application, or hands the applicant a link to it."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Line
from service.actions import provider_cases as verbs
from service.actions import provider_files as files
from service.actions import provider_links as links
from service.actions import provider_sheet
from service.actions.provider_supplements import receive_supplement
from service.domain.eligibility.cases import ProviderCase
from service.domain.eligibility.checklist import LEVEL_NAMES, PROFESSION_NAMES
from service.domain.eligibility.states import CASE_STATE_NAMES, COUNTER, CaseState
from service.domain.errors import NotFound, OfficeError
from service.store import provider_cases
from service.web import held
from service.web.allow import allow, person
from service.web.answers import lines_of
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.providers.application_page import (
    Desk,
    autosave,
    post_form,
    show_form,
    stored_form,
)
from service.web.providers.cases import STATE_LOOKS
from service.web.typed import filled, whole

pages = Blueprint("provider_application", __name__)


NO_CHOICE = "—"


class LinkForm(VietnameseForm):
    days = Line(
        "Dùng được trong (ngày)",
        [filled("Hãy ghi số ngày.")],
        description="Từ 1 đến 180 ngày. Liên kết cũ của hồ sơ hết hiệu lực ngay.",
        default="30",
        render_kw={"class": "short", "inputmode": "numeric", "autocomplete": "off"},
    )


@pages.get("/providers/cases/<int:case_id>/application")
@allow(*READERS)
def edit(case_id: int) -> Any:
    """The form while it may be changed, else what it says."""
    case = provider_cases.get(office().db, case_id, person())
    if case.state not in verbs.EDITABLE or not person().may(*COUNTER):
        return _read_page(case)
    kept = held.given_back(person())
    if kept is None:
        return show_form(_desk(case), case)
    flash("Phần gõ dở trước khi hết phiên đã được đưa lại; hãy xem rồi bấm Lưu.", "wait")
    return show_form(_desk(case), case, kept, version=whole(kept.get("_version"), 0))


@pages.post("/providers/cases/<int:case_id>/application")
@allow(*COUNTER)
def save(case_id: int) -> Any:
    case = provider_cases.get(office().db, case_id, person())
    return post_form(_desk(case), case)


@pages.post("/providers/cases/<int:case_id>/application/autosave")
@allow(*COUNTER)
def save_quietly(case_id: int) -> Response:
    case = provider_cases.get(office().db, case_id, person())
    return autosave(_desk(case), case)


@pages.get("/providers/cases/<int:case_id>/files/<int:attachment_id>")
@allow(*READERS)
def open_file(case_id: int, attachment_id: int) -> Response:
    """A file of the dossier, always as a download: nothing of it runs on our pages."""
    attachment, data = files.open_attachment(office(), attachment_id, by=person(), now=now())
    if attachment.case_id != case_id:
        raise NotFound("Hồ sơ này không có tệp ấy.")
    response = Response(data, mimetype=attachment.media_type)
    response.headers["Content-Disposition"] = disposition(attachment.name)
    return response


@pages.get("/providers/cases/<int:case_id>/link")
@allow(*COUNTER)
def ask_link(case_id: int) -> str:
    return _link_page(provider_cases.get(office().db, case_id, person()), LinkForm())


@pages.post("/providers/cases/<int:case_id>/link")
@allow(*COUNTER)
def hand_out_link(case_id: int) -> Any:
    """The link is on this one page and nowhere else: the service keeps its hash."""
    case = provider_cases.get(office().db, case_id, person())
    form = LinkForm(request.form)
    if not form.validate():
        return _link_page(case, form), 422
    try:
        token = links.hand_out_link(
            office(), case_id, days=whole(form.days.answer(), 0), by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return _link_page(case, form), status_of(error)
    address = url_for("applicant.show", token=token, _external=True)
    return _link_page(case, form, address=address)


@pages.post("/providers/cases/<int:case_id>/link/end")
@allow(*COUNTER)
def end_link(case_id: int) -> Any:
    links.revoke_link(office(), case_id, by=person(), now=now())
    flash("Liên kết của hồ sơ không còn dùng được.", "good")
    return redirect(url_for("provider_application.ask_link", case_id=case_id), 303)


def _desk(case: ProviderCase) -> Desk:
    by, moment = person(), now()
    page = url_for("provider_application.edit", case_id=case.id)
    return Desk(
        template="providers/application.html",
        save=lambda answers, *, staff, equipment, version: verbs.save_application(
            office(),
            case.id,
            answers,
            staff=staff,
            equipment=equipment,
            version=version,
            by=by,
            now=moment,
        ),
        attach=lambda item, name, data: files.attach(
            office(), case.id, item, name, data, by=by, now=moment
        ),
        remove=lambda ident: files.remove(office(), case.id, ident, by=by, now=moment),
        submit=lambda: _handed_in(case),
        form_url=page,
        autosave_url=url_for("provider_application.save_quietly", case_id=case.id),
        after_url=url_for("provider_case.show", case_id=case.id),
    )


def _handed_in(case: ProviderCase) -> ProviderCase:
    """Hand in, or take in what was asked for."""
    if case.state is CaseState.AWAITING:
        return receive_supplement(office(), case.id, by=person(), now=now())
    return verbs.submit_application(office(), case.id, by=person(), now=now())


def _read_page(case: ProviderCase) -> str:
    sheet = provider_sheet.sheet(office(), case.id, by=person(), now=now())
    form = stored_form(case)
    tables = {form[name].label.text for name in ("staff", "equipment") if name in form}
    return render_template(
        "providers/application_read.html",
        case=case,
        sheet=sheet,
        lines=[
            line for line in lines_of(form) if line.label not in tables and line.text != NO_CHOICE
        ],
        items={item.code: item.text for item in sheet.dossier},
        states=CASE_STATE_NAMES,
        looks=STATE_LOOKS,
        levels=LEVEL_NAMES,
        professions=PROFESSION_NAMES,
        may_counter=person().may(*COUNTER),
    )


def _link_page(case: ProviderCase, form: LinkForm, address: str = "") -> str:
    return render_template(
        "providers/application_link.html",
        case=case,
        form=form,
        address=address,
        ends=links.link_ends(office(), case.id, by=person(), now=now()),
    )
