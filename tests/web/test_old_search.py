"""Tìm văn bản cũ: filters with counts, lists, saved searches and news of the main search."""

import io

import pytest
from openpyxl import load_workbook

from service.domain.old_papers import Direction
from tests.browser import words
from tests.builders import a_document, person_of
from tests.old_builders import an_old_paper


@pytest.fixture
def archive(office):
    """Three decisions and a letter of another agency; the last decision is of Minh's unit."""
    minh = person_of(office.db, "minh")
    for number in (1, 2, 3):
        an_old_paper(
            office.db,
            number=str(number),
            subject=f"thu hồi đất đai đợt {number}",
            issued=f"201{number}-05-02",
            unit=minh.unit_id if number == 3 else None,
            signer_name="Phạm Quốc Hùng",
            recipients=("Như trên", "Sở Y tế", "Lưu: VT"),
        )
    an_old_paper(
        office.db,
        direction=Direction.INCOMING,
        number="99",
        notation="SYT-NVY",
        kind="Công văn",
        agency="Sở Y tế",
        subject="trả lời về đất đai trạm y tế",
        issued="2013-01-08",
        urgency="Khẩn",
    )


def rows_of(data):
    return list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def test_counts_lead_to_the_narrowed_result_and_back(archive, as_lan):
    page = as_lan.open("/old-papers?q=dat+dai")
    assert "4 văn bản cũ." in page.main
    assert "Công văn (1)" in page.main
    assert "Quyết định (3)" in page.main
    assert "Thường (3)" in page.main
    narrowed = as_lan.follow("Quyết định")
    assert "3 văn bản cũ." in narrowed.main
    back = next(one for one in narrowed.links if one.startswith("Loại văn bản: Quyết định"))
    assert "4 văn bản cũ." in as_lan.follow(back).main


def test_every_kind_of_condition_narrows_by_address(archive, as_lan):
    counts = {
        "direction=incoming": 1,
        "kind=cong van": 1,
        "year=2013": 2,
        "agency=y te": 1,
        "recipient=Sở Y tế": 3,
        "signer=hùng": 3,
        "notation=syt": 1,
        "urgency=none": 3,
        "urgency=Khẩn": 1,
        "unit=none": 3,
        "origin=spreadsheet": 4,
        "since=01/01/2012&until=31/12/2012": 1,
        "number_from=2&number_to=3": 2,
        "q=99/syt": 1,
        "kind=Nghị quyết": 0,
        "unit=x": 0,
    }
    for query, papers in counts.items():
        sentence = f"{papers} văn bản cũ." if papers else "Không có văn bản cũ nào như thế"
        assert sentence in as_lan.open(f"/old-papers?{query}").main, query


def test_what_is_typed_wrong_is_told_at_its_field(archive, as_lan):
    page = as_lan.open("/old-papers?number_from=abc&q=dat", status=422)
    assert "Ghi bằng chữ số" in page.main
    assert (page.value("number_from"), page.value("q")) == ("abc", "dat")
    page = as_lan.open("/old-papers?since=02/01/2012&until=01/01/2012", status=422)
    assert "Khoảng ngày ngược" in page.main
    page = as_lan.open("/old-papers?since=31/02/2012", status=422)
    assert page.value("since") == "31/02/2012"


def test_others_see_only_theirs_on_every_page(archive, enter, as_lan):
    as_lan.open("/old-papers?q=dat+dai")
    for login, papers in (("hung", 4), ("minh", 1), ("tam", 0)):
        browser = enter(login)
        page = browser.open("/old-papers?q=dat+dai")
        sentence = f"{papers} văn bản cũ." if papers else "Không có văn bản cũ nào"
        assert sentence in page.main, login
        answer = browser.client.get("/old-papers/list.xlsx?q=dat")
        assert f"Có {papers} văn bản." in [row[0] for row in rows_of(answer.data)], login
        found = browser.open("/search?q=dat+dai").main
        assert ("văn bản cũ khớp" in found) is bool(papers), login
    tam = enter("tam").open("/old-papers?agency=y te").main
    for hidden in ("trạm y tế", "Công văn", "2013", "Khẩn"):  # values of filters as well
        assert hidden not in tam
    admin = enter("quantri").client
    for path in ("/old-papers", "/old-papers/list.pdf"):
        assert admin.get(path).status_code == 403


