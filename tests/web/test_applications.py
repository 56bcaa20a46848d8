"""The application pages at the counter: opened, filled in, checked at the field, handed in."""

import re

import pytest

from service.actions import provider_decisions
from service.domain.eligibility.personal import NOTICE
from service.store import provider_cases, provider_parts
from tests.builders import person_of
from tests.provider_builders import C_DAY, ID_NO, PNG, answers, appraised, become, filled
from tests.provider_pages import numbered

WAY = "ordinary:organisation"
PDF = b"%PDF-1.4 nothing of a PDF in here"


@pytest.fixture(autouse=True)
def police(office, clock):
    """The office of these tests is the police of a province, on a Monday of period C."""
    clock.moment = C_DAY
    become(office, "police")


def opened(browser, kind=WAY, status=200, **more):
    browser.open("/providers/cases/new")
    return browser.press("Mở hồ sơ", status, kind=kind, **more)


def case_of(office, page):
    return provider_cases.for_office(office.db, int(re.search(r"/cases/(\d+)", page.path)[1]))


def edit(browser, case):
    return browser.open(f"/providers/cases/{case.id}/application")


def a_case(office, **given):
    return filled(office, person_of(office.db, "lan"), **given)


def test_the_counter_opens_a_case_and_what_is_typed_is_kept(as_lan, office):
    page = opened(as_lan)
    assert "Mẫu số 11" in page.main
    page = as_lan.press("Lưu", provider_name="CƠ SỞ HY VỌNG", scope=["a", "c"])
    assert page.value("provider_name") == "CƠ SỞ HY VỌNG"
    assert case_of(office, page).scope == ("a", "c")


def test_a_whole_application_is_handed_in(as_lan, office):
    case = a_case(office)
    page = edit(as_lan, case)
    assert page.errors == {}
    page = as_lan.press("Nộp hồ sơ")
    assert "Đã nộp" in page.main
    assert case_of(office, page).state.value == "filed"


def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(as_lan, office):
    opened(as_lan)
    page = as_lan.press("Nộp hồ sơ", 422, provider_name="CƠ SỞ HY VỌNG")
    assert page.value("provider_name") == "CƠ SỞ HY VỌNG"
    for field in ("id_no", "scope", "staff", "attachments-premises", "commitment"):
        assert field in page.errors
    assert "provider_name" not in page.errors


def test_a_number_of_13_digits_is_refused_at_its_field_without_repeating_it(as_lan):
    opened(as_lan)
    page = as_lan.press("Lưu", id_no="0010990123456")
    assert "13 chữ số" in page.errors["id_no"]
    assert "0010990123456" not in page.html
    page = as_lan.press("Nộp hồ sơ", 422)
    assert "13 chữ số" in page.errors["id_no"]


def test_a_doctor_without_a_licence_is_refused_at_the_licence(as_lan, office):
    case = a_case(office)
    edit(as_lan, case)
    page = as_lan.press("Lưu", at={"staff-0-profession": "doctor", "staff-0-stages": ["b"]})
    assert "giấy phép hành nghề" in page.errors["staff-0-licence_no"]
    page = as_lan.press("Nộp hồ sơ", 422)
    assert "giấy phép hành nghề" in page.errors["staff-0-licence_no"]


def test_a_day_before_the_first_regime_is_refused_when_the_case_is_opened(as_lan):
    page = opened(as_lan, WAY, 422, filed_on="31/12/2021")
    assert "01/01/2022" in page.errors["filed_on"]


def test_a_paper_dossier_of_an_earlier_period_is_asked_what_that_period_asks(as_lan):
    page = opened(as_lan, filed_on="30/06/2025")
    assert "Mẫu số 13" in page.main
    assert page.one("attachments-criminal_record") is not None
    page = opened(as_lan)
    assert "attachments-criminal_record" not in page.html
    assert "Không nộp: phiếu lý lịch tư pháp" in page.main


def test_a_way_that_the_period_does_not_have_is_refused_where_it_was_chosen(as_lan):
    page = opened(as_lan, "short:organisation", 422)
    assert "kind" in page.errors


def test_the_same_applicant_is_refused_a_second_case(as_lan, office):
    first = a_case(office)
    edit(as_lan, first)
    as_lan.press("Nộp hồ sơ")
    second = a_case(office)
    edit(as_lan, second)
    page = as_lan.press("Nộp hồ sơ", 422)
    assert "đang có hồ sơ khác" in page.errors["id_no"]


