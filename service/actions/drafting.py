"""Soạn thảo: make, save, copy and discard drafts; nothing that was typed is ever lost."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from service.actions.office import Office
from service.domain.agency import Agency
from service.domain.documents import Document, Person, SideCopy
from service.domain.errors import EditConflict, NotFound, Refused, WrongState
from service.domain.kinds import DocumentKind
from service.domain.numbering import VIETNAM
from service.domain.tones import placed
from service.domain.workflow import EDITABLE, TRANSITIONS, Role, State
from service.store import documents, events, people
from service.store.db import Database

MAX_ANSWERS_BYTES = 4 * 1024 * 1024
EDIT_SPAN = timedelta(minutes=30)
"""Savings of one person within this span are one line of the history: forms save themselves."""


def create_draft(
    office: Office, kind_code: str, answers: Mapping[str, Any], *, by: Person, now: datetime
) -> Document:
    """Start a paper of the person's unit; raises NotFound for an unknown kind."""
    by.require(Role.DRAFTER)
    columns = _columns(office, office.kinds[kind_code], answers)
    with office.db.write():
        document = documents.add(office.db, columns, by=by, now=now)
        events.add(office.db, "create_draft", by, now, document.id)
    return document


def save_draft(
    office: Office,
    document_id: int,
    answers: Mapping[str, Any],
    version: int,
    *,
    by: Person,
    now: datetime,
) -> Document:
    """Save over the version that was read.

    When somebody saved another version meanwhile, raises EditConflict, and `answers` are kept
    as this person's side copy (`resolve_side_copy` chooses). WrongState once it was submitted;
    the answers are kept likewise. Posting the same again is harmless.
    """
    by.require(Role.DRAFTER)
    current = documents.get(office.db, document_id, by)
    columns = _columns(office, office.kinds[current.kind], answers)
    with office.db.write():
        current = documents.get(office.db, document_id, by)
        if current.version != version and current.answers == documents.as_stored(answers):
            return current  # the same post again: the browser's second try
        saved = documents.save_answers(
            office.db, document_id, columns, version=version, by=by, now=now
        )
        if saved:
            _note_saving(office.db, document_id, by, now)
        else:
            documents.put_side_copy(
                office.db, document_id, by.id, answers, base_version=version, now=now
            )
            events.add(office.db, "keep_side_copy", by, now, document_id, base_version=version)
    # Raised only now: the side copy must stay although the saving did not happen.
    if not saved:
        raise _conflict(office.db, document_id, by)
    return documents.get(office.db, document_id, by)


def resolve_side_copy(
    office: Office, document_id: int, *, keep_mine: bool, by: Person, now: datetime
) -> Document:
    """Settle two versions of a draft: the person's side copy replaces the stored one, or goes.

    With `keep_mine` the replaced answers become the side copy of whoever saved them.
    """
    by.require(Role.DRAFTER)
    with office.db.write():
        current = documents.get(office.db, document_id, by)
        mine = side_copy(office.db, document_id, by)
        if mine is None:
            raise NotFound("Không còn bản sửa song song nào của bạn.")
        documents.drop_side_copy(office.db, document_id, by.id)
        if keep_mine:
            require_editable(current)
            if current.updated_by != by.id:
                documents.put_side_copy(
                    office.db,
                    document_id,
                    current.updated_by,
                    current.answers,
                    base_version=current.version,
                    now=now,
                )
            columns = _columns(office, office.kinds[current.kind], mine.answers)
            documents.save_answers(
                office.db, document_id, columns, version=current.version, by=by, now=now
            )
        events.add(
            office.db,
            "resolve_side_copy",
            by,
            now,
            document_id,
            kept="mine" if keep_mine else "theirs",
        )
    return documents.get(office.db, document_id, by)


def side_copy(db: Database, document_id: int, person: Person) -> SideCopy | None:
    """What this person typed over a version that was no longer current, or None."""
    copies = documents.side_copies(db, document_id)
    return next((one for one in copies if one.person_id == person.id), None)


