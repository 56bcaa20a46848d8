"""Sổ đăng ký văn bản đến trên màn hình — ten columns in the decree's order (Phụ lục IV)."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Line
from service.actions import receiving
from service.domain.errors import OfficeError, Refused
from service.domain.incoming import INCOMING_COLUMNS
from service.domain.numbering import office_date
from service.domain.vietnamese import parse_date
from service.domain.workflow import Role
from service.store import incoming
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled, whole

pages = Blueprint("incoming_register", __name__)


class FirstNumberForm(VietnameseForm):
    number = Line(
        "Số đến đầu tiên ghi ở đây",
        [filled("Hãy ghi số đến đầu tiên sẽ cấp ở đây.")],
        description="Ví dụ sổ cũ đã dùng đến số 341 thì ghi 342. Chỉ đặt được khi năm chưa có số "
        "nào.",
        render_kw={"class": "short", "inputmode": "numeric", "autocomplete": "off"},
    )


@pages.get("/incoming/register")
@allow(Role.CLERK)
def show() -> tuple[str, int]:
    """A year's lines, narrowed by what stands in the address."""
    return register_page()


@pages.post("/incoming/register/<int:year>/first-number")
@allow(Role.CLERK)
def begin(year: int) -> Any:
    """For an office that takes over a running year: its arrivals go on from the old book."""
    form = FirstNumberForm(request.form)
    if not form.validate():
        return register_page(year, form)
    try:
        first = whole(form.number.data, 0)
        receiving.begin_year(office(), year, first, by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return register_page(year, form)[0], status_of(error)
    flash(f"Số đến năm {year} bắt đầu từ số {first:02d}.", "good")
    return redirect(url_for("incoming_register.show", year=year), 303)


def register_page(asked: int = 0, first: FirstNumberForm | None = None) -> tuple[str, int]:
    this_year = office_date(now()).year
    year = asked or whole(request.args.get("year"), this_year, low=1945, high=9999)
    wrong, days = {}, {}
    for name in ("since", "until"):
        if typed := request.args.get(name, "").strip():
            try:
                days[name] = parse_date(typed)
            except Refused as refusal:
                wrong[name] = refusal.message
    lines = incoming.register_rows(
        office().db,
        year,
        **days,
        unit_id=whole(request.args.get("unit"), 0) or None,
        person=person(),
        words=request.args.get("q", "")[:200],
    )
    page = render_template(
        "incoming/register.html",
        columns=INCOMING_COLUMNS,
        lines=lines,
        year=year,
        years=sorted({this_year, year, *incoming.years(office().db)}, reverse=True),
        units=office().agency().units,
        typed=request.args,
        wrong=wrong,
        agency=office().agency(),
        first=None if incoming.begun(office().db, year) else first or FirstNumberForm(),
    )
    return page, 422 if wrong or first else 200
