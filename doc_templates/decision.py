"""Quyết định (cá biệt), quy định trực tiếp — NĐ 30/2020, Phụ lục III, Mẫu 1.2 và 2.1."""

from doc_templates.package import package
from doc_templates.parts import (
    end,
    every,
    foot,
    head,
    line,
    numbered_pages,
    page_setup,
    tag,
    when,
)


def build() -> bytes:
    body = (
        head()
        + when("urgency_stamp", tag("{{p urgency_stamp }}"))
        + line("TenLoai", "QUYẾT ĐỊNH")
        + when("subject", line("TrichYeu", "{{ subject }}"), tag("{{p subject_rule }}"))
        + when("authority", line("ThamQuyen", "{{ authority }}"))
        + every("legal_bases", "CanCu", "{{ item }}")
        + line("QuyetDinh", "QUYẾT ĐỊNH:")
        + tag("{{p body }}")
        + foot()
        + _annexes()
        + end()
        + page_setup()
    )
    return package(body, numbered_pages())


def _annexes() -> str:
    """Phụ lục: pages of their own, counted from 1 (Phụ lục I, III)."""
    return (
        tag("{%p for annex in annexes %}")
        + tag("{{p annex.section }}")
        + line("PhuLuc", "{{ annex.label }}")
        + when("annex.title", line("TieuDePhuLuc", "{{ annex.title }}"))
        + line("KemTheo", "{{ annex.reference }}")
        + tag("{{p annex.rule }}")
        + tag("{{p annex.body }}")
        + tag("{%p endfor %}")
    )
