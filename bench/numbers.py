"""How long a clerk waits for a number while 31 others take one in the same moment.

32 processes, each with a heap of approved papers, call the whole verb `issuing.take_number`
(state, number, register line, job, event, commit on disk) again and again without a pause, which
no office does: most numbers come at once, and a few wait until the crowd lets them through, so the
longest wait stands in a row of its own. Beside it: 32 who click once in the same moment, and one
writer alone. In the end the register is checked for gaps and doubles.
"""

import multiprocessing
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
NUMBERS_EACH = 100
LIMIT_MS = 5.0
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


def take(folder: Path, papers: range, start: Barrier, *, together: bool) -> list[float]:
    """Number these papers without a pause, or each `together` with everybody; ms of each."""
    office = open_office(folder)
    try:
        lan = people.get(office.db, 1)
        start.wait(timeout=60)
        times = []
        for place, paper in enumerate(papers):
            if together:
                start.wait(timeout=60)
            begin = time.perf_counter()
            issuing.take_number(office, paper, by=lan, now=NOW + timedelta(seconds=place))
            times.append((time.perf_counter() - begin) * 1000)
        return times
    finally:
        office.db.close()


def _writer(
    folder: Path,
    papers: range,
    start: Barrier,
    together: bool,
    results: "multiprocessing.Queue[list[float]]",
) -> None:
    times = take(folder, papers, start, together=together)
    # The first number of a process also pays for opening everything.
    results.put(times[1:])


def measure(writers: int, numbers_each: int, *, together: bool = False) -> list[float]:
    """Milliseconds of every number; raises AssertionError if the register has a gap or a double."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="bench-numbers-") as name:
        folder = Path(name)
        office = open_office(folder)
        total = writers * numbers_each
        build(office, total)
        start, results = context.Barrier(writers), context.Queue()
        processes = [
            context.Process(
                target=_writer,
                args=(folder, range(1 + at, 1 + at + numbers_each), start, together, results),
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


def run() -> list[Row]:
    """Milliseconds per number for a crowd, for one click of everybody, and for one alone."""
    crowd = measure(WRITERS, NUMBERS_EACH)
    return [
        row_of(f"take a number, {WRITERS} writers, p95", crowd, unit="ms", target=LIMIT_MS),
        Row(f"take a number, {WRITERS} writers, longest", max(crowd), None, "ms"),
        row_of(
            f"take a number, {WRITERS} click once at a time",
            measure(WRITERS, 10, together=True),
            unit="ms",
        ),
        row_of("take a number, one writer", measure(1, 300), unit="ms"),
    ]


if __name__ == "__main__":
    for row in run():
        print(row)
