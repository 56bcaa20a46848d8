"""Trình, chuyển giao, giải quyết văn bản đến — who deals with it, until when, with what result
(NĐ 30/2020, Điều 23–24)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from service.actions import drafting
from service.actions.office import Office
from service.actions.receiving import OPEN, topic
from service.actions.tasks import follow_paper
from service.domain.citations import parse_reference
from service.domain.documents import Document, Person
from service.domain.errors import Refused, WrongState
from service.domain.incoming import (
    HandlingPart,
    Incoming,
    IncomingState,
    StepKind,
    reply_subject,
)
from service.domain.vietnamese import clean, clean_line, short_date
from service.domain.workflow import Role
from service.store import documents, events, incoming, incoming_handling, people, tasks
from service.store.incoming_handling import Receiver
from service.store.moments import to_text

MOST_TEXT = 2000
REPLY_KIND = "official_letter"
"""An answer is a công văn unless somebody starts another kind and links it by its number."""

_ROLE_OF_STEP = {
    StepKind.LEADER: (Role.SIGNATORY, Role.CLERK),
    StepKind.UNIT: (Role.DRAFTER, Role.SIGNATORY, Role.CLERK),
    StepKind.PROPOSAL: (Role.DRAFTER, Role.SIGNATORY, Role.CLERK),
    StepKind.PROGRESS: (Role.DRAFTER, Role.SIGNATORY, Role.CLERK),
}


@dataclass(frozen=True, slots=True)
class Direction:
    """Ý kiến phân phối, chỉ đạo of the leader: `cooperate` are units, each name once."""

    text: str
    lead_unit: int
    lead_person: int | None = None
    cooperate: tuple[int, ...] = ()
    cooperating_people: tuple[int, ...] = ()
    due_on: date | None = None


def assign(
    office: Office, incoming_id: int, direction: Direction, *, by: Person, now: datetime
) -> Incoming:
    """Pass a paper to the unit that leads and those that cooperate; again, to change it.

    By a leader, or by the clerk who writes down what the leader wrote on the paper. Tasks that
    no unit of the office holds yet go to the lead. Refused with fields for wrong receivers.
    """
    by.require(Role.SIGNATORY, Role.CLERK)
    db = office.db
    receivers = _receivers(office, direction)
    text = _text(direction.text)
    with db.write():
        paper = incoming.get(db, incoming_id, by)
        if direction.due_on is not None and direction.due_on < paper.arrived_on:
            raise Refused(
                f"Thời hạn {short_date(direction.due_on)} ở trước ngày đến "
                f"{short_date(paper.arrived_on)}. Hãy ghi ngày muộn hơn.",
                field="due_on",
            )
        incoming.move(
            db,
            paper,
            OPEN,
            IncomingState.ASSIGNED,
            due_on=direction.due_on.isoformat() if direction.due_on else None,
        )
        incoming_handling.replace_assignments(db, paper.id, receivers, by=by, now=now)
        follow_paper(office, paper, direction.lead_unit, direction.due_on, by=by, now=now)
        if text:
            incoming_handling.add_step(
                db, paper.id, StepKind.LEADER, text, by=by, now=now, due_on=direction.due_on
            )
        events.add(
            db,
            "assign",
            by,
            now,
            topic=topic(paper.id),
            lead=direction.lead_unit,
            person=direction.lead_person,
            cooperate=list(direction.cooperate),
            due_on=direction.due_on.isoformat() if direction.due_on else "",
        )
    return incoming.get(db, incoming_id, by)


def report(
    office: Office,
    incoming_id: int,
    kind: StepKind,
    text: str,
    *,
    by: Person,
    now: datetime,
    due_on: date | None = None,
) -> Incoming:
    """Write down an opinion or how far the work is; `complete` writes the result."""
    by.require(*_ROLE_OF_STEP[kind])
    text = _text(text)
    if not text:
        raise Refused("Hãy ghi nội dung ý kiến hoặc tiến độ.", field="text")
    with office.db.write():
        paper = incoming.get(office.db, incoming_id, by)
        _require_state(paper, OPEN)
        incoming_handling.add_step(office.db, paper.id, kind, text, by=by, now=now, due_on=due_on)
        events.add(office.db, "report_step", by, now, topic=topic(paper.id), kind=kind.value)
    return paper


def complete(
    office: Office, incoming_id: int, result: str, *, by: Person, now: datetime, answer: str = ""
) -> Incoming:
    """Say that the paper is dealt with, and how; its open tasks are closed with it.

    `answer` is số, ký hiệu of an issued paper of ours, linked both ways. Refused (fields
    ``result``, ``answer``).
    """
    by.require(Role.DRAFTER, Role.SIGNATORY, Role.CLERK)
    result = _text(result)
    if not result:
        raise Refused("Hãy ghi kết quả giải quyết.", field="result")
    db = office.db
    with db.write():
        paper = incoming.get(db, incoming_id, by)
        if answer.strip():
            _link(office, paper, answer, by=by, now=now)
        incoming.move(db, paper, OPEN, IncomingState.DONE, result=result, done_at=to_text(now))
        incoming_handling.add_step(db, paper.id, StepKind.RESULT, result, by=by, now=now)
        for task in tasks.of_incoming(db, paper.id):
            if task.done_at is None:
                tasks.finish(db, task.id, "Xong cùng văn bản đến.", by=by, now=now)
        events.add(db, "complete", by, now, topic=topic(paper.id), result=result)
    return incoming.get(db, incoming_id, by)


def reopen(office: Office, incoming_id: int, *, by: Person, now: datetime) -> Incoming:
    """Take a finished paper up again."""
    by.require(Role.SIGNATORY, Role.CLERK)
    db = office.db
    with db.write():
        paper = incoming.get(db, incoming_id, by)
        passed = incoming_handling.assignments(db, paper.id)
        target = IncomingState.ASSIGNED if passed else IncomingState.REGISTERED
        incoming.move(db, paper, (IncomingState.DONE,), target, result="", done_at=None)
        events.add(db, "reopen_incoming", by, now, topic=topic(paper.id))
    return incoming.get(db, incoming_id, by)


def draft_reply(office: Office, incoming_id: int, *, by: Person, now: datetime) -> Document:
    """A letter that answers the paper, pre-filled and linked both ways."""
    by.require(Role.DRAFTER)
    db = office.db
    kind = office.kinds[REPLY_KIND]
    with db.write():
        paper = incoming.get(db, incoming_id, by)
        if paper.state is IncomingState.VOID:
            raise WrongState(f"Số đến {paper.number:02d} đã hủy.")
        unit = next(one for one in office.agency().units if one.id == by.unit_id)
        answers = {
            "subject": reply_subject(paper.details),
            "unit": unit.symbol,
            "addressees": [paper.details.agency],
            "body": _opening(office.agency().full_name, paper),
        }
        document = drafting.create_draft(office, kind.code, answers, by=by, now=now)
        incoming_handling.link_answer(db, paper.id, document.id, by=by, now=now)
        events.add(
            db, "draft_reply", by, now, document.id, topic=topic(paper.id), number=paper.number
        )
    return document


def link_answer(
    office: Office, incoming_id: int, answer: str, *, by: Person, now: datetime
) -> Incoming:
    """Tie an issued paper of ours to what it answers, by its số, ký hiệu (field ``answer``)."""
    by.require(Role.DRAFTER, Role.SIGNATORY, Role.CLERK)
    with office.db.write():
        paper = incoming.get(office.db, incoming_id, by)
        _link(office, paper, answer, by=by, now=now)
    return paper


def _link(office: Office, paper: Incoming, answer: str, *, by: Person, now: datetime) -> None:
    written = clean_line(answer)
    known = parse_reference(written)
    number = int(known.number) if known and known.number.isdigit() else 0
    notation = known.notation if known else ""
    found = incoming_handling.outgoing_id(
        office.db, number, notation, known.year if known else None
    )
    if found is None:
        raise Refused(
            f"Không có văn bản đã phát hành số “{written[:60]}”. Ghi đủ số và ký hiệu, ví dụ "
            "05/UBND-VP.",
            field="answer",
        )
    documents.get(office.db, found, by)
    if incoming_handling.link_answer(office.db, paper.id, found, by=by, now=now):
        events.add(
            office.db, "link_answer", by, now, found, topic=topic(paper.id), number=paper.number
        )


def _receivers(office: Office, direction: Direction) -> list[Receiver]:
    active = {unit.id for unit in office.agency().units if unit.active}
    if direction.lead_unit not in active:
        raise Refused("Hãy chọn đơn vị chủ trì.", field="lead_unit")
    if not set(direction.cooperate) <= active:
        raise Refused("Không có đơn vị phối hợp này.", field="cooperate")
    lead = direction.lead_person
    if lead is not None and _unit_of(office, lead, "lead_person") != direction.lead_unit:
        raise Refused("Người này không thuộc đơn vị chủ trì.", field="lead_person")
    receivers = [Receiver(HandlingPart.LEAD, direction.lead_unit, lead)]
    receivers += [
        Receiver(HandlingPart.COOPERATE, unit)
        for unit in _once(direction.cooperate)
        if unit != direction.lead_unit
    ]
    for person in _once(direction.cooperating_people):
        if person != lead:
            unit = _unit_of(office, person, "cooperating_people")
            receivers.append(Receiver(HandlingPart.COOPERATE, unit, person))
    return receivers


def _unit_of(office: Office, person_id: int, field: str) -> int:
    person = people.find(office.db, person_id)
    if person is None or not person.active:
        raise Refused("Không có người này, hoặc tài khoản đã ngừng hoạt động.", field=field)
    return person.unit_id


def _once(numbers: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(numbers))


def _opening(agency: str, paper: Incoming) -> str:
    about = f" về việc {paper.details.subject}" if paper.details.subject else ""
    return f"{agency} nhận được {paper.title}{about}. {agency} trả lời như sau:"


def _text(text: str) -> str:
    text = clean(text).strip()
    if len(text) > MOST_TEXT:
        raise Refused(f"Nội dung dài hơn {MOST_TEXT} ký tự. Hãy viết gọn lại.", field="text")
    return text


def _require_state(paper: Incoming, states: tuple[IncomingState, ...]) -> None:
    if paper.state not in states:
        raise WrongState(f"Văn bản đến số {paper.number:02d} đã giải quyết xong hoặc đã hủy.")
