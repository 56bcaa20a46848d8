"""Đợt nhập văn bản cũ: a run, its rows and what became of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.domain.errors import NotFound
from service.domain.old_papers import Direction
from service.store.db import Database, Row
from service.store.moments import from_json, from_text, to_json, to_text


class RowState(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    ERROR = "error"
    SKIPPED = "skipped"


ROW_STATE_NAMES: Mapping[RowState, str] = {
    RowState.WAITING: "Chờ nhập",
    RowState.DONE: "Đã nhập",
    RowState.ERROR: "Cần sửa",
    RowState.SKIPPED: "Bỏ qua",
}


@dataclass(frozen=True, slots=True)
class ImportRun:
    """`source` is the folder or ZIP the files come from; `uploaded`: it is ours to delete."""

    id: int
    name: str
    source: str
    uploaded: bool
    direction: Direction
    unit_id: int | None
    has_sheet: bool
    convert_codes: bool
    stopped: bool
    created_by: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ImportRow:
    """`members` name files of the source, `kept` those in the archive already as (SHA-256, name).

    `confirmed`: a person looked over what was read, so its certainty no longer counts.
    """

    id: int
    run_id: int
    place: int
    cells: Mapping[str, str]
    members: tuple[str, ...]
    kept: tuple[tuple[str, str], ...]
    from_sheet: bool
    confirmed: bool
    state: RowState
    message: str
    errors: Mapping[str, str]
    old_paper_id: int | None

    @property
    def label(self) -> str:
        """The file's name, or what the line says of the paper."""
        names = [name.rpartition("/")[2] for name in self.members] or [n for _, n in self.kept]
        told = self.cells.get("reference") or self.cells.get("subject") or ""
        return ", ".join(names) or self.cells.get("file") or told or f"Dòng {self.place}"


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row to be: its cells, its files, and at once a state when it cannot go on."""

    cells: Mapping[str, str]
    members: tuple[str, ...]
    from_sheet: bool
    message: str = ""
    state: RowState = RowState.WAITING
    errors: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class NewRun:
    """What a run is asked to do; see `ImportRun`."""

    name: str
    source: str
    uploaded: bool
    direction: Direction
    unit_id: int | None
    has_sheet: bool
    convert_codes: bool


def add(db: Database, run: NewRun, rows: Iterable[NewRow], *, by_id: int, now: datetime) -> int:
    """Write a run with all its rows, inside `write()`; returns its id."""
    run_id = db.insert(
        "import_run",
        {
            "name": run.name,
            "source": run.source,
            "uploaded": int(run.uploaded),
            "direction": run.direction.value,
            "unit_id": run.unit_id,
            "has_sheet": int(run.has_sheet),
            "convert_codes": int(run.convert_codes),
            "created_by": by_id,
            "created_at": to_text(now),
        },
    )
    for place, row in enumerate(rows, 1):
        settled = row.state is not RowState.WAITING
        db.insert(
            "import_row",
            {
                "run_id": run_id,
                "place": place,
                "cells": to_json(dict(row.cells)),
                "members": to_json(row.members),
                "from_sheet": int(row.from_sheet),
                "state": row.state.value,
                "message": row.message,
                "errors": to_json(dict(row.errors or {})),
                "settled_at": to_text(now) if settled else None,
            },
        )
    return run_id


def get(db: Database, run_id: int) -> ImportRun:
    """NotFound."""
    row = db.one("SELECT * FROM import_run WHERE id = :id", {"id": run_id})
    if row is None:
        raise NotFound("Không có đợt nhập này.")
    return _run(row)


def latest(db: Database, *, limit: int = 50) -> tuple[ImportRun, ...]:
    rows = db.query("SELECT * FROM import_run ORDER BY id DESC LIMIT :limit", {"limit": limit})
    return tuple(map(_run, rows))


def counts(db: Database, run_id: int) -> dict[RowState, int]:
    """How many rows are in each state; every state is named."""
    rows = db.query(
        "SELECT state, COUNT(*) AS rows FROM import_row WHERE run_id = :id GROUP BY state",
        {"id": run_id},
    )
    found = {RowState(row["state"]): int(row["rows"]) for row in rows}
    return {state: found.get(state, 0) for state in RowState}


def rows_of(
    db: Database, run_id: int, state: RowState, *, limit: int = 10_000, offset: int = 0
) -> tuple[ImportRow, ...]:
    rows = db.query(
        "SELECT * FROM import_row WHERE run_id = :id AND state = :state ORDER BY place"
        " LIMIT :limit OFFSET :offset",
        {"id": run_id, "state": state.value, "limit": limit, "offset": offset},
    )
    return tuple(map(_row, rows))


def row(db: Database, run_id: int, place: int) -> ImportRow:
    """NotFound."""
    found = db.one(
        "SELECT * FROM import_row WHERE run_id = :id AND place = :place",
        {"id": run_id, "place": place},
    )
    if found is None:
        raise NotFound("Đợt nhập này không có dòng ấy.")
    return _row(found)


def next_waiting(db: Database, run_id: int) -> ImportRow | None:
    """The first row still to do; None also when somebody stopped the run."""
    found = db.one(
        """
        SELECT import_row.*
        FROM import_row JOIN import_run ON import_run.id = run_id
        WHERE run_id = :id AND state = 'waiting' AND stopped = 0
        ORDER BY place
        LIMIT 1
        """,
        {"id": run_id},
    )
    return None if found is None else _row(found)


def trouble(db: Database, run_id: int, job: str) -> str | None:
    """None while a job of this name works for the run or waits to; else why the last one gave up,
    or nothing when none did."""
    rows = db.query(
        """
        SELECT state, message
        FROM job
        WHERE name = :name AND json_extract(payload, '$.run') = :run
        ORDER BY state IN ('waiting', 'running') DESC, id DESC
        LIMIT 1
        """,
        {"name": job, "run": run_id},
    )
    if rows and rows[0]["state"] in ("waiting", "running"):
        return None
    return str(rows[0]["message"]) if rows else ""


def settle(
    db: Database,
    row_id: int,
    state: RowState,
    now: datetime,
    *,
    message: str = "",
    errors: Mapping[str, str] | None = None,
    old_paper_id: int | None = None,
    kept: Iterable[tuple[str, str]] = (),
    cells: Mapping[str, str] | None = None,
) -> bool:
    """Write what became of a waiting row, inside `write()`; False when another was first."""
    change: Row = {
        "state": state.value,
        "message": message,
        "errors": to_json(dict(errors or {})),
        "old_paper_id": old_paper_id,
        "kept": to_json(tuple(kept)),
        "settled_at": to_text(now),
    }
    if cells is not None:
        change["cells"] = to_json(dict(cells))
    changes = ", ".join(f"{name} = :{name}" for name in change)
    return bool(
        db.execute(
            f"UPDATE import_row SET {changes} WHERE id = :id AND state = 'waiting'",
            {**change, "id": row_id},
        )
    )


def mend(
    db: Database,
    row_id: int,
    cells: Mapping[str, str],
    *,
    confirmed: bool,
    kept: Iterable[tuple[str, str]] | None = None,
) -> bool:
    """Put an erroneous or skipped row back to wait, inside `write()`; False when it is neither."""
    change: Row = {"cells": to_json(dict(cells)), "confirmed": int(confirmed)}
    if kept is not None:
        change["kept"] = to_json(tuple(kept))
    changes = ", ".join(f"{name} = :{name}" for name in change)
    return bool(
        db.execute(
            f"UPDATE import_row SET {changes}, state = 'waiting', message = '', errors = '{{}}',"
            " settled_at = NULL WHERE id = :id AND state IN ('error', 'skipped')",
            {**change, "id": row_id},
        )
    )


def leave_out(db: Database, row_id: int, message: str, now: datetime) -> bool:
    """A person decides that an erroneous row is not wanted, inside `write()`."""
    return bool(
        db.execute(
            "UPDATE import_row SET state = 'skipped', message = :message, settled_at = :now"
            " WHERE id = :id AND state = 'error'",
            {"id": row_id, "message": message, "now": to_text(now)},
        )
    )


def set_run(db: Database, run_id: int, **columns: Any) -> None:
    """Change `stopped`, `convert_codes` or `source` of a run, inside `write()`."""
    changes = ", ".join(f"{name} = :{name}" for name in columns)
    db.execute(f"UPDATE import_run SET {changes} WHERE id = :id", {**columns, "id": run_id})


def _run(row: Row) -> ImportRun:
    flags = {name: bool(row[name]) for name in ("uploaded", "has_sheet", "convert_codes")}
    return ImportRun(
        **{
            **row,
            **flags,
            "stopped": bool(row["stopped"]),
            "direction": Direction(row["direction"]),
            "created_at": from_text(row["created_at"]),
        }
    )


def _row(row: Row) -> ImportRow:
    return ImportRow(
        id=row["id"],
        run_id=row["run_id"],
        place=row["place"],
        cells=from_json(row["cells"]),
        members=tuple(from_json(row["members"])),
        kept=tuple((sha256, name) for sha256, name in from_json(row["kept"])),
        from_sheet=bool(row["from_sheet"]),
        confirmed=bool(row["confirmed"]),
        state=RowState(row["state"]),
        message=row["message"],
        errors=from_json(row["errors"]),
        old_paper_id=row["old_paper_id"],
    )
