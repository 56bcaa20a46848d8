import time

import pytest

from service.domain.body import Paragraph, Table, end_marked, parse_body
from service.domain.inline import Run, parse_runs, plain_text


def looks(text):
    return [block.look for block in parse_body(text) if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("line", "look"),
    [
        ("Phần I", "Phan"),
        ("Phần thứ nhất", "Phan"),
        ("CHƯƠNG IV", "Phan"),
        ("Mục 2", "Muc"),
        ("Tiểu mục 1.", "Muc"),
        ("I. MỤC ĐÍCH, YÊU CẦU", "DeMuc"),
        ("XIX. Tổ chức thực hiện", "DeMuc"),
        ("Điều 1. Ban hành kèm theo Quyết định này.", "Dieu"),
        ("Điều 12a. Sửa đổi", "Dieu"),
        ("1. Công an huyện tiếp tục thực hiện.", "Khoan"),
        ("1.2. Chỉ tiêu cụ thể.", "Khoan"),
        ("a) Cắt cơn;", "Diem"),
        ("đ) Phục hồi;", "Diem"),
        ("- Như trên;", "GachDauDong"),
        ("–Như trên;", "GachDauDong"),
        ("+ Một;", "CongDauDong"),
        ("Thực hiện Nghị định số 30/2020/NĐ-CP.", "NoiDung"),
    ],
)
def test_a_line_is_known_by_its_start(line, look):
    assert looks(line) == [look]


@pytest.mark.parametrize(
    "line",
    [
        "2024 là năm thứ hai.",
        "1.250 đồng",
        "-5 độ C",
        "+84 912",
        "ă) không phải điểm",
        "w) không phải điểm",
        "Điều kiện 1. không phải điều",
        "Chương trình I",
        "V. là một câu, không phải đề mục.",
        "IIII. Không phải số La Mã",
    ],
)
def test_a_line_that_only_resembles_a_mark_is_plain_text(line):
    assert looks(line) == ["NoiDung"]


def test_a_backslash_takes_the_meaning_from_a_line_start():
    (block,) = parse_body("\\1. không phải khoản")
    assert (block.look, block.text) == ("NoiDung", "1. không phải khoản")


def test_two_backslashes_print_one():
    assert parse_body("\\\\máy chủ")[0].text == "\\máy chủ"


def test_the_line_after_a_chapter_is_its_title():
    assert looks("Chương I\nQuy định chung\nMục 1\nPhạm vi\nVăn bản này áp dụng.") == [
        "Phan",
        "TieuDePhan",
        "Muc",
        "TieuDeMuc",
        "NoiDung",
    ]


def test_the_number_of_an_article_is_bold_and_its_text_is_not():
    (block,) = parse_body("Điều 3. Quyết định này có hiệu lực kể từ ngày ký.")
    assert block.runs == (
        Run("Điều 3.", bold=True),
        Run(" Quyết định này có hiệu lực kể từ ngày ký."),
    )


def test_an_article_with_a_title_of_its_own_is_bold_throughout():
    blocks = parse_body("Điều 1. Phạm vi điều chỉnh\n1. Nghị định này quy định.")
    assert all(run.bold for run in blocks[0].runs)
    assert not any(run.bold for run in blocks[1].runs)


def test_clauses_are_bold_only_where_all_of_them_are_titles():
    titled = parse_body("1. Rà soát\na) Một;\n2. Báo cáo\n- Hai.")
    assert [block.runs[0].bold for block in titled] == [True, False, True, False]
    names = parse_body("1. Nguyễn Văn An\n2. Trần Thị Bình\nCác ông, bà có tên trên.")
    assert not any(run.bold for block in names for run in block.runs)


def test_spreadsheet_lines_become_a_table_with_the_first_as_header():
    before, table, after = parse_body("Như sau:\nSTT\tTên\tSố\n1\tAn\t3\n2\t\t\nHết.")
    assert isinstance(table, Table)
    assert [[plain_text(cell) for cell in row] for row in table.rows] == [
        ["STT", "Tên", "Số"],
        ["1", "An", "3"],
        ["2", "", ""],
    ]
    assert (before.text, after.text) == ("Như sau:", "Hết.")


