"""Hồ sơ: rows to `CaseFile` and back, who may see which, what lies in them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from service.domain.case_files import (
    CaseClosing,
    CaseDetails,
    CaseFile,
    CaseFileState,
    FiledPaper,
    HandOver,
    PaperFile,
)
from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.vietnamese import fold
from service.domain.workflow import Role
from service.store.db import Database, Row
from service.store.moments import (
    from_json,
    from_text,
    maybe_date,
    maybe_moment,
    to_json,
    to_text,
)

VISIBLE = """(
    :sees_all
    OR (:reads AND (
        case_file.unit_id = :unit_id OR case_file.keeper_id = :person_id
        OR EXISTS (
            SELECT 1 FROM case_grant
            WHERE case_grant.case_id = case_file.id AND revoked_at IS NULL
                AND case_grant.unit_id = :unit_id
        )
    ))
)"""
"""Who may see a file, as SQL; needs `access(person)`: clerks all, others their unit's, their own
and those that their unit was shown."""

_SELECT = """
    SELECT case_file.*, unit.name AS unit_name,
        (SELECT COUNT(*) FROM case_item
         WHERE case_item.case_id = case_file.id AND removed_at IS NULL) AS papers,
        (SELECT MAX(kept_until) FROM case_kept JOIN case_keeping ON case_keeping.id = keeping_id
         WHERE case_kept.case_id = case_file.id AND ended_at IS NULL) AS kept_until
    FROM case_file JOIN unit ON unit.id = case_file.unit_id
"""
_ORDER = "ORDER BY case_file.year DESC, case_file.notation"


def access(person: Person) -> Row:
    """The parameters that VISIBLE asks for."""
    return {
        "sees_all": int(person.may(Role.CLERK)),
        "reads": int(person.may(Role.DRAFTER, Role.SIGNATORY)),
        "person_id": person.id,
        "unit_id": person.unit_id,
    }


def get(db: Database, case_id: int, person: Person) -> CaseFile:
    """The file; raises NotFound also when the person may not know of it."""
    row = db.one(
        f"{_SELECT} WHERE case_file.id = :id AND {VISIBLE}", {"id": case_id, **access(person)}
    )
    if row is None:
        raise NotFound("Không có hồ sơ này, hoặc hồ sơ không thuộc phạm vi của bạn.")
    return _case(row)


def for_office(db: Database, case_id: int) -> CaseFile:
    """The file for the office's own work, which serves nobody in particular."""
    row = db.one(f"{_SELECT} WHERE case_file.id = :id", {"id": case_id})
    if row is None:
        raise NotFound("Không có hồ sơ này.")
    return _case(row)


def listed(
    db: Database,
    person: Person,
    *,
    year: int | None = None,
    words: str = "",
    state: CaseFileState | None = None,
) -> tuple[CaseFile, ...]:
    """Files the person may see, the newest year first, then by notation."""
    rows = db.query(
        f"""
        {_SELECT}
        WHERE {VISIBLE} AND (:year IS NULL OR case_file.year = :year)
            AND (:state IS NULL OR case_file.state = :state)
        {_ORDER}
        """,
        {**access(person), "year": year, "state": state and state.value},
    )
    wanted = fold(words).split()
    found = map(_case, rows)
    return tuple(one for one in found if all(word in fold(_said(one)) for word in wanted))


def by_code(
    db: Database, organ_id: str, year: int, notation: str, *, ours: str = ""
) -> CaseFile | None:
    """The file of this FileCode, whoever may see it. `ours` is the agency's identifier: it stands
    for a file of its own that was opened before it was known."""
    row = db.one(
        f"""
        {_SELECT}
        WHERE case_file.year = :year AND notation = :notation AND (
            organ_id = :organ
            OR (organ_id = '' AND imported_sha256 = '' AND :organ = :ours)
        )
        ORDER BY organ_id DESC
        """,
        {"organ": organ_id, "year": year, "notation": notation, "ours": ours},
    )
    return None if row is None else _case(row)


