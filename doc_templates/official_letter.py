"""Công văn — NĐ 30/2020, Phụ lục III, Mẫu 1.5."""

from doc_templates.package import package
from doc_templates.parts import (
    annexes,
    end,
    foot,
    kinh_gui,
    line,
    opening,
    page_setup,
    page_stories,
    tag,
    when,
)


def build() -> bytes:
    body = (
        opening(when("subject_line", line("TrichYeuCongVan", "{{ subject_line }}")))
        + kinh_gui()
        + tag("{{p body }}")
        + foot()
        + annexes()
        + end()
        + page_setup()
    )
    return package(body, page_stories())
