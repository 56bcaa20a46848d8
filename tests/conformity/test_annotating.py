"""The annotated copy: a comment at every place, and the paper itself as it was."""

import io

from docx import Document

from service.conformity.annotating import annotate
from service.conformity.checking import check
from tests.conformity import papers
from tests.conformity.word import Word, form, local, style_runs, text_of, w


def faulty():
    word = Word(papers.letter())
    style_runs(word.find("Kính gửi:"), size=12)
    style_runs(word.find("2. Ủy ban"), font="Arial")
    return word.bytes()


def comments_of(data):
    root = Word(data).tree("word/comments.xml")
    return ["\n".join(text_of(p) for p in item.iter(w("p"))) for item in root]


def test_every_finding_has_a_comment_with_rule_measure_law_and_cure():
    data = faulty()
    said = comments_of(annotate(data))
    report = check(data)
    assert len(said) == sum(len(item.places) for item in report.findings) == 2
    for item in report.findings:
        (comment,) = [text for text in said if f"quy tắc {item.rule}" in text]
        for part in (item.title, item.measured, item.allowed, item.article, item.mend):
            assert part in comment


def test_comment_marks_stand_at_the_paragraph_and_pair_up():
    word = Word(annotate(faulty()))
    paragraph = word.find("Kính gửi:")
    names = [local(child) for child in paragraph]
    assert names.index("commentRangeStart") < names.index("commentRangeEnd")
    for kind in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        ids = [item.get(w("id")) for item in word.tree().iter(w(kind))]
        assert sorted(ids) == [item.get(w("id")) for item in word.tree("word/comments.xml")]


def test_the_annotated_copy_says_the_same_words_and_checks_the_same():
    data = faulty()
    marked = annotate(data)
    assert [text_of(p) for p in Word(marked).paragraphs()] == [
        text_of(p) for p in Word(data).paragraphs()
    ]
    assert check(marked) == check(data)


def test_an_independent_reader_opens_the_annotated_copy():
    opened = Document(io.BytesIO(annotate(form("1.9"))))
    assert any("BIÊN BẢN" in paragraph.text for paragraph in opened.paragraphs)


def test_annotating_twice_keeps_the_first_comments():
    once = annotate(faulty())
    assert len(comments_of(annotate(once))) == 2 * len(comments_of(once))


def test_findings_of_the_header_are_told_at_the_first_paragraph():
    word = Word(papers.letter())
    for properties in word.tree("word/header1.xml").iter(w("sz")):
        properties.set(w("val"), "20")
    (comment,) = comments_of(annotate(word.bytes()))
    assert "số trang" in comment.lower()
    assert "Chỗ sai: đầu trang." in comment
