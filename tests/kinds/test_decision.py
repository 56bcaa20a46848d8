from datetime import date

import pytest

from forms.annexes import issuer, roman
from forms.base import posted
from forms.executing import articles_text
from forms.ordering import head_of
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, filled, paragraphs_of, text_of

ISSUED = IssueMark(5, date(2026, 3, 9))


def test_articles_are_numbered_unless_they_number_themselves():
    assert (
        articles_text(["Một.", "Điều 5. Năm.", "Ba."]) == "Điều 1. Một.\nĐiều 5. Năm.\nĐiều 3. Ba."
    )


def test_legal_bases_end_in_semicolons_and_a_period(decision):
    answers = {**decision.sample, "legal_bases": ["Căn cứ A", "- Căn cứ B.", "Theo đề nghị của C;"]}
    bases = [text for style, text in paragraphs_of(filled(decision, answers)) if style == "CanCu"]
    assert bases == ["Căn cứ A;", "Căn cứ B;", "Theo đề nghị của C."]


def test_the_last_article_closes_the_decision(decision):
    articles = [
        text for style, text in paragraphs_of(filled(decision, decision.sample)) if style == "Dieu"
    ]
    assert articles[-1].endswith("thi hành Quyết định này./.")
    assert not articles[0].endswith("./.")


def test_one_annex_has_no_number_and_several_have_roman_ones(decision):
    def labels(count):
        annexes = [{"title": f"Bảng {n}", "body": "Một."} for n in range(count)]
        word = filled(decision, {**decision.sample, "annexes": annexes})
        return [text for style, text in paragraphs_of(word) if style == "PhuLuc"]

    assert labels(0) == []
    assert labels(1) == ["Phụ lục"]
    assert labels(3) == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]


def test_an_annex_says_which_decision_it_belongs_to(decision):
    def reference(mark, **changes):
        word = filled(decision, {**decision.sample, **changes}, mark)
        (line,) = [text for style, text in paragraphs_of(word) if style == "KemTheo"]
        return line.replace("\n", " ")

    assert reference(ISSUED, on_paper=True) == (
        "(Kèm theo Quyết định số 05/QĐ-UBND ngày 09 tháng 3 năm 2026 của Chủ tịch Ủy ban nhân dân "
        "xã Hòa Bình)"
    )
    draft = "".join(reference(IssueMark(), on_paper=True).split())
    assert draft.startswith("(KèmtheoQuyếtđịnhsố/QĐ-UBNDngàythángnăm")
    assert reference(ISSUED) == (
        "(Kèm theo Quyết định số …/QĐ-UBND ngày … tháng … năm … của Chủ tịch Ủy ban nhân dân "
        "xã Hòa Bình)"
    )


@pytest.mark.parametrize(
    ("authority", "printed"),
    [
        ("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", "Chủ tịch Ủy ban nhân dân xã Hòa Bình"),
        ("ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", "Ủy ban nhân dân xã Hòa Bình"),
        ("", "Ủy ban nhân dân xã Hòa Bình"),
    ],
)
def test_the_issuer_is_named_as_running_text(authority, printed):
    assert issuer({"authority": authority}, HOA_BINH) == printed


def test_a_new_decision_proposes_the_head_of_the_agency(decision):
    assert head_of(HOA_BINH) == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH"
    assert decision.form(agency=HOA_BINH).answers()["authority"] == head_of(HOA_BINH)


def test_a_new_paper_takes_over_what_recurs_from_the_last_one(decision):
    last = {**decision.sample, "authority": "ỦY BAN NHÂN DÂN XÃ"}
    start = decision.form.starting_answers(HOA_BINH, last=last)
    assert start["authority"] == "ỦY BAN NHÂN DÂN XÃ"
    assert start["recipients"] == ["Như Điều …;", *last["recipients"][1:]]
    assert "subject" not in start
    assert posted(decision.form, start, HOA_BINH).answers()["subject"] == ""


def test_who_was_typed_in_to_sign_one_paper_is_not_proposed_for_the_next(decision):
    typed = {"choice": "other", "name": "Người Ký Thay", "posts": ["KT. CHỦ TỊCH"]}
    start = decision.form.starting_answers(HOA_BINH, last={**decision.sample, "signatory": typed})
    assert start["signatory"] == decision.form.starting_answers(HOA_BINH)["signatory"]


@pytest.mark.parametrize(
    ("number", "written"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (50, "L")]
)
def test_roman_numbers(number, written):
    assert roman(number) == written


@pytest.mark.parametrize(
    ("form", "printed"), [("SY", "SAO Y"), ("SL", "SAO LỤC"), ("TrS", "TRÍCH SAO")]
)
def test_a_copy_prints_its_form_and_carries_its_symbol(certified_copy, form, printed):
    answers = {**certified_copy.sample, "copy_kind": form}
    text = text_of(filled(certified_copy, answers, IssueMark(6)))
    assert printed in text
    assert f"Số: 06/{form}-UBND" in text
