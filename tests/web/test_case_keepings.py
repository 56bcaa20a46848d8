"""Due files are kept back on a page of their own; every list says so, and it is undone."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from service.actions import case_files as verbs
from service.domain.case_files import CaseDetails
from service.store import case_files
from tests.builders import NOW, person_of

CONSENT = {
    "allowed_by": "Phạm Quốc Hùng",
    "allowed_post": "Chủ tịch",
    "consent": "Công văn số 45/UBND-VP",
    "reason": "Còn khiếu nại",
    "kept_until": "02/03/2029",
}


@pytest.fixture
def due(office, letter, clock):
    """A closed file, due in twenty-five days."""
    told = CaseDetails("90.VHXH", "Hồ sơ cai nghiện", 20, date(2026, 1, 5), "Trần Văn Minh")
    minh = person_of(office.db, "minh")
    made = verbs.open_file(office, told, by=minh, now=NOW)
    verbs.put(office, [made.id], f"document/{letter('issued').id}", by=minh, now=NOW)
    closed = verbs.close(office, made.id, NOW.date(), by=minh, now=NOW)
    clock.forward(days=340)
    return closed


def keep(browser, case, status=200, **changes):
    told = {"csrf_token": browser.token(), "cases": [str(case.id)], **CONSENT, **changes}
    return browser.post("/case-files/keepings", told, status)


def test_a_due_file_is_kept_and_every_list_says_until_when(office, as_minh, as_lan, due):
    page = as_minh.open("/case-files/keepings")
    assert "90.VHXH (2026) – Hồ sơ cai nghiện" in page.text
    assert "hạn 02/03/2027, giữ được đến 02/03/2029" in page.text
    assert page.value("kept_until") == "02/03/2029"
    page = keep(as_minh, due)
    assert "Đã ghi giữ lại 1 hồ sơ; hãy in danh mục" in page.text
    assert "đến hết ngày 02/03/2029, Phạm Quốc Hùng đồng ý (Công văn số 45/UBND-VP)" in page.text
    assert "Sắp đến hạn nộp lưu" not in as_lan.open("/").text
    assert "giữ lại đến 02/03/2029" in as_lan.open("/case-files?year=2026").text
    page = as_lan.open("/case-files/handovers")
    assert "hạn 02/03/2029 (được giữ lại; hạn theo luật 02/03/2027)" in page.text
    page = as_lan.open(f"/case-files/{due.id}")
    assert "Đến hết ngày 02/03/2029, hạn theo luật 02/03/2027" in page.text
    made = as_minh.client.get("/case-files/keepings/1.pdf").get_data()
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "DANH MỤC HỒ SƠ, TÀI LIỆU GIỮ LẠI" in text


def test_it_is_told_as_due_again_when_the_time_ends(as_minh, as_lan, due, clock):
    as_minh.open("/case-files/keepings")
    keep(as_minh, due, kept_until="01/09/2027")
    clock.forward(days=180)
    page = as_lan.open("/")
    assert "Được giữ lại, nộp lưu trước hết ngày 01/09/2027" in page.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kept_until": "03/03/2029"}, "đến hết ngày 02/03/2029 là cùng (Điều 31, khoản 3, điểm d"),
        ({"kept_until": "02/03/2027"}, "phải sau ngày 02/03/2027"),
        ({"kept_until": "31/02/2028"}, "31/02/2028"),
        ({"allowed_by": ""}, "Hãy ghi họ tên người đứng đầu"),
        ({"consent": ""}, "Hãy ghi văn bản đồng ý"),
        ({"reason": ""}, "Hãy ghi lý do giữ lại"),
        ({"cases": []}, "Hãy chọn ít nhất một hồ sơ đến hạn nộp lưu"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    office, as_minh, due, changes, sentence
):
    as_minh.open("/case-files/keepings")
    page = keep(as_minh, due, 422, **changes)
    assert sentence in page.text + page.html
    for name, text in (CONSENT | changes).items():
        if name != "cases":
            assert page.value(name) == text
    assert case_files.for_office(office.db, due.id).kept_until is None


def test_undoing_asks_why_on_the_files_page(office, as_minh, due):
    as_minh.open("/case-files/keepings")
    keep(as_minh, due)
    as_minh.open(f"/case-files/{due.id}")
    path, token = f"/case-files/{due.id}/keeping/end", {"csrf_token": as_minh.token()}
    page = as_minh.post(path, {**token, "keep-reason": ""}, 422)
    assert "Hãy ghi lý do" in page.text
    page = as_minh.post(path, {**token, "keep-reason": "Đã xong"})
    assert "Đã thôi giữ lại" in page.text
    assert "Đến hết ngày" not in page.text
    assert "Đã xong" in as_minh.open("/case-files/keepings").text


def test_another_unit_sees_and_does_nothing(as_minh, enter, due):
    as_minh.open("/case-files/keepings")
    keep(as_minh, due)
    as_tam = enter("tam")
    page = as_tam.open("/case-files/keepings")
    assert "90.VHXH" not in page.text
    as_tam.open("/case-files/keepings/1.pdf", 404)
    keep(as_tam, due, 404)
    end = {"csrf_token": as_tam.token(), "keep-reason": "Thôi"}
    as_tam.post(f"/case-files/{due.id}/keeping/end", end, 404)
