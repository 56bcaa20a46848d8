"""Words are found where a person sees them: turned pages, filled fields, stamps, noise."""

import io
from datetime import date

import pytest
from pypdf import PdfReader, PdfWriter

from service.domain.citations import Form, Reference
from service.reading.reader import read
from tests.reading import pdfs
from tests.reading.facts import facts

BLANK = tuple(
    (x, y, style, "Số:          /UBND-VP" if text.startswith("Số") else text)
    for x, y, style, text in pdfs.LETTER
)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_stored_turned_is_read_as_it_is_shown(degrees):
    straight, turned = read(pdfs.letter()), read(pdfs.turned(pdfs.letter(), degrees))
    assert facts(turned) == facts(straight)
    was, now = straight.fields.number.where[0].box, turned.fields.number.where[0].box
    assert now.left == pytest.approx(was.left, abs=1.5)
    assert now.top == pytest.approx(was.top, abs=1.5)


def test_text_lying_on_its_side_is_left_out():
    document = pdfs.pdf()
    pdfs.write(document, pdfs.LETTER)
    with document.rotation(90, 100, 120):
        pdfs.write(
            document, [(100, 120, "", "Số: 999/SAI và nhiều chữ nữa chạy dọc lề trang giấy")]
        )
    assert facts(read(bytes(document.output()))) == facts(read(pdfs.letter()))


def test_white_and_tiny_text_is_not_read():
    document = pdfs.pdf()
    document.set_text_color(255, 255, 255)
    pdfs.write(document, [(30, 30, "", "Số: 999/GIẤU")])
    document.set_text_color(0, 0, 0)
    pdfs.write(document, [(30, 31, "", "Số: 888/NHỎ")], 1)
    pdfs.write(document, pdfs.LETTER)
    reading = read(bytes(document.output()))
    assert (reading.fields.number.value, reading.fields.notation.value) == ("41", "UBND-VP")


def test_a_number_filled_into_its_field_after_signing_is_read():
    assert read(pdfs.letter(BLANK)).fields.number is None
    filled = pdfs.with_field(pdfs.letter(BLANK), 42, 36, "57")
    reading = read(filled)
    assert reading.fields.number.value == "57"
    assert reading.fields.notation.value == "UBND-VP"


def test_the_text_of_a_stamp_is_kept_apart_from_the_fields():
    stamp = (
        (110, 60, "", "Người ký: Ủy ban nhân dân tỉnh Bình Thuận"),
        (110, 63, "", "Email: ubnd@binhthuan.example"),
        (110, 66, "", "Thời gian ký: 09.12.2020 16:03:41 +07:00"),
    )
    document = pdfs.pdf()
    pdfs.write(document, pdfs.LETTER)
    pdfs.write(document, stamp, 7)
    reading = read(bytes(document.output()))
    assert facts(reading) | {"stamps": []} == facts(read(pdfs.letter())) | {"stamps": []}
    assert reading.stamps[0].signer == "Ủy ban nhân dân tỉnh Bình Thuận"
    assert reading.stamps[0].at == "09.12.2020 16:03:41 +07:00"


def test_the_arrival_stamp_of_another_office_gives_no_number():
    document = pdfs.pdf()
    pdfs.write(document, pdfs.LETTER)
    stamp = [(30, 50, "B", "ĐẾN"), (30, 55, "", "Số: 1234"), (30, 60, "", "Ngày: 6/3/2025")]
    pdfs.write(document, stamp, 10)
    assert facts(read(bytes(document.output()))) == facts(read(pdfs.letter()))


def test_the_line_of_an_electronic_copy_is_a_copy():
    document = pdfs.pdf()
    pdfs.write(document, pdfs.LETTER)
    line = "Sao y; Ủy ban nhân dân tỉnh Bình Thuận; 06/03/2025; 14:30:15+07:00"
    pdfs.write(document, [(100, 12, "", line)], 8)
    reading = read(bytes(document.output()))
    copy = reading.copies[0]
    assert (copy.form.value, copy.agency.value) == ("Sao y", "Ủy ban nhân dân tỉnh Bình Thuận")
    assert copy.issued.value.iso() == "2025-03-06"
    assert reading.fields.number.value == "41"


