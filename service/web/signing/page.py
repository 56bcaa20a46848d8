"""Trang ký số — what a paper waits for, and the way of signing that a person chooses."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.actions.held_keys import sign_with_held_key
from service.actions.remote_signing import begin_remote
from service.actions.signing_elsewhere import give_up_session
from service.actions.signing_files import Handed, accept_files
from service.actions.signing_order import hand_out, missing_annexes
from service.actions.token_signing import sign_with_token
from service.actions.wet_ink import InkFacts, confirm_pen, confirm_scan, print_sheet
from service.domain.documents import Document
from service.domain.errors import Busy, NotFound, OfficeError, Refused, TooManyTries, WrongState
from service.domain.signing import (
    METHOD_NAMES,
    OPEN_SESSIONS,
    SigningSession,
    SigningStep,
    Standing,
)
from service.domain.workflow import Role, State
from service.store import documents, people, signing, signing_sessions
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition, seen
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.lookover import all_uploaded, uploaded
from service.web.signed_view import annex_views
from service.web.signing import ways
from service.web.signing.ways import Way
from service.web.typed import whole
from signatures.passphrase import Passphrase

pages = Blueprint("signing", __name__)

SIGNERS = (Role.SIGNATORY, Role.CLERK)
STEP_NAMES = {
    SigningStep.PERSON: "Chữ ký của người có thẩm quyền",
    SigningStep.SEAL: "Ký số của cơ quan",
}
ANNEX_STEP = "Ký số của cơ quan trên văn bản kèm theo"
MISSING = {"signed": "Chưa chọn tệp PDF đã ký.", "scan": "Chưa chọn bản quét."}


@pages.get("/documents/<int:document_id>/signing")
@allow(*SIGNERS)
def show(document_id: int) -> Any:
    document = documents.get(office().db, document_id, person())
    offered = ways.ways_for(document, standing(document), person(), ways.desk())
    if not offered:
        return redirect(url_for("documents.show", document_id=document_id), 303)
    chosen = next((one for one in offered if one.code == request.args.get("way")), offered[0])
    return page(document, offered, chosen, ways.form_of(chosen, document))


@pages.post("/documents/<int:document_id>/signing/<code>")
@allow(*SIGNERS)
def sign(document_id: int, code: str) -> Any:
    """Sign, or hand in what was signed; refusals come back to the same form."""
    document = documents.get(office().db, document_id, person())
    stand = standing(document)
    offered = ways.ways_for(document, stand, person(), ways.desk())
    way = next((one for one in offered if one.code == code), None)
    if way is None:
        raise moved(document)
    form = ways.form_of(way, document, request.form)
    if not form.validate():
        return page(document, offered, way, form), 422
    try:
        VERBS[code](document, form)
    except (Refused, TooManyTries, Busy) as refusal:
        show_on(form, refusal)
        return page(document, offered, way, form), status_of(refusal)
    if way is ways.REMOTE:
        return redirect(url_for("signing.show", document_id=document_id), 303)
    flash(said_of(stand, standing(document), document), "good")
    return redirect(url_for("documents.show", document_id=document_id), 303)


def said_of(before: Standing, after: Standing, document: Document) -> str:
    """What was taken; the page itself says what is still missing."""
    said = DONE[before.step]
    if before.step is SigningStep.PERSON and after.signature(SigningStep.SEAL):
        said = "Đã nhận chữ ký của người có thẩm quyền và của cơ quan."
    ready = after.step is SigningStep.DONE and document.state is State.NUMBERED
    return f"{said} Văn bản phát hành được." if ready else said


DONE = {
    SigningStep.PERSON: "Đã nhận chữ ký của người có thẩm quyền.",
    SigningStep.SEAL: "Đã nhận chữ ký của cơ quan.",
}


@pages.get("/documents/<int:document_id>/signing/progress")
@allow(*SIGNERS)
def progress(document_id: int) -> Response:
    """Whether a signature under way elsewhere has ended, for the script of the waiting page."""
    document = documents.get(office().db, document_id, person())
    last = signing_sessions.last(office().db, document.id)
    return jsonify({"ready": not is_open(last), "failed": False})


@pages.get("/documents/<int:document_id>/signing/file")
@allow(*SIGNERS)
def file(document_id: int) -> Response:
    """The file for a tool of one's own: the paper's, or with `part` an annex's."""
    part = whole(request.args.get("part"), 0)
    name, data = hand_out(office(), document_id, by=person(), now=now(), part=part)
    return attached(name, data)


