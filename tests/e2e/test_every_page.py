"""Every page at two widths: no accessibility violation, nothing wider than the window."""

import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from service.actions import drafting, issuing
from service.domain.documents import FileRole
from service.store import documents
from tests.builders import a_document, person_of
from tests.e2e.conftest import DESK, PHONE, box, picture
from tests.e2e.test_life import BODY, moment
from tests.templates import changed, doubtful, own

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
FILES_S = 30


@pytest.fixture(scope="module")
def papers(server):
    """A letter in every state, a decision with everything in it, a copy without its source."""
    office = server.office
    states = ("draft", "submitted", "returned", "approved", "numbered", "issued")
    made = {}
    for state in states:
        made[state] = letter(server, "numbered" if state == "issued" else state)
    wait_for_files(office, made["issued"])
    lan = person_of(office.db, "lan")
    issuing.issue(office, made["issued"].id, by=lan, now=moment())
    wait_for_files(office, made["numbered"])
    minh = person_of(office.db, "minh")
    sample = office.kinds["decision"].sample
    made["decision"] = drafting.create_draft(office, "decision", sample, by=minh, now=moment())
    return {name: document.id for name, document in made.items()}


def letter(server, state):
    return a_document(
        server.office,
        state,
        kind="official_letter",
        now=moment(),
        subject="tăng cường công tác cai nghiện ma túy tự nguyện tại gia đình, cộng đồng",
        addressees=["Các trưởng thôn", "Công an xã", "Trạm Y tế xã"],
        recipients=["Như trên", "Thường trực Đảng ủy xã", "Lưu: VT, VHXH"],
        body=BODY,
    )


def wait_for_files(office, document):
    limit = time.monotonic() + FILES_S
    while documents.current_file(office.db, document.id, FileRole.PDF) is None:
        assert time.monotonic() < limit, "the worker made no files"
        time.sleep(0.1)


def look(page, name):
    """Check the page as it stands and keep its picture."""
    page.wait_for_load_state("networkidle")
    picture(page, name)
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0, f"{name} is {wide} px wider than the window"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_before_signing_in(visit, viewport, watch):
    page = visit(viewport=viewport)
    page.goto("/sign-in")
    look(page, "sign-in")
    watch.expect("403")
    page.get_by_label("Tên đăng nhập").fill("minh")
    page.get_by_label("Mật khẩu").fill("sai rồi")
    page.get_by_role("button", name="Đăng nhập").click()
    look(page, "sign-in-wrong")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_the_drafter(visit, papers, viewport, watch):
    page = visit("minh", viewport=viewport)
    look(page, "home-drafter")
    page.locator(".bar-me summary").click()
    look(page, "person-sheet")
    page.goto("/password")
    look(page, "password")
    page.goto("/documents/new")
    page.get_by_text("Sao từ văn bản trước").first.click()
    look(page, "choose")
    for name in ("draft", "returned", "decision"):
        page.goto(f"/documents/{papers[name]}/edit")
        shown(page)
        look(page, f"form-{name}")
    page.goto("/copies/new")
    look(page, "copies-offer")
    page.goto("/copies/new?source=electronic&standing=original")
    look(page, "copies-offer-electronic")
    page.goto("/documents/new")
    page.get_by_role("button", name="Soạn bản sao mới").click()
    shown(page)
    look(page, "form-copy")
    watch.expect("422")
    page.get_by_role("button", name="Trình duyệt").click()
    page.get_by_role("alert").wait_for()
    look(page, "form-errors")
    for state in ("draft", "submitted", "returned", "approved", "numbered", "issued"):
        page.goto(f"/documents/{papers[state]}")
        look(page, f"paper-drafter-{state}")


