"""The pages of a case: every step through its button, two reviewers at once, nine checks."""

from datetime import timedelta

import pytest

from service.actions import provider_review
from service.domain.workflow import Role
from service.store import events, provider_cases, provider_parts
from tests.browser import words
from tests.builders import person_of
from tests.provider_builders import (
    C_DAY,
    appraised,
    become,
    filed,
    filled,
    received,
    staff,
)
from tests.provider_pages import numbered


@pytest.fixture
def police(office, clock):
    """The office as the police of a province, on a Monday of regime C."""
    become(office, "police")
    clock.moment = C_DAY + timedelta(hours=1)
    return office


@pytest.fixture
def minh(office):
    return person_of(office.db, "minh")


def state_of(office, case):
    return provider_cases.for_office(office.db, case.id).state.value


def held(office, case):
    return {(f.condition, f.stage): f for f in provider_parts.findings(office.db, case.id)}


def page_of(browser, case, status=200):
    return browser.open(f"/providers/cases/{case.id}", status)


def test_the_page_says_what_is_next_and_why_other_steps_wait(police, minh, as_lan):
    case = filed(police, minh, C_DAY)
    page = page_of(as_lan, case)
    assert "Tiếp nhận, ghi biên nhận" in page.buttons
    assert "Chỉ làm khi hồ sơ ở trạng thái “Đang thẩm định”; hồ sơ đang “Đã nộp”." in page.main
    assert "Bắt đầu thẩm định" in [b for b in page.buttons]  # dead, and its reason is beside it
    dead = [b for b in page.all("button") if b.get("disabled") is not None]
    assert len(dead) == 11
    assert all(page.one(b.get("aria-describedby")) is not None for b in dead)


def test_receiving_gives_the_receipt_and_starts_the_clock(police, minh, as_lan):
    case = filed(police, minh, C_DAY)
    page_of(as_lan, case)
    page = as_lan.press("Tiếp nhận, ghi biên nhận")
    assert "số biên nhận 0001/2026/TN, hẹn trả ngày 13/07/2026" in page.main
    assert "Hẹn trả 13/07/2026, đã dùng 0, còn 5 ngày làm việc." in page.main


def test_a_wrong_day_of_receipt_is_told_at_its_field(police, minh, as_lan):
    case = filed(police, minh, C_DAY)
    page_of(as_lan, case)
    page = as_lan.press("Tiếp nhận, ghi biên nhận", 422, at={"receive-on": "01/08/2026"})
    assert page.errors == {
        "receive-on": "Ngày nhận đủ hồ sơ hợp lệ: Ngày này chưa tới; hãy xem lại."
    }
    assert page.value("receive-on") == "01/08/2026"


def test_declining_needs_its_reason(police, minh, as_lan):
    case = filed(police, minh, C_DAY)
    page_of(as_lan, case)
    page = as_lan.press("Từ chối tiếp nhận", 422)
    assert page.errors == {"decline-reason": "Hãy ghi lý do."}
    page = as_lan.press("Từ chối tiếp nhận", at={"decline-reason": "Không thuộc địa bàn"})
    assert "Lý do: Không thuộc địa bàn" in page.main
    assert state_of(police, case) == "declined"


def test_a_supplement_stops_the_clock_and_its_return_starts_it_again(police, minh, as_lan, clock):
    case = received(police, minh, C_DAY)
    page_of(as_lan, case)
    as_lan.press("Yêu cầu bổ sung", 422, at={"request_supplement-items": ""})
    page = as_lan.press(
        "Yêu cầu bổ sung",
        at={
            "request_supplement-items": "Sơ đồ nhà\nBằng của bà Bình",
            "request_supplement-due_on": "10/07/2026",
        },
    )
    assert "Thời hạn đang dừng để chờ bổ sung; đã dùng 0 ngày làm việc." in page.main
    assert "hạn 10/07/2026: Sơ đồ nhà; Bằng của bà Bình. Chưa nhận." in page.main
    clock.forward(days=2)
    page = as_lan.press("Nhận bổ sung", at={"receive_supplement-note": "Đủ hai thứ"})
    assert "hạn trả mới là 15/07/2026" in page.main
    assert "Nhận ngày 08/07/2026: Đủ hai thứ." in page.main
    assert state_of(police, case) == "valid"


