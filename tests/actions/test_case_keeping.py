"""Giữ lại hồ sơ: due files kept by their unit, two years at most, undone, printed."""

import io
import re
import zipfile
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from service.actions import case_files as files_verbs
from service.actions import case_keeping as verbs
from service.domain.case_files import CaseDetails, HandOver, is_due_soon
from service.domain.case_keeping import KEEPING_TERMS, Keeping, earliest_last_day, last_day_kept
from service.domain.errors import NotAllowed, NotFound, Refused, WrongState
from service.store import case_files, case_keepings, events
from tests.builders import NOW, a_document, person_of

ENDED = NOW.date()
DUE = date(2027, 3, 2)
LAST = date(2029, 3, 2)
AT_DUE = NOW + timedelta(days=365)


@pytest.fixture
def people(office):
    return {login: person_of(office.db, login) for login in ("lan", "minh", "hung", "tam")}


@pytest.fixture
def closed(office, people):
    """Closes a file with one paper in it; due a year later unless kept for less than 5 years."""

    def closed(notation="90.VHXH", years=20):
        told = CaseDetails(notation, "Hồ sơ cai nghiện", years, date(2026, 1, 5), "Trần Văn Minh")
        case = files_verbs.open_file(office, told, by=people["minh"], now=NOW)
        topic = f"document/{a_document(office, 'issued').id}"
        files_verbs.put(office, [case.id], topic, by=people["minh"], now=NOW)
        return files_verbs.close(office, case.id, ENDED, by=people["minh"], now=NOW)

    return closed


def consent(**changes):
    told = {"allowed_by": "Lê Văn Hùng", "allowed_post": "Chủ tịch", "reason": "Còn dùng"}
    told |= {"consent": "Công văn số 45/UBND-VP ngày 02/03/2027", "kept_until": LAST}
    return Keeping(**{**told, **changes})


def keep(office, people, cases, login="minh", now=AT_DUE, **changes):
    chosen = [one.id for one in cases]
    return verbs.keep_back(office, chosen, consent(**changes), by=people[login], now=now)


def again(office, case):
    return case_files.for_office(office.db, case.id)


def test_a_kept_file_falls_due_again_when_its_time_ends(office, people, closed):
    case = closed()
    assert (case.due_on, is_due_soon(case, DUE)) == (DUE, True)
    until = date(2028, 9, 30)
    keep(office, people, [case], kept_until=until)
    kept = again(office, case)
    assert (kept.due_by_law, kept.kept_until, kept.due_on) == (DUE, until, until)
    assert files_verbs.waiting_for_hand_over(office, people["lan"], DUE) == ()
    early = until - timedelta(days=31)
    assert files_verbs.waiting_for_hand_over(office, people["lan"], early) == ()
    waiting = files_verbs.waiting_for_hand_over(office, people["lan"], until - timedelta(days=30))
    assert [one.id for one in waiting] == [case.id]


def test_one_act_keeps_several_files_and_says_who_allowed_it_and_why(office, people, closed):
    cases = [closed("90.VHXH"), closed("91.VHXH")]
    told = keep(office, people, cases)
    ((act, kept),) = verbs.acts(office, people["minh"])
    assert (act.id, act.allowed_by, act.reason) == (told.id, "Lê Văn Hùng", "Còn dùng")
    assert [case.details.notation for _, case in kept] == ["90.VHXH", "91.VHXH"]
    for case in cases:
        event = events.of_topic(office.db, f"case_file/{case.id}")[-1]
        assert (event.verb, event.person_name) == ("case_file_keep", people["minh"].name)
        assert "đến 02/03/2029, Lê Văn Hùng đồng ý (Công văn số 45" in event.detail["reason"]


