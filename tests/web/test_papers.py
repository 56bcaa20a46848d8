"""The paper's page for each role: approve, return, number, issue, void, download."""

from pathlib import Path
from urllib.parse import unquote

from service.rendering.pdf import ColdOffice
from service.store import documents, jobs
from tests.builders import a_document, person_of, work


def reopened(office, document):
    return documents.get_for_office(office.db, document.id)


def test_the_leader_sees_the_pages_and_two_buttons(office, as_hung):
    document = a_document(office, "submitted", kind="official_letter")
    page = as_hung.open(f"/documents/{document.id}")
    assert {"Duyệt", "Trả lại người soạn"} <= set(page.buttons)
    pictures = [image for image in page.all("img") if "/pages/" in image.get("src")]
    assert as_hung.client.get(pictures[0].get("src")).mimetype == "image/png"
    assert "Căn cứ hồ sơ của đơn vị" in page.main, "the words stand beside the picture"


def test_approving_moves_the_paper_to_the_clerk(office, as_hung, as_lan):
    document = a_document(office, "submitted", kind="official_letter")
    as_hung.open(f"/documents/{document.id}")
    page = as_hung.press("Duyệt")
    assert "đang chờ văn thư cấp số" in page.main
    assert "Duyệt" not in page.buttons
    assert "Chờ cấp số 1" in as_lan.open("/").main


def test_approving_what_was_changed_meanwhile_is_refused(office, as_hung, as_minh):
    document = a_document(office, "submitted", kind="official_letter")
    as_hung.open(f"/documents/{document.id}")
    as_minh.open(f"/documents/{document.id}")
    as_minh.press("Rút về để sửa")
    as_minh.press("Trình duyệt", subject="đã đổi")
    page = as_hung.press("Duyệt", status=409)
    assert "hãy tải lại trang" in page.main
    assert reopened(office, document).state == "submitted"


def test_returning_needs_a_reason_at_its_field(office, as_hung, as_minh):
    document = a_document(office, "submitted", kind="official_letter")
    as_hung.open(f"/documents/{document.id}")
    page = as_hung.press("Trả lại người soạn", status=422)
    assert page.errors == {"return-reason": "Hãy ghi lý do."}
    as_hung.press("Trả lại người soạn", at={"return-reason": "Thiếu căn cứ"})
    page = as_minh.open("/")
    assert "Được trả lại để sửa 1" in page.main
    assert "Thiếu căn cứ" in page.main


def test_only_the_leader_it_was_sent_to_may_approve(office, enter, as_hung):
    document = a_document(office, "submitted", kind="official_letter")
    as_hung.open(f"/documents/{document.id}")
    with office.db.write():
        lan = person_of(office.db, "lan").id
        office.db.insert("person_role", {"person_id": lan, "role": "signatory"})
    page = enter("lan").open(f"/documents/{document.id}")
    assert "Duyệt" not in page.buttons
    assert "Đang chờ Phạm Quốc Hùng duyệt" in page.main


def test_the_clerk_checks_before_taking_a_number(office, as_lan):
    document = a_document(office, "approved", kind="official_letter")
    page = as_lan.open(f"/documents/{document.id}/number")
    assert page.h1 == "Kiểm tra trước khi cấp số"
    assert "01/UBND-VHXH" in page.main
    assert page.value("issued_on") == "02/03/2026"
    page = as_lan.press("Cấp số")
    assert "Đã cấp số 01/UBND-VHXH, ngày 02/03/2026." in page.text
    assert "Đang tạo tệp" in page.main


def test_a_double_click_on_the_number_button_takes_one_number(office, as_lan):
    document = a_document(office, "approved", kind="official_letter")
    as_lan.open(f"/documents/{document.id}/number")
    kept = as_lan.page
    as_lan.press("Cấp số")
    as_lan.page = kept
    page = as_lan.press("Cấp số")
    assert "01/UBND-VHXH" in page.main
    assert office.db.one("SELECT COUNT(*) AS n FROM register_entry")["n"] == 1


def test_the_back_button_to_the_number_page_shows_the_paper_instead(office, as_lan):
    document = a_document(office, "numbered", kind="official_letter")
    page = as_lan.open(f"/documents/{document.id}/number")
    assert page.path == f"/documents/{document.id}"
    assert "Cấp số" not in page.buttons


def test_dates_are_typed_in_any_usual_way(office, as_lan):
    for typed in ("1/3/2026", "01-03-2026", "ngày 1 tháng 3 năm 2026"):
        document = a_document(office, "approved", kind="official_letter")
        as_lan.open(f"/documents/{document.id}/number")
        as_lan.press("Cấp số", issued_on=typed)
        assert reopened(office, document).issued_on.isoformat() == "2026-03-01"


def test_a_wrong_date_is_refused_at_its_field_and_takes_no_number(office, as_lan):
    a_document(office, "numbered", kind="official_letter")
    document = a_document(office, "approved", kind="official_letter")
    as_lan.open(f"/documents/{document.id}/number")
    for typed in ("30/02/2026", "hôm qua", "", "01/01/2030", "01/01/2026"):
        page = as_lan.press("Cấp số", status=422, issued_on=typed)
        assert list(page.errors) == ["issued_on"], typed
        assert page.value("issued_on") == typed, "what was typed stays"
    assert reopened(office, document).number is None