def test_cancelling_keeps_its_reason(police, minh, as_lan):
    case = received(police, minh, C_DAY)
    page_of(as_lan, case)
    page = as_lan.press("Rút hồ sơ", at={"cancel-reason": "Người nộp đổi ý"})
    assert "Hồ sơ đã kết thúc." in page.main
    assert state_of(police, case) == "cancelled"


def test_a_draft_with_gaps_cannot_be_handed_in_and_says_what_is_missing(police, minh, as_minh):
    case = filled(police, minh, C_DAY, phone="")
    page = page_of(as_minh, case)
    assert "Hồ sơ còn 1 chỗ phải bổ sung hoặc sửa." in page.main
    case = filled(police, minh, C_DAY)
    page_of(as_minh, case)
    assert "Đã nộp hồ sơ." in as_minh.press("Nộp hồ sơ").main


def test_the_grid_has_every_condition_of_every_stage_and_mode(police, minh, as_minh):
    case = received(
        police,
        minh,
        C_DAY,
        modes=["inpatient", "outpatient"],
        rooms={
            "bedroom_m2": "80",
            "beds": "10",
            "common_room": True,
            "dining_room": True,
            "exercise_area": True,
        },
    )
    page = as_minh.open(f"/providers/cases/{case.id}/review")
    shown = [
        (e.get("value"), s.get("value"))
        for e, s in zip(
            [c for c in page.all("input") if (c.get("name") or "").endswith("-condition")],
            [c for c in page.all("input") if (c.get("name") or "").endswith("-stage")],
            strict=True,
        )
    ]
    assert shown == [row.key for row in provider_review.rows_of(police, case)]
    assert {("C3", "a"), ("C3", "c"), ("C5", "")} <= set(shown)
    assert "8,0 m²/người" in page.main


def judge(browser, case, page=None, **rows):
    """Fill the grid: {place: (verdict, evidence, note)}."""
    changes = {}
    for place, (verdict, evidence, note) in rows.items():
        prefix = f"row-{place.removeprefix('r')}"
        changes |= {
            f"{prefix}-verdict": verdict,
            f"{prefix}-evidence": evidence,
            f"{prefix}-note": note,
        }
    return changes


def test_only_changed_rows_are_written(police, minh, as_minh):
    case = received(police, minh, C_DAY)
    as_minh.open(f"/providers/cases/{case.id}/review")
    page = as_minh.press(
        "Lưu kết luận", at=judge(as_minh, case, r0=("met", "Mã số doanh nghiệp", ""))
    )
    assert "Đã lưu 1 kết luận." in page.main
    as_minh.press("Lưu kết luận")
    assert len(provider_parts.findings(police.db, case.id, every=True)) == 1


def test_a_refused_row_keeps_what_was_typed_and_harms_no_other(police, minh, as_minh):
    case = received(police, minh, C_DAY)
    as_minh.open(f"/providers/cases/{case.id}/review")
    page = as_minh.press(
        "Lưu kết luận",
        422,
        at=judge(
            as_minh,
            case,
            r0=("met", "Mã số doanh nghiệp", ""),
            r1=("unmet", "Bằng tốt nghiệp", ""),
        ),
    )
    assert "Đã lưu 1 kết luận; còn 1 dòng cần xem lại." in page.main
    assert list(page.errors) == ["row-1-verdict"]
    assert page.value("row-1-evidence") == "Bằng tốt nghiệp"
    assert len(held(police, case)) == 1


def test_two_reviewers_at_once_lose_nothing_and_are_told(police, minh, enter):
    case = received(police, minh, C_DAY)
    first, second = enter("minh"), enter("minh")
    for browser in (first, second):
        browser.open(f"/providers/cases/{case.id}/review")
    first.press("Lưu kết luận", at=judge(first, case, r0=("met", "Giấy phép", "")))
    page = second.press(
        "Lưu kết luận",
        409,
        at=judge(
            second,
            case,
            r0=("unmet", "Tra cứu", "Hết hạn"),
            r1=("met", "Danh sách", ""),
        ),
    )
    (sentence,) = page.errors.values()
    assert "Trần Văn Minh vừa kết luận “Đạt” (Giấy phép)." in sentence
    assert page.value("row-0-note") == "Hết hạn"
    keys = [row.key for row in provider_review.rows_of(police, case)]
    assert held(police, case)[keys[0]].verdict == "met"
    assert held(police, case)[keys[1]].verdict == "met"
    second.press("Lưu kết luận")  # having seen the other's verdict
    assert held(police, case)[keys[0]].verdict == "unmet"
    every = provider_parts.findings(police.db, case.id, every=True)
    assert [one.verdict for one in every if one.condition == keys[0][0]] == ["met", "unmet"]


