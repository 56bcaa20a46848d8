"""Old papers for tests, entered as a bulk import enters them but for their files."""

from service.domain.incoming import IncomingDetails
from service.domain.old_papers import Direction, Origin
from service.store import old_papers
from tests.builders import NOW, person_of

KNOWN = {
    "agency": "Ủy ban nhân dân xã Hòa Bình",
    "subject": "giao chỉ tiêu kế hoạch",
    "number": "05",
    "notation": "QĐ-UBND",
    "issued": "2011-03-08",
    "kind": "Quyết định",
}


def an_old_paper(
    db, *, direction=Direction.OUTGOING, unit=None, body="", now=NOW, by="lan", **changes
):
    """The id of a paper taken over; of KNOWN, what is not said otherwise."""
    details = IncomingDetails(**{**KNOWN, **changes})
    keys = old_papers.search_keys(details, body)
    with db.write():
        return old_papers.add(
            db,
            details,
            keys,
            direction=direction,
            unit_id=unit,
            origin=Origin.SPREADSHEET,
            body=body,
            by_id=person_of(db, by).id,
            now=now,
        )
