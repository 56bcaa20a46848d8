"""Tên cơ quan chủ quản và cơ quan ban hành — Phụ lục I, phần I, II.2 (ô 2)."""

import itertools
from collections.abc import Iterator

from service.conformity.limits import (
    AGENCY,
    PL1,
    RAISED_SLACK,
    RULE_OFF_CENTRE,
    SHORT_RULE,
    SUPERIOR,
    shown,
)
from service.conformity.paper import Box, Paper, PartKind
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    HEADED,
    faults,
    lines_in,
    missing,
    not_upper,
    off_centre,
    sizes_outside,
    upright_bold,
    upright_plain,
)
from service.conformity.rules.national_name import single_spacing
from service.conformity.vocabulary import AGENCY_SHORT

ARTICLE = PL1 + "II.2.b"
NAMED = (*HEADED, PartKind.COPY)


@rule(
    401,
    "Có tên cơ quan ban hành",
    article=PL1 + "II.2.a",
    allowed="tên chính thức, đầy đủ của cơ quan, tổ chức hoặc chức danh nhà nước ban hành",
    mend="Ghi tên cơ quan, tổ chức ban hành ở cột trái, ngang với Quốc hiệu.",
)
def present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*NAMED):
        if not part.box(Box.AGENCY):
            yield missing(part, "không tìm thấy tên cơ quan ban hành")


@rule(
    402,
    "Tên cơ quan ban hành in hoa",
    article=ARTICLE,
    allowed="chữ in hoa",
    mend="Đổi tên cơ quan thành chữ in hoa.",
)
def agency_upper(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.AGENCY, kinds=NAMED), not_upper)


@rule(
    403,
    "Cỡ chữ tên cơ quan ban hành",
    article=ARTICLE,
    allowed=AGENCY.said,
    mend="Đặt cỡ chữ tên cơ quan 12 hoặc 13.",
    repair=True,
)
def agency_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.AGENCY, kinds=NAMED), AGENCY)


@rule(
    404,
    "Kiểu chữ tên cơ quan ban hành",
    article=ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt tên cơ quan ban hành chữ đứng, đậm.",
    repair=True,
)
def agency_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.AGENCY, kinds=NAMED), upright_bold)


@rule(
    405,
    "Tên cơ quan chủ quản in hoa",
    article=ARTICLE,
    allowed="chữ in hoa",
    mend="Đổi tên cơ quan chủ quản thành chữ in hoa.",
)
def superior_upper(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.SUPERIOR, kinds=NAMED), not_upper)


@rule(
    406,
    "Cỡ chữ tên cơ quan chủ quản",
    article=ARTICLE,
    allowed=SUPERIOR.said,
    mend="Đặt cỡ chữ tên cơ quan chủ quản 12 hoặc 13.",
    repair=True,
)
def superior_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.SUPERIOR, kinds=NAMED), SUPERIOR)


@rule(
    407,
    "Kiểu chữ tên cơ quan chủ quản",
    article=ARTICLE,
    allowed="đứng, không đậm",
    mend="Bỏ đậm, bỏ nghiêng ở tên cơ quan chủ quản.",
    repair=True,
)
def superior_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.SUPERIOR, kinds=NAMED), upright_plain)


@rule(
    408,
    "Tên cơ quan canh giữa",
    article=ARTICLE,
    allowed="canh giữa, cơ quan ban hành dưới cơ quan chủ quản",
    mend="Canh giữa tên cơ quan trong cột trái.",
    repair=True,
)
def centred(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.SUPERIOR, Box.AGENCY, kinds=NAMED), off_centre)


@rule(
    409,
    "Có đường kẻ dưới tên cơ quan ban hành",
    article=ARTICLE,
    allowed="đường kẻ ngang, nét liền, dài 1/3 đến 1/2 dòng chữ",
    mend="Kẻ một đường ngang nét liền dưới tên cơ quan, dài 1/3 đến 1/2 dòng chữ.",
)
def agency_rule(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*NAMED):
        lines = part.box(Box.AGENCY)
        if lines and Box.AGENCY not in part.marks:
            yield Fault(lines[-1].paragraph, "không có đường kẻ", lines[-1].text)


@rule(
    410,
    "Độ dài đường kẻ dưới tên cơ quan ban hành",
    article=ARTICLE,
    allowed="từ 1/3 đến 1/2 độ dài của dòng chữ",
    mend="Kéo đường kẻ dài từ 1/3 đến 1/2 dòng chữ tên cơ quan.",
)
def agency_rule_length(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*NAMED):
        lines, mark = part.box(Box.AGENCY), part.marks.get(Box.AGENCY)
        if not lines or mark is None or mark.how in ("dashes", "underline"):
            continue
        # "The line of text" of a name over several lines: the one above the rule, or the longest.
        widths = [min(line.width, line.paragraph.frame.width) for line in lines if line.width]
        # Raised underscores are drawn at 58 to 67 % of their size: their length is not exact.
        slack = RAISED_SLACK if mark.how == "underscores" else 0.0
        ratios = [
            mark.length / width for width in ([*widths[-1:], max(widths, default=0)]) if width
        ]
        if ratios and not any(SHORT_RULE.near(ratio, slack) for ratio in ratios):
            measured = f"{shown(mark.length)} mm, dòng chữ dài {shown(widths[-1])} mm"
            yield Fault(mark.paragraph, measured, lines[-1].text)


@rule(
    411,
    "Đường kẻ dưới tên cơ quan đặt cân đối",
    article=ARTICLE,
    allowed="đặt cân đối so với dòng chữ",
    mend="Đưa đường kẻ vào giữa, dưới tên cơ quan.",
)
def agency_rule_centred(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*NAMED):
        lines, mark = part.box(Box.AGENCY), part.marks.get(Box.AGENCY)
        if not lines or mark is None or mark.how == "underline" or off_centre(lines[-1]):
            continue
        off = abs(mark.centre - lines[-1].centre)
        if off > RULE_OFF_CENTRE:
            yield Fault(mark.paragraph, f"lệch giữa {shown(off)} mm", lines[-1].text)


@rule(
    412,
    "Tên cơ quan cách nhau dòng đơn",
    article=ARTICLE,
    allowed="cách nhau dòng đơn",
    mend="Đặt dòng đơn, khoảng cách đoạn 0 pt giữa các dòng tên cơ quan.",
    repair=True,
)
def single_spaced(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*NAMED):
        lines = part.box(Box.SUPERIOR) + part.box(Box.AGENCY)
        for above, below in itertools.pairwise(lines):
            yield from single_spacing(above, below)


@rule(
    413,
    "Tên cơ quan ban hành ghi đầy đủ",
    article=PL1 + "II.2.a",
    allowed="tên chính thức, đầy đủ; chỉ tên cơ quan chủ quản được viết tắt cụm từ thông dụng",
    mend="Viết đầy đủ tên cơ quan ban hành, ví dụ ỦY BAN NHÂN DÂN thay cho UBND.",
)
def unabbreviated(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.AGENCY, kinds=NAMED):
        found = AGENCY_SHORT.search(line.text)
        if found:
            yield Fault(line.paragraph, f"viết tắt “{found.group()}”", line.text)
