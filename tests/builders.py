"""The small world of the tests: xã Hòa Bình, its people, and papers in any state of their life.

`SmallOffice` has the real database, archive and rules; its kinds and its press are simple ones
made here, so that the tests of the store and of the verbs need no Word template and no
LibreOffice. The press refuses to work while a transaction is open, as the real one must never
be asked to.
"""

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from forms.base import DocumentForm, recipient_rows
from forms.fields import Line, Text, required
from service.actions import agency as agency_verbs
from service.actions import drafting, issuing, reviewing
from service.domain.agency import Agency, Signatory, SigningCapacity, Unit
from service.domain.documents import Document, FileRole, Person
from service.domain.kinds import DocumentKind, Kinds
from service.domain.numbering import VIETNAM, IssueMark, Register
from service.domain.workflow import Role, State
from service.store import agency as agencies
from service.store import documents, people, provider_law
from service.store.db import Database, open_database
from service.store.files import FileStore
from service.store.identity_vault import Vault
from service.store.migrations import migrate
from service.worker import run_once

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)  # a Monday morning
PASSWORD = "mật khẩu của xã"

AGENCY = Agency(
    name="ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    full_name="Ủy ban nhân dân xã Hòa Bình",
    place="Hòa Bình",
    symbol="UBND",
    default_recipients=("Như trên;", "Lưu: VT."),
)

PEOPLE = {
    # login: name, unit symbol, role
    "lan": ("Nguyễn Thị Lan", "VP", Role.CLERK),
    "minh": ("Trần Văn Minh", "VHXH", Role.DRAFTER),
    "hung": ("Phạm Quốc Hùng", "VP", Role.SIGNATORY),
    "tam": ("Lê Thị Tâm", "KT", Role.DRAFTER),
    "quantri": ("Quản trị viên", "VP", Role.ADMINISTRATOR),
}


@dataclass(frozen=True)
class MadePart:
    """An annex that is a file of its own."""

    name: str
    docx: bytes
    pdf: bytes
    text: str


@dataclass(frozen=True)
class Made:
    """What the simple press makes."""

    docx: bytes
    pdf: bytes
    text: str
    no_fields: str = ""
    parts: tuple[MadePart, ...] = ()


class SmallForm(DocumentForm):
    """What every kind asks for, with addressees and a body."""

    subject = Line("Trích yếu", [required("Chưa ghi trích yếu.")])
    addressees = recipient_rows("Kính gửi", "Thêm nơi nhận", "")
    body = Text("Nội dung")


class SmallOffice:
    """An office on a real database and archive; see the module's docstring."""

    def __init__(self, folder: Path) -> None:
        self.settings = SimpleNamespace(data=folder, run_folder=folder / "run")
        self.db: Database = open_database(folder / "office.db")
        self.files = FileStore(folder / "files")
        self.law = provider_law.load(folder)
        self.vault = Vault(folder / "identity_key")
        self.kinds = small_kinds()
        self.refusals: list[Exception] = []  # raised by the next renderings, one each

    def agency(self) -> Agency:
        return agencies.load(self.db)

    def template(self, kind: DocumentKind) -> bytes:
        return f"Word template of {kind.template}".encode()

    def render(
        self,
        kind: DocumentKind,
        agency: Agency,
        answers: Mapping[str, Any],
        mark: IssueMark,
        *,
        source: bytes | None = None,
        template: bytes | None = None,
        watermark: bool = False,
    ) -> Made:
        assert not self.db.write_open, "rendering inside a transaction"
        if self.refusals:
            raise self.refusals.pop(0)
        text = "\n".join([agency.full_name, str(answers.get("subject")), str(answers.get("body"))])
        digest = hashlib.sha256(repr((text, mark, source, template)).encode()).hexdigest()
        mark_of = digest.encode()
        parts = tuple(
            MadePart(f"Phụ lục {n}", b"PK %d " % n + mark_of, b"%%PDF-1.7 %d " % n + mark_of, title)
            for n, title in enumerate(titles_apart(answers), start=1)
        )
        return Made(b"PK " + mark_of, b"%PDF-1.7 " + mark_of, text, parts=parts)

    def close(self) -> None:
        self.db.close()


def titles_apart(answers: Mapping[str, Any]) -> list[str]:
    """Titles of the annexes that are to be files of their own."""
    return [annex["title"] for annex in answers.get("annexes") or () if annex.get("apart")]


def small_kinds() -> Kinds:
    kinds = Kinds()
    for code, name, symbol, register, needs_source in (
        ("decision", "Quyết định", "QĐ", Register.OUTGOING, False),
        ("official_letter", "Công văn", "", Register.OUTGOING, False),
        ("certified_copy", "Bản sao", "SY", Register.COPIES, True),
    ):
        kinds.add(
            DocumentKind(
                code=code,
                name=name,
                symbol=symbol,
                article="NĐ 30/2020",
                template=f"{code}.docx",
                form=SmallForm,
                compose=lambda answers, agency, mark: dict(answers),
                notation=_notation(symbol),
                sample={"subject": "Về việc thử"},
                register=register,
                needs_source=needs_source,
            )
        )
    return kinds


