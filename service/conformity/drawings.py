"""Hình vẽ — lines, frames and pictures of a run, in mm, from DrawingML and from the older VML.

A rule under the Tiêu ngữ is most often a drawn line; where it stands and how long it is
decides whether it is the one the decree asks for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.conformity.wordml import (
    EMU_PER_MM,
    PIC,
    WP,
    WPG,
    WPS,
    A,
    Element,
    O,
    V,
    css_mm,
    local,
    number,
    w,
)

FLAT = 1.2  # mm: a shape lower than this is drawn as a line
_SLANT = 1.5  # mm: what a hand-drawn line may fall
_LINE_SHAPES = frozenset({"line", "straightConnector1", "lineInv"})


@dataclass(frozen=True, slots=True)
class Area:
    """What positions are measured against: a column of text, in mm from the text's left edge."""

    left: float
    width: float
    text_width: float
    margin_left: float
    page_width: float


@dataclass(slots=True)
class Drawing:
    """`kind` is ``line``, ``box`` or ``image``. `left` is mm from the text area's left edge.

    `top` is mm below the anchor paragraph's top, or None when it is measured from the page
    or the drawing stands in the line itself. `content` is the text box, if there is one.
    """

    kind: str
    left: float
    width: float
    height: float
    top: float | None
    solid: bool = True
    stroked: bool = True
    inline: bool = False
    content: Element | None = None
    paragraph: int = -1
    inner: tuple[int, int] = (0, 0)

    @property
    def centre(self) -> float:
        return self.left + self.width / 2


def drawings_of(element: Element, area: Area) -> Iterator[Drawing]:
    """The drawings of one ``w:drawing``, ``w:pict`` or ``w:object``."""
    if local(element) == "drawing":
        for holder in element:
            if local(holder) in ("anchor", "inline"):
                yield from _drawing(holder, area)
    else:
        yield from _vml(element, area)


def _drawing(holder: Element, area: Area) -> Iterator[Drawing]:
    extent = holder.find(f"{{{WP}}}extent")
    width, height = _size(extent)
    inline = local(holder) == "inline"
    left = area.left if inline else _horizontal(holder, width, area)
    top = None if inline else _vertical(holder)
    if holder.find(f".//{{{PIC}}}pic") is not None and holder.find(f".//{{{WPG}}}wgp") is None:
        yield Drawing("image", left, width, height, top, inline=inline)
        return
    group = holder.find(f".//{{{WPG}}}wgp")
    shapes = list(holder.iter(f"{{{WPS}}}wsp"))
    for shape in shapes:
        place = (left, width, height, top)
        if group is not None:
            place = _in_group(shape, group, place)
        yield _shape(shape, place, inline)


def _shape(
    shape: Element, place: tuple[float, float, float, float | None], inline: bool
) -> Drawing:
    left, width, height, top = place
    geometry = shape.find(f".//{{{A}}}prstGeom")
    preset = geometry.get("prst", "") if geometry is not None else ""
    outline = shape.find(f"{{{WPS}}}spPr/{{{A}}}ln")
    content = shape.find(f"{{{WPS}}}txbx/{w('txbxContent')}")
    flat = (preset in _LINE_SHAPES and height < max(_SLANT, width / 20)) or (
        height < FLAT and content is None
    )
    stroked = outline is None or outline.find(f"{{{A}}}noFill") is None
    return Drawing(
        "line" if flat else "box",
        left,
        width,
        height,
        top,
        solid=_solid(outline),
        stroked=stroked and (outline is not None or content is None),
        inline=inline,
        content=content,
    )


def _solid(outline: Element | None) -> bool:
    if outline is None:
        return True
    dash = outline.find(f"{{{A}}}prstDash")
    single = outline.get("cmpd", "sng") == "sng"
    return single and (dash is None or dash.get("val", "solid") == "solid")


def _in_group(
    shape: Element, group: Element, place: tuple[float, float, float, float | None]
) -> tuple[float, float, float, float | None]:
    """A child's place, scaled from the group's own coordinates."""
    left, width, height, top = place
    child_offset = group.find(f"{{{WPG}}}grpSpPr/{{{A}}}xfrm/{{{A}}}chOff")
    child_extent = group.find(f"{{{WPG}}}grpSpPr/{{{A}}}xfrm/{{{A}}}chExt")
    offset = shape.find(f"{{{WPS}}}spPr/{{{A}}}xfrm/{{{A}}}off")
    extent = shape.find(f"{{{WPS}}}spPr/{{{A}}}xfrm/{{{A}}}ext")
    if child_extent is None or offset is None or extent is None:
        return place
    across, down = (number(child_extent.get(key)) or 0 for key in ("cx", "cy"))
    x0, y0 = (
        (number(child_offset.get(key)) or 0 if child_offset is not None else 0)
        for key in ("x", "y")
    )
    scale_x = width / across if across else 0
    scale_y = height / down if down else 0
    return (
        left + ((number(offset.get("x")) or 0) - x0) * scale_x,
        (number(extent.get("cx")) or 0) * scale_x,
        (number(extent.get("cy")) or 0) * scale_y,
        None if top is None else top + ((number(offset.get("y")) or 0) - y0) * scale_y,
    )


