"""Tìm văn bản cũ: every filter with its counts, ranges, order, rights; older databases."""

from datetime import date, timedelta
from functools import partial

import pytest

from service.domain.errors import Refused
from service.domain.incoming import IncomingDetails
from service.domain.old_papers import Direction
from service.domain.old_searching import COUNTED_FIELDS, OldFilters
from service.store import old_facets, old_index, old_papers, old_search, old_typing
from service.store.db import open_database
from service.store.migrations import MIGRATIONS, migrate, pending
from tests.builders import NOW
from tests.old_builders import KNOWN, an_old_paper
from tests.store.earlier import database_before


@pytest.fixture
def enter(db):
    return partial(an_old_paper, db)


@pytest.fixture
def find(db, lan):
    def found(words="", *, by=lan, order="relevance", page=1, per_page=20, **filters):
        return old_search.search(
            db, by, words, OldFilters(**filters), order=order, page=page, per_page=per_page
        )

    return found


def ids(page):
    return [paper.id for paper in page.papers]


def counts(page, field):
    return {one.value: one.papers for one in page.facets[field]}


def test_every_field_has_its_values_counted(enter, find, minh):
    enter(
        superior="Ủy ban nhân dân huyện Lạc Sơn",
        place="Hòa Bình",
        urgency="Khẩn",
        signer_name="Phạm Quốc Hùng",
        signer_post="Chủ tịch",
        signer_authority=("TM. ỦY BAN NHÂN DÂN",),
        recipients=("- Như trên;", "- Sở Y tế;", "- Lưu: VT."),
        addressees=("Trưởng thôn 1",),
        unit=minh.unit_id,
    )
    page = find()
    assert {field: set(counts(page, field)) for field in COUNTED_FIELDS} == {
        "direction": {"outgoing"},
        "kind": {"Quyết định"},
        "year": {"2011"},
        "agency": {"Ủy ban nhân dân xã Hòa Bình"},
        "recipient": {"Sở Y tế", "Trưởng thôn 1"},
        "signer": {"Phạm Quốc Hùng"},
        "notation": {"QĐ-UBND"},
        "urgency": {"Khẩn"},
        "superior": {"Ủy ban nhân dân huyện Lạc Sơn"},
        "place": {"Hòa Bình"},
        "post": {"Chủ tịch"},
        "authority": {"TM. ỦY BAN NHÂN DÂN"},
        "unit": {str(minh.unit_id)},
        "origin": {"spreadsheet"},
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("direction", "incoming"),
        ("kind", "Kế hoạch"),
        ("kind", "ke hoach"),
        ("year", "2012"),
        ("agency", "UBND xã Tân Lập"),
        ("agency", "ủy ban nhân dân xã tân lập"),
        ("agency", "Tân Lập"),
        ("agency", "xa tan lap"),
        ("recipient", "Sở Y tế"),
        ("recipient", "y te"),
        ("signer", "Hùng"),
        ("notation", "kh-ubnd"),
        ("urgency", "Khẩn"),
        ("superior", "Lạc Sơn"),
        ("place", "Tân Lập"),
        ("post", "pho chu tich"),
        ("authority", "KT. CHỦ TỊCH"),
        ("since", date(2012, 1, 1)),
        ("number_from", 90),
        ("pages_from", 3),
    ],
)
def test_each_filter_leaves_the_papers_it_means(enter, find, field, value):
    enter()
    wanted = enter(
        direction=Direction.INCOMING,
        kind="Kế hoạch",
        issued="2012-05-02",
        agency="UBND xã Tân Lập",
        recipients=("Sở Y tế",),
        signer_name="Phạm Quốc Hùng",
        signer_post="Phó Chủ tịch",
        signer_authority=("KT. CHỦ TỊCH",),
        notation="KH-UBND",
        number="99",
        urgency="Khẩn",
        superior="UBND huyện Lạc Sơn",
        place="Tân Lập",
        page_count=4,
    )
    assert ids(find(**{field: value})) == [wanted]
    assert find(**{field: value}).total == 1


def test_accents_typed_in_a_filter_count(enter, find):
    one, other = (enter(number=f"{n}", agency=f"UBND xã Tân {n}") for n in ("Lập", "Lạp"))
    assert ids(find(agency="xã Tân Lập")) == [one]
    assert set(ids(find(agency="xa tan lap"))) == {one, other}
    assert find(agency="xã Tân Lắp").total == 0


def test_two_spellings_of_one_agency_are_one_value(enter, find):
    enter()
    enter(number="6", agency="UBND XÃ HOÀ BÌNH")
    assert list(counts(find(), "agency").values()) == [2]
    assert find(agency="UBND xã Hòa Bình").total == 2


def test_words_that_very_many_values_have_find_all_of_them(enter, find, monkeypatch):
    monkeypatch.setattr(old_facets, "MOST_CALLED", 2)
    for number in range(1, 6):
        enter(number=str(number), agency=f"Trường Tiểu học số {number}")
    enter(number="9", agency="Trường Mầm non")
    assert find(agency="tieu hoc").total == 5
    assert find(agency="Trường").total == 6
    assert find(agency="Trường Tiểu học số 3").total == 1


