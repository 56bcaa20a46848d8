"""Our search beside tantivy's, on the same papers: `python -m bench.search_tantivy [PAPERS]`.

tantivy is no part of the service and of no requirement file; put it aside for this run alone:

    pip install --target /tmp/tantivy tantivy
    PYTHONPATH=/tmp/tantivy python -m bench.search_tantivy 30000

Both are given the same search keys and asked for the same words, the 20 best of them and how
many there are. tantivy is asked for no counts, no snippets and no rights; ours gives all three.
"""

import importlib
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.search_archive import build, papers
from service.domain.vietnamese import fold
from service.store import search_blocks
from service.store.db import open_database
from service.store.migrations import migrate
from service.store.search import search

PAPERS = 30_000
REPEATS = 7
QUESTIONS = (
    "cai nghien ma tuy",
    "uy ban nhan dan",
    '"cai nghien ma tuy"',
    "ke hoach su dung dat",
    "trang von mang",
    "hoa",
    "so y te",
    "khong co tu nayy",
)


def main(size: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-tantivy-") as folder:
        db = open_database(Path(folder) / "office.db")
        migrate(db)
        start = time.perf_counter()
        clerk = build(db, size)
        search_blocks.seal(db)
        megabytes = sum(one.stat().st_size for one in Path(folder).iterdir()) / 1e6
        print(f"ours: {size} papers in {time.perf_counter() - start:.0f} s, {megabytes:.0f} MB")
        theirs = Tantivy(Path(folder) / "tantivy", size)
        print(f"{'':24} {'ours':>9} {'tantivy':>9} {'ratio':>6}   found (ours, tantivy)")
        for question in QUESTIONS:
            mine, count = timed(lambda asked=question: search(db, clerk, asked))
            other, found = timed(lambda asked=question: theirs.search(asked))
            more = "+" if count.more else ""
            print(
                f"{question:24} {mine:6.1f} ms {other:6.1f} ms {mine / other:6.1f}"
                f"   {count.total}{more}, {found}"
            )
        db.close()


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Median milliseconds after one call to warm up, and the last answer."""
    answer = call()
    samples = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        answer = call()
        samples.append((time.perf_counter() - start) * 1000)
    return statistics.median(samples), answer


class Tantivy:
    """An index of the same keys: number, subject, people and body as words, kind and year."""

    def __init__(self, folder: Path, size: int) -> None:
        self.tantivy = importlib.import_module("tantivy")
        folder.mkdir()
        schema = self.tantivy.SchemaBuilder()
        for name in ("reference", "subject", "people", "body", "body_marked", "subject_marked"):
            schema.add_text_field(name, stored=name in {"reference", "subject"})
        schema.add_integer_field("year", indexed=True, fast=True)
        start = time.perf_counter()
        self.index = self.tantivy.Index(schema.build(), path=str(folder))
        writer = self.index.writer(heap_size=200_000_000, num_threads=1)
        for paper in papers(size):
            writer.add_document(
                self.tantivy.Document(
                    reference=f"{paper.number} {fold(paper.notation)}",
                    subject=paper.subject.plain,
                    people=paper.people.plain,
                    body=paper.body.plain,
                    subject_marked=paper.subject.marked,
                    body_marked=paper.body.marked,
                    year=paper.day.year,
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.searcher = self.index.searcher()
        megabytes = sum(one.stat().st_size for one in folder.iterdir()) / 1e6
        print(f"tantivy: {time.perf_counter() - start:.0f} s, {megabytes:.0f} MB")

    def search(self, question: str) -> int:
        """How many papers have every word; the 20 best are fetched as well."""
        words = question if question.startswith('"') else f"+{question.replace(' ', ' +')}"
        query = self.index.parse_query(words, ["reference", "subject", "people", "body"])
        found = self.searcher.search(query, limit=20)
        for _, address in found.hits:
            self.searcher.doc(address)
        return int(found.count)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS)
