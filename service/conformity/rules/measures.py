"""Phép đo dùng chung — sizes, weights, cases and middles, measured the same way by every rule."""

from collections.abc import Callable, Iterable, Iterator

from service.conformity.limits import CENTRE_SLACK, Limit, shown
from service.conformity.lines import Line
from service.conformity.paper import Box, Paper, Part, PartKind
from service.conformity.registry import Fault

HEADED = (PartKind.MAIN, PartKind.ATTACHED)
SIGNED = (PartKind.MAIN, PartKind.COPY)
ALL = tuple(PartKind)


def lines_in(paper: Paper, *boxes: Box, kinds: Iterable[PartKind] = ALL) -> Iterator[Line]:
    """All lines of the given boxes, in every part of the given kinds."""
    wanted = tuple(kinds)
    for part in paper.parts:
        if part.kind in wanted:
            for box in boxes:
                yield from part.box(box)


def sizes_outside(lines: Iterable[Line], limit: Limit) -> Iterator[Fault]:
    for line in lines:
        wrong = [size for size in line.sizes if not limit.holds(size)]
        if wrong:
            measured = "cỡ " + ", ".join(shown(size) for size in wrong)
            yield Fault(line.paragraph, measured, line.text)


def faults(lines: Iterable[Line], wrong: Callable[[Line], str]) -> Iterator[Fault]:
    """A fault for each line of which `wrong` has something to say."""
    for line in lines:
        measured = wrong(line)
        if measured:
            yield Fault(line.paragraph, measured, line.text)


def upright_bold(line: Line) -> str:
    """What keeps a line from being đứng, đậm."""
    if not line.written:
        return ""
    said = [] if line.bold else ["không đậm"]
    return ", ".join([*said, "nghiêng"] if line.any_italic else said)


def upright_plain(line: Line) -> str:
    """What keeps a line from being đứng, không đậm."""
    return ", ".join(
        name for name, wrong in (("đậm", line.any_bold), ("nghiêng", line.any_italic)) if wrong
    )


def italic_plain(line: Line) -> str:
    """What keeps a line from being nghiêng, không đậm."""
    if not line.written:
        return ""
    said = [] if line.italic else ["không nghiêng"]
    return ", ".join([*said, "đậm"] if line.any_bold else said)


def italic_bold(line: Line) -> str:
    if not line.written:
        return ""
    return ", ".join(
        name
        for name, wrong in (("không nghiêng", not line.italic), ("không đậm", not line.bold))
        if wrong
    )


def not_upper(line: Line) -> str:
    letters = any(letter.isalpha() for letter in line.text)
    return "" if line.upper or not letters else "chữ in thường"


def all_upper(line: Line) -> str:
    """A line in capitals; abbreviations alone are not."""
    words = [word for word in line.text.split() if any(letter.isalpha() for letter in word)]
    # Words, not abbreviations: long ones, or ones with a letter that only Vietnamese has.
    real = [word for word in words if len(word.strip(".,;:()-")) > 4 or not word.isascii()]
    return "chữ in hoa" if line.upper and len(words) >= 2 and real else ""


def off_centre(line: Line) -> str:
    """How a line misses the middle of its column."""
    frame = line.paragraph.frame
    if dict(line.paragraph.format.frame).get("xAlign") == "center":
        return ""
    if frame.table < 0 and frame.box < 0 and line.column != "full":
        return ""  # laid out with tabs: seen by the rule that compares two lines
    off = abs(line.centre - frame.centre)
    allowed = 2 * CENTRE_SLACK if line.paragraph.format.align == "center" else CENTRE_SLACK
    return f"lệch giữa {shown(off)} mm" if off > allowed else ""


def missing(part: Part, sentence: str) -> Fault:
    """A fault about something that is not there, shown where the part begins."""
    return Fault(part.reference, sentence)


def gap_between(above: Line, below: Line) -> float:
    """Paragraph spacing in pt between two lines; 0 inside one paragraph."""
    if above.paragraph is below.paragraph:
        return 0.0
    first, second = above.paragraph.format, below.paragraph.format
    same_style = first.contextual and second.contextual and first.style == second.style
    return 0.0 if same_style else first.after + second.before


def height(line: Line) -> float:
    """About how high a line stands in mm, its spacing before and after included."""
    form = line.paragraph.format
    size = max(line.sizes, default=max((r.format.size for r in line.paragraph.runs), default=12.0))
    rows = max(1, -(-line.width // max(line.paragraph.frame.width, 1.0)))
    each = size * 1.15 * form.line if form.line_rule == "auto" else max(form.line, 1.0)
    gaps = (form.before if line.first else 0.0) + (form.after if line.alone else 0.0)
    return (each * rows + gaps) * 25.4 / 72
