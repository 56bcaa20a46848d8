"""The pages of papers of earlier years: upload, watch, mend, find, download."""

import io
import zipfile
from urllib.parse import quote

import pytest
from openpyxl import load_workbook

from service.actions import bulk_import
from service.store import events, import_runs, old_papers
from service.worker import run_once
from tests.reading import pdfs
from tests.reading.codes import to_tcvn3

JOB = {"name": bulk_import.JOB}
SHEET = (
    "Tệp,Số ký hiệu,Ngày,Tên loại,Trích yếu\n"
    "mot.pdf,05/QĐ-UBND,08/01/2021,Quyết định,giao chỉ tiêu năm 2021\n"
    "hai.pdf,06/QĐ-UBND,31/02/2021,Quyết định,=1+1\n"
    "ba.pdf,07/QĐ-UBND,32/01/2021,Quyết định,sai ngày\n"
).encode()


def zipped(**members):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in members.items():
            package.writestr(name.replace("_", "."), data)
    return target.getvalue()


LETTER = pdfs.letter()


def told(page):
    """The sentences of a page's errors."""
    return list(page.errors.values())


def papers():
    return {f"{name}_pdf": LETTER + f"\n%{name}".encode() for name in ("mot", "hai", "ba")}


def upload(browser, data, name="cu.zip", status=200, **more):
    browser.open("/old-papers/import")
    return browser.press("Bắt đầu nhập", status, file=(data, name), **more)


def work(office, clock):
    clock.forward(seconds=5)
    while office.db.query("SELECT 1 FROM job WHERE name = :name AND state = 'waiting'", JOB):
        assert run_once(office, now=clock())


@pytest.fixture
def run_page(as_lan, office, clock):
    page = upload(as_lan, zipped(**papers(), so_csv=SHEET))
    assert page.path == "/old-papers/import/1"
    assert page.response.headers["Refresh"] == "3"
    work(office, clock)
    return as_lan.open("/old-papers/import/1")


def test_an_upload_is_worked_off_and_its_errors_are_listed(run_page):
    assert "Refresh" not in run_page.response.headers
    assert "1 đã nhập, 2 cần sửa, 0 bỏ qua." in run_page.text
    assert "Ô này là công thức; hãy ghi giá trị." in run_page.text
    assert "“32/01/2021”" in run_page.text or "Tháng 1/2021" in run_page.text


def test_a_row_is_mended_beside_its_picture(run_page, as_lan, office):
    page = as_lan.open("/old-papers/import/1/rows/3")
    assert page.value("issued") == "32/01/2021"
    assert page.value("number") == "07"
    assert any("Tháng 1/2021" in error for error in told(page))
    picture = as_lan.client.get("/old-papers/import/1/rows/3/pages/1.png")
    assert picture.data.startswith(b"\x89PNG")
    page = as_lan.press("Nhập văn bản này", 422, issued="30/02/2021")
    assert page.value("subject") == "sai ngày"
    page = as_lan.press("Nhập văn bản này", issued="30/01/2021")
    assert "Đã nhập văn bản của dòng này." in page.text
    assert import_runs.row(office.db, 1, 3).old_paper_id


def test_a_row_that_is_not_wanted_is_left_out(run_page, as_lan):
    as_lan.open("/old-papers/import/1/rows/2")
    page = as_lan.press("Bỏ dòng này, không nhập")
    assert "1 đã nhập, 1 cần sửa, 1 bỏ qua." in page.text


def test_the_rows_come_as_a_spreadsheet_and_go_back_mended(run_page, as_lan, office, clock):
    data = as_lan.client.get("/old-papers/import/1/errors.xlsx").data
    book = load_workbook(io.BytesIO(data))
    rows = list(book.worksheets[0].iter_rows())
    assert [cell.value for cell in rows[0]][:3] == ["Mã dòng", "Tệp", "Số, ký hiệu"]
    # What a file says never becomes a formula of ours.
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n", "inlineStr"}
    heads = {cell.value: n for n, cell in enumerate(rows[0])}
    assert rows[1][heads["Trích yếu"]].value == "=1+1"
    for row in rows[1:]:
        row[heads["Ngày ban hành"]].value = "28/02/2021"
        row[heads["Trích yếu"]].value = "đã sửa"
    target = io.BytesIO()
    book.save(target)
    as_lan.open("/old-papers/import/1")
    page = as_lan.press("Gửi bảng tính đã sửa", sheet=(target.getvalue(), "sua.xlsx"))
    assert "Đã nhận 2 dòng sửa" in page.text
    work(office, clock)
    assert "3 đã nhập, 0 cần sửa" in as_lan.open("/old-papers/import/1").text


def test_a_spreadsheet_that_fits_no_row_is_refused_at_its_place(run_page, as_lan):
    sheet = "Mã dòng,Số ký hiệu,Trích yếu\n99,01/QĐ-UBND,x\n".encode()
    page = as_lan.press("Gửi bảng tính đã sửa", 422, sheet=(sheet, "sua.csv"))
    assert any("giữ nguyên cột Mã dòng" in error for error in told(page))


