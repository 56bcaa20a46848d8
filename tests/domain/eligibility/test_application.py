"""What is asked, what is wrong at which field, and who meets which standard."""

from dataclasses import replace
from datetime import date

import pytest

from service.domain.eligibility import application, checklist
from service.domain.eligibility.attachments import real_type
from service.domain.eligibility.cases import EquipmentItem, StaffMember
from service.domain.eligibility.law import EquipmentRow
from service.domain.errors import Refused
from tests.domain.eligibility.law_fixture import LAW
from tests.provider_builders import ID_NO, PNG, answers

A, B, C = (LAW.regime(code) for code in "ABC")
TODAY = date(2026, 7, 6)
PERSON = StaffMember(
    1,
    "Người",
    level="secondary",
    trainings=("rehabilitation", "counselling", "behaviour", "client_management"),
    stages=("a", "c", "đ"),
)


def errors(regime=C, id_no=ID_NO, staff=(PERSON,), kind="organisation", **changes):
    return application.application_errors(
        regime,
        kind=kind,
        path="ordinary",
        request=changes.pop("request", "first"),
        answers=answers(**changes),
        id_no=id_no,
        staff=staff,
        equipment=(),
        attachments=(),
        today=TODAY,
    )


def without_files(found):
    return {field for field in found if not field.startswith("attachments-")}


def test_a_full_application_lacks_only_its_files():
    assert without_files(errors()) == set()
    assert set(errors()) == {"attachments-premises", "attachments-diplomas"}


def test_an_enterprise_code_waives_the_copy_of_the_certificate():
    assert "attachments-establishment" in errors(enterprise_code="")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id_no": "0010990123456"}, "id_no"),
        ({"id_no": ""}, "id_no"),
        ({"id_no": "00109901234A"}, "id_no"),
        ({"provider_name": ""}, "provider_name"),
        ({"rep_name": ""}, "rep_name"),
        ({"phone": "gọi sau"}, "phone"),
        ({"email": "hyvong"}, "email"),
        ({"enterprise_code": "123"}, "enterprise_code"),
        ({"scope": []}, "scope"),
        ({"scope": ["x"]}, "scope"),
        ({"modes": []}, "modes"),
        ({"modes": ["tent"]}, "modes"),
        ({"birth_date": "31/02/1980"}, "birth_date"),
        ({"id_date": "01/01/2030"}, "id_date"),
        ({"commitment": False}, "commitment"),
        ({"request": "again", "again_reason": "suspension"}, "again_reason"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changes, field):
    found = errors(**changes)
    assert without_files(found) == {field}
    for typed in (str(changes.get("id_no") or ""), str(changes.get("birth_date") or "")):
        assert not typed or typed not in found[field]


@pytest.mark.parametrize("number", ["001099012345", "001 099 012 345", "012345678", "c1234567"])
def test_all_three_papers_are_known(number):
    assert "id_no" not in errors(id_no=number)


def test_stage_dd_exists_in_c_only():
    assert without_files(errors(scope=["đ"])) == set()
    assert "scope" in errors(regime=B, scope=["đ"])


def test_a_doctor_without_a_licence_is_stopped_at_the_row():
    doctor = replace(PERSON, profession="doctor", stages=("b",))
    found = errors(staff=(PERSON, doctor), scope=["a", "b"])
    assert without_files(found) == {"staff-1-licence_no"}


def test_an_organisation_without_staff_is_stopped():
    assert "staff" in errors(staff=())


@pytest.mark.parametrize(
    ("person", "stage", "lacks"),
    [
        ({"level": "primary"}, "a", "trình độ trung cấp"),
        ({"trainings": ()}, "a", "công tác cai nghiện"),
        ({"trainings": ("rehabilitation",)}, "c", "tư vấn tâm lý"),
        ({}, "b", "chuyên môn: bác sĩ"),
        ({"profession": "doctor"}, "b", "số giấy phép hành nghề"),
        (
            {"profession": "doctor", "licence_no": "1", "licence_field": "general"},
            "b",
            "cắt cơn, giải độc",
        ),
    ],
)
def test_what_a_person_lacks_for_a_stage_is_said(person, stage, lacks):
    one = replace(PERSON, stages=(stage,), **person)
    (found,) = checklist.staffing(C, TODAY, (stage,), (one,))
    assert found.met is False
    assert lacks in found.people[0][2]


