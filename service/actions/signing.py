"""Nhận chữ ký — a file of a paper comes back with a signature, from whichever way of signing
(NĐ 30/2020, Điều 14, Điều 32).

The bytes that were handed out stay as they are: the signed file is a further file of the paper,
taken only when it is the handed-out one plus the signatures that are due.
"""

from datetime import datetime
from pathlib import Path

from service.actions import strengthening
from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.actions.signing_order import require_unmoved, turn
from service.actions.signing_verdict import (
    BOTH,
    FIELD,
    REASON,
    SignedFileRefused,
    judged,
    note_signature,
    require_good,
    shortened,
    told,
)
from service.domain.documents import Document, FileRole, Person, SignedFile
from service.domain.errors import NotAllowed, WrongState
from service.domain.numbering import VIETNAM
from service.domain.signing import SigningMethod, SigningStep, Standing
from service.domain.workflow import Role, State
from service.store import documents, events, numbers, signed_files, signing
from signatures.names import SignatureField
from signatures.report import Report, Verdict
from signatures.returned import AGENCY_FIELDS

__all__ = ["FIELD", "REASON", "SignedFileRefused", "accept_person", "accept_signed"]

SIGNABLE = (State.NUMBERED, State.ISSUED, State.ARCHIVED)


def accept_signed(
    office: Office,
    document_id: int,
    data: bytes,
    *,
    trust_folder: Path,
    reason: str = "",
    by: Person,
    now: datetime,
    method: SigningMethod = SigningMethod.EXTERNAL,
    begun: Standing | None = None,
) -> SignedFile:
    """Take the wholly signed file of a numbered paper, with the verdict it was taken with.

    Checked in the limited child against the file as it stands: numbered, or numbered and signed
    by the person. SignedFileRefused (field ``signed``) with every reason when the verdict is
    “không hợp lệ”, or when it is “cần xem lại” and no `reason` is given (field ``reason``). The
    same file again is harmless; WrongState when another one was taken already, or when the file
    is no longer the one of `begun`.
    """
    by.require(Role.CLERK)
    document, stand = _waiting(office, document_id, by)
    taken = _taken(office, document_id, data)
    if taken is not None:
        return taken
    if begun is not None:
        require_unmoved(office, document, begun)
    report = judged(office, document, stand, data, trust_folder=trust_folder, now=now, fields=BOTH)
    reason = shortened(reason)
    require_good(report, reason)
    kept = reason if report.verdict is Verdict.REVIEW else ""
    office.files.put(data)
    with office.db.write():
        document, _ = _waiting(office, document_id, by)
        taken = _taken(office, document_id, data)
        if taken is not None:
            return taken
        require_unmoved(office, document, stand)
        _note(office, document, stand, report, method=method, reason=kept, by=by, now=now)
        return _keep(office, document, report, method=method, reason=kept, by=by, now=now)


def accept_person(
    office: Office,
    document_id: int,
    data: bytes,
    *,
    trust_folder: Path,
    reason: str = "",
    by: Person,
    now: datetime,
    method: SigningMethod = SigningMethod.EXTERNAL,
    begun: Standing | None = None,
) -> bool:
    """Take the file with the signature of the person in charge.

    False, and nothing is kept, when the agency has signed it too: then it is `accept_signed`'s.
    The person may hand it in, or the clerk who got it from the person. Refusals as there.
    """
    if begun is not None:
        require_unmoved(office, documents.get(office.db, document_id, by), begun)
    document, stand = _for_person(office, document_id, by)
    report = judged(office, document, stand, data, trust_folder=trust_folder, now=now)
    if any(one.field == SignatureField.SEAL for one in report.signatures):
        return False
    reason = shortened(reason)
    require_good(report, reason)
    kept = reason if report.verdict is Verdict.REVIEW else ""
    office.files.put(data)
    with office.db.write():
        document = documents.get(office.db, document_id, by)
        require_unmoved(office, document, stand)
        documents.note_file(office.db, report.sha256, report.size, PDF_TYPE, now)
        name = f"{document.reference or document.notation} (người có thẩm quyền đã ký).pdf"
        documents.link_file(
            office.db,
            document_id,
            FileRole.SIGNED,
            report.sha256,
            name=name.replace("/", "-"),
            now=now,
        )
        _note(office, document, stand, report, method=method, reason=kept, by=by, now=now)
        detail = told(report, method, kept)
        events.add(office.db, "sign_person", by, now, document_id, **detail)
    return True


