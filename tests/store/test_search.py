"""Tìm kiếm: next year somebody types `cai nghien ma tuy` and finds it."""

import unicodedata
from dataclasses import replace
from datetime import date, timedelta

import pytest

from service.actions import issuing, reviewing
from service.domain.errors import Refused
from service.domain.searching import Filters
from service.domain.workflow import Role, State
from service.store import search as search_module
from service.store import search_index
from service.store.search import search
from tests.builders import NOW, a_document, work

ARCHIVED = State.ARCHIVED


@pytest.fixture
def find(db, lan):
    """Subjects that a query of the clerk finds, best first."""

    def subjects(query, *, person=lan, order="relevance", **filters):
        found = search(db, person, query, Filters(**filters), order=order)
        return [hit.line.subject for hit in found.hits]

    return subjects


def issued(office, subject, **answers):
    return a_document(office, ARCHIVED, subject=subject, **answers)


@pytest.mark.parametrize(
    "query",
    [
        "cai nghien ma tuy",
        "CAI NGHIỆN MA TÚY",
        "cai nghiện ma tuý",
        "ma túy nghiện",
        '"nghiện ma tuý"',
        "“nghiện ma túy”",
        "nghiện ma tuy",
        unicodedata.normalize("NFD", "cai nghiện"),
        "Cai-nghiện, ma túy!",
    ],
)
def test_accents_case_and_tone_place_do_not_hide_a_paper(office, find, query):
    issued(office, "Về việc cai nghiện ma túy tự nguyện")
    issued(office, "Về việc phòng cháy rừng")
    assert find(query) == ["Về việc cai nghiện ma túy tự nguyện"]


@pytest.mark.parametrize(
    "query",
    [
        "nghiền",  # another mark
        "cai nghiện thuốc",  # not every word
        '"ma nghiện"',  # not in this order
        "nghi",  # not a whole word
        "đai",  # đ is d, but it is not c
        "*",
        '"',
        "AND OR NOT",
        "subject:x",
        "''; --",
    ],
)
def test_what_is_not_there_is_not_found(office, find, query):
    issued(office, "Về việc cai nghiện ma túy")
    assert find(query) == []


def test_whoever_types_d_also_means_d_with_a_stroke(office, find):
    issued(office, "Đề nghị của đơn vị")
    assert find("de nghi") == ["Đề nghị của đơn vị"]
    assert find("đề nghị") == ["Đề nghị của đơn vị"]


def test_a_word_as_it_was_typed_comes_first(office, find):
    for subject in ("Hoa hồng", "Hóa đơn", "Hòa giải"):
        issued(office, subject, body="")
    assert find("hoa")[0] == "Hoa hồng"
    assert set(find("hoa")) >= {"Hóa đơn", "Hòa giải"}
    assert find("hóa") == ["Hóa đơn"]


def test_the_spelling_as_typed_comes_before_the_other_place_of_the_tone(office, find):
    issued(office, "Phòng chống ma tuý")
    issued(office, "Phòng chống ma túy")
    assert find("ma tuý") == ["Phòng chống ma tuý", "Phòng chống ma túy"]
    assert find("ma túy") == ["Phòng chống ma túy", "Phòng chống ma tuý"]


def test_the_subject_counts_more_than_the_text_and_newer_more_than_older(office, find):
    issued(office, "Kế hoạch đất đai")
    issued(office, "Về việc khác", body="Theo kế hoạch đất đai năm nay")
    issued(office, "Bổ sung kế hoạch đất đai")
    assert find("kế hoạch đất đai") == [
        "Bổ sung kế hoạch đất đai",
        "Kế hoạch đất đai",
        "Về việc khác",
    ]


def test_a_subject_with_the_words_apart_comes_before_a_text_with_them_apart(office, find):
    issued(office, "Kế hoạch sử dụng đất")
    issued(office, "Về việc khác", body="Đất này chưa có kế hoạch")
    assert find("ke hoach dat") == ["Kế hoạch sử dụng đất", "Về việc khác"]


def test_words_side_by_side_come_before_the_same_words_apart(office, find):
    issued(office, "Nhân sự và dân số ở ủy ban")
    issued(office, "Họp ủy ban nhân dân")
    issued(office, "Dân quân nhân dịp ủy ban họp")
    assert find("ủy ban nhân dân")[0] == "Họp ủy ban nhân dân"


