"""Chỗ còn bỏ trống: dots that wait for something, and dots that say “and so on”."""

import pytest

from service.domain.leftovers import blank_in

BLANKS = {
    "Như Điều …;": "Như Điều …;",
    "Như Điều...;": "Như Điều...;",
    "Căn cứ Nghị định số .../2021/NĐ-CP": "Căn cứ Nghị định số .../2021/NĐ-CP",
    "Theo đề nghị của …": "Theo đề nghị của …",
    "ngày…tháng 3 năm 2026": "ngày…tháng 3 năm 2026",
    "Họ và tên: ____": "Họ và tên: ____",
    "TUQ. […]": "TUQ. […]",
    "Lưu: VT, …": "Lưu: VT, …",
    "Ông/Bà: ......................": "Ông/Bà: ...",
}
AND_SO_ON = (
    "máy tính, máy in… và máy quét",
    "Các sở, ban, ngành...",
    "bảng, ghế, v.v…",
    "bảng, ghế v.v...",
    "Số, ký hiệu: 12/2021/NĐ-CP. Hết.",
    "snake_case và a__b",
    "Điều 1.. sai dấu",
)


@pytest.mark.parametrize("text", BLANKS)
def test_a_blank_is_shown_with_the_words_around_it(text):
    assert blank_in(text) == BLANKS[text]


@pytest.mark.parametrize("text", AND_SO_ON)
def test_and_so_on_is_no_blank(text):
    assert blank_in(text) == ""


def test_the_first_blank_of_a_long_text_is_told_with_whole_words():
    text = "Đoạn đầu đủ chữ.\n" + "từ " * 40 + "mời ông … đến dự " + "họp " * 40
    assert blank_in(text) == "từ từ từ từ từ mời ông … đến dự họp họp họp họp"
