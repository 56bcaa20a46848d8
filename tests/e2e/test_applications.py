"""A whole application: by link since 01/07/2026, and at the counter in the period before."""

import re

import pytest

from service.actions import provider_cases as verbs
from service.store import provider_cases, provider_parts
from tests.builders import person_of
from tests.e2e.conftest import DESK, PHONE, picture
from tests.e2e.test_every_page import look
from tests.e2e.test_life import moment
from tests.provider_builders import PNG, filed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(200)]

DIPLOMA = {"name": "bang.png", "mimeType": "image/png", "buffer": PNG}


def saved(page):
    """Wait until what was typed is on the server."""
    page.locator("#save-status", has_text="Đã lưu lúc").wait_for()


def fill(page, **fields):
    for name, text in fields.items():
        page.locator(f'[name="{name.replace("__", "-")}"]').fill(text)


def tick(page, name, *values):
    for value in values:
        page.locator(f'[name="{name}"][value="{value}"]').check()


def open_case(page, way, filed_on=""):
    page.goto("/providers/cases/new")
    page.locator(f'[name="kind"][value="{way}"]').check()
    page.get_by_label("Ngày nhận hồ sơ giấy").fill(filed_on)
    page.get_by_role("button", name="Mở hồ sơ").click()
    page.locator("#application").wait_for()
    return int(re.search(r"/cases/(\d+)/", page.url)[1])


def hand_out(page, case_id):
    page.goto(f"/providers/cases/{case_id}/link")
    page.get_by_role("button", name="Cấp liên kết mới").click()
    return page.get_by_label("Địa chỉ").input_value()


def state_of(server, case_id):
    return provider_cases.for_office(server.office.db, case_id).state.value


def test_a_whole_application_by_link(visit, server):
    clerk = visit("lan")
    case_id = open_case(clerk, "ordinary:individual")
    address = hand_out(clerk, case_id)
    page = visit()
    page.goto(address)
    look(page, "applicant-notice")
    page.get_by_label("Tôi đã đọc thông báo này").check()
    page.get_by_role("button", name="Tiếp tục khai hồ sơ").click()
    page.locator("html.js").wait_for()
    fill(page, provider_name="Trần Văn Cường", phone="0226 385 1234", id_no="0010990123456")
    page.locator(".wrong-so-far", has_text="13 chữ số").wait_for()
    picture(page, "applicant-wrong-so-far")
    fill(page, id_no="001099012345")
    page.locator(".wrong-so-far").wait_for(state="detached")
    saved(page)
    page.reload()
    page.locator("html.js").wait_for()
    assert page.locator("#id_no").input_value() == "•••••••••345"
    fill(page, service_address="Số 5 đường Trần Phú, xã Hòa Bình", id_date="01/02/2022")
    fill(page, id_place="Cục Cảnh sát", birth_date="05/06/1980", home_address="Xóm Đình")
    tick(page, "scope", "a", "c")
    tick(page, "modes", "outpatient")
    fill(page, staff__0__name="Trần Văn Cường", staff__0__birth_date="05/06/1980")
    page.locator('[name="staff-0-level"]').select_option("university")
    page.locator('[name="staff-0-profession"]').select_option("psychology")
    tick(page, "staff-0-stages", "a", "c")
    page.get_by_role("button", name="+ Thêm giai đoạn").click()
    fill(page, cv__history__1__place="Trung tâm tư vấn")
    page.locator("#attachments-diplomas").set_input_files(DIPLOMA)
    page.locator('[name="commitment"]').check()
    saved(page)
    look(page, "applicant-form")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.get_by_role("heading", level=1, name="Tình trạng hồ sơ").wait_for()
    assert state_of(server, case_id) == "filed"
    lan = person_of(server.office.db, "lan")
    verbs.receive(server.office, case_id, by=lan, now=moment())
    page.reload()
    look(page, "applicant-status")
    with page.expect_download() as slip:
        page.get_by_role("link", name="Giấy tiếp nhận và hẹn trả (PDF)").click()
    assert slip.value.suggested_filename == "Giấy tiếp nhận và hẹn trả.pdf"
    token = address.rsplit("/", 1)[1]
    log = (server.office.settings.data / "server.log").read_text()
    assert "/apply/…" in log
    assert token not in log


