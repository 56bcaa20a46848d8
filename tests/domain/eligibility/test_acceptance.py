"""Ten impossible or telling combinations, as a records clerk would try them."""

from dataclasses import replace
from datetime import date

import pytest

from service.domain.agency import Signatory, SigningCapacity
from service.domain.authority import Authority, Delegation, Rank
from service.domain.copying import CopyForm, Medium, SourceStanding, ruling
from service.domain.eligibility import application, checklist
from service.domain.eligibility.cases import EquipmentItem, StaffMember
from service.domain.eligibility.decision_checks import (
    DecisionFacts,
    decision_checks,
    refusal_trouble,
)
from service.domain.eligibility.law import regime_on
from service.domain.eligibility.limits import clock, due, require_suspension
from service.domain.errors import Refused
from service.domain.holidays import VIETNAM_CALENDAR
from tests.domain.eligibility.law_fixture import LAW

A, B, C = (LAW.regime(code) for code in "ABC")
JULY = date(2026, 7, 2)
DOCTOR = StaffMember(
    1,
    "Bác sĩ",
    level="university",
    profession="doctor",
    licence_no="0001/CCHN",
    licence_field="psychiatry",
    stages=("b",),
)
COUNSELLOR = StaffMember(
    2, "Tư vấn", level="secondary", trainings=("rehabilitation",), stages=("a",)
)


def facts(**changes):
    """A decision of regime C with nothing wrong."""
    rows = checklist.checklist(
        C, kind="organisation", path="ordinary", scope=("a",), modes=("outpatient",)
    )
    given = {
        "decided_on": JULY,
        "regime": C,
        "case_regime": C,
        "transition_note": "",
        "path": "ordinary",
        "requested": ("a",),
        "published": ("a",),
        "modes": ("outpatient",),
        "rows": rows,
        "verdicts": {row.key: "met" for row in rows},
        "carried": {"a"},
        "rooms": (),
        "doctors_with_licence": 0,
        "appraised_on": JULY,
        "valid_on": date(2026, 7, 1),
        "due": date(2026, 7, 8),
        "apology_on": None,
        "text": "Căn cứ Nghị định số 163/2026/NĐ-CP ngày 15 tháng 5 năm 2026 của Chính phủ",
        "authority_line": "Giám đốc Công an tỉnh Hòa An",
        "number": 1,
    }
    return DecisionFacts(**{**given, **changes})


def failed(one):
    return [check.number for check in decision_checks(one) if not check.ok]


def test_a_decision_with_nothing_wrong_passes_all_nine():
    assert [check.number for check in decision_checks(facts())] == list(range(1, 10))
    assert failed(facts()) == []


def test_three_dates_give_three_authorities_and_two_limits():
    found = []
    for day in (date(2025, 6, 30), date(2025, 7, 1), date(2026, 7, 1)):
        regime = regime_on(LAW, day)
        last = due(regime, "decide", day, VIETNAM_CALENDAR).day
        found.append((regime.authority, regime.receiver, regime.forms["request"], last))
    assert found == [
        (
            "Chủ tịch Ủy ban nhân dân cấp huyện",
            "Ủy ban nhân dân cấp huyện",
            "Mẫu số 13, Phụ lục II",
            date(2025, 7, 14),
        ),
        (
            "Giám đốc Công an cấp tỉnh",
            "Công an cấp tỉnh",
            "Mẫu số 13, Phụ lục II",
            date(2025, 7, 15),
        ),
        (
            "Giám đốc Công an cấp tỉnh",
            "Công an cấp tỉnh",
            "Mẫu số 11, Phụ lục V",
            date(2026, 7, 8),
        ),
    ]
    # The authority of B and C has one name; by whose proposal tells them apart.
    assert len({regime.proposer for regime in LAW.regimes}) == 3


