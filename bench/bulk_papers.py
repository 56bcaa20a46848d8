"""Two hundred decisions in one run: drafted from their cases, Word and PDF in the archive.

Two workers, each a process with a warm LibreOffice of its own, on an office's real database.
"""

import multiprocessing
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

from bench.rows import Better, Row, row_of
from forms import load_kinds
from service import worker
from service.actions import bulk_papers
from service.app import Office, build_office
from service.domain.eligibility.bulk import BulkLine
from service.settings import load
from service.store import bulk_runs
from tests.builders import SmallOffice, build_world, person_of
from tests.provider_builders import C_DAY, appraised, become

PAPERS = 200
WORKERS = 2
PROMISE = 15
LONGEST_S = 240


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name) / "data"
        folder.mkdir()
        lines = _world(folder)
        with _workers(folder) as workers:
            before = _processor_s(workers)
            seconds, checked = _measure(folder, lines)
            used = _processor_s(workers) - before
    return [
        row_of(
            f"{PAPERS} decisions from cases, Word and PDF, {WORKERS} workers",
            [PAPERS / seconds],
            unit="/s",
            target=PROMISE,
            better=Better.HIGHER,
        ),
        row_of(
            "the same, by the processor: two of them, nothing else running",
            [WORKERS * PAPERS / used],
            unit="/s",
            target=PROMISE,
            better=Better.HIGHER,
        ),
        row_of(
            f"checking {PAPERS} rows before the run",
            [PAPERS / checked],
            unit="/s",
            better=Better.HIGHER,
        ),
    ]


def _world(folder: Path) -> list[BulkLine]:
    build_world(folder)
    office = SmallOffice(folder)
    office.kinds = load_kinds()
    become(office, "police")
    minh = person_of(office.db, "minh")
    cases = [
        appraised(
            office,
            minh,
            provider_name=f"CƠ SỞ {n}",
            id_no=f"0010990{12000 + n:05d}",
            enterprise_code="",
        )
        for n in range(PAPERS)
    ]
    office.close()
    return [BulkLine(n, case.name, case_ids=(case.id,)) for n, case in enumerate(cases, 1)]


def _measure(folder: Path, lines: list[BulkLine]) -> tuple[float, float]:
    """Seconds from the click to the last file, and of the check alone."""
    office = _office(folder)
    try:
        minh, now = person_of(office.db, "minh"), C_DAY + timedelta(hours=1)
        start = time.perf_counter()
        bulk_papers.check_rows(office, "publication", lines, {}, by=minh, now=now)
        checked = time.perf_counter() - start
        start = time.perf_counter()
        made = bulk_papers.start_run(office, "publication", lines, {}, by=minh, now=now)
        while bulk_runs.for_office(office.db, made.id).settled < PAPERS:
            if time.perf_counter() - start > LONGEST_S:
                raise RuntimeError("the run did not end in time")
            time.sleep(0.02)
        seconds = time.perf_counter() - start
        found = bulk_runs.for_office(office.db, made.id)
        if found.counts["failed"]:
            (row, *_) = bulk_runs.rows(office.db, made.id, state="failed", limit=1)
            raise RuntimeError(f"a row failed: {row.message}")
    finally:
        office.close()
    return seconds, checked


def _office(folder: Path) -> Office:
    return build_office(load({"SERVICE_DATA": str(folder)}))


@contextmanager
def _workers(folder: Path) -> Iterator[tuple[int, ...]]:
    """Process ids of workers whose converters are warm; ended by these ids."""
    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(WORKERS + 1)
    processes = [
        context.Process(target=_work, args=(folder, ready), daemon=True) for _ in range(WORKERS)
    ]
    for one in processes:
        one.start()
    try:
        ready.wait(timeout=120)
        yield tuple(one.pid for one in processes if one.pid is not None)
    finally:
        for one in processes:
            if one.pid is not None and one.is_alive():
                os.kill(one.pid, signal.SIGTERM)
            one.join(timeout=30)


def _processor_s(pids: tuple[int, ...]) -> float:
    """Seconds of processor time that these processes and their living children have used."""
    used: dict[int, tuple[int, float]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # gone meanwhile
        ticks = int(fields[11]) + int(fields[12])
        used[int(stat.parent.name)] = int(fields[1]), ticks / os.sysconf("SC_CLK_TCK")
    mine = set(pids)
    while more := {pid for pid, (parent, _) in used.items() if parent in mine} - mine:
        mine |= more
    return sum(seconds for pid, (_, seconds) in used.items() if pid in mine)


def _work(folder: Path, ready: Barrier) -> None:
    office = _office(folder)
    office.converter.warm()
    ready.wait(timeout=120)
    worker.run(office)
