"""Văn bản trong hồ sơ — what a file says of an outgoing, incoming or old paper (Phụ lục VI).

A file holds topics (``document/12``, ``incoming/3``, ``old_paper/7``), never copies of papers.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from service.actions.copying import FINAL_ROLES
from service.actions.office import Office
from service.domain.case_files import FiledPaper, PaperFile
from service.domain.documents import Document, FileRole, Person
from service.domain.errors import NotFound, RenderingFault, WrongState
from service.domain.incoming import IncomingDetails, IncomingState
from service.domain.numbering import padded
from service.domain.vietnamese import short_date
from service.domain.workflow import Role, State
from service.rendering.pages import page_count
from service.store import dispatches, documents, incoming, incoming_handling, lists, old_papers
from service.store.annex_files import ROLES as ANNEX_ROLES
from service.store.annex_files import annex_files

PDF = "application/pdf"
IN_FORCE = (State.ISSUED, State.ARCHIVED)
PRIORITIES = {"urgent": "Khẩn", "very_urgent": "Thượng khẩn", "express": "Hỏa tốc"}
KEPT_APART = (*ANNEX_ROLES, FileRole.TO_SIGN, FileRole.SOURCE)


class StoredFile(Protocol):
    """What every stored file tells of itself."""

    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def size(self) -> int: ...


OFFICE = Person(0, "Hệ thống", "", 0, frozenset({Role.CLERK}))
"""Reads what a file tells of its papers: whoever sees the file sees its contents list."""


def read(office: Office, topic: str, by: Person = OFFICE) -> FiledPaper:
    """The paper as the file tells it; NotFound for an unknown topic and for a paper that the
    person may not see, WrongState for one that belongs into no file."""
    kind, _, number = topic.partition("/")
    if kind not in PAPERS or not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise NotFound("Không có văn bản này.")
    return PAPERS[kind](office, int(number), by)


def sees(office: Office, topic: str, by: Person) -> bool:
    """Whether a person may open the paper itself."""
    try:
        read(office, topic, by)
    except (NotFound, WrongState):
        return False
    return True


def pages_of(office: Office, sha256: str) -> int:
    """Pages of a stored PDF; 0 for one that cannot be opened."""
    return _counted(office.files.get, sha256)


@lru_cache(maxsize=4096)
def _counted(read_file: Callable[[str], bytes], sha256: str) -> int:
    """Bytes of one SHA-256 never change, and so does their count."""
    try:
        return page_count(read_file(sha256))
    except RenderingFault:
        return 0


def _outgoing(office: Office, number: int, by: Person) -> FiledPaper:
    db = office.db
    document = documents.get(db, number, by)
    if document.state not in IN_FORCE or document.number is None or document.issued_on is None:
        raise WrongState(
            "Hồ sơ chỉ nhận văn bản đã phát hành; bản thảo, bản nháp không vào hồ sơ "
            "(Điều 29, khoản 4, điểm b NĐ 30/2020)."
        )
    files = _document_files(office, document)
    reading = _reading(files)
    agency = documents.frozen_agency(db, document.id) or office.agency()
    signer = next((one for one in agency.signatories if one.id == document.signatory_id), None)
    sent = dispatches.of_document(db, document.id)
    return FiledPaper(
        topic=f"document/{document.id}",
        direction="outgoing",
        type_name=office.kinds[document.kind].type_name,
        number=padded(document.number),
        notation=document.notation,
        reference=document.reference,
        issued=document.issued_on.isoformat(),
        organ=agency.full_name,
        subject=document.subject,
        pages=sum(pages_of(office, one) for one in reading),
        signer_post=signer.post if signer else "",
        signer_name=document.signer_name,
        recipients=lists.texts(document.answers.get("recipients")),
        priority=PRIORITIES.get(str(document.answers.get("urgency", "")), ""),
        copies=sum(one.copies for one in sent),
        files=files,
        reading=reading,
    )


def _document_files(office: Office, document: Document) -> tuple[PaperFile, ...]:
    """The last revision of each role, then annexes of the live number; what was put to signing
    and what was uploaded to be copied is no part of the paper."""
    kept = [role for role in FileRole if role not in KEPT_APART]
    found = [documents.current_file(office.db, document.id, role) for role in kept]
    every = [one for one in found if one] + list(annex_files(office.db, document.id))
    return tuple(_file(one, one.role.value) for one in every)


def _incoming(office: Office, number: int, by: Person) -> FiledPaper:
    db = office.db
    paper = incoming.get(db, number, by)
    if paper.state is IncomingState.VOID:
        raise WrongState("Số đến này đã hủy nên văn bản không vào hồ sơ được.")
    told = [
        f"{short_date(one.at.date())} {one.person_name}: {one.text}"
        for one in incoming_handling.steps(db, number)
    ]
    return _registered(
        office,
        f"incoming/{number}",
        "incoming",
        paper.details,
        incoming.files(db, number),
        recipients=paper.units,
        arrived=paper.arrived_on.isoformat(),
        arrival_number=f"{paper.number:02d}",
        due=paper.due_on.isoformat() if paper.due_on else "",
        trace="\n".join(told),
    )


def _old(office: Office, number: int, by: Person) -> FiledPaper:
    paper = old_papers.get(office.db, number, by)
    return _registered(
        office,
        f"old_paper/{number}",
        paper.direction.value,
        paper.details,
        old_papers.files(office.db, number),
        recipients=paper.details.recipients,
    )


def _registered(
    office: Office,
    topic: str,
    direction: str,
    details: IncomingDetails,
    stored: Iterable[StoredFile],
    *,
    recipients: tuple[str, ...],
    arrived: str = "",
    arrival_number: str = "",
    due: str = "",
    trace: str = "",
) -> FiledPaper:
    """A paper whose fields a clerk registered, with the files as they came."""
    files = tuple(_file(one, "came") for one in stored)
    reading = tuple(one.sha256 for one in files if one.media_type == PDF)
    return FiledPaper(
        topic=topic,
        direction=direction,
        type_name=details.kind,
        number=details.number,
        notation=details.notation,
        reference=details.reference,
        issued=details.issued,
        organ=details.agency,
        subject=details.subject,
        pages=details.page_count or sum(pages_of(office, one) for one in reading),
        note=details.note,
        signer_post=details.signer_post,
        signer_name=details.signer_name,
        recipients=recipients,
        priority=details.urgency,
        due=due,
        arrived=arrived,
        arrival_number=arrival_number,
        trace=trace,
        files=files,
        reading=reading,
    )


def _file(one: StoredFile, role: str) -> PaperFile:
    return PaperFile(one.name, one.sha256, one.media_type, one.size, role)


def _reading(files: Iterable[PaperFile]) -> tuple[str, ...]:
    """The one final PDF (signed before scanned before printed), then of each annex of its own."""
    by_role = {one.role: one for one in files if one.media_type == PDF}
    main = next((by_role[role.value] for role in FINAL_ROLES if role.value in by_role), None)
    # A signed annex comes right before the PDF that it was made of, and stands for it.
    signed, made = FileRole.ANNEX_SIGNED.value, FileRole.ANNEX_PDF.value
    pairs = pairwise((PaperFile("", "", "", 0), *files))
    annexes = [
        one.sha256
        for before, one in pairs
        if one.role == signed or (one.role == made and before.role != signed)
    ]
    return ((main.sha256,) if main else ()) + tuple(annexes)


PAPERS: dict[str, Callable[[Office, int, Person], FiledPaper]] = {
    "document": _outgoing,
    "incoming": _incoming,
    "old_paper": _old,
}
"""First word of a topic → how such a paper is read."""
