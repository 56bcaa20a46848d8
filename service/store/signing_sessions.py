"""Ký ở nơi khác: signatures under way with a remote service or a desktop tool, and the one-time
links of the latter. Only hashes of links are kept."""

from datetime import datetime

from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.signing import (
    SessionState,
    SigningMethod,
    SigningSession,
    SigningStep,
    Standing,
)
from service.store.db import Database, Row
from service.store.moments import from_text, to_text

_SELECT = """
    SELECT signing_session.*, person.name AS begun_by_name
    FROM signing_session
    JOIN person ON person.id = begun_by
"""


def add(
    db: Database,
    document_id: int,
    stand: Standing,
    *,
    method: SigningMethod,
    pdf_sha256: str,
    row: str,
    by: Person,
    now: datetime,
    expires_at: datetime,
) -> SigningSession:
    """Keep a signature that begins, not yet asked for."""
    ident = db.insert(
        "signing_session",
        {
            "document_id": document_id,
            "step": stand.step.value,
            "method": method.value,
            "state": SessionState.PREPARED.value,
            "parent_sha256": stand.current,
            "pdf_sha256": pdf_sha256,
            "row": row,
            "begun_by": by.id,
            "begun_at": to_text(now),
            "expires_at": to_text(expires_at),
        },
    )
    return get(db, ident)


def get(db: Database, session_id: int) -> SigningSession:
    row = db.one(f"{_SELECT} WHERE signing_session.id = :id", {"id": session_id})
    if row is None:
        raise NotFound("Không có lần ký này.")
    return _session(row)


def open_one(db: Database, document_id: int, step: SigningStep) -> SigningSession | None:
    """The one signature of this step that is under way elsewhere."""
    row = db.one(
        f"{_SELECT} WHERE document_id = :id AND step = :step AND state IN ('prepared', 'waiting')",
        {"id": document_id, "step": step.value},
    )
    return None if row is None else _session(row)


def last(db: Database, document_id: int) -> SigningSession | None:
    """The newest of a paper, however it ended."""
    row = db.one(
        f"{_SELECT} WHERE document_id = :id ORDER BY signing_session.id DESC LIMIT 1",
        {"id": document_id},
    )
    return None if row is None else _session(row)


def ordered(db: Database, session_id: int, order: str) -> None:
    """The service was asked; it calls the request `order`."""
    db.execute(
        """
        UPDATE signing_session SET state = 'waiting', service_order = :order
        WHERE id = :id AND state = 'prepared'
        """,
        {"id": session_id, "order": order},
    )


def end(
    db: Database, session_id: int, state: SessionState, now: datetime, message: str = ""
) -> bool:
    """Settle an open session; False when it has ended already."""
    return bool(
        db.execute(
            """
            UPDATE signing_session SET state = :state, ended_at = :now, message = :message
            WHERE id = :id AND state IN ('prepared', 'waiting')
            """,
            {"id": session_id, "state": state.value, "now": to_text(now), "message": message},
        )
    )


def add_link(
    db: Database, session_id: int, token_sha256: str, purpose: str, expires_at: datetime
) -> None:
    db.insert(
        "tool_link",
        {
            "token_sha256": token_sha256,
            "session_id": session_id,
            "purpose": purpose,
            "expires_at": to_text(expires_at),
        },
    )


def link(db: Database, token_sha256: str, purpose: str) -> Row | None:
    """`session_id`, `expires_at` and `used_at` of a link, as text."""
    return db.one(
        "SELECT * FROM tool_link WHERE token_sha256 = :token AND purpose = :purpose",
        {"token": token_sha256, "purpose": purpose},
    )


def use_link(db: Database, token_sha256: str, now: datetime) -> bool:
    """Mark a link as used; False when it was used before."""
    return bool(
        db.execute(
            "UPDATE tool_link SET used_at = :now WHERE token_sha256 = :token AND used_at IS NULL",
            {"token": token_sha256, "now": to_text(now)},
        )
    )


def _session(row: Row) -> SigningSession:
    return SigningSession(
        id=row["id"],
        document_id=row["document_id"],
        step=SigningStep(row["step"]),
        method=SigningMethod(row["method"]),
        state=SessionState(row["state"]),
        parent_sha256=row["parent_sha256"],
        pdf_sha256=row["pdf_sha256"],
        row=row["row"],
        order=row["service_order"],
        message=row["message"],
        begun_by=row["begun_by"],
        begun_by_name=row["begun_by_name"],
        begun_at=from_text(row["begun_at"]),
        expires_at=from_text(row["expires_at"]),
    )
