"""Giấy nghỉ phép — NĐ 30/2020, Phụ lục III, Mẫu 1.10."""

from doc_templates.package import package
from doc_templates.parts import (
    FOOT_MM,
    SIGN_ROOM,
    end,
    foot,
    line,
    opening,
    page_setup,
    page_stories,
    row,
    row_tag,
    tag,
)
from service.rendering.wordxml import END_STYLE, paragraph


def build() -> bytes:
    body = (
        opening()
        + line("TenLoai", "GIẤY NGHỈ PHÉP")
        + tag("{{p title_rule }}")
        + tag("{{p body }}")
        + foot(confirmation())
        + end()
        + page_setup()
    )
    return package(body, page_stories())


def confirmation() -> str:
    """Whoever governs the place of the leave confirms it, under Nơi nhận."""
    asked = line(
        "XacNhan",
        "Xác nhận của cơ quan (tổ chức) hoặc chính quyền địa phương nơi nghỉ phép",
        "<w:keepNext/>",
    )
    return (
        row_tag("{%tr if confirmation %}", 2)
        + row(FOOT_MM, asked + SIGN_ROOM, paragraph(END_STYLE))
        + row_tag("{%tr endif %}", 2)
    )
