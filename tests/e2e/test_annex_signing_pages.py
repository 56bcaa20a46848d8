"""A decision whose annexes are files of their own, signed and taken back in a real browser."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.actions import drafting, issuing, reviewing
from service.domain.documents import FileRole
from service.store import documents
from service.store.annex_files import annex_files
from signatures.names import SignatureField
from signatures.stored_key import StoredKeyWay
from signatures.two_phase import SignRequest
from tests.builders import person_of
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import look, moment, wait_for_files
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    AGENCY,
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

ANNEXES = [{"title": t, "body": "", "apart": True} for t in ("Danh sách thôn", "Danh sách hộ")]
SIGNER = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}
BUTTON = "Kiểm tra và nhận tệp"


@pytest.fixture
def paper(server, pki):  # noqa: F811
    office, now = server.office, moment()
    trusting(pki, office.settings.trust_folder, now)
    minh, hung, lan = (person_of(office.db, login) for login in ("minh", "hung", "lan"))
    kind = office.kinds["decision"]
    answers = {**kind.sample, "annexes": ANNEXES, "signatory": SIGNER}
    draft = drafting.create_draft(office, kind.code, answers, by=minh, now=now)
    reviewing.submit(office, draft.id, by=minh, now=now, approver_id=hung.id)
    reviewing.approve(office, draft.id, by=hung, now=now)
    document = issuing.take_number(office, draft.id, by=lan, now=now)
    wait_for_files(office, document)
    return document


def signed_elsewhere(hand, office, document, now):
    """In a thread of its own: the browser's driver holds this one's event loop."""

    def run():
        main = documents.current_file(office.db, document.id, FileRole.PDF)
        made = {f"{document.number} van ban.pdf": both(hand, bytes_of(office, main), now)}
        for one in annex_files(office.db, document.id, FileRole.ANNEX_PDF):
            request = SignRequest(
                bytes_of(office, one),
                SignatureField.ANNEX,
                now,
                AGENCY,
                text=(f"Số: {document.reference}",),
            )
            way = StoredKeyWay(hand.key("agency"), hand.desk)
            made[f"phu luc {one.part}.pdf"] = way.begin(request).pdf
        return [
            {"name": name, "mimeType": "application/pdf", "buffer": data}
            for name, data in made.items()
        ]

    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(run).result(60)


def bytes_of(office, file):
    return office.files.get(file.sha256)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_annexes_come_back_after_the_paper(server, visit, paper, signing, viewport, watch):  # noqa: F811
    office = server.office
    main, *rest = signed_elsewhere(signing, office, paper, moment())
    page = visit("lan", viewport=viewport)
    page.goto(f"/documents/{paper.id}/signing?way=file")
    look(page, "annexes-to-sign")
    hand_in(page, main)
    missing = "còn thiếu chữ ký số của cơ quan trên Phụ lục I; Phụ lục II"
    page.get_by_text(missing).first.wait_for()
    look(page, "annexes-missing")
    page.get_by_role("link", name="Ký số văn bản kèm theo").click()
    page.get_by_role("link", name="Tải về, ký, tải lên").click()
    look(page, "annexes-sign-page")
    watch.expect("422")
    second = annex_files(office.db, paper.id, FileRole.ANNEX_PDF)[1]
    unsigned = {"name": "2.pdf", "mimeType": "application/pdf", "buffer": bytes_of(office, second)}
    hand_in(page, rest[0], unsigned)
    assert "“2.pdf”" in page.locator("#errors").inner_text()
    look(page, "annexes-refused")
    hand_in(page, rest[1])
    page.get_by_text("Văn bản phát hành được").first.wait_for()
    page.get_by_text("Phụ lục II: HỢP LỆ").click()
    look(page, "annexes-signed")
    page.get_by_role("button", name="Phát hành").click()
    page.get_by_text("Đã phát hành lúc").wait_for()


def hand_in(page, *files):
    page.get_by_label("Tệp PDF đã ký", exact=True).set_input_files(list(files))
    with page.expect_navigation():
        page.get_by_role("button", name=BUTTON).click()
