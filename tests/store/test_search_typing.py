"""Gợi ý khi gõ: number and subject as they go on, of what the person may see."""

import pytest

from service.domain.workflow import State
from service.store import search_index
from service.store.search_typing import suggest
from tests.builders import a_document


def issued(office, subject, **answers):
    return a_document(office, State.ARCHIVED, subject=subject, **answers)


@pytest.mark.parametrize("typed", ["cai ngh", "CAI NGHIỆ", "cai nghiện ma", "nghiện c", "n"])
def test_an_unfinished_word_is_enough(office, db, lan, typed):
    issued(office, "Về cai nghiện ma túy")
    issued(office, "Về đất đai")
    found = [one.subject for one in suggest(db, lan, typed)]
    assert found == ["Về cai nghiện ma túy"]


@pytest.mark.parametrize(
    "typed", ["", "  ", "zz", "nghiện đất", '"', "* OR", "xany", "x", "ħ", "ħany"]
)
def test_nothing_comes_of_what_no_paper_has(office, db, lan, typed):
    issued(office, "Về cai nghiện")
    assert suggest(db, lan, typed) == []


def test_accents_as_typed_come_first(office, db, lan):
    issued(office, "Hòa giải")
    issued(office, "Hóa đơn")
    assert [one.subject for one in suggest(db, lan, "hòa")] == ["Hòa giải", "Hóa đơn"]


@pytest.mark.parametrize("typed", ["2", "02", "số 2", "2/qd-u", "02/QĐ-UBND"])
def test_the_number_as_typed_comes_first(office, db, lan, typed):
    for _ in range(21):
        issued(office, "Một văn bản")
    first = suggest(db, lan, typed)[0]
    assert first.reference == "02/QĐ-UBND"
    assert len(suggest(db, lan, "van")) == 8


def test_nobody_is_told_of_what_may_not_be_seen(office, db, lan, minh, tam, hung, quantri):
    a_document(office, State.SUBMITTED, subject="Đang trình kín")
    assert [len(suggest(db, one, "kín")) for one in (lan, minh, hung)] == [1, 1, 1]
    assert suggest(db, tam, "kín") == suggest(db, quantri, "kín") == []


def test_a_stale_index_does_not_show_what_may_no_longer_be_seen(office, db, tam):
    document = issued(office, "Chuyển đơn vị")
    with db.write():
        db.execute(
            "UPDATE search_title SET words = 'chuyen ' || :facet",
            {"facet": search_index.facet("unit", tam.unit_id)},
        )
    assert suggest(db, tam, "chuyển") == []
    assert document.subject == "Chuyển đơn vị"
