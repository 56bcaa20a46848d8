"""The pages of trust, levels and later signed files in a real browser, without violations."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from service.actions import signing_order, strengthening, trusting
from service.actions.correcting_signed import correct_signed
from service.actions.signing import accept_signed
from service.actions.signing_desk import desk_of
from service.domain.documents import FileRole
from service.domain.signing import Level, SigningPolicy, SigningStep
from service.store import documents, jobs, signed_files, trust
from service.store import signing as store
from signatures.certificates import fingerprint
from tests.builders import a_document, person_of
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.test_every_page import look, moment
from tests.e2e.test_signing_pages import wait_for
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    HUNG,
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
    signing,
)
from tests.signatures.returning import both
from tests.signatures.returning import trusting as trusted_folder
from tests.signatures.tampering import with_page_content

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

SIGNER = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_an_authority_is_compared_installed_and_withdrawn(
    server,
    visit,
    viewport,
    pki,  # noqa: F811
    tmp_path,
    watch,
):
    office, now = server.office, moment()
    pki.set_time(now)
    for item in trust.in_use(office.db):
        trusting.withdraw_trust(
            office,
            item.id,
            "Thử lại",
            folder=office.settings.trust_folder,
            by=person_of(office.db, "quantri"),
            now=now,
        )
    page = visit("quantri", viewport=viewport)
    page.goto("/administration/signing")
    look(page, "administration-signing-level")
    page.goto("/administration/trust")
    look(page, "trust-empty")
    root = tmp_path / "goc.cer"
    root.write_bytes(pki.cert("root").dump())
    page.get_by_label("Tệp chứng thư").set_input_files(root)
    page.get_by_role("button", name="Xem vân tay…").click()
    look(page, "trust-fingerprints")
    watch.expect("422")
    page.get_by_role("button", name="Tin cậy chứng thư đã đánh dấu").click()
    look(page, "trust-fingerprints-wrong")
    page.get_by_label("Đã so, vân tay").check()
    page.get_by_role("button", name="Tin cậy chứng thư đã đánh dấu").click()
    revocations = tmp_path / "goc.crl"
    revocations.write_bytes(pki.crl("root").dump())
    page.get_by_label("Tệp danh sách thu hồi").set_input_files(revocations)
    page.get_by_role("button", name="Nạp danh sách").click()
    look(page, "trust")
    page.get_by_role("link", name="Root CA thử nghiệm").first.click()
    look(page, "trust-item")
    assert fingerprint(pki.cert("root")) in page.content()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_later_signed_files_are_told_on_the_papers_page(
    server,
    visit,
    viewport,
    pki,  # noqa: F811
    signing,  # noqa: F811
    tmp_path,
):
    office, now = server.office, moment()
    trusted_folder(pki, office.settings.trust_folder, now)
    admin, lan = person_of(office.db, "quantri"), person_of(office.db, "lan")
    document = a_document(office, "numbered", kind="official_letter", now=now, signatory=SIGNER)
    page = visit("lan", viewport=viewport)
    wait_for(page, office, document, SigningStep.PERSON)
    base = office.files.get(documents.current_file(office.db, document.id, FileRole.PDF).sha256)
    desk = desk_of(office)
    rest = {"by": lan, "now": now}
    with ThreadPoolExecutor(1) as elsewhere:  # the browser's own loop runs in this thread
        first, second = (elsewhere.submit(both, signing, base, now).result() for _ in range(2))
    accept_signed(office, document.id, first, trust_folder=desk.trust_folder, **rest)
    correct_signed(office, document.id, second, "Nhận nhầm bản ký thử", desk=desk, **rest)
    policy = SigningPolicy(level=Level.B_T, timestamp_url="http://127.0.0.1:9/tsa")
    signing_order.save_policy(office, policy, by=admin, now=now)
    taken = signed_files.current(office.db, document.id)
    with office.db.write():
        strengthening.plan(office, document.id, taken, now)
    page.goto(f"/documents/{document.id}")
    page.get_by_text("Tệp đã ký trước đó").click()
    page.get_by_text("Nhận nhầm tệp?").click()
    look(page, "signed-file-revisions")
    changed = tmp_path / "bi-sua.pdf"
    signed = office.files.get(taken.file.sha256)
    changed.write_bytes(with_page_content(signed, b"q 1 0 0 rg 100 400 200 60 re f Q"))
    (tmp_path / "goc.pdf").write_bytes(base)
    page.goto("/verification")
    page.get_by_label("Tệp PDF đã ký").set_input_files(changed)
    page.get_by_label("Tệp đã giao đi ký").set_input_files(tmp_path / "goc.pdf")
    page.get_by_role("button", name="Kiểm tra").click()
    page.get_by_text("Chỗ khác ở trang 1").wait_for()
    look(page, "verification-changed")
    signing_order.save_policy(office, SigningPolicy(), by=admin, now=now)
    assert jobs.with_key(office.db, strengthening.STRENGTHEN, str(taken.file.id))
    assert store.policy(office.db) == SigningPolicy()
