"""Ký tay trên bản giấy — the print sheet goes out, pen and stamp do their work, the scan comes
back and the clerk confirms (NĐ 30/2020, Điều 13, Điều 15, Điều 32). No scan is passed off as a
digital signature."""

import json
from dataclasses import asdict, dataclass
from datetime import date, datetime

from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.actions.signing_order import NOT_NOW, require_unmoved
from service.domain.documents import Document, DocumentFile, FileRole, Person
from service.domain.errors import NotFound, Refused, WrongState
from service.domain.numbering import office_date
from service.domain.signing import (
    INK,
    SIGNED_BY_SOMEBODY,
    NumberOrder,
    SigningMethod,
    SigningStep,
    Standing,
)
from service.domain.workflow import Role
from service.rendering.pages import page_count
from service.rendering.uploads import read_upload
from service.store import documents, events, numbers, signing
from signatures.names import SignatureField
from signatures.ways import Waiting, sha256
from signatures.wet_ink import ScannedPaper, WetInkWay, record

SCAN = "scan"


@dataclass(frozen=True, slots=True)
class InkFacts:
    """What the clerk read on the paper: who signed, which day it bears, ink and seal."""

    signer: str
    signed_on: date
    has_ink: bool
    has_seal: bool = False


def print_sheet(
    office: Office, document_id: int, *, by: Person, now: datetime
) -> tuple[DocumentFile, bytes]:
    """The file to print and sign with a pen, noted as handed out."""
    by.require(Role.CLERK, Role.SIGNATORY)
    document = documents.get(office.db, document_id, by)
    stand = _on_paper(office, document)
    every = documents.files(office.db, document_id)
    file = next((one for one in every if one.id == stand.base_file_id), None)
    if file is None:
        raise NotFound("Chưa có tệp để in; hãy đợi giây lát rồi tải lại trang.")
    with office.db.write():
        events.add(
            office.db,
            "download",
            by,
            now,
            document_id,
            role=file.role.value,
            revision=file.revision,
            sha256=file.sha256,
        )
    return file, office.files.get(file.sha256)


def confirm_pen(
    office: Office, document_id: int, facts: InkFacts, *, by: Person, now: datetime
) -> Document:
    """The person has signed the blank sheet with a pen; the number may come (order “ký trước”).

    Refused at ``signer``, ``signed_on``, ``has_ink``; WrongState when it is not the turn.
    """
    by.require(Role.CLERK)
    document = documents.get(office.db, document_id, by)
    stand = _on_paper(office, document)
    if stand.order is not NumberOrder.SIGN_FIRST or stand.step is not SigningStep.PERSON:
        raise WrongState(NOT_NOW[stand.step])
    _require_pen(document, facts, now)
    with office.db.write():
        require_unmoved(office, documents.get(office.db, document_id, by), stand)
        _add(office, document, stand, stand.current, _told(facts), by=by, now=now)
    return documents.get(office.db, document_id, by)


def confirm_scan(
    office: Office, document_id: int, scan: bytes, facts: InkFacts, *, by: Person, now: datetime
) -> Document:
    """The signed, numbered, stamped paper as a scan, with what the clerk confirms of it.

    Refused at ``scan``, ``signer``, ``signed_on`` or ``has_seal``; the same scan twice is one.
    """
    by.require(Role.CLERK)
    document = documents.get(office.db, document_id, by)
    kept = documents.current_file(office.db, document_id, FileRole.SCAN)
    if kept is not None and kept.sha256 == sha256(scan):
        return document
    stand = _on_paper(office, document)
    entry = numbers.live_entry(office.db, document_id)
    if entry is None or stand.step not in SIGNED_BY_SOMEBODY:
        raise WrongState(NOT_NOW[stand.step])
    told = _recorded(office, document, stand, scan, facts, by=by, now=now)
    office.files.put(scan)
    with office.db.write():
        require_unmoved(office, documents.get(office.db, document_id, by), stand)
        documents.note_file(office.db, sha256(scan), len(scan), PDF_TYPE, now)
        name = f"{document.reference.replace('/', '-')} (bản giấy quét).pdf"
        documents.link_file(
            office.db,
            document_id,
            FileRole.SCAN,
            sha256(scan),
            name=name,
            now=now,
            entry_id=entry.id,
        )
        if stand.step is SigningStep.PERSON:
            _add(office, document, stand, stand.current, told, by=by, now=now)
        _add(office, document, stand, sha256(scan), told, by=by, now=now, step=SigningStep.SEAL)
    return documents.get(office.db, document_id, by)


def _on_paper(office: Office, document: Document) -> Standing:
    stand = signing.standing(office.db, document)
    if stand.signatures and not stand.in_ink:
        raise WrongState("Văn bản này đã được ký số; không ký tay trên bản in của nó nữa.")
    if not stand.current:
        raise WrongState(NOT_NOW[stand.step])
    return stand


def _recorded(
    office: Office,
    document: Document,
    stand: Standing,
    scan: bytes,
    facts: InkFacts,
    *,
    by: Person,
    now: datetime,
) -> dict[str, object]:
    """The facts of the engine's record, once they hold together."""
    try:
        pages = read_upload(scan).page_count
    except Refused as refusal:
        raise Refused(refusal.message, field=SCAN) from refusal
    sheet = office.files.get(stand.current)
    handed_out = (
        document.approved_at
        if stand.order is NumberOrder.SIGN_FIRST or document.numbered_at is None
        else document.numbered_at
    )
    row = json.dumps(
        {"signer": document.signer_name, "handed_out_at": (handed_out or now).isoformat()}
    )
    waiting = Waiting(WetInkWay.code, SignatureField.SEAL, sheet, row, stand.current)
    paper = ScannedPaper(
        scan=scan,
        pages=pages,
        printed_pages=page_count(sheet),
        signer=facts.signer,
        signed_on=facts.signed_on,
        has_ink=facts.has_ink,
        has_seal=facts.has_seal,
        confirmed_by=by.name,
        confirmed_at=now,
    )
    return asdict(record(waiting, paper))


def _require_pen(document: Document, facts: InkFacts, now: datetime) -> None:
    if not facts.has_ink:
        raise Refused("Hãy xác nhận bản giấy đã có chữ ký mực xanh (Điều 13).", field="has_ink")
    if facts.signer != document.signer_name:
        raise Refused(
            f"Văn bản trình {document.signer_name} ký, không phải {facts.signer}.", field="signer"
        )
    approved = office_date(document.approved_at or now)
    if not approved <= facts.signed_on <= office_date(now):
        raise Refused(
            f"Ngày ký phải từ ngày duyệt {approved:%d/%m/%Y} đến hôm nay.", field="signed_on"
        )


def _told(facts: InkFacts) -> dict[str, object]:
    return {"signer": facts.signer, "signed_on": facts.signed_on.isoformat()}


def _add(
    office: Office,
    document: Document,
    stand: Standing,
    file_sha256: str,
    facts: dict[str, object],
    *,
    by: Person,
    now: datetime,
    step: SigningStep = SigningStep.PERSON,
) -> None:
    signing.add(
        office.db,
        document.id,
        stand,
        file_sha256,
        method=SigningMethod.WET_INK,
        facts=facts,
        verdict=INK,
        reason="",
        by=by,
        now=now,
        step=step,
    )
    verb = "sign_person" if step is SigningStep.PERSON else "sign_seal"
    method = SigningMethod.WET_INK.value
    events.add(office.db, verb, by, now, document.id, method=method, sha256=file_sha256)
