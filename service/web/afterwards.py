"""Sau khi phát hành trên trang — sending out, recalling, correcting and replacing a paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from forms.base import VietnameseForm
from forms.fields import Day, Line
from service.actions import dispatching, mending
from service.domain.afterwards import (
    BACKWARD_NAMES,
    MISTAKE_NAMES,
    PAPER_WAYS,
    RELATION_NAMES,
    WAY_NAMES,
    Correction,
    Dispatch,
    DispatchWay,
    Mistake,
    Recall,
    Relation,
    receivers,
)
from service.domain.documents import Document, DocumentLine
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import dispatches, documents, paper_links
from service.store.arrived_citations import ArrivedPaper, cited_arrivals, citing_arrivals
from service.store.paper_links import CitedPaper, PaperLink, topic_of
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import day
from service.web.frame import READERS, office
from service.web.typed import filled, whole

pages = Blueprint("afterwards", __name__)

CORRECTION_ROWS = 4
"""Places that the page asks for at once; more are written into the draft itself."""

SHORT = {"class": "short", "autocomplete": "off", "inputmode": "numeric"}


class DispatchForm(VietnameseForm):
    others = TextAreaField(
        "Nơi nhận khác", description="Mỗi dòng một nơi nhận.", render_kw={"rows": 2}
    )
    way = SelectField(
        "Cách gửi", choices=[SelectChoice(way.value, name) for way, name in WAY_NAMES.items()]
    )
    sent_on = Day("Ngày gửi", [filled("Hãy ghi ngày gửi.")], render_kw=SHORT)
    copies = Line("Số bản gửi mỗi nơi", default="1", render_kw=SHORT)
    note = Line("Ghi chú")


class ReceiptForm(VietnameseForm):
    received_on = Day("Ngày nhận", [filled("Hãy ghi ngày nhận.")], render_kw=SHORT)
    received_by = Line("Người nhận")


class GivenBackForm(VietnameseForm):
    given_back_on = Day("Ngày gửi lại hoặc báo đã hủy", [filled("Hãy ghi ngày.")], render_kw=SHORT)


class RecallForm(VietnameseForm):
    reason = TextAreaField(
        "Lý do thu hồi", [filled("Hãy ghi lý do thu hồi.")], render_kw={"rows": 3}
    )
    order = Line(
        "Người quyết định thu hồi, hoặc văn bản thu hồi",
        [filled("Hãy ghi ai quyết định thu hồi.")],
        description="Ví dụ: Chủ tịch Ủy ban nhân dân xã, ngày 05/3/2026.",
    )


class PlaceForm(VietnameseForm):
    place = Line("Ở đâu", description="Ví dụ: Điều 2, dòng thứ ba.")
    wrong = Line("Đã ghi")
    right = Line("Sửa thành")


class CorrectionForm(VietnameseForm):
    mistake = RadioField(
        "Sai sót về",
        choices=[SelectChoice(one.value, name) for one, name in MISTAKE_NAMES.items()],
        default=Mistake.FORM.value,
    )
    corrections = FieldList(
        FormField(PlaceForm, "Chỗ đính chính"), "Chỗ cần đính chính", min_entries=CORRECTION_ROWS
    )
    reason = Line("Nguyên nhân", description="Để trống thì ghi “Do sơ suất trong quá trình …”.")


class ReplacementForm(VietnameseForm):
    relation = RadioField(
        "Văn bản mới",
        choices=[
            SelectChoice(one.value, f"{RELATION_NAMES[one]} văn bản này")
            for one in (Relation.REPLACES, Relation.AMENDS)
        ],
        default=Relation.REPLACES.value,
    )
    mistake = RadioField(
        "Sai sót về",
        choices=[
            SelectChoice(one.value, name) for one, name in reversed(list(MISTAKE_NAMES.items()))
        ],
        default=Mistake.CONTENT.value,
    )
    reason = TextAreaField("Lý do", [filled("Hãy ghi lý do.")], render_kw={"rows": 3})


@dataclass(frozen=True, slots=True)
class Afterwards:
    """All that a paper's page tells of what came after it was issued."""

    out: bool
    sent: tuple[Dispatch, ...]
    recall: Recall | None
    earlier: tuple[PaperLink, ...]
    later: tuple[PaperLink, ...]
    cited: tuple[CitedPaper, ...]
    citing: Sequence[DocumentLine]
    cited_arrivals: Mapping[str, ArrivedPaper]
    citing_arrivals: tuple[ArrivedPaper, ...]

    @property
    def ties(self) -> tuple[tuple[str, PaperLink], ...]:
        """What ties it to other papers of the office, each called as seen from this one."""
        forward = ((RELATION_NAMES[one.relation], one) for one in self.earlier)
        backward = ((BACKWARD_NAMES[one.relation], one) for one in self.later)
        return (*forward, *backward)


