"""Tìm văn bản cũ in a browser: filters with counts, a saved search, a list, on desk and phone."""

from datetime import UTC, datetime

import pytest

from service.domain.old_papers import Direction
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import look
from tests.old_builders import an_old_paper

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def archive(server):
    """Papers of three years, sent and received."""
    db = server.office.db
    for at in range(1, 31):
        own = at % 3 > 0
        an_old_paper(
            db,
            now=datetime.now(UTC),
            direction=Direction.OUTGOING if own else Direction.INCOMING,
            number=f"{at:02d}",
            notation="QĐ-UBND" if own else "SYT-NVY",
            kind="Quyết định" if own else "Công văn",
            agency="Ủy ban nhân dân xã Hòa Bình" if own else "Sở Y tế",
            subject=f"phòng, chống lụt bão và tìm kiếm cứu nạn đợt {at}",
            issued=f"{2009 + at % 3}-0{1 + at % 9}-12",
            place="Hòa Bình",
            urgency="Hỏa tốc" if at % 5 == 0 else "",
            signer_name="Phạm Quốc Hùng" if own else "Lê Văn Sơn",
            signer_post="Chủ tịch",
            recipients=("Như trên", "Ban Chỉ huy phòng, chống thiên tai", "Lưu: VT"),
            body="Để chủ động ứng phó với mưa bão, Ủy ban nhân dân xã yêu cầu các thôn trực 24/24.",
        )


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_old_papers_are_narrowed_by_counts_and_kept(visit, archive, viewport, watch):
    watch.expect("422")
    page = visit("lan", viewport=viewport)
    wide = viewport["width"]
    page.goto("/search?q=mua bao")
    page.get_by_role("link", name="Có 30 văn bản cũ khớp “mua bao”").click()
    page.get_by_text("30 văn bản cũ.").wait_for()
    look(page, "old-search")
    page.get_by_text("Lọc tiếp theo số đếm").click()
    look(page, "old-search-counts")
    page.get_by_role("link", name="Sở Y tế", exact=True).click()
    page.get_by_text("10 văn bản cũ.").wait_for()
    page.get_by_text("Thêm điều kiện lọc").click()
    page.get_by_role("textbox", name="Người ký", exact=True).fill("lê văn sơn")
    page.get_by_role("combobox", name="Độ khẩn").select_option("Hỏa tốc")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_text("2 văn bản cũ.").wait_for()
    page.get_by_text("Lưu tìm kiếm này").click()
    look(page, "old-search-narrowed")
    page.get_by_label("Tên tìm kiếm").fill(f"Lụt bão {wide}")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Đã lưu tìm kiếm này").wait_for()
    page.get_by_role("button", name=f"Lụt bão {wide}", exact=True).click()
    page.get_by_text("2 văn bản cũ.").wait_for()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Excel").click()
    assert kept.value.suggested_filename == "van-ban-cu.xlsx"
    page.goto("/old-papers?since=31/02/2010&number_from=x")
    look(page, "old-search-wrong")


def test_papers_appear_while_typing_and_are_opened_by_keys(visit, archive):
    page = visit("lan")
    page.goto("/old-papers")
    page.get_by_label("Từ cần tìm").press_sequentially("30/syt")
    page.locator("[data-typing-found] a").first.wait_for()
    look(page, "old-search-typing")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/old-papers/*")


def test_the_filters_work_without_a_script(visit, archive):
    page = visit("lan", javascript=False)
    page.goto("/old-papers")
    page.get_by_label("Từ cần tìm").fill("cứu nạn -đợt")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_text("Không có văn bản cũ nào như thế").wait_for()
