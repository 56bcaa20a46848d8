"""The pages of providers after their publication: register, acts, public list, law."""

import io
import json
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from service.actions import provider_decisions, provider_publishing, provider_standing
from service.domain.eligibility.personal import PUBLIC_FIELDS
from service.store import events, provider_cases, provider_deletions, provider_register
from tests.browser import words
from tests.builders import person_of
from tests.provider_builders import C_DAY, ID_NO, become, filled, received
from tests.provider_builders import appraised as appraised_case
from tests.provider_pages import numbered


@pytest.fixture
def police(office, clock):
    become(office, "police")
    clock.moment = C_DAY + timedelta(hours=3)
    return office


@pytest.fixture
def minh(office):
    return person_of(office.db, "minh")


@pytest.fixture
def publish(police, minh):
    """Publish a provider as the pages do, by a numbered decision; returns its id."""

    def publish(**given):
        case = appraised_case(police, minh, C_DAY, **given)
        paper = numbered(police, C_DAY + timedelta(hours=1))
        done = provider_decisions.publish(
            police,
            case.id,
            paper.id,
            scope=case.scope,
            modes=case.modes,
            by=minh,
            now=C_DAY + timedelta(hours=2),
        )
        return done.provider_id

    return publish


def state_of(office, provider_id):
    return provider_register.get(office.db, provider_id).state.value


def paper(office, clock, subject):
    return numbered(office, clock.moment, subject=subject).reference


def test_a_violation_leads_to_suspension_remedy_and_on(police, publish, clock, as_minh):
    one = publish()
    page = as_minh.open(f"/providers/{one}")
    assert "Chưa có biên bản vi phạm; ghi biên bản trước khi đình chỉ." in page.main
    page = as_minh.press("Ghi biên bản vi phạm", 422, at={"violation-acts": "Thiếu bác sĩ"})
    assert page.errors == {"violation-found_on": "Hãy ghi ngày phát hiện."}
    page = as_minh.press("Ghi biên bản vi phạm", at={"violation-found_on": "06/07/2026"})
    assert "Đã ghi biên bản vi phạm." in page.main
    clock.forward(days=1)
    reference = paper(police, clock, "Đình chỉ cung cấp dịch vụ")
    page = as_minh.press("Đình chỉ", 422, at={"suspend-reference": reference})
    assert "Hãy chọn căn cứ đình chỉ theo quy định." in page.main
    page = as_minh.press("Đình chỉ", at={"suspend-ground": "conditions"})
    assert "Đã ghi quyết định đình chỉ đến hết ngày 06/10/2026." in page.main
    assert "Chưa có báo cáo khắc phục của cơ sở." in page.main
    page = as_minh.press("Nhận báo cáo khắc phục", at={"remedy-measures": "Đã tuyển bác sĩ"})
    assert "Khắc phục: Đã tuyển bác sĩ." in page.main
    page = as_minh.press(
        "Cho tiếp tục cung cấp dịch vụ",
        at={"resume-reference": paper(police, clock, "Tiếp tục cung cấp dịch vụ")},
    )
    assert state_of(police, one) == "published"
    acts = [words(row) for row in page.classed("acts-table")[0].iter("tr")]
    assert len(acts) == 1 + 5  # published, record, suspension, remedy, resumption


def test_withdrawal_needs_its_paper_and_its_reasons(police, publish, clock, as_minh, minh):
    one = publish()
    provider_standing.record_violation(
        police, one, ["Sai phạm"], found_on=C_DAY.date(), by=minh, now=clock.moment
    )
    suspension = numbered(police, clock.moment, subject="Đình chỉ")
    provider_standing.suspend(
        police, one, suspension.id, ground="breach", months=3, by=minh, now=clock.moment
    )
    as_minh.open(f"/providers/{one}")
    page = as_minh.press("Thu hồi công bố", 422, at={"withdraw-reasons": "Không khắc phục"})
    assert list(page.errors) == ["withdraw-paper"]
    reference = paper(police, clock, "Thu hồi công bố")
    page = as_minh.press("Thu hồi công bố", at={"withdraw-reference": reference})
    assert "Lý do: Không khắc phục." in page.main
    assert state_of(police, one) == "withdrawn"
    assert "cơ sở “Đã thu hồi công bố”" in page.main


def test_publishing_again_opens_a_case_filled_from_what_was_published(publish, as_lan, police):
    one = publish()
    as_lan.open(f"/providers/{one}")
    page = as_lan.press("Mở hồ sơ công bố lại")
    assert "Đã mở hồ sơ công bố lại" in page.main
    case = provider_cases.for_office(police.db, int(page.path.split("/")[3]))
    assert (case.request, case.provider_id, case.name) == ("again", one, "CƠ SỞ HY VỌNG")


def test_a_service_is_noted_and_a_future_one_refused(publish, as_lan, police):
    one = publish()
    as_lan.open(f"/providers/{one}")
    page = as_lan.press("Ghi lần cung cấp dịch vụ", 422, at={"service-on": "01/01/2027"})
    assert "Ngày này chưa tới" in page.errors["service-on"]
    as_lan.press("Ghi lần cung cấp dịch vụ", at={"service-on": "06/07/2026"})
    assert str(provider_register.get(police.db, one).last_service_on) == "2026-07-06"


