"""Which mistake is mended how, and what the mending letter says."""

from datetime import date

import pytest

from service.domain.afterwards import (
    Correction,
    IssuedPaper,
    Mistake,
    Relation,
    correction_body,
    correction_subject,
    recall_body,
    receivers,
    require_mending,
)
from service.domain.errors import Refused

PAPER = IssuedPaper(
    type_name="Quyết định",
    reference="05/QĐ-UBND",
    issued_on=date(2026, 1, 8),
    subject="Về việc công bố đơn vị đủ điều kiện",
    addressees=(),
    recipients=("Như Điều 3", "Sở Y tế;", "Trưởng các thôn", "Sở Y tế", "Lưu: VT, VHXH."),
)
AGENCY = "Ủy ban nhân dân xã Hòa Bình"


@pytest.mark.parametrize(
    ("mistake", "relation", "article"),
    [
        (Mistake.CONTENT, Relation.AMENDS, ""),
        (Mistake.CONTENT, Relation.REPLACES, ""),
        (Mistake.FORM, Relation.CORRECTS, ""),
        (Mistake.CONTENT, Relation.CORRECTS, "Điều 18 khoản 1"),
        (Mistake.FORM, Relation.REPLACES, "Điều 18 khoản 2"),
        (Mistake.FORM, Relation.AMENDS, "Điều 18 khoản 2"),
    ],
)
def test_each_mistake_is_mended_in_its_own_way(mistake, relation, article):
    if not article:
        require_mending(mistake, relation)
        return
    with pytest.raises(Refused, match=article) as refused:
        require_mending(mistake, relation)
    assert refused.value.field == "mistake"


def test_the_correction_names_paper_day_and_each_place():
    text = correction_body(PAPER, AGENCY, [Correction("Điều 2", "năm 2025", "năm 2026")])
    assert text.startswith(
        "Ngày 08 tháng 01 năm 2026, Ủy ban nhân dân xã Hòa Bình đã ban hành Quyết định số "
        "05/QĐ-UBND về việc công bố đơn vị đủ điều kiện. Do sơ suất"
    )
    assert "1. Điều 2: đã ghi “năm 2025”, nay đính chính là “năm 2026”." in text.splitlines()
    assert correction_subject(PAPER) == (
        "đính chính Quyết định số 05/QĐ-UBND ngày 08 tháng 01 năm 2026"
    )


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Về kết quả rà soát", "về kết quả rà soát."),
        ("V/v rà soát", "về việc rà soát."),
        ("triển khai rà soát.", "về việc triển khai rà soát."),
        ("Về việc rà soát", "về việc rà soát."),
    ],
)
def test_a_subject_goes_on_in_the_sentence(subject, said):
    paper = IssuedPaper("Công văn", "99/UBND", date(2026, 1, 8), subject, (), ())
    assert f"99/UBND {said}" in recall_body(paper, AGENCY, "sai thẩm quyền")


def test_receivers_are_named_once_and_the_file_copy_is_none():
    assert receivers(PAPER) == ("Sở Y tế", "Trưởng các thôn")
