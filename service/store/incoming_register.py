"""Sổ đăng ký và sổ theo dõi giải quyết văn bản đến: the lines that are shown and printed."""

from datetime import date

from service.domain.documents import Person
from service.domain.incoming import (
    INCOMING_STATE_NAMES,
    FollowLine,
    Incoming,
    IncomingDetails,
    IncomingFilter,
    IncomingLine,
    IncomingState,
)
from service.domain.numbering import office_date
from service.store.db import Database, Row
from service.store.incoming_rows import conditions, details_of
from service.store.moments import from_text, maybe_date

_ROWS = """
    SELECT incoming.*,
        (SELECT group_concat(name, '; ') FROM (
            SELECT COALESCE(person.name || ' (' || unit.name || ')', unit.name) AS name
            FROM incoming_assignment AS given
            JOIN unit ON unit.id = given.unit_id
            LEFT JOIN person ON person.id = given.person_id
            WHERE given.incoming_id = incoming.id AND given.ended_at IS NULL
            ORDER BY given.part DESC, given.id
        )) AS receivers,
        (SELECT min(assigned_at) FROM incoming_assignment AS given
         WHERE given.incoming_id = incoming.id) AS passed_at,
        (SELECT group_concat(reference, '; ') FROM (
            SELECT printf('%02d', document.number) || '/' || document.notation AS reference
            FROM incoming_answer JOIN document ON document.id = document_id
            WHERE incoming_id = incoming.id AND document.state IN ('issued', 'archived')
            ORDER BY document.id
        )) AS answers
    FROM incoming
"""


def register_rows(
    db: Database,
    year: int,
    *,
    since: date | None = None,
    until: date | None = None,
    unit_id: int | None = None,
    person: Person | None = None,
    words: str = "",
) -> tuple[IncomingLine, ...]:
    """One year's register in the order of arrival numbers; void numbers keep their lines.

    `since` and `until` are days of arrival, both included. Without `person` the whole register,
    for printing it; with one, what that person may see.
    """
    wanted = IncomingFilter(words=words, year=year, since=since, until=until, unit_id=unit_id)
    return tuple(_line(row) for row in _rows(db, wanted, person))


def follow_rows(
    db: Database,
    year: int,
    *,
    since: date | None = None,
    until: date | None = None,
    unit_id: int | None = None,
) -> tuple[FollowLine, ...]:
    """Sổ theo dõi giải quyết văn bản đến of a year, seven columns (Phụ lục IV)."""
    wanted = IncomingFilter(year=year, since=since, until=until, unit_id=unit_id)
    return tuple(_follow(row) for row in _rows(db, wanted, None) if row["state"] != "void")


def _rows(db: Database, wanted: IncomingFilter, person: Person | None) -> list[Row]:
    where, parameters = conditions(person or _ANYBODY, wanted)
    if person is None:
        parameters["sees_all"] = 1
    return db.query(f"{_ROWS} WHERE {where} ORDER BY incoming.number", parameters)


_ANYBODY = Person(0, "", "", 0, frozenset())


def _line(row: Row) -> IncomingLine:
    details = details_of(row)
    state = IncomingState(row["state"])
    notes = [details.note, f"Hủy số: {row['void_reason']}" if row["void_reason"] else ""]
    return IncomingLine(
        arrived_on=date.fromisoformat(row["arrived_on"]),
        number=row["number"],
        agency=details.agency,
        reference=details.reference,
        issued=details.issued_text,
        content=content(details),
        receivers=row["receivers"] or "",
        passed_on=_day(row["passed_at"]),
        signed_for="",
        note=". ".join(note for note in notes if note),
        incoming_id=row["id"],
        state=state,
    )


def _follow(row: Row) -> FollowLine:
    details = details_of(row)
    paper = Incoming(
        row["id"],
        row["year"],
        row["number"],
        date.fromisoformat(row["arrived_on"]),
        from_text(row["arrived_at"]),
        IncomingState(row["state"]),
        details,
    )
    progress = INCOMING_STATE_NAMES[paper.state]
    return FollowLine(
        number=paper.number,
        title=paper.title,
        receivers=row["receivers"] or "",
        due_on=maybe_date(row["due_on"]),
        progress=f"{progress}: {row['result']}" if row["result"] else progress,
        answers=row["answers"] or "",
        note=details.note,
        incoming_id=paper.id,
    )


def content(details: IncomingDetails) -> str:
    """Tên loại và trích yếu, as one cell."""
    return f"{details.kind}: {details.subject}" if details.kind else details.subject


def _day(moment: str | None) -> date | None:
    return office_date(from_text(moment)) if moment else None