def test_typing_is_answered_with_papers_of_ones_own(archive, enter):
    def typed(login, text):
        answer = enter(login).client.get("/old-papers/typing", query_string={"q": text})
        assert answer.status_code == 200
        return answer.json["papers"]

    (paper,) = typed("lan", "99/sy")
    assert paper["reference"] == "99/SYT-NVY"
    assert paper["url"].startswith("/old-papers/")
    assert paper["day"] == "08/01/2013"
    assert len(typed("lan", "thu hồi đ")) == 3
    assert len(typed("minh", "thu hồi đ")) == 1
    assert typed("tam", "thu hồi đ") == []


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "pdf"])
def test_the_result_can_be_kept_as_a_file(archive, as_lan, suffix):
    page = as_lan.open("/old-papers?q=dat+dai&kind=Quyết định&since=01/06/2011")
    address = next(one for one in page.links.values() if f"list.{suffix}" in one)
    answer = as_lan.client.get(address)
    assert answer.status_code == 200
    assert f"van-ban-cu.{suffix}" in answer.headers["Content-Disposition"]
    if suffix == "xlsx":
        rows = rows_of(answer.data)
        texts = [str(cell) for row in rows for cell in row if cell]
        assert {"DANH SÁCH VĂN BẢN CŨ", "Loại văn bản: Quyết định", "Có 2 văn bản."} < set(texts)
        assert "Từ ngày: 01/06/2011" in texts
        assert [row[4] for row in rows[-2:]] == [f"thu hồi đất đai đợt {n}" for n in (3, 2)]


def test_there_is_no_list_of_another_kind_and_a_wrong_condition_leads_back(archive, as_lan):
    as_lan.open("/old-papers/list.exe?q=dat", status=404)
    answer = as_lan.client.get("/old-papers/list.pdf?number_from=abc")
    assert (answer.status_code, answer.location) == (303, "/old-papers?number_from=abc")


def test_a_search_is_saved_told_of_news_opened_and_deleted(archive, office, as_lan, clock):
    as_lan.open("/old-papers?q=dat+dai&kind=Quyết định")
    kept = as_lan.press("Lưu", name="Thu hồi đất")
    assert "Đã lưu tìm kiếm này" in kept.main
    assert kept.value("q") == "dat dai"
    assert "mới" not in words(kept.classed("saved")[0])
    assert "Thu hồi đất" not in as_lan.open("/search").main
    clock.forward(days=-30)  # as if it had been opened before the papers came
    as_lan.open("/old-papers")
    found = as_lan.press("Thu hồi đất")
    assert found.value("q") == "dat dai"
    assert "3 văn bản cũ." in found.main
    assert "3 mới" in words(found.classed("saved")[0])
    gone = as_lan.press("Xóa tìm kiếm Thu hồi đất")
    assert "Đã xóa tìm kiếm “Thu hồi đất”" in gone.main
    assert "Tìm kiếm đã lưu" not in gone.main


def test_one_name_is_not_given_to_searches_of_both_archives(archive, as_lan, office):
    a_document(office, "issued", kind="official_letter", subject="Về việc đất đai")
    as_lan.open("/search?q=dat+dai")
    as_lan.press("Lưu", name="Đất đai")
    as_lan.open("/old-papers?q=dat+dai")
    page = as_lan.press("Lưu", name="Đất đai")
    assert "đã đặt cho một tìm kiếm ở thẻ Văn bản của cơ quan" in page.main
    assert page.value("q") == "dat dai"
    assert as_lan.open("/search").classed("saved")


def test_the_main_search_tells_of_old_papers_and_takes_its_conditions_along(archive, as_lan):
    page = as_lan.open("/search?q=dat+dai&since=01/01/2012&number_to=50&order=date")
    link = next(one for one in page.links if "văn bản cũ khớp" in one)
    assert link == "Có 2 văn bản cũ khớp “dat dai”"
    found = as_lan.follow(link)
    assert "2 văn bản cũ." in found.main
    assert found.value("since") == "01/01/2012"
    assert found.value("number_to") == "50"
    assert "order=date" in page.links[link]


def test_codes_of_the_main_search_become_what_old_papers_say(archive, as_lan):
    page = as_lan.open("/search?kind=official_letter&urgency=urgent&state=issued")
    assert "Có 1 văn bản cũ khớp điều kiện này" in page.main
    assert "(không tính điều kiện văn bản cũ không có: Trạng thái)" in page.main
    assert "văn bản cũ khớp" in as_lan.open("/search?urgency=none").main
    assert "văn bản cũ khớp" not in as_lan.open("/search?kind=decision&urgency=urgent").main
    assert "văn bản cũ khớp" not in as_lan.open("/search").main
    assert "văn bản cũ khớp" not in as_lan.open("/search?state=issued").main


def test_words_are_marked_in_subject_and_text(office, as_lan):
    an_old_paper(office.db, subject="phòng cháy", body="Mùa khô năm nay rừng dễ cháy <b>")
    page = as_lan.open("/old-papers?q=chay")
    assert page.html.count("<mark>cháy</mark>") == 2
    assert "&lt;b&gt;" in page.html


def test_pages_go_on_with_the_same_conditions(office, as_lan):
    for number in range(1, 24):
        an_old_paper(office.db, number=str(number), issued=f"2011-01-{number:02d}")
    an_old_paper(office.db, number="99", kind="Thông báo", issued="2012-01-01")
    page = as_lan.open("/old-papers?kind=Quyết định&page=2")
    assert "23 văn bản cũ." in page.main
    assert "03/01/2011" in page.main
    assert "99/" not in page.main