def test_rows_that_somebody_else_judged_meanwhile_are_left_alone(police, minh, enter):
    case = received(police, minh, C_DAY)
    first, second = enter("minh"), enter("minh")
    for browser in (first, second):
        browser.open(f"/providers/cases/{case.id}/review")
    first.press("Lưu kết luận", at=judge(first, case, r0=("met", "Giấy phép", "")))
    page = second.press("Lưu kết luận", at=judge(second, case, r1=("met", "Danh sách", "")))
    assert "Đã lưu 1 kết luận." in page.main
    assert page.value("row-0-evidence") == "Giấy phép"


def test_a_file_named_as_basis_stands_for_words(police, minh, as_minh):
    case = received(police, minh, C_DAY)
    file = provider_parts.attachments(police.db, case.id)[0]
    as_minh.open(f"/providers/cases/{case.id}/review")
    as_minh.press("Lưu kết luận", at={"row-0-verdict": "met", "row-0-file": str(file.id)})
    (found,) = held(police, case).values()
    assert (found.attachment_id, file.name in found.evidence) == (file.id, True)


def test_staff_that_falls_short_is_seen_per_stage(police, minh, as_minh):
    case = filed(
        police, minh, C_DAY, people=[*staff("a"), *staff("c", name="Lê Văn Dũng", id_no="")]
    )
    with police.db.write():
        police.db.execute(
            "UPDATE provider_staff SET facts = json_set(facts, '$.trainings', json('[]')) "
            "WHERE row = 1"
        )
    page = as_minh.open(f"/providers/cases/{case.id}/review")
    assert "Lê Văn Dũng: Thiếu tập huấn" in page.main
    assert "Chưa kết luận" not in page.buttons


def test_the_appraisal_record_waits_for_every_verdict(police, minh, as_minh):
    case = received(police, minh, C_DAY)
    page_of(as_minh, case)
    page = as_minh.press("Bắt đầu thẩm định")
    assert page.h1 == "Bảng thẩm định"
    count = len(provider_review.rows_of(police, case))
    assert f"Còn {count} điều kiện chưa kết luận." in page_of(as_minh, case).main
    as_minh.open(f"/providers/cases/{case.id}/review")
    rows = {f"r{n}": ("met", "Đã xem", "") for n in range(count)}
    as_minh.press("Lưu kết luận", at=judge(as_minh, case, **rows))
    page_of(as_minh, case)
    page = as_minh.press("Ghi biên bản thẩm định", 422, at={"appraisal-on": "01/07/2026"})
    assert "Ngày biên bản phải từ 06/07/2026" in page.errors["appraisal-on"]
    page = as_minh.press(
        "Ghi biên bản thẩm định", at={"appraisal-on": "", "appraisal-note": "Đủ điều kiện"}
    )
    assert "06/07/2026: Đủ điều kiện" in page.main
    page = as_minh.press("Đề nghị phạm vi công bố", at={"propose-scope": ["a"]})
    assert provider_cases.for_office(police.db, case.id).proposed_scope == ("a",)


def test_the_nine_checks_are_shown_and_the_wrong_ones_stop_the_decision(police, minh, as_minh):
    case = appraised(police, minh, C_DAY)
    paper = numbered(police, C_DAY + timedelta(hours=1))
    page = as_minh.open(f"/providers/cases/{case.id}/decision")
    assert [words(one) for one in page.classed("state")] == ["đúng"] * 9
    page = as_minh.press("Ghi quyết định công bố", 422)
    assert "Hãy chọn văn bản đã cấp số" in page.errors["decision-paper"]
    page = as_minh.press("Kiểm tra lại", at={"decision-reference": paper.reference})
    assert page.value("decision-reference") == paper.reference
    page = as_minh.press("Ghi quyết định công bố", 422, at={"decision-reference": "99/QĐ-CAT"})
    assert "Không có văn bản đã cấp số" in page.errors["decision-reference"]
    page = as_minh.press("Ghi quyết định công bố", at={"decision-reference": paper.reference})
    assert "Đã ghi quyết định công bố." in page.main
    assert state_of(police, case) == "published"


def test_a_commune_cannot_publish_and_is_told_why(office, clock, minh, as_minh):
    clock.moment = C_DAY + timedelta(hours=1)
    case = appraised(office, minh, C_DAY)
    page = page_of(as_minh, case)
    assert "Thẩm quyền ký ngày 06/07/2026 là Giám đốc Công an cấp tỉnh" in page.main
    assert "Công bố…" not in page.links


