from dataclasses import replace
from datetime import date

import pytest

from service.domain.agency import Agency, SignatureBlock, SizeProfile
from service.domain.looks import LOOKS, TEXT_WIDTH_MM, TURNED_WIDTH_MM
from service.domain.marks import circulation_stamp, urgency_stamp
from service.domain.numbering import IssueMark
from service.domain.presentation import (
    Indents,
    addressees,
    centred,
    contact_lines,
    foot,
    letter_subject,
    letterhead,
    list_items,
    number_line,
    place_and_date,
    punctuated,
    styling,
    title,
)
from service.domain.typeface import Face, width_mm

AGENCY = Agency(
    name="ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    full_name="Ủy ban nhân dân xã Hòa Bình",
    place="Hòa Bình",
    symbol="UBND",
)
ISSUED = IssueMark(5, date(2026, 1, 8))


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("look", LOOKS.values(), ids=lambda look: look.id)
def test_every_style_is_within_the_sizes_of_the_decree(look):
    low, high = look.allowed
    assert low <= look.small <= look.large <= high
    assert low >= 11
    assert high <= 14


def test_a_number_below_ten_has_a_zero():
    assert number_line("QĐ-UBND", IssueMark(number=5)) == "Số: 05/QĐ-UBND"


def test_a_blank_number_leaves_room_before_the_slash():
    line = number_line("UBND-VX", IssueMark())
    assert squeezed(line) == "Số:/UBND-VX"
    assert width_mm(line, 13) - width_mm("Số: /UBND-VX", 13) > 10


@pytest.mark.parametrize(
    ("mark", "expected", "printed"),
    [
        (ISSUED, None, "Hòa Bình, ngày 08 tháng 01 năm 2026"),
        (ISSUED, (2024, 12), "Hòa Bình, ngày 08 tháng 01 năm 2026"),
        (IssueMark(), (2024, 12), "Hòa Bình, ngày tháng 12 năm 2024"),
        (IssueMark(), (2024, 2), "Hòa Bình, ngày tháng 02 năm 2024"),
        (IssueMark(year=2026), None, "Hòa Bình, ngày tháng năm 2026"),
        (IssueMark(), None, "Hòa Bình, ngày tháng năm"),
    ],
)
def test_what_is_not_known_of_a_date_is_blank(mark, expected, printed):
    assert squeezed(place_and_date("Hòa Bình", mark, expected)) == squeezed(printed)


def test_the_rule_under_the_motto_is_as_long_as_the_motto():
    for profile, size in ((SizeProfile.SMALL, 13), (SizeProfile.LARGE, 14)):
        head = letterhead(replace(AGENCY, size_profile=profile), "UBND-VX", ISSUED)
        assert head["motto_rule"].length_mm == pytest.approx(
            width_mm("Độc lập - Tự do - Hạnh phúc", size, Face.BOLD)
        )


@pytest.mark.parametrize("name", ["BỘ Y TẾ", AGENCY.name, "SỞ " + "TÀI NGUYÊN VÀ MÔI TRƯỜNG " * 4])
def test_the_rule_under_the_agency_is_a_third_to_a_half_of_its_last_line(name):
    head = letterhead(replace(AGENCY, name=name), "UBND-VX", ISSUED)
    rule = head["agency_rule"]
    last = name.split("\n")[-1]
    printed = min(width_mm(last, 13, Face.BOLD), rule.column_mm)
    assert rule.length_mm <= printed / 2
    if width_mm(last, 13, Face.BOLD) <= rule.column_mm:
        assert printed / 3 <= rule.length_mm


def test_a_short_subject_keeps_one_line_and_a_long_one_is_balanced():
    short = title("Về việc nghỉ tết", SizeProfile.LARGE)
    assert short["subject"] == "Về việc nghỉ tết"
    assert short["subject_rule"].length_mm == pytest.approx(
        0.42 * width_mm("Về việc nghỉ tết", 14, Face.BOLD)
    )
    long = title("Công bố tổ chức, cá nhân đủ điều kiện " * 3, SizeProfile.LARGE)
    lines = [width_mm(line, 14, Face.BOLD) for line in long["subject"].split("\n")]
    assert len(lines) > 1
    assert max(lines) <= TEXT_WIDTH_MM - 30
    assert long["subject_rule"].length_mm == pytest.approx(0.42 * lines[-1])


def test_a_title_in_capitals_is_measured_in_capitals_and_printed_as_typed():
    typed = "Danh sách tổ chức, cá nhân đủ điều kiện cung cấp dịch vụ cai nghiện"
    ended = centred("TieuDePhuLuc", typed, SizeProfile.LARGE, 135)
    assert ended.replace("\n", " ") == typed
    assert all(width_mm(line.upper(), 14, Face.BOLD) <= 135 for line in ended.split("\n"))


def test_the_subject_of_a_letter_stays_in_its_column():
    line = letter_subject("triển khai công tác cai nghiện ma túy trên địa bàn tỉnh " * 2, "large")
    assert line.startswith("V/v triển khai")
    assert all(width_mm(one, 13) <= 63 for one in line.split("\n"))
    assert letter_subject("", SizeProfile.LARGE) == ""