def test_two_years_from_the_day_of_hand_over_are_the_most(office, people, closed):
    case = closed()
    with pytest.raises(Refused) as refused:
        keep(office, people, [case], kept_until=LAST + timedelta(days=1))
    assert refused.value.field == "kept_until"
    assert "02/03/2029 là cùng (Điều 31, khoản 3, điểm d NĐ 30/2020)" in refused.value.message
    assert again(office, case).kept_until is None
    assert verbs.acts(office, people["lan"]) == ()
    assert keep(office, people, [case]).kept_until == LAST


def test_nothing_is_kept_when_one_of_the_files_may_not_be(office, people, closed):
    fine, short = closed("90.VHXH"), closed("91.VHXH", years=4)
    with pytest.raises(Refused, match=r"91.VHXH .2026. không phải nộp lưu") as refused:
        keep(office, people, [fine, short])
    assert refused.value.field == "cases"
    assert again(office, fine).kept_until is None


def test_a_file_is_kept_when_it_is_due_and_not_before(office, people, closed):
    case = closed()
    early = AT_DUE - timedelta(days=31)
    with pytest.raises(Refused, match="mới đến hạn"):
        keep(office, people, [case], now=early)
    assert verbs.offered(office, people["minh"], early.date()) == ()
    offered = verbs.offered(office, people["minh"], (early + timedelta(days=1)).date())
    assert [one.id for one in offered] == [case.id]
    too_late = date(2029, 3, 2)
    assert verbs.offered(office, people["minh"], too_late) == ()


@pytest.mark.parametrize("until", [DUE, DUE - timedelta(days=1), AT_DUE.date()])
def test_a_file_is_kept_beyond_its_day(office, people, closed, until):
    with pytest.raises(Refused) as refused:
        keep(office, people, [closed()], kept_until=until)
    assert refused.value.field == "kept_until"


def test_time_may_be_added_within_the_limit_once_it_nearly_ends(office, people, closed):
    case = closed()
    keep(office, people, [case], kept_until=date(2028, 3, 2))
    with pytest.raises(Refused, match="02/03/2028 mới đến hạn"):
        keep(office, people, [case])
    near = NOW + timedelta(days=720)
    with pytest.raises(Refused, match="phải sau ngày 02/03/2028"):
        keep(office, people, [case], now=near, kept_until=date(2028, 3, 2))
    keep(office, people, [case], now=near)
    assert again(office, case).due_on == LAST
    verbs.end_keeping(office, case.id, "Xong việc", by=people["minh"], now=near)
    assert again(office, case).due_on == DUE


@pytest.mark.parametrize("name", ["allowed_by", "consent", "reason"])
def test_what_the_law_asks_for_is_asked_for_at_its_field(office, people, closed, name):
    with pytest.raises(Refused) as refused:
        keep(office, people, [closed()], **{name: "  "})
    assert list(refused.value.errors) == [name]


def test_the_unit_that_looks_after_a_file_and_the_clerk_keep_it_and_nobody_else(
    office, people, closed
):
    case = closed()
    with pytest.raises(NotFound):
        keep(office, people, [case], login="tam")
    with pytest.raises(NotAllowed):
        keep(office, people, [case], login="hung")
    assert verbs.offered(office, people["tam"], DUE) == ()
    with pytest.raises(Refused) as refused:
        keep(office, people, [])
    assert refused.value.field == "cases"
    told = keep(office, people, [case], login="lan")
    assert verbs.acts(office, people["tam"]) == ()
    with pytest.raises(NotFound):
        verbs.print_kept(office, told.id, "pdf", by=people["tam"], now=AT_DUE)
    with pytest.raises(NotFound):
        verbs.end_keeping(office, case.id, "Thôi", by=people["tam"], now=AT_DUE)


