"""Phụ lục, văn bản kèm theo là tệp riêng: cut out of the paper as its template lays them out."""

from datetime import date

import pytest

from forms.base import posted
from service.conformity.checking import check
from service.domain.numbering import IssueMark
from service.domain.presentation import Section
from service.rendering import docx
from tests.kinds.conftest import (
    HOA_BINH,
    KINDS,
    filled,
    paragraphs_of,
    parts_of,
    sample_answers,
    template_of,
    text_of,
)

ISSUED = IssueMark(5, date(2026, 1, 8))
ANNEXES = [
    {"title": f"Danh sách số {n}", "body": "STT\tHọ tên\n1\tAn", "apart": n != 2} for n in (1, 2, 3)
]
CARRIERS = [code for code, kind in KINDS.items() if "annexes" in kind.form.blank()]


def files_of(code, **changes):
    kind = KINDS[code]
    answers = {**sample_answers(kind), "on_paper": False, **changes}
    return docx.fill_all(template_of(kind), kind.compose(answers, HOA_BINH, ISSUED))


def labels(word):
    return [text for style, text in paragraphs_of(word) if style == "PhuLuc"]


@pytest.mark.parametrize("code", CARRIERS)
def test_only_what_is_set_apart_leaves_the_paper_and_keeps_its_number(code):
    files = files_of(code, annexes=ANNEXES)
    assert labels(files.paper) == ["Phụ lục II"]
    assert [part.section.apart for part in files.apart] == ["Phụ lục I", "Phụ lục III"]
    for part, title in zip(files.apart, ("Danh sách số 1", "Danh sách số 3"), strict=True):
        assert labels(part.word) == [part.section.apart]
        assert title in text_of(part.word)
        assert "Nơi nhận" not in text_of(part.word)
        assert "(Kèm theo" in text_of(part.word)


@pytest.mark.parametrize("code", CARRIERS)
def test_the_paper_and_each_file_of_its_own_have_no_finding(code):
    annexes = [{**one, "landscape": one["title"].endswith("3")} for one in ANNEXES]
    files = files_of(code, annexes=annexes)
    for word in (files.paper, *(part.word for part in files.apart)):
        assert [(one.rule, one.measured) for one in check(word).findings] == []


def test_an_attached_text_of_its_own_keeps_the_head_without_number():
    text = {**sample_answers(KINDS["promulgating_decision"])["attached"][0], "apart": True}
    files = files_of("promulgating_decision", attached=[text, text], annexes=[])
    assert [part.section.apart for part in files.apart] == ["Quy chế 1", "Quy chế 2"]
    styles = [style for style, _ in paragraphs_of(files.apart[0].word)]
    assert "QuocHieu" in styles
    assert "SoKyHieu" not in styles
    assert text_of(files.paper).count("CỘNG HÒA") == 1


def test_its_pages_are_counted_from_one_and_turned_alone():
    annexes = [{**ANNEXES[0], "landscape": True}]
    files = files_of("decision", annexes=annexes, urgency="urgent", circulation="internal")
    document = parts_of(files.apart[0].word)["word/document.xml"].decode()
    assert document.count("<w:sectPr") == 1
    assert '<w:pgNumType w:start="1"/>' in document
    assert 'w:orient="landscape"' in document
    assert "w:orient" not in parts_of(files.paper)["word/document.xml"].decode()
    assert 'w:type="first" r:id="rIdBlankHeader"' in document


def test_a_file_of_its_own_says_its_own_name():
    core = parts_of(files_of("decision", annexes=ANNEXES).apart[1].word)["docProps/core.xml"]
    assert "<dc:title>Phụ lục III: Danh sách số 3</dc:title>" in core.decode()


def test_names_with_marks_of_code_go_through_unharmed():
    nasty = {**ANNEXES[0], "title": 'Bảng --> <w:p/> & "giá" {{ 7*7 }}'}
    (part,) = files_of("decision", annexes=[nasty]).apart
    assert part.section == Section(False, "Phụ lục", f"Phụ lục: {nasty['title']}")
    assert nasty["title"] in text_of(part.word).replace("\n", " ")


def test_without_a_choice_there_is_one_file_as_ever():
    kind = KINDS["decision"]
    assert files_of("decision").apart == ()
    assert len(labels(filled(kind, sample_answers(kind), ISSUED))) == 1


def test_setting_apart_on_a_paper_sheet_is_advised_against():
    kind = KINDS["decision"]
    both = {**kind.sample, "annexes": [ANNEXES[0]], "on_paper": True}
    assert "chỉ dùng cho văn bản điện tử" in posted(kind.form, both, HOA_BINH).advice()["annexes"]
    electronic = posted(kind.form, {**both, "on_paper": False}, HOA_BINH)
    assert "annexes" not in electronic.advice()
