"""Công điện, giấy mời, giấy giới thiệu, biên bản, giấy nghỉ phép: Mẫu 1.6 to 1.10."""

from datetime import date

import pytest

from forms.base import posted
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, KINDS, filled, paragraphs_of, sample_answers

ISSUED = IssueMark(5, date(2026, 1, 8))
BODY = ("NoiDung", "Khoan", "Diem", "GachDauDong")


def paragraphs(code, **changes):
    kind = KINDS[code]
    return paragraphs_of(filled(kind, {**sample_answers(kind), **changes}, ISSUED))


def body(code, **changes):
    return [text for style, text in paragraphs(code, **changes) if style in BODY]


def texts(code, style, **changes):
    return [text for name, text in paragraphs(code, **changes) if name == style]


def errors(code, **changes):
    kind = KINDS[code]
    form = posted(kind.form, {**kind.sample, **changes}, HOA_BINH)
    assert not form.validate()
    return form.error_paths()


def test_a_telegram_says_who_wires_whom():
    assert texts("telegram", "LoiDan") == ["CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH điện:"]
    assert texts("telegram", "NhanDien")[-1] == "- Trưởng các thôn."
    assert texts("telegram", "SoKyHieu") == ["Số: 05/CĐ-UBND"]
    start = KINDS["telegram"].form(agency=HOA_BINH).answers()
    assert start["sender"] == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH"
    assert "Như trên;" not in start["recipients"]
    assert "Chưa ghi nơi nhận điện" in errors("telegram", addressees=[])["addressees"]


def test_an_invitation_has_the_lines_of_its_form_in_order():
    assert body("invitation", invitees=["Trưởng Công an xã"], body="")[:5] == [
        "Ủy ban nhân dân xã Hòa Bình trân trọng kính mời: Trưởng Công an xã",
        "Tới dự cuộc họp đánh giá kết quả rà soát tháng 11 năm 2026",
        "Chủ trì: Ông Phạm Quốc Hùng, Chủ tịch Ủy ban nhân dân xã",
        "Thời gian: 08 giờ 30 phút, ngày 26 tháng 11 năm 2026 (thứ Năm)",
        "Địa điểm: Phòng họp số 1, trụ sở Ủy ban nhân dân xã Hòa Bình./.",
    ]


def test_several_invitees_stand_one_in_a_line():
    lines = body("invitation")
    assert lines[0].endswith("trân trọng kính mời:")
    assert lines[1:4] == [
        "- Trưởng Công an xã;",
        "- Trạm trưởng Trạm Y tế xã;",
        "- Trưởng các thôn.",
    ]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"clock": "25h"}, "clock", "Ghi giờ, phút"),
        ({"day": "31/02/2026"}, "day", "Tháng 2/2026"),
        ({"day": ""}, "day", "Chưa ghi ngày họp"),
        ({"invitees": []}, "invitees", "Chưa ghi người, cơ quan được mời"),
    ],
)
def test_an_invitation_says_what_is_wrong_where(changes, field, said):
    found = errors("invitation", **changes)
    assert list(found) == [field]
    assert said in found[field]


def test_a_time_of_day_is_shown_again_in_one_spelling():
    kind = KINDS["invitation"]
    assert posted(kind.form, {**kind.sample, "clock": "8h30"}, HOA_BINH).clock.data == "08:30"
    assert posted(kind.form, {**kind.sample, "clock": "lúc 8"}, HOA_BINH).clock.data == "lúc 8"


def test_what_is_typed_in_one_line_keeps_its_stars():
    assert "Địa điểm: Phòng **B**" in body("invitation", place="Phòng **B**")


def test_an_introduction_prints_the_request_of_its_form():
    assert body("introduction") == [
        "Ông Trần Văn Minh",
        "Chức vụ: Chuyên viên Phòng Văn hóa - Xã hội",
        "Được cử đến: Sở Nội vụ tỉnh Hòa Bình",
        "Về việc: liên hệ nhận tài liệu tập huấn công tác văn thư",
        "Đề nghị Quý cơ quan tạo điều kiện để ông có tên ở trên hoàn thành nhiệm vụ.",
        "Giấy này có giá trị đến hết ngày 05 tháng 12 năm 2026./.",
    ]
    assert texts("introduction", "TrichYeu") == []
    assert "bà có tên ở trên" in body("introduction", honorific="Bà")[4]


def test_an_unfinished_slip_shows_dots_where_words_are_missing():
    kind = KINDS["leave_permit"]
    lines = [text for style, text in paragraphs_of(filled(kind, {})) if style in BODY]
    assert lines[1] == "Ông (bà): …………"
    assert "trong thời gian ………… ngày kể từ ngày …………" in lines[3]


def test_a_leave_permit_counts_its_days():
    assert body("leave_permit")[3] == (
        "Được nghỉ phép trong thời gian 05 ngày kể từ ngày 07 tháng 12 năm 2026 đến hết ngày 11 "
        "tháng 12 năm 2026 tại thôn Đông, xã Hòa Bình."
    )
    found = errors("leave_permit", first_day="2026-12-12")
    assert found == {"last_day": "Ngày cuối phải từ ngày bắt đầu nghỉ trở đi."}
    kind = KINDS["leave_permit"]
    form = posted(kind.form, {**kind.sample, "days": "6"}, HOA_BINH)
    assert form.validate()
    assert form.advice()["days"].startswith("Từ ngày đến ngày chỉ có 5 ngày")


def test_a_leave_permit_enters_the_register_under_its_person():
    kind = KINDS["leave_permit"]
    form = posted(kind.form, {**kind.sample, "subject": "", "honorific": "Bà"}, HOA_BINH)
    assert form.answers()["subject"] == "Nghỉ phép của bà Trần Văn Minh"
    assert kind.form(agency=HOA_BINH).answers()["subject"] == ""


def test_the_place_of_the_leave_confirms_only_when_asked():
    assert texts("leave_permit", "XacNhan", confirmation=False) == []
    assert texts("leave_permit", "XacNhan")[0].startswith("Xác nhận của cơ quan (tổ chức)")


def test_minutes_have_no_place_and_date_in_their_head_and_two_signatures():
    found = paragraphs("minutes", annexes=[])
    assert not [text for style, text in found if style == "DiaDanh"]
    assert [text for style, text in found if style == "QuyenHan"] == ["THƯ KÝ", "CHỦ TỌA"]
    assert [text for style, text in found if style == "HoTen"] == ["Lê Thị Lan", "Phạm Quốc Hùng"]
    assert [text for style, text in found if style == "ChucVuKhac"] == [
        "Chánh Văn phòng",
        "Chủ tịch",
    ]
    styles = [style for style, _ in found]
    assert styles.index("NoiNhan") > styles.index("HoTen")


def test_minutes_open_and_close_as_their_form_does():
    lines = body("minutes", meeting="Hội nghị", chair="", end_day="")
    assert lines[0] == "Thời gian bắt đầu: 08 giờ 00, ngày 20 tháng 11 năm 2026"
    assert "Chủ trì (chủ tọa): Phạm Quốc Hùng, Chủ tịch" in lines
    assert "Thư ký (người ghi biên bản): Lê Thị Lan, Chánh Văn phòng" in lines
    assert "Nội dung (theo diễn biến hội nghị):" in lines
    assert lines[-1] == "Hội nghị kết thúc vào 10 giờ 30 phút, ngày 20 tháng 11 năm 2026./."


def test_posts_stand_over_the_names_of_minutes_only_when_asked():
    assert texts("minutes", "ChucVuKhac", show_post=False) == []
