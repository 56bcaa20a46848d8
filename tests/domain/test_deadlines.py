"""Deadlines that a text sets are found; days that it only tells of are not."""

from datetime import date, time

import pytest

from service.domain.deadlines import CountedFrom, find_deadlines
from service.domain.working_days import Term, TermUnit
from service.domain.written_dates import Precision

ISSUED = date(2024, 11, 20)


def only(text):
    found = find_deadlines(text, issued=ISSUED)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("xây dựng mô hình (Hoàn thành trước ngày 15/12/2024).", date(2024, 12, 15)),
        ("“Địa bàn không ma túy” (hoàn thành trước 15/12/2024), đề ra", date(2024, 12, 15)),
        ("báo cáo UBND xã trước ngày 05 tháng 3 năm 2025.", date(2025, 3, 5)),
        ("Gửi về Sở Nội vụ chậm nhất là ngày 25/11/2024 để tổng hợp", date(2024, 11, 25)),
        ("Thời hạn hoàn thành: trước ngày 30 tháng 6 năm 2025.", date(2025, 6, 30)),
        ("đến hết ngày 31/12/2024 phải hoàn thành", date(2024, 12, 31)),
        ("hoàn thành trong tháng 02/2025", date(2025, 2, 28)),
        ("xong trong quý IV/2024", date(2024, 12, 31)),
        ("(đến năm 2030 phải hoàn thành)", date(2030, 12, 31)),
        ("gửi trước thứ Sáu, ngày 20/12/2024", date(2024, 12, 20)),
        ("nộp hồ sơ muộn nhất ngày 20-12-2024", date(2024, 12, 20)),
        ("(trước ngày 20/12/2024)", date(2024, 12, 20)),
        ("Số liệu phải được gửi về Bộ Nội vụ trước 30/12.", date(2024, 12, 30)),
        ("Tổ chức tập huấn nghiệp vụ văn thư trong quý II năm 2025.", date(2025, 6, 30)),
    ],
)
def test_a_deadline_is_found_with_its_day(text, due):
    assert only(text).due == due


@pytest.mark.parametrize(
    "text",
    [
        "văn bản ban hành trước ngày 01/7/2025 vẫn còn hiệu lực",
        "trẻ em sinh trước ngày 01/01/2020",
        "Quyết định có hiệu lực từ ngày 01/01/2025 đến hết ngày 31/12/2025.",
        "Kế hoạch số 170/KH-UBND ngày 29/10/2024 của Chủ tịch UBND huyện",
        "giai đoạn 2021 - 2025, trong năm 2024 đã đạt một số kết quả",
        "niêm yết công khai từ ngày 01/12/2024 đến hết ngày 10/12/2024",
        "kết quả thực hiện trong quý III/2024 đạt 98,5%",
        "mức điểm tối đa trước 8/10 điểm, tỷ lệ 15/20",
        "trong 03 tháng đầu năm đã thực hiện 12 cuộc kiểm tra",
        "có ít nhất 05 năm công tác, 10 ngày nghỉ phép",
        "các hợp đồng ký kết trước ngày 01/01/2024",
    ],
)
def test_a_day_that_is_only_told_of_is_no_deadline(text):
    assert find_deadlines(text, issued=ISSUED) == ()


def test_before_a_day_says_that_the_day_itself_may_be_late():
    assert only("hoàn thành trước ngày 15/12/2024").strictly_before
    assert not only("hoàn thành chậm nhất ngày 15/12/2024").strictly_before


def test_the_hour_is_kept():
    assert only("gửi trước 17 giờ 00 ngày 20/12/2024").at == time(17)
    assert only("gửi trước 15h30' ngày 20/12/2024").at == time(15, 30)


@pytest.mark.parametrize(
    ("text", "term", "counted"),
    [
        (
            "báo cáo trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản này.",
            Term(5, TermUnit.WORKING_DAYS),
            CountedFrom.RECEIPT,
        ),
        (
            "Chậm nhất 10 (mười) ngày, kể từ ngày ký ban hành Kế hoạch, các đơn vị gửi báo cáo",
            Term(10, TermUnit.DAYS),
            CountedFrom.ISSUE,
        ),
        (
            "phản hồi trong 24 giờ kể từ khi nhận được đề nghị",
            Term(24, TermUnit.HOURS),
            CountedFrom.RECEIPT,
        ),
        (
            "hoàn thành trong thời hạn 03 tháng kể từ ngày 01/12/2024",
            Term(3, TermUnit.MONTHS),
            CountedFrom.WRITTEN,
        ),
        ("Thời hạn giải quyết: 15 ngày làm việc.", Term(15, TermUnit.WORKING_DAYS), "unknown"),
    ],
)
def test_a_term_says_how_long_and_from_when(text, term, counted):
    one = only(text)
    assert (one.term, one.counted_from, one.due) == (term, counted, None)


def test_a_repeated_report_has_no_single_day():
    one = only("báo cáo định kỳ trước ngày 20 hằng tháng")
    assert (one.repeats, one.due, one.written.day) == ("hằng tháng", None, 20)


def test_a_missing_year_is_filled_in_and_said():
    one = only("hoàn thành trước ngày 15/01")
    assert one.due == date(2025, 1, 15)
    assert "không ghi năm" in one.reason
    assert one.confidence < only("hoàn thành trước ngày 15/01/2025").confidence


def test_without_the_day_of_issue_a_missing_year_stays_open():
    (one,) = find_deadlines("hoàn thành trước ngày 15/12")
    assert one.due is None


def test_a_month_or_year_is_marked_as_less_exact():
    assert only("hoàn thành trong tháng 12/2024").precision is Precision.MONTH
    assert only("đến năm 2030 phải hoàn thành").precision is Precision.YEAR


def test_two_deadlines_in_one_sentence_are_two():
    found = find_deadlines(
        "hoàn thành trong tháng 12/2024, tổng kết và báo cáo trước ngày 15/01/2025"
    )
    assert [one.due for one in found] == [date(2024, 12, 31), date(2025, 1, 15)]
    assert [one.text.split()[0] for one in found] == ["hoàn", "báo"]


def test_the_text_of_a_deadline_is_where_it_says():
    text = "1. Công an xã rà soát, hoàn thành trước ngày 15/12/2024; báo cáo kết quả."
    one = only(text)
    assert text[one.start : one.end] == one.text == "hoàn thành trước ngày 15/12/2024"


def test_a_long_text_is_read_quickly():
    assert find_deadlines("trước trong chậm nhất kể từ ngày hoàn thành " * 3000) == ()
