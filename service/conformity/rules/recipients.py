"""Nơi nhận — Phụ lục I, phần I, II.9 (ô 9b), III.3 (ô 12)."""

import re
from collections.abc import Iterator

from service.conformity.limits import (
    DRAFTER,
    LEFT_EDGE_SLACK,
    PL1,
    RECIPIENTS,
    RECIPIENTS_LABEL,
    shown,
)
from service.conformity.lines import Line
from service.conformity.paper import Box, Paper, Part
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    SIGNED,
    faults,
    italic_bold,
    lines_in,
    missing,
    sizes_outside,
    upright_plain,
)

ARTICLE = PL1 + "II.9.d"
_FILE = re.compile(r"[-–—+•\s]*lưu\b", re.I)
_FILE_SHAPE = re.compile(r"-\s*Lưu\s*:\s*VT\b")
_DASHES = ("-", "–", "—", "+", "•", "*")


def lists(paper: Paper) -> Iterator[tuple[Part, list[Line]]]:
    """The recipients of each paper: one item may run over several lines."""
    for part in paper.of_kind(*SIGNED):
        lines = part.box(Box.RECIPIENTS)
        if lines:
            yield part, lines


def items(lines: list[Line]) -> list[list[Line]]:
    """Lines grouped into items; a line without a dash goes on with the item above."""
    found: list[list[Line]] = []
    for line in lines:
        if found and not line.text.startswith(_DASHES) and _runs_on(found[-1][-1]):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _runs_on(above: Line) -> bool:
    return not above.text.rstrip().endswith((";", "."))


@rule(
    1201,
    "Có Nơi nhận",
    article=PL1 + "II.9.c",
    allowed="“Nơi nhận:” và danh sách nơi nhận ở bên trái, cuối văn bản (ô 9b)",
    mend="Ghi “Nơi nhận:” và danh sách nơi nhận, dòng cuối là “- Lưu: VT, …”.",
)
def present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*SIGNED):
        if not part.box(Box.RECIPIENTS_LABEL):
            yield missing(part, "không tìm thấy Nơi nhận")


@rule(
    1202,
    "“Nơi nhận” trên dòng riêng, sau có dấu hai chấm",
    article=ARTICLE,
    allowed="Nơi nhận:",
    mend="Ghi “Nơi nhận:” trên một dòng riêng.",
)
def label(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.RECIPIENTS_LABEL, kinds=SIGNED):
        if not re.fullmatch(r"Nơi nhận\s*:", line.text):
            yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    1203,
    "Cỡ chữ “Nơi nhận”",
    article=ARTICLE,
    allowed=RECIPIENTS_LABEL.said,
    mend="Đặt cỡ chữ “Nơi nhận:” là 12.",
    repair=True,
)
def label_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.RECIPIENTS_LABEL, kinds=SIGNED), RECIPIENTS_LABEL)


@rule(
    1204,
    "Kiểu chữ “Nơi nhận”",
    article=ARTICLE,
    allowed="nghiêng, đậm",
    mend="Đặt “Nơi nhận:” chữ nghiêng, đậm.",
    repair=True,
)
def label_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.RECIPIENTS_LABEL, kinds=SIGNED), italic_bold)


@rule(
    1205,
    "Cỡ chữ danh sách nơi nhận",
    article=ARTICLE,
    allowed=RECIPIENTS.said,
    mend="Đặt cỡ chữ danh sách nơi nhận là 11.",
    repair=True,
)
def list_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.RECIPIENTS, kinds=SIGNED), RECIPIENTS)


@rule(
    1206,
    "Kiểu chữ danh sách nơi nhận",
    article=ARTICLE,
    allowed="đứng, không đậm",
    mend="Bỏ đậm, bỏ nghiêng ở danh sách nơi nhận.",
    repair=True,
)
def list_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.RECIPIENTS, kinds=SIGNED), upright_plain)


@rule(
    1207,
    "Đầu mỗi nơi nhận có gạch đầu dòng",
    article=ARTICLE,
    allowed="đầu dòng có gạch đầu dòng (-)",
    mend="Ghi gạch đầu dòng (-) trước mỗi nơi nhận.",
    repair=True,
)
def dashes(paper: Paper) -> Iterator[Fault]:
    for _, lines in lists(paper):
        for item in items(lines):
            if not item[0].text.startswith("-"):
                yield Fault(item[0].paragraph, f"“{item[0].text[:12]}”", item[0].text)


@rule(
    1208,
    "Cuối mỗi nơi nhận có dấu chấm phẩy",
    article=ARTICLE,
    allowed="cuối dòng có dấu chấm phẩy (;), dòng cuối cùng có dấu chấm (.)",
    mend="Kết thúc mỗi nơi nhận bằng dấu chấm phẩy.",
    repair=True,
)
def semicolons(paper: Paper) -> Iterator[Fault]:
    for _, lines in lists(paper):
        for item in items(lines):
            last = item[-1]
            if not _FILE.match(item[0].text) and not last.text.endswith(";"):
                yield Fault(last.paragraph, f"kết thúc bằng “{last.text[-1:]}”", last.text)


