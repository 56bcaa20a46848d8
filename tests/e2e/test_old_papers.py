"""Papers of earlier years in a real browser: upload, watch the run end, mend a row, find one."""

import io
import zipfile

import pytest

from tests.e2e.conftest import DESK, PHONE, box
from tests.e2e.test_every_page import look
from tests.reading import pdfs

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SHEET = "Tệp,Số ký hiệu,Ngày,Tên loại,Trích yếu,Người ký,Nơi nhận\n"
LINES = (
    "{n}-1.pdf,{n}1/QĐ-UBND,08/01/2021,Quyết định,giao chỉ tiêu kế hoạch năm 2021 đợt {n},"
    "Phạm Quốc Hùng,Như trên; Lưu: VT\n"
    "{n}-2.pdf,{n}2/QĐ-UBND,32/01/2021,Quyết định,kiện toàn Ban Chỉ đạo chuyển đổi số,,\n"
    "{n}-3.pdf,{n}1/QĐ-UBND,08/01/2021,Quyết định,giao chỉ tiêu kế hoạch năm 2021,,\n"
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A ZIP for each width: one right line, one with a wrong day, one that is a double."""
    folder = tmp_path_factory.mktemp("old")
    letter = pdfs.letter()

    def made(n):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            for place in (1, 2, 3):
                package.writestr(f"{n}-{place}.pdf", letter + f"\n%{n}{place}".encode())
            package.writestr("so.csv", SHEET + LINES.format(n=n))
        path = folder / f"van-ban-{n}.zip"
        path.write_bytes(target.getvalue())
        return path

    return made


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_old_papers_are_taken_over_mended_and_found(visit, archive, viewport, watch):
    number = "7" if viewport is PHONE else "8"
    watch.expect("422")
    page = visit("lan", viewport=viewport)
    page.goto("/old-papers/import")
    look(page, "old-import")
    page.get_by_role("button", name="Bắt đầu nhập").click()
    page.locator(".error-summary").wait_for()
    look(page, "old-import-wrong")
    page.get_by_label("Tệp ZIP hoặc các tệp văn bản").set_input_files(archive(number))
    page.get_by_role("button", name="Bắt đầu nhập").click()
    # The page loads itself again until the run is over.
    page.get_by_text("Đã xong 3 dòng.").wait_for()
    look(page, "old-run")
    page.get_by_role("link", name=f"{number}-2.pdf").click()
    page.locator(".paper img").first.wait_for()
    look(page, "old-row")
    box(page, "Ngày ban hành").fill("31/01/2021")
    page.get_by_role("button", name="Nhập văn bản này").click()
    page.get_by_text("Đã nhập văn bản của dòng này.").wait_for()
    page.goto(f"/old-papers?q=chi+tieu+dot+{number}")
    look(page, "old-list")
    page.get_by_role("link", name="giao chỉ tiêu kế hoạch").first.click()
    page.locator(".paper img").first.wait_for()
    look(page, "old-paper")
    page.get_by_role("link", name="Sửa thông tin").click()
    look(page, "old-edit")


def test_a_run_is_followed_without_a_script(visit, archive):
    page = visit("lan", javascript=False)
    page.goto("/old-papers/import")
    page.get_by_label("Tệp ZIP hoặc các tệp văn bản").set_input_files(archive("9"))
    page.get_by_role("button", name="Bắt đầu nhập").click()
    page.get_by_text("Đã xong 3 dòng.").wait_for()
