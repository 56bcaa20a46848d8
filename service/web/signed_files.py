"""Nhận tệp đã ký — the clerk hands in what came back from signing."""

from typing import Any

from flask import Blueprint, flash, request

from service.actions.correcting_signed import correct_signed
from service.actions.signing import FIELD, accept_signed
from service.domain.errors import Busy, Refused
from service.domain.workflow import Role
from service.store import documents
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import back_to, page
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.lookover import uploaded
from service.web.signed_view import CorrectionForm, SignedForm
from service.web.signing import ways
from signatures.report import VERDICT_NAMES, Verdict

pages = Blueprint("signed_files", __name__)

MISSING = "Chưa chọn tệp PDF đã ký."


@pages.post("/documents/<int:document_id>/signed-file")
@allow(Role.CLERK)
def take(document_id: int) -> Any:
    """Check and keep the file; refused ones come back to the same page with every reason."""
    document = documents.get(office().db, document_id, person())
    form = SignedForm(request.form)
    trust = office().settings.trust_folder
    trust.mkdir(parents=True, exist_ok=True)
    try:
        _, data = uploaded(FIELD, MISSING)
        taken = accept_signed(
            office(),
            document_id,
            data,
            trust_folder=trust,
            reason=form.reason.data or "",
            by=person(),
            now=now(),
        )
    except (Refused, Busy) as refusal:
        show_on(form, refusal)
        return page(document, signing=form), status_of(refusal)
    flash(f"Đã nhận tệp đã ký: {VERDICT_NAMES[Verdict(taken.verdict)]}.", "good")
    return back_to(document_id)


@pages.post("/documents/<int:document_id>/signed-file/correction")
@allow(Role.CLERK)
def correct(document_id: int) -> Any:
    """Another signed file in place of a wrong one; refused ones come back with every reason."""
    document = documents.get(office().db, document_id, person())
    form = CorrectionForm(request.form)
    try:
        _, data = uploaded(FIELD, MISSING)
        correct_signed(
            office(),
            document_id,
            data,
            form.why.data or "",
            desk=ways.desk(),
            by=person(),
            now=now(),
        )
    except (Refused, Busy) as refusal:
        show_on(form, refusal)
        return page(document, correcting=form), status_of(refusal)
    flash("Đã thay tệp đã ký; tệp trước vẫn còn trong lịch sử.", "good")
    return back_to(document_id)
