"""Văn bản đến — the list with its search, one page per paper, corrections, files and pictures."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from service.actions import receiving
from service.actions.media import PDF_TYPE
from service.actions.receiving import ArrivedFile
from service.domain.documents import Event
from service.domain.errors import NotFound, OfficeError, Refused
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.incoming import (
    INCOMING_STATE_NAMES,
    MEDIUM_NAMES,
    STEP_NAMES,
    HandlingStep,
    Incoming,
    IncomingFile,
    IncomingFilter,
    IncomingState,
    StepKind,
    future_warning,
)
from service.domain.numbering import office_date
from service.domain.tasks import OfficeTask, due_state
from service.domain.vietnamese import parse_date
from service.domain.workflow import Role
from service.reading import codec
from service.rendering.pages import page_count, page_image
from service.store import events, incoming, incoming_handling, paper_links, people
from service.store import tasks as task_store
from service.store.arrived_citations import cited_arrivals
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import ReasonForm, disposition
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.incoming import proposal as proposals
from service.web.incoming.forms import (
    AssignForm,
    CompleteForm,
    DetailsForm,
    ReportForm,
    correction_form,
    task_form,
    unit_choices,
)
from service.web.lookover import uploaded
from service.web.typed import whole
from signatures.report import VERDICT_NAMES, Verdict

pages = Blueprint("incoming", __name__)

DPI = 90
MISSING = "Chưa chọn tệp PDF hoặc Word."
QUIET = ("view_incoming", "download", "print_slip")
"""What is recorded and only counted on the page: who looked how often."""
FIELD_NAMES = {
    **{field.short_name: field.label.text for field in DetailsForm.blank()},
    "due_on": "Thời hạn giải quyết",
}


@pages.get("/incoming")
@allow(*READERS)
def listed() -> Any:
    """Search words and filters stand in the address, so that a list can be kept and shared."""
    wanted, wrong = _filter()
    page = whole(request.args.get("page"), 1, low=1)
    found = incoming.listed(office().db, person(), wanted, page=page)
    today = office_date(now())
    shown = render_template(
        "incoming/list.html",
        found=found,
        wanted=wanted,
        typed=request.args,
        wrong=wrong,
        years=incoming.years(office().db) or (today.year,),
        units=office().agency().units,
        states=INCOMING_STATE_NAMES,
        due_of=lambda paper: due_state(_open_due(paper), today, VIETNAM_CALENDAR).value,
        url_of=lambda number: url_for(
            "incoming.listed", **{**request.args.to_dict(), "page": number}
        ),
        is_clerk=person().may(Role.CLERK),
    )
    return (shown, 422) if wrong else shown


@pages.get("/incoming/<int:incoming_id>")
@allow(*READERS)
def show(incoming_id: int) -> str:
    paper = receiving.read(office(), incoming_id, by=person(), now=now())
    return paper_page(paper)


@pages.get("/incoming/<int:incoming_id>/edit")
@allow(Role.CLERK)
def edit(incoming_id: int) -> str:
    paper = incoming.get(office().db, incoming_id, person())
    return _edit_page(paper, correction_form(paper))


@pages.post("/incoming/<int:incoming_id>/edit")
@allow(Role.CLERK)
def save(incoming_id: int) -> Any:
    paper = incoming.get(office().db, incoming_id, person())
    form = DetailsForm(request.form)
    form.offer_urgencies()
    if not form.validate():
        return _edit_page(paper, form), 422
    try:
        receiving.correct(office(), incoming_id, form.details(), form.due(), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return _edit_page(paper, form), status_of(error)
    flash("Đã sửa thông tin văn bản đến.", "good")
    return back_to(incoming_id)


@pages.post("/incoming/<int:incoming_id>/void")
@allow(Role.CLERK)
def void(incoming_id: int) -> Any:
    paper = incoming.get(office().db, incoming_id, person())
    form = ReasonForm(request.form, prefix="void-")
    if not form.validate():
        return paper_page(paper, voiding=form), 422
    receiving.void(office(), incoming_id, form.reason.data, by=person(), now=now())
    flash("Đã hủy số đến; dòng của số vẫn còn trong sổ.", "good")
    return back_to(incoming_id)


@pages.post("/incoming/<int:incoming_id>/files")
@allow(Role.CLERK)
def attach(incoming_id: int) -> Any:
    paper = incoming.get(office().db, incoming_id, person())
    try:
        name, data = uploaded("file", MISSING)
        reading, signed = proposals.examine(data, office_date(now()))
    except Refused as refusal:
        return paper_page(paper, wrong_file=refusal.message), 422
    file = ArrivedFile(
        data, name, proposals.media_type(reading), signed, proposal=codec.dump(reading)
    )
    receiving.attach(office(), incoming_id, file, by=person(), now=now())
    flash("Đã thêm tệp.", "good")
    return back_to(incoming_id)


@pages.get("/incoming/<int:incoming_id>/files/<int:file_id>")
@allow(*READERS)
def download(incoming_id: int, file_id: int) -> Response:
    file, data = receiving.download(office(), incoming_id, file_id, by=person(), now=now())
    response = Response(data, mimetype=file.media_type)
    response.headers["Content-Disposition"] = disposition(file.name)
    return response


@pages.get("/incoming/<int:incoming_id>/files/<int:file_id>/pages/<int:number>.png")
@allow(*READERS)
def page(incoming_id: int, file_id: int, number: int) -> Response:
    """A picture of one page; that the paper was opened is noted by its own page."""
    incoming.get(office().db, incoming_id, person())
    file = next(
        (one for one in incoming.files(office().db, incoming_id) if one.id == file_id), None
    )
    if file is None:
        raise NotFound("Văn bản đến này không có tệp ấy.")
    try:
        picture = page_image(pdf_of(file), number, dpi=DPI)
    except IndexError:
        raise NotFound("Không có trang này.") from None
    return Response(picture, mimetype="image/png")


def pdf_of(file: IncomingFile) -> bytes:
    """The file as PDF; a Word file is converted. Raises RenderingFault or Busy."""
    data = office().files.get(file.sha256)
    return data if file.media_type == PDF_TYPE else office().converter.convert(data)


def back_to(incoming_id: int) -> Any:
    return redirect(url_for("incoming.show", incoming_id=incoming_id), 303)


def paper_page(paper: Incoming, **forms: Any) -> str:
    """The page of a paper with what this person may do next; `forms` are those posted wrongly."""
    db, today, topic = office().db, office_date(now()), receiving.topic(paper.id)
    history = events.of_topic(db, topic)
    passed = incoming_handling.assignments(db, paper.id)
    files = incoming.files(db, paper.id)
    steps = incoming_handling.steps(db, paper.id)
    return render_template(
        "incoming/show.html",
        paper=paper,
        files=files,
        page_urls=_page_urls(paper, files),
        state_name=INCOMING_STATE_NAMES[paper.state],
        medium_name=MEDIUM_NAMES[paper.details.medium],
        due=due_state(_open_due(paper), today, VIETNAM_CALENDAR).value,
        future=future_warning(paper.details, today),
        passed=passed,
        steps=steps,
        directed=_directed(steps),
        step_names=STEP_NAMES,
        answers=incoming_handling.answers(db, paper.id),
        tasks=task_store.of_incoming(db, paper.id),
        cited=paper_links.cited_by(db, person(), topic, agency=office().agency().full_name),
        cited_arrivals=cited_arrivals(db, person(), topic),
        history=[event for event in history if event.verb not in QUIET],
        views=_views(history),
        corrected=_corrected,
        verdict=_verdict(history),
        creator=people.get(db, paper.created_by),
        **_rights(paper, bool(passed)),
        assigning=forms.get("assigning") or assign_form(paper),
        cooperating={one.unit_id for one in passed if one.part.value == "cooperate"},
        units=[unit for unit in office().agency().units if unit.active],
        reporting=forms.get("reporting") or ReportForm(prefix="report-"),
        completing=forms.get("completing") or CompleteForm(prefix="done-"),
        adding=forms.get("adding") or task_form(units=office().agency().units, prefix="task-"),
        voiding=forms.get("voiding") or ReasonForm(prefix="void-"),
        wrong_file=forms.get("wrong_file", ""),
        opened=next(iter(forms), ""),
        today=today,
    )


def _directed(steps: tuple[HandlingStep, ...]) -> HandlingStep | None:
    """The leader's latest orders: what a unit reads first."""
    return next((one for one in steps[::-1] if one.kind is StepKind.LEADER), None)


