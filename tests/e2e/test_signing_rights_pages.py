"""The pages of who may sign, and of the pictures of signature and seal, at two widths."""

import pytest

from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import look
from tests.signatures.conftest import drawn, handwriting, stamp

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def file(name, data):
    return {"name": name, "mimeType": "image/png", "buffer": data}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_who_may_sign(visit, viewport, watch):
    watch.expect("422")
    page = visit("quantri", viewport=viewport)
    page.goto("/administration/signing-papers/0?type=delegation")
    page.get_by_label("Số, ký hiệu").fill("12/UQ-UBND")
    page.get_by_label("Ngày ban hành").fill("01/02/2026")
    page.get_by_label("Người ủy quyền").select_option(index=1)
    page.get_by_label("Người được ủy quyền").fill("Lê Thị Mai")
    page.get_by_label("Có hiệu lực từ ngày").fill("01/02/2026")
    page.get_by_label("Nội dung được ủy quyền").fill("Ký giấy mời họp chuyên môn")
    page.get_by_role("button", name="Lưu").click()
    look(page, "signing-paper-wrong")
    page.get_by_label("Đến hết ngày").fill("31/12/2027")
    page.get_by_role("button", name="Lưu").click()
    look(page, "signing-papers")
    page.goto("/administration/signing-papers/1")
    look(page, "signing-paper")
    page.goto("/administration/signatories/0")
    page.get_by_label("Họ và tên").fill("Lê Thị Mai")
    page.get_by_label("Chức vụ", exact=False).first.fill("Giám đốc Trung tâm")
    page.get_by_label("Quyền hạn ký").select_option("TUQ.")
    page.locator("#head_post").fill("Chủ tịch")
    page.get_by_role("button", name="Lưu").click()
    look(page, "signatory-wrong")
    page.goto("/administration/signatories/1")
    look(page, "signatory")
    page.goto("/administration/signatories")
    look(page, "signatories")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_pictures(visit, viewport, watch):
    watch.expect("422")
    page = visit("hung", viewport=viewport)
    page.goto("/my-signature")
    look(page, "my-signature-none")
    page.get_by_label("Ảnh PNG").set_input_files(file("dau.png", drawn(stamp(), size=(900, 900))))
    page.get_by_role("button", name="Nạp ảnh").click()
    look(page, "my-signature-wrong")
    page.get_by_label("Ảnh PNG").set_input_files(file("chu-ky.png", drawn(handwriting())))
    page.get_by_role("button", name="Nạp ảnh").click()
    page.get_by_role("link", name="Xem ảnh").click()
    look(page, "my-signature")
    shown = page.locator(".specimen img").evaluate("image => image.naturalWidth")
    assert shown > 0, "the picture itself came"
    page = visit("quantri", viewport=viewport)
    page.goto("/administration/specimens/0?look=1")
    page.get_by_label("Ảnh PNG").set_input_files(file("dau.png", drawn(stamp(), size=(900, 900))))
    page.get_by_label("Đường kính thật của dấu").fill("36")
    page.get_by_role("button", name="Nạp ảnh").click()
    page.get_by_role("link", name="Xem ảnh").click()
    look(page, "specimen-seal")
    page.goto("/administration/specimens")
    look(page, "specimens")
