"""What the office itself prints is read back: both seeds and the sample of every kind."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from forms import load_kinds
from forms.base import posted
from service.app import Press
from service.cli.render_file import read_order
from service.domain.numbering import IssueMark
from service.reading.reader import read
from service.rendering.pdf import open_converter
from tests.builders import AGENCY
from tests.reading.facts import facts
from tests.reading.test_seeds_read import WANTED

pytestmark = pytest.mark.slow
SEEDS = Path(__file__).parents[1] / "seeds"
MARK = IssueMark(7, date(2025, 3, 4))


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    converter = open_converter(size=1, run_folder=tmp_path_factory.mktemp("run"))
    yield Press(load_kinds(), converter)
    converter.close()


def printed(press, name, source=None):
    order = read_order((SEEDS / f"{name}.json").read_bytes())
    kind = press.kinds[order.kind]
    answers = posted(kind.form, order.answers, order.agency).answers()
    return press.render(kind, order.agency, answers, order.mark, source=source)


def wanted(seed, *without):
    """Ours are printed without the visible signature; the letter alone has no copy block."""
    return {name: value for name, value in WANTED[seed].items() if name not in without}


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_our_own_letter_99_is_read_back(press, kind):
    data = getattr(printed(press, "binh_thuan_99"), kind)
    assert facts(read(data)) == wanted("thuan", "stamps", "copies")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_our_own_draft_of_binh_luc_is_read_back(press, kind):
    assert facts(read(getattr(printed(press, "binh_luc_ra_soat"), kind))) == wanted("luc")


def test_our_own_sao_luc_is_read_back_under_its_letter(press):
    letter = printed(press, "binh_thuan_99").pdf
    copied = printed(press, "binh_thuan_sao_luc_06", source=letter).pdf
    assert facts(read(copied)) == wanted("thuan", "stamps")


def page_text(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return " ".join(text.split())


def test_the_sample_of_every_kind_is_read_back(press):
    source = printed(press, "binh_thuan_99").pdf
    for kind in press.kinds:
        answers = posted(kind.form, dict(kind.sample), AGENCY).answers()
        made = press.render(
            kind, AGENCY, answers, MARK, source=source if kind.needs_source else None
        )
        reading = read(made.pdf)
        head = reading.copies[0] if kind.needs_source else reading.fields
        assert head.agency.value == "Ủy ban nhân dân xã Hòa Bình", kind.code
        assert head.number.value == "07", kind.code
        assert head.notation.value == kind.notation(answers, AGENCY), kind.code
        text = page_text(made.pdf)
        if "Hòa Bình, ngày 04 tháng 3 năm 2025" in text:  # biên bản prints no such line
            assert head.place.value == "Hòa Bình", kind.code
            assert head.issued.value.exact == date(2025, 3, 4), kind.code
        if kind.symbol and not kind.needs_source:
            assert kind.name.startswith(reading.fields.kind.value), kind.code
        subject = answers.get("subject", "")
        heading = reading.fields.kind.value.upper() if kind.symbol else "V/v"
        if subject and f"{heading} {subject}" in text:  # some kinds print no trích yếu
            assert reading.fields.subject.value == subject, kind.code
