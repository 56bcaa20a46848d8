"""The applicant's own pages: a link is the key, nothing else opens them, nothing tells whose."""

from datetime import timedelta

import pytest

from service.actions import provider_cases as verbs
from service.actions import provider_decisions, provider_review
from service.actions import provider_supplements as supplements
from service.log import without_secrets
from service.store import events, provider_cases
from service.web.providers.application_pace import PACES
from tests.builders import person_of
from tests.provider_builders import (
    C_DAY,
    ID_NO,
    PNG,
    answers,
    appraised,
    become,
    filed,
    filled,
    staff,
)
from tests.provider_pages import numbered


@pytest.fixture(autouse=True)
def police(office, clock):
    clock.moment = C_DAY
    become(office, "police")


@pytest.fixture
def lan(office):
    return person_of(office.db, "lan")


def link_to(as_lan, case):
    """The path of a link as the clerk reads it off the page."""
    as_lan.open(f"/providers/cases/{case.id}/link")
    page = as_lan.press("Cấp liên kết mới")
    return "/" + page.value("address").split("/", 3)[3]


def read_notice(visitor, path):
    visitor.open(path)
    return visitor.press("Tiếp tục khai hồ sơ", read="y")


@pytest.fixture
def case(office, lan):
    return verbs.open_case(office, kind="individual", by=lan, now=C_DAY)


def test_a_whole_application_is_filled_in_by_link(as_lan, visitor, office, case):
    path = link_to(as_lan, case)
    page = visitor.open(path)
    assert "Thông báo về dữ liệu cá nhân" in page.h1
    assert page.all("input")[-1].get("name") == "read"
    page = visitor.press("Tiếp tục khai hồ sơ", 422)
    assert "read" in page.errors
    page = visitor.press("Tiếp tục khai hồ sơ", read="y")
    assert "Mẫu số 11" in page.h1
    given = answers(provider_name="Trần Văn Cường")
    (person,) = staff("a", "c")
    page = visitor.press(
        "Nộp hồ sơ",
        at={
            **{name: given[name] for name in ("provider_name", "service_address", "phone")},
            **{name: given[name] for name in ("id_no", "id_date", "id_place", "scope", "modes")},
            "home_address": "Xóm Đình, xã Hòa Bình",
            "commitment": "y",
            "attachments-diplomas": (PNG, "bang-cap.png"),
            **{
                f"staff-0-{name}": person[name]
                for name in ("name", "birth_date", "level", "profession", "trainings", "stages")
            },
        },
    )
    assert page.h1 == "Tình trạng hồ sơ"
    assert "Đã nộp" in page.main
    kept = provider_cases.for_office(office.db, case.id)
    assert kept.state.value == "filed"
    assert provider_cases.identity(office.db, office.vault, case.id) == ID_NO


def test_nothing_on_the_pages_tells_whose_case_it_is(as_lan, visitor, office, lan):
    case = filled(office, lan)
    path = link_to(as_lan, case)
    page = read_notice(visitor, path)
    title = "".join(page.all("title")[0].itertext())
    assert "HY VỌNG" not in title
    assert ID_NO not in page.html
    headers = page.response.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    page = visitor.open(path)
    assert "HY VỌNG" not in page.html


def test_the_form_is_closed_until_the_notice_was_read(as_lan, visitor, case):
    path = link_to(as_lan, case)
    page = visitor.open(f"{path}/form")
    assert "Thông báo về dữ liệu cá nhân" in page.h1
    answer = visitor.post(f"{path}/form", {"_version": "1", "provider_name": "x"}, 422)
    assert "đọc thông báo" in answer.main


def test_sending_needs_no_session_and_can_be_taken_up_again(as_lan, visitor, app, office, case):
    """A browser that forgot its cookie goes on: the address is the key."""
    path = link_to(as_lan, case)
    read_notice(visitor, path)
    with visitor.client.session_transaction() as session:
        session.clear()
    visitor.press("Lưu", phone="0226 333 3333")
    other = type(visitor)(app)
    assert other.open(f"{path}/form").value("phone") == "0226 333 3333"


def test_it_saves_quietly(as_lan, visitor, case):
    path = link_to(as_lan, case)
    read_notice(visitor, path)
    answer = visitor.post(f"{path}/autosave", {"_version": "1", "email": "sai"})
    assert answer.json["version"] == 2
    assert "email" in answer.json["wrong"]


def test_a_wrong_an_ended_and_an_old_link_open_nothing(as_lan, visitor, clock, case):
    visitor.open("/apply/" + "a" * 43, 404)
    path = link_to(as_lan, case)
    newer = link_to(as_lan, case)
    visitor.open(path, 404)
    visitor.open(newer)
    as_lan.open(f"/providers/cases/{case.id}/link")
    as_lan.press("Thu liên kết")
    visitor.open(newer, 404)
    last = link_to(as_lan, case)
    clock.forward(days=31)
    visitor.open(last, 404)


def test_trying_addresses_is_slowed_down(visitor, clock):
    for number in range(PACES["wrong"].most):
        visitor.open(f"/apply/{number:043d}", 404)
    page = visitor.open("/apply/" + "b" * 43, 429)
    assert page.response.headers["Retry-After"]
    clock.moment += PACES["wrong"].within + timedelta(seconds=1)
    visitor.open("/apply/" + "b" * 43, 404)


