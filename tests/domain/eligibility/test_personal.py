"""Masks, tags and the guard of what is printed."""

import pytest

from service.domain.eligibility import personal
from service.domain.eligibility.application import FIELDS
from service.domain.errors import Refused

ID_NO = "001099012345"


def test_the_mask_keeps_the_last_three():
    assert personal.masked(ID_NO) == "•••••••••345"
    assert personal.masked("12") == "••"
    assert personal.is_masked(personal.masked(ID_NO))
    assert not personal.is_masked(ID_NO)


@pytest.mark.parametrize("number", ["0010990123456", "12345678", "ABC", "00109901234B", ""])
def test_what_is_no_identity_number_is_refused_without_repeating_it(number):
    with pytest.raises(Refused) as refusal:
        personal.normal_id(number)
    assert not number or number not in refusal.value.message


def test_thirteen_digits_are_counted_for_the_person():
    with pytest.raises(Refused, match="có 13 chữ số"):
        personal.normal_id("0010990123456")


@pytest.mark.parametrize(
    "text",
    [
        "số 001099012345.",
        "số 001.099.012.345",
        "số 001 099 012 345 cấp",
        "CMND 012345678",
        "hộ chiếu số C1234567",
        "Căn cước công dân số: 00109901",
    ],
)
def test_identity_numbers_are_seen_however_they_are_written(text):
    with pytest.raises(Refused) as refusal:
        personal.without_identity_numbers(text)
    assert "001" not in refusal.value.message


@pytest.mark.parametrize(
    "text",
    [
        "Điện thoại: 0912 345 678; 0226 3851 234; +84 912 345 678",
        "Giá 200.000.000 đồng/tháng; 1.200.000 đồng",
        "Quyết định số 163/2026/NĐ-CP ngày 15/5/2026; 123456789/QĐ-CAT",
        "Mã số doanh nghiệp 0700123456, 0700123456-001",
        "Mã số thuế: 070012345",
        "từ ngày 01/07/2026 đến ngày 30/09/2026",
    ],
)
def test_what_is_no_identity_number_may_be_printed(text):
    assert personal.without_identity_numbers(text) == text


def test_the_numbers_of_the_case_are_seen_among_other_digits():
    with pytest.raises(Refused):
        personal.without_identity_numbers("x0-01/09 90_12345", numbers=(ID_NO,))


def test_birth_dates_homes_and_records_are_seen():
    for text, given in (
        ("sinh ngày 5/6/1980", {"birth_dates": ("05/06/1980",)}),
        ("sinh ngày 05 tháng 6 năm 1980", {"birth_dates": ("05/06/1980",)}),
        ("ở XÓM ĐÌNH, xã Hoà Bình", {"addresses": ("Xóm Đình, xã Hòa Bình",)}),
        ("đã được xóa án tích", {}),
    ):
        with pytest.raises(Refused):
            personal.without_identity_numbers(text, **given)
    assert personal.without_identity_numbers("ngày 05/06/1981", birth_dates=("05/06/1980",))


def test_every_field_kept_has_a_tag():
    assert set(personal.FIELD_TAGS) >= FIELDS
    assert personal.FIELD_TAGS["id_no"] is personal.PersonalTag.SENSITIVE


def test_nothing_but_public_words_stands_on_the_public_page():
    tags = personal.FIELD_TAGS
    named = {field for field in personal.PUBLIC_FIELDS if field in tags}
    assert {tags[field] for field in named} == {personal.PersonalTag.PUBLIC}
    assert "representative_title" in personal.PUBLIC_FIELDS


def test_the_notice_has_a_version_that_follows_its_text():
    other = personal.PrivacyNotice(personal.NOTICE.text + " Thêm.")
    assert other.version != personal.NOTICE.version
