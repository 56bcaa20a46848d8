"""Tệp đính kèm hồ sơ — kept encrypted, each under a key of its own; who looks is noted."""

from datetime import datetime

from service.actions.office import Office
from service.actions.provider_cases import EDITABLE, regime_of
from service.domain.documents import Person
from service.domain.eligibility import application
from service.domain.eligibility.attachments import PDF, plain_name, real_type
from service.domain.eligibility.cases import CaseAttachment, ProviderCase
from service.domain.eligibility.law import ProviderRegime
from service.domain.eligibility.states import COUNTER
from service.domain.errors import NotFound, OfficeError, Refused, WrongState
from service.domain.workflow import Role
from service.rendering.uploads import read_upload
from service.store import documents, events, provider_cases, provider_parts
from service.store.identity_vault import lock_with, new_key, unlock_with

LOCKED_TYPE = "application/octet-stream"
MOST_FILES = 200


def attach(
    office: Office,
    case_id: int,
    item: str,
    name: str,
    data: bytes,
    *,
    by: Person,
    now: datetime,
) -> CaseAttachment:
    """Add a file to a part of the dossier.

    Refused (field ``file``) when it is not the PDF or picture that its name says, or a PDF that
    runs scripts; (field ``item``) when the law of the case does not ask for that part.
    """
    by.require(*COUNTER)
    case = provider_cases.get(office.db, case_id, by)
    return attach_file(office, case, item, name, data, by=by, now=now)


def attach_file(
    office: Office,
    case: ProviderCase,
    item: str,
    name: str,
    data: bytes,
    *,
    by: Person | None,
    now: datetime,
) -> CaseAttachment:
    """`attach` once it is known who may: the applicant has no `by`."""
    _require_editable(case)
    _require_asked_for(regime_of(office, case), case, item)
    media_type = real_type(name, data)
    if media_type == PDF:
        _require_harmless(data)
    key = new_key()
    locked = lock_with(key, data, case.topic)
    sha256 = office.files.put(locked)
    db = office.db
    with db.write():
        _require_editable(provider_cases.for_office(db, case.id))
        count = provider_parts.files_ever(db, case.id)
        if count >= MOST_FILES:
            raise Refused(f"Hồ sơ đã có {MOST_FILES} tệp; hãy gộp tệp rồi tải lên.", "file")
        documents.note_file(db, sha256, len(locked), LOCKED_TYPE, now)
        attachment_id = provider_parts.add_attachment(
            db,
            case.id,
            item,
            name=plain_name(item, count + 1, media_type),
            media_type=media_type,
            size=len(data),
            sha256=sha256,
            key_cipher=office.vault.lock(key, case.topic),
            now=now,
        )
        events.add(db, "case_attach", by, now, topic=case.topic, item=item, applicant=by is None)
    return provider_parts.attachment(db, attachment_id)[0]


def _require_asked_for(regime: ProviderRegime, case: ProviderCase, item: str) -> None:
    items = application.dossier_of(
        regime, kind=case.kind, path=case.path, request=case.request, answers=case.answers
    )
    application.may_attach(regime, item, items)


def _require_harmless(data: bytes) -> None:
    try:
        facts = read_upload(data)
    except Refused as refusal:
        raise Refused(refusal.message, "file") from refusal
    if facts.acts:
        raise Refused(
            "Tệp PDF có lệnh tự chạy hoặc tệp khác bên trong. Hãy in ra PDF mới rồi tải lên.",
            "file",
        )


def _require_editable(case: ProviderCase) -> None:
    if case.state not in EDITABLE:
        raise WrongState("Hồ sơ đã nộp nên không thêm, gỡ tệp; hãy yêu cầu bổ sung trước.")


def remove(office: Office, case_id: int, attachment_id: int, *, by: Person, now: datetime) -> None:
    """Take a file out; its bytes are made unreadable 30 days later. Twice is harmless."""
    by.require(*COUNTER)
    case = provider_cases.get(office.db, case_id, by)
    remove_file(office, case, attachment_id, by=by, now=now)


def remove_file(
    office: Office,
    case: ProviderCase,
    attachment_id: int,
    *,
    by: Person | None,
    now: datetime,
) -> None:
    """`remove` once it is known who may: the applicant has no `by`."""
    _require_editable(case)
    db = office.db
    with db.write():
        if attachment_id not in {one.id for one in provider_parts.attachments(db, case.id)}:
            return
        provider_parts.remove_attachment(db, attachment_id, now)
        events.add(db, "case_remove_file", by, now, topic=case.topic, attachment=attachment_id)


def open_attachment(
    office: Office, attachment_id: int, *, by: Person, now: datetime
) -> tuple[CaseAttachment, bytes]:
    """The file in clear, for who may see the case; every look is noted.

    NotFound also when the case is not theirs to know, ArchiveDamaged when it cannot be opened.
    """
    by.require(Role.CLERK, Role.DRAFTER, Role.SIGNATORY)
    attachment, sha256, key_cipher = provider_parts.attachment(office.db, attachment_id)
    try:
        case = provider_cases.get(office.db, attachment.case_id, by)
    except OfficeError:
        raise NotFound("Không có tệp đính kèm này, hoặc tệp đã được gỡ.") from None
    key = office.vault.unlock(key_cipher, case.topic)
    data = unlock_with(key, office.files.get(sha256), case.topic)
    with office.db.write():
        events.add(office.db, "case_view_file", by, now, topic=case.topic, attachment=attachment_id)
    return attachment, data
