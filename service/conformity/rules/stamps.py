"""Dấu chỉ mức độ khẩn, phạm vi lưu hành, địa chỉ — Phụ lục I, phần I, III.2–4 (ô 10b, 11, 13)."""

from collections.abc import Iterator

from service.conformity.drawings import Drawing
from service.conformity.limits import ADDRESS, CIRCULATION, PL1, STAMP_SLACK, URGENCY, shown
from service.conformity.lines import LEFT, Line
from service.conformity.marks import full_width
from service.conformity.paper import Box, Paper
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    faults,
    lines_in,
    not_upper,
    sizes_outside,
    upright_bold,
    upright_plain,
)
from service.conformity.vocabulary import URGENCY_SIZES

URGENCY_ARTICLE = PL1 + "III.2.b"
CIRCULATION_ARTICLE = PL1 + "III.2.c"
ADDRESS_ARTICLE = PL1 + "III.4"


def _box_of(line: Line, paper: Paper) -> Drawing | None:
    """The drawn box that a line stands in."""
    for drawing in paper.document.drawings:
        if drawing.inner[0] <= line.paragraph.index < drawing.inner[1]:
            return drawing
    return None


@rule(
    1401,
    "Từ ngữ của dấu chỉ mức độ khẩn",
    article=URGENCY_ARTICLE,
    allowed="HỎA TỐC, THƯỢNG KHẨN hoặc KHẨN",
    mend="Chỉ ghi HỎA TỐC, THƯỢNG KHẨN hoặc KHẨN.",
)
def urgency_words(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.URGENCY):
        if line.folded not in URGENCY_SIZES:
            yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    1402,
    "Dấu chỉ mức độ khẩn in hoa, đứng, đậm",
    article=URGENCY_ARTICLE,
    allowed="in hoa, đứng, đậm",
    mend="Đặt chữ in hoa, đứng, đậm.",
)
def urgency_style(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.URGENCY):
        said = [name for name in (not_upper(line), upright_bold(line)) if name]
        if said:
            yield Fault(line.paragraph, ", ".join(said), line.text)


@rule(
    1403,
    "Cỡ chữ dấu chỉ mức độ khẩn",
    article=URGENCY_ARTICLE,
    allowed=URGENCY.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def urgency_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.URGENCY), URGENCY)


@rule(
    1404,
    "Khung dấu chỉ mức độ khẩn",
    article=URGENCY_ARTICLE,
    allowed="HỎA TỐC 30 × 8 mm, THƯỢNG KHẨN 40 × 8 mm, KHẨN 20 × 8 mm; viền đơn",
    mend="Đặt lại kích thước khung, viền đơn.",
)
def urgency_box(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.URGENCY):
        wanted, box = URGENCY_SIZES.get(line.folded), _box_of(line, paper)
        if wanted is None or box is None:
            continue
        off = max(abs(box.width - wanted[0]), abs(box.height - wanted[1]))
        if off > STAMP_SLACK:
            measured = f"{shown(box.width)} × {shown(box.height)} mm"
            allowed = f"{shown(wanted[0])} × {shown(wanted[1])} mm"
            yield Fault(line.paragraph, measured, line.text, allowed=allowed)
        elif not box.stroked or not box.solid:
            yield Fault(line.paragraph, "khung không phải viền đơn", line.text)


@rule(
    1405,
    "Vị trí dấu chỉ mức độ khẩn",
    article=URGENCY_ARTICLE,
    allowed="ô 10b: bên trái, dưới số, ký hiệu",
    mend="Đặt dấu ở bên trái, dưới số và ký hiệu.",
)
def urgency_place(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.URGENCY):
        box = _box_of(line, paper)
        centre = box.centre if box is not None else line.centre
        if line.column != LEFT and centre > paper.text_width * 0.5:
            yield Fault(line.paragraph, "ở bên phải trang", line.text)


@rule(
    1411,
    "Chỉ dẫn phạm vi lưu hành in hoa, đứng, đậm",
    article=CIRCULATION_ARTICLE,
    allowed="in hoa, đứng, đậm",
    mend="Đặt chữ in hoa, đứng, đậm.",
)
def circulation_style(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.CIRCULATION):
        said = [name for name in (not_upper(line), upright_bold(line)) if name]
        if said:
            yield Fault(line.paragraph, ", ".join(said), line.text)


@rule(
    1412,
    "Cỡ chữ chỉ dẫn phạm vi lưu hành",
    article=CIRCULATION_ARTICLE,
    allowed=CIRCULATION.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def circulation_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.CIRCULATION), CIRCULATION)


@rule(
    1413,
    "Chỉ dẫn phạm vi lưu hành trong khung viền đơn",
    article=CIRCULATION_ARTICLE,
    allowed="cân đối trong một khung hình chữ nhật viền đơn",
    mend="Đặt chỉ dẫn trong một khung chữ nhật viền đơn.",
)
def circulation_box(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.CIRCULATION):
        box = _box_of(line, paper)
        framed = line.paragraph.frame.bordered or line.paragraph.format.borders
        if not framed and (box is None or not box.stroked or not box.solid):
            yield Fault(line.paragraph, "không có khung viền đơn", line.text)


@rule(
    1421,
    "Cỡ chữ địa chỉ cơ quan",
    article=ADDRESS_ARTICLE,
    allowed=ADDRESS.said,
    mend="Đặt cỡ chữ 11 hoặc 12.",
    repair=True,
)
def address_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(_addresses(paper), ADDRESS)


@rule(
    1422,
    "Kiểu chữ địa chỉ cơ quan",
    article=ADDRESS_ARTICLE,
    allowed="in thường, đứng, không đậm",
    mend="Bỏ đậm, bỏ nghiêng ở địa chỉ cơ quan.",
    repair=True,
)
def address_style(paper: Paper) -> Iterator[Fault]:
    return faults(_addresses(paper), upright_plain)


def _addresses(paper: Paper) -> Iterator[Line]:
    return lines_in(paper, Box.ADDRESS)


@rule(
    1423,
    "Địa chỉ cơ quan dưới đường kẻ hết chiều ngang",
    article=ADDRESS_ARTICLE,
    allowed="dưới một đường kẻ nét liền kéo dài hết chiều ngang vùng trình bày",
    mend="Kẻ một đường nét liền hết chiều ngang phía trên địa chỉ.",
)
def address_rule(paper: Paper) -> Iterator[Fault]:
    for part in paper.parts:
        line = part.first(Box.ADDRESS)
        if line is None:
            continue
        frame = line.paragraph.frame
        ruled = frame.table >= 0 and paper.document.tables[frame.table][1]
        near = [
            other.paragraph
            for other in part.lines
            if abs(other.paragraph.index - line.paragraph.index) <= 4
        ]
        if not ruled and not full_width(paper.document, near, paper.text_width):
            yield Fault(line.paragraph, "không có đường kẻ", line.text)
