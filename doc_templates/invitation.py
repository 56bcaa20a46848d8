"""Giấy mời — NĐ 30/2020, Phụ lục III, Mẫu 1.7."""

from doc_templates.package import package
from doc_templates.parts import (
    annexes,
    end,
    foot,
    opening,
    page_setup,
    page_stories,
    tag,
    titled,
)


def build() -> bytes:
    body = (
        opening()
        + titled("GIẤY MỜI")
        + tag("{{p body }}")
        + foot()
        + annexes()
        + end()
        + page_setup()
    )
    return package(body, page_stories())
