"""Ký số — in which order papers get number and signatures from now on (Điều 14, Điều 15)."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from forms.base import VietnameseForm
from forms.fields import Check, Line, at_most
from service.actions.signing_order import save_policy
from service.domain.errors import OfficeError
from service.domain.signing import LEVEL_NAMES, ORDER_NAMES, Level, NumberOrder, SigningPolicy
from service.domain.workflow import Role
from service.store import signing, trust
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.signing import ways

pages = Blueprint("signing_policy", __name__)


class PolicyForm(VietnameseForm):
    number_order = RadioField(
        "Trình tự",
        choices=[SelectChoice(order.value, name) for order, name in ORDER_NAMES.items()],
        description="Áp dụng cho văn bản được duyệt từ lúc lưu; văn bản đã duyệt giữ trình tự cũ. "
        "“Ký trước” là trình tự của Điều 15: tệp trình ký để trống số, ngày; văn thư ghi vào sau.",
    )
    digital = Check(
        "Cơ quan ký số: nhắc người ký và văn thư ở trang Việc cần làm",
    )
    level = RadioField(
        "Mức chữ ký",
        choices=[SelectChoice(level.value, name) for level, name in LEVEL_NAMES.items()],
        description="Mức trên B-B cần dịch vụ dấu thời gian; B-LT, B-LTA cần cả kho chứng thư tin "
        "cậy. Dịch vụ im lặng thì chữ ký vẫn được giữ, hệ thống thêm dấu sau.",
    )
    timestamp_url = Line(
        "Địa chỉ dịch vụ dấu thời gian",
        [at_most(300)],
        description="Ví dụ http://tsa.ca.gov.vn.",
    )


@pages.get("/administration/signing")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    chosen = signing.policy(office().db)
    data = {
        "number_order": chosen.order.value,
        "digital": chosen.digital,
        "level": chosen.level.value,
        "timestamp_url": chosen.timestamp_url,
    }
    return page(PolicyForm(data=data))


@pages.post("/administration/signing")
@allow(Role.ADMINISTRATOR)
def save() -> Any:
    form = PolicyForm(request.form)
    if not form.validate():
        return page(form), 422
    policy = SigningPolicy(
        NumberOrder(form.number_order.data),
        form.digital.answer(),
        Level(form.level.data),
        form.timestamp_url.answer(),
    )
    try:
        save_policy(office(), policy, by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return page(form), status_of(error)
    flash("Đã lưu. Văn bản đã duyệt giữ trình tự lúc duyệt.", "good")
    return redirect(url_for("signing_policy.show"), 303)


def page(form: PolicyForm) -> str:
    settings = office().settings
    return render_template(
        "administration/signing.html",
        form=form,
        token=settings.token_label or settings.token_module,
        trusted=len(trust.in_use(office().db)),
        remote=settings.remote_signing_url,
        tool=ways.has_tool(),
        tool_folder=settings.tool_folder,
        tool_scripts=ways.TOOL_SCRIPTS,
    )
