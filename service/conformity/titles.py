"""Tên loại, trích yếu, Kính gửi, phụ lục — boxes 5a and 9a, and the heading of an annex."""

from service.conformity.clauses import heading_of
from service.conformity.letterhead import in_data, is_e_stamp
from service.conformity.lines import FULL, Line
from service.conformity.marks import LONGEST, marks_among, underline_of
from service.conformity.paper import Box, Part, PartKind
from service.conformity.splitting import ENCLOSED, is_annex_heading
from service.conformity.story import Document
from service.conformity.vocabulary import (
    BASIS_WORDS,
    CIRCULATION,
    COPY_SYMBOLS,
    KIND_BY_WORD,
    OPERATIVE,
    URGENCY,
)

_LONGEST_KIND = 60
_FAR_INDENT = 25.0  # mm: addressees stand well inside the page


def find_titles(document: Document, part: Part, text_width: float) -> None:
    """Fill the boxes between the letterhead and the content; `body_start` is what follows."""
    _find_stamps(part)
    if part.kind is PartKind.ANNEX:
        part.body_start = _annex_heading(part)
    elif part.kind is PartKind.COPY:
        part.body_start = part.letterhead_end
    else:
        part.body_start = _kind_and_subject(part)
        part.letter = bool(part.box(Box.LETTER_SUBJECT)) and not part.box(Box.KIND)
        part.body_start = _addressees(part, part.body_start)
        if part.letter is False and not part.box(Box.KIND):
            part.letter = bool(part.box(Box.ADDRESSEES))
        part.body_start = _authority(part, part.body_start)
    _find_rule(document, part, text_width)


def _find_stamps(part: Part) -> None:
    """Urgency, circulation and signature texts, mostly in boxes of their own."""
    for line in part.lines:
        text = line.folded
        boxed = line.paragraph.frame.box >= 0 or line.paragraph.frame.table >= 0
        short = len(text) < 40 and not in_data(line)
        if short and (boxed or line.upper) and URGENCY.fullmatch(text):
            part.put(Box.URGENCY, line)
        elif short and text.startswith(CIRCULATION) and (boxed or line.upper):
            part.put(Box.CIRCULATION, line)
        elif is_e_stamp(line):
            part.put(Box.E_STAMP, line)
        elif part.kind is PartKind.COPY and short and text.startswith(tuple(COPY_SYMBOLS)):
            part.put(Box.COPY_FORM, line)


def _taken(part: Part) -> set[int]:
    return {id(line) for lines in part.boxes.values() for line in lines}


def _kind_and_subject(part: Part) -> int:
    taken = _taken(part)
    start = part.letterhead_end
    for place in range(start, min(start + 12, len(part.lines))):
        line = part.lines[place]
        if line.blank or line.underscores or _aside(line) or id(line) in taken:
            continue
        if not _is_kind(line, part):
            return place
        part.put(Box.KIND, line)
        part.kind_word = _kind_word(line)
        return _subject(part, place + 1, taken)
    return start


def _kind_word(line: Line):  # type: ignore[no-untyped-def]
    for name, kind in KIND_BY_WORD.items():
        if line.folded == name:
            return kind
    return None


def _is_kind(line: Line, part: Part) -> bool:
    text = line.folded.rstrip(".:")
    if line.column != FULL or line.paragraph.frame.bordered:
        return False
    if text in KIND_BY_WORD or text in ("cong van", "ten loai van ban"):
        return True
    if text.startswith(("kinh gui", *BASIS_WORDS)) or part.box(Box.LETTER_SUBJECT):
        return False
    centred = line.paragraph.format.align == "center"
    return centred and line.upper and len(text) <= _LONGEST_KIND and not line.filler


def _subject(part: Part, start: int, taken: set[int]) -> int:
    """The lines right under the kind, up to its rule; also "(Kèm theo …)" of a text enclosed."""
    place = start
    while place < min(start + 14, len(part.lines)):
        line = part.lines[place]
        drawn = any(drawing.kind == "line" for drawing in line.paragraph.drawings)
        if line.blank or line.underscores or line.dashes:
            ended = bool(part.box(Box.SUBJECT)) or line.underscores or line.dashes or drawn
            if ended and not _enclosed_ahead(part.lines, place + 1):
                return place + 1
        elif id(line) in taken:
            pass
        elif ENCLOSED.match(line.folded) or (part.box(Box.ENCLOSED_WITH) and line.italic):
            part.put(Box.ENCLOSED_WITH, line)
        elif line.first and (_ends_subject(line) or _leads_in(part, line)):
            return place
        else:
            part.put(Box.SUBJECT, line)
        place += 1
    return place


