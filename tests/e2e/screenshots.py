"""Hình của hướng dẫn — walks through one paper's life and keeps the pictures of the guide.

Run by `script/screenshots`. Everything shown is of the fictional commune of the test world.
"""

import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.builders import person_of
from tests.conformity import papers
from tests.conformity.word import Word, replace, style_runs
from tests.e2e.conftest import ARGUMENTS, CHROMIUM, DESK, PHONE, ROOT, box, running, sign_in
from tests.provider_builders import become, doctor, received, staff
from tests.reading.papers import build_docx
from tests.reading.pdfs import letter
from tests.reading.variants import PAPERS

IMAGES = ROOT / "docs" / "images"
COLOURS = 160
"""Pages are flat: so many colours look the same and take a quarter of the room."""

SUBJECT = "tăng cường công tác cai nghiện ma túy tự nguyện tại gia đình, cộng đồng"
BODY = (
    "Thực hiện Kế hoạch số 170/KH-UBND ngày 29 tháng 10 năm 2026 của Ủy ban nhân dân huyện, "
    "Ủy ban nhân dân xã đề nghị các đơn vị:\n"
    "1. Các thôn rà soát, lập danh sách người nghiện ma túy trên địa bàn:\n"
    "a) Gửi Công an xã trước ngày 15 hằng tháng;\n"
    "b) Vận động đăng ký cai nghiện tự nguyện.\n"
    "2. Trạm Y tế xã tổ chức tư vấn, hỗ trợ tại cộng đồng."
)


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with running(Path(folder), seeded=True) as server:
            walk(browser, server.url)
            eligibility(browser, server)
        with tempfile.TemporaryDirectory() as empty, running(Path(empty), seeded=False) as server:
            page = window(browser, server.url)
            page.goto("/")
            keep(page, "thiet-lap")
        browser.close()


def walk(browser, url: str) -> None:
    page = window(browser, url)
    page.goto("/sign-in")
    keep(page, "dang-nhap")
    minh, hung, lan = (window(browser, url, login) for login in ("minh", "hung", "lan"))
    paper = draft(minh)
    leader(hung, paper)
    clerk(lan, paper)
    phone = window(browser, url, "hung", PHONE)
    phone.goto(paper)
    keep(phone, "dien-thoai")
    admin(window(browser, url, "quantri"))
    lookover(lan)
    arrival(lan)
    application(lan)


def draft(page: Page) -> str:
    page.goto("/documents/new")
    keep(page, "chon-loai")
    page.get_by_role("button", name="Soạn công văn mới").click()
    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_role("alert").wait_for()
    keep(page, "loi")
    box(page, "Trích yếu").fill(SUBJECT)
    box(page, "Kính gửi, dòng 1").fill("Các trưởng thôn")
    box(page, "Kính gửi, dòng 1").press("Enter")
    page.keyboard.type("Công an xã")
    page.keyboard.press("Enter")
    page.keyboard.type("Trạm Y tế xã")
    box(page, "Nội dung").fill(BODY)
    page.get_by_text("Đã lưu lúc").wait_for()
    page.wait_for_timeout(1500)
    page.goto(page.url)  # without the list of what was missing before
    page.locator("#preview-pages img").first.wait_for()
    keep(page, "soan-thao")
    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_text("Đang chờ Phạm Quốc Hùng duyệt").wait_for()
    return page.url


def leader(page: Page, paper: str) -> None:
    page.goto("/")
    keep(page, "viec-can-lam")
    page.goto(paper)
    keep(page, "duyet")
    page.get_by_role("button", name="Duyệt", exact=True).click()
    page.get_by_text("đang chờ văn thư cấp số").wait_for()


