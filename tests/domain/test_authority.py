"""Bảng quyết định thẩm quyền ký: who may sign what, when, and the lines that come out."""

from dataclasses import replace
from datetime import date

import pytest

from service.domain.agency import Signatory, SigningCapacity
from service.domain.authority import (
    Authority,
    Council,
    Delegation,
    Rank,
    Regime,
    Regulation,
)
from service.domain.errors import Refused
from service.domain.signing_rules import sign_as, who_may_sign, why_not
from service.domain.titles import title_before

DAY = date(2026, 1, 8)
COMMITTEE = "Ủy ban nhân dân"
REGULATION = Regulation(
    "Quy chế làm việc của Ủy ban nhân dân xã", "Điều 9 khoản 2", date(2025, 7, 1)
)
DELEGATION = Delegation(
    "Văn bản số 12/UQ-UBND",
    "Lê Thị Mai",
    Rank.HEAD,
    date(2026, 1, 1),
    date(2026, 3, 31),
    ("Giấy mời họp chuyên môn",),
)


def person(name="Trần Quốc Hùng", post="Chủ tịch", capacity=SigningCapacity.HEAD, **rest):
    return Signatory(1, name, post, capacity, **rest)


def head(**rest):
    return Authority(person(), Rank.HEAD, **rest)


def chair(**rest):
    """The head of a body that works collectively."""
    signatory = person(capacity=SigningCapacity.ON_BEHALF, body=COMMITTEE)
    return Authority(signatory, Rank.HEAD, Regime.COLLECTIVE, **rest)


def deputy(rank=Rank.DEPUTY, post="Phó Chủ tịch", body=COMMITTEE, **rest):
    signatory = person(
        "Phạm Văn Bình", post, SigningCapacity.FOR_HEAD, body=body, head_post="Chủ tịch"
    )
    regime = Regime.COLLECTIVE if body else Regime.CHIEF
    return Authority(signatory, rank, regime, **rest)


def acting(**rest):
    signatory = person(
        "Phạm Văn Bình", "Phó Giám đốc", SigningCapacity.ACTING, head_post="Giám đốc"
    )
    return Authority(signatory, Rank.ACTING_HEAD, **rest)


def by_order(rank=Rank.UNIT_HEAD, post="Chánh Văn phòng", regulation=REGULATION, **rest):
    signatory = person("Lê Thị Mai", post, SigningCapacity.BY_ORDER, head_post="Chủ tịch")
    return Authority(signatory, rank, regulation=regulation, **rest)


def delegated(delegation=DELEGATION, rank=Rank.SUBORDINATE_HEAD, **rest):
    signatory = person(
        "Lê Thị Mai", "Giám đốc Trung tâm", SigningCapacity.BY_DELEGATION, head_post="Chủ tịch"
    )
    return Authority(signatory, rank, delegation=delegation, **rest)


def council(uses_agency_seal, agency_post="Phó Chủ tịch Ủy ban nhân dân"):
    signatory = person(post="Chủ tịch", capacity=SigningCapacity.ON_BEHALF, body="Hội đồng tư vấn")
    return Authority(signatory, Rank.OTHER, council=Council(uses_agency_seal, agency_post))


