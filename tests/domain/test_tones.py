import random

import pytest

from service.domain.tones import TonePlacement, placed, placed_all
from service.domain.vietnamese import clean, tone_key

OLD, NEW = TonePlacement.OLD, TonePlacement.NEW
PAIRS = [
    ("hòa giải", "hoà giải"),
    ("văn hóa, sức khỏe", "văn hoá, sức khoẻ"),
    ("thủy lợi và lũy kế", "thuỷ lợi và luỹ kế"),
    ("Ủy ban nhân dân", "Uỷ ban nhân dân"),
    ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"),
    ("Hòa giải ở cơ sở.", "Hoà giải ở cơ sở."),
    ("1. Xóa đói. Khóa sổ", "1. Xoá đói. Khoá sổ"),
    ("Tòa án nhân dân", "Toà án nhân dân"),
]
SAME = [
    "quý, quỷ, quà", "hoàn, thoát, ngoài, xoáy, huỳnh", "của, mùa, thuế, thuở", "khuya, khuỷu",
    "hoa, khoe, huy", "xã Hòa Bình", "xã Hoà Bình", "ông Nguyễn Văn Hoà", "Trần Thị Thủy",
    "XÃ HOÀ BÌNH", "Thủy, ngày 05 tháng 6 năm 2026", "Quyết định “về hòa giải, hoá đơn”",
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_common_words_follow_the_agency(old, new):
    assert placed(old, NEW) == new
    assert placed(new, OLD) == old
    assert placed(old, OLD) == old


@pytest.mark.parametrize("text", SAME)
@pytest.mark.parametrize("placement", [OLD, NEW])
def test_one_spelling_names_and_quotations_stay(text, placement):
    assert placed(text, placement) == text


def test_nothing_chosen_leaves_what_was_typed():
    assert placed("hòa, hoà", TonePlacement.AS_TYPED) == "hòa, hoà"


def test_every_text_of_the_answers_is_reached_and_nothing_else():
    answers = {"body": "hòa giải", "rows": ["khỏe", {"title": "thủy lợi"}], "n": 3, "on": True}
    assert placed_all(answers, NEW) == {
        "body": "hoà giải", "rows": ["khoẻ", {"title": "thuỷ lợi"}], "n": 3, "on": True
    }  # fmt: skip


def test_only_the_place_of_the_mark_changes():
    chance = random.Random(30)
    for _ in range(3000):
        text = clean("".join(chance.choices("aàáảãạeèéoòóỏuùúyýỳỷhqktgiHÒOÀnm -.“”\n", k=14)))
        for placement in (OLD, NEW):
            once = placed(text, placement)
            assert tone_key(once) == tone_key(text)
            assert placed(once, placement) == once
            assert len(once) == len(text)
