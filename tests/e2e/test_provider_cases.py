"""A whole case clicked through in a real browser in each of the three periods of law.

The server runs in a thread of the test, because its clock must be set into each period.
"""

import threading
from datetime import datetime, timedelta

import pytest
from werkzeug.serving import make_server

from forms import load_kinds
from service.actions import provider_decisions
from service.app import Office
from service.domain.numbering import VIETNAM
from service.settings import load
from service.store import provider_cases, provider_register
from service.store.db import open_database
from service.store.files import FileStore
from service.web import create_app
from tests.builders import PASSWORD, build_world, clone_world, person_of
from tests.e2e.conftest import DESK, PHONE, Server
from tests.e2e.test_every_page import look
from tests.provider_builders import appraised, become, filed
from tests.provider_pages import numbered

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PERIODS = {
    # period: who decides, a Monday, the due day, months of suspension and its last day
    "A": ("district", datetime(2025, 6, 2, 9, 0, tzinfo=VIETNAM), "16/06/2025", "3"),
    "B": ("police", datetime(2025, 9, 8, 9, 0, tzinfo=VIETNAM), "22/09/2025", "6"),
    "C": ("police", datetime(2026, 7, 6, 9, 0, tzinfo=VIETNAM), "13/07/2026", "3"),
}
AUTHORITIES = {
    "A": "Chủ tịch Ủy ban nhân dân cấp huyện",
    "B": "Giám đốc Công an cấp tỉnh",
    "C": "Giám đốc Công an cấp tỉnh",
}


class Clock:
    def __init__(self):
        self.moment = PERIODS["C"][1]

    def __call__(self):
        return self.moment

    def forward(self, **span):
        self.moment += timedelta(**span)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("provider-world")
    build_world(folder)
    db = open_database(folder / "office.db")
    with db.write():
        db.execute("UPDATE person SET must_change_password = 0")
    db.close()
    return folder


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def clocked(world, tmp_path, clock):
    """The web server with the test's clock, and its office opened a second time."""
    data = tmp_path / "data"
    clone_world(world, data).close()
    settings = load({"SERVICE_DATA": str(data), "SERVICE_COOKIE_SECURE": "0"})

    def an_office():
        files = FileStore(settings.files_folder)
        db = open_database(data / "office.db")
        return Office(settings, db, files, load_kinds(), converter=None)

    served, office = an_office(), an_office()
    app = create_app(served)
    app.config["CLOCK"] = clock
    server = make_server("127.0.0.1", 0, app, threaded=False)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Server(f"http://127.0.0.1:{server.port}", office)
    server.shutdown()
    thread.join()
    server.server_close()
    served.db.close()
    office.db.close()


@pytest.fixture
def enter(visit, clocked):
    def enter(login, viewport=DESK):
        page = visit(viewport=viewport, at=clocked)
        page.goto("/sign-in")
        page.get_by_label("Tên đăng nhập").fill(login)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_role("heading", level=1, name="Việc cần làm").wait_for()
        return page

    return enter


def unfold(page, name):
    """Open the step's form; its button is the one inside."""
    page.locator("summary.btn", has_text=name).click()


def press(page, name, said):
    page.locator("form").get_by_role("button", name=name, exact=True).click()
    page.get_by_role("status").get_by_text(said).first.wait_for()


@pytest.mark.parametrize("period", PERIODS)
def test_a_whole_case_in_each_period(period, clocked, clock, enter, visit):
    who, monday, due, months = PERIODS[period]
    office, clock.moment = clocked.office, monday
    become(office, who, monday)
    case = filed(office, person_of(office.db, "minh"), monday)
    receive(enter("lan"), case, period, due)
    page = enter("minh")
    review(page, case, period)
    clock.forward(hours=1)
    decide(page, office, clock, case, period, who)
    provider_id = provider_cases.for_office(office.db, case.id).provider_id
    suspend(page, office, clock, provider_id, period, who, months)
    public = visit(at=clocked)
    public.goto("/public/providers")
    public.get_by_role("rowheader", name="CƠ SỞ HY VỌNG").wait_for()
    assert "001099012345" not in public.content()
    look(public, f"provider-public-{period}")


def receive(page, case, period, due):
    page.goto("/providers/cases")
    page.get_by_role("link", name="CƠ SỞ HY VỌNG").click()
    look(page, f"provider-case-filed-{period}")
    unfold(page, "Tiếp nhận, ghi biên nhận")
    press(page, "Tiếp nhận, ghi biên nhận", f"hẹn trả ngày {due}")
    assert page.get_by_text(AUTHORITIES[period]).first.is_visible()


def review(page, case, period):
    page.goto(f"/providers/cases/{case.id}")
    press(page, "Bắt đầu thẩm định", "Đã bắt đầu thẩm định")
    look(page, f"provider-review-{period}")
    count = page.locator('select[name$="-verdict"]').count()
    for place in range(count):
        page.locator(f"#row-{place}-verdict").select_option("met")
        page.locator(f"#row-{place}-evidence").fill("Đã xem giấy tờ và kiểm tra tại chỗ")
    press(page, "Lưu kết luận", f"Đã lưu {count} kết luận")
    page.get_by_role("link", name="Về hồ sơ").click()
    unfold(page, "Ghi biên bản thẩm định")
    page.get_by_label("Kết luận của biên bản").fill("Đủ điều kiện theo phạm vi đề nghị.")
    press(page, "Ghi biên bản thẩm định", "Đã ghi biên bản thẩm định")
    unfold(page, "Đề nghị phạm vi công bố")
    press(page, "Đề nghị phạm vi công bố", "Đã ghi phạm vi đề nghị")
    look(page, f"provider-case-appraised-{period}")


