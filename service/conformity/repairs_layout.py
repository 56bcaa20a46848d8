"""Sửa trang, phông, đoạn — margins, page numbers, fonts, and the paragraphs of the content."""

from collections.abc import Iterator

from service.conformity import limits
from service.conformity.limits import BODY, FIRST_LINES, LINE_SPACING, Limit, shown
from service.conformity.lines import lines_of
from service.conformity.mending import (
    section_child,
    set_alignment,
    set_black,
    set_font,
    set_indent,
    set_plain_ground,
    set_size,
    set_spacing,
    set_toggle,
)
from service.conformity.paper import Box, Clause, Paper, PartKind, Role
from service.conformity.registry import RULES
from service.conformity.repairs import (
    BOLD,
    Change,
    centre_lines,
    mends,
    size_lines,
    weigh_lines,
    weight_name,
)
from service.conformity.rules.body import SET_IN, first_line_mm, prose, usual_size
from service.conformity.rules.page_numbers import figures, numbers, sections
from service.conformity.rules.structure import BIG, SMALL, of_role
from service.conformity.rules.typeface import fonts_of, is_legacy, is_times, stamped, written
from service.conformity.story import Paragraph
from service.conformity.wordml import TWIPS_PER_MM, w

_SIDES: dict[int, tuple[Limit, str]] = {
    103: (limits.MARGIN_TOP, "top"),
    104: (limits.MARGIN_BOTTOM, "bottom"),
    105: (limits.MARGIN_LEFT, "left"),
    106: (limits.MARGIN_RIGHT, "right"),
}


def _twips(mm: float) -> int:
    return round(mm * TWIPS_PER_MM)


@mends(101)
def paper_size(paper: Paper, number: int) -> Iterator[Change]:
    for section in paper.document.sections:
        size = section_child(section.element, "pgSz")
        wide = section.width > section.height
        width, height = (297, 210) if wide else (210, 297)
        before = f"{shown(section.width)} × {shown(section.height)} mm"
        size.set(w("w"), str(_twips(width)))
        size.set(w("h"), str(_twips(height)))
        yield Change(number, -1, "khổ giấy", before, f"{width} × {height} mm")


@mends(103, 104, 105, 106)
def margins(paper: Paper, number: int) -> Iterator[Change]:
    limit, side = _SIDES[number]
    for section in paper.document.sections:
        amount: float = getattr(section, side)
        gutter = section.gutter if side == "left" else 0.0
        if not limit.holds(amount + gutter):
            wanted = limit.nearest(amount + gutter) - gutter
            margin = section_child(section.element, "pgMar")
            margin.set(w(side), str(_twips(max(wanted, 0.0))))
            yield Change(
                number, -1, RULES[number].title, f"{shown(amount)} mm", f"{shown(wanted)} mm"
            )


@mends(109)
def first_page_plain(paper: Paper, number: int) -> Iterator[Change]:
    for place, section in enumerate(paper.document.sections):
        if section.title_page or (place and section.number_start is None):
            continue
        own = [item for item in section.headers.get("default", ()) if item.text.strip()]
        only_number = all("PAGE" in item.fields for item in own)
        if own and only_number and not any(numbers(section.headers, "first")):
            section_child(section.element, "titlePg").set(w("val"), "1")
            yield Change(number, -1, "trang đầu", "hiện số trang", "không hiện số trang")


@mends(110, 111)
def page_number_look(paper: Paper, number: int) -> Iterator[Change]:
    for _, paragraph in sections(paper):
        for run in figures(paragraph):
            form = run.format
            if number == 110 and not limits.PAGE_NUMBER.holds(form.size):
                wanted = limits.PAGE_NUMBER.nearest(form.size)
                set_size(run, wanted)
                before, after = f"cỡ {shown(form.size)}", f"cỡ {shown(wanted)}"
            elif number == 111 and (form.bold or form.italic):
                set_toggle(run, "b", on=False)
                set_toggle(run, "i", on=False)
                before, after = weight_name(form.bold, form.italic), weight_name(False, False)
            else:
                continue
            yield Change(number, paragraph.index, "số trang", before, after)


@mends(112)
def page_number_centred(paper: Paper, number: int) -> Iterator[Change]:
    for _, paragraph in sections(paper):
        frame = paragraph.element.find(f"{w('pPr')}/{w('framePr')}")
        if frame is not None:
            frame.set(w("xAlign"), "center")
        elif "\t" in paragraph.text:
            continue
        set_alignment(paragraph, "center")
        set_indent(paragraph, left=0, first=0)
        yield Change(number, paragraph.index, "số trang", "lệch", "canh giữa")


