"""Danh sách chờ ký: what waits for whose signature or seal."""

from dataclasses import dataclass

from service.domain.documents import DocumentLine, Person
from service.store import signing
from service.store.db import Database
from service.store.documents import VISIBLE, access
from service.store.lists import LINE, WAITING_LIMIT, line
from service.store.signing_turns import (
    AWAITS_PERSON_AFTER_NUMBER,
    AWAITS_PERSON_BEFORE_NUMBER,
    AWAITS_SEAL,
)


@dataclass(frozen=True, slots=True)
class SigningWork:
    """For the first page of one person: what to sign, what to seal, what others have to sign."""

    to_sign: tuple[DocumentLine, ...] = ()
    to_seal: tuple[DocumentLine, ...] = ()
    with_others: tuple[DocumentLine, ...] = ()


def signing_work(db: Database, person: Person) -> SigningWork:
    """Oldest first. Papers numbered first are listed where the agency signs digitally."""
    mine = "+document.approver_id = :person_id AND :is_signatory"
    waits = AWAITS_PERSON_BEFORE_NUMBER
    if signing.policy(db).digital:
        waits = f"({waits} OR {AWAITS_PERSON_AFTER_NUMBER})"
    return SigningWork(
        to_sign=_lines(db, person, f"{mine} AND {waits}"),
        to_seal=_lines(db, person, f":is_clerk AND {AWAITS_SEAL}"),
        with_others=_lines(db, person, f":is_clerk AND {AWAITS_PERSON_BEFORE_NUMBER}"),
    )


def _lines(db: Database, person: Person, condition: str) -> tuple[DocumentLine, ...]:
    rows = db.query(
        f"""
        {LINE}
        WHERE {condition} AND {VISIBLE}
        ORDER BY document.updated_at, document.id
        LIMIT {WAITING_LIMIT}
        """,
        access(person),
    )
    return tuple(map(line, rows))
