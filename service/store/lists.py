"""Danh sách: what waits for whom, papers to browse or copy from, the lines of the register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.domain.copying import FORM_NAMES
from service.domain.documents import (
    DocumentLine,
    DocumentPage,
    FailedJob,
    Person,
    RegisterLine,
    Waiting,
)
from service.domain.numbering import Register, office_date, reference, shown_reference
from service.domain.workflow import Role, State
from service.store.db import Database, Row
from service.store.documents import VISIBLE, access
from service.store.moments import from_json, from_text, maybe_date
from service.store.signing_turns import AWAITS_PERSON_BEFORE_NUMBER, AWAITS_SEAL

LINE = """
    SELECT document.id, document.kind, document.state, document.subject, document.number,
        document.notation, document.issued_on, document.unit_id, unit.symbol AS unit_symbol,
        document.created_by, creator.name AS creator_name,
        COALESCE(approver.name, '') AS approver_name, document.signer_name, document.updated_at,
        document.return_reason
    FROM document
    JOIN unit ON unit.id = document.unit_id
    JOIN person AS creator ON creator.id = document.created_by
    LEFT JOIN person AS approver ON approver.id = document.approver_id
"""

WAITING_LIMIT = 200
"""Enough for one page of work; a list longer than this is read in the papers list instead."""


def waiting(db: Database, person: Person) -> Waiting:
    """What waits for this person, oldest first where somebody else is waiting."""
    # The plus keeps SQLite from walking all that a person ever wrote: the state is the short way.
    mine = "+document.created_by = :person_id AND :is_drafter"
    clerk = ":is_clerk"
    return Waiting(
        drafts=_lines(db, person, f"{mine} AND document.state = 'draft'", newest_first=True),
        returned=_lines(db, person, f"{mine} AND document.state = 'returned'"),
        submitted=_lines(db, person, f"{mine} AND document.state = 'submitted'"),
        to_approve=_lines(
            db,
            person,
            "+document.approver_id = :person_id AND :is_signatory AND document.state = 'submitted'",
        ),
        to_number=_lines(
            db,
            person,
            f"{clerk} AND document.state = 'approved' AND NOT {AWAITS_PERSON_BEFORE_NUMBER}",
        ),
        to_issue=_lines(
            db, person, f"{clerk} AND document.state = 'numbered' AND NOT {AWAITS_SEAL}"
        ),
        failed=_failed_jobs(db, person) if person.may(Role.CLERK) else (),
    )


def visible(
    db: Database,
    person: Person,
    *,
    states: tuple[State, ...] = (),
    kind: str | None = None,
    year: int | None = None,
    unit_id: int | None = None,
    created_by: int | None = None,
    page: int = 1,
    per_page: int = 50,
) -> DocumentPage:
    """Papers the person may see, newest change first; discarded ones only when asked for."""
    columns = {"kind": kind, "unit_id": unit_id, "created_by": created_by}
    where, parameters = _chosen(person, states, year, columns)
    page = max(page, 1)
    total = db.query(f"SELECT COUNT(*) AS total FROM document WHERE {where}", parameters)
    lines = _newest(db, where, parameters, limit=per_page, offset=(page - 1) * per_page)
    return DocumentPage(lines, total[0]["total"], page, per_page)


def recent(db: Database, person: Person, *, limit: int) -> tuple[DocumentLine, ...]:
    """The first lines of `visible`, without counting how many there are."""
    where, parameters = _chosen(person, (), None, {})
    return _newest(db, where, parameters, limit=limit)


def _newest(
    db: Database, where: str, parameters: Row, *, limit: int, offset: int = 0
) -> tuple[DocumentLine, ...]:
    rows = db.query(
        f"""
        {LINE}
        WHERE document.id IN (
            SELECT document.id FROM document
            WHERE {where}
            ORDER BY document.updated_at DESC, document.id DESC
            LIMIT :limit OFFSET :offset
        )
        ORDER BY document.updated_at DESC, document.id DESC
        """,
        {**parameters, "limit": limit, "offset": offset},
    )
    return tuple(map(line, rows))


def _chosen(
    person: Person, states: tuple[State, ...], year: int | None, columns: Row
) -> tuple[str, Row]:
    wanted = states or tuple(state for state in State if state is not State.DISCARDED)
    names = ", ".join(f"'{State(state).value}'" for state in wanted)
    # The plus keeps SQLite to the one index that answers all of this in order.
    conditions = [VISIBLE, f"+document.state IN ({names})"]
    parameters: Row = access(person)
    for column, value in columns.items():
        if value is not None:
            conditions.append(f"document.{column} = :only_{column}")
            parameters[f"only_{column}"] = value
    if year is not None:
        conditions.append("document.issued_on BETWEEN :year_start AND :year_end")
        parameters |= {"year_start": f"{year:04d}-01-01", "year_end": f"{year:04d}-12-31"}
    return " AND ".join(conditions), parameters


def to_copy_from(
    db: Database, person: Person, kind: str, *, limit: int = 20
) -> tuple[DocumentLine, ...]:
    """Earlier papers of a kind to start a new one from: the person's own first, then newest."""
    found: list[DocumentLine] = []
    for whose in ("=", "<>"):
        rows = db.query(
            f"""
            {LINE}
            WHERE {VISIBLE} AND document.kind = :kind AND document.state <> 'discarded'
                AND document.created_by {whose} :person_id
            ORDER BY document.updated_at DESC
            LIMIT :limit
            """,
            {**access(person), "kind": kind, "limit": limit - len(found)},
        )
        found += [line(row) for row in rows]
    return tuple(found)