def test_a_whole_application_at_the_counter_in_the_period_before(visit, server, watch):
    watch.expect("422")
    page = visit("lan")
    case_id = open_case(page, "ordinary:organisation", "30/06/2026")
    page.locator("html.js").wait_for()
    assert page.get_by_text("Mẫu số 13, Phụ lục II").first.is_visible()
    fill(page, provider_name="CƠ SỞ BÌNH MINH", service_address="Số 9, xã Hòa Bình")
    fill(page, phone="0226 385 5678", rep_name="Nguyễn Văn An", rep_title="Giám đốc")
    fill(page, id_no="036099012345", id_date="01/02/2022", id_place="Cục Cảnh sát")
    tick(page, "scope", "a")
    tick(page, "modes", "outpatient")
    fill(page, staff__0__name="Lê Thị Bình")
    page.locator('[name="staff-0-level"]').select_option("university")
    page.locator('[name="staff-0-profession"]').select_option("psychology")
    tick(page, "staff-0-stages", "a")
    page.get_by_role("button", name="+ Thêm người").click()
    fill(page, staff__1__name="Phạm Thị Nhung")
    tick(page, "staff-1-stages", "a")
    fill(page, equipment__0__name="Bàn, ghế tư vấn", equipment__0__present="2")
    page.locator('[name="equipment-0-stage"]').select_option("a")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.get_by_role("alert").first.wait_for()
    look(page, "application-wrong")
    page.locator('[name="commitment"]').check()
    for item in ("establishment", "premises", "diplomas", "criminal_record", "process"):
        page.locator(f"#attachments-{item}").set_input_files(DIPLOMA)
    page.get_by_role("button", name="Tải tệp đã chọn lên").click()
    page.get_by_text("criminal_record-").first.wait_for()
    look(page, "application-files")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.get_by_role("link", name="Xem đơn").click()
    page.get_by_role("heading", level=1, name="Đơn của hồ sơ").wait_for()
    assert state_of(server, case_id) == "filed"
    look(page, "application-read")
    both = provider_parts.staff(server.office.db, case_id)
    assert [(one.name, one.stages) for one in both] == [
        ("Lê Thị Bình", ("a",)),
        ("Phạm Thị Nhung", ("a",)),
    ]
    page.get_by_role("link", name="In hồ sơ, giấy tiếp nhận…").click()
    look(page, "application-print")
    with page.expect_download() as form:
        page.get_by_role("link", name="Đơn dạng PDF").click()
    assert form.value.suggested_filename == "Đơn đề nghị.pdf"


def test_a_form_works_without_a_script(visit, server):
    clerk = visit("lan")
    case_id = open_case(clerk, "ordinary:organisation")
    page = visit(javascript=False)
    page.goto(hand_out(clerk, case_id))
    page.get_by_label("Tôi đã đọc thông báo này").check()
    page.get_by_role("button", name="Tiếp tục khai hồ sơ").click()
    fill(page, provider_name="CƠ SỞ KHÔNG LỆNH")
    page.get_by_role("button", name="+ Thêm người").click()
    assert page.locator('[name="staff-1-name"]').count() == 1
    assert page.locator("#provider_name").input_value() == "CƠ SỞ KHÔNG LỆNH"
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("Đã lưu lúc").first.wait_for()
    assert provider_cases.for_office(server.office.db, case_id).name == "CƠ SỞ KHÔNG LỆNH"


def test_what_was_typed_over_somebody_elses_version_is_offered_again(visit, server, watch):
    watch.expect("409")
    first, second = visit("lan"), visit("lan")
    open_case(first, "ordinary:organisation")
    first.locator("html.js").wait_for()
    second.goto(first.url)
    second.locator("html.js").wait_for()
    fill(second, phone="0226 111 1111")
    saved(second)
    fill(first, email="moi@example.vn", id_no="001099012345")
    first.get_by_role("link", name="Tải lại trang").click()
    first.locator("#restore").wait_for()
    assert first.locator("#phone").input_value() == "0226 111 1111"
    kept = first.evaluate("JSON.stringify(localStorage)")
    assert "moi@example.vn" in kept
    assert "001099012345" not in kept
    first.get_by_role("button", name="Đưa lại").click()
    assert first.locator("#email").input_value() == "moi@example.vn"
    saved(first)
    first.reload()
    assert first.locator("#email").input_value() == "moi@example.vn"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_at_two_widths(visit, server, viewport, watch):
    watch.expect("422")
    page = visit("lan", viewport=viewport)
    lan, width = person_of(server.office.db, "lan"), viewport["width"]
    case = filed(
        server.office,
        lan,
        moment(),
        id_no=f"00109900{width:04d}",
        enterprise_code=f"070012{width:04d}",
    )
    for name in ("application", "print"):
        page.goto(f"/providers/cases/{case.id}/{name}")
        look(page, f"filed-{name}")
    page.goto("/providers/cases/new")
    look(page, "cases-open")
    case_id = open_case(page, "ordinary:organisation")
    page.locator("html.js").wait_for()
    look(page, "application")
    page.goto("/providers/cases")
    look(page, "cases")
    address = hand_out(page, case_id)
    look(page, "application-link")
    other = visit(viewport=viewport)
    other.goto(address)
    look(other, "applicant-notice")
    other.get_by_label("Tôi đã đọc thông báo này").check()
    other.get_by_role("button", name="Tiếp tục khai hồ sơ").click()
    other.locator("html.js").wait_for()
    other.get_by_role("button", name="Nộp hồ sơ").click()
    other.get_by_role("alert").first.wait_for()
    look(other, "applicant-form-wrong")
    other.goto(address)
    look(other, "applicant-status")
