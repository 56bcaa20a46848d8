"""Biên bản — NĐ 30/2020, Phụ lục III, Mẫu 1.9."""

from doc_templates.package import package, signature_space
from doc_templates.parts import (
    SIGN_ROOM,
    annexes,
    end,
    every,
    head,
    line,
    page_setup,
    page_stories,
    tag,
    titled,
    two_signatures,
    when,
)
from service.rendering.wordxml import paragraph


def build() -> bytes:
    body = (
        head(dated=False)
        + when("urgency_stamp", tag("{{p urgency_stamp }}"))
        + titled("BIÊN BẢN")
        + tag("{{p body }}")
        + signatures()
        + annexes()
        + end()
        + page_setup()
    )
    return package(body, page_stories())


def signatures() -> str:
    """Two signatures side by side: who wrote, who presided."""
    secretary = (
        line("QuyenHan", "THƯ KÝ")
        + SIGN_ROOM
        + when("secretary_remark", line("ChucVuKhac", "{{ secretary_remark }}"))
        + line("HoTen", "{{ secretary_name }}")
    )
    chair = (
        every("authority_lines", "QuyenHan", "{{ item }}")
        + paragraph("ChoKy", signature_space())
        + when("signer_remark", line("ChucVuKhac", "{{ signer_remark }}"))
        + line("HoTen", "{{ signer_name }}")
    )
    return two_signatures(secretary, chair)
