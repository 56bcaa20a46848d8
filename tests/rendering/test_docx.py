import io
import zipfile

import pytest

from doc_templates.package import package
from doc_templates.parts import line, page_setup, tag
from service.domain.body import Body, parse_body
from service.domain.errors import RenderingFault
from service.domain.marks import Stamp
from service.domain.presentation import Indents, Rule, Section, Styling
from service.rendering import docx

BASIC = {"title": "Tên", "issuer": "Cơ quan"}


def template(*content):
    return package("".join(content) + page_setup(stories=False), {})


def document_of(word):
    return part(word, "word/document.xml")


def part(word, name):
    with zipfile.ZipFile(io.BytesIO(word)) as file:
        return file.read(name).decode("utf-8")


def filled(content, **context):
    return document_of(docx.fill(template(content), BASIC | context))


def test_a_value_is_written_letter_for_letter():
    xml = filled(line("NoiDung", "{{ a }}"), a="Bộ phận <Tổng hợp> & đề nghị {{ 1+1 }} {_{x}_}")
    assert "Bộ phận &lt;Tổng hợp&gt; &amp; đề nghị {{ 1+1 }} {_{x}_}" in xml


def test_characters_that_no_file_can_hold_are_left_out():
    assert ">abc</w:t>" in filled(line("NoiDung", "{{ a }}"), a="a\x00b\x0c\ud800c\uffff")
    body = Body(parse_body("a\x00b\x01c"), 165)
    assert ">abc</w:t>" in filled(tag("{{p a }}"), a=body)


def test_a_line_end_is_a_line_break():
    xml = filled(line("NoiDung", "{{ a }}"), a="một\nhai")
    assert 'một</w:t><w:br/><w:t xml:space="preserve">hai' in xml


def test_a_missing_value_is_an_error_that_names_it_and_its_place():
    with pytest.raises(RenderingFault) as fault:
        filled(line("NoiDung", "{{ nobody }}"))
    assert fault.value.permanent
    assert fault.value.code == "template-broken"
    assert "nobody" in fault.value.message
    assert "word/document.xml" in fault.value.message


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ title.__init__.__globals__ }}",
        "{% for x in range(99999999) %}{% endfor %}",
        "{{ 1 / 0 }}",
        "{{ title + 1 }}",
    ],
)
def test_a_template_cannot_leave_its_sandbox_nor_fail_unnamed(attack):
    with pytest.raises(RenderingFault):
        filled(line("NoiDung", attack))


@pytest.mark.parametrize("broken", ["{% if %}", "{{ a", "{% for x in %}", "{%p if a %}"])
def test_broken_template_code_is_a_lasting_fault(broken):
    with pytest.raises(RenderingFault) as fault:
        filled(line("NoiDung", broken), a="x")
    assert fault.value.permanent


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_a_template_that_is_no_word_file_is_a_fault(data):
    with pytest.raises(RenderingFault):
        docx.fill(data, BASIC)


def test_a_template_whose_tags_cross_elements_is_a_fault_not_a_broken_file():
    crossing = "<w:p><w:r>" + line("NoiDung", "{%p if a %}") + "</w:r></w:p>"
    with pytest.raises(RenderingFault):
        filled(crossing, a="x")


def test_styles_take_the_sizes_and_indents_of_this_paper():
    styling = Styling((("NoiDung", 13), ("NoSuchStyle", 9)), (("KinhGuiDong", Indents(52, 3)),))
    word = docx.fill(template(line("NoiDung", "x")), BASIC | {"styling": styling})
    styles = part(word, "word/styles.xml")
    body = styles.split('w:styleId="NoiDung"')[1].split("</w:style>")[0]
    assert '<w:sz w:val="26"/>' in body
    items = styles.split('w:styleId="KinhGuiDong"')[1].split("</w:style>")[0]
    assert 'w:left="2948"' in items
    assert 'w:hanging="170"' in items
    heading = styles.split('w:styleId="TenLoai"')[1].split("</w:style>")[0]
    assert '<w:sz w:val="28"/>' in heading


def test_structure_becomes_paragraph_styles():
    text = "Chương I\nChung\nĐiều 1. X.\n1. Y.\na) Z;\n- T.\n+ U.\nI. Đề mục\nThường."
    xml = filled(tag("{{p a }}"), a=Body(parse_body(text), 165))
    found = [piece.split('"')[0] for piece in xml.split('<w:pStyle w:val="')[1:]]
    assert found == [
        "Phan", "TieuDePhan", "Dieu", "Khoan", "Diem", "GachDauDong", "CongDauDong", "DeMuc",
        "NoiDung",
    ]  # fmt: skip


