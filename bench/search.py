"""How quickly a page of results comes out of an archive of 100,000 papers.

`python -m bench.search [PAPERS]` builds the archive by script (some minutes), asks questions of
every sort, prints the slowest and throws the archive away. The archive's papers are about
500 syllables each, with a few words in every paper and most words rare, as real ones are.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.rows import Row, row_of
from service.domain.agency import Agency, Signatory, Unit
from service.domain.documents import Document, Person, Series
from service.domain.numbering import VIETNAM, Register
from service.domain.vietnamese import fold, tone_key
from service.domain.workflow import Role, State
from service.store import agency as agencies
from service.store import people, search_index
from service.store.db import Database, open_database
from service.store.migrations import migrate
from service.store.moments import to_json, to_text
from service.store.search import search

PAPERS = 100_000
FIRST_YEAR = 2007
YEARS = 20
REPEATS = 5
LIMIT_MS = 50.0

OPENING = (
    "ỦY BAN NHÂN DÂN XÃ HÒA BÌNH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc "
    "Căn cứ Luật Tổ chức chính quyền địa phương; xét đề nghị của Trưởng phòng Văn hóa - Xã hội"
)
TOPICS = (
    "công bố đơn vị đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện",
    "phê duyệt kế hoạch sử dụng đất hằng năm",
    "tăng cường phòng cháy, chữa cháy rừng mùa khô",
    "bổ nhiệm công chức tư pháp - hộ tịch",
    "cấp thẻ bảo hiểm y tế cho người nghèo",
    "thu hồi giấy chứng nhận quyền sử dụng đất",
    "xử phạt vi phạm hành chính trong lĩnh vực môi trường",
    "tổ chức đại hội thể dục thể thao",
)

HEADS = tuple(
    [
        "b",
        "c",
        "ch",
        "d",
        "đ",
        "g",
        "gi",
        "h",
        "kh",
        "l",
        "m",
        "n",
        "ng",
        "nh",
        "ph",
        "qu",
        "r",
        "s",
        "t",
        "th",
        "tr",
        "v",
        "x",
    ]
)
RIMES = tuple(
    [
        "a",
        "à",
        "á",
        "ả",
        "an",
        "án",
        "àn",
        "ang",
        "áng",
        "ân",
        "ần",
        "ấn",
        "ong",
        "òng",
        "óng",
        "ô",
        "ồ",
        "ố",
        "ôn",
        "ồn",
        "ổn",
        "ơi",
        "ời",
        "ới",
    ]
)

QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("cai nghien ma tuy", {}),
    ("cai nghiện ma tuý tự nguyện", {}),
    ('"cai nghiện ma túy"', {}),
    ("ủy ban nhân dân", {}),
    ("uy ban nhan dan xa hoa binh", {}),
    ("cộng hòa xã hội chủ nghĩa việt nam độc lập tự do hạnh phúc", {}),
    (f"{TOPICS[0]} {TOPICS[1]}", {}),
    ("hoa", {}),
    ("99", {}),
    ("99/QĐ-UBND", {}),
    ("qd-ubnd", {}),
    ("ủy ban nhân dân", {"order": "date"}),
    ("ủy ban nhân dân", {"year": FIRST_YEAR}),
    ("ke hoach su dung dat", {"since": date(2012, 3, 1), "until": date(2012, 3, 31)}),
    ("phong chay", {"kind": "official_letter", "order": "date"}),
    ("ubnd", {"signatory": 1, "page": 40}),
    ("", {"year": 2015}),
    ("nghị quyết", {"year": FIRST_YEAR + 1}),
    ("QĐ", {}),
    ("không có từ nàyy", {}),
)


@dataclass(frozen=True)
class Keyed:
    """A text with its search keys, put together from keys of single words."""

    text: str
    plain: str
    marked: str


class Words:
    """Makes texts whose keys are known without folding each text again."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._keys: dict[str, tuple[str, str]] = {}
        self.syllables = syllables()
        self.weights = [1 / (rank + 10) for rank in range(len(self.syllables))]

    def some(self, count: int) -> list[str]:
        return self.random.choices(self.syllables, self.weights, k=count)

    def keyed(self, words: Sequence[str]) -> Keyed:
        keys = [self._key(word) for word in words]
        plain, marked = " ".join(key[0] for key in keys), " ".join(key[1] for key in keys)
        return Keyed(" ".join(words), plain, marked)

    def _key(self, word: str) -> tuple[str, str]:
        if word not in self._keys:
            self._keys[word] = (fold(word), tone_key(word))
        return self._keys[word]


def syllables() -> list[str]:
    """Some hundreds of syllables that could be Vietnamese, in a fixed random order."""
    found = [head + rime for head in HEADS for rime in RIMES]
    random.Random(1).shuffle(found)
    return found


