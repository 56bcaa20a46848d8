"""Many papers in one run: checked first, made in the background, stopped, killed, gone on."""

import io
import threading
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from forms import load_kinds
from service import worker
from service.actions import bulk_files, bulk_lines, bulk_papers, provider_review
from service.domain.errors import NotFound, Refused, RenderingFault, WrongState
from service.domain.takeover import TypedLine
from service.store import bulk_runs, events, provider_acts, provider_cases
from tests.actions.forked import child
from tests.builders import SmallOffice, person_of, work
from tests.provider_builders import C_DAY, appraised, become

LATER = C_DAY + timedelta(hours=1)
MUCH_LATER = LATER + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def police(office):
    office.kinds = load_kinds()
    return become(office, "police")


def cases(office, minh, count):
    return [
        appraised(
            office,
            minh,
            provider_name=f"CƠ SỞ {n}",
            id_no=f"0010990{12000 + n:05d}",
            enterprise_code="",
            phone=f"0226 385 {1000 + n}",
        )
        for n in range(count)
    ]


def lines_of(found):
    return [
        bulk_papers.BulkLine(row, case.name, case_ids=(case.id,))
        for row, case in enumerate(found, 1)
    ]


def start(office, minh, found, purpose="publication", **given):
    return bulk_papers.start_run(office, purpose, lines_of(found), given, by=minh, now=LATER)


def documents_of(office):
    return office.db.one("SELECT COUNT(*) AS n FROM document")["n"]


def test_every_row_gets_its_own_decision_with_its_files(office, minh, tam):
    found = cases(office, minh, 5)
    run = start(office, minh, found)
    assert (run.total, run.state) == (5, "running")
    work(office, MUCH_LATER)
    run = bulk_runs.get(office.db, run.id, minh)
    assert (run.state, run.counts["done"]) == ("done", 5)
    rows = bulk_runs.rows(office.db, run.id)
    for row, case in zip(rows, found, strict=True):
        (act,) = provider_acts.of_document(office.db, row.document_id)
        assert act.case_id == case.id
        assert office.files.get(row.pdf_sha256).startswith(b"%PDF")
    with pytest.raises(NotFound):
        bulk_runs.get(office.db, run.id, tam)
    assert [one.verb for one in events.of_topic(office.db, run.topic)] == ["bulk_start"]


def test_one_wrong_row_keeps_the_whole_run_from_starting_and_is_named(office, minh):
    found = cases(office, minh, 3)
    row = provider_review.rows_of(office, found[1])[0]
    provider_review.record_finding(
        office, found[1].id, row.condition.id, row.stage, verdict="unmet", evidence="Hồ sơ",
        note="Thiếu", by=minh, now=LATER,
    )  # fmt: skip
    with pytest.raises(Refused) as no:
        start(office, minh, found)
    assert list(no.value.errors) == ["row-2"]
    assert "Không đạt" in no.value.errors["row-2"]
    assert documents_of(office) == 0
    assert bulk_runs.runs(office.db, minh) == ()


def test_a_row_twice_and_a_purpose_that_is_not_for_many_are_refused(office, minh):
    found = cases(office, minh, 1)
    with pytest.raises(Refused) as no:
        start(office, minh, [found[0], found[0]])
    assert no.value.errors == {"row-2": "Trùng với dòng 1."}
    with pytest.raises(Refused, match="soạn từng văn bản"):
        start(office, minh, found, "suspension")
    with pytest.raises(Refused, match="ít nhất một dòng"):
        start(office, minh, [])


def test_a_row_that_fails_harms_no_other_and_may_be_tried_again(office, minh):
    run = start(office, minh, cases(office, minh, 3))
    office.refusals = [RenderingFault("Thiếu phông.", code="font-missing", permanent=True)]
    work(office, MUCH_LATER)
    run = bulk_runs.get(office.db, run.id, minh)
    assert run.counts == {"waiting": 0, "done": 2, "failed": 1}
    (row,) = bulk_runs.rows(office.db, run.id, state="failed")
    assert (row.place, row.message) == (1, "Thiếu phông.")
    count = documents_of(office)
    bulk_papers.resume_run(office, run.id, by=minh, now=MUCH_LATER)
    work(office, MUCH_LATER + timedelta(minutes=1))
    assert bulk_runs.get(office.db, run.id, minh).counts["done"] == 3
    assert documents_of(office) == count, "the draft of the failed row was used, not made twice"
    with pytest.raises(WrongState):
        bulk_papers.resume_run(office, run.id, by=minh, now=MUCH_LATER)


