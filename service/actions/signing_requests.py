"""Yêu cầu ký — one signature that a way of signing inside the service is to make: on which
file, in which field, under which name and how it is shown."""

import textwrap
from datetime import datetime

from service.actions.office import Office
from service.actions.signing import accept_person, accept_signed
from service.actions.signing_desk import SigningDesk
from service.domain.documents import Document, Person
from service.domain.errors import Refused, WrongState
from service.domain.numbering import VIETNAM
from service.domain.signing import SigningMethod, SigningStep, Standing
from service.domain.vietnamese import fold
from service.store import documents
from signatures.certificates import CertificateFacts
from signatures.names import FIELD_LABELS, SignatureField
from signatures.order import Step, next_step
from signatures.two_phase import SignRequest

FIELDS = {SigningStep.PERSON: SignatureField.PERSON, SigningStep.SEAL: SignatureField.SEAL}
ENGINE_STEPS = {SigningStep.PERSON: Step.PERSON, SigningStep.SEAL: Step.SEAL}
LINE_LETTERS = {SigningStep.PERSON: 18, SigningStep.SEAL: 20}
"""So many letters of 10 pt fit beside the other one's: the seal lies over the left third of the
person's field."""


def request_for(
    office: Office, document: Document, stand: Standing, desk: SigningDesk, *, now: datetime
) -> SignRequest:
    """The request for the signature that is due. WrongState when the file has no such field."""
    pdf = office.files.get(stand.current)
    if next_step(pdf) is not ENGINE_STEPS[stand.step]:
        raise WrongState(
            "Tệp của văn bản này không có ô ký số; hãy ký tay trên bản giấy rồi xác nhận ở mục "
            "“Ký tay trên bản giấy”."
        )
    name = signer_of(office, document, stand.step)
    return SignRequest(
        pdf,
        FIELDS[stand.step],
        now,
        name=name,
        level=desk.level,
        text=shown_text(name, stand.step, now),
    )


def signer_of(office: Office, document: Document, step: SigningStep) -> str:
    """The name that the certificate must carry."""
    if step is SigningStep.PERSON:
        return document.signer_name
    agency = documents.frozen_agency(office.db, document.id) or office.agency()
    return agency.full_name


def shown_text(name: str, step: SigningStep, now: datetime) -> tuple[str, ...]:
    """What the field shows where no specimen picture is drawn: who and when, in Vietnam's time."""
    moment = now.astimezone(VIETNAM)
    zone = f"{moment:%z}"
    lines = textwrap.wrap(name, LINE_LETTERS[step])
    return (*lines, f"{moment:%d/%m/%Y}", f"{moment:%H:%M:%S} {zone[:3]}:{zone[3:]}")


def require_name(facts: CertificateFacts, name: str, step: SigningStep) -> None:
    """Refused when the certificate is another person's: here nobody has to look at it again,
    since the one who signs can simply use the right one."""
    if plain(name) not in plain(facts.name):
        raise Refused(
            f"Chứng thư số mang tên “{facts.name}”, không phải “{name}”; "
            f"{FIELD_LABELS[FIELDS[step]].lower()} phải dùng đúng chứng thư của mình."
        )


def plain(name: str) -> str:
    """A name without marks and case, for comparing."""
    return " ".join(fold(name).split())


def keep_signed(
    office: Office,
    document: Document,
    begun: Standing,
    pdf: bytes,
    *,
    desk: SigningDesk,
    method: SigningMethod,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    """Judge and keep what a way of signing made; nothing is kept when it is refused."""
    take = accept_person if begun.step is SigningStep.PERSON else accept_signed
    take(
        office,
        document.id,
        pdf,
        trust_folder=desk.trust_folder,
        reason=reason,
        by=by,
        now=now,
        method=method,
        begun=begun,
    )
