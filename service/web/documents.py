"""Trang văn bản — one page per paper, showing to each role what it may do next."""

import logging
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from forms.base import VietnameseForm, posted
from forms.fields import Choice, Day
from service.actions import access, issuing, jobs, reviewing
from service.actions import files as archive
from service.actions.signing_order import missing_annexes, require_signed
from service.domain.documents import Document, Event, FileRole
from service.domain.errors import Busy, NotFound, OfficeError, Refused, StorageFault
from service.domain.numbering import office_date
from service.domain.sent_places import in_brief, sent_places
from service.domain.signing import REVISION_NAMES, NumberOrder, SigningStep
from service.domain.workflow import EDITABLE, Role, State
from service.store import documents, events, lists, numbers, people, signing
from service.store import jobs as job_table
from service.store.annex_files import annex_files
from service.web import afterwards, previews
from service.web.allow import allow, person
from service.web.answers import lines_of
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import day
from service.web.frame import READERS, office
from service.web.number_sources import choice_of, with_sources
from service.web.signed_view import (
    CorrectionForm,
    SignedForm,
    annex_views,
    for_many,
    signed_view,
    with_places,
)
from service.web.typed import filled, whole

pages = Blueprint("documents", __name__)

log = logging.getLogger(__name__)

APPROVED = {
    NumberOrder.NUMBER_FIRST: "Đã duyệt. Văn thư sẽ cấp số và phát hành.",
    NumberOrder.SIGN_FIRST: "Đã duyệt. Khi có tệp trình ký, hãy ký; văn thư cấp số sau đó.",
}
OFFERED = (FileRole.SIGNED, FileRole.SCAN, FileRole.PDF, FileRole.DOCX)


class ReasonForm(VietnameseForm):
    """One sentence that says why; used for returning a paper and for striking a number out."""

    reason = TextAreaField("Lý do", [filled("Hãy ghi lý do.")], render_kw={"rows": 3})


class NumberForm(VietnameseForm):
    issued_on = Day(
        "Ngày ban hành",
        [filled("Hãy ghi ngày ban hành, ví dụ 08/01/2021.")],
        description="Ghi ngày/tháng/năm. Không muộn hơn hôm nay, không sớm hơn ngày của số liền "
        "trước trong sổ.",
        render_kw={"class": "short", "autocomplete": "off", "inputmode": "numeric"},
    )
    source = Choice("Lấy số", description="Số đã giữ chỉ dùng cho văn bản mang ngày giữ số.")


@pages.get("/documents/<int:document_id>")
@allow(*READERS)
def show(document_id: int) -> str:
    document = documents.get(office().db, document_id, person())
    note_look(document)
    return page(document)


@pages.post("/documents/<int:document_id>/withdrawal")
@allow(Role.DRAFTER)
def withdraw(document_id: int) -> Response:
    reviewing.withdraw(office(), document_id, by=person(), now=now())
    flash("Đã rút văn bản về để sửa.", "good")
    return redirect(url_for("drafts.edit", document_id=document_id), 303)


@pages.post("/documents/<int:document_id>/approval")
@allow(Role.SIGNATORY)
def approve(document_id: int) -> Any:
    version = whole(request.form.get("version"), 0)
    try:
        done = reviewing.approve(office(), document_id, by=person(), now=now(), version=version)
    except Refused as refusal:
        flash(refusal.message, "wrong")
        return page(documents.get(office().db, document_id, person())), status_of(refusal)
    flash(APPROVED[NumberOrder(done.number_order)], "good")
    return back_to(document_id)


@pages.post("/documents/<int:document_id>/return")
@allow(Role.SIGNATORY)
def return_(document_id: int) -> Any:
    form = ReasonForm(request.form, prefix="return-")
    document = documents.get(office().db, document_id, person())
    if not form.validate():
        return page(document, returning=form), 422
    reviewing.return_(office(), document_id, form.reason.data, by=person(), now=now())
    flash("Đã trả lại người soạn kèm lý do.", "good")
    return back_to(document_id)


