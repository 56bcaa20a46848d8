"""Pages as pictures: of the right size, in few bytes, in their colours, from many threads."""

import io
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from service.domain.errors import RenderingFault
from service.rendering import pages
from tests.rendering import files


def picture(png):
    return Image.open(io.BytesIO(png))


def test_each_page_becomes_one_picture_of_its_size():
    pngs = pages.page_images(files.page_pdf(files.line_of_text(100, 700), pages=3), dpi=96)
    assert [picture(png).size for png in pngs] == [(794, 1123)] * 3


def test_a_black_and_white_page_is_stored_in_sixteen_greys():
    shown = picture(pages.page_images(files.page_pdf(files.line_of_text(100, 700)), dpi=96)[0])
    assert (shown.format, shown.mode) == ("PNG", "P")
    greys = {colour for _, colour in shown.convert("RGB").getcolors()}
    assert len(greys) <= 16
    assert {(0, 0, 0), (255, 255, 255)} <= greys


def test_a_red_seal_stays_red():
    shown = picture(pages.page_images(files.page_pdf(b"0.86 0 0 rg 100 100 50 50 re f"), dpi=72)[0])
    assert shown.convert("RGB").getpixel((125, 842 - 125)) == (219, 0, 0)


def test_a_signature_s_picture_is_shown():
    shown = picture(pages.page_images(files.signed_pdf(), dpi=72)[0])
    assert shown.convert("RGB").getpixel((360, 842 - 330)) == (204, 0, 0)


def test_a_turned_page_is_shown_turned():
    shown = picture(pages.page_images(files.page_pdf(page=b"/Rotate 90"), dpi=72)[0])
    assert shown.size == (842, 596)


def test_a_poster_becomes_coarser_instead_of_filling_the_memory():
    shown = picture(pages.page_images(files.page_pdf(box="0 0 14000 14000"), dpi=96)[0])
    assert 0.9 * pages.MOST_PIXELS < shown.width * shown.height <= 1.01 * pages.MOST_PIXELS


def test_one_page_is_the_same_picture_as_among_all():
    pdf = files.page_pdf(files.line_of_text(100, 700), pages=2)
    assert pages.page_image(pdf, 2, dpi=80) == pages.page_images(pdf, dpi=80)[1]
    assert pages.page_count(pdf) == 2


@pytest.mark.parametrize("number", [0, 3])
def test_there_is_no_page_before_the_first_or_after_the_last(number):
    with pytest.raises(IndexError):
        pages.page_image(files.page_pdf(pages=2), number, dpi=80)


def test_a_broken_file_has_no_pictures():
    with pytest.raises(RenderingFault) as caught:
        pages.page_images(b"%PDF-1.7 hong", dpi=80)
    assert caught.value.code == "pdf-broken"


def test_many_threads_may_draw_at_once():
    pdf = files.page_pdf(files.line_of_text(100, 700) * 50, pages=2)
    alone = pages.page_images(pdf, dpi=60)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda _: pages.page_images(pdf, dpi=60), range(40)))
    assert all(one == alone for one in together)


def test_pdfium_is_entered_by_one_thread_at_a_time():
    with ThreadPoolExecutor(1) as threads:
        with pages.opened(files.page_pdf()):
            other = threads.submit(pages.page_count, files.page_pdf())
            time.sleep(0.05)
            assert not other.done()
        assert other.result(5) == 1
