"""Kính gửi — Phụ lục I, phần I, II.9 (ô 9a)."""

import re
from collections.abc import Iterator

from service.conformity.limits import ADDRESSEES, PL1, shown
from service.conformity.lines import Line
from service.conformity.paper import Box, Paper, Part, PartKind
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    faults,
    lines_in,
    missing,
    sizes_outside,
    upright_plain,
)

ARTICLE = PL1 + "II.9.d"
_OPENING = re.compile(r"Kính gửi\s*(?P<colon>:?)\s*(?P<rest>.*)$", re.I)
_ALIGNED = 1.5  # mm
_UNDER_COLON = 8.0  # mm


def _blocks(paper: Paper) -> Iterator[tuple[Part, Line, list[Line]]]:
    """Each Kính gửi: its first line, and the names on lines of their own."""
    for part in paper.of_kind(PartKind.MAIN):
        lines = part.box(Box.ADDRESSEES)
        if lines:
            yield part, lines[0], lines[1:]


def _rest(first: Line, others: list[Line]) -> str:
    """What stands in the same line after "Kính gửi:"."""
    found = _OPENING.match(first.text)
    same = [line.text for line in others if line.paragraph is first.paragraph]
    return " ".join(([found["rest"]] if found else []) + same).strip()


def _listed(first: Line, others: list[Line]) -> list[Line]:
    return [line for line in others if line.paragraph is not first.paragraph]


@rule(
    1221,
    "Công văn có Kính gửi",
    article=PL1 + "II.9.b",
    allowed="Kính gửi: tên cơ quan, tổ chức, cá nhân nhận",
    mend="Ghi “Kính gửi:” và nơi trực tiếp giải quyết công việc.",
)
def present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN):
        if part.letter and not part.box(Box.ADDRESSEES):
            yield missing(part, "không có Kính gửi")


@rule(
    1222,
    "Sau “Kính gửi” có dấu hai chấm",
    article=ARTICLE,
    allowed="Kính gửi:",
    mend="Thêm dấu hai chấm sau “Kính gửi”.",
)
def colon(paper: Paper) -> Iterator[Fault]:
    for _, first, _ in _blocks(paper):
        found = _OPENING.match(first.text)
        if found and not found["colon"]:
            yield Fault(first.paragraph, f"“{first.text[:20]}”", first.text)


@rule(
    1223,
    "Cỡ chữ Kính gửi",
    article=ARTICLE,
    allowed=ADDRESSEES.said,
    mend="Đặt cỡ chữ 13 hoặc 14.",
    repair=True,
)
def addressees_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.ADDRESSEES, kinds=(PartKind.MAIN,)), ADDRESSEES)


@rule(
    1224,
    "Kiểu chữ Kính gửi",
    article=ARTICLE,
    allowed="đứng, không đậm",
    mend="Bỏ đậm, bỏ nghiêng ở Kính gửi.",
    repair=True,
)
def addressees_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.ADDRESSEES, kinds=(PartKind.MAIN,)), upright_plain)


@rule(
    1225,
    "Kính gửi một nơi: trên cùng một dòng",
    article=ARTICLE,
    allowed="“Kính gửi:” và tên nơi nhận trên cùng một dòng",
    mend="Đưa tên nơi nhận lên cùng dòng với “Kính gửi:”.",
)
def one_in_line(paper: Paper) -> Iterator[Fault]:
    for _, first, others in _blocks(paper):
        listed = _listed(first, others)
        if not _rest(first, others) and len(listed) == 1:
            if first.paragraph.frame.table >= 0:
                continue  # two cells of one row are one line
            yield Fault(first.paragraph, "tên nơi nhận ở dòng dưới", listed[0].text)