WRITTEN = {
    "head of a chief-run agency": (head(), ("CHỦ TỊCH",)),
    "head on behalf of the committee": (chair(), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    "deputy for the head": (deputy(body=""), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
    "deputy for the head of the committee": (
        deputy(),
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ),
    "deputy in charge signs like any deputy": (
        deputy(Rank.DEPUTY_IN_CHARGE),
        ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    ),
    "acting head": (acting(), ("Q. GIÁM ĐỐC",)),
    "acting head on behalf of the committee": (
        replace(
            acting(),
            signatory=replace(acting().signatory, body=COMMITTEE, head_post="Chủ tịch"),
            regime=Regime.COLLECTIVE,
        ),
        ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"),
    ),
    "head of a unit by order": (by_order(), ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
    "deputy of a unit for its head, by order": (
        by_order(Rank.UNIT_DEPUTY, "Phó Chánh Văn phòng", unit_head_post="Chánh Văn phòng"),
        ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    ),
    "by order in a collective agency": (
        replace(by_order(), regime=Regime.COLLECTIVE),
        ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    ),
    "head of a subordinate body by delegation": (
        delegated(),
        ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM"),
    ),
    "delegation given by an acting head": (
        delegated(replace(DELEGATION, given_by=Rank.ACTING_HEAD)),
        ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM"),
    ),
    "first day of a delegation": (
        delegated(replace(DELEGATION, since=DAY)),
        ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM"),
    ),
    "last day of a delegation": (
        delegated(replace(DELEGATION, until=DAY)),
        ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM"),
    ),
    "first day in the post": (head(since=DAY), ("CHỦ TỊCH",)),
    "last day in the post": (head(until=DAY), ("CHỦ TỊCH",)),
    "council with the agency's seal": (council(True), ("TM. HỘI ĐỒNG TƯ VẤN", "CHỦ TỊCH")),
    "council without the agency's seal": (council(False), ("TM. HỘI ĐỒNG TƯ VẤN", "CHỦ TỊCH")),
    "degree where the ministry allows it": (
        Authority(person("TS. Trần Quốc Hùng"), Rank.HEAD, titles_allowed=True),
        ("CHỦ TỊCH",),
    ),
}

REFUSED = {
    "deputy writes the head's post alone": (
        Authority(person("Phạm Văn Bình", "Phó Chủ tịch"), Rank.DEPUTY),
        "Điều 13, khoản 1",
    ),
    "deputy in charge claims Q.": (
        replace(acting(), rank=Rank.DEPUTY_IN_CHARGE),
        "II.7.b",
    ),
    "KT. by one who is no deputy": (deputy(Rank.UNIT_HEAD), "Điều 13, khoản 1"),
    "KT. by the head": (deputy(Rank.HEAD), "Điều 13, khoản 1"),
    "KT. without the head's post": (
        replace(deputy(), signatory=replace(deputy().signatory, head_post=" ")),
        "II.7.b",
    ),
    "TM. without the collective's name": (
        replace(chair(), signatory=replace(chair().signatory, body="")),
        "II.7.b",
    ),
    "TM. in a chief-run agency": (replace(chair(), regime=Regime.CHIEF), "Điều 13, khoản 1"),
    "no TM. in a collective agency": (
        replace(head(), regime=Regime.COLLECTIVE),
        "Điều 13, khoản 2",
    ),
    "TM. with TL.": (
        replace(
            by_order(),
            signatory=replace(by_order().signatory, body=COMMITTEE),
            regime=Regime.COLLECTIVE,
        ),
        "Điều 13, khoản 2",
    ),
    "TL. by a deputy of the agency": (by_order(Rank.DEPUTY), "Điều 13, khoản 4"),
    "TL. without a regulation": (by_order(regulation=None), "Điều 13, khoản 4"),
    "TL. whose regulation names no clause": (
        by_order(regulation=replace(REGULATION, clause="")),
        "Điều 13, khoản 4",
    ),
    "TL. before the regulation is in force": (
        by_order(regulation=replace(REGULATION, since=date(2026, 1, 9))),
        "có hiệu lực từ ngày 09/01/2026",
    ),
    "unit deputy without KT. of the unit's head": (
        by_order(Rank.UNIT_DEPUTY, "Phó Chánh Văn phòng"),
        "Điều 13, khoản 4",
    ),
    "TUQ. without a paper": (delegated(None), "Điều 13, khoản 3"),
    "TUQ. expired": (
        delegated(replace(DELEGATION, until=date(2026, 1, 7))),
        "đến 07/01/2026",
    ),
    "TUQ. not yet in force": (
        delegated(replace(DELEGATION, since=date(2026, 1, 9))),
        "từ 09/01/2026",
    ),
    "TUQ. passed on by a deputy": (
        delegated(replace(DELEGATION, given_by=Rank.DEPUTY)),
        "ủy quyền lại",
    ),
    "TUQ. passed on by the first delegate": (
        delegated(replace(DELEGATION, given_by=Rank.SUBORDINATE_HEAD)),
        "ủy quyền lại",
    ),
    "TUQ. given to somebody else": (
        delegated(replace(DELEGATION, delegate="Phạm Văn Bình")),
        "không phải Lê Thị Mai",
    ),
    "TUQ. without a last day": (delegated(replace(DELEGATION, until=None)), "giới hạn thời gian"),
    "TUQ. without contents": (delegated(replace(DELEGATION, contents=())), "nội dung"),
    "TUQ. to a deputy of a unit": (delegated(rank=Rank.UNIT_DEPUTY), "Điều 13, khoản 3"),
    "not yet in the post": (head(since=date(2026, 1, 9)), "09/01/2026"),
    "no longer in the post": (head(until=date(2026, 1, 7)), "07/01/2026"),
    "no longer a signatory": (
        replace(head(), signatory=person(active=False)),
        "không còn là người ký",
    ),
    "degree before the name": (Authority(person("TS. Trần Quốc Hùng"), Rank.HEAD), "“TS.”"),
    "degree glued to the name": (Authority(person("PGS.TS Trần Quốc Hùng"), Rank.HEAD), "“PGS.”"),
    "rank before the name": (Authority(person("Đại tá Trần Quốc Hùng"), Rank.HEAD), "“Đại tá”"),
    "honour before the name": (
        Authority(person("Nhà giáo Trần Quốc Hùng"), Rank.HEAD),
        "“Nhà giáo”",
    ),
    "no name": (Authority(person(" "), Rank.HEAD), "họ và tên"),
    "no post": (Authority(person(post=""), Rank.HEAD), "chức vụ"),
    "post the State does not know": (deputy(post="Phó Chủ tịch Thường trực"), "II.7.c"),
}


@pytest.mark.parametrize("case", WRITTEN)
def test_the_block_is_written_as_the_decree_draws_it(case):
    authority, lines = WRITTEN[case]
    assert sign_as(authority, on=DAY).authority == lines


@pytest.mark.parametrize("case", REFUSED)
def test_impossible_signatures_are_refused_with_the_article(case):
    authority, words = REFUSED[case]
    with pytest.raises(Refused) as refusal:
        sign_as(authority, on=DAY)
    assert words in refusal.value.message
    assert "NĐ 30/2020" in refusal.value.message
    assert refusal.value.field == "signatory"


def test_the_table_has_at_least_thirty_cases():
    assert len(WRITTEN) + len(REFUSED) >= 30


def test_deputy_signs_only_in_the_assigned_field():
    authority = deputy(fields=frozenset({"văn hóa - xã hội"}))
    assert why_not(authority, on=DAY, field="văn hóa - xã hội") == ""
    assert "kinh tế" in why_not(authority, on=DAY, field="kinh tế")


def test_by_order_covers_only_the_kinds_in_the_regulation():
    authority = by_order(kinds=frozenset({"official_letter"}))
    assert why_not(authority, on=DAY, kind="official_letter") == ""
    assert "loại văn bản" in why_not(authority, on=DAY, kind="decision")


def test_only_those_who_may_sign_are_offered_in_their_order():
    late = replace(deputy(), since=date(2026, 2, 1))
    assert who_may_sign([chair(), late, by_order()], on=DAY) == (chair(), by_order())


def test_chair_of_a_council_with_the_seal_shows_the_post_in_the_agency_over_the_name():
    assert sign_as(council(True), on=DAY).remark == "Phó Chủ tịch Ủy ban nhân dân"


def test_chair_of_a_council_without_the_seal_shows_the_post_in_the_council_only():
    assert sign_as(council(False), on=DAY).remark == ""


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Th.S Lê Thị Mai", "Th.S"),
        ("ThS. Lê Thị Mai", "ThS."),
        ("Thiếu uý Lê Thị Mai", "Thiếu uý"),
        ("Ông Ích Khiêm", ""),
        ("Tôn Thất Tùng", ""),
        ("Bùi Thị Cử Nhân", ""),
    ],
)
def test_titles_are_told_from_names(name, title):
    assert title_before(name) == title
