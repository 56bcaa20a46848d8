"""Bản sao sang định dạng giấy — Phụ lục I, phần II, II."""

import itertools
import re
from collections.abc import Iterator

from service.conformity.limits import COPY_FORM
from service.conformity.marks import full_width
from service.conformity.paper import Box, Paper, PartKind
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    faults,
    lines_in,
    not_upper,
    sizes_outside,
    upright_bold,
)
from service.conformity.rules.reference import references
from service.conformity.vocabulary import COPY_SYMBOLS

PART = "Phụ lục I, phần II, "


@rule(
    1501,
    "Hình thức sao ghi đúng",
    article=PART + "II.1.a",
    allowed="SAO Y, SAO LỤC hoặc TRÍCH SAO",
    mend="Ghi đúng SAO Y, SAO LỤC hoặc TRÍCH SAO (không ghi “bản chính”).",
)
def wording(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.COPY_FORM):
        if line.folded not in COPY_SYMBOLS:
            yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    1502,
    "Cỡ chữ hình thức sao",
    article=PART + "II.2.b",
    allowed=COPY_FORM.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def form_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.COPY_FORM), COPY_FORM)


@rule(
    1503,
    "Hình thức sao in hoa, đứng, đậm",
    article=PART + "II.2.b",
    allowed="in hoa, đứng, đậm",
    mend="Đặt chữ in hoa, đứng, đậm.",
)
def form_style(paper: Paper) -> Iterator[Fault]:
    yield from faults(lines_in(paper, Box.COPY_FORM), not_upper)
    yield from faults(lines_in(paper, Box.COPY_FORM), upright_bold)


@rule(
    1504,
    "Ký hiệu bản sao",
    article=PART + "II.1.c; Phụ lục III, mục I",
    allowed="SY-…, SL-… hoặc TrS-… theo hình thức sao",
    mend="Ghi ký hiệu SY, SL hoặc TrS rồi đến viết tắt tên cơ quan sao.",
)
def symbol(paper: Paper) -> Iterator[Fault]:
    for part, reference in references(paper):
        if part.kind is not PartKind.COPY or reference.blank_symbol:
            continue
        form = part.first(Box.COPY_FORM)
        wanted = COPY_SYMBOLS.get(form.folded) if form is not None else None
        first = re.split(r"\s*[-–]\s*", reference.symbol)[0]
        known = {wanted} if wanted else set(COPY_SYMBOLS.values())
        if first not in known:
            yield Fault(
                reference.line.paragraph,
                f"“{reference.symbol}”",
                reference.line.text,
                allowed=f"{wanted or 'SY'}-…",
            )


@rule(
    1505,
    "Phần sao đặt dưới đường kẻ hết chiều ngang",
    article=PART + "II.2.a",
    allowed="ngay sau phần cuối của văn bản, dưới một đường kẻ nét liền hết chiều ngang",
    mend="Kẻ một đường nét liền hết chiều ngang giữa văn bản và phần sao.",
)
def ruled_off(paper: Paper) -> Iterator[Fault]:
    parts = paper.parts
    for before, part in itertools.pairwise(parts):
        if part.kind is not PartKind.COPY or not part.lines:
            continue
        table = part.lines[0].paragraph.frame.table
        ruled = table >= 0 and paper.document.tables[table][1]
        near = [line.paragraph for line in (*before.lines[-6:], *part.lines[:2])]
        if not ruled and not full_width(paper.document, near, paper.text_width):
            yield Fault(part.lines[0].paragraph, "không có đường kẻ", part.lines[0].text)
