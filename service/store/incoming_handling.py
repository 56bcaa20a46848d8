"""Phân phối, ý kiến, kết quả, văn bản trả lời of incoming papers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from service.domain.documents import Person
from service.domain.incoming import Assignment, HandlingPart, HandlingStep, StepKind
from service.domain.numbering import reference
from service.domain.workflow import State
from service.store.db import Database
from service.store.moments import from_text, maybe_date, to_text


@dataclass(frozen=True, slots=True)
class Receiver:
    """Whom a paper is passed to: a unit, or one person of it."""

    part: HandlingPart
    unit_id: int
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An outgoing paper that answers an incoming one; `reference` is empty before its number."""

    document_id: int
    reference: str
    subject: str
    state: State


def assignments(db: Database, incoming_id: int) -> tuple[Assignment, ...]:
    """Who deals with it now, the lead first."""
    rows = db.query(
        """
        SELECT given.id, part, given.unit_id, unit.name AS unit_name, given.person_id,
            COALESCE(person.name, '') AS person_name, assigned_at
        FROM incoming_assignment AS given
        JOIN unit ON unit.id = given.unit_id
        LEFT JOIN person ON person.id = given.person_id
        WHERE incoming_id = :id AND ended_at IS NULL
        ORDER BY part DESC, given.id
        """,
        {"id": incoming_id},
    )
    return tuple(
        Assignment(
            **{
                **row,
                "part": HandlingPart(row["part"]),
                "assigned_at": from_text(row["assigned_at"]),
            }
        )
        for row in rows
    )


def replace_assignments(
    db: Database, incoming_id: int, receivers: Iterable[Receiver], *, by: Person, now: datetime
) -> None:
    """End what no longer holds and add what is new; what stays keeps its moment."""
    wanted = {(one.part, one.unit_id, one.person_id) for one in receivers}
    standing = {(one.part, one.unit_id, one.person_id): one for one in assignments(db, incoming_id)}
    for key, one in standing.items():
        if key not in wanted:
            db.execute(
                "UPDATE incoming_assignment SET ended_at = :now WHERE id = :id",
                {"now": to_text(now), "id": one.id},
            )
    for part, unit_id, person_id in sorted(
        wanted - set(standing), key=lambda key: (key[0] != HandlingPart.LEAD, key[1], key[2] or 0)
    ):
        db.insert(
            "incoming_assignment",
            {
                "incoming_id": incoming_id,
                "part": part.value,
                "unit_id": unit_id,
                "person_id": person_id,
                "assigned_by": by.id,
                "assigned_at": to_text(now),
            },
        )


def add_step(
    db: Database,
    incoming_id: int,
    kind: StepKind,
    text: str,
    *,
    by: Person,
    now: datetime,
    due_on: date | None = None,
) -> None:
    db.insert(
        "incoming_step",
        {
            "incoming_id": incoming_id,
            "kind": kind.value,
            "text": text,
            "due_on": due_on.isoformat() if due_on else None,
            "person_id": by.id,
            "at": to_text(now),
        },
    )


def steps(db: Database, incoming_id: int) -> tuple[HandlingStep, ...]:
    """Every opinion and report, oldest first."""
    rows = db.query(
        """
        SELECT kind, text, person.name AS person_name, at, due_on
        FROM incoming_step JOIN person ON person.id = person_id
        WHERE incoming_id = :id ORDER BY incoming_step.id
        """,
        {"id": incoming_id},
    )
    return tuple(
        HandlingStep(
            StepKind(row["kind"]),
            row["text"],
            row["person_name"],
            from_text(row["at"]),
            maybe_date(row["due_on"]),
        )
        for row in rows
    )


def link_answer(
    db: Database, incoming_id: int, document_id: int, *, by: Person, now: datetime
) -> bool:
    """Tie an outgoing paper to what it answers; False when it was tied already."""
    changed = db.execute(
        """
        INSERT INTO incoming_answer (incoming_id, document_id, linked_by, linked_at)
        VALUES (:incoming_id, :document_id, :by, :now)
        ON CONFLICT DO NOTHING
        """,
        {"incoming_id": incoming_id, "document_id": document_id, "by": by.id, "now": to_text(now)},
    )
    return changed == 1


def answers(db: Database, incoming_id: int) -> tuple[Answer, ...]:
    """Outgoing papers that answer it, discarded drafts left out."""
    rows = db.query(
        """
        SELECT document.id, number, notation, subject, state
        FROM incoming_answer JOIN document ON document.id = document_id
        WHERE incoming_id = :id AND state <> 'discarded' ORDER BY document.id
        """,
        {"id": incoming_id},
    )
    return tuple(
        Answer(
            row["id"],
            reference(row["number"], row["notation"]) if row["number"] else "",
            row["subject"],
            State(row["state"]),
        )
        for row in rows
    )


def answered_by(db: Database, document_id: int) -> tuple[int, ...]:
    """Ids of the incoming papers that an outgoing paper answers."""
    rows = db.query(
        "SELECT incoming_id FROM incoming_answer WHERE document_id = :id ORDER BY incoming_id",
        {"id": document_id},
    )
    return tuple(row["incoming_id"] for row in rows)


def outgoing_id(db: Database, number: int, notation: str, year: int | None) -> int | None:
    """An issued paper by its reference, the newest year first."""
    row = db.one(
        """
        SELECT id FROM document
        WHERE number = :number AND notation = :notation AND state IN ('issued', 'archived')
            AND (:year IS NULL OR substr(issued_on, 1, 4) = :year)
        ORDER BY issued_on DESC LIMIT 1
        """,
        {"number": number, "notation": notation, "year": str(year) if year else None},
    )
    return None if row is None else int(row["id"])