def test_boxes_are_shares_of_the_page_too():
    reading = read(pdfs.letter())
    sheet, spot = reading.sheets[0], reading.fields.number.where[0]
    share = spot.box.share_of(sheet.width, sheet.height)
    # Drawn at 35 mm with "Số: " before it, on the line 36 mm from the top.
    assert 42 < share.left * 210 < 44
    assert share.top * 297 < 36 < share.bottom * 297 + 1
    notation = reading.fields.notation.where[0].box.share_of(sheet.width, sheet.height)
    assert notation.left > share.right


def test_a_page_number_does_not_break_a_sentence_over_two_pages():
    first = [(x, y, style, text) for x, y, style, text in pdfs.LETTER if y < 68]
    rest = [(x, y - 40, style, text) for x, y, style, text in pdfs.LETTER if y > 75]
    long = "Đề nghị các thôn rà soát, chỉnh lý, nộp lưu hồ sơ đã kết thúc vào lưu trữ xã trước"
    document = pdfs.pdf()
    pdfs.write(document, [*first, (30, 280, "", long)])
    document.add_page()
    pdfs.write(document, [(104, 14, "", "2"), (30, 26, "", "ngày 31/3/2025./."), *rest])
    reading = read(bytes(document.output()))
    assert facts(reading) == facts(read(pdfs.letter()))
    assert [spot.page for spot in reading.deadlines[0].found.where] == [1, 2]


def test_the_addressees_end_where_the_list_is_closed():
    lines = (*pdfs.LETTER, (92, 62, "B", "Nội dung đề nghị"))
    assert facts(read(pdfs.letter(lines)))["addressees"] == ["Các thôn"]


def test_a_cropped_page_is_measured_from_its_visible_corner():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdfs.letter())))
    page = writer.pages[0]
    page.cropbox.lower_left = (40, 100)
    output = io.BytesIO()
    writer.write(output)
    was = read(pdfs.letter()).fields.number.where[0].box
    now = read(output.getvalue()).fields.number.where[0].box
    assert now.left == pytest.approx(was.left - 40, abs=0.5)
    assert now.top == pytest.approx(was.top, abs=0.5)


def test_a_paper_dated_after_today_is_pointed_out():
    data = pdfs.letter()
    assert read(data, today=date(2025, 3, 5)).warnings == ()
    warnings = read(data, today=date(2025, 3, 4)).warnings
    assert "ở sau hôm nay (04/03/2025)" in warnings[0]


def test_state_secrets_are_pointed_out():
    lines = (*pdfs.LETTER, (34, 48, "B", "MẬT"))
    reading = read(pdfs.letter(lines))
    assert reading.fields.secrecy.value == "Mật"
    assert "bí mật nhà nước" in reading.warnings[0]


def test_only_the_first_pages_of_a_very_long_file_are_read():
    document = pdfs.pdf()
    pdfs.write(document, pdfs.LETTER)
    for _ in range(155):
        document.add_page()
    reading = read(bytes(document.output()))
    assert (reading.total_pages, len(reading.sheets)) == (156, 150)
    assert any("Chỉ đọc 150 trang đầu" in warning for warning in reading.warnings)


def letter_with(**changed):
    """The letter with lines replaced: old text → new text, or → (more lines)."""
    lines = []
    for x, y, style, text in pdfs.LETTER:
        new = changed.get(text, text)
        more = [new] if isinstance(new, str) else new
        lines += [(x, y + 4.5 * n, style, one) for n, one in enumerate(more)]
    return read(pdfs.letter(lines))


