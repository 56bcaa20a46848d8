"""Chữ của văn bản cũ — read after a run, so that papers of a spreadsheet are found by their text.

The spreadsheet tells what a paper is; what it says is in its file, and reading takes a while.
"""

from datetime import datetime

from service.actions.office import Office
from service.domain.errors import Refused
from service.reading.old_cells import MOST_TEXT
from service.reading.safely import read_file
from service.store import import_runs, jobs, old_papers
from service.store.jobs import Job

JOB = "read_old_texts"
AT_ONCE = 5


def queue(office: Office, run_id: int, now: datetime) -> None:
    """Ask for the texts of a run that is over; once for each number of papers. In `write()`."""
    done = import_runs.counts(office.db, run_id)[import_runs.RowState.DONE]
    if done:
        payload = {"run": run_id, "after": 0, "done": done}
        jobs.enqueue(office.db, JOB, key=f"{run_id}:{done}:0", payload=payload, now=now)


def read_old_texts(office: Office, job: Job, now: datetime) -> None:
    """The job: a few papers, then the next job takes the following ones."""
    run_id, after, done = (int(job.payload[name]) for name in ("run", "after", "done"))
    papers = old_papers.without_text(office.db, run_id, after, limit=AT_ONCE)
    for paper_id in papers:
        text = _text(office, paper_id)
        if text:
            _put(office, paper_id, text)
    if len(papers) == AT_ONCE:
        last = papers[-1]
        payload = {"run": run_id, "after": last, "done": done}
        with office.db.write():
            jobs.enqueue(office.db, JOB, key=f"{run_id}:{done}:{last}", payload=payload, now=now)


def _put(office: Office, old_paper_id: int, text: str) -> None:
    details = old_papers.for_office(office.db, old_paper_id).details
    keys = old_papers.search_keys(details, text)
    with office.db.write():
        # Somebody may have corrected the paper meanwhile.
        latest = old_papers.for_office(office.db, old_paper_id).details
        if latest != details:
            keys = old_papers.search_keys(latest, text)
        old_papers.put_text(office.db, old_paper_id, text, keys)


def _text(office: Office, old_paper_id: int) -> str:
    """The text of a paper's files, old codes converted; nothing of a scan or a locked file."""
    texts = []
    for file in old_papers.files(office.db, old_paper_id):
        try:
            texts.append(read_file(office.files.get(file.sha256), convert=True).text)
        except Refused:
            continue
    return "\n".join(filter(None, texts))[:MOST_TEXT]
