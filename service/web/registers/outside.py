"""Văn bản ban hành ở nơi khác — entered by hand when an office takes over a running year."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import FileField

from forms.base import VietnameseForm
from forms.fields import Choice, Day, Line, Lines, at_most
from service.actions import takeover
from service.actions.media import PDF_TYPE
from service.domain.errors import OfficeError
from service.domain.numbering import office_date, padded
from service.domain.takeover import OutsidePaper
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import outside_papers
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled, whole

pages = Blueprint("outside", __name__)

SHORT = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}


class OutsideForm(VietnameseForm):
    series = Choice("Sổ")
    number = Line("Số", [filled("Hãy ghi số."), at_most(6)], render_kw=SHORT)
    notation = Line("Ký hiệu", [filled("Hãy ghi ký hiệu, ví dụ QĐ-UBND."), at_most(60)])
    dated = Day("Ngày ban hành", [filled("Hãy ghi ngày ban hành.")], render_kw=SHORT)
    kind_name = Line("Tên loại", [at_most(60)], description="Ví dụ: Quyết định, Công văn.")
    subject = Line("Trích yếu", [filled("Hãy ghi trích yếu."), at_most(500)])
    signer_name = Line("Người ký", [at_most(120)])
    recipients = Lines("Nơi nhận", description="Mỗi nơi một dòng.")
    void_reason = Line(
        "Lý do hủy", [at_most(200)], description="Chỉ ghi khi số này đã bị hủy trong sổ cũ."
    )
    file = FileField("Tệp PDF (nếu có)")

    def paper(self) -> OutsidePaper:
        return OutsidePaper(
            number=whole(self.number.answer(), 0, high=999_999),
            notation=self.notation.answer(),
            dated=date.fromisoformat(self.dated.answer()),
            subject=self.subject.answer(),
            kind_name=self.kind_name.answer(),
            signer_name=self.signer_name.answer(),
            recipients=tuple(self.recipients.answer()),
            void_reason=self.void_reason.answer(),
        )


@pages.get("/register/outside")
@allow(Role.CLERK)
def show() -> str:
    return page(offered(OutsideForm()))


@pages.post("/register/outside")
@allow(Role.CLERK)
def enter() -> Any:
    form = offered(OutsideForm(request.form))
    if not form.validate():
        return page(form), 422
    upload = request.files.get("file")
    data = upload.read() if upload and upload.filename else None
    try:
        entry = takeover.enter_outside(
            office(),
            whole(form.series.answer(), 0),
            form.paper(),
            by=person(),
            now=now(),
            file=data,
        )
    except OfficeError as error:
        show_on(form, error)
        return page(form), status_of(error)
    flash(f"Đã ghi số {padded(entry.number)} vào sổ năm {entry.year}.", "good")
    return redirect(url_for("outside.show"), 303)


@pages.get("/register/outside/<int:entry_id>/file")
@allow(Role.CLERK)
def download(entry_id: int) -> Response:
    name, data = takeover.outside_file(office(), entry_id, by=person(), now=now())
    response = Response(data, mimetype=PDF_TYPE)
    response.headers["Content-Disposition"] = disposition(name)
    return response


def offered(form: OutsideForm) -> OutsideForm:
    """Each series with the numbers that can be entered now."""
    db, year = office().db, office_date(now()).year
    choices = []
    for one in agencies.series(db):
        limits = outside_papers.bounds(db, one.id, year)
        if limits is None:
            said = "chưa có số nào"
        elif limits[0] > 1:
            said = f"ghi được số {padded(limits[0] - 1)} hoặc {padded(limits[1] + 1)}"
        else:
            said = f"ghi được số {padded(limits[1] + 1)}"
        if one.active:
            choices.append((str(one.id), f"{one.name} – năm {year} {said}"))
    form.series.offer(choices)
    return form


def page(form: OutsideForm) -> str:
    return render_template("registers/outside.html", form=form)
