"""Câu tìm: short forms both ways, numbers in any form, words that must not be there."""

import pytest

from service.domain.short_forms import short_forms
from service.domain.workflow import State
from service.store.search import search
from service.store.search_query import parse
from tests.builders import a_document


@pytest.fixture
def find(db, lan):
    def subjects(query):
        return [hit.line.subject for hit in search(db, lan, query).hits]

    return subjects


def issued(office, subject, **answers):
    return a_document(office, State.ARCHIVED, subject=subject, **{"body": "", **answers})


@pytest.mark.parametrize(
    "query",
    [
        "HĐND tỉnh",
        "hđnd tỉnh",
        "hdnd tinh",
        "hội đồng nhân dân tỉnh",
        "hoi dong nhan dan tinh",
        "HỘI ĐỒNG nhan dan",
        '"hội đồng nhân dân tỉnh"',
        '"HĐND tỉnh"',
        '"hdnd tinh"',
    ],
)
def test_a_short_form_finds_its_words_and_the_words_their_short_form(office, find, query):
    issued(office, "Về kỳ họp của HĐND tỉnh")
    issued(office, "Về kỳ họp của Hội đồng nhân dân tỉnh")
    issued(office, "Về hội nghị của tỉnh")
    assert sorted(find(query)) == [
        "Về kỳ họp của HĐND tỉnh",
        "Về kỳ họp của Hội đồng nhân dân tỉnh",
    ]


def test_what_was_typed_comes_before_the_other_way_to_say_it(office, find):
    issued(office, "Họp Hội đồng nhân dân")
    issued(office, "Họp HĐND")
    assert find("hội đồng nhân dân")[0] == "Họp Hội đồng nhân dân"
    assert find("hđnd")[0] == "Họp HĐND"


def test_a_kind_is_found_by_its_symbol_and_the_other_way_round(office, find):
    issued(office, "Về kế hoạch năm")
    issued(office, "Theo KH số 12")
    assert set(find("KH")) == set(find("kế hoạch")) == {"Về kế hoạch năm", "Theo KH số 12"}


def test_a_short_form_that_is_also_a_word_means_the_word_unless_in_capitals(office, find):
    issued(office, "Về dự án đường")
    issued(office, "Người da cam")
    assert find("da") == ["Người da cam"]
    assert find("DA") == ["Người da cam", "Về dự án đường"]
    assert find("dự án") == ["Về dự án đường"]


def test_every_short_form_is_a_search_key():
    assert all(form.short.isascii() and form.short.isalnum() for form in short_forms())
    assert all(word.isascii() for form in short_forms() for word in form.words)
    assert "da" in {form.short for form in short_forms() if not form.stands_alone}


@pytest.mark.parametrize(
    "query",
    [
        "2",
        "số 2",
        "so 02",
        "2/QĐ",
        "2 qd ubnd",
        "số 2-QĐ-UBND",
        "02-qd-ubnd",
        "Số: 02/QĐ-UBND",
        "số 2/qđ ubnd",
        "2/ qd-ubnd",
    ],
)
def test_a_number_is_found_however_it_is_written(office, find, query):
    issued(office, "Thứ nhất")
    issued(office, "Thứ hai")
    issued(office, "Thứ ba", body="Nhắc đến số 2 và 02/QĐ-UBND trong bài")
    assert find(query)[0] == "Thứ hai"


def test_the_word_number_is_looked_for_when_no_number_follows(office, find):
    issued(office, "Dân số xã")
    issued(office, "Dân cư xã")
    assert find("dân số") == ["Dân số xã"]
    assert find('"số 5"') == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("họp -giao", ["Họp tổng kết"]),
        ('hop -giao -"xa hoi"', ["Họp tổng kết"]),
        ('họp -"giao ban"', ["Họp ban giao", "Họp tổng kết"]),
        ("họp −giao", ["Họp tổng kết"]),
        ("-giao", ["Họp tổng kết"]),
        ("-giao -kết", []),
        ("họp -", ["Họp ban giao", "Họp giao ban", "Họp tổng kết"]),
    ],
)
def test_a_word_with_a_minus_must_not_be_there(office, find, query, found):
    for subject in ("Họp giao ban", "Họp tổng kết", "Họp ban giao"):
        issued(office, subject)
    assert sorted(find(query)) == found


def test_a_minus_also_takes_away_the_other_way_to_say_it(office, find):
    issued(office, "Họp hội đồng nhân dân")
    issued(office, "Họp chi bộ")
    assert find("họp -HĐND") == ["Họp chi bộ"]


def test_a_hyphen_inside_a_word_is_no_minus():
    asked = parse("99-UBND cai-nghiện")
    assert not asked.unwanted
    assert len(asked.terms) == 2
