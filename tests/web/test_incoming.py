"""A dropped paper is read, checked beside its picture, registered, passed on and answered."""

import re
from dataclasses import replace

import pytest

from service.actions import assigning, receiving
from service.actions.assigning import Direction
from service.actions.receiving import Arrival
from service.domain.incoming import IncomingDetails, IncomingFilter, IncomingState
from service.store import events, incoming
from service.store import tasks as task_store
from tests.builders import NOW, person_of, work
from tests.reading.codes import to_tcvn3
from tests.reading.papers import build_docx, to_pdfs
from tests.reading.pdfs import encrypted, scan
from tests.reading.pdfs import letter as drawn_letter
from tests.reading.seeds import BINH_LUC, BINH_THUAN
from tests.reading.test_seeds_read import WANTED

pytestmark = pytest.mark.slow

SIMPLE = IncomingDetails(agency="Sở Y tế", subject="tiêm chủng", number="12", notation="SYT-NV")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory):
    words = {"thuan": build_docx(BINH_THUAN), "luc": build_docx(BINH_LUC)}
    return {"pdf": to_pdfs(tmp_path_factory.mktemp("incoming"), words), "docx": words}


@pytest.fixture
def drop(as_lan):
    """Drop a file as the clerk; the page with what was read."""

    def drop(data, name="den.pdf"):
        as_lan.open("/incoming/new")
        return as_lan.press("Đọc văn bản", file=(data, name))

    return drop


@pytest.fixture
def registered(office):
    lan = person_of(office.db, "lan")
    arrival = Arrival(SIMPLE, NOW)
    return receiving.receive(office, arrival, None, by=lan, now=NOW)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@pytest.mark.parametrize("seed", ["thuan", "luc"])
def test_a_seed_paper_is_received_with_every_field_right(office, as_lan, drop, seeds, seed, kind):
    wanted = WANTED[seed]
    data = seeds[kind][seed]
    drop(data, f"den.{kind}")
    as_lan.press("Vào sổ")
    lan = person_of(office.db, "lan")
    (paper,) = incoming.listed(office.db, lan, IncomingFilter()).papers
    details = paper.details
    assert details.agency == wanted["agency"]
    assert details.number == wanted.get("number", "")
    assert details.notation == wanted["notation"]
    assert details.place == wanted["place"]
    assert details.issued == wanted["issued"]
    assert details.kind == wanted["kind"]
    assert details.subject == wanted["subject"]
    assert list(details.addressees) == wanted["addressees"]
    assert list(details.recipients) == wanted["recipients"]
    assert list(details.signer_authority) == wanted["authority"]
    assert details.signer_post == wanted["post"]
    assert details.signer_name == wanted.get("name", "")
    (file,) = incoming.files(office.db, paper.id)
    assert office.files.get(file.sha256) == data
    (event,) = [one for one in events.of_topic(office.db, "incoming/1") if one.verb == "receive"]
    assert event.detail["corrected"] == {}
    kept = [(task.unit_name, str(task.due_on)) for task in task_store.of_incoming(office.db, 1)]
    if seed == "luc":
        assert "Viện dẫn Chỉ thị số 25/CT-HU" in as_lan.open("/incoming/1").main
        assert kept[:2] == [
            ("Chủ tịch UBND các xã, thị trấn", "2024-12-15"),
            ("Chủ tịch UBND các xã, thị trấn", "2030-12-31"),
        ]
    else:
        assert details.note.startswith("Nhận qua bản sao lục số 06/SL-SNN ngày 15/01/2021")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_each_value_links_to_a_frame_on_the_page(as_lan, drop, seeds, kind):
    page = drop(seeds[kind]["thuan"], f"den.{kind}")
    linked = set(re.findall(r'href="#(at-\w+)"', page.html))
    framed = set(re.findall(r'<rect [^>]*id="(at-\w+)"', page.html))
    assert linked == framed
    assert {"at-agency", "at-number", "at-issued", "at-subject", "at-signer_name"} <= framed
    picture = re.search(r'<image href="([^"]+)"', page.html)[1]
    answer = as_lan.client.get(picture)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")


def test_a_correction_is_kept_beside_what_was_proposed(office, as_lan, drop, seeds):
    drop(seeds["pdf"]["thuan"])
    as_lan.press("Vào sổ", number="98")
    (event,) = [one for one in events.of_topic(office.db, "incoming/1") if one.verb == "receive"]
    assert event.detail["corrected"] == {"number": ["99", "98"]}
    assert "(sửa: Số)" in as_lan.open("/incoming/1").text


