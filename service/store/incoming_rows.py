"""Văn bản đến as rows: who may see which, what a filter asks for, the registered details."""

from service.domain.documents import Person
from service.domain.incoming import IncomingDetails, IncomingFilter, Medium
from service.domain.vietnamese import fold
from service.domain.workflow import Role
from service.store.db import Row
from service.store.moments import from_json

VISIBLE = """(
    :sees_all
    OR (:is_drafter AND EXISTS (
        SELECT 1 FROM incoming_assignment AS given
        WHERE given.incoming_id = incoming.id AND given.ended_at IS NULL
            AND (given.person_id = :person_id
                OR (given.person_id IS NULL AND given.unit_id = :unit_id)
                OR (given.unit_id = :unit_id))
    ))
)"""
"""Who may see an incoming paper, as SQL; needs `access(person)`: clerks and leaders all of them,
units what was passed to them or to one of theirs, administrators by that role none."""


def access(person: Person) -> Row:
    """The parameters that VISIBLE asks for."""
    return {
        "sees_all": int(person.may(Role.CLERK, Role.SIGNATORY)),
        "is_drafter": int(person.may(Role.DRAFTER)),
        "person_id": person.id,
        "unit_id": person.unit_id,
    }


def conditions(person: Person, wanted: IncomingFilter) -> tuple[str, Row]:
    """WHERE and parameters of a filter; every word of the search must be somewhere, folded."""
    parts, parameters = [VISIBLE], access(person)
    for column, sign, value in (
        ("year", "=", wanted.year),
        ("arrived_on", ">=", wanted.since and wanted.since.isoformat()),
        ("arrived_on", "<=", wanted.until and wanted.until.isoformat()),
        ("state", "=", wanted.state and wanted.state.value),
        ("kind", "=", wanted.kind or None),
    ):
        if value is not None:
            name = f"filter_{len(parameters)}"
            parts.append(f"incoming.{column} {sign} :{name}")
            parameters[name] = value
    if wanted.unit_id is not None:
        parts.append(
            "EXISTS (SELECT 1 FROM incoming_assignment AS passed WHERE passed.ended_at IS NULL"
            " AND passed.incoming_id = incoming.id AND passed.unit_id = :passed_to)"
        )
        parameters["passed_to"] = wanted.unit_id
    for number, word in enumerate(search_words(wanted.words)):
        places = (f" {word} ", f" {word}/") if word.isdecimal() else (word,)
        tests = [f"instr(incoming.search_key, :word_{number}_{n}) > 0" for n in range(len(places))]
        parts.append(f"({' OR '.join(tests)})")
        parameters |= {f"word_{number}_{n}": place for n, place in enumerate(places)}
    return " AND ".join(parts), parameters


def search_words(text: str) -> list[str]:
    """Folded words; a number loses leading zeros and blanks: ``099 / UBND`` → ``99/ubnd``."""
    words = fold(text).replace(" /", "/").replace("/ ", "/").split()
    return [word.lstrip("0") or word if word[:1].isdigit() else word for word in words][:12]


def details_of(row: Row) -> IncomingDetails:
    return IncomingDetails(
        agency=row["agency"],
        subject=row["subject"],
        superior=row["superior"],
        number=row["code_number"],
        notation=row["notation"],
        issued=row["issued"],
        place=row["place"],
        kind=row["kind"],
        urgency=row["urgency"],
        addressees=tuple(from_json(row["addressees"])),
        recipients=tuple(from_json(row["recipients"])),
        signer_authority=tuple(from_json(row["signer_authority"])),
        signer_post=row["signer_post"],
        signer_name=row["signer_name"],
        page_count=row["page_count"],
        medium=Medium(row["medium"]),
        note=row["note"],
    )
