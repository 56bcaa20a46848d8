"""Nhận tệp đã ký — the numbered file comes back signed with any tool (NĐ 30/2020, Điều 14).

The numbered bytes stay as they are: the signed file is a further file of the paper, taken only
when it is the numbered one plus signatures.
"""

from datetime import datetime
from pathlib import Path

from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.domain.documents import Document, DocumentFile, FileRole, Person, SignedFile
from service.domain.errors import Refused, WrongState
from service.domain.numbering import VIETNAM
from service.domain.workflow import Role, State
from service.rendering.uploads import read_upload
from service.store import documents, events, numbers, signed_files
from signatures.reasons import Weight
from signatures.report import Report, Verdict
from signatures.returned import check_returned

FIELD, REASON = "signed", "reason"
SIGNABLE = (State.NUMBERED, State.ISSUED, State.ARCHIVED)
MOST_REASON = 1000


class SignedFileRefused(Refused):
    """422: the file is not taken; `reasons` are all the sentences that say why."""

    def __init__(self, reasons: tuple[str, ...], errors: dict[str, str]) -> None:
        super().__init__(" ".join(reasons), errors=errors)
        self.reasons = reasons


def accept_signed(
    office: Office,
    document_id: int,
    data: bytes,
    *,
    trust_folder: Path,
    reason: str = "",
    by: Person,
    now: datetime,
) -> SignedFile:
    """Take the signed file of a numbered paper, with the verdict it was taken with.

    Checked in the limited child against the numbered revision. SignedFileRefused (field
    ``signed``) with every reason when the verdict is “không hợp lệ”, or when it is “cần xem
    lại” and no `reason` is given (field ``reason``). The same file again is harmless;
    WrongState when another one was taken already.
    """
    by.require(Role.CLERK)
    document, numbered = _waiting(office, document_id, by)
    taken = _taken(office, document_id, data)
    if taken is not None:
        return taken
    report = _judged(office, document, numbered, data, trust_folder=trust_folder, now=now)
    reason = " ".join(reason.split())[:MOST_REASON]
    _require_good(report, reason)
    kept = reason if report.verdict is Verdict.REVIEW else ""
    office.files.put(data)
    with office.db.write():
        _, still = _waiting(office, document_id, by)
        if still.id != numbered.id:
            raise WrongState("Văn bản vừa được cấp số khác; hãy tải lại trang.")
        taken = _taken(office, document_id, data)
        return taken or _keep(office, document, report, reason=kept, by=by, now=now)


def _waiting(office: Office, document_id: int, by: Person) -> tuple[Document, DocumentFile]:
    document = documents.get(office.db, document_id, by)
    if document.state not in SIGNABLE:
        raise documents.moved_on(document, SIGNABLE[:2])
    numbered = documents.current_file(office.db, document_id, FileRole.PDF)
    if numbered is None:
        raise WrongState("Tệp có số đang được tạo; hãy đợi giây lát rồi tải tệp đã ký lên.")
    return document, numbered


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


def _judged(
    office: Office,
    document: Document,
    numbered: DocumentFile,
    data: bytes,
    *,
    trust_folder: Path,
    now: datetime,
) -> Report:
    try:
        read_upload(data)
    except Refused as refusal:
        raise SignedFileRefused((refusal.message,), {FIELD: refusal.message}) from refusal
    agency = documents.frozen_agency(office.db, document.id)
    return check_returned(
        data,
        office.files.get(numbered.sha256),
        signer=document.signer_name,
        agency=agency.full_name if agency else "",
        trust_folder=trust_folder,
        at=now,
    )


def _require_good(report: Report, reason: str) -> None:
    if report.verdict is Verdict.VALID or (report.verdict is Verdict.REVIEW and reason):
        return
    sentences = tuple(each.sentence for each in report.reasons if each.weight is not Weight.NOTE)
    errors = {FIELD: " ".join((f"{report.verdict_name}:", *sentences))}
    if report.verdict is Verdict.REVIEW:
        errors[REASON] = (
            "Tệp cần xem lại. Nếu vẫn nhận, hãy ghi vì sao rồi chọn lại tệp; lý do được giữ "
            "cùng tệp."
        )
    raise SignedFileRefused(sentences, errors)


def _keep(
    office: Office, document: Document, report: Report, *, reason: str, by: Person, now: datetime
) -> SignedFile:
    """File, verdict and event, inside the caller's transaction."""
    db = office.db
    entry = numbers.live_entry(db, document.id)
    if entry is None:
        raise RuntimeError(f"document {document.id} is numbered but has no register line")
    documents.note_file(db, report.sha256, report.size, PDF_TYPE, now)
    name = f"{document.reference.replace('/', '-')} (đã ký).pdf"
    documents.link_file(
        db, document.id, FileRole.SIGNED, report.sha256, name=name, now=now, entry_id=entry.id
    )
    file = documents.current_file(db, document.id, FileRole.SIGNED)
    if file is None:
        raise RuntimeError(f"the signed file of document {document.id} was not linked")
    verdict = report.verdict.value
    signed_files.add(db, file, report.to_dict(), verdict=verdict, reason=reason, by=by, now=now)
    events.add(
        db,
        "accept_signed",
        by,
        now,
        document.id,
        verdict=verdict,
        sha256=report.sha256,
        signers=[each.certificate.name for each in report.signatures],
        reason=reason,
    )
    kept = signed_files.current(db, document.id)
    if kept is None:
        raise RuntimeError(f"the signed file of document {document.id} was not kept")
    return kept
