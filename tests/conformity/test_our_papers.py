"""Everything the service makes passes its own checker: every kind, short and long."""

from dataclasses import replace
from datetime import date

import pytest

from forms.base import posted
from service.conformity.checking import check
from service.domain.agency import SizeProfile
from service.domain.numbering import IssueMark
from tests.kinds.conftest import HOA_BINH, KINDS, filled, sample_answers

MARKS = {"draft": IssueMark(), "issued": IssueMark(5, date(2026, 1, 8))}
LONG_NAME = replace(
    HOA_BINH,
    name="TRUNG TÂM BẢO TỒN, PHÁT TRIỂN DU LỊCH\nVÀ DỊCH VỤ CÔNG ÍCH",
    superior="ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐÔNG SƠN",
    place="Thành phố Hồ Chí Minh",
)
SENTENCE = (
    "Rà soát, chuẩn hóa thể thức văn bản của từng đơn vị theo quy định của pháp luật, kịp thời "
    "phản ánh vướng mắc về Văn phòng để tổng hợp theo mẫu tại Phụ lục kèm theo."
)
ARTICLE = "\n".join(
    f"{mark} {text}"
    for mark, text in (
        ("Trách", "nhiệm nêu tại Phụ lục kèm theo"),
        *((mark, SENTENCE) for mark in ("1.", "a)", "b)", "2.", "-")),
    )
)
LONGEST = {
    "subject": "triển khai đồng bộ các giải pháp chuẩn hóa thể thức, kỹ thuật trình bày văn bản "
    "hành chính trên địa bàn thành phố giai đoạn từ năm 2026 đến năm 2030",
    "addressees": [f"Các đơn vị thuộc khối số {number}" for number in range(1, 9)],
    "articles": [ARTICLE] * 12,
    "body": "\n".join(
        [f"1. {SENTENCE}", f"a) {SENTENCE}", f"b) {SENTENCE}", f"2. {SENTENCE}"] * 12
    ),
}
SHORTEST = {"addressees": ["Công an xã"], "articles": ["Giao Văn phòng thực hiện."], "annexes": []}
SHORTEST |= {"body": "Kính mời.", "urgency": "", "drafter_mark": "", "show_address": False}


def found_in(word):
    return [(item.rule, item.measured, item.places[0].text) for item in check(word).findings]


def with_content(kind, content):
    known = {name: content[name] for name in kind.sample if name in content}
    if content is LONGEST:
        first, *_, last = kind.sample.get("recipients", ("Như Điều 2", "Công an xã", "Lưu: VT"))
        known["recipients"] = [first, *(f"Đơn vị số {number}" for number in range(1, 26)), last]
    form = posted(kind.form, {**kind.sample, **known}, HOA_BINH)
    assert form.validate(), form.error_paths()
    return form.answers()


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("profile", SizeProfile)
@pytest.mark.parametrize("code", KINDS)
def test_our_sample_papers_have_no_finding(code, profile, mark):
    agency = replace(HOA_BINH, size_profile=profile)
    kind = KINDS[code]
    assert found_in(filled(kind, sample_answers(kind), MARKS[mark], agency)) == []


@pytest.mark.parametrize("content", [LONGEST, SHORTEST], ids=["longest", "shortest"])
@pytest.mark.parametrize("agency", [HOA_BINH, LONG_NAME], ids=["short name", "long name"])
@pytest.mark.parametrize("code", KINDS)
def test_our_longest_and_shortest_papers_have_no_finding(code, agency, content):
    kind = KINDS[code]
    word = filled(kind, with_content(kind, content), MARKS["issued"], agency)
    assert found_in(word) == []
