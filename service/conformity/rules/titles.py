"""Tên loại và trích yếu — Phụ lục I, phần I, II.5.b (ô 5a)."""

from collections.abc import Iterator

from service.conformity.limits import (
    KIND,
    PL1,
    RAISED_SLACK,
    RULE_OFF_CENTRE,
    SHORT_RULE,
    SUBJECT,
    shown,
)
from service.conformity.lines import Line
from service.conformity.paper import Box, Paper, Part, PartKind
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import (
    HEADED,
    all_upper,
    faults,
    lines_in,
    missing,
    not_upper,
    off_centre,
    sizes_outside,
    upright_bold,
)

ARTICLE = PL1 + "II.5.b"


@rule(
    701,
    "Có tên loại, hoặc trích yếu “V/v” của công văn",
    article=PL1 + "II.5",
    allowed="tên loại ở giữa trang (ô 5a), hoặc “V/v …” dưới số, ký hiệu (ô 5b)",
    mend="Ghi tên loại và trích yếu, hoặc “V/v …” nếu là công văn.",
)
def present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN):
        if not part.box(Box.KIND) and not part.box(Box.LETTER_SUBJECT):
            yield missing(part, "không có tên loại, không có “V/v”")


@rule(
    702,
    "Tên loại in hoa",
    article=ARTICLE,
    allowed="chữ in hoa",
    mend="Đổi tên loại thành chữ in hoa.",
)
def kind_upper(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.KIND), not_upper)


@rule(
    703,
    "Cỡ chữ tên loại",
    article=ARTICLE,
    allowed=KIND.said,
    mend="Đặt cỡ chữ tên loại 13 hoặc 14.",
    repair=True,
)
def kind_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.KIND), KIND)


@rule(
    704,
    "Kiểu chữ tên loại",
    article=ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt tên loại chữ đứng, đậm.",
    repair=True,
)
def kind_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.KIND), upright_bold)


@rule(
    705,
    "Tên loại canh giữa",
    article=ARTICLE,
    allowed="canh giữa theo chiều ngang văn bản",
    mend="Canh giữa dòng tên loại.",
    repair=True,
)
def kind_centred(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.KIND), off_centre)


@rule(
    706,
    "Có trích yếu nội dung",
    article=PL1 + "II.5.a",
    allowed="trích yếu ngay dưới tên loại",
    mend="Ghi trích yếu nội dung ngay dưới tên loại.",
)
def subject_present(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN):
        wanted = part.kind_word is not None and part.kind_word.subject
        if wanted and not part.box(Box.SUBJECT):
            kind = part.first(Box.KIND)
            yield Fault(kind.paragraph if kind else part.reference, "không có trích yếu")


@rule(
    707,
    "Trích yếu in thường",
    article=ARTICLE,
    allowed="chữ in thường",
    mend="Đổi trích yếu thành chữ in thường.",
)
def subject_lower(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.SUBJECT, kinds=HEADED), all_upper)


@rule(
    708,
    "Cỡ chữ trích yếu",
    article=ARTICLE,
    allowed=SUBJECT.said,
    mend="Đặt cỡ chữ trích yếu 13 hoặc 14.",
    repair=True,
)
def subject_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside(lines_in(paper, Box.SUBJECT, kinds=HEADED), SUBJECT)


@rule(
    709,
    "Kiểu chữ trích yếu",
    article=ARTICLE,
    allowed="đứng, đậm",
    mend="Đặt trích yếu chữ đứng, đậm.",
    repair=True,
)
def subject_style(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.SUBJECT, kinds=HEADED), upright_bold)


@rule(
    710,
    "Trích yếu canh giữa",
    article=ARTICLE,
    allowed="canh giữa theo chiều ngang văn bản",
    mend="Canh giữa trích yếu.",
    repair=True,
)
def subject_centred(paper: Paper) -> Iterator[Fault]:
    return faults(lines_in(paper, Box.SUBJECT, kinds=HEADED), off_centre)


@rule(
    711,
    "Có đường kẻ dưới trích yếu",
    article=ARTICLE,
    allowed="đường kẻ ngang, nét liền, dài 1/3 đến 1/2 dòng chữ",
    mend="Kẻ một đường ngang nét liền dưới trích yếu, dài 1/3 đến 1/2 dòng chữ.",
)
def subject_rule(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(*HEADED):
        owner = _owner(part)
        if owner is not None and Box.SUBJECT not in part.marks:
            yield Fault(owner.paragraph, "không có đường kẻ", owner.text)


def _owner(part: Part) -> Line | None:
    """The line over the rule: the last of the subject, or the kind where there is none."""
    lines = part.box(Box.SUBJECT) or part.box(Box.KIND)
    return lines[-1] if lines else None


@rule(
    712,
    "Độ dài đường kẻ dưới trích yếu",
    article=ARTICLE,
    allowed="từ 1/3 đến 1/2 độ dài của dòng chữ",
    mend="Kéo đường kẻ dài từ 1/3 đến 1/2 dòng trích yếu.",
)
def subject_rule_length(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN):
        mark, lines = part.marks.get(Box.SUBJECT), part.box(Box.SUBJECT)
        if mark is None or not lines or mark.how in ("dashes", "underline"):
            continue
        if lines[-1].holds_blanks:
            continue  # a form still to be filled: its line of text has no length yet
        slack = RAISED_SLACK if mark.how == "underscores" else 0.0
        ratios = [mark.length / width for width in line_lengths(lines, paper) if width]
        if ratios and not any(SHORT_RULE.near(ratio, slack) for ratio in ratios):
            measured = f"{shown(mark.length)} mm, dòng chữ dài {shown(lines[-1].width)} mm"
            yield Fault(mark.paragraph, measured, lines[-1].text)


def line_lengths(lines: list[Line], paper: Paper) -> list[float]:
    """What "the line of text" may mean when a text runs over several lines, in mm.

    Where Word breaks a long paragraph is not known here, so its last line may be anything up
    to the full width: the longest and the shortest sensible readings are both offered.
    """
    last = lines[-1]
    room = last.paragraph.frame.width - last.paragraph.format.left - last.paragraph.format.right
    found = [min(line.width, room) for line in lines]
    if last.width > room:
        rest = last.width % room
        found += [rest, room / 2, last.width / (last.width // room + 1)]
    return found


@rule(
    713,
    "Đường kẻ dưới trích yếu đặt cân đối",
    article=ARTICLE,
    allowed="đặt cân đối so với dòng chữ",
    mend="Đưa đường kẻ vào giữa, dưới trích yếu.",
)
def subject_rule_centred(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN):
        mark, owner = part.marks.get(Box.SUBJECT), _owner(part)
        if mark is None or owner is None or mark.how == "underline" or off_centre(owner):
            continue
        off = abs(mark.centre - owner.centre)
        if off > RULE_OFF_CENTRE:
            yield Fault(mark.paragraph, f"lệch giữa {shown(off)} mm", owner.text)


@rule(
    714,
    "Công văn không ghi tên loại",
    article=PL1 + "II.5.b; Điều 7",
    allowed="công văn chỉ có trích yếu “V/v …”",
    mend="Bỏ dòng “CÔNG VĂN”.",
)
def no_letter_title(paper: Paper) -> Iterator[Fault]:
    for line in lines_in(paper, Box.KIND):
        if line.folded.strip(" .:") == "cong van":
            yield Fault(line.paragraph, f"“{line.text}”", line.text)
