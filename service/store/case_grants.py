"""Cho xem hồ sơ: further units that see a file."""

from datetime import datetime

from service.domain.case_files import CaseGrant
from service.domain.documents import Person
from service.store.db import Database
from service.store.moments import to_text


def grants(db: Database, case_id: int) -> tuple[CaseGrant, ...]:
    rows = db.query(
        "SELECT case_grant.id, unit_id, unit.name AS unit_name FROM case_grant"
        " JOIN unit ON unit.id = unit_id"
        " WHERE case_id = :id AND revoked_at IS NULL ORDER BY case_grant.id",
        {"id": case_id},
    )
    return tuple(CaseGrant(**row) for row in rows)


def grant(db: Database, case_id: int, unit_id: int, *, by: Person, now: datetime) -> None:
    db.insert(
        "case_grant",
        {"case_id": case_id, "unit_id": unit_id, "granted_by": by.id, "granted_at": to_text(now)},
    )


def revoke(db: Database, case_id: int, grant_id: int, *, by: Person, now: datetime) -> bool:
    return bool(
        db.execute(
            "UPDATE case_grant SET revoked_by = :by, revoked_at = :now"
            " WHERE id = :grant AND case_id = :id AND revoked_at IS NULL",
            {"grant": grant_id, "id": case_id, "by": by.id, "now": to_text(now)},
        )
    )
