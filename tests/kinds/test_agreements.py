from datetime import date

import pytest

from forms.agreements import TYPES
from forms.base import posted
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, KINDS, filled, paragraphs_of, sample_answers

CONTRACT = KINDS["contract"]
ISSUED = IssueMark(5, date(2026, 1, 8))


def paragraphs(kind=CONTRACT, mark=ISSUED, **changes):
    return paragraphs_of(filled(kind, {**sample_answers(kind), **changes}, mark))


def texts(style, **changes):
    return [text for name, text in paragraphs(**changes) if name == style]


def partner(number):
    return {"name": f"Bên {number}", "representative": f"Người {number}", "post": "Giám đốc"}


@pytest.mark.parametrize("row", TYPES, ids=lambda row: row.code)
def test_its_article_says_that_the_decree_draws_no_form(row):
    kind = KINDS[row.code]
    assert "không có mẫu riêng, theo khung Mẫu 1.4" in kind.article
    assert texts("TenLoai", kind=kind) == [row.type_name.upper()]


def test_the_parties_are_named_before_the_articles_and_sign_below():
    body = texts("NoiDung")
    assert body[0].startswith("Hôm nay, ngày 08 tháng 01 năm 2026, tại Phòng họp số 1")
    assert body[1:4] == [
        "Bên A: Ủy ban nhân dân xã Hòa Bình",
        "Địa chỉ: Số 1, đường Trần Phú, xã Hòa Bình",
        "Đại diện: Phạm Quốc Hùng, Chủ tịch",
    ]
    assert "Bên B: Công ty Bảo trì Ban Mai" in body
    assert texts("QuyenHan") == ["ĐẠI DIỆN BÊN A", "CHỦ TỊCH", "ĐẠI DIỆN BÊN B", "GIÁM ĐỐC"]
    assert texts("HoTen") == ["Phạm Quốc Hùng", "Đỗ Văn An"]


def test_the_day_is_blank_until_the_paper_has_one():
    first = texts("NoiDung", mark=IssueMark())[0]
    assert "".join(first.split()).startswith("Hômnay,ngàythángnăm,tại")


def test_the_value_stands_in_figures_and_words_as_the_second_article():
    assert texts("Dieu") == [
        "Điều 1. Nội dung công việc",
        "Điều 2. Giá trị hợp đồng",
        "Điều 3. Trách nhiệm của các bên",
        "Điều 4. Điều khoản thi hành",
    ]
    assert "Giá trị hợp đồng: 150.000.000 đồng (Bằng chữ: Một trăm năm mươi triệu đồng)." in texts(
        "NoiDung"
    )
    assert len(texts("Dieu", value="")) == 3
    assert "value" not in KINDS["memorandum"].form.blank()


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_every_partner_signs_once(count):
    partners = [partner(number) for number in range(count)]
    names = texts("HoTen", partners=partners)
    assert names == ["Phạm Quốc Hùng", *(f"Người {number}" for number in range(count))]
    lines = [line for text in texts("QuyenHan", partners=partners) for line in text.split("\n")]
    sides = [line for line in lines if line.startswith("ĐẠI DIỆN")]
    assert sides == [f"ĐẠI DIỆN BÊN {letter}" for letter in "ABCDEG"[: count + 1]]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_recipients_stand_below_the_last_signature(count):
    partners = [partner(number) for number in range(count)]
    found = [
        style
        for style, text in paragraphs(partners=partners, annexes=[])
        if style in ("QuyenHan", "NoiNhan", "NoiNhanDong") and text
    ]
    if count > 1:
        assert found.index("NoiNhan") > len(found) - 1 - found[::-1].index("QuyenHan")
    assert found.count("NoiNhan") == 1
    assert found.count("NoiNhanDong") == 3


def test_wrong_amounts_and_missing_partners_are_said_at_their_fields():
    form = posted(CONTRACT.form, {**CONTRACT.sample, "value": "1,5 triệu"}, HOA_BINH)
    assert not form.validate()
    assert form.error_paths() == {"value": "Ghi số tiền bằng chữ số, ví dụ 1.500.000."}
    form = posted(CONTRACT.form, {**CONTRACT.sample, "partners": [{"name": "A"}]}, HOA_BINH)
    assert not form.validate()
    assert sorted(form.error_paths()) == ["partners-0-post", "partners-0-representative"]
    typed = posted(CONTRACT.form, {**CONTRACT.sample, "value": "150000000 đồng"}, HOA_BINH)
    assert typed.answers()["value"] == "150.000.000"
