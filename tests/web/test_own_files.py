"""Tệp riêng của phụ lục trên trang văn bản: chosen in the form, listed, downloaded, shown."""

import pytest

from service.actions import drafting, issuing, reviewing
from tests.builders import NOW, work

ANNEXES = [{"title": t, "body": "", "apart": True} for t in ("Danh sách thôn", "Danh sách hộ")]


@pytest.fixture
def numbered(office, minh, hung, lan):
    kind = office.kinds["decision"]
    answers = {**kind.sample, "annexes": ANNEXES}
    draft = drafting.create_draft(office, kind.code, answers, by=minh, now=NOW)
    reviewing.submit(office, draft.id, by=minh, now=NOW, approver_id=hung.id)
    reviewing.approve(office, draft.id, by=hung, now=NOW)
    document = issuing.take_number(office, draft.id, by=lan, now=NOW)
    work(office, NOW)
    return document


def test_the_choice_stands_at_each_annex_and_is_kept(office, as_minh, minh):
    kind = office.kinds["decision"]
    answers = {**kind.sample, "annexes": ANNEXES[:1]}
    draft = drafting.create_draft(office, kind.code, answers, by=minh, now=NOW)
    as_minh.open(f"/documents/{draft.id}/edit")
    as_minh.press("Lưu bản thảo")
    assert as_minh.page.one("annexes-0-apart").get("checked") is not None
    assert "Tách thành tệp riêng" in as_minh.page.main


def test_each_file_is_listed_by_its_name_and_comes_whole(office, numbered, as_lan):
    page = as_lan.open(f"/documents/{numbered.id}")
    links = [one for one in page.all("a") if "/files/annex_" in one.get("href", "")]
    assert [one.text for one in links] == [
        f"01-QĐ-UBND - Phụ lục {roman}.{end}" for roman in ("I", "II") for end in ("pdf", "docx")
    ]
    starts = {"pdf": b"%PDF", "docx": b"PK"}
    got = [as_lan.client.get(link.get("href")) for link in links]
    assert [answer.status_code for answer in got] == [200] * 4
    for link, answer in zip(links, got, strict=True):
        assert answer.data.startswith(starts[link.text.rsplit(".", 1)[1]])
    assert len({answer.data for answer in got}) == 4


def test_a_part_that_is_not_there_is_not_found(numbered, as_lan):
    address = f"/documents/{numbered.id}/files/annex_pdf/1"
    assert as_lan.client.get(f"{address}?part=3").status_code == 404
    assert as_lan.client.get(address).status_code == 404


def test_the_pages_of_all_files_are_shown_one_after_another(numbered, as_lan):
    page = as_lan.open(f"/documents/{numbered.id}")
    pictures = [one.get("src") for one in page.all("img") if "/pages/" in one.get("src", "")]
    assert len(pictures) >= 3
    shown = [as_lan.client.get(address).data for address in pictures]
    assert all(data.startswith(b"\x89PNG") for data in shown)
    assert len(set(shown)) == len(shown)
