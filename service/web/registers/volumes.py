"""In để đóng quyển — a register as PDF, Word or Excel, and the volumes that were printed."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Line
from service.actions import registers
from service.actions.volumes import SOURCES
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.registers import FORMS, VolumeChoice
from service.domain.workflow import Role
from service.store import agency as agencies
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled, whole

pages = Blueprint("volumes", __name__)

SHORT = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}


class VolumeForm(VietnameseForm):
    code = Choice("Sổ", choices=[(code, FORMS[code].title) for code in SOURCES])
    series = Choice("Sổ số", description="Chỉ cho văn bản đi và bản sao.")
    year = Line("Năm", [filled("Hãy ghi năm của sổ.")], render_kw=SHORT)
    volume = Line("Quyển số", [filled("Hãy ghi quyển số, ví dụ 1.")], render_kw=SHORT)
    since = Day("Từ ngày", description="Để trống: từ đầu năm.", render_kw=SHORT)
    until = Day("Đến ngày", description="Để trống: đến hết.", render_kw=SHORT)
    ending = Choice(
        "Dạng tệp", choices=[("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Bảng tính Excel")]
    )

    def choice(self) -> VolumeChoice:
        days = {name: self[name].answer() for name in ("since", "until")}
        return VolumeChoice(
            self.code.answer(),
            whole(self.year.answer(), 0, high=9999),
            whole(self.volume.answer(), 0, high=999),
            whole(self.series.answer(), 0) or None,
            **{name: date.fromisoformat(text) if text else None for name, text in days.items()},
        )


@pages.get("/register/volumes")
@allow(Role.CLERK)
def show() -> str:
    """The form as the register's page left it, above what was printed before."""
    year = str(whole(request.args.get("year"), office_date(now()).year, low=1945, high=9999))
    form = offered(VolumeForm(data={"year": year, "volume": "1"}))
    form.code.data = request.args.get("code", "outgoing")
    form.series.data = request.args.get("series", "")
    form.since.data, form.until.data = (request.args.get(one, "") for one in ("since", "until"))
    return page(form)


@pages.post("/register/volumes")
@allow(Role.CLERK)
def make() -> Any:
    form = offered(VolumeForm(request.form))
    if not form.validate():
        return page(form), 422
    try:
        event = registers.ask_print(
            office(), form.choice(), form.ending.answer(), by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return page(form), status_of(error)
    if event is None:
        flash("Sổ dài nên đang được tạo; lát nữa tải lại trang này để nhận tệp.", "message")
    else:
        flash(f"Đã in {event.detail['name']}; tải ở danh sách dưới đây.", "good")
    return redirect(url_for("volumes.show"), 303)


@pages.get("/register/volumes/<int:event_id>")
@allow(Role.CLERK)
def download(event_id: int) -> Response:
    name, media_type, data = registers.printed_file(office(), event_id, by=person())
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(name)
    return response


def offered(form: VolumeForm) -> VolumeForm:
    names = [(str(one.id), one.name) for one in agencies.series(office().db)]
    form.series.offer([("", "Mọi sổ số"), *names])
    return form


def page(form: VolumeForm) -> str:
    return render_template("registers/volumes.html", form=form, printed=registers.printed(office()))
