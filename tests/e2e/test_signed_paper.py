"""The clerk hands in a signed file in a real browser, and looks at what the paper then shows."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.domain.documents import FileRole
from service.store import documents
from tests.builders import a_document
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import look, moment, wait_for_files
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    HUNG,
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
    signing,
)
from tests.signatures.returning import both, trusting

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

BUTTON = "Kiểm tra và nhận tệp"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_signed_file_is_handed_in_and_shown(server, visit, pki, signing, viewport, watch):  # noqa: F811
    office, now = server.office, moment()
    signer = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}
    document = a_document(office, "numbered", kind="official_letter", now=now, signatory=signer)
    wait_for_files(office, document)
    numbered = documents.current_file(office.db, document.id, FileRole.PDF)
    base = office.files.get(numbered.sha256)
    trusting(pki, office.settings.trust_folder, now)
    page = visit("lan", viewport=viewport)
    page.goto(f"/documents/{document.id}")
    page.get_by_text("Đã ký số? Nhận tệp đã ký").click()
    watch.expect("422")
    hand_in(page, base)
    assert "không có chữ ký số nào" in page.locator("#errors").inner_text()
    look(page, "signed-refused")
    hand_in(page, signed_elsewhere(signing, base, now))
    assert page.locator(".verdict").inner_text() == "HỢP LỆ"
    assert page.locator(".files a").first.inner_text().endswith("(đã ký).pdf")
    look(page, "signed")


def signed_elsewhere(signing, base, now):  # noqa: F811
    """In a thread of its own: the browser's driver holds this one's event loop."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(both, signing, base, now).result(30)


def hand_in(page, pdf):
    file = {"name": "đã ký.pdf", "mimeType": "application/pdf", "buffer": pdf}
    page.get_by_label("Tệp PDF đã ký").set_input_files(file)
    page.get_by_role("button", name=BUTTON).click()
    page.wait_for_load_state("networkidle")
