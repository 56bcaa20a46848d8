"""Việc & hạn: add, finish and reopen tasks; the secret address of a person's calendar feed."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.errors import NotFound, Refused
from service.domain.incoming import Incoming, cited
from service.domain.numbering import office_date
from service.domain.tasks import CalendarEntry, NewTask, OfficeTask
from service.domain.vietnamese import clean, short_date
from service.domain.workflow import Role
from service.store import events, incoming, people, tasks
from service.store.db import Database

HANDLERS = (Role.DRAFTER, Role.SIGNATORY, Role.CLERK)
MOST_TEXT = 4000
MOST_NOTE = 500
GONE = "Địa chỉ lịch này không còn dùng được. Hãy lấy địa chỉ mới ở trang Việc & hạn."


def add_task(
    office: Office, task: NewTask, *, by: Person, now: datetime, incoming_id: int | None = None
) -> None:
    """Write a task down, of an incoming paper or of none. Refused with fields."""
    by.require(Role.SIGNATORY, Role.CLERK)
    text = clean(task.text).strip()
    if not text:
        raise Refused("Hãy ghi việc cần làm.", field="text")
    if len(text) > MOST_TEXT:
        raise Refused(f"Việc dài hơn {MOST_TEXT} ký tự. Hãy viết gọn lại.", field="text")
    units = {unit.id: unit.name for unit in office.agency().units if unit.active}
    if task.unit_id is not None and task.unit_id not in units:
        raise Refused("Không có đơn vị này.", field="unit_id")
    new = NewTask(text, task.unit_name, task.unit_id, task.due_on)
    with office.db.write():
        if incoming_id is not None:
            incoming.get(office.db, incoming_id, by)
        tasks.add(office.db, [new], by=by, now=now, incoming_id=incoming_id)
        topic = f"incoming/{incoming_id}" if incoming_id is not None else "tasks"
        events.add(office.db, "add_task", by, now, topic=topic, text=text[:200])


def follow_paper(
    office: Office,
    paper: Incoming,
    unit_id: int,
    due_on: date | None,
    *,
    by: Person,
    now: datetime,
) -> None:
    """The limit of an incoming paper stands on the board as a task of the unit that leads.

    Tasks that no unit holds yet go to it too; passed on anew, the same task moves. Inside the
    caller's transaction.
    """
    tasks.pass_on(office.db, paper.id, unit_id)
    text = f"Giải quyết {cited(paper.details)}: {paper.details.subject}"
    mine = [task for task in tasks.of_incoming(office.db, paper.id) if task.text == text]
    if mine:
        tasks.change(office.db, mine[0].id, unit_id, due_on)
    elif due_on is not None:
        new = NewTask(text, unit_id=unit_id, due_on=due_on)
        tasks.add(office.db, [new], by=by, now=now, incoming_id=paper.id)


def finish_task(
    office: Office, task_id: int, note: str, *, by: Person, now: datetime
) -> OfficeTask:
    """Mark a task done, with a note; twice is harmless."""
    by.require(*HANDLERS)
    note = clean(note).strip()
    if len(note) > MOST_NOTE:
        raise Refused(f"Ghi chú dài hơn {MOST_NOTE} ký tự. Hãy viết gọn lại.", field="note")
    with office.db.write():
        task = tasks.get(office.db, task_id, by)
        if tasks.finish(office.db, task_id, note, by=by, now=now):
            events.add(
                office.db,
                "finish_task",
                by,
                now,
                task.document_id,
                topic=_topic(task),
                task=task_id,
                note=note,
            )
    return tasks.get(office.db, task_id, by)


def reopen_task(office: Office, task_id: int, *, by: Person, now: datetime) -> OfficeTask:
    """Take a task up again; twice is harmless."""
    by.require(*HANDLERS)
    with office.db.write():
        task = tasks.get(office.db, task_id, by)
        if tasks.reopen(office.db, task_id):
            events.add(
                office.db,
                "reopen_task",
                by,
                now,
                task.document_id,
                topic=_topic(task),
                task=task_id,
            )
    return tasks.get(office.db, task_id, by)


def make_calendar_address(office: Office, *, by: Person, now: datetime) -> str:
    """A new secret for the person's feed, told this once; the one before stops to work. Only its
    hash is kept, so that a backup opens nobody's calendar."""
    by.require(*HANDLERS)
    secret = secrets.token_urlsafe(32)
    with office.db.write():
        tasks.put_address(office.db, by.id, _hash(secret), now)
        events.add(office.db, "make_calendar_address", by, now)
    return secret


def revoke_calendar_address(office: Office, *, by: Person, now: datetime) -> None:
    """The feed's address stops to work; twice is harmless."""
    by.require(*HANDLERS)
    with office.db.write():
        if tasks.revoke_address(office.db, by.id, now):
            events.add(office.db, "revoke_calendar_address", by, now)


def person_of_calendar(db: Database, secret: str) -> Person:
    """Whose feed it is; NotFound for a revoked or unknown address and for people who left."""
    person_id = tasks.person_of_address(db, _hash(secret))
    person = people.find(db, person_id) if person_id is not None else None
    if person is None or not person.may(*HANDLERS):
        raise NotFound(GONE)
    return person


def calendar_entries(
    db: Database, person: Person, now: datetime, host: str
) -> Iterable[CalendarEntry]:
    """The person's open tasks that have a limit; what a feed shows."""
    today = office_date(now)
    for task in tasks.board(db, person):
        if task.due_on is not None:
            yield CalendarEntry(
                uid=f"viec-{task.id}@{host}",
                day=task.due_on,
                summary=f"{_how_late(task.due_on, today)}{task.first_line}",
                description="\n".join(part for part in (task.unit_name, task.source) if part),
                changed_at=now,
            )


def _how_late(due: date, today: date) -> str:
    return f"[Quá hạn {short_date(due)}] " if due < today else ""


def _topic(task: OfficeTask) -> str:
    return f"incoming/{task.incoming_id}" if task.incoming_id is not None else "tasks"


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