def test_a_refusal_names_each_condition_its_article_and_how_to_mend_it(police, minh, as_minh):
    case = appraised(police, minh, C_DAY, verdict="unmet")
    paper = numbered(police, C_DAY + timedelta(hours=1))
    page_of(as_minh, case)
    page = as_minh.follow("Từ chối công bố…")
    assert "Còn thiếu" in page.html
    page = as_minh.press(
        "Ghi văn bản từ chối",
        422,
        at={"reason-0-how_to_fix": "", "refusal-reference": paper.reference},
    )
    assert "yêu cầu hướng dẫn hoàn thiện; chưa ghi." in page.main
    page = as_minh.press("Ghi văn bản từ chối", at={"reason-0-how_to_fix": "Nộp lại giấy phép"})
    assert "Đã ghi văn bản từ chối công bố." in page.main
    assert state_of(police, case) == "refused"


def test_late_cases_ask_for_the_slip_that_says_sorry(police, minh, as_minh, clock):
    case = appraised(police, minh, C_DAY)
    clock.moment = C_DAY + timedelta(days=10)
    page = page_of(as_minh, case)
    assert "Quá hạn 13/07/2026 (3 ngày làm việc)." in page.main
    page = as_minh.press("Ghi phiếu xin lỗi, hẹn lại")
    assert "Đã ghi phiếu xin lỗi" in page.main


def test_the_whole_number_is_shown_once_for_a_reason_that_is_kept(police, minh, as_minh):
    case = received(police, minh, C_DAY)
    page = page_of(as_minh, case)
    assert "•••••••••345" in page.main
    assert "001099012345" not in page.html
    page = as_minh.press("Xem số", 422)
    assert list(page.errors) == ["identity-reason"]
    page = as_minh.press("Xem số", at={"identity-reason": "Đối chiếu dữ liệu dân cư"})
    assert "001099012345 (người đề nghị)" in page.main
    assert "001099012345" not in page_of(as_minh, case).html
    told = [e for e in events.of_topic(police.db, case.topic) if e.verb == "case_view_identity"]
    assert [one.detail["reason"] for one in told] == ["Đối chiếu dữ liệu dân cư"]


def test_a_case_of_one_period_needs_a_named_note_to_end_in_the_next(police, minh, as_minh, clock):
    last = C_DAY.replace(month=6, day=29)
    clock.moment = last
    case = appraised(police, minh, last)
    page = page_of(as_minh, case)
    assert "vẫn áp dụng quy định mà hồ sơ bắt đầu" in page.main
    clock.moment = last + timedelta(days=3)
    page = page_of(as_minh, case)
    assert "Người có thẩm quyền phải ghi ý kiến chuyển tiếp." in page.main
    assert "Công bố…" not in page.links
    page = as_minh.press("Ghi ý kiến chuyển tiếp", 422)
    assert list(page.errors) == ["transition-note"]
    page = as_minh.press("Ghi ý kiến chuyển tiếp", at={"transition-note": "Giải quyết tiếp"})
    assert "Ý kiến chuyển tiếp của Trần Văn Minh: Giải quyết tiếp" in page.main
    assert "Công bố…" in page.links


def test_an_individual_whose_home_would_be_published_is_told_of(police, minh, as_minh):
    home = "Xóm Đình, xã Hòa Bình"
    given = {"kind": "individual", "enterprise_code": "", "rep_name": "", "rep_title": ""}
    case = received(police, minh, C_DAY, service_address=home, home_address=home, **given)
    assert "nơi ở sẽ được đăng" in page_of(as_minh, case).main


def test_who_is_of_another_unit_sees_no_case(police, minh, enter):
    tam = enter("tam")
    case = appraised(police, minh, C_DAY)
    for path in ("", "/review", "/decision", "/refusal"):
        tam.open(f"/providers/cases/{case.id}{path}", 404)


def test_reviewing_is_not_the_clerks_nor_the_leaders(police, minh, as_lan, as_hung):
    case = received(police, minh, C_DAY)
    for browser in (as_lan, as_hung):
        page = browser.open(f"/providers/cases/{case.id}/review")
        assert "Kết luận là việc của chuyên viên." in page.main
        assert "Lưu kết luận" not in page.buttons
    assert person_of(police.db, "lan").roles == frozenset({Role.CLERK})
