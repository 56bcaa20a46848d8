"""Viện dẫn giữa các văn bản — which papers an issued paper cites, kept beside it."""

from datetime import datetime

from service.actions.office import Office
from service.domain.citations import find_citations, parse_reference
from service.store import documents, paper_links
from service.store.jobs import Job

ALL_CITATIONS_JOB = "note_all_citations"
AT_ONCE = 50


def note_citations(office: Office, job: Job, now: datetime) -> None:
    """Read an issued paper's text for citations; the same text twice gives the same rows."""
    _note(office, job.paper, now)


def note_citations_at_night(office: Office, job: Job, now: datetime) -> None:
    note_all_citations(office, now=now)


def note_all_citations(office: Office, *, now: datetime) -> int:
    """Read the texts that were issued before citations were kept; returns how many papers."""
    count = 0
    while found := paper_links.uncited(office.db, limit=AT_ONCE):
        for document_id in found:
            _note(office, document_id, now)
        count += len(found)
    return count


def _note(office: Office, document_id: int, now: datetime) -> None:
    own = parse_reference(documents.get_for_office(office.db, document_id).reference)
    # Its own number stands at the top of its text, without a date beside it.
    citations = [
        one
        for one in find_citations(paper_links.text_of(office.db, document_id))
        if own is None or one.key != own.key or one.issued is not None
    ]
    with office.db.write():
        paper_links.note_citations(office.db, paper_links.topic_of(document_id), citations, now=now)