@pytest.mark.parametrize(
    "person",
    [
        {"licence_field": "psychiatry"},
        {"licence_field": "traditional", "trainings": ("detox",)},
    ],
)
def test_either_way_of_the_doctors_standard_is_enough(person):
    doctor = replace(PERSON, profession="doctor", licence_no="1", stages=("b",), **person)
    assert checklist.staffing(C, TODAY, ("b",), (doctor,))[0].met is True


def test_stage_d_of_c_has_no_standard_and_blocks_nothing():
    (found,) = checklist.staffing(C, TODAY, ("d",), ())
    assert found.met is None
    assert "không quy định" in found.standard


def test_an_assistant_doctor_was_enough_until_2024():
    one = replace(PERSON, profession="assistant_doctor", licence_no="1", stages=("b",))
    assert checklist.staffing(A, date(2024, 12, 31), ("b",), (one,))[0].met is True
    assert checklist.staffing(A, date(2025, 1, 1), ("b",), (one,))[0].met is False


@pytest.mark.parametrize(
    ("regime", "kind", "modes", "expected"),
    [
        (C, "organisation", ["outpatient"], ["C1", "C3", "C4", "C6"]),
        (C, "organisation", ["inpatient"], ["C1", "C3", "C4", "C5", "C6"]),
        (C, "individual", ["inpatient"], ["C2", "C3", "C7"]),
        (A, "individual", ["inpatient"], ["1-cn", "2a", "2a-nt", "2b", "3a", "3b"]),
    ],
)
def test_conditions_follow_kind_and_mode(regime, kind, modes, expected):
    rows = checklist.checklist(regime, kind=kind, path="ordinary", scope=["a"], modes=modes)
    assert list(dict.fromkeys(row.condition.id for row in rows)) == expected


def test_an_individual_in_stage_b_has_the_equipment_row():
    rows = checklist.checklist(
        C, kind="individual", path="ordinary", scope=["a", "b"], modes=["outpatient"]
    )
    assert [row.key for row in rows if row.condition.check == "equipment"] == [("C8", "b")]


def test_the_short_path_asks_for_little():
    rows = checklist.checklist(
        C, kind="public_unit", path="short", scope=["a", "b"], modes=["inpatient"]
    )
    assert [row.condition.id for row in rows] == ["C9"]
    items = application.dossier_of(C, kind="public_unit", path="short", request="first", answers={})
    assert {item.code for item in items} == {"establishment", "submission"}


def test_equipment_is_counted_row_by_row_once_the_annex_is_known():
    regime = replace(C, equipment=(EquipmentRow("b1", "Giường", "b", 3),))

    def state(*items):
        return checklist.equipment_state(
            regime, kind="organisation", path="ordinary", scope=("b",), equipment=items
        )

    two = EquipmentItem(1, "Giường", "b", present=2, code="b1")
    assert [(one.required, one.present, one.met) for one in state(two)] == [(3, 2, False)]
    assert [one.met for one in state(two, replace(two, id=2, present=1))] == [True]
    assert checklist.equipped(regime, "b", state()) is False


def test_scope_is_held_within_what_was_asked_and_can_be_carried():
    def trouble(published, carried=("a", "b")):
        return checklist.scope_trouble(
            C, published=published, requested=("a", "b"), carried=carried
        )

    assert trouble(("a",)) == ""
    assert "không được đề nghị" in trouble(("a", "c"), ("a", "c"))
    assert "chưa đáp ứng" in trouble(("a", "b"), ("a",))
    assert trouble(())


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.png", b"", "rỗng"),
        ("a.pdf", PNG, "nội dung là ảnh PNG"),
        ("a.pdf", b"PK\x03\x04 not a paper", "không đọc được"),
        ("a.pdf", b"%PDF-1.7 cut short", "không đọc được"),
        ("a", PNG, "nội dung là ảnh PNG"),
        ("a.jpg", b"<html>", "không đọc được"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name, data, said):
    with pytest.raises(Refused, match=said) as refusal:
        real_type(name, data)
    assert "file" in refusal.value.errors
    assert real_type("ảnh.PNG", PNG) == "image/png"


def test_only_fields_with_a_tag_are_kept():
    kept = application.kept_answers({**answers(), "blood_group": "O", "phone": "  01 \u200b"})
    assert "blood_group" not in kept
    assert "id_no" not in kept
    assert kept["phone"] == "01"


def test_unknown_codes_of_a_staff_row_fall_to_the_lowest():
    row = application.staff_row(
        {"name": " An ", "level": "king", "stages": "a", "trainings": ["x"]}
    )
    assert (row["name"], row["level"], row["stages"], row["trainings"]) == ("An", "none", ["a"], [])
    assert application.equipment_row({"present": "-3", "required": "2"})["present"] == 0
