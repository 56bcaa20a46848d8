"""Điều kiện lọc và số đếm: every field narrows, and counts tell of nothing one may not see."""

from dataclasses import replace
from datetime import date

import pytest

from service.actions import access
from service.domain.errors import Refused
from service.domain.searching import COUNTED_FIELDS, Filters
from service.domain.workflow import State
from service.store import search as search_module
from service.store import search_index
from service.store.search import search
from service.store.search_facets import places_of
from service.store.search_typing import suggest
from tests.builders import NOW, a_document


@pytest.fixture
def papers(office):
    """Four papers with every difference, and one that waits."""
    a_document(
        office, State.ARCHIVED, subject="Một", urgency="urgent", issued_on=date(2025, 12, 30)
    )
    a_document(office, State.ARCHIVED, subject="Hai", recipients=["- Trạm Y tế;", "Lưu: VT."])
    a_document(office, State.ARCHIVED, subject="Ba", circulation="internal", drafter="tam")
    a_document(
        office, State.ARCHIVED, subject="Bốn", kind="official_letter", recipients=["trạm y tế."]
    )
    a_document(office, State.SUBMITTED, subject="Năm")


def subjects(db, person, query="", **filters):
    found = search(db, person, query, Filters(**filters))
    return sorted(hit.line.subject for hit in found.hits)


def counts(page, field):
    return {one.name or one.value: one.papers for one in page.facets[field]}


def test_every_field_narrows(db, lan, tam, papers):
    assert subjects(db, lan, unit=tam.unit_id) == ["Ba"]
    assert subjects(db, lan, state="submitted") == ["Năm"]
    assert subjects(db, lan, urgency="urgent") == ["Một"]
    assert subjects(db, lan, urgency="") == ["Ba", "Bốn", "Hai", "Năm"]
    assert subjects(db, lan, circulation="internal") == ["Ba"]
    assert subjects(db, lan, notation="QĐ-UBND", year=2026) == ["Ba", "Hai"]
    assert subjects(db, lan, kind="official_letter") == ["Bốn"]
    series = {one.value for one in search(db, lan, "").facets["series"]}
    assert sum(len(subjects(db, lan, series=one)) for one in series) == 4
    assert subjects(db, lan, "một", unit=tam.unit_id) == []


def test_a_place_is_one_however_it_is_written(db, lan, papers):
    by_name = {one.name: one for one in search(db, lan, "").facets["recipient"]}
    place = by_name["Trạm Y tế"]
    assert place.papers == 2
    assert subjects(db, lan, recipient=place.value) == ["Bốn", "Hai"]


def test_lines_that_name_no_place_are_none():
    answers = {
        "addressees": ["Sở Y tế"],
        "recipients": ["Như trên;", "- Sở Y tế;", "Lưu: VT, VP.", "Như Điều 3", "CT, các PCT;"],
    }
    assert places_of(answers) == ("Sở Y tế", "CT, các PCT")


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [(1, 1, 2), (2, None, 1), (None, 2, 3), (2, 3, 1), (4, 999_999, 0)],
)
def test_numbers_from_to_are_a_range(db, lan, papers, first, last, found):
    page = search(db, lan, "", Filters(number_from=first, number_to=last, kind="decision"))
    assert page.total == found


