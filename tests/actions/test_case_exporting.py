"""An export of a case file is asked for, made by the worker, kept, downloaded, and grows old."""

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from lxml import etree

from service.actions import agency as agency_verbs
from service.actions import case_exporting as verbs
from service.actions import case_files as files_verbs
from service.actions import receiving
from service.actions.case_exporting import JOB, make_export
from service.actions.case_import import import_case
from service.actions.receiving import Arrival, ArrivedFile
from service.domain.case_files import CaseDetails
from service.domain.errors import NotAllowed, NotFound, Refused
from service.store import case_exports, case_files, events, jobs, people
from service.store.archive import verify
from tests.actions.test_case_export import LETTER, letter_pdf, make_case
from tests.builders import NOW, person_of, work

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def case(office):
    """An open file with a letter and a decision in it."""
    return make_case(office, close=False)


def ask(office, case, login="lan", now=NOW):
    return verbs.ask_export(office, case.id, by=person_of(office.db, login), now=now)


def state(office, case, by=None):
    by = by or person_of(office.db, "lan")
    current = case_files.get(office.db, case.id, by)
    return verbs.state_of(office, current, files_verbs.contents(office, current, by))


def download(office, case, export_id, login="lan"):
    by = person_of(office.db, login)
    return verbs.download_export(office, case.id, export_id, by=by, now=LATER)


def xml_in(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read("ho-so.xml"))


def six_letters(office):
    """A file of six letters that came, and the SHA-256 of the last one's file."""
    lan = person_of(office.db, "lan")
    told = CaseDetails("02.VHXH", "Sáu công văn", 20, date(2026, 1, 5), "Trần Văn Minh")
    case = files_verbs.open_file(office, told, by=lan, now=NOW)
    for number in range(1, 7):
        file = ArrivedFile(letter_pdf(f"Công văn {number}"), f"{number}.pdf", "application/pdf")
        arrival = Arrival(replace(LETTER, number=str(number)), NOW)
        letter = receiving.receive(office, arrival, file, by=lan, now=NOW)
        files_verbs.put(office, [case.id], f"incoming/{letter.id}", by=lan, now=NOW)
    items = files_verbs.contents(office, case, lan)
    return case, items[-1].paper.files[0].sha256


def test_the_worker_makes_what_was_asked_for_and_it_is_kept(office, case):
    asked = ask(office, case)
    waiting = state(office, case)
    assert (waiting.under_way, waiting.state, waiting.made) == (True, "waiting", None)
    assert work(office, LATER) >= 1
    found = state(office, case)
    assert (found.unmade, found.fresh) == (None, True)
    assert (found.made.id, found.made.asker) == (asked.id, "Nguyễn Thị Lan")
    assert found.made.made_at == LATER
    assert (found.made.done, found.made.total) == (2, 2)
    name, media_type, data = download(office, case, asked.id)
    assert (name, media_type) == ("ho-so-01.VHXH-2026.zip", "application/zip")
    assert len(data) == found.made.size
    assert [one.findtext("DocOrdinal") for one in xml_in(data).iter("Document")] == ["1", "2"]
    report = verify(office.db, office.files)
    assert (report.whole, report.unrecorded) == (True, ())


def test_an_export_whose_bytes_are_lost_is_named_and_another_is_made(office, case):
    ask(office, case)
    work(office, LATER)
    office.files.path(state(office, case).made.sha256).unlink()
    (damage,) = verify(office.db, office.files).damaged
    assert "Đây là bản xuất của hồ sơ 01.VHXH (2026)" in damage.sentence
    assert damage.papers == ()
    assert state(office, case).lost
    ask(office, case, now=LATER)
    work(office, LATER + timedelta(minutes=1))
    assert (state(office, case).fresh, state(office, case).lost) == (True, False)


def test_asking_twice_is_one_export_while_it_waits_and_while_the_file_is_the_same(office, case):
    first = ask(office, case)
    assert ask(office, case, now=LATER).id == first.id
    work(office, LATER)
    again = ask(office, case, now=LATER)
    assert (again.id, again.sha256 is not None) == (first.id, True)
    assert jobs.with_key(office.db, JOB, str(first.id)).state == "done"
    assert len(office.db.query("SELECT id FROM case_export")) == 1


def test_the_job_run_twice_makes_one_export(office, case):
    asked = ask(office, case)
    job = jobs.with_key(office.db, JOB, str(asked.id))
    make_export(office, job, LATER)
    made = case_exports.get(office.db, asked.id)
    make_export(office, job, LATER + timedelta(hours=1))
    assert case_exports.get(office.db, asked.id) == made
    assert verify(office.db, office.files).unrecorded == ()
    told = [one.verb for one in events.of_topic(office.db, f"case_file/{case.id}")]
    assert told.count("case_file_export_made") == 1


def test_a_changed_file_leaves_its_export_older_and_another_is_made_beside_it(office, case):
    first = ask(office, case)
    work(office, LATER)
    lan = person_of(office.db, "lan")
    told = case_files.get(office.db, case.id, lan).details
    files_verbs.save(office, case.id, replace(told, title="Tiêu đề khác"), by=lan, now=LATER)
    found = state(office, case)
    assert (found.made.id, found.fresh) == (first.id, False)
    second = ask(office, case, now=LATER)
    work(office, LATER)
    found = state(office, case)
    assert (found.made.id, found.fresh) == (second.id, True)
    titles = [xml_in(download(office, case, one.id)[2]) for one in (first, second)]
    assert [one.findtext("File/Title") for one in titles] == ["Hồ sơ cai nghiện", "Tiêu đề khác"]


