"""Ký từ xa — prepare here, agree on the phone, finish here. What waits is a row and a file, so a
restart loses nothing; a job asks the service until it answers."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from service.actions.media import PDF_TYPE
from service.actions.office import Office
from service.actions.signing_desk import SigningDesk, desk_of
from service.actions.signing_elsewhere import EXPIRED, as_begun, begin_session, end_session
from service.actions.signing_order import annex_label, require_unmoved, turn
from service.actions.signing_requests import field_of, keep_signed, request_for, require_name
from service.domain.documents import Document, Person
from service.domain.errors import Busy, NotFound, OfficeError, Refused
from service.domain.signing import SessionState, SigningMethod, SigningSession, Standing
from service.store import annex_files, documents, jobs, people, signing, signing_sessions
from service.store.jobs import Job
from signatures.certificates import certificate_facts
from signatures.remote import RemoteOrder
from signatures.remote_http import Answered
from signatures.two_phase import Prepared, prepare
from signatures.ways import complete

POLL = "poll_remote_signing"
POLL_EVERY = timedelta(seconds=5)
PATIENCE = timedelta(minutes=20)
"""People look for their phones; services give up after five minutes and say so themselves."""

OUTCOMES = {
    "refused": (SessionState.FAILED, "Người ký đã từ chối trên ứng dụng ký từ xa."),
    "expired": (SessionState.EXPIRED, EXPIRED),
}


def begin_remote(
    office: Office,
    document_id: int,
    account: str,
    *,
    desk: SigningDesk,
    reason: str = "",
    by: Person,
    now: datetime,
) -> SigningSession:
    """Prepare the file, ask the service, and wait.

    Refused (field ``account``) for an unknown account or another's certificate; WrongState when
    somebody is signing already; Busy when the service is silent: nothing waits then.
    """
    document, stand = turn(office, document_id, by=by)
    if desk.remote is None:
        raise NotFound("Cơ quan chưa nối với dịch vụ ký từ xa nào.")
    if not account.strip():
        raise Refused("Hãy ghi tài khoản ký từ xa của bạn.", field="account")
    remote = desk.remote.account(account.strip())
    identity = remote.identity()
    request = request_for(office, document, stand, desk, by=by, now=now)
    try:
        require_name(certificate_facts(identity.certificate), request.name, stand.step)
        prepared = prepare(request, identity)
    except Refused as refusal:
        raise Refused(refusal.message, field="account") from refusal
    office.files.put(prepared.pdf)
    with office.db.write():
        require_unmoved(office, documents.get(office.db, document_id, by), stand)
        documents.note_file(office.db, prepared.pdf_sha256, len(prepared.pdf), PDF_TYPE, now)
        session = begin_session(
            office,
            document_id,
            stand,
            method=SigningMethod.REMOTE,
            pdf_sha256=prepared.pdf_sha256,
            row=_row(prepared, reason, account.strip()),
            expires_at=now + PATIENCE,
            by=by,
            now=now,
        )
    shown = shown_words(office, document, stand)
    return _ordered(office, session, remote.order, prepared, shown, now=now, by=by)


def _row(prepared: Prepared, reason: str, account: str) -> str:
    return json.dumps({**json.loads(prepared.to_row()), "reason": reason, "account": account})


def shown_words(office: Office, document: Document, stand: Standing) -> str:
    """What the person reads on the phone: the paper, and which of its annexes is signed."""
    due = annex_files.unsigned(office.db, document.id) if stand.part else ()
    which = "".join(f" – {annex_label(document, one)}" for one in due if one.part == stand.part)
    return f"{document.reference or document.notation}{which}: {document.subject}"[:200]


def _ordered(
    office: Office,
    session: SigningSession,
    ask: Callable[[RemoteOrder], str],
    prepared: Prepared,
    shown: str,
    *,
    now: datetime,
    by: Person,
) -> SigningSession:
    try:
        order = ask(RemoteOrder(prepared.attributes, shown))
    except OfficeError as error:
        with office.db.write():
            end_session(office, session, SessionState.FAILED, now, error.message, by=by)
        raise
    with office.db.write():
        signing_sessions.ordered(office.db, session.id, order)
        _enqueue(office, session.id, 0, now)
    return signing_sessions.get(office.db, session.id)


def poll_remote(office: Office, job: Job, now: datetime) -> None:
    """Ask once; finish, settle, or come again a little later. Runs twice with the same result."""
    session = signing_sessions.get(office.db, int(job.payload["session"]))
    if session.state is not SessionState.WAITING:
        return
    desk = desk_of(office)
    try:
        if desk.remote is None:
            raise Busy("Cơ quan không còn nối với dịch vụ ký từ xa.")
        answer = desk.remote.answer(session.order)
    except Busy:
        answer = Answered("waiting")
    if answer.state == "waiting" and session.expires_at > now:
        with office.db.write():
            _enqueue(office, session.id, int(job.payload["turn"]) + 1, now + POLL_EVERY)
        return
    if answer.state == "signed":
        _finish(office, session, answer.value, desk=desk, now=now)
        return
    state, sentence = OUTCOMES.get(answer.state, OUTCOMES["expired"])
    with office.db.write():
        end_session(office, session, state, now, sentence)


def _finish(
    office: Office, session: SigningSession, value: bytes, *, desk: SigningDesk, now: datetime
) -> None:
    by = people.get(office.db, session.begun_by)
    state, sentence = SessionState.FINISHED, ""
    try:
        prepared = Prepared.from_row(session.row, office.files.get(session.pdf_sha256))
        document = documents.get(office.db, session.document_id, by)
        stand = signing.standing(office.db, document)
        if not _kept_before(office, session):
            begun = as_begun(stand, session)
            way, field = SigningMethod.REMOTE, field_of(document, begun)
            signed = complete(way.value, field, prepared, value, desk.desk())
            keep_signed(
                office,
                document,
                begun,
                signed.pdf,
                desk=desk,
                method=way,
                reason=str(json.loads(session.row)["reason"]),
                by=by,
                now=now,
            )
    except Busy:
        raise
    except OfficeError as error:
        state, sentence = SessionState.FAILED, error.message
    with office.db.write():
        end_session(office, session, state, now, sentence, by=by)
    if state is SessionState.FINISHED:
        _go_on(office, session, by, desk=desk, now=now)


def _go_on(
    office: Office, session: SigningSession, by: Person, *, desk: SigningDesk, now: datetime
) -> None:
    """Ask for the next annex of the same paper: the person agrees once for each file. Where that
    cannot begin, the paper says which annex is not signed yet."""
    told = json.loads(session.row)
    document = documents.get(office.db, session.document_id, by)
    if signing.standing(office.db, document).part and told.get("account"):
        with suppress(OfficeError):
            begin_remote(
                office,
                session.document_id,
                told["account"],
                desk=desk,
                reason=told["reason"],
                by=by,
                now=now,
            )


def _kept_before(office: Office, session: SigningSession) -> bool:
    """The file was kept by a run that ended before it could say so."""
    return any(
        kept.step is session.step
        and kept.method is SigningMethod.REMOTE
        and kept.parent_sha256 == session.parent_sha256
        and kept.signed_at >= session.begun_at
        for kept in signing.of_document(office.db, session.document_id)
    )


def _enqueue(office: Office, session_id: int, turn_: int, when: datetime) -> None:
    jobs.enqueue(
        office.db,
        POLL,
        key=f"{session_id}:{turn_}",
        payload={"session": session_id, "turn": turn_},
        now=when,
        run_after=when,
    )
