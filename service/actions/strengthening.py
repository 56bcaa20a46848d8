"""Nâng mức, gia hạn — a signed file gets, in the background, the time stamps and the evidence
that the office's level wants, and a new archive time stamp before the last one's certificate
ends. What was there stays: each result is a further file that begins with the earlier one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.actions.signing_desk import SigningDesk, desk_of
from service.domain.documents import Document, DocumentFile, FileRole, SignedFile
from service.domain.errors import Refused
from service.domain.signing import Level, RevisionCause
from service.store import (
    annex_files,
    dispatches,
    documents,
    events,
    jobs,
    numbers,
    signed_files,
    signing,
)
from service.store.jobs import Job
from signatures.archive import extend, stamp
from signatures.report import Report, Verdict
from signatures.returned import check_returned
from signatures.timestamps import TIMEOUT_S
from signatures.trust import load_trust

STRENGTHEN = "strengthen_signed"
RENEW_JOB = "renew_signed"
RENEW_BEFORE = timedelta(days=90)
"""A quarter of a year: time enough for an administrator to mend what stands in the way."""

ANSWER_S = TIMEOUT_S

VERBS = {RevisionCause.STRENGTHENED: "strengthen_signed", RevisionCause.RENEWED: "renew_signed"}
SERVICE_GONE = (
    "Cơ quan không còn dịch vụ dấu thời gian; quản trị viên ghi lại địa chỉ ở trang Quản trị, "
    "Ký số, rồi văn thư bấm thử lại."
)


def waits_for(report: Mapping[str, Any], level: Level) -> bool:
    """Whether a signature of the file is below this level."""
    return any(not level.reached(one["level"]) for one in report["signatures"])


def plan(office: Office, document_id: int, taken: SignedFile, now: datetime) -> None:
    """Have a file brought to the office's level, in the transaction that kept the file."""
    level = signing.policy(office.db).level
    if waits_for(taken.report, level):
        _ask(office, document_id, taken, level, RevisionCause.STRENGTHENED, now=now)


def proof_ends(report: Mapping[str, Any]) -> datetime | None:
    """When the certificate of the last time stamp ends: of the whole file, else of its
    signatures the first to end. None where nothing has a time stamp."""
    whole = report["timestamps"]
    stamps = whole[-1:] or [one["timestamp"] for one in report["signatures"] if one["timestamp"]]
    ends = [datetime.fromisoformat(one["authority"]["not_after"]) for one in stamps]
    return min(ends, default=None)


def renew_at_night(office: Office, job: Job, now: datetime) -> None:
    """Ask for a new stamp where the last one's certificate ends soon, and once more for what
    could not be had so far. What has ended already proves nothing any more: it is left."""
    night = f"{now:%Y-%m-%d}"
    for document_id, taken in signed_files.every_current(office.db):
        ends = proof_ends(taken.report)
        with office.db.write():
            if ends is not None and now < ends <= now + RENEW_BEFORE:
                cause = RevisionCause.RENEWED
                _ask(office, document_id, taken, Level.B_LTA, cause, now=now, night=night)
            else:
                _again(office, taken, now)


def strengthen(office: Office, job: Job, now: datetime) -> None:
    """Bring one file to its level and keep the result. Does nothing when another file took its
    place, or the paper was recalled, meanwhile. Busy while a service is silent."""
    document = documents.get_for_office(office.db, job.paper)
    taken = _still(office, document, job)
    if taken is None:
        return
    desk, level = desk_of(office), Level(job.payload["level"])
    pdf = office.files.get(taken.file.sha256)
    better = raised(pdf, taken.report, level, desk=desk, now=now)
    report = judged_whole(office, document, better, taken.file, desk=desk, now=now)
    if report.verdict is Verdict.INVALID or (report.verdict is Verdict.REVIEW and not taken.reason):
        sentences = " ".join(one.sentence for one in report.reasons)
        raise Refused(f"Tệp đã ký giữ nguyên; bản thêm dấu thời gian không nhận được: {sentences}")
    office.files.put(better)
    cause = RevisionCause(job.payload["cause"])
    with office.db.write():
        if _still(office, document, job) is None:
            return
        kept = keep_revision(office, document, taken, report, now=now)
        signed_files.note_revision(office.db, kept.file.id, taken.file.id, cause=cause, now=now)
        detail = {"level": level.value, "sha256": report.sha256, "before": taken.file.sha256}
        events.add(office.db, VERBS[cause], None, now, document.id, **detail)