def _rights(paper: Incoming, passed: bool) -> dict[str, bool]:
    """What this person may do with the paper as it stands."""
    me, is_open = person(), paper.state in receiving.OPEN
    directs = me.may(Role.SIGNATORY, Role.CLERK)
    return {
        "is_clerk": me.may(Role.CLERK),
        "is_open": is_open,
        "is_void": paper.state is IncomingState.VOID,
        "may_assign": is_open and directs,
        "may_handle": is_open and (passed or directs),
        "may_reopen": paper.state is IncomingState.DONE and directs,
        "may_reply": me.may(Role.DRAFTER) and paper.state is not IncomingState.VOID,
    }


def assign_form(paper: Incoming, posted: Any = None) -> AssignForm:
    """Filled with who deals with the paper now."""
    passed = incoming_handling.assignments(office().db, paper.id)
    lead = next((one for one in passed if one.part.value == "lead"), None)
    data = {
        "lead_unit": str(lead.unit_id) if lead else "",
        "lead_person": str(lead.person_id or "") if lead else "",
        "due_on": f"{paper.due_on:%d/%m/%Y}" if paper.due_on else "",
    }
    form = AssignForm(posted, prefix="assign-", data=data)
    units = office().agency().units
    form.lead_unit.offer([("", "Chọn đơn vị"), *unit_choices(units)])
    symbols = {unit.id: unit.symbol for unit in units}
    handlers = [one for one in people.everyone(office().db) if one.may(*READERS)]
    form.lead_person.offer(
        [
            ("", "Cả đơn vị"),
            *((str(one.id), f"{one.name} – {symbols.get(one.unit_id, '')}") for one in handlers),
        ]
    )
    return form


