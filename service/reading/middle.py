"""Phần giữa — tên loại, trích yếu, "Kính gửi", căn cứ (ô 5a, 9a) and where the text begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.citations import OFFICIAL_LETTER, kind_of_notation
from service.domain.vietnamese import tone_key
from service.reading import anchors
from service.reading.findings import Found
from service.reading.head import Head, is_mark
from service.reading.passage import Passage
from service.reading.rows import Row

MAX_SUBJECT_ROWS = 8
MAX_ADDRESSEES = 60


@dataclass(frozen=True, slots=True)
class Middle:
    """`body` are the rows of the text itself."""

    kind: Found[str] | None
    subject: Found[str] | None
    addressees: tuple[Found[str], ...]
    body: tuple[Row, ...]


def read_middle(rows: Sequence[Row], head: Head, margins: tuple[float, float]) -> Middle:
    """Tên loại, trích yếu and addressees; `rows` are those between letterhead and foot."""
    rows = [row for row in rows if not anchors.RULE_ONLY.match(row.text) and not is_mark(row)]
    heading, after = _heading(rows)
    subject = head.subject
    if heading is not None and subject is None:
        subject, after = _subject(rows, after, heading, margins)
    start, addressees, rest = _addressees(rows, after, margins)
    body = (*rows[after:start], *rows[rest:])
    return Middle(_kind(heading, head, bool(addressees)), subject, addressees, tuple(body))


def _heading(rows: Sequence[Row]) -> tuple[Row | None, int]:
    """The row of tên loại among the first rows, and the number of the row after it."""
    for number, row in enumerate(rows[:6]):
        if anchors.ADDRESSED.match(row.folded):
            break
        if not anchors.is_order(row) and anchors.heading_of(row):
            return row, number + 1
    return None, 0


def _kind(heading: Row | None, head: Head, addressed: bool) -> Found[str] | None:
    notation = head.notation
    told = ""
    if notation is not None:
        text = re.sub(r"^\d{4}/", "", notation.value)
        told = kind_of_notation(text, party="/" in text)
    if heading is not None:
        value = anchors.heading_of(heading)
        agrees = told in ("", OFFICIAL_LETTER) or tone_key(told) == tone_key(value)
        reason = (
            "Tên loại in hoa, đứng riêng ở ô 5a."
            if agrees
            else f"Tên loại in hoa ở ô 5a, nhưng ký hiệu là của loại “{told}”."
        )
        return Passage.of([heading]).whole(0.98 if agrees else 0.75, reason, value)
    if head.subject is not None:
        reason = "Có “V/v” dưới số, ký hiệu và không có tên loại: công văn."
        return Found(OFFICIAL_LETTER, OFFICIAL_LETTER, head.subject.where[:1], 0.95, reason)
    if notation is not None and (told != OFFICIAL_LETTER or addressed):
        reason = "Không thấy dòng tên loại; đoán theo ký hiệu."
        return Found(told, told, notation.where, 0.7, reason)
    return None


def _subject(
    rows: Sequence[Row], start: int, heading: Row, margins: tuple[float, float]
) -> tuple[Found[str] | None, int]:
    """Trích yếu under tên loại: bold and centred, down to "Căn cứ", the body's power or text."""
    taken = [] if _whole_heading(heading) else [heading]
    bold = start < len(rows) and rows[start].bold
    number = start
    while number < min(len(rows), start + MAX_SUBJECT_ROWS):
        row = rows[number]
        if _ends_subject(row, taken) or (bold and not row.bold):
            break
        if not bold and not _is_centred(row, margins):
            break
        taken.append(row)
        number += 1
    if not taken:
        return None, start
    passage = Passage.of(taken)
    text = passage.text
    if taken[0] is heading:
        skip = len(anchors.heading_of(heading))
        return passage.found(
            skip, len(text), None, 0.8, "Tiếp sau tên loại trên cùng dòng."
        ), number
    # "Về việc …" belongs to the subject of a named paper (Mẫu 1.2), "V/v" is only a sign.
    value = re.sub(r"(?i)^v\s?/\s?v\s*:?\s*", "", text).strip(" .;")
    sure = 0.95 if bold else 0.8
    return passage.whole(sure, "Dưới tên loại, đứng giữa (ô 5a).", value), number


