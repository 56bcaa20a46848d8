"""Mẫu Word: the administrator's pages for the office's own templates."""

import pytest

from service.linting import SAMPLE_NAMES
from service.store import word_templates
from tests.builders import a_document
from tests.templates import changed, doubtful, own, usable

HOME = "/administration/templates"
KIND = f"{HOME}/official_letter"


@pytest.fixture
def office(office, clock):
    office.clock = clock
    return office


@pytest.fixture
def admin(as_admin):
    as_admin.may_hold = ("{{", "{%", "}}", "%}")  # pages speak of marks of templates
    return as_admin


def upload(admin, data, name="mẫu xã.docx", status=200):
    admin.open(KIND)
    return admin.press("Soát mẫu", file=(data, name), status=status)


def test_every_kind_starts_with_the_template_of_the_release(office, admin):
    page = admin.open(HOME)
    assert page.main.count("Mẫu sẵn có") == len(office.kinds)
    page = admin.follow("Công văn")
    assert page.h1 == "Mẫu Word: công văn"
    answer = admin.client.get(page.links["Tải mẫu đang dùng"])
    assert answer.data == own()
    assert "M%E1%BA%ABu%20c%C3%B4ng%20v%C4%83n.docx" in answer.headers["Content-Disposition"]


def test_the_fields_of_the_kind_are_listed(admin):
    page = admin.open(KIND)
    assert "{{ number_line }} * số, ký hiệu" in page.main
    assert "{{p body }} * nội dung" in page.main


def test_an_upload_is_checked_shown_and_used(office, admin):
    page = upload(admin, usable())
    assert "Mẫu dùng được" in page.main
    assert [f"In thử: {name}" for name in SAMPLE_NAMES.values() if name in page.main]
    pictures = [one.get("src") for one in page.all("img") if "/uploads/" in one.get("src")]
    assert len(pictures) >= len(SAMPLE_NAMES)
    for address in (pictures[0], pictures[-1]):
        picture = admin.client.get(address)
        assert picture.mimetype == "image/png"
        assert picture.data.startswith(b"\x89PNG")
    page = admin.press("Dùng mẫu này")
    assert "Mẫu mẫu xã.docx được dùng từ ngày 02/03/2026." in page.main
    assert office.template(office.kinds["official_letter"]) == usable()
    assert admin.client.get(page.links["Tải mẫu đang dùng"]).data == usable()
    page = admin.open(HOME)
    assert "mẫu xã.docx 02/03/2026 Quản trị viên" in page.main


def test_a_broken_mark_is_shown_where_it_stands_and_nothing_can_be_used(office, admin):
    page = upload(admin, changed(own(), ("{{ signer_name }}", "{{ signer_nam }}")))
    assert "Không có trường “signer_nam”; có phải “signer_name” không?" in page.main
    assert "Ở nội dung, đoạn " in page.main
    assert "Dùng mẫu này" not in page.buttons
    address = f"{page.path}".partition("?")[0]
    admin.open(KIND)
    answer = admin.client.post(address, data={"csrf_token": admin.token(), "active_from": "9/3/26"})
    assert answer.status_code == 422
    assert word_templates.choices(office.db, "official_letter") == ()


@pytest.mark.parametrize(
    "data, sentence",
    [(b"%PDF-1.7 x", "Đây là tệp PDF"), (b"words", "không phải tệp Word"), (b"", "trống")],
)
def test_what_is_no_word_file_is_refused_at_the_field(admin, data, sentence):
    page = upload(admin, data, status=422)
    assert sentence in page.errors["file"]


def test_no_file_is_refused_at_the_field(admin):
    admin.open(KIND)
    page = admin.press("Soát mẫu", status=422)
    assert page.errors == {"file": "Chưa chọn tệp mẫu Word."}


def test_a_doubtful_template_is_used_with_a_reason_only(office, admin):
    page = upload(admin, doubtful())
    assert "cần xác nhận" in page.main
    page = admin.press("Dùng mẫu này", status=422)
    assert list(page.errors) == ["reason"]
    page = admin.press("Dùng mẫu này", reason="Giấy in sẵn của cơ quan")
    assert "Giấy in sẵn của cơ quan" in page.main
    (choice,) = word_templates.choices(office.db, "official_letter")
    assert choice.reason == "Giấy in sẵn của cơ quan"


def test_a_template_may_be_planned_for_a_later_day(office, admin, clock):
    upload(admin, usable())
    page = admin.press("Dùng mẫu này", status=422, active_from="01/03/2026")
    assert list(page.errors) == ["active_from"]
    page = admin.press("Dùng mẫu này", status=422, active_from="31/02/2026")
    assert list(page.errors) == ["active_from"]
    page = admin.press("Dùng mẫu này", active_from="05/03/2026")
    assert "mẫu xã.docx, từ ngày 05/03/2026" in page.main
    kind = office.kinds["official_letter"]
    assert office.template(kind) == own()
    clock.forward(days=3)
    assert office.template(kind) == usable()


def test_going_back_is_one_click(office, admin):
    upload(admin, usable("Một"), "một.docx")
    admin.press("Dùng mẫu này")
    upload(admin, usable("Hai"), "hai.docx")
    admin.press("Dùng mẫu này")
    kind = office.kinds["official_letter"]
    page = admin.press("Dùng lại một.docx")
    assert "đã được đổi lại" in page.main
    assert office.template(kind) == usable("Một")
    admin.press("Dùng lại mẫu sẵn có")
    assert office.template(kind) == own()


def test_the_preview_of_a_draft_follows_the_template(office, admin, enter, clock):
    document = a_document(office, "draft", kind="official_letter")
    as_minh = enter("minh")
    before = as_minh.open(f"/documents/{document.id}").all("img")
    words = changed(own(), ("{{ motto }}", "Độc lập - Tự do - Hạnh phúc"))
    upload(admin, words)
    admin.press("Dùng mẫu này")
    after = as_minh.open(f"/documents/{document.id}").all("img")
    assert before[-1].get("src") != after[-1].get("src")


def test_an_upload_is_gone_after_an_hour_and_belongs_to_its_kind(admin, clock):
    path = upload(admin, usable()).path
    admin.open(path.replace("official_letter", "decision"), status=404)
    clock.forward(minutes=61)
    assert "giữ một giờ" in admin.open(path, status=404).main


def test_a_file_dropped_for_another_check_is_no_template(app, admin, office, clock):
    path = upload(admin, usable()).path
    folder = office.settings.run_folder / "dropped" / path.rpartition("/")[2]
    (folder / "template.json").unlink()
    assert "việc kiểm tra khác" in admin.open(path, status=404).main
