"""How quickly results come out of an archive: a page with counts, and results while typing.

`python -m bench.search [PAPERS …]` builds an archive of each size by script, asks questions of
every sort as records clerk and as drafter, prints each, throws the archive away, and ends with
the growth from size to size. `BENCH_PAPERS="10000 100000 1000000"` does the same for
`python -m bench search`. Each question is asked with other words in between, from one process.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bench.rows import Row, row_of
from bench.search_archive import FIRST_YEAR, TOPICS, build
from service.domain.documents import Person
from service.domain.searching import Filters
from service.domain.workflow import Role
from service.store import search_blocks
from service.store.db import Database, open_database
from service.store.migrations import migrate
from service.store.search import search
from service.store.search_typing import suggest

PAPERS = (30_000,)
REPEATS = 5
LIMIT_MS = 50.0
TYPING_LIMIT_MS = 30.0

QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("cai nghien ma tuy", {}),
    ("cai nghiện ma tuý tự nguyện", {}),
    ('"cai nghiện ma túy"', {}),
    ("ủy ban nhân dân", {}),
    ("UBND", {}),
    ("uy ban nhan dan xa hoa binh", {}),
    ("cộng hòa xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc", {}),
    (f"{TOPICS[0]} {TOPICS[1]}", {}),
    ("hoa", {}),
    ("99", {}),
    ("99/QĐ-UBND", {}),
    ("99 qd ubnd", {"year": FIRST_YEAR + 3}),
    ("qd-ubnd", {}),
    ("ủy ban nhân dân", {"order": "date"}),
    ("ủy ban nhân dân", {"year": FIRST_YEAR}),
    ("ke hoach su dung dat", {"since": date(2012, 3, 1), "until": date(2012, 3, 31)}),
    ("ke hoach su dung dat -rừng", {"unit": 3, "urgency": "express"}),
    ("phong chay", {"kind": "official_letter", "order": "date"}),
    ("bảo hiểm y tế", {"signatory": 2, "recipient": 1}),
    ("ubnd", {"signatory": 1, "page": 40}),
    ("trảng vồn", {}),
    ("trang von mang", {"unit": 5}),
    ("", {}),
    ("", {"year": 2015}),
    ("", {"kind": "plan", "number_from": 100, "number_to": 250}),
    ("nghị quyết", {"year": FIRST_YEAR + 1}),
    ("QĐ", {}),
    ("không có từ nàyy", {}),
)

TYPED = (
    "c",
    "ca",
    "cai",
    "cai n",
    "cai nghiện m",
    "ủy b",
    "99",
    "99/qđ",
    "kế hoạch sử d",
    "tr",
    "nghiệ",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: its times by the clock and by the processor, in ms, and what it found."""

    name: str
    clock: list[float]
    processor: list[float]
    found: int


def measure(db: Database, person: Person) -> Iterator[Asked]:
    """A page of results with counts for each question."""
    for query, conditions in QUESTIONS:
        options = {name: conditions[name] for name in ("order", "page") if name in conditions}
        filters = Filters(**{name: conditions[name] for name in conditions.keys() - options})
        call = partial(search, db, person, query, filters, **options)
        yield _asked(f"{query} {conditions or ''}".strip(), call, lambda page: page.total)


def measure_typing(db: Database, person: Person) -> Iterator[Asked]:
    for typed in TYPED:
        yield _asked(f"… {typed}", partial(suggest, db, person, typed), len)


def _asked(name: str, call: Callable[[], Any], size: Callable[[Any], int]) -> Asked:
    clock, processor = [], []
    for _ in range(REPEATS):
        start, used = time.perf_counter(), time.thread_time()
        answer = call()
        clock.append((time.perf_counter() - start) * 1000)
        processor.append((time.thread_time() - used) * 1000)
    return Asked(name, clock, processor, size(answer))


def measured(size: int) -> list[Row]:
    """The rows of an archive of one size: a page of results, and results while typing."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        db = open_database(Path(folder) / "office.db")
        try:
            migrate(db)
            start = time.perf_counter()
            clerk = build(db, size)
            built = time.perf_counter()
            blocks = search_blocks.seal(db)
            megabytes = db.path.stat().st_size / 1e6
            print(
                f"built {size} papers in {built - start:.0f} s, {megabytes:.0f} MB,"
                f" and {blocks} blocks in {time.perf_counter() - built:.0f} s"
            )
            drafter = replace(clerk, roles=frozenset({Role.DRAFTER}))
            people = (clerk, drafter)
            pages = told(one for person in people for one in measure(db, person))
            typing = told(one for person in people for one in measure_typing(db, person))
        finally:
            db.close()
    return [
        *_rows(f"search p95, {size} papers", pages, LIMIT_MS),
        *_rows(f"typing p95, {size} papers", typing, TYPING_LIMIT_MS),
    ]


def told(asked: Iterable[Asked]) -> list[Asked]:
    """Print each question as soon as it was asked."""
    every = []
    for one in asked:
        fast, slow, used = min(one.clock), max(one.clock), min(one.processor)
        print(
            f"  {fast:7.1f} … {slow:7.1f} ms  cpu {used:6.1f}  {one.found:7}  {one.name}",
            flush=True,
        )
        every.append(one)
    return every


def _rows(name: str, asked: list[Asked], target: float) -> list[Row]:
    """By the clock, which is what was promised; by the processor, which a busy machine spares."""
    clock = [sample for one in asked for sample in one.clock]
    processor = [sample for one in asked for sample in one.processor]
    return [
        row_of(name, clock, unit="ms", target=target),
        row_of(f"{name}, cpu", processor, unit="ms"),
    ]


def growth(rows: list[Row]) -> str:
    """How the figures grow from size to size, and the spread within each."""
    return "\n".join(
        f"{row.name:36} median {row.median:7.1f}  p95 {row.p95:7.1f} {row.unit}" for row in rows
    )


def run(sizes: tuple[int, ...] | None = None) -> list[Row]:
    """Rows of each size: median and p95 of a page with counts, and of typing, in ms."""
    wanted = sizes or tuple(map(int, os.environ.get("BENCH_PAPERS", "").split())) or PAPERS
    rows = [row for size in wanted for row in measured(size)]
    print(growth(rows))
    return rows


if __name__ == "__main__":
    run(tuple(map(int, sys.argv[1:])) or None)
