"""What a finished file holds: sizes, fonts, text, and letters that are really on the page."""

import functools
import math
import unicodedata

import pytest
from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from PIL import Image, ImageChops, ImageDraw, ImageFont

from service.domain.errors import RenderingFault
from service.rendering import fonts, inspect
from service.rendering.pages import opened, page_picture, page_texts
from service.rendering.prepare import prepare
from tests.rendering import files
from tests.rendering.papers import add, letter_docx, letters_docx, packed, plain_word

DPI = 150


@pytest.fixture(scope="module")
def letter(shared_pool):
    return prepare(shared_pool.convert(letter_docx()), title="Công văn")


@pytest.mark.slow
def test_the_facts_of_a_letter(letter):
    found = inspect.require_issuable(letter)
    assert found.page_count == 2
    assert found.sizes_mm == ((210.01, 297.0),) * 2
    assert {font.name[7:] for font in found.fonts} == {
        "LiberationSerif",
        "LiberationSerif-Bold",
        "LiberationSerif-Italic",
        "LiberationSerif-BoldItalic",
    } or all(font.allowed for font in found.fonts)
    assert all(font.embedded for font in found.fonts)
    assert (found.version, found.tagged, found.title, found.lang) == (
        "1.7",
        True,
        "Công văn",
        "vi-VN",
    )
    assert "Độc lập - Tự do - Hạnh phúc" in found.text
    assert found.text == unicodedata.normalize("NFC", found.text)


@pytest.mark.slow
def test_a_hyphen_at_a_line_end_is_still_a_hyphen(shared_pool):
    word = plain_word()
    add(word, "trung-ương-tỉnh-huyện-xã-thôn-" * 12)
    pdf = shared_pool.convert(packed(word))
    assert {"\x02", "\ufffe"} & set(page_texts(pdf)[0]), "no line ends in a hyphen"
    text = inspect.facts(pdf).text
    assert text.replace("\n", "") == "trung-ương-tỉnh-huyện-xã-thôn-" * 12


@pytest.mark.slow
def test_a_lying_page_for_a_wide_table_may_be_issued(shared_pool):
    word = plain_word()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    add(word, "Bảng tổng hợp")
    assert inspect.require_issuable(shared_pool.convert(packed(word))).sizes_mm[0][0] > 290


def refused(pdf, **named):
    with pytest.raises(RenderingFault) as caught:
        inspect.require_issuable(pdf, **named)
    assert caught.value.permanent
    return caught.value


@pytest.mark.slow
def test_letter_paper_of_another_country_is_refused(shared_pool):
    word = plain_word()
    word.sections[0].page_width, word.sections[0].page_height = Mm(216), Mm(279)
    add(word, "Công văn")
    fault = refused(shared_pool.convert(packed(word)))
    assert fault.code == "page-size"
    assert "trang 1 không phải khổ A4 (216 × 279 mm)" in fault.message


@pytest.mark.slow
def test_another_font_is_refused_by_name(shared_pool):
    fault = refused(shared_pool.convert(letter_docx(font="DejaVu Sans", paragraphs=1)))
    assert fault.code == "font-missing"
    assert "DejaVuSans" in fault.message


@pytest.mark.slow
def test_a_letter_that_no_font_has_would_vanish_and_is_refused(shared_pool):
    fault = refused(shared_pool.convert(letter_docx(body="chữ 字 lạ", paragraphs=1)))
    assert fault.code == "glyph-missing"
    assert "“字”" in fault.message


@pytest.mark.slow
@pytest.mark.parametrize("left", ["{{ subject }}", "{% if urgent %}", "{# ghi chú #}"])
def test_what_is_left_of_a_template_is_refused(shared_pool, left):
    pdf = shared_pool.convert(letter_docx(body=f"Về việc {left} thực hiện", paragraphs=1))
    assert refused(pdf).code == "placeholder-left"
    assert inspect.require_issuable(pdf, typed=f"người dùng gõ {left}")


@pytest.mark.slow
def test_a_page_without_a_word_is_refused(shared_pool):
    assert refused(shared_pool.convert(packed(plain_word()))).code == "text-missing"


def test_a_font_that_is_not_embedded_is_refused():
    pdf = files.page_pdf(files.line_of_text(100, 700)).replace(b"Helvetica", b"Tinos    ")
    assert [font.embedded for font in inspect.facts(pdf).fonts] == [False]
    assert refused(pdf).code == "font-missing"


def test_fonts_of_forms_and_annotations_are_seen():
    form = files.stream(
        b"BT /G 9 Tf (x) Tj ET",
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</G 11 0 R>>>>",
    )
    pdf = files.page_pdf(
        page=b"/Annots[<</Type/Annot/Subtype/Stamp/Rect[0 0 9 9]/AP<</N 10 0 R>>>>]",
        extra={10: form, 11: files.HELVETICA.replace(b"Helvetica", b"Courier")},
    )
    assert {font.name for font in inspect.facts(pdf).fonts} == {"Helvetica", "Courier"}


