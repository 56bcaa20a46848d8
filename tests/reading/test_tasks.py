"""Tasks and deadlines of a text: which paragraphs belong to which unit, and when a term ends."""

from datetime import date

import pytest

from service.domain.working_days import WorkingCalendar
from service.reading.paragraphs import paragraphs
from service.reading.rows import Row, Word
from service.reading.tasks import read_work

ISSUED = date(2024, 12, 2)  # a Monday


def work(*texts, addressees=(), issued=ISSUED, **other):
    rows = [
        Row(tuple(Word(word) for word in text.split()), 0, paragraph=number)
        for number, text in enumerate(texts)
    ]
    return read_work(paragraphs(rows, (0.0, 0.0)), addressees, issued, **other)


def test_the_paragraphs_under_a_heading_belong_to_its_unit():
    done = work(
        "1. Phòng Kinh tế",
        "Bố trí kinh phí thực hiện, hoàn thành trước ngày 31/12/2024.",
        "2. Công an xã",
        "a) Rà soát địa bàn.",
        "b) Báo cáo trước ngày 20/12/2024.",
        "Kế hoạch này có hiệu lực kể từ ngày ký.",
    )
    assert [task.units for task in done.tasks] == [("Phòng Kinh tế",), ("Công an xã",)]
    assert "Bố trí kinh phí" in done.tasks[0].found.text
    assert done.tasks[1].found.text.count("\n") == 3
    assert [one.units for one in done.deadlines] == [("Phòng Kinh tế",), ("Công an xã",)]
    assert [task.deadlines for task in done.tasks] == [(0,), (1,)]


def test_an_item_ends_where_the_next_of_its_level_begins():
    done = work(
        "1. Công an xã phối hợp:",
        "- Tuyên truyền;",
        "2. Tăng cường kiểm tra, báo cáo trước ngày 20/12/2024.",
    )
    assert [task.units for task in done.tasks] == [("Công an xã",)]
    assert done.deadlines[0].units == ()
    assert done.deadlines[0].task is None


def test_a_name_alone_behind_a_dash_is_a_list():
    assert work("- Công an xã;", "- Phòng Kinh tế.").tasks == ()


def test_a_sentence_about_somebody_gives_no_task():
    assert work("Công an xã đã triển khai thực hiện nhiều giải pháp.").tasks == ()


def test_a_deadline_knows_its_place_in_its_paragraph():
    done = work("Đề nghị các thôn báo cáo trước ngày 20/12/2024.")
    assert done.deadlines[0].found.where[0].paragraph == 0
    assert done.deadlines[0].found.text == "báo cáo trước ngày 20/12/2024"


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Báo cáo trong thời hạn 05 ngày làm việc kể từ ngày ký.", date(2024, 12, 9)),
        ("Hoàn thành trong 10 ngày kể từ ngày 05/12/2024.", date(2024, 12, 16)),
        ("Hoàn thành trong 01 tháng kể từ ngày ký ban hành.", date(2025, 1, 2)),
        ("Báo cáo trong thời hạn 05 ngày làm việc kể từ ngày nhận được văn bản.", None),
        ("Phản hồi trong 24 giờ kể từ ngày ký.", None),
    ],
)
def test_a_term_ends_by_the_calendar_when_its_start_is_known(text, due):
    assert work(text).deadlines[0].found.value == due


def test_a_term_from_the_receipt_waits_for_it():
    one = work("Báo cáo trong 05 ngày làm việc kể từ ngày nhận được văn bản này.").deadlines[0]
    assert "tính khi vào sổ văn bản đến" in one.found.reason


def test_a_term_into_a_year_without_calendar_says_so():
    one = work(
        "Báo cáo trong 05 ngày làm việc kể từ ngày ký.", calendar=WorkingCalendar([])
    ).deadlines[0]
    assert one.found.value is None
    assert "Chưa có lịch nghỉ lễ, tết năm 2024" in one.found.reason


def test_an_uncertain_holiday_is_said_in_the_reason():
    one = work("Báo cáo trong 05 ngày làm việc kể từ ngày ký.", issued=date(2027, 2, 3)).deadlines[
        0
    ]
    assert one.found.value == date(2027, 2, 17)
    assert "chưa chắc chắn" in one.found.reason
