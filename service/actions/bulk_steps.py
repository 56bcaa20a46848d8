"""Cả loạt đi tiếp — submit, approve, number and issue the papers of a run, each by its own verb.

Nothing is eased: every paper is checked as if it went alone, and one that cannot go stays where it
is and says why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from service.actions import issuing, reviewing
from service.actions.office import Office
from service.domain.documents import Document, Person
from service.domain.errors import Busy, EditConflict, OfficeError, StorageFault
from service.domain.workflow import Role, State
from service.store import bulk_runs, documents
from service.store.bulk_runs import BulkRow

FIRST_VERSION = 1
"""A draft's version until somebody saves it."""

MOST_AT_ONCE = 200
"""Papers that one click moves: a page must answer within seconds."""


@dataclass(frozen=True, slots=True)
class BulkStep:
    """Một bước của cả loạt: who takes it, from which state, and the verb of one paper."""

    name: str
    role: Role
    origins: tuple[State, ...]
    verb: Callable[[Office, Document, Person, datetime], object]


@dataclass(frozen=True, slots=True)
class Moved:
    """How many went on, what stayed and why (place, label, sentence), and how many still wait."""

    count: int
    stayed: tuple[tuple[int, str, str], ...]
    left: int


def _submit(office: Office, document: Document, by: Person, now: datetime) -> object:
    return reviewing.submit(office, document.id, by=by, now=now)


def _approve(office: Office, document: Document, by: Person, now: datetime) -> object:
    """Only what the run printed: a paper that somebody changed since is read by itself."""
    if document.version != FIRST_VERSION:
        raise EditConflict(
            "Văn bản đã được sửa sau khi soạn hàng loạt; hãy mở xem và duyệt riêng.",
            version=document.version,
        )
    return reviewing.approve(office, document.id, by=by, now=now, version=document.version)


def _number(office: Office, document: Document, by: Person, now: datetime) -> object:
    return issuing.take_number(office, document.id, by=by, now=now)


def _issue(office: Office, document: Document, by: Person, now: datetime) -> object:
    return issuing.issue(office, document.id, by=by, now=now)


STEPS: Mapping[str, BulkStep] = {
    "submit": BulkStep("Trình duyệt", Role.DRAFTER, (State.DRAFT,), _submit),
    "approve": BulkStep("Duyệt", Role.SIGNATORY, (State.SUBMITTED,), _approve),
    "number": BulkStep("Cấp số", Role.CLERK, (State.APPROVED,), _number),
    "issue": BulkStep("Phát hành", Role.CLERK, (State.NUMBERED,), _issue),
}


def waiting(office: Office, run_id: int, *, by: Person) -> dict[str, int]:
    """Step → how many papers of the run wait for it, for the steps that this person may take."""
    bulk_runs.get(office.db, run_id, by)
    states = bulk_runs.states(office.db, run_id)
    found = {
        code: sum(states.get(state.value, 0) for state in step.origins)
        for code, step in STEPS.items()
        if by.may(step.role)
    }
    return {code: count for code, count in found.items() if count}


def move_run(office: Office, run_id: int, code: str, *, by: Person, now: datetime) -> Moved:
    """Take a step with every paper of the run that waits for it, MOST_AT_ONCE at a time.

    Raises Busy or StorageFault, with what was done before kept, when the disk refuses.
    """
    step = STEPS[code]
    by.require(step.role)
    run = bulk_runs.get(office.db, run_id, by)
    rows = [
        (row, document)
        for row in bulk_runs.rows(office.db, run.id, state="done")
        if (document := _document(office, row)) is not None and document.state in step.origins
    ]
    count, stayed = 0, []
    for row, document in rows[:MOST_AT_ONCE]:
        try:
            step.verb(office, document, by, now)
        except (Busy, StorageFault):
            raise
        except OfficeError as error:
            stayed.append((row.place, row.label, error.message))
        else:
            count += 1
    return Moved(count, tuple(stayed), max(0, len(rows) - MOST_AT_ONCE))


def _document(office: Office, row: BulkRow) -> Document | None:
    """Moves are judged by the verbs, by who may see the paper too."""
    if row.document_id is None:
        return None
    return documents.get_for_office(office.db, row.document_id)