def test_papers_without_urgency_or_unit_are_a_choice(enter, find, minh):
    plain = enter()
    enter(number="6", urgency="Khẩn", unit=minh.unit_id)
    assert ids(find(urgency="")) == [plain]
    assert ids(find(unit="")) == [plain]
    assert counts(find(), "urgency") == {"": 1, "Khẩn": 1}


def test_ranges_include_both_ends_and_months_without_a_day(enter, find):
    march = enter(issued="2004-03")
    enter(issued="2004-03-01", number="6")
    april = enter(issued="2004-04-01", number="107")
    year = enter(issued="2005", number="8", page_count=2)
    assert find(since=date(2004, 3, 1), until=date(2004, 3, 31)).total == 2
    assert march not in ids(find(since=date(2004, 3, 2)))
    assert ids(find(since=date(2004, 4, 1), until=date(2004, 12, 31))) == [april]
    assert ids(find(since=date(2004, 4, 1), until=date(2004, 4, 1))) == [april]
    assert ids(find(since=date(2005, 1, 1))) == [year]
    assert ids(find(number_from=107, number_to=107)) == [april]
    assert ids(find(number_from=6, number_to=8, pages_to=2)) == [year]
    for wrong in (
        {"since": date(2005, 1, 2), "until": date(2005, 1, 1)},
        {"number_from": 9, "number_to": 8},
        {"pages_from": 9, "pages_to": 8},
    ):
        with pytest.raises(Refused) as told:
            find(**wrong)
        assert told.value.field == next(iter(wrong))


def test_counts_follow_words_filters_and_corrections(enter, find, db, minh):
    for number in range(1, 5):
        year = 2010 + number % 2
        enter(number=str(number), issued=f"{year}-01-01", subject=f"đất đai {number}")
    last = enter(number="9", subject="bầu cử", kind="Thông báo")
    assert counts(find("dat dai"), "year") == {"2010": 2, "2011": 2}
    assert counts(find("dat dai", year="2010"), "kind") == {"Quyết định": 2}
    assert counts(find(kind="Quyết định"), "year") == {"2010": 2, "2011": 2}
    details = old_papers.for_office(db, last).details
    with db.write():
        old_papers.save(db, last, IncomingDetails(**{**KNOWN, "number": "9"}), minh.unit_id)
    assert details.kind == "Thông báo"
    assert counts(find(), "kind") == {"Quyết định": 5}
    assert counts(find(unit=str(minh.unit_id)), "kind") == {"Quyết định": 1}
    assert find("bau cu").total == 0


def test_kept_counts_are_those_that_are_counted_one_by_one(enter, find, db, minh, lan):
    for at in range(12):
        enter(
            number=str(at),
            issued=f"{2010 + at % 3}-01-0{1 + at % 4}",
            kind=("Quyết định", "Kế hoạch")[at % 2],
            unit=(None, minh.unit_id)[at % 2],
            recipients=("Sở Y tế", "Huyện ủy")[: at % 3],
        )
    for filters in ({}, {"kind": "Kế hoạch"}, {"year": "2011"}, {"unit": str(minh.unit_id)}):
        kept, counted = find(**filters), find("chi tieu", **filters)
        assert kept.total == counted.total
        assert old_search.count(db, lan, "", OldFilters(**filters)) == (kept.total, False)
        for field in COUNTED_FIELDS:
            assert counts(kept, field) == counts(counted, field), (filters, field)


@pytest.mark.parametrize("words", ["99/QĐ-UBND", "99", "99 qd ubnd", "099/qđ", "số 99", "99-QĐ"])
def test_a_number_in_any_form_comes_first(enter, find, words):
    wanted = enter(number="99", issued="2009-01-01")
    for at in range(3):
        enter(number=f"{at}", subject="trả lời 99/QĐ-UBND số 99", issued="2020-01-01")
    assert ids(find(words))[0] == wanted


def test_order_is_by_relevance_or_by_date(enter, find):
    subject = enter(subject="phòng cháy rừng", issued="2009-01-01")
    text = enter(number="6", body="về phòng cháy rừng", issued="2020-01-01")
    assert ids(find("phong chay")) == [subject, text]
    assert ids(find("phong chay", order="date")) == [text, subject]
    assert ids(find()) == [text, subject]


def test_phrases_minus_words_and_marks(enter, find):
    wanted = enter(subject="phòng cháy rừng", body="Mùa khô năm nay")
    enter(number="6", subject="cháy phòng họp")
    enter(number="7", subject="phòng cháy chợ")
    page = find("“phòng cháy” -chợ")
    assert ids(page) == [wanted]
    assert [piece for piece, hit in page.hits[0].subject_marks if hit] == ["phòng", "cháy"]
    assert any(hit for _, hit in find("mùa khô").hits[0].snippet)


