"""Các phần của văn bản — letterhead, text, foot, copy blocks and annexes, told apart by the fixed
places of the decree (NĐ 30/2020, Phụ lục I, mục IV: sơ đồ bố trí)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from service.domain.vietnamese import fold
from service.reading import anchors
from service.reading.geometry import Box
from service.reading.layout import MIN_GAP, column_border, halves
from service.reading.rows import Row, Side, Word

HEAD_ROWS = 26
SEARCH_ROWS = 40


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows of a two-column zone, each cut at the border."""

    left: tuple[Row, ...] = ()
    right: tuple[Row, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        return (*self.left, *self.right)


@dataclass(frozen=True, slots=True)
class Block:
    """A letterhead or copy head, the text below it and its foot."""

    head: Columns = Columns()
    text: tuple[Row, ...] = ()
    foot: Columns = Columns()


@dataclass(frozen=True, slots=True)
class Parts:
    """`has_head` is false when there is no Quốc hiệu; the file may then be anything."""

    original: Block
    copies: tuple[Block, ...] = ()
    annex: tuple[Row, ...] = ()
    has_head: bool = False
    margins: tuple[float, float] = field(default=(0.0, 0.0))


def part(rows: Sequence[Row], width: float) -> Parts:
    """Divide the rows of a paper. `width` is that of the page in pt, 0 for a Word file."""
    margins = _margins(rows)
    nation = _nation(rows)
    end, border = 0, None
    if nation is not None:
        row, border = _with_room(rows[nation])
        rows = [*rows[:nation], row, *rows[nation + 1 :]]
        end = _head_end(rows, nation, border or column_border(_near(rows, nation), width))
    head = _columns(rows[:end], width, border)
    foot_start = _foot_start(rows, end, width)
    copy_at = _copy_rows(rows, foot_start, width)
    annex_at = _annex_start(rows, foot_start, copy_at)
    starts = [*copy_at, annex_at]
    original = Block(
        head, tuple(rows[end:foot_start]), _columns(rows[foot_start : starts[0]], width)
    )
    copies = tuple(_copy(rows[start:stop], width) for start, stop in pairwise(starts))
    return Parts(original, copies, tuple(rows[annex_at:]), nation is not None, margins)


def _margins(rows: Sequence[Row]) -> tuple[float, float]:
    boxes = [row.box for row in rows if row.box and len(row.words) > 3]
    if not boxes:
        return (0.0, 0.0)
    lefts, rights = sorted(box.left for box in boxes), sorted(box.right for box in boxes)
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]


def _nation(rows: Sequence[Row]) -> int | None:
    """The row of Quốc hiệu, near the top; its words may stand beside the agency's."""
    for number, row in enumerate(rows[:SEARCH_ROWS]):
        if anchors.NATION.search(row.folded) and row.is_upper:
            return number
        if row.folded.endswith("dang cong san viet nam") and row.is_upper:
            return number
    return None


def _with_room(row: Row) -> tuple[Row, float | None]:
    """A long name of an agency may run into Quốc hiệu: make room, and tell the border then."""
    names = [fold(word.text) for word in row.words]
    at = next(
        (
            n
            for n, name in enumerate(names)
            if name.endswith("cong") and names[n + 1 : n + 3] == ["hoa", "xa"]
        ),
        None,
    )
    if at is None or (len(names[at]) == 4 and (at == 0 or row.words[at].gap >= MIN_GAP)):
        return row, None
    first = row.words[at]
    joined = len(first.text) > 4
    before, nation = _cut(first, len(first.text) - 4) if joined else (None, first)
    left = (*row.words[:at], *([before] if before else []))
    nation = replace(nation, gap=MIN_GAP)
    border = nation.box.left if nation.box else None
    return row.with_words((*left, nation, *row.words[at + 1 :])), border


def _cut(word: Word, place: int) -> tuple[Word, Word]:
    """One word as two, letters taken as equally wide."""
    box = word.box
    before, after = word.text[:place], word.text[place:]
    if box is None:
        return replace(word, text=before), replace(word, text=after, gap=0.0)
    middle = box.left + box.width * place / len(word.text)
    return (
        replace(word, text=before, box=Box(box.left, box.top, middle, box.bottom)),
        replace(word, text=after, box=Box(middle, box.top, box.right, box.bottom), gap=0.0),
    )


def _head_end(rows: Sequence[Row], nation: int, border: float) -> int:
    """The first row that no longer belongs to the letterhead."""
    group = rows[nation].group
    number = nation + 1
    in_subject = False
    while number < min(len(rows), nation + HEAD_ROWS) and rows[number].page == rows[nation].page:
        row = rows[number]
        if group is not None and row.group == group:
            number += 1
            continue
        left, right = halves(row, border)
        in_subject = in_subject or bool(left and anchors.LETTER_SUBJECT.match(left.folded))
        if _ends_head(row, left) or not _is_of_head(row, left, right, rows[number - 1], in_subject):
            break
        number += 1
    return number


def _near(rows: Sequence[Row], nation: int) -> Sequence[Row]:
    return [row for row in rows[: nation + 4] if row.page == rows[nation].page]


def _ends_head(row: Row, left: Row | None) -> bool:
    if anchors.ADDRESSED.match(row.folded) or anchors.heading_of(row):
        return True
    start = left or row
    if anchors.NUMBER_LINE.match(start.folded) or anchors.DATE_LINE.search(row.folded):
        return False
    return bool(anchors.BODY_START.match(row.folded)) and not row.is_upper


