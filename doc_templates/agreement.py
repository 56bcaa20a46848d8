"""Hợp đồng, bản thỏa thuận, bản ghi nhớ — the frame of Mẫu 1.4 with two signature blocks."""

from doc_templates.package import package, signature_space
from doc_templates.parts import (
    FOOT_GAP_MM,
    HALVES_MM,
    SIGN_ROOM,
    annexes,
    end,
    every,
    line,
    opening,
    page_setup,
    page_stories,
    row,
    row_tag,
    tag,
    titled,
    two_signatures,
    when,
)
from service.rendering.wordxml import END_STYLE, paragraph


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
        with_next("more_partners")
        + every("authority_lines", "QuyenHan", "{{ item }}")
        + paragraph("ChoKy", signature_space())
        + line("HoTen", "{{ signer_name }}")
    )
    partner = (
        every("partner_lines", "QuyenHan", "{{ item }}")
        + SIGN_ROOM
        + line("HoTen", "{{ partner_name }}")
    )
    more = (
        row_tag("{%tr for pair in more_partners %}", 2)
        + row(
            HALVES_MM,
            with_next("not loop.last") + below("pair.left"),
            with_next("not loop.last") + below("pair.right"),
            above_mm=3 * FOOT_GAP_MM,
        )
        + row_tag("{%tr endfor %}", 2)
    )
    return two_signatures(ours, with_next("more_partners") + partner, more)


def with_next(condition: str) -> str:
    """The first paragraph of a cell says whether its row stays with the row below."""
    return when(condition, paragraph(END_STYLE, properties="<w:keepNext/>"))


def below(name: str) -> str:
    """A further partner: who signs for it, room to sign by hand, and the name."""
    return when(
        f"{name}_post",
        line("QuyenHan", f"{{{{ {name}_post }}}}"),
        SIGN_ROOM,
        line("HoTen", f"{{{{ {name}_name }}}}"),
    ) + paragraph(END_STYLE)
