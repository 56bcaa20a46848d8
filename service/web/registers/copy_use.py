"""Sổ sử dụng bản lưu — who sees a kept original, who allowed it, when it came back."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Day, Line, at_most
from service.actions import registers
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.registers import COPY_USE, CopyUse
from service.domain.vietnamese import fold
from service.domain.workflow import Role
from service.store import copy_uses
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import day
from service.web.frame import office
from service.web.typed import filled, whole

pages = Blueprint("copy_use", __name__)

SHORT = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}


class UseForm(VietnameseForm):
    used_on = Day("Ngày", [filled("Hãy ghi ngày sử dụng.")], render_kw=SHORT)
    user_name = Line("Họ tên người sử dụng", [filled("Hãy ghi họ tên."), at_most(120)])
    reference = Line(
        "Số, ký hiệu, ngày tháng văn bản",
        [filled("Hãy ghi số, ký hiệu và ngày."), at_most(120)],
        description="Ví dụ: 05/QĐ-UBND ngày 08/01/2026.",
    )
    subject = Line("Tên loại và trích yếu", [filled("Hãy ghi trích yếu."), at_most(500)])
    file_code = Line("Số và ký hiệu hồ sơ", [at_most(60)])
    allowed_by = Line("Người cho phép sử dụng", [filled("Hãy ghi người cho phép."), at_most(120)])
    note = Line("Ghi chú", [at_most(200)])


@pages.get("/register/copy-use")
@allow(Role.CLERK)
def show() -> str:
    return page(UseForm(data={"used_on": day(office_date(now()))}))


@pages.post("/register/copy-use")
@allow(Role.CLERK)
def note() -> Any:
    form = UseForm(request.form)
    if not form.validate():
        return page(form), 422
    texts = {field.name: field.answer() for field in form if field.name in CopyUse.__slots__}
    use = CopyUse(**{**texts, "id": 0, "used_on": date.fromisoformat(texts["used_on"])})
    try:
        registers.note_copy_use(office(), use, by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return page(form), status_of(error)
    flash("Đã ghi vào sổ sử dụng bản lưu.", "good")
    return redirect(url_for("copy_use.show"), 303)


@pages.post("/register/copy-use/<int:use_id>/return")
@allow(Role.CLERK)
def give_back(use_id: int) -> Any:
    """It came back today; whoever gives it back stands at the desk."""
    registers.return_copy(office(), use_id, office_date(now()), by=person(), now=now())
    flash("Đã ghi ngày trả.", "good")
    return redirect(url_for("copy_use.show"), 303)


def page(form: UseForm) -> str:
    this_year = office_date(now()).year
    year = whole(request.args.get("year"), this_year, low=1945, high=9999)
    words = request.args.get("q", "")[:200]
    wanted = fold(words).split()
    lines = [
        one
        for one in copy_uses.of_year(office().db, year)
        if all(word in fold(" ".join(one.cells)) for word in wanted)
    ]
    return render_template(
        "registers/copy_use.html",
        form=form,
        columns=COPY_USE.columns,
        lines=lines,
        year=year,
        words=words,
    )