def raised(
    pdf: bytes, report: Mapping[str, Any], level: Level, *, desk: SigningDesk, now: datetime
) -> bytes:
    """The file and what this level adds; its beginning is `pdf`. Refused where the office has
    no time-stamp service or the certificates lead nowhere, Busy where a service is silent."""
    # One question a run: the job comes back by itself, and other work goes on in between.
    stamps = desk.timestamps(ANSWER_S, tries=1)
    if stamps is None:
        raise Refused(SERVICE_GONE)
    if level is Level.B_T:
        return stamp(pdf, stamps)
    whole = level is Level.B_LTA or waits_for(report, Level.B_T)
    trust = load_trust(desk.trust_folder)
    return extend(pdf, trust=trust, at=now, timestamps=stamps if whole else None)


def keep_revision(
    office: Office,
    document: Document,
    before: SignedFile,
    report: Report,
    *,
    now: datetime,
    reason: str | None = None,
    by_id: int | None = None,
) -> SignedFile:
    """Link a later signed file with its verdict, in the caller's transaction; whoever took the
    earlier one answers for it unless somebody else is named."""
    db = office.db
    documents.note_file(db, report.sha256, report.size, PDF_TYPE, now)
    if before.file.role is FileRole.ANNEX_SIGNED:
        base, name = handed_out(office, document, before.file), before.file.name
        file = annex_files.link_signed(db, base, report.sha256, name=name, now=now)
    else:
        file = _link_paper(office, document, before, report.sha256, now)
    signed_files.add(
        db,
        file,
        report.to_dict(),
        verdict=report.verdict.value,
        reason=before.reason if reason is None else reason,
        by=signed_files.checker(db, before.file.id) if by_id is None else by_id,
        now=now,
    )
    kept = signed_files.in_place_of(db, file)
    if kept is None or kept.file.id != file.id:
        raise RuntimeError(f"a signed file of document {document.id} was not kept")
    return kept


def _link_paper(
    office: Office, document: Document, before: SignedFile, sha256: str, now: datetime
) -> DocumentFile:
    db = office.db
    entry = numbers.live_entry(db, document.id)
    if entry is None:
        raise RuntimeError(f"document {document.id} is numbered but has no register line")
    documents.link_file(
        db,
        document.id,
        FileRole.SIGNED,
        sha256,
        name=before.file.name,
        now=now,
        entry_id=entry.id,
        part=before.file.part + 1,
    )
    file = documents.current_file(db, document.id, FileRole.SIGNED)
    if file is None or file.sha256 != sha256:
        raise RuntimeError(f"the signed file of document {document.id} was not linked")
    return file


def _ask(
    office: Office,
    document_id: int,
    taken: SignedFile,
    level: Level,
    cause: RevisionCause,
    *,
    now: datetime,
    night: str = "",
) -> None:
    jobs.enqueue(
        office.db,
        STRENGTHEN,
        now=now,
        document_id=document_id,
        key=":".join(filter(None, (str(taken.file.id), night))),
        payload={"file": taken.file.id, "level": level.value, "cause": cause.value},
    )


def _again(office: Office, taken: SignedFile, now: datetime) -> None:
    job = jobs.with_key(office.db, STRENGTHEN, str(taken.file.id))
    if job is not None and job.state == "failed":
        jobs.restart_key(office.db, STRENGTHEN, str(taken.file.id), now)


def _still(office: Office, document: Document, job: Job) -> SignedFile | None:
    every = signed_files.in_force(office.db, document.id)
    taken = next((one for one in every if one.file.id == job.payload["file"]), None)
    return None if dispatches.recall_of(office.db, document.id) else taken


def handed_out(office: Office, document: Document, signed: DocumentFile) -> DocumentFile:
    """The numbered file, or the annex, that a signed file was made of."""
    annexes = annex_files.annex_files(office.db, document.id, FileRole.ANNEX_PDF)
    if signed.role is FileRole.ANNEX_SIGNED:
        found = next((one for one in annexes if one.part == signed.part), None)
    else:
        found = documents.current_file(office.db, document.id, FileRole.PDF)
    if found is None:
        raise RuntimeError(f"document {document.id} is signed but has no numbered file")
    return found


def judged_whole(
    office: Office,
    document: Document,
    pdf: bytes,
    signed: DocumentFile,
    *,
    desk: SigningDesk,
    now: datetime,
) -> Report:
    """The verdict on a wholly signed file that comes after `signed`, against the one that was
    handed out."""
    base = handed_out(office, document, signed)
    agency = documents.frozen_agency(office.db, document.id)
    return check_returned(
        pdf,
        office.files.get(base.sha256),
        signer=document.signer_name,
        agency=agency.full_name if agency else "",
        trust_folder=desk.trust_folder,
        at=now,
    )
