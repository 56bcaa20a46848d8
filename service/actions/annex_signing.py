"""Ký số văn bản kèm theo — an annex that is a file of its own comes back with the agency's
signature in its corner (NĐ 30/2020, Phụ lục I, phần I, II.8.b; Điều 32, khoản 2.d).

Judged like the paper's own file: it must be the annex that was made for the live number, plus
this one signature.
"""

from datetime import datetime
from pathlib import Path

from service.actions import strengthening
from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.actions.signing_order import (
    NOT_NOW,
    SIGNED_MARK,
    annex_label,
    require_not_recalled,
)
from service.actions.signing_verdict import (
    judged,
    note_signature,
    require_good,
    shortened,
    told,
)
from service.domain.documents import Document, DocumentFile, FileRole, Person, SignedFile
from service.domain.errors import NotAllowed, NotFound, WrongState
from service.domain.numbering import VIETNAM
from service.domain.signing import SigningMethod, SigningStep, Standing
from service.domain.workflow import Role, State
from service.store import annex_files, documents, events, signed_files, signing
from signatures.report import Report, Verdict

SIGNABLE = (State.NUMBERED, State.ISSUED, State.ARCHIVED)


def accept_annex(
    office: Office,
    document_id: int,
    part: int,
    data: bytes,
    *,
    trust_folder: Path,
    reason: str = "",
    by: Person,
    now: datetime,
    method: SigningMethod = SigningMethod.EXTERNAL,
    begun: Standing | None = None,
) -> SignedFile:
    """Take one signed annex of a numbered paper that the person in charge has signed.

    `part` counts annexes from 1. SignedFileRefused as for the paper itself; the same file again
    is harmless, WrongState when another one was taken already, or when the annex is no longer
    the one of `begun` (the number was struck out meanwhile).
    """
    by.require(Role.CLERK)
    document, stand, annex = _waiting(office, document_id, part, by)
    taken = _taken(office, document, annex, data)
    if taken is not None:
        return taken
    _require_same(annex, begun)
    report = judged(office, document, stand, data, trust_folder=trust_folder, now=now)
    reason = shortened(reason)
    require_good(report, reason)
    kept = reason if report.verdict is Verdict.REVIEW else ""
    office.files.put(data)
    with office.db.write():
        document, stand, current = _waiting(office, document_id, part, by)
        taken = _taken(office, document, current, data)
        if taken is not None:
            return taken
        _require_same(current, signing.on_annex(stand, annex))
        return _keep(
            office, document, stand, annex, report, method=method, reason=kept, by=by, now=now
        )


def _waiting(
    office: Office, document_id: int, part: int, by: Person
) -> tuple[Document, Standing, DocumentFile]:
    """The paper, what its annex waits for, and the annex as it was made."""
    document = documents.get(office.db, document_id, by)
    if document.state not in SIGNABLE:
        raise documents.moved_on(document, SIGNABLE[:2])
    require_not_recalled(office, document)
    stand = signing.standing(office.db, document)
    if stand.in_ink:
        raise NotAllowed("Văn bản này được ký tay trên giấy; hãy nộp bản quét, không phải tệp ký.")
    if stand.step not in (SigningStep.SEAL, SigningStep.DONE):
        raise WrongState(NOT_NOW[stand.step])
    made = annex_files.annex_files(office.db, document_id, FileRole.ANNEX_PDF)
    annex = next((one for one in made if one.part == part), None)
    if annex is None:
        raise NotFound("Văn bản này không có tệp kèm theo ấy; hãy tải lại trang.")
    return document, signing.on_annex(stand, annex), annex


def _require_same(annex: DocumentFile, begun: Standing | None) -> None:
    if begun is not None and begun.base_file_id != annex.id:
        raise WrongState(
            "Văn bản đã được cấp số khác trong lúc ký; chữ ký này không được nhận. Hãy tải lại "
            "trang và ký trên bản mới nhất."
        )


def _taken(
    office: Office, document: Document, annex: DocumentFile, data: bytes
) -> SignedFile | None:
    """The signed annex there is, if these are its bytes; WrongState if they are not."""
    every = signed_files.of_annexes(office.db, document.id)
    taken = next((one for one in every if one.file.part == annex.part), None)
    if taken is None:
        return None
    if office.files.get(taken.file.sha256) != data:
        when = taken.checked_at.astimezone(VIETNAM)
        raise WrongState(
            f"{annex_label(document, annex)} đã có tệp ký, {taken.checked_by} nhận lúc "
            f"{when:%H:%M ngày %d/%m/%Y}; mỗi số chỉ nhận một tệp. Hãy tải lại trang và xem tệp đó."
        )
    return taken


def _keep(
    office: Office,
    document: Document,
    stand: Standing,
    annex: DocumentFile,
    report: Report,
    *,
    method: SigningMethod,
    reason: str,
    by: Person,
    now: datetime,
) -> SignedFile:
    """File, signature, verdict and event, inside the caller's transaction."""
    db, verdict = office.db, report.verdict.value
    documents.note_file(db, report.sha256, report.size, PDF_TYPE, now)
    note_signature(
        office,
        document,
        stand,
        report,
        report.signatures[0],
        method=method,
        reason=reason,
        by=by,
        now=now,
    )
    name = f"{annex.name.removesuffix('.pdf')}{SIGNED_MARK}.pdf"
    file = annex_files.link_signed(db, annex, report.sha256, name=name, now=now)
    signed_files.add(db, file, report.to_dict(), verdict=verdict, reason=reason, by=by, now=now)
    detail = {"annex": annex_label(document, annex), **told(report, method, reason)}
    events.add(db, "sign_annex", by, now, document.id, **detail)
    kept = signed_files.in_place_of(db, file)
    if kept is None:
        raise RuntimeError(f"a signed annex of document {document.id} was not kept")
    strengthening.plan(office, document.id, kept, now)
    return kept