def test_an_old_paper_is_found_opened_and_downloaded(run_page, as_lan, as_hung, office):
    page = as_lan.open(f"/old-papers?q={quote('chi tieu')}")
    assert "1 văn bản cũ." in page.text
    page = as_lan.follow("Quyết định: giao chỉ tiêu năm 2021")
    assert page.h1 == "Quyết định 05/QĐ-UBND – giao chỉ tiêu năm 2021"
    file = as_lan.client.get("/old-papers/1/files/1")
    assert file.data == papers()["mot_pdf"]
    assert as_lan.client.get("/old-papers/1/files/1/pages/1.png").status_code == 200
    assert as_lan.client.get("/old-papers/1/files/1/pages/9.png").status_code == 404
    verbs = [one.verb for one in events.of_topic(office.db, "old_paper/1")]
    assert verbs == ["import_old_paper", "view_old_paper", "download"]
    assert "Có 1 văn bản cũ khớp “chi tieu”" in as_hung.open("/search?q=chi+tieu").text


def test_units_find_only_what_they_may(run_page, as_minh, enter):
    assert "Chưa có văn bản cũ nào." in as_minh.open("/old-papers").text
    assert as_minh.client.get("/old-papers/1").status_code == 404
    assert enter("tam").client.get("/old-papers/1/files/1").status_code == 404


def test_details_are_corrected_and_shown_to_a_unit(run_page, as_lan, as_minh, office, minh):
    as_lan.open("/old-papers/1/edit")
    page = as_lan.press("Lưu", 422, subject="")
    assert any("Thiếu trích yếu" in error for error in told(page))
    page = as_lan.press("Lưu", subject="giao nhiệm vụ", unit_id=str(minh.unit_id))
    assert page.h1 == "Quyết định 05/QĐ-UBND – giao nhiệm vụ"
    assert old_papers.search(office.db, minh, "nhiem vu").total == 1
    assert as_minh.open("/old-papers/1").status == 200
    (event,) = [
        one for one in events.of_topic(office.db, "old_paper/1") if one.verb == "correct_old_paper"
    ]
    assert event.detail["changes"]["subject"] == ["giao chỉ tiêu năm 2021", "giao nhiệm vụ"]


def test_stopping_and_going_on_are_buttons(as_lan, office, clock):
    page = upload(as_lan, zipped(**papers(), so_csv=SHEET))
    assert "Đang nhập: 0 trong 3 dòng (0%)" in page.text
    page = as_lan.press("Dừng")
    assert "Đã dừng: còn 3 dòng chưa nhập." in page.text
    work(office, clock)
    assert "Đã dừng: còn 3 dòng" in as_lan.open("/old-papers/import/1").text
    as_lan.press("Nhập tiếp")
    work(office, clock)
    assert "Đã xong 3 dòng." in as_lan.open("/old-papers/import/1").text


def test_the_template_is_read_back(as_lan, office):
    template = as_lan.client.get("/old-papers/import/template.xlsx").data
    page = upload(as_lan, zipped(**papers()), status=422, sheet=(template, "mau.xlsx"))
    assert any("không có dòng nào dưới tiêu đề" in error for error in told(page))
    assert not list((office.settings.data / "imports").iterdir())


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "", "Hãy chọn một tệp ZIP"),
        (b"PK\x03\x04 broken", "a.zip", "Tệp ZIP bị hỏng"),
        (zipped(), "a.zip", "Gói không có tệp PDF hoặc Word nào."),
    ],
)
def test_what_cannot_be_taken_is_said_at_the_field(as_lan, data, name, sentence):
    as_lan.open("/old-papers/import")
    more = {"file": (data, name)} if name else {}
    page = as_lan.press("Bắt đầu nhập", 422, **more)
    assert any(sentence in error for error in told(page))


def test_an_old_code_is_converted_when_the_box_is_ticked(as_lan, office, clock, lan):
    sheet = to_tcvn3(
        "Tệp,Số ký hiệu,Ngày,Trích yếu\n"
        "mot.pdf,05/UBND,08/01/2021,về việc đẩy mạnh phòng chống dịch bệnh ở cây trồng\n"
    )
    data = zipped(mot_pdf=papers()["mot_pdf"])
    sheet = (sheet.encode("cp1252", "replace"), "so.csv")
    page = upload(as_lan, data, status=422, sheet=sheet)
    assert any("TCVN3" in error for error in told(page))
    upload(as_lan, data, sheet=sheet, convert="y")
    work(office, clock)
    assert old_papers.search(office.db, lan, "dịch bệnh").total == 1


def test_a_run_that_cannot_go_on_says_why_and_waits(as_lan, office, clock):
    """A full disk, say: nothing is lost, and the button goes on once there is room."""
    upload(as_lan, zipped(**papers(), so_csv=SHEET))
    with office.db.write():
        office.db.execute(
            "UPDATE job SET state = 'failed', message = 'Ổ đĩa đã đầy.' WHERE name = :name", JOB
        )
    page = as_lan.open("/old-papers/import/1")
    assert "Refresh" not in page.response.headers
    assert "Ổ đĩa đã đầy. Chưa mất gì" in page.text
    page = as_lan.press("Nhập tiếp")
    assert "Đang nhập: 0 trong 3 dòng" in page.text
    work(office, clock)
    assert "1 đã nhập, 2 cần sửa" in as_lan.open("/old-papers/import/1").text
