"""The committed Word templates are what their code writes, and stay plain."""

import io
import struct
import zipfile

import pytest
from docx import Document
from PIL import Image

from doc_templates.build import FOLDER, templates
from doc_templates.package import transparent_png
from forms import load_kinds
from service.domain.presentation import SIGN_SPACE_ALT

TEMPLATES = dict(templates())


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(params=TEMPLATES)
def name(request):
    return request.param


def test_the_committed_file_is_what_its_code_writes(name):
    committed, built = (FOLDER / name).read_bytes(), TEMPLATES[name]()
    assert parts(built) == parts(committed), "run: python -m doc_templates.build"
    assert built == committed


def test_every_template_belongs_to_a_kind_and_every_kind_has_one():
    assert {path.name for path in FOLDER.glob("*.docx")} == {kind.template for kind in load_kinds()}


def test_a_word_library_can_open_it(name):
    document = Document(str(FOLDER / name))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= section.top_margin.mm <= 25.01
    assert 20 <= section.bottom_margin.mm <= 25.01
    assert 30 <= round(section.left_margin.mm, 1) <= 35
    assert 15 <= round(section.right_margin.mm, 1) <= 20


def test_it_is_plain(name):
    every = b"".join(data for part, data in parts((FOLDER / name).read_bytes()).items())
    for fancy in (b"wp:anchor", b"w:txbxContent", b"v:shape", b"w:framePr", b"w:continuous"):
        assert fancy not in every
    assert b'w:lang w:val="vi-VN"' in every
    assert every.count(b'w:tblLayout w:type="fixed"') == every.count(b"<w:tbl>")


def test_the_place_of_the_signature_is_there_once_and_said_in_words(name):
    document = parts((FOLDER / name).read_bytes())["word/document.xml"].decode("utf-8")
    assert document.count(f'descr="{SIGN_SPACE_ALT}"') == 1
    assert '<wp:extent cx="1800000" cy="900000"/>' in document  # 50 × 25 mm


def test_the_picture_of_the_signature_space_is_whole_and_shows_nothing():
    picture = Image.open(io.BytesIO(transparent_png()))
    picture.load()
    assert picture.mode == "RGBA"
    assert picture.getextrema()[3] == (0, 0)
    assert struct.unpack(">II", transparent_png()[16:24]) == (100, 50)


def test_the_row_of_the_signature_stays_whole_and_only_the_recipients_below_may_break(name):
    document = parts((FOLDER / name).read_bytes())["word/document.xml"].decode("utf-8")
    rows = [piece.split("</w:tr>")[0] for piece in document.split("<w:tr>")[1:]]
    for row in rows:
        steers = "{%tr" in row
        below = "signer_name" not in row and ("recipients" in row or "addressees" in row)
        assert ("<w:cantSplit/>" in row) != (steers or below)
