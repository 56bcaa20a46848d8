"""Giữ số — the clerk keeps the next number until the day ends, or lets go of it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms.validators import Length

from forms.base import VietnameseForm
from forms.fields import Choice, Line
from service.actions import reserving
from service.domain.errors import OfficeError
from service.domain.numbering import office_date, padded
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import numbers, reservations
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled, whole

pages = Blueprint("kept", __name__)


class KeepForm(VietnameseForm):
    series = Choice("Sổ")
    reason = Line(
        "Giữ số cho việc gì",
        [filled("Hãy ghi giữ số cho việc gì; nội dung được giữ trong sổ."), Length(max=200)],
        description="Ví dụ: Quyết định thành lập Tổ công tác, đang trình ký.",
    )


class ReleaseForm(VietnameseForm):
    reason = Line("Lý do bỏ giữ số", [filled("Hãy ghi lý do bỏ giữ số."), Length(max=200)])


@pages.get("/register/kept")
@allow(Role.CLERK)
def show() -> str:
    return page(offered(KeepForm()))


@pages.post("/register/kept")
@allow(Role.CLERK)
def keep() -> Any:
    form = offered(KeepForm(request.form))
    if not form.validate():
        return page(form), 422
    try:
        entry = reserving.reserve_number(
            office(),
            whole(form.series.answer(), 0),
            form.reason.answer(),
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return page(form), status_of(error)
    flash(f"Đã giữ số {padded(entry.number)} đến hết hôm nay.", "good")
    return redirect(url_for("kept.show"), 303)


@pages.post("/register/kept/<int:entry_id>/release")
@allow(Role.CLERK)
def release(entry_id: int) -> Any:
    kept = reservations.get(office().db, entry_id)
    form = ReleaseForm(request.form)
    if not form.validate():
        flash("Hãy ghi lý do bỏ giữ số; chưa có gì thay đổi.", "wrong")
        return page(offered(KeepForm())), 422
    reserving.release_number(office(), entry_id, form.reason.answer(), by=person(), now=now())
    flash(f"Đã hủy số giữ {padded(kept.entry.number)}; số này không dùng lại.", "good")
    return redirect(url_for("kept.show"), 303)


def offered(form: KeepForm) -> KeepForm:
    """Each series with the number that comes next."""
    db, year = office().db, office_date(now()).year
    form.series.offer(
        [
            (
                str(one.id),
                f"{one.name} – số tiếp theo {padded(numbers.next_number(db, one.id, year))}",
            )
            for one in agencies.series(db)
            if one.active
        ]
    )
    return form


def page(form: KeepForm) -> str:
    db = office().db
    return render_template(
        "registers/kept.html",
        form=form,
        kept=reservations.kept(db, office_date(now())),
        names={one.id: one.name for one in agencies.series(db)},
    )