def test_sending_too_often_waits_and_loses_nothing(as_lan, visitor, case):
    path = link_to(as_lan, case)
    read_notice(visitor, path)
    for number in range(PACES["send"].most):
        visitor.post(f"{path}/autosave", {"_version": str(number + 1), "phone": "0226 333 3333"})
    answer = visitor.client.post(
        f"{path}/autosave", data={"_version": "1"}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 429
    assert visitor.open(f"{path}/form").value("phone") == "0226 333 3333"


def test_the_applicant_cannot_reach_the_counter(as_lan, visitor, case):
    link_to(as_lan, case)
    page = visitor.open(f"/providers/cases/{case.id}/application")
    assert "Đăng nhập" in page.h1


def test_a_file_that_is_not_what_its_name_says_is_refused_behind_a_link_too(as_lan, visitor, case):
    path = link_to(as_lan, case)
    read_notice(visitor, path)
    page = visitor.press(
        "Tải tệp đã chọn lên", 422, at={"attachments-diplomas": (b"MZ nothing", "bang.pdf")}
    )
    assert "attachments-diplomas" in page.errors
    page = visitor.press("Tải tệp đã chọn lên", at={"attachments-diplomas": (PNG, "bang.png")})
    page = visitor.press("Gỡ tệp diplomas-1.png")
    assert "diplomas-1.png" not in page.html


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/apply/{'aB3_-' * 8}abc/form", "/apply/…/form"),
        (f"/calendar/{'k' * 43}.ics", "/calendar/….ics"),
        ("/documents/12/edit", "/documents/12/edit"),
    ],
)
def test_a_log_holds_no_token(path, logged):
    assert without_secrets(path) == logged


def test_a_refusal_says_each_condition_and_how_to_mend_it(as_lan, visitor, office, clock, lan):
    minh = person_of(office.db, "minh")
    case = appraised(office, minh, verdict="unmet")
    path = link_to(as_lan, case)
    read_notice(visitor, path)
    clock.forward(hours=3)
    letter = numbered(office, clock.moment)
    reasons = [
        {
            "condition_id": row.condition.id,
            "legal_ref": row.condition.article,
            "finding": "Phòng tư vấn chưa có cửa",
            "how_to_fix": row.condition.how_to_fix,
        }
        for row in provider_review.rows_of(office, case)
    ]
    provider_decisions.refuse(office, case.id, letter.id, reasons, by=minh, now=clock.moment)
    page = visitor.open(path)
    assert "Từ chối công bố" in page.main
    assert "Phòng tư vấn chưa có cửa" in page.main
    assert reasons[0]["how_to_fix"] in page.main
    assert letter.reference in page.main


def test_the_applicant_takes_the_dossier_back_with_a_reason(as_lan, visitor, office, lan):
    case = filed(office, lan)
    path = link_to(as_lan, case)
    read_notice(visitor, path)
    visitor.open(path)
    page = visitor.press("Rút hồ sơ", 422)
    assert "reason" in page.errors
    page = visitor.press("Rút hồ sơ", reason="Chưa đủ nhân sự")
    assert "Đã rút hồ sơ" in page.main
    assert "Rút hồ sơ" not in page.buttons
    event = events.of_topic(office.db, case.topic)[-1]
    assert (event.verb, event.person_id) == ("case_cancel", None)
    assert event.detail["reason"] == "Chưa đủ nhân sự"


def test_the_clerk_sees_until_when_a_link_lives(as_lan, case):
    page = as_lan.open(f"/providers/cases/{case.id}/link")
    assert "chưa có liên kết nào" in page.main
    assert "Thu liên kết" not in page.buttons
    page = as_lan.press("Cấp liên kết mới", days="10")
    assert "đến 09:00, 16/07/2026" in page.main
    page = as_lan.press("Thu liên kết")
    assert "chưa có liên kết nào" in page.main


def test_days_of_a_link_are_checked(as_lan, case):
    as_lan.open(f"/providers/cases/{case.id}/link")
    page = as_lan.press("Cấp liên kết mới", 422, days="181")
    assert "180 ngày" in page.errors["days"]


def test_what_is_asked_for_is_shown_and_handed_in(as_lan, visitor, office, lan):
    case = filed(office, lan)
    path = link_to(as_lan, case)
    page = read_notice(visitor, path)
    assert "Khai tiếp" not in page.links
    supplements.request_supplement(office, case.id, ["Giấy tờ về địa điểm mới"], by=lan, now=C_DAY)
    page = visitor.open(path)
    assert "Giấy tờ về địa điểm mới" in page.main
    page = visitor.follow("Bổ sung hồ sơ")
    assert "Giấy tờ về địa điểm mới" in page.main
    page = visitor.press("Nộp phần bổ sung", phone="0226 444 4444")
    assert "Đã nộp" in page.main


def test_the_status_page_tells_the_receipt_and_the_day(as_lan, visitor, office, lan):
    case = filed(office, lan)
    path = link_to(as_lan, case)
    verbs.receive(office, case.id, by=lan, now=C_DAY)
    read_notice(visitor, path)
    page = visitor.open(path)
    assert "0001/2026/TN" in page.main
    assert "13/07/2026" in page.main
    assert "Công an tỉnh Hòa An" in page.main
