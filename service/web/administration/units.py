"""Đơn vị thuộc cơ quan — whose symbol stands in ký hiệu and whose people share their drafts."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Check, Line, at_most
from service.actions import agency as verbs
from service.domain.agency import Unit
from service.domain.errors import NotFound, OfficeError
from service.domain.workflow import Role
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled

pages = Blueprint("units", __name__)


class UnitForm(VietnameseForm):
    name = Line(
        "Tên đơn vị",
        [filled("Hãy ghi tên đơn vị."), at_most(120)],
        description="Ví dụ: Văn phòng, Phòng Văn hóa – Xã hội.",
    )
    symbol = Line(
        "Chữ viết tắt",
        [filled("Hãy ghi chữ viết tắt của đơn vị."), at_most(20)],
        description="Ví dụ: VP, VX.",
    )
    active = Check("Đang hoạt động", default=True)


@pages.get("/administration/units")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    return render_template("administration/units.html", units=office().agency().units)


@pages.get("/administration/units/<int:unit_id>")
@allow(Role.ADMINISTRATOR)
def edit(unit_id: int) -> str:
    """Unit 0 is a new one."""
    return page(unit_id, UnitForm(obj=found(unit_id) if unit_id else None))


@pages.post("/administration/units/<int:unit_id>")
@allow(Role.ADMINISTRATOR)
def save(unit_id: int) -> Any:
    form = UnitForm(request.form)
    if not form.validate():
        return page(unit_id, form), 422
    unit = Unit(unit_id, form.name.answer(), form.symbol.answer(), form.active.answer())
    try:
        verbs.save_unit(office(), unit, by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return page(unit_id, form), status_of(error)
    flash(f"Đã lưu đơn vị {unit.name}.", "good")
    return redirect(url_for("units.show"), 303)


def found(unit_id: int) -> Unit:
    for unit in office().agency().units:
        if unit.id == unit_id:
            return unit
    raise NotFound("Không có đơn vị này.")


def page(unit_id: int, form: UnitForm) -> str:
    return render_template("administration/unit.html", form=form, unit_id=unit_id)
