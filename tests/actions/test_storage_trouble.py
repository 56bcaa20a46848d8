"""Ổ đĩa đầy, thư mục chỉ đọc: a clear sentence, and nothing half done.

The trouble is real: the system refuses to let files grow, or refuses to write at all.
"""

import json
import os
import resource
import shutil
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from service.actions import drafting, issuing, reviewing
from service.domain.errors import StorageFault, WrongState
from service.domain.workflow import State
from service.store import archive, checkup, documents, events, register_audit
from tests.actions.forked import become_nobody, said_by_child, tree_mode
from tests.builders import NOW, SmallOffice, a_document, person_of, some_answers, work

LATER = NOW + timedelta(hours=1)
FULL = "Ổ đĩa"
READ_ONLY = "chỉ cho đọc|Không mở được cơ sở dữ liệu"


def sound(office):
    assert register_audit.audit(office.db) == ()
    assert checkup.damage(office.db) == ()
    assert archive.verify(office.db, office.files).damaged == ()


def fill_the_disk(folder, room, pipe):
    """A clerk works until no file may grow any more; tells what was done and what was said."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    office = SmallOffice(folder)
    done, said = 0, ""
    try:
        while not said:
            document = a_document(office, State.ARCHIVED, body="đầy ổ đĩa " * 200)
            done += document.state is State.ARCHIVED
    except StorageFault as fault:
        said = fault.message
    except WrongState:
        # The worker met the full disk first and put its job back, with the reason.
        (job,) = office.db.query("SELECT message FROM job WHERE message <> ''")
        said = job["message"]
    os.write(pipe, json.dumps({"done": done, "said": said}).encode())


@pytest.mark.parametrize("room", [60_000, 200_000, 450_000, 700_000])
def test_a_full_disk_ends_in_a_sentence_and_loses_nothing(office, room):
    folder = office.settings.data
    office.close()
    told = json.loads(said_by_child(lambda pipe: fill_the_disk(folder, room, pipe)))
    assert told["said"].startswith(FULL), told
    office = SmallOffice(folder)
    try:
        sound(office)
        (archived,) = office.db.query("SELECT COUNT(*) AS n FROM document WHERE state = 'archived'")
        # The last one may have been archived when a job after that met the end of the disk.
        assert told["done"] <= archived["n"] <= told["done"] + 1
        # With room again the office goes on where it stopped, and every job comes to its end.
        work(office, LATER)
        document = a_document(office, State.ARCHIVED, now=LATER)
        numbers = office.db.query("SELECT COUNT(*) AS n FROM register_entry")[0]["n"]
        assert document.number == numbers
        sound(office)
    finally:
        office.close()


def test_a_worker_outlives_a_full_disk(office):
    """The job is put back, and done as soon as there is room."""
    document = a_document(office, State.NUMBERED)
    folder = office.settings.data
    office.close()

    def shut_in(pipe):
        office = SmallOffice(folder)
        resource.setrlimit(resource.RLIMIT_FSIZE, (10, resource.RLIM_INFINITY))
        try:
            work(office, LATER)
            os.write(pipe, b"worked")
        except StorageFault as error:
            os.write(pipe, error.message.encode())

    assert FULL in said_by_child(shut_in)
    office = SmallOffice(folder)
    try:
        work(office, LATER)
        assert documents.files(office.db, document.id) != ()
        sound(office)
    finally:
        office.close()


@pytest.fixture
def shared(world):
    """A data folder that another user of the system can reach."""
    folder = Path(tempfile.mkdtemp(prefix="van-thu-test-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir()
    shutil.copyfile(world / "office.db", data / "office.db")
    yield data
    tree_mode(folder, folders=0o755, files=0o644)
    shutil.rmtree(folder)


def test_a_folder_that_is_read_only_at_the_start_is_said_so(shared):
    tree_mode(shared, folders=0o555, files=0o444)

    def start(pipe):
        become_nobody()
        try:
            office = SmallOffice(shared)
            person_of(office.db, "lan")
            os.write(pipe, b"started")
        except StorageFault as error:
            os.write(pipe, error.message.encode())

    assert any(part in said_by_child(start) for part in READ_ONLY.split("|"))


def test_an_archive_that_became_read_only_keeps_the_paper_as_it_was(shared):
    """The upload is refused; the draft and its history stay as they were."""
    office = SmallOffice(shared)
    a_document(office, State.SUBMITTED)
    office.close()
    tree_mode(shared, folders=0o777, files=0o666)
    (shared / "files").mkdir(exist_ok=True)
    tree_mode(shared / "files", folders=0o555, files=0o444)

    def approve(pipe):
        become_nobody()
        office = SmallOffice(shared)
        try:
            reviewing.approve(office, 1, by=person_of(office.db, "hung"), now=LATER)
        except StorageFault as error:
            document = documents.get_for_office(office.db, 1)
            last = events.last_of_document(office.db, 1).verb
            os.write(pipe, f"{error.message}|{document.state}|{last}".encode())
        office.close()

    message, state, last = said_by_child(approve).split("|")
    assert "chỉ cho đọc" in message
    assert (state, last) == ("submitted", "submit")


VERBS = {
    "create_draft": lambda office, ids, who: drafting.create_draft(
        office, "decision", some_answers(), by=who["minh"], now=LATER
    ),
    "save_draft": lambda office, ids, who: drafting.save_draft(
        office, ids["draft"], some_answers(body="x"), 1, by=who["minh"], now=LATER
    ),
    "submit": lambda office, ids, who: reviewing.submit(
        office, ids["draft"], by=who["minh"], now=LATER
    ),
    "approve": lambda office, ids, who: reviewing.approve(
        office, ids["submitted"], by=who["hung"], now=LATER
    ),
    "take_number": lambda office, ids, who: issuing.take_number(
        office, ids["approved"], by=who["lan"], now=LATER
    ),
    "issue": lambda office, ids, who: issuing.issue(
        office, ids["numbered"], by=who["lan"], now=LATER
    ),
    "void_number": lambda office, ids, who: issuing.void_number(
        office, ids["numbered"], "Nhầm", by=who["lan"], now=LATER
    ),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_says_that_the_database_is_read_only_and_changes_nothing(office, verb):
    states = ("draft", "submitted", "approved", "numbered")
    ids = {state: a_document(office, state).id for state in states}
    work(office, LATER)
    who = {login: person_of(office.db, login) for login in ("lan", "minh", "hung")}
    before = dump(office)
    office.db.connection.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageFault, match="chỉ cho đọc"):
        VERBS[verb](office, ids, who)
    office.db.connection.execute("PRAGMA query_only = OFF")
    assert dump(office) == before
    VERBS[verb](office, ids, who)
    assert dump(office) != before


def dump(office):
    tables = ("document", "register_entry", "event", "job", "series_year", "side_copy")
    return {table: office.db.query(f"SELECT * FROM {table}") for table in tables}


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_a_database_that_may_not_grow_takes_no_number(office, pages):
    """SQLite's own “database or disk is full” in the middle of a transaction."""
    ids = [a_document(office, State.APPROVED).id for _ in range(40)]
    lan = person_of(office.db, "lan")
    count = next(iter(office.db.query("PRAGMA page_count")[0].values()))
    office.db.connection.execute(f"PRAGMA max_page_count = {count + pages}")
    taken = 0
    with pytest.raises(StorageFault, match="Ổ đĩa đã đầy nên chưa ghi được gì"):
        for taken, paper in enumerate(ids):  # noqa: B007
            issuing.take_number(office, paper, by=lan, now=LATER)
    sound(office)
    rows = office.db.query("SELECT number FROM register_entry ORDER BY number")
    assert [row["number"] for row in rows] == list(range(1, taken + 1))
    office.db.connection.execute("PRAGMA max_page_count = 1000000")
    assert issuing.take_number(office, ids[taken], by=lan, now=LATER).number == taken + 1
