"""Giữ số: a number kept for a paper that is being signed, until the end of its day (Điều 15).

A kept number is a line of the register like any other: it comes next in order and has the day
it was kept on. A paper may take it that day; else it is struck out with its purpose as the reason.
"""

from dataclasses import dataclass
from datetime import date, datetime

from service.domain.errors import NotFound, Refused, WrongState
from service.domain.numbering import SeriesKey, padded
from service.store import register_chain
from service.store.db import Database, Row
from service.store.moments import from_text, to_text
from service.store.numbers import Entry, append, unique_reference


@dataclass(frozen=True, slots=True)
class Reservation:
    """Số đang giữ: its place, its day (it ends with it), what for, and who keeps it."""

    entry: Entry
    dated: date
    purpose: str
    person_name: str
    kept_at: datetime


def reserve(
    db: Database, key: SeriesKey, *, dated: date, purpose: str, person_id: int, now: datetime
) -> Entry:
    """Keep the series' next number for this day; inside `write()`. Raises as `append` does."""
    columns = {
        "notation": "",
        "dated": dated.isoformat(),
        "origin": "reserved",
        "state": "reserved",
        "subject": purpose,
        "taken_by": person_id,
        "taken_at": to_text(now),
    }
    return append(db, key, columns)


def use(db: Database, entry_id: int, *, notation: str, document_id: int, subject: str) -> Entry:
    """Give a kept number to a paper; inside `write()`.

    WrongState when it is no longer kept, Refused when another series gave the same reference.
    """
    row = _row(db, entry_id)
    with unique_reference(row["year"], row["number"], notation):
        changed = db.execute(
            """
            UPDATE register_entry
            SET state = 'taken', notation = :notation, document_id = :document_id,
                subject = :subject
            WHERE id = :id AND state = 'reserved'
            """,
            {
                "id": entry_id,
                "notation": notation,
                "document_id": document_id,
                "subject": subject,
            },
        )
    if changed != 1:
        raise WrongState(f"Số {padded(row['number'])} không còn được giữ; hãy lấy số tiếp theo.")
    register_chain.bind(db, entry_id)
    return Entry(entry_id, row["series_id"], row["year"], row["number"])


def strike_out(db: Database, entry_id: int, reason: str) -> Reservation:
    """Let go of a kept number: it becomes void with the reason. Inside `write()`."""
    kept = get(db, entry_id)
    db.execute(
        "UPDATE register_entry SET state = 'void', reason = :reason WHERE id = :id",
        {"id": entry_id, "reason": reason},
    )
    register_chain.bind(db, entry_id)
    return kept


def expired(db: Database, today: date) -> tuple[Reservation, ...]:
    """Numbers whose day is over, oldest first."""
    return _kept(db, "dated < :today", {"today": today.isoformat()})


def kept(db: Database, today: date, series_id: int | None = None) -> tuple[Reservation, ...]:
    """Numbers that are kept today, by series and number."""
    return _kept(
        db,
        "dated >= :today AND (:series_id IS NULL OR series_id = :series_id)",
        {"today": today.isoformat(), "series_id": series_id},
    )


def get(db: Database, entry_id: int) -> Reservation:
    """One kept number; NotFound when there is no such one, WrongState when it is kept no more."""
    row = _row(db, entry_id)
    found = _kept(db, "register_entry.id = :id", {"id": entry_id})
    if not found:
        raise WrongState(f"Số {padded(row['number'])} không còn được giữ; hãy tải lại trang.")
    return found[0]


def require_day(kept: Reservation, day: date) -> None:
    """Raise Refused when a paper of another day would take the number (Điều 15)."""
    if kept.dated != day:
        raise Refused(
            f"Số {padded(kept.entry.number)} được giữ cho ngày {kept.dated:%d/%m/%Y}; văn bản dùng "
            "số này phải mang ngày đó, vì số và ngày theo thứ tự ban hành (Điều 15 NĐ 30/2020).",
            field="issued_on",
        )


def _row(db: Database, entry_id: int) -> Row:
    row = db.one("SELECT * FROM register_entry WHERE id = :id", {"id": entry_id})
    if row is None or row["origin"] != "reserved":
        raise NotFound("Không có số giữ này.")
    return row


def _kept(db: Database, condition: str, parameters: Row) -> tuple[Reservation, ...]:
    # With the plus SQLite sorts the few that are kept, and does not walk the register in order.
    rows = db.query(
        f"""
        SELECT register_entry.id, series_id, year, number, dated, subject, taken_at,
            person.name AS person_name
        FROM register_entry
        JOIN person ON person.id = taken_by
        WHERE state = 'reserved' AND {condition}
        ORDER BY +series_id, year, number
        """,
        parameters,
    )
    return tuple(
        Reservation(
            Entry(row["id"], row["series_id"], row["year"], row["number"]),
            date.fromisoformat(row["dated"]),
            row["subject"],
            row["person_name"],
            from_text(row["taken_at"]),
        )
        for row in rows
    )
