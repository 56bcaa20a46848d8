"""Việc tìm thấy: what a task or a limit says on the board."""

from datetime import date

import pytest

from service.actions.found_tasks import tasks_of
from service.reading.reader import read
from tests.reading import pdfs

HEAD = [line for line in pdfs.LETTER if line[1] < 68]
FOOT = [(x, y + 40, style, text) for x, y, style, text in pdfs.LETTER if y > 75]


def tasks_in(office, *lines):
    body = [(30, 72 + 7 * n, "", text) for n, text in enumerate(lines)]
    return tasks_of(read(pdfs.letter((*HEAD, *body, *FOOT))), None, office.agency())


def test_a_limit_without_a_unit_says_what_is_to_be_done_by_then(office):
    (task,) = tasks_in(office, "Tăng cường tuyên truyền về hòa giải, xong trước ngày 15/12/2026.")
    assert task.text == "Tăng cường tuyên truyền về hòa giải, xong trước ngày 15/12/2026."
    assert task.due_on == date(2026, 12, 15)


def test_a_sentence_that_is_only_a_limit_is_told_with_its_paragraph(office):
    (task,) = tasks_in(office, "Rà soát hộ tịch. Hoàn thành trước ngày 15/12/2026.")
    assert task.text == "Rà soát hộ tịch. Hoàn thành trước ngày 15/12/2026."


@pytest.mark.parametrize("end", ["./.", ". /."])
def test_the_mark_that_ends_the_paper_is_no_part_of_a_task(office, end):
    (task,) = tasks_in(office, f"Đề nghị các đơn vị báo cáo trước ngày 15/12/2026{end}")
    assert task.text == "Đề nghị các đơn vị báo cáo trước ngày 15/12/2026"
