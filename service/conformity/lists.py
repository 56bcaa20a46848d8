"""Danh sách tự động — numbering.xml: the indents it gives and the labels a reader sees.

A clause numbered by Word has no "1." in its text; the rules on structure need the label.
"""

from dataclasses import dataclass, field

from service.conformity.package import Package
from service.conformity.properties import Properties, paragraph_properties
from service.conformity.wordml import Element, number, on, value, w

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(count: int) -> str:
    """4 → ``IV``; zero and below have no Roman numeral and give an empty text."""
    text = ""
    for amount, letters in _ROMAN:
        while count >= amount:
            text += letters
            count -= amount
    return text


@dataclass(frozen=True, slots=True)
class Level:
    start: int
    format: str
    text: str
    restart: int | None
    legal: bool
    paragraph: Properties
    style: str | None


@dataclass(slots=True)
class Lists:
    """Abstract lists, the numbers that point to them, and the running counters."""

    levels: dict[str, dict[int, Level]]
    abstract_of: dict[str, str]
    starts: dict[tuple[str, int], int]
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def level(self, list_id: str, depth: int) -> Level | None:
        return self.levels.get(self.abstract_of.get(list_id, ""), {}).get(depth)

    def label(self, list_id: str, depth: int) -> str:
        """Count one paragraph of a list and give the label Word draws before it."""
        abstract = self.abstract_of.get(list_id, "")
        level = self.level(list_id, depth)
        if level is None:
            return ""
        counters = self._counters.setdefault(abstract, {})
        override = self.starts.get((list_id, depth))
        if override is not None and (list_id, depth) not in self._started:
            counters[depth] = override
        else:
            counters[depth] = counters.get(depth, level.start - 1) + 1
        self._started.add((list_id, depth))
        self._restart_below(abstract, counters, depth)
        return self._text(abstract, counters, level)

    def _restart_below(self, abstract: str, counters: dict[int, int], depth: int) -> None:
        for deeper, level in self.levels.get(abstract, {}).items():
            if deeper > depth and level.restart != 0:
                counters.pop(deeper, None)

    def _text(self, abstract: str, counters: dict[int, int], level: Level) -> str:
        if level.format == "bullet":
            return level.text
        text = level.text
        for depth in range(9):
            mark = f"%{depth + 1}"
            if mark in text:
                other = self.levels.get(abstract, {}).get(depth)
                shape = "decimal" if level.legal or other is None else other.format
                begin = other.start if other is not None else 1
                text = text.replace(mark, _numeral(counters.get(depth, begin), shape))
        return text


def load_lists(package: Package) -> Lists:
    lists = Lists({}, {}, {})
    name = package.related("numbering")
    root = package.xml(name) if name else None
    if root is None:
        return lists
    linked: dict[str, str] = {}
    for abstract in root.iterfind(w("abstractNum")):
        abstract_id = abstract.get(w("abstractNumId"), "")
        lists.levels[abstract_id] = {
            depth: level for depth, level in map(_level, abstract.iterfind(w("lvl")))
        }
        link = value(abstract.find(w("numStyleLink")))
        if link:
            linked[abstract_id] = link
    _follow_style_links(root, lists, linked)
    for instance in root.iterfind(w("num")):
        _instance(instance, lists)
    return lists


def _follow_style_links(root: Element, lists: Lists, linked: dict[str, str]) -> None:
    owners = {
        value(abstract.find(w("styleLink"))): abstract.get(w("abstractNumId"), "")
        for abstract in root.iterfind(w("abstractNum"))
        if abstract.find(w("styleLink")) is not None
    }
    for abstract_id, link in linked.items():
        owner = owners.get(link)
        if owner is not None:
            lists.levels[abstract_id] = lists.levels.get(owner, {})


def _instance(instance: Element, lists: Lists) -> None:
    list_id = instance.get(w("numId"), "")
    abstract_id = value(instance.find(w("abstractNumId"))) or ""
    lists.abstract_of[list_id] = abstract_id
    for override in instance.iterfind(w("lvlOverride")):
        depth = int(number(override.get(w("ilvl"))) or 0)
        start = number(value(override.find(w("startOverride"))))
        if start is not None:
            lists.starts[(list_id, depth)] = int(start)
        replaced = override.find(w("lvl"))
        if replaced is not None:
            # A replaced level makes the instance a list of its own.
            own = f"{abstract_id}/{list_id}"
            lists.levels.setdefault(own, dict(lists.levels.get(abstract_id, {})))
            lists.levels[own][depth] = _level(replaced)[1]
            lists.abstract_of[list_id] = own


def _level(element: Element) -> tuple[int, Level]:
    restart = number(value(element.find(w("lvlRestart"))))
    legal = element.find(w("isLgl"))
    start = number(value(element.find(w("start"))))
    return int(number(element.get(w("ilvl"))) or 0), Level(
        1 if start is None else int(start),
        value(element.find(w("numFmt"))) or "decimal",
        value(element.find(w("lvlText"))) or "",
        None if restart is None else int(restart),
        legal is not None and on(legal),
        paragraph_properties(element.find(w("pPr"))),
        value(element.find(w("pStyle"))),
    )


def _numeral(count: int, shape: str) -> str:
    if shape in ("upperRoman", "lowerRoman"):
        text = roman(min(count, 4999))
        return text if shape == "upperRoman" else text.lower()
    if shape in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * (max(count - 1, 0) // 26 % 9 + 1)
        return letter.upper() if shape == "upperLetter" else letter
    if shape == "decimalZero":
        return f"{count:02d}"
    return "" if shape == "none" else str(count)
