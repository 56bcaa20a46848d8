"""Kill -9 at any moment: no number is skipped or doubled, nothing that was said to be done is lost.

A clerk's process and a worker's live through whole lives of papers and are killed again and again;
after every kill the office is opened and everything in it is compared with everything else.
"""

import os
import random
import threading
import time

import pytest

from service import worker
from service.actions import drafting, issuing, reviewing
from service.actions.nightly import NIGHTLY
from service.domain.documents import FileRole
from service.domain.workflow import State
from service.store import archive, checkup, documents, events, jobs, register_audit
from tests.actions.forked import child, drain
from tests.builders import NOW, SmallOffice, person_of, some_answers

KILLS = 70
LONGEST_LIFE_S = 0.12

STATE_AFTER = {
    "create_draft": State.DRAFT,
    "submit": State.SUBMITTED,
    "return_": State.RETURNED,
    "approve": State.APPROVED,
    "take_number": State.NUMBERED,
    "issue": State.ISSUED,
    "archive": State.ARCHIVED,
}


def tell(pipe, *words):
    """What a person was told is done, after it was done."""
    os.write(pipe, (" ".join(map(str, words)) + "\n").encode())


def clerk(folder, pipe):
    """Whole lives of papers, one after the other, as fast as can be."""
    office = SmallOffice(folder)
    lan, minh, hung = (person_of(office.db, login) for login in ("lan", "minh", "hung"))
    count = 0
    while True:
        count += 1
        answers = some_answers(body=f"{os.getpid()} {count}")
        document = drafting.create_draft(office, "decision", answers, by=minh, now=NOW)
        tell(pipe, "draft", document.id, answers["body"].replace(" ", "_"))
        reviewing.submit(office, document.id, by=minh, now=NOW)
        reviewing.approve(office, document.id, by=hung, now=NOW)
        document = issuing.take_number(office, document.id, by=lan, now=NOW)
        tell(pipe, "number", document.id, document.number)
        issue_what_is_ready(office, lan, pipe)


def issue_what_is_ready(office, lan, pipe):
    rows = office.db.query("SELECT id FROM document WHERE state = 'numbered'")
    for row in rows:
        if documents.current_file(office.db, row["id"], FileRole.PDF):
            issuing.issue(office, row["id"], by=lan, now=NOW)
            tell(pipe, "issue", row["id"])


def background(folder, pipe):
    """The worker's own loop; it never ends by itself."""
    worker.work_until(SmallOffice(folder), threading.Event())


def live_and_die(folder, seconds):
    """Both processes live so long and are killed; returns what the clerk had been told."""
    with child(lambda pipe: background(folder, pipe)), child(lambda p: clerk(folder, p)) as told:
        time.sleep(seconds)
        return drain(told).splitlines()


def examine(office, told):
    """Everything in the office agrees with everything else and with what people were told."""
    db = office.db
    assert register_audit.audit(db) == ()
    assert checkup.damage(db) == ()
    report = archive.verify(db, office.files)
    assert report.damaged == ()
    for row in db.query("SELECT id FROM document"):
        document = documents.get_for_office(db, row["id"])
        history = [event.verb for event in events.of_document(db, document.id)]
        moves = [verb for verb in history if verb in STATE_AFTER]
        assert len(moves) == len(set(moves)), history
        assert document.state is STATE_AFTER[moves[-1]]
        waiting = {job.name for job in jobs.of_document(db, document.id) if job.state != "done"}
        made = documents.current_file(db, document.id, FileRole.PDF) is not None
        assert made == ("render_numbered" in history)
        if document.state is State.NUMBERED and not made:
            assert waiting == {"render_numbered"}
        if document.state is State.ISSUED:
            assert "archive" in waiting
    for line in told:
        what, document_id, *more = line.split()
        document = documents.get_for_office(db, int(document_id))
        if what == "draft":
            assert document.answers["body"] == more[0].replace("_", " ")
        elif what == "number":
            assert document.number == int(more[0])
        else:
            assert document.state in (State.ISSUED, State.ARCHIVED)


@pytest.mark.timeout(300)
def test_an_office_that_is_killed_again_and_again_loses_nothing(office):
    folder = office.settings.data
    office.close()
    dice = random.Random(30)
    told, states = [], set()
    for _ in range(KILLS):
        told += live_and_die(folder, dice.uniform(0.002, LONGEST_LIFE_S))
        office = SmallOffice(folder)
        try:
            examine(office, told)
            states |= {row["state"] for row in office.db.query("SELECT state FROM document")}
            states |= {
                f"{row['name']} {row['state']}" for row in office.db.query("SELECT * FROM job")
            }
        finally:
            office.close()
    finish(folder, told)
    # The kills must have met papers in every state of their life, and jobs at work.
    assert states >= {"draft", "submitted", "approved", "numbered", "issued", "archived"}
    assert states >= {"render_numbered running", "archive done"}
    assert len(told) > KILLS


def finish(folder, told):
    """The next worker and the next clerk bring every paper to its end."""
    office = SmallOffice(folder)
    stop = threading.Event()
    thread = threading.Thread(target=worker.work_until, args=(office, stop))
    thread.start()
    reading, writing = os.pipe()
    try:
        lan = person_of(office.db, "lan")
        deadline = time.monotonic() + 60
        while office.db.query(
            "SELECT 1 FROM document WHERE state IN ('numbered', 'issued')"
            " UNION ALL SELECT 1 FROM job WHERE name = 'find_tasks' AND state <> 'done'"
        ):
            issue_what_is_ready(office, lan, writing)
            assert time.monotonic() < deadline, "the jobs do not come to their end"
            time.sleep(0.02)
    finally:
        os.close(writing)
        os.close(reading)
        stop.set()
        thread.join(timeout=20)
    examine(office, told)
    left = office.db.query("SELECT name FROM job WHERE state <> 'done'")
    assert {row["name"] for row in left} == set(NIGHTLY)
    assert list(office.settings.run_folder.glob("worker-*")) == []
    office.close()
