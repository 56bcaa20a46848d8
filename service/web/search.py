"""Tra cứu — find a paper by any of its words; everything stands in the address."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service.actions import exporting, searching
from service.actions.media import DOCX_TYPE, PDF_TYPE
from service.domain.errors import NotFound, OfficeError
from service.domain.searching import Suggestion
from service.domain.vietnamese import short_date
from service.store import saved_searches
from service.store.became import recalled_on
from service.store.search import LISTED, matches
from service.store.search_typing import suggest
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.search_form import (
    MAX_QUERY,
    SearchForm,
    choice_names,
    facet_names,
    filters_of,
    run,
    search_form,
)
from service.web.typed import whole

pages = Blueprint("search", __name__)

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": DOCX_TYPE,
    "pdf": PDF_TYPE,
}


@pages.get("/search")
@allow(*READERS)
def show() -> Any:
    form = search_form(office(), request.args)
    found, status = None, 200
    if form.validate():
        try:
            page = whole(request.args.get("page"), 1, low=1, high=10_000)
            found = run(office(), person(), form, page=page)
        except OfficeError as error:
            show_on(form, error)
            status = status_of(error)
    else:
        status = 422
    too_many = found is not None and (found.more or found.total > LISTED)
    page_text = render_template(
        "search.html",
        form=form,
        found=found,
        facets=facet_names(form, found) if found else (),
        chosen=chosen(form),
        kinds=office().kinds,
        recalled=recalled_on(office().db, [hit.line.id for hit in found.hits]) if found else {},
        saved=saved_with_news(),
        asked_for=asked_for(),
        listed_at_most=LISTED if too_many else 0,
        url_of=url_of_page,
        url_with=url_with,
    )
    return page_text, status


@pages.get("/search/typing")
@allow(*READERS)
def typing() -> Response:
    """Papers that go on from what was typed so far, as JSON."""
    found = suggest(office().db, person(), request.args.get("q", "")[:MAX_QUERY])
    return jsonify({"papers": [suggestion_object(one) for one in found]})


@pages.get("/search/list.<suffix>")
@allow(*READERS)
def listed(suffix: str) -> Response:
    """The whole result of a search as a file; a wrong condition leads back to the page."""
    if suffix not in TYPES:
        raise NotFound("Danh sách chỉ có dạng Excel, Word hoặc PDF.")
    form = search_form(office(), request.args)
    if not form.validate():
        return redirect(url_with("", ""), 303)
    query = (form.q.data or "")[:MAX_QUERY]
    asked = [f"Từ cần tìm: {query}"] if query.strip() else []
    made = exporting.export_found(
        office(),
        query,
        filters_of(form),
        suffix,
        order=form.order.data,
        conditions=[*asked, *(f"{one['label']}: {one['value']}" for one in chosen(form))],
        by=person(),
        now=now(),
    )
    answer = Response(made, mimetype=TYPES[suffix])
    answer.headers["Content-Disposition"] = f'attachment; filename="van-ban-tra-cuu.{suffix}"'
    return answer


@pages.post("/search/saved")
@allow(*READERS)
def save() -> Response:
    address = request.form.get("address", "")
    try:
        searching.save_search(
            office().db, request.form.get("name", ""), address, by=person(), now=now()
        )
        flash("Đã lưu tìm kiếm này.")
    except OfficeError as error:
        flash(error.message, "wrong")
    return redirect(f"{url_for('search.show')}?{address}", 303)


@pages.post("/search/saved/<int:saved_id>/open")
@allow(*READERS)
def open_saved(saved_id: int) -> Response:
    saved = searching.open_search(office().db, saved_id, by=person(), now=now())
    place = "old_search.show" if saved.of_old_papers else "search.show"
    return redirect(f"{url_for(place)}?{saved.query}", 303)


@pages.post("/search/saved/<int:saved_id>/delete")
@allow(*READERS)
def delete_saved(saved_id: int) -> Response:
    saved = searching.delete_search(office().db, saved_id, by=person(), now=now())
    flash(f"Đã xóa tìm kiếm “{saved.name}”.")
    return redirect(url_for("old_search.show" if saved.of_old_papers else "search.show"), 303)


def suggestion_object(one: Suggestion) -> dict[str, str]:
    return {
        "url": url_for("documents.show", document_id=one.document_id),
        "reference": one.reference,
        "subject": one.subject,
        "day": short_date(one.issued_on) if one.issued_on else "",
    }


def saved_with_news() -> list[dict[str, Any]]:
    """One's saved searches, each with how many of its papers came since it was opened."""
    db, who = office().db, person()
    shown = []
    for saved in saved_searches.of_person(db, who.id):
        if saved.of_old_papers:
            continue
        arrived = saved_searches.arrived_since(db, saved.seen_at)
        news = 0
        form = search_form(office(), MultiDict(parse_qsl(saved.address)))
        if arrived and form.validate():
            query = (form.q.data or "")[:MAX_QUERY]
            news = len(arrived.intersection(matches(db, who, query, filters_of(form))))
        shown.append({"id": saved.id, "name": saved.name, "news": news})
    return shown


def chosen(form: SearchForm) -> list[dict[str, str]]:
    """What narrows the result now, each with the address without it."""
    shown = []
    for name in ("kind", "year", "since", "until", "signatory", *SearchForm.MORE):
        field = form[name]
        if value := field.answer():
            text = request.args.get(name, value) if name in ("since", "until") else value
            shown.append(
                {
                    "label": field.label.text,
                    "value": choice_names(field).get(value, text),
                    "url": url_with(name, ""),
                }
            )
    return shown


def asked_for() -> str:
    """The query string of this search, without its page."""
    return urlencode([(name, value) for name, value in _kept() if name != "page"])


def url_of_page(number: int) -> str:
    return f"{url_for('search.show')}?{urlencode([*_kept('page'), ('page', number)])}"


def url_with(name: str, value: str) -> str:
    """This search with one more, or without one, of its filters; on its first page."""
    more = [(name, value)] if value else []
    return f"{url_for('search.show')}?{urlencode([*_kept('page', name), *more])}"


def _kept(*without: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items() if value and name not in without]
