"""PDF files: what ink tells is measured as in the Word file; nothing else is said."""

import copy
import io

import fpdf
import PIL.Image
import pytest

from forms.base import posted
from service.app import Press
from service.conformity import annotate_file, check, check_file, repair_file, to_json, to_text
from service.conformity.command import run
from service.conformity.pdf_rules import ANSWERED, NOT_WITH_STAMPS
from service.conformity.registry import all_rules
from service.domain.errors import Refused
from service.rendering.pdf import open_converter
from tests.conformity import papers
from tests.conformity.irregularities import KNOWN
from tests.conformity.mutations import swap
from tests.conformity.mutations_papers import PAPERS, add_words, footer_number, header
from tests.conformity.test_our_papers import LONG_NAME, LONGEST, MARKS, SHORTEST, with_content
from tests.conformity.word import Word, form, form_names, put, set_text, style_runs, w
from tests.kinds.conftest import HOA_BINH, KINDS
from tests.reading.pdfs import FONTS, LETTER, letter, with_field, with_invisible_text

CONTENT = {"longest": LONGEST, "shortest": SHORTEST}
OWN = [code for code in KINDS if code != "certified_copy"]  # a copy is a block under a paper
# Broken in Word only: these programs draw the fault within the law, or not at all.
UNSEEN = {"số trang ở chân trang", "số trang có chữ", "giãn 2 dòng"}
INK = [case for case in PAPERS if case.rule in ANSWERED and case.name not in UNSEEN]


@pytest.fixture(scope="module")
def converter(tmp_path_factory):
    opened = open_converter(size=1, run_folder=tmp_path_factory.mktemp("run"))
    yield opened
    opened.close()


def found_in(data):
    return [(item.rule, item.measured, item.places[0].text) for item in check(data).findings]


@pytest.mark.slow
@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("code", OWN)
def test_our_printed_papers_have_no_finding(converter, code, mark):
    kind = KINDS[code]
    answers = posted(kind.form, kind.sample, HOA_BINH).answers()
    press = Press({code: kind}, converter)
    assert found_in(press.render(kind, HOA_BINH, answers, MARKS[mark]).pdf) == []


@pytest.mark.slow
@pytest.mark.parametrize("content", CONTENT)
@pytest.mark.parametrize("code", ["official_letter", "decision", "promulgating_decision"])
def test_our_longest_and_shortest_printed_papers_have_no_finding(converter, code, content):
    kind = KINDS[code]
    answers = with_content(kind, CONTENT[content])
    press = Press({code: kind}, converter)
    assert found_in(press.render(kind, LONG_NAME, answers, MARKS["issued"]).pdf) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", papers.ALL)
def test_right_papers_of_others_have_no_finding(converter, name):
    assert found_in(converter.convert(papers.ALL[name]())) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", form_names())
def test_the_official_forms_in_print_raise_only_their_known_irregularities(converter, name):
    assert check(converter.convert(form(name))).broken() <= frozenset(KNOWN.get(name, {}))


@pytest.mark.slow
@pytest.mark.parametrize("mutation", INK, ids=str)
def test_one_fault_in_print_raises_exactly_its_rule(converter, mutation):
    report = check(converter.convert(mutation.broken()))
    assert report.broken() == {mutation.rule}
    assert all(place.page for item in report.findings for place in item.places)


def long_letter():
    """The letter over several pages."""
    word = Word(papers.letter())
    body = word.find("Thực hiện Kế hoạch số 15")
    for _ in range(25):
        body.addnext(copy.deepcopy(body))
    return word


def margin(side, mm):
    def apply(word):
        for section in word.sections:
            section.find(w("pgMar")).set(w(side), str(round(mm * 56.7)))

    return apply


def of(text, change):
    return lambda word: change(word.find(text))


def everywhere(**look):
    def apply(word):
        for paragraph in word.paragraphs():
            style_runs(paragraph, **look)

    return apply


def paper_size(word):
    for section in word.sections:
        put(section, "pgSz", ["pgSz"], w=12240, h=15840)