@pytest.mark.parametrize(("first", "last"), [(1, 9), (7, 12345), (0, 999_999), (95, 105), (8, 8)])
def test_a_range_of_numbers_is_a_few_words_that_cover_it_exactly(first, last):
    words = search_index.number_range(first, last)
    assert len(words) <= 110
    for number in {0, first - 1, first, (first + last) // 2, last, last + 1} - {-1}:
        steps = {search_index.facet(f"number{s}", number // s) for s in search_index.NUMBER_STEPS}
        assert bool(steps.intersection(words)) == (first <= number <= last)


def test_a_range_that_goes_back_is_refused_at_its_field(db, lan):
    with pytest.raises(Refused, match="Khoảng số ngược") as refusal:
        search(db, lan, "", Filters(number_from=5, number_to=4))
    assert refusal.value.field == "number_from"


def test_counts_are_of_the_result_with_its_words_and_filters(db, lan, minh, tam, papers):
    page = search(db, lan, "")
    assert set(page.facets) == set(COUNTED_FIELDS)
    assert counts(page, "kind") == {"decision": 4, "official_letter": 1}
    assert counts(page, "unit") == {minh.unit_id: 4, tam.unit_id: 1}
    assert counts(page, "state") == {"archived": 4, "submitted": 1}
    assert counts(page, "year") == {2026: 3, 2025: 1}
    assert counts(page, "urgency") == {"": 4, "urgent": 1}
    assert counts(search(db, lan, "hai"), "recipient")["Trạm Y tế"] == 1
    narrowed = search(db, lan, "", Filters(unit=tam.unit_id))
    assert counts(narrowed, "kind") == {"decision": 1}


def test_nobody_is_told_a_count_of_what_may_not_be_seen(db, tam, hung, quantri, papers):
    page = search(db, tam, "")
    assert counts(page, "kind") == {"decision": 1}
    assert "Trạm Y tế" not in counts(page, "recipient")
    assert counts(search(db, replace(hung, id=99), ""), "state") == {"archived": 4}
    assert search(db, quantri, "").facets == {}


def test_of_very_many_papers_filters_alone_count_exactly_for_each_person(
    db, lan, tam, hung, papers, monkeypatch
):
    before = {one.login: search(db, one, "") for one in (lan, tam, hung)}
    monkeypatch.setattr(search_module, "COUNTED", 0)
    for person in (lan, tam, hung):
        page = search(db, person, "")
        assert (page.total, page.more) == (before[person.login].total, False)
        for field in ("kind", "unit", "state", "year"):
            assert counts(page, field) == counts(before[person.login], field)
    assert search(db, lan, "", Filters(kind="official_letter")).total == 1


def test_counts_follow_a_paper_through_its_life(office, db, lan):
    a_document(office, State.SUBMITTED, subject="Chuyển")
    assert counts(search(db, lan, ""), "state") == {"submitted": 1}
    a_document(office, State.ARCHIVED, subject="Ra")
    assert counts(search(db, lan, ""), "state") == {"archived": 1, "submitted": 1}
    held = db.query("SELECT SUM(papers) AS papers FROM search_group")[0]["papers"]
    assert held == 2


def test_an_index_made_anew_counts_the_same(db, lan, papers):
    before = search(db, lan, "").facets
    assert search_index.rebuild(db, at_once=2) == 5
    assert search(db, lan, "").facets == before


def test_a_paper_shown_to_somebody_is_found_until_that_ends(office, db, lan, tam):
    document = a_document(office, State.ARCHIVED, subject="Cho xem")
    assert search(db, tam, "cho xem").facets == {}
    reason = {"files": False, "reason": "Phối hợp", "by": lan, "now": NOW}
    grants = [
        access.grant(office, document.id, person_id=tam.id, **reason),
        access.grant(office, document.id, unit_id=tam.unit_id, **reason),
    ]
    page = search(db, tam, "cho xem")
    assert (page.total, len(page.hits)) == (1, 1)
    assert suggest(db, tam, "cho x") != []
    for left, grant in zip((1, 0), grants, strict=True):
        access.revoke(office, document.id, grant.id, by=lan, now=NOW)
        page = search(db, tam, "cho xem")
        assert (page.total, len(page.hits)) == (left, left)
    assert suggest(db, tam, "cho x") == []


def test_what_is_shown_besides_is_not_counted_as_if_exact(office, db, lan, tam, monkeypatch):
    document = a_document(office, State.ARCHIVED, subject="Cho xem")
    access.grant(office, document.id, person_id=tam.id, files=False, reason="Xem", by=lan, now=NOW)
    monkeypatch.setattr(search_module, "COUNTED", 0)
    page = search(db, tam, "")
    assert (page.total, page.more) == (0, True)
