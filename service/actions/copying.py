"""Sao văn bản — attach what is copied, prove what it was, copy a paper of our own archive
(NĐ 30/2020, Điều 25–27)."""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from service.actions.drafting import create_draft, require_editable
from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.domain.copying import source_faults
from service.domain.documents import Document, FileRole, Person
from service.domain.errors import Refused, WrongState
from service.domain.incoming import IncomingFile, cited
from service.domain.vietnamese import short_date
from service.domain.workflow import Role, State
from service.rendering.uploads import UploadFacts, read_upload
from service.store import copies, dispatches, documents, events, incoming
from signatures.report import Report
from signatures.sandbox import verify_bytes

ISSUED = (State.ISSUED, State.ARCHIVED)
FINAL_ROLES = (FileRole.SIGNED, FileRole.SCAN, FileRole.PDF)
"""Files of a paper that stand for it, the one that proves most first."""
SIGNED_ROLES = frozenset({FileRole.SIGNED})

TOKEN_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
"""For addresses that people read off a print: no 0, 1, i, l, o."""
TOKEN_LENGTH = 12  # 59 bits: with the limit on tries nobody finds one by trying


@dataclass(frozen=True, slots=True)
class Found:
    """A file that a copy may be made of: its bytes, what it is, and the verdict on it."""

    data: bytes
    facts: UploadFacts
    report: Report | None


def attach_source(
    office: Office,
    document_id: int,
    data: bytes,
    name: str,
    *,
    trust_folder: Path,
    by: Person,
    now: datetime,
) -> Document:
    """Attach the PDF that a certified copy is made of; a later one replaces it as a revision.

    Its bytes stay as they came. What it is and what its signatures are worth is found out in
    limited children and kept with it. Raises Refused when it is no sound PDF (field ``source``).
    """
    by.require(Role.DRAFTER)
    current = documents.get(office.db, document_id, by)
    require_editable(current)
    if not office.kinds[current.kind].needs_source:
        raise Refused("Loại văn bản này không có bản cần sao kèm theo.", field="source")
    found = examined(data, trust_folder=trust_folder, now=now)
    office.files.put(data)
    with office.db.write():
        require_editable(documents.get(office.db, document_id, by))
        _keep(office, document_id, found, _file_name(name), origin_id=None, by=by, now=now)
    return documents.get(office.db, document_id, by)


def examined(data: bytes, *, trust_folder: Path, now: datetime) -> Found:
    """What the file is, and the verdict on its signatures where it has any."""
    try:
        facts = read_upload(data)
    except Refused as refusal:
        raise Refused(refusal.message, field="source") from refusal
    report = verify_bytes(data, trust_folder=trust_folder, at=now) if facts.has_signatures else None
    return Found(data, facts, report)


def copy_of_ours(
    office: Office, document_id: int, *, trust_folder: Path, by: Person, now: datetime
) -> Document:
    """Start a copy of an issued paper: its archived bytes attached, what is known filled in."""
    by.require(Role.DRAFTER)
    paper = documents.get(office.db, document_id, by)
    if paper.state not in ISSUED:
        raise documents.moved_on(paper, ISSUED)
    if dispatches.recall_of(office.db, paper.id):
        raise WrongState("Văn bản này đã bị thu hồi, không sao nữa.")
    kind = next(one for one in office.kinds if one.needs_source)
    file = next(filter(None, (_current(office, paper, role) for role in FINAL_ROLES)), None)
    if file is None:
        raise WrongState("Văn bản này chưa có tệp trong kho để sao.")
    found = examined(office.files.get(file.sha256), trust_folder=trust_folder, now=now)
    agency = office.agency()
    answers = kind.form.answers_about(
        agency,
        subject=described(office, paper),
        signed=file.role in SIGNED_ROLES,
        certified=office.kinds[paper.kind].needs_source,
    )
    with office.db.write():
        copy = create_draft(office, kind.code, answers, by=by, now=now)
        _keep(office, copy.id, found, file.name, origin_id=paper.id, by=by, now=now)
        events.add(office.db, "copy_of_ours", by, now, paper.id, copy=copy.id)
    return copy


