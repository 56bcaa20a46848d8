"""Hợp đồng, bản thỏa thuận, bản ghi nhớ — the frame of Mẫu 1.4 with two signature blocks."""

from doc_templates.minutes import HALVES_MM
from doc_templates.package import package, signature_space
from doc_templates.parts import (
    FOOT_GAP_MM,
    SIGN_ROOM,
    annexes,
    end,
    every,
    grid,
    line,
    opening,
    page_setup,
    page_stories,
    recipients_row,
    row,
    row_tag,
    tag,
    titled,
    when,
)
from service.rendering.wordxml import paragraph


def build() -> bytes:
    body = (
        opening()
        + titled("{{ type_name }}")
        + every("legal_bases", "CanCu", "{{ item }}")
        + tag("{{p body }}")
        + signatures()
        + annexes()
        + end()
        + page_setup()
    )
    return package(body, page_stories())


def signatures() -> str:
    """The agency on the left of the first row; partners beside and below it."""
    ours = (
        every("authority_lines", "QuyenHan", "{{ item }}")
        + paragraph("ChoKy", signature_space())
        + line("HoTen", "{{ signer_name }}")
    )
    return grid(
        HALVES_MM,
        row(HALVES_MM, ours, side("partner"), above_mm=FOOT_GAP_MM),
        row_tag("{%tr for pair in more_partners %}", 2),
        row(HALVES_MM, side("pair.left"), side("pair.right"), above_mm=3 * FOOT_GAP_MM),
        row_tag("{%tr endfor %}", 2),
        recipients_row(HALVES_MM),
    )


def side(name: str) -> str:
    """One partner: who signs for it, room to sign by hand, and the name."""
    return (
        every(f"{name}.lines", "QuyenHan", "{{ item }}")
        + SIGN_ROOM
        + when(f"{name}.name", line("HoTen", f"{{{{ {name}.name }}}}"))
    )
