"""Papers of the procedure: filled from the case, checked when they move, acting when issued."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from forms import load_kinds
from forms.base import posted
from service.actions import agency as agency_verbs
from service.actions import (
    drafting,
    issuing,
    provider_decisions,
    provider_papers,
    provider_review,
    provider_standing,
    reviewing,
)
from service.actions.provider_checks import text_of
from service.actions.provider_facts import signatory_for
from service.domain.agency import SigningCapacity
from service.domain.eligibility.states import CaseState, ProviderState
from service.domain.errors import NotAllowed, NotFound, Refused
from service.domain.numbering import VIETNAM
from service.domain.workflow import State
from service.store import agency as agencies
from service.store import documents, events, provider_acts, provider_parts, provider_register
from service.store import provider_cases as stored
from tests.builders import work
from tests.provider_builders import C_DAY, appraised, become, received

HOUR = timedelta(hours=1)
LATER = C_DAY + HOUR


@pytest.fixture(autouse=True)
def police(office):
    office.kinds = load_kinds()
    return become(office, "police")


def numbered(office, document, lan, hung, minh, now=LATER):
    reviewing.submit(office, document.id, by=minh, now=now, approver_id=hung.id)
    reviewing.approve(office, document.id, by=hung, now=now)
    issuing.take_number(office, document.id, by=lan, now=now)
    work(office, now)
    return documents.get(office.db, document.id, lan)


def issued(office, document, lan, hung, minh, now=LATER):
    numbered(office, document, lan, hung, minh, now)
    return issuing.issue(office, document.id, by=lan, now=now)


def draft(office, purpose, by, now=LATER, **given):
    return provider_papers.draft_paper(office, purpose, by=by, now=now, **given)


def refused_case(office, minh):
    """Appraised with one condition that is not met."""
    case = appraised(office, minh)
    row = provider_review.rows_of(office, case)[-1]
    provider_review.record_finding(
        office,
        case.id,
        row.condition.id,
        row.stage,
        verdict="unmet",
        evidence="Danh sách thiết bị",
        note="Thiếu máy đo huyết áp",
        by=minh,
        now=LATER,
    )
    return stored.for_office(office.db, case.id), row


def test_a_publication_goes_from_the_case_to_the_register(office, minh, lan, hung):
    case = appraised(office, minh)
    document = draft(office, "publication", minh, case_ids=[case.id])
    told = text_of(document)
    assert "GIÁM ĐỐC CÔNG AN TỈNH HÒA AN" in told
    assert "Căn cứ Luật Phòng, chống ma túy năm 2025" in told
    assert "Căn cứ Nghị định số 163/2026/NĐ-CP" in told
    assert "2. Phạm vi dịch vụ: Tiếp nhận, phân loại; Giáo dục, tư vấn" in told
    assert "CƠ SỞ HY VỌNG" in told
    assert "Xóm Đình" not in told
    issued(office, document, lan, hung, minh)
    case = stored.for_office(office.db, case.id)
    assert case.state is CaseState.PUBLISHED
    decision = provider_register.last_publication(office.db, case.provider_id)
    assert (decision.document_id, decision.reference) == (document.id, "01/QĐ-CAT")
    assert all(act.settled for act in provider_acts.of_document(office.db, document.id))


def test_draft_link_and_acts_are_one_transaction(office, minh, monkeypatch):
    case = appraised(office, minh)
    before = office.db.query("SELECT COUNT(*) AS n FROM document")[0]["n"]

    def broken(*_args, **_more):
        raise Refused("dừng")

    monkeypatch.setattr(provider_acts, "add", broken)
    with pytest.raises(Refused, match="dừng"):
        draft(office, "publication", minh, case_ids=[case.id])
    assert office.db.query("SELECT COUNT(*) AS n FROM document")[0]["n"] == before
    assert provider_parts.papers(office.db, case_id=case.id) == ()


def test_a_decision_is_proposed_to_who_may_sign_it(office, minh, quantri):
    """The head of a committee has two lines on the list: the first is on behalf of the body."""
    become(office, "district")
    (head,) = agencies.signatories(office.db)
    for signatory in (
        replace(head, capacity=SigningCapacity.ON_BEHALF, body="Ủy ban nhân dân"),
        replace(head, id=0),
    ):
        agency_verbs.save_signatory(office, signatory, by=quantri, now=C_DAY)
    chosen = signatory_for(office.agency(), "Chủ tịch Ủy ban nhân dân cấp huyện")
    assert chosen == {"choice": str(agencies.signatories(office.db)[-1].id)}


def test_a_list_has_an_annex_and_publishes_every_case_of_it(office, minh, lan, hung):
    cases = [
        appraised(
            office, minh, provider_name=f"CƠ SỞ {n}", id_no=f"00109901200{n}", enterprise_code=""
        )
        for n in (1, 2)
    ]
    document = draft(office, "publication", minh, case_ids=[case.id for case in cases])
    (annex,) = document.answers["annexes"]
    assert annex["body"].count("\n") == 2
    assert "CƠ SỞ 2" in annex["body"]
    assert "danh sách tại Phụ lục kèm theo" in document.answers["articles"][0]
    issued(office, document, lan, hung, minh)
    states = {stored.for_office(office.db, case.id).state for case in cases}
    assert states == {CaseState.PUBLISHED}


def test_a_wrong_decision_is_refused_at_its_submission_with_the_reason(office, minh, hung):
    case, _ = refused_case(office, minh)
    document = draft(office, "publication", minh, case_ids=[case.id])
    with pytest.raises(Refused) as no:
        reviewing.submit(office, document.id, by=minh, now=LATER, approver_id=hung.id)
    assert "CƠ SỞ HY VỌNG: Không đạt" in no.value.message
    assert list(no.value.errors) == ["check-2"]
    assert documents.get(office.db, document.id, minh).state is State.DRAFT


def test_what_became_wrong_after_approval_is_refused_at_its_number(office, minh, lan, hung):
    case = appraised(office, minh)
    document = draft(office, "publication", minh, case_ids=[case.id])
    reviewing.submit(office, document.id, by=minh, now=LATER, approver_id=hung.id)
    reviewing.approve(office, document.id, by=hung, now=LATER)
    late = C_DAY + timedelta(days=20)
    with pytest.raises(Refused, match="Quá hạn") as no:
        issuing.take_number(office, document.id, by=lan, now=late)
    assert "check-5" in no.value.errors


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Người đại diện có căn cước 001099012345.", "số định danh"),
        ("Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021.", "không còn hiệu lực"),
    ],
)
def test_what_a_drafter_types_into_a_decision_is_looked_at_too(office, minh, hung, typed, reason):
    case = appraised(office, minh)
    document = draft(office, "publication", minh, case_ids=[case.id])
    answers = {**document.answers, "articles": [*document.answers["articles"], typed]}
    drafting.save_draft(office, document.id, answers, document.version, by=minh, now=LATER)
    with pytest.raises(Refused, match=reason):
        reviewing.submit(office, document.id, by=minh, now=LATER, approver_id=hung.id)


def test_a_decision_that_no_longer_names_its_stage_is_refused(office, minh, hung):
    case = appraised(office, minh)
    document = draft(office, "publication", minh, case_ids=[case.id])
    changed = [
        one.replace("Tiếp nhận, phân loại", "Tư vấn") for one in document.answers["articles"]
    ]
    answers = {**document.answers, "articles": changed}
    drafting.save_draft(office, document.id, answers, document.version, by=minh, now=LATER)
    with pytest.raises(Refused, match="không còn ghi giai đoạn"):
        reviewing.submit(office, document.id, by=minh, now=LATER, approver_id=hung.id)


def test_a_refusal_names_each_unmet_condition_and_refuses_when_issued(office, minh, lan, hung):
    case, row = refused_case(office, minh)
    document = draft(office, "refusal", minh, case_ids=[case.id])
    body = document.answers["body"]
    assert f"a) Căn cứ: {row.condition.article};" in body
    assert "b) Kết quả xem xét: Thiếu máy đo huyết áp;" in body
    assert f"c) Cách hoàn thiện: {row.condition.how_to_fix}" in body
    issued(office, document, lan, hung, minh)
    assert stored.for_office(office.db, case.id).state is CaseState.REFUSED
    (decision,) = provider_register.decisions(office.db, case_id=case.id)
    assert decision.detail["reasons"][0]["finding"] == "Thiếu máy đo huyết áp"


def test_a_refusal_without_an_unmet_condition_is_not_made(office, minh):
    case = appraised(office, minh)
    with pytest.raises(Refused, match="ít nhất một lý do"):
        draft(office, "refusal", minh, case_ids=[case.id])


def test_a_notice_of_supplement_stops_the_clock_when_issued(office, minh, lan, hung):
    case = received(office, minh)
    document = draft(
        office,
        "supplement",
        minh,
        case_ids=[case.id],
        given={"items": "Bản sao văn bằng\nSơ đồ phòng tư vấn", "due_on": "20/07/2026"},
    )
    assert "2. Sơ đồ phòng tư vấn" in document.answers["body"]
    issued(office, document, lan, hung, minh)
    assert stored.for_office(office.db, case.id).state is CaseState.AWAITING
    (asked,) = provider_parts.supplements(office.db, case.id)
    assert (asked.document_id, len(asked.items)) == (document.id, 2)


def test_the_submission_proposes_what_its_drafter_chose(office, minh):
    case = appraised(office, minh)
    document = draft(office, "submission", minh, case_ids=[case.id], given={"scope": ["a"]})
    assert stored.for_office(office.db, case.id).proposed_scope == ("a",)
    assert "Giai đoạn chưa đủ điều kiện: Giáo dục" in document.answers["body"]
    decision = draft(office, "publication", minh, case_ids=[case.id])
    assert "Giáo dục, tư vấn" not in text_of(decision)


def test_the_appraisal_record_is_the_officers_when_the_clerk_issues_it(office, minh, lan, hung):
    case = received(office, minh)
    provider_review.begin_appraisal(office, case.id, by=minh, now=C_DAY)
    for row in provider_review.rows_of(office, case):
        provider_review.record_finding(
            office, case.id, row.condition.id, row.stage, verdict="met", evidence="Hồ sơ",
            by=minh, now=C_DAY,
        )  # fmt: skip
    document = draft(office, "appraisal", minh, case_ids=[case.id])
    whole = {"clock": "08:00", "end_clock": "09:30", "secretary": "Trần Văn Minh",
             "attendees": ["Đại diện cơ sở"]}  # fmt: skip
    answers = {**document.answers, **whole}
    drafting.save_draft(office, document.id, answers, document.version, by=minh, now=LATER)
    issued(office, document, lan, hung, minh)
    assert stored.for_office(office.db, case.id).appraised_on == C_DAY.date()
    decision = draft(office, "publication", minh, case_ids=[case.id])
    assert "Căn cứ Biên bản thẩm định số 01/BB-CAT ngày 06 tháng 7 năm 2026" in text_of(decision)


def published(office, minh, lan, hung):
    case = appraised(office, minh)
    document = draft(office, "publication", minh, case_ids=[case.id])
    issued(office, document, lan, hung, minh)
    return stored.for_office(office.db, case.id)


def violated(office, minh, lan, hung, now=LATER):
    case = published(office, minh, lan, hung)
    record = draft(
        office,
        "violation",
        minh,
        now + 2 * HOUR,
        provider_ids=[case.provider_id],
        given={"acts": "Không duy trì nhân sự giai đoạn c", "found_on": "06/07/2026"},
    )
    whole = {"clock": "14:00", "end_clock": "15:00", "secretary": "Trần Văn Minh"}
    drafting.save_draft(
        office, record.id, {**record.answers, **whole}, record.version, by=minh, now=now + 2 * HOUR
    )
    issued(office, record, lan, hung, minh, now + 3 * HOUR)
    return case.provider_id


def test_a_provider_is_suspended_mends_and_goes_on_by_papers_alone(office, minh, lan, hung):
    provider_id = violated(office, minh, lan, hung)
    day = LATER + timedelta(days=1)
    given = {"ground": "conditions", "months": "3"}
    document = draft(office, "suspension", minh, day, provider_ids=[provider_id], given=given)
    assert "Căn cứ Biên bản vi phạm số 02/BB-CAT" in text_of(document)
    assert "từ ngày 07 tháng 7 năm 2026 đến hết" in text_of(document)
    issued(office, document, lan, hung, minh, day)
    assert provider_register.get(office.db, provider_id).state is ProviderState.SUSPENDED
    remedy = draft(
        office, "remedy", minh, day, provider_ids=[provider_id],
        given={"measures": "Đã tuyển thêm người", "received_on": "07/07/2026"},
    )  # fmt: skip
    assert "Không duy trì nhân sự giai đoạn c" in remedy.answers["body"]
    issued(office, remedy, lan, hung, minh, day)
    notice = draft(office, "resumption", minh, day, provider_ids=[provider_id])
    issued(office, notice, lan, hung, minh, day)
    assert provider_register.get(office.db, provider_id).state is ProviderState.PUBLISHED


def test_a_withdrawal_ends_a_suspended_provider(office, minh, lan, hung):
    provider_id = violated(office, minh, lan, hung)
    given = {"ground": "conditions", "months": "3"}
    document = draft(office, "suspension", minh, LATER, provider_ids=[provider_id], given=given)
    issued(office, document, lan, hung, minh, LATER + 4 * HOUR)
    withdrawal = draft(
        office, "withdrawal", minh, LATER + 5 * HOUR, provider_ids=[provider_id],
        given={"reasons": "Không khắc phục"},
    )  # fmt: skip
    issued(office, withdrawal, lan, hung, minh, LATER + 5 * HOUR)
    assert provider_register.get(office.db, provider_id).state is ProviderState.WITHDRAWN


def test_four_months_are_refused_where_the_law_says_three(office, minh, lan, hung):
    provider_id = violated(office, minh, lan, hung)
    with pytest.raises(Refused) as no:
        draft(
            office, "suspension", minh, LATER, provider_ids=[provider_id],
            given={"ground": "conditions", "months": "4"},
        )  # fmt: skip
    assert no.value.field == "months" or "months" in no.value.errors


def test_a_paper_whose_case_cannot_follow_is_not_issued(office, minh, lan, hung):
    provider_id = violated(office, minh, lan, hung)
    notice = draft(office, "resumption", minh, LATER, provider_ids=[provider_id])
    numbered(office, notice, lan, hung, minh, LATER + 4 * HOUR)
    with pytest.raises(Exception, match="không bị đình chỉ"):
        issuing.issue(office, notice.id, by=lan, now=LATER + 4 * HOUR)
    assert documents.get(office.db, notice.id, lan).state is State.NUMBERED


def test_the_communes_are_told_of_the_list(office, minh, lan, hung):
    provider_id = published(office, minh, lan, hung).provider_id
    given = {"commune": "xã Hòa Bình"}
    document = draft(office, "communes", minh, LATER, provider_ids=[provider_id], given=given)
    assert "Ủy ban nhân dân và Công an xã Hòa Bình" in document.answers["body"]
    issued(office, document, lan, hung, minh, LATER + 3 * HOUR)
    assert provider_register.last_act(office.db, provider_id, "communes").document_id == document.id


def test_what_was_noted_by_hand_is_not_done_twice(office, minh, lan, hung):
    case = appraised(office, minh)
    document = draft(office, "publication", minh, case_ids=[case.id])
    numbered(office, document, lan, hung, minh)
    provider_decisions.publish(
        office, case.id, document.id, scope=case.scope, modes=case.modes, by=lan, now=LATER
    )
    issuing.issue(office, document.id, by=lan, now=LATER)
    topic = stored.for_office(office.db, case.id).topic
    assert [one.verb for one in events.of_topic(office.db, topic)].count("case_publish") == 1


def test_a_suspension_noted_by_hand_lets_its_decision_out(office, minh, lan, hung):
    provider_id = violated(office, minh, lan, hung)
    given = {"ground": "conditions", "months": "3"}
    document = draft(office, "suspension", minh, LATER, provider_ids=[provider_id], given=given)
    numbered(office, document, lan, hung, minh, LATER + 4 * HOUR)
    provider_standing.suspend(
        office, provider_id, document.id, ground="conditions", months=3, by=lan,
        now=LATER + 4 * HOUR,
    )  # fmt: skip
    issuing.issue(office, document.id, by=lan, now=LATER + 4 * HOUR)
    acts = [one.act for one in provider_register.decisions(office.db, provider_id=provider_id)]
    assert acts.count("suspension") == 1
    assert documents.get(office.db, document.id, lan).state is State.ISSUED


def test_nobody_of_another_unit_drafts_from_the_case(office, minh, tam, lan):
    case = appraised(office, minh)
    with pytest.raises(NotFound):
        draft(office, "publication", tam, case_ids=[case.id])
    with pytest.raises(NotAllowed):
        draft(office, "publication", lan, case_ids=[case.id])
    with pytest.raises(NotFound, match="loại văn bản"):
        draft(office, "nothing", minh, case_ids=[case.id])
    with pytest.raises(Refused, match="ít nhất một"):
        draft(office, "publication", minh, case_ids=[])
    with pytest.raises(Refused, match="không dùng cho hồ sơ này"):
        draft(office, "assignment", minh, case_ids=[case.id])
    with pytest.raises(Refused, match="soạn từng văn bản"):
        draft(office, "refusal", minh, case_ids=[case.id, case.id + 1])


DAYS = {
    "2025-06-30": ("district", "CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN HÒA AN", "116/2021", "184/2025"),
    "2025-07-01": ("police", "GIÁM ĐỐC CÔNG AN TỈNH HÒA AN", "184/2025", "163/2026"),
    "2026-07-01": ("police", "GIÁM ĐỐC CÔNG AN TỈNH HÒA AN", "163/2026", "116/2021"),
}


@pytest.mark.parametrize("written", DAYS)
def test_three_days_have_three_laws_and_authorities(office, minh, hung, written):
    who, authority, decree, wrong = DAYS[written]
    become(office, who)
    now = datetime.fromisoformat(f"{written}T09:00").replace(tzinfo=VIETNAM)
    case = appraised(office, minh, now, filed_on=now.date())
    document = draft(office, "publication", minh, now + HOUR, case_ids=[case.id])
    assert document.answers["authority"] == authority
    assert decree in text_of(document)
    assert wrong not in text_of(document)
    reviewing.submit(office, document.id, by=minh, now=now + HOUR, approver_id=hung.id)


def test_every_draft_is_a_complete_form_but_for_what_only_people_know(office, minh):
    case = appraised(office, minh)
    document = draft(office, "publication", minh, case_ids=[case.id])
    form = posted(office.kinds["decision"].form, document.answers, office.agency())
    assert form.validate(), form.error_paths()