def test_two_clerks_numbering_two_papers_get_two_numbers(office, enter):
    papers = [a_document(office, "approved", kind="official_letter") for _ in range(2)]
    browsers = [enter("lan"), enter("lan")]
    for browser, paper in zip(browsers, papers, strict=True):
        browser.open(f"/documents/{paper.id}/number")
    for browser in browsers:
        browser.press("Cấp số")
    assert {reopened(office, paper).number for paper in papers} == {1, 2}


def test_files_are_made_then_issued_and_everybody_downloads_them(
    office, as_lan, as_minh, as_hung, clock
):
    document = a_document(office, "numbered", kind="official_letter")
    page = as_lan.open(f"/documents/{document.id}")
    assert "Phát hành" not in page.buttons
    assert as_lan.client.get(f"/documents/{document.id}/readiness").json["ready"] is False
    work(office, clock())
    assert as_lan.client.get(f"/documents/{document.id}/readiness").json["ready"] is True
    page = as_lan.open(f"/documents/{document.id}")
    as_lan.press("Phát hành")
    work(office, clock())
    for browser in (as_lan, as_minh, as_hung):
        page = browser.open(f"/documents/{document.id}")
        assert "Đã phát hành lúc" in page.main
        pdf = browser.open(page.links["01-UBND-VHXH.pdf"])
        assert pdf.data.startswith(b"%PDF-1.7")
        docx = browser.open(page.links["01-UBND-VHXH.docx"])
        assert docx.data.startswith(b"PK")
        assert docx.mimetype.endswith("wordprocessingml.document")


def test_a_downloaded_file_keeps_its_vietnamese_name(office, as_lan, clock):
    document = a_document(office, "numbered", kind="official_letter", notation="QĐ-UBND")
    work(office, clock())
    page = as_lan.open(f"/documents/{document.id}")
    header = as_lan.open(page.links["01-QĐ-UBND.pdf"]).headers["Content-Disposition"]
    assert header.startswith("attachment; ")
    assert 'filename="01-Q_-UBND.pdf"' in header
    assert unquote(header.split("filename*=UTF-8''")[1]) == "01-QĐ-UBND.pdf"


def test_who_may_not_see_a_paper_gets_neither_page_nor_file(office, enter, clock):
    document = a_document(office, "numbered", kind="official_letter")
    work(office, clock())
    tam = enter("tam")
    assert tam.open(f"/documents/{document.id}", status=404).h1 == "Không tìm thấy"
    for path in ("files/pdf/1", "readiness"):
        assert tam.client.get(f"/documents/{document.id}/{path}").status_code == 404


def test_a_file_that_could_not_be_made_says_why_and_is_made_again(office, as_lan, clock):
    document = a_document(office, "numbered", kind="official_letter")
    template = office.files.path(reopened(office, document).template_sha256)
    kept = template.with_name("kept")
    template.rename(kept)
    work(office, clock())
    page = as_lan.open(f"/documents/{document.id}")
    assert "Thiếu một tệp trong kho" in page.main
    assert "vẫn được giữ cho văn bản này" in page.main
    assert "Tệp chưa tạo được 1" in as_lan.open("/").main
    kept.rename(template)
    as_lan.open(f"/documents/{document.id}")
    as_lan.press("Tạo lại tệp")
    assert [job.state for job in jobs.of_document(office.db, document.id)] == ["waiting"]
    work(office, clock())
    assert "01-UBND-VHXH.pdf" in as_lan.open(f"/documents/{document.id}").links


def test_a_page_that_cannot_be_drawn_still_shows_the_paper(office, as_hung, tmp_path):
    document = a_document(office, "submitted", kind="official_letter")
    office.converter = ColdOffice(Path("/bin/false"), tmp_path)
    page = as_hung.open(f"/documents/{document.id}")
    assert not [image for image in page.all("img") if "/pages/" in image.get("src")]
    assert "Duyệt" in page.buttons
    assert "Căn cứ hồ sơ của đơn vị" in page.main


def test_a_struck_number_keeps_its_line_and_the_next_one_is_new(office, as_lan):
    document = a_document(office, "numbered", kind="official_letter")
    as_lan.open(f"/documents/{document.id}")
    page = as_lan.press("Hủy số, chờ cấp số khác", status=422)
    assert list(page.errors) == ["void-reason"]
    as_lan.press("Hủy số, chờ cấp số khác", at={"void-reason": "Cấp nhầm ngày"})
    as_lan.open(f"/documents/{document.id}/number")
    assert "02/UBND-VHXH" in as_lan.press("Cấp số").main
    register = as_lan.open("/register").main
    assert "01/UBND-VHXH" in register
    assert "Đã hủy số: Cấp nhầm ngày" in register


def test_a_struck_number_may_send_the_paper_back_to_its_drafter(office, as_lan, as_minh):
    document = a_document(office, "numbered", kind="official_letter")
    as_lan.open(f"/documents/{document.id}")
    as_lan.press("Hủy số, trả lại người soạn", at={"void-reason": "Sai trích yếu"}, status=404)
    assert "Sai trích yếu" in as_minh.open(f"/documents/{document.id}/edit").main


def test_every_state_of_a_paper_has_its_page(office, as_minh):
    for state in ("draft", "submitted", "returned", "approved", "numbered", "issued", "archived"):
        document = a_document(office, state, kind="official_letter")
        page = as_minh.open(f"/documents/{document.id}")
        assert page.h1 == "Về việc công bố đơn vị đủ điều kiện"
        assert len([i for i in page.all("li") if i.get("aria-current") == "step"]) == 1, state
