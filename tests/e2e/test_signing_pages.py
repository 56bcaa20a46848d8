"""The pages of signing in a real browser, at a desk and on a phone, looked at and without
violations; the desktop tool is called as the office's script would be."""

import pytest

from service.actions import signing_order
from service.actions.held_keys import hold_key
from service.actions.signing_desk import desk_of
from service.domain.documents import FileRole
from service.domain.signing import NumberOrder, SigningPolicy, SigningStep
from service.store import documents
from service.store import signing as store
from service.web.signing.ways import TOOL_SCRIPTS
from signatures.passphrase import Passphrase
from tests.builders import a_document, person_of
from tests.e2e.conftest import DESK, PHONE, STEP_MS
from tests.e2e.test_every_page import look, moment
from tests.signatures.conftest import (  # noqa: F401 - fixtures
    HUNG,
    online_trust,
    person_picture,
    pki,
    quiet_pyhanko,
    seal_picture,
)
from tests.signatures.returning import trusting

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

SIGNER = {"choice": "other", "lines": ["CHỦ TỊCH"], "name": HUNG}
SECRET = "mật khẩu giữ khóa"

# Stands for the script of the office's tool: it answers at once, without signing.
SCRIPT = """
function vgca_sign_approved(sender, told, callback) {
  var errand = JSON.parse(told);
  callback(JSON.stringify({ Status: 1, Message: "Chưa cắm thẻ: " + Object.keys(errand).length }));
}
"""


@pytest.fixture
def sign_first(server, pki):  # noqa: F811
    """The office signs digitally, in the decree's order; Hùng's key and the agency's are kept."""
    office, now = server.office, moment()
    trusting(pki, office.settings.trust_folder, now)
    admin = person_of(office.db, "quantri")
    policy = SigningPolicy(NumberOrder.SIGN_FIRST, digital=True)
    signing_order.save_policy(office, policy, by=admin, now=now)
    desk = desk_of(office)
    for name, login, agency in (("hung", "hung", False), ("agency", "lan", True)):
        secrets = (Passphrase("mat-khau"), Passphrase(SECRET))
        by = person_of(office.db, login)
        hold_key(office, pki.p12(name), *secrets, agency=agency, desk=desk, by=by, now=now)
    office.settings.tool_folder.mkdir(exist_ok=True)
    for name in TOOL_SCRIPTS:
        (office.settings.tool_folder / name).write_text(SCRIPT, encoding="utf-8")
    yield office
    signing_order.save_policy(office, SigningPolicy(), by=admin, now=now)


def wait_for(page, office, document, step):
    """The worker has brought the paper to this step."""
    for _ in range(STEP_MS // 100):
        found = store.standing(office.db, documents.get_for_office(office.db, document.id))
        if found.step is step:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the paper never came to {step}, it is at {found.step}")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_decision_is_signed_numbered_and_sealed(sign_first, visit, viewport, watch):
    office, now = sign_first, moment()
    document = a_document(office, "approved", kind="official_letter", now=now, signatory=SIGNER)
    hung, lan = visit("hung", viewport=viewport), visit("lan", viewport=viewport)
    wait_for(hung, office, document, SigningStep.PERSON)
    hung.goto("/")
    look(hung, "signing-home-leader")
    hung.goto(f"/documents/{document.id}")
    look(hung, "signing-paper-to-sign")
    hung.get_by_role("link", name="Ký số", exact=True).click()
    look(hung, "signing-key")
    watch.expect("422")
    hung.get_by_label("Mật khẩu giữ khóa").fill("không phải")
    hung.get_by_role("button", name="Ký số").click()
    look(hung, "signing-wrong-passphrase")
    for way in ("file", "tool"):
        hung.goto(f"/documents/{document.id}/signing?way={way}")
        look(hung, f"signing-{way}")
    hung.get_by_role("button", name="Mở phần mềm ký").click()
    hung.get_by_text("Chưa cắm thẻ: 7").wait_for()
    look(hung, "signing-tool-says")
    hung.goto(f"/documents/{document.id}/signing")
    look(hung, "signing-under-way")
    hung.get_by_label("Mật khẩu giữ khóa").fill(SECRET)
    hung.get_by_role("button", name="Ký số").click()
    hung.get_by_text("Đã nhận chữ ký của người có thẩm quyền").wait_for()
    look(hung, "signing-signed")
    lan.goto(f"/documents/{document.id}/number")
    lan.get_by_role("button", name="Cấp số").click()
    wait_for(lan, office, document, SigningStep.SEAL)
    lan.goto("/")
    look(lan, "signing-home-clerk")
    lan.goto(f"/documents/{document.id}/signing")
    look(lan, "signing-seal")
    lan.get_by_label("Mật khẩu giữ khóa").fill(SECRET)
    lan.get_by_role("button", name="Ký số").click()
    assert lan.locator(".verdict").inner_text() == "HỢP LỆ"
    look(lan, "signing-sealed")
    sealed = documents.current_file(office.db, document.id, FileRole.SIGNED)
    assert office.files.get(sealed.sha256).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_keys_policy_and_pen(sign_first, visit, viewport):
    page = visit("quantri", viewport=viewport)
    page.goto("/administration/signing")
    look(page, "administration-signing")
    page = visit("hung", viewport=viewport)
    page.goto("/signing-keys/mine")
    look(page, "signing-keys")
    document = a_document(
        sign_first, "approved", kind="official_letter", now=moment(), signatory=SIGNER
    )
    lan = visit("lan", viewport=viewport)
    wait_for(lan, sign_first, document, SigningStep.PERSON)
    lan.goto(f"/documents/{document.id}/signing?way=pen")
    look(lan, "signing-pen")
