"""Điền mẫu Word: how long answers take to become a Word file, without the PDF."""

from importlib import resources

from bench.rows import Row, timed_row
from forms import load_kinds
from service.domain.agency import Agency
from service.domain.numbering import IssueMark
from service.rendering import docx

_AGENCY = Agency(
    name="ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    full_name="Ủy ban nhân dân xã Hòa Bình",
    place="Hòa Bình",
    symbol="UBND",
)
_PARAGRAPH = (
    "1. Tăng cường công tác tuyên truyền nhằm nâng cao nhận thức của cán bộ, đảng viên và cộng "
    "đồng dân cư về công tác văn thư, lưu trữ bằng nhiều hình thức phù hợp. "
)
TWO_PAGES = "\n".join([_PARAGRAPH * 3] * 9)


def run() -> list[Row]:
    letter = load_kinds()["official_letter"]
    template = resources.files("doc_templates").joinpath(letter.template).read_bytes()
    answers = {**letter.sample, "body": TWO_PAGES}

    def fill() -> bytes:
        return docx.fill(template, letter.compose(answers, _AGENCY, IssueMark(number=5)))

    return [timed_row("Điền mẫu Word, công văn hai trang", fill, runs=200, target=25)]
