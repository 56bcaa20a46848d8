from datetime import date

import pytest

from forms.base import posted
from forms.named_documents import TYPES
from service.domain.abbreviations import type_names
from service.domain.kinds import GROUPS, OTHER_GROUP
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, KINDS, filled, paragraphs_of, sample_answers

ISSUED = IssueMark(5, date(2026, 1, 8))
ROWS = pytest.mark.parametrize("row", TYPES, ids=lambda row: row.code)


def texts(kind, style, **changes):
    word = filled(kind, {**sample_answers(kind), **changes}, ISSUED)
    return [text.replace("\n", " ") for name, text in paragraphs_of(word) if name == style]


def test_form_1_4_serves_its_seventeen_kinds():
    assert [row.type_name for row in TYPES] == [
        *("Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình"),
        *("Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Tờ trình", "Giấy ủy quyền"),
        *("Phiếu gửi", "Phiếu chuyển", "Phiếu báo"),
    ]
    assert {KINDS[row.code].template for row in TYPES} == {"named_document.docx"}


@ROWS
def test_the_name_is_printed_in_capitals_and_its_symbol_begins_the_notation(row):
    kind = KINDS[row.code]
    assert texts(kind, "TenLoai") == [row.type_name.upper()]
    assert texts(kind, "SoKyHieu") == [f"Số: 05/{kind.symbol}-UBND"]
    assert row.type_name in type_names()


@ROWS
def test_only_what_is_sent_to_a_superior_has_kinh_gui(row):
    kind = KINDS[row.code]
    recipients = kind.form(agency=HOA_BINH).answers()["recipients"]
    if row.type_name in ("Tờ trình", "Báo cáo"):
        assert texts(kind, "KinhGui") == ["Kính gửi: Ủy ban nhân dân tỉnh Hòa Bình"]
        assert recipients[0] == "Như trên;"
    else:
        assert "addressees" not in kind.form.blank()
        assert "Như trên;" not in recipients


@ROWS
def test_its_hint_and_its_missing_text_speak_of_this_kind(row):
    form = posted(KINDS[row.code].form, {**KINDS[row.code].sample, "body": ""}, HOA_BINH)
    assert not form.validate()
    assert form.error_paths() == {"body": f"Chưa ghi nội dung {row.type_name.lower()}."}
    assert row.outline in form.body.description


def test_a_report_without_addressee_needs_none():
    kind = KINDS["report"]
    assert posted(kind.form, {**kind.sample, "addressees": []}, HOA_BINH).validate()
    assert texts(kind, "KinhGui", addressees=[]) == []


def test_a_public_letter_has_the_heading_that_it_is_given_and_no_symbol_of_its_own():
    kind = KINDS["public_letter"]
    assert texts(kind, "TenLoai") == ["THƯ CHÚC MỪNG"]
    assert texts(kind, "SoKyHieu") == ["Số: 05/UBND-VP"]
    assert kind.form(agency=HOA_BINH).answers()["heading"] == "Thư công"
    assert "không có mẫu riêng" in kind.article


def test_every_kind_stands_in_a_group_of_the_menu_the_commonest_first():
    assert {kind.group for kind in KINDS.values()} <= set(GROUPS) - {OTHER_GROUP}
    assert list(KINDS)[:3] == ["official_letter", "decision", "notice"]
    assert list(KINDS)[-1] == "certified_copy"
    names = [kind.name for kind in KINDS.values()]
    assert len(names) == len(set(names))
