"""Tệp Word nhìn từ bên trong — names of Word's XML, and the two ways its values are written."""

from typing import TypeAlias

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
O = "urn:schemas-microsoft-com:office:office"  # noqa: E741 - the prefix every Word file uses
PKG_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

NAMESPACES = {"w": W, "r": R, "a": A, "wp": WP, "wps": WPS, "mc": MC, "v": V}

TWIPS_PER_PT = 20
TWIPS_PER_MM = 1440 / 25.4
EMU_PER_MM = 36000
PT_PER_MM = 72 / 25.4

Element: TypeAlias = etree._Element


def w(name: str) -> str:
    """``w("p")`` → the qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """The name without its namespace; comments and instructions give an empty one."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Element | None, name: str = "val") -> str | None:
    return None if element is None else element.get(w(name))


def on(element: Element) -> bool:
    """Word's on/off values: absent means on."""
    return element.get(w("val"), "true") not in ("0", "false", "off", "none")


def number(text: str | None) -> float | None:
    """A plain number, or None for anything Word would not have written."""
    if text is None:
        return None
    try:
        result = float(text)
    except ValueError:
        return None
    return result if abs(result) < 1e9 else None


def twips(text: str | None) -> float | None:
    """Twips; the newer files also write ``12.7mm``, ``1cm``, ``0.5in`` and ``6pt``."""
    if text is None:
        return None
    for unit, factor in _UNITS:
        if text.endswith(unit):
            amount = number(text[: -len(unit)])
            return None if amount is None else amount * factor
    return number(text)


_UNITS = (
    ("mm", TWIPS_PER_MM),
    ("cm", TWIPS_PER_MM * 10),
    ("in", 1440.0),
    ("pt", 20.0),
    ("pc", 240.0),
    ("pi", 240.0),
)


def css_mm(text: str | None) -> float | None:
    """A VML length (``449.65pt``, ``1in``; a bare number is pixels at 96 dpi) in mm."""
    if not text:
        return None
    text = text.strip()
    for unit, factor in _CSS_UNITS:
        if text.endswith(unit):
            amount = number(text[: -len(unit)])
            return None if amount is None else amount * factor
    amount = number(text)
    return None if amount is None else amount * 25.4 / 96


_CSS_UNITS = (("pt", 25.4 / 72), ("in", 25.4), ("mm", 1.0), ("cm", 10.0), ("px", 25.4 / 96))
