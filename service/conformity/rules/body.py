"""Nội dung văn bản — Phụ lục I, phần I, II.6.e (ô 6)."""

from collections import Counter
from collections.abc import Iterator

from service.conformity.limits import (
    BODY,
    FIRST_LINE_SLACK,
    FIRST_LINES,
    LINE_SPACING,
    PARAGRAPH_GAP,
    PL1,
    shown,
)
from service.conformity.lines import FULL, Line
from service.conformity.paper import Clause, Paper, Part, PartKind, Role
from service.conformity.registry import Fault, rule
from service.conformity.rules.measures import all_upper, sizes_outside

ARTICLE = PL1 + "II.6.e"
PROSE = frozenset({Role.TEXT, Role.CLAUSE, Role.POINT, Role.DASH})
SET_IN = PROSE | {Role.ARTICLE, Role.BASIS}
_LINE_HEIGHT = 1.15  # of the size: Times New Roman at single spacing


def prose(paper: Paper, roles: frozenset[Role] = PROSE) -> Iterator[Clause]:
    """Paragraphs of the content with words in them."""
    for part in paper.parts:
        if part.kind is not PartKind.COPY:
            for clause in part.clauses:
                if clause.role in roles and clause.line.written:
                    yield clause


def several_lines(clause: Clause) -> bool:
    """Whether the paragraph surely runs over more than one line."""
    return clause.line.width > clause.paragraph.frame.width * 1.05


@rule(
    901,
    "Cỡ chữ nội dung",
    article=ARTICLE,
    allowed=BODY.said,
    mend="Đặt cỡ chữ nội dung 13 hoặc 14.",
    repair=True,
)
def body_size(paper: Paper) -> Iterator[Fault]:
    return sizes_outside((clause.line for clause in prose(paper, PROSE | {Role.ARTICLE})), BODY)


@rule(
    902,
    "Nội dung chữ đứng",
    article=ARTICLE,
    allowed="kiểu chữ đứng",
    mend="Bỏ nghiêng ở đoạn nội dung.",
    repair=True,
)
def upright(paper: Paper) -> Iterator[Fault]:
    preamble = any(part.normative for part in paper.parts)
    for clause in prose(paper):
        if clause.line.italic and not clause.line.text.startswith("(") and not preamble:
            yield Fault(clause.paragraph, "cả đoạn nghiêng", clause.line.text)


@rule(
    903,
    "Nội dung canh đều hai lề",
    article=ARTICLE,
    allowed="canh đều cả hai lề",
    mend="Canh đều hai lề (Justify) các đoạn nội dung.",
    repair=True,
)
def justified(paper: Paper) -> Iterator[Fault]:
    names = {"left": "canh trái", "right": "canh phải", "center": "canh giữa"}
    for clause in prose(paper, SET_IN):
        align = clause.paragraph.format.align
        if several_lines(clause) and align not in ("both", "distribute"):
            yield Fault(clause.paragraph, names.get(align, align), clause.line.text)


@rule(
    904,
    "Chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm",
    article=ARTICLE,
    allowed="lùi vào 1 cm hoặc 1,27 cm",
    mend="Đặt First line 1 cm hoặc 1,27 cm.",
    repair=True,
)
def first_line(paper: Paper) -> Iterator[Fault]:
    for clause in prose(paper, SET_IN):
        indent = first_line_mm(clause.line)
        near = any(abs(indent - allowed) <= FIRST_LINE_SLACK for allowed in FIRST_LINES)
        # In a PDF a line alone may be set in for another reason: a list, a cell, a name.
        told = paper.document.source != "pdf" or (
            several_lines(clause) and not clause.line.holds_blanks
        )
        if told and clause.line.column == FULL and not near and not _continued(clause):
            yield Fault(clause.paragraph, f"lùi {shown(indent / 10)} cm", clause.line.text)


def first_line_mm(line: Line) -> float:
    """Where the first letter of a paragraph stands: indents, and tabs typed before it."""
    form = line.paragraph.format
    leading = len(line.paragraph.text) - len(line.paragraph.text.lstrip("\t "))
    tabs = line.paragraph.text[:leading].count("\t")
    leaders = [stop for stop in form.tabs if stop[1] != "left"]
    if tabs and not leaders:
        return line.left - line.paragraph.frame.left
    return form.left + form.first


def _continued(clause: Clause) -> bool:
    """A paragraph that goes on after a table or formula starts in lower case at the margin."""
    text = clause.line.text
    return clause.role is Role.TEXT and text[:1].islower() and first_line_mm(clause.line) < 1.0


@rule(
    905,
    "Khoảng cách giữa các đoạn tối thiểu 6 pt",
    article=ARTICLE,
    allowed="tối thiểu 6 pt",
    mend="Đặt Spacing Before hoặc After 6 pt cho các đoạn nội dung.",
    repair=True,
)
def paragraph_gap(paper: Paper) -> Iterator[Fault]:
    for part in paper.parts:
        for above, below in _neighbours(part):
            first, second = above.paragraph.format, below.paragraph.format
            joined = first.contextual or second.contextual
            same_style = joined and first.style == second.style
            gap = 0.0 if same_style else first.after + second.before
            if not PARAGRAPH_GAP.holds(gap):
                yield Fault(below.paragraph, f"cách {shown(gap)} pt", below.line.text)


def _neighbours(part: Part) -> Iterator[tuple[Clause, Clause]]:
    if part.kind is PartKind.COPY:
        return
    roles = SET_IN
    for above, below in zip(part.clauses, part.clauses[1:], strict=False):
        written = above.line.written and below.line.written
        if above.role in roles and below.role in roles and written:
            yield above, below


