"""A file's export on its page: asked for, waited for with and without the script, taken, old."""

from datetime import date, timedelta

import pytest

from service.actions import case_exporting
from service.actions import case_files as verbs
from service.domain.case_files import CaseDetails
from service.store import events
from tests.builders import NOW, person_of, work

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def case(office, letter):
    told = CaseDetails("90.VHXH", "Hồ sơ cai nghiện", 20, date(2026, 1, 5), "Trần Văn Minh")
    minh = person_of(office.db, "minh")
    made = verbs.open_file(office, told, by=minh, now=NOW)
    for _ in range(2):
        verbs.put(office, [made.id], f"document/{letter('issued').id}", by=minh, now=NOW)
    return made


def section(browser, case):
    """What the page's script loads: a part of a page."""
    return browser.client.get(f"/case-files/{case.id}/exports/state").get_data(as_text=True)


def ask(browser, case):
    browser.open(f"/case-files/{case.id}")
    return browser.press("Xuất cả hồ sơ (ZIP: PDF, XML, tệp gốc)")


def test_the_page_says_how_far_an_export_is_and_offers_it_when_it_is_made(office, as_lan, case):
    page = ask(as_lan, case)
    assert "Đang chờ máy chủ xuất 2 văn bản" in page.text
    assert "Xuất cả hồ sơ" not in page.text
    part = section(as_lan, case)
    assert "Đang chờ máy chủ" in part
    assert "<html" not in part
    work(office, LATER)
    page = as_lan.open(f"/case-files/{case.id}")
    assert "Tải ho-so-90.VHXH-2026.zip" in page.text
    assert "2 văn bản, Nguyễn Thị Lan xuất lúc" in page.text
    assert "Cũ hơn hồ sơ" not in page.text
    answer = as_lan.client.get(f"/case-files/{case.id}/exports/1")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.mimetype == "application/zip"
    told = events.of_document(office.db, 1)[-1]
    assert (told.verb, told.detail["case"]) == ("download", "90.VHXH (2026)")


def test_while_it_is_made_the_page_counts_papers(office, as_lan, case, monkeypatch):
    monkeypatch.setattr(case_exporting, "TOLD_EACH", 1)
    seen = []

    def watched(*arguments):
        noted(*arguments)
        seen.append(section(as_lan, case))

    noted = case_exporting.case_exports.progress
    monkeypatch.setattr(case_exporting.case_exports, "progress", watched)
    ask(as_lan, case)
    work(office, LATER)
    assert "Đã ghép 1 trong 2 văn bản." in seen[0]
    assert "Đang đóng gói." in seen[1]


def test_a_changed_file_marks_its_export_as_older_and_a_new_one_is_made(
    office, as_lan, case, letter
):
    ask(as_lan, case)
    work(office, LATER)
    lan = person_of(office.db, "lan")
    verbs.put(office, [case.id], f"document/{letter('issued').id}", by=lan, now=NOW)
    page = as_lan.open(f"/case-files/{case.id}")
    assert "Cũ hơn hồ sơ" in page.text
    assert "Tải ho-so-90.VHXH-2026.zip" in page.text
    page = as_lan.press("Xuất lại cả hồ sơ")
    assert "Đang chờ máy chủ xuất 3 văn bản" in page.text
    assert "Tải ho-so-90.VHXH-2026.zip" in page.text
    work(office, LATER)
    page = as_lan.open(f"/case-files/{case.id}")
    assert "3 văn bản, Nguyễn Thị Lan xuất lúc" in page.text
    assert "Cũ hơn hồ sơ" not in page.text


