"""Nhập văn bản cũ: papers a second from a ZIP with a spreadsheet, and read without one."""

import csv
import io
import tempfile
import time
import zipfile
from datetime import datetime
from pathlib import Path

from bench.registers import RECIPIENTS, SUBJECTS
from bench.rows import Better, Row
from service.actions import bulk_import
from service.actions.bulk_import import Order
from service.domain.documents import Person
from service.domain.numbering import VIETNAM
from service.domain.old_papers import Direction
from service.store import import_runs
from service.store.import_runs import RowState
from tests.builders import SmallOffice, build_world, person_of
from tests.reading import pdfs

WITH_SHEET, READ = 600, 12
PROMISED = 30.0
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=VIETNAM)
HEADS = ("Tệp", "Số, ký hiệu", "Ngày ban hành", "Trích yếu", "Người ký", "Nơi nhận")


def run() -> list[Row]:
    """Both ways, each paper a file of its own of about 60 kB, on a real disk."""
    letter = pdfs.letter()
    with tempfile.TemporaryDirectory(prefix="bench-import-") as name:
        folder = Path(name)
        build_world(folder / "data")
        office = SmallOffice(folder / "data")
        by = person_of(office.db, "lan")
        told = _rate(office, by, _archive(folder, letter, WITH_SHEET, sheet=True), WITH_SHEET)
        read = _rate(office, by, _archive(folder, letter, READ, sheet=False), READ)
        office.close()
    return [
        Row("import with a spreadsheet", told, None, "papers/s", PROMISED, better=Better.HIGHER),
        Row("import, each file read", read, None, "papers/s", better=Better.HIGHER),
    ]


def _archive(folder: Path, letter: bytes, count: int, *, sheet: bool) -> Path:
    """A ZIP of so many different files; different bytes after their end make them different."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEADS)
    path = folder / f"papers-{count}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(1, count + 1):
            file = f"2021/{number:04d}.pdf"
            package.writestr(file, letter + b"\n%" + f"{count} {number}".encode())
            subject = SUBJECTS[number % len(SUBJECTS)]
            recipients = RECIPIENTS[number % len(RECIPIENTS)]
            day = f"{number % 28 + 1:02d}/01/2021"
            row = (file, f"{number:02d}/UBND-VP", day, subject, "Phạm Quốc Hùng", recipients)
            writer.writerow(row)
        if sheet:
            package.writestr("so.csv", table.getvalue())
    return path


def _rate(office: SmallOffice, by: Person, path: Path, count: int) -> float:
    started = time.perf_counter()
    order = Order(path.name, path, Direction.OUTGOING)
    run_id = bulk_import.start(office, order, by=by, now=NOW, queue=False).id
    bulk_import.work(office, run_id, now=NOW)
    seconds = time.perf_counter() - started
    counts = import_runs.counts(office.db, run_id)
    # A file that was read is the same paper as the one before it, and told as such.
    if counts[RowState.WAITING] or counts[RowState.ERROR]:
        raise RuntimeError(f"the run did not end well: {counts}")
    return count / seconds
