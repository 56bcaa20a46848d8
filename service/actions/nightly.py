"""Việc hằng đêm — what the worker does each night, once a night, whoever asks how often."""

from datetime import datetime

from service.actions import checking, citing, provider_privacy, searching, strengthening
from service.actions.office import Office
from service.store import jobs

NIGHTLY = (
    checking.CHECK_JOB,
    citing.ALL_CITATIONS_JOB,
    provider_privacy.DELETE_JOB,
    strengthening.RENEW_JOB,
    searching.SEAL_JOB,
)
"""Names of jobs in `service.actions.jobs.JOBS`; each plans nothing itself."""


def plan_nights(office: Office, now: datetime) -> None:
    """Put each night's work in for the next half past midnight; asked again, nothing changes."""
    night = checking.next_night(now)
    key = f"{night:%Y-%m-%d}"
    missing = [name for name in NIGHTLY if not jobs.known(office.db, name, key)]
    if not missing:
        return
    with office.db.write():
        for name in missing:
            jobs.enqueue(office.db, name, now=now, key=key, run_after=night)
