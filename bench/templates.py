"""Mẫu Word của cơ quan: how long the whole check of an uploaded template takes, pages included."""

from bench.docx import _AGENCY
from bench.rows import Row, timed_row
from forms import load_kinds
from service.linting import lint_template
from service.linting.reading import read_template
from service.linting.reference import own_template
from service.rendering.pdf import open_converter


def run() -> list[Row]:
    kind = load_kinds()["decision"]
    ours = own_template(kind)
    converter = open_converter()
    try:
        return [
            timed_row(
                "Soát mẫu Word, đọc và điền bốn nội dung",
                lambda: read_template(kind, _AGENCY, ours, ours),
                runs=5,
            ),
            timed_row(
                "Soát mẫu Word, cả trang in",
                lambda: lint_template(kind, _AGENCY, ours, ours=ours, converter=converter),
                runs=5,
                target=5000,
            ),
        ]
    finally:
        converter.close()
