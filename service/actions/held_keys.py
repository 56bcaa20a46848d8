"""Khóa do hệ thống giữ — a person or the agency lets the service keep a PKCS#12 key; its
passphrase is asked at each signing and kept nowhere (NĐ 30/2020, Điều 33)."""

import math
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from service.actions.office import Office
from service.actions.signing_desk import SigningDesk
from service.actions.signing_order import turn
from service.actions.signing_requests import keep_signed, requests_for, require_name
from service.domain.documents import Document, Person
from service.domain.errors import NotFound, Refused, TooManyTries
from service.domain.signing import HeldKey, SigningMethod, SigningStep
from service.domain.workflow import Role
from service.store import documents, events, held_keys
from signatures.certificates import CertificateFacts
from signatures.passphrase import Passphrase
from signatures.stored_key import OpenKey, SealedKey, StoredKeyWay, seal_key, unlock
from signatures.wrapping import unwrap, wrap

TRIES = 5
WAIT = timedelta(minutes=15)
NO_KEY = "Hệ thống chưa giữ khóa ký số nào cho bước này."


def owner_of(by: Person, *, agency: bool) -> int | None:
    """Whose key: the agency's (clerks keep it, Điều 32, Điều 33) or the leader's own."""
    by.require(Role.CLERK if agency else Role.SIGNATORY)
    return None if agency else by.id


def hold_key(
    office: Office,
    p12: bytes,
    p12_password: Passphrase,
    passphrase: Passphrase,
    *,
    agency: bool,
    desk: SigningDesk,
    by: Person,
    now: datetime,
) -> HeldKey:
    """Take a key in, instead of the one that was kept before.

    Refused (fields ``p12``, ``passphrase``) when the file does not open or may not sign, or the
    passphrase is too short.
    """
    owner = owner_of(by, agency=agency)
    try:
        sealed = seal_key(p12, p12_password, passphrase, now=now)
    except Refused as refusal:
        raise _at(refusal, "p12") from refusal
    data = wrap(sealed.data, desk.secret)
    facts = as_facts(sealed.facts)
    with office.db.write():
        before = held_keys.current(office.db, owner)
        if before is not None:
            held_keys.remove(office.db, before.id, by=by, now=now)
        held_keys.add(office.db, owner, data, facts, by=by, now=now)
        events.add(
            office.db,
            "hold_key",
            by,
            now,
            agency=agency,
            name=facts["name"],
            serial=facts["serial"],
        )
        return _held(office, owner)


def remove_key(office: Office, *, agency: bool, by: Person, now: datetime) -> None:
    """Forget the key for good; twice is harmless."""
    owner = owner_of(by, agency=agency)
    with office.db.write():
        kept = held_keys.current(office.db, owner)
        if kept is not None:
            held_keys.remove(office.db, kept.id, by=by, now=now)
            events.add(office.db, "remove_key", by, now, agency=agency, serial=kept.facts["serial"])


def key_for(office: Office, document: Document, step: SigningStep, by: Person) -> HeldKey | None:
    """The key that this person may use for the signature that is due."""
    if step is SigningStep.PERSON:
        return held_keys.current(office.db, by.id) if document.approver_id == by.id else None
    return held_keys.current(office.db, None) if by.may(Role.CLERK) else None


def sign_with_held_key(
    office: Office,
    document_id: int,
    passphrase: Passphrase,
    *,
    desk: SigningDesk,
    reason: str = "",
    by: Person,
    now: datetime,
) -> Document:
    """Sign what is due with the kept key: the agency's also every annex that is a file of its own.

    Refused (field ``passphrase``) for a wrong one; TooManyTries after TRIES wrong ones within
    WAIT. Whatever is refused leaves the paper as it was.
    """
    document, stand = turn(office, document_id, by=by)
    kept = key_for(office, document, stand.step, by)
    if kept is None:
        raise NotFound(NO_KEY)
    wanted = requests_for(office, document, stand, desk, by=by, now=now)
    key = _opened(office, kept, passphrase, desk=desk, by=by, now=now)
    name = wanted[0][1].name
    require_name(SealedKey.load(unwrap(kept.data, desk.secret)).facts, name, stand.step)
    way = StoredKeyWay(key, desk.desk())
    for begun, pdf in [(one, way.begin(request).pdf) for one, request in wanted]:
        keep_signed(
            office,
            document,
            begun,
            pdf,
            desk=desk,
            method=SigningMethod.STORED_KEY,
            reason=reason,
            by=by,
            now=now,
        )
    return documents.get(office.db, document_id, by)


def as_facts(facts: CertificateFacts) -> dict[str, Any]:
    """What a certificate says, as JSON: times as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(facts).items()
    }


def _opened(
    office: Office,
    kept: HeldKey,
    passphrase: Passphrase,
    *,
    desk: SigningDesk,
    by: Person,
    now: datetime,
) -> OpenKey:
    wrong = held_keys.wrong_since(office.db, kept.id, now - WAIT)
    if len(wrong) >= TRIES:
        wait_s = max(1, math.ceil((wrong[-TRIES] + WAIT - now).total_seconds()))
        raise TooManyTries(
            f"Sai mật khẩu giữ khóa {TRIES} lần; hãy đợi {math.ceil(wait_s / 60)} phút rồi ký lại.",
            wait_s=wait_s,
        )
    sealed = SealedKey.load(unwrap(kept.data, desk.secret))
    try:
        key = unlock(sealed, passphrase)
    except Refused:
        with office.db.write():
            held_keys.note_wrong(office.db, kept.id, by=by, now=now)
            events.add(office.db, "wrong_passphrase", by, now, serial=kept.facts["serial"])
        raise
    if wrong:
        with office.db.write():
            held_keys.forget_wrong(office.db, kept.id)
    return key


def _held(office: Office, owner: int | None) -> HeldKey:
    kept = held_keys.current(office.db, owner)
    if kept is None:
        raise RuntimeError("the key was not kept")
    return kept


def _at(refusal: Refused, field: str) -> Refused:
    """The same refusal at a field, where the engine named none."""
    return refusal if refusal.errors else Refused(refusal.message, field=field)
