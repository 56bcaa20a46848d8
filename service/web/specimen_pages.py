"""Trang mẫu chữ ký, mẫu dấu — what the administrator's page and the person's own have alike."""

from typing import Any

from flask import Response, flash, redirect, render_template, request
from wtforms import FileField

from forms.base import VietnameseForm
from forms.fields import Line, at_most
from service.actions import specimens as verbs
from service.domain.errors import OfficeError, Refused
from service.domain.specimens import KeptSpecimen
from service.store import specimens
from service.web.allow import person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.lookover import uploaded

MISSING = "Chưa chọn tệp ảnh PNG."
WRONG_MM = "Hãy ghi đường kính bằng số, ví dụ 36 hoặc 36,5."


class PictureForm(VietnameseForm):
    picture = FileField(
        "Ảnh PNG",
        description="Nền trong suốt, nét xanh, quét ở 300 dpi trở lên, tối đa 2 MB. Phần trống "
        "quanh nét được tự cắt.",
        render_kw={"accept": ".png,image/png", "class": "form-control"},
    )


class SealForm(VietnameseForm):
    picture = FileField(
        "Ảnh PNG",
        description="Nền trong suốt, nét đỏ, tròn, quét ở 300 dpi trở lên, tối đa 2 MB. Phần trống "
        "quanh nét được tự cắt.",
        render_kw={"accept": ".png,image/png", "class": "form-control"},
    )
    seal_mm = Line(
        "Đường kính thật của dấu (mm)",
        [at_most(6)],
        description="Đo trên con dấu, ví dụ 36. Ảnh dấu được in đúng cỡ này.",
        render_kw={"class": "short", "inputmode": "decimal", "autocomplete": "off"},
    )


class WithdrawalForm(VietnameseForm):
    reason = Line("Lý do thu hồi", [at_most(300)], description="Ví dụ: thôi giữ chức vụ.")


def form_for(owner: int | None, posted: Any = None) -> Any:
    return (SealForm if owner is None else PictureForm)(posted)


def blank_form(owner: int | None, current: KeptSpecimen | None) -> Any:
    """The form of a new picture; a new one of the seal has the diameter of the one before."""
    form = form_for(owner)
    if current is not None and current.seal_mm is not None:
        form.seal_mm.data = f"{current.seal_mm:g}".replace(".", ",")
    return form


def keep(owner: int | None, back: str, **shown: Any) -> Any:
    """Take the upload in, or show on the page why not."""
    form = form_for(owner, request.form)
    try:
        _, data = uploaded("picture", MISSING)
        verbs.keep_specimen(
            office(), owner, data, seal_mm=millimetres(form), by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return page(owner, form=form, **shown), status_of(error)
    flash("Đã nhận ảnh. Hãy bấm “Xem ảnh” để kiểm tra.", "good")
    return redirect(back, 303)


def withdraw(owner: int | None, back: str, **shown: Any) -> Any:
    form = WithdrawalForm(request.form)
    try:
        verbs.withdraw_specimen(office(), owner, form.reason.answer(), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return page(owner, withdrawal=form, **shown), status_of(error)
    flash("Đã thu hồi ảnh; ảnh không còn được dùng khi ký.", "good")
    return redirect(back, 303)


def picture(owner: int | None) -> Response:
    """The picture itself; a browser must not keep it, so that every look is recorded."""
    response = Response(verbs.view(office(), owner, by=person(), now=now()), mimetype="image/png")
    response.headers["Cache-Control"] = "no-store"
    return response


def page(owner: int | None, *, title: str, name: str, urls: dict[str, str], **forms: Any) -> str:
    """`urls`: where to post a picture and a withdrawal, and where the picture lies."""
    history = specimens.history(office().db, owner)
    current = next((one for one in history if one.in_use), None)
    return render_template(
        "specimens/owner.html",
        title=title,
        owner_name=name,
        urls=urls,
        form=forms.get("form") or blank_form(owner, current),
        withdrawal=forms.get("withdrawal") or WithdrawalForm(),
        current=current,
        looking=bool(request.args.get("look")),
        history=history,
        uses=verbs.uses(office().db, owner),
    )


def millimetres(form: Any) -> float | None:
    """The typed diameter; Refused at the field when it is no number."""
    typed = form.seal_mm.answer() if "seal_mm" in form else ""
    if not typed:
        return None
    try:
        return float(typed.replace(",", "."))
    except ValueError:
        raise Refused(WRONG_MM, field="seal_mm") from None
