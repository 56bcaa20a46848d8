"""A case from the counter to a decision, and a provider's life after it."""

from datetime import date, datetime, timedelta

import pytest

from service.actions import (
    provider_cases,
    provider_checks,
    provider_closing,
    provider_decisions,
    provider_files,
    provider_review,
    provider_sheet,
    provider_standing,
    provider_supplements,
)
from service.domain.eligibility.law_reading import read_law
from service.domain.eligibility.states import CaseState, ProviderState
from service.domain.errors import EditConflict, NotAllowed, NotFound, Refused, WrongState
from service.domain.numbering import VIETNAM
from service.store import events, provider_parts, provider_register
from service.store import provider_cases as stored
from tests.builders import a_document
from tests.provider_builders import (
    BODY_C,
    C_DAY,
    ID_NO,
    PNG,
    a_decision,
    answers,
    appraised,
    become,
    doctor,
    filed,
    filled,
    published,
    received,
    staff,
)

HOUR = timedelta(hours=1)


def verbs(office, topic):
    return [event.verb for event in events.of_topic(office.db, topic)]


@pytest.fixture(autouse=True)
def police(office):
    return become(office, "police")


def test_a_case_goes_from_the_counter_to_the_register(office, minh):
    case = published(office, minh)
    assert case.state is CaseState.PUBLISHED
    provider = provider_register.get(office.db, case.provider_id)
    assert (provider.state, provider.scope) == (ProviderState.PUBLISHED, ("a", "c"))
    decision = provider_register.last_publication(office.db, provider.id)
    assert decision.reference == "01/QĐ-CAT"
    assert decision.authority == "Giám đốc Công an cấp tỉnh"
    assert verbs(office, case.topic)[:4] == [
        "case_open",
        "case_save",
        "case_attach",
        "case_attach",
    ]
    assert verbs(office, case.topic)[-1] == "case_publish"


def test_receipt_has_a_number_and_a_due_day_five_working_days_on(office, minh, lan):
    case = filed(office, minh)
    case = provider_cases.receive(office, case.id, by=lan, now=C_DAY)
    assert (case.receipt_no, case.due) == ("0001/2026/TN", date(2026, 7, 13))
    again = provider_cases.receive(office, case.id, by=lan, now=C_DAY + HOUR)
    assert again == case
    assert verbs(office, case.topic).count("case_receive") == 1


def test_two_receipts_of_a_year_have_two_numbers(office, minh):
    received(office, minh)
    second = received(office, minh, id_no="001099099999", enterprise_code="0700999999")
    assert second.receipt_no == "0002/2026/TN"


def test_a_supplement_stops_the_clock_and_moves_the_due_day(office, minh):
    case = received(office, minh)
    asked = provider_supplements.request_supplement(
        office, case.id, ["Bằng của bà Bình"], by=minh, now=C_DAY + timedelta(days=1)
    )
    assert (asked.state, asked.due) == (CaseState.AWAITING, None)
    back = provider_supplements.receive_supplement(
        office, case.id, by=minh, now=C_DAY + timedelta(days=3)
    )
    assert (back.state, back.due) == (CaseState.VALID, date(2026, 7, 15))
    sheet = provider_sheet.sheet(office, case.id, by=minh, now=C_DAY + timedelta(days=3))
    assert (sheet.clock.used, sheet.clock.left, sheet.clock.stopped) == (1, 4, False)


def test_a_supplement_before_the_dossier_is_valid_leads_back_to_the_counter(office, minh):
    case = filed(office, minh)
    provider_supplements.request_supplement(office, case.id, ["Bản sao"], by=minh, now=C_DAY)
    case = provider_supplements.receive_supplement(
        office, case.id, by=minh, now=C_DAY + timedelta(days=2)
    )
    assert case.state is CaseState.FILED
    case = provider_cases.receive(office, case.id, by=minh, now=C_DAY + timedelta(days=2))
    assert case.due == date(2026, 7, 15)


def test_a_supplement_needs_to_say_what_is_missing(office, minh):
    case = filed(office, minh)
    with pytest.raises(Refused) as refusal:
        provider_supplements.request_supplement(office, case.id, ["  "], by=minh, now=C_DAY)
    assert "items" in refusal.value.errors


