"""What a reader really sees: every layer of Word's formats, resolved as Word does it."""

import pytest

from service.conformity.package import open_package
from service.conformity.reader import read_document
from tests.conformity.papers import NS, docx, p, section, table
from tests.conformity.word import Word

STYLES = f"""<?xml version="1.0" encoding="UTF-8"?><w:styles {NS}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>
<w:sz w:val="22"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr>
</w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:before="240"/><w:ind w:left="1134" w:hanging="567"/></w:pPr>
<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/><w:b/>
<w:sz w:val="26"/></w:rPr>
</w:style>
<w:style w:type="paragraph" w:styleId="Child"><w:name w:val="Child"/><w:basedOn w:val="Base"/>
<w:pPr><w:spacing w:after="0"/><w:jc w:val="both"/></w:pPr><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Plain"><w:name w:val="Plain"/><w:basedOn w:val="Base"/>
<w:rPr><w:b w:val="0"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>
<w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Loop1"><w:name w:val="L1"/>
<w:basedOn w:val="Loop2"/></w:style>
<w:style w:type="paragraph" w:styleId="Loop2"><w:name w:val="L2"/><w:basedOn w:val="Loop1"/>
<w:rPr><w:sz w:val="30"/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/><w:rPr><w:sz w:val="20"/></w:rPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>
</w:styles>"""
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    '<a:fontScheme name="x"><a:majorFont><a:latin typeface="Cambria"/></a:majorFont><a:minorFont>'
    '<a:latin typeface="Calibri"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)


def r(text, look=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def document(*content, theme=True, **said):
    word = Word(docx(*content, styles=STYLES, **said))
    if theme:
        word.parts["word/theme/theme1.xml"] = THEME.encode()
        rels = word.parts["word/_rels/document.xml.rels"].decode()
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
        added = f'<Relationship Id="rId9" Type="{kind}" Target="theme/theme1.xml"/></Relationships>'
        word.parts["word/_rels/document.xml.rels"] = rels.replace(
            "</Relationships>", added
        ).encode()
    return read_document(open_package(word.bytes()))


def look_of(*content, **said):
    paragraph = document(*content, **said).paragraphs[-1]
    return paragraph.runs[0].format


def test_defaults_come_from_the_document_and_its_theme():
    look = look_of(p(r("chữ")))
    assert (look.font, look.wide_font, look.size, look.bold) == ("Calibri", "Calibri", 11.0, False)


def test_a_font_named_lower_down_beats_the_theme_above():
    assert look_of(p(r("chữ"), style="Base")).font == "Times New Roman"
    themed = '<w:rFonts w:asciiTheme="majorHAnsi" w:hAnsiTheme="majorHAnsi"/>'
    assert look_of(p(r("chữ", themed), style="Base")).font == "Cambria"


def test_based_on_inherits_and_overrides():
    child = look_of(p(r("chữ"), style="Child"))
    assert (child.size, child.bold, child.italic) == (13.0, True, True)
    assert look_of(p(r("chữ"), style="Plain")).bold is False


def test_toggles_of_paragraph_and_character_style_cancel_each_other():
    strong = '<w:rStyle w:val="Strong"/>'
    assert look_of(p(r("chữ", strong), style="Base")).bold is False
    assert look_of(p(r("chữ", strong), style="Plain")).bold is True
    assert look_of(p(r("chữ", strong))).bold is True


def test_what_a_run_says_itself_is_final():
    strong = '<w:rStyle w:val="Strong"/><w:b/>'
    assert look_of(p(r("chữ", strong), style="Base")).bold is True
    assert look_of(p(r("chữ", '<w:b w:val="false"/>'), style="Base")).bold is False


def test_styles_that_go_in_a_circle_end():
    assert look_of(p(r("chữ"), style="Loop1")).size == 15.0


def test_an_unknown_style_is_the_default_one():
    assert look_of(p(r("chữ"), style="Missing")).size == 11.0


def test_spacing_and_indents_merge_attribute_by_attribute():
    form = document(p(r("chữ"), style="Child")).paragraphs[0].format
    assert (form.before, form.after, form.align) == (12.0, 0.0, "both")
    assert (round(form.left), round(form.first)) == (20, -10)
    assert round(form.line, 2) == 1.08


def test_a_table_style_reaches_its_cells_and_its_first_row():
    rows = table((p(r("đầu")), p(r("đầu"))), (p(r("thân")), p(r("thân"))))
    rows = rows.replace(
        "<w:tblPr>", '<w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:firstRow="1"/>'
    )
    first, _, third, _ = document(rows).paragraphs
    assert (first.runs[0].format.size, first.runs[0].format.bold) == (10.0, True)
    assert (third.runs[0].format.size, third.runs[0].format.bold) == (10.0, False)


def test_a_first_row_that_is_not_asked_for_is_not_styled():
    rows = table((p(r("đầu")), p(r("đầu")))).replace(
        "<w:tblPr>", '<w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:firstRow="0"/>'
    )
    assert document(rows).paragraphs[0].runs[0].format.bold is False


NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/><w:pPr><w:ind w:left="0" '
    'w:firstLine="720"/></w:pPr></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt '
    'w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
)


def listed(text, level=0):
    mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'
    return p(r(text), extra=mark)


