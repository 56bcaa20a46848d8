"""Agency, units, signatories, series, people: what the administrator may change."""

from service.store import agency as agencies
from service.store import numbers, people
from tests.builders import PASSWORD, a_document, person_of


def test_the_agency_is_changed_and_drafts_follow(office, as_admin, as_minh):
    as_admin.open("/administration/agency")
    page = as_admin.press("Lưu", place="Hòa Bình Mới", default_recipients="Đảng ủy xã;\n\n")
    assert page.value("place") == "Hòa Bình Mới"
    assert office.agency().default_recipients == ("Đảng ủy xã;",)
    as_minh.open("/documents/new")
    as_minh.press("Soạn công văn mới")
    assert as_minh.page.value("recipients-1") == "Đảng ủy xã;"


def test_an_agency_without_a_name_is_refused_at_the_field(as_admin):
    as_admin.open("/administration/agency")
    page = as_admin.press("Lưu", status=422, full_name="  ", symbol="")
    assert set(page.errors) == {"full_name", "symbol"}


def test_a_unit_is_added_and_its_symbol_is_unique(office, as_admin):
    as_admin.open("/administration/units/0")
    as_admin.press("Lưu", name="Công an xã", symbol="CA")
    assert "CA" in [unit.symbol for unit in office.agency().units]
    as_admin.open("/administration/units/0")
    page = as_admin.press("Lưu", status=422, name="Chi bộ", symbol="CA")
    assert list(page.errors) == ["symbol"]


def test_the_sample_block_follows_what_is_typed(as_admin):
    as_admin.open("/administration/signatories/0")
    page = as_admin.press(
        "Xem mẫu",
        name="Lê Văn An",
        post="Phó Chủ tịch",
        capacity="KT.",
        head_post="Chủ tịch",
        body="Ủy ban nhân dân",
    )
    assert "".join(page.one("sample-authority").itertext()).split("\n") == [
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
    ]
    fields = page.fields_of(page.form_of("Lưu")[0])
    fields["name"] = "Lê Văn Bình"
    answer = as_admin.client.post("/administration/signatories/sample", data=fields)
    assert answer.json["name"] == "Lê Văn Bình"


def test_a_deputy_needs_the_head_for_whom_he_signs(as_admin):
    as_admin.open("/administration/signatories/0")
    page = as_admin.press("Lưu", status=422, name="An", post="Phó Chủ tịch", capacity="KT.")
    assert list(page.errors) == ["head_post"]


def test_a_signatory_is_saved_and_offered_to_drafters(office, as_admin, as_minh):
    as_admin.open("/administration/signatories/0")
    as_admin.press(
        "Lưu", name="Lê Văn An", post="Phó Chủ tịch", capacity="KT.", head_post="Chủ tịch"
    )
    assert office.agency().signatories[-1].name == "Lê Văn An"
    as_minh.open("/documents/new")
    as_minh.press("Soạn công văn mới")
    assert "Lê Văn An – KT. CHỦ TỊCH, PHÓ CHỦ TỊCH" in as_minh.page.main


def test_a_running_year_goes_on_where_the_paper_book_stopped(office, as_admin, as_lan):
    as_admin.open("/administration/series/1")
    as_admin.press("Lưu", first_number="99")
    document = a_document(office, "approved", kind="official_letter")
    as_lan.open(f"/documents/{document.id}/number")
    assert "99/UBND-VHXH" in as_lan.press("Cấp số").main


def test_a_year_that_has_numbers_cannot_start_again(office, as_admin):
    a_document(office, "numbered", kind="official_letter")
    as_admin.open("/administration/series/1")
    page = as_admin.press("Lưu", status=409, first_number="1")
    assert "không đặt lại số bắt đầu được" in page.main


def test_decisions_may_be_numbered_apart(office, as_admin):
    as_admin.open("/administration/series/0")
    as_admin.press("Lưu", name="Quyết định", body="QĐ", kinds=["decision"])
    series = agencies.series(office.db)[-1]
    assert (series.name, series.kinds) == ("Quyết định", ("decision",))
    assert numbers.next_number(office.db, series.id, 2026) == 1
    as_admin.open("/administration/series/0")
    page = as_admin.press("Lưu", status=422, name="Khác", body="K", kinds=["decision"])
    assert list(page.errors) == ["kinds"]


def test_a_new_person_signs_in_with_the_first_password_and_changes_it(as_admin, visitor):
    page = as_admin.open("/administration/people/0")
    first = page.value("password")
    as_admin.press("Lưu", name="Vũ Thị Hoa", login="hoa", roles=["drafter", "clerk"], unit_id="1")
    assert "Chưa đổi mật khẩu đầu tiên" in as_admin.page.main
    page = visitor.sign_in("hoa", first)
    assert page.h1 == "Đổi mật khẩu"
    page = visitor.press(
        "Đổi mật khẩu",
        at={"old": first, "new": "trăm năm trong cõi", "again": "trăm năm trong cõi"},
    )
    assert page.h1 == "Việc cần làm"


def test_a_person_needs_a_role_a_unit_and_a_free_login(as_admin):
    as_admin.open("/administration/people/0")
    page = as_admin.press("Lưu", status=422, name="", login="")
    assert {"name", "login", "roles"} <= set(page.errors)
    page = as_admin.press("Lưu", status=422, name="Hai", login="LAN", roles=["clerk"])
    assert list(page.errors) == ["login"]


def test_the_last_administrator_stays(office, as_admin):
    admin = person_of(office.db, "quantri")
    as_admin.open(f"/administration/people/{admin.id}")
    page = as_admin.press("Lưu", status=422, roles=["clerk"])
    assert list(page.errors) == ["roles"]
    assert people.get(office.db, admin.id).roles == admin.roles


def test_a_forgotten_password_is_replaced_and_its_sessions_end(office, as_admin, enter, visitor):
    lan = person_of(office.db, "lan")
    browser = enter("lan")
    browser.open("/")
    as_admin.open(f"/administration/people/{lan.id}")
    as_admin.press("Đặt mật khẩu mới", password="mới-tinh-2026")
    assert browser.open("/").h1 == "Đăng nhập"
    visitor.open("/sign-in")
    visitor.press("Đăng nhập", status=403, login="lan", password=PASSWORD)
    assert visitor.sign_in("lan", "mới-tinh-2026").h1 == "Đổi mật khẩu"


def test_a_weak_first_password_is_refused_at_the_field(office, as_admin):
    lan = person_of(office.db, "lan")
    as_admin.open(f"/administration/people/{lan.id}")
    page = as_admin.press("Đặt mật khẩu mới", status=422, password="ngắn")
    assert list(page.errors) == ["password"]


def test_the_spelling_of_tone_marks_is_chosen_and_kept(office, as_admin):
    as_admin.open("/administration/agency")
    as_admin.press("Lưu", tone_placement="new")
    assert office.agency().tone_placement.value == "new"


def test_an_own_abbreviation_is_listed_with_its_day(as_admin):
    as_admin.open("/administration/abbreviations")
    page = as_admin.press("Lưu", name="Quy định", symbol="QĐi", since="01/01/2021")
    assert "QĐi từ 01/01/2021" in " ".join(page.text.split())
    as_admin.open("/administration/abbreviations")
    page = as_admin.press("Lưu", status=422, name="Quy định", symbol="Q Đ", since="01/01/2021")
    assert list(page.errors) == ["symbol"]
    page = as_admin.press("Lưu", status=422, name="", symbol="X", since="31/02/2021")
    assert set(page.errors) == {"name", "since"}
