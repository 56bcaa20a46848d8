"""Quyền xem riêng: papers shown to people of other units, and who looked at what."""

from dataclasses import dataclass
from datetime import datetime

from service.domain.documents import DocumentLine, Person
from service.store.db import Database, Row
from service.store.documents import USUAL, access
from service.store.lists import LINE, line
from service.store.moments import from_text, to_text


@dataclass(frozen=True, slots=True)
class AccessGrant:
    """Who else may see a paper; with `files` they may download it too."""

    id: int
    document_id: int
    unit_id: int | None
    person_id: int | None
    holder: str
    files: bool
    reason: str
    granted_by: str
    granted_at: datetime
    revoked_at: datetime | None


_GRANT = """
    SELECT access_grant.*, COALESCE(unit.name, person.name) AS holder, granter.name AS granter
    FROM access_grant
    LEFT JOIN unit ON unit.id = access_grant.unit_id
    LEFT JOIN person ON person.id = access_grant.person_id
    JOIN person AS granter ON granter.id = access_grant.granted_by
"""


def of_document(db: Database, document_id: int) -> tuple[AccessGrant, ...]:
    """Every grant of a paper, ended ones too, oldest first."""
    rows = db.query(
        f"{_GRANT} WHERE document_id = :id ORDER BY access_grant.id", {"id": document_id}
    )
    return tuple(_grant(row) for row in rows)


def live(
    db: Database, document_id: int, *, unit_id: int | None, person_id: int | None
) -> AccessGrant | None:
    """The grant that one unit or one person holds now."""
    row = db.one(
        f"""
        {_GRANT}
        WHERE document_id = :id AND revoked_at IS NULL
            AND access_grant.unit_id IS :unit AND access_grant.person_id IS :person
        """,
        {"id": document_id, "unit": unit_id, "person": person_id},
    )
    return None if row is None else _grant(row)


def add(
    db: Database,
    document_id: int,
    *,
    unit_id: int | None,
    person_id: int | None,
    files: bool,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    db.insert(
        "access_grant",
        {
            "document_id": document_id,
            "unit_id": unit_id,
            "person_id": person_id,
            "files": int(files),
            "reason": reason,
            "granted_by": by.id,
            "granted_at": to_text(now),
        },
    )


def revoke(db: Database, grant_id: int, *, by: Person, now: datetime) -> bool:
    """End a grant; False when it has ended already."""
    return bool(
        db.execute(
            """
            UPDATE access_grant SET revoked_by = :by, revoked_at = :now
            WHERE id = :id AND revoked_at IS NULL
            """,
            {"id": grant_id, "by": by.id, "now": to_text(now)},
        )
    )


def may_download(db: Database, document_id: int, person: Person) -> bool:
    """Whether a person who may see a paper may also have its files."""
    rows = db.query(
        f"""
        SELECT 1 FROM document
        WHERE document.id = :id AND ({USUAL} OR EXISTS (
            SELECT 1 FROM access_grant
            WHERE document_id = document.id AND revoked_at IS NULL AND files
                AND (person_id = :person_id OR unit_id = :unit_id)
        ))
        """,
        {"id": document_id, **access(person)},
    )
    return bool(rows)


def shared_with(db: Database, person: Person, *, limit: int = 50) -> tuple[DocumentLine, ...]:
    """Papers that this person sees by a grant alone, the newest grant first."""
    rows = db.query(
        f"""
        {LINE}
        JOIN (
            SELECT document_id, MAX(id) AS newest
            FROM access_grant
            WHERE revoked_at IS NULL AND (person_id = :person_id OR unit_id = :unit_id)
            GROUP BY document_id
        ) AS granted ON granted.document_id = document.id
        WHERE NOT {USUAL}
        ORDER BY granted.newest DESC
        LIMIT :limit
        """,
        {**access(person), "limit": limit},
    )
    return tuple(line(row) for row in rows)


def looked_since(db: Database, document_id: int, person: Person, since: datetime) -> bool:
    """Whether the person's view of this paper is written down already, since that moment."""
    return bool(
        db.query(
            """
            SELECT 1 FROM event
            WHERE document_id = :id AND person_id = :person AND verb IN ('view', 'download')
                AND verb = 'view' AND at > :since
            LIMIT 1
            """,
            {"id": document_id, "person": person.id, "since": to_text(since)},
        )
    )


def _grant(row: Row) -> AccessGrant:
    return AccessGrant(
        id=row["id"],
        document_id=row["document_id"],
        unit_id=row["unit_id"],
        person_id=row["person_id"],
        holder=row["holder"],
        files=bool(row["files"]),
        reason=row["reason"],
        granted_by=row["granter"],
        granted_at=from_text(row["granted_at"]),
        revoked_at=None if row["revoked_at"] is None else from_text(row["revoked_at"]),
    )