def _notation(symbol: str):
    def notation(answers: Mapping[str, Any], agency: Agency) -> str:
        if symbol:
            return f"{symbol}-{agency.symbol}"
        return f"{agency.symbol}-{answers.get('unit') or 'VP'}"

    return notation


def build_world(folder: Path) -> None:
    """A migrated data folder with the commune, its units, people, signatory and series."""
    office = SmallOffice(folder)
    try:
        migrate(office.db)
        admin = agency_verbs.set_up_agency(
            office,
            AGENCY,
            unit=Unit(0, "Văn phòng HĐND và UBND", "VP"),
            administrator=PEOPLE["quantri"][0],
            login="quantri",
            password=PASSWORD,
            now=NOW,
        )
        units = {"VP": admin.unit_id}
        for name, symbol in (("Phòng Văn hóa - Xã hội", "VHXH"), ("Phòng Kinh tế", "KT")):
            unit = agency_verbs.save_unit(office, Unit(0, name, symbol), by=admin, now=NOW)
            units[symbol] = unit.id
        for login, (name, symbol, role) in PEOPLE.items():
            if login != "quantri":
                person = Person(0, name, login, units[symbol], frozenset({role}))
                agency_verbs.add_person(office, person, PASSWORD, by=admin, now=NOW)
        agency_verbs.save_signatory(
            office,
            Signatory(
                0,
                PEOPLE["hung"][0],
                "Chủ tịch",
                SigningCapacity.ON_BEHALF,
                body="ỦY BAN NHÂN DÂN",
                person_id=person_of(office.db, "hung").id,
            ),
            by=admin,
            now=NOW,
        )
    finally:
        office.close()


def clone_world(template: Path, folder: Path) -> SmallOffice:
    """A fresh office from the one `build_world` made: two file copies instead of a set-up."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(template / "office.db", folder / "office.db")
    return SmallOffice(folder)


def person_of(db: Database, login: str) -> Person:
    found = people.credentials(db, login)
    assert found, login
    return found[0]


def some_answers(**changes: Any) -> dict[str, Any]:
    return {
        "subject": "Về việc công bố đơn vị đủ điều kiện",
        "unit": "VHXH",
        "notation": "",
        "addressees": ["Sở Y tế"],
        "recipients": ["Như trên", "Lưu: VT, VHXH"],
        "signatory": {"choice": "1"},
        "body": "Căn cứ hồ sơ của đơn vị, Ủy ban nhân dân xã thông báo.",
        **changes,
    }


def a_document(
    office: SmallOffice,
    state: State | str = State.DRAFT,
    *,
    kind: str = "decision",
    now: datetime = NOW,
    drafter: str = "minh",
    issued_on: Any = None,
    **answers: Any,
) -> Document:
    """A paper brought to a state by the real verbs, a minute apart."""
    state = State(state)
    lan, hung = person_of(office.db, "lan"), person_of(office.db, "hung")
    by = person_of(office.db, drafter)
    minutes = (now + timedelta(minutes=count) for count in range(100))

    def reached(document: Document) -> bool:
        return document.state is state

    document = drafting.create_draft(
        office, kind, some_answers(**answers), by=by, now=next(minutes)
    )
    if office.kinds[kind].needs_source:
        attach(office, document, b"%PDF-1.7 original", next(minutes))
    if reached(document):
        return document
    if state is State.DISCARDED:
        return drafting.discard(office, document.id, by=by, now=next(minutes))
    document = reviewing.submit(office, document.id, by=by, now=next(minutes), approver_id=hung.id)
    if reached(document):
        return document
    if state is State.RETURNED:
        return reviewing.return_(office, document.id, "Xem lại căn cứ", by=hung, now=next(minutes))
    document = reviewing.approve(office, document.id, by=hung, now=next(minutes))
    if reached(document):
        return document
    document = issuing.take_number(office, document.id, issued_on, by=lan, now=next(minutes))
    if reached(document):
        return document
    work(office, next(minutes))
    document = issuing.issue(office, document.id, by=lan, now=next(minutes))
    if reached(document):
        return document
    work(office, next(minutes))
    return documents.get_for_office(office.db, document.id)


def attach(office: SmallOffice, document: Document, data: bytes, now: datetime) -> None:
    """A source file without the checks of an upload, which have tests of their own."""
    sha256 = office.files.put(data)
    with office.db.write():
        documents.note_file(office.db, sha256, len(data), "application/pdf", now)
        documents.link_file(
            office.db, document.id, FileRole.SOURCE, sha256, name="ban-goc.pdf", now=now
        )


def work(office: SmallOffice, now: datetime) -> int:
    """Run the due background jobs; returns how many ran."""
    count = 0
    while run_once(office, now=now):
        count += 1
    return count
