"""Tìm văn bản cũ — words, filters with counts, lists and saved searches among old papers."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from service.actions import old_exporting, searching
from service.domain.errors import NotFound, OfficeError
from service.domain.marks import URGENCY_STAMPS
from service.domain.old_papers import DIRECTION_NAMES, OldPaper
from service.domain.searching import OF_OLD_PAPERS
from service.domain.workflow import Role
from service.store import old_search, saved_searches
from service.store.old_typing import suggest_old
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.old_search_form import (
    OldSearchForm,
    old_facet_names,
    old_filters_of,
    old_search_form,
    query_of,
    run_old,
)
from service.web.search import TYPES
from service.web.search_form import MAX_QUERY, SearchForm, choice_names
from service.web.typed import whole

pages = Blueprint("old_search", __name__)


@pages.get("/old-papers")
@allow(*READERS)
def show() -> Any:
    form = old_search_form(office(), person(), request.args)
    found, status = None, 200
    if form.validate():
        try:
            page = whole(request.args.get("page"), 1, low=1, high=100_000)
            found = run_old(office(), person(), form, page=page)
        except OfficeError as error:
            show_on(form, error)
            status = status_of(error)
    else:
        status = 422
    too_many = found is not None and (found.more or found.total > old_search.LISTED)
    page_text = render_template(
        "old_papers/list.html",
        form=form,
        found=found,
        facets=old_facet_names(form, found) if found else (),
        chosen=chosen(form),
        asked=bool(query_of(form) or chosen(form)),
        saved=saved_with_news(),
        asked_for=asked_for(),
        listed_at_most=old_search.LISTED if too_many else 0,
        directions=DIRECTION_NAMES,
        is_clerk=person().may(Role.CLERK),
        url_of=url_of_page,
        url_with=url_with,
    )
    return page_text, status


@pages.get("/old-papers/typing")
@allow(*READERS)
def typing() -> Response:
    """Old papers that go on from what was typed so far, as JSON."""
    found = suggest_old(office().db, person(), request.args.get("q", "")[:MAX_QUERY])
    return jsonify({"papers": [suggestion_object(one) for one in found]})


@pages.get("/old-papers/list.<suffix>")
@allow(*READERS)
def listed(suffix: str) -> Response:
    """The whole result of a search as a file; a wrong condition leads back to the page."""
    if suffix not in TYPES:
        raise NotFound("Danh sách chỉ có dạng Excel, Word hoặc PDF.")
    form = old_search_form(office(), person(), request.args)
    if not form.validate():
        return redirect(url_with("", ""), 303)
    query = query_of(form)
    asked = [f"Từ cần tìm: {query}"] if query.strip() else []
    made = old_exporting.export_old_found(
        office(),
        query,
        old_filters_of(form),
        suffix,
        order=form.order.data,
        conditions=[*asked, *(f"{one['label']}: {one['value']}" for one in chosen(form))],
        by=person(),
        now=now(),
    )
    answer = Response(made, mimetype=TYPES[suffix])
    answer.headers["Content-Disposition"] = f'attachment; filename="van-ban-cu.{suffix}"'
    return answer


@pages.post("/old-papers/saved")
@allow(*READERS)
def save() -> Response:
    address = request.form.get("address", "")
    try:
        searching.save_search(
            office().db,
            request.form.get("name", ""),
            f"{OF_OLD_PAPERS}{address}",
            by=person(),
            now=now(),
        )
        flash("Đã lưu tìm kiếm này.")
    except OfficeError as error:
        flash(error.message, "wrong")
    return redirect(f"{url_for('old_search.show')}?{address}", 303)


def suggestion_object(paper: OldPaper) -> dict[str, str]:
    return {
        "url": url_for("old_papers.show", old_paper_id=paper.id),
        "reference": paper.details.reference,
        "subject": paper.details.subject,
        "day": paper.details.issued_text,
    }


def saved_with_news() -> list[dict[str, Any]]:
    """One's saved searches here, each with how many of its papers came since it was opened."""
    db, who = office().db, person()
    shown = []
    for saved in saved_searches.of_person(db, who.id):
        if not saved.of_old_papers:
            continue
        form = old_search_form(office(), who, MultiDict(parse_qsl(saved.query)))
        news = 0
        if form.validate():
            news = old_search.arrived(db, who, query_of(form), old_filters_of(form), saved.seen_at)
        shown.append({"id": saved.id, "name": saved.name, "news": news})
    return shown


def chosen(form: OldSearchForm) -> list[dict[str, str]]:
    """What narrows the result now, each with the address without it."""
    shown = []
    for name in form.narrowing:
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


@pages.app_template_global()
def old_matches(form: SearchForm) -> dict[str, Any] | None:
    """What the search among the office's own papers would find among old ones.

    `papers` and whether there are `more`, the `url` of that search, and the names of conditions
    in use that old papers do not have (`left_out`). None when nothing is asked or found.
    """
    shared = _shared(form)
    if not shared or form.errors:
        return None
    other = old_search_form(office(), person(), shared)
    if not other.validate():
        return None
    papers, more = old_search.count(office().db, person(), query_of(other), old_filters_of(other))
    if not papers:
        return None
    pairs = [*shared.items(), *([("order", "date")] if form.order.data == "date" else [])]
    foreign = ("unit", "series", "state", "circulation")
    left_out = [form[name].label.text for name in foreign if form[name].answer()]
    url = f"{url_for('old_search.show')}?{urlencode(pairs)}"
    return {"papers": papers, "more": more, "url": url, "left_out": left_out}


def _shared(form: SearchForm) -> dict[str, str]:
    """The main search's words and the conditions that both have, as an address here."""
    same = ("q", "year", "notation", "number_from", "number_to")
    asked = {name: form[name].answer() for name in same}
    asked |= {name: str(form[name].data or "") for name in ("since", "until")}
    kind, urgency = form.kind.answer(), form.urgency.answer()
    known = {one.code: one.type_name for one in office().kinds}
    asked["kind"] = known.get(kind, kind)
    asked["urgency"] = URGENCY_STAMPS[urgency].name if urgency in URGENCY_STAMPS else urgency
    for name, there in (("signatory", "signer"), ("recipient", "recipient")):
        if value := form[name].answer():
            asked[there] = choice_names(form[name]).get(value, value)
    return {name: value for name, value in asked.items() if value}


def asked_for() -> str:
    """The query string of this search, without its page."""
    return urlencode([(name, value) for name, value in _kept() if name != "page"])


def url_of_page(number: int) -> str:
    return f"{url_for('old_search.show')}?{urlencode([*_kept('page'), ('page', number)])}"


def url_with(name: str, value: str) -> str:
    """This search with one more, or without one, of its filters; on its first page."""
    more = [(name, value)] if value else []
    return f"{url_for('old_search.show')}?{urlencode([*_kept('page', name), *more])}"


def _kept(*without: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.args.items() if value and name not in without]
