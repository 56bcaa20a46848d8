"""The two real papers come out of their answers: letter for letter, and looking as they should."""

import io
import os
import re
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from forms import load_kinds
from forms.base import posted
from service.app import Press
from service.cli.render_file import read_order
from service.domain.agency import SizeProfile
from service.domain.vietnamese import clean
from service.rendering import inspect
from service.rendering.pdf import open_converter
from tests.rendering.measured import measured

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
PAPERS = ("binh_thuan_99", "binh_thuan_sao_luc_06", "binh_luc_ra_soat")
DPI = 60


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    converter = open_converter(size=1, run_folder=tmp_path_factory.mktemp("run"))
    yield Press(load_kinds(), converter)
    converter.close()


def order_of(name):
    return read_order((HERE / f"{name}.json").read_bytes())


def wanted_text(name):
    return clean((HERE / f"{name}.txt").read_text(encoding="utf-8"))


def squeezed(text):
    return re.sub(r"\s+", "", clean(text))


@pytest.fixture(scope="module")
def printed(press):
    made = {}

    def of(name):
        if name not in made:
            order = order_of(name)
            kind = press.kinds[order.kind]
            form = posted(kind.form, order.answers, order.agency)
            assert form.validate(), form.error_paths()
            source = of("binh_thuan_99").pdf if kind.needs_source else None
            made[name] = press.render(kind, order.agency, form.answers(), order.mark, source=source)
        return made[name]

    return of


def page_texts(pdf):
    """The text of each page in the order of its content, without the page number."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    joined = [text.replace("\ufffe", "-") for text in texts]
    return [re.sub(rf"^{n}\r?\n", "", text) if n > 1 else text for n, text in enumerate(joined, 1)]


def test_the_letter_99_reads_like_the_paper(printed):
    text = squeezed("".join(page_texts(printed("binh_thuan_99").pdf)))
    assert text == squeezed(wanted_text("binh_thuan_99"))


def test_the_unnumbered_letter_reads_like_the_paper_with_its_blanks(printed):
    text = squeezed("".join(page_texts(printed("binh_luc_ra_soat").pdf)))
    assert text == squeezed(wanted_text("binh_luc_ra_soat"))
    head = [words.text for words in measured(printed("binh_luc_ra_soat").pdf)[0].words]
    assert {"Số:", "/CV", "Bình Lục, ngày", "tháng 12 năm 2024"} <= set(head), "no blanks left"


def test_the_sao_luc_stands_under_the_whole_letter(printed):
    text = squeezed("".join(page_texts(printed("binh_thuan_sao_luc_06").pdf)))
    letter, block = wanted_text("binh_thuan_99"), wanted_text("binh_thuan_sao_luc_06")
    assert text == squeezed(letter) + squeezed(block)


def test_the_files_of_both_letters_may_leave_the_office(printed):
    for name in ("binh_thuan_99", "binh_luc_ra_soat"):
        found = inspect.facts(printed(name).pdf)
        assert found.page_count == 2
        assert found.lang == "vi-VN"
        assert found.tagged
        assert all(font.allowed for font in found.fonts)
        inspect.require_issuable(printed(name).pdf)
    subject = order_of("binh_thuan_99").answers["subject"]
    assert inspect.facts(printed("binh_thuan_99").pdf).title == subject


@pytest.mark.parametrize("name", ["binh_thuan_99", "binh_luc_ra_soat"])
def test_the_small_profile_prints_the_same_words(press, name):
    order = order_of(name)
    kind = press.kinds[order.kind]
    small = type(order.agency)(
        **{
            field: getattr(order.agency, field)
            for field in order.agency.__dataclass_fields__
            if field != "size_profile"
        },
        size_profile=SizeProfile.SMALL,
    )
    answers = posted(kind.form, order.answers, small).answers()
    pdf = press.render(kind, small, answers, order.mark).pdf
    assert squeezed("".join(page_texts(pdf))) == squeezed(wanted_text(name))


def picture_of(pdf, page):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[page % len(document)].render(scale=DPI / 72).to_pil().convert("L")
    finally:
        document.close()


@pytest.mark.parametrize("name", PAPERS)
def test_a_page_looks_like_its_stored_picture(printed, name, tmp_path):
    """Page 1 of a letter, the last page of the copy. Anti-aliasing may differ, places may not."""
    pdf = printed(name).pdf
    made = picture_of(pdf, -1 if "sao_luc" in name else 0)
    stored = HERE / f"{name}.png"
    if os.environ.get("UPDATE_PICTURES"):
        made.save(stored, optimize=True)
    expected = Image.open(io.BytesIO(stored.read_bytes())).convert("L")
    assert made.size == expected.size
    difference = ImageChops.difference(made, expected)
    changed = sum(difference.point(lambda step: step > 96 and 255).histogram()[255:])
    if changed > 60:
        made.save(tmp_path / f"{name}.png")
        difference.save(tmp_path / f"{name}-difference.png")
    assert changed <= 60, f"{changed} pixels differ; see {tmp_path}"