def test_an_expired_basis_in_a_decision_is_blocked():
    text = "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ"
    assert failed(facts(text=text)) == [1]
    check = decision_checks(facts(text=text))[0]
    assert "116/2021/NĐ-CP" in check.sentence
    assert "163/2026/NĐ-CP" in check.sentence


def test_stage_b_of_an_individual_needs_equipment_and_stage_a_none():
    def carried(equipment):
        return checklist.covered(
            C,
            kind="individual",
            path="ordinary",
            scope=("a", "b"),
            day=JULY,
            staff=(DOCTOR, COUNSELLOR),
            equipment=equipment,
        )

    assert carried(()) == {"a"}
    kit = EquipmentItem(1, "Máy đo huyết áp", "b", present=1, required=1)
    assert carried((kit,)) == {"a", "b"}
    assert carried((replace(kit, present=0),)) == {"a"}
    assert failed(facts(requested=("a", "b"), published=("a", "b"), carried={"a"})) == [3, 7]


def test_inpatient_without_room_areas_is_blocked():
    assert failed(facts(modes=("inpatient",))) == [7]
    without = checklist.rooms_state(C, {})
    assert failed(facts(modes=("inpatient",), rooms=without)) == [7]
    rooms = {"bedroom_m2": "40", "beds": 10, "common_room": True, "dining_room": True}
    narrow = checklist.rooms_state(C, {**rooms, "exercise_area": True, "beds": 11})
    assert failed(facts(modes=("inpatient",), rooms=narrow)) == [7]
    good = checklist.rooms_state(C, {**rooms, "exercise_area": True})
    assert failed(facts(modes=("inpatient",), rooms=good)) == []


@pytest.mark.parametrize(
    "text", ["Điều 1. Ông An, số 001099012345", "CCCD số: 001 099 012 345", "hộ chiếu C1234567"]
)
def test_an_identity_number_in_the_text_is_blocked(text):
    assert failed(facts(text=text)) == [6]


def test_a_refusal_without_reasons_is_blocked_and_in_c_without_guidance_too():
    assert set(refusal_trouble(C, [])) == {"reasons"}
    reason = {"condition_id": "C4", "legal_ref": "Điều 79", "finding": "Thiếu giấy tờ"}
    assert set(refusal_trouble(C, [reason])) == {"reasons-0-how_to_fix"}
    assert refusal_trouble(A, [reason]) == {}
    assert refusal_trouble(C, [{**reason, "how_to_fix": "Nộp giấy tờ"}]) == {}


def test_criminal_records_are_asked_for_in_a_and_never_in_c():
    def codes(regime):
        items = application.dossier_of(
            regime, kind="individual", path="ordinary", request="first", answers={}
        )
        return {item.code for item in items}, items

    assert "criminal_record" in codes(A)[0]
    found, items = codes(C)
    assert "criminal_record" not in found
    with pytest.raises(Refused, match="không yêu cầu phiếu lý lịch tư pháp"):
        application.may_attach(C, "criminal_record", items)


def test_four_months_suspend_in_a_and_not_in_c():
    assert require_suspension(A, 4, date(2025, 1, 15)) == date(2025, 5, 14)
    with pytest.raises(Refused, match="đúng 3 tháng"):
        require_suspension(C, 4, JULY)
    assert require_suspension(C, 3, JULY) == date(2026, 10, 1)


def test_sao_luc_is_not_made_from_an_original():
    def may(standing):
        return ruling(CopyForm.OF_COPY, Medium.PAPER, standing, Medium.PAPER).lawful

    assert not may(SourceStanding.ORIGINAL)
    assert may(SourceStanding.CERTIFIED)


def delegated(**changes):
    signer = Signatory(
        1, "Người ký", "Phó Giám đốc", SigningCapacity.BY_DELEGATION, head_post="Giám đốc"
    )
    return Authority(signer, Rank.SUBORDINATE_HEAD, **changes)


