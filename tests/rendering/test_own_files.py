"""Tệp riêng của phụ lục in ra: pages counted from 1, and the agency's field at the top right."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from service.app import Press
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, KINDS, sample_answers
from tests.rendering.measured import measured

pytestmark = pytest.mark.slow

MM = 72 / 25.4
ROWS = "\n".join(f"{n}\tHộ số {n}\tThôn Đông" for n in range(1, 90))
ANNEX = {"title": "Danh sách hộ", "body": f"STT\tHộ\tThôn\n{ROWS}", "apart": True}


@pytest.fixture(scope="module")
def made(shared_pool):
    def of(mark, **kwargs):
        kind = KINDS["decision"]
        answers = {**sample_answers(kind), "annexes": [ANNEX, {**ANNEX, "landscape": True}]}
        press = Press({kind.code: kind}, shared_pool)
        return press.render(kind, HOA_BINH, answers, mark, **kwargs)

    return of


@pytest.fixture(scope="module")
def numbered(made):
    return made(IssueMark(5, date(2026, 1, 8)))


def test_each_file_counts_its_pages_from_one(numbered):
    for part in numbered.parts:
        pages = measured(part.pdf)
        assert len(pages) > 1
        assert pages[0].words[0].text == "Phụ lục " + part.name.removeprefix("Phụ lục ")
        assert pages[1].words[0].text == "2"
    assert "Danh sách hộ" not in numbered.text
    assert "Hộ số 89" in numbered.parts[0].text


def test_the_agency_signs_each_file_at_the_top_right_above_its_text(numbered):
    for part in numbered.parts:
        reader = PdfReader(BytesIO(part.pdf))
        (field,) = reader.trailer["/Root"]["/AcroForm"]["/Fields"]
        assert field.get_object()["/T"] == "KySoPhuLuc"
        left, bottom, right, _ = (float(value) for value in field.get_object()["/Rect"])
        width, height = (float(value) for value in reader.pages[0].mediabox[2:])
        assert left > width / 2
        assert right < width
        first = measured(part.pdf)[0].words[0]
        assert (height - bottom) / MM < first.baseline, "above the first line of text"


def test_a_draft_of_its_own_file_is_marked_and_has_no_field(made):
    draft = made(IssueMark(), watermark=True)
    assert [part.name for part in draft.parts] == ["Phụ lục I", "Phụ lục II"]
    for part in draft.parts:
        assert b"/DraftMark" in part.pdf
        assert "/AcroForm" not in PdfReader(BytesIO(part.pdf)).trailer["/Root"]


def test_it_says_its_own_title(numbered):
    info = PdfReader(BytesIO(numbered.parts[1].pdf)).metadata
    assert info.title == "Phụ lục II: Danh sách hộ"
