"""Quyết định ban hành, phê duyệt và văn bản kèm theo — NĐ 30/2020, Phụ lục III, Mẫu 1.3."""

from doc_templates.decision import ordering
from doc_templates.package import package
from doc_templates.parts import line, page_stories, tag, unnumbered_head


def build() -> bytes:
    return package(ordering("QUYẾT ĐỊNH", "QUYẾT ĐỊNH:", attached()), page_stories())


def attached() -> str:
    """Pages of their own under the head of the agency, without number, date and signature."""
    return (
        tag("{%p for text in attached %}")
        + tag("{{p text.section }}")
        + unnumbered_head()
        + line("TenLoai", "{{ text.type_name }}")
        + line("TrichYeu", "{{ text.title }}")
        + line("KemTheo", "{{ text.reference }}")
        + tag("{{p text.rule }}")
        + tag("{{p text.body }}")
        + tag("{%p endfor %}")
    )
