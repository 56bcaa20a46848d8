"""How long a clerk waits for a number while 31 others take numbers too.

32 processes call the whole verb `issuing.take_number` (checks, state, number, register line,
chain, job, event, commit on disk), each again and again with a pause of half a second on
average: some sixty numbers a second, more in an hour than any office gives in a year.
Beside it, and promised nothing: the same 32 without any pause, where each must wait for 31 others,
25 ms at 0.8 ms a number; 32 who click once in the same moment; one writer alone; and how much
processor time the write lock is held for. In the end the register is checked for gaps and doubles.
"""

import multiprocessing
import random
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bench.rows import Row, row_of
from forms import load_kinds
from service.actions import issuing
from service.domain.agency import Agency, Unit
from service.domain.documents import Person, Series
from service.domain.errors import Busy
from service.domain.kinds import Kinds
from service.domain.numbering import VIETNAM, Register
from service.domain.workflow import TRANSITIONS, Role
from service.store import agency as agencies
from service.store import documents, people
from service.store.db import Database, open_database
from service.store.files import FileStore
from service.store.migrations import migrate
from service.store.moments import to_text

WRITERS = 32
NUMBERS_EACH = 30
PAUSE_S = 0.5
LIMIT_MS = 5.0
HELD_LIMIT_MS = 2.0
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)


@dataclass(frozen=True)
class NumberingOffice:
    """As much of an office as numbering needs."""

    db: Database
    files: FileStore
    kinds: Kinds


def open_office(folder: Path) -> NumberingOffice:
    return NumberingOffice(
        open_database(folder / "office.db"), FileStore(folder / "files"), load_kinds()
    )


def build(office: NumberingOffice, papers: int) -> None:
    """An agency, its clerk and so many approved papers."""
    db = office.db
    migrate(db)
    agency = Agency("XÃ HÒA BÌNH", "Xã Hòa Bình", "Hòa Bình", "UBND")
    kind = next(iter(office.kinds))
    sha256 = office.files.put(b"a template")
    with db.write():
        agencies.save(db, agency)
        unit = agencies.put_unit(db, Unit(0, "Văn phòng", "VP"))
        for register in Register:
            agencies.put_series(db, Series(0, register, "", register.value))
        everything = frozenset({Role.CLERK, Role.DRAFTER, Role.SIGNATORY})
        lan = people.add(db, Person(0, "Lan", "lan", unit.id, everything), "no password")
        documents.note_file(db, sha256, 10, "application/octet-stream", NOW)
        for _ in range(papers):
            columns = documents.draft_columns(
                kind.code,
                1,
                kind.sample,
                subject="Về việc cấp số",
                notation="QĐ-UBND",
                signatory_id=None,
                signer_name="",
            )
            paper = documents.add(db, columns, by=lan, now=NOW)
            documents.move(
                db,
                paper.id,
                TRANSITIONS["submit"],
                NOW,
                approver_id=lan.id,
                submitted_at=to_text(NOW),
            )
            documents.move(
                db,
                paper.id,
                TRANSITIONS["approve"],
                NOW,
                approved_at=to_text(NOW),
                template_sha256=sha256,
                agency=agencies.to_snapshot(agency),
            )


Taken = tuple[float, float]
"""Milliseconds of one number by the clock, and by the processor, which a busy machine spares."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How the writers click: everybody `together`, or each after a random pause of this mean."""

    pause_s: float = 0.0
    together: bool = False


def take(folder: Path, papers: range, start: Barrier, pace: Pace) -> list[Taken]:
    """Number these papers; milliseconds of each, by the clock and by the processor."""
    office = open_office(folder)
    chance = random.Random(papers.start)
    try:
        lan = people.get(office.db, 1)
        start.wait(timeout=60)
        times = []
        for place, paper in enumerate(papers):
            if pace.together:
                start.wait(timeout=60)
            elif pace.pause_s:
                time.sleep(chance.expovariate(1 / pace.pause_s))
            begin, used = time.perf_counter(), time.thread_time()
            _click(office, paper, lan, NOW + timedelta(seconds=place))
            clock, processor = time.perf_counter() - begin, time.thread_time() - used
            times.append((clock * 1000, processor * 1000))
        return times
    finally:
        office.db.close()