def _for_person(office: Office, document_id: int, by: Person) -> tuple[Document, Standing]:
    if not by.may(Role.CLERK):
        return turn(office, document_id, by=by)
    document = documents.get(office.db, document_id, by)
    stand = signing.standing(office.db, document)
    if stand.step is not SigningStep.PERSON:
        raise WrongState("Văn bản này không còn chờ chữ ký của người có thẩm quyền. Tải lại trang.")
    return document, stand


def _waiting(office: Office, document_id: int, by: Person) -> tuple[Document, Standing]:
    document = documents.get(office.db, document_id, by)
    if document.state not in SIGNABLE:
        raise documents.moved_on(document, SIGNABLE[:2])
    stand = signing.standing(office.db, document)
    if stand.step is SigningStep.FILLING:
        raise WrongState("Tệp có số đang được tạo; hãy đợi giây lát rồi tải tệp đã ký lên.")
    if stand.in_ink:
        raise NotAllowed("Văn bản này được ký tay trên giấy; hãy nộp bản quét, không phải tệp ký.")
    return document, stand


def _taken(office: Office, document_id: int, data: bytes) -> SignedFile | None:
    """The signed file there is, if these are its bytes; WrongState if they are not."""
    taken = signed_files.current(office.db, document_id)
    if taken is None:
        return None
    if office.files.get(taken.file.sha256) != data:
        when = taken.checked_at.astimezone(VIETNAM)
        raise WrongState(
            f"Văn bản đã có tệp ký, {taken.checked_by} nhận lúc {when:%H:%M ngày %d/%m/%Y}; "
            "mỗi số chỉ nhận một tệp. Hãy tải lại trang và xem tệp đó."
        )
    return taken


def _note(
    office: Office,
    document: Document,
    stand: Standing,
    report: Report,
    *,
    method: SigningMethod,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """One row for each signature that came with this file; needs the file's own row."""
    documents.note_file(office.db, report.sha256, report.size, PDF_TYPE, now)
    steps = {SignatureField.PERSON: SigningStep.PERSON}
    steps |= dict.fromkeys(AGENCY_FIELDS, SigningStep.SEAL)
    had = {one.step for one in stand.signatures}
    for facts in report.signatures:
        field = next((one for one in steps if one == facts.field), None)
        if field is None or steps[field] in had:
            continue
        note_signature(
            office,
            document,
            stand,
            report,
            facts,
            method=method,
            reason=reason,
            by=by,
            now=now,
            step=steps[field],
        )


def _keep(
    office: Office,
    document: Document,
    report: Report,
    *,
    method: SigningMethod,
    reason: str,
    by: Person,
    now: datetime,
) -> SignedFile:
    """File, verdict and event, inside the caller's transaction."""
    db = office.db
    entry = numbers.live_entry(db, document.id)
    if entry is None:
        raise RuntimeError(f"document {document.id} is numbered but has no register line")
    name = f"{document.reference.replace('/', '-')} (đã ký).pdf"
    documents.link_file(
        db, document.id, FileRole.SIGNED, report.sha256, name=name, now=now, entry_id=entry.id
    )
    file = documents.current_file(db, document.id, FileRole.SIGNED)
    if file is None:
        raise RuntimeError(f"the signed file of document {document.id} was not linked")
    verdict = report.verdict.value
    signed_files.add(db, file, report.to_dict(), verdict=verdict, reason=reason, by=by, now=now)
    verb = "accept_signed" if method is SigningMethod.EXTERNAL else "sign_seal"
    events.add(db, verb, by, now, document.id, **told(report, method, reason))
    kept = signed_files.current(db, document.id)
    if kept is None:
        raise RuntimeError(f"the signed file of document {document.id} was not kept")
    strengthening.plan(office, document.id, kept, now)
    return kept
