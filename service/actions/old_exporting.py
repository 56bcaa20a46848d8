"""Tải danh sách văn bản cũ: the whole result of a search among old papers as a file."""

from collections.abc import Sequence
from datetime import datetime

from service.actions.exporting import WRITERS, count_sentence
from service.actions.office import Office
from service.actions.searching import READERS
from service.domain.documents import Person
from service.domain.found_list import FoundList
from service.domain.old_found_list import OLD_FOUND_COLUMNS, OLD_FOUND_TITLE
from service.domain.old_papers import Direction, OldPaper
from service.domain.old_searching import OldFilters
from service.store import events
from service.store.old_search import listed

DIRECTIONS = {Direction.OUTGOING: "Đi", Direction.INCOMING: "Đến"}


def export_old_found(
    office: Office,
    query: str,
    filters: OldFilters,
    suffix: str,
    *,
    order: str,
    conditions: Sequence[str],
    by: Person,
    now: datetime,
) -> bytes:
    """The result as a file of WRITERS, in the page's order, of what the person may see.

    `conditions` are the sentences that say what was asked for. A result that is larger than the
    list can be is said so in the list. Raises Refused as the search does.
    """
    by.require(*READERS)
    papers, total, more = listed(office.db, by, query, filters, order=order)
    found = FoundList(
        agency=office.agency().full_name,
        conditions=tuple(conditions),
        count=count_sentence(len(papers), total, more=more),
        made_at=now,
        rows=tuple(_row(place, paper) for place, paper in enumerate(papers, 1)),
        columns=OLD_FOUND_COLUMNS,
        title=OLD_FOUND_TITLE,
    )
    made = WRITERS[suffix](found)
    with office.db.write():
        events.add(
            office.db,
            "export_search",
            by,
            now,
            topic="old_papers",
            format=suffix,
            papers=len(papers),
        )
    return made


def _row(place: int, paper: OldPaper) -> tuple[str, ...]:
    told = paper.details
    return (
        str(place),
        told.reference,
        told.issued_text,
        told.kind,
        told.subject,
        told.agency,
        told.signer_name,
        "; ".join((*told.addressees, *told.recipients)),
        DIRECTIONS[paper.direction],
    )
