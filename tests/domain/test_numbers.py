from datetime import date

import pytest

from service.domain.errors import Refused
from service.domain.numbers import (
    GREATEST,
    clock_in_words,
    grouped,
    moment_in_words,
    money,
    number_in_words,
    padded_count,
    parse_clock,
    parse_count,
    parse_money,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (25, "hai mươi lăm"),
        (101, "một trăm lẻ một"),
        (105, "một trăm lẻ năm"),
        (110, "một trăm mười"),
        (115, "một trăm mười lăm"),
        (121, "một trăm hai mươi mốt"),
        (1_000, "một nghìn"),
        (1_005, "một nghìn không trăm lẻ năm"),
        (1_015, "một nghìn không trăm mười lăm"),
        (1_050, "một nghìn không trăm năm mươi"),
        (1_500, "một nghìn năm trăm"),
        (10_000, "mười nghìn"),
        (21_001, "hai mươi mốt nghìn không trăm lẻ một"),
        (1_000_005, "một triệu không trăm lẻ năm"),
        (1_050_000, "một triệu không trăm năm mươi nghìn"),
        (150_000_000, "một trăm năm mươi triệu"),
        (1_000_000_000, "một tỷ"),
        (1_000_000_005, "một tỷ không trăm lẻ năm"),
        (2_500_000_000, "hai tỷ năm trăm triệu"),
        (1_005_000_000_000, "một nghìn không trăm lẻ năm tỷ"),
        (
            1_234_567_891,
            ("một tỷ hai trăm ba mươi tư triệu năm trăm sáu mươi bảy nghìn tám trăm chín mươi mốt"),
        ),
    ],
)
def test_a_number_is_written_in_words(number, words):
    assert number_in_words(number) == words


@pytest.mark.parametrize("number", [-1, GREATEST + 1])
def test_a_number_out_of_reach_is_an_error(number):
    with pytest.raises(ValueError, match="not written"):
        number_in_words(number)


def test_every_number_below_ten_thousand_has_words_of_its_own():
    words = {number_in_words(number) for number in range(10_000)}
    assert len(words) == 10_000
    assert not any("  " in one or one != one.strip() for one in words)


def test_an_amount_is_written_in_figures_and_words():
    assert money(1_500_000) == "1.500.000 đồng (Bằng chữ: Một triệu năm trăm nghìn đồng)"


@pytest.mark.parametrize(
    "text", ["1500000", "1.500.000", "1 500 000 đồng", "1500000đ", "1.500.000 VNĐ", "1500000₫"]
)
def test_an_amount_is_read_as_people_write_it(text):
    assert parse_money(text) == 1_500_000


@pytest.mark.parametrize("text", ["", "1,5 triệu", "1.50.000", "-5", "0", "9" * 19, "một triệu"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(Refused):
        parse_money(text)


def test_counts_below_ten_have_a_zero():
    assert [padded_count(number) for number in (1, 9, 10, 1_250)] == ["01", "09", "10", "1.250"]
    assert grouped(1_250) == "1.250"
    assert parse_count("05") == 5
    for wrong in ("0", "-1", "1,5", "năm", "10000"):
        with pytest.raises(Refused):
            parse_count(wrong)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("8h30", (8, 30)),
        ("08:30", (8, 30)),
        ("8 giờ 30 phút", (8, 30)),
        ("8 giờ 30", (8, 30)),
        ("8h", (8, 0)),
        ("14 giờ", (14, 0)),
        ("0:05", (0, 5)),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(text, clock):
    assert parse_clock(text) == clock


@pytest.mark.parametrize("text", ["24:00", "8:60", "8", "sáng", "8.30", ""])
def test_what_is_no_time_of_day_is_refused(text):
    with pytest.raises(Refused):
        parse_clock(text)


def test_a_moment_names_hour_day_and_weekday():
    day = date(2026, 3, 5)
    assert clock_in_words(14, 0) == "14 giờ 00"
    assert (
        moment_in_words((8, 30), day, weekday=True)
        == "08 giờ 30 phút, ngày 05 tháng 3 năm 2026 (thứ Năm)"
    )
    assert moment_in_words(None, date(2026, 3, 8), weekday=True).endswith("(Chủ nhật)")
    assert moment_in_words((8, 0), None, weekday=True) == "08 giờ 00"
    assert moment_in_words(None, None, weekday=False) == ""
