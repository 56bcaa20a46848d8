"""Giữ số — the clerk keeps the next number until the day ends (Điều 15)."""

from datetime import datetime

from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.documents import Person
from service.domain.numbering import SeriesKey, office_date, padded
from service.domain.workflow import Role
from service.store import events, numbers, reservations
from service.store.numbers import Entry

NOT_USED = "Số giữ quá ngày không dùng. Giữ cho: {}"
LET_GO = "Bỏ giữ số: {}. Giữ cho: {}"


def reserve_number(
    office: Office, series_id: int, purpose: str, *, by: Person, now: datetime
) -> Entry:
    """Keep the next number of a series for today; it ends at midnight in Vietnam.

    Refused without a purpose, or when the series' last number has a later day.
    """
    by.require(Role.CLERK)
    purpose = required_reason(purpose, "Hãy ghi giữ số cho việc gì; nội dung được giữ trong sổ.")
    db, today = office.db, office_date(now)
    with db.write():
        strike_out_expired(office, now)
        series = numbers.active_series(db, series_id)
        entry = reservations.reserve(
            db,
            SeriesKey(series.register, series.body, today.year),
            dated=today,
            purpose=purpose,
            person_id=by.id,
            now=now,
        )
        events.add(
            db,
            "reserve_number",
            by,
            now,
            topic=topic(entry.id),
            number=entry.number,
            series=series.name,
            purpose=purpose,
        )
    return entry


def release_number(
    office: Office, entry_id: int, reason: str, *, by: Person, now: datetime
) -> None:
    """Let go of a kept number before its day ends: it is struck out and never given again."""
    by.require(Role.CLERK)
    reason = required_reason(reason, "Hãy ghi lý do bỏ giữ số; lý do được giữ trong sổ.")
    with office.db.write():
        purpose = reservations.get(office.db, entry_id).purpose
        kept = reservations.strike_out(office.db, entry_id, LET_GO.format(reason, purpose))
        events.add(
            office.db,
            "release_number",
            by,
            now,
            topic=topic(entry_id),
            number=kept.entry.number,
            reason=reason,
        )


def strike_out_expired(office: Office, now: datetime) -> tuple[str, ...]:
    """Make void what was kept for a day that is over; inside `write()`. Returns the numbers."""
    found = reservations.expired(office.db, office_date(now))
    for one in found:
        reservations.strike_out(office.db, one.entry.id, NOT_USED.format(one.purpose))
        events.add(
            office.db,
            "expire_number",
            None,
            now,
            topic=topic(one.entry.id),
            number=one.entry.number,
            purpose=one.purpose,
        )
    return tuple(padded(one.entry.number) for one in found)


def topic(entry_id: int) -> str:
    """What history files a register line under when it has no paper."""
    return f"register/{entry_id}"