def test_closing_and_reopening_make_it_older_and_fresh_again(office, case):
    ask(office, case)
    work(office, LATER)
    lan = person_of(office.db, "lan")
    files_verbs.close(office, case.id, NOW.date(), by=lan, now=LATER)
    assert not state(office, case).fresh
    files_verbs.reopen(office, case.id, "Sót", by=lan, now=LATER)
    assert state(office, case).fresh


def test_what_fails_says_why_and_how_far_it_came_and_goes_on_when_asked_again(office):
    case, sha256 = six_letters(office)
    asked = ask(office, case)
    path = office.files.path(sha256)
    data = path.read_bytes()
    path.unlink()
    work(office, LATER)
    failed = state(office, case)
    assert (failed.state, failed.under_way) == ("failed", False)
    assert "Thiếu một tệp trong kho" in failed.message
    assert (failed.unmade.done, failed.unmade.total) == (5, 6)
    office.files.put(data)
    again = ask(office, case, login="lan", now=LATER)
    assert (again.id, again.done, state(office, case).state) == (asked.id, 0, "waiting")
    work(office, LATER)
    assert state(office, case).fresh


def test_an_export_of_somebody_who_left_fails_until_another_asks(office, case):
    lan = person_of(office.db, "lan")
    ask(office, case)
    with office.db.write():
        people.update(office.db, replace(lan, active=False))
    work(office, LATER)
    assert "không còn làm việc" in state(office, case, by=lan).message
    with office.db.write():
        people.update(office.db, replace(lan, active=True))
    ask(office, case, now=LATER)
    work(office, LATER)
    assert state(office, case).fresh


def test_who_may_not_download_a_paper_gets_neither_an_export_nor_anothers(office, case):
    with pytest.raises(NotAllowed, match="99/SYT-NVY"):
        ask(office, case, login="minh")
    assert state(office, case).unmade is None
    made = ask(office, case)
    work(office, LATER)
    with pytest.raises(NotAllowed, match="99/SYT-NVY"):
        download(office, case, made.id, login="minh")
    with pytest.raises(NotFound):
        download(office, case, made.id, login="tam")
    with pytest.raises(NotAllowed):
        download(office, case, made.id, login="hung")


def test_an_export_is_found_at_its_own_file_only_and_once_it_is_made(office, case):
    made = ask(office, case)
    with pytest.raises(NotFound):
        download(office, case, made.id)
    work(office, LATER)
    other, _ = six_letters(office)
    with pytest.raises(NotFound):
        download(office, other, made.id)


def test_each_download_stands_in_the_history_of_every_paper(office, case):
    made = ask(office, case)
    work(office, LATER)
    before = len(events.of_topic(office.db, "incoming/1"))
    for _ in range(2):
        download(office, case, made.id)
    told = events.of_topic(office.db, "incoming/1")[before:]
    assert [(one.verb, one.detail["case"]) for one in told] == [("download", "01.VHXH (2026)")] * 2
    verbs_told = [one.verb for one in events.of_topic(office.db, f"case_file/{case.id}")]
    assert verbs_told[-4:] == [
        "case_file_export_ask",
        "case_file_export_made",
        *["case_file_export"] * 2,
    ]


def test_an_empty_file_is_not_exported(office):
    lan = person_of(office.db, "lan")
    told = CaseDetails("03.VHXH", "Trống", 20, date(2026, 1, 5), "Lan")
    empty = files_verbs.open_file(office, told, by=lan, now=NOW)
    with pytest.raises(Refused, match="chưa có văn bản nào"):
        ask(office, empty)


def set_organ_id(office, code):
    admin = person_of(office.db, "quantri")
    told = replace(office.agency(), organ_id=code)
    agency_verbs.save_agency(office, told, by=admin, now=NOW)


def test_the_identifier_of_the_agency_stands_in_exports_of_files_opened_before_it(office, case):
    ask(office, case)
    work(office, LATER)
    earlier = state(office, case)
    _, _, before = download(office, case, earlier.made.id)
    assert xml_in(before).findtext("File/FileCode/OrganId") == ""
    set_organ_id(office, " h41.12.34 ")
    assert not state(office, case).fresh
    ask(office, case, now=LATER)
    work(office, LATER)
    _, _, after = download(office, case, state(office, case).made.id)
    codes = [one.text for one in xml_in(after).iter("OrganId")]
    assert codes == ["H41.12.34"] * 3
    lan = person_of(office.db, "lan")
    for data in (before, after):
        assert not import_case(office, data, by=lan, now=LATER).new


def test_a_file_opened_under_the_identifier_does_not_take_the_notation_of_an_earlier_one(
    office, case
):
    set_organ_id(office, "H41.12.34")
    lan = person_of(office.db, "lan")
    told = CaseDetails("04.VHXH", "Hồ sơ mới", 20, date(2026, 1, 5), "Lan")
    made = files_verbs.open_file(office, told, by=lan, now=NOW)
    assert made.organ_id == "H41.12.34"
    with pytest.raises(Refused, match=r"đã có hồ sơ 01.VHXH"):
        files_verbs.open_file(office, replace(told, notation="01.VHXH"), by=lan, now=NOW)
