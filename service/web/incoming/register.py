"""Sổ đăng ký văn bản đến trên màn hình — ten columns in the decree's order (Phụ lục IV)."""

from flask import Blueprint, render_template, request

from service.domain.errors import Refused
from service.domain.incoming import INCOMING_COLUMNS
from service.domain.numbering import office_date
from service.domain.vietnamese import parse_date
from service.domain.workflow import Role
from service.store import incoming
from service.web.allow import allow, person
from service.web.clock import now
from service.web.frame import office
from service.web.typed import whole

pages = Blueprint("incoming_register", __name__)


@pages.get("/incoming/register")
@allow(Role.CLERK)
def show() -> tuple[str, int]:
    """A year's lines, narrowed by what stands in the address."""
    this_year = office_date(now()).year
    year = whole(request.args.get("year"), this_year, low=1945, high=9999)
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
    )
    return page, 422 if wrong else 200
