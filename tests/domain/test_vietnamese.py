from datetime import date
from unicodedata import normalize

import pytest

from service.domain.errors import Refused
from service.domain.vietnamese import (
    clean,
    clean_line,
    date_in_figures,
    date_in_words,
    fold,
    parse_date,
    parse_month,
    tone_key,
)

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


@pytest.mark.parametrize("letter", LETTERS + LETTERS.upper())
def test_every_decomposed_letter_becomes_one_character(letter):
    assert clean(normalize("NFD", letter)) == letter


def test_marks_typed_in_the_wrong_order_are_put_right():
    assert clean("e\u0301\u0302") == "ế"
    assert clean("o\u0323\u031b") == "ợ"


@pytest.mark.parametrize("look_alike", ["\u00d0", "\u0189"])
def test_letters_that_only_look_like_dj_become_dj(look_alike):
    assert clean(f"QUYẾT {look_alike}ỊNH") == "QUYẾT ĐỊNH"


def test_control_and_invisible_characters_vanish_but_tabs_and_lines_stay():
    assert clean("a\x00b\x07c\u200bd\ufeffe\tf\r\ng\rh\u2028i\ud800\ufffe") == "abcde\tf\ng\nh\ni"


def test_cleaning_twice_changes_nothing_more():
    once = clean("Hoà\u0301 \u00d0\r\n\u2011")
    assert clean(once) == once


def test_one_line_answers_have_single_spaces():
    assert clean_line("  Sở\tNội \n vụ ") == "Sở Nội vụ"


def test_folding_forgets_accents_case_and_the_stroke_of_dj():
    assert fold("NGHỊ ĐỊNH số 30/2020/NĐ-CP – “Về”") == 'nghi dinh so 30/2020/nd-cp - "ve"'


@pytest.mark.parametrize(
    ("old", "new"),
    [("hòa", "hoà"), ("túy", "tuý"), ("ỦY", "uỷ"), ("khỏe", "khoẻ"), ("Lòe", "loè")],
)
def test_old_and_new_tone_places_have_one_key(old, new):
    assert tone_key(old) == tone_key(new)
    assert tone_key(old).isascii() or "ê" in old


@pytest.mark.parametrize(
    ("one", "other"), [("quý", "quí"), ("ma", "má"), ("mĩ", "mỹ"), ("đa", "da")]
)
def test_different_spellings_keep_different_keys(one, other):
    assert tone_key(one) != tone_key(other)


def test_tone_keys_are_made_syllable_by_syllable():
    assert tone_key("cai nghiện ma túy") == "cai nghiên5 ma tuy2"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 1, 8), "ngày 08 tháng 01 năm 2021"),
        (date(2020, 2, 29), "ngày 29 tháng 02 năm 2020"),
        (date(2019, 6, 29), "ngày 29 tháng 6 năm 2019"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_only_days_below_ten_and_months_one_and_two_carry_a_zero(day, words):
    assert date_in_words(day) == words


@pytest.mark.parametrize(
    "written",
    [
        "8/1/2021",
        "08/01/2021",
        "08-01-2021",
        "8.1.2021",
        " 8 / 1 / 2021 ",
        "8 1 2021",
        "8/1/21",
        "08012021",
        "2021-01-08",
        "ngày 8 tháng 1 năm 2021",
        "08 tháng 01 năm 2021",
        normalize("NFD", "Ngày 08 tháng 01 năm 2021"),
    ],
)
def test_a_day_may_be_written_in_any_usual_way(written):
    assert parse_date(written) == date(2021, 1, 8)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("29/2/2021", "Tháng 2/2021 chỉ có ngày từ 1 đến 28"),
        ("31/4/2021", "Tháng 4/2021 chỉ có ngày từ 1 đến 30"),
        ("1/13/2021", "Không có tháng 13"),
        ("0/1/2021", "không có ngày 0"),
        ("1/1/0021", "nằm ngoài khoảng"),
        ("080121", "không phải là ngày"),
        ("8/1-2021", "không phải là ngày"),
        ("hôm nay", "không phải là ngày"),
        ("9" * 5000, "không phải là ngày"),
    ],
)
def test_an_impossible_day_is_refused_with_its_reason(written, said):
    with pytest.raises(Refused) as refused:
        parse_date(written)
    assert said in refused.value.message
    assert len(refused.value.message) < 200


@pytest.mark.parametrize("written", ["12/2024", "12-2024", "tháng 12 năm 2024", "12/24"])
def test_an_expected_month_is_read(written):
    assert parse_month(written) == (2024, 12)


def test_a_month_that_does_not_exist_is_refused():
    with pytest.raises(Refused):
        parse_month("13/2024")


def test_a_date_inside_a_sentence_has_a_zero_before_months_1_and_2_only():
    assert date_in_figures(date(2020, 3, 5)) == "05/3/2020"
    assert date_in_figures(date(2021, 1, 8)) == "08/01/2021"
