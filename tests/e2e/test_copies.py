"""A copy from the archive to the register and the public check page, in a real browser."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from service.actions import issuing, reviewing
from service.domain.documents import FileRole
from service.store import documents
from tests.builders import person_of
from tests.e2e.conftest import DESK, PHONE, box, picture
from tests.e2e.test_every_page import RULES, letter, wait_for_files
from tests.e2e.test_life import moment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def issued(server):
    """A letter that went out."""
    office = server.office
    document = letter(server, "numbered")
    wait_for_files(office, document)
    return issuing.issue(office, document.id, by=person_of(office.db, "lan"), now=moment())


def look(page, name):
    page.wait_for_load_state("networkidle")
    picture(page, name)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{name} is {wide} px wider than the window"


def test_a_paper_is_copied_registered_and_checked_by_a_stranger(visit, server, issued):
    page = visit("minh")
    page.goto(f"/documents/{issued.id}")
    page.get_by_role("button", name="Sao văn bản này").click()
    page.get_by_role("heading", name="Bản được sao").wait_for()
    box(page, "Số lượng bản").fill("3")
    page.locator("#preview-pages img").first.wait_for()
    look(page, "copy-of-ours")
    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_text("Đang chờ").first.wait_for()
    ident = int(page.url.rsplit("/", 1)[1].split("?")[0])
    copy = numbered(server, ident)
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        page.goto(f"/documents/{ident}")
        look(page, "copy-numbered")
    lan = visit("lan")
    for size in (DESK, PHONE):
        lan.set_viewport_size(size)
        lan.goto("/copies")
        lan.get_by_role("link", name=copy.reference).wait_for()
        look(lan, "register-of-copies-filled")
    lan.goto(f"/documents/{issued.id}")
    lan.get_by_text("Mở trang kiểm tra công khai…").click()
    lan.get_by_role("button", name="Mở trang kiểm tra").click()
    address = lan.get_by_role("link", name="/c/").get_attribute("href")
    for size in (DESK, PHONE):
        stranger = visit(viewport=size)
        stranger.goto(address)
        stranger.get_by_role("heading", level=1, name=issued.reference).wait_for()
        look(stranger, "check-page")


def numbered(server, ident):
    office, hung = server.office, person_of(server.office.db, "hung")
    reviewing.approve(office, ident, by=hung, now=moment())
    document = issuing.take_number(office, ident, by=person_of(office.db, "lan"), now=moment())
    limit = time.monotonic() + 30
    while documents.current_file(office.db, ident, FileRole.PDF) is None:
        assert time.monotonic() < limit, "the worker made no file"
        time.sleep(0.1)
    return document
