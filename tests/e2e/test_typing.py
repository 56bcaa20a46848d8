"""While somebody types: saving, preview, rows; other people, lost lines, ended sessions."""

import re

import pytest

from service.store import documents
from tests.builders import person_of
from tests.e2e.conftest import box, picture
from tests.e2e.test_life import rows, start_letter

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SAVED = re.compile(r"^Đã lưu lúc \d\d:\d\d$")


def number_of(page):
    return int(page.url.split("/documents/")[1].split("/")[0])


def stored(server, page):
    return documents.get_for_office(server.office.db, number_of(page))


def until(page, true, tries=100):
    """The page says “Đã lưu” from its start: what counts is what the server holds in the end."""
    while not true() and tries:
        page.wait_for_timeout(100)
        tries -= 1
    assert true()


def saved_subject(server, page, subject):
    until(page, lambda: stored(server, page).subject == subject)


def test_a_draft_saves_itself_and_outlives_a_reload(visit, server):
    page = visit("minh")
    start_letter(page)
    box(page, "Trích yếu").fill("tự lưu")
    saved_subject(server, page, "tự lưu")
    page.get_by_text(SAVED).wait_for()
    page.reload()
    assert box(page, "Trích yếu").input_value() == "tự lưu"
    assert not page.locator("#restore").is_visible(), "nothing was left unsaved"


def test_what_is_typed_before_the_script_has_come_is_saved_too(visit, server):
    page = visit("minh")
    address = start_letter(page)
    waiting = []

    def hold(route):
        waiting.append(route)

    page.route("**/draft.js", hold)
    page.goto(address, wait_until="commit")
    box(page, "Trích yếu").fill("gõ sớm")
    until(page, lambda: bool(waiting))
    waiting[0].continue_()
    saved_subject(server, page, "gõ sớm")


def test_the_preview_follows_what_is_typed(visit):
    page = visit("minh")
    start_letter(page)
    box(page, "Trích yếu").fill("lần một")
    page.locator("#preview-pages img").first.wait_for()
    for count in range(3):
        before = page.locator("#preview-pages img").first.get_attribute("src")
        box(page, "Trích yếu").fill(f"lần {count}")
        page.wait_for_function(
            "(old) => document.querySelector('#preview-pages img').getAttribute('src') !== old",
            arg=before,
        )


def test_rows_keep_their_names_when_they_move(visit, server):
    page = visit("minh")
    page.goto("/documents/new")
    page.get_by_role("button", name="Soạn quyết định mới").click()
    box(page, "Trích yếu").fill("thứ tự các điều")
    box(page, "Các điều, dòng 1").fill("Điều đầu")
    page.keyboard.press("Control+Enter")
    page.keyboard.type("Điều hai")
    page.keyboard.press("Alt+ArrowUp")
    page.get_by_role("button", name="+ Thêm phụ lục").click()
    box(page, "Tiêu đề phụ lục").fill("Danh sách")
    page.get_by_role("button", name="+ Thêm phụ lục").click()
    box(page, "Tiêu đề phụ lục").nth(1).fill("Bảng giá")
    page.get_by_role("button", name="Chuyển Phụ lục, mục 2 lên").click()
    until(page, lambda: annexes(server, page) == ["Bảng giá", "Danh sách"])
    assert stored(server, page).answers["articles"] == ["Điều hai", "Điều đầu"]
    page.get_by_role("button", name="Bỏ Phụ lục, mục 1").click()
    page.get_by_role("button", name="Bỏ Phụ lục, mục 1").click()
    assert box(page, "Tiêu đề phụ lục").count() == 0
    until(page, lambda: annexes(server, page) == [])


def annexes(server, page):
    return [annex["title"] for annex in stored(server, page).answers["annexes"]]


def test_a_pasted_list_becomes_rows(visit):
    page = visit("minh")
    start_letter(page)
    box(page, "Kính gửi, dòng 1").focus()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text", "Thôn Đông\\nThôn Đoài\\n\\nThôn Nam");
          document.activeElement.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    assert rows(page, "addressees") == ["Thôn Đông", "Thôn Đoài", "Thôn Nam"]


