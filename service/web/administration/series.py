"""Sổ số — which papers are numbered together, and from where a year goes on (Điều 15)."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forms.base import VietnameseForm
from forms.fields import Check, Choice, Line, at_most
from service.actions import agency as verbs
from service.domain.documents import Series
from service.domain.errors import NotFound, OfficeError
from service.domain.numbering import Register, office_date
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import numbers
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled

pages = Blueprint("series", __name__)

REGISTERS = ((Register.OUTGOING.value, "Văn bản đi"), (Register.COPIES.value, "Bản sao"))


class KindChoices(SelectMultipleField):
    """Ticked kinds of paper."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SeriesForm(VietnameseForm):
    name = Line(
        "Tên sổ",
        [filled("Hãy ghi tên sổ."), at_most(120)],
        description="Ví dụ: Văn bản đi, Quyết định.",
    )
    register = Choice("Thuộc sổ đăng ký", choices=list(REGISTERS))
    body = Line(
        "Nhóm đánh số riêng",
        [at_most(40)],
        description="Để trống cho sổ chung. Ghi tên ngắn nếu đánh số riêng, ví dụ QD hoặc HDTV.",
    )
    kinds = KindChoices(
        "Loại văn bản của sổ",
        description="Không chọn loại nào: sổ nhận mọi loại mà sổ khác không nhận.",
    )
    first_number = Line(
        "Số tiếp theo của năm nay",
        [at_most(6)],
        description="Chỉ ghi khi năm nay đã cấp số ở nơi khác, ví dụ đã cấp đến 98 thì ghi 99.",
        render_kw={"class": "short", "inputmode": "numeric", "autocomplete": "off"},
    )
    active = Check("Đang dùng", default=True)

    def validate_first_number(self, field: Any) -> None:
        if field.answer() and not (field.answer().isascii() and field.answer().isdecimal()):
            raise ValidationError("Hãy ghi một số nguyên, ví dụ 99.")

    def series(self, series_id: int) -> Series:
        return Series(
            id=series_id,
            register=Register(self.register.answer()),
            body=self.body.answer(),
            name=self.name.answer(),
            kinds=tuple(self.kinds.data or ()),
            active=self.active.answer(),
        )


@pages.get("/administration/series")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    year = office_date(now()).year
    every = agencies.series(office().db)
    return render_template(
        "administration/series.html",
        every=every,
        year=year,
        kinds=office().kinds,
        registers=dict(REGISTERS),
        next_numbers={one.id: numbers.next_number(office().db, one.id, year) for one in every},
    )


@pages.get("/administration/series/<int:series_id>")
@allow(Role.ADMINISTRATOR)
def edit(series_id: int) -> str:
    """Series 0 is a new one."""
    if not series_id:
        return page(series_id, offered(SeriesForm()))
    one = found(series_id)
    values = {name: getattr(one, name) for name in ("name", "body", "kinds", "active")}
    form = offered(SeriesForm(data=values | {"register": one.register.value}))
    return page(series_id, form)


@pages.post("/administration/series/<int:series_id>")
@allow(Role.ADMINISTRATOR)
def save(series_id: int) -> Any:
    form = offered(SeriesForm(request.form))
    if not form.validate():
        return page(series_id, form), 422
    first = form.first_number.answer()
    start = (office_date(now()).year, int(first)) if first else None
    try:
        verbs.save_series(office(), form.series(series_id), by=person(), now=now(), start=start)
    except OfficeError as error:
        show_on(form, error)
        return page(series_id, form), status_of(error)
    flash(f"Đã lưu sổ {form.name.answer()}.", "good")
    return redirect(url_for("series.show"), 303)


def found(series_id: int) -> Series:
    for one in agencies.series(office().db):
        if one.id == series_id:
            return one
    raise NotFound("Không có sổ này.")


def offered(form: SeriesForm) -> SeriesForm:
    form.kinds.choices = [SelectChoice(kind.code, kind.name) for kind in office().kinds]
    return form


def page(series_id: int, form: SeriesForm) -> str:
    year = office_date(now()).year
    return render_template(
        "administration/one_series.html",
        form=form,
        series_id=series_id,
        year=year,
        next_number=numbers.next_number(office().db, series_id, year) if series_id else 1,
    )
