"""The letter of Bình Lục again, this time from data: a task and a day for each unit."""

import json
import re
from pathlib import Path

import pytest

from forms import load_kinds
from forms.base import posted
from service.app import Press
from service.cli.render_file import read_order
from service.domain.eligibility.papers_review import review_letter
from service.domain.errors import Refused
from service.domain.vietnamese import clean
from service.rendering import inspect
from service.rendering.pdf import open_converter

HERE = Path(__file__).parent
ORDER = read_order((HERE / "binh_luc_ra_soat.json").read_bytes())


def data():
    return json.loads((HERE / "review" / "binh_luc.json").read_text(encoding="utf-8"))


def test_the_tasks_make_the_letter_word_for_word():
    letter = review_letter(data(), need_days=False)
    assert letter.body == ORDER.answers["body"]
    assert letter.subject == ORDER.answers["subject"]
    assert [one.due.isoformat() if one.due else "" for one in letter.tasks] == [
        "2024-12-15",
        "2024-12-12",
        "",
        "",
        "2024-12-15",
    ]


def test_each_unit_must_have_a_day_its_own_or_that_of_the_report():
    with pytest.raises(Refused) as no:
        review_letter(data())
    assert list(no.value.errors) == ["tasks-2-due", "tasks-3-due"]
    letter = review_letter({**data(), "report_due": "20/12/2024", "report_to": "Công an huyện"})
    items = [line for line in letter.body.split("\n") if re.match(r"\d\. ", line)]
    assert len(items) == 5
    assert all(re.search(r"trước (?:ngày )?\d\d/12/2024\)", item) for item in items)
    assert items[3].endswith("theo quy định (hoàn thành trước ngày 20/12/2024).")
    assert "báo cáo kết quả về Công an huyện trước ngày 20/12/2024" in letter.body


def test_what_is_missing_is_said_at_its_field():
    tasks = [{"unit": "", "work": "rà soát", "due": "40/12/2024"}, {"unit": "", "work": ""}]
    with pytest.raises(Refused) as no:
        review_letter({"opening": " ", "tasks": tasks})
    assert set(no.value.errors) == {"opening", "tasks-0-unit", "tasks-0-due"}
    with pytest.raises(Refused, match="ít nhất một đơn vị"):
        review_letter({"opening": "Thực hiện", "tasks": []})


@pytest.mark.slow
def test_the_printed_letter_reads_like_the_paper(tmp_path):
    converter = open_converter(size=1, run_folder=tmp_path)
    try:
        press = Press(load_kinds(), converter)
        kind = press.kinds["official_letter"]
        answers = {**ORDER.answers, **review_letter(data(), need_days=False).answers()}
        answers["addressees"] = ORDER.answers["addressees"]
        form = posted(kind.form, answers, ORDER.agency)
        assert form.validate(), form.error_paths()
        pdf = press.render(kind, ORDER.agency, form.answers(), ORDER.mark).pdf
    finally:
        converter.close()
    told = re.sub(r"\s+", "", clean(inspect.facts(pdf).text))
    for line in clean((HERE / "binh_luc_ra_soat.txt").read_text(encoding="utf-8")).split("\n"):
        if len(line) > 60:
            assert re.sub(r"\s+", "", line)[:400] in told.replace("2Đểhạn", "Đểhạn")
