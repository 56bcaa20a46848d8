"""Quyền xem trên trang — who else may see a paper, and who has looked at it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice

from forms.base import VietnameseForm
from forms.fields import Line
from service.actions import access
from service.domain.documents import Document, Person
from service.domain.errors import NotAllowed, OfficeError
from service.domain.workflow import Role
from service.store import access_grants, documents, events, people
from service.store import agency as agencies
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.typed import filled, whole

pages = Blueprint("access", __name__)

UNIT, PERSON = "unit-", "person-"


class GrantForm(VietnameseForm):
    holder = SelectField("Cho ai xem", validate_choice=False)
    files = BooleanField("Cho tải cả tệp", description="Không chọn thì chỉ xem được các trang.")
    reason = Line("Lý do", [filled("Hãy ghi vì sao cho xem văn bản này.")])


@pages.get("/documents/<int:document_id>/access")
@allow(Role.DRAFTER, Role.CLERK)
def show(document_id: int) -> str:
    return access_page(shareable(document_id), GrantForm())


@pages.post("/documents/<int:document_id>/access")
@allow(Role.DRAFTER, Role.CLERK)
def grant(document_id: int) -> Any:
    document = shareable(document_id)
    form = GrantForm(request.form)
    if not form.validate():
        return access_page(document, form), 422
    chosen = form.holder.data or ""
    try:
        made = access.grant(
            office(),
            document_id,
            unit_id=ident(chosen, UNIT),
            person_id=ident(chosen, PERSON),
            files=form.files.data,
            reason=form.reason.data,
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return access_page(document, form), status_of(error)
    flash(f"Đã cho {made.holder} xem văn bản này.", "good")
    return back_to(document_id)


@pages.post("/documents/<int:document_id>/access/<int:grant_id>/end")
@allow(Role.DRAFTER, Role.CLERK)
def end(document_id: int, grant_id: int) -> Response:
    access.revoke(office(), document_id, grant_id, by=person(), now=now())
    flash("Đã thôi cho xem.", "good")
    return back_to(document_id)


def shareable(document_id: int) -> Document:
    document = documents.get(office().db, document_id, person())
    if not access.may_share(document, person()):
        raise NotAllowed("Chỉ văn thư và đơn vị soạn thảo xem được trang này.")
    return document


def access_page(document: Document, form: GrantForm) -> str:
    db = office().db
    units = [one for one in agencies.units(db) if one.active and one.id != document.unit_id]
    others = [one for one in people.everyone(db) if gains(one, document)]
    form.holder.choices = {
        "Đơn vị": [SelectChoice(f"{UNIT}{one.id}", one.name) for one in units],
        "Người": [SelectChoice(f"{PERSON}{one.id}", one.name) for one in others],
    }
    return render_template(
        "access.html",
        document=document,
        kind=office().kinds[document.kind],
        form=form,
        grants=access_grants.of_document(db, document.id),
        looks=events.looks_of(db, document.id),
    )


def gains(one: Person, document: Document) -> bool:
    """Whether a grant would show this person anything: administrators read no papers, and
    clerks, the approver and the paper's own unit see it anyway."""
    sees = one.may(Role.CLERK) or one.id == document.approver_id
    sees = sees or (one.may(Role.DRAFTER) and one.unit_id == document.unit_id)
    return one.may(*READERS) and not sees


def ident(chosen: str, prefix: str) -> int | None:
    """The id behind ``unit-3`` when it is of that sort."""
    found = whole(chosen.removeprefix(prefix), 0) if chosen.startswith(prefix) else 0
    return found or None


def back_to(document_id: int) -> Response:
    return redirect(url_for("access.show", document_id=document_id), 303)
