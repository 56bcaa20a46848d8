"""Yêu cầu ký — one signature that a way of signing inside the service is to make: on which
file, in which field, under which name and how it is shown."""

import textwrap
from datetime import datetime

from service.actions import specimens
from service.actions.annex_signing import accept_annex
from service.actions.office import Office
from service.actions.signing import accept_person, accept_signed
from service.actions.signing_desk import SigningDesk
from service.domain.copying import corner_text, signed_by_agency_alone
from service.domain.documents import Document, Person
from service.domain.errors import Refused, WrongState
from service.domain.numbering import VIETNAM
from service.domain.signing import SigningMethod, SigningStep, Standing, annex_text
from service.domain.vietnamese import fold
from service.store import documents, signing
from signatures.certificates import CertificateFacts
from signatures.names import FIELD_LABELS, SignatureField
from signatures.order import Step, next_step
from signatures.specimens import Specimen
from signatures.two_phase import SignRequest

FIELDS = {SigningStep.PERSON: SignatureField.PERSON, SigningStep.SEAL: SignatureField.SEAL}
ENGINE_STEPS = {SigningStep.PERSON: Step.PERSON, SigningStep.SEAL: Step.SEAL}
CORNER_LETTERS = 46  # of 10 pt in the 80 mm of ô số 14
LINE_LETTERS = {SigningStep.PERSON: 18, SigningStep.SEAL: 20}
"""So many letters of 10 pt fit beside the other one's: the seal lies over the left third of the
person's field."""


def request_for(
    office: Office,
    document: Document,
    stand: Standing,
    desk: SigningDesk,
    *,
    by: Person,
    now: datetime,
) -> SignRequest:
    """The request for the signature that is due. WrongState when the file has no such field.

    It shows the kept picture of who signs, whose use is recorded; else name and time; on an annex
    number and time, without a picture.
    """
    pdf = office.files.get(stand.current)
    if next_step(pdf) is not ENGINE_STEPS[stand.step]:
        raise WrongState(
            "Tệp của văn bản này không có ô ký số; hãy ký tay trên bản giấy rồi xác nhận ở mục "
            "“Ký tay trên bản giấy”."
        )
    name = signer_of(office, document, stand.step)
    field, text = field_of(document, stand), shown_text(name, stand.step, now)
    if field is SignatureField.COPY:
        text = cornered(corner_text(document.answers, name, now.astimezone(VIETNAM)))
    elif field is SignatureField.ANNEX:
        text = cornered(annex_text(document.reference, now.astimezone(VIETNAM)))
    return SignRequest(
        pdf,
        field,
        now,
        name=name,
        level=desk.signing_level,
        picture=picture_for(office, document, field, by=by, now=now),
        text=text,
    )


def picture_for(
    office: Office, document: Document, field: SignatureField, *, by: Person, now: datetime
) -> Specimen | None:
    """The seal's picture, or that of a person who signs under the own name; None where there is
    none, and where none is shown: in the corner of a copy (Phụ lục I, phần II)."""
    what = f"ký số {document.reference or document.notation}"
    if field is SignatureField.SEAL:
        return specimens.of(office, None, what, by=by, now=now, document_id=document.id)
    if field is SignatureField.PERSON and plain(by.name) == plain(document.signer_name):
        return specimens.of(office, by.id, what, by=by, now=now, document_id=document.id)
    return None


def requests_for(
    office: Office,
    document: Document,
    stand: Standing,
    desk: SigningDesk,
    *,
    by: Person,
    now: datetime,
) -> tuple[tuple[Standing, SignRequest], ...]:
    """The request for the signature that is due; where it is the agency's, then those for the
    annexes that are files of their own."""
    due = [stand]
    if stand.step is SigningStep.SEAL:
        rest = signing.on_annexes(office.db, document, stand)
        due += [one for one in rest if one.part != stand.part]
    return tuple((one, request_for(office, document, one, desk, by=by, now=now)) for one in due)


def cornered(said: str) -> tuple[str, ...]:
    """A text in the lines of ô số 14."""
    return tuple(textwrap.wrap(said, CORNER_LETTERS))


def field_of(document: Document, stand: Standing) -> SignatureField:
    """Where the signature goes: the agency signs an annex that is a file of its own, and an
    electronic copy, in the corner (ô số 14)."""
    if stand.part:
        return SignatureField.ANNEX
    return SignatureField.COPY if signed_by_agency_alone(document.answers) else FIELDS[stand.step]


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
    if begun.part:
        accept_annex(
            office,
            document.id,
            begun.part,
            pdf,
            trust_folder=desk.trust_folder,
            reason=reason,
            by=by,
            now=now,
            method=method,
            begun=begun,
        )
        return
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
