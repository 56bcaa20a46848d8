"""Dữ liệu cá nhân — the whole number for a stated reason, and deletion when its time has come."""

from datetime import datetime, timedelta

from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.documents import Person
from service.domain.eligibility.cases import DataDeletion
from service.domain.eligibility.personal import RETENTION_DAYS
from service.domain.errors import NotFound
from service.domain.workflow import Role
from service.store import events, provider_cases, provider_deletions
from service.store.jobs import Job

DELETE_JOB = "delete_expired_data"


def view_identity(
    office: Office,
    case_id: int,
    *,
    reason: str,
    staff_id: int | None = None,
    by: Person,
    now: datetime,
) -> str:
    """The whole identity number of the applicant, or of one of the staff.

    For who reviews the case or sits at the counter, with a stated reason (field ``reason``); who
    looked, when and why is noted, the number is not. NotFound when none is kept.
    """
    by.require(Role.CLERK, Role.DRAFTER)
    reason = required_reason(reason, "Hãy ghi lý do xem số giấy tờ đầy đủ; lý do được lưu lại.")
    db = office.db
    with db.write():
        case = provider_cases.get(db, case_id, by)
        number = provider_cases.identity(db, office.vault, case_id, staff_id)
        if not number:
            raise NotFound("Hồ sơ không lưu số giấy tờ này.")
        events.add(
            db,
            "case_view_identity",
            by,
            now,
            topic=case.topic,
            reason=reason,
            staff=staff_id,
        )
    return number


def delete_expired(office: Office, *, by: Person, now: datetime) -> tuple[DataDeletion, ...]:
    """Delete what no longer serves its purpose, each with a record that holds no data itself.

    Drafts, dossiers that were not taken in or were taken back, and removed files, each after the
    days of RETENTION_DAYS. A file is deleted by destroying its key: its bytes stay, unreadable.
    Decided cases stay for archive law. Twice is harmless.
    """
    by.require(Role.ADMINISTRATOR, Role.CLERK)
    return _delete(office, by, now)


def delete_at_night(office: Office, job: Job, now: datetime) -> None:
    """`delete_expired` as each night's work: what nobody presses a button for is deleted too."""
    _delete(office, None, now)


def _delete(office: Office, by: Person | None, now: datetime) -> tuple[DataDeletion, ...]:
    db = office.db
    deleted: list[DataDeletion] = []
    with db.write():
        for rule, days in RETENTION_DAYS.items():
            before = now - timedelta(days=days)
            if rule == "removed_attachment":
                deleted += provider_deletions.delete_removed_files(db, before, now)
            else:
                deleted += provider_deletions.delete_cases(db, rule, before, now)
        if deleted:
            events.add(db, "case_delete_data", by, now, count=len(deleted))
    return tuple(deleted)