def test_a_long_notation_goes_on_in_the_next_line():
    reading = letter_with(**{"Số: 41/UBND-VP": ("Số: 41/UBND-KGVX-", "NVTT")})
    assert reading.fields.notation.value == "UBND-KGVX-NVTT"
    assert len(reading.fields.notation.where) == 2


def test_a_legal_paper_keeps_the_year_before_its_notation():
    reading = letter_with(**{"Số: 41/UBND-VP": "Số: 116/2021/NĐ-CP"})
    assert (reading.fields.number.value, reading.fields.notation.value) == ("116", "2021/NĐ-CP")
    assert reading.reference == Reference("116", "NĐ-CP", 2021, Form.LEGAL)


def test_a_name_in_capitals_is_written_as_a_name():
    reading = letter_with(**{"Phạm Quốc Hùng": "PHẠM QUỐC HÙNG"})
    assert reading.fields.signatory.name.value == "Phạm Quốc Hùng"
    assert reading.fields.signatory.authority.value == ("CHỦ TỊCH",)


def test_the_copying_agency_may_stand_above_the_word_copy():
    copy = (
        (30, 130, "B", "PHÒNG VĂN HÓA"),
        (34, 136, "B", "XÃ HÒA BÌNH"),
        (128, 136, "B", "SAO Y"),
        (32, 142, "", "Số: 05/SY-VH"),
        (112, 142, "I", "Hòa Bình, ngày 06 tháng 3 năm 2025"),
        (30, 152, "BI", "Nơi nhận:"),
        (30, 158, "", "- Lưu: VT."),
        (124, 152, "B", "TRƯỞNG PHÒNG"),
        (124, 176, "B", "Trần Văn Minh"),
    )
    reading = read(pdfs.letter((*pdfs.LETTER, *copy)))
    assert reading.copies[0].agency.value == "Phòng Văn hóa xã Hòa Bình"
    assert reading.copies[0].number.value == "05"
    assert facts(reading) | {"copies": []} == facts(read(pdfs.letter())) | {"copies": []}


LEFT = (
    "Trong thời gian qua công tác văn thư",
    "của các cơ quan đã có nhiều chuyển",
    "biến tích cực song vẫn còn hạn chế",
    "cần được khắc phục sớm, vì vậy Ủy",
    "ban nhân dân xã đề nghị các thôn rà",
    "soát, nộp lưu hồ sơ và báo cáo kết",
)
RIGHT = (
    "quả trước ngày 31/3/2025. Trường hợp",
    "vướng mắc phải phản ánh kịp thời về",
    "Văn phòng để được hướng dẫn theo quy",
    "định, không để chậm trễ làm ảnh hưởng",
    "đến việc nộp lưu chung của toàn xã và",
    "kết quả thi đua của từng thôn năm nay.",
)


def two_columns(left, right):
    body = [
        (x, 68 + 6 * n, "", text)
        for x, column in ((30, left), (112, right))
        for n, text in enumerate(column)
    ]
    head = [line for line in pdfs.LETTER if line[1] < 68]
    foot = [(x, y + 40, style, text) for x, y, style, text in pdfs.LETTER if y > 75]
    return read(pdfs.letter((*head, *body, *foot)))


def test_text_in_two_columns_is_read_down_and_then_up_again():
    reading = two_columns(LEFT, RIGHT)
    assert " ".join(LEFT + RIGHT) in reading.text.replace("\n", " ")
    assert reading.deadlines[0].found.text == "báo cáo kết quả trước ngày 31/3/2025"


def test_the_rows_of_a_table_are_not_torn_apart():
    names = ("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4", "Thôn 5", "Thôn 6")
    things = ("12 hồ sơ", "3 hồ sơ", "45 hồ sơ và sổ", "7 hồ sơ", "8 hồ sơ", "910 hồ sơ")
    text = two_columns(names, things).text.replace("\n", " ")
    assert "Thôn 3 45 hồ sơ và sổ Thôn 4 7 hồ sơ" in text
