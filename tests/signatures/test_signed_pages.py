"""Signed pages as a reader sees them, and other programs' word on the signatures."""

import shutil
import subprocess
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from service.domain.signing import Level
from signatures.fields import ready_for_signing
from signatures.geometry import MM
from tests.signatures.conftest import HUNG, MOMENT, SEAL_MM, paper

DPI = 150


def page_picture(pdf, page=0):
    """Drawn by Poppler: it smooths letters in grey, so that only ink is coloured."""
    if not shutil.which("pdftoppm"):
        pytest.fail("these tests need Poppler: apt-get install poppler-utils")
    number = str(page + 1)
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-f", number, "-l", number, "-png", "-"],
        input=pdf,
        capture_output=True,
        timeout=30,
        check=True,
    ).stdout
    return Image.open(BytesIO(drawn)).convert("RGB")


def mask(picture, *limits):
    """White where red, green and blue each lie in their range."""
    whole = None
    for channel, (low, high) in zip(picture.split(), limits, strict=True):
        part = channel.point([255 if low <= value <= high else 0 for value in range(256)])
        whole = part if whole is None else ImageChops.darker(whole, part)
    return whole


def blue(picture):
    return mask(picture, (0, 90), (0, 110), (100, 255))


def red(picture):
    return mask(picture, (150, 255), (0, 90), (0, 90))


def box_of(ink):
    """Left, top, right, bottom in millimetres of the white pixels of a mask, None for none."""
    found = ink.getbbox()
    return found and tuple(value * 25.4 / DPI for value in found)


@pytest.fixture(scope="module")
def page(stages):
    return page_picture(stages["sealed"])


def test_signature_is_blue_and_stands_in_its_place(page, ready):
    left, top, right, bottom = box_of(blue(page))
    place = ready.signatures[0][1].box
    height = 297
    assert left == pytest.approx(place.x0 / MM, abs=12)  # the seal covers its first loops
    assert right == pytest.approx(place.x1 / MM, abs=1)
    assert height - bottom >= place.y0 / MM - 1
    assert height - top <= place.y1 / MM + 1


def test_seal_is_red_and_has_its_real_size(page):
    left, top, right, bottom = box_of(red(page))
    assert right - left == pytest.approx(SEAL_MM, abs=0.6)
    assert bottom - top == pytest.approx(SEAL_MM, abs=0.6)


def test_seal_covers_a_third_of_the_signature_on_the_left(stages):
    signature = box_of(blue(page_picture(stages["numbered"])))
    seal = box_of(red(page_picture(stages["sealed"])))
    covered = (seal[2] - signature[0]) / (signature[2] - signature[0])
    assert covered == pytest.approx(1 / 3, abs=0.03)
    assert seal[0] < signature[0]


def test_seal_lies_over_the_signature(stages):
    """Where both have ink the red is on top."""
    before, after = page_picture(stages["numbered"]), page_picture(stages["sealed"])
    covered = ImageChops.darker(blue(before), ImageChops.invert(blue(after)))
    assert covered.histogram()[255] > 20
    shown_red, _, shown_blue = ImageStat.Stat(after, covered).mean
    assert shown_red > shown_blue + 60


def test_signature_is_on_the_page_of_the_name_in_a_longer_paper(signing):
    ready = ready_for_signing(
        paper("annexed"), signer=HUNG, seal_mm=SEAL_MM, number_after_signature=True
    )
    sealed = signing.all(ready.pdf)
    assert box_of(red(page_picture(sealed, 1)))
    assert box_of(red(page_picture(sealed, 0))) is None


def poppler(pdf, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.fail("these tests need Poppler: apt-get install poppler-utils")
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        ["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=30, check=True
    ).stdout


@pytest.mark.parametrize(("stage", "count"), [("signed", 1), ("numbered", 1), ("sealed", 2)])
def test_poppler_agrees_at_every_step(stages, tmp_path, stage, count):
    told = poppler(stages[stage], tmp_path)
    assert told.count("Signature is Valid") == count
    assert "Invalid" not in told


@pytest.mark.parametrize("level", list(Level))
def test_poppler_agrees_on_every_level(signing, ready, tmp_path, level):
    told = poppler(signing.all(ready.pdf, level), tmp_path)
    assert told.count("Signature is Valid") >= 2
    assert "Invalid" not in told


@pytest.mark.parametrize("level", list(Level))
def test_pyhanko_with_its_own_settings_agrees_on_every_level(signing, ready, trust, level):
    """The library's plain judgement, its default policy of changes included."""
    signed = signing.all(ready.pdf, level)
    for signature in PdfFileReader(BytesIO(signed)).embedded_regular_signatures:
        context = ValidationContext(
            trust_roots=list(trust.anchors),
            other_certs=list(trust.intermediates),
            moment=MOMENT,
        )
        assert validate_pdf_signature(signature, context).bottom_line
