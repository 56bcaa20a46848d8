"""Nhập văn bản cũ — a run over a ZIP or a folder, row by row, each in one transaction.

A run goes on where it ended, whatever ended it: a row's state changes only together with its
paper, and the archive takes the same bytes twice without harm.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from service.actions import import_planning, old_texts
from service.actions.import_rows import enter_row
from service.actions.office import Office
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.old_papers import Direction
from service.domain.workflow import Role
from service.reading.bundle import Bundle, opened
from service.reading.old_cells import kind_of
from service.store import events, import_runs, jobs
from service.store.db import storage_fault
from service.store.import_runs import ImportRow, ImportRun, NewRun, RowState
from service.store.jobs import Job

JOB = "import_old_papers"
TOLD_AT_ONCE, READ_AT_ONCE = 100, 5
"""Rows of one job: then other jobs have their turn. Reading a file takes much longer."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a clerk asks for. `source` is a folder or a ZIP, `uploaded` one that is ours to
    delete; `sheet` is a spreadsheet's name and bytes, else one inside the source is used."""

    name: str
    source: Path
    direction: Direction
    unit_id: int | None = None
    sheet: tuple[str, bytes] | None = None
    convert: bool = False
    uploaded: bool = False


def start(
    office: Office, order: Order, *, by: Person, now: datetime, queue: bool = True
) -> ImportRun:
    """Look at the source, match it with the spreadsheet and write a row for each paper.

    With `queue` the worker goes on from here. Refused (fields ``file``, ``sheet``) when nothing
    can be made of what was given; nothing is kept then.
    """
    by.require(Role.CLERK)
    with opened(order.source) as bundle:
        members = bundle.members()
        inside = None if order.sheet else import_planning.sheet_inside(bundle, members)
    sheet = order.sheet or inside
    lines = import_planning.read_lines(*sheet, convert=order.convert) if sheet else ()
    rows = import_planning.plan(members, lines, sheet=inside[0] if inside else "")
    if not rows:
        raise Refused("Gói không có tệp PDF hoặc Word nào.", field="file")
    asked = NewRun(
        order.name,
        str(order.source),
        order.uploaded,
        order.direction,
        order.unit_id,
        has_sheet=bool(lines),
        convert_codes=order.convert,
    )
    db = office.db
    with db.write():
        run_id = import_runs.add(db, asked, rows, by_id=by.id, now=now)
        event_id = events.add(
            db, "start_import", by, now, topic=topic(run_id), name=order.name, rows=len(rows)
        )
        if queue:
            _queue(office, run_id, event_id, now)
    return import_runs.get(db, run_id)


def import_old_papers(office: Office, job: Job, now: datetime) -> None:
    """The job: some rows, then the next job takes the following ones."""
    run_id = int(job.payload["run"])
    run = import_runs.get(office.db, run_id)
    most = TOLD_AT_ONCE if run.has_sheet else READ_AT_ONCE
    work(office, run_id, now=now, most=most)
    with office.db.write():
        if import_runs.next_waiting(office.db, run_id) is not None:
            key = f"{run_id}:after-{job.id}"
            jobs.enqueue(office.db, JOB, key=key, payload={"run": run_id}, now=now)


def work(
    office: Office,
    run_id: int,
    *,
    now: datetime,
    most: int | None = None,
    told: Callable[[ImportRow], None] | None = None,
) -> int:
    """Do waiting rows (at most `most`) until none is left or somebody stops the run; how many.

    `told` hears of each row as it was before.
    """
    run, done = import_runs.get(office.db, run_id), 0
    with _source(run) as bundle:
        while most is None or done < most:
            row = import_runs.next_waiting(office.db, run_id)
            if row is None:
                break
            enter_row(office, run, row, bundle, now=now)
            done += 1
            if told:
                told(row)
    _tidy(office, run, now)
    return done


def stop(office: Office, run_id: int, *, by: Person, now: datetime) -> None:
    """Let the row at hand end and no other begin."""
    by.require(Role.CLERK)
    with office.db.write():
        import_runs.get(office.db, run_id)
        import_runs.set_run(office.db, run_id, stopped=1)
        events.add(office.db, "stop_import", by, now, topic=topic(run_id))


def resume(office: Office, run_id: int, *, by: Person, now: datetime, queue: bool = True) -> None:
    """Go on where the run ended; harmless when it is running."""
    by.require(Role.CLERK)
    with office.db.write():
        import_runs.get(office.db, run_id)
        import_runs.set_run(office.db, run_id, stopped=0)
        event_id = events.add(office.db, "resume_import", by, now, topic=topic(run_id))
        if queue:
            _queue(office, run_id, event_id, now)


