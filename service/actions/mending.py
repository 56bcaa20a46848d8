"""Đính chính, sửa đổi, thay thế — the paper that mends an issued one (NĐ 30/2020, Điều 18)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from service.actions import drafting
from service.actions.dispatching import GONE_OUT, require_out
from service.actions.office import Office
from service.actions.reviewing import required_reason
from service.domain.afterwards import (
    CORRECTING_KIND,
    RELATION_NAMES,
    Correction,
    IssuedPaper,
    Mistake,
    Relation,
    correction_body,
    correction_subject,
    recall_body,
    recall_subject,
    require_mending,
)
from service.domain.documents import Document, Person
from service.domain.errors import Refused, WrongState
from service.domain.vietnamese import clean_line
from service.store import dispatches, documents, events, paper_links

MOST_CORRECTIONS = 100
KEPT_ANSWERS = ("unit", "recipients", "signatory", "month")
"""What a letter about a paper takes over from it, where both kinds ask for it."""


def correct(
    office: Office,
    document_id: int,
    corrections: Sequence[Correction],
    *,
    mistake: Mistake,
    reason: str = "",
    by: Person,
    now: datetime,
) -> Document:
    """Start the official letter that corrects an issued paper, linked to it and filled in.

    Refused (field ``mistake``) for a mistake of content (Điều 18 khoản 1), and without a place
    that is corrected (field ``corrections``); WrongState before issue and after a recall.
    """
    require_mending(mistake, Relation.CORRECTS)
    named = _corrections(corrections)
    with office.db.write():
        paper = issued_paper(office, require_out(office, document_id, by))
        why = clean_line(reason)
        answers = _letter(
            office,
            document_id,
            by,
            subject=correction_subject(paper),
            body=correction_body(paper, office.agency().full_name, named, reason=why),
            addressees=paper.addressees or paper.recipients[:1],
        )
        return _begin(
            office,
            CORRECTING_KIND,
            answers,
            document_id,
            Relation.CORRECTS,
            reason=why,
            by=by,
            now=now,
        )


def replace(
    office: Office,
    document_id: int,
    relation: Relation,
    *,
    mistake: Mistake,
    reason: str,
    by: Person,
    now: datetime,
) -> Document:
    """Start a paper of the same form that amends or replaces an issued one, with its answers.

    Refused (field ``mistake``) for a mistake of form (Điều 18 khoản 2) and without a reason;
    WrongState before issue, after a recall, and where a replacement is there already.
    """
    require_mending(mistake, relation)
    why = required_reason(reason, "Hãy ghi vì sao phải sửa đổi hoặc thay thế văn bản này.")
    with office.db.write():
        earlier = require_out(office, document_id, by)
        if Relation.REPLACES in paper_links.live_relations(office.db, document_id):
            raise WrongState("Văn bản này đã có văn bản thay thế; hãy xem mục “Văn bản liên quan”.")
        return _begin(
            office, earlier.kind, earlier.answers, document_id, relation, reason=why, by=by, now=now
        )


def recall_notice(office: Office, document_id: int, *, by: Person, now: datetime) -> Document:
    """Start the letter that tells every receiver of a recall; WrongState before the recall."""
    with office.db.write():
        document = documents.get(office.db, document_id, by)
        recalled = dispatches.recall_of(office.db, document_id)
        if recalled is None:
            raise WrongState("Văn bản này chưa bị thu hồi.")
        paper = issued_paper(office, document)
        sent = tuple(
            dict.fromkeys(one.recipient for one in dispatches.of_document(office.db, document_id))
        )
        answers = _letter(
            office,
            document_id,
            by,
            subject=recall_subject(paper),
            body=recall_body(paper, office.agency().full_name, recalled.reason),
            addressees=sent or paper.addressees or paper.recipients[:1],
        )
        return _begin(
            office,
            CORRECTING_KIND,
            answers,
            document_id,
            Relation.RECALLS,
            reason=recalled.reason,
            by=by,
            now=now,
        )


def issued_paper(office: Office, document: Document) -> IssuedPaper:
    """An issued paper as a later one speaks of it; WrongState before it has its number."""
    if document.state not in GONE_OUT or document.issued_on is None:
        raise documents.moved_on(document, GONE_OUT[:1])
    return IssuedPaper(
        type_name=office.kinds[document.kind].type_name,
        reference=document.reference,
        issued_on=document.issued_on,
        subject=document.subject,
        addressees=_lines(document.answers, "addressees"),
        recipients=_lines(document.answers, "recipients"),
    )


def _letter(
    office: Office,
    document_id: int,
    by: Person,
    *,
    subject: str,
    body: str,
    addressees: Sequence[str],
) -> dict[str, Any]:
    earlier = documents.get(office.db, document_id, by).answers
    kept = {name: earlier[name] for name in KEPT_ANSWERS if name in earlier}
    return {**kept, "subject": subject, "body": body, "addressees": list(addressees)}


def _begin(
    office: Office,
    kind: str,
    answers: Mapping[str, Any],
    earlier_id: int,
    relation: Relation,
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> Document:
    """Draft and link in one: a mending paper that nobody can find again would be no use."""
    later = drafting.create_draft(office, kind, answers, by=by, now=now)
    paper_links.add_link(office.db, later.id, relation, earlier_id, reason=reason, by=by, now=now)
    events.add(
        office.db,
        "begin_mending",
        by,
        now,
        earlier_id,
        relation=RELATION_NAMES[relation],
        later=later.id,
        reason=reason,
    )
    return later


def _corrections(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    cleaned = (
        Correction(clean_line(one.place), clean_line(one.wrong), clean_line(one.right))
        for one in corrections
    )
    named = tuple(one for one in cleaned if one.place or one.wrong or one.right)
    if not named:
        raise Refused(
            "Hãy ghi ít nhất một chỗ cần đính chính: ở đâu, đã ghi gì, sửa thành gì.",
            field="corrections",
        )
    if any(not (one.place and one.wrong and one.right) for one in named):
        raise Refused(
            "Mỗi chỗ đính chính cần đủ ba ô: ở đâu, đã ghi gì, sửa thành gì.",
            field="corrections",
        )
    if any(one.wrong == one.right for one in named):
        raise Refused("Có chỗ ghi trước và sau như nhau.", field="corrections")
    if len(named) > MOST_CORRECTIONS:
        raise Refused(
            f"Tối đa {MOST_CORRECTIONS} chỗ trong một lần đính chính.", field="corrections"
        )
    return named


def _lines(answers: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = answers.get(name, ())
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()
