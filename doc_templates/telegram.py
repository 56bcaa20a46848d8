"""Công điện — NĐ 30/2020, Phụ lục III, Mẫu 1.6."""

from doc_templates.package import package
from doc_templates.parts import (
    annexes,
    end,
    every,
    foot,
    grid,
    line,
    opening,
    page_setup,
    page_stories,
    row,
    tag,
    titled,
)
from service.domain.looks import DISPATCHED_MM, TEXT_WIDTH_MM
from service.rendering.wordxml import END_STYLE, GAP_STYLE, paragraph

LIST_MM = (DISPATCHED_MM, TEXT_WIDTH_MM - DISPATCHED_MM)


def build() -> bytes:
    receivers = every("addressees", "NhanDien", "- {{ item }}") + paragraph(END_STYLE)
    body = (
        opening()
        + titled("CÔNG ĐIỆN")
        + line("LoiDan", "{{ sender }} điện:")
        + grid(LIST_MM, row(LIST_MM, paragraph(END_STYLE), receivers, whole=False))
        + paragraph(GAP_STYLE, properties='<w:spacing w:after="120"/>')
        + tag("{{p body }}")
        + foot()
        + annexes()
        + end()
        + page_setup()
    )
    return package(body, page_stories())