def test_the_register_filters_and_counts_by_commune_and_stage(publish, as_lan):
    publish(commune="xã Hòa Bình")
    publish(
        commune="xã Bình An",
        id_no="001099012346",
        enterprise_code="0700123457",
        provider_name="CƠ SỞ BÌNH MINH",
        scope=["a"],
        price="1.500.000 đồng",
    )
    page = as_lan.open("/providers")
    assert "2 trong 2 cơ sở" in page.main
    rows = [words(row).split() for row in page.classed("stage-map")[0].iter("tr")]
    assert rows[-1] == ["Tổng", "số", "2", "0", "1", "0", "0", "2"]
    assert "1 trong 2 cơ sở" in as_lan.open("/providers?commune=xã Bình An").main
    page = as_lan.open("/providers?stage=c")
    assert "CƠ SỞ BÌNH MINH" not in page.main
    assert "1.500.000 đồng" in as_lan.open("/providers?q=binh minh").main
    assert "Không có cơ sở nào như thế." in as_lan.open("/providers?state=withdrawn").main
    report = as_lan.open("/providers/report")
    assert "Đang được công bố 2" in report.main


def test_the_report_counts_what_was_decided_in_a_period(publish, as_lan, enter):
    publish()
    page = as_lan.open("/providers/report")
    assert (page.value("since"), page.value("until")) == ("01/01/2026", "06/07/2026")
    assert "Quyết định công bố 1" in page.main
    page = as_lan.press("Xem kỳ này", since="07/07/2026", until="31/07/2026")
    assert "Quyết định công bố 0" in page.main
    page = as_lan.press("Xem kỳ này", 422, since="31/02/2026")
    assert list(page.errors) == ["since"]
    assert "Quyết định công bố 0" in enter("tam").open("/providers/report").main


def test_the_spreadsheet_holds_the_list_the_map_and_the_standing(publish, as_lan, police):
    publish(provider_name="=CƠ SỞ 1+1")
    response = as_lan.open("/providers/list.xlsx")
    book = load_workbook(io.BytesIO(response.get_data()))
    assert book.sheetnames == ["Danh sách cơ sở", "Theo xã và giai đoạn", "Theo tình trạng"]
    row = [cell.value for cell in book.worksheets[0][5]]
    assert row[1] == "=CƠ SỞ 1+1"
    assert book.worksheets[0]["B5"].data_type == "s"
    assert row[-1] == "Đang được công bố"
    told = [e.verb for e in events.of_topic(police.db, "providers")]
    assert told == ["provider_export"]
    assert ID_NO.encode() not in response.get_data()


def test_telling_the_communes_is_noted_for_every_chosen_provider(publish, as_minh, police, clock):
    one = publish()
    as_minh.open("/providers")
    page = as_minh.press("Ghi đã thông báo", 422, provider=[])
    boxes = [box for box in page.all("input") if box.get("name") == "provider"]
    assert [box.get("checked") for box in boxes] == [None]
    as_minh.open("/providers")
    page = as_minh.press("Ghi đã thông báo", 422)
    assert "Hãy ghi số, ký hiệu" in page.errors["communes-reference"]
    reference = paper(police, clock, "Thông báo danh sách")
    page = as_minh.press("Ghi đã thông báo", at={"communes-reference": reference})
    assert "Đã ghi việc thông báo 1 cơ sở tới xã." in page.main
    assert provider_register.last_act(police.db, one, "communes").reference == reference


def test_who_is_of_another_unit_sees_no_provider_and_can_do_nothing(publish, enter, police):
    one = publish()
    tam = enter("tam")
    assert "CƠ SỞ HY VỌNG" not in tam.open("/providers").html
    tam.open(f"/providers/{one}", 404)
    tam.open("/password")
    data = {"csrf_token": tam.token()}
    for step in ("violation", "suspension", "remedy", "resumption", "withdrawal", "service"):
        assert tam.client.post(f"/providers/{one}/{step}", data=data).status_code == 404
    assert tam.client.post(f"/providers/{one}/again", data=data).status_code == 404
    book = load_workbook(io.BytesIO(tam.open("/providers/list.xlsx").get_data()))
    assert book.worksheets[0].max_row == 4
    tam.open("/providers")
    assert state_of(police, one) == "published"


def test_the_public_list_shows_just_what_may_be_published(publish, app):
    publish(home_address="Xóm Kín, xã Hòa Bình")
    visitor = app.test_client()
    answer = visitor.get("/public/providers.json")
    (row,) = json.loads(answer.get_data(as_text=True))["providers"]
    assert tuple(row) == PUBLIC_FIELDS
    assert row["scope"][0] == "Tiếp nhận, phân loại"
    page = visitor.get("/public/providers").get_data(as_text=True)
    for secret in ("Nguyễn Văn An", "Xóm Kín", ID_NO, "345", "12/03/1975", "0700123456"):
        assert secret not in page
        assert secret not in answer.get_data(as_text=True)
    assert "CƠ SỞ HY VỌNG" in page
    assert "Giám đốc cơ sở" in page


