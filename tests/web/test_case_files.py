"""Hồ sơ in the browser: the year's list, a file, papers put in from either page, hand-over."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from service.actions import case_files as verbs
from service.actions import receiving
from service.actions.receiving import Arrival
from service.domain.case_files import CaseDetails
from service.domain.incoming import IncomingDetails
from service.store import case_files
from tests.builders import NOW, person_of, work

FIELDS = {
    "notation": "90.VHXH",
    "title": "Hồ sơ về cai nghiện",
    "retention": "20 năm",
    "creator": "Trần Văn Minh",
    "started_on": "05/01/2026",
    "rights": "Sử dụng rộng rãi",
    "language": "Tiếng Việt",
}


def post(browser, path, data, status=200):
    return browser.post(path, {"csrf_token": browser.token(), **data}, status)


@pytest.fixture
def opened(office):
    def opened(notation="90.VHXH", login="minh"):
        told = CaseDetails(notation, "Hồ sơ cai nghiện", 20, date(2026, 1, 5), "Trần Văn Minh")
        return verbs.open_file(office, told, by=person_of(office.db, login), now=NOW)

    return opened


@pytest.fixture
def arrived(office):
    told = IncomingDetails("Sở Y tế", "rà soát", number="99", notation="SYT", kind="Công văn")
    lan = person_of(office.db, "lan")
    return receiving.receive(office, Arrival(told, NOW), None, by=lan, now=NOW)


def inside(office, case, login="lan"):
    by = person_of(office.db, login)
    found = verbs.contents(office, case_files.get(office.db, case.id, by), by)
    return [one.paper.topic for one in found]


def test_the_clerk_makes_the_list_of_the_year_and_the_keeper_opens_a_file_from_it(
    office, as_lan, as_minh
):
    as_lan.open("/case-files/lists/2026")
    page = post(as_lan, "/case-files/lists/2026", {"copy_of": "", "numbering": ""})
    assert "Đã lập danh mục hồ sơ năm 2026" in page.text
    lines = "/case-files/lists/2026"
    post(as_lan, f"{lines}/headings", {"heading-name": "Văn hóa", "heading-symbol": "VHXH"})
    minh = person_of(office.db, "minh").id
    told = {"plan-heading": "1", "plan-title": "Hồ sơ A", "plan-keeper": str(minh)}
    page = post(as_lan, f"{lines}/lines", {**told, "plan-retention": "lâu dài"}, 422)
    assert "Vĩnh viễn” hoặc số năm" in page.text
    assert page.value("plan-title") == "Hồ sơ A"
    page = post(as_lan, f"{lines}/lines", {**told, "plan-retention": "Vĩnh viễn"})
    assert "01.VHXH" in page.text
    page = as_minh.open("/case-files/new?plan=1")
    assert page.value("notation") == "01.VHXH"
    page = as_minh.press("Mở hồ sơ")
    assert "Đã mở hồ sơ 01.VHXH (2026)" in page.text
    page = post(as_lan, f"{lines}/decision", {"decision-decision": "Quyết định số 01/QĐ-UBND"})
    assert "Ban hành theo Quyết định số 01/QĐ-UBND" in page.text
    as_lan.open("/case-files/lists/2027")
    page = as_lan.press("Lập danh mục năm 2027", copy_of="2026")
    assert "01.VHXH" in page.text


def test_a_wrong_day_is_told_at_its_field_and_nothing_typed_is_lost(as_minh, office):
    as_minh.open("/case-files/new")
    page = post(as_minh, "/case-files/new", {**FIELDS, "started_on": "31/02/2026"}, 422)
    assert page.value("title") == FIELDS["title"]
    page = post(as_minh, "/case-files/new", {**FIELDS, "started_on": "05/01/2030"}, 422)
    assert "Ngày bắt đầu không được sau hôm nay" in page.text
    assert case_files.years(office.db) == ()


def test_a_paper_goes_into_two_files_from_its_own_page(office, as_minh, letter, opened):
    first, second = opened("90.VHXH"), opened("91.VHXH")
    paper = letter("issued")
    page = as_minh.open(f"/documents/{paper.id}")
    page = as_minh.follow("Đưa vào hồ sơ…")
    form = {"topic": f"document/{paper.id}"}
    page = post(as_minh, "/case-files/put", form, 422)
    assert "Hãy chọn ít nhất một hồ sơ" in page.text
    both = {**form, "cases": [str(first.id), str(second.id)]}
    page = post(as_minh, "/case-files/put", both)
    assert "Đã đưa văn bản vào 2 hồ sơ" in page.text
    assert "90.VHXH (2026)" in page.text
    for case in (first, second):
        assert inside(office, case) == [f"document/{paper.id}"]


def test_papers_are_found_and_put_in_from_the_files_page(office, as_lan, letter, opened, arrived):
    case, paper = opened(), letter("issued")
    page = as_lan.open(f"/case-files/{case.id}?q=rà+soát")
    assert "đến số 01" in page.text
    post(as_lan, f"/case-files/{case.id}/papers", {"topic": f"incoming/{arrived.id}"})
    page = as_lan.open(f"/case-files/{case.id}?q={paper.reference}")
    post(as_lan, f"/case-files/{case.id}/papers", {"topic": f"document/{paper.id}"})
    assert inside(office, case) == [f"document/{paper.id}", f"incoming/{arrived.id}"]
    page = as_lan.open(f"/incoming/{arrived.id}")
    assert "90.VHXH (2026)" in page.text


@pytest.mark.parametrize("topic", ["document/999", "x/1", "document/../1", "", "document/1e9"])
def test_a_paper_that_is_not_there_goes_nowhere(as_lan, opened, office, topic):
    case = opened()
    as_lan.open(f"/case-files/{case.id}")
    post(as_lan, f"/case-files/{case.id}/papers", {"topic": topic}, 404)
    assert inside(office, case) == []


def test_closing_and_reopening_a_file(office, as_minh, letter, opened):
    case, paper = opened(), letter("issued")
    page = as_minh.open(f"/case-files/{case.id}")
    page = post(as_minh, f"/case-files/{case.id}/closing", {"close-ended_on": "02/03/2026"}, 422)
    assert "chưa có văn bản nào" in page.text
    post(as_minh, f"/case-files/{case.id}/papers", {"topic": f"document/{paper.id}"})
    page = post(as_minh, f"/case-files/{case.id}/closing", {"close-ended_on": "02/03/2026"})
    assert "Đã kết thúc" in page.text
    assert "Thêm văn bản" not in page.text
    refused = post(as_minh, f"/case-files/{case.id}/papers", {"topic": f"document/{paper.id}"}, 409)
    assert "hãy mở lại và ghi lý do" in refused.text
    as_minh.open(f"/case-files/{case.id}")
    post(as_minh, f"/case-files/{case.id}/reopening", {"reopen-reason": " "}, 422)
    page = post(as_minh, f"/case-files/{case.id}/reopening", {"reopen-reason": "Sót công văn"})
    assert "Mở lại hồ sơ – Trần Văn Minh: Sót công văn" in page.text


def test_taking_a_paper_out_asks_why(office, as_minh, letter, opened):
    case, paper = opened(), letter("issued")
    as_minh.open(f"/case-files/{case.id}")
    post(as_minh, f"/case-files/{case.id}/papers", {"topic": f"document/{paper.id}"})
    path = f"/case-files/{case.id}/papers/1/removal"
    page = post(as_minh, path, {"out-1-reason": ""}, 422)
    assert "Hãy ghi lý do" in page.text
    post(as_minh, path, {"out-1-reason": "Bản trùng"})
    assert inside(office, case) == []


def test_another_unit_sees_the_list_but_not_the_paper_it_may_not_open(
    office, enter, as_minh, letter, opened
):
    case, paper = opened(), letter("issued")
    as_minh.open(f"/case-files/{case.id}")
    post(as_minh, f"/case-files/{case.id}/papers", {"topic": f"document/{paper.id}"})
    as_tam = enter("tam")
    as_tam.open(f"/case-files/{case.id}", 404)
    assert "90.VHXH" not in as_tam.open("/case-files").text
    unit = person_of(office.db, "tam").unit_id
    post(as_minh, f"/case-files/{case.id}/viewers", {"show-unit": str(unit)})
    page = as_tam.open(f"/case-files/{case.id}")
    assert paper.reference in page.text
    assert f"/documents/{paper.id}" not in page.html
    assert "Kết thúc hồ sơ" not in page.text
    post(as_tam, f"/case-files/{case.id}/closing", {"close-ended_on": "02/03/2026"}, 403)
    post(as_tam, f"/case-files/{case.id}/exports", {}, 403)


def closed(office, opened, letter):
    case, paper = opened(), letter("issued")
    lan = person_of(office.db, "lan")
    verbs.put(office, [case.id], f"document/{paper.id}", by=lan, now=NOW)
    return verbs.close(office, case.id, NOW.date(), by=lan, now=NOW), paper


def test_files_due_for_hand_over_are_told_and_handed_over(office, as_lan, letter, opened, clock):
    case, _ = closed(office, opened, letter)
    assert "Sắp đến hạn nộp lưu" not in as_lan.open("/case-files?year=2026").text
    clock.forward(days=340)
    assert "Nộp lưu trước hết ngày 02/03/2027" in as_lan.open("/case-files").text
    assert "Sắp đến hạn nộp lưu" in as_lan.open("/").text
    as_lan.open("/case-files/handovers")
    told = {"handed_on": "05/02/2027", "giver": "Trần Văn Minh", "receiver": "Hoàng Thị Thu"}
    page = post(as_lan, "/case-files/handovers", told, 422)
    assert "Hãy chọn ít nhất một hồ sơ" in page.text
    page = post(as_lan, "/case-files/handovers", {**told, "cases": [str(case.id)]})
    assert "Đã nộp lưu 1 hồ sơ" in page.text
    for form, words in (("contents", "TÀI LIỆU NỘP LƯU"), ("minutes", "Hoàng Thị Thu")):
        made = as_lan.client.get(f"/case-files/handovers/1/{form}.pdf").get_data()
        text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
        assert words in text
        assert "In từ Hệ thống" in text
    assert "Sắp đến hạn nộp lưu" not in as_lan.open("/").text


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_the_contents_list_is_printed_in_the_columns_of_the_decree(
    office, as_lan, letter, opened, ending
):
    case, paper = closed(office, opened, letter)
    answer = as_lan.client.get(f"/case-files/{case.id}/contents.{ending}")
    data = answer.get_data()
    if ending == "pdf":
        text = PdfReader(io.BytesIO(data)).pages[0].extract_text()
    elif ending == "docx":
        text = re.sub(
            "<[^>]+>", " ", zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        )
    else:
        rows = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
        text = "\n".join(str(cell) for row in rows for cell in row if cell)
    said = "".join(text.split())
    for words in ("STT", "Tác giả", "90.VHXH", paper.reference, "02/03/2026"):
        assert "".join(words.split()) in said
    assert as_lan.client.get(f"/case-files/{case.id}/contents.exe").status_code == 404


def test_a_file_leaves_with_real_pages_and_comes_back_as_nothing_new(
    office, as_lan, letter, opened
):
    case, paper = closed(office, opened, letter)
    as_lan.open(f"/case-files/{case.id}")
    post(as_lan, f"/case-files/{case.id}/exports", {})
    work(office, NOW + timedelta(hours=2))
    answer = as_lan.client.get(f"/case-files/{case.id}/exports/1")
    data = answer.get_data()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        reader = PdfReader(io.BytesIO(package.read("ho-so.pdf")))
    texts = [one.extract_text() for one in reader.pages]
    assert len(texts) == 2
    assert paper.reference in "".join(texts[0].split())
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts[1]
    assert "trang 2/2" in texts[1]
    assert reader.outline[0]["/Title"] == "Mục lục văn bản"
    as_lan.open("/case-files/import")
    page = post(as_lan, "/case-files/import", {"file": [(data, "ho-so.zip")]})
    assert "không có gì mới" in page.text
    as_lan.open("/case-files/import")
    page = post(as_lan, "/case-files/import", {"file": [(b"PK nothing", "x.zip")]}, 422)
    assert "không phải gói ZIP" in page.text
