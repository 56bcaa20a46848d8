"""Tra cứu in a browser: suggestions while typing, filters with counts, with and without script."""

import pytest

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import look, papers  # noqa: F401 - a fixture

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_papers_appear_while_typing_and_are_opened_by_keys(visit, papers, viewport):  # noqa: F811
    page = visit("lan", viewport=viewport)
    page.goto("/search")
    page.get_by_label("Từ cần tìm").press_sequentially("cai ngh")
    page.locator("[data-typing-found] a").first.wait_for()
    assert "gợi ý" in page.locator("[data-typing-status]").text_content()
    look(page, f"search-typing-{viewport['width']}")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_counts_lead_on_and_a_search_is_saved(visit, papers, viewport):  # noqa: F811
    page = visit("lan", viewport=viewport)
    page.goto("/search?q=cai nghien")
    page.get_by_text("Lọc tiếp theo số đếm").click()
    page.get_by_text("Thêm điều kiện lọc").click()
    page.get_by_text("Lưu tìm kiếm này").click()
    look(page, f"search-counts-{viewport['width']}")
    page.get_by_label("Tên tìm kiếm").fill(f"Cai nghiện {viewport['width']}")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Đã lưu tìm kiếm này").wait_for()
    look(page, f"search-saved-{viewport['width']}")


def test_the_page_works_without_its_script(visit, papers):  # noqa: F811
    page = visit("lan", javascript=False)
    page.goto("/search")
    page.get_by_label("Từ cần tìm").fill("cai nghien")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.locator(".hits li").first.wait_for()