@mends(113)
def page_number_arabic(paper: Paper, number: int) -> Iterator[Change]:
    for place, section in enumerate(paper.document.sections):
        wrong_start = place == 0 and section.number_start not in (None, 1)
        if section.number_format in ("decimal", "numberInDash") and not wrong_start:
            continue
        said = section_child(section.element, "pgNumType")
        said.set(w("fmt"), "decimal")
        if wrong_start:
            said.set(w("start"), "1")
        yield Change(number, -1, "số trang", section.number_format, "1, 2, 3 …")


@mends(201)
def font(paper: Paper, number: int) -> Iterator[Change]:
    for paragraph, fonts in _wrong_fonts(paper):
        yield Change(
            number, paragraph.index, paragraph.words[:80], ", ".join(fonts), "Times New Roman"
        )


def _wrong_fonts(paper: Paper) -> Iterator[tuple[Paragraph, list[str]]]:
    mended: dict[int, tuple[Paragraph, list[str]]] = {}
    for paragraph, run in written(paper):
        wrong = [name for name in fonts_of(run) if not is_times(name)]
        if wrong and not any(is_legacy(name) for name in wrong) and "•" not in run.text:
            set_font(run)
            known = mended.setdefault(paragraph.index, (paragraph, []))[1]
            known.extend(name for name in wrong if name not in known)
    yield from mended.values()


@mends(205, 206)
def black_on_white(paper: Paper, number: int) -> Iterator[Change]:
    stamps = stamped(paper)
    for paragraph, run in written(paper):
        if paragraph.index in stamps:
            continue
        if number == 205 and run.format.color:
            set_black(run)
            yield Change(number, paragraph.index, run.text[:60], run.format.color, "đen")
        elif number == 206 and run.format.highlight and paragraph.frame.table < 0:
            set_plain_ground(run)
            yield Change(number, paragraph.index, run.text[:60], run.format.highlight, "không tô")


@mends(316, 412)
def single_spaced(paper: Paper, number: int) -> Iterator[Change]:
    boxes = (Box.NATIONAL_NAME, Box.MOTTO) if number == 316 else (Box.SUPERIOR, Box.AGENCY)
    for part in paper.parts:
        lines = [line for box in boxes for line in part.box(box)]
        for place, line in enumerate(lines):
            said: dict[str, int | str] = {"line": 240, "lineRule": "auto"}
            if place:
                said["before"] = 0
            if place < len(lines) - 1:
                said["after"] = 0
            set_spacing(line.paragraph, **said)
        if lines:
            yield Change(number, lines[0].paragraph.index, lines[0].text, "giãn", "dòng đơn")


@mends(724)
def letter_subject_gap(paper: Paper, number: int) -> Iterator[Change]:
    for part in paper.parts:
        line, above = part.first(Box.LETTER_SUBJECT), part.first(Box.NUMBER)
        if line is not None and above is not None and line.paragraph is not above.paragraph:
            set_spacing(above.paragraph, after=0)
            set_spacing(line.paragraph, before=120)
            before = f"{shown(above.paragraph.format.after + line.paragraph.format.before)} pt"
            yield Change(number, line.paragraph.index, line.text, before, "6 pt")


_CONTENT = {
    801: (Role.BASIS,),
    901: (Role.TEXT, Role.ARTICLE, Role.CLAUSE, Role.POINT, Role.DASH),
    1003: (*BIG, *SMALL, Role.TITLE, Role.ROMAN),
}


@mends(801, 901, 1003)
def content_size(paper: Paper, number: int) -> Iterator[Change]:
    """What is too small or too large gets the size that most of the content has."""
    for part in paper.parts:
        usual = usual_size(part.clauses)
        wrong = (
            clause.line
            for clause in part.clauses
            if clause.role in _CONTENT[number]
            and clause.line.written
            and not all(map(BODY.holds, clause.line.sizes))
        )
        yield from size_lines(wrong, Limit(usual, usual, "pt"), number)


@mends(802)
def bases_italic(paper: Paper, number: int) -> Iterator[Change]:
    lines = (clause.line for clause in of_role(paper, Role.BASIS))
    yield from weigh_lines(lines, (False, True), number)


@mends(902, 1014)
def content_upright(paper: Paper, number: int) -> Iterator[Change]:
    """Whole paragraphs only: an italic or bold word inside one is the writer's."""
    rule = RULES[number]
    wrong = {fault.paragraph.index for fault in rule.check(paper) if fault.paragraph is not None}
    toggle = "i" if number == 902 else "b"
    for clause in prose(paper):
        if clause.paragraph.index in wrong:
            for _, run in clause.line.parts:
                set_toggle(run, toggle, on=False)
            before = "nghiêng" if number == 902 else "đậm"
            yield Change(
                number, clause.paragraph.index, clause.line.text[:80], before, f"không {before}"
            )


def _faulty(paper: Paper, number: int) -> Iterator[Clause]:
    """The clauses that a rule found fault with."""
    wrong = {
        fault.paragraph.index for fault in RULES[number].check(paper) if fault.paragraph is not None
    }
    for clause in prose(paper, SET_IN):
        if clause.paragraph.index in wrong:
            yield clause


