"""Cấp số: consecutive from 01, unique with the ký hiệu in its year (NĐ 30/2020, Điều 15)."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from service.domain.documents import Series
from service.domain.errors import NotFound, Refused, WrongState
from service.domain.numbering import Register, SeriesKey, reference, shown_reference
from service.store import register_chain
from service.store.agency import series as all_series
from service.store.db import Database, Row
from service.store.moments import to_text


@dataclass(frozen=True, slots=True)
class Entry:
    """A taken number: one line of the register."""

    id: int
    series_id: int
    year: int
    number: int


def series_for(db: Database, register: Register, kind: str) -> Series:
    """The series that names the kind, else the register's general one; raises NotFound."""
    return series_that_take(db, register, kind)[0]


def series_that_take(db: Database, register: Register, kind: str) -> tuple[Series, ...]:
    """Every series in use that a paper of the kind may be numbered in: the proposed one first.

    Beside the proposed one these are the series of councils and boards (Phụ lục I): which body
    a paper is of, no kind can tell. Raises NotFound when there is none to propose.
    """
    active = [one for one in all_series(db) if one.register is register and one.active]
    naming = [one for one in active if kind in one.kinds]
    general = [one for one in active if not one.kinds and not one.body]
    if not naming and not general:
        raise NotFound("Chưa có sổ số cho loại văn bản này; quản trị hãy lập sổ số.")
    others = [one for one in active if not one.kinds and one.body]
    return (*naming, *general, *others)


def active_series(db: Database, series_id: int) -> Series:
    """A series that is in use; raises NotFound."""
    for one in all_series(db):
        if one.id == series_id and one.active:
            return one
    raise NotFound("Không có sổ số này, hoặc sổ đã ngừng dùng; hãy chọn sổ khác.")


def take_number(
    db: Database,
    key: SeriesKey,
    *,
    notation: str,
    dated: date,
    document_id: int,
    subject: str,
    person_id: int,
    now: datetime,
) -> Entry:
    """Take the series' next number and write its register line; call inside `write()`.

    Raises Refused when the date comes before that of the last number, or when another
    series already gave the same số và ký hiệu this year (Điều 15).
    """
    return append(
        db,
        key,
        {
            "notation": notation,
            "dated": dated.isoformat(),
            "document_id": document_id,
            "subject": subject,
            "taken_by": person_id,
            "taken_at": to_text(now),
        },
    )


def append(db: Database, key: SeriesKey, columns: Row) -> Entry:
    """Write the next line of a series and bind it into the chain; inside `write()`.

    `columns` lack only series, year and number. Raises Refused as `take_number` does.
    """
    series_id = series_id_of(db, key)
    require_date_in_order(db, series_id, key.year, date.fromisoformat(columns["dated"]))
    number = db.query(
        """
        INSERT INTO series_year (series_id, year, first_number, last_number)
        VALUES (:series_id, :year, 1, 1)
        ON CONFLICT (series_id, year) DO UPDATE SET last_number = last_number + 1
        RETURNING last_number
        """,
        {"series_id": series_id, "year": key.year},
    )[0]["last_number"]
    return insert_line(db, Entry(0, series_id, key.year, number), columns)


def insert_line(db: Database, place: Entry, columns: Row) -> Entry:
    """Write one line at its place and bind it; Refused when another series has the reference."""
    line = {
        "series_id": place.series_id,
        "year": place.year,
        "number": place.number,
        **columns,
    }
    with unique_reference(place.year, place.number, columns["notation"]):
        entry_id = db.insert("register_entry", line)
    register_chain.bind(db, entry_id)
    return replace(place, id=entry_id)