def test_a_file_that_is_not_what_its_name_says_is_refused_at_its_place(as_lan, office):
    page = opened(as_lan)
    page = as_lan.press(
        "Tải tệp đã chọn lên",
        422,
        provider_name="CƠ SỞ HY VỌNG",
        at={"attachments-premises": (PNG, "giay-to.pdf")},
    )
    assert "attachments-premises" in page.errors
    assert page.value("provider_name") == "CƠ SỞ HY VỌNG"
    page = as_lan.press("Tải tệp đã chọn lên", 422, at={"attachments-premises": (PDF, "a.pdf")})
    assert "attachments-premises" in page.errors
    assert provider_parts.attachments(office.db, case_of(office, page).id) == ()


def test_a_file_is_attached_under_a_plain_name_opened_and_taken_out(as_lan, office):
    page = opened(as_lan)
    page = as_lan.press(
        "Tải tệp đã chọn lên", at={"attachments-premises": (PNG, "Nguyễn Văn An 001.png")}
    )
    (file,) = provider_parts.attachments(office.db, case_of(office, page).id)
    assert file.name == "premises-1.png"
    assert "Nguyễn Văn An" not in page.html
    answer = as_lan.open(page.links["Xem"])
    assert answer.data == PNG
    edit(as_lan, case_of(office, page))
    page = as_lan.press("Gỡ tệp premises-1.png")
    assert "premises-1.png" not in page.html


def test_the_identity_number_is_masked_and_survives_a_saving(as_lan, office):
    case = a_case(office)
    page = edit(as_lan, case)
    assert page.value("id_no") == "•••••••••345"
    assert ID_NO not in page.html
    assert "036180000001" not in page.html
    as_lan.press("Lưu", phone="0226 385 9999")
    assert provider_cases.identity(office.db, office.vault, case.id) == ID_NO
    (member,) = provider_parts.staff(office.db, case.id)
    assert member.masked_id == "•••••••••001"


def test_two_people_at_once_lose_nothing(as_lan, as_minh, office):
    case = a_case(office)
    edit(as_lan, case)
    by_minh = case.unit_id == person_of(office.db, "minh").unit_id
    other = as_minh if by_minh else as_lan
    fields = dict(as_lan.page.fields_of(as_lan.page.form_of("Lưu")[0]))
    edit(other, case)
    other.press("Lưu", phone="0226 111 1111")
    page = as_lan.post(
        f"/providers/cases/{case.id}/application",
        {**fields, "email": "moi@example.vn", "csrf_token": as_lan.token(), "do": "save"},
        409,
    )
    assert page.value("email") == "moi@example.vn"
    assert "0226 111 1111" in page.main
    page = as_lan.press("Lưu")
    assert page.value("email") == "moi@example.vn"


def test_rows_work_without_a_script(as_lan):
    opened(as_lan)
    page = as_lan.press("+ Thêm người", provider_name="CƠ SỞ HY VỌNG")
    assert page.one("staff-1-name") is not None
    assert page.value("provider_name") == "CƠ SỞ HY VỌNG"


def test_the_script_saves_quietly_and_is_told_what_is_wrong_so_far(as_lan, office):
    page = opened(as_lan)
    case = case_of(office, page)
    answer = as_lan.post(
        f"/providers/cases/{case.id}/application/autosave",
        {"csrf_token": as_lan.token(), "_version": str(case.version), "id_no": "123"},
    )
    assert answer.json["version"] == case.version + 1
    assert "3 chữ số" in answer.json["wrong"]["id_no"]
    assert "phone" not in answer.json["wrong"]


def test_an_individual_is_asked_for_no_equipment_but_that_of_stage_b(as_lan):
    page = opened(as_lan, "ordinary:individual")
    assert "rep_name" not in page.html
    assert "rooms-bedroom_m2" not in page.html
    assert page.one("birth_date") is not None


def test_a_home_that_would_be_published_is_warned_of(as_lan, office):
    opened(as_lan, "ordinary:individual")
    same = "Xóm Đình, xã Hòa Bình"
    page = as_lan.press("Lưu", home_address=same, service_address=same)
    assert "trùng nơi thường trú" in page.main


def test_a_public_unit_names_its_kind_on_the_way_of_assignment(as_lan, office):
    page = opened(as_lan, "assignment:public_unit")
    page = as_lan.press("Lưu", public_unit_kind="medical")
    assert case_of(office, page).answers["public_unit_kind"] == "medical"


def test_the_short_way_of_a_public_facility_asks_for_no_staff(as_lan):
    page = opened(as_lan, "short:public_unit")
    assert "staff-0-name" not in page.html
    assert page.one("attachments-submission") is not None