@pytest.mark.parametrize(
    "query", ["2", "02", "2/QĐ", "02/qđ-ubnd", "02/QD-UBND", "2/ qd-ubnd", "02/QĐ-UBND"]
)
def test_a_number_is_found_in_any_usual_form(office, find, query):
    issued(office, "Thứ nhất")
    issued(office, "Thứ hai")
    issued(office, "Thứ ba", body="Nhắc đến số 2 và 02/QĐ-UBND trong bài")
    assert find(query)[0] == "Thứ hai"


def test_the_number_does_not_match_inside_another_number(office, find):
    for _ in range(12):
        issued(office, "Một văn bản", body="")
    assert len(find("1")) == 1
    assert len(find("12/QĐ-UBND")) == 1


@pytest.mark.parametrize("query", ["ubnd", "QĐ", "qđ-ubnd", "qd-ubnd"])
def test_a_notation_alone_is_found(office, find, query):
    issued(office, "Quyết định này", body="")
    assert find(query) == ["Quyết định này"]


def test_addressees_and_signatory_are_found(office, find):
    issued(office, "Gửi ai", addressees=["Sở Y tế tỉnh"], body="")
    assert find("so y te tinh") == ["Gửi ai"]
    assert find("Phạm Quốc Hùng") == ["Gửi ai"]


def test_the_finished_text_is_found_and_the_answers_before_it_is_finished(office, find):
    a_document(office, State.SUBMITTED, subject="Đang trình", body="hang hốc kỳ lạ")
    issued(office, "Đã lưu", body="hang hốc kỳ lạ")
    assert set(find("hang hốc")) == {"Đang trình", "Đã lưu"}
    assert find("ủy ban nhân dân xã hòa bình") == ["Đã lưu"]  # only the letterhead has it


def test_drafts_and_returned_papers_are_not_in_the_archive(office, find, minh):
    a_document(office, State.DRAFT, subject="Bản nháp")
    a_document(office, State.RETURNED, subject="Trả lại")
    document = a_document(office, State.SUBMITTED, subject="Rút lại")
    assert find("rút lại") == ["Rút lại"]
    reviewing.withdraw(office, document.id, by=minh, now=NOW + timedelta(hours=1))
    assert find("ban nhap") == find("tra lai") == find("rut lai") == []


def test_a_struck_out_paper_that_goes_back_leaves_the_index(office, find, lan):
    document = a_document(office, State.NUMBERED, subject="Sai nội dung")
    work(office, NOW + timedelta(hours=1))
    assert find("1/QĐ-UBND") == ["Sai nội dung"]
    later = NOW + timedelta(hours=2)
    issuing.void_number(office, document.id, "Sai nội dung", by=lan, now=later)
    assert find("sai noi dung") == []


def test_each_sees_only_what_is_theirs(office, db, find, lan, minh, hung, tam, quantri):
    a_document(office, State.SUBMITTED, subject="Của Minh đang trình")
    issued(office, "Của Minh đã lưu")
    issued(office, "Của Tâm đã lưu", drafter="tam")
    everything = ["Của Tâm đã lưu", "Của Minh đã lưu", "Của Minh đang trình"]
    assert sorted(find("của", person=lan)) == sorted(everything)
    assert sorted(find("của", person=minh)) == sorted(everything[1:])
    assert find("của", person=tam) == ["Của Tâm đã lưu"]
    assert sorted(find("của", person=hung)) == sorted(everything)  # all submitted to him or issued
    other_leader = replace(hung, id=99)
    assert sorted(find("của", person=other_leader)) == sorted(everything[:2])
    assert find("của", person=quantri) == []
    assert find("của", person=replace(lan, active=False)) == []
    assert find("", person=tam) == ["Của Tâm đã lưu"]
    # Not even how many there are.
    totals = [search(db, one, "của").total for one in (lan, minh, tam, hung, other_leader)]
    assert totals == [3, 2, 1, 3, 2]


def test_a_stale_index_does_not_show_what_may_no_longer_be_seen(office, db, minh, tam):
    document = issued(office, "Chuyển đơn vị")
    with db.write():
        row = db.query("SELECT position FROM search_text WHERE document_id = 1")[0]
        db.execute(
            "UPDATE search_index SET facets = :f WHERE rowid = :p",
            {"f": search_index.facet("unit", tam.unit_id), "p": row["position"]},
        )
    assert search(db, tam, "chuyển").hits == ()
    assert document.unit_id == minh.unit_id


