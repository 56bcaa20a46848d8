"""Đối chiếu sổ — what the nightly check found, and a check right now."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service.actions import checking
from service.domain.workflow import Role
from service.store import register_chain, register_checks
from service.web.allow import allow, person
from service.web.clock import now
from service.web.frame import office

pages = Blueprint("register_checks", __name__)


@pages.get("/register/checks")
@allow(Role.CLERK, Role.ADMINISTRATOR)
def show() -> str:
    return render_template(
        "registers/checks.html",
        checks=register_checks.latest(office().db),
        last_hash=register_chain.last_hash(office().db),
    )


@pages.post("/register/checks")
@allow(Role.CLERK, Role.ADMINISTRATOR)
def check() -> Response:
    found = checking.check_now(office(), by=person(), now=now())
    if found:
        flash(f"Sổ có {found} điều không đúng, ghi ở dưới.", "wrong")
    else:
        flash("Sổ đúng: số liền nhau, ngày theo thứ tự, chuỗi băm nguyên vẹn.", "good")
    return redirect(url_for("register_checks.show"), 303)
