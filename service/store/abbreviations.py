"""Chữ viết tắt riêng: the agency's own abbreviations, each from its day on."""

from datetime import datetime

from service.domain.documents import Person
from service.domain.own_abbreviations import OwnAbbreviation
from service.store.db import Database
from service.store.moments import maybe_date, to_text


def rows(db: Database) -> tuple[OwnAbbreviation, ...]:
    """Every row ever written, the newest first."""
    found = db.query(
        """
        SELECT own_abbreviation.id, type_name, COALESCE(own_abbreviation.unit_id, 0) AS unit_id,
            symbol, since, person.name AS noted_by
        FROM own_abbreviation
        JOIN person ON person.id = noted_by
        ORDER BY own_abbreviation.id DESC
        """
    )
    return tuple(OwnAbbreviation(**{**row, "since": maybe_date(row["since"])}) for row in found)


def add(db: Database, row: OwnAbbreviation, *, by: Person, now: datetime) -> int:
    """Write a row; returns its id."""
    return db.insert(
        "own_abbreviation",
        {
            "type_name": row.type_name,
            "unit_id": row.unit_id or None,
            "symbol": row.symbol,
            "since": row.since.isoformat(),
            "noted_by": by.id,
            "noted_at": to_text(now),
        },
    )
