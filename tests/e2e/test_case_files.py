"""Hồ sơ in a real browser: the list of the year, and a file from its opening to its hand-over."""

import time
from datetime import timedelta

import pytest

from service.actions import case_files as verbs
from service.domain.case_files import CaseDetails
from service.domain.numbering import office_date
from service.store import case_exports
from tests.builders import person_of
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import FILES_S, letter, look, wait_for_files
from tests.e2e.test_life import moment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def issued(server):
    """A paper that may go into a file."""
    from service.actions import issuing  # noqa: PLC0415 - only this fixture issues

    paper = letter(server, "numbered")
    wait_for_files(server.office, paper)
    lan = person_of(server.office.db, "lan")
    return issuing.issue(server.office, paper.id, by=lan, now=moment())


@pytest.fixture(scope="module")
def case(server, issued):
    """A file, nearly due for hand-over, that was closed with one paper in it."""
    minh, today = person_of(server.office.db, "minh"), office_date(moment())
    start = today - timedelta(days=500)
    told = CaseDetails("90.VHXH", "Hồ sơ công bố cơ sở cai nghiện", 20, start, "Trần Văn Minh")
    made = verbs.open_file(server.office, told, by=minh, now=moment())
    verbs.put(server.office, [made.id], f"document/{issued.id}", by=minh, now=moment())
    ended = today - timedelta(days=350)
    return verbs.close(server.office, made.id, ended, by=minh, now=moment())


def test_a_file_lives_from_the_list_to_the_reopening(visit, issued):
    page = visit("lan")
    year = office_date(moment()).year
    page.goto(f"/case-files/lists/{year}")
    page.get_by_role("button", name=f"Lập danh mục năm {year}").click()
    page.get_by_label("Tên đề mục").fill("Văn hóa - Xã hội")
    page.get_by_label("Chữ viết tắt").fill("VHXH")
    page.get_by_role("button", name="Thêm đề mục").click()
    page.get_by_label("Tiêu đề hồ sơ").fill("Hồ sơ về cai nghiện ma túy tự nguyện")
    page.get_by_label("Thời hạn bảo quản").fill("Vĩnh viễn")
    page.get_by_role("button", name="Thêm hồ sơ").click()
    page.get_by_role("link", name="Mở hồ sơ 01.VHXH").click()
    page.get_by_role("button", name="Mở hồ sơ").click()
    page.get_by_role("status").get_by_text("Đã mở hồ sơ 01.VHXH").wait_for()
    page.goto(f"/documents/{issued.id}")
    page.get_by_role("link", name="Đưa vào hồ sơ…").click()
    page.get_by_role("checkbox", name="01.VHXH").check()
    page.get_by_role("button", name="Đưa vào hồ sơ").click()
    page.get_by_role("link", name="01.VHXH").click()
    page.get_by_text("Kết thúc hồ sơ…").click()
    page.get_by_role("button", name="Kết thúc", exact=True).click()
    page.get_by_role("status").get_by_text("Đã kết thúc hồ sơ").wait_for()
    page.get_by_role("button", name="Xuất cả hồ sơ").click()
    page.get_by_text("Mở lại hồ sơ…").click()
    page.get_by_label("Lý do").fill("Sót một công văn")
    ready = page.get_by_role("link", name=f"Tải ho-so-01.VHXH-{year}.zip")
    ready.wait_for(timeout=60_000)
    with page.expect_download() as download:
        ready.click()
    assert download.value.suggested_filename == f"ho-so-01.VHXH-{year}.zip"
    assert page.get_by_label("Lý do").input_value() == "Sót một công văn"
    page.get_by_role("button", name="Mở lại", exact=True).click()
    page.get_by_role("status").get_by_text("Đã mở lại hồ sơ").wait_for()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_case_files(visit, issued, case, viewport, watch):
    page = visit("lan", viewport=viewport)
    year = office_date(moment()).year
    for name, path in (
        ("list", f"?year={case.year}"),
        ("new", "/new"),
        ("closed", f"/{case.id}"),
        ("handovers", "/handovers"),
        ("keepings", "/keepings"),
        ("import", "/import"),
        ("year-list", f"/lists/{year}"),
        ("year-list-none", f"/lists/{year + 1}"),
        ("put", f"/put?topic=document/{issued.id}"),
    ):
        page.goto(f"/case-files{path}")
        look(page, f"case-files-{name}")
    page.goto(f"/case-files?year={year}")
    page.get_by_role("link", name="Hồ sơ về cai nghiện ma túy tự nguyện").click()
    look(page, "case-files-open")
    page.get_by_text("Bỏ ra").last.click()
    watch.expect("422")
    page.get_by_role("button", name="Đưa ra khỏi hồ sơ").click()
    page.get_by_role("alert").wait_for()
    look(page, "case-files-wrong")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_exports(visit, server, issued, viewport):
    lan, today = person_of(server.office.db, "lan"), office_date(moment())
    notation = f"{viewport['width']}.XUAT"
    told = CaseDetails(notation, "Hồ sơ xuất một lần", 20, today, "Nguyễn Thị Lan")
    made = verbs.open_file(server.office, told, by=lan, now=moment())
    verbs.put(server.office, [made.id], f"document/{issued.id}", by=lan, now=moment())
    page = visit("lan", viewport=viewport)
    page.goto(f"/case-files/{made.id}")
    page.get_by_role("button", name="Xuất cả hồ sơ").click()
    page.get_by_role("heading", name="Xuất hồ sơ").wait_for()
    look(page, "case-files-exporting")
    page.get_by_role("link", name=f"Tải ho-so-{notation}").wait_for(timeout=60_000)
    look(page, "case-files-exported")
    verbs.close(server.office, made.id, today, by=lan, now=moment())
    page.reload()
    page.get_by_text("Cũ hơn hồ sơ").wait_for()
    look(page, "case-files-export-older")