def copy_of_incoming(
    office: Office, incoming_id: int, *, trust_folder: Path, by: Person, now: datetime
) -> Document:
    """Start a copy of a paper that came in (Điều 27): its kept bytes and what is known of it."""
    by.require(Role.DRAFTER)
    paper = incoming.get(office.db, incoming_id, by)
    file = next((one for one in incoming.files(office.db, paper.id) if _is_pdf(one)), None)
    if file is None:
        raise WrongState(
            "Văn bản đến này chưa có tệp PDF. Hãy soạn bản sao mới và tải bản quét lên."
        )
    found = examined(office.files.get(file.sha256), trust_folder=trust_folder, now=now)
    kind = next(one for one in office.kinds if one.needs_source)
    about = paper.details.subject
    answers = kind.form.answers_about(
        office.agency(),
        subject=f"{cited(paper.details)}{': ' if about else ''}{about}"[:500],
        signed=found.report is not None,
        certified=False,
    )
    with office.db.write():
        copy = create_draft(office, kind.code, answers, by=by, now=now)
        _keep(office, copy.id, found, file.name, origin_id=None, by=by, now=now)
        topic = f"incoming/{paper.id}"
        events.add(office.db, "copy_of_ours", by, now, topic=topic, copy=copy.id)
    return copy


def _is_pdf(file: IncomingFile) -> bool:
    return file.media_type == PDF_TYPE


def _current(office: Office, paper: Document, role: FileRole) -> Any:
    return documents.current_file(office.db, paper.id, role)


def described(office: Office, paper: Document) -> str:
    """``Công văn số 99/UBND-VX ngày 08/01/2026 của …: …``, as the register of copies says it."""
    kind = office.kinds[paper.kind]
    if kind.needs_source:
        return paper.subject
    agency = documents.frozen_agency(office.db, paper.id) or office.agency()
    day = f" ngày {short_date(paper.issued_on)}" if paper.issued_on else ""
    said = f": {paper.subject}" if paper.subject else ""
    return f"{kind.type_name} số {paper.reference}{day} của {agency.full_name}{said}"[:500]


def copy_errors(office: Office, document: Document) -> dict[str, str]:
    """Why the copy that a draft describes cannot be made of its file; by field."""
    if documents.current_file(office.db, document.id, FileRole.SOURCE) is None:
        return {"source": "Chưa có tệp PDF của bản cần sao."}
    source = copies.source_of(office.db, document.id)
    if source is None:  # attached before files were examined
        return {}
    plan = office.kinds[document.kind].plan(document.answers, office.agency())
    return source_faults(plan, source)


def open_check_page(office: Office, document_id: int, *, by: Person, now: datetime) -> str:
    """Give an issued paper its public check page; returns its address. Twice is harmless."""
    by.require(Role.CLERK)
    with office.db.write():
        paper = documents.get(office.db, document_id, by)
        if paper.state not in ISSUED:
            raise documents.moved_on(paper, ISSUED)
        token = copies.check_token(office.db, document_id)
        if not token:
            token = "".join(secrets.choice(TOKEN_LETTERS) for _ in range(TOKEN_LENGTH))
            copies.open_check_page(office.db, document_id, token, by=by, now=now)
            events.add(office.db, "open_check_page", by, now, document_id)
    return token


def _keep(
    office: Office,
    document_id: int,
    found: Found,
    name: str,
    *,
    origin_id: int | None,
    by: Person,
    now: datetime,
) -> None:
    """File, finding and event, inside the caller's transaction; the bytes are kept already."""
    db, facts = office.db, found.facts
    sha256 = hashlib.sha256(found.data).hexdigest()
    documents.note_file(db, sha256, len(found.data), PDF_TYPE, now)
    documents.link_file(db, document_id, FileRole.SOURCE, sha256, name=name, now=now)
    file = documents.current_file(db, document_id, FileRole.SOURCE)
    if file is None:
        raise RuntimeError(f"the source of document {document_id} was not linked")
    copies.add_source(
        db,
        file,
        copies.facts_of(facts.page_count, facts.pdf_version, facts.pages, facts.not_archival),
        verdict=found.report.verdict.value if found.report else "",
        report=found.report.to_dict() if found.report else {},
        origin_id=origin_id,
        by=by,
        now=now,
    )
    verdict = found.report.verdict.value if found.report else "unsigned"
    events.add(db, "attach_source", by, now, document_id, name=name, sha256=sha256, verdict=verdict)


def _file_name(name: str) -> str:
    """Only a label; never a path. The last part, without control characters, at most 200."""
    last = unicodedata.normalize("NFC", " ".join(name.replace("\\", "/").split()))
    last = last.rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:200] or "ban-can-sao.pdf"
