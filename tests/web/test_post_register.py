"""Sổ gửi văn bản đi bưu điện on its page: narrowed, noted line by line, printed."""

import pytest

from service.domain.workflow import State
from service.store import dispatches
from service.web.registers import post
from tests.builders import a_document


@pytest.fixture
def sent(office, clock, as_lan):
    """A letter to two places by post, written down on the letter's own page."""
    letter = a_document(office, State.ISSUED, kind="official_letter", now=clock())
    clock.forward(days=1)
    as_lan.open(f"/documents/{letter.id}/dispatch")
    as_lan.press("Ghi việc gửi", others="Công an xã", way="post")
    return dispatches.of_document(office.db, letter.id)


def test_sendings_by_post_are_lines_of_the_register(sent, as_lan):
    page = as_lan.open("/register/post")
    assert "2 dòng, 2 bì" in page.main
    assert "Sở Y tế" in page.main
    assert "Công an xã" not in as_lan.open("/register/post?q=so y te").main
    assert "không có dòng nào" in as_lan.open("/register/post?year=2025").main
    page = as_lan.open("/register/post?since=hôm qua")
    assert page.one("since-error") is not None


def test_the_consignment_is_noted_in_its_line_and_shown_on_the_papers_page(office, sent, as_lan):
    first = sent[0]
    as_lan.open("/register/post?open=consignment&q=so y te")
    wrong = {f"p{first.id}-consignment": "eb 123", f"p{first.id}-envelopes": "mấy bì"}
    note = [button for button in as_lan.page.buttons if button.endswith("gửi Sở Y tế")]
    assert len(note) == 1
    page = as_lan.press(note[0], status=422, **wrong)
    assert set(page.errors) == {f"p{first.id}-envelopes"}
    assert page.value(f"p{first.id}-consignment") == "eb 123", "what was typed is still there"
    page = as_lan.press(note[0], **{f"p{first.id}-envelopes": "2"})
    assert "không có dòng nào" in page.main, "the page is narrowed as before"
    assert "Số hiệu EB 123" in as_lan.open("/register/post").main
    assert "số hiệu bưu gửi EB 123" in as_lan.open(f"/documents/{first.document_id}/dispatch").main


def test_a_long_register_is_shown_page_by_page(sent, as_lan, monkeypatch):
    monkeypatch.setattr(post, "PER_PAGE", 1)
    page = as_lan.open("/register/post")
    assert "2 dòng, 2 bì" in page.main
    assert "Công an xã" not in page.main
    page = as_lan.follow("Trang sau →")
    assert "Công an xã" in page.main
    note = [button for button in page.buttons if button.endswith("gửi Công an xã")]
    page = as_lan.press(note[0], **{f"p{sent[1].id}-consignment": "EB 9"})
    assert "Số hiệu EB 9" in page.main, "the page that was being looked at"


def test_the_register_is_printed_to_be_bound(sent, as_lan):
    as_lan.open("/register/post")
    page = as_lan.follow("In để đóng quyển")
    page = as_lan.press("In sổ", code="post")
    assert "Đã in so-gui-van-ban-di-buu-dien-2026-quyen-01.pdf" in page.main


def test_a_drafter_has_no_business_there(as_minh):
    as_minh.open("/register/post", status=403)
