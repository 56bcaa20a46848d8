"""Khổ giấy, kiểu trình bày, lề trang — Phụ lục I, phần I, I.1–3."""

from collections.abc import Iterator

from service.conformity.limits import (
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    PL1,
    Limit,
    shown,
)
from service.conformity.paper import Paper
from service.conformity.registry import Fault, rule
from service.conformity.story import Paragraph, Section


def _start(paper: Paper, number: int) -> Paragraph | None:
    """The first paragraph of a section with words in it."""
    own = [item for item in paper.document.paragraphs if item.section == number]
    return next((item for item in own if item.text.strip()), own[0] if own else None)


def _margins(paper: Paper, limit: Limit, measure: str) -> Iterator[Fault]:
    for number, section in enumerate(paper.document.sections):
        amount = _margin(section, measure)
        if not limit.holds(amount):
            yield Fault(_start(paper, number), f"{shown(amount)} mm")


def _margin(section: Section, measure: str) -> float:
    amount: float = getattr(section, measure)
    return amount + section.gutter if measure == "left" else amount


@rule(
    101,
    "Khổ giấy A4",
    article=PL1 + "I.1",
    allowed="A4, 210 mm × 297 mm",
    mend="Chọn khổ giấy A4 trong Bố cục trang.",
    repair=True,
)
def paper_size(paper: Paper) -> Iterator[Fault]:
    for number, section in enumerate(paper.document.sections):
        short, long = sorted((section.width, section.height))
        if not (PAGE_WIDTH.holds(short) and PAGE_HEIGHT.holds(long)):
            measured = f"{shown(section.width)} mm × {shown(section.height)} mm"
            yield Fault(_start(paper, number), measured)


@rule(
    102,
    "Trình bày theo chiều dài khổ giấy",
    article=PL1 + "I.2",
    allowed="trang dọc; trang ngang chỉ khi có bảng, biểu không làm thành phụ lục riêng",
    mend="Đặt lại hướng trang dọc, hoặc chỉ để ngang phần có bảng, biểu.",
)
def orientation(paper: Paper) -> Iterator[Fault]:
    for number, section in enumerate(paper.document.sections):
        if section.width <= section.height:
            continue
        near = _landscape_run(paper, number)
        own = (item for item in paper.document.paragraphs if item.section in near)
        if not any(item.frame.table >= 0 and item.frame.bordered for item in own):
            yield Fault(_start(paper, number), "trang ngang, không có bảng, biểu")


def _landscape_run(paper: Paper, number: int) -> range:
    """The landscape sections around this one: a heading and its table may be two sections."""
    wide = [section.width > section.height for section in paper.document.sections]
    first = last = number
    while first and wide[first - 1]:
        first -= 1
    while last + 1 < len(wide) and wide[last + 1]:
        last += 1
    return range(first, last + 1)


@rule(
    103,
    "Lề trên",
    article=PL1 + "I.3",
    allowed=MARGIN_TOP.said,
    mend="Đặt lề trên từ 20 đến 25 mm.",
    repair=True,
)
def top_margin(paper: Paper) -> Iterator[Fault]:
    return _margins(paper, MARGIN_TOP, "top")


@rule(
    104,
    "Lề dưới",
    article=PL1 + "I.3",
    allowed=MARGIN_BOTTOM.said,
    mend="Đặt lề dưới từ 20 đến 25 mm.",
    repair=True,
)
def bottom_margin(paper: Paper) -> Iterator[Fault]:
    return _margins(paper, MARGIN_BOTTOM, "bottom")


@rule(
    105,
    "Lề trái",
    article=PL1 + "I.3",
    allowed=MARGIN_LEFT.said,
    mend="Đặt lề trái từ 30 đến 35 mm (kể cả phần đóng gáy).",
    repair=True,
)
def left_margin(paper: Paper) -> Iterator[Fault]:
    return _margins(paper, MARGIN_LEFT, "left")


@rule(
    106,
    "Lề phải",
    article=PL1 + "I.3",
    allowed=MARGIN_RIGHT.said,
    mend="Đặt lề phải từ 15 đến 20 mm.",
    repair=True,
)
def right_margin(paper: Paper) -> Iterator[Fault]:
    return _margins(paper, MARGIN_RIGHT, "right")
