"""Đăng nhập, đăng xuất, đổi mật khẩu."""

from datetime import timedelta
from typing import Any

from flask import (
    Blueprint,
    Flask,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response
from wtforms import PasswordField

from forms.base import VietnameseForm
from forms.fields import Line
from service.actions import session as sessions
from service.domain.documents import Person
from service.domain.errors import OfficeError, Refused, TooManyTries
from service.store import people
from service.web import held
from service.web.allow import EVERYONE, allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled, whole

pages = Blueprint("session", __name__)

SESSION_AGE = timedelta(hours=12)
"""A working day; work starts it anew."""

RENEWED_AFTER = timedelta(hours=1)
"""A cookie younger than this is left alone: an answer in the background would else put back the
cookie of its own time over a newer one, and with it lose what was to be said on the next page."""

RENEWED = "renewed"

WITH_OLD_PASSWORD = ("session.password", "session.change", "session.leave", "static")
"""What somebody may open who still has a first password from the administrator."""


class SignedIn(UserMixin):
    """A person as Flask-Login knows one; the stamp ends sessions that are older than a change."""

    def __init__(self, person: Person) -> None:
        self.person = person

    def get_id(self) -> str:
        return f"{self.person.id}.{self.person.session_stamp}"


class SignInForm(VietnameseForm):
    login = Line(
        "Tên đăng nhập",
        [filled("Hãy ghi tên đăng nhập.")],
        render_kw={
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "autofocus": True,
        },
    )
    password = PasswordField(
        "Mật khẩu",
        [filled("Hãy ghi mật khẩu.")],
        render_kw={"autocomplete": "current-password"},
    )


class PasswordForm(VietnameseForm):
    old = PasswordField(
        "Mật khẩu hiện tại",
        [filled("Hãy ghi mật khẩu hiện tại.")],
        render_kw={"autocomplete": "current-password"},
    )
    new = PasswordField(
        "Mật khẩu mới",
        [filled("Hãy ghi mật khẩu mới.")],
        description=f"Ít nhất {sessions.MIN_PASSWORD} ký tự. Một câu ngắn dễ nhớ là tốt nhất.",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "Gõ lại mật khẩu mới",
        [filled("Hãy gõ lại mật khẩu mới.")],
        render_kw={"autocomplete": "new-password"},
    )


@pages.get("/sign-in")
@allow(public=True)
def enter() -> Any:
    if current_user.is_authenticated:
        return redirect(url_for("home.show"), 303)
    return show_sign_in(SignInForm())


@pages.post("/sign-in")
@allow(public=True)
def check() -> Any:
    form = SignInForm(request.form)
    if not form.validate():
        return show_sign_in(form), 422
    try:
        found = sessions.sign_in(
            office(), form.login.data, form.password.data, request.remote_addr or "", now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        response = make_response(show_sign_in(form), status_of(error))
        if isinstance(error, TooManyTries):
            response.headers["Retry-After"] = str(error.wait_s)
        return response
    start(found)
    return redirect(where_next(), 303)


@pages.post("/sign-out")
@allow(*EVERYONE)
def leave() -> Response:
    logout_user()
    session.clear()
    flash("Đã đăng xuất.", "good")
    return redirect(url_for("session.enter"), 303)


@pages.get("/token")
@allow(*EVERYONE)
def token() -> Response:
    """For a page that stayed open while its person signed in again elsewhere."""
    return jsonify({"person": person().id, "token": generate_csrf()})


@pages.get("/password")
@allow(*EVERYONE)
def password() -> str:
    return show_password(PasswordForm())


@pages.post("/password")
@allow(*EVERYONE)
def change() -> Any:
    form = PasswordForm(request.form)
    if not form.validate():
        return show_password(form), 422
    try:
        if form.new.data != form.again.data:
            raise Refused("Hai lần gõ mật khẩu mới không giống nhau.", field="again")
        changed = sessions.change_password(
            office(), form.old.data, form.new.data, by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return show_password(form), status_of(error)
    start(changed)
    flash("Đã đổi mật khẩu. Các máy khác đang dùng tài khoản này đã bị đăng xuất.", "good")
    return redirect(url_for("home.show"), 303)


def show_sign_in(form: SignInForm) -> str:
    return render_template(
        "session/sign_in.html",
        form=form,
        next=request.values.get("next", ""),
        held=request.values.get("held", ""),
    )


def show_password(form: PasswordForm) -> str:
    return render_template(
        "session/password.html", form=form, first=current_user.person.must_change_password
    )


def start(found: Person) -> None:
    """Begin a session under a new CSRF secret; a page left open elsewhere must ask again."""
    session.clear()
    session.permanent = True
    session[RENEWED] = now().timestamp()
    login_user(SignedIn(found))


def where_next() -> str:
    """Back to the page that asked for signing in, with the form that was kept over it."""
    path, token = request.form.get("next", ""), request.form.get("held", "")
    if not held.local(path):
        return url_for("home.show")
    return held.with_held(path, token) if token else path


def add_people(app: Flask) -> None:
    manager = LoginManager(app)
    manager.session_protection = None
    manager.user_loader(load)
    app.before_request(renew)
    app.before_request(ask_for_new_password)


def renew() -> None:
    """Write a cookie anew that has grown old, so that a session ends only after a day's rest."""
    if not session.permanent:
        return
    moment = now().timestamp()
    if moment - session.get(RENEWED, 0) > RENEWED_AFTER.total_seconds():
        session[RENEWED] = moment


def load(ident: str) -> SignedIn | None:
    """The person of a session, unless the account or its password changed since it began."""
    number, _, stamp = ident.partition(".")
    found = people.find(office().db, whole(number, 0))
    if found is None or not found.active or str(found.session_stamp) != stamp:
        return None
    return SignedIn(found)


def ask_for_new_password() -> Response | None:
    if request.endpoint in (*WITH_OLD_PASSWORD, "bootstrap.static", "health.show"):
        return None
    if current_user.is_authenticated and current_user.person.must_change_password:
        return redirect(url_for("session.password"), 303)
    return None