def test_a_spreadsheet_cell_of_several_lines_stays_one_cell():
    (table,) = parse_body('Tên\tĐịa chỉ\nAn\t"Thôn ""Đông""\nxã Hòa Bình"\n"Bình\nvà Chi"\tXã')
    assert [[plain_text(cell) for cell in row] for row in table.rows] == [
        ["Tên", "Địa chỉ"],
        ["An", 'Thôn "Đông"\nxã Hòa Bình'],
        ["Bình\nvà Chi", "Xã"],
    ]


@pytest.mark.parametrize(
    "text",
    ['"Phong trào\nToàn dân"', 'a\t"mở\nkhông đóng', 'x "y\tz\nw"', '"a\n\t"b\nc'],
)
def test_quotation_marks_that_hold_no_cell_stay_in_the_text(text):
    blocks = parse_body(text)
    printed = "".join(
        block.text
        if isinstance(block, Paragraph)
        else "".join(plain_text(cell) for row in block.rows for cell in row)
        for block in blocks
    )
    assert printed.count('"') == text.count('"')


def test_a_markdown_table_is_read_and_its_ruler_is_not_a_row():
    (table,) = parse_body("| Tên | Số |\n|---|:--:|\n| **An** | a\\|b |")
    assert [[plain_text(cell) for cell in row] for row in table.rows] == [
        ["Tên", "Số"],
        ["An", "a|b"],
    ]


def test_a_single_line_with_a_tab_and_indented_lines_are_paragraphs():
    assert looks("Tên:\tAn\n\n\t\tYêu cầu một.\n\tYêu cầu hai.") == ["NoiDung"] * 3


def test_lines_wider_than_any_page_stay_text():
    blocks = parse_body("\n".join(["\t".join("abcdefghijklmnopqrstuvwxyz")] * 2))
    assert all(isinstance(block, Paragraph) for block in blocks)


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("**đậm** thường", [("đậm", True, False), (" thường", False, False)]),
        ("*nghiêng*", [("nghiêng", False, True)]),
        ("***cả hai***", [("cả hai", True, True)]),
        ("**a *b* c**", [("a ", True, False), ("b", True, True), (" c", True, False)]),
        ("*a **b** c*", [("a ", False, True), ("b", True, True), (" c", False, True)]),
        ("5*3*2 = 30", [("5*3*2 = 30", False, False)]),
        ("một * hai * ba", [("một * hai * ba", False, False)]),
        ("**không đóng", [("**không đóng", False, False)]),
        ("*a **b*", [("a **b", False, True)]),
        ("****", [("****", False, False)]),
        ("\\*sao\\*", [("*sao*", False, False)]),
        ("a\\b", [("a\\b", False, False)]),
        ("", []),
    ],
)
def test_stars_with_a_partner_are_marks_and_others_are_stars(line, runs):
    assert [(run.text, run.bold, run.italic) for run in parse_runs(line)] == runs


def test_no_typed_letter_is_lost():
    text = "Chương I\nTên\nĐiều 1. *a* và **b\n1. x\na) y\n- z *\n+ t\n| một\nI. Đề mục\\"
    printed = "".join(block.text for block in parse_body(text))
    wanted = [letter for letter in text if letter not in "\n*"]
    assert [letter for letter in printed if letter != "*"] == wanted
    assert printed.count("*") == 3


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Hết.", "Hết./."),
        ("Hết", "Hết./."),
        ("Hết./.", "Hết./."),
        ("Hết;", "Hết./."),
        ("còn nữa...", "còn nữa.../."),
        ("(xong).", "(xong)./."),
        ("Gồm các việc sau:", "Gồm các việc sau:"),
    ],
)
def test_the_text_is_closed_once(text, closed):
    assert end_marked(parse_body(text))[-1].text == closed


def test_a_table_at_the_end_and_an_empty_text_are_not_closed():
    table = parse_body("a\tb\nc\td")
    assert end_marked(table) == table
    assert end_marked(()) == ()


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "a\n",
        "*a ",
        "**a* ",
        "1\t2\n",
        "| ",
        "I",
        "1.1",
        "* *",
        "\\",
        "|---",
        "*a**b",
        "a) ",
        "***",
        '"\t"',
        '"a\t\n',
    ],
)
def test_reading_takes_time_in_proportion_to_length(unit):
    def seconds(size):
        text = unit * (size // len(unit))
        start = time.perf_counter()
        parse_body(text)
        return time.perf_counter() - start

    small = max(min(seconds(20_000) for _ in range(3)), 0.002)
    # Twenty times the text: a quadratic reader would take four hundred times as long.
    assert seconds(400_000) < small * 120
