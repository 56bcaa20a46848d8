"""Biểu mẫu tra cứu — the search page's address as a form, and as what the archive is asked."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.validators import ValidationError

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Line
from service.app import Office
from service.domain.agency import Signatory
from service.domain.documents import Person, SearchPage
from service.domain.marks import CIRCULATION_MARKS, URGENCY_STAMPS
from service.domain.numbering import Register
from service.domain.searching import COUNTED_FIELDS, Filters
from service.domain.workflow import STATE_NAMES, State
from service.store import agency as agencies
from service.store import lists, search_facets
from service.store.search import LAST_NUMBER, PER_PAGE, search
from service.web.typed import whole

MAX_QUERY = 200

NO_URGENCY = "none"
"""How an address says: papers without a mark of urgency."""

FOUND_STATES = (State.SUBMITTED, State.APPROVED, State.NUMBERED, State.ISSUED, State.ARCHIVED)

_NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
_DAY = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric"}


def _a_number(form: Any, field: Any) -> None:
    if field.data and whole(field.data, -1, high=LAST_NUMBER) < 0:
        raise ValidationError("Ghi số thứ tự bằng chữ số, ví dụ 99.")


class SearchForm(VietnameseForm):
    q = Line(
        "Từ cần tìm",
        description="Số, trích yếu, nơi nhận, người ký hoặc nội dung. Gõ không dấu cũng được; "
        "“cụm từ” trong ngoặc kép; -từ để loại bỏ.",
        render_kw={"type": "search", "autocomplete": "off"},
    )
    kind = Choice("Loại văn bản", open_ended=True)
    year = Choice("Năm", open_ended=True)
    since = Day("Từ ngày", render_kw=_DAY)
    until = Day("Đến ngày", render_kw=_DAY)
    signatory = Choice("Người ký", open_ended=True)
    order = Choice("Sắp xếp", choices=[("relevance", "Phù hợp nhất"), ("date", "Mới nhất trước")])
    unit = Choice("Đơn vị soạn thảo", open_ended=True)
    series = Choice("Sổ số", open_ended=True)
    state = Choice("Trạng thái", open_ended=True)
    urgency = Choice("Độ khẩn", open_ended=True)
    circulation = Choice("Phạm vi lưu hành", open_ended=True)
    notation = Line("Ký hiệu", render_kw={"autocomplete": "off"})
    number_from = Line("Từ số", [_a_number], render_kw=_NUMBER)
    number_to = Line("Đến số", [_a_number], render_kw=_NUMBER)
    recipient = Choice("Nơi nhận", open_ended=True)

    FIRST = ("kind", "year", "since", "until", "signatory", "order")
    MORE = (
        "unit",
        "series",
        "state",
        "urgency",
        "circulation",
        "notation",
        "number_from",
        "number_to",
        "recipient",
    )

    @property
    def more_used(self) -> bool:
        return any(self[name].answer() or self[name].errors for name in self.MORE)


def search_form(office: Office, address: MultiDict[str, str]) -> SearchForm:
    """The form of an address, with everything that can be chosen."""
    form = SearchForm(address)
    form.kind.offer([("", "Mọi loại"), *((kind.code, kind.name) for kind in office.kinds)])
    years = {year for register in Register for year in lists.register_years(office.db, register)}
    form.year.offer([("", "Mọi năm"), *((str(one), str(one)) for one in sorted(years)[::-1])])
    agency = office.agency() if agencies.exists(office.db) else None
    people = agency.signatories if agency else ()
    units = agency.units if agency else ()
    form.signatory.offer([("", "Mọi người ký"), *told_apart(people)])
    form.unit.offer([("", "Mọi đơn vị"), *((str(one.id), one.name) for one in units)])
    series = agencies.series(office.db)
    form.series.offer([("", "Mọi sổ"), *((str(one.id), one.name) for one in series)])
    states = [(state.value, STATE_NAMES[state]) for state in FOUND_STATES]
    form.state.offer([("", "Mọi trạng thái"), *states])
    stamps = [(code, stamp.name) for code, stamp in URGENCY_STAMPS.items()]
    form.urgency.offer([("", "Mọi mức"), (NO_URGENCY, "Thường"), *stamps])
    form.circulation.offer([("", "Mọi phạm vi"), *CIRCULATION_MARKS.items()])
    chosen = [whole(form.recipient.data, 0)] if form.recipient.data else []
    names = search_facets.recipient_names(office.db, chosen)
    form.recipient.offer([("", "Mọi nơi"), *((str(key), name) for key, name in names.items())])
    if form.order.data not in ("relevance", "date"):
        form.order.data = "relevance"
    return form


def told_apart(people: Sequence[Signatory]) -> list[tuple[str, str]]:
    """Signatories for a list: who signs in two ways is named with what stands over the name."""
    often = Counter(one.name for one in people)
    return [
        (
            str(one.id),
            f"{one.name} – {', '.join(one.block.authority)}" if often[one.name] > 1 else one.name,
        )
        for one in people
    ]


def filters_of(form: SearchForm) -> Filters:
    """What the form asks for; whatever is no number where one is wanted matches nothing."""
    urgency = form.urgency.answer() or None
    return Filters(
        kind=form.kind.answer() or None,
        year=whole(form.year.answer(), 0, low=1945, high=9999) or None,
        since=day_of(form.since),
        until=day_of(form.until),
        signatory=_ident(form.signatory.answer()),
        unit=_ident(form.unit.answer()),
        series=_ident(form.series.answer()),
        state=form.state.answer() or None,
        notation=form.notation.answer() or None,
        urgency="" if urgency == NO_URGENCY else urgency,
        circulation=form.circulation.answer() or None,
        recipient=_ident(form.recipient.answer()),
        number_from=_ident(form.number_from.answer()),
        number_to=_ident(form.number_to.answer()),
    )


def run(
    office: Office, who: Person, form: SearchForm, *, page: int = 1, per_page: int = PER_PAGE
) -> SearchPage:
    return search(
        office.db,
        who,
        (form.q.data or "")[:MAX_QUERY],
        filters_of(form),
        order=form.order.data,
        page=page,
        per_page=per_page,
    )


def facet_names(form: SearchForm, found: SearchPage) -> list[dict[str, Any]]:
    """The counted filters that could still narrow the result: label and (value, name, papers)."""
    shown = []
    for field in COUNTED_FIELDS:
        counts = found.facets.get(field, ())
        if form[field].answer() or not counts or (len(counts) == 1 and field == "urgency"):
            continue
        names = choice_names(form[field])
        values = []
        for one in counts:
            value = NO_URGENCY if field == "urgency" and not one.value else str(one.value)
            name = (names.get(value) if value else "") or one.name or value
            values.append((value, name, one.papers))
        shown.append({"field": field, "label": form[field].label.text, "values": values})
    return shown


def choice_names(field: Any) -> dict[str, str]:
    """What each value of a field's list is called; nothing for a field without a list."""
    return {str(one.value): str(one.label) for one in getattr(field, "choices", None) or ()}


def day_of(field: Day) -> date | None:
    """The day that a field holds, if any."""
    return date.fromisoformat(field.answer()) if field.answer() else None


def _ident(text: str) -> int | None:
    return whole(text, -1) if text else None
