"""Cuối văn bản — nơi nhận và người ký (ô 7a–7c, 9b)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.titles import title_before
from service.domain.vietnamese import fold
from service.reading import anchors
from service.reading.casing import running_name
from service.reading.findings import Found, Signatory
from service.reading.parts import Columns
from service.reading.passage import Passage
from service.reading.rows import Row

_HINT = re.compile(r"^\(?\s*(?:da ky|da ki|ky ten|chu ky|ky, ghi ro|ky ghi ro|dau|dong dau)\b")
_NAME_PART = re.compile(r"^[A-ZĐÀ-Ỹ][\w'’-]*\.?$")
_BOX_12 = re.compile(r"^[A-ZĐ]{1,8}\s?\.\s?\(?\d{0,4}\)?\.?$")
MAX_AUTHORITY_ROWS = 8


@dataclass(frozen=True, slots=True)
class Foot:
    """`filed` is the line "Lưu: …"; it is one of `recipients` too."""

    recipients: tuple[Found[str], ...] = ()
    filed: Found[str] | None = None
    signatory: Signatory | None = None
    others: tuple[Signatory, ...] = ()


def read_foot(columns: Columns, *, witness: str, place: str) -> Foot:
    """Recipients on the left, the signature on the right; two signers side by side (biên bản)
    are the right one and `others`."""
    at = next(
        (n for n, row in enumerate(columns.left) if anchors.RECIPIENTS.match(row.folded)),
        len(columns.left),
    )
    recipients = _recipients(columns.left[at:])
    filed = next((one for one in recipients if anchors.FILED.match(fold(one.text))), None)
    signatory = _signatory(columns.right, witness, place)
    beside = _signatory(columns.left[:at], witness, place) if at else None
    others = () if beside is None or beside.name is None else (beside,)
    if signatory is None and others:
        signatory, others = others[0], ()
    return Foot(recipients, filed, signatory, others)


def _recipients(rows: Sequence[Row]) -> tuple[Found[str], ...]:
    if not rows:
        return ()
    label = rows[0]
    colon = next((n for n, word in enumerate(label.words) if word.text.endswith(":")), 1)
    first = label.with_words(label.words[colon + 1 :])
    items: list[list[Row]] = [[first]] if first.words else []
    for row in rows[1:]:
        if items and _is_done(items[-1]) and not anchors.LIST_MARK.match(row.text):
            break
        if not items or anchors.LIST_MARK.match(row.text) or _closed(items[-1][-1], row):
            items.append([row])
        else:
            items[-1].append(row)
    return tuple(_item(lines) for lines in items)


def _is_done(lines: Sequence[Row]) -> bool:
    """After "Lưu: …" only ô 12 (drafter and copies) may follow."""
    text = " ".join(row.folded for row in lines)
    return bool(anchors.FILED.match(text)) and text.rstrip().endswith((".", "/."))


def _closed(above: Row, row: Row) -> bool:
    if row.paragraph is not None and row.paragraph == above.paragraph:
        return above.text.rstrip().endswith(";")
    return above.text.rstrip().endswith((";", ".")) or row.box is None


def _item(lines: Sequence[Row]) -> Found[str]:
    passage = Passage.of(lines)
    mark = anchors.LIST_MARK.match(passage.text)
    start = mark.end() if mark else 0
    value = re.sub(r"\s+([;,.])", r"\1", passage.text[start:]).strip(" ;")
    if not anchors.FILED.match(fold(passage.text[start:])):
        value = value.rstrip(".")
    return passage.found(start, len(passage.text), value, 0.95, "Dưới “Nơi nhận:” (ô 9b).")


def _signatory(rows: Sequence[Row], witness: str, place: str) -> Signatory | None:
    """Authority lines in capitals, then the name; what stands between is 7b's remark."""
    rows = [row for row in rows if not _HINT.match(row.folded) and not _BOX_12.match(row.text)]
    if not rows:
        return None
    count = 0
    while count < min(len(rows), MAX_AUTHORITY_ROWS) and _is_authority(rows, count):
        count += 1
    authority, rest = rows[:count], rows[count:]
    name_at = next((n for n in range(len(rest) - 1, -1, -1) if _is_name(rest[n])), None)
    name = None if name_at is None else _name(rest[name_at])
    between = rest[:name_at] if name_at else []
    remark = None
    if between and any(anchors.POST_WORDS.search(row.folded) for row in between):
        passage = Passage.of(between)
        value = running_name(passage.text, witness, place)
        remark = passage.whole(0.8, "Giữa chữ ký và họ tên (ô 7b).", value)
    if not authority and name is None:
        return None
    return _signature(authority, name, remark, witness, place)


