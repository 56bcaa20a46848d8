"""Chữ ngoài thể thức — what stands on the page but belongs to no element of the paper.

Visible signatures, the ĐẾN stamp, page numbers, the address at the foot and the line of an
electronic copy are taken out of the rows, so that they do not end up in a field; what they say
is kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.reading.anchors import bare
from service.reading.findings import Found, Stamp
from service.reading.passage import Passage
from service.reading.rows import TAB, Row, Sheet, Word

_SIGNED_BY = re.compile(
    r"^(?:duoc |da )?(?:ky (?:so )?boi|nguoi ky|digitally signed by|signed by|ky ten|ky boi)\s*:?",
)
_CLOCK = re.compile(
    r"\d{1,2}\s?:\s?\d{2}(?:\s?:\s?\d{2})?(?:\s*[AP]M)?(?:\s*[+-]\d{1,2}[:']?\d{2}'?)?"
)
_WHEN = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|" + _CLOCK.pattern)
MAX_STAMP_LINES = 9

_PAGE_NUMBER = re.compile(r"^[-–\s]*(?:trang\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?[-–\s]*$")
_CONTACT = re.compile(r"\b(?:dia chi|dien thoai|dt|email|e-mail|website|fax|hop thu)\s*[:.]")
_ARRIVAL = frozenset(("den", "cong van den", "van ban den"))
_ARRIVAL_LINE = re.compile(r"^(?:so|ngay|gio|chuyen|luu ho so|so va ky hieu hs|luu)\b.{0,40}$")
_E_COPY = re.compile(
    r"^(?P<form>sao y|sao lục|trích sao)\s*[;,]\s*(?P<agency>[^;]{3,200}?)\s*[;,]\s*"
    r"(?P<day>\d{1,2}/\d{1,2}/\d{4})\s*[;,]?\s*(?P<clock>\d{1,2}\s?:\s?\d{2}\s?:\s?\d{2}\S*)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ElectronicCopy:
    """The line at the top right of an electronic copy (Phụ lục I, phần II, mục I)."""

    passage: Passage
    form: tuple[int, int]
    agency: tuple[int, int]
    day: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Rows without noise, and what the noise said."""

    rows: tuple[Row, ...]
    stamps: tuple[Stamp, ...] = ()
    electronic_copy: ElectronicCopy | None = None
    contact: Found[str] | None = None


@dataclass(frozen=True)
class _Segment:
    """Neighbouring words of a row without a wide gap; `at` is the row's number."""

    row: Row
    at: int
    first: int

    @property
    def last(self) -> int:
        return self.first + len(self.row.words)


@dataclass(slots=True)
class _Work:
    rows: list[Row]
    gone: set[tuple[int, int]] = field(default_factory=set)  # (row, word)

    def drop(self, segment: _Segment) -> None:
        self.gone |= {(segment.at, word) for word in range(segment.first, segment.last)}

    def kept(self) -> tuple[Row, ...]:
        result = []
        for at, row in enumerate(self.rows):
            words = [word for n, word in enumerate(row.words) if (at, n) not in self.gone]
            if words:
                result.append(row if len(words) == len(row.words) else row.with_words(words))
        return tuple(result)


def clean_rows(rows: Sequence[Row], sheets: Sequence[Sheet]) -> Cleaned:
    """Take the noise out of a file's rows."""
    work = _Work(list(rows))
    segments = [*_segments(work.rows)]
    stamps = tuple(_stamps(segments, work))
    _drop_arrival(segments, work)
    copy = _electronic_copy(segments, work)
    contact = _contact(segments, sheets, work)
    _drop_page_numbers(work, sheets)
    return Cleaned(work.kept(), stamps, copy, contact)


def _segments(rows: Sequence[Row]) -> Iterator[_Segment]:
    for at, row in enumerate(rows):
        first = 0
        for number in range(1, len(row.words) + 1):
            if number == len(row.words) or _is_wide(row.words[number]):
                yield _Segment(row.with_words(row.words[first:number]), at, first)
                first = number


def _is_wide(word: Word) -> bool:
    return word.gap >= (TAB if word.box is None else 1.2)


def _stamps(segments: Sequence[_Segment], work: _Work) -> Iterator[Stamp]:
    for number, segment in enumerate(segments):
        if (segment.at, segment.first) in work.gone or not _SIGNED_BY.match(segment.row.folded):
            continue
        lines = _stamp_lines(segment, segments[number + 1 :])
        if not any(_WHEN.search(line.row.text) for line in lines):
            continue
        for line in lines:
            work.drop(line)
        passage = Passage.of([line.row for line in lines])
        yield _stamp(passage)


