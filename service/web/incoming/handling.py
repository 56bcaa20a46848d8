"""Phân phối, giải quyết — the buttons of an incoming paper's page."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from service.actions import assigning
from service.actions.assigning import Direction
from service.actions.tasks import add_task as add_task_of
from service.domain.errors import OfficeError, Refused
from service.domain.incoming import StepKind
from service.domain.workflow import Role
from service.store import incoming
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.incoming.forms import CompleteForm, ReportForm, task_form
from service.web.incoming.papers import assign_form, back_to, paper_page
from service.web.typed import whole

pages = Blueprint("incoming_handling", __name__)


@pages.post("/incoming/<int:incoming_id>/assignment")
@allow(Role.SIGNATORY, Role.CLERK)
def assign(incoming_id: int) -> Any:
    paper = incoming.get(office().db, incoming_id, person())
    form = assign_form(paper, request.form)
    if not form.validate():
        return paper_page(paper, assigning=form), 422
    due = form.due_on.answer()
    direction = Direction(
        form.text.answer(),
        int(form.lead_unit.answer()),
        int(form.lead_person.answer()) if form.lead_person.answer() else None,
        tuple(whole(one, 0) for one in request.form.getlist("assign-cooperate")),
        due_on=date.fromisoformat(due) if due else None,
    )
    try:
        assigning.assign(office(), incoming_id, direction, by=person(), now=now())
    except Refused as error:
        show_on(form, Refused(error.message, errors=_prefixed("assign-", error)))
        return paper_page(paper, assigning=form), status_of(error)
    flash("Đã chuyển văn bản đến.", "good")
    return back_to(incoming_id)


@pages.post("/incoming/<int:incoming_id>/steps")
@allow(*READERS)
def report(incoming_id: int) -> Any:
    paper = incoming.get(office().db, incoming_id, person())
    form = ReportForm(request.form, prefix="report-")
    if not form.validate():
        return paper_page(paper, reporting=form), 422
    kind = StepKind(form.kind.answer())
    try:
        assigning.report(office(), incoming_id, kind, form.text.answer(), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return paper_page(paper, reporting=form), status_of(error)
    flash("Đã ghi.", "good")
    return back_to(incoming_id)


@pages.post("/incoming/<int:incoming_id>/completion")
@allow(*READERS)
def complete(incoming_id: int) -> Any:
    paper = incoming.get(office().db, incoming_id, person())
    form = CompleteForm(request.form, prefix="done-")
    if not form.validate():
        return paper_page(paper, completing=form), 422
    try:
        assigning.complete(
            office(),
            incoming_id,
            form.result.answer(),
            answer=form.paper.answer(),
            by=person(),
            now=now(),
        )
    except Refused as error:
        show_on(form, Refused(error.message, errors=_prefixed("done-", error)))
        return paper_page(paper, completing=form), status_of(error)
    flash("Đã giải quyết xong.", "good")
    return back_to(incoming_id)


@pages.post("/incoming/<int:incoming_id>/reopening")
@allow(Role.SIGNATORY, Role.CLERK)
def reopen(incoming_id: int) -> Any:
    assigning.reopen(office(), incoming_id, by=person(), now=now())
    flash("Văn bản đến được giải quyết lại.", "good")
    return back_to(incoming_id)


@pages.post("/incoming/<int:incoming_id>/tasks")
@allow(Role.SIGNATORY, Role.CLERK)
def add_task(incoming_id: int) -> Any:
    """A task of the paper that the reading did not find."""
    paper = incoming.get(office().db, incoming_id, person())
    form = task_form(request.form, units=office().agency().units, prefix="task-")
    if not form.validate():
        return paper_page(paper, adding=form), 422
    add_task_of(office(), form.task(), by=person(), now=now(), incoming_id=incoming_id)
    flash("Đã thêm việc.", "good")
    return back_to(incoming_id)


@pages.post("/incoming/<int:incoming_id>/reply")
@allow(Role.DRAFTER)
def reply(incoming_id: int) -> Any:
    """Start the letter that answers; its form opens with subject and addressee filled in."""
    draft = assigning.draft_reply(office(), incoming_id, by=person(), now=now())
    flash("Đã soạn sẵn công văn trả lời; hãy viết tiếp nội dung.", "good")
    return redirect(url_for("drafts.edit", document_id=draft.id), 303)


def _prefixed(prefix: str, error: Refused) -> dict[str, str]:
    names = {"answer": "paper"}
    return {f"{prefix}{names.get(name, name)}": sentence for name, sentence in error.errors.items()}
