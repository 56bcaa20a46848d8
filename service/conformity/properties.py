"""Thuộc tính chữ và đoạn — one rPr or pPr as written, and how a lower layer covers a higher one.

Layers are small dictionaries: a key that is absent was not said there. Sizes stay in Word's
own units here (half-points, twips); `service.conformity.formatting` turns them into pt and mm.
"""

from typing import Any

from service.conformity.wordml import Element, local, number, on, twips, value, w

Properties = dict[str, Any]

TOGGLES = frozenset({"b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish"})
_FONT_SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
_PARAGRAPH_SWITCHES = frozenset(
    {"keepNext", "keepLines", "pageBreakBefore", "contextualSpacing", "widowControl"}
)


def run_properties(element: Element | None) -> Properties:
    """The character properties that one rPr says."""
    found: Properties = {}
    if element is None:
        return found
    for child in element:
        name = local(child)
        if name in TOGGLES:
            found[name] = on(child)
        elif name in _RUN_VALUES:
            found[name] = value(child)
        else:
            reader = _RUN_READERS.get(name)
            if reader is not None:
                reader(child, found)
    return found


_RUN_VALUES = frozenset({"u", "highlight", "vertAlign", "rStyle", "em", "effect"})


def _size(element: Element, found: Properties) -> None:
    size = number(value(element))
    if size is not None and 0 < size < 3277:
        found["sz"] = size


def _color(element: Element, found: Properties) -> None:
    found["color"] = value(element)
    found["themeColor"] = value(element, "themeColor")


def _shade(element: Element, found: Properties) -> None:
    found["shd"] = value(element, "fill")


def _fonts(element: Element, found: Properties) -> None:
    for slot in _FONT_SLOTS:
        name = element.get(w(slot))
        # The attribute for the complex script is spelled cstheme in the schema.
        theme = element.get(w("cstheme" if slot == "cs" else f"{slot}Theme"))
        if name is not None:
            found[slot] = name
            found[f"{slot}Theme"] = None
        if theme is not None:
            found[f"{slot}Theme"] = theme


_RUN_READERS = {"rFonts": _fonts, "sz": _size, "color": _color, "shd": _shade}


def paragraph_properties(element: Element | None) -> Properties:
    """The paragraph properties that one pPr says; `tabs` and `borders` merge key by key."""
    found: Properties = {}
    if element is None:
        return found
    for child in element:
        name = local(child)
        reader = _READERS.get(name)
        if name in _PARAGRAPH_SWITCHES:
            found[name] = on(child)
        elif reader is not None:
            reader(child, found)
    return found


def _alignment(element: Element, found: Properties) -> None:
    found["jc"] = {"start": "left", "end": "right"}.get(value(element) or "", value(element))


def _indent(element: Element, found: Properties) -> None:
    for key, names in (("left", ("start", "left")), ("right", ("end", "right"))):
        for name in names:
            amount = twips(element.get(w(name)))
            if amount is not None:
                found[key] = amount
                break
    hanging = twips(element.get(w("hanging")))
    first = twips(element.get(w("firstLine")))
    if hanging is not None and (hanging or first is None):
        found["first"] = -hanging
    elif first is not None:
        found["first"] = first


def _spacing(element: Element, found: Properties) -> None:
    for name in ("before", "after", "line"):
        amount = twips(element.get(w(name)))
        if amount is not None:
            found[name] = amount
            if name != "line":
                found[f"{name}Lines"] = None
    for name in ("beforeLines", "afterLines"):
        amount = number(element.get(w(name)))
        if amount:
            found[name] = amount
    for name in ("beforeAutospacing", "afterAutospacing"):
        switch = element.get(w(name))
        if switch is not None:
            found[name] = switch in ("1", "true", "on")
    if element.get(w("lineRule")) is not None or "line" in found:
        found["lineRule"] = element.get(w("lineRule"), "auto")


def _numbering(element: Element, found: Properties) -> None:
    list_id = value(element.find(w("numId")))
    level = number(value(element.find(w("ilvl"))))
    if list_id is not None:
        found["numId"] = list_id
    if level is not None:
        found["ilvl"] = int(level)


def _tabs(element: Element, found: Properties) -> None:
    stops = {}
    for child in element:
        position = twips(child.get(w("pos")))
        kind = value(child) or "left"
        if position is not None:
            stops[round(position)] = (
                {"start": "left", "end": "right", "num": "left"}.get(kind, kind),
                child.get(w("leader"), "none"),
            )
    found["tabs"] = stops


def _borders(element: Element, found: Properties) -> None:
    found["borders"] = {local(child): (value(child) or "none") for child in element}


def _frame(element: Element, found: Properties) -> None:
    found["frame"] = {name.rpartition("}")[2]: text for name, text in element.attrib.items()}


def _style(element: Element, found: Properties) -> None:
    found["pStyle"] = value(element)


def _outline(element: Element, found: Properties) -> None:
    found["outline"] = number(value(element))


_READERS = {
    "jc": _alignment,
    "ind": _indent,
    "spacing": _spacing,
    "numPr": _numbering,
    "tabs": _tabs,
    "pBdr": _borders,
    "framePr": _frame,
    "pStyle": _style,
    "outlineLvl": _outline,
}
_MERGED = ("tabs", "borders")


def cover(below: Properties, above: Properties) -> Properties:
    """`above` said later than `below`: its words win, silence keeps the earlier ones."""
    if not above:
        return below
    result = {**below, **above}
    for key in _MERGED:
        if key in below and key in above:
            result[key] = {**below[key], **above[key]}
    return result


def toggled(default: bool | None, *levels: bool | None) -> bool:
    """Word's toggle properties: kinds of style cancel each other out (ECMA-376, 17.7.3)."""
    if default:
        return True
    return sum(1 for level in levels if level) % 2 == 1
