"""Ký ở nơi khác — what remote services and desktop tools share: one signature of a step at a
time, begun by one person, given up or expired in the end."""

from datetime import datetime

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.errors import NotAllowed, WrongState
from service.domain.numbering import VIETNAM
from service.domain.signing import (
    SessionState,
    SigningMethod,
    SigningSession,
    SigningStep,
    Standing,
)
from service.store import events, signing_sessions

EXPIRED = "Quá thời gian chờ ký; văn bản giữ nguyên như trước. Hãy bắt đầu lại."


def begin_session(
    office: Office,
    document_id: int,
    stand: Standing,
    *,
    method: SigningMethod,
    pdf_sha256: str,
    row: str,
    expires_at: datetime,
    by: Person,
    now: datetime,
) -> SigningSession:
    """Keep a signature that begins, in the caller's transaction.

    WrongState when somebody else is signing this step; one's own earlier try is given up.
    """
    open_one = settled(office, document_id, stand.step, now)
    if open_one is not None:
        if open_one.begun_by != by.id:
            when = open_one.begun_at.astimezone(VIETNAM)
            until = open_one.expires_at.astimezone(VIETNAM)
            raise WrongState(
                f"{open_one.begun_by_name} đang ký văn bản này từ {when:%H:%M}; hãy đợi người ấy "
                f"ký xong, hoặc đến {until:%H:%M} là hết hạn."
            )
        end_session(office, open_one, SessionState.FAILED, now, "Người ký bắt đầu lại.", by=by)
    session = signing_sessions.add(
        office.db,
        document_id,
        stand,
        method=method,
        pdf_sha256=pdf_sha256,
        row=row,
        by=by,
        now=now,
        expires_at=expires_at,
    )
    events.add(office.db, "begin_signing", by, now, document_id, method=method.value)
    return session


def settled(
    office: Office, document_id: int, step: SigningStep, now: datetime
) -> SigningSession | None:
    """The open session, after one that has run out was closed; in the caller's transaction."""
    session = signing_sessions.open_one(office.db, document_id, step)
    if session is None or session.expires_at > now:
        return session
    end_session(office, session, SessionState.EXPIRED, now, EXPIRED)
    return None


def end_session(
    office: Office,
    session: SigningSession,
    state: SessionState,
    now: datetime,
    message: str = "",
    *,
    by: Person | None = None,
) -> None:
    """Settle a session, in the caller's transaction; harmless when it has ended."""
    if signing_sessions.end(office.db, session.id, state, now, message):
        events.add(
            office.db,
            "end_signing",
            by,
            now,
            session.document_id,
            outcome=state.value,
            reason=message,
        )


def give_up_session(office: Office, session_id: int, *, by: Person, now: datetime) -> int:
    """Stop waiting for one's own signature elsewhere; the paper's id."""
    with office.db.write():
        session = signing_sessions.get(office.db, session_id)
        if session.begun_by != by.id:
            raise NotAllowed(f"Lần ký này do {session.begun_by_name} bắt đầu.")
        end_session(office, session, SessionState.FAILED, now, "Người ký thôi không ký nữa.", by=by)
    return session.document_id


def require_open(session: SigningSession, now: datetime) -> None:
    """WrongState for a session that has ended or run out."""
    if session.state is SessionState.FINISHED:
        raise WrongState("Lần ký này đã xong; tệp đã được nhận.")
    if session.state not in (SessionState.PREPARED, SessionState.WAITING):
        raise WrongState(session.message or EXPIRED)
    if session.expires_at <= now:
        raise WrongState(EXPIRED)


def as_begun(stand: Standing, session: SigningSession) -> Standing:
    """The standing that this session began with; the keeping transaction compares the two."""
    if (stand.step, stand.current) == (session.step, session.parent_sha256):
        return stand
    return Standing(stand.order, session.step, stand.base_file_id, session.parent_sha256)