def _is_of_head(
    row: Row, left: Row | None, right: Row | None, before: Row, in_subject: bool
) -> bool:
    if row.box is not None or row.side is not None:
        return bool(left or right) or in_subject
    if len(row.words) > 1 and any(word.gap > 2 for word in row.words):
        return True
    # A Word file in plain paragraphs: only what it says can tell.
    follows = row.paragraph is not None and row.paragraph - (before.paragraph or 0) <= 1
    return bool(
        row.is_upper
        or anchors.NUMBER_LINE.match(row.folded)
        or anchors.DATE_LINE.search(row.folded)
        or anchors.MOTTO.match(row.folded)
        or anchors.LETTER_SUBJECT.match(row.folded)
        or (in_subject and follows)
    )


def _columns(rows: Sequence[Row], width: float, border: float | None = None) -> Columns:
    rows = [row for row in rows if not anchors.RULE_ONLY.match(row.text)]
    if not rows:
        return Columns()
    border = border or column_border(rows, width)
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        first, second = halves(row, border)
        if first is None and second is None:
            first = row
        left += [first] if first and not _is_blank(first) else []
        right += [second] if second and not _is_blank(second) else []
    return Columns(tuple(left), tuple(right))


def _is_blank(row: Row) -> bool:
    return not row.words or bool(anchors.RULE_ONLY.match(row.text))


def _foot_start(rows: Sequence[Row], start: int, width: float) -> int:
    """The first row of "Nơi nhận" and the signature."""
    named = next(
        (n for n in range(start, len(rows)) if anchors.RECIPIENTS.match(rows[n].folded)), None
    )
    last = len(rows) if named is None else named
    closed = [n for n in range(start, last) if anchors.END_OF_TEXT.search(rows[n].text)]
    if closed and (named is None or named - closed[-1] <= 25):
        return closed[-1] + 1
    if named is None:
        return _signature_start(rows, start)
    first = named
    while first > start and _is_over_recipients(rows[first - 1], rows[named]):
        first -= 1
    return first


def _is_over_recipients(row: Row, named: Row) -> bool:
    """A line of the signature that stands a little higher than "Nơi nhận"."""
    if row.page != named.page or not (row.is_upper or _is_name(row)):
        return False
    if row.side is Side.RIGHT:
        return row.group == named.group
    return bool(row.box and named.box and row.left > named.right and row.is_upper)


def _is_name(row: Row) -> bool:
    return 2 <= len(row.words) <= 6 and all(word.text[:1].isupper() for word in row.words)


def _signature_start(rows: Sequence[Row], start: int) -> int:
    """Without "Nơi nhận": the first line of authority (KT., TM. …) in the last third."""
    for number in range(start + (len(rows) - start) // 2, len(rows)):
        row = rows[number]
        if row.is_upper and anchors.CAPACITY.match(row.text):
            return number
    return len(rows)


def _copy_rows(rows: Sequence[Row], start: int, width: float) -> list[int]:
    """Where each certification block begins."""
    found = []
    for number in range(start, len(rows)):
        if not _names_copy(rows[number], width):
            continue
        first = number
        while first > start and _is_copy_head(rows[first - 1], rows[first], width):
            first -= 1
        group = rows[number].group
        while group is not None and first > start and rows[first - 1].group == group:
            first -= 1
        found.append(first)
    return found


def _names_copy(row: Row, width: float) -> bool:
    if len(row.words) > 16:
        return False
    border = column_border([row], width) if width else 0.0
    parts = (row, *(part for part in halves(row, border) if part))
    return any(part.is_upper and anchors.one_of(part, anchors.COPY_FORMS) for part in parts)


def _is_copy_head(row: Row, below: Row, width: float) -> bool:
    """The copying agency's name may begin above the line that says SAO Y."""
    if row.page != below.page or not row.is_upper or anchors.CAPACITY.match(row.text):
        return False
    near = row.box is None or below.box is None or below.box.top - row.box.bottom < row.size * 1.2
    left_only = row.box is None or row.right < width * 0.6
    return near and left_only and not anchors.POST_WORDS.match(row.folded)


def _annex_start(rows: Sequence[Row], foot_start: int, copies: list[int]) -> int:
    """Where annexes or attached texts begin: "Phụ lục", or a new letterhead on a new page."""
    after = copies[-1] if copies else foot_start
    for number in range(after + 1, len(rows)):
        row = rows[number]
        if anchors.ANNEX.match(anchors.bare(row.folded)) or anchors.NATION.search(row.folded):
            return _with_left_head(rows, number, after)
        if anchors.ATTACHED.match(row.folded) and row.page != rows[after].page:
            return _page_start(rows, number)
    return len(rows)


def _with_left_head(rows: Sequence[Row], number: int, floor: int) -> int:
    group = rows[number].group
    while group is not None and number - 1 > floor and rows[number - 1].group == group:
        number -= 1
    return number


def _page_start(rows: Sequence[Row], number: int) -> int:
    while number and rows[number - 1].page == rows[number].page and rows[number].page:
        number -= 1
    return number


def _copy(rows: Sequence[Row], width: float) -> Block:
    """A copy block: head down to "Kính gửi" or "Nơi nhận", then its foot."""
    foot = next((n for n, row in enumerate(rows) if anchors.RECIPIENTS.match(row.folded)), None)
    address = next((n for n, row in enumerate(rows) if anchors.ADDRESSED.match(row.folded)), None)
    if foot is None:
        foot = next(
            (n for n, row in enumerate(rows) if anchors.CAPACITY.match(row.text)), len(rows)
        )
    while foot and _is_over_recipients(rows[foot - 1], rows[min(foot, len(rows) - 1)]):
        foot -= 1
    end = foot if address is None or address > foot else address
    return Block(_columns(rows[:end], width), tuple(rows[end:foot]), _columns(rows[foot:], width))
