"""Trích yếu công văn "V/v …" — Phụ lục I, phần I, II.5.b (ô 5b)."""

import re
from collections.abc import Iterator

from service.conformity.limits import LETTER_SUBJECT, LETTER_SUBJECT_GAP, PL1, shown
from service.conformity.paper import Box, Paper
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    all_upper,
    faults,
    gap_between,
    lines_in,
    off_centre,
    sizes_outside,
    upright_plain,
)

ARTICLE = PL1 + "II.5.b"


@rule(
    721,
    "Cỡ chữ trích yếu công văn",
    article=ARTICLE,
    allowed=LETTER_SUBJECT.said,
    mend="Đặt cỡ chữ “V/v …” 12 hoặc 13.",
    repair=True,
)
def subject_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.LETTER_SUBJECT), LETTER_SUBJECT)


@rule(
    722,
    "Kiểu chữ trích yếu công văn",
    article=ARTICLE,
    allowed="đứng, không đậm",
    mend="Bỏ đậm, bỏ nghiêng ở “V/v …”.",
    repair=True,
)
def subject_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.LETTER_SUBJECT), upright_plain)


@rule(
    723,
    "Trích yếu công văn canh giữa dưới số, ký hiệu",
    article=ARTICLE,
    allowed="canh giữa dưới số và ký hiệu",
    mend="Canh giữa “V/v …” trong cột trái.",
    repair=True,
)
def subject_centred(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.LETTER_SUBJECT), off_centre)


@rule(
    724,
    "Trích yếu công văn cách số, ký hiệu 6 pt",
    article=ARTICLE,
    allowed="cách dòng 6 pt với số và ký hiệu",
    mend="Đặt khoảng cách trước (Before) 6 pt cho dòng “V/v …”.",
    repair=True,
)
def subject_gap(paper: Paper) -> Iterator[Fault]:
    for part in paper.parts:
        number, subject = part.first(Box.NUMBER), part.first(Box.LETTER_SUBJECT)
        if number is None or subject is None or subject.order != number.order + 1:
            continue
        gap = gap_between(number, subject)
        if not LETTER_SUBJECT_GAP.holds(gap):
            yield Fault(subject.paragraph, f"cách {shown(gap)} pt", subject.text)


@rule(
    725,
    "Trích yếu công văn bắt đầu bằng “V/v”",
    article=ARTICLE,
    allowed="sau chữ “V/v”",
    mend="Ghi “V/v” rồi đến nội dung trích yếu.",
)
def subject_opening(paper: Paper) -> Iterator[Fault]:
    for part in paper.parts:
        subject = part.first(Box.LETTER_SUBJECT)
        if subject is not None and not subject.upper and not re.match(r"V/v\s", subject.text):
            yield Fault(subject.paragraph, f"“{subject.text[:12].strip()}”", subject.text)


@rule(
    726,
    "Trích yếu công văn in thường",
    article=ARTICLE,
    allowed="chữ in thường",
    mend="Đổi “V/v …” thành chữ in thường.",
)
def subject_lower(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.LETTER_SUBJECT), all_upper)
