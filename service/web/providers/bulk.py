"""Soạn hàng loạt — choose what and for whom, see rows judged, watch the run, take the files."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for

from forms.base import LINE_LIMIT, VietnameseForm
from forms.fields import Day, Line, Text, at_most
from service.actions import bulk_files, bulk_lines, bulk_papers
from service.actions.bulk_steps import STEPS, Moved, move_run, waiting
from service.domain.eligibility.bulk import (
    BULK_PURPOSES,
    COLUMNS,
    LIST_PURPOSES,
    REVIEW_LETTER,
    BulkLine,
    column_of,
    is_head,
)
from service.domain.eligibility.paper_making import RECIPES
from service.domain.eligibility.states import PAPER_PURPOSES
from service.domain.errors import NotFound, OfficeError, Refused
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.reading.spreadsheet import Columns, read_spreadsheet
from service.store import bulk_runs
from service.store.bulk_runs import BulkRun
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.providers.paper_forms import DAY, MOST_TEXT, given_of, question_form
from service.web.typed import whole

pages = Blueprint("provider_bulk", __name__)

TABLE = Columns(column_of, is_head, tuple(COLUMNS.values()))
MOST_SHOWN = 200
STATE_NAMES = {"running": "Đang soạn", "stopped": "Đã dừng", "done": "Đã xong"}
STATE_LOOKS = {"running": "submitted", "stopped": "returned", "done": "issued"}


class LettersForm(VietnameseForm):
    """What every letter of a run shares; unit, task and day stand in the spreadsheet."""

    opening = Text("Mở đầu", [at_most(MOST_TEXT)], render_kw={"rows": 4})
    work = Text(
        "Việc phải làm",
        [at_most(MOST_TEXT)],
        description="Dùng cho dòng không ghi việc riêng.",
        render_kw={"rows": 3},
    )
    due = Day("Hạn", description="Dùng cho dòng không ghi hạn riêng.", render_kw=DAY)
    closing = Text("Kết thúc", [at_most(MOST_TEXT)], render_kw={"rows": 2})
    subject = Line("Trích yếu (để trống: theo mẫu)", [at_most(LINE_LIMIT)])


@pages.get("/providers/bulk")
@allow(*READERS)
def listed() -> str:
    return render_template(
        "providers/bulk.html",
        runs=bulk_runs.runs(office().db, person()),
        states=STATE_NAMES,
        looks=STATE_LOOKS,
        purposes={one: PAPER_PURPOSES[one] for one in dict.fromkeys(BULK_PURPOSES + LIST_PURPOSES)},
        may_draft=person().may(Role.DRAFTER),
    )


@pages.get("/providers/bulk/new/<purpose>")
@allow(Role.DRAFTER)
def ask(purpose: str) -> str:
    return _asking(purpose, _form(purpose, None))


@pages.post("/providers/bulk/new/<purpose>")
@allow(Role.DRAFTER)
def start(purpose: str) -> Any:
    """Every row is judged; the run begins only when all are right, or the wrong ones are left
    out on purpose."""
    form = _form(purpose, request.form)
    if not form.validate():
        return _asking(purpose, form), 422
    then = request.form.get("then")
    try:
        lines, wrong = _lines(purpose)
        given = given_of(form)
        if then != "list":
            wrong |= _judged(purpose, lines, given)
        kept = [line for line in lines if line.row not in wrong]
        if then == "check" or (wrong and not request.form.get("skip")):
            return _asking(purpose, form, wrong, len(lines)), 422 if wrong else 200
        return redirect(_begun(purpose, kept, given, as_list=then == "list"), 303)
    except OfficeError as error:
        show_on(form, error)
        return _asking(purpose, form), status_of(error)


def _begun(purpose: str, lines: list[BulkLine], given: dict[str, Any], *, as_list: bool) -> str:
    """Where to go on: the run that makes a paper for each line, or the one paper for all."""
    if as_list:
        document = bulk_lines.draft_list(office(), purpose, lines, given, by=person(), now=now())
        return url_for("drafts.edit", document_id=document.id)
    run = bulk_papers.start_run(office(), purpose, lines, given, by=person(), now=now())
    return url_for("provider_bulk.show", run_id=run.id)


def _lines(purpose: str) -> tuple[tuple[BulkLine, ...], dict[int, str]]:
    """The rows of the uploaded table, else those that were ticked."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        table = read_spreadsheet(upload.read(), upload.filename, TABLE)
        return bulk_lines.lines_of_table(office(), purpose, table, by=person())
    ticked = {whole(one, 0) for one in request.form.getlist("row")}
    offered = bulk_lines.candidates(office(), purpose, by=person())
    every = bool(request.form.get("every"))
    chosen = tuple(line for line in offered if every or _tick(line) in ticked)
    if not chosen:
        raise Refused("Hãy đánh dấu ít nhất một dòng, hoặc chọn bảng tính.", "file")
    return chosen, {}


def _tick(line: BulkLine) -> int:
    """What a ticked box posts: the case, or for a commune its place in the list."""
    return line.case_ids[0] if line.case_ids else line.row


