import itertools
import time

import pytest

from service.domain.compounds import COMPOUNDS
from service.domain.linebreaks import break_costs, broken
from service.domain.typeface import Face, width_mm
from service.domain.vietnamese import tone_key

PROVIDERS = (
    "Công bố tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện ma túy tự nguyện tại gia "
    "đình, cộng đồng"
)
SUBJECTS = (
    PROVIDERS,
    (
        "triển khai thực hiện hiệu quả công tác cai nghiện ma túy và quản lý sau cai nghiện ma túy "
        "trên địa bàn tỉnh Bình Thuận"
    ),
    "Phê duyệt Kế hoạch phát triển kinh tế - xã hội giai đoạn 2026 - 2030 của xã Hòa Bình",
    "Tăng cường công tác phòng, chống thiên tai và tìm kiếm cứu nạn năm 2026",
    "Ban hành Quy chế làm việc của Ủy ban nhân dân xã Hòa Bình nhiệm kỳ 2026 - 2031",
)


def ended(text, room, size=14):
    return broken(text, size, room, Face.BOLD).split("\n")


def test_a_subject_ends_its_lines_between_words_and_not_in_them():
    assert ended(PROVIDERS, 135) == [
        "Công bố tổ chức, cá nhân đủ điều kiện cung cấp",
        "dịch vụ cai nghiện ma túy tự nguyện tại gia đình, cộng đồng",
    ]


@pytest.mark.parametrize("room", [45, 63, 90, 135, 160])
@pytest.mark.parametrize("text", SUBJECTS)
def test_no_word_of_several_syllables_is_split_and_every_line_has_its_room(text, room):
    lines = ended(text, room)
    assert " ".join(lines) == text
    assert all(width_mm(line, 14, Face.BOLD) <= room for line in lines)
    for line, below in itertools.pairwise(lines):
        pair = (tone_key(line.split()[-1]), tone_key(below.split()[0]))
        assert pair not in COMPOUNDS
        assert not below.startswith(("- ", "2030", "2031", "2026"))


def test_words_that_belong_together_over_a_comma_stay_in_one_line():
    text = "Họp đánh giá công tác rà soát tổ chức, cá nhân cung cấp dịch vụ cai nghiện ma túy"
    assert ended(text, 135)[0].endswith("tổ chức, cá nhân")
    costs = break_costs(["công", "tác", "phòng,", "chống", "lũ,", "bão"])
    assert costs[2] > costs[4]


def test_a_line_ends_before_a_preposition_rather_than_after_it():
    costs = dict(zip(("bàn|của", "của|xã"), break_costs(["bàn", "của", "xã"]), strict=True))
    assert costs["bàn|của"] < 1 < costs["của|xã"]


def test_a_name_and_a_date_stay_whole():
    (name,) = break_costs(["Hòa", "Bình"])
    (number,) = break_costs(["năm", "2026"])
    day = break_costs(["ngày", "…", "tháng", "…", "năm", "…"])
    (free,) = break_costs(["xanh", "sạch"])
    assert min(name, number, *day[1:]) > free


def test_blanks_to_be_filled_by_hand_are_kept():
    blank = "\u00a0" * 5
    text = f"(Kèm theo Quyết định số {blank}/QĐ-UBND ngày {blank} tháng {blank} năm {blank} của A)"
    assert " ".join(ended(text, 120)) == text


def test_lines_that_a_person_ended_stay_ended():
    assert ended("ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH", 135) == ["ỦY BAN NHÂN DÂN", "XÃ HÒA BÌNH"]


@pytest.mark.parametrize("text", ["", "một", "x" * 300, " ".join("ab" for _ in range(400))])
def test_any_text_is_ended_at_once_and_nothing_is_lost(text):
    start = time.perf_counter()
    lines = ended(text, 60)
    assert time.perf_counter() - start < 1
    assert " ".join(lines) == text