@rule(
    1209,
    "Có dòng Lưu, đứng cuối danh sách",
    article=ARTICLE,
    allowed="dòng cuối cùng: - Lưu: VT, …",
    mend="Đưa dòng “- Lưu: VT, …” xuống cuối danh sách nơi nhận.",
    repair=True,
)
def file_copy_last(paper: Paper) -> Iterator[Fault]:
    for _, lines in lists(paper):
        listed = items(lines)
        files = [place for place, item in enumerate(listed) if _FILE.match(item[0].text)]
        if not files:
            yield Fault(listed[-1][0].paragraph, "không có dòng Lưu", listed[-1][0].text)
        elif files[-1] != len(listed) - 1:
            line = listed[files[-1]][0]
            yield Fault(line.paragraph, "dòng Lưu không ở cuối", line.text)


@rule(
    1210,
    "Dòng Lưu ghi đúng",
    article=ARTICLE,
    allowed="- Lưu: VT, đơn vị soạn thảo, số bản lưu, cuối cùng là dấu chấm",
    mend="Ghi “- Lưu: VT, …” và kết thúc bằng dấu chấm.",
)
def file_copy_shape(paper: Paper) -> Iterator[Fault]:
    for _, lines in lists(paper):
        for item in items(lines):
            if not _FILE.match(item[0].text) or not item[0].text.startswith("-"):
                continue
            ended = item[-1].text.endswith((".", "…"))
            if not _FILE_SHAPE.match(item[0].text) or (not ended and _last(lines, item)):
                yield Fault(item[0].paragraph, f"“{item[0].text}”", item[0].text)


def _last(lines: list[Line], item: list[Line]) -> bool:
    return items(lines)[-1][0] is item[0]


@rule(
    1211,
    "“Nơi nhận” ngang hàng với quyền hạn, chức vụ người ký",
    article=ARTICLE,
    allowed="ngang hàng với dòng quyền hạn, chức vụ của người ký",
    mend="Đưa “Nơi nhận:” lên ngang dòng quyền hạn, chức vụ người ký.",
)
def level(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*SIGNED):
        line = part.first(Box.RECIPIENTS_LABEL)
        right = [item for item in part.signatures if item.column == "right" and item.authority]
        # Minutes are signed by two people, and Nơi nhận stands under both (Mẫu 1.9).
        if line is None or not right or len(part.signatures) > 1:
            continue
        first, second = line.paragraph.frame, right[0].authority[0].paragraph.frame
        if first.box >= 0 or second.box >= 0:
            continue
        same_table = first.table == second.table
        beside = (
            first.row == second.row
            if first.table >= 0
            else (line.paragraph is right[0].authority[0].paragraph)
        )
        if not same_table or not beside:
            yield Fault(line.paragraph, "không ngang hàng", line.text)


@rule(
    1212,
    "Nơi nhận sát lề trái",
    article=ARTICLE,
    allowed="sát lề trái",
    mend="Bỏ thụt lề trái ở “Nơi nhận” và danh sách nơi nhận.",
    repair=True,
)
def at_the_left(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.RECIPIENTS_LABEL, Box.RECIPIENTS, kinds=SIGNED):
        inset = line.left - line.paragraph.frame.left
        aligned = line.paragraph.format.align not in ("center", "right")
        if not aligned or (inset > LEFT_EDGE_SLACK and line.text.startswith(_DASHES)):
            measured = f"thụt {shown(inset)} mm" if aligned else "không canh trái"
            yield Fault(line.paragraph, measured, line.text)


@rule(
    1213,
    "Công văn: nơi nhận đầu tiên là “Như trên”",
    article=PL1 + "II.9.b",
    allowed="- Như trên;",
    mend="Ghi “- Như trên;” ở dòng đầu danh sách nơi nhận.",
)
def as_above(paper: Paper) -> Iterator[Fault]:
    for part, lines in lists(paper):
        if part.letter and "nhu tren" not in lines[0].folded:
            yield Fault(lines[0].paragraph, f"“{lines[0].text}”", lines[0].text)


@rule(
    1214,
    "“Như trên” chỉ dùng khi có Kính gửi",
    article=PL1 + "II.9.b–c",
    allowed="văn bản không có Kính gửi thì liệt kê nơi nhận, hoặc ghi “Như Điều …”",
    mend="Thay “Như trên” bằng nơi nhận cụ thể hoặc “Như Điều …”.",
    advice=True,
)
def nothing_above(paper: Paper) -> Iterator[Fault]:
    for part, lines in lists(paper):
        excused = part.kind_word is None or part.kind_word.addressees
        if part.letter or part.box(Box.ADDRESSEES) or excused:
            continue
        for line in lines:
            if "nhu tren" in line.folded:
                yield Fault(line.paragraph, f"“{line.text}”", line.text)


@rule(
    1215,
    "Ký hiệu người soạn thảo, số lượng bản: cỡ chữ 11, đứng",
    article=PL1 + "III.3",
    allowed=f"{DRAFTER.said}, đứng",
    mend="Đặt cỡ chữ 11, chữ đứng.",
    repair=True,
)
def drafter(paper: Paper) -> Iterator[Fault]:
    yield from sizes_outside(lines_in(paper, Box.DRAFTER), DRAFTER)
    yield from faults(lines_in(paper, Box.DRAFTER), upright_plain)
