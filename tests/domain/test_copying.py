"""Điều 25 word for word: every combination of source and copy, offered or not, and why."""

from itertools import product

import pytest

from service.domain.copying import (
    CopyForm,
    Medium,
    ScanPage,
    SourceStanding,
    parse_pages,
    ruling,
    rulings,
    scan_faults,
)
from service.domain.errors import Refused

# source medium, its standing → for each form: “p” paper, “e” electronic, where offered;
# then, after “/”, where only a named person's reason helps.
OFFERED = {
    ("paper", "original"): {"SY": "pe", "SL": "/pe", "TrS": "pe"},
    ("paper", "master"): {"SY": "pe", "SL": "/pe", "TrS": "pe"},
    ("paper", "certified"): {"SY": "", "SL": "pe", "TrS": "/pe"},
    ("electronic", "original"): {"SY": "p", "SL": "/p", "TrS": "pe"},
    ("electronic", "master"): {"SY": "", "SL": "", "TrS": ""},
    ("electronic", "certified"): {"SY": "", "SL": "p", "TrS": "/pe"},
}
COMBINATIONS = list(product(Medium, SourceStanding, CopyForm, Medium))


@pytest.mark.parametrize(("source", "standing", "form", "copy"), COMBINATIONS)
def test_a_copy_is_offered_where_the_decree_lists_it_and_nowhere_else(source, standing, form, copy):
    lawful, _, departing = OFFERED[source.value, standing.value][form.value].partition("/")
    found = ruling(form, source, standing, copy)
    assert found.lawful == (copy.value[0] in lawful)
    assert found.may_depart == (copy.value[0] in departing)
    assert bool(found.basis) == found.lawful
    assert bool(found.why_not) == (not found.lawful)


def test_the_table_covers_every_combination():
    assert len(COMBINATIONS) == 36
    assert {(source.value, standing.value) for source, standing, *_ in COMBINATIONS} == set(OFFERED)


def test_all_rulings_of_a_source_come_in_the_order_of_the_decree():
    found = rulings(Medium.ELECTRONIC, SourceStanding.ORIGINAL)
    assert [(one.form.value, one.medium.value[0]) for one in found if one.lawful] == [
        ("SY", "p"),
        ("TrS", "p"),
        ("TrS", "e"),
    ]


def test_electronic_to_electronic_is_answered_with_forwarding_the_file():
    found = ruling(CopyForm.FULL, Medium.ELECTRONIC, SourceStanding.ORIGINAL, Medium.ELECTRONIC)
    assert "không có sao y từ văn bản điện tử sang văn bản điện tử" in found.why_not
    assert "gửi chính tệp đó" in found.why_not


def test_sao_luc_of_an_original_names_the_article_and_what_to_do():
    found = ruling(CopyForm.OF_COPY, Medium.ELECTRONIC, SourceStanding.ORIGINAL, Medium.PAPER)
    assert "điểm b khoản 2 Điều 25" in found.why_not
    assert "hãy làm sao y" in found.why_not


@pytest.mark.parametrize(
    ("text", "pages"),
    [("1, 3-5", (1, 3, 4, 5)), ("2–3;1", (1, 2, 3)), ("7", (7,)), (" ", ()), ("1,1-2", (1, 2))],
)
def test_pages_are_read_as_people_write_them(text, pages):
    assert parse_pages(text) == pages


@pytest.mark.parametrize("text", ["0", "5-3", "hai", "1-9999", "-2", "1 2"])
def test_what_is_no_page_is_refused_with_an_example(text):
    with pytest.raises(Refused, match="1, 3-5"):
        parse_pages(text)


GOOD = ScanPage(300, True, 210, 297)


def test_a_good_scan_has_no_fault():
    assert scan_faults("1.4", (GOOD, ScanPage(199.5, True, 297.4, 209))) == ()


@pytest.mark.parametrize(
    ("version", "page", "sentence"),
    [
        ("1.3", GOOD, "Tệp là PDF 1.3; cần PDF 1.4"),
        ("1.7", ScanPage(150, True, 210, 297), "Trang 2 quét dưới 200 dpi"),
        ("1.7", ScanPage(300, False, 210, 297), "Trang 2 quét đen trắng hoặc xám"),
        ("1.7", ScanPage(300, True, 105, 148), "Trang 2 không đúng khổ giấy"),
        ("1.7", ScanPage(0, False, 210, 297), "Trang 2 không phải ảnh quét"),
    ],
)
def test_each_fault_of_a_scan_has_its_own_sentence(version, page, sentence):
    (found,) = scan_faults(version, (GOOD, page))
    assert sentence in found
    assert "Hãy" in found
