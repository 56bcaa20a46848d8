"""Kho chứng thư tin cậy — the administrator installs certificates of authorities, loads
revocation lists, names the hosts that may be asked, and withdraws (Thông tư 15/2025/TT-BKHCN)."""

import base64
import binascii
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import HiddenField, TextAreaField

from forms.base import VietnameseForm
from forms.fields import Lines
from service.actions import trusting
from service.domain.errors import NotFound, Refused
from service.domain.trust import TRUST_KIND_NAMES, TrustItem, TrustKind
from service.domain.workflow import Role
from service.store import trust
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.lookover import uploaded

pages = Blueprint("trust", __name__)

MISSING = "Chưa chọn tệp chứng thư."
MISSING_LIST = "Chưa chọn tệp danh sách thu hồi."


class HostsForm(VietnameseForm):
    hosts = Lines(
        "Máy chủ được hỏi",
        description="Mỗi dòng một tên, ví dụ ocsp.ca.gov.vn. Ngoài các máy này, hệ thống không hỏi "
        "máy nào, dù chứng thư ghi gì. Máy trong mạng nội bộ thì ghi thêm địa chỉ IP của nó.",
        render_kw={"rows": 4},
    )


class WithdrawalForm(VietnameseForm):
    reason = TextAreaField("Lý do thôi tin cậy", render_kw={"rows": 2})


class FilesForm(VietnameseForm):
    """Carries the certificates from the page of fingerprints to the installing."""

    data = HiddenField("Tệp")


@pages.get("/administration/trust")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    return page(HostsForm(data={"hosts": list(trust.hosts(office().db))}))


@pages.post("/administration/trust/fingerprints")
@allow(Role.ADMINISTRATOR)
def look() -> Any:
    """The certificates of a file with their fingerprints; nothing is trusted yet."""
    try:
        _, data = uploaded("file", MISSING)
        return fingerprints(data)
    except Refused as refusal:
        return page(hosts_form(), wrong=refusal.message), 422


@pages.post("/administration/trust")
@allow(Role.ADMINISTRATOR)
def install() -> Any:
    form = FilesForm(request.form)
    try:
        data = base64.b64decode(form.data.data or "", validate=True)
    except binascii.Error:
        data = b""
    try:
        count = trusting.install(
            office(),
            data,
            frozenset(request.form.getlist("confirmed")),
            folder=office().settings.trust_folder,
            by=person(),
            now=now(),
        )
    except Refused as refusal:
        if "confirmed" not in refusal.errors:
            return page(hosts_form(), wrong=refusal.message), 422
        return fingerprints(data, wrong=refusal.message), 422
    flash(f"Đã cài {count} chứng thư mới.", "good")
    return redirect(url_for("trust.show"), 303)


@pages.post("/administration/trust/list")
@allow(Role.ADMINISTRATOR)
def load_list() -> Any:
    try:
        _, data = uploaded("list", MISSING_LIST)
        kept = trusting.load_revocations(
            office(), data, folder=office().settings.trust_folder, by=person(), now=now()
        )
    except Refused as refusal:
        return page(hosts_form(), wrong_list=refusal.message), 422
    flash(f"Đã nạp danh sách thu hồi của {kept.facts['name']}.", "good")
    return redirect(url_for("trust.show"), 303)


@pages.post("/administration/trust/hosts")
@allow(Role.ADMINISTRATOR)
def save_hosts() -> Any:
    form = HostsForm(request.form)
    if not form.validate():
        return page(form), 422
    try:
        trusting.save_hosts(
            office(),
            form.hosts.answer(),
            folder=office().settings.trust_folder,
            by=person(),
            now=now(),
        )
    except Refused as refusal:
        show_on(form, refusal)
        return page(form), status_of(refusal)
    flash("Đã lưu danh sách máy chủ được hỏi.", "good")
    return redirect(url_for("trust.show"), 303)


@pages.get("/administration/trust/<int:item_id>")
@allow(Role.ADMINISTRATOR)
def item(item_id: int) -> str:
    return item_page(kept(item_id), WithdrawalForm())


@pages.post("/administration/trust/<int:item_id>/withdrawal")
@allow(Role.ADMINISTRATOR)
def withdraw(item_id: int) -> Any:
    found, form = kept(item_id), WithdrawalForm(request.form)
    try:
        trusting.withdraw_trust(
            office(),
            item_id,
            form.reason.data or "",
            folder=office().settings.trust_folder,
            by=person(),
            now=now(),
        )
    except Refused as refusal:
        show_on(form, refusal)
        return item_page(found, form), status_of(refusal)
    flash("Đã thôi tin cậy, có hiệu lực ngay.", "good")
    return redirect(url_for("trust.show"), 303)


def kept(item_id: int) -> TrustItem:
    every = (*trust.in_use(office().db), *trust.history(office().db))
    found = next((one for one in every if one.id == item_id), None)
    if found is None:
        raise NotFound("Không có chứng thư này trong kho.")
    return found


def hosts_form() -> HostsForm:
    return HostsForm(data={"hosts": list(trust.hosts(office().db))})


def page(form: HostsForm, *, wrong: str = "", wrong_list: str = "") -> str:
    current = trust.in_use(office().db)
    return render_template(
        "administration/trust.html",
        form=form,
        wrong=wrong,
        wrong_list=wrong_list,
        certificates=[one for one in current if one.kind is not TrustKind.LIST],
        lists=[one for one in current if one.kind is TrustKind.LIST],
        history=trust.history(office().db),
        names=TRUST_KIND_NAMES,
        moment_of=moment_of,
        now=now(),
    )


def item_page(found: TrustItem, form: WithdrawalForm) -> str:
    return render_template(
        "administration/trust_item.html",
        item=found,
        form=form,
        names=TRUST_KIND_NAMES,
        moment_of=moment_of,
    )


def fingerprints(data: bytes, *, wrong: str = "") -> str:
    return render_template(
        "administration/trust_fingerprints.html",
        candidates=trusting.candidates(office(), data, now=now()),
        form=FilesForm(data={"data": base64.b64encode(data).decode("ascii")}),
        wrong=wrong,
        names=TRUST_KIND_NAMES,
        moment_of=moment_of,
    )


def moment_of(text: str) -> datetime | None:
    """The moment of a kept fact; None where the fact is not there."""
    return datetime.fromisoformat(text) if text else None
