"""Quyết định (cá biệt), quy định trực tiếp — NĐ 30/2020, Phụ lục III, Mẫu 1.2."""

from doc_templates.package import package
from doc_templates.parts import (
    annexes,
    end,
    every,
    foot,
    line,
    opening,
    page_setup,
    page_stories,
    tag,
    titled,
    when,
)


def build() -> bytes:
    return package(ordering("QUYẾT ĐỊNH", "QUYẾT ĐỊNH:"), page_stories())


def ordering(type_name: str, orders: str, attached: str = "") -> str:
    """The frame of a decision and of a resolution; `attached` stands before the annexes."""
    return (
        opening()
        + titled(type_name)
        + when("authority", line("ThamQuyen", "{{ authority }}"))
        + every("legal_bases", "CanCu", "{{ item }}")
        + line("QuyetDinh", orders)
        + tag("{{p body }}")
        + foot()
        + attached
        + annexes()
        + end()
        + page_setup()
    )
