"""Danh mục hồ sơ: the list of a year, its headings and lines."""

from datetime import datetime

from service.domain.case_files import CaseList, ListHeading, PlannedFile
from service.domain.documents import Person
from service.domain.errors import NotFound
from service.store.db import Database
from service.store.moments import to_text


def find(db: Database, year: int) -> CaseList | None:
    """The year's list with everything in it, in printed order."""
    row = db.one("SELECT * FROM case_list WHERE year = :year", {"year": year})
    if row is None:
        return None
    headings = db.query(
        "SELECT id, year, parent_id, place, name, symbol FROM case_heading"
        " WHERE year = :year ORDER BY place, id",
        {"year": year},
    )
    plans = db.query(
        f"{_PLAN} WHERE case_plan.year = :year ORDER BY case_plan.number, case_plan.id",
        {"year": year},
    )
    return CaseList(
        year=year,
        by_heading=bool(row["by_heading"]),
        organ_id=row["organ_id"],
        decision=row["decision"],
        headings=tuple(ListHeading(**heading) for heading in headings),
        plans=tuple(PlannedFile(**plan) for plan in plans),
    )


_PLAN = """
    SELECT case_plan.id, case_plan.year, heading_id, number, case_plan.notation, case_plan.title,
        case_plan.retention_years, case_plan.keeper_id, person.name AS keeper_name,
        case_plan.note, case_file.id AS case_id
    FROM case_plan
    JOIN person ON person.id = case_plan.keeper_id
    LEFT JOIN case_file ON case_file.plan_id = case_plan.id
"""


def plan(db: Database, plan_id: int) -> PlannedFile:
    row = db.one(f"{_PLAN} WHERE case_plan.id = :id", {"id": plan_id})
    if row is None:
        raise NotFound("Không có hồ sơ này trong danh mục.")
    return PlannedFile(**row)


def years(db: Database) -> tuple[int, ...]:
    return tuple(row["year"] for row in db.query("SELECT year FROM case_list ORDER BY year DESC"))


def start(
    db: Database, year: int, *, by_heading: bool, organ_id: str, by: Person, now: datetime
) -> None:
    db.insert(
        "case_list",
        {
            "year": year,
            "by_heading": int(by_heading),
            "organ_id": organ_id,
            "created_by": by.id,
            "created_at": to_text(now),
        },
    )


def decide(db: Database, year: int, decision: str) -> None:
    db.execute(
        "UPDATE case_list SET decision = :decision WHERE year = :year",
        {"decision": decision, "year": year},
    )


def add_heading(
    db: Database, year: int, name: str, *, symbol: str = "", parent_id: int | None = None
) -> int:
    """A heading after the last one of its level; returns its id."""
    row = db.query(
        "SELECT COALESCE(MAX(place), 0) + 1 AS place FROM case_heading"
        " WHERE year = :year AND parent_id IS :parent",
        {"year": year, "parent": parent_id},
    )[0]
    return db.insert(
        "case_heading",
        {"year": year, "parent_id": parent_id, "name": name, "symbol": symbol, **row},
    )


def add_plan(db: Database, planned: PlannedFile) -> int:
    names = ("year", "heading_id", "number", "notation", "title", "retention_years", "keeper_id")
    return db.insert("case_plan", {name: getattr(planned, name) for name in (*names, "note")})


def drop_plan(db: Database, plan_id: int) -> None:
    db.execute("DELETE FROM case_plan WHERE id = :id", {"id": plan_id})
