"""Lấy số ở đâu — the next number of a series, or one that is kept, as one list to choose from."""

from datetime import datetime
from typing import Any

from service.actions.number_choice import NumberChoice
from service.app import Office
from service.domain.documents import Document
from service.domain.numbering import office_date, padded
from service.store import numbers, reservations
from service.web.typed import whole

NEXT, KEPT = "next", "kept"


def with_sources(form: Any, document: Document, office: Office, now: datetime) -> Any:
    """Offer what the paper may take; the proposed series comes first and is what a post without
    an answer means."""
    kind, db, today = office.kinds[document.kind], office.db, office_date(now)
    choices = []
    for series in numbers.series_that_take(db, kind.register, kind.code):
        following = padded(numbers.next_number(db, series.id, today.year))
        choices.append((f"{NEXT}-{series.id}", f"Số tiếp theo của sổ {series.name}: {following}"))
        choices += [
            (f"{KEPT}-{one.entry.id}", f"Số đã giữ {padded(one.entry.number)}: {one.purpose}")
            for one in reservations.kept(db, today, series.id)
        ]
    form.source.offer(choices)
    if not form.source.data:
        form.source.data = choices[0][0]
    return form


def choice_of(answer: str) -> NumberChoice:
    """What the chosen line of the list means."""
    where, _, ident = answer.partition("-")
    number = whole(ident, 0) or None
    if where == KEPT:
        return NumberChoice(kept_entry_id=number)
    return NumberChoice(series_id=number)
