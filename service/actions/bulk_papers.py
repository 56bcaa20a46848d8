"""Soạn hàng loạt — many papers in one run: every row checked first, then made in the background.

A run is cut into shares of a few rows, a job each: two workers share the work, a clerk's own jobs
come in between, and after a kill only the row at hand is begun again. A row that fails says why
and harms no other.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from service.actions import provider_checks, provider_papers
from service.actions.media import DOCX_TYPE, PDF_TYPE
from service.actions.office import Office
from service.domain.documents import Document, Person
from service.domain.eligibility.bulk import BULK_PURPOSES, MOST_ROWS, REVIEW_LETTER, BulkLine
from service.domain.eligibility.paper_making import RECIPES
from service.domain.eligibility.papers_review import review_letter
from service.domain.eligibility.states import PAPER_PURPOSES
from service.domain.errors import (
    Busy,
    NotAllowed,
    OfficeError,
    Refused,
    RenderingFault,
    StorageFault,
    WrongState,
)
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import bulk_runs, documents, events, jobs, people
from service.store.bulk_runs import BulkRow, BulkRun
from service.store.jobs import Job

log = logging.getLogger(__name__)

RUN_JOB = "make_many"
ROWS_PER_JOB = 20
SHARE_SPAN = timedelta(milliseconds=600)
"""How far the shares of a run lie apart in the queue: other people's jobs come in between."""


