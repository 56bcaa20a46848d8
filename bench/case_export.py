"""A whole case file of a hundred letters that came, made by the worker: the wait on its page."""

import os
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench.rows import Row
from service.actions import case_exporting, case_files, receiving
from service.actions.receiving import Arrival, ArrivedFile
from service.domain.case_files import CaseDetails
from service.domain.case_prints import PrintedSheet, SheetLine
from service.domain.incoming import IncomingDetails
from service.rendering.case_contents import sheet_pdf
from service.worker import run_once
from tests.builders import NOW, SmallOffice, build_world, clone_world, person_of

PAPERS = 100
PROMISE_S = 8.0
LINES = 60
"""Of a letter: two pages."""

LETTER = IncomingDetails("Sở Y tế", "rà soát cơ sở cai nghiện", notation="SYT-NVY", kind="Công văn")


def run() -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        build_world(Path(name) / "world")
        office = clone_world(Path(name) / "world", Path(name) / "data")
        try:
            seconds, used = _measure(office, _case(office))
        finally:
            office.close()
    return [
        Row(f"export of a case file of {PAPERS} letters that came", seconds, None, "s", PROMISE_S),
        Row("the same, by the processor", used, None, "s", PROMISE_S),
    ]


def _case(office: SmallOffice) -> int:
    lan = person_of(office.db, "lan")
    told = CaseDetails("01.VHXH", "Hồ sơ cai nghiện", None, date(2026, 1, 5), lan.name)
    case = case_files.open_file(office, told, by=lan, now=NOW)
    for number in range(1, PAPERS + 1):
        lines = tuple(SheetLine(f"Công văn {number}, dòng {line}") for line in range(LINES))
        data = sheet_pdf(PrintedSheet("Công văn", lines, NOW))
        arrival = Arrival(replace(LETTER, number=str(number)), NOW)
        file = ArrivedFile(data, f"{number}.pdf", "application/pdf")
        letter = receiving.receive(office, arrival, file, by=lan, now=NOW)
        case_files.put(office, [case.id], f"incoming/{letter.id}", by=lan, now=NOW)
    return case.id


def _measure(office: SmallOffice, case_id: int) -> tuple[float, float]:
    """Seconds on the wall and of the processor, those of children too."""
    while run_once(office, now=NOW):  # what receiving left to do
        pass
    lan = person_of(office.db, "lan")
    asked = case_exporting.ask_export(office, case_id, by=lan, now=NOW)
    before, start = _processor_s(), time.perf_counter()
    while run_once(office, now=NOW):
        pass
    seconds, used = time.perf_counter() - start, _processor_s() - before
    made = case_exporting.download_export(office, case_id, asked.id, by=lan, now=NOW)
    if not made[2]:
        raise RuntimeError("nothing was exported")
    return seconds, used


def _processor_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
