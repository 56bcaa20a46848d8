"""`service search` with every filter and with counts; `service reindex`."""

import pytest

from service.store.db import open_database
from tests.builders import a_document


@pytest.fixture
def paper(office):
    return a_document(office, "archived", subject="Về việc cai nghiện", urgency="urgent")


@pytest.mark.parametrize(
    ("options", "total"),
    [
        (("--unit", "vhxh"), 1),
        (("--unit", "KT"), 0),
        (("--series", "Văn bản đi"), 1),
        (("--state", "archived"), 1),
        (("--state", "submitted"), 0),
        (("--urgency", "urgent"), 1),
        (("--urgency", "none"), 0),
        (("--circulation", "internal"), 0),
        (("--notation", "QĐ-UBND"), 1),
        (("--recipient", "không có nơi này"), 0),
        (("--number-from", "1", "--number-to", "1"), 1),
        (("--number-from", "2"), 0),
    ],
)
def test_every_filter_narrows_the_answer(service, data, paper, options, total):
    assert service("search", "nghien", "--json", *options).json["total"] == total


def test_counts_are_told_to_people_and_to_programs(service, data, paper):
    counts = service("search", "nghien", "--json").json["counts"]
    assert counts["urgency"] == [{"value": "urgent", "papers": 1}]
    lines = service("search", "nghien", "--counts").out.splitlines()
    assert "--urgency: urgent (1)" in lines


def test_words_that_must_not_be_there_come_after_two_hyphens(service, data, paper):
    assert service("search", "--json", "--", "-nghien").json["total"] == 0
    assert service("search", "--json", "--", "-khac").json["total"] == 1


def test_an_unknown_unit_is_refused_with_those_there_are(service, data, paper):
    answer = service("search", "x", "--unit", "ABC")
    assert answer.code != 0
    assert "VHXH" in answer.err


def test_reindex_brings_back_what_the_index_had_lost(service, data, paper):
    db = open_database(data / "office.db")
    with db.write():
        db.execute("DELETE FROM search_index")
        db.execute("DELETE FROM search_title")
    db.close()
    assert service("search", "nghien", "--json").json["total"] == 0
    told = "Đã lập lại chỉ mục tìm kiếm của 1 văn bản và 0 văn bản cũ."
    assert service("reindex").out.strip() == told
    assert service("search", "nghien", "--json").json["total"] == 1
    assert service("reindex", "--json").json == {"papers": 1, "old_papers": 0}
