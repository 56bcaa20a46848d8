"""Việc nền: every job is done, by one worker at a time, and what cannot be done says so."""

import multiprocessing
from datetime import timedelta

import pytest

from service.store import jobs
from service.store.db import open_database
from tests.builders import NOW, a_document


@pytest.fixture
def papers(office):
    return [a_document(office).id for _ in range(3)]


def enqueue(db, paper, name="render_numbered", now=NOW):
    with db.write():
        jobs.enqueue(db, name, document_id=paper, now=now)


def claim(db, worker="w", now=NOW):
    with db.write():
        return jobs.claim(db, worker, now)


def states(db):
    return [row["state"] for row in db.query("SELECT state FROM job ORDER BY id")]


def test_the_same_work_twice_is_one_job(db, papers):
    enqueue(db, papers[0])
    enqueue(db, papers[0])
    enqueue(db, papers[0], "archive")
    assert states(db) == ["waiting", "waiting"]


def test_a_job_is_part_of_the_transaction_that_asks_for_it(db, papers):
    with pytest.raises(ZeroDivisionError), db.write():
        jobs.enqueue(db, "archive", document_id=papers[0], now=NOW)
        raise ZeroDivisionError
    assert states(db) == []


def test_the_oldest_due_job_is_claimed_first_and_only_once(db, papers):
    for seconds, paper in zip((2, 0, 1), papers, strict=True):
        enqueue(db, paper, now=NOW + timedelta(seconds=seconds))
    later = NOW + timedelta(seconds=9)
    claimed = [claim(db, now=later) for _ in range(4)]
    assert [job and job.document_id for job in claimed] == [papers[1], papers[2], papers[0], None]


def test_a_job_is_not_due_before_its_time(db, papers):
    enqueue(db, papers[0], now=NOW + timedelta(seconds=1))
    assert not jobs.due(db, NOW)
    assert claim(db) is None
    assert jobs.due(db, NOW + timedelta(seconds=1))


def test_a_job_that_fails_waits_longer_each_time_and_then_gives_up(db, papers):
    enqueue(db, papers[0])
    now, waits = NOW, []
    for _ in range(jobs.MAX_ATTEMPTS):
        job = claim(db, now=now)
        with db.write():
            waiting = jobs.retry_later(db, job, "máy in bận", now)
        if waiting:
            run_after = jobs.of_document(db, papers[0])[0].run_after
            waits.append((run_after - now).total_seconds())
            now = run_after
    assert waits == [2, 8, 32, 128]
    (job,) = jobs.of_document(db, papers[0])
    assert (job.state, job.message) == ("failed", "máy in bận")
    assert claim(db, now=now + timedelta(days=1)) is None


def test_a_failed_job_can_be_asked_for_again(db, papers):
    enqueue(db, papers[0])
    job = claim(db)
    with db.write():
        jobs.give_up(db, job.id, "mẫu hỏng", NOW)
        assert jobs.restart(db, papers[0], NOW) == 1
    job = claim(db)
    assert (job.attempts, job.message) == (1, "")


def test_only_the_jobs_of_dead_workers_are_put_back(db, papers, tmp_path):
    for paper in papers[:2]:
        enqueue(db, paper)
    run = tmp_path / "run"
    with jobs.worker_alive(run) as living:
        claim(db, worker=living)
        claim(db, worker="0123456789abcdef")  # a worker that left no lock
        with db.write():
            assert jobs.requeue_interrupted(db, run, NOW) == 1
        assert states(db) == ["running", "waiting"]
    with db.write():
        assert jobs.requeue_interrupted(db, run, NOW) == 1
    assert states(db) == ["waiting", "waiting"]
    assert list(run.iterdir()) == []


def hold_forever(run, ready):
    with jobs.worker_alive(run) as worker:
        ready.put(worker)
        ready.get()
        multiprocessing.Event().wait()


def test_a_killed_worker_is_known_to_be_dead(db, papers, tmp_path):
    run = tmp_path / "run"
    context = multiprocessing.get_context("spawn")
    ready = context.SimpleQueue()
    process = context.Process(target=hold_forever, args=(run, ready))
    process.start()
    try:
        worker = ready.get()
        enqueue(db, papers[0])
        claim(db, worker=worker)
        with db.write():
            assert jobs.requeue_interrupted(db, run, NOW) == 0
    finally:
        process.kill()
        process.join(timeout=10)
    with db.write():
        assert jobs.requeue_interrupted(db, run, NOW) == 1
    assert list(run.iterdir()) == []


def claim_all(path, results):
    db = open_database(path)
    mine = []
    while job := claim(db, worker="w"):
        mine.append(job.id)
        with db.write():
            jobs.finish(db, job.id, NOW)
    db.close()
    results.put(mine)


def test_four_workers_share_the_jobs_without_doing_one_twice(office, db):
    papers = [a_document(office).id for _ in range(10)]
    for paper in papers:
        for name in ("render_numbered", "archive"):
            enqueue(db, paper, name)
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [context.Process(target=claim_all, args=(db.path, results)) for _ in range(4)]
    for process in processes:
        process.start()
    done = [job for _ in processes for job in results.get(timeout=60)]
    for process in processes:
        process.join(timeout=10)
    assert sorted(done) == [row["id"] for row in db.query("SELECT id FROM job ORDER BY id")]
    assert set(states(db)) == {"done"}
