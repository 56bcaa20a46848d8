"""First start: every page leads to the set-up page; only who runs the server can finish it."""

import logging

import pytest

from service.app import Office
from service.settings import load
from service.store import agency as agencies
from service.store.db import open_database
from service.store.files import FileStore
from service.store.migrations import migrate
from service.web import create_app
from tests.browser import OfficeBrowser

ANSWERS = {
    "full_name": "Ủy ban nhân dân xã Hòa Bình",
    "name": "ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH",
    "symbol": "UBND",
    "place": "Hòa Bình",
    "unit_name": "Văn phòng",
    "unit_symbol": "VP",
    "administrator": "Quản trị viên",
    "login": "quantri",
    "password": "trăm năm trong cõi",
}


@pytest.fixture
def office(tmp_path, converter):
    settings = load({"SERVICE_DATA": str(tmp_path / "data")})
    db = open_database(settings.database)
    migrate(db)
    office = Office(settings, db, FileStore(settings.files_folder), {}, converter)
    yield office
    db.close()


@pytest.fixture
def app(office, clock, caplog):
    caplog.set_level(logging.WARNING)
    app = create_app(office)
    app.config["CLOCK"] = clock
    app.testing = False
    return app


@pytest.fixture
def code(app, office):
    return (office.settings.run_folder / "setup-code").read_text().strip()


def test_every_page_leads_to_the_set_up_page(visitor):
    for path in ("/", "/sign-in", "/documents/new", "/administration/people", "/no-such-page"):
        assert visitor.open(path).h1 == "Thiết lập cơ quan"


def test_health_answers_before_set_up_and_without_a_session(visitor):
    answer = visitor.client.get("/health")
    assert answer.json == {"status": "ok"}
    assert "Set-Cookie" not in answer.headers


def test_the_code_stands_in_the_log_and_in_a_file_of_its_owner(app, office, code, caplog):
    assert any(code in record.getMessage() for record in caplog.get_records("setup"))
    path = office.settings.run_folder / "setup-code"
    assert path.stat().st_mode & 0o077 == 0


def test_a_restart_keeps_the_code(app, office, code):
    create_app(office)
    assert (office.settings.run_folder / "setup-code").read_text().strip() == code


def test_without_the_code_nothing_is_set_up(visitor, office):
    visitor.open("/setup")
    page = visitor.press("Thiết lập", status=422, **ANSWERS, code="ABCD-EFGH-JKLM")
    assert list(page.errors) == ["code"]
    assert page.value("full_name") == ANSWERS["full_name"], "what was typed stays"
    assert not agencies.exists(office.db)


def test_with_the_code_the_office_opens_to_its_administrator(visitor, office, code):
    visitor.open("/setup")
    page = visitor.press("Thiết lập", **ANSWERS, code=code.lower().replace("-", " "))
    assert page.h1 == "Thông tin cơ quan"
    agency = office.agency()
    assert agency.name == "ỦY BAN NHÂN DÂN\nXÃ HÒA BÌNH"
    assert [unit.symbol for unit in agency.units] == ["VP"]
    assert not (office.settings.run_folder / "setup-code").exists()


def test_it_works_only_once(visitor, app, code):
    stranger = OfficeBrowser(app)
    stranger.open("/setup")
    visitor.open("/setup")
    visitor.press("Thiết lập", **ANSWERS, code=code)
    page = stranger.press("Thiết lập", status=409, **ANSWERS, code=code)
    assert "đã được thiết lập" in page.main
    assert stranger.open("/setup").h1 == "Đăng nhập"


def test_missing_answers_are_named_at_their_fields(visitor, code):
    visitor.open("/setup")
    page = visitor.press("Thiết lập", status=422, code=code)
    assert set(page.errors) == set(ANSWERS)


def test_what_is_missing_is_listed_in_the_order_of_the_page(visitor, code):
    visitor.open("/setup")
    page = visitor.press("Thiết lập", status=422)
    listed = [
        link.get("href") for link in page.all("a") if "-error" not in (link.get("href") or "")
    ]
    assert [one for one in listed if one.startswith("#")][1:3] == ["#code", "#full_name"]


def test_the_first_page_tells_the_administrator_what_the_office_lacks(visitor, code):
    visitor.open("/setup")
    visitor.press("Thiết lập", **ANSWERS, code=code)
    page = visitor.open("/")
    for who in ("chuyên viên", "lãnh đạo", "văn thư", "người ký"):
        assert f"Thêm một {who}" in page.main or f"Thêm {who}" in page.main
    assert "Không có việc nào chờ bạn" not in page.main
    assert visitor.follow("Thêm một văn thư: người cấp số, phát hành và giữ sổ.").h1 == (
        "Thêm người dùng"
    )
