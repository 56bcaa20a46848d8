"""Văn bản đã ban hành ở nơi khác: lines that an office brings along when it takes over a year.

A line joins the register right before its first number or right after its last one, so that the
numbers stay without gaps and the days stay in order (Điều 15).
"""

from datetime import date, datetime

from service.domain.errors import NotFound, Refused
from service.domain.numbering import SeriesKey, padded, shown_reference
from service.domain.takeover import OutsidePaper
from service.store.db import Database, Row
from service.store.moments import to_text
from service.store.numbers import Entry, append, insert_line, series_id_of


def bounds(db: Database, series_id: int, year: int) -> tuple[int, int] | None:
    """First and last number of a year (last = first - 1 while none is taken), or None."""
    row = db.one(
        "SELECT first_number, last_number FROM series_year WHERE series_id = :id AND year = :year",
        {"id": series_id, "year": year},
    )
    return None if row is None else (row["first_number"], row["last_number"])


def add(
    db: Database, key: SeriesKey, paper: OutsidePaper, *, person_id: int, now: datetime
) -> Entry:
    """Write the paper's line; inside `write()`.

    Refused (fields ``number``, ``dated``, ``notation``) when it fits neither end of the year.
    """
    series_id = series_id_of(db, key)
    columns = _columns(paper, person_id, now)
    limits = bounds(db, series_id, key.year)
    if limits is None:
        db.insert(
            "series_year",
            {
                "series_id": series_id,
                "year": key.year,
                "first_number": paper.number,
                "last_number": paper.number - 1,
            },
        )
        limits = (paper.number, paper.number - 1)
    first, last = limits
    if paper.number == last + 1:
        return append(db, key, columns)
    if paper.number != first - 1:
        raise Refused(_misplaced(paper.number, first, last, key.year), field="number")
    _require_before_the_first(db, series_id, key.year, paper.dated)
    db.execute(
        """
        UPDATE series_year SET first_number = first_number - 1
        WHERE series_id = :id AND year = :year
        """,
        {"id": series_id, "year": key.year},
    )
    return insert_line(db, Entry(0, series_id, key.year, paper.number), columns)


def file_of(db: Database, entry_id: int) -> tuple[str, str]:
    """Name to save it under, and SHA-256, of the file that came with a line; raises NotFound."""
    row = db.one(
        """
        SELECT number, notation, file_sha256 FROM register_entry
        WHERE id = :id AND origin = 'outside' AND file_sha256 IS NOT NULL
        """,
        {"id": entry_id},
    )
    if row is None:
        raise NotFound("Dòng sổ này không kèm tệp.")
    name = shown_reference(row["number"], row["notation"]).replace("/", "-")
    return f"{name}.pdf", row["file_sha256"]


def _columns(paper: OutsidePaper, person_id: int, now: datetime) -> Row:
    return {
        "notation": paper.notation,
        "dated": paper.dated.isoformat(),
        "origin": "outside",
        "state": "void" if paper.void_reason else "issued",
        "reason": paper.void_reason,
        "subject": paper.subject,
        "kind_name": paper.kind_name,
        "signer_name": paper.signer_name,
        "recipients": "\n".join(paper.recipients),
        "file_sha256": paper.file_sha256,
        "taken_by": person_id,
        "taken_at": to_text(now),
    }


def _misplaced(number: int, first: int, last: int, year: int) -> str:
    if first <= number <= last:
        return f"Năm {year} sổ này đã có số {padded(number)}; mỗi số chỉ ghi một lần."
    before = f"{padded(first - 1)} (trước số đầu) hoặc " if first > 1 else ""
    return (
        f"Số {padded(number)} không nối liền với sổ năm {year}; số ghi được lúc này là {before}"
        f"{padded(last + 1)} (sau số cuối)."
    )


def _require_before_the_first(db: Database, series_id: int, year: int, dated: date) -> None:
    row = db.one(
        """
        SELECT number, dated FROM register_entry
        WHERE series_id = :id AND year = :year ORDER BY number LIMIT 1
        """,
        {"id": series_id, "year": year},
    )
    if row is not None and dated > date.fromisoformat(row["dated"]):
        after = date.fromisoformat(row["dated"])
        raise Refused(
            f"Ngày {dated:%d/%m/%Y} muộn hơn ngày của số liền sau ({padded(row['number'])}, ngày "
            f"{after:%d/%m/%Y}); số và ngày phải theo thứ tự ban hành (Điều 15 NĐ 30/2020).",
            field="dated",
        )
