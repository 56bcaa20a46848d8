"""Thẩm quyền ban hành và chỗ ký: which lines over the name suit which issuing body (Điều 13)."""

import pytest

from service.domain.agency import Signatory, SigningCapacity
from service.domain.issuing_body import (
    IssuingPower,
    fitting_signatories,
    issuing_power,
    misfit,
    other_issuer,
)

CHAIR = "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ HÒA BÌNH"
COMMITTEE = "ỦY BAN NHÂN DÂN XÃ HÒA BÌNH"
COUNCIL = "HỘI ĐỒNG NHÂN DÂN XÃ HÒA BÌNH"
ON_BEHALF = "TM. ỦY BAN NHÂN DÂN"

POWERS = {
    CHAIR: IssuingPower.HEAD,
    "Chủ tịch UBND xã": IssuingPower.HEAD,
    "GIÁM ĐỐC CÔNG AN TỈNH HÒA AN": IssuingPower.HEAD,
    "BỘ TRƯỞNG, CHỦ NHIỆM ỦY BAN DÂN TỘC": IssuingPower.HEAD,
    COMMITTEE: IssuingPower.COLLECTIVE,
    "UỶ BAN NHÂN DÂN TỈNH": IssuingPower.COLLECTIVE,
    "THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN XÃ": IssuingPower.COLLECTIVE,
    COUNCIL: IssuingPower.CERTIFIED,
    "GIÁM ĐỐCX": None,
    "SỞ NỘI VỤ": None,
    "": None,
}

SUITING = (
    (CHAIR, ("CHỦ TỊCH",)),
    (CHAIR, ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    (CHAIR, ("Q. CHỦ TỊCH",)),
    (CHAIR, ("TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG KINH TẾ")),
    (CHAIR, ()),
    (COMMITTEE, (ON_BEHALF, "CHỦ TỊCH")),
    (COMMITTEE, (ON_BEHALF, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    (COMMITTEE, ("TM. UỶ BAN NHÂN DÂN XÃ", "CHỦ TỊCH")),
    (COMMITTEE, ("TM. UBND XÃ", "CHỦ TỊCH")),
    (COUNCIL, ("CHỦ TỊCH",)),
    (COUNCIL, ("TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH")),
    ("SỞ NỘI VỤ", (ON_BEHALF, "CHỦ TỊCH")),
)

MISFITS = (
    (CHAIR, (ON_BEHALF, "CHỦ TỊCH"), "không ghi “TM. ỦY BAN NHÂN DÂN”"),
    (CHAIR, ("TM ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "không ghi “TM ỦY BAN NHÂN DÂN”"),
    (CHAIR, (ON_BEHALF, "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "quyền riêng của người đứng đầu"),
    (COMMITTEE, ("CHỦ TỊCH",), "phải ghi “TM.”"),
    (COMMITTEE, ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "không chỉ “KT. CHỦ TỊCH”"),
    (COMMITTEE, ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"), "một tập thể"),
    (COUNCIL, (ON_BEHALF, "CHỦ TỊCH"), "thay mặt tập thể khác"),
    (COMMITTEE, ("TM. HỘI ĐỒNG NHÂN DÂN", "CHỦ TỊCH"), "thay mặt tập thể khác"),
)

HUNG = "Phạm Quốc Hùng"
FOR_COMMITTEE = Signatory(1, HUNG, "Chủ tịch", SigningCapacity.ON_BEHALF, "Ủy ban nhân dân")
HIMSELF = Signatory(2, HUNG, "Chủ tịch")
DEPUTY = Signatory(3, "Vũ Thị Hoa", "Phó Chủ tịch", SigningCapacity.FOR_HEAD, "", "Chủ tịch")
GONE = Signatory(4, "Lê Văn Cũ", "Chủ tịch", active=False)
ALL = (FOR_COMMITTEE, HIMSELF, DEPUTY, GONE)


@pytest.mark.parametrize("words", POWERS)
def test_whose_power_it_is_stands_in_the_words(words):
    assert issuing_power(words) is POWERS[words]


@pytest.mark.parametrize(("issuer", "lines"), SUITING)
def test_lines_that_suit_are_let_pass(issuer, lines):
    assert misfit(issuer, lines) == ""


@pytest.mark.parametrize(("issuer", "lines", "told"), MISFITS)
def test_lines_of_another_power_are_told_with_the_article(issuer, lines, told):
    sentence = misfit(issuer, lines)
    assert told in sentence
    assert "Điều 13" in sentence


def test_those_in_office_who_suit_are_found_in_the_order_of_the_list():
    assert fitting_signatories(CHAIR, ALL) == (HIMSELF, DEPUTY)
    assert fitting_signatories(COMMITTEE, ALL) == (FOR_COMMITTEE,)


def test_the_other_issuing_body_is_named_where_the_words_tell_it():
    assert other_issuer(CHAIR, ALL) == COMMITTEE
    assert other_issuer(COMMITTEE, ALL) == CHAIR
    assert other_issuer("GIÁM ĐỐC SỞ NỘI VỤ", ALL) == ""
    assert other_issuer("SỞ NỘI VỤ", ALL) == ""
