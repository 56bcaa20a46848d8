"""Người ký — posts, authority, scope and days, with a sample of the block as it will be printed."""

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request, url_for

from service.actions import authorities as verbs
from service.domain.authority import Authority
from service.domain.errors import NotFound, OfficeError
from service.domain.numbering import office_date
from service.domain.signing_rules import block_of, ground_of, why_not
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import authorities, people, signing_papers
from service.web.administration.signatory_form import SignatoryPageForm, values_of
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office

pages = Blueprint("signatories", __name__)


@pages.get("/administration/signatories")
@allow(Role.ADMINISTRATOR)
def show() -> str:
    today = office_date(now())
    lines = [
        (one, block_of(one), why_not(one, on=today) if one.signatory.active else "Ngừng.")
        for one in authorities.current(office().db)
    ]
    return render_template("administration/signatories.html", lines=lines)


@pages.get("/administration/signatories/<int:signatory_id>")
@allow(Role.ADMINISTRATOR)
def edit(signatory_id: int) -> str:
    """Signatory 0 is a new one."""
    if not signatory_id:
        return page(signatory_id, offered(SignatoryPageForm()))
    return page(signatory_id, offered(SignatoryPageForm(data=values_of(found(signatory_id)))))


@pages.post("/administration/signatories/<int:signatory_id>")
@allow(Role.ADMINISTRATOR)
def save(signatory_id: int) -> Any:
    if signatory_id:
        found(signatory_id)
    form = offered(SignatoryPageForm(request.form))
    valid = form.validate()
    if not valid or request.form.get("do") == "sample":
        return page(signatory_id, form), 200 if valid else 422
    try:
        verbs.save_authority(office(), meant(form, signatory_id), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return page(signatory_id, form), status_of(error)
    flash(f"Đã lưu người ký {form.name.answer()}.", "good")
    return redirect(url_for("signatories.show"), 303)


@pages.post("/administration/signatories/sample")
@allow(Role.ADMINISTRATOR)
def sample() -> Response:
    """The block of what is typed so far, for the script."""
    block = block_of(meant(offered(SignatoryPageForm(request.form)), 0))
    return jsonify(
        {"authority": "\n".join(block.authority), "remark": block.remark, "name": block.name}
    )


def meant(form: SignatoryPageForm, signatory_id: int) -> Authority:
    return form.authority(signatory_id, signing_papers.current(office().db))


def found(signatory_id: int) -> Authority:
    authority = authorities.of(office().db, signatory_id)
    if authority is None:
        raise NotFound("Không có người ký này.")
    return authority


def offered(form: SignatoryPageForm) -> SignatoryPageForm:
    db = office().db
    form.offer(
        [(str(leader.id), leader.name) for leader in people.holding(db, Role.SIGNATORY)],
        [(kind.code, kind.name) for kind in office().kinds],
        [(str(unit.id), unit.name) for unit in agencies.units(db)],
        signing_papers.current(db),
    )
    return form


def page(signatory_id: int, form: SignatoryPageForm) -> str:
    history = authorities.history(office().db, signatory_id)
    kept = found(signatory_id) if signatory_id else None
    return render_template(
        "administration/signatory.html",
        form=form,
        signatory_id=signatory_id,
        block=block_of(meant(form, signatory_id)),
        trouble=why_not(kept, on=office_date(now())) if kept else "",
        kept=kept,
        history=[(one, ground_of(one.authority)) for one in history],
    )
