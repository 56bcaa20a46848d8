"""Thẻ, HSM — sign with the token of the office through its own process; the PIN is asked each
time and a refused one is never sent again."""

import threading
from collections.abc import Sequence
from datetime import datetime

from service.actions.office import Office
from service.actions.signing_desk import SigningDesk
from service.actions.signing_order import turn
from service.actions.signing_requests import keep_signed, plain, requests_for
from service.domain.documents import Document, Person
from service.domain.errors import Busy, NotFound, Refused
from service.domain.signing import SigningMethod
from service.store import documents
from signatures.certificates import certificate_facts
from signatures.passphrase import Passphrase
from signatures.token import TokenProcess, TokenWay
from signatures.two_phase import SignRequest
from signatures.ways import Signed

PATIENCE_S = 60.0
_ONE_AT_A_TIME = threading.Lock()


def sign_with_token(
    office: Office,
    document_id: int,
    pin: Passphrase,
    *,
    desk: SigningDesk,
    reason: str = "",
    by: Person,
    now: datetime,
) -> Document:
    """Sign what is due with the certificate on the token that carries the signer's name: the
    agency's also every annex that is a file of its own, with the PIN asked once.

    Refused (field ``pin``) for a wrong PIN; Refused when the token is not there, pulled out, or
    holds nobody of that name; Busy when it is silent. The paper stays as it was then.
    """
    document, stand = turn(office, document_id, by=by)
    token = desk.token
    if token is None:
        raise NotFound("Máy chủ chưa được nối với thẻ ký số hay HSM nào.")
    if not len(pin):
        raise Refused("Hãy nhập mã PIN của thẻ.", field="pin")
    wanted = requests_for(office, document, stand, desk, by=by, now=now)
    made = _signed(token, pin, [request for _, request in wanted], desk)
    for (begun, _), signed in zip(wanted, made, strict=True):
        keep_signed(
            office,
            document,
            begun,
            signed.pdf,
            desk=desk,
            method=SigningMethod.TOKEN,
            reason=reason,
            by=by,
            now=now,
        )
    return documents.get(office.db, document_id, by)


def _signed(
    token: TokenProcess, pin: Passphrase, requests: Sequence[SignRequest], desk: SigningDesk
) -> list[Signed]:
    """Files of one paper, with the token open no longer than that, and for one person at a time.

    Busy when somebody else keeps it for long.
    """
    name = requests[0].name
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE_S):
        raise Busy("Thẻ đang được người khác dùng; hãy thử lại sau giây lát.")
    try:
        token.open(pin)
        matching = [
            (key, identity)
            for key, identity in token.identities()
            if plain(name) in plain(certificate_facts(identity.certificate).name)
        ]
        if not matching:
            raise Refused(f"Thẻ không có chứng thư số mang tên “{name}”.")
        way = TokenWay(token, *matching[0], desk.desk())
        return [way.begin(request) for request in requests]
    finally:
        token.close()
        _ONE_AT_A_TIME.release()