@pytest.mark.parametrize("broken", [b"", b"%PDF-1.4", files.page_pdf()[:250]])
def test_a_broken_file_has_no_facts(broken):
    assert refused(broken).code == "pdf-broken"


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("TimesNewRomanPSMT", True),
        ("TimesNewRomanPS-BoldItalicMT", True),
        ("ABCDEF+TimesNewRoman,Bold", True),
        ("BAAAAA+LiberationSerif-Italic", True),
        ("Tinos-Regular", True),
        ("BAAAAA+DejaVuSerif", False),
        ("LiberationSans", False),
        ("Times-Roman", False),
        ("OpenSymbol", False),
    ],
)
def test_only_times_new_roman_and_its_doubles_are_allowed(name, allowed):
    assert fonts.is_allowed(name) is allowed


def test_this_machine_has_a_font_for_vietnamese():
    report = fonts.fonts_report()
    assert report.problem is None
    assert [face.style for face in report.faces] == ["Regular", "Bold", "Italic", "Bold Italic"]
    assert set(report.families) <= set(fonts.ALLOWED_FAMILIES)


def test_a_font_without_vietnamese_letters_is_a_problem(tmp_path, monkeypatch):
    program = tmp_path / "fc-match"
    program.write_text("#!/bin/sh\nprintf 'Liberation Serif\\n/x.ttf\\n20-7e a0-ff 110-111'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    report = fonts.fonts_report()
    assert "fonts-liberation2" in report.problem
    assert "ơ" in report.faces[0].missing
    assert "Đ" not in report.faces[0].missing


def test_another_family_in_place_of_times_is_a_problem(tmp_path, monkeypatch):
    program = tmp_path / "fc-match"
    program.write_text("#!/bin/sh\nprintf 'DejaVu Sans\\n/x.ttf\\n20-20ff'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert "DejaVu Sans" in fonts.fonts_report().problem


def test_a_machine_without_fontconfig_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "fontconfig" in fonts.fonts_report().problem


def test_the_alphabet_has_134_letters():
    letters = fonts.vietnamese_letters()
    assert len(letters) == len(set(letters)) == 134
    assert set("ĐđƠơƯưẠạẤấỆệỴỵ") <= set(letters)


# ── letters by sight ──────────────────────────────────────────────────────────────────────


def family_of(letter):
    """Letters that a missing or wrong mark would turn `letter` into."""

    def bare(one):
        return unicodedata.normalize("NFD", one)[0].translate({0x111: "d", 0x110: "D"})

    return {one for one in fonts.vietnamese_letters() if bare(one) == bare(letter)} | {bare(letter)}


def ink(picture):
    return picture.crop(ImageChops.invert(picture).point(lambda v: 255 * (v > 90)).getbbox())


@functools.cache
def drawn_alone(letter, font):
    """As the font file has it: drawn four times as large, so that no pixel grid bends it."""
    canvas = Image.new("L", (960, 960), 255)
    ImageDraw.Draw(canvas).text((240, 240), letter, font=font, fill=0)
    return ink(canvas.resize((240, 240), Image.Resampling.BOX))


def unlike(shown, letter, font):
    """How far a drawn glyph is from what the font draws for `letter`, laid over it as well as
    can be; two renderers differ by a pixel or two."""
    wanted = drawn_alone(letter, font)
    if abs(shown.width - wanted.width) > 3 or abs(shown.height - wanted.height) > 3:
        return math.inf
    size = (max(shown.width, wanted.width) + 4, max(shown.height, wanted.height) + 4)
    still = Image.new("L", size, 255)
    still.paste(shown, (2, 2))
    return min(_difference(still, wanted, right, down) for right in range(5) for down in range(5))


def _difference(still, wanted, right, down):
    moved = Image.new("L", still.size, 255)
    moved.paste(wanted, (right, down))
    return sum(
        value * count for value, count in enumerate(ImageChops.difference(still, moved).histogram())
    )


@pytest.mark.slow
def test_every_vietnamese_letter_is_really_drawn(shared_pool):
    """Reading text out of a file proves nothing: `Đ` may be read and not be on the page."""
    letters = fonts.vietnamese_letters()
    faces = [
        ImageFont.truetype(face.file, round(4 * 26 * DPI / 72))
        for face in fonts.fonts_report().faces
    ]
    shown = list(_glyphs(shared_pool.convert(letters_docx())))
    assert len(shown) == 4 * len(letters)
    wrong = []
    for place, glyph in enumerate(shown):
        style, letter = divmod(place, len(letters))
        nearest = min(
            sorted(family_of(letters[letter])),
            key=lambda one, glyph=glyph, font=faces[style]: unlike(glyph, one, font),
        )
        if nearest != letters[letter]:
            wrong.append((style, letters[letter], nearest))
    assert not wrong


def _glyphs(pdf):
    """The ink of each character of a file that is not a space, in order."""
    with opened(pdf) as document:
        for page in document:
            picture = page_picture(page, dpi=DPI)
            textpage = page.get_textpage()
            for index in range(textpage.count_chars()):
                if textpage.get_text_range(index, 1).strip():
                    yield ink(_cut(picture, page, textpage.get_charbox(index, loose=True)))


def _cut(picture, page, box):
    scale = picture.height / page.get_height()
    left, bottom, right, top = box
    margin = 1.5
    return picture.convert("L").crop(
        (
            round((left - margin) * scale),
            round((page.get_height() - top - 8) * scale),
            round((right + margin) * scale),
            round((page.get_height() - bottom + margin) * scale),
        )
    )