@pytest.mark.parametrize("code", ["return", "internal"])
@pytest.mark.parametrize("width", [TEXT_WIDTH_MM, TURNED_WIDTH_MM])
@pytest.mark.parametrize("profile", SizeProfile)
def test_a_mark_of_circulation_stands_in_its_box_over_the_national_name(code, width, profile):
    stamp = circulation_stamp(code, profile, width)
    assert not stamp.red
    assert stamp.width_mm > width_mm(stamp.text, stamp.size_pt, Face.BOLD) + 4
    centre = stamp.left_mm + stamp.width_mm / 2
    assert 0.58 < centre / width < 0.85
    assert stamp.left_mm + stamp.width_mm < width
    assert circulation_stamp("", profile, width) is None


@pytest.mark.parametrize(
    ("code", "text", "width"),
    [("urgent", "KHẨN", 20), ("very_urgent", "THƯỢNG KHẨN", 40), ("express", "HỎA TỐC", 30)],
)
@pytest.mark.parametrize("profile", SizeProfile)
def test_an_urgency_stamp_has_the_size_of_the_decree_and_its_word_fits(code, text, width, profile):
    stamp = urgency_stamp(code, profile)
    assert (stamp.text, stamp.width_mm, stamp.height_mm) == (text, width, 8)
    assert 13 <= stamp.size_pt <= 14
    assert width_mm(text, stamp.size_pt, Face.BOLD) < width


def test_an_ordinary_paper_has_no_stamp():
    assert urgency_stamp("", SizeProfile.LARGE) is None


@pytest.mark.parametrize(
    ("lines", "printed"),
    [
        (["Như trên", "Công an xã", "Lưu: VT"], ["Như trên;", "Công an xã;", "Lưu: VT."]),
        (["A;", "B.", "C;"], ["A;", "B;", "C."]),
        (["các xã…", "Lưu: VT, VX. Th."], ["các xã…;", "Lưu: VT, VX. Th."]),
        (["các xã...", "hết..."], ["các xã...;", "hết..."]),
        (["Một"], ["Một."]),
        ([], []),
    ],
)
def test_lists_are_punctuated_as_the_decree_says(lines, printed):
    assert punctuated(lines) == printed


def test_verbatim_lists_are_left_alone():
    lines = ["Công an huyện;", "Chủ tịch UBND các xã, thị trấn"]
    assert punctuated(lines, punctuate=False) == lines


def test_pasted_dashes_are_dropped_but_hyphens_inside_stay():
    assert list_items(["- Như trên;", "  – Sở Y tế", "-5 điểm", " "]) == [
        "Như trên;",
        "Sở Y tế",
        "-5 điểm",
    ]


def test_one_addressee_stands_in_the_line_and_keeps_its_own_end():
    context, _ = addressees(["Bộ Nội vụ"], SizeProfile.LARGE, punctuate=True)
    assert (context["addressee"], context["addressees"]) == ("Bộ Nội vụ", [])


def test_several_addressees_start_under_the_colon():
    context, indents = addressees(["Sở A", "Sở B"], SizeProfile.LARGE, punctuate=True)
    assert context["addressees"] == ["Sở A;", "Sở B."]
    items = indents["KinhGuiDong"]
    assert items.left_mm - items.hanging_mm == pytest.approx(35 + width_mm("Kính gửi", 14))


def test_a_long_addressee_moves_the_block_left_instead_of_wrapping():
    long = "Các Sở: Y tế, Tư pháp, Lao động - Thương binh và Xã hội;"
    _, indents = addressees([long, "Công an tỉnh"], SizeProfile.LARGE, punctuate=True)
    start = indents["KinhGuiNhieuNoi"].left_mm
    assert 15 <= start < 35
    assert indents["KinhGuiDong"].left_mm + width_mm(long, 14) < TEXT_WIDTH_MM


def test_few_recipients_stand_beside_the_signature_and_many_run_on_below():
    block = SignatureBlock(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Văn Hùng")
    few = foot(block, ["Như trên", "Lưu: VT"], SizeProfile.LARGE, punctuate=True)
    assert (len(few["recipients_beside"]), few["recipients_below"]) == (2, [])
    many = foot(block, [f"Đơn vị {n}" for n in range(500)], SizeProfile.LARGE, punctuate=True)
    assert 5 <= len(many["recipients_beside"]) <= 15
    assert len(many["recipients_beside"]) + len(many["recipients_below"]) == 500


def test_a_place_line_too_long_for_14_pt_is_set_in_13():
    long = "Thành phố Hồ Chí Minh, ngày 29 tháng 12 năm 2026"
    assert dict(styling(AGENCY, long).sizes)["DiaDanh"] == 13
    assert dict(styling(AGENCY, "Hòa Bình, ngày 08 tháng 01 năm 2026").sizes)["DiaDanh"] == 14


def test_styling_can_be_a_cache_key():
    one = styling(AGENCY, "x", {"KinhGuiDong": Indents(1)})
    assert hash(one) == hash(styling(AGENCY, "x", {"KinhGuiDong": Indents(1)}))
    assert one != styling(AGENCY, "x", {"KinhGuiDong": Indents(2)})


def test_contact_lines_break_between_ways_to_reach_the_office():
    full = replace(
        AGENCY,
        address="Số 1, đường Trần Phú, xã Hòa Bình",
        phone="0200 000 000",
        email="ubnd.xahoabinh@hoabinh.example",
        website="https://xahoabinh.hoabinh.example",
    )
    assert contact_lines(full) == [
        "Địa chỉ: Số 1, đường Trần Phú, xã Hòa Bình",
        "Điện thoại: 0200 000 000; Thư điện tử: ubnd.xahoabinh@hoabinh.example",
        "Trang thông tin điện tử: https://xahoabinh.hoabinh.example",
    ]
    assert contact_lines(AGENCY) == []