def test_two_people_on_one_draft_are_told_and_both_texts_stay(visit, server, watch):
    db = server.office.db
    tam, minh = person_of(db, "tam"), person_of(db, "minh")
    with db.write():
        db.execute(
            "UPDATE person SET unit_id = :u WHERE id = :id", {"u": minh.unit_id, "id": tam.id}
        )
    watch.expect("409")
    first, second = visit("minh"), visit("tam")
    start_letter(first)
    second.goto(first.url)
    box(second, "Trích yếu").fill("của Tâm")
    saved_subject(server, second, "của Tâm")
    box(first, "Trích yếu").fill("của Minh")
    first.get_by_text("Lê Thị Tâm đã lưu bản khác").wait_for()
    first.get_by_role("link", name="Xem hai bản").click()
    first.get_by_role("heading", level=1, name="Hai người cùng sửa một bản thảo").wait_for()
    picture(first, "conflict")
    first.get_by_role("button", name="Giữ bản của tôi").click()
    assert box(first, "Trích yếu").input_value() == "của Minh"
    second.reload()
    second.get_by_role("link", name="Xem và chọn giữ bản nào").click()
    second.get_by_text("của Tâm").first.wait_for()
    with db.write():
        db.execute(
            "UPDATE person SET unit_id = :u WHERE id = :id", {"u": tam.unit_id, "id": tam.id}
        )


def forget_session(page):
    """As if the day were over; answers still under way would bring the cookie back."""
    page.locator("#preview-pages img").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()


def test_a_session_that_ended_while_typing_loses_nothing(visit, server, watch):
    watch.expect("401")
    page = visit("minh")
    start_letter(page)
    box(page, "Trích yếu").fill("trước khi hết phiên")
    saved_subject(server, page, "trước khi hết phiên")
    forget_session(page)
    box(page, "Trích yếu").fill("gõ sau khi hết phiên")
    page.get_by_text("Phiên làm việc đã hết; phần vừa gõ").wait_for()
    page.get_by_role("button", name="Lưu bản thảo").click()
    page.get_by_text("đã được giữ lại").wait_for()
    box(page, "Tên đăng nhập").fill("minh")
    box(page, "Mật khẩu").fill("thử nghiệm 2026")
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_text("đã được đưa lại").wait_for()
    assert box(page, "Trích yếu").input_value() == "gõ sau khi hết phiên"
    page.get_by_role("button", name="Lưu bản thảo").click()
    page.get_by_text(re.compile(r"Đã lưu lúc \d\d:\d\d\.")).wait_for()
    assert stored(server, page).subject == "gõ sau khi hết phiên"


def test_signing_in_again_in_another_window_lets_the_first_go_on_saving(visit, server, watch):
    watch.expect("401")
    page = visit("minh")
    start_letter(page)
    forget_session(page)
    box(page, "Trích yếu").fill("hai cửa sổ")
    link = page.get_by_role("link", name="Đăng nhập lại ở thẻ khác")
    with page.context.expect_page() as opened:
        link.click()
    other = opened.value
    box(other, "Tên đăng nhập").fill("minh")
    box(other, "Mật khẩu").fill("thử nghiệm 2026")
    other.get_by_role("button", name="Đăng nhập").click()
    other.get_by_role("heading", level=1, name="Việc cần làm").wait_for()
    saved_subject(server, page, "hai cửa sổ")


def test_what_is_typed_without_a_line_is_kept_here_and_offered_again(visit, server, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = visit("minh")
    url = start_letter(page)
    box(page, "Trích yếu").fill("có mạng")
    saved_subject(server, page, "có mạng")
    cut = ("**/autosave", lambda route: route.abort("internetdisconnected"))
    page.context.route(*cut)
    box(page, "Trích yếu").fill("mất mạng")
    page.get_by_role("button", name="+ Thêm nơi kính gửi").click()
    box(page, "Kính gửi, dòng 2").fill("Thôn Đoài")
    page.get_by_text("Mất kết nối").wait_for()
    page.goto(url)
    page.get_by_text("còn phần gõ chưa lưu được").wait_for()
    assert box(page, "Trích yếu").input_value() == "có mạng"
    picture(page, "restore")
    page.context.unroute(*cut)
    page.get_by_role("button", name="Đưa lại").click()
    assert box(page, "Trích yếu").input_value() == "mất mạng"
    assert box(page, "Kính gửi, dòng 2").input_value() == "Thôn Đoài"
    saved_subject(server, page, "mất mạng")


def test_a_file_that_is_too_big_is_refused_before_it_travels(visit):
    page = visit("minh")
    page.goto("/documents/new")
    page.get_by_role("button", name="Soạn bản sao mới").click()
    page.get_by_label("Tệp PDF của văn bản cần sao").set_input_files(
        {"name": "lon.pdf", "mimeType": "application/pdf", "buffer": b"%PDF" + b"0" * 3_000_000}
    )
    page.get_by_text("Tệp lớn hơn 2 MB").first.wait_for()
    assert page.locator("#source").evaluate("input => input.files.length") == 0
