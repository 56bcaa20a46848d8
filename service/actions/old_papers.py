"""Văn bản cũ — open, download and correct papers of earlier years."""

from datetime import datetime

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.errors import NotFound, Refused
from service.domain.incoming import IncomingDetails
from service.domain.old_papers import OldFile, OldPaper
from service.domain.workflow import Role
from service.store import events, old_papers


def topic(old_paper_id: int) -> str:
    """What the history calls an old paper."""
    return f"old_paper/{old_paper_id}"


def read(office: Office, old_paper_id: int, *, by: Person, now: datetime) -> OldPaper:
    """The paper for somebody who opens its page; that it was seen is noted. NotFound."""
    paper = old_papers.get(office.db, old_paper_id, by)
    with office.db.write():
        events.add(office.db, "view_old_paper", by, now, topic=topic(old_paper_id))
    return paper


def file_of(office: Office, old_paper_id: int, file_id: int, *, by: Person) -> OldFile:
    """One file of a paper that the person may see. NotFound."""
    old_papers.get(office.db, old_paper_id, by)
    every = old_papers.files(office.db, old_paper_id)
    file = next((one for one in every if one.id == file_id), None)
    if file is None:
        raise NotFound("Văn bản cũ này không có tệp ấy.")
    return file


def download(
    office: Office, old_paper_id: int, file_id: int, *, by: Person, now: datetime
) -> tuple[OldFile, bytes]:
    """The stored bytes, after their hash was checked; every time is noted. ArchiveDamaged."""
    file = file_of(office, old_paper_id, file_id, by=by)
    data = office.files.get(file.sha256)
    with office.db.write():
        events.add(office.db, "download", by, now, topic=topic(old_paper_id), sha256=file.sha256)
    return file, data


def correct(
    office: Office,
    old_paper_id: int,
    details: IncomingDetails,
    unit_id: int | None,
    *,
    by: Person,
    now: datetime,
) -> OldPaper:
    """Change what is told of a paper; its files stay, the change is in the history.

    Refused (field ``number``) when another paper has that number, notation, agency and date.
    """
    by.require(Role.CLERK)
    db = office.db
    with db.write():
        before = old_papers.get(db, old_paper_id, by)
        other = old_papers.same_paper(db, details)
        if other is not None and other != old_paper_id:
            raise Refused(
                f"Đã có văn bản cũ {details.reference} ngày {details.issued_text} của "
                f"{details.agency}.",
                field="number",
            )
        changes = {
            name: [str(getattr(before.details, name)), str(getattr(details, name))]
            for name in details.__slots__
            if getattr(before.details, name) != getattr(details, name)
        }
        if unit_id != before.unit_id:
            changes["unit_id"] = [str(before.unit_id or ""), str(unit_id or "")]
        if changes:
            old_papers.save(db, old_paper_id, details, unit_id)
            events.add(db, "correct_old_paper", by, now, topic=topic(old_paper_id), changes=changes)
    return old_papers.get(db, old_paper_id, by)