def test_the_same_paper_again_is_announced_with_a_link_and_kept_with_a_reason(
    office, as_lan, drop, seeds
):
    drop(seeds["pdf"]["thuan"])
    as_lan.press("Vào sổ")
    page = drop(seeds["docx"]["thuan"], "lai.docx")
    assert 'href="/incoming/1">số đến 01' in page.html
    page = as_lan.press("Vào sổ", status=422)
    assert "Nếu vẫn vào sổ lần nữa" in page.text
    as_lan.press("Vào sổ", duplicate_reason="Bản giấy đến sau")
    assert incoming.get(office.db, 2, person_of(office.db, "lan")).duplicate_of == 1


def test_a_scan_says_so_and_is_typed_beside_its_picture(office, as_lan, drop):
    page = drop(scan(), "quet.pdf")
    assert "không có chữ để đọc" in page.text
    assert "<image href=" in page.html
    as_lan.press("Vào sổ", agency="Sở Y tế", subject="tiêm chủng")
    assert incoming.get(office.db, 1, person_of(office.db, "lan")).details.agency == "Sở Y tế"


def test_text_in_an_old_code_is_converted_when_asked(as_lan, drop):
    page = drop(drawn_letter(code=to_tcvn3, font="Times"))
    assert "Chuyển sang Unicode rồi đọc lại" in page.text
    page = as_lan.press("Chuyển sang Unicode rồi đọc lại")
    assert 'value="41"' in page.html


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7 broken", "hỏng"),
        (b"", "trống"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc đời cũ"),
        (b"hello", "không phải PDF"),
        (encrypted(drawn_letter()), "mật khẩu"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(as_lan, data, sentence):
    as_lan.open("/incoming/new")
    page = as_lan.press("Đọc văn bản", file=(data, "x.pdf"), status=422)
    assert sentence in page.text


def test_when_the_hour_of_the_file_is_over_nothing_typed_is_lost(as_lan, drop, seeds, clock):
    drop(seeds["pdf"]["thuan"])
    clock.forward(hours=2)
    page = as_lan.press("Vào sổ", note="Đã gọi điện", status=422)
    assert "chỉ được giữ một giờ" in page.text
    assert 'value="99"' in page.html
    assert "Đã gọi điện" in page.html


def test_a_wrong_day_of_a_task_is_said_in_its_row(as_lan, drop, seeds, office):
    drop(seeds["pdf"]["luc"])
    page = as_lan.press("Vào sổ", at={"task-0-keep": "y", "task-0-due": "31/02/2026"}, status=422)
    assert "chỉ có ngày từ 1 đến 28" in page.text
    assert incoming.next_number(office.db, 2026) == 1


def test_a_paper_dated_next_year_is_warned_of(as_lan, office, registered):
    as_lan.open(f"/incoming/{registered.id}/edit")
    as_lan.press("Lưu", issued="08/01/2027")
    assert "ở sau hôm nay" in as_lan.open(f"/incoming/{registered.id}").text


def test_the_leader_passes_it_on_and_the_unit_answers(
    office, as_lan, as_hung, as_minh, enter, registered
):
    place = f"/incoming/{registered.id}"
    for browser in (as_minh, enter("tam")):
        assert browser.client.get(place).status_code == 404
    units = {unit.symbol: str(unit.id) for unit in office.agency().units}
    as_hung.open(place)
    page = as_hung.press("Chuyển", at={"assign-text": "Khẩn trương"}, status=422)
    assert "Hãy chọn đơn vị chủ trì" in page.text
    as_hung.open(place)
    as_hung.press(
        "Chuyển",
        at={
            "assign-text": "Khẩn trương tham mưu",
            "assign-lead_unit": units["VHXH"],
            "assign-due_on": "10/03/2026",
        },
    )
    page = as_minh.open(place)
    assert "Ý kiến chỉ đạo: Khẩn trương tham mưu (Phạm Quốc Hùng ghi lúc" in page.text
    assert page.text.index("Khẩn trương tham mưu") < page.text.index("Giải quyết xong")
    assert "10/03/2026" in page.text
    assert enter("tam").client.get(place).status_code == 404
    page = as_minh.press("Soạn công văn trả lời")
    assert "trả lời Văn bản số 12/SYT-NV của Sở Y tế" in page.html
    as_minh.open(place)
    as_minh.press("Giải quyết xong", at={"done-result": "Đã trả lời bằng điện thoại"})
    paper = incoming.get(office.db, registered.id, person_of(office.db, "lan"))
    assert paper.state is IncomingState.DONE


def test_the_first_page_tells_leader_clerk_and_unit_what_arrived_for_them(
    office, as_lan, as_hung, as_minh, enter, registered
):
    line = "Số đến 01 – tiêm chủng"
    for browser in (as_lan, as_hung):
        page = browser.open("/").text
        assert "Văn bản đến chờ phân phối 1" in page
        assert line in page
    assert line not in as_minh.open("/").text
    unit = next(unit.id for unit in office.agency().units if unit.symbol == "VHXH")
    hung = person_of(office.db, "hung")
    assigning.assign(office, registered.id, Direction("", unit), by=hung, now=NOW)
    assert "chờ phân phối" not in as_lan.open("/").text
    assert "Văn bản đến được giao 1" in as_minh.open("/").text
    assert line not in enter("tam").open("/").text


def test_an_empty_first_page_offers_the_clerk_what_she_does_most(as_lan):
    as_lan.open("/")
    assert as_lan.follow("Tiếp nhận văn bản đến").h1 == "Tiếp nhận văn bản đến"


def test_the_first_page_counts_all_that_arrived_and_leads_to_the_rest(office, as_lan, lan):
    for number in range(12):
        details = replace(SIMPLE, number=str(number + 1))
        receiving.receive(office, Arrival(details, NOW), None, by=lan, now=NOW)
    assert "Văn bản đến chờ phân phối 12" in as_lan.open("/").text
    assert "12 văn bản." in as_lan.follow("Xem cả 12 văn bản").text


def test_the_register_shows_the_ten_columns_in_the_decrees_order(as_lan, registered):
    page = as_lan.open("/incoming/register?year=2026")
    columns = re.findall(r'<th scope="col">([^<]+)</th>', page.html)
    assert columns[:4] == ["Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản"]
    assert columns[-1] == "Ghi chú"
    assert "12/SYT-NV" in page.text


@pytest.mark.parametrize(
    "name", ["arrival-slip.pdf", "arrival-stamp.pdf", "handling-slip.docx", "handling-slip.pdf"]
)
def test_slips_are_made_and_noted(office, as_lan, registered, name):
    answer = as_lan.client.get(f"/incoming/{registered.id}/{name}")
    assert answer.status_code == 200
    assert answer.data[:4] in (b"%PDF", b"PK\x03\x04")
    verbs = [one.verb for one in events.of_topic(office.db, f"incoming/{registered.id}")]
    assert verbs[-1] == "print_slip"


def test_the_board_shows_overdue_first_and_finishes_with_a_note(office, as_lan, as_minh, enter):
    lan = person_of(office.db, "lan")
    units = {unit.symbol: unit.id for unit in office.agency().units}
    as_lan.open("/tasks")
    for text, due in (("Việc muộn", "10/04/2026"), ("Việc quá hạn", "01/02/2026")):
        as_lan.open("/tasks")
        as_lan.press("Thêm", text=text, unit_id=str(units["VHXH"]), due_on=due)
    page = as_minh.open("/tasks")
    assert page.text.index("Việc quá hạn") < page.text.index("Việc muộn")
    assert "Việc quá hạn" in as_minh.open("/").text
    assert "Việc quá hạn" not in enter("tam").open("/tasks").text
    as_minh.open("/tasks")
    as_minh.press("Xong việc: Việc quá hạn", note="Đã gửi")
    assert [task.text for task in task_store.board(office.db, lan)] == ["Việc muộn"]
    assert "Đã gửi" in as_minh.open("/tasks?done=1").text


def test_the_calendar_feed_opens_by_its_address_alone_until_it_is_revoked(
    as_lan, as_minh, visitor, office
):
    units = {unit.symbol: unit.id for unit in office.agency().units}
    as_lan.open("/tasks")
    as_lan.press("Thêm", text="Báo cáo; số liệu", unit_id=str(units["VHXH"]), due_on="05/03/2026")
    as_minh.open("/tasks")
    page = as_minh.press("Lấy địa chỉ lịch mới")
    address = re.search(r"http://localhost(/calendar/[^<]+\.ics)", page.html)[1]
    feed = visitor.client.get(address)
    assert feed.mimetype == "text/calendar"
    assert "SUMMARY:Báo cáo\\; số liệu" in feed.text
    as_minh.open("/tasks")
    as_minh.press("Bỏ địa chỉ lịch")
    assert visitor.client.get(address).status_code == 404


def test_stamping_a_signed_file_is_refused(office, as_lan, registered):
    lan = person_of(office.db, "lan")
    file = receiving.ArrivedFile(b"%PDF signed", "a.pdf", "application/pdf", signed=True)
    receiving.attach(office, registered.id, file, by=lan, now=NOW)
    answer = as_lan.client.get(f"/incoming/{registered.id}/stamped.pdf")
    assert answer.status_code == 409
    assert "chữ ký số" in answer.text


def test_search_words_and_filters_stand_in_the_address(office, as_lan, registered):
    lan, hung = person_of(office.db, "lan"), person_of(office.db, "hung")
    other = replace(SIMPLE, number="13", subject="phòng cháy")
    second = receiving.receive(office, Arrival(other, NOW), None, by=lan, now=NOW)
    unit = office.agency().units[0].id
    assigning.assign(office, second.id, Direction("", unit), by=hung, now=NOW)
    assert "phòng cháy" not in as_lan.open("/incoming?q=tiem chung").text
    assert "tiêm chủng" not in as_lan.open(f"/incoming?unit={unit}").text
    assert as_lan.client.get("/incoming?since=31/02/2026").status_code == 422


def test_a_limit_in_an_issued_paper_of_ours_comes_to_the_board(office, letter, as_hung):
    body = (
        "1. Phòng Kinh tế chủ trì, rà soát, hoàn thành trước ngày 20/03/2026.\n"
        "2. Phòng Văn hóa - Xã hội tổng hợp, báo cáo trước ngày 25/03/2026."
    )
    document = letter("archived", body=body)
    work(office, NOW.replace(hour=12))
    found = task_store.of_document(office.db, document.id)
    assert [(task.unit_name, f"{task.due_on:%d/%m}") for task in found] == [
        ("Phòng Kinh tế", "20/03"),
        ("Phòng Văn hóa - Xã hội", "25/03"),
    ]
    page = as_hung.open(f"/documents/{document.id}")
    assert "Việc và hạn trong văn bản" in page.text
    assert "20/03/2026" in as_hung.open("/tasks").text


def test_both_papers_of_an_answer_name_each_other(as_minh, office, registered):
    unit = next(one.id for one in office.agency().units if one.symbol == "VHXH")
    hung, minh = person_of(office.db, "hung"), person_of(office.db, "minh")
    assigning.assign(office, registered.id, Direction("", unit), by=hung, now=NOW)
    draft = assigning.draft_reply(office, registered.id, by=minh, now=NOW)
    page = as_minh.open(f"/documents/{draft.id}")
    assert f'href="/incoming/{registered.id}"' in page.html
    assert f'href="/documents/{draft.id}"' in as_minh.open(f"/incoming/{registered.id}").html


def test_a_task_that_was_not_found_is_added_on_the_paper(office, as_hung, registered):
    place = f"/incoming/{registered.id}"
    as_hung.open(place)
    assert "Hãy ghi việc" in as_hung.press("Thêm", status=422).text
    as_hung.open(place)
    as_hung.press("Thêm", at={"task-text": "Lập danh sách", "task-due_on": "12/03/2026"})
    (task,) = task_store.of_incoming(office.db, registered.id)
    assert (task.text, f"{task.due_on:%d/%m/%Y}") == ("Lập danh sách", "12/03/2026")


def test_the_search_of_our_own_papers_tells_of_incoming_ones(as_lan, as_minh, registered):
    assert as_lan.open("/search?q=tiem chung").links["Có 1 văn bản đến khớp “tiem chung”"]
    assert "văn bản đến khớp" not in as_minh.open("/search?q=tiem chung").text


def test_the_first_arrival_number_of_a_running_year_is_set_once(office, as_lan):
    as_lan.open("/incoming/register")
    page = as_lan.press("Đặt số đầu tiên", status=422, number="ba")
    assert "Hãy ghi một số từ 2" in page.main
    assert page.value("number") == "ba"
    page = as_lan.press("Đặt số đầu tiên", number="342")
    assert "bắt đầu từ số 342" in page.main
    assert "Đặt số đầu tiên" not in page.buttons