def _size(extent: Element | None) -> tuple[float, float]:
    if extent is None:
        return 0.0, 0.0
    return tuple((number(extent.get(key)) or 0.0) / EMU_PER_MM for key in ("cx", "cy"))  # type: ignore[return-value]


def _horizontal(holder: Element, width: float, area: Area) -> float:
    position = holder.find(f"{{{WP}}}positionH")
    if position is None:
        return area.left
    origin, reach = _frame_of(position.get("relativeFrom", "column"), area)
    offset = position.findtext(f"{{{WP}}}posOffset")
    if offset is not None:
        return origin + (number(offset.strip()) or 0.0) / EMU_PER_MM
    align = (position.findtext(f"{{{WP}}}align") or "left").strip()
    if align == "center":
        return origin + (reach - width) / 2
    return origin + reach - width if align in ("right", "outside") else origin


def _frame_of(origin: str, area: Area) -> tuple[float, float]:
    if origin == "page":
        return -area.margin_left, area.page_width
    if origin in ("margin", "insideMargin", "outsideMargin"):
        return 0.0, area.text_width
    if origin == "leftMargin":
        return -area.margin_left, area.margin_left
    if origin == "rightMargin":
        return area.text_width, area.page_width - area.margin_left - area.text_width
    return area.left, area.width


def _vertical(holder: Element) -> float | None:
    position = holder.find(f"{{{WP}}}positionV")
    if position is None or position.get("relativeFrom") not in ("paragraph", "line"):
        return None
    offset = position.findtext(f"{{{WP}}}posOffset")
    return None if offset is None else (number(offset.strip()) or 0.0) / EMU_PER_MM


_STYLE = re.compile(r"\s*([\w-]+)\s*:\s*([^;]*)")


def _vml(element: Element, area: Area) -> Iterator[Drawing]:
    for shape in element.iter():
        if not isinstance(shape.tag, str) or not shape.tag.startswith(f"{{{V}}}"):
            continue
        name = local(shape)
        if name not in ("line", "shape", "rect", "roundrect"):
            continue
        if shape.find(f"{{{V}}}imagedata") is not None:
            yield _vml_drawing("image", shape, area)
        elif name == "line":
            yield _vml_line(shape, area)
        else:
            yield _vml_drawing(_vml_kind(shape), shape, area)


def _vml_kind(shape: Element) -> str:
    if shape.get("type", "").lstrip("#") == "_x0000_t32" or shape.get(f"{{{O}}}hr"):
        return "line"
    style = dict(_STYLE.findall(shape.get("style", "")))
    height = css_mm(style.get("height"))
    flat = height is not None and height < FLAT
    return "line" if flat and shape.find(f"{{{V}}}textbox") is None else "box"


def _vml_line(shape: Element, area: Area) -> Drawing:
    start, end = (_point(shape.get(key)) for key in ("from", "to"))
    drawing = _vml_drawing("line", shape, area)
    drawing.left = area.left + min(start[0], end[0])
    drawing.width = abs(end[0] - start[0])
    drawing.height = abs(end[1] - start[1])
    drawing.top = min(start[1], end[1])
    if drawing.height > max(_SLANT, drawing.width / 20):
        drawing.kind = "box"
    return drawing


def _point(text: str | None) -> tuple[float, float]:
    parts = [css_mm(part) or 0.0 for part in (text or "0,0").split(",")]
    return (parts[0], parts[1]) if len(parts) == 2 else (0.0, 0.0)


def _vml_drawing(kind: str, shape: Element, area: Area) -> Drawing:
    style = dict(_STYLE.findall(shape.get("style", "")))
    width = css_mm(style.get("width")) or 0.0
    if shape.get(f"{{{O}}}hr") and not width:
        width = area.width * (number(shape.get(f"{{{O}}}hrpct")) or 1000) / 1000
    origin, reach = _frame_of(
        {"page": "page", "margin": "margin"}.get(
            style.get("mso-position-horizontal-relative", ""), "column"
        ),
        area,
    )
    align = style.get("mso-position-horizontal", "")
    left = origin + (css_mm(style.get("margin-left")) or css_mm(style.get("left")) or 0.0)
    if align == "center":
        left = origin + (reach - width) / 2
    elif align == "right":
        left = origin + reach - width
    relative = style.get("mso-position-vertical-relative", "text")
    floating = style.get("position") == "absolute"
    stroke = shape.find(f"{{{V}}}stroke")
    textbox = shape.find(f"{{{V}}}textbox/{w('txbxContent')}")
    return Drawing(
        kind,
        left if floating else area.left,
        width,
        css_mm(style.get("height")) or 0.0,
        (css_mm(style.get("margin-top")) or 0.0) if floating and relative == "text" else None,
        solid=stroke is None
        or (
            stroke.get("dashstyle", "solid") == "solid"
            and stroke.get("linestyle", "single") == "single"
        ),
        stroked=shape.get("stroked", "t") not in ("f", "false", "0"),
        inline=not floating,
        content=textbox,
    )
