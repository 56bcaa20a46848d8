"""Văn bản đến: rows to `Incoming` and back, arrival numbers, who may see which, the register."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from service.domain.documents import Person
from service.domain.errors import NotFound, Refused, WrongState
from service.domain.incoming import (
    INCOMING_STATE_NAMES,
    Incoming,
    IncomingDetails,
    IncomingFile,
    IncomingFilter,
    IncomingState,
    search_key,
)
from service.domain.numbering import office_date
from service.domain.vietnamese import short_date
from service.store.db import Database, Row
from service.store.incoming_register import register_rows
from service.store.incoming_rows import VISIBLE, access, conditions, details_of
from service.store.moments import (
    from_json,
    from_text,
    maybe_date,
    maybe_moment,
    to_json,
    to_text,
)

PER_PAGE = 50

__all__ = [
    "IncomingPage",
    "add",
    "add_file",
    "files",
    "get",
    "listed",
    "move",
    "next_number",
    "proposal",
    "register_rows",
    "same_file",
    "same_paper",
    "save",
    "years",
]

_UNITS = """
    (SELECT group_concat(name, char(10)) FROM (
        SELECT COALESCE(person.name || ' (' || unit.name || ')', unit.name) AS name
        FROM incoming_assignment AS given
        JOIN unit ON unit.id = given.unit_id
        LEFT JOIN person ON person.id = given.person_id
        WHERE given.incoming_id = incoming.id AND given.ended_at IS NULL
        ORDER BY given.part DESC, given.id
    )) AS units
"""
_SELECT = f"SELECT incoming.*, {_UNITS} FROM incoming"


@dataclass(frozen=True, slots=True)
class IncomingPage:
    """One page of the list; `total` counts all pages' rows."""

    papers: tuple[Incoming, ...]
    total: int
    page: int
    per_page: int = PER_PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.per_page))


def get(db: Database, incoming_id: int, person: Person) -> Incoming:
    """The paper; raises NotFound also when the person may not know of it."""
    row = db.one(
        f"{_SELECT} WHERE incoming.id = :id AND {VISIBLE}", {"id": incoming_id, **access(person)}
    )
    if row is None:
        raise NotFound("Không có văn bản đến này, hoặc văn bản không được chuyển cho bạn.")
    return _incoming(row)


def add(
    db: Database,
    details: IncomingDetails,
    *,
    arrived_at: datetime,
    due_on: date | None,
    duplicate: tuple[int, str] | None,
    by: Person,
    now: datetime,
) -> int:
    """Give the next arrival number of the year of `arrived_at`; returns the paper's id.

    Inside `write()`. Refused (field ``arrived``) when the day lies before the last number's:
    numbers follow the order of receipt (Điều 22). `duplicate` is (id of the earlier paper, why
    it is registered again).
    """
    day = office_date(arrived_at)
    _require_order(db, day)
    number = db.query(
        """
        INSERT INTO incoming_year (year, last_number) VALUES (:year, 1)
        ON CONFLICT (year) DO UPDATE SET last_number = last_number + 1
        RETURNING last_number
        """,
        {"year": day.year},
    )[0]["last_number"]
    return db.insert(
        "incoming",
        {
            **_columns(details, number),
            "year": day.year,
            "number": number,
            "arrived_on": day.isoformat(),
            "arrived_at": to_text(arrived_at),
            "due_on": due_on.isoformat() if due_on else None,
            "duplicate_of": duplicate[0] if duplicate else None,
            "duplicate_reason": duplicate[1] if duplicate else "",
            "created_by": by.id,
            "created_at": to_text(now),
        },
    )


def begin_year_at(db: Database, year: int, first_number: int) -> bool:
    """Let a year's arrivals count from `first_number`; False when the year has begun already."""
    return bool(
        db.execute(
            """
            INSERT INTO incoming_year (year, first_number, last_number)
            VALUES (:year, :first, :first - 1)
            ON CONFLICT (year) DO NOTHING
            """,
            {"year": year, "first": first_number},
        )
    )


def begun(db: Database, year: int) -> bool:
    """Whether the first arrival number of a year is fixed."""
    return db.one("SELECT 1 FROM incoming_year WHERE year = :year", {"year": year}) is not None


def next_number(db: Database, year: int) -> int:
    """What the next paper would get; only a hint until it is registered."""
    row = db.one("SELECT last_number FROM incoming_year WHERE year = :year", {"year": year})
    return 1 if row is None else int(row["last_number"]) + 1


def save(db: Database, paper: Incoming, details: IncomingDetails, due_on: date | None) -> None:
    """Write corrected details; number and arrival stay. Inside `write()`."""
    columns = _columns(details, paper.number)
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    due = due_on.isoformat() if due_on else None
    db.execute(
        f"UPDATE incoming SET {changes}, due_on = :due_on WHERE id = :id",
        {**columns, "due_on": due, "id": paper.id},
    )


def move(
    db: Database,
    paper: Incoming,
    origins: tuple[IncomingState, ...],
    target: IncomingState,
    **columns: Any,
) -> None:
    """Change the state by one conditional update; WrongState when it has moved on meanwhile."""
    changes = "".join(f", {name} = :{name}" for name in columns)
    names = ", ".join(f"'{state.value}'" for state in origins)
    changed = db.execute(
        f"UPDATE incoming SET state = :state{changes} WHERE id = :id AND state IN ({names})",
        {**columns, "state": target.value, "id": paper.id},
    )
    if changed != 1:
        now_is = INCOMING_STATE_NAMES[paper.state].lower()
        raise WrongState(f"Văn bản đến số {paper.number:02d} {now_is}; hãy tải lại trang.")