def _page_urls(paper: Incoming, files: tuple[IncomingFile, ...]) -> list[str]:
    """Pictures of the newest file's pages; none when they cannot be drawn now."""
    if not files:
        return []
    try:
        count = min(page_count(pdf_of(files[-1])), 30)
    except OfficeError:
        return []
    ids = {"incoming_id": paper.id, "file_id": files[-1].id}
    return [url_for("incoming.page", **ids, number=number + 1) for number in range(count)]


def _edit_page(paper: Incoming, form: DetailsForm) -> str:
    files = incoming.files(office().db, paper.id)
    return render_template(
        "incoming/edit.html", paper=paper, form=form, page_urls=_page_urls(paper, files)
    )


def _filter() -> tuple[IncomingFilter, dict[str, str]]:
    """The filter that the address asks for, and what is wrong in it, by field."""
    wrong, days = {}, {}
    for name in ("since", "until"):
        typed = request.args.get(name, "").strip()
        if typed:
            try:
                days[name] = parse_date(typed)
            except Refused as refusal:
                wrong[name] = refusal.message
    state = request.args.get("state", "")
    wanted = IncomingFilter(
        words=request.args.get("q", "").strip()[:200],
        year=whole(request.args.get("year"), 0, low=1945, high=9999) or None,
        since=days.get("since"),
        until=days.get("until"),
        unit_id=whole(request.args.get("unit"), 0) or None,
        state=IncomingState(state) if state in list(IncomingState) else None,
    )
    return wanted, wrong


def _open_due(paper: Incoming) -> Any:
    return paper.due_on if paper.state in receiving.OPEN else None


def _views(history: tuple[Event, ...]) -> list[tuple[str, int, int]]:
    """Who opened the page and who took a file, how often."""
    counted: dict[str, list[int]] = {}
    for event in history:
        if event.verb in QUIET:
            pair = counted.setdefault(event.person_name, [0, 0])
            pair[0 if event.verb == "view_incoming" else 1] += 1
    return [(name, seen, taken) for name, (seen, taken) in counted.items()]


def _verdict(history: tuple[Event, ...]) -> str:
    """What was found about the signatures when the paper came; empty without any."""
    said = next((event.detail.get("verdict") for event in history if event.verb == "receive"), "")
    return VERDICT_NAMES[Verdict(said)] if said else ""


def _corrected(event: Event) -> str:
    """Which fields a clerk changed, by their labels."""
    changes = event.detail.get("corrected") or event.detail.get("changes") or {}
    return ", ".join(FIELD_NAMES.get(name, name) for name in changes)


@pages.app_template_global()
def answered_papers(document_id: int) -> list[Incoming]:
    """The incoming papers that a paper of ours answers, as far as this person may see them."""
    found = []
    for incoming_id in incoming_handling.answered_by(office().db, document_id):
        try:
            found.append(incoming.get(office().db, incoming_id, person()))
        except NotFound:
            continue
    return found


@pages.app_template_global()
def incoming_found(words: str) -> int:
    """How many incoming papers hold the words that somebody looks for among our own."""
    if not words.strip():
        return 0
    wanted = IncomingFilter(words=words[:200])
    return incoming.listed(office().db, person(), wanted, per_page=1).total


@pages.app_template_global()
def tasks_of_document(document_id: int) -> tuple[OfficeTask, ...]:
    """What an issued paper of ours tells whom to do."""
    return task_store.of_document(office().db, document_id)
