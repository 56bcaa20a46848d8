"""The mark of a draft: on every page, under no letter's loss, in an allowed font."""

import io

import pytest
from PIL import Image

from service.domain.errors import RenderingFault
from service.rendering import inspect
from service.rendering.fonts import fonts_report
from service.rendering.pages import page_images, page_texts
from service.rendering.stamps import watermark
from tests.rendering import files

PAGE = files.line_of_text(100, 700)


def shown(pdf):
    return [Image.open(io.BytesIO(png)).convert("L") for png in page_images(pdf, dpi=50)]


def grey_box(picture):
    """Where there is the mark's light grey."""
    return picture.point([255 * (215 <= value <= 240) for value in range(256)]).getbbox()


def test_every_page_is_marked_as_a_draft():
    marked = watermark(files.page_pdf(PAGE, pages=3))
    assert all("BẢN THẢO" in text for text in page_texts(marked))
    assert all(grey_box(picture) for picture in shown(marked))


def test_the_mark_goes_from_corner_to_corner_around_the_middle():
    for picture in shown(watermark(files.page_pdf())):
        left, top, right, bottom = grey_box(picture)
        assert abs((left + right) / 2 - picture.width / 2) < picture.width * 0.05
        assert abs((top + bottom) / 2 - picture.height / 2) < picture.height * 0.05
        assert right - left > picture.width * 0.6
        assert bottom - top > picture.height * 0.5
        assert left > 0
        assert top > 0


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_on_a_turned_page_the_mark_reads_upwards_too(turn):
    box = "0 0 595.276 841.89" if turn == 180 else "0 0 841.89 595.276"
    (turned,) = shown(watermark(files.page_pdf(box=box, page=b"/Rotate %d" % turn)))
    (upright,) = shown(watermark(files.page_pdf()))
    # Thrice shrunk: the edges of letters are smoothed in another direction.
    small = [picture.resize((104, 146)).tobytes() for picture in (turned, upright)]
    assert sum(abs(a - b) > 12 for a, b in zip(*small, strict=True)) < 60


def test_letters_stay_black_where_the_mark_crosses_them():
    line = b"".join(files.line_of_text(20, 842 - 14 * row, "MMMMMMMM" * 6) for row in range(60))
    plain, marked = shown(files.page_pdf(line))[0], shown(watermark(files.page_pdf(line)))[0]
    black = [
        value for value, now in zip(plain.tobytes(), marked.tobytes(), strict=True) if now > value
    ]
    assert not black


def test_a_scan_shows_the_mark_too():
    scan = files.page_pdf(b"0.97 g 0 0 595.276 841.89 re f")
    (picture,) = shown(watermark(scan))
    assert min(picture.tobytes()) < 225


def test_the_mark_s_font_is_embedded_and_allowed():
    marked = watermark(files.page_pdf(PAGE))
    added = [font for font in inspect.facts(marked).fonts if font.name != "Helvetica"]
    assert [font.embedded for font in added] == [True]
    assert "".join(fonts_report().families[0].split()) in added[0].name


def test_another_text_may_be_written():
    assert "MẬT MÃ GIẢ" in page_texts(watermark(files.page_pdf(), "MẬT MÃ GIẢ"))[0]


def test_text_in_two_code_points_is_written_in_one():
    assert "BẢN" in page_texts(watermark(files.page_pdf(), "BA\u0309N"))[0]


def test_a_broken_file_is_not_marked():
    with pytest.raises(RenderingFault) as caught:
        watermark(b"%PDF-1.7 hong")
    assert caught.value.code == "pdf-broken"
