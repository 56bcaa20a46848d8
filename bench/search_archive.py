"""An archive of any size, made by script through the store's own functions.

The papers have about as many different words as real ones: a letterhead and a topic that many
share, and words of which most are rare. Texts are put together from passages whose search keys
are known, so that a million papers are written in minutes; now and then a paper's keys are
compared with those that the index would make of it.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.domain.agency import Agency, Signatory, Unit
from service.domain.documents import Document, Person, Series
from service.domain.numbering import VIETNAM, Register
from service.domain.vietnamese import fold, tone_key
from service.domain.workflow import Role, State
from service.store import agency as agencies
from service.store import documents, people, search_index
from service.store.db import Database
from service.store.moments import to_json, to_text

FIRST_YEAR = 2007
YEARS = 20
PASSAGES = 20_000
PASSAGE_WORDS = 15
PASSAGES_EACH = 6
UNITS = 12
AT_ONCE = 5000

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
KINDS = (
    ("official_letter", "UBND-VX"),
    ("official_letter", "UBND-VP"),
    ("decision", "QĐ-UBND"),
    ("decision", "QĐ-UBND"),
    ("plan", "KH-UBND"),
    ("report", "BC-UBND"),
    ("notice", "TB-UBND"),
    ("proposal", "TTr-UBND"),
)
PLACES = (
    *("Sở Y tế", "Sở Nội vụ", "Công an xã", "Trạm Y tế xã", "Huyện ủy", "Đảng ủy xã"),
    *(f"Trường Tiểu học số {number}" for number in range(1, 41)),
    *(f"Trưởng thôn {number}" for number in range(1, 61)),
)
SIGNERS = ("Phạm Quốc Hùng", "Trần Thị Hoa", "Lê Văn Sơn", "Đỗ Minh Đức")

HEADS = tuple(re.findall(r"\w+", "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"))
RIMES = tuple(
    re.findall(r"\w+", "a à á ả an án àn ang áng ân ần ấn ong òng óng ô ồ ố ôn ồn ổn ơi ời ới")
)


@dataclass(frozen=True, slots=True)
class Keyed:
    """A text with its search keys K3 and K2, as words."""

    text: str
    plain: str
    marked: str


@dataclass(frozen=True, slots=True)
class Paper:
    """What an index of any make is given of a paper."""

    number: int
    day: date
    kind: str
    notation: str
    unit: int
    signatory: int
    urgency: str
    places: tuple[str, ...]
    subject: Keyed
    people: Keyed
    body: Keyed


class Words:
    """Passages of made-up syllables, whose keys are known without folding each text again."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = [head + rime for head in HEADS for rime in RIMES]
        random.Random(1).shuffle(syllables)
        weights = [1 / (rank + 10) for rank in range(len(syllables))]
        self.passages = [
            keyed(" ".join(self.random.choices(syllables, weights, k=PASSAGE_WORDS)))
            for _ in range(PASSAGES)
        ]

    def some(self, count: int) -> list[Keyed]:
        return self.random.choices(self.passages, k=count)


def keyed(text: str) -> Keyed:
    return Keyed(text, search_index.words_of(fold(text)), search_index.words_of(tone_key(text)))


def joined(parts: Sequence[Keyed]) -> Keyed:
    return Keyed(
        " ".join([part.text for part in parts]),
        " ".join([part.plain for part in parts]),
        " ".join([part.marked for part in parts]),
    )


