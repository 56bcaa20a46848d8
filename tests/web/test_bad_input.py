"""Bad input: each ends in a clear sentence and intact data."""

import unicodedata

import pytest

from service.store import documents
from tests.builders import a_document
from tests.web.test_drafting import values


@pytest.fixture
def draft(office):
    return a_document(office, kind="official_letter", subject="ban đầu")


@pytest.fixture
def form(as_minh, draft):
    as_minh.open(f"/documents/{draft.id}/edit")
    return as_minh


def stored(office, draft):
    return documents.get_for_office(office.db, draft.id)


def test_missing_fields_are_named_together_and_each_at_its_place(form):
    page = form.press("Trình duyệt", status=422, subject="", body="", at={"addressees-0": ""})
    assert set(page.errors) == {"subject", "addressees", "body"}
    assert page.one("errors").get("role") == "alert"
    for name in ("subject", "body"):
        assert page.one(name).get("aria-invalid") == "true"


def test_over_long_fields_say_both_numbers_and_keep_the_text(form, office, draft):
    page = form.press("Trình duyệt", status=422, subject="dài " * 200)
    assert "nhiều nhất là 500" in page.errors["subject"]
    assert page.value("subject") == ("dài " * 200).strip()
    assert stored(office, draft).state == "draft"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "A & B < C", "{{ 7*7 }}{% for x in y %}", "\"'`${x}"]
)
def test_signs_of_other_languages_are_only_text(form, office, draft, text):
    form.may_hold = ("{{", "{%")
    page = form.press("Xem trước", subject=text, body=text)
    assert page.value("subject") == text
    assert page.one("preview-pages").findall("img"), "and can be printed"
    assert stored(office, draft).subject == text
    assert "49" not in page.h1


def test_control_characters_are_dropped_and_decomposed_letters_composed(form, office, draft):
    typed = unicodedata.normalize("NFD", "Đề nghị\x00 cai\x07 nghiện\u200b ma túy")
    form.press("Lưu bản thảo", subject=typed)
    assert stored(office, draft).subject == "Đề nghị cai nghiện ma túy"


def test_a_body_of_two_megabytes_ends_in_a_sentence_and_stays_on_the_page(form, office, draft):
    text = "Một đoạn văn khá dài. " * 90_000
    page = form.press("Trình duyệt", status=422, body=text)
    assert "nhiều nhất là 200.000" in page.errors["body"]
    assert "".join(page.one("body").itertext()).strip() == text.strip()
    assert stored(office, draft).state == "draft"


def test_a_body_beyond_every_limit_is_refused_whole(form, office, draft):
    page = form.press("Lưu bản thảo", status=413, body="x" * 12_000_000)
    assert page.h1 == "Tệp hoặc nội dung quá lớn"
    assert stored(office, draft).subject == "ban đầu"


def test_five_hundred_recipients_are_kept_in_order_and_printed(form, office, draft):
    many = [f"Thôn số {number};" for number in range(500)]
    data = form.page.fields_of(form.page.one("draft"))
    for name in [name for name in data if name.startswith("recipients-")]:
        del data[name]
    for number, place in enumerate(many):
        data[f"recipients-{number}"] = place
    data["do"] = "preview"
    page = form.post(f"/documents/{draft.id}/edit", data)
    assert values(page, "recipients") == many
    assert len(page.one("preview-pages").findall("img")) > 3
    data["recipients-500"] = "Thêm một"
    data["_version"] = str(stored(office, draft).version)
    data["do"] = "submit"
    page = form.post(f"/documents/{draft.id}/edit", data, status=422)
    assert "nhiều nhất là 500" in page.errors["recipients"]


def test_a_name_of_two_hundred_letters_is_printed(form, office, draft):
    name = ("Nguyễn " * 30)[:200].strip()
    at = {"signatory-choice": "other", "signatory-name": name, "signatory-lines": "CHỦ TỊCH"}
    page = form.press("Xem trước", at=at)
    assert page.value("signatory-name") == name
    assert page.one("preview-pages").findall("img")


def test_a_choice_that_is_not_offered_is_refused(form, office, draft):
    page = form.press("Trình duyệt", status=422, at={"signatory-choice": "999"})
    assert list(page.errors) == ["signatory-choice"]


@pytest.mark.parametrize("version", ["", "abc", "-1", "9" * 30, "0"])
def test_a_forged_version_overwrites_nothing(form, office, draft, version):
    page = form.press("Lưu bản thảo", subject="đè lên", at={"_version": version})
    assert stored(office, draft).subject == "ban đầu"
    assert "đè lên" in page.main


@pytest.mark.parametrize(
    "command", ["", "add:khong_co", "remove:addressees:99", "up:addressees:x", "../../etc", "up:"]
)
def test_a_forged_row_command_changes_nothing(form, draft, command):
    data = form.page.fields_of(form.page.one("draft"))
    data["_rows"] = command
    page = form.post(f"/documents/{draft.id}/edit", data)
    assert values(page, "addressees") == ["Sở Y tế"]


def test_an_unknown_kind_or_paper_is_not_found(as_minh):
    as_minh.open("/")
    data = {"csrf_token": as_minh.token()}
    assert as_minh.post("/documents/new/khong_co", data, status=404).h1 == "Không tìm thấy"
    assert as_minh.open("/documents/999999/edit", status=404).h1 == "Không tìm thấy"
    as_minh.open("/documents/99999999999999999999/edit", status=404)
    as_minh.open(f"/documents/{2**31}", status=404)


def test_a_malformed_upload_body_is_a_page(as_minh, draft):
    response = as_minh.client.post(
        f"/documents/{draft.id}/edit",
        data=b"--x\r\nbroken",
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code in (303, 400)
