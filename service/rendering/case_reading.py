"""Bản đọc của hồ sơ — one PDF of a contents list and every paper's pages, for reading alone.

Pages are flattened into a new file: signatures live in the originals beside it, which are only
read. Every page carries the System's mark and its number in the whole.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from service.rendering.archival import describe
from service.rendering.case_contents import marks_pdf
from service.rendering.flatten import Layer, draw, flat_pages, foreign_reader, form_of
from service.rendering.placement import frame_of
from service.rendering.register_pdf import PT

_ODD_FILE = (PyPdfError, KeyError, TypeError, AttributeError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class ReadingPart:
    """One paper: its title for the outline, and its files as PDF in reading order."""

    title: str
    files: tuple[bytes, ...]


def reading_copy(
    parts: Iterable[ReadingPart],
    contents: Callable[[Sequence[int]], bytes],
    instead: Callable[[str], bytes],
    *,
    title: str,
    mark: str,
) -> bytes:
    """The whole file as one PDF.

    Parts are taken one by one, and only their pages are kept. `contents` draws the list for the
    first page of each part (from 1), as PDF; `instead` draws the page that stands for a file
    which cannot be opened. Raises RenderingFault.
    """
    body = PdfWriter()
    titled = [(part.title, _add(body, part, instead)) for part in parts]
    starts = [start for _, start in titled]
    ahead = 1
    while True:  # the list is longer when its page numbers are: twice is enough
        listed = contents([start + ahead + 1 for start in starts])
        needed = len(PdfReader(io.BytesIO(listed)).pages)
        if needed == ahead:
            break
        ahead = needed
    whole = PdfWriter()
    flat_pages(PdfReader(io.BytesIO(listed)), whole)
    made = io.BytesIO()
    body.write(made)
    flat_pages(PdfReader(made), whole)
    _mark(whole, mark, ahead)
    whole.add_outline_item(title="Mục lục văn bản", page_number=0)
    for name, start in titled:
        whole.add_outline_item(title=name, page_number=start + ahead)
    describe(whole, title, archival=False)
    target = io.BytesIO()
    whole.write(target)
    return target.getvalue()


def _add(body: PdfWriter, part: ReadingPart, instead: Callable[[str], bytes]) -> int:
    """Add a part's pages; returns where they start, from 0. A part without a file that opens
    has one page that says so."""
    start = len(body.pages)
    for data in part.files:
        if not _joined(body, data):
            flat_pages(PdfReader(io.BytesIO(instead(part.title))), body)
    if len(body.pages) == start:
        flat_pages(PdfReader(io.BytesIO(instead(part.title))), body)
    return start


def _joined(body: PdfWriter, data: bytes) -> bool:
    before = len(body.pages)
    try:
        flat_pages(foreign_reader(data), body)
    except _ODD_FILE:
        while len(body.pages) > before:
            body.remove_page(len(body.pages) - 1)
        return False
    return len(body.pages) > before


def _mark(whole: PdfWriter, mark: str, listed: int) -> None:
    """Write the mark and the number at the foot of every page of a paper, as it is shown; pages
    of the list carry theirs already."""
    total = len(whole.pages)
    pages = list(enumerate(whole.pages, start=1))[listed:]
    frames = [frame_of(page) for _, page in pages]
    words = [f"{mark} – trang {number}/{total}" for number, _ in pages]
    drawn = marks_pdf(
        [
            (text, frame.width * PT, frame.height * PT, frame.scale)
            for text, frame in zip(words, frames, strict=True)
        ]
    )
    over = PdfReader(io.BytesIO(drawn)).pages
    for (_, page), frame, sheet in zip(pages, frames, over, strict=True):
        draw(whole, page, [Layer(form_of(sheet, whole), frame.to_page)])
