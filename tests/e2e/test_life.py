"""A paper's whole life in three people's browsers; and the same without a script, and by keys."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from service.domain.numbering import VIETNAM
from tests.builders import a_document
from tests.e2e.conftest import PHONE, box, picture

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

SUBJECT = "tăng cường công tác cai nghiện ma túy trên địa bàn xã"
BODY = (
    "Thực hiện Kế hoạch số 170/KH-UBND, Ủy ban nhân dân xã đề nghị:\n"
    "1. Các thôn rà soát người nghiện ma túy.\n"
    "a) Lập danh sách;\n"
    "b) Gửi về Công an xã.\n"
    "2. Trạm Y tế xã tổ chức tư vấn./."
)


def start_letter(page):
    page.goto("/documents/new")
    page.get_by_role("button", name="Soạn công văn mới").click()
    page.get_by_role("heading", level=1, name="Công văn: bản thảo mới").wait_for()
    return page.url


def heading(page, name):
    page.get_by_role("heading", level=1, name=name).wait_for()


def test_three_people_bring_a_letter_from_draft_to_archive(visit):
    minh = visit("minh")
    start_letter(minh)
    box(minh, "Trích yếu").fill(SUBJECT)
    box(minh, "Kính gửi, dòng 1").fill("Các trưởng thôn")
    box(minh, "Nội dung").fill(BODY)
    minh.get_by_text(re.compile(r"^Đã lưu lúc \d\d:\d\d$")).wait_for()
    minh.locator("#preview-pages img").first.wait_for()
    minh.get_by_role("button", name="Trình duyệt").click()
    minh.get_by_text("Đang chờ Phạm Quốc Hùng duyệt").wait_for()
    paper = minh.url

    hung = visit("hung")
    hung.get_by_role("link", name=SUBJECT).first.click()
    hung.get_by_text("Trả lại…").click()
    box(hung, "Lý do trả lại").fill("Ghi rõ thời hạn gửi danh sách")
    hung.get_by_role("button", name="Trả lại người soạn").click()
    hung.get_by_text("Đã trả lại người soạn kèm lý do.").wait_for()

    minh.goto("/")
    minh.get_by_text("Ghi rõ thời hạn gửi danh sách").wait_for()
    minh.get_by_role("link", name="Sửa " + SUBJECT).click()
    box(minh, "Nội dung").fill(BODY.replace("xã.", "xã trước 15/12."))
    minh.get_by_role("button", name="Trình duyệt").click()
    minh.get_by_text("Đang chờ Phạm Quốc Hùng duyệt").wait_for()

    hung.goto(paper)
    hung.get_by_role("button", name="Duyệt", exact=True).click()
    hung.get_by_text("đang chờ văn thư cấp số").wait_for()

    lan = visit("lan")
    lan.get_by_role("link", name="Cấp số " + SUBJECT).click()
    heading(lan, "Kiểm tra trước khi cấp số")
    lan.get_by_role("button", name="Cấp số").dblclick()
    lan.get_by_role("button", name="Phát hành").wait_for()  # the page looked again by itself
    reference = lan.locator(".over strong").inner_text()
    assert re.fullmatch(r"\d\d+/UBND-VHXH", reference)
    lan.get_by_role("button", name="Phát hành").click()
    lan.get_by_text("Đã phát hành lúc").wait_for()

    name = reference.replace("/", "-")
    for page in (minh, hung, lan):
        page.goto(paper)
        for ending in ("docx", "pdf"):
            with page.expect_download() as download:
                page.get_by_role("link", name=f"{name}.{ending}").click()
            assert download.value.suggested_filename == f"{name}.{ending}"
    lan.goto("/search?q=cai nghien ma tuy")
    assert lan.locator("mark").first.inner_text().lower() == "cai"
    lan.goto("/register")
    lan.get_by_role("row", name=reference).wait_for()


def test_going_back_after_numbering_shows_what_is_true_now(visit, server):
    document = a_document(server.office, "approved", kind="official_letter", now=moment())
    lan = visit("lan")
    lan.goto(f"/documents/{document.id}")
    lan.get_by_role("link", name="Cấp số…").click()
    lan.get_by_role("button", name="Cấp số").click()
    lan.get_by_text("Đã cấp số").first.wait_for()
    lan.go_back()
    lan.wait_for_load_state()
    assert lan.url.endswith(f"/documents/{document.id}"), "not a second chance to take a number"
    assert lan.get_by_role("button", name="Cấp số").count() == 0


def test_everything_works_without_a_script(visit):
    minh = visit("minh", javascript=False)
    start_letter(minh)
    box(minh, "Trích yếu").fill("không có kịch bản")
    box(minh, "Kính gửi, dòng 1").fill("Thôn Đông")
    minh.get_by_role("button", name="+ Thêm nơi kính gửi").click()
    box(minh, "Kính gửi, dòng 2").fill("Thôn Đoài")
    minh.get_by_role("button", name="Chuyển Kính gửi, dòng 2 lên").click()
    assert box(minh, "Kính gửi, dòng 1").input_value() == "Thôn Đoài"
    box(minh, "Nội dung").fill("Một đoạn.")
    minh.get_by_role("button", name="Xem trước").click()
    minh.locator("#preview-pages img").first.wait_for()
    picture(minh, "no-script-form")
    minh.get_by_role("button", name="Trình duyệt").click()
    minh.get_by_text("Đang chờ Phạm Quốc Hùng duyệt").wait_for()
    paper = minh.url
    hung = visit("hung", javascript=False)
    hung.goto(paper)
    hung.get_by_role("button", name="Duyệt", exact=True).click()
    lan = visit("lan", javascript=False, viewport=PHONE)
    lan.goto(paper + "/number")
    lan.get_by_role("button", name="Cấp số").click()
    lan.get_by_role("button", name="Phát hành").wait_for()  # the page refreshes itself
    lan.get_by_role("button", name="Phát hành").click()
    lan.get_by_text("Đã phát hành lúc").wait_for()


def test_a_letter_is_made_with_the_keyboard_alone(visit):
    page = visit()
    page.goto("/sign-in")
    keys = page.keyboard
    reach(page, "Tên đăng nhập")
    keys.type("minh")
    keys.press("Tab")
    keys.type("thử nghiệm 2026")
    keys.press("Enter")
    heading(page, "Việc cần làm")
    reach(page, "Soạn văn bản")
    keys.press("Enter")
    heading(page, "Soạn văn bản")
    reach(page, "Soạn công văn mới")
    keys.press("Enter")
    heading(page, "Công văn: bản thảo mới")
    reach(page, "Trích yếu")
    keys.type("chỉ dùng bàn phím")
    reach(page, "Kính gửi, dòng 1")
    keys.type("Thôn Đông")
    keys.press("Enter")
    keys.type("Thôn Đoài")
    keys.press("Enter")
    keys.type("Thôn Nam")
    keys.press("Alt+ArrowUp")
    assert rows(page, "addressees") == ["Thôn Đông", "Thôn Nam", "Thôn Đoài"]
    assert focused(page) == "Kính gửi, dòng 2", "the focus moves with its row"
    assert page.locator("#announce").inner_text() == "Đã chuyển thành dòng 2."
    keys.press("Control+Delete")
    assert rows(page, "addressees") == ["Thôn Đông", "Thôn Đoài"]
    reach(page, "Nội dung")
    keys.type("Một đoạn.\n1. Khoản một.")
    keys.press("Control+s")
    page.get_by_text(re.compile(r"^Đã lưu lúc")).wait_for()
    reach(page, "Trình duyệt")
    keys.press("Enter")
    page.get_by_text("Đang chờ Phạm Quốc Hùng duyệt").wait_for()


FOCUSED = """() => {
  const e = document.activeElement;
  const own = e.labels && e.labels[0] ? e.labels[0].innerText || e.labels[0].textContent : "";
  return (e.getAttribute("aria-label") || own || e.innerText || "").trim();
}"""


def focused(page):
    return re.sub(r"\s*\(bắt buộc\)$", "", page.evaluate(FOCUSED)).strip()


def reach(page, name, limit=80):
    """Press Tab until the named control has the focus, and see that one can see it."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if focused(page) == name:
            style = "getComputedStyle(document.activeElement).outlineStyle"
            assert page.evaluate(style) != "none", f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"{name!r} was not reached by {limit} presses of Tab")


def rows(page, name):
    return page.eval_on_selector_all(
        f'[data-rows="{name}"] > .rows .form-control', "inputs => inputs.map((i) => i.value)"
    )


def moment():
    """Some time ago, but today in Vietnam: no number goes back to the day before another's."""
    now = datetime.now(VIETNAM)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(now - timedelta(hours=3), midnight).astimezone(UTC)