def copy_as_new(office: Office, document_id: int, *, by: Person, now: datetime) -> Document:
    """Start a draft with the answers of an earlier paper that the person may see.

    Its uploaded source stays behind: a copy of another original needs its own file.
    """
    by.require(Role.DRAFTER)
    earlier = documents.get(office.db, document_id, by)
    columns = _columns(office, office.kinds[earlier.kind], earlier.answers)
    with office.db.write():
        document = documents.add(office.db, {**columns, "copied_from": earlier.id}, by=by, now=now)
        events.add(office.db, "copy_as_new", by, now, document.id, source=earlier.id)
    return document


def discard(office: Office, document_id: int, *, by: Person, now: datetime) -> Document:
    """Put a draft aside for good; its row and history stay. Twice is harmless."""
    by.require(Role.DRAFTER)
    with office.db.write():
        current = documents.get(office.db, document_id, by)
        if current.state is State.DISCARDED:
            return current
        document = documents.move(office.db, document_id, TRANSITIONS["discard"], now, by=by)
        events.add(office.db, "discard", by, now, document_id)
    return document


def _columns(office: Office, kind: DocumentKind, answers: Mapping[str, Any]) -> dict[str, Any]:
    if len(json.dumps(answers, ensure_ascii=False).encode()) > MAX_ANSWERS_BYTES:
        raise Refused(
            f"Nội dung quá dài (trên {MAX_ANSWERS_BYTES // 1024 // 1024} MB); hãy chuyển phần dài "
            "sang phụ lục là tệp riêng."
        )
    agency = office.agency()
    signatory_id, signer_name = signer(answers, agency)
    return documents.draft_columns(
        kind.code,
        kind.form_version,
        answers,
        subject=placed(_line(answers.get("subject")), agency.tone_placement),
        notation=notation(kind, answers, agency),
        signatory_id=signatory_id,
        signer_name=signer_name,
    )


def notation(kind: DocumentKind, answers: Mapping[str, Any], agency: Agency) -> str:
    """The ký hiệu as typed, else as the kind computes it."""
    return _line(answers.get("notation")) or kind.notation(answers, agency)


def signer(answers: Mapping[str, Any], agency: Agency) -> tuple[int | None, str]:
    """The chosen signatory's id (None when typed by hand) and the name under the signature."""
    given = answers.get("signatory") or {}
    choice = str(given.get("choice") or "")
    for signatory in agency.signatories:
        if choice == str(signatory.id):
            return signatory.id, signatory.name
    return None, _line(given.get("name"))


def _line(value: Any) -> str:
    return unicodedata.normalize("NFC", " ".join(str(value or "").split()))


def require_editable(document: Document) -> None:
    if document.state not in EDITABLE:
        raise documents.moved_on(document, EDITABLE)


def _note_saving(db: Database, document_id: int, by: Person, now: datetime) -> None:
    last = events.last_of_document(db, document_id)
    if (
        last is not None
        and last.verb in ("save_draft", "create_draft", "copy_as_new")
        and last.person_id == by.id
        and now - last.at < EDIT_SPAN
    ):
        return
    events.add(db, "save_draft", by, now, document_id)


def _conflict(db: Database, document_id: int, by: Person) -> WrongState:
    current = documents.get_for_office(db, document_id)
    who = people.get(db, current.updated_by).name
    if current.updated_by == by.id:
        who = "Chính bạn (ở cửa sổ khác)"
    when = current.updated_at.astimezone(VIETNAM).strftime("%H:%M ngày %d/%m/%Y")
    if current.state in EDITABLE:
        return EditConflict(
            f"{who} đã lưu bản khác lúc {when}; bản bạn vừa gõ đã được giữ riêng, hãy chọn giữ "
            "bản nào.",
            version=current.version,
        )
    refusal = documents.moved_on(current, EDITABLE)
    return EditConflict(
        f"{refusal.message} Lần đổi cuối: {who}, {when}; bản bạn vừa gõ đã được giữ riêng.",
        version=current.version,
    )