def check_rows(
    office: Office,
    purpose: str,
    lines: Sequence[BulkLine],
    given: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> dict[int, str]:
    """Place in `lines` → what is wrong there; nothing is written. Empty when all may be made."""
    by.require(Role.DRAFTER)
    _require_run(purpose, lines)
    wrong: dict[int, str] = {}
    seen: dict[tuple[Any, ...], int] = {}
    for place, line in enumerate(lines):
        key = (line.case_ids, line.provider_ids, line.label if not line.case_ids else "")
        if key in seen:
            wrong[place] = f"Trùng với dòng {lines[seen[key]].row}."
            continue
        seen[key] = place
        try:
            sentence = _trouble(office, purpose, line, {**given, **line.given}, by, now)
        except OfficeError as error:
            sentence = error.message
        if sentence:
            wrong[place] = sentence
    return wrong


def _require_run(purpose: str, lines: Sequence[BulkLine]) -> None:
    if purpose not in BULK_PURPOSES:
        raise Refused("Loại văn bản này không soạn hàng loạt; hãy soạn từng văn bản.", "purpose")
    if not lines:
        raise Refused("Hãy chọn ít nhất một dòng.", "rows")
    if len(lines) > MOST_ROWS:
        raise Refused(f"Mỗi lần nhiều nhất {MOST_ROWS} dòng.", "rows")


def _trouble(  # noqa: PLR0917 - one row's own facts
    office: Office,
    purpose: str,
    line: BulkLine,
    given: Mapping[str, Any],
    by: Person,
    now: datetime,
) -> str:
    """A sentence when this row's paper cannot be made or could never be submitted."""
    if purpose == REVIEW_LETTER:
        review_letter(_letter_of(given))
        return ""
    facts, made = provider_papers.prepared(
        office,
        purpose,
        case_ids=line.case_ids,
        provider_ids=line.provider_ids,
        given=given,
        by=by,
        now=now,
    )
    if not RECIPES[purpose].checked:
        return ""
    checks = provider_checks.checks_for(
        office,
        line.case_ids[0],
        scope=facts.one.scope,
        modes=facts.one.modes,
        text=provider_papers.text_of_draft(made),
        by=by,
        now=now,
    )
    return " ".join(one.sentence for one in checks if not one.ok)


def start_run(
    office: Office,
    purpose: str,
    lines: Sequence[BulkLine],
    given: Mapping[str, Any],
    *,
    by: Person,
    now: datetime,
) -> BulkRun:
    """Write the run down and put it in for the workers; nothing is made when any row is wrong.

    Refused with ``row-<n>`` in `errors` for each wrong row, n as the list counts it.
    """
    wrong = check_rows(office, purpose, lines, given, by=by, now=now)
    if wrong:
        errors = {f"row-{lines[place].row}": sentence for place, sentence in wrong.items()}
        raise Refused(f"{len(wrong)} dòng chưa đúng; chưa soạn văn bản nào.", errors=errors)
    db = office.db
    with db.write():
        run_id = bulk_runs.add(
            db,
            purpose,
            PAPER_PURPOSES[purpose],
            given,
            lines,
            law_day=office_date(now),
            by=by,
            now=now,
        )
        _enqueue(office, run_id, len(lines), now)
        events.add(
            db,
            "bulk_start",
            by,
            now,
            topic=f"bulk_run/{run_id}",
            purpose=purpose,
            rows=len(lines),
        )
    return bulk_runs.get(db, run_id, by)


def _enqueue(office: Office, run_id: int, count: int, now: datetime) -> None:
    for share, first in enumerate(range(1, count + 1, ROWS_PER_JOB)):
        jobs.enqueue(
            office.db,
            RUN_JOB,
            now=now,
            key=f"{run_id}:{share}",
            payload={"run": run_id, "first": first, "last": first + ROWS_PER_JOB - 1},
            run_after=now + share * SHARE_SPAN,
        )


def stop_run(office: Office, run_id: int, *, by: Person, now: datetime) -> BulkRun:
    """No further row is begun; what was made stays. Twice is harmless."""
    by.require(Role.DRAFTER)
    with office.db.write():
        run = bulk_runs.get(office.db, run_id, by)
        if run.state == "done":
            raise WrongState("Lần soạn này đã xong.")
        if bulk_runs.set_stopped(office.db, run_id, stopped=True):
            events.add(office.db, "bulk_stop", by, now, topic=run.topic)
    return bulk_runs.get(office.db, run_id, by)


def resume_run(office: Office, run_id: int, *, by: Person, now: datetime) -> BulkRun:
    """Go on with the rows that wait, and once more with those that failed."""
    by.require(Role.DRAFTER)
    with office.db.write():
        run = bulk_runs.get(office.db, run_id, by)
        if run.counts["done"] == run.total:
            raise WrongState("Mọi dòng đã xong; không còn gì để soạn tiếp.")
        bulk_runs.again(office.db, run_id)
        bulk_runs.set_stopped(office.db, run_id, stopped=False)
        for share in range(-(-run.total // ROWS_PER_JOB)):
            jobs.restart_key(office.db, RUN_JOB, f"{run_id}:{share}", now)
        events.add(office.db, "bulk_resume", by, now, topic=run.topic)
    return bulk_runs.get(office.db, run_id, by)


def make_many(office: Office, job: Job, now: datetime) -> None:
    """One share of a run; run twice, what is done stays as it is."""
    run = bulk_runs.for_office(office.db, job.payload["run"])
    by = people.get(office.db, run.created_by)
    places = job.payload["first"], job.payload["last"]
    for row in bulk_runs.rows(office.db, run.id, state="waiting", places=places):
        if bulk_runs.is_stopped(office.db, run.id):
            return
        _make_one(office, run, row, by, now)


def _make_one(office: Office, run: BulkRun, row: BulkRow, by: Person, now: datetime) -> None:
    try:
        if not by.active:
            raise NotAllowed("Người lập lần soạn này không còn làm việc.")
        document = _draft(office, run, row, by, now)
        _print(office, row, document, now)
    except (Busy, StorageFault):
        raise  # nothing is wrong with the row: the job runs again
    except RenderingFault as error:
        if not error.permanent:
            raise
        _fail(office, row, error.message, now)
    except OfficeError as error:
        _fail(office, row, error.message, now)
    except Exception:
        # A bug of ours on one row must not stop the others; the trace is for whoever mends it.
        log.exception("row %s of run %s", row.place, run.id)
        _fail(office, row, "Lỗi phần mềm ở dòng này; hãy báo quản trị xem nhật ký.", now)


def _fail(office: Office, row: BulkRow, message: str, now: datetime) -> None:
    with office.db.write():
        bulk_runs.failed(office.db, row.id, message, now)


def _draft(office: Office, run: BulkRun, row: BulkRow, by: Person, now: datetime) -> Document:
    if row.document_id is not None:
        return documents.get_for_office(office.db, row.document_id)
    with office.db.write():
        document = _MAKERS.get(run.purpose, _paper)(office, run, row, by, now)
        bulk_runs.bind(office.db, row.id, document.id)
    return document


_Maker = Callable[[Office, BulkRun, BulkRow, Person, datetime], Document]


def _paper(office: Office, run: BulkRun, row: BulkRow, by: Person, now: datetime) -> Document:
    return provider_papers.draft_paper(
        office,
        run.purpose,
        case_ids=row.case_ids,
        provider_ids=row.provider_ids,
        given={**run.given, **row.given},
        by=by,
        now=now,
    )


def _letter(office: Office, run: BulkRun, row: BulkRow, by: Person, now: datetime) -> Document:
    given = _letter_of({**run.given, **row.given})
    return provider_papers.draft_review_letter(office, given, by=by, now=now)


_MAKERS: Mapping[str, _Maker] = {REVIEW_LETTER: _letter}


def _letter_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """One unit's letter: its own task and day, else those of the whole run."""
    unit = given.get("unit") or given.get("commune") or ""
    told = {"unit": unit, "work": given.get("work"), "due": given.get("due")}
    return {**given, "tasks": [told]}


def _print(office: Office, row: BulkRow, document: Document, now: datetime) -> None:
    """Word and PDF of the draft as it is now, number and date blank."""
    made = office.render(
        office.kinds[document.kind], office.agency(), document.answers, document.mark
    )
    docx, pdf = office.files.put(made.docx), office.files.put(made.pdf)
    with office.db.write():
        documents.note_file(office.db, docx, len(made.docx), DOCX_TYPE, now)
        documents.note_file(office.db, pdf, len(made.pdf), PDF_TYPE, now)
        bulk_runs.done(office.db, row.id, docx, pdf, now)
