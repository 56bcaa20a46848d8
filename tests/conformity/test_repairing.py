"""“Sửa giúp”: what is safe is mended, what was found is gone, and the words are as they were."""

import io
import re

import pytest
from docx import Document

from service.conformity.checking import check
from service.conformity.registry import all_rules
from service.conformity.repairing import repair
from service.conformity.repairs import REPAIRS
from tests.conformity import papers
from tests.conformity.mutations import FORMS
from tests.conformity.mutations_papers import PAPERS
from tests.conformity.word import Word, form, form_names, set_text, style_runs, text_of

MENDED = {rule.number for rule in all_rules() if rule.repair}
TEXT_RULES = {203, 204, 309, 506, 507, 508, 605, 606, 607, 803, 804, 1207, 1208, 1209}
# Faults of a mended rule that are not mended, and why.
LEFT_ALONE = {
    "không có Lưu": "no line is invented",
    "người ký bên trái": "no text is moved to another column",
}


def words_of(data):
    word = Word(data)
    return [text_of(item) for item in word.paragraphs()]


def test_the_table_says_rightly_what_is_mended():
    assert set(REPAIRS) == MENDED


def broken_files():
    for mutation in PAPERS:
        if mutation.rule in MENDED and mutation.name not in LEFT_ALONE:
            yield pytest.param(mutation.rule, mutation.broken(), id=str(mutation))
    for mutation in FORMS:
        if mutation.rule not in MENDED or mutation.name in LEFT_ALONE:
            continue
        for name in form_names():
            word = Word(form(name))
            if mutation.apply(word):
                yield pytest.param(mutation.rule, word.bytes(), id=f"{mutation} in {name}")
                break


@pytest.mark.parametrize(("number", "data"), list(broken_files()))
def test_what_is_safe_is_mended_and_nothing_else_is_touched(number, data):
    before = check(data)
    assert number in before.broken()
    done = repair(data)
    assert number not in done.left.broken()
    assert done.left.broken() <= before.broken()
    assert done.left == check(done.docx)
    assert {change.rule for change in done.changes} <= before.broken()
    assert number in {change.rule for change in done.changes}
    if number not in TEXT_RULES and not before.broken() & TEXT_RULES:
        assert words_of(done.docx) == words_of(data)


def test_every_mended_rule_is_tried():
    tried = {mutation.rule for mutation in (*PAPERS, *FORMS)}
    assert tried >= MENDED


def test_repair_twice_is_repair_once():
    word = Word(papers.decision())
    for paragraph in word.paragraphs():
        style_runs(paragraph, size=12, font="Arial")
    once = repair(word.bytes())
    again = repair(once.docx)
    assert again.changes == ()
    assert again.docx == once.docx


def test_a_right_file_comes_back_byte_for_byte():
    data = papers.letter()
    done = repair(data)
    assert done.docx == data
    assert done.changes == ()


def test_a_file_wrong_all_over_is_mended_all_over():
    word = Word(papers.letter())
    for paragraph in word.paragraphs():
        style_runs(paragraph, size=12, font="Arial", bold=True, color="FF0000")
    data = word.bytes()
    assert len(check(data).broken()) > 15
    done = repair(data)
    assert done.left.broken() <= {904, 1228}
    assert words_of(done.docx) == words_of(data)


def test_text_repairs_change_only_their_letters():
    word = Word(papers.decision())
    set_text(word.find("Số: 12"), "Số: 5 / QĐ – UBND")
    set_text(word.find("Hòa Bình, ngày"), "Hòa Bình, ngày 8 tháng 1 năm 2026")
    set_text(word.find("Độc lập"), "Độc lập–Tự do–Hạnh phúc")
    done = repair(word.bytes())
    said = words_of(done.docx)
    assert "Số: 05/QĐ-UBND" in said
    assert "Hòa Bình, ngày 08 tháng 01 năm 2026" in said
    assert "Độc lập - Tự do - Hạnh phúc" in said
    assert not done.left.findings


def test_file_copy_line_moves_to_the_end_with_its_full_stop():
    word = Word(papers.decision())
    set_text(word.find("- Thường trực"), "- Lưu: VT, VX;")
    set_text(word.find("- Lưu: VT, VX."), "- Thường trực HĐND xã.")
    done = repair(word.bytes())
    said = words_of(done.docx)
    place = said.index("- Lưu: VT, VX.")
    assert said[place - 1] == "- Thường trực HĐND xã;"
    assert not done.left.findings


def test_changes_tell_what_was_done_in_vietnamese():
    word = Word(papers.letter())
    style_runs(word.find("Kính gửi:"), size=12)
    (change,) = repair(word.bytes()).changes
    assert (change.rule, change.before, change.after) == (1223, "cỡ 12", "cỡ 13")
    assert re.match("Kính gửi", change.text)


def test_repaired_properties_stand_in_the_schemas_order():
    word = Word(papers.decision())
    styles = word.parts["word/styles.xml"].replace(b"Times New Roman", b"Arial")
    word.parts["word/styles.xml"] = styles.replace(b"<w:sz ", b'<w:color w:val="FF0000"/><w:sz ')
    opened = Document(io.BytesIO(repair(word.bytes()).docx))  # an independent reader
    order = ["rFonts", "b", "i", "color", "sz", "szCs"]
    seen = set()
    for element in opened.element.body.iter():
        if element.tag.endswith("}rPr"):
            names = [child.tag.rpartition("}")[2] for child in element]
            known = [name for name in names if name in order]
            assert known == sorted(known, key=order.index)
            seen |= set(known)
    assert seen >= {"rFonts", "color"}