def build(db: Database, papers: int) -> Person:
    """Fill a migrated database; returns the clerk, who may see everything."""
    words = Words(7)
    with db.write():
        clerk = _office(db)
    numbers = dict.fromkeys(range(FIRST_YEAR, FIRST_YEAR + YEARS), 0)
    for start in range(0, papers, 5000):
        with db.write():
            for place in range(start, min(start + 5000, papers)):
                _paper(db, words, clerk, place, papers, numbers)
    return clerk


def _office(db: Database) -> Person:
    agencies.save(db, Agency("XÃ HÒA BÌNH", "Xã Hòa Bình", "Hòa Bình", "UBND"))
    unit = agencies.put_unit(db, Unit(0, "Văn phòng", "VP"))
    agencies.put_signatory(db, Signatory(0, "Phạm Quốc Hùng", "Chủ tịch"))
    agencies.put_series(db, Series(0, Register.OUTGOING, "", "Văn bản đi"))
    roles = frozenset({Role.CLERK})
    return people.add(db, Person(0, "Nguyễn Thị Lan", "lan", unit.id, roles), "no password")


def _paper(
    db: Database,
    words: Words,
    clerk: Person,
    place: int,
    papers: int,
    numbers: dict[int, int],
) -> None:
    day = date(FIRST_YEAR, 1, 1) + timedelta(days=place * 365 * YEARS // papers)
    numbers[day.year] += 1
    kind, notation = ("decision", "QĐ-UBND") if place % 3 else ("official_letter", "UBND-VP")
    topic = words.random.choice(TOPICS)
    subject = words.keyed(["Về", "việc", *topic.split(), *words.some(4)])
    body = words.keyed([*OPENING.split(), *topic.split(), *words.some(450)])
    moment = to_text(datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM))
    document_id = db.insert(
        "document",
        {
            "kind": kind,
            "state": State.DRAFT.value,
            "answers": to_json({"subject": subject.text}),
            "form_version": 1,
            "subject": subject.text,
            "notation": notation,
            "unit_id": clerk.unit_id,
            "signatory_id": 1,
            "signer_name": "Phạm Quốc Hùng",
            "created_by": clerk.id,
            "created_at": moment,
            "updated_by": clerk.id,
            "updated_at": moment,
        },
    )
    document = Document(
        id=document_id,
        kind=kind,
        state=State.ARCHIVED,
        answers={},
        version=1,
        form_version=1,
        subject=subject.text,
        notation=notation,
        unit_id=clerk.unit_id,
        created_by=clerk.id,
        created_at=datetime.fromisoformat(moment),
        updated_by=clerk.id,
        updated_at=datetime.fromisoformat(moment),
        signatory_id=1,
        number=numbers[day.year],
        issued_on=day,
    )
    search_index.put(db, document, _prepared(subject, body, words))


def _prepared(subject: Keyed, body: Keyed, words: Words) -> search_index.IndexText:
    people_names = words.keyed(["Sở", "Y", "tế", "Phạm", "Quốc", "Hùng"])
    text = {"subject": subject.text, "people": people_names.text, "body": body.text}
    keys = {
        "subject": subject.plain,
        "people": people_names.plain,
        "body": body.plain,
        "subject_marked": subject.marked,
        "people_marked": people_names.marked,
        "body_marked": body.marked,
    }
    if words.random.random() < 0.001:
        made = search_index.index_keys(text)
        assert keys == {name: value for name, value in made.items() if name != "spelling"}
    return search_index.IndexText(text, {**keys, "spelling": ""})


def measure(db: Database, clerk: Person) -> Iterator[tuple[str, list[float], int]]:
    """Each question, its times in ms, and how many papers it found."""
    for query, filters in QUESTIONS:
        times = []
        for _ in range(REPEATS):
            start = time.perf_counter()
            page = search(db, clerk, query, **filters)
            times.append((time.perf_counter() - start) * 1000)
        yield f"{query} {filters or ''}".strip(), times, page.total


def run(papers: int = PAPERS) -> list[Row]:
    """One row over all questions: median and p95 of a page of results, in ms."""
    with tempfile.TemporaryDirectory(prefix="bench-search-") as folder:
        db = open_database(Path(folder) / "office.db")
        try:
            migrate(db)
            start = time.perf_counter()
            clerk = build(db, papers)
            size = db.path.stat().st_size / 1e6
            print(f"built {papers} papers in {time.perf_counter() - start:.0f} s, {size:.0f} MB")
            samples = []
            drafter = replace(clerk, roles=frozenset({Role.DRAFTER}))
            for question, times, total in (*measure(db, clerk), *measure(db, drafter)):
                print(f"  {min(times):6.1f} … {max(times):6.1f} ms  {total:5}  {question}")
                samples += times
        finally:
            db.close()
    name = f"search p95, a page out of {papers} papers"
    return [row_of(name, samples, unit="ms", target=LIMIT_MS)]


if __name__ == "__main__":
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else PAPERS):
        print(row)
