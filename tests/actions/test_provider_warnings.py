"""What falls due in the procedure, for whom; and deletion as each night's work."""

from datetime import timedelta

import pytest

from service.actions import provider_decisions, provider_standing, provider_supplements
from service.actions.nightly import plan_nights
from service.actions.provider_warnings import provider_warnings
from service.domain.eligibility.states import ProviderState
from service.store import provider_cases, provider_deletions, provider_register
from tests.builders import work
from tests.provider_builders import (
    C_DAY,
    a_decision,
    appraised,
    become,
    filled,
    published,
    received,
    staff,
)

B_DAY = C_DAY.replace(month=5, day=11)
BODY_B = (
    "Căn cứ Luật Phòng, chống ma túy ngày 30 tháng 3 năm 2021; Căn cứ Nghị định số "
    "116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ."
)


@pytest.fixture
def police(office):
    become(office, "police")
    return office


def told(office, by, now):
    return [
        (one.kind, one.day.isoformat(), one.late)
        for one in provider_warnings(office, by=by, now=now)
    ]


def test_a_decision_is_due_soon_and_then_late(police, lan, tam):
    received(police, lan)
    assert told(police, lan, C_DAY) == []
    assert told(police, lan, C_DAY + timedelta(days=4)) == [("decision", "2026-07-13", False)]
    assert told(police, lan, C_DAY + timedelta(days=8)) == [("decision", "2026-07-13", True)]
    assert told(police, tam, C_DAY + timedelta(days=8)) == []


def test_a_supplement_that_did_not_come_is_told_of(police, lan):
    case = received(police, lan)
    day = (C_DAY + timedelta(days=3)).date()
    provider_supplements.request_supplement(
        police, case.id, ["Sơ đồ nhà"], due_on=day, by=lan, now=C_DAY
    )
    assert told(police, lan, C_DAY + timedelta(days=3)) == []
    assert told(police, lan, C_DAY + timedelta(days=4)) == [("supplement", "2026-07-09", True)]
    provider_supplements.receive_supplement(police, case.id, by=lan, now=C_DAY + timedelta(days=4))
    assert told(police, lan, C_DAY + timedelta(days=4)) == []


def test_a_suspension_that_ends_is_told_a_month_before(police, lan, minh, tam):
    case = published(police, minh)
    later = C_DAY + timedelta(days=1)
    provider_standing.record_violation(
        police, case.provider_id, ["Sai phạm"], found_on=later.date(), by=lan, now=later
    )
    paper = a_decision(police, later)
    moment = later + timedelta(hours=1)
    provider_standing.suspend(
        police, case.provider_id, paper.id, ground="breach", months=3, by=lan, now=moment
    )
    until = provider_register.get(police.db, case.provider_id).suspended_until
    assert told(police, lan, moment + timedelta(days=50)) == []
    expected = [("suspension_ends", until.isoformat(), False)]
    assert told(police, minh, moment + timedelta(days=75)) == expected
    assert told(police, tam, moment + timedelta(days=75)) == []


def under_b(office, by, **given):
    case = appraised(office, by, B_DAY, **given)
    paper = a_decision(office, B_DAY + timedelta(hours=1), body=BODY_B)
    return provider_decisions.publish(
        office,
        case.id,
        paper.id,
        scope=case.scope,
        modes=case.modes,
        by=by,
        now=B_DAY + timedelta(hours=2),
    )


def test_staff_that_a_new_standard_leaves_short_is_told_ahead(police, minh):
    under_b(police, minh, people=staff(trainings=["rehabilitation"]))
    assert told(police, minh, B_DAY + timedelta(days=10)) == []
    assert told(police, minh, B_DAY + timedelta(days=25)) == [("standard", "2026-07-01", False)]
    (one,) = provider_warnings(police, by=minh, now=C_DAY)
    assert one.late
    assert "Tiêu chuẩn nhân sự giai đoạn c đổi từ 01/07/2026" in one.sentence


def test_staff_that_meets_the_new_standard_is_not_told_of(police, minh):
    under_b(police, minh)
    assert told(police, minh, C_DAY) == []


def test_who_waits_to_be_published_again_is_not_warned_twice(police, minh):
    case = under_b(police, minh, people=staff(trainings=["rehabilitation"]))
    provider = provider_register.get(police.db, case.provider_id)
    with police.db.write():
        provider_register.move(police.db, provider, "apply_again", C_DAY)
    assert provider_register.get(police.db, provider.id).state is ProviderState.REPUBLISHING
    assert told(police, minh, C_DAY) == []


def test_every_night_deletes_what_is_no_longer_needed(police, lan):
    case = filled(police, lan)
    later = C_DAY + timedelta(days=92)
    plan_nights(police, later)
    work(police, later + timedelta(days=1))
    assert provider_cases.for_office(police.db, case.id).answers == {}
    (record,) = provider_deletions.records(police.db)
    assert (record.topic, record.rule) == (case.topic, "draft")