def test_publishing_needs_a_numbered_paper(office, minh):
    case = appraised(office, minh)
    draft = a_document(office, now=C_DAY, body=BODY_C)
    with pytest.raises(Refused) as refusal:
        provider_decisions.publish(
            office, case.id, draft.id, scope=["a"], modes=["outpatient"], by=minh, now=C_DAY
        )
    assert "document_id" in refusal.value.errors


def test_a_condition_not_met_keeps_the_decision_back(office, minh):
    case = appraised(office, minh, verdict="unmet")
    paper = a_decision(office)
    with pytest.raises(Refused) as refusal:
        provider_decisions.publish(
            office,
            case.id,
            paper.id,
            scope=case.scope,
            modes=case.modes,
            by=minh,
            now=C_DAY + HOUR,
        )
    assert set(refusal.value.errors) == {"check-2"}
    assert stored.get(office.db, case.id, minh).state is CaseState.APPRAISING


def test_a_partial_publication_keeps_what_was_left_out(office, minh):
    case = appraised(office, minh)
    paper = a_decision(office)
    case = provider_decisions.publish(
        office, case.id, paper.id, scope=["a"], modes=["outpatient"], by=minh, now=C_DAY + HOUR
    )
    (decision,) = provider_decisions.decisions_of(office, case.id, by=minh)
    assert (decision.scope, decision.detail["left_out"]) == (("a",), ["c"])


def test_an_identity_number_in_the_decision_is_stopped(office, minh):
    case = appraised(office, minh)
    paper = a_decision(office, body=f"{BODY_C} Người đại diện có số {ID_NO}.")
    with pytest.raises(Refused) as refusal:
        provider_decisions.publish(
            office,
            case.id,
            paper.id,
            scope=case.scope,
            modes=case.modes,
            by=minh,
            now=C_DAY + HOUR,
        )
    assert set(refusal.value.errors) == {"check-6"}
    assert ID_NO not in str(refusal.value.errors)


def test_a_commune_cannot_publish(office, minh):
    become(office, "district")
    case = appraised(office, minh)
    paper = a_decision(office)
    with pytest.raises(Refused) as refusal:
        provider_decisions.publish(
            office,
            case.id,
            paper.id,
            scope=case.scope,
            modes=case.modes,
            by=minh,
            now=C_DAY + HOUR,
        )
    assert set(refusal.value.errors) == {"check-1"}


def test_a_refusal_names_reasons_and_how_to_mend_them(office, minh):
    case = appraised(office, minh, verdict="unmet")
    paper = a_decision(office, kind="official_letter")
    reason = {"condition_id": "C4", "legal_ref": "Điều 79", "finding": "Thiếu giấy tờ"}
    for wrong, field in (([], "reasons"), ([reason], "reasons-0-how_to_fix")):
        with pytest.raises(Refused) as refusal:
            provider_decisions.refuse(office, case.id, paper.id, wrong, by=minh, now=C_DAY + HOUR)
        assert field in refusal.value.errors
    reason["how_to_fix"] = "Nộp giấy tờ về địa điểm"
    case = provider_decisions.refuse(office, case.id, paper.id, [reason], by=minh, now=C_DAY + HOUR)
    assert case.state is CaseState.REFUSED


def test_the_same_applicant_cannot_have_two_open_cases(office, minh, lan):
    first = received(office, minh)
    second = filled(office, lan, enterprise_code="")
    with pytest.raises(Refused, match=first.receipt_no) as refusal:
        provider_cases.submit_application(office, second.id, by=lan, now=C_DAY)
    assert "id_no" in refusal.value.errors
    provider_closing.cancel(office, first.id, "Nộp lại", by=minh, now=C_DAY)
    second = provider_cases.submit_application(office, second.id, by=lan, now=C_DAY)
    assert second.state is CaseState.FILED


def test_a_published_applicant_is_shown_the_way_to_publish_again(office, minh):
    published(office, minh)
    second = filled(office, minh, now=C_DAY + timedelta(days=20))
    with pytest.raises(Refused, match="công bố lại"):
        provider_cases.submit_application(
            office, second.id, by=minh, now=C_DAY + timedelta(days=20)
        )