@mends(903)
def justify(paper: Paper, number: int) -> Iterator[Change]:
    for clause in _faulty(paper, number):
        set_alignment(clause.paragraph, "both")
        before = clause.paragraph.format.align
        yield Change(number, clause.paragraph.index, clause.line.text[:80], before, "canh đều")


@mends(904, 909)
def first_line(paper: Paper, number: int) -> Iterator[Change]:
    for clause in _faulty(paper, number):
        if clause.paragraph.text[:1] in "\t ":
            continue  # typed tabs and blanks are letters of the writer
        now = first_line_mm(clause.line)
        wanted = min(FIRST_LINES, key=lambda mm: abs(mm - now))
        set_indent(clause.paragraph, left=0, first=_twips(wanted))
        yield Change(
            number,
            clause.paragraph.index,
            clause.line.text[:80],
            f"lùi {shown(now / 10)} cm",
            f"lùi {shown(wanted / 10)} cm",
        )


@mends(905)
def paragraph_gap(paper: Paper, number: int) -> Iterator[Change]:
    for clause in _faulty(paper, number):
        set_spacing(clause.paragraph, before=120)
        before = f"{shown(clause.paragraph.format.before)} pt"
        yield Change(number, clause.paragraph.index, clause.line.text[:80], before, "6 pt")


@mends(906)
def line_spacing(paper: Paper, number: int) -> Iterator[Change]:
    for clause in _faulty(paper, number):
        form = clause.paragraph.format
        lines = LINE_SPACING.nearest(form.line) if form.line_rule == "auto" else 1.0
        set_spacing(clause.paragraph, line=round(lines * 240), lineRule="auto")
        before = f"{shown(form.line)}{'' if form.line_rule == 'auto' else ' pt'}"
        after = f"{shown(lines)} dòng"
        yield Change(number, clause.paragraph.index, clause.line.text[:80], before, after)


@mends(908)
def one_size(paper: Paper, number: int) -> Iterator[Change]:
    roles = (Role.TEXT, Role.CLAUSE, Role.POINT, Role.DASH, Role.ARTICLE)
    for part in paper.of_kind(PartKind.MAIN, PartKind.ATTACHED):
        clauses = [item for item in part.clauses if item.role in roles and item.line.written]
        usual = usual_size(clauses)
        yield from size_lines(
            (clause.line for clause in clauses), Limit(usual, usual, "pt"), number
        )


@mends(1001, 1009)
def headings_centred(paper: Paper, number: int) -> Iterator[Change]:
    roles = (Role.TITLE,) if number == 1009 else (*BIG, *SMALL)
    yield from centre_lines((clause.line for clause in of_role(paper, *roles)), number)


@mends(1002)
def headings_bold(paper: Paper, number: int) -> Iterator[Change]:
    lines = (clause.line for clause in of_role(paper, *BIG, *SMALL))
    yield from weigh_lines(lines, BOLD, number)


@mends(1103, 1104, 1111, 1112, 1115, 1116)
def signer(paper: Paper, number: int) -> Iterator[Change]:
    lines = []
    for part in paper.parts:
        for signature in part.signatures:
            named = number in (1111, 1112, 1115)
            lines += [signature.name] if named and signature.name else []
            lines += signature.authority if not named or number == 1115 else []
    if number in (1103, 1111):
        yield from size_lines(iter(lines), limits.SIGNER, number)
    elif number in (1104, 1112):
        yield from weigh_lines(iter(lines), BOLD, number)
    else:
        yield from centre_lines(iter(lines), number)


@mends(1212)
def recipients_left(paper: Paper, number: int) -> Iterator[Change]:
    for part in paper.parts:
        for line in (*part.box(Box.RECIPIENTS_LABEL), *part.box(Box.RECIPIENTS)):
            if line.alone and not line.label and line.paragraph.text[:1] != "\t":
                form = line.paragraph.format
                if form.align in ("center", "right") or form.left + form.first > 1.0:
                    set_alignment(line.paragraph, "left")
                    set_indent(line.paragraph, left=0, first=0)
                    yield Change(number, line.paragraph.index, line.text, "thụt", "sát lề trái")


@mends(1228)
def addressees_aligned(paper: Paper, number: int) -> Iterator[Change]:
    for part in paper.of_kind(PartKind.MAIN):
        lines = part.box(Box.ADDRESSEES)
        dashed = [line for line in lines[1:] if line.text.startswith(("-", "–", "—", "+"))]
        if not dashed or any(line.paragraph.text[:1] == "\t" for line in dashed):
            continue
        first = next(iter(lines_of(lines[0].paragraph, paper.text_width)))
        for line in dashed:
            set_alignment(line.paragraph, "left")
            set_indent(line.paragraph, left=_twips(first.right - 2.0), first=0)
            yield Change(number, line.paragraph.index, line.text, "lệch", "dưới dấu hai chấm")
