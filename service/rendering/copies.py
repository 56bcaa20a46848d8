"""Bản sao — the original's pages as they are seen, and the copy's block under them.

NĐ 30/2020, Phụ lục I, phần II, II.1: a paper copy's block stands right after the last part of
the original, under a solid line as wide as the text. The decree says nothing of a block that
does not fit there: it goes on the next page.
"""

import io
from collections.abc import Mapping, Sequence

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from service.domain.errors import Refused
from service.domain.looks import MARGIN_BOTTOM_MM
from service.rendering.archival import attach, describe, why_not_archival
from service.rendering.flatten import Layer, draw, flat_pages, foreign_reader, form_of, numbers
from service.rendering.likeness import Sight, alike, hide_what_is_beside, sight_of
from service.rendering.pages import opened
from service.rendering.placement import (
    A4,
    BlockPlace,
    Ink,
    PageFrame,
    frame_of,
    ink_of,
    place_below,
    times,
)

_RULE_PT = 0.75
_PRINT_AGAIN = "Hãy mở tệp, in ra PDF mới (Print to PDF) rồi tải lên lại."
# What pypdf raises over files that break the rules of their format.
_ODD_FILE = (PyPdfError, KeyError, TypeError, AttributeError, ValueError, RecursionError)
_NEW_PAGE = PageFrame(*A4, (1, 0, 0, 1, 0, 0), 1)


def certify(
    original: bytes,
    block: bytes,
    *,
    pages: Sequence[int] = (),
    title: str = "Bản sao",
    evidence: bytes | None = None,
) -> bytes:
    """The copy as PDF. `block` is a converter's PDF: the block starts at the top of its text.

    The block goes under the last thing drawn on the original's last page when it fits above
    the bottom margin, else on a new page, never scaled or squeezed. What acts in the original
    (scripts, links, attached files) does not travel; annotations, filled fields and pictures
    of signatures stay to be seen. `pages` (from 1) are those to be copied, all by default.
    `evidence` is put inside byte for byte; the file is PDF/A-3b where the pages permit it.
    Raises Refused when a page would not look as it did.
    """
    flat = Flat(original, pages)
    last = len(flat.numbers) - 1
    frames = {place: frame_of(flat.writer.pages[place]) for place in {*flat.changed, last}}
    before, end = _look(original, frames, flat.numbers, last)
    place = _add_block(flat.writer, block, frames[last], end)
    copy = finished(flat.writer, title, evidence, archival=not flat.why_not_archival)
    after, _ = _look(copy, frames, range(len(flat.numbers)))
    for number, frame in frames.items():
        above_rule = 1.0
        if number == last and place is not None:
            above_rule = 1 - (place.rule[2] + frame.scale) / frame.height
        require_alike(before[number], after[number], flat.numbers[number], above_rule)
    return copy


class Flat:
    """The original's pages, or those of them that were chosen, flattened into a new file.

    `numbers` are their places in the original, `changed` the places in the new file of those
    that had something to flatten; both from 0.
    """

    def __init__(self, original: bytes, pages: Sequence[int]) -> None:
        self.writer = PdfWriter()
        try:
            reader = foreign_reader(original)
            count = len(reader.pages)
            if not count:
                raise PyPdfError("no page")
            self.numbers = _chosen(pages, count)
            self.changed = flat_pages(reader, self.writer, self.numbers)
            self.why_not_archival = why_not_archival(reader)
        except _ODD_FILE as error:
            raise Refused(f"Không đọc được bản gốc để làm bản sao. {_PRINT_AGAIN}") from error


def _chosen(pages: Sequence[int], count: int) -> Sequence[int]:
    beyond = [page for page in pages if page > count]
    if beyond:
        raise Refused(
            f"Bản gốc chỉ có {count} trang, không có trang {beyond[0]}. Hãy sửa ô “Trang”.",
            field="pages",
        )
    return [page - 1 for page in pages] or range(count)


def finished(writer: PdfWriter, title: str, evidence: bytes | None, *, archival: bool) -> bytes:
    """The new file's bytes, described, with the original inside where it is given."""
    describe(writer, title, archival=archival)
    if evidence is not None:
        attach(writer, evidence)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def require_alike(before: Sight, after: Sight, number: int, down_to: float = 1.0) -> None:
    """Raise Refused unless page `number` (from 0) of the original looks the same in the copy."""
    if not alike(before, after, down_to=down_to):
        raise Refused(
            f"Trang {number + 1} của bản gốc có phần (ô biểu mẫu, ghi chú…) không giữ nguyên "
            f"được trong bản sao. {_PRINT_AGAIN}"
        )


def _look(
    pdf: bytes,
    frames: Mapping[int, PageFrame],
    places: Sequence[int],
    last: int | None = None,
) -> tuple[dict[int, Sight], float]:
    """What the copy's pages of `frames` show in this file, where they stand at `places`;
    and where page `last` ends (from its top)."""
    sights, end = {}, 0.0
    with opened(pdf, forms=True) as document:
        for place, frame in frames.items():
            page = document[places[place]]
            hide_what_is_beside(page)
            sights[place] = sight_of(page, scale=frame.scale)
            if place == last:
                end = ink_of(page, frame, above_mm=MARGIN_BOTTOM_MM).last
    return sights, end


def _add_block(writer: PdfWriter, block: bytes, frame: PageFrame, end: float) -> BlockPlace | None:
    """Add the block; answers its place on the original's last page, None when it went on a
    new one."""
    pages = PdfReader(io.BytesIO(block)).pages
    with opened(block) as document:
        ink = ink_of(document[0], frame_of(pages[0]))
    place = place_below(frame, end, ink) if len(pages) == 1 else None
    if place is not None:
        _draw_block(writer, writer.pages[-1], pages[0], place, frame)
        return place
    for number, page in enumerate(pages):
        added = writer.add_blank_page(*A4)
        new_place = (place_below(_NEW_PAGE, 0, ink) if number == 0 else None) or _unmoved(ink)
        _draw_block(writer, added, page, new_place, _NEW_PAGE, ruled=number == 0)
    return None


def _unmoved(ink: Ink) -> BlockPlace:
    """A block as long as a page stays where its converter put it."""
    there = place_below(_NEW_PAGE, 0, Ink(ink.first, ink.first))
    assert there is not None
    return BlockPlace((there.rule[0], there.rule[1], A4[1] - ink.first / 2), (1, 0, 0, 1, 0, 0))


def _draw_block(
    writer: PdfWriter,
    page: PageObject,
    block: PageObject,
    place: BlockPlace,
    frame: PageFrame,
    *,
    ruled: bool = True,
) -> None:
    layer = Layer(form_of(block, writer), times(place.matrix, frame.to_page))
    draw(writer, page, [layer], _rule(place, frame) if ruled else b"")


def _rule(place: BlockPlace, frame: PageFrame) -> bytes:
    left, right, y = place.rule
    line = f"{_RULE_PT * frame.scale:.3f} w {left:.3f} {y:.3f} m {right:.3f} {y:.3f} l S"
    return f"q {numbers(frame.to_page)} cm {line} Q".encode()
