"""Phụ lục và văn bản kèm theo — Phụ lục I, phần I, III.1; Phụ lục III, mẫu 1.3, 2.1, 2.2."""

import re
from collections.abc import Iterator

from service.conformity.limits import (
    ANNEX_LABEL,
    ANNEX_TITLE,
    E_STAMP,
    ENCLOSED,
    PL1,
    shown,
)
from service.conformity.lists import roman
from service.conformity.paper import Box, Paper, Part, PartKind
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    faults,
    italic_plain,
    lines_in,
    not_upper,
    off_centre,
    sizes_outside,
    upright_bold,
    upright_plain,
)
from service.conformity.splitting import ANNEX

ARTICLE = PL1 + "III.1.b"
ENCLOSED_ARTICLE = PL1 + "III.1.c"
_NUMBER = re.compile(r"phụ lục\s*(?:số\s*)?(?P<number>[^\s.:…]*)", re.I)
_ANNEX = (PartKind.ANNEX,)
_WITH = (PartKind.ANNEX, PartKind.ATTACHED)


def annexes(paper: Paper) -> list[Part]:
    return paper.of_kind(PartKind.ANNEX)


def _number(part: Part) -> str:
    line = part.first(Box.ANNEX_LABEL)
    found = _NUMBER.match(line.text) if line is not None else None
    return found["number"] if found else ""


@rule(
    1301,
    "“Phụ lục” và số thứ tự trên dòng riêng, canh giữa",
    article=ARTICLE,
    allowed="một dòng riêng, canh giữa",
    mend="Đặt “Phụ lục …” trên một dòng riêng, canh giữa.",
)
def label_alone(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.ANNEX_LABEL):
        said = off_centre(line) or (
            "" if ANNEX.match(line.folded) else "chung dòng với tên phụ lục"
        )
        if said:
            yield Fault(line.paragraph, said, line.text)


@rule(
    1302,
    "Cỡ chữ “Phụ lục”",
    article=ARTICLE,
    allowed=ANNEX_LABEL.said,
    mend="Đặt cỡ chữ 14.",
    repair=True,
)
def label_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.ANNEX_LABEL), ANNEX_LABEL)


@rule(
    1303,
    "Kiểu chữ “Phụ lục”",
    article=ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt “Phụ lục …” chữ đứng, đậm.",
    repair=True,
)
def label_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.ANNEX_LABEL), upright_bold)


@rule(
    1304,
    "Từ “Phụ lục” in thường",
    article=ARTICLE,
    allowed="chữ in thường: Phụ lục I",
    mend="Viết “Phụ lục” bằng chữ in thường.",
)
def label_lower(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.ANNEX_LABEL):
        word = line.text.split()[0] if line.text else ""
        caps = any(run.format.caps for _, run in line.written)
        if word.isupper() or caps:
            yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    1305,
    "Từ hai phụ lục trở lên đánh số La Mã, liên tục",
    article=PL1 + "III.1.a",
    allowed="Phụ lục I, Phụ lục II …",
    mend="Đánh số các phụ lục bằng chữ số La Mã, bắt đầu từ I.",
)
def numbered(paper: Paper) -> Iterator[Fault]:
    found = annexes(paper)
    if len(found) < 2:
        for part in found:
            number, label = _number(part), part.first(Box.ANNEX_LABEL)
            if label is not None and number.isdigit():
                yield Fault(label.paragraph, f"“{label.text}”", label.text)
        return
    start = 1
    if paper.parts[0].kind is PartKind.ANNEX:  # a file of annexes may begin with any of them
        start = next((count for count in range(1, 60) if roman(count) == _number(found[0])), 1)
    for place, part in enumerate(found, start):
        label = part.first(Box.ANNEX_LABEL)
        if label is not None and not label.holds_blanks and _number(part) != roman(place):
            yield Fault(
                label.paragraph, f"“{label.text}”", label.text, allowed=f"Phụ lục {roman(place)}"
            )


@rule(
    1306,
    "Tên phụ lục in hoa, đứng, đậm",
    article=ARTICLE,
    allowed="in hoa, đứng, đậm",
    mend="Đặt tên phụ lục chữ in hoa, đứng, đậm.",
)
def title_style(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.ANNEX_TITLE):
        said = [name for name in (not_upper(line), upright_bold(line)) if name]
        if said:
            yield Fault(line.paragraph, ", ".join(said), line.text)


