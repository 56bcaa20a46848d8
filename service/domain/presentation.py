"""Thể thức văn bản — the parts around the text: letterhead, addressees, recipients, signature.

NĐ 30/2020, Phụ lục I, phần I. Everything here is pure: answers in, a template's words out.
Lengths in mm, sizes in pt. What Word must draw (a rule, a stamp) is a value that
`service.rendering.docx` turns into Word XML.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.domain.agency import Agency, SignatureBlock, SizeProfile
from service.domain.kinds import Context
from service.domain.linebreaks import broken
from service.domain.looks import (
    ADDRESSEE_LEAST_MM,
    ADDRESSEE_MM,
    FOOT_LEFT_MM,
    FOOT_RIGHT_MM,
    HEAD_LEFT_MM,
    HEAD_RIGHT_MM,
    LOOKS,
    TEXT_WIDTH_MM,
    TITLE_SIDE_MM,
    sizes,
)
from service.domain.numbering import IssueMark, padded
from service.domain.typeface import Face, line_height_mm, width_mm, words_of, wrapped
from service.domain.vietnamese import date_in_words, month_in_words

MOTTO = "Độc lập - Tự do - Hạnh phúc"
END_MARK = "./."
BLANK_NUMBER = "\u00a0" * 10  # about 12 mm: room for a number written or stamped later
BLANK_DAY = "\u00a0" * 5
CENTRED_SLACK_MM = 1  # lines end here, not where rounding would end them
RULE_SHARE = 0.42  # rules under agency and subject: 1/3 to 1/2 of the line (II.2.b, II.5.b)
SIGN_SPACE_MM = (50, 25)  # room for the signature, also the place of the signature field
SIGN_SPACE_ALT = "Vị trí chữ ký số của người có thẩm quyền [sig:nguoi_ky]"


@dataclass(frozen=True, slots=True)
class Rule:
    """A solid line of `length_mm`, centred in a column of `column_mm`."""

    length_mm: float
    column_mm: float
    gap_pt: float = 3
    after_pt: float = 0
    keep_next: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The end of one part of the paper; the next starts on a new page, counted from 1.

    With `apart`, the next part is an electronic file of its own (III.1.d) under that name, e.g.
    ``Phụ lục I``; `title` is what the file says of itself.
    """

    landscape: bool = False
    apart: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Indents:
    """Left edge and hanging part of a style, where they depend on the size of the text."""

    left_mm: float
    hanging_mm: float = 0
    right_mm: float = 0


@dataclass(frozen=True, slots=True)
class Styling:
    """What one paper changes in its template: sizes in pt, indents, and whether it is laid on
    its long side (I.2)."""

    sizes: tuple[tuple[str, float], ...]
    indents: tuple[tuple[str, Indents], ...] = ()
    turned: bool = False


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def number_line(notation: str, mark: IssueMark) -> str:
    """``Số: 99/UBND-VX``, or with room for the number (Phụ lục I, II.3)."""
    number = padded(mark.number) if mark.number is not None else BLANK_NUMBER
    return f"Số: {number}/{notation}"


def place_and_date(place: str, mark: IssueMark, expected: tuple[int, int] | None = None) -> str:
    """``Hòa Bình, ngày 08 tháng 01 năm 2021``, or with blanks (Phụ lục I, II.4).

    `expected` is the (year, month) that a drafter foresees; it fills month and year only.
    """
    if mark.issued_on is not None:
        return f"{place}, {date_in_words(mark.issued_on)}"
    year, month = expected or (mark.year, mark.month)
    shown_month = month_in_words(month) if month else BLANK_DAY
    return f"{place}, ngày {BLANK_DAY} tháng {shown_month} năm {year or BLANK_DAY}"


def centred(look_id: str, text: str, profile: SizeProfile, room_mm: float) -> str:
    """`text` of a centred style with ``\\n`` where its lines end."""
    look = LOOKS[look_id]
    shown = text.upper() if look.caps else text
    ended = broken(shown, look.size(profile), room_mm - CENTRED_SLACK_MM, look.face)
    # Capitals are as many as the letters they stand for, so that the ends can be told over.
    return _ended_alike(text, ended) if look.caps else ended


def _ended_alike(text: str, ended: str) -> str:
    lines = ended.split("\n")
    words = words_of(text)
    counts = [len(words_of(line)) for line in lines]
    starts = [sum(counts[:line]) for line in range(len(counts))]
    return "\n".join(
        " ".join(words[start : start + count]) for start, count in zip(starts, counts, strict=True)
    )


