"""Danh mục hồ sơ trên trang — begin a year's list, fill it, note its decision, print it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.base import VietnameseForm
from forms.fields import Choice, Line, at_most
from service.actions import case_lists as verbs
from service.actions import case_printing
from service.domain.case_files import RETENTION_CHOICES, parse_retention, retention_text, roman
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import case_lists, people
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.typed import filled, whole

pages = Blueprint("case_lists", __name__)


class StartForm(VietnameseForm):
    copy_of = Choice("Chép từ", description="Đề mục, tiêu đề, thời hạn, người lập được chép sang.")
    numbering = Choice(
        "Cách đánh số",
        choices=[("", "Liên tục trong toàn danh mục"), ("by_heading", "Riêng từng đề mục lớn")],
    )


class HeadingForm(VietnameseForm):
    name = Line("Tên đề mục", [filled("Hãy ghi tên đề mục."), at_most(200)])
    symbol = Line(
        "Chữ viết tắt",
        [at_most(20)],
        description="Chỉ cho đề mục lớn, ví dụ VP.",
        render_kw={"class": "short"},
    )
    parent = Choice("Thuộc đề mục lớn")


class PlanForm(VietnameseForm):
    heading = Choice("Đề mục")
    title = Line("Tiêu đề hồ sơ", [filled("Hãy ghi tiêu đề hồ sơ."), at_most(500)])
    retention = Line(
        "Thời hạn bảo quản",
        [filled("Hãy ghi thời hạn bảo quản.")],
        description="Vĩnh viễn, hoặc số năm, ví dụ 20 năm.",
        suggestions=[one.name for one in RETENTION_CHOICES],
        render_kw={"class": "short"},
    )
    keeper = Choice("Người lập hồ sơ")
    note = Line("Ghi chú", [at_most(200)])


class DecisionForm(VietnameseForm):
    decision = Line(
        "Ban hành theo",
        [filled("Hãy ghi quyết định ban hành."), at_most(200)],
        description="Ví dụ: Quyết định số 12/QĐ-UBND ngày 08/01/2026. Sau đó danh mục giữ nguyên.",
    )


@pages.get("/case-files/lists/<int:year>")
@allow(*READERS)
def show(year: int) -> str:
    return _page(year)


@pages.post("/case-files/lists/<int:year>")
@allow(Role.CLERK)
def start(year: int) -> Any:
    form = _start_form(year, request.form)
    if not form.validate():
        return _page(year, starting=form), 422
    try:
        verbs.start(
            office(),
            year,
            by_heading=form.numbering.answer() == "by_heading",
            copy_of=whole(form.copy_of.answer(), 0) or None,
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return _page(year, starting=form), status_of(error)
    flash(f"Đã lập danh mục hồ sơ năm {year}.", "good")
    return _to(year)


@pages.post("/case-files/lists/<int:year>/headings")
@allow(Role.CLERK)
def add_heading(year: int) -> Any:
    form = HeadingForm(request.form, prefix="heading-")
    _offer_headings(year, heading=form)
    if not form.validate():
        return _page(year, heading=form), 422
    try:
        verbs.add_heading(
            office(),
            year,
            form.name.answer(),
            symbol=form.symbol.answer(),
            parent_id=whole(form.parent.answer(), 0) or None,
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return _page(year, heading=form), status_of(error)
    flash("Đã thêm đề mục.", "good")
    return _to(year)


@pages.post("/case-files/lists/<int:year>/lines")
@allow(Role.CLERK)
def plan(year: int) -> Any:
    form = PlanForm(request.form, prefix="plan-")
    _offer_headings(year, plan=form)
    if not form.validate():
        return _page(year, plan=form), 422
    try:
        verbs.plan_file(
            office(),
            year,
            whole(form.heading.answer(), 0),
            form.title.answer(),
            retention_years=parse_retention(form.retention.answer()),
            keeper_id=whole(form.keeper.answer(), 0),
            note=form.note.answer(),
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return _page(year, plan=form), status_of(error)
    flash("Đã thêm hồ sơ vào danh mục.", "good")
    return _to(year)


@pages.post("/case-files/lists/<int:year>/lines/<int:plan_id>/removal")
@allow(Role.CLERK)
def drop(year: int, plan_id: int) -> Response:
    verbs.drop(office(), year, plan_id, by=person(), now=now())
    flash("Đã bỏ hồ sơ khỏi danh mục.", "good")
    return _to(year)


@pages.post("/case-files/lists/<int:year>/decision")
@allow(Role.CLERK)
def issue(year: int) -> Any:
    form = DecisionForm(request.form, prefix="decision-")
    if not form.validate():
        return _page(year, decision=form), 422
    try:
        verbs.issue(office(), year, form.decision.answer(), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return _page(year, decision=form), status_of(error)
    flash("Đã ghi quyết định ban hành danh mục.", "good")
    return _to(year)


@pages.get("/case-files/lists/<int:year>.<ending>")
@allow(*READERS)
def printed(year: int, ending: str) -> Response:
    made = case_printing.print_list(office(), year, ending, by=person(), now=now())
    return file_response(*made)


def file_response(name: str, media_type: str, data: bytes) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _start_form(year: int, posted: Any = None) -> StartForm:
    form = StartForm(posted)
    years = [(str(one), f"Danh mục năm {one}") for one in case_lists.years(office().db)]
    form.copy_of.offer([("", "Không chép, lập mới"), *years])
    if posted is None and years:
        form.copy_of.data = years[0][0]
    return form


def _offer_headings(
    year: int, *, heading: HeadingForm | None = None, plan: PlanForm | None = None
) -> None:
    listed = verbs.get(office(), year)
    if heading is not None:
        big = [(str(one.id), one.name) for one in listed.headings if one.parent_id is None]
        heading.parent.offer([("", "Đây là đề mục lớn"), *big])
    if plan is not None:
        plan.heading.offer([(str(one.id), one.name) for one in listed.headings])
        holders = [one for one in people.everyone(office().db) if one.active]
        keepers = [one for one in holders if one.may(Role.DRAFTER, Role.CLERK, Role.SIGNATORY)]
        plan.keeper.offer([(str(one.id), one.name) for one in keepers])


def _to(year: int) -> Response:
    return redirect(url_for("case_lists.show", year=year), 303)


def _page(year: int, **forms: Any) -> str:
    listed = case_lists.find(office().db, year)
    heading = forms.get("heading") or HeadingForm(prefix="heading-")
    plan = forms.get("plan") or PlanForm(prefix="plan-")
    if listed is not None:
        _offer_headings(year, heading=heading, plan=plan)
    is_clerk = person().may(Role.CLERK)
    return render_template(
        "case_files/year_list.html",
        year=year,
        this_year=office_date(now()).year,
        listed=listed,
        roman=roman,
        term=retention_text,
        is_clerk=is_clerk,
        me=person(),
        may_change=is_clerk and listed is not None and not listed.decision,
        starting=forms.get("starting") or _start_form(year),
        heading=heading,
        plan=plan,
        decision=forms.get("decision") or DecisionForm(prefix="decision-"),
        opened=next(iter(forms), ""),
    )