def mend(
    office: Office,
    run_id: int,
    place: int,
    cells: dict[str, str],
    *,
    by: Person,
    now: datetime,
    file: tuple[str, bytes] | None = None,
    without_file: bool = False,
) -> ImportRow:
    """Try a row again with what a person typed, at once; the row as it stands afterwards.

    `file` (name, bytes) replaces what the row has.
    """
    by.require(Role.CLERK)
    run, row = import_runs.get(office.db, run_id), import_runs.row(office.db, run_id, place)
    if file:
        _require_document(file[1])
    kept = [(office.files.put(file[1]), file[0])] if file else None
    whole = {**row.cells, **cells, "unlisted": "", "no_file": "1" if without_file else ""}
    with office.db.write():
        if not import_runs.mend(office.db, row.id, whole, confirmed=True, kept=kept):
            raise Refused("Dòng này đã được xử lý; hãy tải lại trang.")
        events.add(office.db, "mend_import", by, now, topic=topic(run_id), place=place)
    with _source(run) as bundle:
        enter_row(office, run, import_runs.row(office.db, run_id, place), bundle, now=now)
    return import_runs.row(office.db, run_id, place)


def mend_by_sheet(
    office: Office, run_id: int, sheet: tuple[str, bytes], *, by: Person, now: datetime
) -> int:
    """Take corrected lines of a spreadsheet for the rows in error; how many rows wait again.

    A line is matched by ``Mã dòng``, the column of the list of errors, else by the name of its
    file; a corrected name finds the file that no line told of. Refused (field ``sheet``).
    """
    by.require(Role.CLERK)
    run = import_runs.get(office.db, run_id)
    lines = import_planning.read_lines(*sheet, convert=run.convert_codes)
    wrong = import_runs.rows_of(office.db, run_id, RowState.ERROR)
    matched = import_planning.match_lines(lines, wrong)
    if not matched:
        raise Refused(
            "Không dòng nào của bảng tính ứng với một dòng cần sửa; hãy giữ nguyên cột Mã dòng "
            "hoặc cột Tệp của danh sách đã tải về.",
            field="sheet",
        )
    with office.db.write():
        for row, cells in matched:
            kept = import_planning.kept_of(row, cells, wrong)
            whole = {**row.cells, **cells}
            import_runs.mend(office.db, row.id, whole, confirmed=True, kept=kept)
        event_id = events.add(
            office.db, "mend_import", by, now, topic=topic(run_id), rows=len(matched)
        )
        _queue(office, run_id, event_id, now)
    return len(matched)


def convert_codes(office: Office, run_id: int, *, by: Person, now: datetime) -> int:
    """Turn TCVN3 and VNI into Unicode from now on, and read the rows in error again; how many."""
    by.require(Role.CLERK)
    with office.db.write():
        import_runs.set_run(office.db, run_id, convert_codes=1)
        wrong = import_runs.rows_of(office.db, run_id, RowState.ERROR)
        again = [row for row in wrong if not row.from_sheet and not row.confirmed]
        for row in again:
            kept_cells = {name: row.cells.get(name, "") for name in ("file", "unlisted")}
            import_runs.mend(office.db, row.id, kept_cells, confirmed=False)
        event_id = events.add(
            office.db, "mend_import", by, now, topic=topic(run_id), rows=len(again)
        )
        _queue(office, run_id, event_id, now)
    return len(again)


def leave_out(office: Office, run_id: int, place: int, *, by: Person, now: datetime) -> None:
    """Leave a row in error out of the archive; its line stays in the run."""
    by.require(Role.CLERK)
    row = import_runs.row(office.db, run_id, place)
    with office.db.write():
        if not import_runs.leave_out(office.db, row.id, f"{by.name} bỏ dòng này.", now):
            raise Refused("Dòng này đã được xử lý; hãy tải lại trang.")
        events.add(office.db, "leave_out_row", by, now, topic=topic(run_id), place=place)


def topic(run_id: int) -> str:
    """What the history calls a run."""
    return f"import/{run_id}"


def shelf(office: Office) -> Path:
    """Where uploads lie until their run has taken them over."""
    folder = office.files.root.with_name("imports")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise storage_fault(error) from error
    return folder


def _require_document(data: bytes) -> None:
    try:
        kind_of(data)
    except Refused as refusal:
        raise Refused(refusal.message, field="file") from refusal


def _queue(office: Office, run_id: int, event_id: int, now: datetime) -> None:
    """A job for each time that somebody set the run going; one that finds no work is harmless."""
    jobs.enqueue(office.db, JOB, key=f"{run_id}:{event_id}", payload={"run": run_id}, now=now)


@contextlib.contextmanager
def _source(run: ImportRun) -> Iterator[Bundle | None]:
    """The source; without it, rows whose files are in the archive still go on."""
    path = Path(run.source)
    if path.exists():
        with opened(path) as bundle:
            yield bundle
    else:
        yield None


def _tidy(office: Office, run: ImportRun, now: datetime) -> None:
    """Once every row is settled: have the texts read, and delete an upload, for what it held is
    in the archive then."""
    if import_runs.counts(office.db, run.id)[RowState.WAITING]:
        return
    with office.db.write():
        old_texts.queue(office, run.id, now)
    if run.uploaded:
        path = Path(run.source)
        if path.is_relative_to(shelf(office)):
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(True)
