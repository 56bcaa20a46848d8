"""Many papers at once in the browser: every row judged, then a run that shows how far it is."""

import io
import re
import zipfile
from datetime import timedelta

import pypdfium2
import pytest

from service.actions import drafting, provider_review
from service.store import bulk_runs, documents, provider_acts, provider_cases
from tests.builders import person_of, work
from tests.provider_builders import C_DAY, appraised, become


@pytest.fixture
def police(office, clock):
    become(office, "police")
    clock.moment = C_DAY + timedelta(hours=1)
    return office


@pytest.fixture
def minh(office):
    return person_of(office.db, "minh")


def cases(office, minh, count=2):
    return [
        appraised(
            office, minh, provider_name=f"CƠ SỞ {n}", id_no=f"00109901200{n}", enterprise_code=""
        )
        for n in range(count)
    ]


def test_ticked_cases_become_decisions_in_one_file(police, minh, as_minh, clock):
    found = cases(police, minh)
    as_minh.open("/providers/bulk")
    as_minh.follow("Quyết định công bố")
    ticked = [str(case.id) for case in found]
    page = as_minh.press("Chỉ kiểm tra", row=ticked)
    assert "Cả 2 dòng đều soạn được." in page.main
    assert bulk_runs.runs(police.db, minh) == ()
    page = as_minh.press("Kiểm tra và soạn", row=[], every="y")
    assert "Đã soạn 0 trong 2 văn bản." in page.main
    assert page.all("progress")[0].get("max") == "2"
    state = as_minh.client.get(f"{page.path}/progress").get_json()
    assert (state["state"], state["settled"]) == ("running", 0)
    clock.forward(minutes=5)
    work(police, clock())
    page = as_minh.open(page.path)
    assert "Đã xong" in page.main
    assert {"CƠ SỞ 0 (0001/2026/TN)", "Tải tất cả (ZIP)"} <= set(page.links)
    data = as_minh.client.get(page.links["Tải tất cả (ZIP)"]).data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len(package.namelist()) == 5
        single = pypdfium2.PdfDocument(package.read("0001.pdf"))
    answer = as_minh.client.get(page.links["Một tệp PDF"])
    assert answer.status_code == 200, answer.data[:3000].decode()
    whole = pypdfium2.PdfDocument(as_minh.client.get(page.links["Một tệp PDF"]).data)
    assert len(whole) == 2 * len(single)
    told = [whole[n].get_textpage().get_text_range() for n in (0, len(single))]
    assert sorted(re.search(r"CƠ SỞ \d", text).group() for text in told) == ["CƠ SỞ 0", "CƠ SỞ 1"]


def test_wrong_rows_are_listed_and_left_out_only_on_purpose(police, minh, as_minh):
    found = cases(police, minh)
    row = provider_review.rows_of(police, found[1])[0]
    provider_review.record_finding(
        police, found[1].id, row.condition.id, row.stage, verdict="unmet", evidence="Hồ sơ",
        note="Thiếu", by=minh, now=C_DAY,
    )  # fmt: skip
    ticked = [str(case.id) for case in found]
    as_minh.open("/providers/bulk/new/publication")
    page = as_minh.press("Kiểm tra và soạn", 422, row=ticked)
    assert "1 dòng chưa đúng; chưa soạn văn bản nào" in page.main
    assert "Không đạt" in page.main
    assert bulk_runs.runs(police.db, minh) == ()
    page = as_minh.press("Kiểm tra và soạn", row=ticked, skip="y")
    assert "Đã soạn 0 trong 1 văn bản." in page.main
    page = as_minh.press("Dừng")
    assert "Đã dừng" in page.main
    assert "Soạn tiếp" in page.buttons


def test_a_spreadsheet_names_its_lines_and_says_what_is_wrong_where(police, minh, as_minh):
    case = cases(police, minh, 1)[0]
    sheet = f"Số biên nhận,Giá\n{case.receipt_no},1.500.000 đồng\n9999/2026/TN,2\n"
    as_minh.open("/providers/bulk/new/publication")
    upload = (b"\xef\xbb\xbf" + sheet.encode(), "danh-sach.csv")
    page = as_minh.press("Kiểm tra và soạn", 422, file=upload)
    assert "Dòng 3: Không có hồ sơ nào với số biên nhận 9999/2026/TN" in page.main
    page = as_minh.press("Kiểm tra và soạn", file=upload, skip="y")
    assert "trong 1 văn bản" in page.main


def test_nothing_chosen_is_told_at_the_file(police, minh, as_minh):
    cases(police, minh, 1)
    as_minh.open("/providers/bulk/new/publication")
    page = as_minh.press("Kiểm tra và soạn", 422)
    assert page.errors == {"file": "Hãy đánh dấu ít nhất một dòng, hoặc chọn bảng tính."}
    as_minh.open("/providers/bulk/new/suspension", 404)


def test_letters_for_many_units_come_from_a_spreadsheet(police, minh, as_minh, clock):
    sheet = "Đơn vị,Việc phải làm,Hạn\n" + "".join(
        f"Ủy ban nhân dân xã {n},rà soát cơ sở,15/07/2026\n" for n in range(3)
    )
    as_minh.open("/providers/bulk/new/review_letter")
    opening = "Thực hiện Kế hoạch, Công an tỉnh yêu cầu:"
    page = as_minh.press("Kiểm tra và soạn", opening=opening, file=(sheet.encode(), "xa.csv"))
    assert "trong 3 văn bản" in page.main


