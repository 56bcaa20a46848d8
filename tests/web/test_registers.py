"""Sổ sách in the browser: keep numbers, take over a year, print volumes, check the register."""

import io
import json
import re

import pytest
from openpyxl import Workbook

from service.domain.workflow import State
from service.store import register_audit
from tests.reading.codes import to_tcvn3
from tests.store.test_register_chain import by_hand

HEAD = ("Số", "Ký hiệu", "Ngày", "Tên loại", "Trích yếu", "Người ký", "Nơi nhận", "Lý do hủy")


def xlsx(*rows):
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row(number, day="05/01/2026", *, notation="QĐ-UBND", subject="Về việc thử", void=""):
    return (number, notation, day, "Quyết định", subject, "Phạm Quốc Hùng", "Các thôn; VT", void)


def taken(office):
    rows = office.db.query("SELECT number, state FROM register_entry ORDER BY number")
    return [(row["number"], row["state"]) for row in rows]


def post(browser, path, data, status=200, file=None):
    """Send a form of the page at hand, and go where the answer leads."""
    fields = {"csrf_token": browser.token(), **data, **({"file": [file]} if file else {})}
    return browser.post(path, fields, status)


def upload(browser, data, name="so.xlsx", status=200, **fields):
    browser.open("/register/import")
    answers = {"series": "1", "year": "2026", **fields}
    return post(browser, "/register/import", answers, status, (data, name))


def carried(page):
    (element,) = [e for e in page.all("input") if e.get("name") == "lines"]
    return element.get("value")


def test_the_clerk_keeps_a_number_and_a_paper_takes_it(office, as_lan, letter):
    as_lan.open("/register/kept")
    page = post(as_lan, "/register/kept", {"series": "1", "reason": "Đang trình ký"})
    assert "Đã giữ số 01 đến hết hôm nay" in page.text
    assert "Đang trình ký" in page.text
    paper = letter("approved")
    page = as_lan.open(f"/documents/{paper.id}/number")
    assert "Số đã giữ 01: Đang trình ký" in page.text
    page = post(
        as_lan, f"/documents/{paper.id}/number", {"issued_on": "02/03/2026", "source": "kept-1"}
    )
    assert "Đã cấp số 01/" in page.text
    assert taken(office) == [(1, "taken")]


def test_keeping_without_a_purpose_is_told_at_the_field(office, as_lan):
    as_lan.open("/register/kept")
    page = post(as_lan, "/register/kept", {"series": "1", "reason": " "}, 422)
    assert "Hãy ghi giữ số cho việc gì" in page.text
    assert taken(office) == []


def test_letting_go_of_a_number_asks_why(office, as_lan):
    as_lan.open("/register/kept")
    post(as_lan, "/register/kept", {"series": "1", "reason": "Đang trình ký"})
    post(as_lan, "/register/kept/1/release", {"reason": ""}, 422)
    post(as_lan, "/register/kept/1/release", {"reason": "Hoãn"})
    assert taken(office) == [(1, "void")]


def test_a_paper_of_elsewhere_is_entered_with_its_file(office, as_lan):
    as_lan.open("/register/outside")
    answers = {
        "series": "1",
        "number": "12",
        "notation": "TB-UBND",
        "dated": "5/1/2026",
        "subject": "Lịch tiếp công dân",
        "recipients": "Các thôn\nLưu: VT",
    }
    page = post(as_lan, "/register/outside", answers, file=(b"%PDF-1.7 x", "a.pdf"))
    assert "Đã ghi số 12 vào sổ năm 2026" in page.text
    page = post(as_lan, "/register/outside", {**answers, "number": "20"}, 422)
    assert "số ghi được lúc này là 11 (trước số đầu) hoặc 13" in page.text
    page = as_lan.open("/register")
    assert "12/TB-UBND" in page.text
    assert "Ban hành ở nơi khác" in page.text
    assert as_lan.client.get("/register/outside/1/file").data == b"%PDF-1.7 x"
    as_lan.open("/register/outside/2/file", 404)


def test_a_spreadsheet_is_shown_line_by_line_and_then_kept(office, as_lan):
    data = xlsx(row(1), row(2, "06/01/2026"), row(3, "06/01/2026", void="Viết hỏng"))
    page = upload(as_lan, data)
    assert "3 dòng đúng, 0 dòng cần sửa" in page.text
    assert taken(office) == []
    page = post(
        as_lan,
        "/register/import/lines",
        {"series": "1", "year": "2026", "lines": carried(page), "then": "keep"},
    )
    assert "Đã ghi 3 dòng vào sổ" in page.text
    assert taken(office) == [(1, "issued"), (2, "issued"), (3, "void")]
    assert register_audit.audit(office.db) == ()


