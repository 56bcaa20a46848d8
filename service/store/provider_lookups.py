"""Tra cứu trong thủ tục: who may see which providers, and numbered papers by reference."""

from collections import Counter
from datetime import date

from service.domain.documents import Person
from service.domain.eligibility.cases import Provider, StaffMember
from service.domain.errors import NotFound
from service.domain.workflow import Role
from service.store import provider_parts, provider_register
from service.store.db import Database
from service.store.provider_cases import VISIBLE, access


def seen_by(db: Database, person: Person) -> frozenset[int] | None:
    """Ids of the providers a person may see; None: every one.

    Clerks and signatories keep the whole register; drafters see those of their unit's cases.
    """
    if person.may(Role.CLERK, Role.SIGNATORY):
        return None
    rows = db.query(
        f"""
        SELECT DISTINCT provider_id FROM provider_case
        WHERE provider_id IS NOT NULL AND {VISIBLE}
        """,
        access(person),
    )
    return frozenset(row["provider_id"] for row in rows)


def provider_for(db: Database, provider_id: int, person: Person) -> Provider:
    """The provider; NotFound also when the person may not know of it."""
    seen = seen_by(db, person)
    if seen is not None and provider_id not in seen:
        raise NotFound("Không có cơ sở này, hoặc cơ sở không thuộc phạm vi của bạn.")
    return provider_register.get(db, provider_id)


def cases_of(db: Database, provider_id: int, person: Person) -> tuple[int, ...]:
    """Ids of the provider's cases that the person may see, oldest first."""
    rows = db.query(
        f"SELECT id FROM provider_case WHERE provider_id = :provider AND {VISIBLE} ORDER BY id",
        {"provider": provider_id, **access(person)},
    )
    return tuple(row["id"] for row in rows)


def staff_of(db: Database, provider_id: int) -> tuple[StaffMember, ...]:
    """The staff list that the provider's last decided case had; empty when there was none."""
    decision = provider_register.last_publication(db, provider_id)
    if decision is None or decision.case_id is None:
        return ()
    return provider_parts.staff(db, decision.case_id)


def numbered_id(db: Database, number: int, notation: str, year: int | None) -> int | None:
    """A numbered or issued paper of the office by its reference, the newest year first."""
    row = db.one(
        """
        SELECT id FROM document
        WHERE number = :number AND notation = :notation
            AND state IN ('numbered', 'issued', 'archived')
            AND (:year IS NULL OR substr(issued_on, 1, 4) = :year)
        ORDER BY issued_on DESC LIMIT 1
        """,
        {"number": number, "notation": notation, "year": str(year) if year else None},
    )
    return None if row is None else int(row["id"])


def acts_between(
    db: Database, since: date, until: date, seen: frozenset[int] | None
) -> dict[str, int]:
    """How many acts of each kind were decided in a period, both days included; refusals, which
    have no provider yet, count for who sees the whole register."""
    rows = db.query(
        """
        SELECT act, provider_id FROM provider_decision
        WHERE decided_on BETWEEN :since AND :until
        """,
        {"since": since.isoformat(), "until": until.isoformat()},
    )
    counted = [row["act"] for row in rows if seen is None or row["provider_id"] in seen]
    return dict(Counter(counted))
