"""Như Điều …: the article that says who executes, found in the typed articles."""

import pytest

from forms.base import posted
from forms.executing import (
    article_trouble,
    executing_article,
    with_executing_article,
    without_article_number,
)
from tests.kinds.conftest import HOA_BINH, KINDS, filled, paragraphs_of

EFFECT = "Quyết định này có hiệu lực thi hành kể từ ngày ký."
WHO = "Chánh Văn phòng và các đơn vị có liên quan chịu trách nhiệm thi hành Quyết định này."
OPEN = ["Như Điều …;", "Lưu: VT, VP."]

EXECUTING = {
    "the last": (["Công bố A.", EFFECT, WHO], 3),
    "its own number": (["Điều 1. A", "Điều 2. B", f"**Điều 5.** {WHO}"], 5),
    "not the last": (["A", WHO, EFFECT], 2),
    "one that heads itself": (["A", "Tổ chức thực hiện\nVăn phòng theo dõi, đôn đốc."], 2),
    "of a resolution": (["A", "Ủy ban nhân dân xã tổ chức thực hiện Nghị quyết này."], 2),
    "by the old phrase": (["A", "Chánh Văn phòng căn cứ Quyết định thi hành."], 2),
    "money spent is no execution": (["Kinh phí thực hiện Quyết định này lấy từ ngân sách."], None),
    "nobody is told to": (["A", EFFECT], None),
}


@pytest.mark.parametrize("case", EXECUTING)
def test_the_article_that_says_who_executes_is_found(case):
    articles, number = EXECUTING[case]
    assert executing_article(articles) == number


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("Như Điều …;", "Như Điều 3;"),
        ("- Như Điều .....;", "- Như Điều 3;"),
        ("Như điều ___", "Như điều 3"),
        ("Như Điều", "Như Điều 3"),
        ("Như Điều 2;", "Như Điều 2;"),
        ("Như Điều lệ;", "Như Điều lệ;"),
    ],
)
def test_only_an_open_line_gets_the_number(line, printed):
    assert with_executing_article([line], ["A", "B", WHO]) == [printed]


@pytest.mark.parametrize("code", ["decision", "promulgating_decision", "resolution"])
def test_the_paper_prints_the_number_that_its_articles_tell(code):
    kind = KINDS[code]
    answers = {**kind.sample, "recipients": OPEN}
    lines = [text for style, text in paragraphs_of(filled(kind, answers)) if style == "NoiNhanDong"]
    number = executing_article(kind.sample["articles"])
    assert lines[0] == f"- Như Điều {number};"


def form_of(**changes):
    kind = KINDS["decision"]
    return posted(kind.form, {**kind.sample, **changes}, HOA_BINH)


def test_an_open_line_is_refused_only_where_the_articles_do_not_tell():
    assert form_of(recipients=OPEN).left_open() == {}
    refused = form_of(recipients=OPEN, articles=["A", EFFECT]).left_open()
    assert set(refused) == {"recipients-0"}
    assert "chưa có số" in refused["recipients-0"]


def test_other_blanks_among_the_recipients_are_refused_beside_it():
    assert set(form_of(recipients=["Như Điều …", "UBND …", "Lưu: VT."]).left_open()) == {
        "recipients-1"
    }


def test_a_number_that_points_elsewhere_is_told():
    assert "không có Điều 7" in article_trouble(["Như Điều 7;"], ["A", WHO])
    assert "là Điều 2" in article_trouble(["Như Điều 1;"], ["A", WHO])
    assert "“Như Điều 2”" in article_trouble(["Như Điều …"], ["A", WHO])
    assert article_trouble(["Như Điều 2;"], ["A", WHO]) == ""
    assert "là Điều 4" in form_of(recipients=["Như Điều 1", "Lưu: VT, VP"]).advice()["recipients"]


def test_the_number_of_an_earlier_paper_is_not_carried_over():
    assert without_article_number(["Như Điều 4", "Lưu: VT"]) == ["Như Điều …;", "Lưu: VT"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"subject": "Về việc …"}, "subject"),
        ({"legal_bases": ["Căn cứ Luật A", "Căn cứ Quyết định số .../QĐ-UBND"]}, "legal_bases-1"),
        ({"authority": "CHỦ TỊCH …"}, "authority"),
        (
            {"signatory": {"choice": "other", "lines": ["TUQ. …", "GIÁM ĐỐC"], "name": ""}},
            "signatory-lines",
        ),
    ],
)
def test_what_is_certainly_unfinished_is_refused_at_its_field(changes, path):
    form = form_of(**changes)
    assert set(form.left_open()) == {path}
    assert path.partition("-")[0] in form.advice()
    assert form.blanks_to_keep() == {}


def test_blanks_of_the_text_may_be_meant():
    form = form_of(
        articles=["Ban hành mẫu đơn: Họ và tên: ………", WHO],
        annexes=[{"title": "Mẫu đơn phụ lục", "body": "Tôi là: ____"}],
    )
    assert form.left_open() == {}
    assert set(form.blanks_to_keep()) == {"articles-0", "annexes-0-body"}
    assert "để điền tay" in form.advice()["articles"]


def test_a_copy_repeats_the_dots_of_its_original():
    kind = KINDS["certified_copy"]
    form = posted(kind.form, {**kind.sample, "subject": "Công văn số …/UBND"}, HOA_BINH)
    assert form.left_open() == {}
    assert form.blanks_to_keep() == {}


def test_no_sample_of_any_kind_has_a_blank():
    for kind in KINDS.values():
        form = posted(kind.form, kind.sample, HOA_BINH)
        assert form.blanks() == [], kind.code
