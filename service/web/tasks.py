"""Việc & hạn — the board of tasks, overdue first, and the calendar feed of each person."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from service.actions import tasks as verbs
from service.domain.calendar_feed import calendar_text
from service.domain.errors import OfficeError
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.incoming import Incoming, IncomingFilter, IncomingState
from service.domain.numbering import office_date
from service.domain.tasks import DueState, OfficeTask, due_state
from service.domain.workflow import Role
from service.store import incoming, tasks
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office, office_name
from service.web.incoming.forms import TaskForm, task_form
from service.web.typed import whole

pages = Blueprint("tasks", __name__)

REMINDED = 10
"""Incoming papers that the first page names; the list has them all."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Văn bản đến that wait in one `state`: the newest, and how many there are in all."""

    title: str
    state: IncomingState
    papers: tuple[Incoming, ...]
    total: int


GROUPS = {
    DueState.OVERDUE: "Quá hạn",
    DueState.TODAY: "Hạn hôm nay",
    DueState.SOON: "Sắp đến hạn",
    DueState.LATER: "Còn thời gian",
    DueState.NONE: "Không ghi hạn",
}


@pages.get("/tasks")
@allow(*READERS)
def show() -> str:
    return _page(_form())


@pages.post("/tasks")
@allow(Role.SIGNATORY, Role.CLERK)
def add() -> Any:
    """A task that no paper gave."""
    form = _form(request.form)
    if not form.validate():
        return _page(form, adding=True), 422
    try:
        verbs.add_task(office(), form.task(), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return _page(form, adding=True), status_of(error)
    flash("Đã thêm việc.", "good")
    return redirect(url_for("tasks.show"), 303)


@pages.post("/tasks/<int:task_id>/done")
@allow(*READERS)
def finish(task_id: int) -> Any:
    note = request.form.get("note", "")
    task = verbs.finish_task(office(), task_id, note, by=person(), now=now())
    flash(f"Đã xong: {task.first_line}", "good")
    return redirect(url_for("tasks.show", unit=request.form.get("unit") or None), 303)


@pages.post("/tasks/<int:task_id>/reopening")
@allow(*READERS)
def reopen(task_id: int) -> Any:
    verbs.reopen_task(office(), task_id, by=person(), now=now())
    flash("Việc được mở lại.", "good")
    return redirect(url_for("tasks.show"), 303)


@pages.post("/tasks/calendar")
@allow(*READERS)
def make_address() -> Any:
    """A new secret address, shown this once on the page that answers."""
    secret = verbs.make_calendar_address(office(), by=person(), now=now())
    return _page(_form(), address=url_for("tasks.feed", secret=secret, _external=True))


@pages.post("/tasks/calendar/end")
@allow(*READERS)
def revoke_address() -> Any:
    verbs.revoke_calendar_address(office(), by=person(), now=now())
    flash("Địa chỉ lịch không còn dùng được.", "good")
    return redirect(url_for("tasks.show"), 303)


@pages.get("/calendar/<secret>.ics")
@allow(public=True)
def feed(secret: str) -> Response:
    """What a calendar program fetches: the address itself is the key, nothing else is asked."""
    owner = verbs.person_of_calendar(office().db, secret)
    entries = verbs.calendar_entries(office().db, owner, now(), request.host.split(":")[0])
    text = calendar_text(f"Việc và hạn – {office_name()}", entries)
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def grouped(found: tuple[OfficeTask, ...]) -> list[tuple[DueState, str, list[OfficeTask]]]:
    """Tasks by nearness, the overdue first; empty groups are left out."""
    today = office_date(now())
    groups: dict[DueState, list[OfficeTask]] = {state: [] for state in GROUPS}
    for task in found:
        groups[due_state(task.due_on, today, VIETNAM_CALENDAR)].append(task)
    return [(state, GROUPS[state], each) for state, each in groups.items() if each]


def reminders() -> list[tuple[DueState, str, list[OfficeTask]]]:
    """What the first page reminds of: overdue, due today and due soon."""
    urgent = (DueState.OVERDUE, DueState.TODAY, DueState.SOON)
    found = tasks.board(office().db, person())
    return [group for group in grouped(found) if group[0] in urgent]


def arrivals() -> tuple[Arrived, ...]:
    """Incoming papers that wait for this person: a leader or the clerk passes them on, a unit
    deals with its own."""
    me = person()
    found = []
    if me.may(Role.SIGNATORY, Role.CLERK):
        found.append(_arrived("Văn bản đến chờ phân phối", IncomingState.REGISTERED))
    if me.may(Role.DRAFTER):
        found.append(_arrived("Văn bản đến được giao", IncomingState.ASSIGNED, me.unit_id))
    return tuple(one for one in found if one.papers)


def _arrived(title: str, state: IncomingState, unit_id: int | None = None) -> Arrived:
    wanted = IncomingFilter(state=state, unit_id=unit_id)
    page = incoming.listed(office().db, person(), wanted, per_page=REMINDED)
    return Arrived(title, state, page.papers, page.total)


def _form(posted: Any = None) -> TaskForm:
    return task_form(posted, units=office().agency().units)


def _page(form: TaskForm, *, adding: bool = False, address: str = "") -> str:
    me, db = person(), office().db
    unit = whole(request.args.get("unit"), 0) or None
    done = request.args.get("done") == "1"
    found = tasks.board(db, me, unit_id=unit, done=done)
    return render_template(
        "tasks/board.html",
        groups=[] if done else grouped(found),
        finished=found if done else (),
        done=done,
        unit=unit,
        units=office().agency().units,
        form=form,
        adding=adding,
        may_add=me.may(Role.SIGNATORY, Role.CLERK),
        sees_all=me.may(Role.SIGNATORY, Role.CLERK),
        address=address,
        address_since=tasks.address_since(db, me.id),
    )
