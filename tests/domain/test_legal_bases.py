from datetime import date

import pytest

from service.domain.abbreviations import ABBREVIATIONS, Abbreviation, symbol_of, type_names
from service.domain.legal_bases import (
    Citing,
    cite,
    in_force,
    named_in,
    short_first_mentions,
    trouble_with,
)
from service.domain.legal_catalogue import AS_OF, CATALOGUE

BY_CODE = {basis.code: basis for basis in CATALOGUE}
LAW, DECREE = BY_CODE["law-drugs-2021"], BY_CODE["decree-30-2020"]


def codes(found):
    return [basis.code for basis in found]


def test_a_law_is_cited_by_name_and_day_without_number_and_issuer():
    assert cite(LAW, Citing.BASIS) == "Căn cứ Luật Phòng, chống ma túy ngày 30 tháng 3 năm 2021"
    assert cite(LAW, Citing.FIRST) == cite(LAW, Citing.LATER) == "Luật Phòng, chống ma túy"


def test_a_decree_is_cited_in_full_first_and_by_number_later():
    full = "Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư"
    assert cite(DECREE, Citing.BASIS) == f"Căn cứ {full}"
    assert cite(DECREE, Citing.FIRST) == full
    assert cite(DECREE, Citing.LATER) == "Nghị định số 30/2020/NĐ-CP"


@pytest.mark.parametrize(
    ("day", "drugs"),
    [
        (date(2025, 6, 30), ["law-drugs-2021", "decree-116-2021"]),
        (date(2025, 7, 1), ["law-drugs-2021", "decree-116-2021", "decree-184-2025"]),
        (date(2026, 6, 30), ["law-drugs-2021", "decree-116-2021", "decree-184-2025"]),
        (date(2026, 7, 1), ["law-drugs-2025", "decree-184-2025", "decree-163-2026"]),
    ],
)
def test_each_regime_has_its_own_bases_by_the_day(day, drugs):
    held = [code for code in codes(in_force(CATALOGUE, day)) if "local" not in code]
    assert held == [*drugs, "decree-30-2020"]


@pytest.mark.parametrize("day", [date(2024, 1, 1), date(2025, 3, 1), date(2025, 6, 16), AS_OF])
def test_one_law_on_local_government_holds_on_any_day(day):
    assert len([code for code in codes(in_force(CATALOGUE, day)) if "local" in code]) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21/12/2021", ["decree-116-2021"]),
        ("căn cứ nghị định 116/2021/nđ-cp", ["decree-116-2021"]),
        ("Căn cứ Nghị định số 1116/2021/NĐ-CP", []),
        ("Căn cứ Luật Phòng, chống ma tuý ngày 30 tháng 3 năm 2021", ["law-drugs-2021"]),
        ("Căn cứ Luật Phòng, chống ma túy ngày 30/3/2021", ["law-drugs-2021"]),
        ("Căn cứ Luật Phòng, chống ma túy năm 2025", ["law-drugs-2025"]),
        ("Căn cứ Luật Phòng, chống ma túy số 120/2025/QH15", ["law-drugs-2025"]),
        ("Căn cứ Luật Phòng, chống ma túy", []),
        ("Căn cứ Luật Phòng, chống mại dâm ngày 30 tháng 3 năm 2021", []),
        ("Theo đề nghị của Trưởng phòng Văn hóa - Xã hội", []),
    ],
)
def test_a_line_is_understood_by_number_or_by_name_and_day(text, found):
    assert codes(named_in(text, CATALOGUE)) == found


@pytest.mark.parametrize("basis", CATALOGUE, ids=lambda basis: basis.code)
def test_what_is_cited_is_understood_again(basis):
    assert codes(named_in(cite(basis, Citing.BASIS), CATALOGUE)) == [basis.code]
    assert not basis.replaced_by or basis.replaced_by in BY_CODE
    assert basis.until is None or basis.since <= basis.until


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ", []),
        ("Thực hiện Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ", []),
        ("Thực hiện Nghị định số 30/2020/NĐ-CP, các đơn vị", ["decree-30-2020"]),
        ("theo Nghị định số 30/2020/NĐ-CP.", ["decree-30-2020"]),
        ("theo Luật Phòng, chống ma túy", []),
    ],
)
def test_a_first_mention_without_its_day_is_short(text, short):
    found, mentioned = short_first_mentions(text, CATALOGUE)
    assert codes(found) == short
    assert set(codes(found)) <= set(codes(mentioned))


def test_a_basis_that_ended_is_told_with_its_successor():
    first, last = date(2026, 7, 1), date(2026, 7, 31)
    said = trouble_with(BY_CODE["decree-116-2021"], first, last, CATALOGUE)
    assert said == (
        "Nghị định số 116/2021/NĐ-CP không còn hiệu lực sau 30/6/2026. "
        "Hiện nay là Nghị định số 163/2026/NĐ-CP."
    )
    said = trouble_with(LAW, first, last, CATALOGUE)
    assert "Luật Phòng, chống ma túy ngày 10/12/2025" in said


def test_a_basis_not_yet_in_force_is_told_and_one_that_holds_is_not():
    june = (date(2026, 6, 1), date(2026, 6, 30))
    assert "từ 01/7/2026" in trouble_with(BY_CODE["law-drugs-2025"], *june, CATALOGUE)
    assert trouble_with(LAW, *june, CATALOGUE) == ""


def test_what_was_not_read_in_the_paper_itself_is_told():
    said = trouble_with(BY_CODE["decree-163-2026"], AS_OF, AS_OF, CATALOGUE)
    assert said == "Nghị định số 163/2026/NĐ-CP: cần kiểm tra lại trích yếu."


def test_the_29_kinds_and_the_three_copies_have_their_abbreviations():
    assert len(type_names()) == 32
    assert symbol_of("Quy định") == "QyĐ"
    assert symbol_of("Công văn") == symbol_of("Thư công") == ""
    with pytest.raises(KeyError):
        symbol_of("Công văn", date(2019, 1, 1))


def test_a_new_row_takes_over_from_its_day(monkeypatch):
    old = Abbreviation("Tờ trình", "TTr", until=date(2026, 12, 31))
    new = Abbreviation("Tờ trình", "TT", since=date(2027, 1, 1))
    rows = [row for row in ABBREVIATIONS if row.type_name != "Tờ trình"]
    monkeypatch.setattr("service.domain.abbreviations.ABBREVIATIONS", (*rows, old, new))
    assert symbol_of("Tờ trình", date(2026, 12, 31)) == "TTr"
    assert symbol_of("Tờ trình", date(2027, 1, 1)) == symbol_of("Tờ trình") == "TT"
