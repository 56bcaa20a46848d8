"""Biểu mẫu tìm văn bản cũ — the page's address as a form, and as what the archive is asked."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Line
from service.app import Office
from service.domain.documents import Person
from service.domain.old_papers import DIRECTION_NAMES, ORIGIN_NAMES
from service.domain.old_searching import COUNTED_FIELDS, MAY_LACK, OldFilters, OldPage
from service.store import agency as agencies
from service.store import old_facets, old_search
from service.store.old_search import LAST_NUMBER
from service.web.search_form import MAX_QUERY, choice_names, day_of
from service.web.typed import whole

NONE = "none"
"""How an address says: papers without a mark of urgency, or without a unit."""

NO_UNIT = "Chỉ văn thư, lãnh đạo"
NO_URGENCY = "Thường"

_NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
_DAY = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric"}
_TEXT = {"autocomplete": "off"}


def _a_number(form: Any, field: Any) -> None:
    if field.data and whole(field.data, -1, high=LAST_NUMBER) < 0:
        raise ValidationError("Ghi bằng chữ số, ví dụ 99.")


def _text(name: str) -> Line:
    return Line(COUNTED_FIELDS[name], render_kw=_TEXT)


def _choice(name: str) -> Choice:
    return Choice(COUNTED_FIELDS[name], open_ended=True)


class OldSearchForm(VietnameseForm):
    q = Line(
        "Từ cần tìm",
        description="Số, ký hiệu, trích yếu, nơi nhận, người ký hoặc nội dung. Gõ không dấu cũng "
        "được; “cụm từ” trong ngoặc kép; -từ để loại bỏ.",
        render_kw={"type": "search", "autocomplete": "off"},
    )
    direction = _choice("direction")
    kind = _choice("kind")
    year = _choice("year")
    since = Day("Từ ngày", render_kw=_DAY)
    until = Day("Đến ngày", render_kw=_DAY)
    agency = _text("agency")
    order = Choice("Sắp xếp", choices=[("relevance", "Phù hợp nhất"), ("date", "Mới nhất trước")])
    signer = _text("signer")
    recipient = _text("recipient")
    notation = _text("notation")
    number_from = Line("Từ số", [_a_number], render_kw=_NUMBER)
    number_to = Line("Đến số", [_a_number], render_kw=_NUMBER)
    urgency = _choice("urgency")
    superior = _text("superior")
    place = _text("place")
    post = _text("post")
    authority = _text("authority")
    pages_from = Line("Số trang từ", [_a_number], render_kw=_NUMBER)
    pages_to = Line("Số trang đến", [_a_number], render_kw=_NUMBER)
    unit = _choice("unit")
    origin = _choice("origin")

    FIRST = ("direction", "kind", "year", "since", "until", "agency", "order")
    MORE = (
        *("signer", "recipient", "notation", "number_from", "number_to", "urgency", "superior"),
        *("place", "post", "authority", "pages_from", "pages_to", "unit", "origin"),
    )

    @property
    def more_used(self) -> bool:
        return any(self[name].answer() or self[name].errors for name in self.MORE)

    @property
    def narrowing(self) -> tuple[str, ...]:
        """Every field that narrows the result, in the page's order."""
        return tuple(name for name in (*self.FIRST, *self.MORE) if name != "order")


def old_search_form(
    office: Office, who: Person, address: Mapping[str, str] | MultiDict[str, str]
) -> OldSearchForm:
    """The form of an address, with everything that can be chosen among what one may see."""
    form = OldSearchForm(MultiDict(address))
    scope = old_search.scope_value(office.db, who)
    for name, every in (("kind", "Mọi loại"), ("year", "Mọi năm"), ("urgency", "Mọi mức")):
        known = [] if scope is None else old_facets.choices(office.db, scope, name)
        pairs = [(value or NONE, shown or NO_URGENCY) for value, shown in known]
        form[name].offer([("", every), *(pairs[::-1] if name == "year" else pairs)])
    directions = [(one.value, shown) for one, shown in DIRECTION_NAMES.items()]
    form.direction.offer([("", "Đi và đến"), *directions])
    origins = [(one.value, shown) for one, shown in ORIGIN_NAMES.items()]
    form.origin.offer([("", "Mọi nguồn"), *origins])
    units = office.agency().units if agencies.exists(office.db) else ()
    named = [(str(unit.id), unit.name) for unit in units]
    form.unit.offer([("", "Mọi đơn vị"), (NONE, NO_UNIT), *named])
    if form.order.data not in ("relevance", "date"):
        form.order.data = "relevance"
    return form


def old_filters_of(form: OldSearchForm) -> OldFilters:
    """What the form asks for."""
    values = {name: form[name].answer() or None for name in COUNTED_FIELDS}
    values |= {name: "" for name in MAY_LACK if values[name] == NONE}
    ranges = ("number_from", "number_to", "pages_from", "pages_to")
    numbers = {name: _number(form[name].answer()) for name in ranges}
    return OldFilters(**values, since=day_of(form.since), until=day_of(form.until), **numbers)


def run_old(office: Office, who: Person, form: OldSearchForm, *, page: int = 1) -> OldPage:
    return old_search.search(
        office.db,
        who,
        query_of(form),
        old_filters_of(form),
        order=form.order.data,
        page=page,
    )


def query_of(form: OldSearchForm) -> str:
    return str(form.q.data or "")[:MAX_QUERY]


def old_facet_names(form: OldSearchForm, found: OldPage) -> list[dict[str, Any]]:
    """The counted filters that could still narrow the result: label and (value, name, papers)."""
    shown = []
    for field, label in COUNTED_FIELDS.items():
        counts = found.facets.get(field, ())
        if form[field].answer() or not counts or (len(counts) == 1 and field in MAY_LACK):
            continue
        names = choice_names(form[field])
        values = [
            (str(one.value) or NONE, names.get(str(one.value) or NONE, one.name), one.papers)
            for one in counts
        ]
        shown.append({"field": field, "label": label, "values": values})
    return shown


def _number(text: str) -> int | None:
    return whole(text, -1) if text else None
