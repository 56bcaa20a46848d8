"""Lần soạn hàng loạt: runs, their rows, and how far each is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from service.domain.documents import Person
from service.domain.eligibility.bulk import BulkLine
from service.domain.errors import NotFound
from service.domain.workflow import Role
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, to_json, to_text


@dataclass(frozen=True, slots=True)
class BulkRun:
    """Một lần soạn: what is made for every row. `counts` maps ``waiting``, ``done``, ``failed``."""

    id: int
    purpose: str
    title: str
    given: Mapping[str, Any]
    stopped: bool
    created_by: int
    unit_id: int
    created_at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def settled(self) -> int:
        return self.counts.get("done", 0) + self.counts.get("failed", 0)

    @property
    def state(self) -> str:
        if self.settled == self.total:
            return "done"
        return "stopped" if self.stopped else "running"

    @property
    def topic(self) -> str:
        return f"bulk_run/{self.id}"


@dataclass(frozen=True, slots=True)
class BulkRow:
    """Một dòng của lần soạn; `document_id` once its draft was made, the files once printed."""

    id: int
    run_id: int
    place: int
    label: str
    case_ids: tuple[int, ...]
    provider_ids: tuple[int, ...]
    given: Mapping[str, Any]
    state: str
    message: str
    document_id: int | None
    docx_sha256: str | None
    pdf_sha256: str | None


VISIBLE = "(:all_of_them OR bulk_run.unit_id = :unit_id)"
"""Clerks and signatories see every run, drafters those of their own unit."""


def add(
    db: Database,
    purpose: str,
    title: str,
    given: Mapping[str, Any],
    lines: Sequence[BulkLine],
    *,
    law_day: date,
    by: Person,
    now: datetime,
) -> int:
    """Write a run down with all its rows; returns its id."""
    run_id = db.insert(
        "bulk_run",
        {
            "purpose": purpose,
            "title": title,
            "given": to_json(dict(given)),
            "law_day": law_day.isoformat(),
            "created_by": by.id,
            "unit_id": by.unit_id,
            "created_at": to_text(now),
        },
    )
    for place, line in enumerate(lines, start=1):
        db.insert("bulk_row", {"run_id": run_id, "place": place, **_columns(line)})
    return run_id


def _columns(line: BulkLine) -> Row:
    """A line about one case or provider names it in a column of its own as well."""
    told = {
        "given": dict(line.given),
        "cases": list(line.case_ids),
        "providers": list(line.provider_ids),
    }
    return {
        "label": line.label,
        "case_id": line.case_ids[0] if len(line.case_ids) == 1 else None,
        "provider_id": line.provider_ids[0] if len(line.provider_ids) == 1 else None,
        "given": to_json(told),
    }


def get(db: Database, run_id: int, person: Person) -> BulkRun:
    """Raises NotFound also when the person may not know of it."""
    found = _runs(db, f"bulk_run.id = :id AND {VISIBLE}", {"id": run_id, **_access(person)})
    if not found:
        raise NotFound("Không có lần soạn hàng loạt này.")
    return found[0]


def for_office(db: Database, run_id: int) -> BulkRun:
    found = _runs(db, "bulk_run.id = :id", {"id": run_id})
    if not found:
        raise NotFound("Không có lần soạn hàng loạt này.")
    return found[0]


def runs(db: Database, person: Person, limit: int = 50) -> tuple[BulkRun, ...]:
    """Newest first."""
    return tuple(_runs(db, VISIBLE, _access(person))[:limit])


def _access(person: Person) -> Row:
    return {
        "all_of_them": int(person.may(Role.CLERK, Role.SIGNATORY)),
        "unit_id": person.unit_id,
    }


def _runs(db: Database, where: str, parameters: Row) -> list[BulkRun]:
    rows = db.query(
        f"""
        SELECT bulk_run.*, SUM(row.state = 'waiting') AS waiting, SUM(row.state = 'done') AS done,
            SUM(row.state = 'failed') AS failed
        FROM bulk_run JOIN bulk_row AS row ON row.run_id = bulk_run.id
        WHERE {where}
        GROUP BY bulk_run.id ORDER BY bulk_run.id DESC
        """,
        parameters,
    )
    return [
        BulkRun(
            id=row["id"],
            purpose=row["purpose"],
            title=row["title"],
            given=from_json(row["given"]),
            stopped=bool(row["stopped"]),
            created_by=row["created_by"],
            unit_id=row["unit_id"],
            created_at=from_text(row["created_at"]),
            counts={name: row[name] for name in ("waiting", "done", "failed")},
        )
        for row in rows
    ]


def set_stopped(db: Database, run_id: int, *, stopped: bool) -> bool:
    """Whether it was otherwise before."""
    return bool(
        db.execute(
            "UPDATE bulk_run SET stopped = :stopped WHERE id = :id AND stopped <> :stopped",
            {"id": run_id, "stopped": int(stopped)},
        )
    )


def is_stopped(db: Database, run_id: int) -> bool:
    row = db.one("SELECT stopped FROM bulk_run WHERE id = :id", {"id": run_id})
    return row is None or bool(row["stopped"])


def rows(
    db: Database,
    run_id: int,
    *,
    state: str = "",
    places: tuple[int, int] | None = None,
    limit: int = -1,
) -> tuple[BulkRow, ...]:
    """Rows in their order; of one state, or of the places from–to (both included)."""
    low, high = places or (1, 2**31)
    found = db.query(
        """
        SELECT id, run_id, place, label, given, state, message, document_id, docx_sha256,
            pdf_sha256
        FROM bulk_row
        WHERE run_id = :id AND (:state = '' OR state = :state) AND place BETWEEN :low AND :high
        ORDER BY place LIMIT :limit
        """,
        {"id": run_id, "state": state, "low": low, "high": high, "limit": limit},
    )
    return tuple(_row(one) for one in found)


def _row(row: Row) -> BulkRow:
    told = from_json(row["given"])
    return BulkRow(
        **{**row, "given": told["given"]},
        case_ids=tuple(told["cases"]),
        provider_ids=tuple(told["providers"]),
    )


def states(db: Database, run_id: int) -> dict[str, int]:
    """State of the papers of a run → how many there are."""
    found = db.query(
        """
        SELECT document.state AS state, COUNT(*) AS count
        FROM bulk_row JOIN document ON document.id = bulk_row.document_id
        WHERE bulk_row.run_id = :id AND bulk_row.state = 'done'
        GROUP BY document.state
        """,
        {"id": run_id},
    )
    return {row["state"]: row["count"] for row in found}


def bind(db: Database, row_id: int, document_id: int) -> None:
    """The draft of a row, in the transaction that makes it: never made a second time."""
    db.execute(
        "UPDATE bulk_row SET document_id = :document WHERE id = :id",
        {"id": row_id, "document": document_id},
    )


def done(db: Database, row_id: int, docx: str, pdf: str, now: datetime) -> None:
    db.execute(
        """
        UPDATE bulk_row SET state = 'done', message = '', docx_sha256 = :docx, pdf_sha256 = :pdf,
            settled_at = :now
        WHERE id = :id
        """,
        {"id": row_id, "docx": docx, "pdf": pdf, "now": to_text(now)},
    )


def failed(db: Database, row_id: int, message: str, now: datetime) -> None:
    db.execute(
        """
        UPDATE bulk_row SET state = 'failed', message = :message, settled_at = :now
        WHERE id = :id AND state = 'waiting'
        """,
        {"id": row_id, "message": message or "Không rõ lý do.", "now": to_text(now)},
    )


def again(db: Database, run_id: int) -> int:
    """Let failed rows wait once more; returns how many."""
    return db.execute(
        """
        UPDATE bulk_row SET state = 'waiting', message = '', settled_at = NULL
        WHERE run_id = :id AND state = 'failed'
        """,
        {"id": run_id},
    )
