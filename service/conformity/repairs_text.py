"""Sửa chữ số, gạch nối, thứ tự Nơi nhận — the few letters that are surely mistakes of form."""

import re
import unicodedata
from collections.abc import Iterator

from service.conformity.lines import Line
from service.conformity.mending import Letters
from service.conformity.paper import Box, Paper, PartKind, Role
from service.conformity.repairs import Change, mends
from service.conformity.rules.recipients import items, lists
from service.conformity.rules.reference import DASHES
from service.conformity.story import Paragraph
from service.conformity.wordml import XML_SPACE, w

_LOOK_ALIKE = {"\u00d0": "Đ", "\u0189": "Đ", "\u00f0": "đ", "\u0256": "đ"}


def _first_lines(paper: Paper, box: Box) -> Iterator[Line]:
    for part in paper.of_kind(PartKind.MAIN, PartKind.COPY, PartKind.ATTACHED):
        yield from part.box(box)[:1]


def _rewrite(line: Line, shape: str, change: dict[str, str] | str, number: int) -> Iterator[Change]:
    """Change the letters that group 1 of `shape` matches: to a text, or letter by letter."""
    letters = Letters(line.paragraph)
    before = letters.text
    found = re.search(shape, before)
    if found is None:
        return
    changes = {}
    for place in range(found.start(1), found.end(1)):
        letter = before[place]
        changes[place] = change.get(letter, letter) if isinstance(change, dict) else change
    letters.put(changes)
    after = Letters(line.paragraph).text
    if after != before:
        yield Change(number, line.paragraph.index, line.text, before.strip(), after.strip())


@mends(506)
def pad_number(paper: Paper, number: int) -> Iterator[Change]:
    for line in _first_lines(paper, Box.NUMBER):
        digit = re.search(r"Số\s*:?\s*([1-9])\s*/", line.paragraph.text)
        if digit:
            yield from _rewrite(line, r"Số\s*:?\s*([1-9])\s*/", f"0{digit.group(1)}", number)


@mends(507)
def hyphens_in_symbol(paper: Paper, number: int) -> Iterator[Change]:
    for line in _first_lines(paper, Box.NUMBER):
        yield from _rewrite(line, r"/([^\t\n]*)", dict.fromkeys(DASHES, "-"), number)


@mends(508)
def close_up_symbol(paper: Paper, number: int) -> Iterator[Change]:
    for line in _first_lines(paper, Box.NUMBER):
        shape = r"Số\s*:\s*\d+(\s*/\s*[^\t\n]*?)\s*(?:\t|\n|$)"
        yield from _rewrite(line, shape, {" ": "", "\u00a0": ""}, number)


@mends(309)
def motto_hyphens(paper: Paper, number: int) -> Iterator[Change]:
    for line in _first_lines(paper, Box.MOTTO):
        letters = Letters(line.paragraph)
        text = letters.text
        found = re.search(rf"lập(\s*[-{DASHES}]\s*)Tự do(\s*[-{DASHES}]\s*)Hạnh", text)
        if found is None:
            continue
        changes: dict[int, str] = {}
        for group in (1, 2):
            start, end = found.span(group)
            changes |= dict.fromkeys(range(start, end), "")
            changes[start] = " - "
        letters.put(changes)
        after = Letters(line.paragraph).text.strip()
        yield Change(number, line.paragraph.index, line.text, text.strip(), after)


@mends(605, 606)
def pad_date(paper: Paper, number: int) -> Iterator[Change]:
    word, figures = ("ngày", "1-9") if number == 605 else ("tháng", "12")
    shape = rf"{word}\s+([{figures}])\s"
    for line in _first_lines(paper, Box.PLACE_DATE):
        digit = re.search(shape, line.paragraph.text)
        if digit:
            yield from _rewrite(line, shape, f"0{digit.group(1)}", number)


@mends(607)
def bare_month(paper: Paper, number: int) -> Iterator[Change]:
    for line in _first_lines(paper, Box.PLACE_DATE):
        yield from _rewrite(line, r"tháng\s+(0)[3-9]\s", "", number)


@mends(803, 804)
def bases_ends(paper: Paper, number: int) -> Iterator[Change]:
    for part in paper.of_kind(PartKind.MAIN):
        found = [clause for clause in part.clauses if clause.role is Role.BASIS]
        for clause in found[:-1] if number == 803 else found[-1:]:
            mark = ";" if number == 803 else "."
            yield from _end_with(clause.paragraph, mark, clause.line.text, number)


@mends(1208)
def recipients_ends(paper: Paper, number: int) -> Iterator[Change]:
    for _, lines in lists(paper):
        for item in items(lines):
            last = item[-1]
            if "luu" not in item[0].folded[:8] and last.alone:
                yield from _end_with(last.paragraph, ";", last.text, number)


def _end_with(paragraph: Paragraph, mark: str, shown: str, number: int) -> Iterator[Change]:
    """Make `mark` the last letter: in place of another mark, or after the last word."""
    letters = Letters(paragraph)
    text = letters.text
    last = len(text.rstrip()) - 1
    if last < 0 or text[last] == mark or text.rstrip().endswith(("..", "…", "./.")):
        return
    old = text[last]
    letters.put({last: mark if old in ".,;:" else old + mark})
    yield Change(number, paragraph.index, shown, f"kết thúc “{old}”", f"kết thúc “{mark}”")


@mends(1207)
def recipients_dashes(paper: Paper, number: int) -> Iterator[Change]:
    for _, lines in lists(paper):
        for item in items(lines):
            if not item[0].label:
                yield from _rewrite(item[0], rf"^\s*([{DASHES}])", "-", number)


@mends(1209)
def file_copy_last(paper: Paper, number: int) -> Iterator[Change]:
    """Move "- Lưu: …" below the others, where each stands in a paragraph of its own."""
    for _, lines in lists(paper):
        listed = items(lines)
        files = [item for item in listed if re.match(r"[-–—+•\s]*luu\b", item[0].folded)]
        if not files or files[-1] is listed[-1] or not all(line.alone for line in lines):
            continue
        moved, last = files[-1], listed[-1]
        anchor = last[-1].paragraph.element
        for line in reversed(moved):
            anchor.addnext(line.paragraph.element)
        yield Change(
            number, moved[0].paragraph.index, moved[0].text, "không ở cuối", "cuối danh sách"
        )
        yield from _end_with(moved[-1].paragraph, ".", moved[-1].text, number)


@mends(203)
def compose(paper: Paper, number: int) -> Iterator[Change]:
    """Precomposed letters within each piece of text."""
    for paragraph in paper.document.paragraphs:
        changed = False
        for run in paragraph.runs:
            for holder in run.element.iterfind(w("t")):
                text = unicodedata.normalize("NFC", holder.text or "")
                if text != holder.text:
                    holder.text, changed = text, True
                    holder.set(XML_SPACE, "preserve")
        if changed:
            shown = unicodedata.normalize("NFC", paragraph.words)[:80]
            yield Change(number, paragraph.index, shown, "dấu rời", "chữ dựng sẵn")


@mends(204)
def real_d(paper: Paper, number: int) -> Iterator[Change]:
    for paragraph in paper.document.paragraphs:
        letters = Letters(paragraph)
        wrong = {
            place: _LOOK_ALIKE[letter]
            for place, letter in enumerate(letters.text)
            if letter in _LOOK_ALIKE
        }
        if wrong:
            before = paragraph.words[:80]
            letters.put(wrong)
            yield Change(number, paragraph.index, before, "Ð, ð", "Đ, đ")