def clerk(page: Page, paper: str) -> None:
    page.goto(paper + "/number")
    keep(page, "cap-so")
    page.get_by_role("button", name="Cấp số").click()
    page.get_by_role("button", name="Phát hành").click()
    page.get_by_text("Đã phát hành lúc").wait_for()
    page.wait_for_timeout(1500)
    page.goto(paper)
    keep(page, "phat-hanh")
    page.goto("/register")
    keep(page, "so-dang-ky")
    page.goto("/search?q=cai nghien ma tuy")
    keep(page, "tra-cuu")


def admin(page: Page) -> None:
    page.goto("/administration/signatories/1")
    keep(page, "nguoi-ky")
    page.goto("/administration/people")
    keep(page, "nguoi-dung")


def lookover(page: Page) -> None:
    """A Word file with faults, measured; then the signatures of a file that has none."""
    faulty = Word(papers.letter())
    style_runs(faulty.find("Nơi nhận:"), size=16)
    replace(faulty.find("Số: 05"), "05/", "5/")
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    for path, name, kind, data, picture in (
        ("/conformity", "công văn.docx", word, faulty.bytes(), "kiem-tra-the-thuc"),
        ("/verification", "công văn.pdf", "application/pdf", letter(), "kiem-tra-chu-ky"),
    ):
        page.goto(path)
        page.set_input_files("input[type=file]", {"name": name, "mimeType": kind, "buffer": data})
        page.get_by_role("button", name="Kiểm tra", exact=True).click()
        page.get_by_role("heading", name="Kết quả").wait_for()
        keep(page, picture)


def arrival(page: Page) -> None:
    """A paper that came in, with what was read framed on its picture."""
    page.goto("/incoming/new")
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    data = build_docx(PAPERS["plan"])
    file = {"name": "kế hoạch.docx", "mimeType": word, "buffer": data}
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="Đọc văn bản").click()
    page.locator(".read-page image").first.wait_for()
    box(page, "Số").focus()
    keep(page, "van-ban-den")


def application(page: Page) -> None:
    """An application at the counter, with a number that has a digit too many."""
    page.goto("/providers/cases/new")
    page.get_by_label("Tổ chức – Công bố theo đề nghị").check()
    page.get_by_role("button", name="Mở hồ sơ").click()
    page.locator("#application").wait_for()
    page.locator("#provider_name").fill("CƠ SỞ HY VỌNG")
    page.locator("#rep_name").fill("Nguyễn Văn An")
    page.locator("#rep_title").fill("Giám đốc cơ sở")
    page.locator("#id_no").fill("0010990123456")
    page.locator(".wrong-so-far").first.wait_for()
    page.locator("#id_no").evaluate("field => field.scrollIntoView({block: 'center'})")
    keep(page, "don-de-nghi")


def eligibility(browser, server) -> None:
    """A case that is being judged; the office becomes the police of a fictional province."""
    now, minh = datetime.now(UTC), person_of(server.office.db, "minh")
    become(server.office, "police", now)
    case = received(server.office, minh, now, scope=["a", "b", "c"], people=[*staff(), *doctor()])
    page = window(browser, server.url, "minh")
    page.goto(f"{server.url}/providers/cases/{case.id}")
    page.get_by_role("button", name="Bắt đầu thẩm định", exact=True).click()
    for place in range(3):
        page.locator(f"#row-{place}-verdict").select_option("met")
        page.locator(f"#row-{place}-evidence").fill("Đã xem bản chính, kiểm tra tại chỗ")
    page.get_by_role("button", name="Lưu kết luận").click()
    page.get_by_role("status").get_by_text("Đã lưu 3 kết luận").wait_for()
    page.goto(page.url)
    keep(page, "tham-dinh")
    page.get_by_role("link", name="Về hồ sơ").click()
    keep(page, "ho-so")


def window(browser, url: str, login: str | None = None, viewport=DESK) -> Page:
    context = browser.new_context(
        base_url=url,
        viewport=viewport,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if login:
        sign_in(page, login)
    return page


def keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(IMAGES / f"{name}.png", optimize=True)
    print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
