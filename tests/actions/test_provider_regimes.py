"""Cases of the two earlier periods of law, decided by whom their law names."""

from datetime import date, datetime, timedelta

import pytest

from service.actions import (
    provider_cases,
    provider_checks,
    provider_decisions,
    provider_files,
    provider_review,
    provider_standing,
)
from service.domain.eligibility.states import CaseState, ProviderState
from service.domain.errors import Refused, WrongState
from service.domain.numbering import VIETNAM
from service.store import provider_cases as stored
from service.store import provider_parts, provider_register
from tests.provider_builders import (
    PNG,
    a_decision,
    answers,
    appraised,
    become,
    doctor,
    equipment,
    filled,
    published,
    staff,
)

A_DAY = datetime(2025, 3, 3, 9, 0, tzinfo=VIETNAM)
B_DAY = datetime(2025, 7, 1, 9, 0, tzinfo=VIETNAM)
BODY_A = "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ"
HOUR = timedelta(hours=1)


def decided(office, minh, who, now, **given):
    become(office, who)
    case = appraised(office, minh, now=now, **given)
    paper = a_decision(office, now=now + HOUR, body=BODY_A)
    return provider_decisions.publish(
        office,
        case.id,
        paper.id,
        scope=case.scope,
        modes=case.modes,
        by=minh,
        now=now + 2 * HOUR,
    )


def suspended(office, minh, months):
    case = decided(office, minh, "district", A_DAY)
    now = A_DAY + timedelta(days=7)
    provider_standing.record_violation(
        office, case.provider_id, ["Thiếu người"], found_on=now.date(), by=minh, now=now
    )
    paper = a_decision(office, now=now, body=BODY_A)
    return provider_standing.suspend(
        office,
        case.provider_id,
        paper.id,
        ground="other",
        months=months,
        by=minh,
        now=now + HOUR,
    )


@pytest.mark.parametrize(
    ("who", "now", "due", "authority"),
    [
        ("district", A_DAY, date(2025, 3, 17), "Chủ tịch Ủy ban nhân dân cấp huyện"),
        ("police", B_DAY, date(2025, 7, 15), "Giám đốc Công an cấp tỉnh"),
    ],
)
def test_a_whole_case_under_an_earlier_law(office, minh, who, now, due, authority):
    case = decided(office, minh, who, now)
    assert (case.state, case.due) == (CaseState.PUBLISHED, due)
    (decision,) = provider_decisions.decisions_of(office, case.id, by=minh)
    assert decision.authority == authority


def test_the_district_asks_for_criminal_records_and_the_process(office, minh):
    become(office, "district")
    case = filled(office, minh, now=A_DAY)
    items = {one.item for one in provider_parts.attachments(office.db, case.id)}
    assert {"criminal_record", "process", "diplomas", "premises", "establishment"} == items


@pytest.mark.parametrize(("who", "now"), [("police", A_DAY), ("district", B_DAY)])
def test_who_decided_under_another_law_is_refused(office, minh, who, now):
    with pytest.raises(Refused) as refusal:
        decided(office, minh, who, now)
    assert set(refusal.value.errors) == {"check-1"}


def test_four_months_of_suspension_and_a_new_request_after_them(office, minh):
    provider = suspended(office, minh, 4)
    assert provider.suspended_until == date(2025, 7, 9)
    later = A_DAY + timedelta(days=60)
    case = provider_cases.open_case(
        office,
        kind="organisation",
        request="again",
        provider_id=provider.id,
        by=minh,
        now=later,
    )
    case = provider_cases.save_application(
        office,
        case.id,
        answers(again_reason="suspension"),
        staff=staff(),
        equipment=equipment(["a", "c"]),
        version=case.version,
        by=minh,
        now=later,
    )
    provider_cases.submit_application(office, case.id, by=minh, now=later)
    assert provider_register.get(office.db, provider.id).state is ProviderState.REPUBLISHING


@pytest.mark.parametrize("months", [2, 7])
def test_other_months_are_refused(office, minh, months):
    with pytest.raises(Refused, match="từ 3 đến 6 tháng"):
        suspended(office, minh, months)


