"""The pages of sending, recalling, correcting and replacing."""

import pytest

from service.domain.workflow import State
from service.store import dispatches, documents
from tests.builders import a_document, work


@pytest.fixture
def issued(office, clock):
    document = a_document(office, State.ISSUED, kind="official_letter", now=clock())
    clock.forward(days=1)
    return document


def test_the_clerk_sends_to_the_papers_own_recipients_and_to_others(office, issued, as_lan):
    page = as_lan.open(f"/documents/{issued.id}/dispatch")
    assert "Chưa ghi lần gửi nào" in page.main
    page = as_lan.press("Ghi việc gửi", others="Công an xã\nTrạm y tế xã", copies="2", way="hand")
    assert "Đã ghi việc gửi" in page.main
    sent = dispatches.of_document(office.db, issued.id)
    assert [one.recipient for one in sent] == ["Sở Y tế", "Công an xã", "Trạm y tế xã"]
    assert {one.copies for one in sent} == {2}
    assert "Đã gửi 3 nơi" in as_lan.open(f"/documents/{issued.id}").main


def test_a_wrong_sending_says_so_at_the_field_and_keeps_what_was_typed(office, issued, as_lan):
    as_lan.open(f"/documents/{issued.id}/dispatch")
    page = as_lan.press(
        "Ghi việc gửi", status=422, others="Công an xã", copies="nhiều", sent_on="01/01/2020"
    )
    assert "Số bản là số từ 1" in page.main
    assert page.value("others") == "Công an xã"
    assert page.value("copies") == "nhiều"
    assert dispatches.of_document(office.db, issued.id) == ()


def test_without_any_recipient_the_list_itself_is_wrong(issued, as_lan):
    as_lan.open(f"/documents/{issued.id}/dispatch")
    page = as_lan.press("Ghi việc gửi", status=422, recipients=[])
    assert "Hãy chọn hoặc ghi ít nhất một nơi nhận." in page.main
    assert page.one("recipients-error") is not None


def test_the_drafter_reads_where_it_went_and_cannot_write(issued, as_minh):
    page = as_minh.open(f"/documents/{issued.id}/dispatch")
    assert "Ghi việc gửi" not in page.buttons


def test_a_receipt_is_written_down_in_its_line(office, issued, as_lan):
    as_lan.open(f"/documents/{issued.id}/dispatch")
    page = as_lan.press("Ghi việc gửi")
    (sent,) = dispatches.of_document(office.db, issued.id)
    receive = f"r{sent.id}-received_on"
    page = as_lan.press("Ghi cho Sở Y tế", status=422, **{receive: "01/01/2020"})
    assert "không thể trước ngày gửi" in page.main
    page = as_lan.press("Ghi cho Sở Y tế", **{receive: page_day(sent)})
    assert dispatches.of_document(office.db, issued.id)[0].received_on == sent.sent_on


def page_day(sent):
    return f"{sent.sent_on:%d/%m/%Y}"


def test_a_recalled_paper_says_so_and_offers_the_letter(office, issued, as_lan, as_minh):
    as_lan.open(f"/documents/{issued.id}/dispatch")
    as_lan.press("Ghi việc gửi")
    as_lan.open(f"/documents/{issued.id}/recall")
    page = as_lan.press(f"Thu hồi {issued.reference}", status=422, reason="Sai", order="")
    assert page.value("reason") == "Sai"
    page = as_lan.press(f"Thu hồi {issued.reference}", reason="Sai thẩm quyền", order="Chủ tịch")
    assert "Ghi bản giấy đã gửi lại" not in page.main
    assert "Ghi nơi nhận báo đã hủy" in page.main
    shown = as_minh.open(f"/documents/{issued.id}")
    assert "ĐÃ THU HỒI" in shown.main
    page = as_minh.press("Soạn công văn báo thu hồi")
    assert page.value("subject").startswith(f"thu hồi Công văn số {issued.reference}")
    assert as_minh.open(f"/documents/{issued.id}/correction", status=409)


def test_a_correction_opens_a_letter_that_is_filled_in(issued, as_minh):
    as_minh.open(f"/documents/{issued.id}/correction")
    page = as_minh.press("Soạn công văn đính chính", status=422, mistake="content")
    assert "Điều 18 khoản 1" in page.main
    page = as_minh.press(
        "Soạn công văn đính chính",
        mistake="form",
        **{
            "corrections-0-place": "Mục 1",
            "corrections-0-wrong": "2025",
            "corrections-0-right": "2026",
        },
    )
    assert page.value("subject").startswith(f"đính chính Công văn số {issued.reference}")
    assert "đã ghi “2025”, nay đính chính là “2026”" in page.value("body")


def test_a_replacement_starts_from_the_old_answers_and_is_linked(office, issued, as_minh):
    as_minh.open(f"/documents/{issued.id}/replacement")
    page = as_minh.press("Soạn văn bản mới", status=422, reason="")
    page = as_minh.press("Soạn văn bản mới", reason="Thiếu một đơn vị")
    assert page.value("subject") in issued.subject
    old = as_minh.open(f"/documents/{issued.id}").main
    assert "Được thay thế bởi" in old
    assert "Thiếu một đơn vị" in old


def test_a_draft_is_neither_sent_nor_recalled(office, as_lan, as_minh):
    draft = a_document(office, kind="official_letter")
    as_minh.open(f"/documents/{draft.id}/correction", status=409)
    submitted = a_document(office, State.SUBMITTED, kind="official_letter")
    as_lan.open(f"/documents/{submitted.id}/recall", status=409)
    as_lan.open(f"/documents/{submitted.id}/dispatch", status=409)


def test_what_a_paper_cites_is_a_link_on_its_page(office, issued, clock, as_minh):
    body = f"Thực hiện Công văn số {issued.reference} ngày {issued.issued_on:%d/%m/%Y}, đề nghị."
    later = a_document(
        office, State.ISSUED, kind="official_letter", now=clock(), body=f"{body} Thực hiện."
    )
    clock.forward(hours=1)
    work(office, clock())
    assert documents.get_for_office(office.db, later.id).state is State.ARCHIVED
    page = as_minh.open(f"/documents/{later.id}")
    assert f"/documents/{issued.id}" in page.html
    assert "Được viện dẫn trong" in as_minh.open(f"/documents/{issued.id}").main