def years(db: Database) -> tuple[int, ...]:
    rows = db.query(
        "SELECT year FROM case_file UNION SELECT year FROM case_list ORDER BY year DESC"
    )
    return tuple(row["year"] for row in rows)


def of_topic(db: Database, topic: str, person: Person) -> tuple[CaseFile, ...]:
    """The files that a paper lies in, of those the person may see."""
    rows = db.query(
        f"""
        {_SELECT}
        WHERE {VISIBLE} AND case_file.id IN
            (SELECT case_id FROM case_item WHERE topic = :topic AND removed_at IS NULL)
        {_ORDER}
        """,
        {**access(person), "topic": topic},
    )
    return tuple(map(_case, rows))


def add(
    db: Database,
    details: CaseDetails,
    *,
    organ_id: str,
    year: int,
    keeper_id: int | None,
    unit_id: int,
    plan_id: int | None,
    imported: str = "",
    by: Person,
    now: datetime,
) -> int:
    """A new open file; returns its id. Inside `write()`."""
    return db.insert(
        "case_file",
        {
            **_columns(details),
            "organ_id": organ_id,
            "year": year,
            "keeper_id": keeper_id,
            "unit_id": unit_id,
            "plan_id": plan_id,
            "imported_sha256": imported,
            "created_by": by.id,
            "created_at": to_text(now),
        },
    )


def save(db: Database, case_id: int, details: CaseDetails) -> None:
    columns = _columns(details)
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    db.execute(f"UPDATE case_file SET {changes} WHERE id = :id", {**columns, "id": case_id})


def move(db: Database, case_id: int, origin: CaseFileState, **columns: Any) -> bool:
    """Change state and what belongs to it; False when it has moved on meanwhile."""
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    return bool(
        db.execute(
            f"UPDATE case_file SET {changes} WHERE id = :id AND state = :origin",
            {**columns, "id": case_id, "origin": origin.value},
        )
    )


def put(
    db: Database,
    case_id: int,
    paper: FiledPaper,
    *,
    frozen: bool = False,
    by: Person,
    now: datetime,
) -> int:
    """Put a paper in; `frozen` keeps its fields as they are told now. Inside `write()`."""
    return db.insert(
        "case_item",
        {
            "case_id": case_id,
            "topic": paper.topic,
            "dated": paper.issued,
            "described": to_json(asdict(paper)) if frozen else None,
            "added_by": by.id,
            "added_at": to_text(now),
        },
    )


def holds(db: Database, case_id: int, topic: str) -> bool:
    return bool(
        db.query(
            "SELECT 1 FROM case_item WHERE case_id = :id AND topic = :topic AND removed_at IS NULL",
            {"id": case_id, "topic": topic},
        )
    )


def take_out(
    db: Database, case_id: int, item_id: int, reason: str, *, by: Person, now: datetime
) -> bool:
    """Take a paper out again; False when it is not in the file."""
    return bool(
        db.execute(
            """
            UPDATE case_item SET removed_by = :by, removed_at = :now, removed_reason = :reason
            WHERE id = :item AND case_id = :id AND removed_at IS NULL
            """,
            {"item": item_id, "id": case_id, "by": by.id, "now": to_text(now), "reason": reason},
        )
    )


def items(db: Database, case_id: int) -> tuple[tuple[int, str, FiledPaper | None], ...]:
    """Id, topic and frozen fields (where there are any) of what lies in the file, as put in."""
    rows = db.query(
        "SELECT id, topic, described FROM case_item"
        " WHERE case_id = :id AND removed_at IS NULL ORDER BY id",
        {"id": case_id},
    )
    return tuple(
        (row["id"], row["topic"], paper_of(from_json(row["described"])))
        if row["described"]
        else (row["id"], row["topic"], None)
        for row in rows
    )


def close(
    db: Database, case_id: int, contents: Iterable[FiledPaper], *, by: Person, now: datetime
) -> None:
    db.insert(
        "case_closing",
        {
            "case_id": case_id,
            "contents": to_json([asdict(one) for one in contents]),
            "closed_by": by.id,
            "closed_at": to_text(now),
        },
    )


