"""The printed application and the receipt slip: what stands on them, and what must not."""

import io

import docx
import pytest

from service.actions import provider_cases as verbs
from service.store import events
from tests.builders import person_of
from tests.provider_builders import C_DAY, ID_NO, become, doctor, filed, filled, received
from tests.web.test_applicants import link_to, read_notice

CV = {
    "education": "Đại học, ngành Tâm lý học",
    "history": [{"period": "7/1999-nay", "place": "Trung tâm Hy Vọng", "position": "Giám đốc"}],
    "courses": [{"name": "Công tác cai nghiện", "certificate": "12/CC"}],
}


@pytest.fixture(autouse=True)
def police(office, clock):
    clock.moment = C_DAY
    become(office, "police")


@pytest.fixture
def lan(office):
    return person_of(office.db, "lan")


def words_of(data):
    """All text of a Word file, tables included."""
    document = docx.Document(io.BytesIO(data))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_application_is_printed_as_the_form_with_its_annexes(as_lan, office, lan):
    case = filled(office, lan, cv=CV)
    answer = as_lan.open(f"/providers/cases/{case.id}/application.docx")
    text = words_of(answer.data)
    for said in (
        "Mẫu số 11, Phụ lục V",
        "Kính gửi: Giám đốc Công an tỉnh Hòa An.",
        "CƠ SỞ HY VỌNG",
        "a) Tiếp nhận, phân loại;",
        "c) Giáo dục, tư vấn, phục hồi hành vi, nhân cách;",
        "Mẫu số 03, Phụ lục V",
        "Lê Thị Bình",
        "Mẫu số 04, Phụ lục V",
        "Trung tâm Hy Vọng",
        "BẢNG KÊ CƠ SỞ VẬT CHẤT, TRANG THIẾT BỊ",
    ):
        assert said in text
    assert "Hy" not in answer.headers["Content-Disposition"].split("UTF-8''")[0]


def test_what_was_left_open_is_printed_to_be_written_on(as_lan, office, lan):
    case = verbs.open_case(office, kind="organisation", by=lan, now=C_DAY)
    text = words_of(as_lan.open(f"/providers/cases/{case.id}/application.docx").data)
    for label in ("Tên cơ sở", "Địa chỉ cung cấp dịch vụ", "Điện thoại", "Loại hình"):
        assert f"{label}: ...." in text


def test_identity_numbers_are_left_to_be_written_by_hand(as_lan, office, lan):
    case = filled(office, lan)
    text = words_of(as_lan.open(f"/providers/cases/{case.id}/application.docx").data)
    assert ID_NO not in text
    assert "036180000001" not in text
    assert "ba số cuối: 345" in text


def test_whole_numbers_are_printed_for_a_reason_that_is_kept(as_lan, office, lan):
    case = filled(office, lan)
    as_lan.open(f"/providers/cases/{case.id}/print")
    page = as_lan.press("In đủ số giấy tờ", 422)
    assert "reason" in page.errors
    answer = as_lan.press("In đủ số giấy tờ", reason="Người nộp xin bản đầy đủ", file="docx")
    text = words_of(answer.data)
    assert ID_NO in text
    assert "036180000001" in text
    last = events.of_topic(office.db, case.topic)[-1]
    assert (last.verb, last.detail["reason"]) == (
        "case_print_identity",
        "Người nộp xin bản đầy đủ",
    )
    assert ID_NO not in str(last.detail)


def test_the_file_itself_tells_of_nobody(as_lan, office, lan):
    case = filled(office, lan)
    data = as_lan.open(f"/providers/cases/{case.id}/application.docx").data
    told = docx.Document(io.BytesIO(data)).core_properties
    assert (told.title, told.author, told.last_modified_by, told.comments) == (
        "Đơn đề nghị công bố",
        "",
        "",
        "",
    )


def test_a_leader_prints_no_whole_numbers(as_hung, office, lan):
    case = filed(office, lan)
    page = as_hung.open(f"/providers/cases/{case.id}/print")
    assert "In đủ số giấy tờ" not in page.buttons


def test_an_individual_signs_a_form_without_a_letterhead(as_lan, office, lan):
    case = filled(
        office, lan, kind="individual", provider_name="Trần Văn Cường", people=doctor(), scope=["b"]
    )
    text = words_of(as_lan.open(f"/providers/cases/{case.id}/application.docx").data)
    assert "công bố cá nhân đủ điều kiện" in text
    assert "NGƯỜI ĐỀ NGHỊ" in text
    assert "Mẫu số 03" not in text
    assert "000123/HNO-CCHN" in text


def test_a_case_of_an_earlier_period_prints_the_form_of_that_period(as_lan, office, lan):
    case = verbs.open_case(
        office,
        kind="organisation",
        filed_on=verbs.office_date(C_DAY).replace(month=6),
        by=lan,
        now=C_DAY,
    )
    text = words_of(as_lan.open(f"/providers/cases/{case.id}/application.docx").data)
    assert "Mẫu số 13, Phụ lục II" in text


def test_the_receipt_slip_says_what_came_in_and_until_when(as_lan, office, lan):
    case = received(office, lan)
    answer = as_lan.open(f"/providers/cases/{case.id}/receipt.pdf")
    assert answer.mimetype == "application/pdf"
    text = words_of(as_lan.open(f"/providers/cases/{case.id}/receipt.docx").data)
    for said in ("0001/2026/TN", "05 ngày làm việc", "13/07/2026", "CÔNG AN TỈNH HÒA AN"):
        assert said in text
    assert ID_NO not in text


def test_there_is_no_slip_before_the_dossier_was_taken_in(as_lan, office, lan):
    case = filed(office, lan)
    page = as_lan.open(f"/providers/cases/{case.id}/receipt.pdf", 409)
    assert "chưa được tiếp nhận" in page.main
    assert "Giấy tiếp nhận dạng PDF" not in as_lan.open(f"/providers/cases/{case.id}/print").links


def test_the_applicant_prints_his_own(as_lan, visitor, office, lan):
    case = received(office, lan)
    path = link_to(as_lan, case)
    page = visitor.open(f"{path}/application.pdf", 409)
    assert "đọc thông báo" in page.main
    read_notice(visitor, path)
    page = visitor.open(path)
    assert "Giấy tiếp nhận và hẹn trả (PDF)" in page.links
    answer = visitor.open(f"{path}/application.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