def test_filters_narrow_the_result(office, find):
    issued(office, "Quyết định một", issued_on=date(2025, 12, 30))
    issued(office, "Quyết định hai", issued_on=date(2026, 1, 5))
    issued(office, "Công văn ba", kind="official_letter", issued_on=date(2026, 2, 1))
    issued(office, "Công văn bốn", kind="official_letter", signatory={"choice": "other"})
    assert find("", kind="official_letter") == ["Công văn bốn", "Công văn ba"]
    assert find("quyết định", year=2025) == ["Quyết định một"]
    assert find("", since=date(2026, 1, 5), until=date(2026, 2, 1)) == [
        "Công văn ba",
        "Quyết định hai",
    ]
    assert find("", since=date(2026, 1, 6)) == ["Công văn bốn", "Công văn ba"]
    assert find("", until=date(2026, 1, 4)) == ["Quyết định một"]
    assert find("", year=2026, until=date(2026, 1, 31)) == ["Quyết định hai"]
    assert find("công văn", signatory=1) == ["Công văn ba"]
    assert find("", kind="không có") == []


def test_a_range_that_goes_back_is_refused(find):
    with pytest.raises(Refused, match="Khoảng ngày ngược"):
        find("", since=date(2026, 2, 1), until=date(2026, 1, 1))


def test_by_date_the_newest_comes_first_whatever_matches_better(office, find):
    issued(office, "Kế hoạch năm", issued_on=date(2025, 1, 1))
    issued(office, "Khác", body="kế hoạch năm", issued_on=date(2026, 1, 1))
    assert find("kế hoạch năm") == ["Kế hoạch năm", "Khác"]
    assert find("kế hoạch năm", order="date") == ["Khác", "Kế hoạch năm"]


def test_pages_follow_each_other_without_gap_or_double(office, db, lan):
    for number in range(7):
        issued(office, f"Văn bản {number}")
    pages = [search(db, lan, "văn bản", page=page, per_page=3) for page in (1, 2, 3, 4)]
    subjects = [hit.line.subject for page in pages for hit in page.hits]
    assert subjects == [f"Văn bản {number}" for number in reversed(range(7))]
    assert {(page.total, page.more, page.pages) for page in pages} == {(7, False, 3)}
    assert pages[3].hits == ()


def test_of_very_many_matches_the_newest_are_counted_and_the_page_says_so(
    office, db, lan, monkeypatch
):
    monkeypatch.setattr(search_module, "COUNTED", 3)
    for number in range(5):
        issued(office, f"Văn bản {number}")
    page = search(db, lan, "văn bản")
    assert (page.total, page.more, len(page.hits)) == (3, True, 3)
    assert page.hits[0].line.subject == "Văn bản 4"


def test_the_index_can_be_made_anew_from_the_stored_texts(office, db, find):
    issued(office, "Về việc cai nghiện")
    issued(office, "Về việc đất đai")
    with db.write():
        db.execute("DELETE FROM search_index")
    assert find("cai nghien") == []
    with db.write():
        assert search_index.rebuild(db) == 2
    assert find("cai nghien") == ["Về việc cai nghiện"]
    assert find("xã hòa bình") != []  # the finished text, not the answers


def test_a_hit_shows_where_it_matches(office, db, lan):
    issued(office, "Về việc Hòa giải", body="Đoàn kết. Hòa giải ở cơ sở & <b>hơn</b>")
    (hit,) = search(db, lan, "hoa giai").hits
    assert hit.line.reference == "01/QĐ-UBND"
    assert hit.subject_marks == (("Về việc ", False), ("Hòa", True), (" ", False), ("giải", True))
    assert ("Hòa", True) in hit.snippet
    assert "& <b>hơn</b>" in "".join(text for text, _ in hit.snippet)


def test_a_role_that_may_see_more_sees_both(office, find, hung, tam):
    issued(office, "Của Minh")
    both = replace(tam, roles=frozenset({Role.DRAFTER, Role.CLERK}))
    assert find("của minh", person=tam) == []
    assert find("của minh", person=both) == ["Của Minh"]
