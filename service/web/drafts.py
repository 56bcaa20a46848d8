"""Soạn thảo — choose a kind, fill its form beside the page it makes, send it for approval."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from forms import rows
from forms.base import posted
from forms.leftovers import MEANT
from forms.wire import to_wire
from service.actions import copying, drafting, reviewing
from service.actions.authorities import signing_advice, with_able_signatories
from service.domain.documents import Document, FileRole
from service.domain.errors import EditConflict, OfficeError
from service.domain.numbering import office_date
from service.domain.workflow import EDITABLE, Role, State
from service.store import documents, lists, people
from service.web import held, previews
from service.web.allow import allow, person
from service.web.answers import differences
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import clock_time
from service.web.frame import office
from service.web.typed import whole

pages = Blueprint("drafts", __name__)

EARLIER = 8
"""Earlier papers offered to start from, per kind; the search page has all of them."""


@pages.get("/documents/new")
@allow(Role.DRAFTER)
def choose() -> str:
    earlier = {
        kind.code: lists.to_copy_from(office().db, person(), kind.code, limit=EARLIER)
        for kind in office().kinds
    }
    groups = office().kinds.groups()
    return render_template("drafts/choose.html", groups=groups, earlier=earlier)


@pages.post("/documents/new/<kind_code>")
@allow(Role.DRAFTER)
def create(kind_code: str) -> Response:
    me, kind = person(), office().kinds[kind_code]
    agency = office().agency()
    unit = next((unit.symbol for unit in agency.units if unit.id == me.unit_id), "")
    last = documents.last_answers(office().db, me.id, kind.code)
    able = with_able_signatories(
        office(), agency, kind=kind.code, unit_id=me.unit_id, on=office_date(now())
    )
    start = kind.form.starting_answers(able, unit=unit, last=last)
    answers = posted(kind.form, start, agency).answers()
    document = untouched(kind.code, answers) or drafting.create_draft(
        office(), kind.code, answers, by=me, now=now()
    )
    return redirect(url_for("drafts.edit", document_id=document.id), 303)


def untouched(kind_code: str, answers: dict[str, Any]) -> Document | None:
    """A draft that this person started and never typed into: one of them is enough."""
    me = person()
    mine = lists.visible(
        office().db, me, states=(State.DRAFT,), kind=kind_code, created_by=me.id, per_page=EARLIER
    )
    for line in mine.lines:
        document = documents.get(office().db, line.id, me)
        if document.version == 1 and document.answers == answers:
            return document
    return None


@pages.post("/documents/<int:document_id>/copies")
@allow(Role.DRAFTER)
def copy(document_id: int) -> Response:
    document = drafting.copy_as_new(office(), document_id, by=person(), now=now())
    flash("Đã mở bản thảo mới với nội dung của văn bản trước.", "good")
    return redirect(url_for("drafts.edit", document_id=document.id), 303)


@pages.get("/documents/<int:document_id>/edit")
@allow(Role.DRAFTER)
def edit(document_id: int) -> Any:
    document = documents.get(office().db, document_id, person())
    if document.state not in EDITABLE:
        return redirect(url_for("documents.show", document_id=document.id), 303)
    kept = held.given_back(person())
    if kept is not None:
        flash("Phần gõ dở trước khi hết phiên đã được đưa lại; hãy xem rồi bấm Lưu.", "wait")
    form = form_of(document, kept if kept is not None else wire_of(document))
    return show(document, form, version_in(kept) if kept else None)


@pages.post("/documents/<int:document_id>/edit")
@allow(Role.DRAFTER)
def save(document_id: int) -> Any:
    """Every button of the form lands here; whichever it is, what was typed is on the next page."""
    document = documents.get(office().db, document_id, person())
    command = request.form.get(rows.COMMAND)
    if command:
        return show(document, form_of(document, rows.apply(request.form, command)), version_in())
    form, version = form_of(document, request.form), version_in()
    try:
        document = drafting.save_draft(
            office(), document_id, form.answers(), version, by=person(), now=now()
        )
        version = document.version
        return next_page(attached(document))
    except EditConflict as conflict:
        flash(conflict.message, "wrong")
        return redirect(url_for("drafts.conflict", document_id=document_id), 303)
    except OfficeError as error:
        show_on(form, error)
        # What was refused after the saving leaves the page with the version that was saved.
        return show(document, form, version), status_of(error)


def attached(document: Document) -> Document:
    """The paper with the uploaded file, if there is one; wrong files are refused at `source`."""
    upload = request.files.get("source")
    if upload is None or not upload.filename:
        return document
    data, name = upload.stream.read(), upload.filename
    trust = office().settings.trust_folder
    trust.mkdir(parents=True, exist_ok=True)
    return copying.attach_source(
        office(), document.id, data, name, trust_folder=trust, by=person(), now=now()
    )


def next_page(document: Document) -> Response:
    """Where the pressed button leads once everything is saved."""
    do = request.form.get("do")
    if do == "submit":
        approver = whole(request.form.get("approver"), 0) or None
        reviewing.submit(
            office(),
            document.id,
            by=person(),
            now=now(),
            approver_id=approver,
            version=document.version,
            blanks_meant=MEANT in request.form,
        )
        flash("Đã trình. Văn bản đang chờ lãnh đạo duyệt.", "good")
        return redirect(url_for("documents.show", document_id=document.id), 303)
    flash(f"Đã lưu lúc {clock_time(document.updated_at)}.", "good")
    view = "1" if do == "preview" else None
    anchor = "preview" if view else None
    return redirect(
        url_for("drafts.edit", document_id=document.id, preview=view, _anchor=anchor), 303
    )


@pages.post("/documents/<int:document_id>/autosave")
@allow(Role.DRAFTER)
def autosave(document_id: int) -> Response:
    """The same saving, for the script: answers the new version and the time."""
    document = documents.get(office().db, document_id, person())
    form = form_of(document, request.form)
    saved = drafting.save_draft(
        office(), document_id, form.answers(), version_in(), by=person(), now=now()
    )
    return jsonify({"version": saved.version, "saved_at": clock_time(saved.updated_at)})


@pages.post("/documents/<int:document_id>/preview")
@allow(Role.DRAFTER)
def preview(document_id: int) -> Response:
    """Pages of what is typed right now, without saving it."""
    document = documents.get(office().db, document_id, person())
    form = form_of(document, request.form)
    shown = previews.of_answers(document, form.answers(), office().agency())
    form.validate()
    return jsonify({"pages": shown.urls, "advice": advice_on(document, form)})


@pages.get("/documents/<int:document_id>/conflict")
@allow(Role.DRAFTER)
def conflict(document_id: int) -> Any:
    document = documents.get(office().db, document_id, person())
    mine = drafting.side_copy(office().db, document_id, person())
    if mine is None:
        return redirect(url_for("documents.show", document_id=document_id), 303)
    kind, agency = office().kinds[document.kind], office().agency()
    both = differences(
        posted(kind.form, mine.answers, agency), posted(kind.form, document.answers, agency)
    )
    return render_template(
        "drafts/conflict.html",
        document=document,
        kind=kind,
        mine=mine,
        saved_by=people.get(office().db, document.updated_by).name,
        changed=[line for line in both if line.differs],
        editable=document.state in EDITABLE,
    )


@pages.post("/documents/<int:document_id>/conflict")
@allow(Role.DRAFTER)
def resolve(document_id: int) -> Response:
    keep_mine = request.form.get("keep") == "mine"
    drafting.resolve_side_copy(office(), document_id, keep_mine=keep_mine, by=person(), now=now())
    flash("Đã giữ bản của bạn." if keep_mine else "Đã dùng bản đã lưu trước.", "good")
    return redirect(url_for("drafts.edit", document_id=document_id), 303)


@pages.post("/documents/<int:document_id>/discarding")
@allow(Role.DRAFTER)
def discard(document_id: int) -> Response:
    drafting.discard(office(), document_id, by=person(), now=now())
    flash("Đã bỏ bản thảo.", "good")
    return redirect(url_for("home.show"), 303)


def form_of(document: Document, formdata: Any) -> Any:
    return office().kinds[document.kind].form(formdata, agency=office().agency())


def advice_on(document: Document, form: Any) -> dict[str, str]:
    """What the form would rather see, and whether the chosen person may sign it today."""
    signing = signing_advice(office(), document, form.answers(), on=office_date(now()))
    refused = form.error_paths()
    at_signatory = any(path.startswith("signatory") for path in refused)
    advice = form.advice() | ({} if at_signatory else signing)
    return {path: told for path, told in advice.items() if told not in refused.values()}


def wire_of(document: Document) -> Any:
    return to_wire(office().kinds[document.kind].form, document.answers)


def version_in(fields: MultiDict[str, str] | None = None) -> int:
    """The version that the page was filled from; 0 never matches, so nothing is overwritten."""
    return whole((request.form if fields is None else fields).get("_version"), 0)


def show(document: Document, form: Any, version: int | None = None) -> str:
    """The drafting page. `version` is kept from the page before where its save did not happen."""
    kind = office().kinds[document.kind]
    shown, trouble = None, ""
    if request.args.get("preview"):
        try:
            shown = previews.of_document(document)
        except OfficeError as error:
            trouble = error.message
    return render_template(
        "drafts/form.html",
        document=document,
        kind=kind,
        form=form,
        version=document.version if version is None else version,
        advice=advice_on(document, form),
        preview=shown,
        trouble=trouble,
        source=documents.current_file(office().db, document.id, FileRole.SOURCE),
        blanks=form.blanks_to_keep() and MEANT,
        leaders=people.holding(office().db, Role.SIGNATORY),
        side_copy=drafting.side_copy(office().db, document.id, person()),
        upload_mb=office().settings.upload_mb,
    )
