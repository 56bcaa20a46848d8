"""Công văn — NĐ 30/2020, Phụ lục III, Mẫu 1.5."""

from doc_templates.package import package
from doc_templates.parts import (
    end,
    every,
    foot,
    head,
    kinh_gui,
    line,
    numbered_pages,
    page_setup,
    tag,
    when,
)
from service.rendering.wordxml import LINE_PT, borders, paragraph


def build() -> bytes:
    body = (
        head(when("subject_line", line("TrichYeuCongVan", "{{ subject_line }}")))
        + when("urgency_stamp", tag("{{p urgency_stamp }}"))
        + kinh_gui()
        + tag("{{p body }}")
        + foot()
        + end()
        + page_setup(first_footer=True)
    )
    return package(body, numbered_pages() | {"footer1": _address()})


def _address() -> str:
    """Ô 13: at the foot of page 1, under a line across the text."""
    return when(
        "contact_lines",
        paragraph("KetThuc", properties=borders(LINE_PT, {"top": 0})),
        every("contact_lines", "DiaChi", "{{ item }}"),
    ) + paragraph("KetThuc")
