"""Việc nền: made from what was approved, harmless when run twice, loud when it cannot be done."""

import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from service import worker
from service.actions import agency as agency_verbs
from service.actions import issuing
from service.actions import jobs as job_verbs
from service.domain.documents import FileRole
from service.domain.errors import Busy, NotAllowed, RenderingFault, StorageFault, WrongState
from service.domain.workflow import State
from service.store import agency as agencies
from service.store import documents, events, jobs
from service.store.search import search
from tests.builders import NOW, a_document, work

ROOT = Path(__file__).parents[2]
LATER = NOW + timedelta(hours=1)


def verbs(office, document):
    return [event.verb for event in events.of_document(office.db, document.id)]


def only_job(office, document):
    (job,) = jobs.of_document(office.db, document.id)
    return job


def test_the_numbered_files_are_made_from_what_was_approved(office, quantri):
    document = a_document(office, State.NUMBERED)
    before = agencies.load(office.db)
    changed = replace(before, full_name="Tên mới của xã")
    agency_verbs.save_agency(office, changed, by=quantri, now=LATER)
    office.template = lambda kind: b"a newer template"
    work(office, LATER)
    pdf = documents.current_file(office.db, document.id, FileRole.PDF)
    expected = office.render(
        office.kinds["decision"],
        before,
        document.answers,
        document.mark,
        template=b"Word template of decision.docx",
    )
    assert office.files.get(pdf.sha256) == expected.pdf
    assert pdf.media_type == "application/pdf"


def test_a_copy_is_made_of_its_original(office):
    document = a_document(office, State.NUMBERED, kind="certified_copy")
    seen = []
    render = office.render
    office.render = lambda *args, **more: seen.append(more["source"]) or render(*args, **more)
    work(office, LATER)
    assert seen == [b"%PDF-1.7 original"]
    assert documents.current_file(office.db, document.id, FileRole.PDF).name == "01-SY-UBND.pdf"


def test_a_job_that_runs_twice_changes_nothing(office):
    document = a_document(office, State.NUMBERED)
    job = only_job(office, document)
    for _ in range(3):
        job_verbs.render_numbered(office, job, LATER)
    assert len(documents.files(office.db, document.id)) == 2
    assert verbs(office, document).count("render_numbered") == 1


def test_two_workers_in_the_same_job_make_one_set_of_files(office):
    """Both render; whoever comes second finds the files linked."""
    document = a_document(office, State.NUMBERED)
    job = only_job(office, document)
    render, met = office.render, threading.Barrier(2, timeout=10)

    def slow(*args, **more):
        met.wait()
        return render(*args, **more)

    office.render = slow
    failures = []

    def run():
        try:
            job_verbs.render_numbered(office, job, LATER)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(documents.files(office.db, document.id)) == 2


def test_archiving_twice_is_archiving_once(office):
    document = a_document(office, State.ARCHIVED)
    job = jobs.of_document(office.db, document.id)[1]
    job_verbs.archive(office, job, LATER)
    assert verbs(office, document).count("archive") == 1


def test_the_file_of_a_number_that_was_struck_out_meanwhile_is_not_linked(office, lan):
    document = a_document(office, State.NUMBERED)
    job = only_job(office, document)
    render = office.render

    def struck_out_while_rendering(*args, **more):
        issuing.void_number(office, document.id, "Nhầm", by=lan, now=LATER)
        return render(*args, **more)

    office.render = struck_out_while_rendering
    job_verbs.render_numbered(office, job, LATER)
    assert documents.files(office.db, document.id) == ()
    job_verbs.render_numbered(office, job, LATER)
    assert documents.files(office.db, document.id) == ()


def test_a_crashed_converter_is_tried_again_a_bad_template_is_not(office, lan):
    document = a_document(office, State.NUMBERED)
    crash = RenderingFault("LibreOffice dừng.", code="converter-crash", permanent=False)
    office.refusals += [crash, Busy("Máy bận.")]
    now = LATER
    for expected in ("LibreOffice dừng.", "Máy bận."):
        work(office, now)
        job = only_job(office, document)
        assert (job.state, job.message) == ("waiting", expected)
        now = job.run_after
    work(office, now)
    assert only_job(office, document).state == "done"
    assert issuing.issue(office, document.id, by=lan, now=now).state is State.ISSUED


