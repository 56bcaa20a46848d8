"""Tiếp nhận văn bản đến — drop a file, check what was read beside its picture, take it in."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from service.actions import receiving
from service.actions.receiving import Arrival, ArrivedFile, DuplicateFound
from service.domain.errors import NotFound, OfficeError, Refused
from service.domain.incoming import Incoming, IncomingDetails, future_warning
from service.domain.numbering import VIETNAM, office_date
from service.domain.workflow import Role
from service.reading import codec
from service.rendering.pages import page_image
from service.store import incoming
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.incoming import proposal as proposals
from service.web.incoming.forms import (
    ReceiveForm,
    TypedTask,
    filled_details,
    new_tasks,
    proposed_rows,
    typed_rows,
)
from service.web.incoming.proposal import Proposal
from service.web.lookover import Dropped, drop, find, uploaded
from signatures.reasons import Weight

pages = Blueprint("incoming_receive", __name__)

DPI = 110
MISSING = "Chưa chọn tệp PDF hoặc Word của văn bản đến."
SECRET = (
    "Văn bản có dấu mật. Văn bản chứa bí mật nhà nước không được đưa vào hệ thống này. Nếu máy "
    "đọc nhầm, hãy đánh dấu vào ô này."
)


@pages.get("/incoming/new")
@allow(Role.CLERK)
def ask() -> str:
    return render_template("incoming/ask.html", wrong="")


@pages.post("/incoming/new")
@allow(Role.CLERK)
def read() -> Any:
    """Read the dropped file and keep it for an hour with what was read."""
    try:
        name, data = uploaded("file", MISSING)
        reading, signed = proposals.examine(data, office_date(now()))
    except Refused as refusal:
        return render_template("incoming/ask.html", wrong=refusal.message), 422
    dropped = drop(name, data, by=person(), now=now())
    proposals.keep(dropped, reading, signed=signed)
    if signed:
        proposals.judge(dropped, now())
    return redirect(url_for("incoming_receive.show", token=dropped.token), 303)


@pages.post("/incoming/new/<token>/conversion")
@allow(Role.CLERK)
def convert(token: str) -> Any:
    """Read the same file again, its old code (TCVN3, VNI) turned into Unicode."""
    dropped = _dropped(token)
    reading, signed = proposals.examine(dropped.read("file"), office_date(now()), convert=True)
    proposals.keep(dropped, reading, signed=signed)
    return redirect(url_for("incoming_receive.show", token=token), 303)


@pages.get("/incoming/new/<token>")
@allow(Role.CLERK)
def show(token: str) -> str:
    dropped = _dropped(token)
    proposal = proposals.propose(dropped, office_date(now()))
    details = proposals.proposed_details(proposal)
    due = proposals.proposed_due(proposal, office_date(now()))
    form = _form(data={**filled_details(details, due), **_arrival_now()})
    rows = proposed_rows(proposal, office().agency().units)
    return _page(form, rows, dropped=dropped, proposal=proposal)


@pages.post("/incoming/new/<token>")
@allow(Role.CLERK)
def register(token: str) -> Any:
    """Take the paper into the register. When its file's hour is over, what was typed stays and
    the file is asked for again."""
    form, rows = _form(request.form), typed_rows(request.form)
    try:
        dropped = _dropped(token)
    except NotFound as gone:
        form.elsewhere = {"file": gone.message}
        return _page(form, rows), 422
    proposal = proposals.propose(dropped, office_date(now()))
    reading, signed = proposals.kept(dropped)
    judged = proposals.verdict_of(dropped)
    file = ArrivedFile(
        dropped.read("file"),
        dropped.name,
        proposals.media_type(reading),
        signed,
        judged.verdict.value if judged else "",
        codec.dump(reading),
    )
    if proposal.secret and not form.not_secret.data:
        form.not_secret.errors = [SECRET]
        return _page(form, rows, dropped=dropped, proposal=proposal), 422
    before = proposals.proposed_details(proposal)
    return _take(form, rows, file, before, dropped=dropped, proposal=proposal)


@pages.get("/incoming/new/by-hand")
@allow(Role.CLERK)
def ask_by_hand() -> str:
    """For a paper without a file, or whose file cannot be read."""
    return _page(_form(data={"medium": "paper", **_arrival_now()}), [])


@pages.post("/incoming/new/by-hand")
@allow(Role.CLERK)
def register_by_hand() -> Any:
    form, rows = _form(request.form), typed_rows(request.form)
    posted = request.files.get("file")
    file = None
    if posted is not None and posted.filename:
        try:
            name, data = uploaded("file", MISSING)
            reading, signed = proposals.examine(data, office_date(now()))
        except Refused as refusal:
            form.elsewhere = {"file": refusal.message}
            return _page(form, rows), 422
        file = ArrivedFile(
            data,
            name,
            proposals.media_type(reading),
            signed,
            proposal=codec.dump(reading),
        )
    return _take(form, rows, file, None)


@pages.get("/incoming/new/<token>/pages/<int:number>.png")
@allow(Role.CLERK)
def page(token: str, number: int) -> Response:
    dropped = _dropped(token)
    reading, _ = proposals.kept(dropped)
    try:
        picture = page_image(proposals.pages_of(dropped, reading), number, dpi=DPI)
    except IndexError:
        raise NotFound("Không có trang này.") from None
    return Response(picture, mimetype="image/png")


def _take(
    form: ReceiveForm,
    rows: list[TypedTask],
    file: ArrivedFile | None,
    before: IncomingDetails | None,
    **shown: Any,
) -> Any:
    if not form.validate():
        return _page(form, rows, **shown), 422
    earlier = None
    try:
        details = form.details()
        arrival = Arrival(
            details,
            form.arrived_at(),
            form.due(),
            form.duplicate_reason.answer(),
            int(form.unit_id.answer()) if form.unit_id.answer() else None,
            new_tasks(rows),
            receiving.changed(before, details) if before else {},
        )
        paper = receiving.receive(office(), arrival, file, by=person(), now=now())
    except OfficeError as error:
        if isinstance(error, DuplicateFound):
            earlier = error.earlier
        show_on(form, error)
        return _page(form, rows, earlier=earlier, **shown), status_of(error)
    flash(f"Đã vào sổ văn bản đến: số đến {paper.number:02d}.", "good")
    warning = future_warning(paper.details, office_date(now()))
    if warning:
        flash(warning, "wait")
    return redirect(url_for("incoming.show", incoming_id=paper.id), 303)


def _page(
    form: ReceiveForm,
    rows: list[TypedTask],
    *,
    dropped: Dropped | None = None,
    proposal: Proposal | None = None,
    earlier: Incoming | None = None,
) -> str:
    day = office_date(now())
    if earlier is None and proposal is not None and dropped is not None:
        # Said before anything is typed twice: the register already has it.
        earlier = incoming.same_paper(office().db, proposals.proposed_details(proposal))
    return render_template(
        "incoming/receive.html",
        form=form,
        rows=rows,
        dropped=dropped,
        proposal=proposal,
        earlier=earlier,
        units=[unit for unit in office().agency().units if unit.active],
        next_number=incoming.next_number(office().db, day.year),
        judged=proposals.verdict_of(dropped) if dropped else None,
        weights=Weight,
    )


def _form(posted: Any = None, *, data: dict[str, Any] | None = None) -> ReceiveForm:
    form = ReceiveForm(posted, data=data)
    form.offer_units(office().agency().units)
    form.offer_urgencies()
    return form


def _arrival_now() -> dict[str, str]:
    here = now().astimezone(VIETNAM)
    return {"arrived": f"{here:%d/%m/%Y}", "arrived_time": f"{here:%H:%M}"}


def _dropped(token: str) -> Dropped:
    dropped = find(token, by=person(), now=now())
    if not dropped.has("reading.json"):
        raise NotFound("Tệp này được thả vào cho một việc khác.")
    return dropped