def test_automatic_numbers_are_read_as_labels_and_start_again_below():
    read = document(
        listed("một"), listed("a", 1), listed("b", 1), listed("hai"), listed("a", 1),
        numbering=NUMBERING,
    )  # fmt: skip
    assert [item.label for item in read.paragraphs] == ["Điều 1.", "a)", "b)", "Điều 2.", "a)"]
    assert round(read.paragraphs[0].format.first, 1) == 12.7


def test_of_alternate_content_one_branch_is_read():
    both = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:t>mới</w:t></mc:Choice>'
        "<mc:Fallback><w:t>cũ</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    unknown = both.replace('Requires="wps"', 'Requires="zzz"')
    first, second = document(p(both), p(unknown)).paragraphs
    assert (first.text, second.text) == ("mới", "cũ")


def test_deleted_text_is_not_read_and_inserted_text_is():
    read = document(
        p(f"<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:ins>{r('thêm')}</w:ins>")
    )
    assert read.paragraphs[0].text == "thêm"
    assert read.tracked


def test_hidden_text_is_not_read():
    assert document(p(r("ẩn", "<w:vanish/>"), r("hiện"))).paragraphs[0].text == "hiện"


def test_old_text_boxes_and_lines_are_found_where_they_stand():
    line = (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:line from="10pt,5pt" '
        'to="152pt,5pt" style="position:absolute"/></w:pict></w:r>'
    )
    box = (
        '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape style="position:absolute;'
        'margin-left:100pt;width:80pt;height:22pt"><v:textbox><w:txbxContent>'
        + p(r("KHẨN"))
        + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    read = document(p(line), p(box))
    drawn, framed = read.drawings
    assert (drawn.kind, round(drawn.width), round(drawn.left, 1)) == ("line", 50, 3.5)
    assert (framed.kind, round(framed.width), round(framed.height)) == ("box", 28, 8)
    inner = read.paragraphs[-1]
    assert (inner.text, inner.frame.box, round(inner.frame.left)) == ("KHẨN", 0, 35)


def test_sections_keep_the_headers_of_the_section_before():
    read = document(
        p(r("một")),
        f"<w:p><w:pPr>{section()}</w:pPr></w:p>",
        p(r("hai")),
        last=section(header=False, landscape=True),
    )
    first, second = read.sections
    assert first.headers["default"] == second.headers["default"]
    assert (round(first.width), round(second.width)) == (210, 297)
    assert [item.section for item in read.paragraphs] == [0, 0, 1]


def test_measures_in_mm_and_cm_are_understood():
    word = Word(docx(p(r("chữ"))))
    (mark,) = word.sections
    (margins,) = [child for child in mark if child.tag.endswith("pgMar")]
    for key in list(margins.attrib):
        if key.endswith("}left"):
            margins.set(key, "3cm")
    assert round(read_document(open_package(word.bytes())).sections[0].left, 2) == 30


SEEN = {
    "alpha": (p(r("alpha")), 11, False, False),
    "beta": (p(r("beta"), style="Base"), 13, True, False),
    "gamma": (p(r("gamma", '<w:rStyle w:val="Strong"/>'), style="Base"), 13, False, False),
    "delta": (p(r("delta"), style="Child"), 13, True, True),
    "theta": (p(r("theta", '<w:sz w:val="40"/>'), style="Plain"), 20, False, False),
    "kappa": (p(r("kappa", '<w:rStyle w:val="Strong"/>'), style="Plain"), 13, True, False),
    "sigma": (p(r("sigma"), style="Loop1"), 15, False, False),
}


def test_each_format_of_the_sheet_is_read_as_told():
    for content, size, bold, italic in SEEN.values():
        look = look_of(content)
        assert (look.size, look.bold, look.italic) == (size, bold, italic)


@pytest.mark.slow
def test_the_printed_page_shows_the_formats_that_were_read(tmp_path):
    """An independent judge: the same file, printed, has these sizes and weights."""
    pdfium = pytest.importorskip("pypdfium2")
    from service.rendering.pdf import open_converter  # noqa: PLC0415

    # LibreOffice follows no circle, and does not let toggles of two styles cancel each other.
    known = {name: case for name, case in SEEN.items() if name not in ("sigma", "gamma")}
    converter = open_converter(size=1, run_folder=tmp_path)
    try:
        pdf = converter.convert(docx(*(case[0] for case in known.values()), styles=STYLES))
    finally:
        converter.close()
    page = pdfium.PdfDocument(pdf)[0].get_textpage()
    text = page.get_text_range()
    for name, (_, size, bold, italic) in known.items():
        place = text.index(name)
        shown = pdfium.raw.FPDFText_GetFontSize(page, place)
        assert round(shown, 1) == size, name
        font = _font_name(pdfium, page, place)
        assert ("bold" in font) is bold, (name, font)
        assert ("italic" in font) is italic, (name, font)


def _font_name(pdfium, page, place):
    import ctypes  # noqa: PLC0415

    buffer = ctypes.create_string_buffer(200)
    flags = ctypes.c_int()
    pdfium.raw.FPDFText_GetFontInfo(page, place, buffer, 200, ctypes.byref(flags))
    return buffer.value.decode().casefold()
