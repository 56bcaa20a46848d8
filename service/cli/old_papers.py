"""`service import-folder`: papers of earlier years from a folder or ZIP on this machine."""

import sys
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.actions import bulk_import
from service.actions.bulk_import import Order
from service.app import Office
from service.cli.data import NoData
from service.cli.opening import opened_office, person_called
from service.cli.output import print_json
from service.cli.processes import keep_private
from service.domain.documents import Person
from service.domain.errors import Refused
from service.domain.numbers import grouped
from service.domain.old_papers import Direction
from service.domain.vietnamese import fold
from service.domain.workflow import ROLE_NAMES, Role
from service.settings import Settings
from service.store import import_runs, people
from service.store.import_runs import ImportRow, ImportRun, RowState

TOLD_EVERY = 100


def run(args: Namespace, settings: Settings) -> int:
    """Start a run, or go on with one, and do it here; 1 when rows are left to be mended."""
    keep_private()
    with opened_office(settings) as office:
        now = datetime.now(UTC)
        by = _clerk(office, args.by)
        if args.resume is not None:
            bulk_import.resume(office, args.resume, by=by, now=now, queue=False)
            run = import_runs.get(office.db, args.resume)
        else:
            run = bulk_import.start(office, _order(office, args), by=by, now=now, queue=False)
        total = sum(import_runs.counts(office.db, run.id).values())
        progress = _Progress(run, total, quiet=args.json)
        bulk_import.work(office, run.id, now=now, told=progress)
        wrong = import_runs.rows_of(office.db, run.id, RowState.ERROR)
        skipped = import_runs.rows_of(office.db, run.id, RowState.SKIPPED)
        counts = import_runs.counts(office.db, run.id)
    if args.json:
        print_json(_object(run, counts, wrong, skipped))
    else:
        _show(run, counts, wrong)
    return 1 if counts[RowState.ERROR] or counts[RowState.WAITING] else 0


class _Progress:
    """A line on standard error that counts on; on no terminal, a line now and then."""

    def __init__(self, run: ImportRun, total: int, *, quiet: bool) -> None:
        self._total, self._quiet = total, quiet
        if not quiet:
            print(f"Đợt nhập {run.id}: {grouped(total)} dòng.", file=sys.stderr)

    def __call__(self, row: ImportRow) -> None:
        if self._quiet:
            return
        if sys.stderr.isatty():
            print(f"\r{row.place}/{self._total} ", end="", file=sys.stderr, flush=True)
        elif row.place % TOLD_EVERY == 0 or row.place == self._total:
            print(f"{row.place}/{self._total}", file=sys.stderr, flush=True)


def _order(office: Office, args: Namespace) -> Order:
    if not args.source:
        raise Refused("Hãy ghi thư mục hoặc tệp ZIP, hoặc --resume SỐ.", field="source")
    source = Path(args.source).resolve()
    if not source.exists():
        raise Refused(f"Không có thư mục hoặc tệp “{args.source}”.", field="source")
    sheet = None
    if args.sheet:
        try:
            sheet = (Path(args.sheet).name, Path(args.sheet).read_bytes())
        except OSError:
            raise Refused(f"Không đọc được bảng tính “{args.sheet}”.", field="--sheet") from None
    return Order(
        source.name or str(source),
        source,
        Direction.INCOMING if args.incoming else Direction.OUTGOING,
        _unit(office, args.unit),
        sheet,
        args.convert,
    )


def _unit(office: Office, symbol: str | None) -> int | None:
    if symbol is None:
        return None
    known = {unit.symbol: unit.id for unit in office.agency().units if unit.active}
    found = [number for name, number in known.items() if fold(name) == fold(symbol)]
    if len(found) != 1:
        raise Refused(f"Không có đơn vị “{symbol}”; có: {', '.join(known)}.", field="--unit")
    return found[0]


def _clerk(office: Office, login: str | None) -> Person:
    if login is not None:
        return person_called(office.db, login, option="--by")
    clerks = people.holding(office.db, Role.CLERK)
    if not clerks:
        raise NoData(f"Chưa có ai là {ROLE_NAMES[Role.CLERK].lower()}; hãy thêm người dùng trước.")
    return clerks[0]


def _show(run: ImportRun, counts: dict[RowState, int], wrong: tuple[ImportRow, ...]) -> None:
    if sys.stderr.isatty():
        print(file=sys.stderr)
    for row in wrong:
        print(f"{row.place}\t{row.label}\t{row.message}")
    print(
        f"Đợt {run.id}: {grouped(counts[RowState.DONE])} đã nhập, "
        f"{grouped(counts[RowState.ERROR])} cần sửa, {grouped(counts[RowState.SKIPPED])} bỏ qua, "
        f"{grouped(counts[RowState.WAITING])} chưa nhập."
    )


def _object(
    run: ImportRun,
    counts: dict[RowState, int],
    wrong: tuple[ImportRow, ...],
    skipped: tuple[ImportRow, ...],
) -> dict[str, Any]:
    return {
        "run": run.id,
        "counts": {state.value: count for state, count in counts.items()},
        "rows": [
            {
                "row": row.place,
                "label": row.label,
                "state": row.state.value,
                "message": row.message,
                "old_paper": row.old_paper_id,
            }
            for row in (*wrong, *skipped)
        ],
    }
