"""What the form says of a decision that is not fit to be sent yet, on both screens."""

import pytest

from tests.e2e.conftest import DESK, PHONE, box
from tests.e2e.test_every_page import look

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_decision_says_what_is_left_open_and_who_signs_it(visit, viewport, watch):
    watch.expect("422")
    page = visit("minh", viewport=viewport)
    page.goto("/documents/new")
    page.get_by_role("button", name="Soạn quyết định mới", exact=True).click()
    page.locator("#subject").fill("Về việc thành lập Tổ công tác số …")
    page.locator("#legal_bases-0").fill("Căn cứ Luật Tổ chức chính quyền địa phương năm 2025")
    page.locator("#articles-0").fill("Thành lập Tổ công tác gồm ông ……… và bà ……….")
    page.locator("#signatory-choice").select_option(index=1)
    live = viewport is DESK  # on a phone the pages, and what is said of them, are asked for
    if live:
        told = page.locator("[data-advice=signatory]")
        told.filter(has_text="không ghi “TM. ỦY BAN NHÂN DÂN”").wait_for()
    page.get_by_role("button", name="Trình duyệt").click()
    page.locator("#subject-error").wait_for()
    assert page.locator("#recipients-0-error").is_visible()
    look(page, "submission-blanks")
    page.locator("#subject").fill("Về việc thành lập Tổ công tác")
    page.locator("#articles-0").press("Control+Enter")
    page.locator("#articles-1").fill("Văn phòng chịu trách nhiệm thi hành Quyết định này.")
    if live:
        foot = page.locator("[data-advice=recipients]")
        foot.filter(has_text="In thành “Như Điều 2”").wait_for()
    box(page, "Chỗ bỏ trống là để điền tay").check()
    page.get_by_role("button", name="Trình duyệt").click()
    page.locator("#signatory-choice-error").wait_for()
    look(page, "submission-signatory")
    page.locator("#signatory-choice").select_option(index=2)
    box(page, "Chỗ bỏ trống là để điền tay").check()
    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_text("Đang chờ Phạm Quốc Hùng duyệt").wait_for()
    look(page, "submission-sent")
    assert "Như Điều 2;" in page.locator("main").inner_text()
