"""Ảnh trang — pages of a PDF as pictures and as text, through pdfium.

pdfium may be entered by one thread at a time; everything of this program that touches it
holds one lock, which lies on its module so that packages beside this one share it.
"""

import io
import math
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pypdfium2 as pdfium
from PIL import Image, ImageChops

from service.domain.errors import RenderingFault

PDFIUM: AbstractContextManager[bool] = vars(pdfium).setdefault("process_lock", threading.RLock())

MOST_PIXELS = 6_000_000  # of one page: A4 at 250 dpi; a poster becomes coarser, not larger
_POINTS_PER_INCH = 72
_GREYS = 16


@contextmanager
def opened(pdf: bytes, *, forms: bool = False) -> Iterator[pdfium.PdfDocument]:
    """An open document, pdfium being ours alone; `forms` also lets it draw form fields.

    Raises RenderingFault (``pdf-broken``, permanent).
    """
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(pdf)
        except pdfium.PdfiumError as error:
            raise RenderingFault(
                "Tệp PDF bị hỏng, không mở được.", code="pdf-broken", permanent=True
            ) from error
        try:
            if forms:
                document.init_forms()
            yield document
        finally:
            document.close()


def page_images(pdf: bytes, *, dpi: float) -> list[bytes]:
    """Each page as PNG, as a reader sees it: annotations, form fields and signatures drawn."""
    with opened(pdf, forms=True) as document:
        pictures = [page_picture(page, dpi=dpi) for page in document]
    return [png(picture) for picture in pictures]


def page_count(pdf: bytes) -> int:
    """How many pages there are."""
    with opened(pdf) as document:
        return len(document)


def page_image(pdf: bytes, number: int, *, dpi: float) -> bytes:
    """Page `number`, counted from 1 as people do, as PNG; IndexError when there is no such page."""
    with opened(pdf, forms=True) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        picture = page_picture(document[number - 1], dpi=dpi)
    return png(picture)


def page_picture(page: pdfium.PdfPage, *, dpi: float, grey: bool = False) -> Image.Image:
    """One page of an `opened` document; a page too large for `MOST_PIXELS` comes out coarser."""
    width, height = page.get_size()
    scale = dpi / _POINTS_PER_INCH
    scale = min(scale, math.sqrt(MOST_PIXELS / max(1.0, width * height)))
    bitmap = page.render(scale=scale, grayscale=grey, may_draw_forms=True, rev_byteorder=True)
    shared: Image.Image = bitmap.to_pil()
    return shared.copy()  # pdfium's memory goes when the document is closed


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page as pdfium reads it: lines ended by ``\\r\\n``, not yet cleaned."""
    texts = []
    with opened(pdf) as document:
        for page in document:
            textpage = page.get_textpage()
            texts.append(textpage.get_text_bounded())
            textpage.close()
    return texts


def png(picture: Image.Image) -> bytes:
    """PNG: a black-and-white page in 16 greys (a third of size and time), else in its colours."""
    picture = picture.convert("RGB") if picture.mode != "RGB" else picture
    grey = _without_colour(picture)
    target = io.BytesIO()
    if grey is None:
        picture.save(target, "PNG", compress_level=1)
    else:
        indexed = grey.point([round(value * (_GREYS - 1) / 255) for value in range(256)])
        indexed = indexed.convert("P")
        indexed.putpalette([round(i * 255 / (_GREYS - 1)) for i in range(_GREYS) for _ in "rgb"])
        indexed.save(target, "PNG", compress_level=1, bits=4)
    return target.getvalue()


def _without_colour(picture: Image.Image) -> Image.Image | None:
    red, green, blue = picture.split()
    for other in (green, blue):
        low_high = ImageChops.difference(red, other).getextrema()
        if low_high[1] > 8:  # type: ignore[operator]
            return None
    return green
