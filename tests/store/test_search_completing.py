"""Lập lại chỉ mục: after a step that empties the index, it is filled in short transactions."""

from datetime import timedelta

import pytest

from service.actions import issuing
from service.domain.workflow import State
from service.store import search_index
from service.store.migrations import migrate
from service.store.search import search
from tests.builders import NOW, a_document, work

LATER = NOW + timedelta(hours=1)


def emptied(db):
    """As after the step that makes the tables of the index anew."""
    with db.write():
        for table in ("search_index", "search_title", "search_facet", "search_group"):
            db.execute(f"DELETE FROM {table}")


def found(db, person):
    return [hit.line.subject for hit in search(db, person, "văn bản số", order="date").hits]


def archived(office, count):
    for number in range(count):
        a_document(office, State.ARCHIVED, subject=f"Văn bản số {number}")


def test_migrating_fills_an_index_that_a_step_emptied(office, db, lan):
    archived(office, 3)
    emptied(db)
    assert found(db, lan) == []
    assert migrate(db) == ()
    assert found(db, lan) == ["Văn bản số 2", "Văn bản số 1", "Văn bản số 0"]
    assert search_index.complete(db) == 0


def test_a_stop_while_the_index_is_filled_loses_nothing(office, db, lan, monkeypatch):
    archived(office, 4)
    emptied(db)
    keys_of, made = search_index.index_keys, []

    def stop_at_the_third(text):
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(text)
        return keys_of(text)

    monkeypatch.setattr(search_index, "index_keys", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        search_index.complete(db, at_once=2)
    monkeypatch.undo()
    assert found(db, lan) == ["Văn bản số 3", "Văn bản số 2"]
    assert search_index.complete(db, at_once=2) == 2
    assert len(found(db, lan)) == 4


def test_the_lock_is_let_go_between_the_batches(office, db, monkeypatch):
    archived(office, 3)
    emptied(db)
    keys_of, open_meanwhile = search_index.index_keys, []

    def look(text):
        open_meanwhile.append(db.write_open)
        return keys_of(text)

    monkeypatch.setattr(search_index, "index_keys", look)
    assert search_index.complete(db, at_once=1) == 3
    assert open_meanwhile == [False] * 3


def test_a_paper_that_is_issued_before_the_index_is_full_is_found(office, db, lan):
    paper = a_document(office, State.NUMBERED, subject="Văn bản số chờ phát hành")
    emptied(db)
    with db.write():
        search_index.refresh(db, paper)
    assert found(db, lan) == ["Văn bản số chờ phát hành"]
    assert search_index.complete(db) == 0


def test_an_issued_paper_is_found_as_issued_before_it_is_archived(office, db, lan, hung):
    paper = a_document(office, State.NUMBERED, subject="Văn bản số vừa phát hành")
    work(office, LATER)
    issuing.issue(office, paper.id, by=lan, now=LATER)
    (group,) = db.query("SELECT state FROM search_group WHERE papers > 0")
    assert group["state"] == "issued"
    assert found(db, hung) == ["Văn bản số vừa phát hành"]