def test_a_bug_on_one_row_is_logged_and_the_others_go_on(office, minh, caplog):
    run = start(office, minh, cases(office, minh, 2))
    office.refusals = [ValueError("a bug")]
    work(office, MUCH_LATER)
    assert bulk_runs.get(office.db, run.id, minh).counts["done"] == 1
    (row,) = bulk_runs.rows(office.db, run.id, state="failed")
    assert "Lỗi phần mềm" in row.message
    assert "a bug" in caplog.text


def test_a_case_that_moved_meanwhile_fails_alone(office, minh):
    found = cases(office, minh, 2)
    run = start(office, minh, found, "supplement", items=["Bản sao văn bằng"])
    with office.db.write():
        office.db.execute(
            "UPDATE provider_case SET unit_id = 3 WHERE id = :id", {"id": found[0].id}
        )
    work(office, MUCH_LATER)
    rows = bulk_runs.rows(office.db, run.id)
    assert [row.state for row in rows] == ["failed", "done"]
    assert rows[0].message


def test_a_stopped_run_waits_until_it_is_told_to_go_on(office, minh, tam):
    run = start(office, minh, cases(office, minh, 3))
    with pytest.raises(NotFound):
        bulk_papers.stop_run(office, run.id, by=tam, now=LATER)
    assert bulk_papers.stop_run(office, run.id, by=minh, now=LATER).state == "stopped"
    work(office, MUCH_LATER)
    assert bulk_runs.get(office.db, run.id, minh).counts["waiting"] == 3
    bulk_papers.resume_run(office, run.id, by=minh, now=MUCH_LATER)
    work(office, MUCH_LATER)
    assert bulk_runs.get(office.db, run.id, minh).state == "done"
    with pytest.raises(WrongState, match="đã xong"):
        bulk_papers.stop_run(office, run.id, by=minh, now=MUCH_LATER)


def test_the_shares_of_a_long_run_leave_room_for_other_peoples_jobs(office, minh, monkeypatch):
    monkeypatch.setattr(bulk_papers, "ROWS_PER_JOB", 2)
    start(office, minh, cases(office, minh, 5))
    rows = office.db.query("SELECT run_after FROM job WHERE name = 'make_many' ORDER BY id")
    assert len({row["run_after"] for row in rows}) == len(rows) == 3


def made(office):
    return office.db.one("SELECT COUNT(*) AS n FROM bulk_row WHERE state = 'done'")["n"]


def test_a_killed_worker_leaves_no_row_undone_and_none_done_twice(office, minh, data_folder):
    run = start(office, minh, cases(office, minh, 24))
    office.db.close()

    def background(_pipe):
        theirs = SmallOffice(data_folder)
        theirs.kinds = load_kinds()
        worker.work_until(theirs, threading.Event())

    reached = 0
    for _ in range(4):
        with child(background):
            ours = SmallOffice(data_folder)
            while made(ours) <= reached and made(ours) < 24:
                pass
            reached = made(ours)
            ours.close()
    ours = SmallOffice(data_folder)
    ours.kinds = load_kinds()
    today = datetime.now(UTC)  # as the workers' own clock: their jobs were put back by it
    with ours.db.write():
        worker.jobs.requeue_interrupted(ours.db, ours.settings.run_folder, today)
    work(ours, today)
    minh = person_of(ours.db, "minh")
    assert bulk_runs.get(ours.db, run.id, minh).counts == {"waiting": 0, "done": 24, "failed": 0}
    assert documents_of(ours) == 24
    papers = ours.db.one("SELECT COUNT(DISTINCT document_id) AS n FROM provider_act")
    assert papers["n"] == 24
    ours.close()


