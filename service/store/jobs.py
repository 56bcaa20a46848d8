"""Việc nền: a job table; claimed by one UPDATE, harmless when run twice."""

import fcntl
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from service.store.db import Database, Row, storage_fault
from service.store.moments import from_json, from_text, to_json, to_text

MAX_ATTEMPTS = 5
FIRST_WAIT_S = 2


@dataclass(frozen=True, slots=True)
class Job:
    """`attempts` counts this run too. `entry_id` is the register line it is about, if any.

    A job about no outgoing paper has no `document_id`; its `payload` says what it is about.
    """

    id: int
    name: str
    document_id: int | None
    entry_id: int | None
    attempts: int
    state: str
    message: str
    run_after: datetime
    payload: Mapping[str, Any]

    @property
    def paper(self) -> int:
        """The paper it is about; RuntimeError for a job about something else."""
        if self.document_id is None:
            raise RuntimeError(f"the job {self.name!r} is about no paper")
        return self.document_id


def enqueue(
    db: Database,
    name: str,
    *,
    now: datetime,
    document_id: int | None = None,
    entry_id: int | None = None,
    key: str = "",
    payload: Mapping[str, Any] | None = None,
    run_after: datetime | None = None,
) -> None:
    """Put a job in, in the caller's transaction; the same work twice is one job.

    `key` tells what “the same” is for a job about no outgoing paper. ValueError without either.
    """
    if document_id is None and not key:
        raise ValueError(f"the job {name!r} needs a paper or a key")
    db.execute(
        """
        INSERT INTO job (name, key, document_id, entry_id, payload, run_after, created_at)
        VALUES (:name, :key, :document_id, :entry_id, :payload, :run_after, :now)
        ON CONFLICT (key) DO NOTHING
        """,
        {
            "name": name,
            "key": f"{name}:{key or f'{document_id}:{entry_id or 0}'}",
            "document_id": document_id,
            "entry_id": entry_id,
            "payload": to_json(dict(payload or {})),
            "run_after": to_text(run_after or now),
            "now": to_text(now),
        },
    )


def known(db: Database, name: str, key: str) -> bool:
    """Whether this work was asked for already, done or not."""
    found = db.query("SELECT 1 FROM job WHERE key = :key", {"key": f"{name}:{key}"})
    return bool(found)


def claim(db: Database, worker: str, now: datetime) -> Job | None:
    """Take the oldest due job for this worker, or None; two workers never get the same."""
    rows = db.query(
        """
        UPDATE job
        SET state = 'running', worker = :worker, attempts = attempts + 1
        WHERE id = (
            SELECT id FROM job
            WHERE state = 'waiting' AND run_after <= :now
            ORDER BY run_after, id
            LIMIT 1
        ) AND state = 'waiting'
        RETURNING *
        """,
        {"worker": worker, "now": to_text(now)},
    )
    return _job(rows[0]) if rows else None


def due(db: Database, now: datetime) -> bool:
    """Whether `claim` would find something; a cheap look without the write lock."""
    return bool(
        db.query(
            "SELECT 1 FROM job WHERE state = 'waiting' AND run_after <= :now LIMIT 1",
            {"now": to_text(now)},
        )
    )


def finish(db: Database, job_id: int, now: datetime) -> None:
    _settle(db, job_id, "done", "", now)


def retry_later(db: Database, job: Job, message: str, now: datetime) -> bool:
    """Put the job back with a growing wait; gives up after MAX_ATTEMPTS. True when it waits."""
    if job.attempts >= MAX_ATTEMPTS:
        give_up(db, job.id, message, now)
        return False
    wait = timedelta(seconds=FIRST_WAIT_S * 4 ** (job.attempts - 1))
    db.execute(
        """
        UPDATE job
        SET state = 'waiting', worker = NULL, run_after = :run_after, message = :message
        WHERE id = :id AND state = 'running'
        """,
        {"id": job.id, "run_after": to_text(now + wait), "message": message},
    )
    return True


def give_up(db: Database, job_id: int, message: str, now: datetime) -> None:
    """Stop trying; the message stands on the paper's page until somebody asks to try again."""
    _settle(db, job_id, "failed", message, now)