def test_delegated_signing_without_a_paper_or_past_its_end_is_blocked():
    paper = Delegation(
        "Văn bản số 1/UQ-CAT",
        "Người ký",
        Rank.HEAD,
        date(2026, 1, 1),
        date(2026, 6, 30),
        ("Công bố cơ sở",),
    )
    by = SigningCapacity.BY_DELEGATION
    assert failed(facts(capacity=by)) == [8]
    assert failed(facts(capacity=by, authority=delegated())) == [8]
    assert failed(facts(capacity=by, authority=delegated(delegation=paper))) == [8]
    longer = replace(paper, until=date(2026, 12, 31))
    assert failed(facts(capacity=by, authority=delegated(delegation=longer))) == []


@pytest.mark.parametrize(
    ("changes", "number"),
    [
        ({"decided_on": date(2026, 6, 30), "appraised_on": date(2026, 6, 30)}, 1),
        ({"case_regime": B}, 1),
        ({"authority_line": "Chủ tịch Ủy ban nhân dân xã Hòa Bình"}, 1),
        ({"verdicts": {}}, 2),
        ({"published": ("a", "c"), "carried": {"a", "c"}}, 3),
        ({"published": ()}, 3),
        ({"appraised_on": None}, 4),
        ({"appraised_on": date(2026, 6, 30)}, 4),
        ({"appraised_on": date(2026, 7, 3)}, 4),
        ({"due": date(2026, 7, 1)}, 5),
        ({"due": None}, 5),
        ({"birth_dates": ("02/07/1980",), "text": "sinh ngày 02 tháng 7 năm 1980"}, 6),
        ({"homes": ("Xóm Đình, xã Hòa Bình",), "text": "trú tại xóm Đình, xã Hòa Bình"}, 6),
        ({"text": "không có tiền án"}, 6),
        ({"capacity": SigningCapacity.BY_ORDER}, 8),
        ({"number": None, "must_have_number": True}, 9),
        ({"number_taken": True}, 9),
    ],
)
def test_each_of_the_nine_checks_can_say_no(changes, number):
    assert number in failed(facts(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"case_regime": B, "transition_note": "Giám đốc cho giải quyết tiếp"},
        {"due": date(2026, 7, 1), "apology_on": date(2026, 7, 1)},
        {"requested": ("a", "c")},
    ],
)
def test_what_was_noted_in_time_lets_the_decision_pass(changes):
    assert failed(facts(**changes)) == []


def test_verdicts_of_a_stage_left_out_do_not_keep_the_rest_back():
    rows = checklist.checklist(
        C, kind="organisation", path="ordinary", scope=("a", "c"), modes=("outpatient",)
    )
    verdicts = {row.key: "unmet" if row.stage == "c" else "met" for row in rows}
    both = {"rows": rows, "verdicts": verdicts, "requested": ("a", "c"), "carried": {"a", "c"}}
    assert failed(facts(**both)) == []
    assert failed(facts(**both, published=("a", "c"))) == [2]


def test_the_clock_stands_still_between_request_and_receipt():
    asked, back = date(2026, 7, 2), date(2026, 7, 7)
    running = clock(
        C,
        "decide",
        date(2026, 7, 1),
        [(asked, None)],
        today=date(2026, 7, 6),
        calendar=VIETNAM_CALENDAR,
    )
    assert (running.due, running.used, running.stopped) == (None, 1, True)
    again = clock(
        C,
        "decide",
        date(2026, 7, 1),
        [(asked, back)],
        today=date(2026, 7, 14),
        calendar=VIETNAM_CALENDAR,
    )
    assert (again.due, again.left, again.late) == (date(2026, 7, 13), -1, True)


def test_a_law_that_starts_anew_counts_from_the_receipt():
    anew = replace(C, supplement_clock="restart")
    found = clock(
        anew,
        "decide",
        date(2026, 7, 1),
        [(date(2026, 7, 2), date(2026, 7, 7))],
        today=date(2026, 7, 8),
        calendar=VIETNAM_CALENDAR,
    )
    assert (found.due, found.used) == (date(2026, 7, 14), 1)