def test_people_of_another_unit_do_not_know_of_a_case(office, minh, tam):
    case = filed(office, minh)
    with pytest.raises(NotFound):
        stored.get(office.db, case.id, tam)
    with pytest.raises(NotFound):
        provider_cases.receive(office, case.id, by=tam, now=C_DAY)
    assert stored.page(office.db, tam).total == 0
    assert stored.page(office.db, minh).total == 1


def test_an_administrator_may_not_open_cases(office, quantri):
    with pytest.raises(NotAllowed):
        provider_cases.open_case(office, kind="organisation", by=quantri, now=C_DAY)


def test_a_save_over_another_version_is_a_conflict(office, minh):
    case = filled(office, minh)
    with pytest.raises(EditConflict) as conflict:
        provider_cases.save_application(office, case.id, answers(), version=1, by=minh, now=C_DAY)
    assert conflict.value.version == case.version


def test_nothing_is_saved_once_it_is_handed_in(office, minh):
    case = filed(office, minh)
    with pytest.raises(WrongState):
        provider_cases.save_application(
            office, case.id, answers(), version=case.version, by=minh, now=C_DAY
        )


def test_a_finding_needs_evidence_and_a_row_of_the_case(office, minh):
    case = received(office, minh)
    for condition, stage, given, field in (
        ("C4", "", {"verdict": "met", "evidence": ""}, "evidence"),
        ("C4", "", {"verdict": "unmet", "evidence": "x"}, "note"),
        ("C4", "", {"verdict": "fine", "evidence": "x"}, "verdict"),
        ("C5", "", {"verdict": "met", "evidence": "x"}, "condition"),
        ("C3", "b", {"verdict": "met", "evidence": "x"}, "condition"),
    ):
        with pytest.raises(Refused) as refusal:
            provider_review.record_finding(
                office, case.id, condition, stage, **given, by=minh, now=C_DAY
            )
        assert field in refusal.value.errors


def test_a_later_verdict_holds_and_the_earlier_stays(office, minh):
    case = received(office, minh)
    for verdict in ("pending", "met"):
        provider_review.record_finding(
            office,
            case.id,
            "C4",
            verdict=verdict,
            evidence="Sơ đồ",
            note="Chờ kiểm tra",
            by=minh,
            now=C_DAY,
        )
    assert provider_parts.verdicts(office.db, case.id) == {("C4", ""): "met"}
    assert len(provider_parts.findings(office.db, case.id, every=True)) == 2


def test_the_record_waits_for_every_verdict(office, minh):
    case = received(office, minh)
    provider_review.begin_appraisal(office, case.id, by=minh, now=C_DAY)
    with pytest.raises(Refused) as refusal:
        provider_review.record_appraisal(office, case.id, by=minh, now=C_DAY)
    assert "findings" in refusal.value.errors


def test_a_late_decision_needs_an_apology(office, minh):
    case = appraised(office, minh)
    late = C_DAY + timedelta(days=14)
    paper = a_decision(office, now=late)
    given = {"scope": case.scope, "modes": case.modes, "by": minh, "now": late + HOUR}
    with pytest.raises(Refused) as refusal:
        provider_decisions.publish(office, case.id, paper.id, **given)
    assert set(refusal.value.errors) == {"check-5"}
    provider_review.note_apology(office, case.id, by=minh, now=late)
    case = provider_decisions.publish(office, case.id, paper.id, **given)
    assert case.state is CaseState.PUBLISHED


def suspended(office, minh, months=3):
    case = published(office, minh)
    now = C_DAY + timedelta(days=30)
    provider_standing.record_violation(
        office,
        case.provider_id,
        ["Không còn bác sĩ"],
        found_on=now.date(),
        by=minh,
        now=now,
    )
    paper = a_decision(office, now=now)
    return provider_standing.suspend(
        office,
        case.provider_id,
        paper.id,
        ground="conditions",
        months=months,
        by=minh,
        now=now + HOUR,
    )