def _enclosed_ahead(lines: list[Line], start: int) -> bool:
    return any(ENCLOSED.match(line.folded) for line in lines[start : start + 2])


def _ends_subject(line: Line) -> bool:
    text = line.folded
    if text.startswith(("kinh gui", "dieu 1", *BASIS_WORDS)) or OPERATIVE.match(text):
        return True
    if heading_of(line) is not None:
        return True
    if line.column != FULL:
        return True
    centred = line.paragraph.format.align == "center"
    return not centred and not line.any_bold


def _leads_in(part: Part, line: Line) -> bool:
    """ "… trân trọng giới thiệu:" right under a kind that has no subject (Mẫu 1.8)."""
    return part.kind_word is not None and not part.kind_word.subject and not line.any_bold


def _addressees(part: Part, start: int) -> int:
    place = start
    for place in range(start, min(start + 10, len(part.lines))):
        if part.lines[place].folded.startswith("kinh gui"):
            break
        line = part.lines[place]
        if not line.blank and not _aside(line) and id(line) not in _taken(part):
            return start
    else:
        return start
    first = part.lines[place]
    table = first.paragraph.frame.table
    part.put(Box.ADDRESSEES, first)
    for line in part.lines[place + 1 :]:
        place += 1
        same = line.paragraph is first.paragraph or (
            table >= 0 and line.paragraph.frame.table == table
        )
        listed = line.text.startswith(("-", "–", "—", "+", "•"))
        if same or (listed and table < 0):
            if not line.blank:
                part.put(Box.ADDRESSEES, line)
        elif not (not line.blank and _set_in(line) and _unfinished(part.box(Box.ADDRESSEES))):
            return place
        else:
            part.put(Box.ADDRESSEES, line)
    return place + 1


def _aside(line: Line) -> bool:
    """A text box beside the text, such as a stamp."""
    return line.paragraph.frame.box >= 0


def _set_in(line: Line) -> bool:
    return line.left - line.paragraph.frame.left > _FAR_INDENT


def _unfinished(lines: list[Line]) -> bool:
    """More names follow a bare "Kính gửi:" and every line that ends in a semicolon."""
    return lines[-1].text.endswith((":", ";", ","))


def _authority(part: Part, start: int) -> int:
    """Thẩm quyền ban hành: the bold upper-case line before the bases (Mẫu 1.1–1.3)."""
    if part.kind_word is None or not part.kind_word.bases:
        return start
    place = start
    for line in part.lines[start : start + 8]:
        place += 1
        if line.blank or line.underscores:
            continue
        centred = line.paragraph.format.align == "center" and line.column == FULL
        if not (centred and line.upper) or OPERATIVE.match(line.folded):
            return place - 1
        part.put(Box.AUTHORITY, line)
    return place


def _annex_heading(part: Part) -> int:
    taken = _taken(part)
    place = 0
    while place < len(part.lines):
        line = part.lines[place]
        place += 1
        if line.blank or id(line) in taken:
            continue
        if not part.box(Box.ANNEX_LABEL):
            part.put(Box.ANNEX_LABEL, line)
            continue
        centred = line.paragraph.format.align == "center" and line.paragraph.frame.table < 0
        if ENCLOSED.match(line.folded) and len(line.text) < 250:
            part.put(Box.ENCLOSED_WITH, line)
        elif part.box(Box.ENCLOSED_WITH):
            if not (centred and line.italic and not line.underscores):
                return place if line.underscores else place - 1
            part.put(Box.ENCLOSED_WITH, line)
        elif centred and len(part.box(Box.ANNEX_TITLE)) < 6 and not is_annex_heading(line):
            if not line.underscores:
                part.put(Box.ANNEX_TITLE, line)
        else:
            return place - 1
    return place


def _find_rule(document: Document, part: Part, text_width: float) -> None:
    """The rule under the subject (5a), or under an annex's "(Kèm theo …)"."""
    owners = (
        part.box(Box.ENCLOSED_WITH) or part.box(Box.SUBJECT) or part.box(Box.ANNEX_TITLE)
        or part.box(Box.KIND)
    )  # fmt: skip
    if not owners:
        return
    first = part.lines.index(owners[0])
    reach = [
        line
        for line in part.lines[first : part.lines.index(owners[-1]) + 4]
        if not line.folded.startswith("kinh gui")
    ]
    marks = [mark for mark in marks_among(document, reach) if mark.length < LONGEST * text_width]
    mark = next(iter(marks), None) or underline_of(owners[-1])
    if mark is not None:
        part.marks[Box.SUBJECT] = mark
