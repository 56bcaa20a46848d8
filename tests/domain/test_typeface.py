from pathlib import Path
from unicodedata import normalize

import pytest
from fontTools.ttLib import TTFont

from service.domain.typeface import Face, undrawable, width_mm, wrapped

FONTS = Path("/usr/share/fonts/truetype/liberation2")
LETTERS = "aàáảãạăằâầeêếioôơợuưựyđbcdghklmnpqrstvx"
TEXT = LETTERS + LETTERS.upper() + "0123456789 .,;:/()-–“”…&%₫fjwzFJWZ"


@pytest.mark.parametrize(
    ("face", "file"), [(Face.REGULAR, "Regular"), (Face.BOLD, "Bold"), (Face.ITALIC, "Italic")]
)
def test_widths_are_those_of_the_font(face, file):
    path = FONTS / f"LiberationSerif-{file}.ttf"
    assert path.exists(), "apt-get install fonts-liberation2"
    font = TTFont(path)
    names, widths = font.getBestCmap(), font["hmtx"]
    for letter in TEXT:
        real = widths[names[ord(letter)]][0] / font["head"].unitsPerEm * 13 * 25.4 / 72
        assert width_mm(letter, 13, face) == pytest.approx(real, abs=0.001), letter


def test_the_national_name_is_95_6_mm_wide_at_13_pt():
    # Measured once in a page made by LibreOffice.
    name = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert width_mm(name, 13, Face.BOLD) == pytest.approx(95.6, abs=0.1)


def test_decomposed_letters_are_as_wide_as_composed_ones():
    text = "ngoằn ngoèo khuỷu tay"
    assert width_mm(normalize("NFC", text), 14) == width_mm(text, 14)


def test_text_is_wrapped_at_spaces():
    lines = wrapped("một hai ba bốn năm sáu", 14, 30)
    assert " ".join(lines) == "một hai ba bốn năm sáu"
    assert all(width_mm(line, 14) <= 30 for line in lines)


def test_what_counts_as_drawable_is_in_every_face_of_the_font():
    for file in ("Regular", "Bold", "Italic", "BoldItalic"):
        drawn = TTFont(FONTS / f"LiberationSerif-{file}.ttf").getBestCmap()
        for code in range(0x20, 0x10000):
            if not undrawable(chr(code)):
                assert code in drawn, hex(code)


def test_vietnamese_and_office_signs_are_drawable_and_pictures_are_not():
    assert undrawable(TEXT + "“”–—…•₫°±×÷≤≥→²³½№™\t\n") == []
    assert undrawable("a😀b✓中😀") == ["😀", "✓", "中"]
