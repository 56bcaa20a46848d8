"""Exports and kept files: what the database itself holds to, and databases of earlier releases."""

import sqlite3
from dataclasses import replace
from datetime import date

import pytest

from service.domain.case_keeping import Keeping
from service.store import agency as agencies
from service.store import case_exports, case_files, case_keepings, documents
from service.store.migrations import migrate, pending
from tests.actions.test_case_export import make_case
from tests.builders import NOW, person_of
from tests.store.earlier import database_before

TOLD = Keeping("Lê Văn Hùng", "Công văn 45", "Còn dùng", date(2029, 3, 2))


@pytest.fixture
def case(office):
    return make_case(office)


@pytest.fixture
def lan(office):
    return person_of(office.db, "lan")


def made(db, export_id, sha256="a" * 64):
    documents.note_file(db, sha256, 10, "application/zip", NOW)
    told = {"name": "ho-so.zip", "mark": "b" * 64, "topics": ["document/1"]}
    return case_exports.made(db, export_id, sha256, now=NOW, **told)


def test_an_export_is_made_once_and_stays(db, case, lan):
    with db.write():
        export_id = case_exports.ask(db, case.id, 2, by=lan, now=NOW)
        case_exports.progress(db, export_id, 1, 2)
        assert case_exports.unmade(db, case.id).done == 1
        assert made(db, export_id)
        assert not made(db, export_id, "c" * 64)
    found = case_exports.latest(db, case.id)
    assert (found.sha256, found.size, found.topics) == ("a" * 64, 10, ("document/1",))
    assert case_exports.unmade(db, case.id) is None
    for change in ("UPDATE case_export SET sha256 = NULL, mark = ''", "DELETE FROM case_export"):
        with pytest.raises(sqlite3.IntegrityError), db.write():
            db.execute(change)


def test_a_file_has_one_export_under_way(db, case, lan):
    with db.write():
        case_exports.ask(db, case.id, 2, by=lan, now=NOW)
    with pytest.raises(sqlite3.IntegrityError), db.write():
        case_exports.ask(db, case.id, 2, by=lan, now=NOW)


def test_only_a_closed_file_is_kept_and_only_beyond_its_day(db, office, lan):
    case = make_case(office, close=False)
    with db.write():
        keeping_id = case_keepings.add(db, TOLD, by=lan, now=NOW)
    with pytest.raises(sqlite3.IntegrityError, match="only closed files"), db.write():
        case_keepings.keep(db, keeping_id, case.id, date(2027, 3, 2))


def test_an_act_is_never_changed_and_a_kept_file_only_ends(db, case, lan):
    with db.write():
        keeping_id = case_keepings.add(db, TOLD, by=lan, now=NOW)
        case_keepings.keep(db, keeping_id, case.id, date(2027, 3, 2))
    with pytest.raises(sqlite3.IntegrityError, match="beyond their day"), db.write():
        case_keepings.keep(db, keeping_id, case.id, date(2029, 3, 2))
    for change in (
        "UPDATE case_keeping SET kept_until = '2040-01-01'",
        "DELETE FROM case_kept",
        "DELETE FROM case_keeping",
        "UPDATE case_kept SET due_on = '2020-01-01'",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append only"), db.write():
            db.execute(change)
    with db.write():
        assert case_keepings.end(db, case.id, "Xong", by=lan, now=NOW) == 1
        assert case_keepings.end(db, case.id, "Xong", by=lan, now=NOW) == 0
    assert case_files.for_office(db, case.id).kept_until is None


def test_the_identifier_is_kept_with_the_agency(db):
    with db.write():
        agencies.save(db, replace(agencies.load(db), organ_id="H41.12.34"))
    agency = agencies.load(db)
    assert agency.organ_id == "H41.12.34"
    assert agencies.from_snapshot(agencies.to_snapshot(agency)) == agency


def test_an_agency_frozen_before_it_had_an_identifier_is_read(db):
    text = agencies.to_snapshot(agencies.load(db)).replace('"organ_id":"",', "")
    text = text.replace(',"organ_id":""', "").replace(', "organ_id": ""', "")
    assert "organ_id" not in text
    assert agencies.from_snapshot(text).organ_id == ""


def test_a_database_of_an_earlier_release_goes_on_with_its_files(office, tmp_path):
    case = make_case(office, close=False)
    earlier = database_before("m0021_case_exports", office, tmp_path / "earlier.db")
    try:
        assert "m0021_case_exports" in pending(earlier)
        migrate(earlier)
        found = case_files.for_office(earlier, case.id)
        assert (found.name, found.kept_until, found.papers) == (case.name, None, 2)
        assert agencies.load(earlier).organ_id == ""
        assert case_exports.latest(earlier, case.id) is None
    finally:
        earlier.close()
