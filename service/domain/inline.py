"""Chữ đậm, chữ nghiêng trong dòng — ``**bold**`` and ``*italic*`` in one line of text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Run:
    """Letters set alike."""

    text: str
    bold: bool = False
    italic: bool = False


def plain_text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


_TOKEN = re.compile(r"(\\\*)|(\*+)|([^*\\]+|\\)")
BOLD, ITALIC = "**", "*"


@dataclass(slots=True)
class _Mark:
    """A run of stars being read: pairs are matched, what remains is text."""

    text: str
    opens: bool
    closes: bool


def parse_runs(line: str) -> tuple[Run, ...]:
    """The runs of one line. Stars without partner, and stars between blanks, stay stars."""
    if "*" not in line:
        return (Run(line),) if line else ()
    return _joined(_switched(_matched(_tokens(line))))


def _tokens(line: str) -> list[str | _Mark]:
    tokens: list[str | _Mark] = []
    for found in _TOKEN.finditer(line):
        if found.group(1):
            tokens.append("*")
        elif found.group(2):
            before = line[found.start() - 1] if found.start() else " "
            after = line[found.end()] if found.end() < len(line) else " "
            opens = not after.isspace() and not before.isalnum()
            closes = not before.isspace() and not after.isalnum()
            tokens += _marks(found.group(2), opens=opens, closes=closes)
        else:
            tokens.append(found.group(3))
    return tokens


def _marks(stars: str, *, opens: bool, closes: bool) -> list[str | _Mark]:
    """``*`` and ``**`` are marks, ``***`` is both; longer rows of stars are drawings."""
    if len(stars) > 3:
        return [stars]
    if len(stars) < 3:
        return [_Mark(stars, opens, closes)]
    pair = [_Mark(BOLD, opens, closes), _Mark(ITALIC, opens, closes)]
    return list(pair if opens else reversed(pair))


def _matched(tokens: list[str | _Mark]) -> list[str | _Mark]:
    """Keep the marks that have a partner; turn the others into text. One pass, two openers."""
    open_at: dict[str, int] = {}
    partners: set[int] = set()
    for position, token in enumerate(tokens):
        if not isinstance(token, _Mark):
            continue
        start = open_at.get(token.text)
        if token.closes and start is not None and start < position - 1:
            partners |= {start, position}
            # An inner mark left open at this point has no partner inside and is text.
            open_at = {mark: at for mark, at in open_at.items() if at < start}
        elif token.opens and start is None:
            open_at[token.text] = position
    return [
        token if not isinstance(token, _Mark) or position in partners else token.text
        for position, token in enumerate(tokens)
    ]


def _switched(tokens: list[str | _Mark]) -> list[Run]:
    runs: list[Run] = []
    bold = italic = False
    for token in tokens:
        if isinstance(token, str):
            runs.append(Run(token, bold, italic))
        elif token.text == BOLD:
            bold = not bold
        else:
            italic = not italic
    return runs


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    groups: list[tuple[bool, bool, list[str]]] = []
    for run in runs:
        if groups and groups[-1][:2] == (run.bold, run.italic):
            groups[-1][2].append(run.text)
        else:
            groups.append((run.bold, run.italic, [run.text]))
    return tuple(Run("".join(parts), bold, italic) for bold, italic, parts in groups)


def emphasised(runs: tuple[Run, ...], *, bold: bool, length: int | None = None) -> tuple[Run, ...]:
    """The runs with the first `length` letters (or all) set bold."""
    if length is None:
        return tuple(replace(run, bold=bold) for run in runs)
    changed: list[Run] = []
    left = length
    for run in runs:
        head, tail = run.text[:left], run.text[left:]
        if head:
            changed.append(replace(run, text=head, bold=bold))
        if tail:
            changed.append(replace(run, text=tail))
        left -= len(head)
    return _joined(changed)
