"""Giấy giới thiệu — NĐ 30/2020, Phụ lục III, Mẫu 1.8."""

from doc_templates.package import package
from doc_templates.parts import end, foot, line, opening, page_setup, page_stories, tag


def build() -> bytes:
    body = (
        opening()
        + line("TenLoai", "GIẤY GIỚI THIỆU")
        + tag("{{p title_rule }}")
        + line("LoiDan", "{{ issuer }} trân trọng giới thiệu:")
        + tag("{{p body }}")
        + foot()
        + end()
        + page_setup()
    )
    return package(body, page_stories())
