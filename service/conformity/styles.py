"""Kiểu chữ trong tệp Word — styles.xml and the theme, resolved once per style.

The order is Word's: document defaults, table style, list level, paragraph style, character
style, then what the paragraph or run says itself.
"""

from dataclasses import dataclass, field

from service.conformity.package import Package
from service.conformity.properties import (
    Properties,
    cover,
    paragraph_properties,
    run_properties,
)
from service.conformity.wordml import A, Element, value, w

MAX_DEPTH = 40  # Word itself stops at eleven; a loop must not


@dataclass(slots=True)
class Style:
    """One style as written. `conditions` holds a table style's first row, banding and so on."""

    id: str
    kind: str
    based_on: str | None
    paragraph: Properties
    run: Properties
    conditions: dict[str, tuple[Properties, Properties]] = field(default_factory=dict)
    cell_margins: dict[str, str | None] = field(default_factory=dict)


@dataclass(slots=True)
class StyleSheet:
    """All styles of a file, with answers remembered per style."""

    default_run: Properties
    default_paragraph: Properties
    elements: dict[str, Element]
    defaults: dict[str, str]
    theme: dict[str, str]
    _styles: dict[str, Style] = field(default_factory=dict)
    _runs: dict[str, Properties] = field(default_factory=dict)

    def style(self, style_id: str | None) -> Style | None:
        """One style as written, read when it is first asked for: most never are."""
        if style_id not in self.elements:
            return None
        if style_id not in self._styles:
            self._styles[style_id] = _style(self.elements[style_id])
        return self._styles[style_id]

    def chain(self, style_id: str | None, kind: str) -> list[Style]:
        """From the oldest ancestor to the style itself; unknown ids fall back to the default."""
        found: list[Style] = []
        style = self.style(style_id)
        if style is None or style.kind != kind:
            style = self.style(self.defaults.get(kind))
        while style is not None and len(found) < MAX_DEPTH:
            found.append(style)
            parent = self.style(style.based_on)
            style = parent if parent is not None and parent.kind == kind else None
        found.reverse()
        return found

    def run_of(self, style_id: str | None, kind: str) -> Properties:
        """What the whole chain of a style says about characters."""
        key = f"{kind}\0{style_id}"
        if key not in self._runs:
            merged: Properties = {}
            for style in self.chain(style_id, kind):
                merged = cover(merged, style.run)
            self._runs[key] = merged
        return self._runs[key]

    def font(self, properties: Properties, slot: str) -> str:
        """The font name of a slot (``ascii``, ``hAnsi``) after the theme had its say."""
        theme = properties.get(f"{slot}Theme")
        if theme:
            themed = self.theme.get("major" if theme.startswith("major") else "minor")
            if themed:
                return themed
        return properties.get(slot) or properties.get("ascii") or "Times New Roman"


def load_styles(package: Package) -> StyleSheet:
    """Read styles.xml and the theme; a file without them has Word's bare defaults."""
    sheet = StyleSheet({}, {}, {}, {}, _theme(package))
    name = package.related("styles")
    root = package.xml(name) if name else None
    if root is None:
        return sheet
    sheet.default_run = run_properties(
        root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
    )
    sheet.default_paragraph = paragraph_properties(
        root.find(f"{w('docDefaults')}/{w('pPrDefault')}/{w('pPr')}")
    )
    for element in root.iterfind(w("style")):
        style_id = element.get(w("styleId"), "")
        sheet.elements.setdefault(style_id, element)
        if element.get(w("default")) in ("1", "true", "on"):
            sheet.defaults.setdefault(element.get(w("type"), "paragraph"), style_id)
    if "paragraph" not in sheet.defaults and "Normal" in sheet.elements:
        sheet.defaults["paragraph"] = "Normal"  # files that went through other programs
    return sheet


def _style(element: Element) -> Style:
    style = Style(
        element.get(w("styleId"), ""),
        element.get(w("type"), "paragraph"),
        value(element.find(w("basedOn"))),
        paragraph_properties(element.find(w("pPr"))),
        run_properties(element.find(w("rPr"))),
    )
    for condition in element.iterfind(w("tblStylePr")):
        style.conditions[condition.get(w("type"), "")] = (
            paragraph_properties(condition.find(w("pPr"))),
            run_properties(condition.find(w("rPr"))),
        )
    margins = element.find(f"{w('tblPr')}/{w('tblCellMar')}")
    if margins is not None:
        style.cell_margins = {m.tag.rpartition("}")[2]: m.get(w("w")) for m in margins}
    return style


def _theme(package: Package) -> dict[str, str]:
    name = package.related("theme")
    root = package.xml(name) if name else None
    fonts: dict[str, str] = {}
    if root is None:
        return fonts
    for kind in ("major", "minor"):
        latin = root.find(f".//{{{A}}}{kind}Font/{{{A}}}latin")
        if latin is not None and latin.get("typeface"):
            fonts[kind] = latin.get("typeface", "")
    return fonts