def test_the_public_list_may_be_kept_and_knows_nobody(publish, app, as_lan):
    publish()
    for path in ("/public/providers", "/public/providers.json"):
        answer = app.test_client().get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        assert "Set-Cookie" not in answer.headers
        again = app.test_client().get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
    own = as_lan.client.get("/public/providers").get_data(as_text=True)
    assert "Nguyễn Thị Lan" not in own


def test_words_on_the_public_page_narrow_the_list(publish, app):
    publish()
    page = app.test_client().get("/public/providers?q=hy vong").get_data(as_text=True)
    assert "1 cơ sở." in page
    page = app.test_client().get("/public/providers?q=khong co").get_data(as_text=True)
    assert "Không có cơ sở nào như thế." in page


def test_too_many_looks_at_the_public_list_are_refused_for_a_moment(app, police, clock):
    visitor = app.test_client()
    answers = [visitor.get("/public/providers.json").status_code for _ in range(31)]
    assert answers == [200] * 30 + [429]
    clock.forward(minutes=2)
    assert visitor.get("/public/providers").status_code == 200


def test_what_reads_like_an_identity_number_is_held_back_and_told(publish, app, as_lan, police):
    one = publish()
    with police.db.write():
        police.db.execute(
            "UPDATE provider SET service_address = 'Số 5, CCCD 001099012345' WHERE id = :id",
            {"id": one},
        )
    for path in ("/public/providers", "/public/providers.json"):
        assert "001099012345" not in app.test_client().get(path).get_data(as_text=True)
    assert provider_publishing.held_back(police) == ("CƠ SỞ HY VỌNG",)
    page = as_lan.open("/providers")
    assert "giữ lại một phần thông tin của CƠ SỞ HY VỌNG" in page.main


def test_what_falls_due_is_told_on_the_first_page_and_the_register(
    publish, police, minh, clock, as_minh, enter
):
    publish()
    case = received(police, minh, C_DAY, id_no="001099012349", enterprise_code="0700123459")
    for path in ("/", "/providers"):
        assert "sắp đến hạn quyết định" not in as_minh.open(path).main
    clock.moment = C_DAY + timedelta(days=8)
    for path in ("/", "/providers"):
        page = as_minh.open(path)
        assert "Hồ sơ đã quá hạn quyết định (13/07/2026)." in page.main
        assert f"/providers/cases/{case.id}" in [a.get("href") for a in page.all("a")]
    clock.moment = C_DAY + timedelta(days=170)
    assert "Đủ 6 tháng không có dịch vụ vào ngày 06/01/2027." in as_minh.open("/providers").main
    assert "quá hạn quyết định" not in enter("tam").open("/").main


def test_the_administrator_sees_the_law_and_what_is_to_be_confirmed(as_admin, police):
    page = as_admin.open("/administration/provider-law")
    assert police.law.version in page.main
    facts = sum(len(one.to_be_confirmed) for one in police.law.regimes)
    assert f"Còn {facts} điều cần xác nhận" in page.main
    shown = [words(one) for one in page.classed("state-returned")]
    assert shown.count("cần xác nhận") >= facts
    assert "law/eligibility.toml" in page.main
    text = as_admin.open("/administration/provider-law.toml").get_data(as_text=True)
    assert text == police.law.text


def test_an_edited_law_is_checked_before_it_is_used(as_admin, police):
    as_admin.open("/administration/provider-law")
    good = police.law.text.replace("idle_months = 6", "idle_months = 7").encode()
    page = as_admin.press("Kiểm tra tệp", file=(good, "eligibility.toml"))
    assert "Tệp dùng được." in page.main
    assert police.law.version in page.main
    bad = police.law.text.replace("[regime.limits.decide]", "[regime.limits.decied]").encode()
    page = as_admin.press("Kiểm tra tệp", 422, file=(bad, "eligibility.toml"))
    assert page.errors["file"]
    page = as_admin.press("Kiểm tra tệp", 422, file=(b"\xff\xfe", "eligibility.toml"))
    assert page.errors == {"file": "Tệp không phải là văn bản UTF-8; hãy lưu lại."}


def test_expired_data_are_deleted_by_the_button_and_recorded(as_admin, police, minh, clock):
    case = filled(police, minh, C_DAY)
    as_admin.open("/administration/provider-law")
    assert "Không có dữ liệu nào hết hạn giữ." in as_admin.press("Xóa ngay dữ liệu hết hạn").main
    clock.moment = C_DAY + timedelta(days=91)
    page = as_admin.press("Xóa ngay dữ liệu hết hạn")
    assert f"Hồ sơ số {case.id} Hồ sơ đang khai bị bỏ dở" in page.main
    assert len(provider_deletions.records(police.db)) == 1
