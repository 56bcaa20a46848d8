"""Về sau — what became of issued papers: recalled, corrected, amended, replaced."""

from collections.abc import Iterable

from service.domain.afterwards import BACKWARD_NAMES, Relation
from service.domain.numbering import office_date, reference
from service.domain.vietnamese import short_date
from service.store.db import Database
from service.store.moments import from_text, to_json


def recalled_on(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """dd/mm/yyyy of the recall of each of these papers that was recalled."""
    rows = db.query(
        "SELECT document_id, recalled_at FROM recall"
        " WHERE document_id IN (SELECT value FROM json_each(:ids))",
        {"ids": to_json(list(ids))},
    )
    return {
        row["document_id"]: short_date(office_date(from_text(row["recalled_at"]))) for row in rows
    }


def became_of(db: Database, ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """What a register notes of these papers, the recall first, then later papers in order."""
    wanted = list(ids)
    notes = {key: [f"Đã thu hồi {day}"] for key, day in recalled_on(db, wanted).items()}
    rows = db.query(
        """
        SELECT earlier_id, relation, later.number, later.notation
        FROM paper_link
        JOIN document AS later ON later.id = later_id AND later.state IN ('issued', 'archived')
        WHERE earlier_id IN (SELECT value FROM json_each(:ids))
        ORDER BY earlier_id, later.issued_at, later.id
        """,
        {"ids": to_json(wanted)},
    )
    for row in rows:
        name = BACKWARD_NAMES[Relation(row["relation"])]
        later = reference(row["number"], row["notation"])
        notes.setdefault(row["earlier_id"], []).append(f"{name} {later}")
    return {key: tuple(said) for key, said in notes.items()}
