"""What real files do, each found once by checking one: no false alarm comes back."""

from service.conformity.checking import check, read_paper
from service.conformity.paper import Box, PartKind, Role
from tests.conformity import papers
from tests.conformity.papers import annex, body, centred, closing, docx, letterhead, p, run, table
from tests.conformity.word import RUN_ORDER, Word, put, rpr, runs_of, w

DATA = {"widths": (1500, 2500, 5000), "bordered": True}


def cell(text):
    return p(run(text, size=13))


def with_annex(*more):
    content = [
        letterhead(),
        centred("QUYẾT ĐỊNH", 'w:before="360"', bold=True),
        body("Điều 1. Ban hành Phụ lục kèm theo Quyết định này./."),
        closing(),
        f"<w:p><w:pPr>{papers.section()}</w:pPr></w:p>",
        *annex(""),
        *more,
    ]
    return docx(*content, last=papers.section(start="1"))


def test_a_form_shown_in_an_annex_is_not_a_paper_of_its_own():
    paper = read_paper(with_annex(letterhead(), body("Mẫu số 1."), letterhead()))
    assert [part.kind for part in paper.parts] == [PartKind.MAIN, PartKind.ANNEX]


def test_words_of_the_decree_in_a_data_table_are_no_boxes():
    row = ("Quốc hiệu", "12 - 13", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    rows = table(tuple(map(cell, row)), tuple(map(cell, ("Nơi nhận:", "12", "KHẨN"))), **DATA)
    paper = read_paper(docx(letterhead(), centred("THÔNG BÁO", bold=True), rows))
    assert len(paper.parts) == 1
    part = paper.main
    assert part.box(Box.RECIPIENTS_LABEL) == []
    assert part.box(Box.URGENCY) == []


def test_a_sentence_that_quotes_the_national_name_starts_no_paper():
    quoted = body("Quốc hiệu “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM” trình bày bằng chữ in hoa./.")
    report = check(docx(letterhead(), centred("QUY CHẾ", bold=True), quoted, closing()))
    assert len(report.parts) == 1


def test_a_heading_and_its_title_may_share_a_paragraph_with_a_break():
    heading = p(
        run("Chương I", bold=True), "<w:r><w:br/></w:r>", run("QUY ĐỊNH", bold=True), jc="center"
    )
    part = read_paper(docx(letterhead(), centred("QUY CHẾ", bold=True), heading)).main
    assert [clause.role for clause in part.clauses] == [Role.CHAPTER, Role.TITLE]


def test_a_heading_and_its_title_on_one_line_are_told_once():
    heading = centred("Chương I. QUY ĐỊNH CHUNG", bold=True)
    report = check(docx(letterhead(), centred("QUY CHẾ", bold=True), heading, body("1. Một./.")))
    wrong = {item.rule for item in report.findings if "Chương" in item.places[0].text}
    assert wrong == {1001}


def test_a_roman_heading_under_a_chapter_title_is_not_its_title():
    content = [centred("Phần I", bold=True), centred("CHUNG", bold=True), body("I. MỤC", bold=True)]
    part = read_paper(docx(letterhead(), centred("QUY CHẾ", bold=True), *content)).main
    assert [clause.role for clause in part.clauses] == [Role.PART, Role.TITLE, Role.ROMAN]


def test_a_face_of_times_new_roman_is_times_new_roman():
    word = Word(papers.letter())
    for item in runs_of(word.find("2. Ủy ban")):
        put(rpr(item), "rFonts", RUN_ORDER, ascii="Times New Roman Bold", hAnsi="Times New Roman")
    assert not check(word.bytes()).findings


def test_a_normative_act_is_not_measured_by_the_rules_of_administrative_papers():
    word = Word(papers.decision())
    for paragraph in word.paragraphs():
        for item in paragraph.iter(w("t")):
            if item.text == "QUYẾT ĐỊNH":
                item.text = "NGHỊ ĐỊNH"
            item.text = item.text.replace("Số: 12/QĐ-UBND", "Số: 12/2026/NĐ-CP")
            item.text = item.text.replace("Xã hội xã.", "Xã hội xã;")
    report = check(word.bytes())
    assert not report.broken() & {802, 803, 804, 902}
    assert [str(item.severity) for item in report.findings if item.rule == 509] == ["khuyến nghị"]


def test_a_file_of_annexes_alone_may_begin_with_any_of_them():
    alone = docx(*annex("III"), *annex("IV"))
    assert not check(alone).broken() & {1305, 1312, 1313, 301, 501}
    assert 1305 in check(docx(*annex("III"), *annex("V"))).broken()
