"""Kiểu chữ và số tự động của tệp Word — bold, caps, fonts and list labels as they take effect."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from service.reading.wordfile import Element, WordFile, w

MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What a run looks like. None: not said here, ask the next one up."""

    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    font: str | None = None

    def over(self, under: "Look") -> "Look":
        """This look, with what it leaves open taken from `under`."""
        return Look(
            *(
                getattr(self, name) if getattr(self, name) is not None else getattr(under, name)
                for name in self.__slots__
            )
        )


@dataclass(frozen=True, slots=True)
class _Style:
    look: Look
    based_on: str
    centred: bool | None
    numbering: tuple[str, int] | None


@dataclass(slots=True)
class Styles:
    """Styles and numbering of one file; counts list items as it is asked, in document order."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _defaults: Look = field(default_factory=Look)
    _default_style: str = ""
    _lists: "Lists | None" = None

    @classmethod
    def of(cls, file: WordFile) -> "Styles":
        self = cls(_lists=Lists(file.part("numbering")))
        root = file.part("styles")
        if root is None:
            return self
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self._defaults = look_of(defaults)
        for style in root.iter(w("style")):
            name = style.get(w("styleId"), "")
            paragraph = style.find(w("pPr"))
            based_on = style.find(w("basedOn"))
            self._styles[name] = _Style(
                look_of(style.find(w("rPr"))),
                "" if based_on is None else based_on.get(w("val"), ""),
                centred(paragraph),
                numbering(paragraph),
            )
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true"):
                self._default_style = name
        return self

    def paragraph_look(self, paragraph: Element | None) -> Look:
        look = Look()
        for style in self._chain(_style_id(paragraph, "pStyle") or self._default_style):
            look = look.over(style.look)
        return look.over(self._defaults)

    def run_look(self, run: Element | None, under: Look) -> Look:
        look = look_of(run)
        for style in self._chain(_style_id(run, "rStyle")):
            look = look.over(style.look)
        return look.over(under)

    def is_centred(self, paragraph: Element | None) -> bool:
        own = centred(paragraph)
        if own is not None:
            return own
        chain = self._chain(_style_id(paragraph, "pStyle") or self._default_style)
        return next((style.centred for style in chain if style.centred is not None), False)

    def label(self, paragraph: Element | None) -> str:
        """The automatic number or dash before a paragraph, or an empty string."""
        own = numbering(paragraph)
        if own is None:
            chain = self._chain(_style_id(paragraph, "pStyle"))
            own = next((style.numbering for style in chain if style.numbering), None)
        if own is None or self._lists is None:
            return ""
        return self._lists.next_label(*own)

    def _chain(self, name: str) -> Iterator[_Style]:
        for _ in range(MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = style.based_on


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


class Lists:
    """Automatic numbering: labels such as ``1.``, ``a)``, ``-``."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        for abstract in root.iter(w("abstractNum")):
            name = abstract.get(w("abstractNumId"), "")
            self._levels[name] = {
                _integer(level.get(w("ilvl"))): _Level(
                    _value(level, "numFmt") or "decimal",
                    _value(level, "lvlText"),
                    _integer(_value(level, "start") or "1"),
                )
                for level in abstract.iter(w("lvl"))
            }
        for number in root.iter(w("num")):
            self._abstract[number.get(w("numId"), "")] = _value(number, "abstractNumId")

    def next_label(self, number: str, level: int) -> str:
        name = self._abstract.get(number, "")
        levels = self._levels.get(name, {})
        own = levels.get(level)
        if own is None:
            return ""
        self._counts[name, level] = self._counts.get((name, level), own.start - 1) + 1
        for deeper in [key for key in self._counts if key[0] == name and key[1] > level]:
            del self._counts[deeper]
        if own.form == "bullet":
            return "-"  # symbols come from a font of signs; in official papers it is a dash
        text = own.text
        for depth in range(level + 1):
            upper = levels.get(depth)
            count = self._counts.get((name, depth), upper.start if upper else 1)
            text = text.replace(f"%{depth + 1}", _in_form(count, upper.form if upper else ""))
        return text.strip()


def look_of(properties: Element | None) -> Look:
    if properties is None:
        return Look()
    size = _value(properties, "sz")
    fonts = properties.find(w("rFonts"))
    font = None if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi"))
    return Look(
        _flag(properties, "b"),
        _flag(properties, "i"),
        _flag(properties, "caps"),
        _flag(properties, "vanish"),
        _integer(size) / 2 if size else None,
        font,
    )


def centred(properties: Element | None) -> bool | None:
    value = "" if properties is None else _value(properties, "jc")
    return value == "center" if value else None


def numbering(properties: Element | None) -> tuple[str, int] | None:
    """(list, level); a list of ``0`` switches numbering off and counts as none."""
    found = None if properties is None else properties.find(w("numPr"))
    if found is None:
        return None
    number = _value(found, "numId")
    return (number, _integer(_value(found, "ilvl") or "0")) if number not in ("", "0") else None


def _flag(properties: Element, name: str) -> bool | None:
    found = properties.find(w(name))
    if found is None:
        return None
    return found.get(w("val"), "true") not in ("0", "false", "off", "none")


def _value(element: Element, name: str) -> str:
    found = element.find(w(name))
    return "" if found is None else found.get(w("val"), "")


def _style_id(properties: Element | None, name: str) -> str:
    return "" if properties is None else _value(properties, name)


def _integer(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def _in_form(count: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman") and 0 < count < 90:
        text = ""
        rest = count
        for value, sign in _ROMAN:
            text += sign * (rest // value)
            rest %= value
        return text if form == "upperRoman" else text.lower()
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26:
        letter = chr(ord("a") + count - 1)
        return letter if form == "lowerLetter" else letter.upper()
    return f"{count:02d}" if form == "decimalZero" else str(count)