def test_a_table_has_fixed_widths_that_fill_its_column_and_a_repeated_header():
    body = Body(parse_body("STT\tTên\n1\tAn\n2\tBình"), 165)
    xml = filled(tag("{{p a }}"), a=body)
    assert '<w:tblLayout w:type="fixed"/>' in xml
    assert xml.count("<w:tblHeader/>") == 1
    widths = [int(piece.split('"')[0]) for piece in xml.split('<w:gridCol w:w="')[1:]]
    assert sum(widths) == pytest.approx(165 * 56.693, abs=3)
    assert widths[0] < widths[1]


def test_a_wide_table_never_grows_beyond_its_column():
    row = "\t".join(["Nghiêng ngả" * 4] * 12)
    xml = filled(tag("{{p a }}"), a=Body(parse_body(f"{row}\n{row}"), 165))
    widths = [int(piece.split('"')[0]) for piece in xml.split('<w:gridCol w:w="')[1:]]
    assert sum(widths) == pytest.approx(165 * 56.693, abs=7)


def test_a_row_taller_than_a_page_may_break_and_others_may_not():
    long = "chữ " * 3000
    xml = filled(tag("{{p a }}"), a=Body(parse_body(f"A\tB\n1\t{long}\n2\tx"), 165))
    assert xml.count("<w:cantSplit/>") == 2


def test_the_last_paragraph_stays_with_the_signature():
    xml = filled(tag("{{p a }}"), a=Body(parse_body("Một.\nHai."), 165, before_foot=True))
    assert xml.count("<w:keepNext/>") == 1
    ended = filled(tag("{{p a }}"), a=Body(parse_body("a\tb\nc\td"), 165, before_foot=True))
    assert ended.rindex("<w:keepNext/>") > ended.rindex("</w:tbl>")


def test_two_tables_in_a_row_do_not_grow_together():
    xml = filled(tag("{{p a }}"), a=Body(parse_body("a\tb\nc\td\n\ne\tf\ng\th"), 165))
    assert "</w:tbl><w:tbl>" not in xml


def test_rules_and_stamps_are_paragraph_borders():
    xml = filled(tag("{{p a }}") + tag("{{p b }}"), a=Rule(40, 100), b=Stamp("KHẨN", 20, 8, 14))
    assert '<w:ind w:left="1701" w:right="1701"/>' in xml  # 30 mm on both sides
    assert xml.count("<w:pBdr>") == 2


def test_each_part_gets_its_page_setup_and_counts_from_one():
    content = line("NoiDung", "a") + tag("{%p for s in parts %}") + tag("{{p s }}")
    content += line("NoiDung", "b") + tag("{%p endfor %}")
    xml = filled(content, parts=[Section(landscape=True), Section()])
    setups = xml.split("<w:sectPr>")[1:]
    assert len(setups) == 3
    assert ['w:orient="landscape"' in setup for setup in setups] == [False, True, False]
    assert all('<w:pgNumType w:start="1"/>' in setup for setup in setups)


def test_text_that_looks_like_a_section_mark_is_only_text():
    xml = filled(line("NoiDung", "{{ a }}"), a="<!--section:landscape-->")
    assert xml.count("<w:sectPr>") == 1


def test_filling_twice_gives_the_same_bytes_and_no_template_changes():
    content = template(line("NoiDung", "{{ a }}"))
    assert docx.fill(content, BASIC | {"a": "x"}) == docx.fill(content, BASIC | {"a": "x"})
    assert docx.fill(content, BASIC | {"a": "y"}) != docx.fill(content, BASIC | {"a": "x"})


def test_a_letter_of_200_000_letters_is_filled():
    text = "\n".join(["1. " + "chữ " * 50] * 1000)
    xml = filled(tag("{{p a }}"), a=Body(parse_body(text), 165))
    assert xml.count('w:val="Khoan"') == 1000


def test_a_cell_of_two_lines_has_a_line_break():
    xml = filled(tag("{{p a }}"), a=Body(parse_body('A\tB\n1\t"x\ny"'), 165))
    assert 'x</w:t><w:br/><w:t xml:space="preserve">y' in xml
