"""Bố cục nội dung — what each paragraph of the content is: căn cứ, Điều, khoản, điểm … (II.6)."""

import re
from dataclasses import replace

from service.conformity.lines import Line
from service.conformity.paper import Box, Clause, Part, PartKind, Role
from service.conformity.vocabulary import BASIS_WORDS, OPERATIVE

_HEADINGS = (
    (Role.PART, re.compile(r"phan\s+(?:thu\s+)?([ivxlc]+|\d+|[.…]+|\w+)\s*[.:]?$")),
    (Role.CHAPTER, re.compile(r"chuong\s+(?:thu\s+)?([ivxlc]+|\d+|[.…]+|\w+)\s*[.:]?$")),
    (Role.SECTION, re.compile(r"muc\s+([ivxlc]+|\d+|[.…]+)\s*[.:]?$")),
    (Role.SUBSECTION, re.compile(r"tieu muc\s+([ivxlc]+|\d+|[.…]+)\s*[.:]?$")),
)
_RUN_ON = re.compile(r"(phần|chương|mục|tiểu mục)\s+([IVXLC]+|\d+)\s*[.:\-–]?\s+(\w.*)", re.I)
_RUN_ON_ROLES = {
    "phần": Role.PART,
    "chương": Role.CHAPTER,
    "mục": Role.SECTION,
    "tiểu mục": Role.SUBSECTION,
}
_ARTICLE = re.compile(r"Điều\s+([\dIVXLC]+[a-zđ]?)\s*([.:)/\-–]?)(?=\s|$|[.…])")
_ROMAN = re.compile(r"([IVXL]{1,6})\s*([./)\-–])\s*\S")
_CLAUSE = re.compile(r"(\d{1,3})\s*([./)\-–])\s*(?=[^\d\s])")
_CLAUSE_DOTTED = re.compile(r"(\d{1,2}(?:\.\d{1,2})+)\.?\s+\S")
_POINT = re.compile(r"([a-zđ])\s*([).\-/])\s*(?=\S)")
_DASH = re.compile(r"[-–—+•]\s*\S")


def find_clauses(part: Part) -> None:
    """Fill `clauses` with every paragraph between the titles and the closing."""
    taken = {id(line.paragraph) for lines in part.boxes.values() for line in lines}
    bases_end = _bases_end(part)
    heading = False
    seen: set[int] = set()
    for place in range(part.body_start, min(part.closing, len(part.lines))):
        line = part.lines[place]
        paragraph = line.paragraph
        if id(paragraph) in taken or paragraph.index in seen:
            continue
        if not heading_of(line):
            # A heading may share its paragraph with its title; other paragraphs are one clause.
            seen.add(paragraph.index)
            line = whole(line) if line.first else line
        role, number = _role(line, heading=heading)
        if place < bases_end and role in (Role.TEXT, Role.OTHER, Role.DASH):
            role = Role.BASIS
        heading = role in (Role.PART, Role.CHAPTER, Role.SECTION, Role.SUBSECTION) or (
            heading and role in (Role.TITLE, Role.BLANK)
        )
        part.clauses.append(Clause(paragraph, line, role, number))
        if role is Role.BASIS:
            part.put(Box.BASES, line)
        elif role is Role.CENTRED and OPERATIVE.match(line.folded):
            part.put(Box.OPERATIVE, line)


def _bases_end(part: Part) -> int:
    """The line after the last basis; 0 when the paper has none."""
    if part.kind is not PartKind.MAIN or not part.box(Box.KIND):
        return 0
    lines = part.lines
    if part.kind_word is not None and part.kind_word.bases:
        for place in range(part.body_start, min(part.closing, part.body_start + 80)):
            if OPERATIVE.match(lines[place].folded) and len(lines[place].text) < 30:
                return place
            if _ARTICLE.match(lines[place].text):
                return _leading_bases(part)
    return _leading_bases(part)


def _leading_bases(part: Part) -> int:
    """Bases of other kinds: opening paragraphs, each on its own and ended by a semicolon."""
    end = 0
    for place in range(part.body_start, part.closing):
        line = part.lines[place]
        if line.blank:
            continue
        text = " ".join(line.paragraph.words.split())
        basis = line.folded.startswith(BASIS_WORDS) and len(line.text) > 7
        listed = text.endswith(";") or line.italic
        if basis and (listed or (end and text.endswith(".") and len(text) < 300)):
            end = place + 1
        else:
            break
    return end


def heading_of(line: Line) -> Role | None:
    """Phần, Chương, Mục or Tiểu mục, if the line opens one."""
    if line.paragraph.frame.table >= 0:
        return None
    for role, shape in _HEADINGS:
        if len(line.text) < 30 and shape.match(line.folded):
            return role
    return run_on_heading(line)


def run_on_heading(line: Line) -> Role | None:
    """ "Chương I QUY ĐỊNH CHUNG": a heading that shares its line with its title."""
    if not (line.any_bold and len(line.text) < 160):
        return None
    found = _RUN_ON.match(line.text)
    if found is None or not found.group(3)[:2].isupper():
        return None
    return _RUN_ON_ROLES[found.group(1).casefold()]


def whole(line: Line) -> Line:
    """All lines of a paragraph as one, standing where its first line stands."""
    if line.alone:
        return line
    parts = [
        (run.text.replace("\t", " ").replace("\n", " ").replace("\f", " "), run)
        for run in line.paragraph.runs
    ]
    return replace(line, parts=parts)


def _role(line: Line, *, heading: bool) -> tuple[Role, str]:
    paragraph = line.paragraph
    text = line.text
    if paragraph.frame.table >= 0 or paragraph.frame.box >= 0:
        return Role.TABLE, ""
    if not text or set(text) <= set("_ "):
        dotted = "\t" in paragraph.text and any(stop[2] != "none" for stop in paragraph.format.tabs)
        return (Role.OTHER if dotted else Role.BLANK), ""
    named = heading_of(line)
    if named is not None:
        return named, text.removeprefix("Tiểu ").split()[1].strip(".:-–")
    found = _ARTICLE.match(text)
    if found or re.match(r"Điều\s*[.…]+", text):
        return Role.ARTICLE, found.group(1) if found else ""
    roman = _ROMAN.match(text) and paragraph.format.align != "center"
    if heading and (line.upper or paragraph.format.align == "center") and not roman:
        return Role.TITLE, ""
    return _lesser_role(line, text)


def _lesser_role(line: Line, text: str) -> tuple[Role, str]:
    if line.filler:
        return Role.OTHER, ""
    if line.paragraph.format.align in ("center", "right"):
        return Role.CENTRED, ""
    found = _ROMAN.match(text)
    if found and (line.upper or line.any_bold):
        return Role.ROMAN, found.group(1)
    for role, shape in (
        (Role.CLAUSE, _CLAUSE_DOTTED),
        (Role.CLAUSE, _CLAUSE),
        (Role.POINT, _POINT),
    ):
        found = shape.match(text)
        if found:
            return role, found.group(1)
    if _DASH.match(text):
        return Role.DASH, ""
    return Role.TEXT, ""
