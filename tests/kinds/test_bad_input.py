"""What a person can type wrong ends in a sentence at the field, in Vietnamese."""

import pytest

from forms.base import posted
from service.domain.errors import Refused
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, KINDS, filled, text_of

LETTER = KINDS["official_letter"]
DECISION = KINDS["decision"]


def errors_of(kind, **changes):
    form = posted(kind.form, {**kind.sample, **changes}, HOA_BINH)
    assert form.validate() is False
    return form.error_paths()


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"subject": ""}, "subject", "Chưa ghi trích yếu"),
        ({"subject": "x" * 501}, "subject", "dài 501 ký tự, nhiều nhất là 500"),
        ({"subject": "vui 😀"}, "subject", "“😀” (U+1F600)"),
        ({"addressees": []}, "addressees", "Chưa ghi nơi kính gửi"),
        ({"addressees": ["A", "B" * 501]}, "addressees-1", "nhiều nhất là 500"),
        ({"recipients": ["x"] * 501}, "recipients", "có 501 mục, nhiều nhất là 500"),
        ({"body": " \n "}, "body", "Chưa ghi nội dung"),
        ({"body": "x" * 200_001}, "body", "dài 200.001 ký tự, nhiều nhất là 200.000"),
        ({"notation": "UBND VX"}, "notation", "viết liền"),
        ({"notation": "99/UBND-VX"}, "notation", "Không ghi số"),
        ({"notation": "UBND - VX"}, "notation", "gạch nối"),
        ({"month": "13/2026"}, "month", "Không có tháng 13"),
        ({"month": "hôm nay"}, "month", "ví dụ 12/2024"),
        ({"urgency": "very"}, "urgency", "chọn một mục"),
        ({"signatory": {"choice": "99"}}, "signatory-choice", "chọn một mục"),
        ({"signatory": {"choice": "other", "name": "N" * 256}}, "signatory-name", "256 ký tự"),
        ({"signatory": {"lines": ["a"] * 7}}, "signatory-lines", "nhiều nhất 6 dòng"),
        ({"drafter_mark": "x" * 41}, "drafter_mark", "nhiều nhất là 40"),
    ],
)
def test_a_letter_says_what_is_wrong_where(changes, path, said):
    errors = errors_of(LETTER, **changes)
    assert list(errors) == [path]
    assert said in errors[path]


@pytest.mark.parametrize(
    ("changes", "path", "said"),
    [
        ({"authority": ""}, "authority", "Chưa ghi thẩm quyền"),
        ({"legal_bases": ["  "]}, "legal_bases", "Chưa ghi căn cứ"),
        ({"articles": []}, "articles", "ít nhất một điều"),
        ({"articles": ["x"] * 101}, "articles", "nhiều nhất là 100"),
        ({"articles": ["x" * 150_000] * 2}, "articles", "dài quá 200.000 ký tự"),
        ({"annexes": [{"title": "x" * 501}]}, "annexes-0-title", "nhiều nhất là 500"),
        ({"annexes": [{"body": "x"}, {"body": "中"}]}, "annexes-1-body", "U+4E2D"),
        ({"annexes": [{"body": "x" * 150_000}] * 2}, "annexes", "dài quá 200.000 ký tự"),
    ],
)
def test_a_decision_says_what_is_wrong_where(changes, path, said):
    errors = errors_of(DECISION, **changes)
    assert list(errors) == [path]
    assert said in errors[path]


def test_a_copy_must_say_what_it_copies_and_how():
    errors = errors_of(KINDS["certified_copy"], subject="", copy_kind="SX")
    assert sorted(errors) == ["copy_kind", "subject"]


def test_a_body_of_two_million_letters_is_refused_at_its_field():
    errors = errors_of(LETTER, body="đ" * 2_000_000)
    assert "nhiều nhất là 200.000" in errors["body"]
    with pytest.raises(Refused) as refused:
        LETTER.compose({"body": "đ" * 2_000_000}, HOA_BINH, IssueMark())
    assert refused.value.field == "body"


def test_500_recipients_and_a_name_of_200_letters_are_accepted():
    form = posted(
        LETTER.form,
        {
            **LETTER.sample,
            "recipients": [f"Đơn vị {n}" for n in range(500)],
            "signatory": {"choice": "other", "name": "N" * 200},
        },
        HOA_BINH,
    )
    assert form.validate(), form.error_paths()


def test_a_letter_without_a_named_signatory_is_lawful_to_draft():
    form = posted(LETTER.form, {**LETTER.sample, "signatory": {}}, HOA_BINH)
    assert form.validate(), form.error_paths()


def test_a_signatory_who_left_the_list_is_named_as_the_trouble():
    with pytest.raises(Refused) as refused:
        filled(LETTER, {**LETTER.sample, "signatory": {"choice": "99"}})
    assert refused.value.field == "signatory-choice"


def test_a_chosen_signatory_is_printed_with_the_capacity_of_the_list():
    signed = {"signatory": {"choice": "8"}, "annexes": []}
    text = text_of(filled(LETTER, {**LETTER.sample, **signed}))
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n" in text
    assert text.rstrip().endswith("Vũ Thị Hoa")


def test_the_word_about_is_not_printed_twice():
    form = posted(LETTER.form, {**LETTER.sample, "subject": "V/v  nghỉ tết"}, HOA_BINH)
    assert form.answers()["subject"] == "nghỉ tết"
    assert "V/v nghỉ tết" in text_of(filled(LETTER, form.answers()))


def test_a_letter_numbered_cv_is_advised_against_but_allowed():
    form = posted(LETTER.form, {**LETTER.sample, "notation": "CV"}, HOA_BINH)
    assert form.validate()
    assert "Công văn không có chữ viết tắt tên loại" in form.advice()["notation"]
    other = posted(LETTER.form, {**LETTER.sample, "notation": "UBND-VX"}, HOA_BINH)
    assert "notation" not in other.advice()


def test_a_missing_file_copy_line_is_advised():
    form = posted(LETTER.form, {**LETTER.sample, "recipients": ["Như trên"]}, HOA_BINH)
    assert form.validate()
    assert "Lưu" in form.advice()["recipients"]
    form = posted(LETTER.form, {**LETTER.sample, "recipients": []}, HOA_BINH)
    assert form.advice()["recipients"] == "Chưa ghi Nơi nhận (Phụ lục I, II.9)."


def test_an_annex_that_the_text_does_not_mention_is_advised():
    form = posted(LETTER.form, {**LETTER.sample, "body": "Kính mời."}, HOA_BINH)
    assert form.validate()
    assert "chỉ dẫn về phụ lục" in form.advice()["annexes"]
    assert "annexes" not in posted(LETTER.form, LETTER.sample, HOA_BINH).advice()


def test_an_inactive_unit_is_not_offered_but_an_answered_one_stays():
    form = posted(LETTER.form, {**LETTER.sample, "unit": "KT"}, HOA_BINH)
    assert [choice.value for choice in form.unit.choices] == ["", "VP", "KT"]
    assert [choice.value for choice in LETTER.form(agency=HOA_BINH).unit.choices] == ["", "VP"]
