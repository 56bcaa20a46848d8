"""Địa danh và thời gian ban hành — Phụ lục I, phần I, II.4 (ô 4)."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from service.conformity.limits import PL1, PLACE_DATE, shown
from service.conformity.lines import Line
from service.conformity.paper import Box, Paper, Part, PartKind
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    SIGNED,
    all_upper,
    faults,
    height,
    italic_plain,
    lines_in,
    missing,
    off_centre,
    sizes_outside,
)

ARTICLE = PL1 + "II.4.c"
TIME_ARTICLE = PL1 + "II.4.b"
_WORDS = re.compile(
    r"(?P<place>.*?)\s*(?P<comma>,?)\s*ngày\s*(?P<day>\S*?)\s*tháng\s*(?P<month>\S*?)\s*"
    r"năm\s*(?P<year>[\d.…_]*)\s*$",
    re.I,
)
_FIGURES = re.compile(r"(ngày\s*)?\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{4}\s*$", re.I)
# The common noun of a full name: only its first letter is a capital (Thành phố Hồ Chí Minh).
_COMMON = re.compile(r"^(Thành phố|Thị xã|Thị trấn|Đặc khu) ")
_SAME_LINE = 12.0  # mm: more than two lines apart is not the same line


@dataclass(frozen=True, slots=True)
class Written:
    """One place-and-date line in words; figures that are still blank are empty."""

    line: Line
    place: str
    comma: str
    day: str
    month: str
    year: str


def dates(paper: Paper) -> Iterator[Written]:
    for line in lines_in(paper, Box.PLACE_DATE, kinds=SIGNED):
        found = _WORDS.match(line.text)
        if found:
            figures = (re.sub(r"\D", "", found[name]) for name in ("day", "month", "year"))
            yield Written(line, found["place"], found["comma"], *figures)


@rule(
    601,
    "Có địa danh và thời gian ban hành",
    article=ARTICLE,
    allowed="Địa danh, ngày … tháng … năm … dưới Tiêu ngữ (ô số 4)",
    mend="Ghi địa danh và ngày, tháng, năm dưới Tiêu ngữ.",
)
def present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*SIGNED):
        wanted = part.kind_word is None or part.kind_word.place_date
        if wanted and not part.box(Box.PLACE_DATE):
            yield missing(part, "không tìm thấy địa danh, thời gian")


@rule(
    602,
    "Cỡ chữ địa danh, thời gian",
    article=ARTICLE,
    allowed=PLACE_DATE.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def place_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.PLACE_DATE, kinds=SIGNED), PLACE_DATE)


@rule(
    603,
    "Kiểu chữ địa danh, thời gian",
    article=ARTICLE,
    allowed="nghiêng, không đậm",
    mend="Đặt chữ nghiêng, không đậm.",
    repair=True,
)
def place_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.PLACE_DATE, kinds=SIGNED), italic_plain)


@rule(
    604,
    "Dấu phẩy sau địa danh",
    article=ARTICLE,
    allowed="sau địa danh có dấu phẩy (,)",
    mend="Thêm dấu phẩy sau địa danh.",
)
def comma(paper: Paper) -> Iterator[Fault]:
    for written in dates(paper):
        if not written.comma:
            yield Fault(written.line.paragraph, "không có dấu phẩy", written.line.text)


@rule(
    605,
    "Ngày nhỏ hơn 10 có số 0 phía trước",
    article=TIME_ARTICLE,
    allowed="ngày 01 … ngày 09",
    mend="Thêm số 0 trước ngày nhỏ hơn 10.",
    repair=True,
)
def day_padded(paper: Paper) -> Iterator[Fault]:
    for written in dates(paper):
        if re.fullmatch(r"[1-9]", written.day):
            yield Fault(written.line.paragraph, f"ngày {written.day}", written.line.text)


@rule(
    606,
    "Tháng 1, 2 có số 0 phía trước",
    article=TIME_ARTICLE,
    allowed="tháng 01, tháng 02",
    mend="Thêm số 0 trước tháng 1, tháng 2.",
    repair=True,
)
def month_padded(paper: Paper) -> Iterator[Fault]:
    for written in dates(paper):
        if written.month in ("1", "2"):
            yield Fault(written.line.paragraph, f"tháng {written.month}", written.line.text)


@rule(
    607,
    "Tháng 3 đến 9 không thêm số 0",
    article=TIME_ARTICLE,
    allowed="tháng 3 … tháng 9 (chỉ tháng 1, 2 thêm số 0)",
    mend="Bỏ số 0 trước tháng 3 đến tháng 9.",
    advice=True,
    repair=True,
)
def month_bare(paper: Paper) -> Iterator[Fault]:
    for written in dates(paper):
        if re.fullmatch(r"0[3-9]", written.month):
            yield Fault(written.line.paragraph, f"tháng {written.month}", written.line.text)


@rule(
    608,
    "Thời gian viết đầy đủ",
    article=TIME_ARTICLE,
    allowed="ngày … tháng … năm …",
    mend="Viết đầy đủ “ngày … tháng … năm …” thay cho ngày/tháng/năm.",
)
def in_words(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.PLACE_DATE, kinds=SIGNED):
        found = _FIGURES.search(line.text)
        if found:
            yield Fault(line.paragraph, f"“{found.group()}”", line.text)


@rule(
    609,
    "Chữ cái đầu của địa danh viết hoa",
    article=ARTICLE,
    allowed="các chữ cái đầu của địa danh viết hoa",
    mend="Viết hoa chữ cái đầu các âm tiết của địa danh.",
)
def place_capitals(paper: Paper) -> Iterator[Fault]:
    for written in dates(paper):
        place = _COMMON.sub("", written.place)
        words = re.findall(r"[^\W\d_]+", place)
        if any(not word[0].isupper() for word in words):
            yield Fault(written.line.paragraph, f"“{written.place}”", written.line.text)


@rule(
    610,
    "Cùng một dòng với số, ký hiệu",
    article=ARTICLE,
    allowed="trên cùng một dòng với số, ký hiệu",
    mend="Đưa địa danh, thời gian lên ngang dòng số, ký hiệu.",
)
def same_line(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*SIGNED):
        number, dated = part.first(Box.NUMBER), part.first(Box.PLACE_DATE)
        if number is None or dated is None:
            continue
        first, second = number.paragraph.frame, dated.paragraph.frame
        if first.box >= 0 or second.box >= 0:
            continue  # floating boxes: their height on the page is Word's affair
        if first.table != second.table or (first.table < 0 and _lines_apart(number, dated)):
            yield Fault(dated.paragraph, "không cùng dòng", dated.text)
        elif first.table >= 0:
            off = abs(_depth(part, number) - _depth(part, dated))
            if first.row != second.row or off > _SAME_LINE:
                yield Fault(dated.paragraph, "không cùng dòng", dated.text)


def _lines_apart(first: Line, second: Line) -> bool:
    return first.paragraph is not second.paragraph


def _depth(part: Part, line: Line) -> float:
    """How far down its cell a line stands, in mm."""
    frame = line.paragraph.frame
    above = [
        other
        for other in part.lines
        if other.order < line.order
        and (other.paragraph.frame.table, other.paragraph.frame.row, other.paragraph.frame.cell)
        == (frame.table, frame.row, frame.cell)
    ]
    return sum(height(other) for other in above)


@rule(
    611,
    "Địa danh, thời gian canh giữa dưới Quốc hiệu",
    article=ARTICLE,
    allowed="đặt dưới, canh giữa so với Quốc hiệu và Tiêu ngữ",
    mend="Canh giữa dòng địa danh, thời gian trong cột phải.",
    repair=True,
)
def place_centred(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*SIGNED):
        line, name = part.first(Box.PLACE_DATE), part.first(Box.NATIONAL_NAME)
        if line is None:
            continue
        beside = name is not None and name.column == line.column
        off = abs(line.centre - name.centre) if name is not None and beside else 0.0
        said = off_centre(line) or (f"lệch {shown(off)} mm so với Quốc hiệu" if off > 15 else "")
        if said:
            yield Fault(line.paragraph, said, line.text)


@rule(
    612,
    "Ngày, tháng, năm có thật",
    article=TIME_ARTICLE,
    allowed="ngày, tháng, năm có trong lịch",
    mend="Sửa lại ngày, tháng, năm.",
)
def real_date(paper: Paper) -> Iterator[Fault]:
    for written in dates(paper):
        if written.month and not 1 <= int(written.month) <= 12:
            yield Fault(written.line.paragraph, f"tháng {written.month}", written.line.text)
        elif written.day and written.month and len(written.year) == 4:
            last = monthrange(max(int(written.year), 1), int(written.month))[1]
            if not 1 <= int(written.day) <= last:
                measured = f"ngày {written.day} tháng {written.month}"
                yield Fault(written.line.paragraph, measured, written.line.text)


@rule(
    613,
    "Địa danh, thời gian in thường",
    article=ARTICLE,
    allowed="chữ in thường",
    mend="Đổi dòng địa danh, thời gian thành chữ in thường.",
)
def lower(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.PLACE_DATE, kinds=SIGNED), all_upper)


def is_main(part: Part) -> bool:
    return part.kind is PartKind.MAIN
