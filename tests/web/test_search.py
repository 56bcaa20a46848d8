"""Tra cứu: filters with counts, papers while typing, saved searches and lists, by address."""

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from service.actions import agency as agency_verbs
from service.actions import dispatching
from service.domain.agency import SigningCapacity
from service.store import lists
from tests.browser import words
from tests.builders import NOW, a_document


@pytest.fixture
def papers(office):
    for at, urgency in enumerate(("urgent", "urgent", "")):
        subject = f"Về việc đất đai {at}"
        a_document(office, "issued", kind="official_letter", subject=subject, urgency=urgency)


def test_counts_lead_to_the_narrowed_result_and_back(papers, as_lan):
    page = as_lan.open("/search?q=dat+dai")
    assert "Khẩn (2)" in page.main
    assert "Thường (1)" in page.main
    narrowed = as_lan.follow("Khẩn")
    assert "2 văn bản" in narrowed.main
    back = next(one for one in narrowed.links if one.startswith("Độ khẩn: Khẩn"))
    assert "3 văn bản" in as_lan.follow(back).main


def test_more_filters_narrow_by_address(papers, as_lan):
    counts = {
        "urgency=urgent": "2 văn bản",
        "urgency=none": "1 văn bản",
        "number_from=1&number_to=1&kind=official_letter": "1 văn bản",
        "unit=999": "Không có văn bản nào khớp",
        "unit=x": "Không có văn bản nào khớp",
        "recipient=999": "Không có văn bản nào khớp",
        "state=approved": "Không có văn bản nào khớp",
    }
    for query, sentence in counts.items():
        assert sentence in as_lan.open(f"/search?q=dat&{query}").main, query


def test_one_person_who_signs_in_two_ways_is_told_apart(office, quantri, papers, as_lan):
    (first,) = office.agency().signatories
    alone = replace(first, id=0, capacity=SigningCapacity.HEAD, body="")
    agency_verbs.save_signatory(office, alone, by=quantri, now=NOW)
    page = as_lan.open("/search?q=dat")
    names = [words(one) for one in page.all("option") if "Phạm Quốc Hùng" in words(one)]
    assert len(names) == len(set(names)) == 2
    assert "Phạm Quốc Hùng – TM. ỦY BAN NHÂN DÂN, CHỦ TỊCH" in names


def test_a_number_that_is_none_is_told_at_its_field(as_lan):
    page = as_lan.open("/search?number_from=abc", status=422)
    assert "Ghi số thứ tự bằng chữ số" in page.main
    assert page.value("number_from") == "abc"
    page = as_lan.open("/search?number_from=9&number_to=1", status=422)
    assert "Khoảng số ngược" in page.main


def test_typing_is_answered_with_papers_of_ones_own(papers, app, enter):
    def typed(login, text):
        browser = enter(login)
        answer = browser.client.get("/search/typing", query_string={"q": text})
        assert answer.status_code == 200
        return answer.json["papers"]

    found = typed("lan", "đất đ")
    assert len(found) == 3
    assert found[0]["subject"].startswith("Về việc đất đai")
    assert found[0]["url"].startswith("/documents/")
    assert typed("tam", "đất đ") == []
    assert typed("lan", "") == []


def test_a_search_is_saved_told_of_news_opened_and_deleted(papers, as_lan, clock):
    page = as_lan.open("/search?q=dat+dai&urgency=urgent")
    assert "Tìm kiếm đã lưu" not in page.main
    kept = as_lan.press("Lưu", name="Đất đai")
    assert "Đã lưu tìm kiếm này" in kept.main
    assert "mới" not in words(kept.classed("saved")[0])
    clock.forward(days=-30)  # as if it had been opened before the papers came
    found = as_lan.press("Đất đai")
    assert found.value("q") == "dat dai"
    assert "2 mới" in words(found.classed("saved")[0])
    clock.forward(days=60)
    as_lan.press("Đất đai")
    assert "mới" not in words(as_lan.page.classed("saved")[0])
    gone = as_lan.press("Xóa tìm kiếm Đất đai")
    assert "Đã xóa tìm kiếm “Đất đai”" in gone.main
    assert "Tìm kiếm đã lưu" not in as_lan.open("/search").main


def test_a_nameless_search_is_refused_and_nothing_is_lost(papers, as_lan):
    as_lan.open("/search?q=dat+dai")
    page = as_lan.press("Lưu", name=" ")
    assert "Hãy đặt tên" in page.main
    assert page.value("q") == "dat dai"


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf"])
def test_the_result_can_be_kept_as_a_file(papers, as_lan, suffix):
    page = as_lan.open("/search?q=dat+dai&urgency=urgent")
    address = next(one for one in page.links.values() if f"list.{suffix}" in one)
    answer = as_lan.client.get(address)
    assert answer.status_code == 200
    assert f"van-ban-tra-cuu.{suffix}" in answer.headers["Content-Disposition"]
    if suffix == "xlsx":
        rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
        texts = [str(cell) for row in rows for cell in row if cell]
        assert "Độ khẩn: Khẩn" in texts
        assert sum("đất đai" in text for text in texts if text.startswith("Về việc")) == 2


def test_another_persons_list_has_only_their_papers(papers, enter):
    tam = enter("tam")
    answer = tam.client.get("/search/list.xlsx?q=dat")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert "Có 0 văn bản." in [row[0] for row in rows]
    assert not any("đất đai" in str(cell) for row in rows for cell in row)


def test_there_is_no_list_of_another_kind(as_lan):
    as_lan.open("/search/list.exe?q=dat", status=404)


def test_a_recalled_paper_says_so_in_the_result(office, lan, papers, as_lan, clock):
    assert "Đã thu hồi" not in as_lan.open("/search?q=dat+dai").main
    document = lists.visible(office.db, lan).lines[-1]
    dispatching.recall(office, document.id, "Sai", "Chủ tịch", by=lan, now=clock())
    assert "Đã thu hồi" in as_lan.open("/search?q=dat+dai").main
