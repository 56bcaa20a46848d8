"""Định dạng hiệu lực — what a reader sees: font and size in pt, indents in mm, gaps in pt."""

from dataclasses import dataclass
from typing import Any

from service.conformity.lists import Level, Lists
from service.conformity.properties import (
    TOGGLES,
    Properties,
    cover,
    paragraph_properties,
    run_properties,
    toggled,
)
from service.conformity.styles import Style, StyleSheet
from service.conformity.wordml import TWIPS_PER_MM, TWIPS_PER_PT, Element

_AUTO_SPACING = 14.0  # "auto" before/after, as Word draws it: 14 pt
_BLACK = (None, "auto", "000000")
_BLACK_THEMES = (None, "text1", "dark1", "tx1", "dk1")


@dataclass(frozen=True, slots=True)
class RunFormat:
    """Effective character format. `color` is None for black; `size` in pt."""

    font: str
    wide_font: str
    size: float
    bold: bool
    italic: bool
    underline: str | None
    caps: bool
    small_caps: bool
    color: str | None
    raised: str | None
    hidden: bool
    highlight: str | None
    struck: bool


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """Effective paragraph format: indents in mm, spacing in pt.

    `line` is a multiple of single spacing when `line_rule` is ``auto``, else a height in pt.
    `tabs` are (position in mm, kind, leader), left to right.
    """

    style: str | None
    align: str
    left: float
    right: float
    first: float
    before: float
    after: float
    line: float
    line_rule: str
    contextual: bool
    keep_next: bool
    page_break_before: bool
    tabs: tuple[tuple[float, str, str], ...]
    borders: tuple[tuple[str, str], ...]
    frame: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TableLayers:
    """What the table style says for one cell, as two layers under the paragraph style."""

    paragraph: Properties
    run: Properties
    key: str = ""


NO_TABLE = TableLayers({}, {})


class Formatter:
    """Resolves paragraphs and runs of one file; answers are shared between equal runs."""

    def __init__(self, styles: StyleSheet, lists: Lists) -> None:
        self.styles = styles
        self.lists = lists
        self._runs: dict[tuple[Any, ...], RunFormat] = {}
        self._paragraphs: dict[tuple[str | None, str], Properties] = {}

    def paragraph(
        self, element: Element | None, table: TableLayers
    ) -> tuple[ParagraphFormat, tuple[str, int] | None]:
        """The format of one paragraph and its list (id, level), if it is in one."""
        said = paragraph_properties(element)
        style = said.get("pStyle")
        inherited = self._styled(style, table)
        numbering = _list_of(cover(inherited, said))
        merged = inherited
        if numbering is not None and "numId" in said:
            level = self.lists.level(*numbering)
            if level is not None:
                merged = cover(merged, level.paragraph)
        merged = cover(merged, said)
        return _paragraph_format(style, merged), numbering

    def _styled(self, style: str | None, table: TableLayers) -> Properties:
        key = (style, table.key)
        if key not in self._paragraphs:
            merged = cover(self.styles.default_paragraph, table.paragraph)
            for step in self.styles.chain(style, "paragraph"):
                level = self._level_of(step, merged)
                if level is not None:
                    merged = cover(merged, level.paragraph)
                merged = cover(merged, step.paragraph)
            self._paragraphs[key] = merged
        return self._paragraphs[key]

    def _level_of(self, style: Style, below: Properties) -> Level | None:
        """The list level a style asks for; its indents lie under the style's own."""
        if "numId" not in style.paragraph:
            return None
        list_id = style.paragraph["numId"]
        levels = self.lists.levels.get(self.lists.abstract_of.get(list_id, ""), {})
        for level in levels.values():
            if level.style == style.id:
                return level
        return self.lists.level(
            list_id, int(style.paragraph.get("ilvl", below.get("ilvl", 0)) or 0)
        )

    def run(self, element: Element | None, style: str | None, table: TableLayers) -> RunFormat:
        """The format of one run standing in a paragraph of `style`."""
        said = run_properties(element)
        key = (style, table.key, *sorted(said.items(), key=lambda item: item[0]))
        if key not in self._runs:
            self._runs[key] = self._resolve(said, style, table)
        return self._runs[key]

    def _resolve(self, said: Properties, style: str | None, table: TableLayers) -> RunFormat:
        paragraph = self.styles.run_of(style, "paragraph")
        character: Properties = {}
        if said.get("rStyle"):
            character = self.styles.run_of(said["rStyle"], "character")
        merged = cover(self.styles.default_run, table.run)
        for layer in (paragraph, character, said):
            merged = cover(merged, layer)
        for name in TOGGLES:
            if name not in said:
                merged[name] = toggled(
                    self.styles.default_run.get(name),
                    table.run.get(name),
                    paragraph.get(name),
                    character.get(name),
                )
        return self._run_format(merged)

    def _run_format(self, merged: Properties) -> RunFormat:
        underline = merged.get("u")
        highlight = merged.get("highlight")
        shade = merged.get("shd")
        if highlight in (None, "none") and shade not in (None, "auto", "FFFFFF", "ffffff"):
            highlight = shade
        return RunFormat(
            font=self.styles.font(merged, "ascii"),
            wide_font=self.styles.font(merged, "hAnsi"),
            size=merged.get("sz", 20) / 2,
            bold=merged.get("b", False),
            italic=merged.get("i", False),
            underline=None if underline in (None, "none") else underline,
            caps=merged.get("caps", False),
            small_caps=merged.get("smallCaps", False),
            color=_color(merged),
            raised=None if merged.get("vertAlign") in (None, "baseline") else merged["vertAlign"],
            hidden=merged.get("vanish", False),
            highlight=None if highlight in (None, "none") else highlight,
            struck=merged.get("strike", False) or merged.get("dstrike", False),
        )