def same_paper(db: Database, details: IncomingDetails, *, besides: int = 0) -> Incoming | None:
    """The earliest registration of the same number, symbol and agency that is not struck out."""
    if not details.duplicate_key:
        return None
    row = db.one(
        f"{_SELECT} WHERE duplicate_key = :key AND incoming.id <> :besides AND state <> 'void'"
        " ORDER BY incoming.id LIMIT 1",
        {"key": details.duplicate_key, "besides": besides},
    )
    return None if row is None else _incoming(row)


def same_file(db: Database, sha256: str) -> Incoming | None:
    """The earliest paper that came with exactly this file, not struck out."""
    row = db.one(
        f"{_SELECT} WHERE state <> 'void' AND incoming.id IN"
        " (SELECT incoming_id FROM incoming_file WHERE sha256 = :sha256)"
        " ORDER BY incoming.id LIMIT 1",
        {"sha256": sha256},
    )
    return None if row is None else _incoming(row)


def add_file(
    db: Database,
    incoming_id: int,
    sha256: str,
    name: str,
    *,
    signed: bool,
    proposal: Any,
    now: datetime,
) -> None:
    """Tie a stored file to its paper, with what was read from it. Inside `write()`."""
    db.insert(
        "incoming_file",
        {
            "incoming_id": incoming_id,
            "sha256": sha256,
            "name": name,
            "signed": int(signed),
            "proposal": to_json(proposal),
            "created_at": to_text(now),
        },
    )


def files(db: Database, incoming_id: int) -> tuple[IncomingFile, ...]:
    rows = db.query(
        """
        SELECT incoming_file.id, sha256, name, media_type, size, signed, incoming_file.created_at
        FROM incoming_file JOIN file USING (sha256)
        WHERE incoming_id = :id ORDER BY incoming_file.id
        """,
        {"id": incoming_id},
    )
    return tuple(
        IncomingFile(
            **{**row, "signed": bool(row["signed"]), "created_at": from_text(row["created_at"])}
        )
        for row in rows
    )


def proposal(db: Database, file_id: int) -> Any:
    """What was read from a file when it came, packed by `service.reading.codec`; {} if nothing."""
    row = db.one("SELECT proposal FROM incoming_file WHERE id = :id", {"id": file_id})
    return {} if row is None else from_json(row["proposal"])


def listed(
    db: Database, person: Person, wanted: IncomingFilter, *, page: int = 1, per_page: int = PER_PAGE
) -> IncomingPage:
    """Papers the person may see, the newest arrival first."""
    where, parameters = conditions(person, wanted)
    page = max(page, 1)
    total = db.query(f"SELECT COUNT(*) AS total FROM incoming WHERE {where}", parameters)
    rows = db.query(
        f"{_SELECT} WHERE {where} ORDER BY incoming.year DESC, incoming.number DESC"
        " LIMIT :limit OFFSET :offset",
        {**parameters, "limit": per_page, "offset": (page - 1) * per_page},
    )
    return IncomingPage(tuple(map(_incoming, rows)), total[0]["total"], page, per_page)


def years(db: Database) -> tuple[int, ...]:
    return tuple(
        row["year"] for row in db.query("SELECT year FROM incoming_year ORDER BY year DESC")
    )


def _require_order(db: Database, day: date) -> None:
    last = db.one(
        "SELECT number, arrived_on FROM incoming WHERE year = :year ORDER BY number DESC LIMIT 1",
        {"year": day.year},
    )
    if last is not None and day.isoformat() < last["arrived_on"]:
        before = short_date(date.fromisoformat(last["arrived_on"]))
        raise Refused(
            f"Ngày đến {short_date(day)} sớm hơn ngày đến của số liền trước (số "
            f"{last['number']:02d}, ngày {before}); số đến theo thứ tự tiếp nhận (Điều 22 "
            f"NĐ 30/2020). Ghi từ ngày {before} trở đi.",
            field="arrived",
        )


def _columns(details: IncomingDetails, number: int) -> Row:
    return {
        "superior": details.superior,
        "agency": details.agency,
        "code_number": details.number,
        "notation": details.notation,
        "issued": details.issued,
        "place": details.place,
        "kind": details.kind,
        "subject": details.subject,
        "urgency": details.urgency,
        "addressees": to_json(details.addressees),
        "recipients": to_json(details.recipients),
        "signer_authority": to_json(details.signer_authority),
        "signer_post": details.signer_post,
        "signer_name": details.signer_name,
        "page_count": details.page_count,
        "medium": details.medium.value,
        "note": details.note,
        "duplicate_key": details.duplicate_key,
        "search_key": search_key(details, number),
    }


def _incoming(row: Row) -> Incoming:
    return Incoming(
        id=row["id"],
        year=row["year"],
        number=row["number"],
        arrived_on=date.fromisoformat(row["arrived_on"]),
        arrived_at=from_text(row["arrived_at"]),
        state=IncomingState(row["state"]),
        details=details_of(row),
        due_on=maybe_date(row["due_on"]),
        void_reason=row["void_reason"],
        duplicate_of=row["duplicate_of"],
        duplicate_reason=row["duplicate_reason"],
        result=row["result"],
        done_at=maybe_moment(row["done_at"]),
        created_by=row["created_by"],
        created_at=from_text(row["created_at"]),
        units=tuple((row["units"] or "").split("\n")) if row["units"] else (),
    )
