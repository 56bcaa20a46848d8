"""Decisions through the pages: a part, an assignment, publication again; clicks that come late."""

from datetime import timedelta

import pytest

from service.actions import (
    issuing,
    provider_closing,
    provider_decisions,
    provider_files,
    provider_review,
    reviewing,
)
from service.actions import provider_cases as verbs
from service.store import provider_cases, provider_parts, provider_register
from tests.builders import person_of
from tests.provider_builders import (
    C_DAY,
    PNG,
    answers,
    appraised,
    become,
    filed,
    staff,
)
from tests.provider_pages import numbered


@pytest.fixture
def minh(office):
    return person_of(office.db, "minh")


@pytest.fixture
def police(office, clock):
    become(office, "police")
    clock.moment = C_DAY + timedelta(hours=3)
    return office


def open_case(browser, case, step="", status=200):
    return browser.open(f"/providers/cases/{case.id}{step}", status)


def publish(office, by):
    case = appraised(office, by, C_DAY)
    paper = numbered(office, C_DAY + timedelta(hours=1))
    given = {"scope": case.scope, "modes": case.modes, "by": by}
    moment = C_DAY + timedelta(hours=2)
    return provider_decisions.publish(office, case.id, paper.id, now=moment, **given)


def judge_all(browser, office, case):
    """Every condition met, through the grid."""
    count = len(provider_review.rows_of(office, provider_cases.for_office(office.db, case.id)))
    rows = {}
    for place in range(count):
        rows |= {f"row-{place}-verdict": "met", f"row-{place}-evidence": "Đã xem"}
    browser.press("Lưu kết luận", at=rows)


def test_a_part_may_be_published_and_what_is_left_out_is_told(police, minh, as_minh):
    case = appraised(police, minh, C_DAY)
    paper = numbered(police, C_DAY + timedelta(hours=1))
    open_case(as_minh, case, "/decision")
    page = as_minh.press(
        "Ghi quyết định công bố",
        422,
        at={"decision-reference": paper.reference, "decision-scope": []},
    )
    assert "Hãy chọn ít nhất một giai đoạn." in page.main
    as_minh.press(
        "Ghi quyết định công bố",
        at={"decision-reference": paper.reference, "decision-scope": ["a"]},
    )
    page = as_minh.follow("Trang của cơ sở")
    assert "Không công bố giai đoạn c." in page.main
    (provider,) = provider_register.providers(police.db)
    assert provider.scope == ("a",)


def test_a_public_unit_is_assigned_by_its_own_button(office, clock, minh, as_minh):
    become(office, "province")
    clock.moment = C_DAY + timedelta(hours=3)
    case = appraised(
        office, minh, kind="public_unit", path="assignment", public_unit_kind="medical"
    )
    paper = numbered(office, C_DAY + timedelta(hours=1), who="province")
    page = open_case(as_minh, case)
    assert "Đơn vị này được giao nhiệm vụ, không công bố theo đề nghị." in page.main
    as_minh.follow("Giao nhiệm vụ…")
    page = as_minh.press("Ghi quyết định giao nhiệm vụ", at={"decision-reference": paper.reference})
    assert provider_cases.for_office(office.db, case.id).state.value == "assigned"
    assert "Đang được giao nhiệm vụ" in as_minh.follow("Trang của cơ sở").main


