"""Quốc hiệu và Tiêu ngữ — Phụ lục I, phần I, II.1 (ô 1)."""

import re
from collections.abc import Iterator

from service.conformity.limits import (
    LINE_SPACING,
    MOTTO,
    MOTTO_RULE,
    NATIONAL_NAME,
    PL1,
    RAISED_SLACK,
    shown,
)
from service.conformity.lines import FULL, LEFT, Line
from service.conformity.paper import Box, Paper, Part
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    HEADED,
    faults,
    gap_between,
    lines_in,
    missing,
    not_upper,
    off_centre,
    sizes_outside,
    upright_bold,
)
from service.conformity.vocabulary import MOTTO as MOTTO_WORDS
from service.conformity.vocabulary import NATIONAL_NAMES
from service.domain.typeface import Face, width_mm
from service.domain.vietnamese import clean, fold, tone_key

NAME_ARTICLE = PL1 + "II.1.a"
MOTTO_ARTICLE = PL1 + "II.1.b"
_GAPS = 1.0  # pt: what still counts as no paragraph spacing


def _headed(paper: Paper) -> Iterator[Part]:
    yield from paper.of_kind(*HEADED)


@rule(
    301,
    "Có Quốc hiệu",
    article=NAME_ARTICLE,
    allowed="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    mend="Ghi Quốc hiệu ở phía trên cùng, bên phải trang đầu.",
)
def present(paper: Paper) -> Iterator[Fault]:
    for part in _headed(paper):
        if not part.box(Box.NATIONAL_NAME):
            yield missing(part, "không tìm thấy Quốc hiệu")


@rule(
    302,
    "Quốc hiệu ghi đúng",
    article=NAME_ARTICLE,
    allowed="CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    mend="Ghi đúng: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.",
)
def wording(paper: Paper) -> Iterator[Fault]:
    right = {tone_key(name) for name in NATIONAL_NAMES}
    for line in lines_in(paper, Box.NATIONAL_NAME, kinds=HEADED):
        if tone_key(line.text) not in right:
            yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    303,
    "Quốc hiệu in hoa",
    article=NAME_ARTICLE,
    allowed="chữ in hoa",
    mend="Đổi Quốc hiệu thành chữ in hoa.",
)
def upper(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.NATIONAL_NAME, kinds=HEADED), not_upper)


@rule(
    304,
    "Cỡ chữ Quốc hiệu",
    article=NAME_ARTICLE,
    allowed=NATIONAL_NAME.said,
    mend="Đặt cỡ chữ Quốc hiệu 12 hoặc 13.",
    repair=True,
)
def name_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.NATIONAL_NAME, kinds=HEADED), NATIONAL_NAME)


@rule(
    305,
    "Kiểu chữ Quốc hiệu",
    article=NAME_ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt Quốc hiệu chữ đứng, đậm.",
    repair=True,
)
def name_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.NATIONAL_NAME, kinds=HEADED), upright_bold)


@rule(
    306,
    "Vị trí Quốc hiệu",
    article=NAME_ARTICLE,
    allowed="phía trên cùng, bên phải trang đầu tiên",
    mend="Đặt Quốc hiệu ở cột phải, ngang với tên cơ quan (ô số 1).",
)
def name_place(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.NATIONAL_NAME, kinds=HEADED):
        if line.column in (LEFT, FULL):
            measured = "bên trái trang" if line.column == LEFT else "giữa trang"
            yield Fault(line.paragraph, measured, line.text)


@rule(
    307,
    "Có Tiêu ngữ",
    article=MOTTO_ARTICLE,
    allowed=MOTTO_WORDS,
    mend="Ghi Tiêu ngữ ngay dưới Quốc hiệu.",
)
def motto_present(paper: Paper) -> Iterator[Fault]:
    for part in _headed(paper):
        if not part.box(Box.MOTTO):
            yield missing(part, "không tìm thấy Tiêu ngữ")


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", fold(text)))


@rule(
    308,
    "Tiêu ngữ ghi đúng, viết hoa đúng",
    article=MOTTO_ARTICLE,
    allowed="Độc lập - Tự do - Hạnh phúc (viết hoa chữ đầu của mỗi cụm từ)",
    mend="Ghi đúng: Độc lập - Tự do - Hạnh phúc.",
)
def motto_wording(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.MOTTO, kinds=HEADED):
        words = re.findall(r"[^\W\d_]+", clean(line.text))
        caps = any(run.format.caps or run.format.small_caps for _, run in line.written)
        if caps or words != re.findall(r"[^\W\d_]+", MOTTO_WORDS):
            yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    309,
    "Gạch nối trong Tiêu ngữ",
    article=MOTTO_ARTICLE,
    allowed="giữa các cụm từ có gạch nối (-), có cách chữ",
    mend="Giữa các cụm từ ghi một khoảng trắng, dấu gạch nối (-), một khoảng trắng.",
    repair=True,
)
def motto_hyphens(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.MOTTO, kinds=HEADED):
        shape = re.sub(r"[^\W\d_]+(?: [^\W\d_]+)*", "a", line.text.strip(" ."))
        if _letters(line.text) == _letters(MOTTO_WORDS) and shape != "a - a - a":
            yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    310,
    "Cỡ chữ Tiêu ngữ",
    article=MOTTO_ARTICLE,
    allowed=MOTTO.said,
    mend="Đặt cỡ chữ Tiêu ngữ 13 hoặc 14.",
    repair=True,
)
def motto_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.MOTTO, kinds=HEADED), MOTTO)


