"""Chọn số — from which series, or which kept number, a paper gets its number (Điều 15)."""

from dataclasses import dataclass
from datetime import date, datetime

from service.actions.office import Office
from service.actions.reserving import strike_out_expired
from service.domain.documents import Document, Person, Series
from service.domain.errors import Refused
from service.domain.numbering import SeriesKey
from service.store import numbers, reservations
from service.store.db import Database


@dataclass(frozen=True, slots=True)
class NumberChoice:
    """What the clerk chose beside the day: another series, or a kept number; None as proposed."""

    series_id: int | None = None
    kept_entry_id: int | None = None


def entry_for(
    office: Office,
    document: Document,
    day: date,
    choice: NumberChoice | None = None,
    *,
    by: Person,
    now: datetime,
) -> numbers.Entry:
    """The kept number that was chosen, else the next one of the series; inside `write()`.

    Refused (fields ``kept``, ``series``, ``issued_on``) when the choice does not fit the paper.
    """
    choice = choice or NumberChoice()
    strike_out_expired(office, now)
    db, kind = office.db, office.kinds[document.kind]
    offered = numbers.series_that_take(db, kind.register, kind.code)
    if choice.kept_entry_id is not None:
        return _kept_entry(db, document, day, choice.kept_entry_id, offered)
    series = _chosen_series(offered, choice.series_id)
    return numbers.take_number(
        db,
        SeriesKey(series.register, series.body, day.year),
        notation=document.notation,
        dated=day,
        document_id=document.id,
        subject=document.subject,
        person_id=by.id,
        now=now,
    )


def _kept_entry(
    db: Database, document: Document, day: date, entry_id: int, offered: tuple[Series, ...]
) -> numbers.Entry:
    kept = reservations.get(db, entry_id)
    if kept.entry.series_id not in [one.id for one in offered]:
        raise Refused("Số giữ này thuộc sổ khác với sổ của văn bản.", field="kept")
    reservations.require_day(kept, day)
    return reservations.use(
        db,
        entry_id,
        notation=document.notation,
        document_id=document.id,
        subject=document.subject,
    )


def _chosen_series(offered: tuple[Series, ...], series_id: int | None) -> Series:
    """The proposed one, which comes first, unless another one was chosen."""
    for one in offered:
        if series_id in (None, one.id):
            return one
    raise Refused("Sổ này không nhận loại văn bản này; hãy chọn sổ khác.", field="series")
