"""Bản xuất hồ sơ — asked for on the file's page, made by the worker, kept, downloaded.

A finished export stays in the archive with who asked for it and when. It tells of the file as it
was: as soon as the file would be exported otherwise, it is marked as older.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from service.actions.case_export import (
    coded,
    note_download,
    package_name,
    package_of,
    ready_to_export,
    require_all,
    xml_of,
)
from service.actions.case_files import topic_of
from service.actions.media import ZIP_TYPE
from service.actions.office import Office
from service.domain.case_files import CaseFile, CaseItem
from service.domain.documents import Person
from service.domain.errors import NotAllowed, NotFound
from service.domain.workflow import Role
from service.store import case_exports, case_files, documents, events, jobs, people
from service.store.case_exports import CaseExport
from service.store.jobs import Job

JOB = "export_case"
TOLD_EACH = 5
"""Papers between two notes of how far an export is: each note is a transaction on the disk."""


@dataclass(frozen=True, slots=True)
class ExportState:
    """What a file's page says of its exports.

    `made` is the last finished one, `fresh` whether the file is still as it tells, `lost` whether
    its bytes are gone from the archive: then another may be made. `unmade` was
    asked for and is not there: `state` is then its job's (waiting, running, failed) and `message`
    why it failed.
    """

    made: CaseExport | None
    fresh: bool
    unmade: CaseExport | None
    state: str = ""
    message: str = ""
    lost: bool = False

    @property
    def under_way(self) -> bool:
        return self.state in ("waiting", "running")


def ask_export(office: Office, case_id: int, *, by: Person, now: datetime) -> CaseExport:
    """Put an export in for the worker, or begin one that failed anew.

    The one that is under way, or that is still as the file is, comes back instead of a second.
    Raises as `case_export.export_case`.
    """
    by.require(Role.DRAFTER, Role.CLERK)
    case, items = ready_to_export(office, case_id, by)
    state = state_of(office, case, items)
    if state.unmade and state.under_way:
        return state.unmade
    if state.made and state.fresh and not state.lost:
        return state.made
    db = office.db
    with db.write():
        unmade = case_exports.unmade(db, case_id)
        if unmade is None:
            export_id = case_exports.ask(db, case_id, len(items), by=by, now=now)
        else:
            export_id = unmade.id
            case_exports.ask_again(db, export_id, len(items), by=by, now=now)
        jobs.restart_key(db, JOB, str(export_id), now)
        jobs.enqueue(db, JOB, now=now, key=str(export_id), payload={"export": export_id})
        events.add(db, "case_file_export_ask", by, now, topic=topic_of(case_id))
    return case_exports.get(db, export_id)


def make_export(office: Office, job: Job, now: datetime) -> None:
    """Make what was asked for, for whoever asked; run twice, it is made once."""
    db = office.db
    export = case_exports.get(db, job.payload["export"])
    if export.sha256 is not None:
        return
    by = people.get(db, export.asked_by)
    if not by.active:
        raise NotAllowed(f"{by.name} không còn làm việc; hãy bấm thử lại để xuất với tên của bạn.")
    case, items = ready_to_export(office, export.case_id, by)

    def told(count: int) -> None:
        if count % TOLD_EACH == 0:
            with db.write():
                case_exports.progress(db, export.id, count, len(items))

    data = package_of(office, case, items, now, told)
    sha256 = office.files.put(data)
    with db.write():
        documents.note_file(db, sha256, len(data), ZIP_TYPE, now)
        made = case_exports.made(
            db,
            export.id,
            sha256,
            name=package_name(case),
            mark=_mark(case, items),
            topics=[one.paper.topic for one in items],
            now=now,
        )
        if made:
            about, count = topic_of(case.id), len(items)
            events.add(db, "case_file_export_made", by, now, topic=about, papers=count)


def state_of(office: Office, case: CaseFile, items: Sequence[CaseItem]) -> ExportState:
    """What there is of exports of this file with these papers in it."""
    db = office.db
    made, unmade = case_exports.latest(db, case.id), case_exports.unmade(db, case.id)
    fresh = made is not None and made.mark == _mark(coded(office, case), items)
    lost = bool(made and made.sha256 and not office.files.path(made.sha256).is_file())
    if unmade is None:
        return ExportState(made, fresh, None, lost=lost)
    job = jobs.with_key(db, JOB, str(unmade.id))
    if job is None:
        return ExportState(made, fresh, unmade, "failed", "Việc xuất hồ sơ bị mất.", lost)
    return ExportState(made, fresh, unmade, job.state, job.message, lost)


def download_export(
    office: Office, case_id: int, export_id: int, *, by: Person, now: datetime
) -> tuple[str, str, bytes]:
    """Name, media type and bytes of a finished export; a download of every paper in it.

    NotFound for one that is not there or not of this file; NotAllowed when a paper in it may not
    be downloaded by this person; ArchiveDamaged.
    """
    by.require(Role.DRAFTER, Role.CLERK)
    case = case_files.get(office.db, case_id, by)
    export = case_exports.get(office.db, export_id)
    if export.case_id != case_id or export.sha256 is None:
        raise NotFound("Không có bản xuất này.")
    require_all(office, export.topics, by)
    data = office.files.get(export.sha256)
    with office.db.write():
        note_download(office, case, export.topics, by=by, now=now)
    return export.name, ZIP_TYPE, data


def _mark(case: CaseFile, items: Sequence[CaseItem]) -> str:
    """What tells one state of a file from another: the hash of its XML."""
    return hashlib.sha256(xml_of(case, [item.paper for item in items])).hexdigest()
