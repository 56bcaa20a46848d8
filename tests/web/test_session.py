"""Signing in and out, passwords, sessions that end."""

from service.actions.session import TRIES_PER_LOGIN
from service.store import people
from tests.builders import PASSWORD, person_of


def test_every_page_asks_to_sign_in_and_leads_back(visitor):
    page = visitor.open("/search?q=ma+tuy")
    assert page.h1 == "Đăng nhập"
    page = visitor.press("Đăng nhập", login="lan", password=PASSWORD)
    assert page.h1 == "Tra cứu văn bản"
    assert page.value("q") == "ma tuy"


def test_signing_in_begins_with_typing(visitor):
    assert visitor.open("/sign-in").one("login").get("autofocus") is not None


def test_a_wrong_password_says_so_and_keeps_the_name(visitor):
    visitor.open("/sign-in")
    page = visitor.press("Đăng nhập", status=403, login="lan", password="không phải")
    assert page.errors == {"": "Sai tên đăng nhập hoặc mật khẩu."}
    assert page.value("login") == "lan"
    assert page.value("password") == ""


def test_an_empty_form_says_what_is_missing_at_each_field(visitor):
    visitor.open("/sign-in")
    page = visitor.press("Đăng nhập", status=422)
    assert set(page.errors) == {"login", "password"}


def test_after_many_wrong_passwords_one_must_wait(visitor, clock):
    visitor.open("/sign-in")
    for _ in range(TRIES_PER_LOGIN):
        visitor.press("Đăng nhập", status=403, login="lan", password="không phải")
    page = visitor.press("Đăng nhập", status=429, login="lan", password=PASSWORD)
    assert "hãy đợi 10 phút" in page.main
    assert int(page.response.headers["Retry-After"]) == 600
    clock.forward(minutes=11)
    assert visitor.press("Đăng nhập", login="lan", password=PASSWORD).h1 == "Việc cần làm"


def test_signing_in_never_leads_to_another_site(visitor):
    for away in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"):
        visitor.open("/sign-in?next=" + away)
        response = visitor.press(
            "Đăng nhập", status=303, follow=False, login="lan", password=PASSWORD
        )
        assert response.location == "/"
        visitor.open("/")
        visitor.press("Đăng xuất")


def test_after_signing_out_nothing_is_shown(as_minh):
    as_minh.open("/")
    as_minh.press("Đăng xuất")
    assert as_minh.open("/").h1 == "Đăng nhập"


def test_the_cookie_is_for_this_site_and_not_for_scripts(visitor):
    visitor.open("/sign-in")
    response = visitor.press("Đăng nhập", status=303, follow=False, login="lan", password=PASSWORD)
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_answer_in_the_background_leaves_the_cookie_alone(as_minh, clock):
    """Else it could put an older one over that of a page, and lose what the next page says."""
    as_minh.open("/")
    clock.forward(minutes=59)
    assert "Set-Cookie" not in as_minh.client.get("/token").headers
    clock.forward(minutes=2)
    assert "van_thu=" in as_minh.client.get("/token").headers["Set-Cookie"]
    assert "Set-Cookie" not in as_minh.client.get("/token").headers


def test_over_https_the_cookie_is_secure_and_the_browser_is_told_to_stay(app, visitor):
    app.config["SESSION_COOKIE_SECURE"] = True
    response = visitor.client.get("/sign-in", base_url="https://localhost")
    assert "max-age" in response.headers["Strict-Transport-Security"]
    assert "Secure" in response.headers["Set-Cookie"]


def test_a_new_password_ends_the_sessions_on_other_machines(enter):
    here, there = enter("lan"), enter("lan")
    there.open("/")
    here.open("/password")
    page = here.press(
        "Đổi mật khẩu",
        at={"old": PASSWORD, "new": "trăm năm trong cõi", "again": "trăm năm trong cõi"},
    )
    assert page.h1 == "Việc cần làm"
    assert there.open("/").h1 == "Đăng nhập"


def test_two_different_new_passwords_are_refused_at_the_second(as_minh):
    as_minh.open("/password")
    page = as_minh.press(
        "Đổi mật khẩu",
        status=422,
        at={"old": PASSWORD, "new": "trăm năm trong cõi", "again": "trăm năm trong cỏi"},
    )
    assert set(page.errors) == {"again"}


def test_a_first_password_must_be_changed_before_anything_else(office, enter):
    minh = person_of(office.db, "minh")
    hashed = people.password_hash(office.db, minh.id)
    with office.db.write():
        people.put_password(office.db, minh.id, hashed, must_change=True, end_sessions=False)
    browser = enter("minh")
    assert browser.open("/documents/new").h1 == "Đổi mật khẩu"


def test_an_account_that_was_switched_off_is_out_at_once(office, enter):
    browser = enter("minh")
    browser.open("/")
    with office.db.write():
        office.db.execute("UPDATE person SET active = 0 WHERE login = 'minh'")
    assert browser.open("/").h1 == "Đăng nhập"


def test_two_wrong_sessions_say_nothing_of_papers(visitor, letter):
    document = letter("issued")
    with visitor.client.session_transaction() as session:
        session["_user_id"] = "999.0"
    assert visitor.open(f"/documents/{document.id}").h1 == "Đăng nhập"
