"""Thay tệp đã ký — a file was taken by mistake: a clerk puts the right one in its place and says
why. The earlier one stays in the history of the paper with its verdict."""

from datetime import datetime

from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.actions.signing_desk import SigningDesk
from service.actions.signing_order import annex_label
from service.actions.signing_verdict import require_good
from service.actions.strengthening import judged_whole, keep_revision, plan
from service.domain.documents import Document, FileRole, Person, SignedFile
from service.domain.errors import WrongState
from service.domain.signing import RevisionCause
from service.domain.workflow import Role
from service.rendering.uploads import read_upload
from service.store import dispatches, documents, events, signed_files
from signatures.report import Report, Verdict

NONE_TAKEN = "Văn bản chưa có tệp đã ký nào để thay; hãy tải lại trang."
MOVED = "Tệp đã ký vừa được người khác thay; hãy tải lại trang và xem tệp mới."
RECALLED = "Văn bản đã thu hồi; tệp của văn bản không thay được nữa."


def correct_signed(
    office: Office,
    document_id: int,
    data: bytes,
    why: str,
    *,
    desk: SigningDesk,
    by: Person,
    now: datetime,
    annex: int = 0,
) -> SignedFile:
    """Take `data` instead of the signed file there is, judged against the same handed-out file;
    with `annex`, instead of that signed annex.

    Refused (field ``why``) without a reason, (field ``signed``) with every reason of the check;
    a doubtful file is covered by the same reason. The same file again is harmless.
    """
    by.require(Role.CLERK)
    why = required_reason(why, "Hãy ghi vì sao thay tệp đã ký.", field="why")
    read_upload(data)
    document, before = _taken(office, document_id, annex, by)
    if office.files.get(before.file.sha256) == data:
        return before
    report = judged_whole(office, document, data, before.file, desk=desk, now=now)
    require_good(report, why)
    office.files.put(data)
    with office.db.write():
        document, current = _taken(office, document_id, annex, by)
        if current.file.id != before.file.id:
            raise WrongState(MOVED)
        return _keep(office, document, before, report, why, by=by, now=now)


def _taken(office: Office, document_id: int, annex: int, by: Person) -> tuple[Document, SignedFile]:
    document = documents.get(office.db, document_id, by)
    every = signed_files.of_annexes(office.db, document_id)
    taken = (
        next((one for one in every if one.file.part == annex), None)
        if annex
        else signed_files.current(office.db, document_id)
    )
    if taken is None:
        raise WrongState(NONE_TAKEN)
    if dispatches.recall_of(office.db, document_id) is not None:
        raise WrongState(RECALLED)
    return document, taken


def _keep(
    office: Office,
    document: Document,
    before: SignedFile,
    report: Report,
    why: str,
    *,
    by: Person,
    now: datetime,
) -> SignedFile:
    db = office.db
    doubt = why if report.verdict is Verdict.REVIEW else ""
    kept = keep_revision(office, document, before, report, now=now, reason=doubt, by_id=by.id)
    cause = RevisionCause.CORRECTED
    signed_files.note_revision(
        db, kept.file.id, before.file.id, cause=cause, reason=why, by=by, now=now
    )
    detail = {"reason": why, "sha256": report.sha256, "before": before.file.sha256}
    if before.file.role is FileRole.ANNEX_SIGNED:
        detail["annex"] = annex_label(document, before.file)
    events.add(db, "correct_signed", by, now, document.id, **detail)
    plan(office, document.id, kept, now)
    return kept
