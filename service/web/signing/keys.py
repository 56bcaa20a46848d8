"""Khóa ký số — where a leader keeps a key of one's own, and the clerk the agency's."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import FileField, PasswordField

from forms.base import VietnameseForm
from service.actions.held_keys import hold_key, remove_key
from service.domain.errors import NotFound, Refused
from service.domain.workflow import Role
from service.store import held_keys
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.lookover import uploaded
from service.web.signing import ways
from service.web.typed import filled
from signatures.passphrase import Passphrase
from signatures.stored_key import LEAST_PASSPHRASE

pages = Blueprint("signing_keys", __name__)

OWNERS = ("mine", "agency")


class HoldForm(VietnameseForm):
    p12 = FileField(
        "Tệp khóa (.p12 hoặc .pfx)",
        render_kw={"accept": ".p12,.pfx,application/x-pkcs12", "class": "form-control"},
    )
    p12_password = PasswordField(
        "Mật khẩu của tệp khóa",
        description="Mật khẩu nhận cùng tệp. Để trống nếu tệp không đặt mật khẩu.",
        render_kw=ways.SECRET,
    )
    passphrase = PasswordField(
        "Mật khẩu giữ khóa",
        [filled("Hãy đặt mật khẩu giữ khóa.")],
        description=f"Tự đặt, ít nhất {LEAST_PASSPHRASE} ký tự. Được hỏi mỗi lần ký; quên thì phải "
        "nạp lại tệp khóa.",
        render_kw=ways.SECRET,
    )
    again = PasswordField("Nhập lại mật khẩu giữ khóa", render_kw=ways.SECRET)


@pages.get("/signing-keys/<owner>")
@allow(Role.SIGNATORY, Role.CLERK)
def show(owner: str) -> str:
    return page(owner, HoldForm())


@pages.post("/signing-keys/<owner>")
@allow(Role.SIGNATORY, Role.CLERK)
def save(owner: str) -> Any:
    form, agency = HoldForm(request.form), is_agency(owner)
    if not form.validate():
        return page(owner, form), 422
    try:
        if form.again.data != form.passphrase.data:
            raise Refused("Hai lần nhập mật khẩu giữ khóa không giống nhau.", field="again")
        _, data = uploaded("p12", "Chưa chọn tệp khóa.")
        kept = hold_key(
            office(),
            data,
            Passphrase(form.p12_password.data or ""),
            Passphrase(form.passphrase.data),
            agency=agency,
            desk=ways.desk(),
            by=person(),
            now=now(),
        )
    except Refused as refusal:
        show_on(form, refusal)
        return page(owner, form), status_of(refusal)
    flash(f"Đã nạp khóa của {kept.facts['name']}.", "good")
    return redirect(url_for("signing_keys.show", owner=owner), 303)


@pages.post("/signing-keys/<owner>/removal")
@allow(Role.SIGNATORY, Role.CLERK)
def remove(owner: str) -> Any:
    remove_key(office(), agency=is_agency(owner), by=person(), now=now())
    flash("Đã xóa khóa khỏi hệ thống.", "good")
    return redirect(url_for("signing_keys.show", owner=owner), 303)


def is_agency(owner: str) -> bool:
    """NotFound for an address that is nobody's; NotAllowed comes from the verb."""
    if owner not in OWNERS:
        raise NotFound("Không có trang này.")
    agency = owner == "agency"
    person().require(Role.CLERK if agency else Role.SIGNATORY)
    return agency


def page(owner: str, form: HoldForm) -> str:
    agency = is_agency(owner)
    kept = held_keys.current(office().db, None if agency else person().id)
    ends = datetime.fromisoformat(kept.facts["not_after"]) if kept else None
    return render_template(
        "signing/keys.html", owner=owner, agency=agency, kept=kept, ends=ends, form=form
    )
