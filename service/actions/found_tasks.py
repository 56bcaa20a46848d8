"""Việc tìm thấy — what a paper tells whom to do, and the job that finds it in what we issue."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from service.actions.office import Office
from service.domain.agency import Agency
from service.domain.deadlines import CountedFrom, find_deadlines
from service.domain.documents import FileRole
from service.domain.errors import Refused
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.incoming import concerns, own_unit
from service.domain.tasks import NewTask
from service.domain.vietnamese import short_date
from service.domain.working_days import TermUnit
from service.reading.findings import Found, FoundDeadline, Reading
from service.reading.safely import read_file
from service.store import documents, events, tasks
from service.store.jobs import Job

MOST_TASKS = 60
_LAST_MARK = re.compile(r"\s*\.\s*/\s*\.\s*$")


@dataclass(frozen=True, slots=True)
class ProposedTask:
    """A task of the paper; `ours` when it seems to be this office's."""

    text: str
    units: str
    due_on: date | None
    ours: bool
    note: str
    page: int


def find_tasks(office: Office, job: Job, now: datetime) -> None:
    """Write down what an issued paper of ours tells whom to do; twice is harmless.

    Only papers that name a limit are read: without one there is nothing to be late with. A
    certified copy is another office's paper and tells us nothing to follow up.
    """
    document = documents.get_for_office(office.db, job.paper)
    if not find_deadlines(_written(document.answers), issued=document.issued_on):
        return
    file = documents.current_file(office.db, document.id, FileRole.PDF)
    if file is None or office.kinds[document.kind].needs_source:
        return
    try:
        reading = read_file(office.files.get(file.sha256))
    except Refused:
        return  # a paper without text to read has no tasks to show
    agency = office.agency()
    named = {unit.name: unit.id for unit in agency.units}
    found = [
        NewTask(task.text, task.units, named.get(own_unit(task.units, named)), task.due_on)
        for task in tasks_of(reading, None, agency)
        if task.units or task.due_on
    ]
    with office.db.write():
        if found and not tasks.of_document(office.db, document.id):
            tasks.add(office.db, found, by=None, now=now, document_id=document.id)
            events.add(office.db, "add_task", None, now, document.id, count=len(found))


def tasks_of(reading: Reading, arrived_on: date | None, agency: Agency) -> tuple[ProposedTask, ...]:
    """Every task and every limit that belongs to none, in order; limits counted from receipt end
    only when `arrived_on` is known."""
    return tuple(islice(_tasks(reading, arrived_on, agency), MOST_TASKS))


def _tasks(reading: Reading, arrived_on: date | None, agency: Agency) -> Iterator[ProposedTask]:
    own = [unit.name for unit in agency.units]
    for task in reading.tasks:
        limits = [reading.deadlines[number] for number in task.deadlines]
        ours = concerns(task.units, agency.full_name, own)
        page = _page(task.found)
        units = ", ".join(task.units)
        for limit in (*limits,) or (None,):
            text = _ended(task.found.text)
            if limit is not None and len(limits) > 1:
                text = f"({limit.found.text}) {text}"
            due, note = _due(limit, arrived_on)
            yield ProposedTask(text, units, due, ours, note, page)
    for limit in reading.deadlines:
        if limit.task is None:
            due, note = _due(limit, arrived_on)
            ours = concerns(limit.units, agency.full_name, own)
            text = _alone(limit)
            units = ", ".join(limit.units)
            yield ProposedTask(text, units, due, ours, note, _page(limit.found))


def _alone(limit: FoundDeadline) -> str:
    """What a limit that belongs to no task is for: the sentence it stands in."""
    text = _ended(limit.sentence) or limit.found.text
    return text[:1].upper() + text[1:]


def _ended(text: str) -> str:
    """A text without the mark that ends a whole paper: “… thực hiện./.”"""
    return _LAST_MARK.sub("", text)


def _due(limit: FoundDeadline | None, arrived_on: date | None) -> tuple[date | None, str]:
    """The last day of a limit, those counted from receipt included, and what to know of it."""
    if limit is None:
        return None, ""
    deadline = limit.deadline
    due = limit.found.value
    from_receipt = deadline.counted_from is CountedFrom.RECEIPT
    if due is None and deadline.term is not None and from_receipt and arrived_on is not None:
        if deadline.term.unit is TermUnit.HOURS:
            return None, f"{deadline.text}: tính từ giờ đến, hãy ghi ngày hết hạn."
        try:
            counted = VIETNAM_CALENDAR.due(arrived_on, deadline.term)
        except Refused as refusal:
            return None, refusal.message
        note = f"{deadline.term} kể từ ngày đến {short_date(arrived_on)}."
        return counted.day, " ".join((note, *counted.doubts))
    if deadline.strictly_before and due is not None:
        return due, f"Văn bản ghi “{deadline.text}”: phải xong trước ngày này."
    return due, limit.found.reason if due is None else ""


def _written(answers: Any) -> str:
    """Every text of a paper's answers, a line each."""
    if isinstance(answers, Mapping):
        return _written(list(answers.values()))
    if isinstance(answers, list | tuple):
        return "\n".join(map(_written, answers))
    return answers if isinstance(answers, str) else ""


def _page(found: Found[Any]) -> int:
    return next((spot.page for spot in found.where if spot.page), 0)
