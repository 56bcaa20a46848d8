"""Phần mềm ký trên máy — the national desktop tool fetches the file from a one-time address and
posts the signed one to another; it has no session of ours, so the address is the key.

Only hashes of the addresses are kept. Each works once, for half an hour, for one step of one
paper, in the name of whoever began.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from service.actions.office import Office
from service.actions.signing_desk import SigningDesk
from service.actions.signing_elsewhere import (
    as_begun,
    begin_session,
    end_session,
    require_open,
)
from service.actions.signing_order import require_unmoved, turn
from service.actions.signing_requests import keep_signed
from service.domain.documents import FileRole, Person
from service.domain.errors import NotFound, OfficeError, WrongState
from service.domain.signing import SessionState, SigningMethod, SigningSession
from service.store import annex_files, documents, events, people, signing, signing_sessions
from service.store.moments import from_json, from_text, to_json

PATIENCE = timedelta(minutes=30)
DOWNLOAD, UPLOAD = "download", "upload"
GONE = "Địa chỉ ký này không có hoặc không còn dùng được; hãy mở lại trang ký và bấm ký lần nữa."
USED = "Địa chỉ ký này đã được dùng một lần; hãy mở lại trang ký và bấm ký lần nữa."


@dataclass(frozen=True, slots=True)
class ToolErrand:
    """What the tool is told: the two addresses' secrets."""

    session: SigningSession
    download: str
    upload: str


def begin_tool(
    office: Office, document_id: int, *, reason: str = "", by: Person, now: datetime
) -> ToolErrand:
    """Give out the two addresses for the signature that is due.

    One's own earlier ones die; WrongState while somebody else is signing.
    """
    document, stand = turn(office, document_id, by=by)
    errand_tokens = {purpose: secrets.token_urlsafe(32) for purpose in (DOWNLOAD, UPLOAD)}
    with office.db.write():
        require_unmoved(office, documents.get(office.db, document.id, by), stand)
        session = begin_session(
            office,
            document_id,
            stand,
            method=SigningMethod.DESKTOP,
            pdf_sha256=stand.current,
            row=to_json({"reason": reason}),
            expires_at=now + PATIENCE,
            by=by,
            now=now,
        )
        signing_sessions.ordered(office.db, session.id, "")
        for purpose, token in errand_tokens.items():
            signing_sessions.add_link(
                office.db, session.id, _hash(token), purpose, session.expires_at
            )
    return ToolErrand(session, errand_tokens[DOWNLOAD], errand_tokens[UPLOAD])


def fetch_for_tool(office: Office, token: str, *, now: datetime) -> tuple[str, bytes]:
    """Name and bytes of the file to sign, once. NotFound or WrongState otherwise."""
    session = _used(office, token, DOWNLOAD, now)
    by = people.get(office.db, session.begun_by)
    document = documents.get(office.db, session.document_id, by)
    with office.db.write():
        events.add(
            office.db, "download", by, now, document.id, sha256=session.pdf_sha256, role="to_sign"
        )
    annexes = annex_files.annex_files(office.db, document.id, FileRole.ANNEX_PDF)
    annex = next((one.name for one in annexes if one.sha256 == session.pdf_sha256), "")
    name = annex or f"{document.reference or document.notation}.pdf".replace("/", "-")
    return name, office.files.get(session.pdf_sha256)


def take_from_tool(
    office: Office, token: str, data: bytes, *, desk: SigningDesk, now: datetime
) -> SigningSession:
    """Judge and keep what the tool posted, once; the session says how it ended.

    Any OfficeError says why the file is not taken; the paper stays as it was.
    """
    session = _used(office, token, UPLOAD, now)
    by = people.get(office.db, session.begun_by)
    try:
        document = documents.get(office.db, session.document_id, by)
        stand = signing.standing(office.db, document)
        begun = as_begun(stand, session)
        require_unmoved(office, document, begun)
        keep_signed(
            office,
            document,
            begun,
            data,
            desk=desk,
            method=SigningMethod.DESKTOP,
            reason=str(from_json(session.row)["reason"]),
            by=by,
            now=now,
        )
    except OfficeError as error:
        with office.db.write():
            end_session(office, session, SessionState.FAILED, now, error.message, by=by)
        raise
    with office.db.write():
        end_session(office, session, SessionState.FINISHED, now, by=by)
    return signing_sessions.get(office.db, session.id)


def require_known(office: Office, token: str) -> None:
    """NotFound for an upload address that was never given out: nobody's file is read for it."""
    if signing_sessions.link(office.db, _hash(token), UPLOAD) is None:
        raise NotFound(GONE)


def _used(office: Office, token: str, purpose: str, now: datetime) -> SigningSession:
    """The session of an address that is used now for the first time."""
    hashed = _hash(token)
    with office.db.write():
        link = signing_sessions.link(office.db, hashed, purpose)
        if link is None:
            raise NotFound(GONE)
        if link["used_at"] is not None:
            raise WrongState(USED)
        session = signing_sessions.get(office.db, link["session_id"])
        require_open(session, now)
        if from_text(link["expires_at"]) <= now:
            raise WrongState(GONE)
        signing_sessions.use_link(office.db, hashed, now)
    return session


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8")).hexdigest()
