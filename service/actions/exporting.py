"""Tải danh sách tra cứu: the whole result of a search as XLSX, DOCX or PDF."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from service.actions.office import Office
from service.actions.searching import READERS
from service.domain.documents import DocumentLine, Person
from service.domain.found_list import FoundList
from service.domain.numbers import grouped
from service.domain.searching import Filters
from service.domain.vietnamese import short_date
from service.domain.workflow import STATE_NAMES
from service.rendering.found_docx import found_docx
from service.rendering.found_pdf import found_pdf
from service.rendering.found_xlsx import found_xlsx
from service.store import events
from service.store.search import listed

WRITERS: Mapping[str, Callable[[FoundList], bytes]] = {
    "xlsx": found_xlsx,
    "docx": found_docx,
    "pdf": found_pdf,
}


def export_found(
    office: Office,
    query: str,
    filters: Filters,
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
    lines, total, more = listed(office.db, by, query, filters, order=order)
    found = FoundList(
        agency=office.agency().full_name,
        conditions=tuple(conditions),
        count=count_sentence(len(lines), total, more=more),
        made_at=now,
        rows=tuple(
            _row(office, place, line, recipients)
            for place, (line, recipients) in enumerate(lines, 1)
        ),
    )
    made = WRITERS[suffix](found)
    with office.db.write():
        events.add(
            office.db, "export_search", by, now, topic="search", format=suffix, papers=len(lines)
        )
    return made


def count_sentence(shown: int, total: int, *, more: bool) -> str:
    if not more and total <= shown:
        return f"Có {grouped(shown)} văn bản."
    beyond = f"hơn {grouped(total)}" if more else grouped(total)
    return (
        f"Kết quả có {beyond} văn bản; danh sách này chỉ gồm {grouped(shown)} văn bản đầu. "
        "Hãy thêm điều kiện lọc để có đủ."
    )


def _row(office: Office, place: int, line: DocumentLine, recipients: str) -> tuple[str, ...]:
    return (
        str(place),
        line.reference,
        short_date(line.issued_on) if line.issued_on else "",
        office.kinds[line.kind].name,
        line.subject,
        line.signer_name,
        line.unit_symbol,
        recipients,
        STATE_NAMES[line.state],
    )
