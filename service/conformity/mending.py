"""Sửa định dạng — change one property of a run, paragraph or section, in the schema's order.

Word refuses files whose properties stand in the wrong order; every setter here puts a child
where ECMA-376 wants it and leaves all others alone.
"""

from lxml import etree

from service.conformity.story import Paragraph, Run
from service.conformity.wordml import XML_SPACE, Element, local, w

_RUN_ORDER = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike"),
    *("outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden"),
    *("color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect"),
    *("bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout"),
    *("specVanish", "oMath", "rPrChange"),
)
_PARAGRAPH_ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap"),
    *("overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd"),
    *("snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap"),
    *("jc", "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId"),
    *("cnfStyle", "rPr", "sectPr", "pPrChange"),
)
_SECTION_ORDER = (
    *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar"),
    *("paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign"),
    *("noEndnote", "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid"),
    *("printerSettings", "sectPrChange"),
)
FONT = "Times New Roman"


def child_of(parent: Element, name: str, order: tuple[str, ...]) -> Element:
    """The child `name` of a property list, made in its place when it is missing."""
    found = parent.find(w(name))
    if found is not None:
        return found
    made = etree.Element(w(name))
    later = set(order[order.index(name) + 1 :])
    for place, sibling in enumerate(parent):
        if local(sibling) in later:
            parent.insert(place, made)
            return made
    parent.append(made)
    return made


def run_properties_of(run: Element) -> Element:
    found = run.find(w("rPr"))
    if found is None:
        found = etree.Element(w("rPr"))
        run.insert(0, found)
    return found


def real_runs(run: Run) -> list[Element]:
    """The ``w:r`` elements behind a run; a simple field holds them inside."""
    if local(run.element) == "r":
        return [run.element]
    return list(run.element.iter(w("r")))


def set_size(run: Run, size: float) -> None:
    for element in real_runs(run):
        properties = run_properties_of(element)
        for name in ("sz", "szCs"):
            child_of(properties, name, _RUN_ORDER).set(w("val"), str(round(size * 2)))


def set_toggle(run: Run, name: str, *, on: bool) -> None:
    """Bold (``b``) or italic (``i``), for every script."""
    for element in real_runs(run):
        properties = run_properties_of(element)
        for each in (name, f"{name}Cs"):
            child_of(properties, each, _RUN_ORDER).set(w("val"), "1" if on else "0")


def set_font(run: Run) -> None:
    for element in real_runs(run):
        fonts = child_of(run_properties_of(element), "rFonts", _RUN_ORDER)
        for slot in ("ascii", "hAnsi", "cs"):
            fonts.set(w(slot), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "cstheme"):
            fonts.attrib.pop(w(theme), None)


def set_black(run: Run) -> None:
    for element in real_runs(run):
        color = child_of(run_properties_of(element), "color", _RUN_ORDER)
        for name in list(color.attrib):
            del color.attrib[name]
        color.set(w("val"), "000000")


def set_plain_ground(run: Run) -> None:
    for element in real_runs(run):
        properties = run_properties_of(element)
        child_of(properties, "highlight", _RUN_ORDER).set(w("val"), "none")
        shade = child_of(properties, "shd", _RUN_ORDER)
        for name in list(shade.attrib):
            del shade.attrib[name]
        shade.set(w("val"), "clear")
        shade.set(w("fill"), "auto")


def paragraph_properties_of(paragraph: Paragraph) -> Element:
    found = paragraph.element.find(w("pPr"))
    if found is None:
        found = etree.Element(w("pPr"))
        paragraph.element.insert(0, found)
    return found


def set_alignment(paragraph: Paragraph, align: str) -> None:
    child_of(paragraph_properties_of(paragraph), "jc", _PARAGRAPH_ORDER).set(w("val"), align)


def set_indent(paragraph: Paragraph, *, left: int | None, first: int) -> None:
    """Twips; `left` None keeps the left edge as it is."""
    indent = child_of(paragraph_properties_of(paragraph), "ind", _PARAGRAPH_ORDER)
    for name in ("hanging", "hangingChars", "firstLineChars"):
        indent.attrib.pop(w(name), None)
    indent.set(w("firstLine"), str(first))
    if left is not None:
        for name in ("left", "start", "leftChars", "startChars"):
            indent.attrib.pop(w(name), None)
        indent.set(w("left"), str(left))


def set_right_indent(paragraph: Paragraph, right: int) -> None:
    indent = child_of(paragraph_properties_of(paragraph), "ind", _PARAGRAPH_ORDER)
    for name in ("right", "end", "rightChars", "endChars"):
        indent.attrib.pop(w(name), None)
    indent.set(w("right"), str(right))


def set_spacing(paragraph: Paragraph, **said: int | str) -> None:
    """Attributes of ``w:spacing``: ``before``, ``after``, ``line`` in twips, ``lineRule``."""
    properties = paragraph_properties_of(paragraph)
    spacing = child_of(properties, "spacing", _PARAGRAPH_ORDER)
    for name, amount in said.items():
        spacing.set(w(name), str(amount))
        for other in (f"{name}Autospacing", f"{name}Lines"):
            spacing.attrib.pop(w(other), None)
    if "before" in said or "after" in said:
        child_of(properties, "contextualSpacing", _PARAGRAPH_ORDER).set(w("val"), "0")


def section_child(section: Element, name: str) -> Element:
    return child_of(section, name, _SECTION_ORDER)


class Letters:
    """The letters of one paragraph, each with the ``w:t`` it stands in, to change one at a time."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.holders: list[tuple[Element, int]] = []
        for run in paragraph.runs:
            if run.mark or local(run.element) != "r":
                continue
            for holder in run.element.iterfind(w("t")):
                self.holders.extend((holder, place) for place in range(len(holder.text or "")))

    @property
    def text(self) -> str:
        return "".join((holder.text or "")[place] for holder, place in self.holders)

    def put(self, changes: dict[int, str]) -> None:
        """Replace the letters at these places; an empty text removes one."""
        per_holder: dict[int, tuple[Element, dict[int, str]]] = {}
        for place, text in changes.items():
            holder, offset = self.holders[place]
            per_holder.setdefault(id(holder), (holder, {}))[1][offset] = text
        for holder, own in per_holder.values():
            old = holder.text or ""
            holder.text = "".join(own.get(place, letter) for place, letter in enumerate(old))
            holder.set(XML_SPACE, "preserve")