def test_a_failed_export_says_why_and_is_tried_again(office, as_lan, case):
    (item, *_) = verbs.contents(office, case, person_of(office.db, "lan"))
    path = office.files.path(item.paper.reading[0])
    data = path.read_bytes()
    path.unlink()
    ask(as_lan, case)
    work(office, LATER)
    page = as_lan.open(f"/case-files/{case.id}")
    assert "Chưa xuất được hồ sơ: Thiếu một tệp trong kho" in page.text
    office.files.put(data)
    page = as_lan.press("Thử lại")
    assert "Đang chờ máy chủ xuất 2 văn bản" in page.text
    work(office, LATER)
    assert "Tải ho-so-90" in as_lan.open(f"/case-files/{case.id}").text


def test_an_export_that_the_archive_lost_is_told_and_made_again(office, as_lan, case):
    ask(as_lan, case)
    work(office, LATER)
    (row,) = office.db.query("SELECT sha256 FROM case_export")
    office.files.path(row["sha256"]).unlink()
    page = as_lan.open(f"/case-files/{case.id}")
    assert "Kho thiếu tệp của bản xuất Nguyễn Thị Lan làm lúc" in page.text
    assert "Tải ho-so-90" not in page.text
    as_lan.press("Xuất lại cả hồ sơ")
    work(office, LATER + timedelta(minutes=1))
    assert "Tải ho-so-90" in as_lan.open(f"/case-files/{case.id}").text


def test_another_press_at_once_makes_no_second_export(office, as_lan, case):
    ask(as_lan, case)
    token = {"csrf_token": as_lan.token()}
    as_lan.post(f"/case-files/{case.id}/exports", token)
    work(office, LATER)
    page = as_lan.post(f"/case-files/{case.id}/exports", token)
    assert "Bản xuất đã có vẫn đúng như hồ sơ" in page.text
    assert len(office.db.query("SELECT id FROM case_export")) == 1


def test_an_export_is_nobodys_who_may_not_see_the_file(office, as_lan, enter, case):
    ask(as_lan, case)
    work(office, LATER)
    as_tam, as_hung = enter("tam"), enter("hung")
    as_tam.open(f"/case-files/{case.id}/exports/1", 404)
    as_tam.open(f"/case-files/{case.id}/exports/state", 404)
    as_hung.open(f"/case-files/{case.id}/exports/1", 403)
    as_lan.open(f"/case-files/{case.id}/exports/2", 404)


def test_a_missing_identifier_is_told_and_comes_from_the_agency(office, as_lan, as_admin, case):
    said = "Cơ quan chưa có mã định danh nên mục OrganId trong XML để trống"
    assert said in as_lan.open(f"/case-files/{case.id}").text
    assert said in as_lan.open("/case-files/lists/2026").text
    as_admin.open("/administration/agency")
    page = as_admin.press("Lưu", status=422, organ_id="Hà Nội 1")
    assert "Mã định danh có dạng H41.12.34" in page.text
    assert page.value("organ_id") == "Hà Nội 1"
    page = as_admin.press("Lưu", organ_id="h41.12.34")
    assert page.value("organ_id") == "H41.12.34"
    assert said not in as_lan.open(f"/case-files/{case.id}").text
    page = as_lan.open("/case-files/lists/2026")
    assert "Mã định danh cơ quan trong mã hồ sơ: H41.12.34" in page.text
    assert not [one for one in page.all("input") if one.get("name") == "organ_id"]


@pytest.mark.parametrize(
    "code", ["000.00.00.H41", "H41", "H41.12.34", "G22.DN.001", "h41.12", " H41.12 "]
)
def test_identifiers_of_both_regulations_are_taken(office, as_admin, code):
    as_admin.open("/administration/agency")
    as_admin.press("Lưu", organ_id=code)
    assert office.agency().organ_id == code.strip().upper()


@pytest.mark.parametrize(
    "code", ["41", "HH1", "H41.", "H41.1", "000.00.00", "Đ41.12", "H41" + ".ABCDEF" * 5]
)
def test_what_is_no_identifier_is_refused(office, as_admin, code):
    as_admin.open("/administration/agency")
    as_admin.press("Lưu", status=422, organ_id=code)
    assert not office.agency().organ_id