_OF_REGISTER = """
    FROM register_entry
    JOIN series ON series.id = register_entry.series_id
    LEFT JOIN document ON document.id = register_entry.document_id
    WHERE series.register = :register AND register_entry.year = :year
        AND (:series_id IS NULL OR register_entry.series_id = :series_id)
        AND (:since IS NULL OR dated >= :since) AND (:until IS NULL OR dated <= :until)
        AND (:kind IS NULL OR document.kind = :kind)
        AND (:unit_id IS NULL OR document.unit_id = :unit_id)
"""

_REGISTER = f"""
    WITH chosen AS MATERIALIZED (
        SELECT register_entry.*, series.name AS series_name
        {_OF_REGISTER}
        ORDER BY register_entry.series_id, register_entry.number
        LIMIT :limit OFFSET :offset
    ),
    sent AS MATERIALIZED (
        SELECT document_id, SUM(copies) AS copies, MIN(sent_on) AS sent_on,
            group_concat(NULLIF(received_by, ''), char(10)) AS received_by
        FROM dispatch
        WHERE document_id IN (SELECT document_id FROM chosen)
        GROUP BY document_id
    )
    SELECT chosen.id, chosen.series_id, series_name, chosen.number, chosen.notation, dated,
        origin, document.kind, kind_name, chosen.subject, chosen.recipients,
        COALESCE(document.signer_name, chosen.signer_name) AS signer_name,
        document.answers, unit.symbol AS unit_symbol, document.issued_at,
        document.id AS document_id, chosen.state, chosen.reason,
        file_sha256, sent.copies, sent.sent_on, sent.received_by
    FROM chosen
    LEFT JOIN document ON document.id = chosen.document_id
    LEFT JOIN unit ON unit.id = document.unit_id
    LEFT JOIN sent ON sent.document_id = document.id AND chosen.state <> 'void'
    ORDER BY chosen.series_id, chosen.number
"""

_COPY_NAMES = {form.value: name.capitalize() for form, name in FORM_NAMES.items()}


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """Which lines of a register's year; `since` and `until` are both included, None narrows not."""

    register: Register
    year: int
    series_id: int | None = None
    since: date | None = None
    until: date | None = None
    kind: str | None = None
    unit_id: int | None = None

    @property
    def parameters(self) -> Row:
        return {
            "register": self.register.value,
            "year": self.year,
            "series_id": self.series_id,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "kind": self.kind,
            "unit_id": self.unit_id,
        }


def register_lines(
    db: Database, part: RegisterPart, *, limit: int = -1, offset: int = 0
) -> tuple[RegisterLine, ...]:
    """Lines of a register in the order of its numbers; void numbers keep their lines.

    For whoever may read the whole register (clerks): it names every numbered paper.
    """
    rows = db.query(_REGISTER, {**part.parameters, "limit": limit, "offset": offset})
    return tuple(_register_line(row) for row in rows)