def test_undoing_asks_why_and_the_file_is_due_again(office, people, closed):
    case = closed()
    keep(office, people, [case])
    with pytest.raises(Refused, match="vì sao thôi giữ lại"):
        verbs.end_keeping(office, case.id, " ", by=people["minh"], now=AT_DUE)
    verbs.end_keeping(office, case.id, "Đã dùng xong", by=people["minh"], now=AT_DUE)
    assert again(office, case).due_on == DUE
    (kept,) = case_keepings.of_case(office.db, case.id)
    assert (kept.ender, kept.end_reason) == (people["minh"].name, "Đã dùng xong")
    assert events.of_topic(office.db, f"case_file/{case.id}")[-1].verb == "case_file_keep_end"
    with pytest.raises(WrongState):
        verbs.end_keeping(office, case.id, "Lại", by=people["minh"], now=AT_DUE)


def test_reopening_a_file_ends_its_keeping(office, people, closed):
    case = closed()
    keep(office, people, [case])
    files_verbs.reopen(office, case.id, "Sót", by=people["lan"], now=AT_DUE)
    (kept,) = case_keepings.of_case(office.db, case.id)
    assert kept.end_reason == "Mở lại hồ sơ"
    after = files_verbs.close(office, case.id, AT_DUE.date(), by=people["lan"], now=AT_DUE)
    assert after.due_on == date(2028, 3, 2)


def test_a_kept_file_is_handed_over_as_any_other_and_then_no_more_kept(office, people, closed):
    case = closed()
    keep(office, people, [case])
    told = HandOver(AT_DUE.date(), "Trần Văn Minh", "Hoàng Thị Thu")
    files_verbs.hand_over(office, [case.id], told, by=people["lan"], now=AT_DUE)
    assert again(office, case).due_on is None
    with pytest.raises(WrongState):
        keep(office, people, [case])


def words_of(data, ending):
    if ending == "pdf":
        return "".join(one.extract_text() for one in PdfReader(io.BytesIO(data)).pages)
    if ending == "docx":
        xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
        return re.sub("<[^>]+>", "", xml)
    rows = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row if cell)


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
def test_the_list_for_the_archive_tells_every_file_and_what_was_undone(
    office, people, closed, ending
):
    cases = [closed("90.VHXH"), closed("91.VHXH")]
    told = keep(office, people, cases)
    verbs.end_keeping(office, cases[1].id, "Xong", by=people["minh"], now=AT_DUE)
    name, _, data = verbs.print_kept(office, told.id, ending, by=people["minh"], now=AT_DUE)
    assert name == f"Danh mục hồ sơ giữ lại lần 1.{ending}"
    said = "".join(words_of(data, ending).split())
    for words in (
        "DANH MỤC HỒ SƠ, TÀI LIỆU GIỮ LẠI",
        "Kèm theo Công văn số 45/UBND-VP ngày 02/03/2027",
        "Người đồng ý: Chủ tịch Lê Văn Hùng",
        "Giữ lại đến hết ngày: 02/03/2029",
        "90.VHXH",
        "91.VHXH",
        "Thôi giữ lại từ 02/03/2027",
        "không quá 02 năm",
    ):
        assert "".join(words.split()) in said, words
    if ending != "xlsx":
        assert said.count("HòaBình,ngày02tháng3năm2027") == 1
    assert events.of_topic(office.db, "case_keeping/1")[-1].verb == "case_file_print"
    with pytest.raises(NotFound):
        verbs.print_kept(office, told.id, "exe", by=people["minh"], now=AT_DUE)
    with pytest.raises(NotFound):
        verbs.print_kept(office, 9, "pdf", by=people["minh"], now=AT_DUE)


def test_the_limit_is_that_of_the_term_in_force_when_the_file_fell_due():
    assert [(one.months, one.article) for one in KEEPING_TERMS] == [
        (24, "Điều 31, khoản 3, điểm d NĐ 30/2020")
    ]
    assert last_day_kept(date(2028, 2, 29)) == date(2030, 2, 28)
    assert last_day_kept(date(2019, 5, 1)) == date(2021, 5, 1)
    assert earliest_last_day([date(2027, 5, 1), DUE]) == LAST
    assert earliest_last_day([]) is None
