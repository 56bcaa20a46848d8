"""Chia tệp thành các phần — paper, text issued with it, annexes, block of a copy (mục 5, phần II).

A file may hold all of them one after another; each part is measured by its own rules.
"""

import re
from collections.abc import Iterator

from service.conformity.letterhead import (
    is_e_stamp,
    is_national_name,
    is_number,
    is_place_date,
)
from service.conformity.lines import LEFT, Line
from service.conformity.paper import Part, PartKind
from service.conformity.vocabulary import COPY_SYMBOLS

ANNEX = re.compile(r"phu luc\s*(so\s*)?([ivxlc]+|\d+|[a-z]|[.…\s]+)?\s*[.:]?$")
ANNEX_RUN_ON = re.compile(r"phu luc\s*(so\s*)?([ivxlc]+|\d+)\s*[.:\-]?\s+\S")
ENCLOSED = re.compile(r"\(?\s*(ban hanh )?kem theo\b")


def split(lines: list[Line]) -> list[Part]:
    """The parts in reading order; the first is the paper unless the file is only an annex."""
    starts = list(_starts(lines))
    if not starts or any(line.text and not is_e_stamp(line) for line in lines[: starts[0][0]]):
        starts.insert(0, (0, PartKind.MAIN))
    starts[0] = (0, starts[0][1])  # what stands before the first part belongs to it
    parts = []
    for place, (start, kind) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else len(lines)
        part = Part(_checked_kind(kind, lines[start:end]), lines[start:end])
        parts.append(part)
    return parts


def _starts(lines: list[Line]) -> Iterator[tuple[int, PartKind]]:
    closed = False  # the current part has come to its Nơi nhận
    headed = False  # … and has its national name
    annex = False
    begun = 0
    for place, line in enumerate(lines):
        text = line.folded
        if is_national_name(line):
            if annex:
                continue  # a form that the annex shows, not a paper of its own
            if headed or closed:
                yield _block_start(lines, place, begun), PartKind.MAIN
                closed, begun = False, place
            headed = True
        elif text.startswith("noi nhan"):
            closed = True
        elif is_annex_heading(line):
            yield place, PartKind.ANNEX
            closed, headed, annex, begun = False, False, True, place
        elif closed and _copy_block(lines, place):
            yield _block_start(lines, place, begun), PartKind.COPY
            closed, headed, begun = False, False, place
        elif closed and not headed_by_annex(line) and _enclosed_heading(lines, place):
            yield _title_start(lines, place, begun), PartKind.ATTACHED
            closed, headed, begun = False, True, place


def headed_by_annex(line: Line) -> bool:
    return line.folded.startswith("phu luc")


def is_annex_heading(line: Line) -> bool:
    """ "Phụ lục I" on a line of its own, outside any table of data."""
    if line.paragraph.frame.bordered or not line.first or len(line.text) > 90:
        return False
    text = line.folded
    centred = line.paragraph.format.align == "center"
    if ANNEX.match(text):
        return centred or line.any_bold or line.upper
    run_on = ANNEX_RUN_ON.match(text) is not None
    return run_on and centred and (line.any_bold or line.upper)


def _copy_block(lines: list[Line], place: int) -> bool:
    """The block of a paper copy: a form of copying, or a number and date without Quốc hiệu."""
    line = lines[place]
    if _copy_form(line):
        return True
    if line.column != LEFT or not is_number(line) or line.paragraph.frame.table < 0:
        return False
    table = line.paragraph.frame.table
    same = [other for other in lines if other.paragraph.frame.table == table]
    return not any(map(is_national_name, same)) and any(map(is_place_date, same))


def _copy_form(line: Line) -> bool:
    return line.folded.startswith(tuple(COPY_SYMBOLS)) and len(line.text) < 25


def _enclosed_heading(lines: list[Line], place: int) -> bool:
    line = lines[place]
    centred = line.paragraph.format.align == "center"
    return centred and ENCLOSED.match(line.folded) is not None


def _block_start(lines: list[Line], place: int, begun: int) -> int:
    """Back to the first line of the same table, paragraph or neighbouring text boxes."""
    frame = lines[place].paragraph.frame
    start = place
    while start > begun + 1:
        before = lines[start - 1]
        other = before.paragraph.frame
        same = (
            (frame.table >= 0 and other.table == frame.table)
            or before.paragraph is lines[place].paragraph
            or (frame.box >= 0 and other.box >= 0)
            or is_e_stamp(before)
        )
        if not same:
            break
        start -= 1
    return start


def _title_start(lines: list[Line], place: int, begun: int) -> int:
    """Back over the centred lines (name and subject) above "(Kèm theo …)"."""
    start = place
    while start > begun + 1:
        before = lines[start - 1]
        centred = before.paragraph.format.align == "center" and before.paragraph.frame.table < 0
        if not (centred and before.text):
            break
        start -= 1
    return start


def _checked_kind(kind: PartKind, lines: list[Line]) -> PartKind:
    """A part with Quốc hiệu and "(Kèm theo …)" but no number is a text issued with another."""
    if kind is not PartKind.MAIN:
        return kind
    head = [line for line in lines if line.text][:18]
    named = any(map(is_national_name, head))
    if not named and any(_copy_form(line) for line in head[:8]):
        return PartKind.COPY  # a file that holds the block of a copy alone
    enclosed = any(ENCLOSED.match(line.folded) and line.text.startswith("(") for line in head)
    numbered = any(is_number(line) for line in head if not is_e_stamp(line))
    return PartKind.ATTACHED if enclosed and not numbered else kind
