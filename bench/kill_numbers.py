"""64 processes take and keep numbers while one after the other is killed with -9.

Each process has papers of its own and says every number it was given; whoever is killed is followed
by another that goes on with the same papers. In the end every paper has its number, every number
that was said is the one in the register, and the register has no gap, no double and a whole chain.
"""

import os
import random
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.numbers import NOW, build, open_office
from bench.rows import Better, Row
from service.actions import issuing, reserving
from service.domain.errors import Busy
from service.store import checkup, people, register_audit
from service.store.db import open_database

WORKERS = 64
PAPERS_EACH = 60
KILLS = 1500
LONGEST_S = 240.0
KEEP_SHARE = 0.1


@dataclass
class Worker:
    """A living process, where it speaks, and the papers that it has."""

    pid: int
    pipe: int
    papers: list[int]


@dataclass
class Storm:
    """What happened; `told` maps a paper to the number somebody was told, `seconds` is the whole
    time and `trouble` what the register and the database were found to lack."""

    kills: int = 0
    told: dict[int, int] = field(default_factory=dict)
    lines: int = 0
    void: int = 0
    seconds: float = 0.0
    trouble: list[str] = field(default_factory=list)


def work(folder: Path, papers: list[int], pipe: int, seed: int) -> None:
    """A clerk's process: numbers its papers, now and then keeps one."""
    office, dice = open_office(folder), random.Random(seed)
    lan = people.get(office.db, 1)
    moment = NOW + timedelta(seconds=1)
    for paper in papers:
        document = _patiently(partial(issuing.take_number, office, paper, by=lan, now=moment))
        os.write(pipe, f"{paper} {document.number}\n".encode())
        if dice.random() < KEEP_SHARE:
            _patiently(partial(reserving.reserve_number, office, 1, "Thử", by=lan, now=moment))
    while not papers:
        # Nothing left to number, but the storm is not over: it keeps numbers until it is killed.
        _patiently(partial(reserving.reserve_number, office, 1, "Thử", by=lan, now=moment))
        time.sleep(dice.uniform(0.0, 0.02))


def _patiently(verb: Callable[[], Any]) -> Any:
    """With 64 at once the lock may be out of reach for five seconds: a person clicks again."""
    while True:
        try:
            return verb()
        except Busy:
            time.sleep(0.05)


def start(folder: Path, papers: list[int], seed: int) -> Worker:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(reading)
            work(folder, papers, writing, seed)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    os.set_blocking(reading, False)
    return Worker(pid, reading, papers)


def hear(worker: Worker, storm: Storm) -> None:
    """Take in what it said; the same paper must never be told two numbers."""
    said = b""
    while True:
        try:
            chunk = os.read(worker.pipe, 65536)
        except BlockingIOError:
            break
        if not chunk:
            break
        said += chunk
    for line in said.decode().splitlines():
        paper, number = map(int, line.split())
        if storm.told.setdefault(paper, number) != number:
            storm.trouble.append(f"paper {paper} was told {storm.told[paper]} and {number}")


def end(worker: Worker, storm: Storm) -> bool:
    """Kill it; False when it had come to its own end just before."""
    os.kill(worker.pid, signal.SIGKILL)
    _, status = os.waitpid(worker.pid, 0)
    hear(worker, storm)
    os.close(worker.pipe)
    return os.WIFSIGNALED(status)


def run_storm(folder: Path, *, workers: int, papers_each: int, kills: int, seed: int = 30) -> Storm:
    """Build the office, let the storm pass over it, and look at what is left."""
    office = open_office(folder)
    build(office, workers * papers_each)
    office.db.close()
    dice, storm, begin = random.Random(seed), Storm(), time.perf_counter()
    shares = [
        list(range(1 + at * papers_each, 1 + (at + 1) * papers_each)) for at in range(workers)
    ]
    living = [start(folder, share, dice.randrange(1 << 30)) for share in shares]
    while living and time.perf_counter() - begin < LONGEST_S:
        time.sleep(dice.uniform(0.001, 0.02))
        for one in [one for one in living if os.waitpid(one.pid, os.WNOHANG)[0]]:
            living.remove(one)
            hear(one, storm)
            os.close(one.pipe)
            left = [paper for paper in one.papers if paper not in storm.told]
            if left or storm.kills < kills:
                living.append(start(folder, left, dice.randrange(1 << 30)))
        if living and storm.kills < kills:
            victim = living.pop(dice.randrange(len(living)))
            storm.kills += end(victim, storm)
            left = [paper for paper in victim.papers if paper not in storm.told]
            living.append(start(folder, left, dice.randrange(1 << 30)))
        if storm.kills >= kills:
            for one in [one for one in living if not one.papers]:
                living.remove(one)
                end(one, storm)
    for one in living:
        end(one, storm)
        storm.trouble.append("the storm did not end in time")
    storm.seconds = time.perf_counter() - begin
    examine(folder, storm, set().union(*map(set, shares)))
    return storm


def examine(folder: Path, storm: Storm, papers: set[int]) -> None:
    """Everything that may be wrong after it, in words."""
    db = open_database(folder / "office.db")
    try:
        rows = db.query("SELECT number, document_id, state FROM register_entry ORDER BY number")
        storm.lines = len(rows)
        if [row["number"] for row in rows] != list(range(1, len(rows) + 1)):
            storm.trouble.append("a gap or a double")
        given = {row["document_id"]: row["number"] for row in rows if row["state"] == "taken"}
        storm.void = sum(1 for row in rows if row["state"] == "void")
        if set(given) != papers:
            storm.trouble.append(f"{len(papers - set(given))} papers without a number")
        lost = [paper for paper, number in storm.told.items() if given.get(paper) != number]
        if lost:
            storm.trouble.append(f"{len(lost)} told numbers are not in the register")
        storm.trouble += [one.sentence for one in register_audit.audit(db)]
        storm.trouble += checkup.damage(db)
    finally:
        db.close()


def run() -> list[Row]:
    """How many kills and numbers; raises AssertionError when anything is amiss afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-kill-") as name:
        storm = run_storm(Path(name), workers=WORKERS, papers_each=PAPERS_EACH, kills=KILLS)
    assert not storm.trouble, storm.trouble
    label = f"{WORKERS} processes, {storm.kills} killed with -9"
    return [
        Row(f"{label}: numbers without a gap or a double", storm.lines, None, "numbers"),
        Row(
            f"{label}: numbers each second",
            storm.lines / storm.seconds,
            None,
            "numbers/s",
            better=Better.HIGHER,
        ),
    ]


if __name__ == "__main__":
    for row in run():
        print(row)