def _judged(purpose: str, lines: tuple[BulkLine, ...], given: dict[str, Any]) -> dict[int, str]:
    if not lines:
        return {}
    found = bulk_papers.check_rows(office(), purpose, lines, given, by=person(), now=now())
    return {lines[place].row: sentence for place, sentence in found.items()}


def _form(purpose: str, posted: Any) -> Any:
    if purpose not in (*BULK_PURPOSES, *LIST_PURPOSES):
        raise NotFound("Loại văn bản này không soạn hàng loạt.")
    if purpose == REVIEW_LETTER:
        return LettersForm(posted)
    regime = office().law.on(office_date(now()))
    form = question_form(RECIPES[purpose], regime)(posted)
    for name in ("scope", "commune"):
        if name in form:  # each row has its own
            del form[name]
    return form


def _asking(
    purpose: str, form: Any, wrong: dict[int, str] | None = None, count: int | None = None
) -> str:
    offered = bulk_lines.candidates(office(), purpose, by=person())
    return render_template(
        "providers/bulk_ask.html",
        form=form,
        purpose=purpose,
        title=PAPER_PURPOSES[purpose],
        offered=[(_tick(line), line) for line in offered],
        ticked={whole(one, 0) for one in request.form.getlist("row")},
        each=purpose in BULK_PURPOSES,
        as_list=purpose in LIST_PURPOSES,
        every=bool(request.form.get("every")),
        wrong=sorted((wrong or {}).items()),
        count=count,
        heads=COLUMNS.values(),
    )


@pages.get("/providers/bulk/<int:run_id>")
@allow(*READERS)
def show(run_id: int) -> str:
    return _run_page(run_id)


@pages.post("/providers/bulk/<int:run_id>/move/<step>")
@allow(*READERS)
def move(run_id: int, step: str) -> Any:
    """Take a step with all papers of the run; those that cannot go are listed with the reason."""
    if step not in STEPS:
        raise NotFound("Không có bước này.")
    moved = move_run(office(), run_id, step, by=person(), now=now())
    left = f" Còn {moved.left} văn bản; hãy bấm lần nữa." if moved.left else ""
    flash(f"{STEPS[step].name}: {moved.count} văn bản.{left}", "good" if moved.count else "wait")
    if moved.stayed:
        return _run_page(run_id, moved), 422
    return redirect(url_for("provider_bulk.show", run_id=run_id), 303)


def _run_page(run_id: int, moved: Moved | None = None) -> str:
    run = bulk_runs.get(office().db, run_id, person())
    failed = bulk_runs.rows(office().db, run_id, state="failed", limit=MOST_SHOWN)
    done = bulk_runs.rows(office().db, run_id, state="done", limit=MOST_SHOWN)
    return render_template(
        "providers/bulk_run.html",
        run=run,
        said=_said(run),
        state_name=STATE_NAMES[run.state],
        look=STATE_LOOKS[run.state],
        failed=failed,
        done=done,
        moved=moved,
        steps=STEPS,
        waiting=waiting(office(), run_id, by=person()),
        may_draft=person().may(Role.DRAFTER),
    )


def _said(run: BulkRun) -> str:
    told = f"Đã soạn {run.counts['done']} trong {run.total} văn bản"
    return (
        f"{told}, {run.counts['failed']} dòng không soạn được."
        if run.counts["failed"]
        else f"{told}."
    )


@pages.get("/providers/bulk/<int:run_id>/progress")
@allow(*READERS)
def progress(run_id: int) -> Response:
    run = bulk_runs.get(office().db, run_id, person())
    return jsonify(state=run.state, settled=run.settled, total=run.total, said=_said(run))


@pages.post("/providers/bulk/<int:run_id>/stop")
@allow(Role.DRAFTER)
def stop(run_id: int) -> Any:
    bulk_papers.stop_run(office(), run_id, by=person(), now=now())
    flash("Đã dừng; văn bản đã soạn vẫn giữ.", "good")
    return redirect(url_for("provider_bulk.show", run_id=run_id), 303)


@pages.post("/providers/bulk/<int:run_id>/resume")
@allow(Role.DRAFTER)
def resume(run_id: int) -> Any:
    bulk_papers.resume_run(office(), run_id, by=person(), now=now())
    flash("Đang soạn tiếp.", "good")
    return redirect(url_for("provider_bulk.show", run_id=run_id), 303)


@pages.get("/providers/bulk/<int:run_id>/files.zip")
@allow(*READERS)
def as_zip(run_id: int) -> Response:
    data = bulk_files.as_zip(office(), run_id, by=person(), now=now())
    return _sent(data, "application/zip", f"soan-hang-loat-{run_id}.zip")


@pages.get("/providers/bulk/<int:run_id>/files.pdf")
@allow(*READERS)
def as_pdf(run_id: int) -> Response:
    data = bulk_files.as_pdf(office(), run_id, by=person(), now=now())
    return _sent(data, "application/pdf", f"soan-hang-loat-{run_id}.pdf")


def _sent(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(name)
    return response
