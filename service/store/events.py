"""Lịch sử: append-only rows saying who did what, when, to which paper."""

from datetime import datetime
from typing import Any

from service.domain.documents import Event, Person
from service.domain.verbs import VERB_NAMES
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, to_json, to_text

_SELECT = """
    SELECT event.id, event.at, event.verb, event.person_id, event.document_id, event.detail,
        event.topic,
        COALESCE(person.name, '') AS person_name
    FROM event
    LEFT JOIN person ON person.id = event.person_id
"""


def add(
    db: Database,
    verb: str,
    by: Person | None,
    now: datetime,
    document_id: int | None = None,
    *,
    topic: str = "",
    **detail: Any,
) -> int:
    """Append one event, in the transaction of the change it tells of; `by` None is the office.

    `topic` names what it is about when that is no outgoing paper: ``incoming/12``.
    """
    if verb not in VERB_NAMES:
        raise ValueError(f"the verb {verb!r} has no Vietnamese name")
    return db.insert(
        "event",
        {
            "at": to_text(now),
            "person_id": None if by is None else by.id,
            "verb": verb,
            "document_id": document_id,
            "detail": to_json(detail),
            "topic": topic,
        },
    )


def of_document(db: Database, document_id: int) -> tuple[Event, ...]:
    """Everything that happened to a paper, oldest first."""
    rows = db.query(f"{_SELECT} WHERE document_id = :id ORDER BY event.id", {"id": document_id})
    return tuple(_event(row) for row in rows)


def of_topic(db: Database, topic: str) -> tuple[Event, ...]:
    """Everything that happened to what is no outgoing paper, oldest first."""
    rows = db.query(
        f"{_SELECT} WHERE topic = :topic AND topic <> '' ORDER BY event.id", {"topic": topic}
    )
    return tuple(_event(row) for row in rows)


def last_of_document(db: Database, document_id: int) -> Event | None:
    row = db.one(
        f"{_SELECT} WHERE document_id = :id ORDER BY event.id DESC LIMIT 1", {"id": document_id}
    )
    return None if row is None else _event(row)


def latest(db: Database, *, limit: int = 100) -> tuple[Event, ...]:
    """The newest events of the whole office, newest first (for administrators)."""
    rows = db.query(f"{_SELECT} ORDER BY event.id DESC LIMIT :limit", {"limit": limit})
    return tuple(_event(row) for row in rows)


def looks_of(db: Database, document_id: int, *, limit: int = 200) -> tuple[Event, ...]:
    """The newest views and downloads of a paper, newest first."""
    rows = db.query(
        f"""
        {_SELECT}
        WHERE document_id = :id AND verb IN ('view', 'download')
        ORDER BY event.id DESC
        LIMIT :limit
        """,
        {"id": document_id, "limit": limit},
    )
    return tuple(_event(row) for row in rows)


def _event(row: Row) -> Event:
    return Event(
        id=row["id"],
        at=from_text(row["at"]),
        verb=row["verb"],
        person_id=row["person_id"],
        person_name=row["person_name"],
        document_id=row["document_id"],
        detail=from_json(row["detail"]),
        topic=row["topic"],
    )
