"""Rights per paper and per file: who was shown what, and every look is written down."""

import sqlite3
from datetime import timedelta

import pytest

from service.actions import access, files
from service.domain.documents import FileRole
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.domain.workflow import State
from service.store import access_grants, documents, events, lists
from tests.builders import NOW, a_document, person_of

LATER = NOW + timedelta(days=1)


@pytest.fixture
def issued(office):
    return a_document(office, State.ARCHIVED)


def grant(office, document, by="minh", to="tam", **changes):
    holder = person_of(office.db, to)
    wanted = {"person_id": holder.id, "files": False, "reason": "Phối hợp", "now": LATER}
    return access.grant(office, document.id, by=person_of(office.db, by), **{**wanted, **changes})


def test_nobody_of_another_unit_sees_a_paper_until_it_is_shown(office, issued):
    tam = person_of(office.db, "tam")
    with pytest.raises(NotFound):
        documents.get(office.db, issued.id, tam)
    made = grant(office, issued)
    assert documents.get(office.db, issued.id, tam).id == issued.id
    assert [one.id for one in access_grants.shared_with(office.db, tam)] == [issued.id]
    assert lists.visible(office.db, tam).total == 1
    minh = person_of(office.db, "minh")
    for _ in range(2):
        access.revoke(office, issued.id, made.id, by=minh, now=LATER)
    with pytest.raises(NotFound):
        documents.get(office.db, issued.id, tam)
    verbs = [event.verb for event in events.of_document(office.db, issued.id)]
    assert (verbs.count("grant_access"), verbs.count("revoke_access")) == (1, 1)


def test_who_was_shown_the_pages_does_not_get_the_files(office, issued):
    tam = person_of(office.db, "tam")

    def download():
        return files.download(office, issued.id, FileRole.PDF, by=tam, now=LATER)

    grant(office, issued)
    with pytest.raises(NotAllowed, match="không được tải tệp"):
        download()
    grant(office, issued, files=True)
    assert download()[1].startswith(b"%PDF")
    minh = person_of(office.db, "minh")
    assert files.download(office, issued.id, FileRole.PDF, by=minh, now=LATER)


def test_a_whole_unit_can_be_shown_a_paper(office, issued):
    tam = person_of(office.db, "tam")
    grant(office, issued, person_id=None, unit_id=tam.unit_id)
    assert documents.get(office.db, issued.id, tam)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"person_id": None}, "holder"),
        ({"unit_id": 1}, "holder"),
        ({"person_id": 999}, "holder"),
        ({"person_id": None, "unit_id": 999}, "holder"),
    ],
)
def test_a_grant_that_cannot_be_is_refused_at_its_field(office, issued, changes, field):
    with pytest.raises(Refused) as refused:
        grant(office, issued, **changes)
    assert field in refused.value.errors


def test_the_papers_own_unit_needs_no_grant(office, issued):
    with pytest.raises(Refused, match="vốn đã xem được"):
        grant(office, issued, person_id=None, unit_id=issued.unit_id)


def test_the_same_right_is_given_once(office, issued):
    grant(office, issued)
    with pytest.raises(WrongState, match="đã được xem"):
        grant(office, issued)


def test_a_draft_is_shown_to_nobody_and_a_shown_paper_is_not_passed_on(office, issued):
    with pytest.raises(WrongState, match="chưa trình"):
        grant(office, a_document(office))
    grant(office, issued)
    with pytest.raises(NotAllowed):
        grant(office, issued, by="tam", to="minh")


def test_a_grant_shows_nothing_of_a_paper_that_went_back_to_its_drafter(office):
    numbered = a_document(office, State.SUBMITTED)
    grant(office, numbered)
    tam = person_of(office.db, "tam")
    assert documents.get(office.db, numbered.id, tam)
    with office.db.write():
        office.db.execute("UPDATE document SET state = 'draft' WHERE id = :id", {"id": numbered.id})
    with pytest.raises(NotFound):
        documents.get(office.db, numbered.id, tam)


def test_every_look_is_written_down_once_in_a_while(office, issued):
    minh, lan = person_of(office.db, "minh"), person_of(office.db, "lan")
    for minutes in (0, 5, 11):
        access.note_view(office, issued, by=minh, now=LATER + timedelta(minutes=minutes))
    access.note_view(office, issued, by=lan, now=LATER)
    seen = [(one.person_name, one.verb) for one in events.looks_of(office.db, issued.id)]
    assert seen == [(lan.name, "view"), (minh.name, "view"), (minh.name, "view")]
    access.note_view(office, a_document(office), by=minh, now=LATER)
    assert len(office.db.query("SELECT 1 FROM event WHERE verb = 'view'")) == 3


@pytest.mark.parametrize(
    "statement", ["DELETE FROM access_grant", "UPDATE access_grant SET files = 1"]
)
def test_grants_are_only_ended(office, issued, statement):
    grant(office, issued)
    with pytest.raises(sqlite3.IntegrityError, match="append only"), office.db.write():
        office.db.execute(statement)