def test_a_provider_is_published_again_by_a_decision_that_replaces_the_former(
    police, minh, clock, as_minh, as_lan
):
    first = publish(police, minh)
    clock.moment = C_DAY + timedelta(days=7)
    as_minh.open(f"/providers/{first.provider_id}")
    page = as_minh.press("Mở hồ sơ công bố lại")
    case = provider_cases.for_office(police.db, int(page.path.split("/")[3]))
    given = answers(again_reason="seat", service_address="Số 9 đường Lý Thái Tổ, xã Hòa Bình")
    now = clock.moment
    verbs.save_application(
        police, case.id, given, staff=staff(), version=case.version, by=minh, now=now
    )
    provider_files.attach(police, case.id, "new_seat", "a.png", PNG, by=minh, now=now)
    verbs.save_application(
        police,
        case.id,
        given,
        equipment=[
            {"code": "", "name": "Bộ dụng cụ", "stage": one, "present": 2, "required": 1}
            for one in "ac"
        ],
        version=case.version + 1,
        by=minh,
        now=now,
    )
    open_case(as_minh, case)
    as_minh.press("Nộp hồ sơ")
    waiting = as_lan.open(f"/providers/{first.provider_id}")
    assert "Chờ công bố lại" in waiting.main
    open_case(as_lan, case)
    as_lan.press("Tiếp nhận, ghi biên nhận")
    open_case(as_minh, case)
    as_minh.press("Bắt đầu thẩm định")
    judge_all(as_minh, police, case)
    open_case(as_minh, case)
    as_minh.press("Ghi biên bản thẩm định")
    paper = numbered(police, clock.moment)
    open_case(as_minh, case, "/decision")
    as_minh.press("Ghi quyết định công bố", at={"decision-reference": paper.reference})
    provider = provider_register.get(police.db, first.provider_id)
    assert provider.service_address.startswith("Số 9")
    last = provider_register.last_publication(police.db, provider.id)
    assert (last.act, last.reference) == ("republication", paper.reference)
    assert last.replaces is not None


def test_a_button_of_an_old_page_says_what_has_happened(police, minh, as_lan):
    case = filed(police, minh, C_DAY)
    open_case(as_lan, case)
    provider_closing.decline(police, case.id, "Không thuộc địa bàn", by=minh, now=C_DAY)
    old = as_lan.page
    page = as_lan.press("Tiếp nhận, ghi biên nhận", 409)
    assert "Hồ sơ đang ở trạng thái “Từ chối tiếp nhận”" in page.errors[""]
    as_lan.page = old
    page = as_lan.press("Yêu cầu bổ sung", 409, at={"request_supplement-items": "Sơ đồ\nBằng"})
    assert "Thành phần phải bổ sung, sửa: Sơ đồ Bằng" in page.main


def test_a_second_click_changes_nothing(police, minh, as_lan):
    case = filed(police, minh, C_DAY)
    page = open_case(as_lan, case)
    as_lan.press("Tiếp nhận, ghi biên nhận")
    as_lan.page = page
    as_lan.press("Tiếp nhận, ghi biên nhận")
    assert provider_cases.for_office(police.db, case.id).receipt_no == "0001/2026/TN"


def test_deciding_before_the_appraisal_is_told(police, minh, as_minh):
    case = filed(police, minh, C_DAY)
    for step in ("/decision", "/refusal"):
        page = open_case(as_minh, case, step, 409)
        assert "Chỉ quyết định khi hồ sơ đang thẩm định" in page.main


def test_a_paper_drafted_from_the_case_is_offered_and_decides_it(police, minh, as_minh):
    case = appraised(police, minh, C_DAY)
    open_case(as_minh, case)
    as_minh.follow("Soạn văn bản của hồ sơ…")
    open_case(as_minh, case, "/papers/publication")
    as_minh.press("Soạn bản thảo", follow=False, status=303)
    paper = provider_parts.papers(police.db, case_id=case.id)[-1].document_id
    hung, lan = (person_of(police.db, one) for one in ("hung", "lan"))
    now = C_DAY + timedelta(hours=3)
    reviewing.submit(police, paper, by=minh, now=now, approver_id=hung.id)
    page = open_case(as_minh, case, "/decision")
    assert "chưa cấp số" in page.html
    page = as_minh.press("Ghi quyết định công bố", 422)
    assert "Quyết định phải được duyệt và cấp số trước" in page.main
    reviewing.approve(police, paper, by=hung, now=now)
    issuing.take_number(police, paper, None, by=lan, now=now)
    open_case(as_minh, case, "/decision")
    as_minh.press("Ghi quyết định công bố")
    done = provider_cases.for_office(police.db, case.id)
    assert done.state.value == "published"
    assert f"/documents/{paper}" in as_minh.page.links.values()