def _click(office: NumberingOffice, paper: int, lan: Person, now: datetime) -> None:
    """Take the number; told that the server is busy, click again, as a person would."""
    while True:
        try:
            issuing.take_number(office, paper, by=lan, now=now)
        except Busy:
            continue
        return


def _writer(
    folder: Path,
    papers: range,
    start: Barrier,
    pace: Pace,
    results: "multiprocessing.Queue[list[Taken]]",
) -> None:
    times = take(folder, papers, start, pace)
    # The first number of a process also pays for opening everything.
    results.put(times[1:])


def measure(writers: int, numbers_each: int, pace: Pace) -> list[Taken]:
    """Times of every number; raises AssertionError if the register has a gap or a double."""
    # A server that has loaded everything forks the writers: 32 times loading would take longer
    # than the numbers do. It never opens a database itself.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with tempfile.TemporaryDirectory(prefix="bench-numbers-") as name:
        folder = Path(name)
        office = open_office(folder)
        total = writers * numbers_each
        build(office, total)
        start, results = context.Barrier(writers), context.Queue()
        processes = [
            context.Process(
                target=_writer,
                args=(folder, range(1 + at, 1 + at + numbers_each), start, pace, results),
            )
            for at in range(0, total, numbers_each)
        ]
        for process in processes:
            process.start()
        times = [one for _ in processes for one in results.get(timeout=300)]
        for process in processes:
            process.join(timeout=60)
        taken = office.db.query("SELECT number FROM register_entry ORDER BY number")
        assert [row["number"] for row in taken] == list(range(1, total + 1))
        office.db.close()
    return times


def held(numbers: int) -> list[float]:
    """Processor time, in ms, from the moment the write lock is had until it is let go."""
    with tempfile.TemporaryDirectory(prefix="bench-numbers-") as name:
        office = open_office(Path(name))
        build(office, numbers)
        lan = people.get(office.db, 1)
        begun, times = [0.0], []

        def note(statement: str) -> None:
            if statement == "BEGIN IMMEDIATE":
                begun[0] = time.thread_time()

        office.db.connection.conn.set_trace_callback(note)
        for paper in range(1, 1 + numbers):
            issuing.take_number(office, paper, by=lan, now=NOW + timedelta(seconds=paper))
            times.append((time.thread_time() - begun[0]) * 1000)
        office.db.close()
    return times


def run() -> list[Row]:
    """Milliseconds per number for a crowd, for one click of everybody, and for one alone."""
    crowd, processor = zip(*measure(WRITERS, NUMBERS_EACH, Pace(PAUSE_S)), strict=True)
    rushed = _clock(measure(WRITERS, NUMBERS_EACH, Pace()))
    once = _clock(measure(WRITERS, 10, Pace(together=True)))
    alone = _clock(measure(1, 300, Pace()))
    return [
        row_of(f"take a number, {WRITERS} writers, p95", crowd, unit="ms", target=LIMIT_MS),
        row_of(f"take a number, {WRITERS} writers, cpu", processor, unit="ms"),
        row_of(f"take a number, {WRITERS} without a pause", rushed, unit="ms"),
        Row(f"take a number, {WRITERS} without a pause, longest", max(rushed), None, "ms"),
        row_of(f"take a number, {WRITERS} click once at a time", once, unit="ms"),
        row_of("take a number, one writer", alone, unit="ms"),
        row_of("write lock held for a number, cpu", held(300), unit="ms", target=HELD_LIMIT_MS),
    ]


def _clock(taken: list[Taken]) -> list[float]:
    return [clock for clock, _ in taken]


if __name__ == "__main__":
    for row in run():
        print(row)
