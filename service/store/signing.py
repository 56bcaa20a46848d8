"""Ký số: the agency's order, the signatures on papers, and how far a paper has come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from service.domain.copying import signed_by_agency_alone
from service.domain.documents import Document, DocumentFile, FileRole, Person
from service.domain.signing import (
    Level,
    NumberOrder,
    Signature,
    SigningMethod,
    SigningPolicy,
    SigningStep,
    Standing,
)
from service.store import annex_files, documents
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, to_json, to_text


def policy(db: Database) -> SigningPolicy:
    """The agency's choice; number first where nobody has chosen."""
    row = db.one("SELECT * FROM signing_policy")
    if row is None:
        return SigningPolicy()
    return SigningPolicy(
        NumberOrder(row["number_order"]),
        bool(row["digital"]),
        Level(row["level"]),
        row["timestamp_url"],
    )


def save_policy(db: Database, chosen: SigningPolicy) -> None:
    db.execute(
        """
        INSERT INTO signing_policy (id, number_order, digital, level, timestamp_url)
        VALUES (1, :order, :digital, :level, :url)
        ON CONFLICT (id) DO UPDATE
        SET number_order = excluded.number_order, digital = excluded.digital,
            level = excluded.level, timestamp_url = excluded.timestamp_url
        """,
        {
            "order": chosen.order.value,
            "digital": int(chosen.digital),
            "level": chosen.level.value,
            "url": chosen.timestamp_url,
        },
    )


def add(
    db: Database,
    document_id: int,
    stand: Standing,
    sha256: str,
    *,
    method: SigningMethod,
    facts: Mapping[str, Any],
    verdict: str,
    reason: str,
    by: Person,
    now: datetime,
    step: SigningStep | None = None,
) -> None:
    """Keep one signature on the file that `stand` says is waiting, in the caller's transaction."""
    db.insert(
        "signature",
        {
            "document_id": document_id,
            "step": (step or stand.step).value,
            "method": method.value,
            "base_file_id": stand.base_file_id,
            "parent_sha256": stand.current,
            "sha256": sha256,
            "facts": to_json(facts),
            "verdict": verdict,
            "reason": reason,
            "signed_by": by.id,
            "signed_at": to_text(now),
        },
    )


def of_document(db: Database, document_id: int) -> tuple[Signature, ...]:
    """Every signature a paper ever got, oldest first; those of a number struck out too."""
    rows = db.query(
        """
        SELECT signature.*, person.name AS signed_by_name
        FROM signature
        JOIN person ON person.id = signed_by
        WHERE document_id = :id
        ORDER BY signature.id
        """,
        {"id": document_id},
    )
    return tuple(map(_signature, rows))


def file_to_sign(db: Database, document: Document) -> DocumentFile | None:
    """The file with blank number and date that was made for this approval, if it is there."""
    if document.approved_at is None:
        return None
    made = [
        one
        for one in documents.files(db, document.id)
        if one.role is FileRole.TO_SIGN and one.created_at >= document.approved_at
    ]
    return made[-1] if made else None


def standing(db: Database, document: Document) -> Standing:
    """How far the paper has come, from its rows alone; no file is opened.

    Where the paper is signed, the agency's signature is due on each annex that is a file of its
    own, one after another. A scan of a paper signed in ink has its annexes with it.
    """
    stand = _of_paper(db, document)
    if stand.step is not SigningStep.DONE or stand.in_ink:
        return stand
    due = on_annexes(db, document, stand)
    return due[0] if due else stand


def on_annexes(db: Database, document: Document, stand: Standing) -> tuple[Standing, ...]:
    """The same, for the agency's signature on each annex that still lacks it."""
    return tuple(on_annex(stand, one) for one in annex_files.to_be_signed(db, document.id))


def on_annex(stand: Standing, annex: DocumentFile) -> Standing:
    """The standing of a paper, for the agency's signature on one of its annexes."""
    return Standing(
        stand.order, SigningStep.SEAL, annex.id, annex.sha256, stand.signatures, annex.part
    )


def on_file(
    db: Database, document_id: int, base_file_id: int, step: SigningStep
) -> Signature | None:
    """The signature of a step that was put on this file."""
    every = (one for one in of_document(db, document_id) if one.base_file_id == base_file_id)
    return next((one for one in every if one.step is step), None)


def _of_paper(db: Database, document: Document) -> Standing:
    order = NumberOrder(document.number_order)
    numbered = documents.current_file(db, document.id, FileRole.PDF)
    every = of_document(db, document.id)
    if order is NumberOrder.SIGN_FIRST:
        return _sign_first(db, document, numbered, every)
    if numbered is None:
        step = SigningStep.NUMBER if document.number is None else SigningStep.FILLING
        return Standing(order, step)
    found = tuple(one for one in every if one.base_file_id == numbered.id)
    current = found[-1].sha256 if found else numbered.sha256
    steps = {one.step for one in found}
    if SigningStep.SEAL in steps or _signed_whole(db, document):
        step = SigningStep.DONE
    else:
        alone = signed_by_agency_alone(document.answers)
        step = SigningStep.SEAL if alone or SigningStep.PERSON in steps else SigningStep.PERSON
    return Standing(order, step, numbered.id, current, found)


def _signed_whole(db: Database, document: Document) -> bool:
    """A file with every signature was taken, perhaps before signatures had rows."""
    return documents.current_file(db, document.id, FileRole.SIGNED) is not None


def _sign_first(
    db: Database,
    document: Document,
    numbered: DocumentFile | None,
    every: tuple[Signature, ...],
) -> Standing:
    order, blank = NumberOrder.SIGN_FIRST, file_to_sign(db, document)
    if blank is None:
        return Standing(order, SigningStep.PREPARING)
    first = tuple(one for one in every if one.base_file_id == blank.id)
    if not first:
        return Standing(order, SigningStep.PERSON, blank.id, blank.sha256)
    if document.number is None:
        return Standing(order, SigningStep.NUMBER, blank.id, first[-1].sha256, first)
    if numbered is None:
        return Standing(order, SigningStep.FILLING, blank.id, first[-1].sha256, first)
    last = tuple(one for one in every if one.base_file_id == numbered.id)
    if last or _signed_whole(db, document):
        current = last[-1].sha256 if last else numbered.sha256
        return Standing(order, SigningStep.DONE, numbered.id, current, first + last)
    return Standing(order, SigningStep.SEAL, numbered.id, numbered.sha256, first)


def _signature(row: Row) -> Signature:
    return Signature(
        **row
        | {
            "step": SigningStep(row["step"]),
            "method": SigningMethod(row["method"]),
            "facts": from_json(row["facts"]),
            "signed_at": from_text(row["signed_at"]),
        }
    )
