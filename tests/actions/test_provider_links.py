"""An applicant without an account: his own case by a link, and no other."""

from datetime import timedelta

import pytest

from service.actions import provider_cases, provider_links, provider_supplements
from service.domain.eligibility.states import CaseState
from service.domain.errors import EditConflict, NotFound, Refused
from service.store import events
from tests.provider_builders import C_DAY, PNG, answers, become, equipment, staff


@pytest.fixture
def case(office, minh):
    become(office, "police")
    return provider_cases.open_case(office, kind="organisation", by=minh, now=C_DAY)


@pytest.fixture
def token(office, case, minh):
    return provider_links.hand_out_link(office, case.id, by=minh, now=C_DAY)


def save(office, token, version, **changes):
    return provider_links.save_by_link(
        office,
        token,
        answers(**changes),
        staff=staff(),
        equipment=equipment(["a", "c"]),
        version=version,
        now=C_DAY,
    )


def test_an_applicant_fills_in_resumes_and_hands_in_his_own_case(office, case, token):
    provider_links.see_notice(office, token, now=C_DAY)
    saved = save(office, token, case.version, provider_name="")
    resumed = provider_links.case_of_link(office, token, now=C_DAY + timedelta(days=5))
    assert resumed == saved
    with pytest.raises(Refused) as refusal:
        provider_links.submit_by_link(office, token, now=C_DAY)
    assert "provider_name" in refusal.value.errors
    save(office, token, saved.version)
    for item in ("premises", "diplomas"):
        provider_links.attach_by_link(office, token, item, "a.png", PNG, now=C_DAY)
    done = provider_links.submit_by_link(office, token, now=C_DAY)
    assert done.state is CaseState.FILED
    last = events.of_topic(office.db, done.topic)[-1]
    assert (last.verb, last.person_id, last.detail["applicant"]) == ("case_submit", None, True)
    assert provider_links.submit_by_link(office, token, now=C_DAY) == done


def test_an_applicant_hands_in_what_was_asked_for(office, case, token, minh):
    test_an_applicant_fills_in_resumes_and_hands_in_his_own_case(office, case, token)
    provider_supplements.request_supplement(office, case.id, ["Bằng"], by=minh, now=C_DAY)
    provider_links.attach_by_link(office, token, "diplomas", "b.png", PNG, now=C_DAY)
    assert provider_links.submit_by_link(office, token, now=C_DAY).state is CaseState.FILED


def test_the_notice_comes_before_the_first_field(office, case, token):
    with pytest.raises(Refused, match="thông báo"):
        save(office, token, case.version)
    provider_links.see_notice(office, token, now=C_DAY)
    assert save(office, token, case.version).name == "CƠ SỞ HY VỌNG"


def test_the_token_is_long_and_kept_as_a_hash(office, case, token):
    assert len(token) == 43
    rows = office.db.query("SELECT token_hash FROM provider_link")
    assert token not in repr(rows)


@pytest.mark.parametrize("wrong", ["", "x", "0" * 43])
def test_a_wrong_link_tells_nothing(office, token, wrong):
    with pytest.raises(NotFound, match="hết hạn"):
        provider_links.case_of_link(office, wrong, now=C_DAY)


def test_a_link_ends_by_its_day_by_the_clerk_and_by_the_next_one(office, case, token, minh):
    with pytest.raises(NotFound):
        provider_links.case_of_link(office, token, now=C_DAY + timedelta(days=30))
    second = provider_links.hand_out_link(office, case.id, by=minh, now=C_DAY)
    with pytest.raises(NotFound):
        provider_links.case_of_link(office, token, now=C_DAY)
    assert provider_links.case_of_link(office, second, now=C_DAY).id == case.id
    provider_links.revoke_link(office, case.id, by=minh, now=C_DAY)
    with pytest.raises(NotFound):
        provider_links.case_of_link(office, second, now=C_DAY)


def test_another_unit_cannot_hand_out_a_link(office, case, tam):
    with pytest.raises(NotFound):
        provider_links.hand_out_link(office, case.id, by=tam, now=C_DAY)


def test_two_browsers_do_not_overwrite_each_other(office, case, token):
    provider_links.see_notice(office, token, now=C_DAY)
    save(office, token, case.version)
    with pytest.raises(EditConflict):
        save(office, token, case.version)


def test_the_same_applicant_learns_no_number_of_another_case(office, case, token, minh):
    test_an_applicant_fills_in_resumes_and_hands_in_his_own_case(office, case, token)
    other = provider_cases.open_case(office, kind="organisation", by=minh, now=C_DAY)
    second = provider_links.hand_out_link(office, other.id, by=minh, now=C_DAY)
    provider_links.see_notice(office, second, now=C_DAY)
    save(office, second, other.version)
    for item in ("premises", "diplomas"):
        provider_links.attach_by_link(office, second, item, "a.png", PNG, now=C_DAY)
    with pytest.raises(Refused, match="hồ sơ khác") as refusal:
        provider_links.submit_by_link(office, second, now=C_DAY)
    assert "hồ sơ số" not in refusal.value.message