def test_the_earlier_law_knows_no_withdrawal_and_no_notice_to_go_on(office, minh):
    provider = suspended(office, minh, 3)
    now = A_DAY + timedelta(days=40)
    paper = a_decision(office, now=now, body=BODY_A)
    with pytest.raises(WrongState, match="không có thu hồi"):
        provider_standing.withdraw(
            office, provider.id, paper.id, ["Không khắc phục"], by=minh, now=now + HOUR
        )
    with pytest.raises(WrongState, match="công bố lại"):
        provider_standing.resume(office, provider.id, paper.id, by=minh, now=now + HOUR)


def test_a_suspended_provider_of_today_reports_instead_of_asking_again(office, minh):
    become(office, "police")
    now = datetime(2026, 7, 6, 9, 0, tzinfo=VIETNAM)
    case = published(office, minh, now=now)
    provider_standing.record_violation(
        office, case.provider_id, ["Thiếu người"], found_on=now.date(), by=minh, now=now
    )
    paper = a_decision(office, now=now + HOUR)
    provider_standing.suspend(
        office,
        case.provider_id,
        paper.id,
        ground="breach",
        months=3,
        by=minh,
        now=now + 2 * HOUR,
    )
    with pytest.raises(WrongState, match="báo cáo khắc phục"):
        provider_cases.open_case(
            office,
            kind="organisation",
            request="again",
            provider_id=case.provider_id,
            by=minh,
            now=now + 3 * HOUR,
        )


def test_a_new_seat_is_published_by_a_decision_that_replaces_the_former(office, minh):
    become(office, "police")
    now = datetime(2026, 7, 6, 9, 0, tzinfo=VIETNAM)
    first = published(office, minh, now=now)
    later = now + timedelta(days=28)
    case = provider_cases.open_case(
        office,
        kind="organisation",
        request="again",
        provider_id=first.provider_id,
        by=minh,
        now=later,
    )
    provider_cases.save_application(
        office,
        case.id,
        answers(again_reason="seat", service_address="Số 9 đường Lê Lợi, xã Hòa Bình"),
        staff=staff(),
        equipment=equipment(["a", "c"]),
        version=case.version,
        by=minh,
        now=later,
    )
    provider_files.attach(office, case.id, "new_seat", "a.png", PNG, by=minh, now=later)
    provider_cases.submit_application(office, case.id, by=minh, now=later)
    case = provider_cases.receive(office, case.id, by=minh, now=later)
    _appraise(office, case, minh, later)
    paper = a_decision(office, now=later)
    provider_decisions.publish(
        office,
        case.id,
        paper.id,
        scope=case.scope,
        modes=case.modes,
        by=minh,
        now=later + HOUR,
    )
    provider = provider_register.get(office.db, first.provider_id)
    assert provider.service_address == "Số 9 đường Lê Lợi, xã Hòa Bình"
    old, new = provider_register.decisions(office.db, provider_id=provider.id)
    assert (new.act, new.replaces, old.act) == ("republication", old.id, "publication")


def _appraise(office, case, by, now):
    provider_review.begin_appraisal(office, case.id, by=by, now=now)
    for row in provider_review.rows_of(office, case):
        provider_review.record_finding(
            office,
            case.id,
            row.condition.id,
            row.stage,
            verdict="met",
            evidence="Hồ sơ",
            by=by,
            now=now,
        )
    provider_review.record_appraisal(office, case.id, by=by, now=now)


def test_the_short_path_rests_on_the_facility_itself(office, minh):
    become(office, "police")
    now = datetime(2026, 7, 6, 9, 0, tzinfo=VIETNAM)
    case = appraised(
        office,
        minh,
        now=now,
        kind="public_unit",
        path="short",
        scope=["a", "b", "c"],
        modes=["inpatient"],
        gear=(),
    )
    checks = provider_checks.checks_for(office, case.id, by=minh, now=now)
    assert [one.number for one in checks if not one.ok] == []


def test_a_doctor_without_a_licence_does_not_get_past_the_counter(office, minh):
    become(office, "police")
    now = datetime(2026, 7, 6, 9, 0, tzinfo=VIETNAM)
    people = [*staff("a"), *doctor(licence_no="")]
    case = filled(office, minh, now=now, scope=["a", "b"], people=people)
    with pytest.raises(Refused) as refusal:
        provider_cases.submit_application(office, case.id, by=minh, now=now)
    assert set(refusal.value.errors) == {"staff-1-licence_no"}
    assert stored.get(office.db, case.id, minh).state is CaseState.DRAFT