def letterhead(
    agency: Agency,
    notation: str,
    mark: IssueMark,
    *,
    expected: tuple[int, int] | None = None,
    with_superior: bool = True,
    text_width_mm: float = TEXT_WIDTH_MM,
) -> Context:
    """Ô 1–4: Quốc hiệu, Tiêu ngữ, tên cơ quan, số và ký hiệu, địa danh và thời gian."""
    profile, scale = agency.size_profile, text_width_mm / TEXT_WIDTH_MM
    left, size = HEAD_LEFT_MM * scale, sizes(agency.size_profile)
    agency_lines = [
        centred("CoQuan", line.upper(), profile, left) for line in lines_of(agency.name)
    ]
    superior_lines = [
        centred("CoQuanChuQuan", line.upper(), profile, left) for line in lines_of(agency.superior)
    ]
    last_mm = last_line_mm(agency_lines[-1:], size["CoQuan"], Face.BOLD)
    motto_mm = width_mm(MOTTO, size["TieuNgu"], Face.BOLD)
    return {
        "superior_lines": superior_lines if with_superior else [],
        "agency_lines": agency_lines,
        "agency_rule": Rule(RULE_SHARE * min(last_mm, left), left),
        "national_name": agency.national_name.upper(),
        "motto": MOTTO,
        "motto_rule": Rule(motto_mm, HEAD_RIGHT_MM * scale),
        "number_line": number_line(notation, mark),
        "place_and_date": place_and_date(agency.place, mark, expected),
    }


def last_line_mm(lines: Sequence[str], size_pt: float, face: Face) -> float:
    """The length of the last line of texts whose line ends are set."""
    return width_mm(lines[-1].split("\n")[-1], size_pt, face) if lines else 0


def title(
    subject: str,
    profile: SizeProfile,
    text_width_mm: float = TEXT_WIDTH_MM,
    *,
    after_pt: float = 0,
) -> Context:
    """Ô 5a: the subject under a tên loại, its lines of even length, and the rule under it.

    `after_pt` is the gap below the rule where what follows brings none of its own.
    """
    look = LOOKS["TrichYeu"]
    room = text_width_mm - 2 * TITLE_SIDE_MM
    ended = centred(look.id, subject, profile, room)
    last_mm = last_line_mm([ended], look.size(profile), look.face)
    return {
        "subject": ended,
        "subject_rule": Rule(
            RULE_SHARE * min(last_mm, room), text_width_mm, after_pt=after_pt, keep_next=True
        ),
    }


def title_rule(name: str, profile: SizeProfile, *, after_pt: float = 0) -> Rule:
    """The rule under a tên loại that has no subject (Mẫu 1.8, 1.10)."""
    look = LOOKS["TenLoai"]
    length = RULE_SHARE * width_mm(name, look.size(profile), look.face)
    return Rule(length, TEXT_WIDTH_MM, after_pt=after_pt, keep_next=True)


def letter_subject(subject: str, profile: SizeProfile, text_width_mm: float = TEXT_WIDTH_MM) -> str:
    """Ô 5b: ``V/v …`` under số, ký hiệu of a công văn."""
    room = HEAD_LEFT_MM * text_width_mm / TEXT_WIDTH_MM - LOOKS["TrichYeuCongVan"].right_mm
    return centred("TrichYeuCongVan", f"V/v {subject}", profile, room) if subject else ""


_DASH = re.compile(r"^\s*[-–•+]\s+")
_OPEN_END = re.compile(r"\s*[;,.]$")


def list_items(lines: Iterable[str]) -> list[str]:
    """Rows without the dash that people paste along; the template draws it."""
    return [item for line in lines if (item := _DASH.sub("", line).strip())]


def punctuated(lines: Sequence[str], *, punctuate: bool = True) -> list[str]:
    """``;`` after each line and ``.`` after the last (Phụ lục I, II.6.a, II.9.d)."""
    if not punctuate:
        return list(lines)
    last = len(lines) - 1
    return [_closed(line, "." if position == last else ";") for position, line in enumerate(lines)]


def _closed(line: str, mark: str) -> str:
    if line.endswith(("...", "…", "./.")):
        return line if mark == "." else f"{line}{mark}"
    return _OPEN_END.sub("", line) + mark


def addressees(
    lines: Sequence[str],
    profile: SizeProfile,
    *,
    punctuate: bool,
    text_width_mm: float = TEXT_WIDTH_MM,
) -> tuple[Context, dict[str, Indents]]:
    """Ô 9a: one place in the line of “Kính gửi:”, several under its colon (Phụ lục I, II.9.d).

    The second part is the indents of the list's style.
    """
    items = list_items(lines)
    size = LOOKS["KinhGuiDong"].size(profile)
    colon, dash = width_mm("Kính gửi", size), width_mm("- ", size)
    widest = max((width_mm(item, size) for item in items), default=0)
    # A line too long for its place moves the block to the left, while there is room for that.
    usual = ADDRESSEE_MM * text_width_mm / TEXT_WIDTH_MM
    start = text_width_mm - 1 - (colon + dash + widest)
    start = min(start, usual) if start >= ADDRESSEE_LEAST_MM else usual
    context: Context = {
        "addressee": items[0] if len(items) == 1 else "",
        "addressees": punctuated(items, punctuate=punctuate) if len(items) > 1 else [],
    }
    return context, {
        "KinhGuiNhieuNoi": Indents(start),
        "KinhGuiDong": Indents(start + colon + dash, dash),
    }