def test_who_is_of_another_unit_sees_no_run(police, minh, as_minh, enter):
    case = cases(police, minh, 1)[0]
    as_minh.open("/providers/bulk/new/publication")
    path = as_minh.press("Kiểm tra và soạn", row=[str(case.id)]).path
    tam = enter("tam")
    for tail in ("", "/progress", "/files.zip", "/files.pdf"):
        assert tam.client.get(f"{path}{tail}").status_code == 404
    assert "CƠ SỞ" not in tam.open("/providers/bulk").main


def test_a_whole_run_goes_to_the_register_and_the_odd_one_stays_behind(
    police, minh, as_minh, as_hung, as_lan, clock
):
    found = cases(police, minh, 3)
    as_minh.open("/providers/bulk/new/publication")
    path = as_minh.press("Kiểm tra và soạn", every="y").path
    clock.forward(minutes=5)
    work(police, clock())
    rows = bulk_runs.rows(police.db, int(path.rsplit("/", 1)[1]))
    odd = documents.get(police.db, rows[0].document_id, minh)
    changed = {**odd.answers, "articles": [*odd.answers["articles"], "Căn cước 001099012345."]}
    drafting.save_draft(police, odd.id, changed, odd.version, by=minh, now=clock())
    as_minh.open(path)
    page = as_minh.press("Trình duyệt 3 văn bản", 422)
    assert "1 văn bản chưa đi tiếp được" in page.main
    assert "số định danh" in page.main
    assert "Trình duyệt 1 văn bản" in page.buttons
    as_hung.open(path)
    as_hung.press("Duyệt 2 văn bản")
    as_lan.open(path)
    as_lan.press("Cấp số 2 văn bản")
    work(police, clock())
    as_lan.open(path)
    as_lan.press("Phát hành 2 văn bản")
    states = sorted(provider_cases.for_office(police.db, one.id).state.value for one in found)
    assert states == ["appraising", "published", "published"]
    with zipfile.ZipFile(io.BytesIO(as_lan.client.get(f"{path}/files.zip").data)) as package:
        numbered = [name for name in package.namelist() if "QĐ-CAT.pdf" in name]
    assert len(numbered) == 2


def test_a_leader_approves_at_once_only_what_nobody_changed(police, minh, as_minh, as_hung, clock):
    cases(police, minh, 2)
    as_minh.open("/providers/bulk/new/publication")
    path = as_minh.press("Kiểm tra và soạn", every="y").path
    clock.forward(minutes=5)
    work(police, clock())
    rows = bulk_runs.rows(police.db, int(path.rsplit("/", 1)[1]))
    odd = documents.get(police.db, rows[1].document_id, minh)
    changed = {**odd.answers, "recipients": [*odd.answers["recipients"], "Báo tỉnh"]}
    drafting.save_draft(police, odd.id, changed, odd.version, by=minh, now=clock())
    as_minh.open(path)
    as_minh.press("Trình duyệt 2 văn bản")
    as_hung.open(path)
    page = as_hung.press("Duyệt 2 văn bản", 422)
    assert "đã được sửa sau khi soạn hàng loạt" in page.main
    assert "Duyệt 1 văn bản" in page.buttons


def test_one_decision_for_all_has_their_list(police, minh, as_minh):
    found = cases(police, minh, 3)
    as_minh.open("/providers/bulk/new/publication")
    editor = as_minh.press("Soạn một văn bản chung, kèm danh sách", every="y")
    assert "Công bố 03 tổ chức, cá nhân" in editor.value("articles-0")
    assert "CƠ SỞ 2" in editor.value("annexes-0-body")
    document_id = int(editor.path.split("/")[2])
    acts = provider_acts.of_document(police.db, document_id)
    assert {act.case_id for act in acts} == {case.id for case in found}


def test_a_report_is_one_paper_of_the_register(police, minh, as_minh, as_lan, as_hung, clock):
    cases(police, minh, 2)
    as_minh.open("/providers/bulk/new/publication")
    path = as_minh.press("Kiểm tra và soạn", every="y").path
    for who, button in (
        (as_minh, "Trình duyệt"), (as_hung, "Duyệt"), (as_lan, "Cấp số"), (as_lan, "Phát hành")
    ):  # fmt: skip
        clock.forward(minutes=5)
        work(police, clock())
        who.open(path)
        who.press(f"{button} 2 văn bản")
    page = as_minh.open("/providers/bulk/new/report")
    assert "Kiểm tra và soạn" not in page.buttons
    editor = as_minh.press(
        "Soạn một văn bản chung, kèm danh sách", every="y", period="quý III năm 2026"
    )
    assert "quý III năm 2026" in editor.value("body")
    assert "1. Tổng số: 02 tổ chức, cá nhân" in editor.value("body")


def test_columns_of_single_lines_are_not_lost_in_a_paper_for_all(police, minh, as_minh):
    case = cases(police, minh, 1)[0]
    sheet = f"Số biên nhận,Giá\n{case.receipt_no},1.500.000 đồng\n"
    as_minh.open("/providers/bulk/new/publication")
    upload = (sheet.encode(), "danh-sach.csv")
    page = as_minh.press("Soạn một văn bản chung, kèm danh sách", 422, file=upload)
    assert "không dùng được cột riêng" in page.errors["file"]