def _stamp_lines(first: _Segment, rest: Sequence[_Segment]) -> list[_Segment]:
    """The lines of one stamp: below each other, of one size, down to its hour."""
    lines = [first]
    if _CLOCK.search(first.row.text):
        return lines
    for segment in rest[:60]:
        if len(lines) >= MAX_STAMP_LINES or segment.row.page != first.row.page:
            break
        if not _continues(lines[-1], segment, first):
            continue
        lines.append(segment)
        if _CLOCK.search(segment.row.text):
            break
    while len(lines) > 1 and not _WHEN.search(lines[-1].row.text):
        lines.pop()
    return lines


def _continues(above: _Segment, segment: _Segment, first: _Segment) -> bool:
    box, upper, start = segment.row.box, above.row.box, first.row.box
    if box is None or upper is None or start is None:
        return (
            segment.row.side == first.row.side
            and segment.at > above.at
            and (segment.at - above.at <= 2 and segment.row.words[0].gap >= first.row.words[0].gap)
        )
    if not 0.7 <= segment.row.size / max(first.row.size, 1.0) <= 1.35:
        return False
    overlap = min(box.right, start.right + 40) - max(box.left, start.left - 40)
    return 0 < box.middle - upper.middle <= 2.4 * first.row.size and overlap > 0


def _stamp(passage: Passage) -> Stamp:
    text = passage.text
    signer = re.split(r"[:：]", text, maxsplit=1)[-1]
    cut = re.search(
        r"(?i)\b(?:ngày ký|thời gian ký|giờ ký|email|cơ quan|tổ chức|date|ngày)\s*:", signer
    )
    signer = signer[: cut.start()] if cut else signer
    times = [found.group() for found in _WHEN.finditer(text)]
    return Stamp(
        passage.whole(0.9, "Khung hiển thị chữ ký số (chưa kiểm tra chữ ký)."),
        " ".join(signer.split()),
        " ".join(times),
    )


def _drop_arrival(segments: Sequence[_Segment], work: _Work) -> None:
    """An ĐẾN stamp of another office: its "Số:" is not the number of the paper."""
    for number, segment in enumerate(segments):
        if bare(segment.row.folded) not in _ARRIVAL or not segment.row.is_upper:
            continue
        work.drop(segment)
        box = segment.row.box
        for below in segments[number + 1 : number + 30]:
            near = below.row.box
            if box is None or near is None or below.row.page != segment.row.page:
                continue
            close = 0 < near.top - box.top < 90 and near.left < box.right + 60
            if close and near.right > box.left - 80 and _is_arrival_line(below.row):
                work.drop(below)


def _is_arrival_line(row: Row) -> bool:
    return bool(_ARRIVAL_LINE.match(row.folded)) and "/" not in row.text.replace("/20", "")


def _electronic_copy(segments: Sequence[_Segment], work: _Work) -> ElectronicCopy | None:
    """The line may be broken into two or three rows."""
    for number, segment in enumerate(segments[:30]):
        if segment.row.page > 1 or not re.match(
            r"^(?:sao y|sao luc|trich sao)\s*[;,]", segment.row.folded
        ):
            continue
        for count in (1, 2, 3):
            lines = segments[number : number + count]
            passage = Passage.of([line.row for line in lines])
            found = _E_COPY.match(passage.text)
            if found:
                for line in lines:
                    work.drop(line)
                return ElectronicCopy(
                    passage, found.span("form"), found.span("agency"), found.span("day")
                )
    return None


def _contact(
    segments: Sequence[_Segment], sheets: Sequence[Sheet], work: _Work
) -> Found[str] | None:
    """The agency's address at the foot of page 1 (ô 13)."""
    if not sheets:
        return None
    low = sheets[0].height * 0.85
    lines = [
        one
        for one in segments
        if one.row.page == 1 and one.row.box and one.row.box.top > low and one.row.size <= 12.5
    ]
    start = next((n for n, one in enumerate(lines) if _CONTACT.search(one.row.folded)), None)
    if start is None:
        return None
    for line in lines[start:]:
        work.drop(line)
    return Passage.of([line.row for line in lines[start:]]).whole(
        0.8, "Dòng địa chỉ ở cuối trang 1."
    )


def _drop_page_numbers(work: _Work, sheets: Sequence[Sheet]) -> None:
    """A lone number in the top or bottom margin."""
    heights = {sheet.number: sheet.height for sheet in sheets}
    for at, row in enumerate(work.rows):
        box, height = row.box, heights.get(row.page)
        if box is None or height is None or not _PAGE_NUMBER.match(row.folded):
            continue
        if box.bottom < height * 0.09 or box.top > height * 0.92:
            work.gone |= {(at, word) for word in range(len(row.words))}
