"""Việc & hạn: tasks of incoming papers and of ours; the secret addresses of calendar feeds."""

from collections.abc import Iterable
from datetime import date, datetime

from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.incoming import IncomingDetails, cited
from service.domain.numbering import reference
from service.domain.tasks import NewTask, OfficeTask
from service.store.db import Database, Row
from service.store.documents import VISIBLE as DOCUMENT_VISIBLE
from service.store.documents import access as document_access
from service.store.incoming_rows import VISIBLE as INCOMING_VISIBLE
from service.store.incoming_rows import access as incoming_access
from service.store.moments import from_text, maybe_date, maybe_moment, to_text

_SELECT = """
    SELECT task.id, task.text, task.unit_name, task.unit_id, task.due_on, task.done_at,
        task.done_note, task.incoming_id, task.document_id, COALESCE(done.name, '') AS done_name,
        unit.name AS own_unit, incoming.number AS arrival, incoming.code_number,
        incoming.notation AS incoming_notation, incoming.kind AS incoming_kind, incoming.agency,
        incoming.issued, document.number AS document_number,
        document.notation AS document_notation
    FROM task
    LEFT JOIN incoming ON incoming.id = task.incoming_id
    LEFT JOIN document ON document.id = task.document_id
    LEFT JOIN unit ON unit.id = task.unit_id
    LEFT JOIN person AS done ON done.id = task.done_by
"""
_VISIBLE = f"""(
    :sees_all
    OR (:is_drafter AND task.unit_id = :unit_id)
    OR (task.incoming_id IS NOT NULL AND task.unit_id IS NULL AND {INCOMING_VISIBLE})
    OR (task.document_id IS NOT NULL AND task.unit_id IS NULL AND {DOCUMENT_VISIBLE})
) AND COALESCE(incoming.state, '') <> 'void'"""
LIMIT = 500


def _access(person: Person) -> Row:
    return {**document_access(person), **incoming_access(person)}


def add(
    db: Database,
    tasks: Iterable[NewTask],
    *,
    by: Person | None,
    now: datetime,
    incoming_id: int | None = None,
    document_id: int | None = None,
) -> None:
    """Write tasks of one paper down; inside `write()`."""
    for task in tasks:
        db.insert(
            "task",
            {
                "incoming_id": incoming_id,
                "document_id": document_id,
                "text": task.text,
                "unit_name": task.unit_name,
                "unit_id": task.unit_id,
                "due_on": task.due_on.isoformat() if task.due_on else None,
                "created_by": None if by is None else by.id,
                "created_at": to_text(now),
            },
        )


def get(db: Database, task_id: int, person: Person) -> OfficeTask:
    """The task; raises NotFound also when the person may not know of it."""
    row = db.one(
        f"{_SELECT} WHERE task.id = :id AND {_VISIBLE}", {"id": task_id, **_access(person)}
    )
    if row is None:
        raise NotFound("Không có việc này, hoặc việc không thuộc đơn vị của bạn.")
    return _task(row)


def board(
    db: Database,
    person: Person,
    *,
    unit_id: int | None = None,
    done: bool = False,
    until: date | None = None,
) -> tuple[OfficeTask, ...]:
    """Open tasks (or done ones, the newest first) that the person may see: overdue first, those
    without a limit last. `until` leaves out what is due later."""
    state = "IS NOT NULL" if done else "IS NULL"
    order = "task.done_at DESC" if done else "task.due_on IS NULL, task.due_on, task.id"
    rows = db.query(
        f"""
        {_SELECT}
        WHERE task.done_at {state} AND {_VISIBLE}
            AND (:only_unit IS NULL OR task.unit_id = :only_unit)
            AND (:until IS NULL OR task.due_on <= :until)
        ORDER BY {order} LIMIT {LIMIT}
        """,
        {
            **_access(person),
            "only_unit": unit_id,
            "until": until.isoformat() if until else None,
        },
    )
    return tuple(map(_task, rows))