def papers(count: int, seed: int = 7) -> Iterator[Paper]:
    """So many papers over twenty years, oldest first."""
    words = Words(seed)
    chance = words.random
    about, opening = keyed("Về việc"), keyed(OPENING)
    topics = [keyed(topic) for topic in TOPICS]
    known = {name: keyed(name) for name in (*PLACES, *SIGNERS)}
    numbers = dict.fromkeys(range(FIRST_YEAR, FIRST_YEAR + YEARS), 0)
    for at in range(count):
        day = date(FIRST_YEAR, 1, 1) + timedelta(days=at * 365 * YEARS // count)
        numbers[day.year] += 1
        kind, notation = chance.choice(KINDS)
        topic, signatory = chance.choice(topics), chance.randrange(len(SIGNERS))
        places = tuple(dict.fromkeys(chance.choices(PLACES, k=3)))
        yield Paper(
            number=numbers[day.year],
            day=day,
            kind=kind,
            notation=notation,
            unit=1 + chance.randrange(UNITS),
            signatory=1 + signatory,
            urgency=chance.choice(("", "", "", "", "", "", "", "urgent", "express")),
            places=places,
            subject=joined([about, topic, *words.some(1)]),
            people=joined([known[one] for one in (*places, SIGNERS[signatory])]),
            body=joined([opening, topic, *words.some(PASSAGES_EACH)]),
        )


def build(db: Database, count: int) -> Person:
    """Fill a migrated database; returns the clerk, who may see everything."""
    with db.write():
        clerk = _office(db)
    made = papers(count)
    for start in range(0, count, AT_ONCE):
        with db.write():
            for _ in range(min(AT_ONCE, count - start)):
                _put(db, next(made), clerk)
    return clerk


def _office(db: Database) -> Person:
    agencies.save(db, Agency("XÃ HÒA BÌNH", "Xã Hòa Bình", "Hòa Bình", "UBND"))
    for number in range(1, UNITS + 1):
        agencies.put_unit(db, Unit(0, f"Phòng số {number}", f"P{number}"))
    for name in SIGNERS:
        agencies.put_signatory(db, Signatory(0, name, "Chủ tịch"))
    agencies.put_series(db, Series(0, Register.OUTGOING, "", "Văn bản đi"))
    now = datetime(FIRST_YEAR, 1, 1, tzinfo=VIETNAM)
    documents.note_file(db, "0" * 64, 1, "text/plain", now)
    roles = frozenset({Role.CLERK})
    return people.add(db, Person(0, "Nguyễn Thị Lan", "lan", 1, roles), "no password")


def _put(db: Database, paper: Paper, clerk: Person) -> None:
    moment = datetime(paper.day.year, paper.day.month, paper.day.day, 9, tzinfo=VIETNAM)
    at = to_text(moment)
    answers = {"recipients": list(paper.places), "urgency": paper.urgency}
    columns = {
        "kind": paper.kind,
        "form_version": 1,
        "subject": paper.subject.text,
        "notation": paper.notation,
        "unit_id": paper.unit,
        "created_by": clerk.id,
        "updated_by": clerk.id,
        "signatory_id": paper.signatory,
        "signer_name": SIGNERS[paper.signatory - 1],
        "number": paper.number,
        "template_sha256": "0" * 64,
    }
    moments = ("created_at", "updated_at", "submitted_at", "approved_at", "numbered_at")
    moments += ("issued_at", "archived_at")
    document_id = db.insert(
        "document",
        {
            **columns,
            **dict.fromkeys(moments, at),
            "state": State.ARCHIVED.value,
            "answers": to_json(answers),
            "agency": "{}",
            "issued_on": paper.day.isoformat(),
        },
    )
    document = Document(
        **columns,
        **dict.fromkeys(moments, moment),
        id=document_id,
        state=State.ARCHIVED,
        answers=answers,
        version=1,
        issued_on=paper.day,
    )
    search_index.put(db, document, prepared(paper))


def prepared(paper: Paper) -> search_index.IndexText:
    """The index texts of a paper; one in a thousand is checked against what the index makes."""
    parts = {"subject": paper.subject, "people": paper.people, "body": paper.body}
    text = {name: part.text for name, part in parts.items()}
    keys = {name: part.plain for name, part in parts.items()}
    keys |= {f"{name}_marked": part.marked for name, part in parts.items()}
    if paper.number % 1000 == 1:
        made = search_index.index_keys(text)
        assert keys == {name: value for name, value in made.items() if name != "spelling"}
    return search_index.IndexText(text, {**keys, "spelling": ""})