def foot(
    block: SignatureBlock,
    recipients: Sequence[str],
    profile: SizeProfile,
    *,
    punctuate: bool,
    text_width_mm: float = TEXT_WIDTH_MM,
) -> Context:
    """Ô 7 and 9b: signature block and Nơi nhận side by side.

    The signature row never splits over two pages, so only as many recipients as fit beside
    the signature stand in it; the rest follow in a row that may split.
    """
    items = punctuated(list_items(recipients), punctuate=punctuate)
    scale = text_width_mm / TEXT_WIDTH_MM
    room = max(0.0, signature_height_mm(block, profile, scale) - line_height_mm(12))
    beside = _fitting(items, room, scale)
    return {
        "recipients_beside": items[:beside],
        "recipients_below": items[beside:],
        "authority_lines": [line.upper() for line in block.authority],
        "signer_remark": block.remark,
        "signer_name": block.name,
    }


UNDER_SIGNATURE_MM = 40


def foot_under(recipients: Sequence[str], *, punctuate: bool, more_rows: bool = False) -> Context:
    """Ô 9b below two signatures side by side (Mẫu 1.9): a short list stays with them, unless
    `more_rows` of signatures stand between."""
    items = punctuated(list_items(recipients), punctuate=punctuate)
    under = _fitting(items, UNDER_SIGNATURE_MM, TEXT_WIDTH_MM / 2 / FOOT_LEFT_MM)
    if more_rows:
        under = 0
    return {"recipients_beside": items[:under], "recipients_below": items[under:]}


def signature_height_mm(block: SignatureBlock, profile: SizeProfile, scale: float = 1) -> float:
    look = LOOKS["QuyenHan"]
    size = look.size(profile)
    room = FOOT_RIGHT_MM * scale
    texts = [*(line.upper() for line in block.authority), block.remark, block.name]
    lines = sum(len(wrapped(text, size, room, look.face)) for text in texts if text)
    return lines * line_height_mm(size) + SIGN_SPACE_MM[1] + 2


def _fitting(items: Sequence[str], room_mm: float, scale: float) -> int:
    """How many recipients stand beside a signature of this height."""
    look = LOOKS["NoiNhanDong"]
    height, width = line_height_mm(look.large), FOOT_LEFT_MM * scale - 5
    used = 0.0
    for count, item in enumerate(items):
        used += height * max(1, len(wrapped(item, look.large, width)))
        if used > room_mm:
            return max(count, 1)
    return len(items)


def styling(
    agency: Agency, place_line: str, *indents: Mapping[str, Indents], turned: bool = False
) -> Styling:
    """The sizes of the agency's profile; `turned` for a paper laid on its long side.

    A place-and-date line that is too long for its column at 14 pt is set in 13 pt, which the
    decree also allows (II.4.c), rather than broken in two.
    """
    size = dict(sizes(agency.size_profile))
    if not turned and width_mm(place_line, size["DiaDanh"], Face.ITALIC) > HEAD_RIGHT_MM:
        size["DiaDanh"] = LOOKS["DiaDanh"].small
    merged: dict[str, Indents] = {}
    for one in indents:
        merged.update(one)
    return Styling(tuple(size.items()), tuple(merged.items()), turned)


def contact_lines(agency: Agency, text_width_mm: float = TEXT_WIDTH_MM) -> list[str]:
    """Ô 13: address, telephone, e-mail and web page at the foot of page 1.

    A way to reach the office is never broken over two lines while it fits in one.
    """
    look = LOOKS["DiaChi"]
    lines = [f"Địa chỉ: {agency.address}"] if agency.address else []
    joined = ""
    for label, value in (
        ("Điện thoại", agency.phone),
        ("Thư điện tử", agency.email),
        ("Trang thông tin điện tử", agency.website),
    ):
        if not value:
            continue
        longer = f"{joined}; {label}: {value}" if joined else f"{label}: {value}"
        if joined and width_mm(longer, look.large) > text_width_mm:
            lines.append(joined)
            longer = f"{label}: {value}"
        joined = longer
    return [*lines, joined] if joined else lines
