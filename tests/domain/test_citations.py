"""Papers cited in a text are found with kind, number, date and issuer; look-alikes are not."""

import pytest

from service.domain.citations import (
    Form,
    Reference,
    find_citations,
    kind_of_notation,
    parse_reference,
)


def only(text):
    citations = find_citations(text)
    assert len(citations) == 1, citations
    return citations[0]


@pytest.mark.parametrize(
    ("written", "number", "year", "notation", "form"),
    [
        ("99/UBND-KGVXNV", "99", None, "UBND-KGVXNV", Form.ADMINISTRATIVE),
        ("99 /UBND-KGVXNV", "99", None, "UBND-KGVXNV", Form.ADMINISTRATIVE),
        ("25/CT-HU", "25", None, "CT-HU", Form.ADMINISTRATIVE),
        ("170/KH-UBND", "170", None, "KH-UBND", Form.ADMINISTRATIVE),
        ("1407/QĐ-UBND", "1407", None, "QĐ-UBND", Form.ADMINISTRATIVE),
        ("51/NQ-HĐND", "51", None, "NQ-HĐND", Form.ADMINISTRATIVE),
        ("15a/TTr-SNV", "15a", None, "TTr-SNV", Form.ADMINISTRATIVE),
        ("116/2021/NĐ-CP", "116", 2021, "NĐ-CP", Form.LEGAL),
        ("09/2025/QĐ-TTg", "09", 2025, "QĐ-TTg", Form.LEGAL),
        ("16/2012/TTLT-BNV-BTC", "16", 2012, "TTLT-BNV-BTC", Form.LEGAL),
        ("06/SL-SNN", "06", None, "SL-SNN", Form.ADMINISTRATIVE),
        ("05/SY-UBND", "05", None, "SY-UBND", Form.ADMINISTRATIVE),
        ("02/TrS-SNV", "02", None, "TrS-SNV", Form.ADMINISTRATIVE),
        ("351/2017/UBTVQH14", "351", 2017, "UBTVQH14", Form.ASSEMBLY),
        ("33/2024/QH15", "33", 2024, "QH15", Form.ASSEMBLY),
        ("66-QĐ/TW", "66", None, "QĐ/TW", Form.PARTY),
        ("05-NQ/ĐU", "05", None, "NQ/ĐU", Form.PARTY),
        ("120-CV/BTCTU", "120", None, "CV/BTCTU", Form.PARTY),
        ("/QĐ-UBND", "", None, "QĐ-UBND", Form.ADMINISTRATIVE),
        ("…/TTr-SNV", "", None, "TTr-SNV", Form.ADMINISTRATIVE),
    ],
)
def test_every_form_of_number_is_taken_apart(written, number, year, notation, form):
    assert parse_reference(written) == Reference(number, notation, year, form)


@pytest.mark.parametrize("text", ["05/3/2020", "15/20", "km/h", "A/B", "", "số", "12-34", "12/"])
def test_what_is_no_number_is_none(text):
    assert parse_reference(text) is None


@pytest.mark.parametrize("written", ["25-CT/HU", "33/2024/QH15", "51/NQ-HĐND", "116/2021/NĐ-CP"])
def test_a_reference_is_printed_as_it_was_written(written):
    assert str(parse_reference(written)) == written
    assert only(f"Căn cứ văn bản số {written} nêu trên.").text.endswith(written)


def test_the_paragraph_with_decoys_gives_the_eight_real_numbers():
    text = (
        "Ngày 05/3/2020, tỷ lệ 15/20 (24/7, 60 km/h, 12,5/20), theo 99/UBND-KGVXNV, 25/CT-HU, "
        "170/KH-UBND, 116/2021/NĐ-CP, 06/SL-SNN, 33/2024/QH15, 66-QĐ/TW, 05-NQ/ĐU; "
        "số nhà 12/A3, đường 3/B, 5/USD, HIV/AIDS, và/hoặc, COVID-19/2020, 1/2, lô 5/B2."
    )
    assert [str(one.reference) for one in find_citations(text)] == [
        "99/UBND-KGVXNV",
        "25/CT-HU",
        "170/KH-UBND",
        "116/2021/NĐ-CP",
        "06/SL-SNN",
        "33/2024/QH15",
        "66-QĐ/TW",
        "05-NQ/ĐU",
    ]


def test_kind_date_and_issuer_stand_around_the_number():
    one = only("theo Nghị quyết số 51/NQ-HĐND ngày 04/12/2020 của HĐND tỉnh về đầu tư công.")
    assert (one.kind, one.kind_written) == ("Nghị quyết", True)
    assert one.issued.iso() == "2020-12-04"
    assert one.issuer == "HĐND tỉnh"
    assert one.text == "Nghị quyết số 51/NQ-HĐND ngày 04/12/2020 của HĐND tỉnh"


