"""Every kind of paper in `forms/` goes its whole way, from its own sample answers."""

from datetime import timedelta

import pytest

from forms import load_kinds
from service.actions import drafting, issuing, reviewing
from service.domain.errors import Refused
from service.domain.searching import Filters
from service.domain.workflow import State
from service.store import documents
from service.store.search import search
from tests.builders import NOW, attach, work

LATER = NOW + timedelta(hours=1)
CODES = [kind.code for kind in load_kinds()]


@pytest.fixture
def office(office):
    office.kinds = load_kinds()
    return office


@pytest.mark.parametrize("code", CODES)
def test_a_sample_becomes_an_archived_paper_that_is_found(office, code, minh, hung, lan):
    kind = office.kinds[code]
    document = drafting.create_draft(office, code, kind.sample, by=minh, now=NOW)
    if kind.needs_source:
        attach(office, document, b"%PDF-1.7 original", NOW)
    reviewing.submit(office, document.id, by=minh, now=LATER, approver_id=hung.id)
    reviewing.approve(office, document.id, by=hung, now=LATER)
    numbered = issuing.take_number(office, document.id, by=lan, now=LATER)
    assert numbered.reference == f"01/{kind.notation(kind.sample, office.agency())}"
    work(office, LATER)
    issuing.issue(office, document.id, by=lan, now=LATER)
    work(office, LATER)
    assert documents.get(office.db, document.id, minh).state is State.ARCHIVED
    (hit,) = search(office.db, lan, numbered.reference, Filters(kind=code)).hits
    assert hit.line.id == document.id


@pytest.mark.parametrize("code", CODES)
def test_an_empty_draft_can_be_kept_but_not_submitted(office, code, minh, hung):
    document = drafting.create_draft(office, code, {}, by=minh, now=NOW)
    with pytest.raises(Refused) as no:
        reviewing.submit(office, document.id, by=minh, now=LATER, approver_id=hung.id)
    assert no.value.errors
