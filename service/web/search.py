"""Tra cứu — find a paper by any of its words; everything stands in the address."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Line
from service.domain.errors import OfficeError
from service.domain.numbering import Register
from service.store import lists
from service.store.search import search
from service.web.allow import allow, person
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.typed import whole

pages = Blueprint("search", __name__)

MAX_QUERY = 200


class SearchForm(VietnameseForm):
    q = Line(
        "Từ cần tìm",
        description="Số, trích yếu, nơi nhận, người ký hoặc nội dung. Gõ không dấu cũng được.",
        render_kw={"type": "search", "autocomplete": "off"},
    )
    kind = Choice("Loại văn bản")
    year = Choice("Năm", open_ended=True)
    since = Day("Từ ngày", render_kw={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"})
    until = Day("Đến ngày", render_kw={"placeholder": "dd/mm/yyyy", "inputmode": "numeric"})
    signatory = Choice("Người ký")
    order = Choice("Sắp xếp", choices=[("relevance", "Phù hợp nhất"), ("date", "Mới nhất trước")])


@pages.get("/search")
@allow(*READERS)
def show() -> Any:
    form = SearchForm(request.args)
    offer(form)
    found, status = None, 200
    if form.validate():
        try:
            found = run(form)
        except OfficeError as error:
            show_on(form, error)
            status = status_of(error)
    else:
        status = 422
    page = render_template(
        "search.html", form=form, found=found, kinds=office().kinds, url_of=url_of_page
    )
    return page, status


def run(form: SearchForm) -> Any:
    return search(
        office().db,
        person(),
        (form.q.data or "")[:MAX_QUERY],
        kind=form.kind.answer() or None,
        year=whole(form.year.answer(), 0, low=1945, high=9999) or None,
        since=day_of(form.since),
        until=day_of(form.until),
        signatory=int(form.signatory.answer()) if form.signatory.answer() else None,
        order=form.order.data,
        page=whole(request.args.get("page"), 1, low=1, high=10_000),
    )


def day_of(field: Day) -> date | None:
    return date.fromisoformat(field.answer()) if field.answer() else None


def offer(form: SearchForm) -> None:
    kinds = [(kind.code, kind.name) for kind in office().kinds]
    form.kind.offer([("", "Mọi loại"), *kinds])
    years = {year for register in Register for year in lists.register_years(office().db, register)}
    choices = [(str(year), str(year)) for year in sorted(years, reverse=True)]
    form.year.offer([("", "Mọi năm"), *choices])
    people = [(str(one.id), one.name) for one in office().agency().signatories]
    form.signatory.offer([("", "Mọi người ký"), *people])
    if not form.order.data:
        form.order.data = "relevance"


def url_of_page(number: int) -> str:
    kept = [(name, value) for name, value in request.args.items() if value and name != "page"]
    return f"{url_for('search.show')}?{urlencode([*kept, ('page', number)])}"