def _list_of(merged: Properties) -> tuple[str, int] | None:
    list_id = merged.get("numId")
    if list_id in (None, "0"):
        return None
    return list_id, merged.get("ilvl", 0)


def _color(merged: Properties) -> str | None:
    theme = merged.get("themeColor")
    if theme is not None and theme in _BLACK_THEMES:
        return None
    color = merged.get("color")
    return None if color in _BLACK else str(color).upper()


def _paragraph_format(style: str | None, merged: Properties) -> ParagraphFormat:
    rule = merged.get("lineRule", "auto")
    line = merged.get("line", 240.0)
    stops = sorted(
        (position / TWIPS_PER_MM, kind, leader)
        for position, (kind, leader) in merged.get("tabs", {}).items()
        if kind not in ("clear", "bar")
    )
    return ParagraphFormat(
        style=style,
        align=merged.get("jc") or "left",
        left=merged.get("left", 0.0) / TWIPS_PER_MM,
        right=merged.get("right", 0.0) / TWIPS_PER_MM,
        first=merged.get("first", 0.0) / TWIPS_PER_MM,
        before=_gap(merged, "before"),
        after=_gap(merged, "after"),
        line=line / 240 if rule == "auto" else line / TWIPS_PER_PT,
        line_rule=rule,
        contextual=merged.get("contextualSpacing", False),
        keep_next=merged.get("keepNext", False),
        page_break_before=merged.get("pageBreakBefore", False),
        tabs=tuple(stops),
        borders=tuple(sorted(merged.get("borders", {}).items())),
        frame=tuple(sorted(merged.get("frame", {}).items())),
    )


def _gap(merged: Properties, side: str) -> float:
    if merged.get(f"{side}Autospacing"):
        return _AUTO_SPACING
    lines = merged.get(f"{side}Lines")
    if lines:
        return float(lines) / 100 * 12
    return float(merged.get(side, 0.0)) / TWIPS_PER_PT


def table_layers(
    styles: StyleSheet, style_id: str | None, conditions: tuple[str, ...]
) -> TableLayers:
    """The table style's layers for a cell of the given conditions (``firstRow`` …)."""
    paragraph: Properties = {}
    run: Properties = {}
    for style in styles.chain(style_id, "table"):
        paragraph = cover(paragraph, style.paragraph)
        run = cover(run, style.run)
    for condition in conditions:
        for style in styles.chain(style_id, "table"):
            extra = style.conditions.get(condition)
            if extra is not None:
                paragraph = cover(paragraph, extra[0])
                run = cover(run, extra[1])
    return TableLayers(paragraph, run, f"{style_id}|{','.join(conditions)}")
