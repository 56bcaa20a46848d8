"""Phần chứng thực bản sao — NĐ 30/2020, Phụ lục I, phần II; Phụ lục III, Mẫu 3.1.

The block alone, from the top of the text area: the line above it is drawn where it is put
under the copied paper.
"""

from doc_templates.package import package
from doc_templates.parts import end, every, foot, grid, kinh_gui, line, page_setup, row, tag
from service.domain.looks import HEAD_LEFT_MM, HEAD_RIGHT_MM


def build() -> bytes:
    widths = (HEAD_LEFT_MM, HEAD_RIGHT_MM)
    agency = every("agency_lines", "CoQuan", "{{ item }}") + tag("{{p agency_rule }}")
    head = grid(
        widths,
        row(widths, agency, line("HinhThucSao", "{{ copy_kind }}")),
        row(widths, line("SoKyHieu", "{{ number_line }}"), line("DiaDanh", "{{ place_and_date }}")),
    )
    return package(head + kinh_gui() + foot() + end() + page_setup(stories=False), {})
