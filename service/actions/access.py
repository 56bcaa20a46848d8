"""Cho xem văn bản — rights per paper and per file, and a record of every look (Phụ lục VI)."""

from datetime import datetime, timedelta
from typing import Any

from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.documents import Document, Person
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.workflow import EDITABLE, Role, State
from service.store import access_grants, documents, events, people, search_index
from service.store import agency as agencies
from service.store.access_grants import AccessGrant

ONE_LOOK = timedelta(minutes=10)
"""Looking again within this span is the same look."""


def grant(
    office: Office,
    document_id: int,
    *,
    unit_id: int | None = None,
    person_id: int | None = None,
    files: bool,
    reason: str,
    by: Person,
    now: datetime,
) -> AccessGrant:
    """Let another unit, or one person, see a paper; with `files` also download it.

    For clerks and the paper's own unit. Refused (fields ``holder``, ``reason``); WrongState for
    a draft, and when they hold the same right already.
    """
    why = required_reason(reason, "Hãy ghi vì sao cho xem văn bản này.")
    with office.db.write():
        document = _shareable(office, document_id, by)
        _require_holder(office, document, unit_id, person_id)
        held = access_grants.live(office.db, document_id, unit_id=unit_id, person_id=person_id)
        if held is not None and held.files == files:
            raise WrongState(f"{held.holder} đã được xem văn bản này.")
        if held is not None:
            access_grants.revoke(office.db, held.id, by=by, now=now)
        access_grants.add(
            office.db,
            document_id,
            unit_id=unit_id,
            person_id=person_id,
            files=files,
            reason=why,
            by=by,
            now=now,
        )
        made = access_grants.live(office.db, document_id, unit_id=unit_id, person_id=person_id)
        if made is None:
            raise RuntimeError(f"the grant on document {document_id} was not kept")
        told: dict[str, Any] = {"holder": made.holder, "files": files, "reason": why}
        events.add(office.db, "grant_access", by, now, document_id, **told)
        search_index.refresh(office.db, document)
    return made


def revoke(office: Office, document_id: int, grant_id: int, *, by: Person, now: datetime) -> None:
    """End a grant; twice is harmless. NotFound when the paper has no such grant."""
    with office.db.write():
        document = _shareable(office, document_id, by)
        every = access_grants.of_document(office.db, document_id)
        found = next((one for one in every if one.id == grant_id), None)
        if found is None:
            raise NotFound("Không có quyền xem này.")
        if access_grants.revoke(office.db, grant_id, by=by, now=now):
            events.add(office.db, "revoke_access", by, now, document_id, holder=found.holder)
            search_index.refresh(office.db, document)


def note_view(office: Office, document: Document, *, by: Person, now: datetime) -> None:
    """Write down that a person looked at a paper; drafts of one's own are no record."""
    if document.state in EDITABLE or document.state is State.DISCARDED:
        return
    if access_grants.looked_since(office.db, document.id, by, now - ONE_LOOK):
        return
    with office.db.write():
        events.add(office.db, "view", by, now, document.id)


def require_files(office: Office, document_id: int, by: Person) -> None:
    """NotAllowed for somebody who was only shown the pages of a paper."""
    if not access_grants.may_download(office.db, document_id, by):
        raise NotAllowed("Bạn được xem các trang của văn bản này, không được tải tệp.")


def may_share(document: Document, person: Person) -> bool:
    """Clerks, and drafters of the paper's own unit."""
    return person.may(Role.CLERK) or (
        person.may(Role.DRAFTER) and document.unit_id == person.unit_id
    )


def _shareable(office: Office, document_id: int, by: Person) -> Document:
    document = documents.get(office.db, document_id, by)
    if not may_share(document, by):
        raise NotAllowed("Chỉ văn thư và đơn vị soạn thảo được cho người khác xem văn bản này.")
    if document.state in EDITABLE or document.state is State.DISCARDED:
        raise WrongState("Bản thảo chưa trình thì chưa cho đơn vị khác xem được.")
    return document


def _require_holder(
    office: Office, document: Document, unit_id: int | None, person_id: int | None
) -> None:
    if (unit_id is None) == (person_id is None):
        raise Refused("Hãy chọn một đơn vị hoặc một người.", field="holder")
    if unit_id is not None:
        known = {unit.id for unit in agencies.units(office.db)}
        if unit_id not in known:
            raise Refused("Không có đơn vị này; hãy chọn lại.", field="holder")
        if unit_id == document.unit_id:
            raise Refused("Đơn vị soạn thảo vốn đã xem được văn bản này.", field="holder")
    elif person_id is not None and people.find(office.db, person_id) is None:
        raise Refused("Không có người này; hãy chọn lại.", field="holder")