def test_a_job_that_cannot_be_done_says_so_until_somebody_asks_again(office, lan, minh):
    document = a_document(office, State.NUMBERED)
    office.refusals.append(RenderingFault("Mẫu hỏng.", code="template", permanent=True))
    work(office, LATER)
    assert (only_job(office, document).state, only_job(office, document).message) == (
        "failed",
        "Mẫu hỏng.",
    )
    assert "job_failed" in verbs(office, document)
    with pytest.raises(NotAllowed):
        job_verbs.retry_failed(office, document.id, by=minh, now=LATER)
    assert job_verbs.retry_failed(office, document.id, by=lan, now=LATER) == 1
    work(office, LATER)
    assert only_job(office, document).state == "done"
    with pytest.raises(WrongState, match="Không có việc nào bị dừng"):
        job_verbs.retry_failed(office, document.id, by=lan, now=LATER)


def test_a_number_is_searchable_although_its_file_cannot_be_made(office, lan):
    a_document(office, State.NUMBERED)
    office.refusals.append(RenderingFault("Mẫu hỏng.", code="template", permanent=True))
    work(office, LATER)
    assert search(office.db, lan, "1/QĐ-UBND").total == 1


def test_a_bug_stops_the_job_but_not_the_worker(office, caplog):
    first = a_document(office, State.NUMBERED)
    second = a_document(office, State.NUMBERED)
    office.refusals.append(KeyError("a bug"))
    work(office, LATER)
    assert "Lỗi phần mềm" in only_job(office, first).message
    assert "KeyError" in caplog.text
    assert only_job(office, second).state == "done"


def test_an_altered_file_is_never_archived(office, caplog):
    document = a_document(office, State.ISSUED)
    pdf = documents.current_file(office.db, document.id, FileRole.PDF)
    path = office.files.path(pdf.sha256)
    path.chmod(0o644)
    path.write_bytes(b"%PDF altered")
    work(office, LATER)
    assert documents.get_for_office(office.db, document.id).state is State.ISSUED
    job = jobs.of_document(office.db, document.id)[1]
    assert (job.state, "đã bị thay đổi" in job.message) == ("failed", True)


def run_worker(office, until, *, seconds=20):
    """The worker's own loop in a thread, until something has happened."""
    stop = threading.Event()
    thread = threading.Thread(target=worker.work_until, args=(office, stop))
    thread.start()
    deadline = time.monotonic() + seconds
    try:
        while not until():
            assert time.monotonic() < deadline, "the worker did not get there"
            time.sleep(0.01)
    finally:
        stop.set()
        thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_worker_takes_up_what_a_dead_one_left(office):
    document = a_document(office, State.NUMBERED)
    with office.db.write():
        assert jobs.claim(office.db, "a worker that is gone", LATER)
    run_worker(office, lambda: only_job(office, document).state == "done")
    assert list(office.settings.run_folder.iterdir()) == []


def test_a_job_whose_end_could_not_be_written_down_runs_again(office, monkeypatch):
    document = a_document(office, State.NUMBERED)
    finish, failures = jobs.finish, [StorageFault("Ổ đĩa đã đầy.")]

    def full_once(*args):
        if failures:
            raise failures.pop()
        finish(*args)

    monkeypatch.setattr(jobs, "finish", full_once)
    run_worker(office, lambda: only_job(office, document).state == "done")
    assert only_job(office, document).attempts == 2
    assert verbs(office, document).count("render_numbered") == 1


WORKER = """
import sys, time
from pathlib import Path
from service import worker
from tests.builders import SmallOffice
office = SmallOffice(Path(sys.argv[1]))
render = office.render
def slow(*args, **more):
    print("rendering", flush=True)
    time.sleep(0.5)
    return render(*args, **more)
office.render = slow
worker.run(office)
office.close()
print("ended", flush=True)
"""


def test_sigterm_lets_the_job_at_hand_finish(office):
    document = a_document(office, State.NUMBERED)
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(office.settings.data)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        assert process.stdout.readline() == "rendering\n"
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=20)
    finally:
        process.kill()
        process.wait()
    assert (process.returncode, out) == (0, "ended\n")
    assert only_job(office, document).state == "done"


def test_a_new_job_is_begun_at_once(office):
    """Well under the second that a clerk would notice; only the order of size is asserted."""
    assert worker.POLL_S <= 0.3
    stop = threading.Event()
    thread = threading.Thread(target=worker.work_until, args=(office, stop))
    thread.start()
    try:
        document = a_document(office, State.NUMBERED)
        deadline = time.monotonic() + 10
        while only_job(office, document).state != "done":
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        stop.set()
        thread.join(timeout=10)


def test_nothing_is_rendered_inside_a_transaction(office):
    """The test world's press watches over this for every other test."""
    kind = office.kinds["decision"]
    with pytest.raises(AssertionError, match="inside a transaction"), office.db.write():
        office.render(kind, office.agency(), {}, a_document(office).mark)