@pages.get("/documents/<int:document_id>/number")
@allow(Role.CLERK)
def ask_number(document_id: int) -> Any:
    """Check-your-answers: everything the register will say, before the number is taken."""
    document = documents.get(office().db, document_id, person())
    if document.state is not State.APPROVED:
        return back_to(document_id)
    require_signed(office(), document)
    form = with_sources(NumberForm(), document, office(), now())
    form.issued_on.data = day(office_date(now()))
    return number_page(document, form)


@pages.post("/documents/<int:document_id>/number")
@allow(Role.CLERK)
def take_number(document_id: int) -> Any:
    """A second click finds the number taken and shows the same paper."""
    document = documents.get(office().db, document_id, person())
    form = with_sources(NumberForm(request.form), document, office(), now())
    if not form.validate():
        return number_page(document, form), 422
    issued_on = date.fromisoformat(form.issued_on.answer())
    try:
        numbered = issuing.take_number(
            office(),
            document_id,
            issued_on=issued_on,
            by=person(),
            now=now(),
            choice=choice_of(form.source.answer()),
        )
    except Refused as refusal:
        show_on(form, refusal)
        return number_page(document, form), status_of(refusal)
    flash(f"Đã cấp số {numbered.reference}, ngày {day(numbered.issued_on)}.", "good")
    return back_to(document_id)


@pages.post("/documents/<int:document_id>/issue")
@allow(Role.CLERK)
def issue(document_id: int) -> Response:
    issued = issuing.issue(office(), document_id, by=person(), now=now())
    flash(f"Đã phát hành {issued.reference}.", "good")
    return back_to(document_id)


@pages.post("/documents/<int:document_id>/void")
@allow(Role.CLERK)
def void(document_id: int) -> Any:
    form = ReasonForm(request.form, prefix="void-")
    document = documents.get(office().db, document_id, person())
    if not form.validate():
        return page(document, voiding=form), 422
    issuing.void_number(
        office(),
        document_id,
        form.reason.data,
        keep_approved=request.form.get("then") == "renumber",
        by=person(),
        now=now(),
    )
    flash(f"Đã hủy số {document.reference}; số này không dùng lại.", "good")
    return back_to(document_id)


@pages.post("/documents/<int:document_id>/retry")
@allow(Role.CLERK)
def retry(document_id: int) -> Response:
    jobs.retry_failed(office(), document_id, by=person(), now=now())
    flash("Đang tạo lại tệp.", "good")
    return back_to(document_id)


@pages.get("/documents/<int:document_id>/readiness")
@allow(*READERS)
def readiness(document_id: int) -> Response:
    """Whether the numbered files are there, for the script of a page that waits for them."""
    document = documents.get(office().db, document_id, person())
    ready = documents.current_file(office().db, document.id, FileRole.PDF) is not None
    if document.state is State.APPROVED:
        ready = signing.standing(office().db, document).step is not SigningStep.PREPARING
    return jsonify({"ready": ready, "failed": bool(trouble_of(document))})


@pages.get("/documents/<int:document_id>/files/<role>/<int:revision>")
@allow(*READERS)
def download(document_id: int, role: str, revision: int) -> Response:
    """The stored bytes; DOCX and PDF are offered for saving under the paper's own number."""
    if role not in list(FileRole):
        raise NotFound("Không có tệp này.")
    file, data = archive.download(
        office(),
        document_id,
        FileRole(role),
        by=person(),
        now=now(),
        revision=revision,
        part=whole(request.args.get("part"), 0),
    )
    response = Response(data, mimetype=file.media_type)
    response.headers["Content-Disposition"] = disposition(file.name)
    return response