def test_a_suspension_lasts_three_months_and_rests_on_a_record(office, minh):
    provider = suspended(office, minh)
    assert provider.state is ProviderState.SUSPENDED
    assert provider.suspended_until == date(2026, 11, 4)
    acts = [one.act for one in provider_register.decisions(office.db, provider_id=provider.id)]
    assert acts == ["publication", "violation", "suspension"]
    soon = provider_register.due_soon(office.db, date(2026, 10, 20))
    assert [(one.id, what) for one, what, _ in soon] == [(provider.id, "suspension_ends")]


def test_four_months_are_too_long_now(office, minh):
    with pytest.raises(Refused) as refusal:
        suspended(office, minh, months=4)
    assert "months" in refusal.value.errors


def test_a_suspension_without_a_record_is_refused(office, minh):
    case = published(office, minh)
    paper = a_decision(office, now=C_DAY + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        provider_standing.suspend(
            office,
            case.provider_id,
            paper.id,
            ground="conditions",
            months=3,
            by=minh,
            now=C_DAY + timedelta(days=2),
        )
    assert "record" in refusal.value.errors


def test_a_remedy_leads_on_and_no_remedy_to_withdrawal(office, minh):
    provider = suspended(office, minh)
    later = C_DAY + timedelta(days=110)
    paper = a_decision(office, now=later)
    with pytest.raises(Refused) as refusal:
        provider_standing.resume(office, provider.id, paper.id, by=minh, now=later + HOUR)
    assert "remedy" in refusal.value.errors
    provider_standing.record_remedy(office, provider.id, ["Đã có bác sĩ"], by=minh, now=later)
    provider = provider_standing.resume(office, provider.id, paper.id, by=minh, now=later + HOUR)
    assert (provider.state, provider.suspended_until) == (ProviderState.PUBLISHED, None)


def test_withdrawal_ends_a_suspended_provider(office, minh):
    provider = suspended(office, minh)
    later = C_DAY + timedelta(days=120)
    paper = a_decision(office, now=later)
    provider = provider_standing.withdraw(
        office, provider.id, paper.id, ["Không khắc phục"], by=minh, now=later + HOUR
    )
    assert provider.state is ProviderState.WITHDRAWN
    assert provider_register.public_list(office.db)[0]["state"] == "withdrawn"


def test_publishing_again_replaces_the_former_decision(office, minh):
    first = published(office, minh)
    later = C_DAY + timedelta(days=40)
    case = provider_cases.open_case(
        office,
        kind="organisation",
        request="again",
        provider_id=first.provider_id,
        by=minh,
        now=later,
    )
    assert case.answers["provider_name"] == "CƠ SỞ HY VỌNG"
    assert case.limit_code == "republish"
    with pytest.raises(Refused) as refusal:
        provider_cases.submit_application(office, case.id, by=minh, now=later)
    assert "again_reason" in refusal.value.errors


def test_a_second_request_that_is_called_off_leaves_the_provider_published(office, minh):
    first = published(office, minh)
    later = C_DAY + timedelta(days=40)
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
        answers(again_reason="seat"),
        staff=staff(),
        version=case.version,
        by=minh,
        now=later,
    )
    provider_files.attach(office, case.id, "new_seat", "a.png", PNG, by=minh, now=later)
    provider_cases.submit_application(office, case.id, by=minh, now=later)
    state = provider_register.get(office.db, first.provider_id).state
    assert state is ProviderState.REPUBLISHING
    provider_closing.cancel(office, case.id, "Thôi", by=minh, now=later)
    state = provider_register.get(office.db, first.provider_id).state
    assert state is ProviderState.PUBLISHED


def test_a_public_unit_is_assigned_by_the_province(office, minh):
    become(office, "province")
    case = appraised(
        office, minh, kind="public_unit", path="assignment", public_unit_kind="medical"
    )
    paper = a_decision(office)
    given = {"scope": case.scope, "modes": case.modes, "by": minh, "now": C_DAY + HOUR}
    with pytest.raises(WrongState):
        provider_decisions.publish(office, case.id, paper.id, **given)
    case = provider_decisions.assign(office, case.id, paper.id, **given)
    assert case.state is CaseState.ASSIGNED
    assert provider_register.get(office.db, case.provider_id).state is ProviderState.ASSIGNED