def restart(db: Database, document_id: int, now: datetime) -> int:
    """Let a paper's failed jobs run again from the first attempt; returns how many."""
    return db.execute(
        """
        UPDATE job
        SET state = 'waiting', attempts = 0, run_after = :now, message = '', finished_at = NULL
        WHERE document_id = :id AND state = 'failed'
        """,
        {"id": document_id, "now": to_text(now)},
    )


def of_document(db: Database, document_id: int) -> tuple[Job, ...]:
    rows = db.query("SELECT * FROM job WHERE document_id = :id ORDER BY id", {"id": document_id})
    return tuple(_job(row) for row in rows)


def with_key(db: Database, name: str, key: str) -> Job | None:
    """The job about no outgoing paper that was put in under this key."""
    rows = db.query("SELECT * FROM job WHERE key = :key", {"key": f"{name}:{key}"})
    return _job(rows[0]) if rows else None


def restart_key(db: Database, name: str, key: str, now: datetime) -> bool:
    """Let one failed or finished job run again from the first attempt; False if there is none."""
    return bool(
        db.execute(
            """
            UPDATE job
            SET state = 'waiting', attempts = 0, run_after = :now, message = '', finished_at = NULL
            WHERE key = :key AND state IN ('failed', 'done')
            """,
            {"key": f"{name}:{key}", "now": to_text(now)},
        )
    )


def requeue_interrupted(db: Database, run_folder: Path, now: datetime) -> int:
    """Put back the jobs of workers that are gone; returns how many.

    A worker holds a lock on a file while it lives, and the system drops it even after
    SIGKILL, so a dead worker is told from a slow one without guessing by time.
    """
    rows = db.query("SELECT DISTINCT worker FROM job WHERE state = 'running'")
    living = _living(run_folder)
    return sum(requeue(db, row["worker"], now) for row in rows if row["worker"] not in living)


def requeue(db: Database, worker: str, now: datetime) -> int:
    """Put back what this worker has claimed but does not run; returns how many."""
    return db.execute(
        """
        UPDATE job
        SET state = 'waiting', worker = NULL, run_after = :now
        WHERE state = 'running' AND worker = :worker
        """,
        {"worker": worker, "now": to_text(now)},
    )


@contextmanager
def worker_alive(run_folder: Path) -> Iterator[str]:
    """The name of a worker that lives as long as this context."""
    worker = secrets.token_hex(8)
    path = _lock_path(run_folder, worker)
    try:
        run_folder.mkdir(parents=True, exist_ok=True)
        descriptor = _locked(path)
    except OSError as error:
        raise storage_fault(error) from error
    try:
        yield worker
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _locked(path: Path) -> int:
    """Create and lock the file; again, if somebody tidied it away before it was locked."""
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if path.exists() and path.stat().st_ino == os.fstat(descriptor).st_ino:
            return descriptor
        os.close(descriptor)


def _living(run_folder: Path) -> set[str]:
    """Names of the workers that live; the lock files of those that do not are tidied away."""
    living = set()
    for path in run_folder.glob("worker-*.lock"):
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            living.add(path.stem.removeprefix("worker-"))
        else:
            path.unlink(missing_ok=True)
        finally:
            os.close(descriptor)
    return living


def _lock_path(run_folder: Path, worker: str) -> Path:
    return run_folder / f"worker-{worker}.lock"


def _settle(db: Database, job_id: int, state: str, message: str, now: datetime) -> None:
    db.execute(
        """
        UPDATE job
        SET state = :state, worker = NULL, message = :message, finished_at = :now
        WHERE id = :id AND state = 'running'
        """,
        {"id": job_id, "state": state, "message": message, "now": to_text(now)},
    )


def _job(row: Row) -> Job:
    return Job(
        id=row["id"],
        name=row["name"],
        document_id=row["document_id"],
        entry_id=row["entry_id"],
        attempts=row["attempts"],
        state=row["state"],
        message=row["message"],
        run_after=from_text(row["run_after"]),
        payload=from_json(row["payload"]),
    )