def _whole_heading(heading: Row) -> bool:
    return anchors.bare(heading.folded) in anchors.HEADINGS


def _ends_subject(row: Row, taken: Sequence[Row]) -> bool:
    if row.text.startswith("(") or anchors.ATTACHED.match(row.folded):
        return True
    if row.is_upper and anchors.POWER.match(row.folded):
        return True
    starts = anchors.BODY_START.match(row.folded)
    return bool(starts) and not (taken and row.bold and not row.folded.startswith("can cu"))


def _is_centred(row: Row, margins: tuple[float, float]) -> bool:
    if row.box is None:
        return row.centred
    left, right = margins
    middle = abs(row.box.centre - (left + right) / 2)
    return middle < 0.06 * (right - left) and row.left > left + 12


def _addressees(
    rows: Sequence[Row], start: int, margins: tuple[float, float]
) -> tuple[int, tuple[Found[str], ...], int]:
    """(first row, addressees, row after them); the first two numbers agree when there are none."""
    at = next(
        (
            n
            for n in range(start, min(len(rows), start + 14))
            if anchors.ADDRESSED.match(rows[n].folded) or anchors.TELEGRAPHED.match(rows[n].folded)
        ),
        None,
    )
    if at is None:
        return len(rows), (), len(rows)
    label = rows[at]
    colon = next((n for n, word in enumerate(label.words) if word.text.endswith(":")), 1)
    first = label.with_words(label.words[colon + 1 :])
    items: list[list[Row]] = [[first]] if first.words else []
    reason = f"Sau “{label.text.partition(':')[0]}:” (ô 9a)."
    number = at + 1
    while number < len(rows) and len(items) <= MAX_ADDRESSEES:
        row = rows[number]
        step = _next_addressee(row, label, items, margins)
        if step is None:
            break
        if step:
            items.append([row])
        else:
            items[-1].append(row)
        number += 1
    return at, tuple(_item(lines, reason) for lines in items), number


def _next_addressee(
    row: Row, label: Row, items: list[list[Row]], margins: tuple[float, float]
) -> bool | None:
    """True: a new addressee; False: the last one goes on; None: the list is over."""
    marked = bool(anchors.LIST_MARK.match(row.text)) and not row.text[0].isdigit()
    before = items[-1][-1].text.rstrip() if items else ""
    closed = before.endswith((".", "./."))
    if closed and not marked:
        return None
    if row.box is None:
        return _next_in_word(row, items, marked, before)
    # The list stands to the right of the text's own indent (ô 9a).
    inside = row.left > margins[0] + 45 and row.left > label.left - 40
    if marked:
        return True if inside or before.endswith(";") or not items else None
    if not inside:
        return None
    if not items:
        return True
    return before.endswith(";") and not _hangs(row, items[-1][0])


def _next_in_word(row: Row, items: list[list[Row]], marked: bool, before: str) -> bool | None:
    if marked:
        return True
    if items and items[-1][-1].paragraph == row.paragraph:
        return False
    short = len(row.text) < 140 and row.text.rstrip().endswith((";", "."))
    if (not items and short) or (before.endswith(";") and short):
        return True
    return None


def _hangs(row: Row, first: Row) -> bool:
    """A line deeper than the dash of its item belongs to that item."""
    return bool(anchors.LIST_MARK.match(first.text)) and row.left > first.left + 3


def _item(lines: Sequence[Row], reason: str) -> Found[str]:
    passage = Passage.of(lines)
    mark = anchors.LIST_MARK.match(passage.text)
    start = mark.end() if mark else 0
    value = passage.text[start:].strip(" ;.,")
    return passage.found(start, len(passage.text), value, 0.95, reason)