@rule(
    1307,
    "Cỡ chữ tên phụ lục",
    article=ARTICLE,
    allowed=ANNEX_TITLE.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def title_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.ANNEX_TITLE), ANNEX_TITLE)


@rule(
    1308,
    "Có thông tin “Kèm theo …” dưới tên phụ lục, văn bản kèm theo",
    article=ENCLOSED_ARTICLE,
    allowed="(Kèm theo Văn bản số … ngày … tháng … năm … của …)",
    mend="Ghi “(Kèm theo … số … ngày … tháng … năm … của …)” dưới tên phụ lục.",
)
def enclosed_present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*_ANNEX):
        label = part.first(Box.ANNEX_LABEL)
        if label is not None and not part.box(Box.ENCLOSED_WITH):
            yield Fault(label.paragraph, "không có “Kèm theo …”", label.text)


@rule(
    1309,
    "Kiểu chữ thông tin “Kèm theo …”",
    article=ENCLOSED_ARTICLE,
    allowed="nghiêng, không đậm",
    mend="Đặt “(Kèm theo …)” chữ nghiêng, không đậm.",
    repair=True,
)
def enclosed_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.ENCLOSED_WITH, kinds=_WITH), italic_plain)


@rule(
    1310,
    "Cỡ chữ thông tin “Kèm theo …”",
    article=ENCLOSED_ARTICLE,
    allowed=ENCLOSED.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def enclosed_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.ENCLOSED_WITH, kinds=_WITH), ENCLOSED)


@rule(
    1311,
    "Thông tin “Kèm theo …” và tên phụ lục canh giữa",
    article=ENCLOSED_ARTICLE,
    allowed="canh giữa",
    mend="Canh giữa tên phụ lục và dòng “(Kèm theo …)”.",
    repair=True,
)
def enclosed_centred(paper: Paper) -> Iterator[Fault]:
    wanted = lines_in(paper, Box.ANNEX_TITLE, Box.ENCLOSED_WITH, kinds=_WITH)
    return faults(wanted, off_centre)


@rule(
    1312,
    "Văn bản có chỉ dẫn về phụ lục",
    article=PL1 + "III.1.a",
    allowed="trong văn bản phải có chỉ dẫn về phụ lục kèm theo",
    mend="Nhắc đến phụ lục trong nội dung, ví dụ “(chi tiết tại Phụ lục kèm theo)”.",
)
def mentioned(paper: Paper) -> Iterator[Fault]:
    found = annexes(paper)
    mains = paper.of_kind(PartKind.MAIN, PartKind.ATTACHED)
    if not found or not mains or paper.parts[0].kind is PartKind.ANNEX:
        return
    words = " ".join(line.folded for part in mains for line in part.lines)
    told = ("phu luc", "danh sach", "bieu", "kem theo")
    if not any(word in words for word in told):
        label = found[0].first(Box.ANNEX_LABEL)
        yield Fault(
            label.paragraph if label else found[0].reference, "nội dung không nhắc đến phụ lục"
        )


@rule(
    1313,
    "Số trang đánh riêng theo từng phụ lục",
    article=PL1 + "III.1.đ",
    allowed="mỗi phụ lục đánh số trang riêng, từ 1",
    mend="Ngắt phần (Section break) trước phụ lục, đặt số trang bắt đầu từ 1.",
)
def own_numbers(paper: Paper) -> Iterator[Fault]:
    if paper.parts[0].kind is PartKind.ANNEX:
        return  # a file of annexes alone
    for part in annexes(paper):
        label = part.first(Box.ANNEX_LABEL)
        if label is None:
            continue
        section = paper.document.section_of(label.paragraph)
        started = label.paragraph.section != paper.parts[0].lines[-1].paragraph.section
        if not started or section.number_start != 1:
            said = "đánh số tiếp" if started else "cùng phần với văn bản"
            yield Fault(label.paragraph, said, label.text)


@rule(
    1314,
    "Thông tin chữ ký số trên tệp kèm theo, bản sao điện tử",
    article=PL1 + "II.8.b; III.1.d; phần II, I.3",
    allowed=f"chữ in thường, đứng, {E_STAMP.said}",
    mend="Đặt chữ đứng, không đậm, cỡ 10, màu đen.",
    repair=True,
)
def e_stamp(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.E_STAMP):
        sizes = [size for size in line.sizes if not E_STAMP.holds(size)]
        said = [f"cỡ {shown(size)}" for size in sizes]
        plain = upright_plain(line)
        if plain:
            said.append(plain)
        if said:
            yield Fault(line.paragraph, ", ".join(said), line.text)
