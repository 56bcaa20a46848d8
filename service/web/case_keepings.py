"""Giữ lại hồ sơ trên trang — choose due files, note the head's consent, print the list."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.base import VietnameseForm
from forms.fields import Day, Line, at_most
from service.actions import case_keeping as verbs
from service.actions.case_files import kept_case
from service.domain.case_files import CaseFile, retention_text
from service.domain.case_keeping import (
    Keeping,
    KeptFile,
    earliest_last_day,
    keeping_term,
    last_day_kept,
)
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.store import case_keepings
from service.web.allow import allow, person
from service.web.case_files import KEEPERS, SHORT, WhyForm, page_of
from service.web.case_lists import file_response
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import day
from service.web.frame import READERS, office
from service.web.typed import filled, whole

pages = Blueprint("case_keepings", __name__)


class KeepForm(VietnameseForm):
    allowed_by = Line(
        "Người đứng đầu đồng ý: họ tên",
        [filled("Hãy ghi họ tên người đứng đầu cơ quan đã đồng ý."), at_most(120)],
    )
    allowed_post = Line("Chức vụ", [at_most(120)])
    consent = Line(
        "Văn bản đồng ý",
        [filled("Hãy ghi văn bản đồng ý: số, ký hiệu, ngày."), at_most(200)],
        description="Ví dụ: Công văn số 45/UBND-VP ngày 02/03/2026.",
    )
    reason = Line("Lý do giữ lại", [filled("Hãy ghi lý do giữ lại."), at_most(300)])
    kept_until = Day("Giữ lại đến hết ngày", [filled("Hãy ghi ngày.")], render_kw=SHORT)


@pages.get("/case-files/keepings")
@allow(*READERS)
def ask() -> str:
    signers = [one for one in office().agency().signatories if one.active]
    head = signers[0] if signers else None
    today = office_date(now())
    due = [one.due_by_law for one in verbs.offered(office(), person(), today) if one.due_by_law]
    start = {"kept_until": day(earliest_last_day(due)) if due else ""}
    if head is not None:
        start |= {"allowed_by": head.name, "allowed_post": head.post}
    return _page(KeepForm(data=start), chosen=[])


@pages.post("/case-files/keepings")
@allow(*KEEPERS)
def keep() -> Any:
    form = KeepForm(request.form)
    chosen = [whole(text, 0) for text in request.form.getlist("cases")]
    if not form.validate():
        return _page(form, chosen=chosen, wrong="" if chosen else verbs.NONE_CHOSEN), 422
    texts = {field.name: field.answer() for field in form if field.name in Keeping.__slots__}
    told = Keeping(**{**texts, "kept_until": date.fromisoformat(texts["kept_until"])})
    try:
        done = verbs.keep_back(office(), chosen, told, by=person(), now=now())
    except OfficeError as error:
        wrong = error.message if error.field == "cases" else ""
        if not wrong:
            show_on(form, error)
        return _page(form, chosen=chosen, wrong=wrong), status_of(error)
    flash(f"Đã ghi giữ lại {len(set(chosen))} hồ sơ; hãy in danh mục gửi Lưu trữ cơ quan.", "good")
    return redirect(url_for("case_keepings.ask", _anchor=f"lan-{done.id}"), 303)


@pages.get("/case-files/keepings/<int:keeping_id>.<ending>")
@allow(*READERS)
def printed(keeping_id: int, ending: str) -> Response:
    made = verbs.print_kept(office(), keeping_id, ending, by=person(), now=now())
    return file_response(*made)


@pages.post("/case-files/<int:case_id>/keeping/end")
@allow(*KEEPERS)
def end(case_id: int) -> Any:
    form = WhyForm(request.form, prefix="keep-")
    if not form.validate():
        return page_of(kept_case(office(), case_id, person()), keeping=form), 422
    verbs.end_keeping(office(), case_id, form.reason.answer(), by=person(), now=now())
    flash("Đã thôi giữ lại; hồ sơ trở về hạn nộp lưu theo luật.", "good")
    return redirect(url_for("case_files.show", case_id=case_id), 303)


@pages.app_template_global()
def kept_back(case: CaseFile) -> KeptFile | None:
    """The act that keeps a file back now, on its own page."""
    live = [one for one in case_keepings.of_case(office().db, case.id) if one.ended_at is None]
    return max(live, key=lambda one: one.keeping.kept_until, default=None)


def _page(form: KeepForm, *, chosen: list[int], wrong: str = "") -> str:
    today, me = office_date(now()), person()
    offered = [
        (one, last_day_kept(one.due_by_law))
        for one in verbs.offered(office(), me, today)
        if one.due_by_law is not None
    ]
    return render_template(
        "case_files/keepings.html",
        form=form,
        offered=offered,
        chosen=chosen,
        wrong=wrong,
        done=verbs.acts(office(), me),
        limit=keeping_term(today),
        term=retention_text,
        may_keep=me.may(*KEEPERS),
    )
