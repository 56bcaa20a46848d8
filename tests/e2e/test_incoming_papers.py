"""Incoming papers in a real browser: read, looked at, taken in, passed on, shown on the board."""

import pytest

from tests.e2e.conftest import DESK, PHONE, box
from tests.e2e.test_every_page import look
from tests.reading.papers import build_docx, to_pdfs
from tests.reading.seeds import BINH_LUC, BINH_THUAN

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Where the two seed papers lie as PDF."""
    folder = tmp_path_factory.mktemp("seeds")
    words = {"thuan": build_docx(BINH_THUAN), "luc": build_docx(BINH_LUC)}
    for name, data in to_pdfs(folder, words).items():
        (folder / f"{name}.pdf").write_bytes(data)
    return folder


def drop(page, file):
    page.goto("/incoming/new")
    page.get_by_label("Tệp của văn bản đến").set_input_files(file)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.get_by_role("heading", level=1, name="Vào sổ văn bản đến").wait_for()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_paper_is_taken_in_passed_on_and_answered(visit, files, viewport, watch):
    phone = viewport is PHONE
    watch.expect("422")
    page = visit("lan", viewport=viewport)
    page.goto("/incoming/new")
    look(page, "incoming-ask")
    drop(page, files / ("luc.pdf" if phone else "thuan.pdf"))
    page.locator(".read-page image").first.wait_for()
    look(page, "incoming-read")
    box(page, "Cơ quan ban hành").focus()
    page.locator('.spot-now[data-field="agency"]').first.wait_for()
    page.get_by_role("button", name="Vào sổ").click()
    page.get_by_text("Đã vào sổ văn bản đến").wait_for()
    look(page, "incoming-paper-clerk")
    address = page.url
    page.goto(f"{address}/edit")
    look(page, "incoming-edit")
    page.goto("/incoming/new/by-hand")
    page.get_by_role("button", name="Vào sổ").click()
    look(page, "incoming-by-hand-wrong")
    leader = visit("hung", viewport=viewport)
    leader.goto(address)
    leader.get_by_label("Đơn vị chủ trì").select_option(label="Phòng Văn hóa - Xã hội")
    leader.get_by_role("button", name="Chuyển").click()
    leader.get_by_text("Đã chuyển văn bản đến").wait_for()
    look(leader, "incoming-paper-passed")
    unit = visit("minh", viewport=viewport)
    unit.goto("/incoming")
    look(unit, "incoming-list-unit")
    unit.goto("/tasks")
    unit.get_by_role("button", name="Lấy địa chỉ lịch mới").click()
    unit.get_by_text(".ics").wait_for()
    look(unit, "tasks-calendar")
    unit.goto(address)
    unit.get_by_role("button", name="Soạn công văn trả lời").click()
    unit.get_by_text("Đã soạn sẵn công văn trả lời").wait_for()
    assert "trả lời Công văn số" in box(unit, "Trích yếu").input_value()
    page.goto("/incoming/register")
    look(page, "incoming-register")
    page.goto("/tasks")
    look(page, "tasks")
    page.goto("/incoming?q=khongcogi")
    look(page, "incoming-nothing")
    page.goto("/")
    look(page, "home-with-limits")


def test_a_link_marks_the_place_on_the_page_without_a_script(visit, files):
    page = visit("lan", javascript=False)
    drop(page, files / "thuan.pdf")
    note = box(page, "Ghi chú")
    note.fill("đang gõ")
    page.locator('a[href="#at-subject"]').click()
    marked = page.locator(".spot:target")
    assert marked.get_attribute("data-field") == "subject"
    assert note.input_value() == "đang gõ"
