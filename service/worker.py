"""Việc nền: claims jobs and runs them, one at a time; start as many workers as there are cores.

SIGTERM lets the job at hand finish. A worker that dies leaves its job to the next one.
"""

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Protocol

from service.actions.jobs import JOBS, give_up
from service.actions.nightly import plan_nights
from service.actions.office import Office
from service.domain.errors import ArchiveDamaged, Busy, OfficeError, RenderingFault, StorageFault
from service.store import jobs
from service.store.jobs import Job

log = logging.getLogger(__name__)

POLL_S = 0.2
LOOK_FOR_INTERRUPTED_S = 30.0


class WorkerSettings(Protocol):
    @property
    def run_folder(self) -> Path: ...


class WorkerOffice(Office, Protocol):
    @property
    def settings(self) -> WorkerSettings: ...


def run(office: WorkerOffice) -> None:
    """Work until SIGTERM or SIGINT; the job at hand is finished first."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, ask_to_stop)
    signal.signal(signal.SIGINT, ask_to_stop)
    work_until(office, stop)


def work_until(office: WorkerOffice, stop: threading.Event) -> None:
    """The worker's loop, for a thread or a process of its own."""
    run_folder = office.settings.run_folder
    with jobs.worker_alive(run_folder) as worker:
        log.info("worker %s started", worker)
        idle, look_at, unsettled = 0.0, 0.0, False
        while not stop.is_set():
            if idle >= look_at:
                _put_back(office, lambda now: jobs.requeue_interrupted(office.db, run_folder, now))
                _plan_nights(office)
                idle, look_at = 0.0, LOOK_FOR_INTERRUPTED_S
            if unsettled:
                unsettled = not _put_back(office, lambda now: jobs.requeue(office.db, worker, now))
            try:
                worked = run_once(office, worker=worker)
            except (Busy, StorageFault) as error:
                # Its end could not be written down, so the job counts as running: it runs again
                # as soon as the disk lets us say so.
                log.warning("cannot work now: %s", error.message)
                worked, unsettled = False, True
            if not worked:
                stop.wait(POLL_S)
                idle += POLL_S
        log.info("worker %s stopped", worker)


def work_off(office: WorkerOffice) -> int:
    """Run what is due until nothing waits; returns how many jobs ran."""
    count = 0
    with jobs.worker_alive(office.settings.run_folder) as name:
        while run_once(office, worker=name):
            count += 1
    return count


def run_once(
    office: WorkerOffice,
    *,
    now: datetime | None = None,
    worker: str = "once",
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> bool:
    """Claim and run one due job; False when there is none. Never raises for a job's failure."""
    moment = now or clock()
    if not jobs.due(office.db, moment):
        return False
    with office.db.write():
        job = jobs.claim(office.db, worker, moment)
    if job is None:
        return False
    _run(office, job, now or clock())
    return True


def _put_back(office: WorkerOffice, requeue: Callable[[datetime], int]) -> bool:
    try:
        with office.db.write():
            count = requeue(datetime.now(UTC))
    except (Busy, StorageFault) as error:
        log.warning("cannot put jobs back now: %s", error.message)
        return False
    if count:
        log.warning("%s interrupted jobs go on", count)
    return True


def _plan_nights(office: WorkerOffice) -> None:
    try:
        plan_nights(office, datetime.now(UTC))
    except (Busy, StorageFault) as error:
        log.warning("cannot plan the night's work now: %s", error.message)


def _run(office: WorkerOffice, job: Job, now: datetime) -> None:
    try:
        JOBS[job.name](office, job, now)
    except (Busy, StorageFault) as error:
        _again(office, job, error.message, now)
    except RenderingFault as error:
        log.warning("job %s (%s) of document %s: %s", job.id, job.name, job.document_id, error.code)
        if error.permanent:
            give_up(office, job, error.message, now)
        else:
            _again(office, job, error.message, now)
    except ArchiveDamaged as error:
        log.error("document %s: %s", job.document_id, error.message)
        give_up(office, job, error.message, now)
    except OfficeError as error:
        give_up(office, job, error.message, now)
    except Exception:
        # A bug of ours must neither end the worker nor vanish: it is logged with its trace,
        # and the paper's page says that an administrator is needed.
        log.exception("job %s (%s) of document %s", job.id, job.name, job.document_id)
        give_up(
            office,
            job,
            f"Lỗi phần mềm khi chạy việc nền số {job.id}; hãy báo quản trị xem nhật ký.",
            now,
        )
    else:
        with office.db.write():
            jobs.finish(office.db, job.id, now)


def _again(office: WorkerOffice, job: Job, message: str, now: datetime) -> None:
    if job.attempts >= jobs.MAX_ATTEMPTS:
        give_up(office, job, message, now)
        return
    with office.db.write():
        jobs.retry_later(office.db, job, message, now)
