"""Bảng sửa — rule number → how it is mended; sizes, weights and alignments of the boxes.

The wording of a change says what was done, in Vietnamese, with the text it was done to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.conformity import limits
from service.conformity.limits import Limit, shown
from service.conformity.lines import Line
from service.conformity.mending import (
    set_alignment,
    set_indent,
    set_right_indent,
    set_size,
    set_toggle,
)
from service.conformity.paper import Box, Paper, PartKind
from service.conformity.story import Run


@dataclass(frozen=True, slots=True)
class Change:
    """One thing mended: for which rule, where (paragraph number and text), from what to what."""

    rule: int
    paragraph: int
    text: str
    before: str
    after: str


Mend = Callable[[Paper, int], Iterator[Change]]
REPAIRS: dict[int, Mend] = {}


def mends(*numbers: int) -> Callable[[Mend], Mend]:
    def enter(mend: Mend) -> Mend:
        for number in numbers:
            REPAIRS[number] = mend
        return mend

    return enter


SIZES: dict[int, tuple[Limit, tuple[Box, ...]]] = {
    304: (limits.NATIONAL_NAME, (Box.NATIONAL_NAME,)),
    310: (limits.MOTTO, (Box.MOTTO,)),
    403: (limits.AGENCY, (Box.AGENCY,)),
    406: (limits.SUPERIOR, (Box.SUPERIOR,)),
    503: (limits.NUMBER, (Box.NUMBER,)),
    602: (limits.PLACE_DATE, (Box.PLACE_DATE,)),
    703: (limits.KIND, (Box.KIND,)),
    708: (limits.SUBJECT, (Box.SUBJECT,)),
    721: (limits.LETTER_SUBJECT, (Box.LETTER_SUBJECT,)),
    1203: (limits.RECIPIENTS_LABEL, (Box.RECIPIENTS_LABEL,)),
    1205: (limits.RECIPIENTS, (Box.RECIPIENTS,)),
    1215: (limits.DRAFTER, (Box.DRAFTER,)),
    1223: (limits.ADDRESSEES, (Box.ADDRESSEES,)),
    1302: (limits.ANNEX_LABEL, (Box.ANNEX_LABEL,)),
    1307: (limits.ANNEX_TITLE, (Box.ANNEX_TITLE,)),
    1310: (limits.ENCLOSED, (Box.ENCLOSED_WITH,)),
    1314: (limits.E_STAMP, (Box.E_STAMP,)),
    1403: (limits.URGENCY, (Box.URGENCY,)),
    1412: (limits.CIRCULATION, (Box.CIRCULATION,)),
    1421: (limits.ADDRESS, (Box.ADDRESS,)),
    1502: (limits.COPY_FORM, (Box.COPY_FORM,)),
}
BOLD, ITALIC, PLAIN, BOTH = (True, False), (False, True), (False, False), (True, True)
WEIGHTS: dict[int, tuple[tuple[bool, bool], tuple[Box, ...]]] = {
    305: (BOLD, (Box.NATIONAL_NAME,)),
    311: (BOLD, (Box.MOTTO,)),
    404: (BOLD, (Box.AGENCY,)),
    407: (PLAIN, (Box.SUPERIOR,)),
    504: (PLAIN, (Box.NUMBER,)),
    603: (ITALIC, (Box.PLACE_DATE,)),
    704: (BOLD, (Box.KIND,)),
    709: (BOLD, (Box.SUBJECT,)),
    722: (PLAIN, (Box.LETTER_SUBJECT,)),
    1204: (BOTH, (Box.RECIPIENTS_LABEL,)),
    1206: (PLAIN, (Box.RECIPIENTS,)),
    1215: (PLAIN, (Box.DRAFTER,)),
    1224: (PLAIN, (Box.ADDRESSEES,)),
    1303: (BOLD, (Box.ANNEX_LABEL,)),
    1309: (ITALIC, (Box.ENCLOSED_WITH,)),
    1314: (PLAIN, (Box.E_STAMP,)),
    1422: (PLAIN, (Box.ADDRESS,)),
}
CENTRED: dict[int, tuple[Box, ...]] = {
    312: (Box.NATIONAL_NAME, Box.MOTTO),
    408: (Box.SUPERIOR, Box.AGENCY),
    505: (Box.NUMBER, Box.AGENCY),
    611: (Box.PLACE_DATE,),
    705: (Box.KIND,),
    710: (Box.SUBJECT,),
    723: (Box.LETTER_SUBJECT,),
    1311: (Box.ANNEX_TITLE, Box.ENCLOSED_WITH),
}
_KINDS_OF_RULE = {
    numbers: (PartKind.MAIN, PartKind.ATTACHED, PartKind.COPY, PartKind.ANNEX)
    for numbers in (*SIZES, *WEIGHTS, *CENTRED)
}


def box_lines(paper: Paper, number: int, boxes: tuple[Box, ...]) -> Iterator[Line]:
    for part in paper.of_kind(*_KINDS_OF_RULE.get(number, tuple(PartKind))):
        for box in boxes:
            yield from part.box(box)


def shared(run: Run, line: Line) -> bool:
    """Whether a run also holds text of another line, which must keep its own look."""
    return not line.alone and any(mark in run.text.strip("\t\n ") for mark in "\n\t")


def size_lines(lines: Iterator[Line], limit: Limit, number: int) -> Iterator[Change]:
    """Bring every letter of the lines to the nearest allowed size."""
    for line in lines:
        wrong = {run.format.size for _, run in line.parts if not limit.holds(run.format.size)}
        runs = [run for _, run in line.parts if run.format.size in wrong and not run.mark]
        if not any(size in wrong for size in line.sizes):
            continue
        for run in runs:
            if not shared(run, line):
                set_size(run, limit.nearest(run.format.size))
        before = ", ".join(shown(size) for size in sorted(wrong))
        after = ", ".join(sorted({shown(limit.nearest(size)) for size in wrong}))
        yield Change(number, line.paragraph.index, line.text, f"cỡ {before}", f"cỡ {after}")


def weigh_lines(lines: Iterator[Line], weight: tuple[bool, bool], number: int) -> Iterator[Change]:
    """Give every letter of the lines the weight (bold, italic) that the decree names."""
    for line in lines:
        wrong = [
            run
            for _, run in line.written
            if (run.format.bold, run.format.italic) != weight and not shared(run, line)
        ]
        for run in wrong:
            set_toggle(run, "b", on=weight[0])
            set_toggle(run, "i", on=weight[1])
        if wrong:
            before = weight_name(wrong[0].format.bold, wrong[0].format.italic)
            yield Change(number, line.paragraph.index, line.text, before, weight_name(*weight))


def weight_name(bold: bool, italic: bool) -> str:
    return f"{'nghiêng' if italic else 'đứng'}, {'đậm' if bold else 'không đậm'}"


def centre_lines(lines: Iterator[Line], number: int) -> Iterator[Change]:
    """Centre the paragraphs of the lines in their own column; text laid out by tabs is left."""
    seen: set[int] = set()
    for line in lines:
        paragraph = line.paragraph
        form = paragraph.format
        off = form.align != "center" or abs(form.left) + abs(form.right) + abs(form.first) > 2
        typed = paragraph.text != paragraph.text.strip("\t") or "\t" in paragraph.text
        if off and not typed and paragraph.index not in seen:
            seen.add(paragraph.index)
            set_alignment(paragraph, "center")
            set_indent(paragraph, left=0, first=0)
            set_right_indent(paragraph, 0)
            yield Change(number, paragraph.index, line.text, "lệch giữa", "canh giữa")


# Sizes rise and fall together (footnote to II.1–4): (the box looked at, how much larger).
_TOGETHER = {
    304: (Box.MOTTO, -1.0),
    310: (Box.NATIONAL_NAME, 1.0),
    602: (Box.MOTTO, 0.0),
}


def _sizes(paper: Paper, number: int) -> Iterator[Change]:
    limit, boxes = SIZES[number]
    if number not in _TOGETHER:
        yield from size_lines(box_lines(paper, number, boxes), limit, number)
        return
    other, more = _TOGETHER[number]
    for part in paper.parts:
        beside = part.first(other)
        lines = (line for box in boxes for line in part.box(box))
        wanted = limit.nearest((max(beside.sizes, default=13.0) if beside else 13.0) + more)
        wrong = (line for line in lines if not all(map(limit.holds, line.sizes)))
        yield from size_lines(wrong, Limit(wanted, wanted, "pt"), number)


def _weights(paper: Paper, number: int) -> Iterator[Change]:
    weight, boxes = WEIGHTS[number]
    yield from weigh_lines(box_lines(paper, number, boxes), weight, number)


def _sizes_and_weights(paper: Paper, number: int) -> Iterator[Change]:
    if number in SIZES:
        yield from _sizes(paper, number)
    if number in WEIGHTS:
        yield from _weights(paper, number)


def _centres(paper: Paper, number: int) -> Iterator[Change]:
    yield from centre_lines(box_lines(paper, number, CENTRED[number]), number)


mends(*SIZES, *WEIGHTS)(_sizes_and_weights)
mends(*CENTRED)(_centres)