LONG = {
    "khổ Letter": (101, paper_size),
    "lề trên 10 mm": (103, margin("top", 10)),
    "lề dưới 10 mm": (104, margin("bottom", 10)),
    "lề trái 20 mm": (105, margin("left", 20)),
    "lề phải 30 mm": (106, margin("right", 30)),
    "số trang ở chân trang": (108, footer_number),
    "số trang có chữ": (114, header(add_words(" trang"))),
    "phông Arial": (201, everywhere(font="Arial")),
    "chữ màu": (205, of("1. Ủy ban", lambda item: style_runs(item, color="C00000"))),
    "Quốc hiệu cỡ 15": (304, of("CỘNG HÒA", lambda item: style_runs(item, size=15))),
    "không Tiêu ngữ": (307, of("Độc lập", lambda item: set_text(item, " "))),
    "số không đệm 0": (506, of("Số: 05", swap("05/", "5/"))),
    "số có năm": (509, of("Số: 05", swap("05/", "05/2026/"))),
    "ngày không đệm 0": (605, of("ngày 08", swap("ngày 08", "ngày 8"))),
    "không Nơi nhận": (1201, of("Nơi nhận:", lambda item: set_text(item, " "))),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_one_fault_of_several_pages_raises_exactly_its_rule(converter, name):
    rule, apply = LONG[name]
    word = long_letter()
    assert apply(word) is not False
    assert check(converter.convert(word.bytes())).broken() == {rule}


@pytest.mark.slow
def test_several_pages_without_fault_have_no_finding(converter):
    assert found_in(converter.convert(long_letter().bytes())) == []


@pytest.mark.slow
def test_the_report_says_that_a_pdf_answers_fewer_rules(converter, tmp_path):
    word = long_letter()
    style_runs(word.find("Nơi nhận:"), size=16)
    data = converter.convert(word.bytes())
    report = check_file(data)
    told = to_json(report)
    assert (told["source"], told["rules"]) == ("pdf", len(ANSWERED))
    assert f"PDF: {len(ANSWERED)} quy tắc, ít hơn tệp Word vì" in told["note"]
    assert told["note"] in to_text(report)
    (finding,) = report.findings
    assert finding.places[0].page > 1
    assert f"Ở Nơi nhận, trang {finding.places[0].page}: Nơi nhận:" in to_text(report)
    path = tmp_path / "thư.pdf"
    path.write_bytes(data)
    assert run(path, as_json=False)[0] == 1


@pytest.mark.slow
def test_a_pdf_is_neither_annotated_nor_repaired(converter):
    data = converter.convert(papers.letter())
    for change in (annotate_file, repair_file):
        with pytest.raises(Refused, match="chỉ tệp Word mới sửa"):
            change(data)


def test_word_files_are_still_measured_by_every_rule():
    report = check(papers.letter())
    assert (report.source, report.note, report.rules) == ("docx", "", len(all_rules()))


def test_only_known_rules_are_marked_for_pdf():
    numbers = {item.number for item in all_rules()}
    assert numbers >= ANSWERED
    assert 60 <= len(ANSWERED) < len(numbers)


def page(*, text="", picture=False, password=""):
    made = fpdf.FPDF(format="A4")
    made.add_page()
    if picture:
        target = io.BytesIO()
        PIL.Image.new("L", (400, 560), 230).save(target, "PNG")
        made.image(target, 0, 0, 210, 297)
    if text:
        made.add_font("Serif", fname=str(FONTS / "LiberationSerif-Regular.ttf"))
        made.set_font("Serif", size=14)
        made.multi_cell(0, 8, text)
    if password:
        made.set_encryption(owner_password=password, user_password=password)
    return bytes(made.output())


HOSTILE = {
    "scan": (lambda: page(picture=True), "ảnh quét"),
    "locked": (lambda: page(text="Kính gửi các thôn trong xã", password="x"), "mật khẩu"),
    "cut": (lambda: page(text="Kính gửi các thôn trong xã")[:200], "hỏng"),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, "hỏng"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_pdf_that_cannot_be_measured_is_refused_with_its_reason(name):
    make, word = HOSTILE[name]
    with pytest.raises(Refused, match=word):
        check_file(make())


def test_text_recognised_by_a_machine_is_not_measured():
    with pytest.raises(Refused, match="nhận dạng"):
        check_file(with_invisible_text())


def test_what_a_form_field_may_hold_is_not_missed():
    """A field filled on the page is not read: the number it may hold is not said to be missing."""
    bare = letter([line for line in LETTER if not line[3].startswith("Số:")])
    assert 501 in check(bare).broken()
    stamped = check(with_field(bare, 35, 36, "41/UBND-VP"))
    assert not stamped.broken() & NOT_WITH_STAMPS
    assert stamped.rules < len(ANSWERED)


def test_a_paper_with_no_part_is_told_what_it_lacks():
    report = check(page(text="Danh sách công việc trong tuần của tổ văn phòng."))
    assert {301, 307, 501, 701, 1201} <= report.broken()