def of_incoming(db: Database, incoming_id: int) -> tuple[OfficeTask, ...]:
    """Every task of an incoming paper; whoever may see the paper may see them."""
    rows = db.query(f"{_SELECT} WHERE task.incoming_id = :id ORDER BY task.id", {"id": incoming_id})
    return tuple(map(_task, rows))


def of_document(db: Database, document_id: int) -> tuple[OfficeTask, ...]:
    rows = db.query(f"{_SELECT} WHERE task.document_id = :id ORDER BY task.id", {"id": document_id})
    return tuple(map(_task, rows))


def finish(db: Database, task_id: int, note: str, *, by: Person, now: datetime) -> bool:
    """False when it was done already."""
    changed = db.execute(
        """
        UPDATE task SET done_at = :now, done_by = :by, done_note = :note
        WHERE id = :id AND done_at IS NULL
        """,
        {"id": task_id, "now": to_text(now), "by": by.id, "note": note},
    )
    return changed == 1


def reopen(db: Database, task_id: int) -> bool:
    """False when it was open already."""
    changed = db.execute(
        """
        UPDATE task SET done_at = NULL, done_by = NULL, done_note = ''
        WHERE id = :id AND done_at IS NOT NULL
        """,
        {"id": task_id},
    )
    return changed == 1


def pass_on(db: Database, incoming_id: int, unit_id: int) -> None:
    """Tasks that nobody in the office holds yet go to the unit that leads."""
    db.execute(
        "UPDATE task SET unit_id = :unit WHERE incoming_id = :id AND unit_id IS NULL"
        " AND done_at IS NULL",
        {"unit": unit_id, "id": incoming_id},
    )


def change(db: Database, task_id: int, unit_id: int, due_on: date | None) -> None:
    """Give an open task another unit and limit."""
    db.execute(
        "UPDATE task SET unit_id = :unit, due_on = :due WHERE id = :id AND done_at IS NULL",
        {"unit": unit_id, "due": due_on.isoformat() if due_on else None, "id": task_id},
    )


def put_address(db: Database, person_id: int, secret_hash: str, now: datetime) -> None:
    """A new feed address; the one before stops to work. Inside `write()`."""
    revoke_address(db, person_id, now)
    db.insert(
        "calendar_address",
        {"person_id": person_id, "secret_hash": secret_hash, "created_at": to_text(now)},
    )


def revoke_address(db: Database, person_id: int, now: datetime) -> bool:
    changed = db.execute(
        "UPDATE calendar_address SET revoked_at = :now"
        " WHERE person_id = :id AND revoked_at IS NULL",
        {"now": to_text(now), "id": person_id},
    )
    return changed > 0


def address_since(db: Database, person_id: int) -> datetime | None:
    """Since when the person's feed address works; None when there is none."""
    row = db.one(
        "SELECT created_at FROM calendar_address WHERE person_id = :id AND revoked_at IS NULL",
        {"id": person_id},
    )
    return None if row is None else from_text(row["created_at"])


def person_of_address(db: Database, secret_hash: str) -> int | None:
    row = db.one(
        "SELECT person_id FROM calendar_address WHERE secret_hash = :hash AND revoked_at IS NULL",
        {"hash": secret_hash},
    )
    return None if row is None else int(row["person_id"])


def _task(row: Row) -> OfficeTask:
    return OfficeTask(
        id=row["id"],
        text=row["text"],
        unit_name=row["own_unit"] or row["unit_name"],
        unit_id=row["unit_id"],
        due_on=maybe_date(row["due_on"]),
        source=_source(row),
        incoming_id=row["incoming_id"],
        document_id=row["document_id"],
        done_at=maybe_moment(row["done_at"]),
        done_by=row["done_name"],
        done_note=row["done_note"],
    )


def _source(row: Row) -> str:
    if row["incoming_id"] is not None:
        details = IncomingDetails(
            agency=row["agency"],
            subject="",
            number=row["code_number"],
            notation=row["incoming_notation"],
            issued=row["issued"],
            kind=row["incoming_kind"],
        )
        return f"Số đến {row['arrival']:02d}: {cited(details)}"
    if row["document_number"] is not None:
        return f"Văn bản {reference(row['document_number'], row['document_notation'])}"
    return ""
