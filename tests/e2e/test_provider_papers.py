"""Papers of the procedure, one and many: a real worker makes them, every page at two widths."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.builders import person_of
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import look
from tests.provider_builders import appraised

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def cases(server):
    """Cases under appraisal; the office is a commune, which may write but not publish."""
    minh = person_of(server.office.db, "minh")
    now = datetime.now(UTC) - timedelta(minutes=5)
    return [
        appraised(
            server.office,
            minh,
            now,
            provider_name=f"CƠ SỞ TƯ VẤN VÀ HỖ TRỢ SỐ {n}",
            id_no=f"00109901300{n}",
            enterprise_code="",
        )
        for n in range(4)
    ]


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_papers_of_a_case_are_asked_for_and_open_in_the_editor(visit, cases, viewport, watch):
    page = visit("minh", viewport=viewport)
    page.goto(f"/providers/cases/{cases[0].id}/papers")
    look(page, "provider-papers")
    page.get_by_role("link", name="Quyết định công bố", exact=True).last.click()
    page.get_by_text("Thẩm quyền ký ngày").wait_for()
    look(page, "provider-paper-ask")
    page.get_by_role("button", name="Soạn bản thảo").click()
    page.get_by_label("Thẩm quyền ban hành").wait_for()
    watch.expect("422")
    page.goto(f"/providers/cases/{cases[0].id}/papers/supplement")
    page.get_by_role("button", name="Soạn bản thảo").click()
    page.get_by_role("alert").wait_for()
    look(page, "provider-paper-wrong")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_letter_of_review_grows_by_units_without_a_script(visit, viewport):
    page = visit("minh", viewport=viewport, javascript=False)
    page.goto("/providers/review-letter")
    page.get_by_label("Đơn vị", exact=True).first.fill("Công an xã Hòa Bình")
    page.get_by_role("button", name="+ Thêm đơn vị").click()
    assert page.get_by_label("Đơn vị", exact=True).first.input_value() == "Công an xã Hòa Bình"
    page = visit("minh", viewport=viewport)
    page.goto("/providers/review-letter")
    look(page, "provider-review-letter")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_run_is_chosen_watched_and_taken_home(visit, cases, viewport, watch):
    page = visit("minh", viewport=viewport)
    page.goto("/providers/bulk/new/apology")
    look(page, "provider-bulk-ask")
    watch.expect("422")
    for case in cases:
        page.get_by_label(case.name).check()
    page.get_by_role("button", name="Kiểm tra và soạn").click()
    page.get_by_text("4 dòng chưa đúng").wait_for()
    look(page, "provider-bulk-wrong")
    page.get_by_label("Hẹn lại ngày trả kết quả").fill("20/12/2026")
    page.get_by_role("button", name="Kiểm tra và soạn").click()
    page.get_by_text("Đã xong").wait_for()
    assert page.get_by_text("Đã soạn 4 trong 4 văn bản.").count() >= 1
    look(page, "provider-bulk-run")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Tải tất cả (ZIP)").click()
    assert taken.value.suggested_filename.endswith(".zip")
    page.goto("/providers/bulk")
    look(page, "provider-bulk")