def test_pages_go_on_beyond_what_is_counted(enter, find, monkeypatch):
    monkeypatch.setattr(old_search, "COUNTED", 4)
    made = [enter(number=str(at), issued=f"20{at + 10}-01-01") for at in range(9)]
    by_date = [ids(find("chi tieu", order="date", page=at, per_page=2)) for at in range(1, 7)]
    assert [one for page in by_date for one in page] == made[::-1]
    page = find("chi tieu", per_page=2)
    assert (page.total, page.more, page.counted, page.pages) == (9, False, 4, 5)
    assert sum(counts(page, "year").values()) == 4
    assert find(per_page=2, page=5).papers[0].id == made[0]
    monkeypatch.setattr(old_search, "LISTED", 6)
    page = find("chi tieu")
    assert (page.total, page.more, find().total) == (6, True, 9)


def test_units_and_administrators_see_what_they_saw(enter, find, db, minh, tam, hung, quantri):
    theirs = enter(unit=minh.unit_id, recipients=("Sở Y tế",))
    enter(number="6", kind="Thông báo", signer_name="Lê Văn Sơn")
    for words in ("", "chi tieu"):
        assert find(words, by=hung).total == 2
        page = find(words, by=minh)
        assert ids(page) == [theirs]
        assert counts(page, "kind") == {"Quyết định": 1}
        assert counts(page, "signer") == {}
        for nobody in (tam, quantri):
            page = find(words, by=nobody)
            assert (page.total, page.facets.get("kind", ())) == (0, ())
    assert find(by=minh, kind="Thông báo").total == 0
    assert old_search.listed(db, tam, "") == ([], 0, False)
    assert old_search.count(db, tam, "chi tieu") == (0, False)
    assert old_search.count(db, minh, "chi tieu") == (1, False)
    assert [paper.id for paper in old_search.listed(db, minh, "chi tieu")[0]] == [theirs]


def test_news_are_papers_taken_over_after_a_moment(enter, db, lan, tam):
    enter()
    enter(number="6", now=NOW + timedelta(hours=2), subject="bầu cử")
    moment = NOW + timedelta(hours=1)
    assert old_search.arrived(db, lan, "", OldFilters(), moment) == 1
    assert old_search.arrived(db, lan, "chi tieu", OldFilters(), moment) == 0
    assert old_search.arrived(db, tam, "", OldFilters(), moment) == 0


def test_an_earlier_database_is_indexed_anew_and_goes_on_after_a_stop(
    enter, office, db, lan, tmp_path, monkeypatch
):
    made = [enter(number=str(at), body="mùa khô", unit=None) for at in range(5)]
    before = database_before("m0020_old_papers_search", office, tmp_path / "earlier.db")
    before.close()
    old = open_database(tmp_path / "earlier.db")
    put, done = old_index.put, []

    def stopped(*args):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(args)
        put(*args)

    MIGRATIONS.apply(old.connection)
    monkeypatch.setattr(old_index, "put", stopped)
    with pytest.raises(KeyboardInterrupt):
        old_index.complete(old, at_once=2)
    assert pending(old) == ()
    assert old_search.search(old, lan, "mua kho").total == 2
    monkeypatch.undo()
    migrate(old)
    page = old_search.search(old, lan, "mua kho", order="date")
    assert sorted(ids(page)) == made
    assert counts(old_search.search(old, lan, ""), "agency") == {KNOWN["agency"]: 5}
    assert old_index.complete(old) == 0
    old.close()


def test_the_index_can_be_made_anew(enter, find, db):
    enter(body="mùa khô")
    before = find("mua kho")
    assert old_index.rebuild(db) == 1
    assert find("mua kho") == before
    assert old_facets.kept_counts(db, old_index.EVERYTHING)[0] == 1


def test_papers_go_on_from_what_is_typed(enter, db, lan, minh, tam):
    number = enter(number="99", subject="bầu cử", issued="2001-01-01")
    enter(number="990", subject="bầu trưởng thôn", issued="2020-01-01")
    theirs = enter(number="7", subject="phòng cháy", unit=minh.unit_id, issued="2003-01-01")
    newer = enter(number="8", subject="phóng chạy", issued="2010-01-01")

    def typed(text, by=lan):
        return [one.id for one in old_typing.suggest_old(db, by, text)]

    assert typed("99") == [number, number + 1]
    assert typed("99/qđ-ub") == [number]
    assert typed("số 99") == [number, number + 1]
    assert typed("phong ch") == [newer, theirs]
    assert typed("phòng ch") == [theirs, newer]
    assert typed("bau tr") == [number + 1]
    assert typed("bầu t") == [number + 1]
    assert typed("bau q") == [number + 1, number]
    assert typed("bau x") == []
    assert typed("phong ch", by=minh) == [theirs]
    assert typed("phong ch", by=tam) == []
    for nothing in ("", "b", "ħany", '"', "*"):
        assert typed(nothing) == []