@pages.get("/documents/<int:document_id>/signing/sheet")
@allow(*SIGNERS)
def sheet(document_id: int) -> Response:
    """The file to print and sign with a pen."""
    found, data = print_sheet(office(), document_id, by=person(), now=now())
    return attached(found.name, data)


@pages.post("/documents/<int:document_id>/signing/sessions/<int:session_id>/end")
@allow(*SIGNERS)
def give_up(document_id: int, session_id: int) -> Response:
    documents.get(office().db, document_id, person())
    give_up_session(office(), session_id, by=person(), now=now())
    flash("Đã thôi chờ; văn bản giữ nguyên như trước khi ký.", "good")
    return redirect(url_for("signing.show", document_id=document_id), 303)


def with_key(document: Document, form: Any) -> None:
    sign_with_held_key(
        office(),
        document.id,
        Passphrase(form.passphrase.data),
        desk=ways.desk(),
        reason=form.reason.data or "",
        by=person(),
        now=now(),
    )


def with_token(document: Document, form: Any) -> None:
    sign_with_token(
        office(),
        document.id,
        Passphrase(form.pin.data),
        desk=ways.desk(),
        reason=form.reason.data or "",
        by=person(),
        now=now(),
    )


def with_remote(document: Document, form: Any) -> None:
    begin_remote(
        office(),
        document.id,
        form.account.data,
        desk=ways.desk(),
        reason=form.reason.data or "",
        by=person(),
        now=now(),
    )
    flash("Đã gửi yêu cầu ký; hãy mở ứng dụng trên điện thoại và đồng ý.", "good")


def with_file(document: Document, form: Any) -> None:
    """All files of the paper at once, or one by one."""
    accept_files(
        office(),
        document.id,
        [Handed(*one) for one in all_uploaded("signed", MISSING["signed"])],
        trust_folder=ways.desk().trust_folder,
        reason=form.reason.data or "",
        by=person(),
        now=now(),
    )


def with_pen(document: Document, form: Any) -> None:
    confirm_pen(office(), document.id, ink(form), by=person(), now=now())


def with_scan(document: Document, form: Any) -> None:
    _, data = uploaded("scan", MISSING["scan"])
    facts = ink(form, has_seal=form.has_seal.answer())
    confirm_scan(office(), document.id, data, facts, by=person(), now=now())


def ink(form: Any, *, has_seal: bool = False) -> InkFacts:
    return InkFacts(
        form.signer.answer(),
        date.fromisoformat(form.signed_on.answer()),
        form.has_ink.answer(),
        has_seal,
    )


VERBS = {
    "key": with_key,
    "token": with_token,
    "remote": with_remote,
    "file": with_file,
    "pen": with_pen,
    "scan": with_scan,
}


def moved(document: Document) -> OfficeError:
    """Why this way cannot be taken (any more): somebody else may have signed meanwhile."""
    stand = standing(document)
    before = stand.signatures[-1] if stand.signatures else None
    if before is None:
        return NotFound("Cách ký này không dùng được cho văn bản này; hãy tải lại trang.")
    return WrongState(
        f"{before.signed_by_name} vừa ký bước trước; chữ ký này chưa được nhận. Hãy tải lại trang."
    )


def standing(document: Document) -> Any:
    return signing.standing(office().db, document)


def is_open(session: SigningSession | None) -> bool:
    return bool(session and session.state in OPEN_SESSIONS and session.expires_at > now())


def attached(name: str, data: bytes) -> Response:
    response = Response(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = disposition(name)
    return response


def page(document: Document, offered: list[Way], way: Way, form: Any) -> str:
    stand, shown = standing(document), seen(document)
    last = signing_sessions.last(office().db, document.id)
    return render_template(
        "signing/show.html",
        document=document,
        kind=office().kinds[document.kind],
        stand=stand,
        step_name=ANNEX_STEP if stand.part else STEP_NAMES[stand.step],
        annexes=annex_views(document) if person().may(Role.CLERK) else (),
        missing=missing_annexes(office(), document) if stand.part else "",
        methods=METHOD_NAMES,
        ways=offered,
        way=way,
        form=form,
        preview=shown[0],
        trouble=shown[1],
        session=last if last and last.step is stand.step else None,
        under_way=is_open(last),
        approver=people.get(office().db, document.approver_id) if document.approver_id else None,
    )
