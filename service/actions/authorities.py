"""Thẩm quyền ký và văn bản giao quyền ký — kept with their history, and asked whenever a paper is
drafted, submitted, approved or numbered (NĐ 30/2020, Điều 13)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from forms.composing import signature_block
from service.actions.drafting import signer
from service.actions.office import Office
from service.domain.agency import Agency, Unit
from service.domain.authority import Authority, NotLawful
from service.domain.documents import Document, Person
from service.domain.errors import Refused
from service.domain.issuing_body import fitting_signatories, misfit, other_issuer
from service.domain.signing_papers import SigningPaper, SigningPaperType, require_lawful
from service.domain.signing_rules import (
    ground_of,
    printed_signatory,
    refused,
    require_plain_name,
    sign_as,
    who_may_sign,
    why_not,
)
from service.domain.signing_rules import require_lawful as require_lawful_authority
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import authorities, events, people, signing_papers
from service.store.db import Database

CHOSEN, TYPED, LINES = "signatory-choice", "signatory-name", "signatory-lines"
"""Where the drafter's form says who signs: from the list, or by hand."""


def save_authority(office: Office, authority: Authority, *, by: Person, now: datetime) -> Authority:
    """Add a signatory (id 0) or change one, with all that lets the person sign.

    Every saving is kept. Refused at the field (``capacity``, ``delegation_id`` …) when nobody
    could sign so on any day; one that is switched off may be kept as it is.
    """
    by.require(Role.ADMINISTRATOR)
    if not authority.signatory.post.strip():
        raise Refused("Hãy ghi chức vụ của người ký.", field="post")
    if authority.since and authority.until and authority.until < authority.since:
        raise Refused("Ngày thôi giữ chức vụ không được trước ngày bắt đầu.", field="until")
    db = office.db
    with db.write():
        _require_known(office, authority)
        if authority.signatory.active:
            _require_lawful(authority)
        saved = agencies.put_signatory(db, printed_signatory(authority))
        authorities.add(db, replace(authority, signatory=saved), by=by, now=now)
        events.add(db, "save_signatory", by, now, topic=f"signatory/{saved.id}", signatory=saved.id)
    return replace(authority, signatory=saved)


def save_signing_paper(
    office: Office, paper: SigningPaper, *, by: Person, now: datetime
) -> SigningPaper:
    """Add a regulation or a delegation (id 0) or change one; every saving is kept.

    Who gave a delegation is taken from the giver's own authority: Refused at ``giver_id`` when
    that one is no head (Điều 13, khoản 3: what was delegated is not passed on).
    """
    by.require(Role.ADMINISTRATOR)
    db = office.db
    with db.write():
        paper = _with_giver(db, paper)
        require_lawful(paper)
        if paper.id and signing_papers.get(db, paper.id).type is not paper.type:
            raise Refused("Không đổi loại văn bản đã ghi; hãy thêm văn bản mới.", field="title")
        saved = signing_papers.put(db, paper, by=by, now=now)
        events.add(
            db, "save_signing_paper", by, now, topic=f"signing-paper/{saved.id}", paper=saved.cited
        )
    return saved


def require_may_sign(db: Database, document: Document, *, on: date, field: str = "") -> str:
    """On what the paper's signatory signs on this day, as one line for the history.

    Refused with the article at `field`, by default where the form says who signs. A signatory
    typed by hand is checked for titles alone, and rests on nothing that is recorded here.
    """
    if document.signatory_id is None:
        _require_typed(document.signer_name, field or TYPED)
        return ""
    authority = authorities.of(db, document.signatory_id)
    if authority is None:
        raise Refused("Người ký đã chọn không còn trong danh sách.", field=field or CHOSEN)
    try:
        sign_as(authority, on=on, kind=document.kind, unit=_unit(db, document.unit_id))
    except NotLawful as refusal:
        raise Refused(refusal.message, field=field or CHOSEN) from refusal
    return ground_of(authority)


def require_fitting_signatory(office: Office, document: Document, *, how: str = "") -> None:
    """Refused where the form says who signs, when the lines over the name are not those of the
    paper's issuing body (Điều 13, khoản 1 và 2): it says whom to choose instead.

    `how` says what to do first, for who cannot change the paper."""
    told = issuing_trouble(office, document.kind, document.answers)
    if told:
        raise Refused(
            f"{told} {how}".strip(), field=LINES if document.signatory_id is None else CHOSEN
        )


def issuing_trouble(office: Office, kind: str, answers: Mapping[str, Any]) -> str:
    """Why the signature does not suit the issuing body, and what would; empty when it does."""
    agency = office.agency()
    issuer = office.kinds[kind].issued_by(answers)
    try:
        why = misfit(issuer, signature_block(answers, agency).authority)
    except Refused:
        return ""  # nobody on the list: said by those who look the signatory up
    return f"{why} {_instead(issuer, agency)}" if why else ""