def reopen(db: Database, case_id: int, reason: str, *, by: Person, now: datetime) -> None:
    db.execute(
        """
        UPDATE case_closing SET reopened_by = :by, reopened_at = :now, reason = :reason
        WHERE case_id = :id AND reopened_at IS NULL
        """,
        {"id": case_id, "by": by.id, "now": to_text(now), "reason": reason},
    )


def contents(db: Database, case_id: int) -> tuple[FiledPaper, ...] | None:
    """Mục lục văn bản as it was frozen at closing; None while the file is open."""
    row = db.one(
        "SELECT contents FROM case_closing WHERE case_id = :id AND reopened_at IS NULL",
        {"id": case_id},
    )
    return None if row is None else tuple(map(paper_of, from_json(row["contents"])))


def closings(db: Database, case_id: int) -> tuple[CaseClosing, ...]:
    rows = db.query(
        """
        SELECT case_closing.*, closer.name AS closer, COALESCE(opener.name, '') AS opener
        FROM case_closing
        JOIN person AS closer ON closer.id = closed_by
        LEFT JOIN person AS opener ON opener.id = reopened_by
        WHERE case_id = :id ORDER BY case_closing.id
        """,
        {"id": case_id},
    )
    return tuple(
        CaseClosing(
            row["id"],
            row["closer"],
            from_text(row["closed_at"]),
            row["opener"],
            maybe_moment(row["reopened_at"]),
            row["reason"],
        )
        for row in rows
    )


def add_handover(db: Database, told: HandOver, *, by: Person, now: datetime) -> int:
    record = {name: value for name, value in asdict(told).items() if name != "id"}
    record |= {"handed_on": told.handed_on.isoformat(), "made_by": by.id}
    return db.insert("case_handover", {**record, "made_at": to_text(now)})


def handover(db: Database, handover_id: int) -> HandOver:
    row = db.one("SELECT * FROM case_handover WHERE id = :id", {"id": handover_id})
    if row is None:
        raise NotFound("Không có lần nộp lưu này.")
    kept = {name: row[name] for name in HandOver.__slots__}
    return HandOver(**{**kept, "handed_on": date.fromisoformat(row["handed_on"])})


def handovers(db: Database) -> tuple[HandOver, ...]:
    """Every hand-over, the newest first."""
    rows = db.query("SELECT id FROM case_handover ORDER BY id DESC")
    return tuple(handover(db, row["id"]) for row in rows)


def handed_over(db: Database, handover_id: int) -> tuple[CaseFile, ...]:
    rows = db.query(
        f"{_SELECT} WHERE handover_id = :id ORDER BY case_file.year, notation", {"id": handover_id}
    )
    return tuple(map(_case, rows))


def paper_of(kept: Any) -> FiledPaper:
    """A paper's fields back from JSON."""
    files = tuple(PaperFile(**one) for one in kept["files"])
    lists = {name: tuple(kept[name]) for name in ("recipients", "reading")}
    return FiledPaper(**{**kept, **lists, "files": files})


def _said(case: CaseFile) -> str:
    return f"{case.details.notation} {case.details.title} {case.details.creator} {case.unit_name}"


def _columns(details: CaseDetails) -> Row:
    return {
        **asdict(details),
        "started_on": details.started_on.isoformat(),
        "construction": int(details.construction),
    }


def _case(row: Row) -> CaseFile:
    kept = {name: row[name] for name in CaseDetails.__slots__}
    kept |= {
        "started_on": date.fromisoformat(row["started_on"]),
        "construction": bool(row["construction"]),
    }
    return CaseFile(
        id=row["id"],
        organ_id=row["organ_id"],
        year=row["year"],
        details=CaseDetails(**kept),
        keeper_id=row["keeper_id"],
        unit_id=row["unit_id"],
        unit_name=row["unit_name"],
        state=CaseFileState(row["state"]),
        ended_on=maybe_date(row["ended_on"]),
        handover_id=row["handover_id"],
        imported_sha256=row["imported_sha256"],
        papers=row["papers"],
        plan_id=row["plan_id"],
        kept_until=maybe_date(row["kept_until"]),
    )
