"""Chữ viết tắt — those of the decree, and the agency's own from a day on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Line, at_most
from service.actions import abbreviations as verbs
from service.domain.abbreviations import symbol_of
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.own_abbreviations import OwnAbbreviation, holding, namable
from service.domain.workflow import Role
from service.store import abbreviations
from service.store import agency as agencies
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import day
from service.web.frame import office
from service.web.typed import filled, whole

pages = Blueprint("abbreviations", __name__)

UNIT = "unit:"


class AbbreviationForm(VietnameseForm):
    name = Choice("Tên loại hoặc đơn vị", [filled("Hãy chọn một tên loại hoặc một đơn vị.")])
    symbol = Line(
        "Chữ viết tắt",
        [at_most(20)],
        description="Đứng trong ký hiệu, ví dụ QyĐ. Để trống để trở lại chữ thường dùng.",
    )
    since = Day(
        "Dùng từ ngày",
        [filled("Hãy ghi ngày bắt đầu dùng, ví dụ 01/01/2027.")],
        description="Văn bản đã duyệt giữ nguyên ký hiệu.",
        render_kw={"class": "short", "autocomplete": "off", "inputmode": "numeric"},
    )

    def offer(self) -> "AbbreviationForm":
        units = [(f"{UNIT}{one.id}", one.name) for one in agencies.units(office().db)]
        self.name.offer([("", "—"), *((name, name) for name in namable()), *units])
        return self

    def row(self) -> OwnAbbreviation:
        name = str(self.name.answer())
        unit_id = whole(name.removeprefix(UNIT), 0) if name.startswith(UNIT) else 0
        type_name = "" if unit_id else name
        since = date.fromisoformat(self.since.answer())
        return OwnAbbreviation(0, type_name, unit_id, self.symbol.answer(), since)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the list: the usual symbol, and the agency's own with its first day."""

    name: str
    usual: str
    own: str
    since: date | None
    coming: tuple[OwnAbbreviation, ...]


@pages.get("/administration/abbreviations")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    form = AbbreviationForm().offer()
    form.since.data = day(office_date(now()))
    return page(form)


@pages.post("/administration/abbreviations")
@allow(Role.ADMINISTRATOR)
def save() -> Any:
    form = AbbreviationForm(request.form).offer()
    if not form.validate():
        return page(form), 422
    try:
        verbs.save_abbreviation(office(), form.row(), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return page(form), status_of(error)
    flash("Đã lưu chữ viết tắt. Văn bản đã duyệt giữ nguyên ký hiệu.", "good")
    return redirect(url_for("abbreviations.show"), 303)


def page(form: AbbreviationForm) -> str:
    rows = abbreviations.rows(office().db)
    today = office_date(now())
    held = {(row.type_name, row.unit_id): row for row in holding(rows, today)}

    def line(name: str, usual: str, key: tuple[str, int]) -> Shown:
        own = held.get(key)
        coming = [row for row in rows if (row.type_name, row.unit_id) == key and row.since > today]
        return Shown(
            name, usual, own.symbol if own else "", own.since if own else None, tuple(coming)
        )

    types = [line(name, symbol_of(name), (name, 0)) for name in namable()]
    units = [line(one.name, one.symbol, ("", one.id)) for one in agencies.units(office().db)]
    return render_template(
        "administration/abbreviations.html",
        form=form,
        groups=[("Tên loại", types), ("Đơn vị", units)],
    )
