"""Who is told to do something: names at the start of an item, after an order, and no one else."""

import pytest

from service.reading.units import leading_units, ordered_units

ADDRESSEES = ("Công an huyện", "Phòng Y tế huyện", "Chủ tịch UBND các xã, thị trấn")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Công an huyện tiếp tục rà soát", ("Công an huyện",)),
        ("Phòng Y tế phối hợp thực hiện", ("Phòng Y tế huyện",)),
        ("UBND các xã, thị trấn thành lập Ban chỉ đạo", ("Chủ tịch UBND các xã, thị trấn",)),
        ("Ủy ban nhân dân các xã, thị trấn lập danh sách", ("Chủ tịch UBND các xã, thị trấn",)),
        ("Sở Y tế, Sở Tư pháp và Công an tỉnh báo cáo", ("Sở Y tế", "Sở Tư pháp", "Công an tỉnh")),
        ("Văn phòng HĐND và UBND xã: tổng hợp", ("Văn phòng HĐND và UBND xã",)),
        ("Các sở, ban, ngành chủ động triển khai", ("Các sở, ban, ngành",)),
        ("Ban chỉ đạo xã có trách nhiệm theo dõi", ("Ban chỉ đạo xã",)),
        ("Phòng Văn hóa - Xã hội (chủ trì) tham mưu", ("Phòng Văn hóa - Xã hội",)),
        ("Trung tâm Y tế:", ("Trung tâm Y tế",)),
    ],
)
def test_an_item_begins_with_the_units_it_is_for(text, names):
    assert leading_units(text, ADDRESSEES).names == names


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức tập huấn nghiệp vụ và báo cáo",
        "Ban hành kế hoạch và triển khai",
        "Phòng, chống tội phạm: thực hiện nghiêm",
        "Phòng ngừa từ sớm và chủ động",
        "Báo cáo kết quả thực hiện",
        "Hội nghị tổng kết được tổ chức",
        "Trường hợp vướng mắc phải báo cáo",
        "Tăng cường công tác tuyên truyền",
        "Sở Y tế đề nghị các đơn vị báo cáo",
        "Ủy ban nhân dân xã yêu cầu các thôn thực hiện",
    ],
)
def test_a_sentence_without_a_told_unit_names_none(text):
    assert leading_units(text, ADDRESSEES) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Giao Phòng Y tế chủ trì, phối hợp", ("Phòng Y tế huyện",)),
        ("Chủ tịch yêu cầu Công an huyện khẩn trương rà soát", ("Công an huyện",)),
        ("Đề nghị các cơ quan, đơn vị báo cáo", ("các cơ quan, đơn vị",)),
    ],
)
def test_an_order_names_the_units_it_is_for(text, names):
    assert ordered_units(text, ADDRESSEES).names == names


def test_a_heading_is_told_from_a_sentence():
    assert leading_units("Công an huyện", ADDRESSEES).lone
    assert not leading_units("Công an huyện rà soát", ADDRESSEES).lone


def test_a_long_text_without_verbs_is_read_quickly():
    assert leading_units("Sở Y tế " * 5000, ADDRESSEES) is None