@rule(
    1226,
    "Kính gửi nhiều nơi: mỗi nơi một dòng, có gạch đầu dòng",
    article=ARTICLE,
    allowed="mỗi nơi một dòng riêng, đầu dòng có gạch đầu dòng (-)",
    mend="Xuống dòng cho mỗi nơi nhận, đầu dòng ghi gạch đầu dòng (-).",
)
def one_a_line(paper: Paper) -> Iterator[Fault]:
    for _, first, others in _blocks(paper):
        rest, listed = _rest(first, others), _listed(first, others)
        if ";" in rest.rstrip(";. ") or (rest and any(_dashed(line) for line in listed)):
            yield Fault(first.paragraph, "nhiều nơi trên dòng “Kính gửi”", first.text)
        elif len(listed) > 1 and not rest:
            for line in listed:
                if not line.text.startswith("-") and not _goes_on(line, listed):
                    yield Fault(line.paragraph, f"“{line.text[:20]}”", line.text)


def _dashed(line: Line) -> bool:
    return line.text.startswith(("-", "–", "—", "+"))


def _goes_on(line: Line, listed: list[Line]) -> bool:
    """The second line of a long name."""
    place = listed.index(line)
    return place > 0 and not listed[place - 1].text.endswith((";", "."))


@rule(
    1227,
    "Kính gửi nhiều nơi: dấu chấm phẩy, dòng cuối dấu chấm",
    article=ARTICLE,
    allowed="cuối dòng có dấu chấm phẩy (;), cuối dòng cuối cùng có dấu chấm (.)",
    mend="Kết thúc mỗi dòng bằng dấu chấm phẩy, dòng cuối bằng dấu chấm.",
)
def punctuation(paper: Paper) -> Iterator[Fault]:
    for _, first, others in _blocks(paper):
        listed = [line for line in _listed(first, others) if _dashed(line)]
        if len(listed) < 2:
            continue
        for line in listed[:-1]:
            if not line.text.endswith((";", ",")) and line.holds_blanks is False:
                yield Fault(line.paragraph, f"kết thúc bằng “{line.text[-1:]}”", line.text)
        last = listed[-1]
        if not last.text.endswith((".", "…")):
            yield Fault(last.paragraph, f"kết thúc bằng “{last.text[-1:]}”", last.text)


@rule(
    1228,
    "Gạch đầu dòng Kính gửi thẳng hàng dưới dấu hai chấm",
    article=ARTICLE,
    allowed="các gạch đầu dòng thẳng hàng với nhau dưới dấu hai chấm (:)",
    mend="Đặt cùng một mức thụt lề cho các dòng, thẳng dưới dấu hai chấm.",
    repair=True,
)
def aligned(paper: Paper) -> Iterator[Fault]:
    for _, first, others in _blocks(paper):
        listed = [line for line in _listed(first, others) if _dashed(line)]
        if len(listed) < 2 or first.paragraph.frame.table >= 0:
            continue
        lefts = [line.left for line in listed]
        if max(lefts) - min(lefts) > _ALIGNED:
            odd = max(listed, key=lambda line: abs(line.left - lefts[0]))
            measured = f"lệch nhau {shown(max(lefts) - min(lefts))} mm"
            yield Fault(odd.paragraph, measured, odd.text)
        elif not first.left - 1.0 <= lefts[0] <= first.right + _UNDER_COLON:
            measured = f"cách dấu hai chấm {shown(abs(lefts[0] - first.right))} mm"
            yield Fault(listed[0].paragraph, measured, listed[0].text)


@rule(
    1229,
    "Kính gửi chỉ có ở công văn, tờ trình, báo cáo",
    article=PL1 + "II.9.b–c",
    allowed="công văn; tờ trình, báo cáo gửi cấp trên",
    mend="Bỏ Kính gửi, ghi nơi nhận ở “Nơi nhận:”.",
    advice=True,
)
def wanted(paper: Paper) -> Iterator[Fault]:
    for part, first, _ in _blocks(paper):
        if part.kind_word is not None and not part.kind_word.addressees:
            yield Fault(first.paragraph, f"{part.box(Box.KIND)[0].text} có Kính gửi", first.text)
