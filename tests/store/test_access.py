"""Ai xem được gì: the same rule for one paper, for every list and for every state."""

from dataclasses import replace

import pytest

from service.actions import reviewing
from service.domain.documents import Person
from service.domain.errors import NotFound
from service.domain.workflow import Role, State
from service.store import documents, lists
from tests.builders import NOW, a_document

SUBMITTED_OR_LATER = {
    State.SUBMITTED,
    State.APPROVED,
    State.NUMBERED,
    State.ISSUED,
    State.ARCHIVED,
}
EVERY = set(State)
SEES = {
    "lan": SUBMITTED_OR_LATER,  # văn thư: what was submitted or went further
    "minh": EVERY,  # the drafter: the papers of his unit
    "hung": SUBMITTED_OR_LATER | {State.RETURNED},  # the leader it was submitted to
    "other_leader": {State.ISSUED, State.ARCHIVED},
    "tam": set(),  # another unit
    "quantri": set(),  # administrators do not read papers
    "inactive": set(),
    "nobody": set(),
}


@pytest.fixture
def people(lan, minh, hung, tam, quantri) -> dict[str, Person]:
    return {
        "lan": lan,
        "minh": minh,
        "hung": hung,
        "tam": tam,
        "quantri": quantri,
        "other_leader": replace(hung, id=99),
        "inactive": replace(minh, active=False),
        "nobody": replace(minh, roles=frozenset()),
    }


@pytest.mark.parametrize("state", list(State))
def test_each_sees_a_paper_in_the_states_that_are_theirs(office, people, state):
    document = a_document(office, state)
    for name, person in people.items():
        listed = lists.visible(office.db, person, states=tuple(State)).lines
        if state in SEES[name]:
            assert documents.get(office.db, document.id, person) == document, name
            assert [line.id for line in listed] == [document.id], name
        else:
            with pytest.raises(NotFound, match="không thuộc phạm vi của bạn"):
                documents.get(office.db, document.id, person)
            assert listed == (), name


def test_a_withdrawn_paper_is_the_drafters_alone_again(office, people):
    document = a_document(office, State.SUBMITTED)
    reviewing.withdraw(office, document.id, by=people["minh"], now=NOW)
    assert documents.get(office.db, document.id, people["minh"]).approver_id
    for name in ("hung", "lan"):
        with pytest.raises(NotFound):
            documents.get(office.db, document.id, people[name])


def test_roles_add_up(office, people):
    document = a_document(office, State.DRAFT)
    tam = people["tam"]
    leader_of_minh = replace(people["hung"], unit_id=people["minh"].unit_id)
    both = replace(leader_of_minh, roles=frozenset({Role.SIGNATORY, Role.DRAFTER}))
    assert documents.get(office.db, document.id, both).id == document.id
    clerk_elsewhere = replace(tam, roles=frozenset({Role.CLERK, Role.DRAFTER}))
    with pytest.raises(NotFound):
        documents.get(office.db, document.id, clerk_elsewhere)


def test_what_does_not_exist_looks_like_what_may_not_be_seen(office, tam):
    document = a_document(office)
    said = []
    for document_id in (document.id, 999):
        with pytest.raises(NotFound) as no:
            documents.get(office.db, document_id, tam)
        said.append(no.value.message)
    assert said[0] == said[1]
