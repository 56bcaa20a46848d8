"""The form of a certified copy: what is said of the source decides what may be made of it."""

from importlib import resources

import pytest

from forms.base import posted
from service.domain.copying import Medium, remark
from service.rendering import docx
from tests.kinds.conftest import HOA_BINH, KINDS, filled, text_of

KIND = KINDS["certified_copy"]
REASON = {"by": "Phạm Quốc Hùng, Chủ tịch", "reason": "Bản gốc chỉ có trên mạng"}
EXTRACT = {
    "issuer": ["ỦY BAN NHÂN DÂN", "TỈNH BÌNH AN"],
    "reference": "99/UBND-VX",
    "place_and_date": "Bình An, ngày 08 tháng 01 năm 2026",
    "type_name": "",
    "subject": "công tác văn thư",
    "body": "1. Các xã báo cáo trước ngày 15.\n[…]",
    "signer_lines": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    "signer_name": "Vũ Văn An",
}


def form_of(**changes):
    return posted(KIND.form, {**KIND.sample, **changes}, HOA_BINH)


def errors_of(**changes):
    form = form_of(**changes)
    form.validate()
    return form.error_paths()


def test_a_lawful_copy_has_no_error_and_nothing_left_open():
    form = form_of()
    assert form.validate(), form.error_paths()
    assert form.left_open() == {}


def test_a_draft_may_leave_the_source_open_but_not_what_is_sent_for_approval():
    form = form_of(source_medium="", source_standing="")
    assert form.validate()
    assert set(form.left_open()) == {"source_medium", "source_standing"}


def test_what_the_decree_does_not_list_is_refused_with_the_lawful_way():
    errors = errors_of(
        copy_kind="SY",
        source_medium="electronic",
        source_standing="original",
        copy_medium="electronic",
        departure=REASON,
    )
    assert "gửi chính tệp đó" in errors["copy_kind"]


def test_a_departure_needs_a_name_and_a_reason():
    described = {"copy_kind": "SL", "source_medium": "electronic"}
    assert "người cho phép và lý do" in errors_of(**described)["copy_kind"]
    for half in ("by", "reason"):
        assert "copy_kind" in errors_of(**described, departure={**REASON, half: ""})
    assert errors_of(**described, departure=REASON) == {}
    assert remark({"departure": REASON}) == (
        "Làm khác Điều 25: Bản gốc chỉ có trên mạng (Phạm Quốc Hùng, Chủ tịch cho phép)."
    )
    assert remark(KIND.sample) == ""


def test_the_form_says_what_is_offered_for_the_source():
    advice = form_of(copy_kind="SL", source_medium="electronic").advice()
    assert advice["source_standing"] == (
        "Điều 25 cho: sao y sang văn bản giấy; trích sao sang văn bản giấy; "
        "trích sao sang văn bản điện tử."
    )
    assert "hãy làm sao y" in advice["copy_kind"]
    assert (
        "Bản chính chỉ có"
        in form_of(source_medium="electronic", source_standing="master").advice()["source_standing"]
    )


def test_an_extract_names_its_pages_or_is_typed():
    extract = {"copy_kind": "TrS", "source_standing": "original"}
    assert "pages" in form_of(**extract).left_open()
    assert form_of(**extract, pages="1, 3").left_open() == {}
    assert "1, 3-5" in errors_of(**extract, pages="trang một")["pages"]
    assert KIND.plan({**extract, "pages": "3, 1"}, HOA_BINH).pages == (1, 3)


def test_a_typed_extract_needs_the_form_of_its_paper():
    found = form_of(
        copy_kind="TrS", source_standing="original", extract={**EXTRACT, "reference": ""}
    ).left_open()
    assert set(found) == {"extract-reference"}


@pytest.mark.parametrize(("type_name", "template"), [("", "letter"), ("QUYẾT ĐỊNH", "named")])
def test_a_typed_extract_is_written_in_the_form_of_its_paper(type_name, template):
    answers = {**KIND.sample, "copy_kind": "TrS", "extract": {**EXTRACT, "type_name": type_name}}
    plan = KIND.plan(answers, HOA_BINH)
    assert template in plan.extract_template
    word = docx.fill(own_template(plan.extract_template), plan.extract)
    text = text_of(word)
    for said in ("TỈNH BÌNH AN", "Số: 99/UBND-VX", "Bình An, ngày 08", "[…]", "Vũ Văn An"):
        assert said in text
    assert "XÃ HÒA BÌNH" not in text
    assert (type_name in text) and "công tác văn thư" in text


def own_template(name):
    return resources.files("doc_templates").joinpath(name).read_bytes()


def test_the_block_stays_as_it_was_and_the_medium_is_told():
    assert "Làm khác" not in text_of(filled(KIND, {**KIND.sample, "departure": REASON}))
    electronic = {**KIND.sample, "copy_medium": "electronic"}
    assert KIND.plan(electronic, HOA_BINH).medium is Medium.ELECTRONIC


@pytest.mark.parametrize("count", ["0", "ba", "10000", "-1"])
def test_a_count_of_copies_is_a_number(count):
    assert "quantity" in errors_of(quantity=count)
