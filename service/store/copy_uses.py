"""Sổ sử dụng bản lưu: who saw a kept original, who allowed it, when it came back (Phụ lục IV)."""

from datetime import date, datetime

from service.domain.errors import NotFound, WrongState
from service.domain.registers import CopyUse
from service.store.db import Database, Row
from service.store.moments import maybe_date, to_text


def add(db: Database, use: CopyUse, *, person_id: int, now: datetime) -> int:
    """Write one line; inside `write()`. `id` and `returned_on` of the given one do not count."""
    return db.insert(
        "copy_use",
        {
            "used_on": use.used_on.isoformat(),
            "user_name": use.user_name,
            "reference": use.reference,
            "subject": use.subject,
            "file_code": use.file_code,
            "allowed_by": use.allowed_by,
            "note": use.note,
            "noted_by": person_id,
            "noted_at": to_text(now),
        },
    )


def note_return(db: Database, use_id: int, returned_on: date) -> None:
    """Write down the day it came back, once; inside `write()`."""
    changed = db.execute(
        "UPDATE copy_use SET returned_on = :day WHERE id = :id AND returned_on IS NULL",
        {"id": use_id, "day": returned_on.isoformat()},
    )
    if changed != 1:
        raise WrongState("Bản lưu này đã ghi ngày trả; hãy tải lại trang.")


def get(db: Database, use_id: int) -> CopyUse:
    """One line; raises NotFound."""
    row = db.one("SELECT * FROM copy_use WHERE id = :id", {"id": use_id})
    if row is None:
        raise NotFound("Không có dòng này trong sổ sử dụng bản lưu.")
    return _use(row)


def of_year(
    db: Database, year: int, *, since: date | None = None, until: date | None = None
) -> tuple[CopyUse, ...]:
    """A year's lines by day; `since` and `until` are both included."""
    rows = db.query(
        """
        SELECT * FROM copy_use
        WHERE used_on BETWEEN :first AND :last
        ORDER BY used_on, id
        """,
        {
            "first": max(f"{year:04d}-01-01", since.isoformat() if since else ""),
            "last": min(f"{year:04d}-12-31", until.isoformat() if until else "9999-12-31"),
        },
    )
    return tuple(map(_use, rows))


def _use(row: Row) -> CopyUse:
    return CopyUse(
        id=row["id"],
        used_on=date.fromisoformat(row["used_on"]),
        user_name=row["user_name"],
        reference=row["reference"],
        subject=row["subject"],
        allowed_by=row["allowed_by"],
        file_code=row["file_code"],
        note=row["note"],
        returned_on=maybe_date(row["returned_on"]),
    )
