"""Đối chiếu sổ — at night and when asked: the register's invariants and its chain, in words."""

from datetime import datetime, time, timedelta

from service.actions.office import Office
from service.actions.reserving import strike_out_expired
from service.domain.documents import Person
from service.domain.numbering import VIETNAM
from service.domain.workflow import Role
from service.store import events, register_audit, register_chain, register_checks
from service.store.jobs import Job

CHECK_JOB = "check_register"
NIGHT = time(0, 30)
"""Half past midnight in Vietnam: kept numbers of the day before have just ended."""


def check_now(office: Office, *, by: Person, now: datetime) -> int:
    """Check the whole register because somebody asks; returns how much is wrong with it."""
    by.require(Role.CLERK, Role.ADMINISTRATOR)
    return _check(office, by, now)


def check_at_night(office: Office, job: Job, now: datetime) -> None:
    """Strike out what was kept for a day that is over, and check the register."""
    with office.db.write():
        strike_out_expired(office, now)
    _check(office, None, now)


def next_night(now: datetime) -> datetime:
    """The next half past midnight in Vietnam after this moment."""
    here = now.astimezone(VIETNAM)
    night = datetime.combine(here.date(), NIGHT, tzinfo=VIETNAM)
    return night if night > here else night + timedelta(days=1)


def _check(office: Office, by: Person | None, now: datetime) -> int:
    db = office.db
    # The audit reads page by page outside the transaction, so that numbers are given meanwhile;
    # what it finds then is looked at once more, since a line may have changed between two reads.
    if register_audit.audit(db):
        with db.write():
            found = register_audit.audit(db)
    else:
        found = ()
    sentences = tuple(one.sentence for one in found)
    with db.write():
        register_checks.add(
            db,
            at=now,
            asked_by=None if by is None else by.id,
            last_sha256=register_chain.last_hash(db),
            findings=sentences,
        )
        events.add(db, "check_register", by, now, topic="register", findings=len(sentences))
    return len(sentences)
