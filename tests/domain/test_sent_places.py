"""Nơi nhận: what a register says of where a paper goes."""

from service.domain.sent_places import NAMED, filed_with, in_brief, sent_places

LETTER = ("- Các trường học;", "Công an xã.", "Như trên;", "công an xã;", "- Lưu: VT, VHXH. Th.")


def test_as_above_is_told_by_the_names_it_stands_for():
    assert sent_places(LETTER) == ("Các trường học", "Công an xã")


def test_as_above_alone_stays_since_nothing_else_is_known():
    assert sent_places(["Như trên;", "Lưu: VT."]) == ("Như trên",)


def test_as_in_an_article_stays_and_a_unit_called_luu_is_a_place():
    lines = ["Như Điều 3;", "Lưu trữ lịch sử tỉnh;", "Lưu: VT."]
    assert sent_places(lines) == ("Như Điều 3", "Lưu trữ lịch sử tỉnh")


def test_who_keeps_the_file_copy_is_read_from_its_own_line():
    assert filed_with(LETTER) == "VT, VHXH. Th"
    assert filed_with(["Như trên", "Lưu : VT."]) == "VT"
    assert filed_with(["Như trên"]) == ""


def test_a_line_of_a_book_names_the_first_places_and_counts_the_rest():
    places = tuple(f"Thôn {number}" for number in range(1, 501))
    assert in_brief(places[:NAMED]) == places[:NAMED]
    assert in_brief(places) == (*places[:NAMED], "và 480 nơi khác ghi trong văn bản")