def test_without_the_script_an_export_is_seen_after_loading_the_page_again(visit, server, issued):
    lan, today = person_of(server.office.db, "lan"), office_date(moment())
    told = CaseDetails("95.VP", "Hồ sơ xuất không có script", 20, today, "Nguyễn Thị Lan")
    made = verbs.open_file(server.office, told, by=lan, now=moment())
    verbs.put(server.office, [made.id], f"document/{issued.id}", by=lan, now=moment())
    page = visit("lan", javascript=False)
    page.goto(f"/case-files/{made.id}")
    page.get_by_role("button", name="Xuất cả hồ sơ").click()
    wait_for_export(server.office, made.id)
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải ho-so-95.VP").click()
    assert download.value.suggested_filename == f"ho-so-95.VP-{made.year}.zip"


def wait_for_export(office, case_id):
    limit = time.monotonic() + FILES_S
    while case_exports.latest(office.db, case_id) is None:
        assert time.monotonic() < limit, "the worker made no export"
        time.sleep(0.1)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_due_file_is_kept_back_and_let_go_again(visit, server, issued, viewport, watch):
    minh, today = person_of(server.office.db, "minh"), office_date(moment())
    start, ended = today - timedelta(days=500), today - timedelta(days=350)
    notation = f"{viewport['width']}.GIU"
    told = CaseDetails(notation, "Hồ sơ còn dùng để trả lời công dân", 20, start, "Minh")
    made = verbs.open_file(server.office, told, by=minh, now=moment())
    verbs.put(server.office, [made.id], f"document/{issued.id}", by=minh, now=moment())
    verbs.close(server.office, made.id, ended, by=minh, now=moment())
    page = visit("minh", viewport=viewport)
    page.goto("/case-files/keepings")
    watch.expect("422")
    page.get_by_role("button", name="Giữ lại").click()
    page.get_by_role("alert").wait_for()
    look(page, "case-files-keeping-wrong")
    page.get_by_role("checkbox", name=notation).check()
    page.get_by_label("Văn bản đồng ý").fill("Công văn số 45/UBND-VP ngày 02/03/2026")
    page.get_by_label("Lý do giữ lại").fill("Còn khiếu nại chưa giải quyết xong")
    page.get_by_role("button", name="Giữ lại").click()
    page.get_by_role("status").get_by_text("Đã ghi giữ lại 1 hồ sơ").wait_for()
    look(page, "case-files-kept-list")
    page.get_by_role("link", name=notation).click()
    page.get_by_text("Đến hết ngày").wait_for()
    page.get_by_text("Thôi giữ lại…").click()
    look(page, "case-files-kept")
    page.locator("#keep-reason").fill("Đã giải quyết xong")
    page.get_by_role("button", name="Thôi giữ lại", exact=True).click()
    page.get_by_role("status").get_by_text("Đã thôi giữ lại").wait_for()
