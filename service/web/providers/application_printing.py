"""In hồ sơ — the application to sign, with or without identity numbers, and the receipt slip."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from forms.base import VietnameseForm
from forms.fields import Choice, Line, at_most
from service.actions import provider_printing as printing
from service.actions.media import DOCX_TYPE, PDF_TYPE
from service.domain.eligibility.cases import ProviderCase
from service.domain.eligibility.states import COUNTER
from service.domain.errors import NotFound, OfficeError
from service.store import provider_cases
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.typed import filled

pages = Blueprint("provider_printing", __name__)

FORMATS = {"pdf": "PDF", "docx": "Word"}


class WholeForm(VietnameseForm):
    reason = Line(
        "Lý do in đủ số giấy tờ",
        [filled("Hãy ghi lý do; lý do được lưu cùng tên bạn."), at_most(500)],
        description="Bản in thường để trống số giấy tờ cho người khai tự ghi. Lý do được lưu cùng "
        "tên bạn và giờ in.",
    )
    file = Choice("Dạng tệp", choices=list(FORMATS.items()))


@pages.get("/providers/cases/<int:case_id>/print")
@allow(*READERS)
def show(case_id: int) -> str:
    return _page(provider_cases.get(office().db, case_id, person()), WholeForm())


@pages.post("/providers/cases/<int:case_id>/print")
@allow(*COUNTER)
def whole(case_id: int) -> Any:
    case = provider_cases.get(office().db, case_id, person())
    form = WholeForm(request.form)
    if not form.validate():
        return _page(case, form), 422
    try:
        data = printing.whole_application_docx(
            office(), case_id, reason=form.reason.answer(), by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return _page(case, form), status_of(error)
    return as_file(data, form.file.answer() or "pdf", "Đơn đề nghị")


@pages.get("/providers/cases/<int:case_id>/application.<form>")
@allow(*READERS)
def application(case_id: int, form: str) -> Response:
    data = printing.application_docx(office(), case_id, by=person(), now=now())
    return as_file(data, form, "Đơn đề nghị")


@pages.get("/providers/cases/<int:case_id>/receipt.<form>")
@allow(*READERS)
def receipt(case_id: int, form: str) -> Response:
    data = printing.receipt_docx(office(), case_id, by=person(), now=now())
    return as_file(data, form, "Giấy tiếp nhận và hẹn trả")


def as_file(data: bytes, form: str, name: str) -> Response:
    """A Word file as it is or as PDF, under a name that tells of nobody."""
    if form not in FORMATS:
        raise NotFound("Tệp chỉ có dạng Word và PDF.")
    if form == "pdf":
        response = Response(office().converter.convert(data), mimetype=PDF_TYPE)
    else:
        response = Response(data, mimetype=DOCX_TYPE)
    response.headers["Content-Disposition"] = disposition(f"{name}.{form}")
    return response


def _page(case: ProviderCase, form: WholeForm) -> str:
    return render_template(
        "providers/application_print.html",
        case=case,
        form=form,
        may_whole=person().may(*COUNTER),
    )