def test_the_issuer_ends_where_the_next_paper_begins():
    first, second = find_citations(
        "Chỉ thị số 25/CT-HU, ngày 26/10/2024 của Ban thường vụ Huyện ủy và Kế hoạch số "
        "170/KH-UBND, ngày 29/10/2024 của Chủ tịch UBND huyện về tăng cường sự lãnh đạo"
    )
    assert (first.issuer, second.issuer) == ("Ban thường vụ Huyện ủy", "Chủ tịch UBND huyện")
    assert (first.kind, second.kind) == ("Chỉ thị", "Kế hoạch")


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("số 05/2024/TT-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch quy định", None),
        ("số 12/QĐ-UBND của UBND tỉnh, Sở Y tế báo cáo", "UBND tỉnh"),
        (
            "số 12/QĐ-UBND của Bộ Nông nghiệp và Môi trường hướng dẫn",
            "Bộ Nông nghiệp và Môi trường",
        ),
        ("số 12/QĐ-UBND ngày 01/02/2024 của Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
        ("số 12/QĐ-UBND của Bộ Nội vụ ngày 05.06.2024", "Bộ Nội vụ"),
        ("số 12/QĐ-UBND nêu trên", ""),
    ],
)
def test_the_issuer_is_a_name_and_no_more(text, issuer):
    expected = "Bộ Văn hóa, Thể thao và Du lịch" if issuer is None else issuer
    assert only(text).issuer == expected


def test_a_series_of_numbers_shares_the_kind():
    found = find_citations(
        "các Công văn số 12/UBND-VX ngày 1/2/2024, số 15/UBND-VX và 18/UBND ngày 3/4/2024"
    )
    assert [one.kind for one in found] == ["Công văn"] * 3
    assert [one.issued and one.issued.iso() for one in found] == ["2024-02-01", None, "2024-04-03"]


def test_a_number_without_kind_is_named_by_its_notation():
    found = find_citations("số 12/QĐ-UBND; số 15/KH-UBND; số 7816/VPCP-TTĐT")
    assert [(one.kind, one.kind_written) for one in found] == [
        ("Quyết định", False),
        ("Kế hoạch", False),
        ("Công văn", False),
    ]


def test_laws_are_cited_by_name_and_date():
    found = find_citations(
        "Căn cứ Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015;\n"
        "Căn cứ Luật Phòng, chống ma túy số 73/2021/QH14;\n"
        "Căn cứ Luật Lưu trữ;\nCăn cứ Bộ luật Lao động năm 2019;\n"
        "Luật này có hiệu lực từ năm 2025."
    )
    assert [(one.kind, one.title) for one in found] == [
        ("Luật", "Tổ chức Chính phủ"),
        ("Luật", "Phòng, chống ma túy"),
        ("Luật", "Lưu trữ"),
        ("Bộ luật", "Lao động"),
    ]
    assert str(found[1].reference) == "73/2021/QH14"
    assert [one.issued and one.issued.iso() for one in found] == ["2015-06-19", None, None, "2019"]


def test_a_decree_is_known_by_number_and_year_alone():
    assert str(only("theo Nghị định 30/2020 về công tác văn thư").reference) == "30/2020"


def test_a_blank_beside_the_hyphen_is_forgiven_but_no_name_is_swallowed():
    assert only("kế hoạch số 170/KH- UBND ngày 29/10/2024").reference.notation == "KH-UBND"
    assert only("số 51/NQ-HĐND - Chi cục Thuế").reference.notation == "NQ-HĐND"


def test_keys_forget_zeros_and_case_but_not_the_letter_d():
    assert Reference("05", "QĐ-UBND").key == Reference("5", "qđ-ubnd").key
    assert Reference("05", "QĐ-UBND").key != Reference("05", "QD-UBND").key
    assert Reference("05", "QĐ-UBND").loose_key == Reference("05", "QD-UBND").loose_key


@pytest.mark.parametrize(
    ("notation", "kind"),
    [
        ("QĐ-UBND", "Quyết định"),
        ("UBND-KGVXNV", "Công văn"),
        ("TTr-SYT", "Tờ trình"),
        ("NĐ-CP", "Nghị định"),
        ("QH15", "Luật"),
        ("NQ-UBTVQH15", "Nghị quyết"),
        ("CV", "Công văn"),
        ("SL-SNN", "Sao lục"),
    ],
)
def test_the_notation_tells_the_kind(notation, kind):
    assert kind_of_notation(notation) == kind


def test_a_long_text_without_papers_is_read_quickly():
    assert find_citations("của Bộ Y tế và của Luật Phòng, " * 4000) == ()
