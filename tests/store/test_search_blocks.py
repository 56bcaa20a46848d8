"""Khối chỉ mục: blocks find what the index finds, and a paper that changed is never missed."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bench.search import QUESTIONS
from bench.search_archive import FIRST_YEAR, build
from service.domain.agency import Unit
from service.domain.documents import Person
from service.domain.searching import Filters
from service.domain.workflow import Role
from service.store import access_grants, agency, people, search_blocks, search_index, search_newest
from service.store.db import open_database
from service.store.documents import get_for_office
from service.store.migrations import migrate
from service.store.search import listed, matches, search
from tests.builders import NOW

PAPERS, SIZE, LEAST = 700, 100, 20
BLOCKS = 7


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """An archive of some hundred papers over twenty years, and its clerk; no block yet."""
    path = tmp_path_factory.mktemp("archive") / "office.db"
    db = open_database(path)
    migrate(db)
    clerk = build(db, PAPERS)
    db.close()
    return path, clerk


@pytest.fixture
def archive(built, data_folder):
    path, clerk = built
    data_folder.mkdir(parents=True)
    db = open_database(shutil.copy(path, data_folder))
    yield db, clerk
    db.close()


def seal(db):
    return search_blocks.seal(db, size=SIZE, least=LEAST)


def blocks(db):
    """(first, last, whether it is asked) of every block, oldest first."""
    rows = db.tuples("SELECT first, last, changes = 0 FROM search_block ORDER BY first")
    return [(first, last, bool(asked)) for first, last, asked in rows]


def ids(db, person, query="", **filters):
    page = search(db, person, query, Filters(**filters), order="date", per_page=PAPERS)
    return [hit.line.id for hit in page.hits]


def every_answer(db, clerk):
    """What every question of the bench and some more find, for who sees all and who does not."""
    drafter = replace(clerk, roles=frozenset({Role.DRAFTER}))
    questions = [
        *QUESTIONS,
        ('"cai nghiện ma túy" sử', {}),
        ('"kế hoạch" -"sử dụng"', {}),
        ('"nghiện cai"', {}),
        ('đất -"đất dụng"', {}),
        ("-đất", {}),
        ("99 -HOA", {}),
        ("Sở Y tế", {"since": date(FIRST_YEAR + 4, 5, 1)}),
        ("Hòa", {"until": date(FIRST_YEAR + 9, 5, 1)}),
        ("số 1", {}),
        ("31/", {"number_to": 40}),
    ]
    for person in (clerk, drafter):
        for query, asked in questions:
            options = {name: asked[name] for name in ("order", "page") if name in asked}
            filters = Filters(**{name: asked[name] for name in asked.keys() - options})
            page = search(db, person, query, filters, **options)
            yield query, asked, page
            yield query, asked, matches(db, person, query, filters)
            yield query, asked, listed(db, person, query, filters)


def test_blocks_find_what_the_index_finds(archive):
    db, clerk = archive
    before = list(every_answer(db, clerk))
    assert seal(db) == BLOCKS
    assert [asked for _, _, asked in blocks(db)] == [True] * BLOCKS
    for was, now in zip(before, every_answer(db, clerk), strict=True):
        assert was == now


def test_phrases_are_asked_of_the_index_when_too_many_have_their_words(archive, monkeypatch):
    db, clerk = archive
    before = list(every_answer(db, clerk))
    seal(db)
    monkeypatch.setattr(search_newest, "LOOKED_AT", 3)
    for was, now in zip(before, every_answer(db, clerk), strict=True):
        assert was == now


def test_old_papers_are_looked_for_in_blocks_and_the_newest_in_the_index(archive):
    db, clerk = archive
    seal(db)
    page = search(db, clerk, "", order="date", per_page=PAPERS)
    days = {hit.line.id: hit.line.issued_on for hit in page.hits}
    old = max(days.values()) - timedelta(days=search_blocks.SETTLED_DAYS)
    with db.write():
        db.execute("DELETE FROM search_index")
    assert ids(db, clerk) == [number for number, day in days.items() if day < old]


def test_a_small_archive_has_no_blocks(archive):
    db, _ = archive
    assert search_blocks.seal(db) == 0
    assert blocks(db) == []


def test_another_night_changes_nothing_and_new_papers_wait_for_a_full_block(archive):
    db, _ = archive
    seal(db)
    before = blocks(db)
    assert seal(db) == 0
    assert blocks(db) == before


def test_a_paper_that_changed_is_found_as_it_is_now(archive):
    db, clerk = archive
    seal(db)
    oldest = ids(db, clerk)[-1]
    with db.write():
        other = agency.put_unit(db, Unit(0, "Phòng mới", "PM"))
        tam = people.add(db, Person(0, "Tâm", "tam", other.id, roles=frozenset({Role.DRAFTER})), "")
    assert ids(db, tam) == []
    shown = {"unit_id": other.id, "person_id": None, "files": False, "reason": "phối hợp"}
    with db.write():
        access_grants.add(db, oldest, **shown, by=clerk, now=NOW)
        search_index.refresh(db, get_for_office(db, oldest))
    assert blocks(db)[0][2] is False
    assert [asked for _, _, asked in blocks(db)[1:]] == [True] * (BLOCKS - 1)
    assert ids(db, tam) == [oldest]
    assert seal(db) == 1
    assert [asked for _, _, asked in blocks(db)] == [True] * BLOCKS
    assert ids(db, tam) == [oldest]


def test_a_paper_that_goes_is_not_found(archive):
    db, clerk = archive
    seal(db)
    *others, oldest = ids(db, clerk)
    with db.write():
        search_index.remove(db, oldest)
    assert ids(db, clerk) == others
    seal(db)
    assert ids(db, clerk) == others


def test_a_paper_that_comes_late_is_found_under_its_old_day(archive):
    db, clerk = archive
    seal(db)
    newest, *_, oldest = ids(db, clerk)
    late = replace(get_for_office(db, newest), issued_on=date(FIRST_YEAR, 1, 1))
    with db.write():
        search_index.put(db, late, search_index.index_text(late, "quán vắng"))
    assert blocks(db)[0][2] is False
    assert ids(db, clerk, "quán vắng") == [newest]
    assert ids(db, clerk)[-2:] == [newest, oldest]
    seal(db)
    assert [asked for _, _, asked in blocks(db)] == [True] * BLOCKS
    assert ids(db, clerk, "quán vắng") == [newest]
    assert ids(db, clerk)[-2:] == [newest, oldest]


def test_a_paper_that_has_no_date_yet_is_found(archive):
    db, clerk = archive
    seal(db)
    newest, *others = ids(db, clerk)
    waits = replace(get_for_office(db, newest), issued_on=None)
    with db.write():
        search_index.put(db, waits, search_index.index_text(waits, "quán vắng"))
    assert ids(db, clerk, "quán vắng") == [newest]
    assert ids(db, clerk) == [newest, *others]


def test_what_changes_while_a_block_is_made_keeps_it_from_being_asked(archive, monkeypatch):
    db, clerk = archive
    oldest = ids(db, clerk)[-1]
    pack = search_blocks._packed

    def packed_and_changed(db, span):
        made = pack(db, span)
        if span.low == 0:
            with db.write():
                search_index.remove(db, oldest)
        return made

    monkeypatch.setattr(search_blocks, "_packed", packed_and_changed)
    assert seal(db) == BLOCKS - 1
    assert oldest not in ids(db, clerk)
    monkeypatch.undo()
    assert seal(db) == 1
    assert oldest not in ids(db, clerk)


def test_a_stop_in_the_middle_loses_nothing(archive, monkeypatch):
    db, clerk = archive
    everything = ids(db, clerk, "ubnd")
    insert = db.insert

    def fails(table, record):
        if table == "search_block_word" and record["word"].startswith("s"):
            raise KeyboardInterrupt
        return insert(table, record)

    monkeypatch.setattr(db, "insert", fails)
    monkeypatch.setattr(search_blocks, "AT_ONCE", 10)
    with pytest.raises(KeyboardInterrupt):
        seal(db)
    monkeypatch.undo()
    assert [asked for _, _, asked in blocks(db)] == [False]
    assert ids(db, clerk, "ubnd") == everything
    assert seal(db) == BLOCKS
    assert ids(db, clerk, "ubnd") == everything


def test_a_block_that_grew_or_emptied_is_cut_anew(archive):
    db, clerk = archive
    seal(db)
    everything = ids(db, clerk)
    with db.write():
        for number in everything[-SIZE:]:
            search_index.remove(db, number)
    newest = [get_for_office(db, number) for number in everything[:SIZE]]
    with db.write():
        for paper in newest:
            late = replace(paper, issued_on=date(FIRST_YEAR + 4, 1, 1))
            search_index.put(db, late, search_index.index_text(late, "quán vắng"))
    expected = ids(db, clerk)
    assert len(expected) == PAPERS - SIZE
    seal(db)
    assert ids(db, clerk) == expected
    assert set(ids(db, clerk, "quán vắng")) == {paper.id for paper in newest}


def test_the_newest_block_grows_with_what_has_grown_old(archive, monkeypatch):
    db, clerk = archive
    everything = ids(db, clerk)
    monkeypatch.setattr(search_blocks, "SETTLED_DAYS", 365 * 15)
    assert search_blocks.seal(db, size=PAPERS, least=LEAST) == 1
    ((_, last, _),) = blocks(db)
    monkeypatch.setattr(search_blocks, "SETTLED_DAYS", 365 * 14)
    assert search_blocks.seal(db, size=PAPERS, least=PAPERS) == 0
    assert search_blocks.seal(db, size=PAPERS, least=LEAST) == 1
    ((_, grown, asked),) = blocks(db)
    assert grown > last and asked
    assert ids(db, clerk) == everything


def test_a_stop_while_the_newest_block_is_taken_apart_misses_nothing(archive, monkeypatch):
    db, clerk = archive
    everything = ids(db, clerk, "ubnd")
    monkeypatch.setattr(search_blocks, "SETTLED_DAYS", 365 * 15)
    search_blocks.seal(db, size=PAPERS, least=LEAST)
    monkeypatch.setattr(search_blocks, "SETTLED_DAYS", 365 * 14)
    monkeypatch.setattr(search_blocks, "AT_ONCE", 50)
    execute, deleted = db.execute, []

    def fails(sql, parameters=None):
        if "DELETE FROM search_block_word" in sql:
            deleted.append(ids(db, clerk, "ubnd"))
            if not db.tuples("SELECT 1 FROM search_block_word WHERE word = 'pubnd'"):
                raise KeyboardInterrupt
        return execute(sql, parameters)

    monkeypatch.setattr(db, "execute", fails)
    with pytest.raises(KeyboardInterrupt):
        search_blocks.seal(db, size=PAPERS, least=LEAST)
    monkeypatch.undo()
    assert all(found == everything for found in deleted)
    assert ids(db, clerk, "ubnd") == everything
    seal(db)
    assert ids(db, clerk, "ubnd") == everything


def test_two_that_make_blocks_at_once_miss_nothing(archive, monkeypatch):
    db, clerk = archive
    everything = ids(db, clerk, "ubnd")
    pack, others = search_blocks._packed, []

    def packed_beside_another(db, span):
        made = pack(db, span)
        if not others:
            others.append(span)
            seal(db)
        return made

    monkeypatch.setattr(search_blocks, "_packed", packed_beside_another)
    seal(db)
    monkeypatch.undo()
    assert ids(db, clerk, "ubnd") == everything
    seal(db)
    assert ids(db, clerk, "ubnd") == everything
    assert [asked for _, _, asked in blocks(db)] == [True] * BLOCKS
