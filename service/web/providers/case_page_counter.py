"""Quầy hồ sơ — receive, decline, ask for more, take it in, call off; and what is noted beside."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from service.actions import (
    provider_cases,
    provider_closing,
    provider_privacy,
    provider_review,
    provider_sheet,
    provider_supplements,
)
from service.domain.eligibility.states import COUNTER
from service.domain.errors import OfficeError
from service.domain.workflow import Role
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import status_of
from service.web.formats import day
from service.web.frame import office
from service.web.providers.case_page import case_view, filled_form
from service.web.providers.case_page_forms import day_of, show_prefixed
from service.web.typed import whole

pages = Blueprint("provider_counter", __name__)


def step(case_id: int, name: str, act: Callable[[Any], str]) -> Any:
    """Check the form of a step, do it, say what was done; a refusal stands at its field.

    `act` gets the checked form and returns the sentence for who did it.
    """
    sheet = provider_sheet.sheet(office(), case_id, by=person(), now=now())
    form = filled_form(name, sheet, request.form)
    if not form.validate():
        return case_view(case_id, **{name: form}), 422
    try:
        said = act(form)
    except OfficeError as error:
        show_prefixed(form, f"{name}-", error)
        return case_view(case_id, **{name: form}), status_of(error)
    flash(said, "good")
    return back_to(case_id)


def back_to(case_id: int) -> Any:
    return redirect(url_for("provider_case.show", case_id=case_id), 303)


@pages.post("/providers/cases/<int:case_id>/submission")
@allow(*COUNTER)
def submit(case_id: int) -> Any:
    """Hand in what was typed at the counter; what is missing is told on the page of the case."""
    try:
        provider_cases.submit_application(office(), case_id, by=person(), now=now())
    except OfficeError as error:
        flash(error.message, "wrong")
        return case_view(case_id), status_of(error)
    flash("Đã nộp hồ sơ.", "good")
    return back_to(case_id)


@pages.post("/providers/cases/<int:case_id>/receipt")
@allow(*COUNTER)
def receive(case_id: int) -> Any:
    def act(form: Any) -> str:
        case = provider_cases.receive(office(), case_id, on=day_of(form.on), by=person(), now=now())
        return f"Đã tiếp nhận, số biên nhận {case.receipt_no}, hẹn trả ngày {day(case.due)}."

    return step(case_id, "receive", act)


@pages.post("/providers/cases/<int:case_id>/decline")
@allow(*COUNTER)
def decline(case_id: int) -> Any:
    def act(form: Any) -> str:
        provider_closing.decline(office(), case_id, form.reason.answer(), by=person(), now=now())
        return "Đã từ chối tiếp nhận hồ sơ."

    return step(case_id, "decline", act)


@pages.post("/providers/cases/<int:case_id>/supplement")
@allow(*COUNTER)
def ask_supplement(case_id: int) -> Any:
    def act(form: Any) -> str:
        provider_supplements.request_supplement(
            office(),
            case_id,
            form.items.answer(),
            reason=form.reason.answer(),
            due_on=day_of(form.due_on),
            document_id=form.document_id(),
            by=person(),
            now=now(),
        )
        return "Đã yêu cầu bổ sung; thời hạn giải quyết tạm dừng."

    return step(case_id, "request_supplement", act)


@pages.post("/providers/cases/<int:case_id>/supplement/return")
@allow(*COUNTER)
def take_supplement(case_id: int) -> Any:
    def act(form: Any) -> str:
        case = provider_supplements.receive_supplement(
            office(), case_id, note=form.note.answer(), by=person(), now=now()
        )
        if case.due is None:
            return "Đã nhận bổ sung; hồ sơ chờ tiếp nhận."
        return f"Đã nhận bổ sung; hạn trả mới là {day(case.due)}."

    return step(case_id, "receive_supplement", act)


@pages.post("/providers/cases/<int:case_id>/cancellation")
@allow(*COUNTER)
def cancel(case_id: int) -> Any:
    def act(form: Any) -> str:
        provider_closing.cancel(office(), case_id, form.reason.answer(), by=person(), now=now())
        return "Đã ghi việc rút hồ sơ."

    return step(case_id, "cancel", act)


@pages.post("/providers/cases/<int:case_id>/apology")
@allow(*COUNTER)
def apologise(case_id: int) -> Any:
    def act(form: Any) -> str:
        provider_review.note_apology(
            office(), case_id, document_id=form.document_id(), by=person(), now=now()
        )
        return "Đã ghi phiếu xin lỗi, hẹn lại ngày trả."

    return step(case_id, "apology", act)


@pages.post("/providers/cases/<int:case_id>/transition")
@allow(Role.SIGNATORY, Role.DRAFTER)
def note_transition(case_id: int) -> Any:
    def act(form: Any) -> str:
        provider_review.note_transition(
            office(), case_id, form.note.answer(), by=person(), now=now()
        )
        return "Đã ghi ý kiến chuyển tiếp."

    return step(case_id, "transition", act)


@pages.post("/providers/cases/<int:case_id>/identity")
@allow(*COUNTER)
def view_identity(case_id: int) -> Any:
    """The whole number, on the page that answers and nowhere else; who looked and why is kept."""
    sheet = provider_sheet.sheet(office(), case_id, by=person(), now=now())
    form = filled_form("identity", sheet, request.form)
    if not form.validate():
        return case_view(case_id, identity=form), 422
    staff_id = whole(form.who.answer(), 0) or None
    try:
        number = provider_privacy.view_identity(
            office(),
            case_id,
            reason=form.reason.answer(),
            staff_id=staff_id,
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_prefixed(form, "identity-", error)
        return case_view(case_id, identity=form), status_of(error)
    names = {one.id: one.name for one in sheet.staff}
    holder = names.get(staff_id, "người đề nghị") if staff_id else "người đề nghị"
    return case_view(case_id, opened="identity", shown=f"{number} ({holder})")
