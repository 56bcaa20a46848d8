"""Words of the papers of the procedure, by the law of each period; nothing but values."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from service.domain.agency import Agency
from service.domain.eligibility import law
from service.domain.eligibility.bulk import column_of, is_head, row_answers
from service.domain.eligibility.law_reading import read_law
from service.domain.eligibility.paper_making import QUESTIONS, RECIPES
from service.domain.eligibility.papers import PaperFacts, PaperSubject, legal_grounds, own_words
from service.domain.eligibility.states import PAPER_PURPOSES
from service.domain.errors import Refused

LAW = read_law(Path(law.__file__).with_name("regimes.toml").read_text(encoding="utf-8"))
POLICE = Agency("CÔNG AN TỈNH HÒA AN", "Công an tỉnh Hòa An", "Hòa An", "CAT")
ONE = PaperSubject(
    "CƠ SỞ HY VỌNG", "organisation", "Số 5, xã Hòa Bình", scope=("a",), modes=("outpatient",)
)


def facts(day="2026-07-06", subjects=(ONE,), agency=POLICE, **given):
    moment = date.fromisoformat(day)
    return PaperFacts(LAW.on(moment), agency, moment, "VP", "ordinary", subjects, given)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2022-01-01", ["2015", "2021", "116/2021"]),
        ("2025-03-01", ["19 tháng 02 năm 2025", "2021", "116/2021"]),
        ("2025-06-30", ["16 tháng 6 năm 2025", "2021", "116/2021"]),
        ("2025-07-01", ["16 tháng 6 năm 2025", "2021", "116/2021", "184/2025"]),
        ("2026-07-01", ["năm 2025", "163/2026"]),
    ],
)
def test_the_grounds_are_those_that_hold_on_the_day(day, held):
    found = legal_grounds(facts(day))
    assert len(found) == len(held)
    assert all(word in line for word, line in zip(held, found, strict=True))
    assert all(line.startswith("Căn cứ ") for line in found)


def test_a_level_of_the_law_becomes_the_place_of_the_agency():
    told = own_words(facts(), "Giám đốc Công an cấp tỉnh; Trụ sở Công an cấp xã")
    assert told == "Giám đốc Công an tỉnh Hòa An; Trụ sở Công an cấp xã"
    city = replace(POLICE, full_name="Công an thành phố Hòa An")
    assert own_words(facts(agency=city), "Công an cấp tỉnh") == "Công an thành phố Hòa An"
    nowhere = replace(POLICE, full_name="Cơ quan")
    assert own_words(facts(agency=nowhere), "Công an cấp tỉnh") == "Công an cấp tỉnh"


def test_only_a_chairmans_decision_has_an_article_of_duties():
    police = RECIPES["publication"].make(facts()).answers["articles"]
    district = Agency("", "Ủy ban nhân dân huyện Hòa An", "Hòa An", "UBND")
    chairman = RECIPES["publication"].make(facts("2025-06-30", agency=district)).answers["articles"]
    assert (len(police), len(chairman)) == (3, 4)
    assert "duy trì các điều kiện" in chairman[1]


def test_a_list_says_how_many_and_holds_them_in_an_annex():
    made = RECIPES["publication"].make(facts(subjects=(ONE, replace(ONE, name="CƠ SỞ HAI"))))
    assert "Công bố 02 tổ chức, cá nhân" in made.answers["articles"][0]
    (annex,) = made.answers["annexes"]
    assert annex["landscape"]
    assert annex["body"].split("\n")[2].split("\t")[1] == "CƠ SỞ HAI"


@pytest.mark.parametrize(
    ("purpose", "field", "given"),
    [
        ("supplement", "items", {}),
        ("refusal", "reasons", {}),
        ("violation", "acts", {"acts": " \n- "}),
        ("remedy", "measures", {}),
        ("withdrawal", "reasons", {}),
        ("apology", "again_on", {}),
        ("suspension", "ground", {"months": "3"}),
        ("suspension", "months", {"ground": "idle", "months": "4"}),
        ("suspension", "months", {"ground": "idle", "months": "ba"}),
    ],
)
def test_a_paper_without_what_it_must_say_is_not_made(purpose, field, given):
    with pytest.raises(Refused) as no:
        RECIPES[purpose].make(facts(**given))
    assert no.value.field == field or field in no.value.errors


def test_four_months_are_lawful_before_and_unlawful_since_july_2026():
    given = {"ground": "idle", "months": "4"}
    made = RECIPES["suspension"].make(facts("2026-06-30", **given))
    assert "04 tháng" in made.answers["articles"][0]
    with pytest.raises(Refused):
        RECIPES["suspension"].make(facts("2026-07-01", **given))


def test_no_withdrawal_before_july_2026():
    with pytest.raises(Refused, match="không có thu hồi"):
        RECIPES["withdrawal"].make(facts("2026-06-30", reasons=["Không khắc phục"]))


def test_every_recipe_has_a_name_and_every_question_a_label():
    assert set(RECIPES) <= set(PAPER_PURPOSES)
    assert {one for recipe in RECIPES.values() for one in recipe.asks} <= set(QUESTIONS)


def test_heads_of_a_spreadsheet_are_read_as_people_write_them():
    heads = ["Số biên nhận", "TÊN CƠ SỞ, cá nhân", "Xã, phường", "Hạn bổ sung", "Hạn", "Ghi chú"]
    assert [column_of(head) for head in heads] == [
        "receipt",
        "name",
        "commune",
        "due_on",
        "due",
        None,
    ]
    assert is_head({"price", "receipt"})
    assert not is_head({"price", "due"})
    given = row_answers({"scope": "a; C", "items": "Văn bằng; Sơ đồ", "price": " ", "name": "X"})
    assert given == {"scope": ["a", "c"], "items": ["Văn bằng", "Sơ đồ"]}