def disposition(name: str) -> str:
    """``attachment`` with the Vietnamese name as RFC 5987 has it, and a plain one for old tools."""
    plain = "".join(letter if letter.isascii() and letter not in '"\\' else "_" for letter in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def note_look(document: Document) -> None:
    """Every look is written down; while nothing can be written, papers can still be read."""
    try:
        access.note_view(office(), document, by=person(), now=now())
    except (Busy, StorageFault) as fault:
        log.warning("a look at document %s was not written down: %s", document.id, fault.message)


def back_to(document_id: int) -> Response:
    return redirect(url_for("documents.show", document_id=document_id), 303)


def page(document: Document, **forms: Any) -> str:
    me, kind = person(), office().kinds[document.kind]
    agency = documents.frozen_agency(office().db, document.id) or office().agency()
    shown, trouble = seen(document)
    files = current_files(document)
    is_approver = me.may(Role.SIGNATORY) and document.approver_id == me.id
    history = events.of_document(office().db, document.id)
    return render_template(
        "documents/show.html",
        document=document,
        kind=kind,
        answers=lines_of(posted(kind.form, document.answers, agency)),
        preview=shown,
        trouble=trouble,
        files=files,
        making=document.state is State.NUMBERED and not files,
        job_trouble=trouble_of(document),
        history=history,
        after=afterwards.afterwards_of(document),
        may_share=access.may_share(document, me) and document.state not in EDITABLE,
        no_fields=no_fields(history) if files else "",
        creator=people.get(office().db, document.created_by),
        approver=document.approver_id and people.get(office().db, document.approver_id),
        drafter_may=me.may(Role.DRAFTER) and document.unit_id == me.unit_id,
        editable=document.state in EDITABLE,
        is_approver=is_approver,
        is_clerk=me.may(Role.CLERK),
        may_copy=me.may(Role.DRAFTER) and document.state not in EDITABLE,
        returning=forms.get("returning") or ReasonForm(prefix="return-"),
        voiding=forms.get("voiding") or ReasonForm(prefix="void-"),
        **signatures_of(document, files, forms),
        opened=next(iter(forms), ""),
    )


def signatures_of(document: Document, files: list[Any], forms: Mapping[str, Any]) -> dict[str, Any]:
    """How far the signing has come, of the paper and of its annexes, and its two forms."""
    stand = signing.standing(office().db, document)
    return {
        "stand": stand,
        "digital": signing.policy(office().db).digital,
        "signed": signed_view(document),
        "annexes": annex_views(document) if files else (),
        "missing": missing_annexes(office(), document) if stand.part else "",
        "signing": forms.get("signing") or for_many(SignedForm(), document),
        "correcting": forms.get("correcting") or with_places(CorrectionForm(), document),
        "revision_names": REVISION_NAMES,
    }


def seen(document: Document) -> tuple[previews.Preview | None, str]:
    """The pages, or the sentence why they cannot be shown; the rest of the page works anyway."""
    try:
        return previews.of_document(document), ""
    except OfficeError as error:
        return None, error.message


def current_files(document: Document) -> list[Any]:
    """What a numbered paper is downloaded as: the signed file first, files of annexes last."""
    found = [documents.current_file(office().db, document.id, role) for role in OFFERED]
    return [*(one for one in found if one is not None), *annex_files(office().db, document.id)]


def no_fields(history: Iterable[Event]) -> str:
    """Why the numbered file, as it was last made, carries no fields for digital signatures."""
    made = [event.detail for event in history if event.verb == "render_numbered"]
    return str(made[-1].get("no_fields", "")) if made else ""


def trouble_of(document: Document) -> str:
    """What stopped a job of this paper for good; empty while none has."""
    failed = [
        job for job in job_table.of_document(office().db, document.id) if job.state == "failed"
    ]
    return failed[-1].message if failed else ""


def number_page(document: Document, form: NumberForm) -> str:
    kind, db = office().kinds[document.kind], office().db
    series = numbers.series_for(db, kind.register, kind.code)
    year = office_date(now()).year
    agency = documents.frozen_agency(db, document.id) or office().agency()
    shown, trouble = seen(document)
    return render_template(
        "documents/number.html",
        document=document,
        kind=kind,
        form=form,
        series=series,
        next_number=numbers.next_number(db, series.id, year),
        last=numbers.last_dated(db, series.id, year),
        year=year,
        unit=next((unit for unit in agency.units if unit.id == document.unit_id), None),
        recipients=in_brief(sent_places(lists.named_in(document.answers))),
        preview=shown,
        trouble=trouble,
    )
