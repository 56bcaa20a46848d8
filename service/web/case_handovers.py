"""Nộp lưu hồ sơ trên trang — choose closed files, note the hand-over, print its two forms."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.base import VietnameseForm
from forms.fields import Day, Line, at_most
from service.actions import case_files as verbs
from service.actions import case_printing
from service.domain.case_files import CaseFileState, HandOver, is_due_soon, retention_text
from service.domain.errors import NotFound, OfficeError
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import case_files
from service.web.allow import allow, person
from service.web.case_files import SHORT
from service.web.case_lists import file_response
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import day
from service.web.frame import office
from service.web.typed import filled, whole

pages = Blueprint("case_handovers", __name__)

PRINTERS = {"contents": case_printing.print_deposit, "minutes": case_printing.print_minutes}


class HandOverForm(VietnameseForm):
    handed_on = Day("Ngày giao nhận", [filled("Hãy ghi ngày giao nhận.")], render_kw=SHORT)
    giver = Line("Bên giao: họ tên", [filled("Hãy ghi họ tên người giao."), at_most(120)])
    giver_post = Line("Chức vụ người giao", [at_most(120)])
    receiver = Line(
        "Bên nhận (Lưu trữ cơ quan): họ tên", [filled("Hãy ghi họ tên người nhận."), at_most(120)]
    )
    receiver_post = Line("Chức vụ người nhận", [at_most(120)])
    ground = Line(
        "Căn cứ",
        [at_most(200)],
        description="Ví dụ: Kế hoạch thu thập tài liệu năm 2026. Để trống: danh mục của năm.",
    )
    condition = Line("Tình trạng tài liệu giao nộp", [at_most(200)])


@pages.get("/case-files/handovers")
@allow(Role.CLERK)
def ask() -> str:
    start = {"handed_on": day(office_date(now())), "condition": "Đầy đủ, nguyên vẹn"}
    return _page(HandOverForm(data=start), chosen=None)


@pages.post("/case-files/handovers")
@allow(Role.CLERK)
def hand_over() -> Any:
    form = HandOverForm(request.form)
    chosen = [whole(text, 0) for text in request.form.getlist("cases")]
    if not form.validate():
        return _page(form, chosen=chosen), 422
    texts = {field.name: field.answer() for field in form if field.name in HandOver.__slots__}
    told = HandOver(**{**texts, "handed_on": date.fromisoformat(texts["handed_on"])})
    try:
        done = verbs.hand_over(office(), chosen, told, by=person(), now=now())
    except OfficeError as error:
        wrong = error.message if error.field == "cases" else ""
        if not wrong:
            show_on(form, error)
        return _page(form, chosen=chosen, wrong=wrong), status_of(error)
    flash(
        f"Đã nộp lưu {len(set(chosen))} hồ sơ; hãy in mục lục và biên bản, mỗi loại 02 bản.", "good"
    )
    return redirect(url_for("case_handovers.ask", _anchor=f"lan-{done.id}"), 303)


@pages.get("/case-files/handovers/<int:handover_id>/<form>.<ending>")
@allow(Role.CLERK)
def printed(handover_id: int, form: str, ending: str) -> Response:
    if form not in PRINTERS:
        raise NotFound("Không có bản in này.")
    return file_response(*PRINTERS[form](office(), handover_id, ending, by=person(), now=now()))


def _page(form: HandOverForm, *, chosen: list[int] | None, wrong: str = "") -> str:
    db, today = office().db, office_date(now())
    closed = case_files.listed(db, person(), state=CaseFileState.CLOSED)
    picked = chosen if chosen is not None else [o.id for o in closed if is_due_soon(o, today)]
    done = [(told, case_files.handed_over(db, told.id)) for told in case_files.handovers(db)]
    return render_template(
        "case_files/handovers.html",
        form=form,
        closed=closed,
        chosen=picked,
        wrong=wrong,
        done=done,
        today=today,
        term=retention_text,
    )
