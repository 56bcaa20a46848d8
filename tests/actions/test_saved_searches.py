"""Tìm kiếm đã lưu: one's own under a name, and what is new since it was opened."""

from datetime import timedelta

import pytest

from service.actions import searching
from service.domain.errors import NotAllowed, NotFound, Refused
from service.domain.workflow import State
from service.store import events, saved_searches
from service.store.search import matches
from tests.builders import NOW, a_document


def test_a_search_is_saved_opened_and_deleted_by_its_owner(db, lan):
    saved = searching.save_search(db, "  Cai  nghiện ", "q=cai+nghien&year=2026", by=lan, now=NOW)
    (mine,) = saved_searches.of_person(db, lan.id)
    assert (mine.id, mine.name, mine.address) == (saved, "Cai nghiện", "q=cai+nghien&year=2026")
    later = NOW + timedelta(hours=1)
    assert searching.open_search(db, saved, by=lan, now=later).name == "Cai nghiện"
    assert saved_searches.get(db, saved, lan.id).seen_at == later
    assert searching.delete_search(db, saved, by=lan, now=later).name == "Cai nghiện"
    assert saved_searches.of_person(db, lan.id) == ()
    verbs = [event.verb for event in events.of_topic(db, f"search/{saved}")]
    assert verbs == ["save_search", "open_search", "delete_search"]


def test_nobody_sees_opens_or_deletes_anothers(db, lan, tam):
    saved = searching.save_search(db, "Của Lan", "q=x", by=lan, now=NOW)
    assert saved_searches.of_person(db, tam.id) == ()
    for verb in (searching.open_search, searching.delete_search):
        with pytest.raises(NotFound):
            verb(db, saved, by=tam, now=NOW)
    assert saved_searches.of_person(db, lan.id) != ()


def test_the_same_name_takes_the_new_address(db, lan):
    first = searching.save_search(db, "Tên", "q=a", by=lan, now=NOW)
    assert searching.save_search(db, "Tên", "q=b", by=lan, now=NOW) == first
    assert saved_searches.get(db, first, lan.id).address == "q=b"


@pytest.mark.parametrize(
    ("name", "address", "sentence"),
    [(" ", "q=a", "đặt tên"), ("x" * 81, "q=a", "dài quá"), ("x", "q=" + "a" * 2000, "dài quá")],
)
def test_what_cannot_be_kept_is_refused(db, lan, name, address, sentence):
    with pytest.raises(Refused, match=sentence):
        searching.save_search(db, name, address, by=lan, now=NOW)


def test_fifty_are_enough(db, lan):
    for number in range(searching.MOST):
        searching.save_search(db, f"Tên {number}", "q=a", by=lan, now=NOW)
    with pytest.raises(Refused, match="xóa bớt"):
        searching.save_search(db, "Một nữa", "q=a", by=lan, now=NOW)
    searching.save_search(db, "Tên 0", "q=b", by=lan, now=NOW)


def test_an_administrator_has_no_papers_to_search(db, quantri):
    with pytest.raises(NotAllowed):
        searching.save_search(db, "Tên", "q=a", by=quantri, now=NOW)


def test_new_is_what_came_after_a_moment_and_may_be_seen(office, db, lan, minh, tam):
    old = a_document(office, State.ARCHIVED, subject="Đất cũ")
    between = NOW + timedelta(days=10)
    new = a_document(office, State.SUBMITTED, subject="Đất mới")
    with db.write():
        moment = (between + timedelta(hours=1)).isoformat()
        db.execute(
            "UPDATE document SET submitted_at = :at, updated_at = :at WHERE id = :id",
            {"at": moment, "id": new.id},
        )
    arrived = saved_searches.arrived_since(db, between)
    assert arrived == {new.id}
    assert old.id not in arrived
    assert arrived.intersection(matches(db, lan, "đất")) == {new.id}
    assert arrived.intersection(matches(db, tam, "đất")) == set()
    assert arrived.intersection(matches(db, minh, "rừng")) == set()