def test_wrong_lines_are_repaired_on_the_page(office, as_lan):
    data = xlsx(row(1), row(2, "31/02/2026"), row(3, "06/01/2026"))
    page = upload(as_lan, data)
    assert "2 dòng đúng, 1 dòng cần sửa" in page.text
    fields = {"series": "1", "year": "2026", "lines": carried(page), "then": "look"}
    fields |= {"cell-1-dated": "05/01/2026", "cell-1-number": "2"}
    page = post(as_lan, "/register/import/lines", fields)
    assert "3 dòng đúng, 0 dòng cần sửa" in page.text
    assert json.loads(carried(page))[1][1]["dated"] == "05/01/2026"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((row(1), row(3)), "Thiếu số 02 trước số này"),
        ((row(1), row(1)), "Số 01 có hai dòng"),
        ((row(1, "06/01/2026"), row(2, "05/01/2026")), "sớm hơn ngày của số liền trước"),
        ((row(1, "05/01/2025"),), "không thuộc năm 2026"),
        ((row(1, "05/12/2026"),), "Ngày 05/12/2026 chưa tới"),
        ((row("=1+1"),), "Ô này là công thức"),
        ((row("một"),), "Số phải là số nguyên"),
        ((row(1, subject=""),), "Thiếu trích yếu"),
        ((row(1, notation=""),), "Thiếu ký hiệu"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_there(office, as_lan, rows, sentence):
    page = upload(as_lan, xlsx(*rows))
    assert sentence in page.text
    fields = {"series": "1", "year": "2026", "lines": carried(page), "then": "keep"}
    post(as_lan, "/register/import/lines", fields, 422)
    assert taken(office) == []


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"x" * (9 << 20), "so.csv", "quá lớn"),
        (b"PK\x03\x04 broken", "so.xlsx", "bị hỏng"),
        (b"\xd0\xcf\x11\xe0\xa1", "so.xls", "lưu thành .xlsx"),
        (b"%PDF-1.7", "so.pdf", "không phải bảng tính"),
        ("Số,Ngày,Trích yếu\n1,5/1/2026,thử\n".encode("cp1258", "replace"), "so.csv", "UTF-8"),
        (b"A,B,C\n1,2,3\n", "so.csv", "Không thấy dòng tiêu đề"),
        ("Số;Ký hiệu;Ngày;Trích yếu\n".encode(), "so.csv", "không có dòng nào"),
    ],
    ids=["large", "broken", "old", "pdf", "cp1258", "no heads", "empty"],
)
def test_files_that_are_no_register_are_refused(office, as_lan, data, name, sentence):
    page = upload(as_lan, data, name, 422)
    assert sentence in page.text


def test_a_run_that_does_not_join_the_register_keeps_nothing(office, as_lan, letter):
    letter("numbered")
    page = upload(as_lan, xlsx(row(5), row(6)))
    fields = {"series": "1", "year": "2026", "lines": carried(page), "then": "keep"}
    page = post(as_lan, "/register/import/lines", fields, 422)
    assert "hai đoạn phải nối liền nhau" in page.text
    assert taken(office) == [(1, "taken")]


def test_a_reference_given_in_another_series_stops_the_whole_import(office, as_lan):
    """The first lines of the run are taken back too."""
    as_lan.open("/register/outside")
    other = {"series": "2", "number": "2", "notation": "QĐ-UBND", "dated": "5/1/2026"}
    post(as_lan, "/register/outside", {**other, "subject": "Bản sao"})
    page = upload(as_lan, xlsx(row(1), row(2), row(3)))
    fields = {"series": "1", "year": "2026", "lines": carried(page), "then": "keep"}
    page = post(as_lan, "/register/import/lines", fields, 422)
    assert "Số 02: Năm 2026 đã có văn bản số 02/QĐ-UBND ở một sổ khác" in page.text
    assert taken(office) == [(2, "issued")]


@pytest.mark.parametrize("lines", ["", "[]", "[[1]]", '[["a", {}, []]]', "{}"])
def test_a_page_that_was_tampered_with_is_refused(office, as_lan, lines):
    as_lan.open("/register/import")
    fields = {"series": "1", "year": "2026", "lines": lines, "then": "keep"}
    post(as_lan, "/register/import/lines", fields, 422)
    assert taken(office) == []


