"""Nội dung văn bản — typed text to the parts that the decree names (Phụ lục I, phần I, II.6.đ).

One line is one paragraph. A line's start says what it is: ``Chương I``, ``Mục 1``, ``I.``,
``Điều 1.``, ``1.``, ``a)``, ``-``, ``+``. Lines with tabs (from a spreadsheet) or ``|`` are a
table, the first its header. ``**bold**`` and ``*italic*`` nest; a star without partner is a
star. A backslash before a line's start or before a star takes the meaning away. What the clerk
typed is kept letter for letter; reading takes time in proportion to length.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.domain.inline import Run, emphasised, parse_runs, plain_text
from service.domain.pasting import cells, logical_lines, plain_lines

__all__ = ["Block", "Body", "Paragraph", "Run", "Table", "end_marked", "parse_body", "plain_text"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `look` is the id of its style in `service.domain.looks.LOOKS`."""

    look: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return plain_text(self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, all of the same length; the first row is the header."""

    rows: tuple[tuple[tuple[Run, ...], ...], ...]

    @property
    def columns(self) -> int:
        return len(self.rows[0])


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Body:
    """Blocks to be set in a column of `width_mm`.

    `before_foot` keeps the last paragraph on the page of the signature block that follows.
    """

    blocks: tuple[Block, ...]
    width_mm: float
    before_foot: bool = False


POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Thứ tự điểm: the Vietnamese letters without ă â ê ô ơ ư."""
TITLE_LIMIT = 250
COLUMN_LIMIT = 20
"""No page holds more columns; wider lines stay text, so a table never outgrows its input."""
_OPEN_ENDS = (".", ";", ":", ",", "/", "…")

_ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
_MARKS = (
    ("Phan", re.compile(rf"(?:Phần|PHẦN|Chương|CHƯƠNG)\s+(?:{_ROMAN}|\d{{1,3}}|thứ\s\w+)\.?$")),
    ("Muc", re.compile(r"(?:Mục|MỤC|Tiểu mục|TIỂU MỤC)\s+\d{1,3}\.?$")),
    ("Dieu", re.compile(r"(?:Điều|ĐIỀU)\s+\d{1,4}[a-zđ]?\s*[.:]")),
    ("DeMuc", re.compile(rf"{_ROMAN}\.\s")),
    ("Khoan", re.compile(r"\d{1,3}(?:\.\d{1,3}){0,3}\.\s|\d{1,2}(?:\.\d{1,2}){1,3}\s")),
    ("Diem", re.compile(rf"[{POINT_LETTERS}](?:\.\d{{1,2}})?\)")),
    ("GachDauDong", re.compile(r"[-–•](?:\s|(?=[^\W\d]))")),
    ("CongDauDong", re.compile(r"\+(?:\s|(?=[^\W\d]))")),
)
_TITLE_OF = {"Phan": "TieuDePhan", "Muc": "TieuDeMuc"}
_DIVIDERS = ("Phan", "Muc", "Dieu", "DeMuc", "TieuDePhan", "TieuDeMuc")


@dataclass(slots=True)
class _Line:
    look: str
    text: str
    mark: int = 0  # how many characters at its start are the mark, as "Điều 1."


def parse_body(text: str) -> tuple[Block, ...]:
    """The blocks of `text` (clean, see `vietnamese.clean`); blank lines only separate."""
    blocks: list[Block] = []
    lines: list[_Line] = []
    source = logical_lines(text)
    position = 0
    while position < len(source):
        end = max(_table_end(source, position), position + 1)
        table = _table(source[position:end]) if end - position > 1 else None
        if table:
            blocks += [*_paragraphs(lines), table]
            lines = []
        else:
            typed = (line.strip() for one in source[position:end] for line in plain_lines(one))
            lines += [_classified(line) for line in typed if line]
        position = end
    blocks += _paragraphs(lines)
    return tuple(blocks)


def _classified(line: str) -> _Line:
    if line.startswith("\\") and not line.startswith("\\*"):
        return _Line("NoiDung", line[1:])
    # A clerk may have set the mark bold by hand: "**Điều 1.** …" is still an article.
    bare = line.lstrip("*")
    for look, pattern in _MARKS:
        if found := pattern.match(bare):
            if look == "DeMuc" and not _may_be_title(line):
                continue
            return _Line(look, line, found.end())
    return _Line("NoiDung", line)


def _may_be_title(line: str) -> bool:
    return len(line) <= TITLE_LIMIT and not line.rstrip("*").endswith(_OPEN_ENDS)


def _paragraphs(lines: Sequence[_Line]) -> list[Block]:
    lines = _with_titles(lines)
    bold = _titled(lines)
    return [
        Paragraph(line.look, _runs(line, titled=position in bold))
        for position, line in enumerate(lines)
    ]


def _with_titles(lines: Sequence[_Line]) -> list[_Line]:
    """The plain line after ``Chương I`` or ``Mục 1`` is its title."""
    named = list(lines)
    for position in range(1, len(named)):
        look = _TITLE_OF.get(named[position - 1].look)
        if look and named[position].look == "NoiDung" and len(named[position].text) <= TITLE_LIMIT:
            named[position] = _Line(look, named[position].text)
    return named


def _titled(lines: Sequence[_Line]) -> set[int]:
    """Điều and khoản that have a title on their own line, which is bold with its number.

    A khoản counts only if all khoản of its group look so: a short list of names is no title.
    """
    found: set[int] = set()
    group: list[int] = []
    for position, line in enumerate([*lines, _Line("Phan", "")]):
        if line.look in _DIVIDERS:
            if all(_is_titled(lines, one) for one in group):
                found.update(group)
            group = []
        if position < len(lines) and line.look == "Khoan":
            group.append(position)
        if position < len(lines) and line.look == "Dieu" and _is_titled(lines, position):
            found.add(position)
    return found


def _is_titled(lines: Sequence[_Line], position: int) -> bool:
    line = lines[position]
    follows = lines[position + 1].look if position + 1 < len(lines) else line.look
    has_words = bool(line.text[line.mark :].strip())
    own_part = follows not in ("Phan", "Muc", "DeMuc", line.look) and not (
        line.look == "Khoan" and follows == "Dieu"
    )
    return has_words and own_part and _may_be_title(line.text)


def _runs(line: _Line, *, titled: bool) -> tuple[Run, ...]:
    runs = parse_runs(line.text)
    if titled:
        return emphasised(runs, bold=True)
    if line.look == "Dieu":
        return emphasised(runs, bold=True, length=line.mark)
    return runs


# Bảng


def _table_end(source: Sequence[str], start: int) -> int:
    """One past the last line of a table that starts here, or `start` when none does."""
    if source[start].lstrip().startswith("|"):
        belongs = _is_piped
    elif "\t" in source[start].strip():
        belongs = _is_tabbed
    else:
        return start
    end = start
    while end < len(source) and belongs(source[end]):
        end += 1
    return end if end - start >= 2 else start


def _is_piped(line: str) -> bool:
    return line.lstrip().startswith("|")


def _is_tabbed(line: str) -> bool:
    return "\t" in line.rstrip("\n") and bool(line.strip())


_PIPE_RULE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?$")
_PIPE = re.compile(r"(?<!\\)\|")


def _table(lines: Sequence[str]) -> Table | None:
    if _is_piped(lines[0]):
        ruler = 1 if _PIPE_RULE.match(lines[1]) else len(lines)
        rows = [_piped_cells(line) for line in (*lines[:ruler], *lines[ruler + 1 :])]
    else:
        rows = [cells(line) for line in lines]
    width = max((_used(row) for row in rows), default=0)
    if not 1 <= width <= COLUMN_LIMIT:
        return None
    return Table(
        tuple(
            tuple(parse_runs(cell.strip()) for cell in (*row, *[""] * (width - len(row)))[:width])
            for row in rows
        )
    )


def _piped_cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.replace("\\|", "|") for cell in _PIPE.split(inner)]


def _used(row: Sequence[str]) -> int:
    """Columns up to the last one with words: spreadsheets paste empty ones too."""
    filled = [position for position, cell in enumerate(row) if cell.strip()]
    return filled[-1] + 1 if filled else 1


def end_marked(blocks: Sequence[Block], mark: str = "./.") -> tuple[Block, ...]:
    """The text closed by ``./.`` as the official forms close it; a table at the end is not, nor
    a line that announces what is still to be typed."""
    if not blocks or not isinstance(blocks[-1], Paragraph) or not blocks[-1].runs:
        return tuple(blocks)
    last = blocks[-1]
    if last.text.rstrip().endswith((mark, ":")):
        return tuple(blocks)
    kept = last.runs[-1].text.rstrip()
    closing = mark[1:] if kept.endswith(("...", "…")) else mark
    if closing == mark:
        kept = kept.rstrip(".;,")
    ending = replace(last.runs[-1], text=kept + closing)
    return (*blocks[:-1], replace(last, runs=(*last.runs[:-1], ending)))
