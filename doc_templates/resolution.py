"""Nghị quyết (cá biệt) — NĐ 30/2020, Phụ lục III, Mẫu 1.1."""

from doc_templates.decision import ordering
from doc_templates.package import package
from doc_templates.parts import page_stories


def build() -> bytes:
    return package(ordering("NGHỊ QUYẾT", "QUYẾT NGHỊ:"), page_stories())