def _signature(
    rows: Sequence[Row],
    name: Found[str] | None,
    remark: Found[str] | None,
    witness: str,
    place: str,
) -> Signatory:
    lines = _authority_lines(rows)
    if not lines:
        return Signatory(None, "", None, name, remark)
    passage = Passage.of(rows)
    authority = Found(
        passage.text,
        tuple(lines),
        passage.where(),
        0.95,
        "Các dòng in hoa trên chữ ký (ô 7a).",
    )
    marks = [_capacity(found.group()) for line in lines if (found := _mark(line))]
    capacity = marks[-1] if marks else ""
    return Signatory(authority, capacity, _post(rows, lines, witness, place), name, remark)


def _mark(line: str) -> re.Match[str] | None:
    return anchors.CAPACITY.match(line)


def _capacity(written: str) -> str:
    """``T/M`` (as the Party writes) and ``TM .`` are ``TM.``"""
    return written.upper().replace("/", "").replace(" ", "").rstrip(".") + "."


def _authority_lines(rows: Sequence[Row]) -> list[str]:
    """Rows joined where a long line was wrapped: a new line begins with a mark or a post."""
    lines: list[str] = []
    for row in rows:
        starts = anchors.CAPACITY.match(row.text) or anchors.POST_WORDS.match(row.folded)
        if lines and not starts:
            lines[-1] += f" {row.text}"
        else:
            lines.append(row.text)
    return lines


def _post(rows: Sequence[Row], lines: Sequence[str], witness: str, place: str) -> Found[str] | None:
    """The signer's own post is the last line; with a mark before it, only of "Q." or "TM."."""
    last = lines[-1]
    mark = _mark(last)
    if mark and not mark.group().upper().startswith("Q"):
        return None
    text = last[mark.end() :].strip() if mark else last
    value = running_name(text, witness, place)
    tail = [row for row in rows if row.text in last or last.endswith(row.text)] or list(rows[-1:])
    passage = Passage.of(tail)
    start = mark.end() if mark else 0
    return passage.found(start, len(passage.text), value, 0.93, "Dòng cuối của ô 7a.")


def _is_authority(rows: Sequence[Row], at: int) -> bool:
    row = rows[at]
    if not row.is_upper or (at and _is_far(rows[at - 1], row)):
        return False
    if anchors.CAPACITY.match(row.text) or anchors.POST_WORDS.search(row.folded):
        return True
    # A name in capitals right below the post is a name, unless a post still follows.
    more = any(
        anchors.POST_WORDS.search(later.folded) and later.is_upper for later in rows[at + 1 :]
    )
    wrapped = at > 0 and bool(re.search(r"(?:\bva|,|-|\bso|\bban|\bdan)$", rows[at - 1].folded))
    return more or at == 0 or wrapped or not _is_name(row)


def _is_far(above: Row, row: Row) -> bool:
    """The room for the signature: what stands below it is no authority."""
    if row.box is not None and above.box is not None:
        return above.page == row.page and row.box.top - above.box.bottom > 1.3 * row.size
    if row.paragraph is None or above.paragraph is None:
        return False
    return row.paragraph - above.paragraph > 1


def _is_name(row: Row) -> bool:
    words = [word.text for word in row.words]
    title = title_before(row.text)
    words = words[len(title.split()) :]
    return 2 <= len(words) <= 6 and all(_NAME_PART.match(word) for word in words)


def _name(row: Row) -> Found[str]:
    passage = Passage.of([row])
    title = title_before(passage.text)
    value = passage.text[len(title) :].strip()
    if value.isupper():
        value = value.title()
    return passage.whole(0.95, "Dưới chữ ký, viết hoa từng chữ đầu (ô 7b).", value)