def register_size(db: Database, part: RegisterPart) -> tuple[int, int, int]:
    """How many lines, their first and their last number; three zeros when there are none."""
    (sizes,) = db.tuples(
        f"""
        SELECT COUNT(*), COALESCE(MIN(register_entry.number), 0),
            COALESCE(MAX(register_entry.number), 0)
        {_OF_REGISTER}
        """,
        part.parameters,
    )
    return sizes[0], sizes[1], sizes[2]


def register_years(db: Database, register: Register) -> tuple[int, ...]:
    """Years that have numbers, newest first."""
    rows = db.query(
        """
        SELECT DISTINCT year
        FROM register_entry
        JOIN series ON series.id = series_id
        WHERE register = :register
        ORDER BY year DESC
        """,
        {"register": register.value},
    )
    return tuple(row["year"] for row in rows)


def line(row: Row) -> DocumentLine:
    """A row of LINE as a value."""
    number = row["number"]
    return DocumentLine(
        id=row["id"],
        kind=row["kind"],
        state=State(row["state"]),
        subject=row["subject"],
        reference="" if number is None else reference(number, row["notation"]),
        issued_on=maybe_date(row["issued_on"]),
        unit_id=row["unit_id"],
        unit_symbol=row["unit_symbol"],
        created_by=row["created_by"],
        creator_name=row["creator_name"],
        approver_name=row["approver_name"],
        signer_name=row["signer_name"],
        updated_at=from_text(row["updated_at"]),
        return_reason=row["return_reason"],
    )


def named_in(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines of Kính gửi, then those of Nơi nhận, as they were typed."""
    return (*texts(answers.get("addressees")), *texts(answers.get("recipients")))


def texts(value: Any) -> tuple[str, ...]:
    """Every non-empty string inside a form's rows, in order."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, dict):
        return tuple(text for item in value.values() for text in texts(item))
    if isinstance(value, list | tuple):
        return tuple(text for item in value for text in texts(item))
    return ()


def _lines(
    db: Database, person: Person, condition: str, *, newest_first: bool = False
) -> tuple[DocumentLine, ...]:
    order = "DESC" if newest_first else "ASC"
    rows = db.query(
        f"""
        {LINE}
        WHERE {condition} AND {VISIBLE}
        ORDER BY document.updated_at {order}, document.id {order}
        LIMIT {WAITING_LIMIT}
        """,
        access(person),
    )
    return tuple(line(row) for row in rows)


def _failed_jobs(db: Database, person: Person) -> tuple[FailedJob, ...]:
    rows = db.query(
        f"""
        SELECT job.id AS job_id, job.name AS job_name, job.message AS job_message, found.*
        FROM job
        JOIN ({LINE} WHERE {VISIBLE}) AS found ON found.id = job.document_id
        WHERE job.state = 'failed'
        ORDER BY job.id
        LIMIT {WAITING_LIMIT}
        """,
        access(person),
    )
    return tuple(
        FailedJob(row["job_id"], row["job_name"], row["job_message"], line(row)) for row in rows
    )


def _register_line(row: Row) -> RegisterLine:
    void = row["state"] == "void"
    issued_at = None if void or row["issued_at"] is None else from_text(row["issued_at"])
    issued = None if issued_at is None else office_date(issued_at)
    answers = {} if row["document_id"] is None else from_json(row["answers"])
    outside = tuple(filter(None, row["recipients"].splitlines()))
    quantity = str(answers.get("quantity") or "")
    return RegisterLine(
        number=row["number"],
        reference=shown_reference(row["number"], row["notation"]),
        issued_on=date.fromisoformat(row["dated"]),
        kind=row["kind"] or "",
        subject=row["subject"],
        signer_name=row["signer_name"],
        recipients=named_in(answers) if answers else outside,
        unit_symbol=row["unit_symbol"] or "",
        dispatched_on=maybe_date(row["sent_on"]) or issued,
        document_id=row["document_id"],
        void_reason=row["reason"],
        kind_name=_COPY_NAMES.get(str(answers.get("copy_kind")), "") or row["kind_name"],
        entry_id=row["id"],
        series_name=row["series_name"],
        kept=row["state"] == "reserved",
        outside=row["origin"] == "outside",
        copies=row["copies"] or (int(quantity) if quantity.isdecimal() else None),
        received_by=row["received_by"] or "",
        issued=row["state"] == "issued",
        has_file=row["file_sha256"] is not None,
    )
