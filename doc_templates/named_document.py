"""Văn bản có tên loại — NĐ 30/2020, Phụ lục III, Mẫu 1.4."""

from doc_templates.package import package
from doc_templates.parts import (
    annexes,
    end,
    every,
    foot,
    kinh_gui,
    opening,
    page_setup,
    page_stories,
    tag,
    titled,
)


def build() -> bytes:
    body = (
        opening()
        + titled("{{ type_name }}")
        + kinh_gui()
        + every("legal_bases", "CanCu", "{{ item }}")
        + tag("{{p body }}")
        + foot()
        + annexes()
        + end()
        + page_setup()
    )
    return package(body, page_stories())
