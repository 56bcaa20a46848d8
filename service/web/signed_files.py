"""Nhận tệp đã ký — the clerk hands in what came back from signing."""

from typing import Any

from flask import Blueprint, flash, request

from service.actions.correcting_signed import correct_signed
from service.actions.signing import FIELD
from service.actions.signing_files import Handed, accept_files
from service.domain.documents import Document
from service.domain.errors import Busy, Refused
from service.domain.workflow import Role
from service.store import documents, signed_files
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import back_to, page
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.lookover import all_uploaded, uploaded
from service.web.signed_view import CorrectionForm, SignedForm, for_many, with_places
from service.web.signing import ways
from service.web.typed import whole
from signatures.report import VERDICT_NAMES, Verdict

pages = Blueprint("signed_files", __name__)

MISSING = "Chưa chọn tệp PDF đã ký."


@pages.post("/documents/<int:document_id>/signed-file")
@allow(Role.CLERK)
def take(document_id: int) -> Any:
    """Check and keep the file; refused ones come back to the same page with every reason."""
    document = documents.get(office().db, document_id, person())
    form = for_many(SignedForm(request.form), document)
    trust = office().settings.trust_folder
    trust.mkdir(parents=True, exist_ok=True)
    try:
        handed = [Handed(*one) for one in all_uploaded(FIELD, MISSING)]
        accept_files(
            office(),
            document_id,
            handed,
            trust_folder=trust,
            reason=form.reason.data or "",
            whole=True,
            by=person(),
            now=now(),
        )
    except (Refused, Busy) as refusal:
        show_on(form, refusal)
        return page(document, signing=form), status_of(refusal)
    tell_taken(document)
    return back_to(document_id)


def tell_taken(document: Document) -> None:
    """The verdicts of the files in force; the page itself says what is still missing."""
    found = signed_files.in_force(office().db, document.id)
    verdicts = dict.fromkeys(VERDICT_NAMES[Verdict(one.verdict)] for one in found)
    flash(f"Đã nhận tệp đã ký: {', '.join(verdicts)}.", "good")


@pages.post("/documents/<int:document_id>/signed-file/correction")
@allow(Role.CLERK)
def correct(document_id: int) -> Any:
    """Another signed file in place of a wrong one; refused ones come back with every reason."""
    document = documents.get(office().db, document_id, person())
    form = with_places(CorrectionForm(request.form), document)
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
            annex=whole(form.which.data, 0),
        )
    except (Refused, Busy) as refusal:
        show_on(form, refusal)
        return page(document, correcting=form), status_of(refusal)
    flash("Đã thay tệp đã ký; tệp trước vẫn còn trong lịch sử.", "good")
    return back_to(document_id)