def test_the_zip_holds_every_file_under_plain_names_and_a_list(office, minh, tam):
    run = start(office, minh, cases(office, minh, 2))
    with pytest.raises(Refused, match="Chưa có văn bản nào"):
        bulk_files.as_zip(office, run.id, by=minh, now=LATER)
    work(office, MUCH_LATER)
    data = bulk_files.as_zip(office, run.id, by=minh, now=MUCH_LATER)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = sorted(package.namelist())
        assert names == ["0001.docx", "0001.pdf", "0002.docx", "0002.pdf", "Danh sách.csv"]
        assert "CƠ SỞ 1" in package.read("Danh sách.csv").decode("utf-8-sig")
    with pytest.raises(NotFound):
        bulk_files.as_zip(office, run.id, by=tam, now=MUCH_LATER)


def table(*cells):
    return [TypedLine(row, one) for row, one in enumerate(cells, start=2)]


def test_the_lines_of_a_spreadsheet_find_their_cases_by_receipt_or_name(office, minh):
    found = cases(office, minh, 2)
    rows = table(
        {"receipt": found[0].receipt_no, "price": "1.000.000 đồng", "scope": "a"},
        {"name": "cơ sở  1"},
        {"name": "CƠ SỞ KHÔNG CÓ"},
        {"price": "5"},
        {"receipt": "9999/2026/TN"},
    )
    lines, wrong = bulk_lines.lines_of_table(office, "publication", rows, by=minh)
    assert [line.case_ids for line in lines] == [(found[0].id,), (found[1].id,)]
    assert lines[0].given == {"price": "1.000.000 đồng", "scope": ["a"]}
    assert set(wrong) == {4, 5, 6}
    assert "Chưa ghi số biên nhận" in wrong[5]
    run = bulk_papers.start_run(office, "publication", lines, {}, by=minh, now=LATER)
    work(office, MUCH_LATER)
    row = bulk_runs.rows(office.db, run.id)[0]
    (act,) = provider_acts.of_document(office.db, row.document_id)
    assert (act.detail["price"], act.detail["scope"]) == ("1.000.000 đồng", ["a"])


def test_two_cases_of_one_name_ask_for_the_receipt(office, minh):
    for n in range(2):
        appraised(office, minh, id_no=f"00109901300{n}", enterprise_code="")
    _, wrong = bulk_lines.lines_of_table(
        office, "publication", table({"name": "CƠ SỞ HY VỌNG"}), by=minh
    )
    assert wrong == {2: "Có 2 hồ sơ với tên “CƠ SỞ HY VỌNG”; hãy ghi số biên nhận."}


def test_a_letter_for_each_commune_has_its_own_task_and_day(office, minh):
    rows = table(
        {"unit": "Ủy ban nhân dân xã Hòa Bình", "work": "rà soát", "due": "15/07/2026"},
        {"unit": "Ủy ban nhân dân xã Bắc Sơn", "work": "lập danh sách", "due": "20/07/2026"},
    )
    lines, wrong = bulk_lines.lines_of_table(office, "review_letter", rows, by=minh)
    assert wrong == {}
    given = {"opening": "Thực hiện kế hoạch, Công an tỉnh yêu cầu:"}
    run = bulk_papers.start_run(office, "review_letter", lines, given, by=minh, now=LATER)
    work(office, MUCH_LATER)
    row = bulk_runs.rows(office.db, run.id)[1]
    body = office.db.one("SELECT answers FROM document WHERE id = :id", {"id": row.document_id})
    assert "xã Bắc Sơn lập danh sách (hoàn thành trước ngày 20/07/2026)" in body["answers"]


def test_what_may_be_ticked_are_the_cases_that_fit(office, minh, tam):
    found = cases(office, minh, 2)
    names = [line.case_ids for line in bulk_lines.candidates(office, "publication", by=minh)]
    assert sorted(names) == sorted((case.id,) for case in found)
    assert bulk_lines.candidates(office, "republication", by=minh) == ()
    assert bulk_lines.candidates(office, "publication", by=tam) == ()
    assert provider_cases.for_office(office.db, found[0].id).state.value == "appraising"