def afterwards_of(document: Document) -> Afterwards:
    db, me, name = office().db, person(), office().agency().full_name
    return Afterwards(
        out=document.state in dispatching.GONE_OUT,
        sent=dispatches.of_document(db, document.id),
        recall=dispatches.recall_of(db, document.id),
        earlier=paper_links.earlier_papers(db, me, document.id),
        later=paper_links.later_papers(db, me, document.id),
        cited=paper_links.cited_by(db, me, topic_of(document.id), agency=name),
        citing=paper_links.citing(db, me, document.id, agency=name),
        cited_arrivals=cited_arrivals(db, me, topic_of(document.id)),
        citing_arrivals=citing_arrivals(db, me, document.id, agency=name),
    )


@pages.get("/documents/<int:document_id>/dispatch")
@allow(*READERS)
def sendings(document_id: int) -> str:
    form = DispatchForm()
    form.sent_on.data = day(office_date(now()))
    return dispatch_page(documents.get(office().db, document_id, person()), form)


@pages.post("/documents/<int:document_id>/dispatch")
@allow(Role.CLERK)
def dispatch(document_id: int) -> Any:
    document = documents.get(office().db, document_id, person())
    form = DispatchForm(request.form)
    chosen = [*request.form.getlist("recipients"), *(form.others.data or "").splitlines()]
    if not form.validate():
        return dispatch_page(document, form, chosen=chosen), 422
    try:
        dispatching.dispatch(
            office(),
            document_id,
            chosen,
            way=DispatchWay(form.way.data),
            sent_on=date.fromisoformat(form.sent_on.answer()),
            copies=whole(form.copies.data, 0),
            note=form.note.data or "",
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return dispatch_page(document, form, chosen=chosen), status_of(error)
    flash("Đã ghi việc gửi.", "good")
    return to_sendings(document_id)


@pages.post("/documents/<int:document_id>/dispatch/<int:dispatch_id>/receipt")
@allow(Role.CLERK)
def receipt(document_id: int, dispatch_id: int) -> Any:
    return heard(document_id, dispatch_id, ReceiptForm(request.form, prefix=f"r{dispatch_id}-"))


@pages.post("/documents/<int:document_id>/dispatch/<int:dispatch_id>/given-back")
@allow(Role.CLERK)
def given_back(document_id: int, dispatch_id: int) -> Any:
    return heard(document_id, dispatch_id, GivenBackForm(request.form, prefix=f"b{dispatch_id}-"))


def heard(document_id: int, dispatch_id: int, form: Any) -> Any:
    """What came back from a recipient: that it was received, or returned after a recall."""
    document = documents.get(office().db, document_id, person())
    if form.validate():
        try:
            note(document_id, dispatch_id, form)
        except OfficeError as error:
            error.errors = {form._prefix + path: said for path, said in error.errors.items()}
            show_on(form, error)
            return dispatch_page(document, heard=(dispatch_id, form)), status_of(error)
        flash("Đã ghi.", "good")
        return to_sendings(document_id)
    return dispatch_page(document, heard=(dispatch_id, form)), 422


def note(document_id: int, dispatch_id: int, form: Any) -> None:
    who: dict[str, Any] = {"by": person(), "now": now()}
    if isinstance(form, ReceiptForm):
        on = date.fromisoformat(form.received_on.answer())
        name = form.received_by.data or ""
        dispatching.note_receipt(office(), document_id, dispatch_id, on, name, **who)
    else:
        on = date.fromisoformat(form.given_back_on.answer())
        dispatching.note_given_back(office(), document_id, dispatch_id, on, **who)


@pages.get("/documents/<int:document_id>/recall")
@allow(Role.CLERK)
def ask_recall(document_id: int) -> str:
    document = dispatching.require_out(office(), document_id, person())
    return ask("recall", document, RecallForm())


@pages.post("/documents/<int:document_id>/recall")
@allow(Role.CLERK)
def recall(document_id: int) -> Any:
    document = documents.get(office().db, document_id, person())
    form = RecallForm(request.form)
    if not form.validate():
        return ask("recall", document, form), 422
    try:
        dispatching.recall(
            office(), document_id, form.reason.data, form.order.data, by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return ask("recall", document, form), status_of(error)
    flash(f"Đã thu hồi {document.reference}. Hãy báo cho mọi nơi đã nhận.", "good")
    return to_sendings(document_id)


@pages.post("/documents/<int:document_id>/recall/notice")
@allow(Role.DRAFTER)
def recall_notice(document_id: int) -> Response:
    later = mending.recall_notice(office(), document_id, by=person(), now=now())
    flash("Đã soạn sẵn công văn báo thu hồi; hãy xem lại rồi trình.", "good")
    return redirect(url_for("drafts.edit", document_id=later.id), 303)


@pages.get("/documents/<int:document_id>/correction")
@allow(Role.DRAFTER)
def ask_correction(document_id: int) -> str:
    document = dispatching.require_out(office(), document_id, person())
    return ask("correction", document, CorrectionForm())


@pages.post("/documents/<int:document_id>/correction")
@allow(Role.DRAFTER)
def correct(document_id: int) -> Any:
    document = documents.get(office().db, document_id, person())
    form = CorrectionForm(request.form)
    if not form.validate():
        return ask("correction", document, form), 422
    places = [
        Correction(one.place.data or "", one.wrong.data or "", one.right.data or "")
        for one in (entry.form for entry in form.corrections)
    ]
    try:
        later = mending.correct(
            office(),
            document_id,
            places,
            mistake=Mistake(form.mistake.data),
            reason=form.reason.data or "",
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return ask("correction", document, form), status_of(error)
    flash("Đã soạn sẵn công văn đính chính; hãy xem lại rồi trình.", "good")
    return redirect(url_for("drafts.edit", document_id=later.id), 303)


@pages.get("/documents/<int:document_id>/replacement")
@allow(Role.DRAFTER)
def ask_replacement(document_id: int) -> str:
    document = dispatching.require_out(office(), document_id, person())
    return ask("replacement", document, ReplacementForm())


@pages.post("/documents/<int:document_id>/replacement")
@allow(Role.DRAFTER)
def replace(document_id: int) -> Any:
    document = documents.get(office().db, document_id, person())
    form = ReplacementForm(request.form)
    if not form.validate():
        return ask("replacement", document, form), 422
    try:
        later = mending.replace(
            office(),
            document_id,
            Relation(form.relation.data),
            mistake=Mistake(form.mistake.data),
            reason=form.reason.data,
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return ask("replacement", document, form), status_of(error)
    flash("Đã mở bản thảo mới với nội dung của văn bản cũ; hãy sửa rồi trình.", "good")
    return redirect(url_for("drafts.edit", document_id=later.id), 303)


def ask(page: str, document: Document, form: Any) -> str:
    return render_template(
        f"afterwards/{page}.html",
        document=document,
        kind=office().kinds[document.kind],
        form=form,
        sent=dispatches.of_document(office().db, document.id),
    )


def dispatch_page(
    document: Document,
    form: DispatchForm | None = None,
    *,
    chosen: Sequence[str] | None = None,
    heard: tuple[int, Any] | None = None,
) -> str:
    sent = dispatches.of_document(office().db, document.id)
    recalled = dispatches.recall_of(office().db, document.id)
    named = receivers(mending.issued_paper(office(), document))
    reached = {one.recipient for one in sent}
    if form is None:
        form = DispatchForm()
        form.sent_on.data = day(office_date(now()))
    return render_template(
        "afterwards/dispatch.html",
        document=document,
        kind=office().kinds[document.kind],
        form=form,
        offered=named,
        chosen=set(named) - reached if chosen is None else set(chosen),
        reached=reached,
        sent=sent,
        recalled=recalled,
        way_names=WAY_NAMES,
        paper_ways=PAPER_WAYS,
        wrong_form=heard[1] if heard else None,
        heard_form=form_about(heard, recalled is not None),
        is_clerk=person().may(Role.CLERK),
    )


def form_about(heard: tuple[int, Any] | None, recalled: bool) -> Any:
    """For a line of the table: the form that was posted for it, or a new one for today."""
    today = day(office_date(now()))

    def form_of(one: Dispatch) -> Any:
        if heard is not None and heard[0] == one.id:
            return heard[1]
        if recalled:
            form: Any = GivenBackForm(prefix=f"b{one.id}-")
            form.given_back_on.data = today
        else:
            form = ReceiptForm(prefix=f"r{one.id}-")
            form.received_on.data = today
        return form

    return form_of


def to_sendings(document_id: int) -> Response:
    return redirect(url_for("afterwards.sendings", document_id=document_id), 303)
