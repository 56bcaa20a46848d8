"""Papers that came in and ours, tied by what they cite."""

from datetime import datetime

import pytest

from service.actions import receiving
from service.actions.receiving import Arrival
from service.domain.citations import find_citations
from service.domain.incoming import IncomingDetails
from service.domain.numbering import VIETNAM
from service.domain.workflow import State
from service.store import arrived_citations, paper_links
from tests.builders import a_document, person_of

NOW = datetime(2026, 3, 10, 9, tzinfo=VIETNAM)
AGENCY = "Ủy ban nhân dân xã Hòa Bình"


@pytest.fixture
def plan(office, lan):
    """A plan of the province that came in."""
    details = IncomingDetails(
        agency="Ủy ban nhân dân tỉnh Đông Bình",
        subject="công tác cai nghiện ma túy",
        number="170",
        notation="KH-UBND",
        issued="2026-02-20",
        kind="Kế hoạch",
    )
    return receiving.receive(office, Arrival(details, NOW), None, by=lan, now=NOW)


def cite(office, topic, text):
    with office.db.write():
        paper_links.note_citations(office.db, topic, find_citations(text), now=NOW)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Thực hiện Kế hoạch số 170/KH-UBND ngày 20/02/2026 của UBND tỉnh Đông Bình.", True),
        ("Thực hiện Kế hoạch số 170/KH-UBND ngày 20/02/2026.", True),
        ("Thực hiện Kế hoạch số 170/KH-UBND ngày 20/02/2026 của UBND tỉnh Tây Bình.", False),
        ("Thực hiện Kế hoạch số 170/KH-UBND ngày 21/02/2026.", False),
        ("Thực hiện Kế hoạch số 170/KH-UBND.", False),
    ],
)
def test_a_cited_paper_that_came_in_is_found_by_number_day_and_issuer(
    office, lan, plan, text, found
):
    cite(office, "document/1", text)
    arrived = arrived_citations.cited_arrivals(office.db, lan, "document/1")
    assert [one.id for one in arrived.values()] == ([plan.id] if found else [])


def test_who_was_not_given_an_incoming_paper_gets_no_link_to_it(office, plan):
    cite(office, "document/1", "Thực hiện Kế hoạch số 170/KH-UBND ngày 20/02/2026.")
    tam = person_of(office.db, "tam")
    assert arrived_citations.cited_arrivals(office.db, tam, "document/1") == {}


def test_our_paper_tells_which_incoming_papers_cite_it(office, lan, plan):
    ours = a_document(office, State.ARCHIVED)
    day = f"{ours.issued_on:%d/%m/%Y}"
    cite(office, f"incoming/{plan.id}", f"Theo Quyết định số {ours.reference} ngày {day}.")
    (citing,) = arrived_citations.citing_arrivals(office.db, lan, ours.id, agency=AGENCY)
    assert citing.id == plan.id
    assert citing.title == "Kế hoạch 170/KH-UBND của Ủy ban nhân dân tỉnh Đông Bình"
    tam = person_of(office.db, "tam")
    assert arrived_citations.citing_arrivals(office.db, tam, ours.id, agency=AGENCY) == ()