@contextmanager
def unique_reference(year: int, number: int, notation: str) -> Iterator[None]:
    """Say in a sentence that số và ký hiệu were given in another series this year."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        if "register_entry.year, register_entry.number, register_entry.not" not in str(error):
            raise
        raise _given_elsewhere(year, number, notation) from error


def _given_elsewhere(year: int, number: int, notation: str) -> Refused:
    return Refused(
        f"Năm {year} đã có văn bản số {reference(number, notation)} ở một sổ khác; số và ký hiệu "
        "là duy nhất trong năm (Điều 15 NĐ 30/2020). Hãy sửa ký hiệu của văn bản.",
        field="notation",
    )


def live_entry(db: Database, document_id: int) -> Entry | None:
    """The paper's number that is not void, or None."""
    row = db.one(
        """
        SELECT id, series_id, year, number
        FROM register_entry
        WHERE document_id = :id AND state <> 'void'
        """,
        {"id": document_id},
    )
    return None if row is None else Entry(**row)


def void(db: Database, entry_id: int, reason: str) -> None:
    """Strike a number out; it keeps its line and is never given again. Inside `write()`."""
    changed = db.execute(
        """
        UPDATE register_entry
        SET state = 'void', reason = :reason
        WHERE id = :id AND state = 'taken'
        """,
        {"id": entry_id, "reason": reason},
    )
    if changed != 1:
        raise WrongState("Số này đã được phát hành hoặc đã hủy, không hủy được nữa.")
    register_chain.bind(db, entry_id)


def mark_issued(db: Database, entry_id: int) -> None:
    changed = db.execute(
        "UPDATE register_entry SET state = 'issued' WHERE id = :id AND state = 'taken'",
        {"id": entry_id},
    )
    if changed:
        register_chain.bind(db, entry_id)


def start_year(db: Database, series_id: int, year: int, first_number: int) -> None:
    """Let a year begin at another number, for an office that takes over a running year.

    Raises WrongState when the series already gave numbers that year.
    """
    changed = db.execute(
        """
        INSERT INTO series_year (series_id, year, first_number, last_number)
        VALUES (:series_id, :year, :first, :first - 1)
        ON CONFLICT (series_id, year) DO UPDATE
        SET first_number = :first, last_number = :first - 1
        WHERE last_number < first_number
        """,
        {"series_id": series_id, "year": year, "first": first_number},
    )
    if changed != 1:
        raise WrongState(f"Năm {year} đã cấp số trong sổ này nên không đặt lại số bắt đầu được.")


def next_number(db: Database, series_id: int, year: int) -> int:
    """What the series would give next; only a hint, until the number is taken."""
    row = db.one(
        "SELECT last_number FROM series_year WHERE series_id = :id AND year = :year",
        {"id": series_id, "year": year},
    )
    return 1 if row is None else int(row["last_number"]) + 1


def last_dated(db: Database, series_id: int, year: int) -> tuple[str, date] | None:
    """Reference and date of the last number given in a year."""
    row = db.one(
        """
        SELECT number, notation, dated
        FROM register_entry
        WHERE series_id = :id AND year = :year
        ORDER BY number DESC
        LIMIT 1
        """,
        {"id": series_id, "year": year},
    )
    if row is None:
        return None
    return shown_reference(row["number"], row["notation"]), date.fromisoformat(row["dated"])


def series_id_of(db: Database, key: SeriesKey) -> int:
    """The id of the series; raises NotFound."""
    row = db.one(
        "SELECT id FROM series WHERE register = :register AND body = :body",
        {"register": key.register.value, "body": key.body},
    )
    if row is None:
        raise NotFound("Chưa có sổ số này; quản trị hãy lập sổ số.")
    return int(row["id"])


def require_date_in_order(db: Database, series_id: int, year: int, dated: date) -> None:
    """Raise Refused when the day comes before that of the series' last number (Điều 15)."""
    last = last_dated(db, series_id, year)
    if last is not None and dated < last[1]:
        raise Refused(
            f"Ngày {dated:%d/%m/%Y} sớm hơn ngày của số liền trước ({last[0]}, ngày "
            f"{last[1]:%d/%m/%Y}); số và ngày phải theo thứ tự ban hành (Điều 15 NĐ 30/2020).",
            field="issued_on",
        )
