"""Thiết lập lần đầu — while there is no agency, every page leads here.

Whoever sets the agency up proves it with a code that stands in the server's log and in the
file ``run/setup-code`` of the data folder: only who runs the server can read either.
"""

import hmac
import logging
import os
import secrets
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import PasswordField

from forms.fields import Line
from service.actions import agency as agency_verbs
from service.actions import session as sessions
from service.domain.agency import Unit
from service.domain.errors import OfficeError, Refused, WrongState
from service.store import agency as agencies
from service.store.db import storage_fault
from service.web.administration.agency import AgencyForm
from service.web.allow import allow
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.session import start
from service.web.typed import filled

log = logging.getLogger(__name__)

pages = Blueprint("setup", __name__)

CODE_FILE = "setup-code"
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
OPEN_BEFORE = ("setup.show", "setup.finish", "static", "bootstrap.static", "health.show")


class SetupForm(AgencyForm):
    code = Line(
        "Mã thiết lập",
        [filled("Hãy ghi mã thiết lập.")],
        description="Máy chủ in mã này ra màn hình (nhật ký) khi khởi động, và ghi trong tệp "
        "run/setup-code của thư mục dữ liệu.",
        render_kw={"autocomplete": "off", "spellcheck": "false", "class": "short"},
    )
    unit_name = Line(
        "Tên đơn vị đầu tiên",
        [filled("Hãy ghi tên một đơn vị, ví dụ Văn phòng.")],
        description="Ví dụ: Văn phòng. Các đơn vị khác thêm sau ở trang Quản trị.",
    )
    unit_symbol = Line(
        "Chữ viết tắt của đơn vị",
        [filled("Hãy ghi chữ viết tắt của đơn vị, ví dụ VP.")],
        description="Ví dụ: VP. Đứng trong ký hiệu văn bản và ở dòng “Lưu: VT, VP”.",
        render_kw={"class": "short"},
    )
    administrator = Line(
        "Họ và tên người quản trị",
        [filled("Hãy ghi họ và tên người quản trị.")],
        render_kw={"autocomplete": "name"},
    )
    login = Line(
        "Tên đăng nhập",
        [filled("Hãy ghi tên đăng nhập.")],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        "Mật khẩu",
        [filled("Hãy ghi mật khẩu.")],
        description=f"Ít nhất {sessions.MIN_PASSWORD} ký tự.",
        render_kw={"autocomplete": "new-password"},
    )


@pages.get("/setup")
@allow(public=True)
def show() -> Any:
    if agencies.exists(office().db):
        return redirect(url_for("session.enter"), 303)
    return page(SetupForm())


@pages.post("/setup")
@allow(public=True)
def finish() -> Any:
    if agencies.exists(office().db):
        raise WrongState("Cơ quan đã được thiết lập; hãy đăng nhập.")
    form = SetupForm(request.form)
    if not form.validate():
        return page(form), 422
    try:
        require_code(form.code.data)
        person = agency_verbs.set_up_agency(
            office(),
            form.agency(),
            unit=Unit(0, form.unit_name.answer(), form.unit_symbol.answer()),
            administrator=form.administrator.answer(),
            login=form.login.data,
            password=form.password.data,
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return page(form), status_of(error)
    code_path().unlink(missing_ok=True)
    start(person)
    flash("Đã thiết lập cơ quan. Tiếp theo: thêm đơn vị, người dùng và người ký.", "good")
    return redirect(url_for("agency.show"), 303)


def page(form: SetupForm) -> str:
    return render_template("setup.html", form=form)


def require_code(given: str) -> None:
    """Sixty bits: guessing is no way in, waiting or not."""
    wanted = setup_code()
    if not hmac.compare_digest(plain(given).encode(), plain(wanted).encode()):
        raise Refused("Mã thiết lập không đúng; hãy xem lại màn hình máy chủ.", field="code")


def plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())


def guide_first_start(app: Flask) -> None:
    """Lead every page to the set-up page until it is done, and say the code in the log."""
    app.before_request(lead_to_setup)
    with app.app_context():
        if not agencies.exists(office().db):
            print_code()


def print_code() -> None:
    log.warning(
        "\n%s\n  Cơ quan chưa được thiết lập. Mở trang web và dùng mã thiết lập:  %s\n%s",
        "=" * 72,
        setup_code(),
        "=" * 72,
    )


def lead_to_setup() -> Response | None:
    if request.endpoint in OPEN_BEFORE or agencies.exists(office().db):
        return None
    return redirect(url_for("setup.show"), 303)


def setup_code() -> str:
    """The code in the data folder; the first process that needs one makes it."""
    path = code_path()
    try:
        return path.read_text("ascii").strip()
    except FileNotFoundError:
        return made_code(path)


def made_code(path: Path) -> str:
    code = "-".join("".join(secrets.choice(CODE_LETTERS) for _ in range(4)) for _ in range(3))
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    except OSError as error:
        raise storage_fault(error) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(code + "\n")
    return code


def code_path() -> Path:
    return office().settings.run_folder / CODE_FILE