def shown(page):
    """Wait for the preview; on a telephone it is opened first."""
    page.locator("html.js").wait_for()
    toggle = page.locator("#preview-toggle")
    if toggle.is_visible():
        toggle.click()
    page.locator("#preview-pages img").first.wait_for()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_the_leader(visit, papers, viewport):
    page = visit("hung", viewport=viewport)
    look(page, "home-leader")
    page.goto(f"/documents/{papers['submitted']}")
    look(page, "paper-leader")
    page.get_by_text("Trả lại…").click()
    look(page, "paper-leader-returning")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_the_clerk(visit, papers, viewport, watch):
    page = visit("lan", viewport=viewport)
    look(page, "home-clerk")
    page.goto(f"/documents/{papers['approved']}/number")
    look(page, "number")
    watch.expect("422")
    box(page, "Ngày ban hành").fill("31/02/2026")
    page.get_by_role("button", name="Cấp số").click()
    look(page, "number-wrong-date")
    page.goto(f"/documents/{papers['numbered']}")
    page.get_by_text("Hủy số").first.click()
    look(page, "paper-clerk-numbered")
    page.goto(f"/documents/{papers['issued']}")
    look(page, "paper-clerk-issued")
    page.goto("/register")
    look(page, "register")
    page.goto("/copies")
    look(page, "register-of-copies")
    page.goto("/register?year=2020")
    look(page, "register-empty")
    for name in ("kept", "outside", "import", "copy-use", "post", "volumes", "checks"):
        page.goto(f"/register/{name}")
        look(page, f"register-{name}")
    page.goto("/register/import")
    lines = "Số,Ký hiệu,Ngày,Trích yếu\n1,QĐ-UBND,31/02/2026,thử\n2,QĐ-UBND,05/01/2026,thử\n"
    file = {"name": "so.csv", "mimeType": "text/csv", "buffer": lines.encode()}
    page.get_by_label("Bảng tính").set_input_files(file)
    page.get_by_role("button", name="Đọc bảng tính").click()
    look(page, "register-import-lines")
    for name in ("conformity", "verification"):
        page.goto(f"/{name}")
        look(page, name)
    page.goto("/search")
    look(page, "search")
    page.goto("/search?q=cai nghien ma tuy")
    look(page, "search-found")
    page.goto("/search?q=khongcogi")
    look(page, "search-nothing")
    page.goto("/search?since=31/02/2026")
    look(page, "search-wrong")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_the_administrator(visit, viewport, watch):
    page = visit("quantri", viewport=viewport)
    look(page, "home-administrator")
    for name in ("agency", "units", "abbreviations", "signatories", "series", "people"):
        page.goto(f"/administration/{name}")
        look(page, f"administration-{name}")
    for name in ("units/1", "signatories/1", "series/1", "people/2", "people/0"):
        page.goto(f"/administration/{name}")
        look(page, f"administration-{name.replace('/', '-')}")
    watch.expect("422")
    page.goto("/administration/people/0")
    page.get_by_role("button", name="Lưu").click()
    look(page, "administration-people-wrong")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_word_templates(visit, viewport):
    """The list, one kind, and what the check says of a template to mend and of one in doubt."""
    page = visit("quantri", viewport=viewport)
    page.goto("/administration/templates")
    look(page, "templates")
    broken = changed(
        own(), ("{{ signer_name }}", "{{ signer }}"), ("{{ motto }}", "{{ khau_hieu }}")
    )
    for name, template in (("broken", broken), ("doubtful", doubtful())):
        page.goto("/administration/templates/official_letter")
        look(page, "template-of-a-kind")
        file = {"name": f"{name}.docx", "mimeType": "application/zip", "buffer": template}
        page.locator("input[type=file]").set_input_files(file)
        page.locator("form:has(input[type=file]) button[type=submit]").click()
        page.wait_for_url("**/uploads/*")
        look(page, f"template-{name}")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_that_say_no(visit, papers, viewport, watch):
    for status in ("403", "404", "405"):
        watch.expect(status)
    page = visit("minh", viewport=viewport)
    page.goto("/administration/people")
    look(page, "error-403")
    page.goto("/khong-co")
    look(page, "error-404")
    page.goto(f"/documents/{papers['submitted']}/approval")
    look(page, "error-405")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_set_up_page(visit, empty_server, viewport, watch):
    watch.expect("422")
    page = visit(viewport=viewport, at=empty_server)
    page.goto("/")
    look(page, "setup")
    page.get_by_role("button", name="Thiết lập").click()
    look(page, "setup-wrong")


def test_axe_itself_sees_a_violation(visit):
    page = visit()
    page.goto("/sign-in")
    page.evaluate("document.querySelector('label').remove()")
    assert Axe().run(page, options=RULES).violations_count > 0


def test_the_watch_sees_a_violation_of_the_policy(visit, watch):
    page = visit()
    page.goto("/sign-in")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    )
    page.wait_for_timeout(200)
    assert any("Content Security Policy" in one for one in watch.complaints)
    watch.complaints.clear()