def decide(page, office, clock, case, period, who):
    paper = numbered(office, clock.moment, regime=period, who=who)
    clock.forward(minutes=10)
    page.get_by_role("link", name="Công bố…", exact=True).click()
    page.get_by_label("Hoặc số, ký hiệu").fill(paper.reference)
    page.get_by_role("button", name="Kiểm tra lại").click()
    page.get_by_role("heading", name="Chín điều phải đúng").wait_for()
    assert page.locator(".checks .state-issued").count() == 9
    look(page, f"provider-decision-{period}")
    page.get_by_role("button", name="Ghi quyết định công bố").click()
    page.get_by_role("status").get_by_text("Đã ghi quyết định công bố").wait_for()
    assert provider_cases.for_office(office.db, case.id).state.value == "published"
    look(page, f"provider-case-published-{period}")


def suspend(page, office, clock, provider_id, period, who, months):
    page.goto(f"/providers/{provider_id}")
    unfold(page, "Ghi biên bản vi phạm")
    page.get_by_label("Hành vi vi phạm").fill("Không còn người phụ trách giai đoạn a")
    page.get_by_label("Ngày phát hiện").fill(f"{clock.moment:%d/%m/%Y}")
    press(page, "Ghi biên bản vi phạm", "Đã ghi biên bản vi phạm")
    clock.forward(days=1)
    paper = numbered(office, clock.moment, regime=period, who=who, subject="Đình chỉ")
    clock.forward(minutes=10)
    unfold(page, "Đình chỉ")
    page.locator("[name=suspend-ground]").select_option("conditions")
    page.locator("[name=suspend-months]").select_option(months)
    page.locator("[name=suspend-reference]").fill(paper.reference)
    press(page, "Đình chỉ", "Đã ghi quyết định đình chỉ đến hết ngày")
    look(page, f"provider-suspended-{period}")
    if period == "C":
        resume(page, office, clock, who)
        assert provider_register.get(office.db, provider_id).state.value == "published"
    else:
        page.get_by_text("Việc chưa làm được, và vì sao").click()
        assert page.get_by_text("không có thu hồi công bố").is_visible()
        press(page, "Mở hồ sơ công bố lại", "Đã mở hồ sơ công bố lại")


def resume(page, office, clock, who):
    unfold(page, "Nhận báo cáo khắc phục")
    page.get_by_label("Biện pháp đã khắc phục").fill("Đã tuyển người phụ trách")
    press(page, "Nhận báo cáo khắc phục", "Đã ghi báo cáo khắc phục")
    paper = numbered(office, clock.moment, who=who, subject="Tiếp tục cung cấp dịch vụ")
    clock.forward(minutes=10)
    unfold(page, "Cho tiếp tục cung cấp dịch vụ")
    page.locator("[name=resume-reference]").fill(paper.reference)
    press(page, "Cho tiếp tục cung cấp dịch vụ", "được tiếp tục cung cấp")


@pytest.fixture
def provider(clocked, clock):
    """A provider of period C, and a case that waits for its decision."""
    office, monday = clocked.office, clock.moment
    become(office, "police", monday)
    minh = person_of(office.db, "minh")
    case = appraised(office, minh, monday, modes=["inpatient", "outpatient"], rooms=ROOMS)
    paper = numbered(office, monday + timedelta(hours=1))
    given = {"scope": case.scope, "modes": case.modes, "by": minh}
    later = monday + timedelta(hours=2)
    done = provider_decisions.publish(office, case.id, paper.id, now=later, **given)
    other = {"id_no": "001099012346", "enterprise_code": "0700123457"}
    waiting = appraised(office, minh, later, verdict="unmet", provider_name="BAN MAI", **other)
    clock.moment = later + timedelta(days=9)
    return done.provider_id, waiting.id


ROOMS = {
    "bedroom_m2": "80",
    "beds": "10",
    "common_room": True,
    "dining_room": True,
    "exercise_area": True,
}


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_pages_of_the_review_and_the_register(provider, enter, visit, clocked, viewport):
    provider_id, case_id = provider
    page = enter("minh", viewport)
    look(page, "provider-home")
    page.goto(f"/providers/cases/{case_id}")
    page.get_by_text("Bước chưa làm được, và vì sao").click()
    unfold(page, "Yêu cầu bổ sung")
    look(page, "provider-case-late")
    for name in ("review", "decision", "refusal"):
        page.goto(f"/providers/cases/{case_id}/{name}")
        look(page, f"provider-{name}")
    page.goto(f"/providers/{provider_id}")
    unfold(page, "Ghi biên bản vi phạm")
    look(page, "provider-page")
    page.goto("/providers")
    page.get_by_text("Bản đồ giai đoạn theo xã").click()
    look(page, "provider-register")
    page.goto("/providers/report")
    look(page, "provider-report")
    public = visit(viewport=viewport, at=clocked)
    public.goto("/public/providers")
    look(public, "provider-public")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_page_of_the_law(clocked, enter, viewport):
    page = enter("quantri", viewport)
    page.goto("/administration/provider-law")
    page.locator("summary", has_text="Thời hạn").first.click()
    page.locator("summary", has_text="Điều kiện").first.click()
    look(page, "provider-law")