@rule(
    311,
    "Kiểu chữ Tiêu ngữ",
    article=MOTTO_ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt Tiêu ngữ chữ đứng, đậm.",
    repair=True,
)
def motto_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.MOTTO, kinds=HEADED), upright_bold)


@rule(
    312,
    "Tiêu ngữ canh giữa dưới Quốc hiệu",
    article=MOTTO_ARTICLE,
    allowed="canh giữa dưới Quốc hiệu",
    mend="Canh giữa Quốc hiệu và Tiêu ngữ trong cùng một cột.",
    repair=True,
)
def motto_centred(paper: Paper) -> Iterator[Fault]:
    for part in _headed(paper):
        name, motto = part.first(Box.NATIONAL_NAME), part.first(Box.MOTTO)
        if name is None or motto is None:
            continue
        off = abs(name.centre - motto.centre)
        said = off_centre(motto) or (f"lệch {shown(off)} mm so với Quốc hiệu" if off > 6 else "")
        if said:
            yield Fault(motto.paragraph, said, motto.text)


@rule(
    313,
    "Có đường kẻ dưới Tiêu ngữ",
    article=MOTTO_ARTICLE,
    allowed="đường kẻ ngang, nét liền, dài bằng dòng chữ",
    mend="Kẻ một đường ngang nét liền dưới Tiêu ngữ, dài bằng dòng chữ.",
)
def motto_rule(paper: Paper) -> Iterator[Fault]:
    for part in _headed(paper):
        motto = part.first(Box.MOTTO)
        if motto is not None and Box.MOTTO not in part.marks:
            yield Fault(motto.paragraph, "không có đường kẻ", motto.text)


@rule(
    314,
    "Độ dài đường kẻ dưới Tiêu ngữ",
    article=MOTTO_ARTICLE,
    allowed="bằng độ dài của dòng chữ",
    mend="Kéo đường kẻ dài bằng dòng chữ Tiêu ngữ.",
)
def motto_rule_length(paper: Paper) -> Iterator[Fault]:
    for part in _headed(paper):
        motto, mark = part.first(Box.MOTTO), part.marks.get(Box.MOTTO)
        if motto is None or mark is None or mark.how == "dashes" or not motto.width:
            continue
        slack = RAISED_SLACK if mark.how == "underscores" else 0.0
        if not any(MOTTO_RULE.near(mark.length / width, slack) for width in _widths(motto)):
            measured = f"{shown(mark.length)} mm, dòng chữ dài {shown(motto.width)} mm"
            yield Fault(mark.paragraph, measured, motto.text)


def _widths(motto: Line) -> list[float]:
    """How long the Tiêu ngữ is; one with a fault of its own, as it will be when mended."""
    if motto.text == MOTTO_WORDS and motto.bold and all(MOTTO.holds(size) for size in motto.sizes):
        return [motto.width]
    right = (width_mm(MOTTO_WORDS, size, Face.BOLD) for size in (MOTTO.low, MOTTO.high))
    return [motto.width, *right]


@rule(
    315,
    "Đường kẻ nét liền, không gạch chân",
    article=MOTTO_ARTICLE + "; II.2.b; II.5.b",
    allowed="đường kẻ ngang, nét liền",
    mend="Bỏ gạch chân hoặc nét đứt, kẻ một đường nét liền (Insert → Shapes → Line).",
)
def solid_rules(paper: Paper) -> Iterator[Fault]:
    for part in paper.parts:
        for box, mark in part.marks.items():
            if mark.how == "underline":
                yield Fault(mark.paragraph, f"{box} được gạch chân", mark.paragraph.text)
            elif mark.how == "dashes" or not mark.solid:
                yield Fault(mark.paragraph, "không phải nét liền", mark.paragraph.text)


@rule(
    316,
    "Quốc hiệu và Tiêu ngữ cách nhau dòng đơn",
    article=PL1 + "II.1.c",
    allowed="cách nhau dòng đơn",
    mend="Đặt dòng đơn, khoảng cách đoạn 0 pt giữa Quốc hiệu và Tiêu ngữ.",
    repair=True,
)
def single_spaced(paper: Paper) -> Iterator[Fault]:
    for part in _headed(paper):
        name, motto = part.first(Box.NATIONAL_NAME), part.first(Box.MOTTO)
        if name is not None and motto is not None:
            yield from single_spacing(name, motto)


def single_spacing(above: Line, below: Line) -> Iterator[Fault]:
    """Two lines that must stand at single spacing, with nothing between their paragraphs."""
    gap = gap_between(above, below)
    form = below.paragraph.format
    if gap > _GAPS:
        yield Fault(below.paragraph, f"cách đoạn {shown(gap)} pt", below.text)
    elif form.line_rule == "auto" and form.line > LINE_SPACING.low + 0.2:
        yield Fault(below.paragraph, f"giãn dòng {shown(form.line)}", below.text)
