"""Tìm văn bản cũ: a page with counts among 100,000 papers of earlier years, by the processor."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from bench.rows import Row
from bench.search_archive import Keyed, Paper, joined, keyed, papers
from service.domain.documents import Person
from service.domain.incoming import IncomingDetails
from service.domain.numbering import VIETNAM
from service.domain.old_papers import Direction, Origin
from service.domain.old_searching import OldFilters
from service.store import old_papers, old_search
from service.store.db import Database
from service.store.old_typing import suggest_old
from service.store.search_index import number_words
from tests.builders import SmallOffice, build_world, person_of

PAPERS = 100_000
PROMISED_MS = 50.0
PROMISED_TYPING_MS = 30.0
AT_ONCE = 2_000
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)
OWN = "Ủy ban nhân dân xã Hòa Bình"
NAMES = {
    "official_letter": "Công văn",
    "decision": "Quyết định",
    "plan": "Kế hoạch",
    "report": "Báo cáo",
    "notice": "Thông báo",
    "proposal": "Tờ trình",
}
ASKED: Sequence[tuple[str, str, OldFilters]] = (
    ("nothing asked", "", OldFilters()),
    ("one kind", "", OldFilters(kind="Quyết định")),
    ("kind and agency", "", OldFilters(kind="Công văn", agency=OWN)),
    ("a range of days", "", OldFilters(since=date(2012, 3, 1), until=date(2016, 2, 29))),
    ("a range of numbers", "", OldFilters(number_from=100, number_to=900)),
    ("a place of receipt", "", OldFilters(recipient="Sở Y tế")),
    ("a word of every paper", "nhân dân", OldFilters()),
    ("three words", "cai nghien ma tuy", OldFilters()),
    ("a phrase, minus a word", "“cai nghiện ma túy” -rừng", OldFilters(direction="outgoing")),
    ("a number", "99/UBND", OldFilters()),
    ("words and filters", "dat dai", OldFilters(kind="Công văn", urgency="")),
)
TYPED = ("ca", "th", "cai ngh", "phê duyệt kế h", "99/ub")


def run() -> list[Row]:
    """The store's part of the page; the whole page is asked of the service itself below it."""
    with tempfile.TemporaryDirectory(prefix="bench-old-") as name:
        folder = Path(name)
        build_world(folder / "data")
        office = SmallOffice(folder / "data")
        by = person_of(office.db, "lan")
        fill(office.db, PAPERS, by)
        rows = measure(office.db, by)
        office.close()
    return rows


def measure(db: Database, by: Person) -> list[Row]:
    rows = []
    for name, words, filters in ASKED:
        median, p95 = cpu_ms(lambda w=words, f=filters: old_search.search(db, by, w, f))
        rows.append(Row(f"old papers: {name}", median, p95, "ms CPU", PROMISED_MS))
    for typed in TYPED:
        median, p95 = cpu_ms(lambda t=typed: suggest_old(db, by, t))
        rows.append(Row(f"old papers, typing “{typed}”", median, p95, "ms CPU", PROMISED_TYPING_MS))
    return rows


def cpu_ms(ask: Callable[[], object], times: int = 20) -> tuple[float, float]:
    """Median and 95th percentile of the processor's time, in milliseconds, once warm."""
    ask()
    taken = []
    for _ in range(times):
        start = time.process_time()
        ask()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken), sorted(taken)[int(times * 0.95) - 1]


def fill(db: Database, count: int, by: Person) -> None:
    """Old papers of twenty years: half of the office itself, half of some 400 agencies."""
    chance = random.Random(5)
    agencies = [f"Sở số {number}" for number in range(1, 31)]
    agencies += [f"Ủy ban nhân dân xã số {number}" for number in range(1, 371)]
    known = {name: keyed(name) for name in (OWN, *agencies)}
    signers = [f"Người Ký Thứ {number}" for number in range(1, 801)]
    made = papers(count)
    for start in range(0, count, AT_ONCE):
        with db.write():
            for _ in range(min(AT_ONCE, count - start)):
                _put(db, next(made), chance, agencies, signers, known, by)


def _put(
    db: Database,
    paper: Paper,
    chance: random.Random,
    agencies: Sequence[str],
    signers: Sequence[str],
    known: dict[str, Keyed],
    by: Person,
) -> None:
    own = chance.random() < 0.5
    agency = OWN if own else chance.choice(agencies)
    kind = NAMES[paper.kind]
    details = IncomingDetails(
        agency=agency,
        subject=paper.subject.text,
        number=str(paper.number),
        notation=paper.notation if own else f"{paper.notation}{chance.randrange(40)}",
        issued=paper.day.isoformat(),
        place="Hòa Bình" if own else f"Nơi {chance.randrange(60)}",
        kind=kind,
        urgency=("Khẩn", "Hỏa tốc")[len(paper.urgency) % 2] if paper.urgency else "",
        recipients=paper.places,
        signer_authority=("TM. ỦY BAN NHÂN DÂN",),
        signer_post="Chủ tịch" if own else "Phó Chủ tịch",
        signer_name="Phạm Quốc Hùng" if own else chance.choice(signers),
        page_count=1 + chance.randrange(8),
    )
    old_papers.add(
        db,
        details,
        _keys(details, paper.subject, joined([known[agency], paper.people]), paper.body),
        direction=Direction.OUTGOING if own else Direction.INCOMING,
        unit_id=chance.choice((None, 1, 2)),
        origin=Origin.SPREADSHEET,
        body=paper.body.text,
        by_id=by.id,
        now=NOW,
    )


def _keys(details: IncomingDetails, subject: Keyed, people: Keyed, body: Keyed) -> dict[str, str]:
    """The index columns from known keys, since making them anew would take the longest."""
    parts = {"subject": subject, "people": people, "body": body}
    keys = {name: part.plain for name, part in parts.items()}
    keys |= {f"{name}_marked": part.marked for name, part in parts.items()}
    return {**keys, "spelling": "", "reference": number_words(details.reference)}