def test_stage_b_of_an_individual_needs_equipment(office, minh):
    people = [*staff("a"), *doctor()]
    case = appraised(
        office, minh, kind="individual", scope=["a", "b"], people=people, enterprise_code=""
    )
    paper = a_decision(office)
    given = {"modes": ["outpatient"], "by": minh, "now": C_DAY + HOUR}
    with pytest.raises(Refused) as refusal:
        provider_decisions.publish(office, case.id, paper.id, scope=["a", "b"], **given)
    assert set(refusal.value.errors) == {"check-3"}
    case = provider_decisions.publish(office, case.id, paper.id, scope=["a"], **given)
    assert case.state is CaseState.PUBLISHED


def test_a_case_keeps_the_law_it_began_with(office, minh):
    case = filed(office, minh)
    changed = office.law.text.replace("amount = 5\nunit", "amount = 7\nunit")
    office.law = read_law(changed)
    case = provider_cases.receive(office, case.id, by=minh, now=C_DAY)
    assert case.due == date(2026, 7, 13)
    second = received(office, minh, id_no="001099099999", enterprise_code="0700999999")
    assert second.due == date(2026, 7, 15)
    assert second.law_version != case.law_version


@pytest.mark.parametrize(
    ("day", "regime"), [("2025-06-30", "A"), ("2025-07-01", "B"), ("2026-06-30", "B")]
)
def test_a_dossier_of_the_last_day_of_a_regime_stays_with_it(office, minh, day, regime):
    case = provider_cases.open_case(
        office, kind="organisation", filed_on=date.fromisoformat(day), by=minh, now=C_DAY
    )
    assert case.regime == regime
    saved = provider_cases.save_application(
        office, case.id, answers(), version=case.version, by=minh, now=C_DAY
    )
    assert saved.regime == regime


def test_a_draft_of_yesterday_is_handed_in_under_the_law_of_today(office, minh):
    last = datetime(2026, 6, 30, 16, 0, tzinfo=VIETNAM)
    case = provider_cases.open_case(office, kind="organisation", by=minh, now=last)
    assert case.regime == "B"
    saved = provider_cases.save_application(
        office,
        case.id,
        answers(),
        version=case.version,
        by=minh,
        now=datetime(2026, 7, 1, 8, 0, tzinfo=VIETNAM),
    )
    assert (saved.regime, saved.filed_on) == ("C", date(2026, 7, 1))


@pytest.mark.parametrize("day", ["2021-12-31", "2026-07-07"])
def test_a_day_before_any_law_or_in_the_future_is_refused(office, minh, day):
    with pytest.raises(Refused) as refusal:
        provider_cases.open_case(
            office, kind="organisation", filed_on=date.fromisoformat(day), by=minh, now=C_DAY
        )
    assert "filed_on" in refusal.value.errors


def test_a_year_without_holidays_is_said_and_nothing_is_received(office, minh):
    case = filed(office, minh, now=datetime(2028, 3, 6, 9, 0, tzinfo=VIETNAM))
    with pytest.raises(Refused, match="lịch nghỉ lễ, tết năm 2028"):
        provider_cases.receive(
            office, case.id, by=minh, now=datetime(2028, 3, 6, 9, 0, tzinfo=VIETNAM)
        )
    assert stored.get(office.db, case.id, minh).state is CaseState.FILED


def test_a_case_over_the_change_of_law_needs_a_named_officer(office, minh):
    june = datetime(2026, 6, 29, 9, 0, tzinfo=VIETNAM)
    july = datetime(2026, 7, 2, 9, 0, tzinfo=VIETNAM)
    case = appraised(office, minh, now=june)
    paper = a_decision(office, now=july)
    given = {"scope": case.scope, "modes": case.modes, "by": minh, "now": july + HOUR}
    with pytest.raises(Refused, match="chuyển tiếp") as refusal:
        provider_decisions.publish(office, case.id, paper.id, **given)
    assert "check-1" in refusal.value.errors
    provider_review.note_transition(
        office, case.id, "Giám đốc cho giải quyết tiếp", by=minh, now=july
    )
    checks = provider_checks.checks_for(office, case.id, document_id=paper.id, by=minh, now=july)
    assert checks[0].ok