def _instead(issuer: str, agency: Agency) -> str:
    """Whom to choose; else who can add such a signatory; and the other issuing body."""
    fitting = fitting_signatories(issuer, agency.signatories)
    if fitting:
        names = " hoặc ".join(
            f"“{one.name} – {', '.join(one.block.authority)}”" for one in fitting[:2]
        )
        told = f"Hãy chọn người ký {names}"
    else:
        told = (
            "Danh sách chưa có người ký như thế: hãy nhờ quản trị thêm, hoặc chọn “Người khác” rồi "
            "ghi quyền hạn, chức vụ"
        )
    other = other_issuer(issuer, agency.signatories)
    return f"{told}; hoặc sửa Thẩm quyền ban hành thành “{other}”." if other else f"{told}."


def signing_advice(
    office: Office, document: Document, answers: Mapping[str, Any], *, on: date
) -> dict[str, str]:
    """What to think of before choosing this signatory, by field; refuses nothing."""
    signatory_id, name = signer(answers, office.agency())
    misfitting = issuing_trouble(office, document.kind, answers)
    if signatory_id is None:
        try:
            _require_typed(name, TYPED)
        except Refused as refusal:
            return {"signatory": refusal.message}
        return {"signatory": misfitting} if misfitting else {}
    authority = authorities.of(office.db, signatory_id)
    if authority is None:
        return {}
    unit = _unit(office.db, document.unit_id)
    sentence = (
        why_not(authority, on=on, kind=document.kind, unit=unit) or misfitting or _limits(authority)
    )
    return {"signatory": sentence} if sentence else {}


def with_able_signatories(
    office: Office, agency: Agency, *, kind: str, unit_id: int, on: date
) -> Agency:
    """The agency with those signatories alone who may sign such a paper; with all if none may."""
    able = who_may_sign(
        authorities.current(office.db), on=on, kind=kind, unit=_unit(office.db, unit_id)
    )
    return replace(agency, signatories=tuple(one.signatory for one in able)) if able else agency


def _require_typed(name: str, field: str) -> None:
    if not name.strip():
        return  # a name may be left blank, to be written by hand
    try:
        require_plain_name(name)
    except NotLawful as refusal:
        raise Refused(
            f"{refusal.message} Ngành được phép ghi thì nhờ quản trị thêm người ký này vào danh "
            "sách.",
            field=field,
        ) from refusal


def _require_lawful(authority: Authority) -> None:
    try:
        require_lawful_authority(authority)
    except NotLawful as refusal:
        raise Refused(refusal.message, field=refusal.part) from refusal


def _require_known(office: Office, authority: Authority) -> None:
    """Everything the authority points to must be there."""
    person_id = authority.signatory.person_id
    if person_id is not None:
        person = people.get(office.db, person_id)
        if Role.SIGNATORY not in person.roles:
            raise Refused(f"{person.name} không có vai trò lãnh đạo.", field="person_id")
    if any(code not in office.kinds for code in authority.kinds):
        raise Refused("Có loại văn bản không còn; hãy chọn lại.", field="kinds")
    if authority.units - {unit.id for unit in agencies.units(office.db)}:
        raise Refused("Có đơn vị không còn; hãy chọn lại.", field="units")


def _with_giver(db: Database, paper: SigningPaper) -> SigningPaper:
    """The delegation with the giver's name and rank; Refused when not in the post on its day."""
    if paper.type is not SigningPaperType.DELEGATION or paper.giver_id is None:
        return replace(paper, giver_id=None, giver_name="", given_by=None)
    giver = authorities.of(db, paper.giver_id)
    if giver is None:
        raise Refused("Hãy chọn người ủy quyền trong danh sách.", field="giver_id")
    name = giver.signatory.name
    too_early = giver.since is not None and paper.dated < giver.since
    too_late = giver.until is not None and paper.dated > giver.until
    if too_early or too_late:
        raise Refused(
            refused(
                f"Ngày {paper.dated:%d/%m/%Y} {name} không giữ chức vụ {giver.signatory.post} nên "
                "không ủy quyền được",
                "Điều 13, khoản 3",
                "giver_id",
            ).message,
            field="giver_id",
        )
    return replace(paper, giver_name=name, given_by=giver.rank)


def _limits(authority: Authority) -> str:
    """What a person must compare with the paper, since no program can."""
    name = authority.signatory.name
    contents = authority.delegation.contents if authority.delegation else ()
    limits = (*sorted(authority.fields), *contents)
    if not limits:
        return ""
    return f"{name} được giao: {'; '.join(limits)}. Hãy kiểm tra văn bản này thuộc phạm vi đó."


def _unit(db: Database, unit_id: int) -> Unit | None:
    return next((unit for unit in agencies.units(db) if unit.id == unit_id), None)
