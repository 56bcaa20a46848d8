"""Gửi đi, thu hồi — to whom an issued paper went, what came back, and whether it was recalled."""

from collections.abc import Sequence
from datetime import date, datetime

from service.domain.afterwards import Dispatch, DispatchWay, Recall
from service.domain.documents import Person
from service.store.db import Database, Row
from service.store.moments import from_text, maybe_date, to_text

_DISPATCH = """
    SELECT dispatch.*, person.name AS sender,
        (SELECT consignment FROM post_handover
         WHERE dispatch_id = dispatch.id ORDER BY id DESC LIMIT 1) AS consignment
    FROM dispatch
    JOIN person ON person.id = dispatch.sent_by
"""


def of_document(db: Database, document_id: int) -> tuple[Dispatch, ...]:
    """Every sending of a paper, in the order they were written down."""
    rows = db.query(
        f"{_DISPATCH} WHERE document_id = :id ORDER BY dispatch.id", {"id": document_id}
    )
    return tuple(_dispatch(row) for row in rows)


def get(db: Database, document_id: int, dispatch_id: int) -> Dispatch | None:
    row = db.one(
        f"{_DISPATCH} WHERE document_id = :document AND dispatch.id = :id",
        {"document": document_id, "id": dispatch_id},
    )
    return None if row is None else _dispatch(row)


def add(
    db: Database,
    document_id: int,
    recipients: Sequence[str],
    *,
    way: DispatchWay,
    copies: int,
    sent_on: date,
    note: str,
    by: Person,
) -> None:
    for recipient in recipients:
        db.insert(
            "dispatch",
            {
                "document_id": document_id,
                "recipient": recipient,
                "way": way.value,
                "copies": copies,
                "sent_on": sent_on.isoformat(),
                "note": note,
                "sent_by": by.id,
            },
        )


def note_receipt(db: Database, dispatch_id: int, received_on: date, received_by: str) -> bool:
    """Write down who received it; False when that is known already."""
    return bool(
        db.execute(
            """
            UPDATE dispatch
            SET received_on = :on, received_by = :by
            WHERE id = :id AND received_on IS NULL
            """,
            {"id": dispatch_id, "on": received_on.isoformat(), "by": received_by},
        )
    )


def note_given_back(db: Database, dispatch_id: int, given_back_on: date) -> bool:
    """Write down that a recalled paper came back or was deleted; False when that is known."""
    return bool(
        db.execute(
            "UPDATE dispatch SET given_back_on = :on WHERE id = :id AND given_back_on IS NULL",
            {"id": dispatch_id, "on": given_back_on.isoformat()},
        )
    )


def recall_of(db: Database, document_id: int) -> Recall | None:
    row = db.one(
        """
        SELECT recall.*, person.name AS person_name
        FROM recall
        JOIN person ON person.id = recall.recalled_by
        WHERE document_id = :id
        """,
        {"id": document_id},
    )
    if row is None:
        return None
    return Recall(
        document_id=row["document_id"],
        reason=row["reason"],
        order=row["decided_by"],
        recalled_by=row["person_name"],
        recalled_at=from_text(row["recalled_at"]),
    )


def add_recall(
    db: Database, document_id: int, *, reason: str, order: str, by: Person, now: datetime
) -> None:
    db.insert(
        "recall",
        {
            "document_id": document_id,
            "reason": reason,
            "decided_by": order,
            "recalled_by": by.id,
            "recalled_at": to_text(now),
        },
    )


def _dispatch(row: Row) -> Dispatch:
    return Dispatch(
        id=row["id"],
        document_id=row["document_id"],
        recipient=row["recipient"],
        way=DispatchWay(row["way"]),
        copies=row["copies"],
        sent_on=date.fromisoformat(row["sent_on"]),
        note=row["note"],
        sent_by=row["sender"],
        received_on=maybe_date(row["received_on"]),
        received_by=row["received_by"],
        given_back_on=maybe_date(row["given_back_on"]),
        consignment=row["consignment"] or "",
    )
