"""The pages of an issued paper, at two widths: where it went, recall, correction, replacement."""

import pytest

from service.actions import dispatching, issuing
from service.domain.afterwards import DispatchWay
from service.store import documents
from tests.builders import person_of
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import letter, look, wait_for_files
from tests.e2e.test_life import moment

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@pytest.fixture(scope="module")
def issued(server):
    office, lan = server.office, person_of(server.office.db, "lan")
    document = letter(server, "numbered")
    wait_for_files(office, document)
    issuing.issue(office, document.id, by=lan, now=moment())
    document = documents.get_for_office(office.db, document.id)
    dispatching.dispatch(
        office,
        document.id,
        ["Công an xã", "Trạm Y tế xã"],
        way=DispatchWay.AXIS,
        sent_on=document.issued_on,
        by=lan,
        now=moment(),
    )
    return document


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_after_issuing(visit, issued, viewport):
    drafter, clerk = visit("minh", viewport=viewport), visit("lan", viewport=viewport)
    for page, name in ((clerk, "dispatch"), (clerk, "recall")):
        page.goto(f"/documents/{issued.id}/{name}")
        look(page, f"afterwards-{name}")
    for name in ("correction", "replacement"):
        drafter.goto(f"/documents/{issued.id}/{name}")
        look(drafter, f"afterwards-{name}")
    drafter.goto(f"/documents/{issued.id}")
    look(drafter, "afterwards-paper")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_post_register_takes_the_consignment(visit, server, issued, viewport, watch):
    watch.expect("422")
    place = f"Trường Tiểu học Hòa Bình {viewport['width']}"
    dispatching.dispatch(
        server.office,
        issued.id,
        [place],
        way=DispatchWay.POST,
        sent_on=issued.issued_on,
        by=person_of(server.office.db, "lan"),
        now=moment(),
    )
    page = visit("lan", viewport=viewport)
    page.goto("/register/post")
    line = page.get_by_role("row", name=place)
    line.locator("summary").click()
    line.get_by_label("Số hiệu bưu gửi").fill("eb123456789vn")
    line.get_by_label("Số lượng bì").fill("hai")
    line.get_by_role("button").click()
    page.get_by_text("Số lượng bì là số từ 1").first.wait_for()
    look(page, "post-register-wrong")
    line.get_by_label("Số lượng bì").fill("2")
    line.get_by_role("button").click()
    line.get_by_text("Số hiệu EB123456789VN").wait_for()
    look(page, "post-register")


def test_a_correction_is_drafted_from_the_page_and_a_recall_is_shown(visit, issued):
    drafter, clerk = visit("minh"), visit("lan")
    drafter.goto(f"/documents/{issued.id}/correction")
    drafter.get_by_label("Ở đâu").first.fill("Mục 1")
    drafter.get_by_label("Đã ghi").first.fill("năm 2025")
    drafter.get_by_label("Sửa thành").first.fill("năm 2026")
    drafter.get_by_role("button", name="Soạn công văn đính chính").click()
    drafter.get_by_text("Đã soạn sẵn công văn đính chính").wait_for()
    drafter.locator("#preview-pages img").first.wait_for()
    look(drafter, "afterwards-correction-letter")
    clerk.goto(f"/documents/{issued.id}/recall")
    clerk.get_by_label("Lý do thu hồi").fill("Ban hành trái thẩm quyền")
    clerk.get_by_label("Người quyết định thu hồi").fill("Chủ tịch Ủy ban nhân dân xã")
    clerk.get_by_role("button", name="Thu hồi").click()
    clerk.get_by_text("Đã thu hồi lúc").wait_for()
    look(clerk, "afterwards-recalled")
    clerk.goto(f"/documents/{issued.id}")
    look(clerk, "afterwards-recalled-paper")