@rule(
    906,
    "Khoảng cách giữa các dòng",
    article=ARTICLE,
    allowed="tối thiểu dòng đơn, tối đa 1,5 dòng",
    mend="Đặt Line spacing từ Single đến 1.5 lines.",
    repair=True,
)
def line_spacing(paper: Paper) -> Iterator[Fault]:
    for clause in prose(paper, SET_IN):
        spacing = spacing_of(clause)
        if not LINE_SPACING.holds(spacing):
            yield Fault(clause.paragraph, f"giãn {shown(spacing)} dòng", clause.line.text)


def spacing_of(clause: Clause) -> float:
    """Line spacing as a multiple of single, whatever way it was set."""
    form = clause.paragraph.format
    if form.line_rule == "auto":
        return form.line
    ratio = form.line / (max(clause.line.sizes, default=14.0) * _LINE_HEIGHT)
    if form.line_rule == "atLeast":
        return max(ratio, 1.0)
    return 1.0 if 0.96 <= ratio < 1.0 else ratio  # "Exactly 16 pt" for 14 pt is single


@rule(
    907,
    "Nội dung in thường",
    article=ARTICLE,
    allowed="chữ in thường",
    mend="Đổi đoạn nội dung thành chữ in thường.",
    advice=True,
)
def lower(paper: Paper) -> Iterator[Fault]:
    for clause in prose(paper):
        words = [word for word in clause.line.text.split() if any(map(str.isalpha, word))]
        if len(words) > 8 and all_upper(clause.line):
            yield Fault(clause.paragraph, "cả đoạn in hoa", clause.line.text)


@rule(
    908,
    "Cỡ chữ nội dung thống nhất",
    article=ARTICLE + "; II.6.đ",
    allowed="cả phần lời văn, điều, khoản, điểm một cỡ chữ",
    mend="Đặt một cỡ chữ cho toàn bộ nội dung.",
    repair=True,
)
def one_size(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN, PartKind.ATTACHED):
        clauses = [
            clause
            for clause in part.clauses
            if clause.role in PROSE | {Role.ARTICLE} and clause.line.written
        ]
        usual = usual_size(clauses)
        for clause in clauses:
            odd = [size for size in clause.line.sizes if size != usual and BODY.holds(size)]
            if odd:
                measured = f"cỡ {shown(odd[0])}, phần lớn nội dung cỡ {shown(usual)}"
                yield Fault(clause.paragraph, measured, clause.line.text)


def usual_size(clauses: list[Clause]) -> float:
    """The size most letters of the content have."""
    counted: Counter[float] = Counter()
    for clause in clauses:
        for piece, run in clause.line.written:
            counted[run.format.size] += len(piece)
    allowed = {size: count for size, count in counted.items() if BODY.holds(size)}
    return max(allowed or {14.0: 1}, key=lambda size: (allowed or {14.0: 1})[size])


@rule(
    909,
    "Không thụt cả đoạn",
    article=ARTICLE,
    allowed="chỉ chữ đầu dòng lùi vào, các dòng sau sát lề",
    mend="Đặt Indentation Left 0, chỉ lùi First line.",
    advice=True,
    repair=True,
)
def no_block_indent(paper: Paper) -> Iterator[Fault]:
    for clause in prose(paper, SET_IN):
        left = clause.paragraph.format.left
        if left > 2.0 and several_lines(clause) and clause.line.column == FULL:
            yield Fault(clause.paragraph, f"thụt cả đoạn {shown(left / 10)} cm", clause.line.text)


@rule(
    910,
    "Không dùng khoảng trắng để lùi đầu dòng",
    article=ARTICLE,
    allowed="lùi đầu dòng bằng định dạng đoạn (First line)",
    mend="Bỏ các khoảng trắng đầu dòng, đặt First line 1 cm hoặc 1,27 cm.",
    advice=True,
)
def no_typed_indent(paper: Paper) -> Iterator[Fault]:
    for clause in prose(paper, SET_IN):
        text = clause.paragraph.text
        if len(text) - len(text.lstrip(" \u00a0")) >= 3:
            yield Fault(clause.paragraph, "khoảng trắng ở đầu dòng", clause.line.text)


@rule(
    911,
    "Kết thúc nội dung bằng dấu ./.",
    article="Phụ lục III, mục II (các mẫu)",
    allowed="./. sau câu cuối cùng của nội dung",
    mend="Ghi ./. sau câu cuối cùng của nội dung.",
    advice=True,
)
def end_mark(paper: Paper) -> Iterator[Fault]:
    for part in paper.parts:
        ends = [
            clause
            for clause in part.clauses
            if clause.role is not Role.BLANK and clause.paragraph.text.strip()
        ]
        if not ends or part.kind is PartKind.COPY or ends[-1].role is Role.TABLE:
            continue
        text = ends[-1].paragraph.text.strip()
        if not text.replace(" ", "").endswith("./."):
            yield Fault(ends[-1].paragraph, f"kết thúc bằng “{text[-12:]}”", ends[-1].line.text)


@rule(
    912,
    "Không tạo khoảng cách bằng dòng trống",
    article=ARTICLE,
    allowed="khoảng cách giữa các đoạn đặt bằng định dạng đoạn",
    mend="Bỏ dòng trống giữa các đoạn, đặt Spacing 6 pt.",
    advice=True,
)
def no_blank_lines(paper: Paper) -> Iterator[Fault]:
    for part in paper.of_kind(PartKind.MAIN, PartKind.ATTACHED):
        clauses = part.clauses
        for above, blank, below in zip(clauses, clauses[1:], clauses[2:], strict=False):
            between = above.role in PROSE and below.role in PROSE and blank.role is Role.BLANK
            if between and not blank.paragraph.drawings:
                yield Fault(blank.paragraph, "dòng trống giữa hai đoạn", below.line.text)
