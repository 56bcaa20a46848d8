"""The register in the decree's order and the search, both usable by their addresses."""

from service.actions import drafting, issuing, reviewing
from service.domain.registers import OUTGOING
from tests.browser import words
from tests.builders import NOW, a_document


def test_the_register_has_the_columns_of_the_decree(office, as_lan):
    a_document(office, "issued", kind="official_letter")
    page = as_lan.open("/register")
    assert [words(cell) for cell in page.all("th") if cell.get("scope") == "col"] == [
        column.title for column in OUTGOING.columns
    ]
    (row,) = list(page.all("tbody")[0])
    cells = [words(cell) for cell in row]
    assert cells[0] == "01/UBND-VHXH"
    assert cells[1] == "02/03/2026"
    assert cells[2] == "Công văn Về việc công bố đơn vị đủ điều kiện"
    assert cells[3] == "Phạm Quốc Hùng"
    assert cells[5] == "VT, VHXH"
    assert cells[7] == "02/03/2026"


def test_two_kinds_of_decision_are_both_called_quyet_dinh(office, as_lan, minh, hung, lan):
    kind = office.kinds["promulgating_decision"]
    draft = drafting.create_draft(office, kind.code, kind.sample, by=minh, now=NOW)
    reviewing.submit(office, draft.id, by=minh, now=NOW, approver_id=hung.id)
    reviewing.approve(office, draft.id, by=hung, now=NOW)
    issuing.take_number(office, draft.id, by=lan, now=NOW)
    assert kind.name not in as_lan.open("/").main
    (lines,) = map(words, as_lan.open("/register").all("tbody"))
    assert "Quyết định Ban hành Quy chế" in lines
    assert kind.name not in lines


def test_an_empty_register_says_so(as_lan):
    assert "không có số nào như thế trong năm 2026" in as_lan.open("/register").main


def test_a_year_and_a_series_stand_in_the_address(office, as_lan):
    a_document(office, "issued", kind="official_letter")
    page = as_lan.open("/register?series=1&year=2025")
    assert "không có số nào như thế trong năm 2025" in page.main
    as_lan.open("/register?series=99", status=404)
    as_lan.open("/register?series=x&year=y")
    as_lan.open("/register?year=99999999999999999999")
    as_lan.open("/search?year=99999999999999999999&page=99999999999999999999")


def test_words_are_found_without_accents_and_marked(office, as_lan):
    a_document(office, "issued", kind="official_letter", subject="cai nghiện ma túy tự nguyện")
    page = as_lan.open("/search?q=cai+nghien+ma+tuy")
    assert "1 văn bản" in page.main
    assert [words(mark) for mark in page.all("mark")][:4] == ["cai", "nghiện", "ma", "túy"]


def test_each_filter_narrows(office, as_lan):
    a_document(office, "issued", kind="official_letter", subject="thứ nhất")
    found = {
        "kind=official_letter": 1,
        "kind=decision": 0,
        "year=2026": 1,
        "year=2020": 0,
        "since=1/3/2026&until=3/3/2026": 1,
        "since=3/3/2026": 0,
        "signatory=1": 1,
        "q=thu+nhat&order=date": 1,
    }
    for query, count in found.items():
        page = as_lan.open(f"/search?{query}")
        assert len(page.classed("hits")[0]) == count, query


def test_wrong_dates_are_named_at_their_fields(as_lan):
    page = as_lan.open("/search?since=31/02/2026", status=422)
    assert list(page.errors) == ["since"]
    assert page.value("since") == "31/02/2026"
    page = as_lan.open("/search?since=3/3/2026&until=1/3/2026", status=422)
    assert list(page.errors) == ["since"]


def test_results_are_paged_and_the_address_keeps_the_question(office, as_lan):
    for number in range(23):
        a_document(office, "submitted", kind="official_letter", subject=f"ma túy {number}")
    page = as_lan.open("/search?q=ma+tuy")
    assert "23 văn bản" in page.main
    assert len(page.classed("hits")[0]) == 20
    page = as_lan.follow("Trang sau →")
    assert len(page.classed("hits")[0]) == 3
    assert page.value("q") == "ma tuy"
    as_lan.open("/search?q=ma+tuy&page=-5")
    as_lan.open("/search?q=ma+tuy&page=x")


def test_nothing_found_says_what_to_try(as_lan):
    assert "Không có văn bản nào khớp" in as_lan.open("/search?q=khongco").main


def test_strange_questions_are_only_words(office, as_lan):
    a_document(office, "issued", kind="official_letter")
    for query in ('"', "*", "a OR", "NEAR(", "%25", "'--", "{{7*7}}", "<b>", "x" * 5000, "%00"):
        as_lan.open(f"/search?q={query}")
        assert "49" not in words(as_lan.page.classed("hits")[0])


def test_search_shows_nobody_what_they_may_not_see(office, enter):
    a_document(office, "submitted", kind="official_letter", subject="kín đáo")
    assert "kín đáo" not in enter("tam").open("/search?q=kin+dao").main
    assert "kín đáo" in enter("hung").open("/search?q=kin+dao").main


def test_the_first_page_counts_what_waits_for_whom(office, enter):
    a_document(office, "submitted", kind="official_letter")
    a_document(office, "approved", kind="official_letter")
    a_document(office, "numbered", kind="official_letter")
    assert "Chờ bạn duyệt 1" in enter("hung").open("/").main
    page = enter("lan").open("/")
    assert "Chờ cấp số 1" in page.main
    assert "Chờ phát hành 1" in page.main
    assert "Đã trình, đang chờ lãnh đạo 1" in enter("minh").open("/").main
    assert "Không có việc nào chờ bạn." in enter("tam").open("/").main
