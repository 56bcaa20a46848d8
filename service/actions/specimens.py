"""Mẫu chữ ký, mẫu dấu — taken in after a check, seen by few, every look and use recorded
(NĐ 30/2020, Phụ lục I, phần I, II.7.d, II.8.a).

An owner is a person's id, or None for the agency's seal.
"""

from datetime import datetime

from service.actions.media import PNG_TYPE
from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.documents import Event, Person
from service.domain.errors import NotAllowed, NotFound, Refused
from service.domain.specimens import KeptSpecimen
from service.domain.workflow import Role
from service.store import documents, events, people, specimens
from service.store.db import Database
from signatures.specimens import Specimen, SpecimenKind, check_specimen

LEAST_SEAL_MM, MOST_SEAL_MM = 20.0, 60.0
REPLACED = "Thay bằng ảnh mới."
NONE_KEPT = "Chưa có ảnh nào đang dùng."


def keep_specimen(
    office: Office,
    owner: int | None,
    data: bytes,
    *,
    seal_mm: float | None = None,
    by: Person,
    now: datetime,
) -> KeptSpecimen:
    """Take in a PNG, cropped to its ink; it replaces the one in use. The same again is harmless.

    Refused (field ``picture``) with what is wrong with the picture, (field ``seal_mm``) when the
    seal's real diameter is missing. NotAllowed but for the person and the administrator.
    """
    _require_keeper(by, owner)
    if owner is None and (seal_mm is None or not LEAST_SEAL_MM <= seal_mm <= MOST_SEAL_MM):
        raise Refused(
            f"Hãy ghi đường kính thật của dấu, từ {LEAST_SEAL_MM:.0f} đến {MOST_SEAL_MM:.0f} mm.",
            field="seal_mm",
        )
    diameter = seal_mm if owner is None else None
    checked = check_specimen(data, _kind(owner), seal_mm=diameter)
    office.files.put(checked.png)
    db = office.db
    with db.write():
        _require_owner(db, owner)
        before = specimens.in_use(db).get(owner)
        if before and (before.sha256, before.seal_mm) == (checked.sha256, diameter):
            return before
        if before:
            specimens.withdraw(db, before.id, reason=REPLACED, by=by, now=now)
        documents.note_file(db, checked.sha256, len(checked.png), PNG_TYPE, now)
        found = KeptSpecimen(
            0, owner, checked.sha256, checked.width, checked.height, diameter, now, by.name
        )
        specimens.add(db, found, by=by, now=now)
        events.add(db, "add_specimen", by, now, topic=topic_of(owner), sha256=checked.sha256)
        return specimens.in_use(db)[owner]


def withdraw_specimen(
    office: Office, owner: int | None, reason: str, *, by: Person, now: datetime
) -> None:
    """Stop using the picture; it stays in the archive, for what was signed with it.

    Refused (field ``reason``) without a reason; harmless when none is in use.
    """
    _require_keeper(by, owner)
    reason = required_reason(reason, "Hãy ghi lý do thu hồi ảnh.")
    with office.db.write():
        before = specimens.in_use(office.db).get(owner)
        if before is None:
            return
        specimens.withdraw(office.db, before.id, reason=reason, by=by, now=now)
        events.add(office.db, "withdraw_specimen", by, now, topic=topic_of(owner), reason=reason)


def view(office: Office, owner: int | None, *, by: Person, now: datetime) -> bytes:
    """The PNG in use, for the person's or the administrator's eyes; the look is recorded.

    NotFound when there is none, NotAllowed for anybody else.
    """
    _require_keeper(by, owner)
    with office.db.write():
        kept = specimens.in_use(office.db).get(owner)
        if kept is None:
            raise NotFound(NONE_KEPT)
        events.add(office.db, "view_specimen", by, now, topic=topic_of(owner))
    return office.files.get(kept.sha256)


def of(
    office: Office,
    owner: int | None,
    purpose: str,
    *,
    by: Person,
    now: datetime,
    document_id: int | None = None,
) -> Specimen | None:
    """The picture to show for a signature, with the use recorded; None when there is none.

    `owner` is the id of the person who signs, or None for the agency's seal; `purpose` says in
    Vietnamese what for (``ký số 05/QĐ-UBND``). A person's picture is handed out only to
    this very person, or for a paper that the person has approved (`document_id`).
    """
    if not purpose.strip():
        raise ValueError("a use needs its purpose")
    db = office.db
    approver = documents.get(db, document_id, by).approver_id if document_id else None
    if owner is not None and owner not in (by.id, approver):
        raise NotAllowed("Mẫu chữ ký chỉ dùng cho văn bản mà chính người ấy ký.")
    with db.write():
        kept = specimens.in_use(db).get(owner)
        if kept is None:
            return None
        events.add(db, "use_specimen", by, now, document_id, topic=topic_of(owner), purpose=purpose)
    return Specimen(_kind(owner), office.files.get(kept.sha256), kept.width, kept.height)


def uses(db: Database, owner: int | None) -> tuple[Event, ...]:
    """Everything that happened to an owner's pictures, newest first."""
    return tuple(reversed(events.of_topic(db, topic_of(owner))))


def topic_of(owner: int | None) -> str:
    return "specimen/seal" if owner is None else f"specimen/person-{owner}"


def _kind(owner: int | None) -> SpecimenKind:
    return SpecimenKind.SEAL if owner is None else SpecimenKind.PERSON


def _require_keeper(by: Person, owner: int | None) -> None:
    """The person alone, and the administrator, who keeps the seal's picture too."""
    by.require(Role.ADMINISTRATOR, Role.SIGNATORY)
    if not by.may(Role.ADMINISTRATOR) and by.id != owner:
        raise NotAllowed("Mẫu chữ ký và mẫu dấu chỉ người có chữ ký và quản trị được xem, thay.")


def _require_owner(db: Database, owner: int | None) -> None:
    if owner is None:
        return
    person = people.get(db, owner)
    if not person.may(Role.SIGNATORY):
        raise Refused(f"{person.name} không có vai trò lãnh đạo nên không cần mẫu chữ ký.")