def test_the_short_way_before_01_07_2026_asks_for_the_request_alone(as_lan, office):
    page = opened(as_lan, "short:organisation", filed_on="30/06/2025")
    assert "Không phải đính kèm giấy tờ nào" in page.main
    case = case_of(office, page)
    given = answers()
    names = ("provider_name", "service_address", "phone", "rep_name", "rep_title")
    papers = ("id_no", "id_date", "id_place", "scope", "modes")
    fields = {name: given[name] for name in (*names, *papers)}
    page = as_lan.press("Nộp hồ sơ", commitment="y", **fields)
    kept = provider_cases.for_office(office.db, case.id)
    assert (kept.state.value, kept.regime, kept.path) == ("filed", "A", "short")


def test_the_notice_on_personal_data_stands_before_the_first_field(as_lan):
    page = opened(as_lan)
    assert page.html.index(NOTICE.text[:40]) < page.html.index('id="provider_name"')


def test_a_missing_name_of_the_list_is_shown_as_such_and_found_by_search(as_lan, office):
    opened(as_lan)
    assert "Hồ sơ chưa ghi tên" in as_lan.open("/providers/cases").main
    a_case(office)
    assert "HY VỌNG" in as_lan.open("/providers/cases?q=hy+vong").main
    assert "Không có hồ sơ nào" in as_lan.open("/providers/cases?q=khong+co").main


def test_a_provider_is_published_again_for_a_reason_that_says_what_to_hand_in(
    as_lan, office, clock
):
    case = appraised(office, person_of(office.db, "minh"))
    clock.forward(hours=3)
    paper = numbered(office, clock.moment)
    done = provider_decisions.publish(
        office,
        case.id,
        paper.id,
        scope=case.scope,
        modes=case.modes,
        by=person_of(office.db, "minh"),
        now=clock.moment,
    )
    as_lan.open("/providers/cases/new")
    page = as_lan.press("Mở hồ sơ", 422, kind=WAY, request="again")
    assert "provider_id" in page.errors
    page = as_lan.press("Mở hồ sơ", kind=WAY, request="again", provider_id=str(done.provider_id))
    assert page.value("provider_name") == "CƠ SỞ HY VỌNG"
    assert "attachments-new_seat" not in page.html
    page = as_lan.press("Lưu", again_reason="seat")
    assert page.one("attachments-new_seat") is not None
    assert "attachments-premises" not in page.html


def test_a_year_without_its_calendar_is_said_when_the_dossier_is_taken_in(as_lan, office, clock):
    clock.moment = C_DAY.replace(year=2040)
    case = filled(office, person_of(office.db, "lan"), clock.moment)
    edit(as_lan, case)
    as_lan.press("Nộp hồ sơ")
    as_lan.open(f"/providers/cases/{case.id}")
    token = {"csrf_token": as_lan.token()}
    page = as_lan.post(f"/providers/cases/{case.id}/receipt", token, 422)
    assert "2040" in page.main
    assert provider_cases.for_office(office.db, case.id).state.value == "filed"


def test_a_case_filed_on_the_last_day_of_a_period_keeps_its_law(as_lan, office):
    page = opened(as_lan, filed_on="30/06/2026")
    case = case_of(office, page)
    as_lan.press("Lưu", provider_name="CƠ SỞ CUỐI KỲ")
    assert provider_cases.for_office(office.db, case.id).regime == "B"
    assert "Mẫu số 13" in edit(as_lan, case).main


def test_a_drafter_of_another_unit_sees_nothing(enter, office):
    case = a_case(office)
    tam = enter("tam")
    assert "HY VỌNG" not in tam.open("/providers/cases").main
    tam.open(f"/providers/cases/{case.id}/application", 404)
    tam.open(f"/providers/cases/{case.id}/link", 404)


def test_an_ended_session_keeps_what_was_typed_and_no_identity_number(as_lan, office, enter):
    case = a_case(office)
    page = edit(as_lan, case)
    fields = dict(page.fields_of(page.form_of("Lưu")[0]))
    fields |= {"phone": "0226 222 2222", "id_no": "079099012345", "do": "save"}
    with as_lan.client.session_transaction() as session:
        session.clear()
    answer = as_lan.post(f"/providers/cases/{case.id}/application", fields, 303, follow=False)
    rows = office.db.query("SELECT body FROM held_form")
    assert "079099012345" not in str([tuple(row.values()) for row in rows])
    back = re.search(r"held=([\w-]+)", answer.location)[1]
    page = enter("lan").open(f"/providers/cases/{case.id}/application?held={back}")
    assert page.value("phone") == "0226 222 2222"
    assert page.value("id_no") == "•••••••••345"
    assert page.value("staff-0-id_no") == "•••••••••001"
