"""The boxes are found however a writer laid them out: tables, tabs, text boxes, breaks."""

from dataclasses import dataclass

import pytest

from service.conformity.checking import check, read_paper
from service.conformity.paper import Box, PartKind
from tests.conformity import papers
from tests.conformity.papers import body, boxed, centred, docx, line, p, run, table
from tests.conformity.word import form

BOXES = (Box.NATIONAL_NAME, Box.MOTTO, Box.AGENCY, Box.NUMBER, Box.PLACE_DATE, Box.KIND)
BOXES += (Box.SUBJECT, Box.RECIPIENTS_LABEL, Box.RECIPIENTS)
STOPS = '<w:tabs><w:tab w:val="center" w:pos="1850"/><w:tab w:val="center" w:pos="6500"/></w:tabs>'


def two(left, right, *, size=13, bold=False, italic=False, left_bold=None):
    """Two columns in one paragraph, each centred at a tab stop."""
    first = bold if left_bold is None else left_bold
    return p(
        "<w:r><w:tab/></w:r>",
        run(left, size=size, bold=first),
        "<w:r><w:tab/></w:r>",
        run(right, size=14 if italic else size, bold=bold, italic=italic),
        extra=STOPS,
    )


def rest():
    return [
        centred("THÔNG BÁO", 'w:before="360"', bold=True),
        centred("Kết quả rà soát người có công", bold=True),
        p(line(30), jc="center"),
        body(papers.LONG + "./."),
    ]


