"""Người ký — posts and authority, with a sample of the block as it will be printed."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for
from wtforms.validators import ValidationError

from forms.base import VietnameseForm
from forms.fields import Check, Choice, Line, at_most
from service.actions import agency as verbs
from service.domain.agency import Signatory, SigningCapacity
from service.domain.errors import NotFound, OfficeError
from service.domain.workflow import Role
from service.store import people
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import filled

pages = Blueprint("signatories", __name__)

CAPACITIES = (
    (SigningCapacity.HEAD, "Người đứng đầu ký trực tiếp"),
    (SigningCapacity.ON_BEHALF, "TM. – thay mặt tập thể hoặc cơ quan"),
    (SigningCapacity.FOR_HEAD, "KT. – cấp phó ký thay người đứng đầu"),
    (SigningCapacity.BY_ORDER, "TL. – ký thừa lệnh"),
    (SigningCapacity.BY_DELEGATION, "TUQ. – ký thừa ủy quyền"),
    (SigningCapacity.ACTING, "Q. – quyền (giao quyền cấp trưởng)"),
)


class SignatoryPageForm(VietnameseForm):
    name = Line(
        "Họ và tên",
        [filled("Hãy ghi họ và tên."), at_most(120)],
        description="Không ghi học hàm, học vị, danh hiệu.",
    )
    post = Line(
        "Chức vụ",
        [filled("Hãy ghi chức vụ của người ký."), at_most(120)],
        description="Ví dụ: Chủ tịch, Phó Chủ tịch, Chánh Văn phòng.",
    )
    capacity = Choice(
        "Quyền hạn ký", choices=[(capacity.value, name) for capacity, name in CAPACITIES]
    )
    body = Line(
        "Thay mặt (TM.)",
        [at_most(120)],
        description="Tên tập thể hoặc cơ quan sau TM., ví dụ Ủy ban nhân dân. Có thể để trống.",
    )
    head_post = Line(
        "Chức vụ người đứng đầu",
        [at_most(120)],
        description="Đứng sau KT., TL., TUQ. hoặc Q., ví dụ Chủ tịch.",
    )
    person_id = Choice(
        "Tài khoản duyệt",
        description="Văn bản chọn người ký này sẽ được trình vào tài khoản đó.",
    )
    active = Check("Đang dùng", default=True)

    def validate_head_post(self, field: Any) -> None:
        needs = (
            SigningCapacity.FOR_HEAD,
            SigningCapacity.BY_ORDER,
            SigningCapacity.BY_DELEGATION,
        )
        if SigningCapacity(self.capacity.answer()) in needs and not field.answer():
            raise ValidationError("Hãy ghi chức vụ người đứng đầu, vì đứng sau KT., TL., TUQ.")

    def signatory(self, signatory_id: int) -> Signatory:
        values = {field.name: field.answer() for field in self}
        values["capacity"] = SigningCapacity(values["capacity"])
        values["person_id"] = int(values["person_id"]) if values["person_id"] else None
        return Signatory(id=signatory_id, **values)


@pages.get("/administration/signatories")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    return render_template(
        "administration/signatories.html", signatories=office().agency().signatories
    )


@pages.get("/administration/signatories/<int:signatory_id>")
@allow(Role.ADMINISTRATOR)
def edit(signatory_id: int) -> str:
    """Signatory 0 is a new one."""
    if not signatory_id:
        return page(signatory_id, offered(SignatoryPageForm()))
    values = asdict(found(signatory_id))
    values["person_id"] = str(values["person_id"] or "")
    return page(signatory_id, offered(SignatoryPageForm(data=values)))


@pages.post("/administration/signatories/<int:signatory_id>")
@allow(Role.ADMINISTRATOR)
def save(signatory_id: int) -> Any:
    form = offered(SignatoryPageForm(request.form))
    valid = form.validate()
    if not valid or request.form.get("do") == "sample":
        return page(signatory_id, form), 200 if valid else 422
    try:
        verbs.save_signatory(office(), form.signatory(signatory_id), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return page(signatory_id, form), status_of(error)
    flash(f"Đã lưu người ký {form.name.answer()}.", "good")
    return redirect(url_for("signatories.show"), 303)


@pages.post("/administration/signatories/sample")
@allow(Role.ADMINISTRATOR)
def sample() -> Response:
    """The block of what is typed so far, for the script."""
    block = offered(SignatoryPageForm(request.form)).signatory(0).block
    return jsonify({"authority": "\n".join(block.authority), "name": block.name})


def found(signatory_id: int) -> Signatory:
    for signatory in office().agency().signatories:
        if signatory.id == signatory_id:
            return signatory
    raise NotFound("Không có người ký này.")


def offered(form: SignatoryPageForm) -> SignatoryPageForm:
    leaders = people.holding(office().db, Role.SIGNATORY)
    form.person_id.offer([("", "Chưa gắn tài khoản"), *((str(p.id), p.name) for p in leaders)])
    if form.capacity.data is None:
        form.capacity.data = SigningCapacity.HEAD.value
    return form


def page(signatory_id: int, form: SignatoryPageForm) -> str:
    return render_template(
        "administration/signatory.html",
        form=form,
        signatory_id=signatory_id,
        block=form.signatory(signatory_id).block,
    )
