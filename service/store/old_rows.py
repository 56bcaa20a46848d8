"""Văn bản cũ as rows: who may see which, and a row as a value."""

from service.domain.documents import Person
from service.domain.old_papers import Direction, OldPaper, Origin
from service.domain.workflow import Role
from service.store.db import Row
from service.store.incoming_rows import details_of
from service.store.moments import from_text

VISIBLE = "(:sees_all OR (:is_drafter AND old_paper.unit_id = :unit_id))"
"""Who may see an old paper, as SQL; needs `access(person)`: clerks and leaders all of them, units
their own, administrators by that role none."""

SELECT = """
    SELECT old_paper.*, COALESCE(unit.name, '') AS unit_name
    FROM old_paper LEFT JOIN unit ON unit.id = old_paper.unit_id
"""


def access(person: Person) -> Row:
    """The parameters that VISIBLE asks for."""
    return {
        "sees_all": int(person.may(Role.CLERK, Role.SIGNATORY)),
        "is_drafter": int(person.may(Role.DRAFTER)),
        "unit_id": person.unit_id,
    }


def paper(row: Row) -> OldPaper:
    """A row of SELECT as a value."""
    return OldPaper(
        id=row["id"],
        direction=Direction(row["direction"]),
        details=details_of(row),
        unit_id=row["unit_id"],
        unit_name=row["unit_name"],
        origin=Origin(row["origin"]),
        created_by=row["created_by"],
        created_at=from_text(row["created_at"]),
    )