def with_tabs():
    head = [
        two("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold=True),
        two("XÃ HÒA BÌNH", "Độc lập - Tự do - Hạnh phúc", bold=True),
        two("Số: 12/TB-UBND", "Hòa Bình, ngày 08 tháng 01 năm 2026", italic=True),
    ]
    end = [
        two("Nơi nhận:", "CHỦ TỊCH", size=12, bold=True),
        two("- Các thôn;", " ", size=11),
        two("- Lưu: VT.", "Phạm Quốc Hùng", size=11, left_bold=False),
    ]
    return docx(*head, *rest(), *end)


def with_text_boxes():
    left = boxed("ỦY BAN NHÂN DÂN XÃ HÒA BÌNH", 65, 20)
    right = boxed("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 95, 20, left=68)
    number = boxed("Số: 12/TB-UBND", 65, 8)
    motto = boxed("Độc lập - Tự do - Hạnh phúc", 95, 8, left=68)
    dated = boxed("Hòa Bình, ngày 08 tháng 01 năm 2026", 95, 8, left=68)
    head = [p(left), p(right), p(motto), p(number), p(dated)]
    return docx(*head, *rest(), papers.closing("- Các thôn;", "- Lưu: VT."))


def with_breaks():
    broken = "<w:r><w:br/></w:r>"
    left = p(
        run("ỦY BAN NHÂN DÂN", size=13, bold=True), broken,
        run("XÃ HÒA BÌNH", size=13, bold=True), broken,
        run("Số: 12/TB-UBND", size=13), jc="center",
    )  # fmt: skip
    right = p(
        run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, bold=True), broken,
        run("Độc lập - Tự do - Hạnh phúc", bold=True), broken,
        run("Hòa Bình, ngày 08 tháng 01 năm 2026", italic=True), jc="center",
    )  # fmt: skip
    return docx(table((left, right)), *rest(), papers.closing("- Các thôn;", "- Lưu: VT."))


LAYOUTS = {"tabs": with_tabs, "text boxes": with_text_boxes, "line breaks": with_breaks}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_box_is_found_in_every_layout(name):
    part = read_paper(LAYOUTS[name]()).main
    assert [box for box in BOXES if not part.box(box)] == []
    assert part.box(Box.NUMBER)[0].text == "Số: 12/TB-UBND"
    assert part.box(Box.PLACE_DATE)[0].text == "Hòa Bình, ngày 08 tháng 01 năm 2026"
    assert part.kind_word.symbol == "TB"


def test_tabs_lay_out_a_paper_as_well_as_a_table():
    broken = check(with_tabs()).broken()
    assert not broken & {306, 312, 408, 505, 610, 611, 1115, 1116, 1211}


TAB = "<w:r><w:tab/></w:r>"
LABEL = run("Nơi nhận:", size=12, bold=True, italic=True)


def set_by_tabs(*cells, at):
    stops = "".join(f'<w:tab w:val="center" w:pos="{place}"/>' for place in at)
    runs = [part for cell in cells for part in (TAB, cell)]
    return p(*(runs[1:] if cells[0] == LABEL else runs), extra=f"<w:tabs>{stops}</w:tabs>")


def two_signers(*, beside):
    """Two people sign, set by tabs; Nơi nhận stands in their line or under both (Mẫu 1.9)."""
    at = (4700, 7900) if beside else (2000, 7000)
    posts, names = (
        [run(text, bold=True) for text in texts]
        for texts in (("THƯ KÝ", "CHỦ TỌA"), ("Lê Thị Lan", "Phạm Văn Hùng"))
    )
    items = p(run("- Các thôn;", size=11)) + p(run("- Lưu: VT.", size=11))
    if beside:
        rows = set_by_tabs(LABEL, *posts, at=at) + items + p() + set_by_tabs(*names, at=at)
    else:
        rows = set_by_tabs(*posts, at=at) + p() + set_by_tabs(*names, at=at) + p(LABEL) + items
    return docx(papers.letterhead(number="Số: 12/TB-UBND"), *rest(), rows)


@pytest.mark.parametrize("beside", [True, False], ids=["beside", "above"])
def test_two_signers_without_a_table_are_told_apart(beside):
    word = two_signers(beside=beside)
    signers = [(one.authority[0].text, one.name.text) for one in read_paper(word).main.signatures]
    assert signers == [("THƯ KÝ", "Lê Thị Lan"), ("CHỦ TỌA", "Phạm Văn Hùng")]
    assert not check(word).broken() & {905, 911, 1101, 1115, 1116, 1211}


@dataclass(frozen=True)
class Found:
    form: str
    kind: PartKind
    boxes: tuple


FORMS = (
    Found("1.5", PartKind.MAIN, (Box.LETTER_SUBJECT, Box.ADDRESSEES, Box.RECIPIENTS)),
    Found("1.2", PartKind.MAIN, (Box.AUTHORITY, Box.BASES, Box.OPERATIVE, Box.SUBJECT)),
    Found("1.3-giay", PartKind.ATTACHED, (Box.KIND, Box.SUBJECT, Box.ENCLOSED_WITH)),
    Found("1.3-dien-tu", PartKind.ATTACHED, (Box.E_STAMP, Box.ENCLOSED_WITH)),
    Found("2.2", PartKind.ANNEX, (Box.ANNEX_LABEL, Box.ANNEX_TITLE, Box.E_STAMP)),
)


@pytest.mark.parametrize("case", FORMS, ids=lambda case: case.form)
def test_boxes_of_the_official_forms_are_found(case):
    part = read_paper(form(case.form)).main
    assert part.kind is case.kind
    assert [box for box in case.boxes if not part.box(box)] == []


def test_minutes_have_two_signers():
    part = read_paper(form("1.9")).main
    assert [item.column for item in part.signatures] == ["left", "right"]
    assert [item.authority[0].text for item in part.signatures] == ["THƯ KÝ", "CHỦ TỌA"]


def test_one_file_is_split_into_paper_annexes_and_copy():
    kinds = [part.kind for part in read_paper(papers.decision(annexes=2)).parts]
    assert kinds == [PartKind.MAIN, PartKind.ANNEX, PartKind.ANNEX]
    kinds = [part.kind for part in read_paper(papers.plan()).parts]
    assert kinds == [PartKind.MAIN, PartKind.COPY]
    assert [part.kind for part in read_paper(form("3.1")).parts] == kinds


def test_a_file_that_is_no_paper_at_all_is_told_what_it_lacks():
    broken = check(docx(body("Danh sách công việc trong tuần của tổ."))).broken()
    assert {301, 307, 401, 501, 601, 701, 1101, 1201} <= broken


def test_a_tab_at_the_end_of_a_line_makes_no_second_column():
    part = read_paper(form("1.5")).main
    (first,) = [item for item in part.box(Box.ADDRESSEES) if item.text.startswith("Kính gửi")]
    assert first.column == "full"
    assert first.alone


def test_a_note_under_the_recipients_is_no_signature():
    noted = papers.closing().replace("</w:tc>", p() + p(run("Bản thảo lần hai")) + "</w:tc>", 1)
    part = read_paper(docx(papers.letterhead(), *rest(), noted)).main
    assert [item.column for item in part.signatures] == ["right"]