def test_the_register_is_narrowed_by_kind_unit_days_and_words(office, as_lan, letter):
    letter("numbered", subject="Về việc phòng cháy chữa cháy")
    letter("numbered", subject="Về việc họp giao ban")
    for query, found in (
        ("q=phong chay", 1),
        ("q=về việc", 2),
        ("kind=official_letter", 2),
        ("kind=decision", 0),
        ("unit=2", 2),
        ("unit=1", 0),
        ("since=02/03/2026&until=02/03/2026", 2),
        ("until=01/03/2026", 0),
    ):
        page = as_lan.open(f"/register?{query}")
        assert len(re.findall(r"/UBND-", page.text)) == found, query
    as_lan.open("/register?since=31/02/2026", 422)


def test_a_volume_is_printed_and_downloaded(office, as_lan, letter):
    letter("issued")
    as_lan.open("/register/volumes")
    answers = {"code": "outgoing", "series": "1", "year": "2026", "volume": "1", "ending": "pdf"}
    page = post(as_lan, "/register/volumes", answers)
    assert "so-dang-ky-van-ban-di-2026-quyen-01.pdf" in page.text
    event = office.db.one("SELECT id FROM event WHERE verb = 'print_register'")
    answer = as_lan.client.get(f"/register/volumes/{event['id']}")
    assert answer.data.startswith(b"%PDF-")
    post(as_lan, "/register/volumes", {**answers, "volume": "không"}, 422)
    page = post(as_lan, "/register/volumes", {**answers, "since": "05/01/2025"}, 422)
    assert "Ngày phải thuộc năm 2026" in page.text


def test_the_use_of_originals_is_noted_and_searched(office, as_lan):
    as_lan.open("/register/copy-use")
    answers = {
        "used_on": "02/03/2026",
        "user_name": "Trần Văn Minh",
        "reference": "05/QĐ-UBND ngày 08/01/2026",
        "subject": "Quyết định về việc thử",
        "allowed_by": "Phạm Quốc Hùng",
    }
    page = post(as_lan, "/register/copy-use", answers)
    assert "05/QĐ-UBND ngày 08/01/2026" in page.text
    post(as_lan, "/register/copy-use/1/return", {})
    assert office.db.one("SELECT returned_on FROM copy_use")["returned_on"] == "2026-03-02"
    assert "Sổ không có dòng nào" in as_lan.open("/register/copy-use?q=khong co").text
    post(as_lan, "/register/copy-use", {**answers, "user_name": ""}, 422)


@pytest.mark.parametrize("login", ["lan", "quantri"])
def test_the_register_is_checked_when_asked(office, enter, letter, login):
    letter("issued")
    browser = enter(login)
    browser.open("/register/checks")
    assert "Sổ đúng" in post(browser, "/register/checks", {}).text


@pytest.mark.parametrize("login", ["lan", "quantri"])
def test_what_the_check_found_stands_on_the_first_page(office, enter, letter, login):
    letter("issued")
    by_hand(office, "UPDATE register_entry SET subject = 'khác'")
    browser = enter(login)
    browser.open("/register/checks")
    page = post(browser, "/register/checks", {})
    assert "Dòng sổ đã bị sửa ngoài phần mềm (trích yếu)" in page.text
    assert "đối chiếu sổ gần nhất thấy 1 điều không đúng" in browser.open("/").text


def test_a_register_line_without_a_paper_opens_nothing(office, as_lan):
    as_lan.open("/register/kept")
    post(as_lan, "/register/kept", {"series": "1", "reason": "Họp"})
    page = as_lan.open("/register")
    assert "Đang giữ số" in page.text
    assert State.NUMBERED.value not in page.text


def test_a_spreadsheet_in_tcvn3_is_told_and_converted_when_the_box_is_ticked(as_lan):
    sheet = to_tcvn3(
        "Số,Ký hiệu,Ngày,Trích yếu\n1,UBND,05/01/2026,về việc phòng chống dịch bệnh ở cây trồng\n"
    ).encode("cp1252", "replace")
    page = upload(as_lan, sheet, "so.csv", status=422)
    assert "TCVN3" in page.text
    page = upload(as_lan, sheet, "so.csv", convert="y")
    assert "về việc phòng chống dịch bệnh ở cây trồng" in page.text
