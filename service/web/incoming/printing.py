"""In phiếu — the arrival slip, the stamp and the handling slip of an incoming paper."""

from flask import Blueprint, Response

from service.actions import slips
from service.actions.media import DOCX_TYPE, PDF_TYPE
from service.domain.errors import NotFound
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.frame import READERS, office

pages = Blueprint("incoming_printing", __name__)


@pages.get("/incoming/<int:incoming_id>/arrival-slip.pdf")
@allow(*READERS)
def arrival(incoming_id: int) -> Response:
    data = slips.arrival_slip(office(), incoming_id, by=person(), now=now())
    return _file(data, PDF_TYPE, "Phiếu đến.pdf")


@pages.get("/incoming/<int:incoming_id>/arrival-stamp.pdf")
@allow(*READERS)
def overlay(incoming_id: int) -> Response:
    data = slips.arrival_overlay(office(), incoming_id, by=person(), now=now())
    return _file(data, PDF_TYPE, "Dấu đến.pdf")


@pages.get("/incoming/<int:incoming_id>/stamped.pdf")
@allow(*READERS)
def stamped(incoming_id: int) -> Response:
    """Only for files without signatures; the stored file stays as it came."""
    data = slips.stamped_print(
        office(), incoming_id, by=person(), now=now(), convert=office().converter.convert
    )
    return _file(data, PDF_TYPE, "Bản in có dấu đến.pdf")


@pages.get("/incoming/<int:incoming_id>/handling-slip.<form>")
@allow(*READERS)
def slip(incoming_id: int, form: str) -> Response:
    """Phiếu giải quyết văn bản đến, as Word or PDF."""
    if form not in ("docx", "pdf"):
        raise NotFound("Phiếu chỉ có dạng Word và PDF.")
    data = slips.slip_docx(office(), incoming_id, by=person(), now=now())
    if form == "pdf":
        return _file(office().converter.convert(data), PDF_TYPE, "Phiếu giải quyết.pdf")
    return _file(data, DOCX_TYPE, "Phiếu giải quyết.docx")


def _file(data: bytes, media_type: str, name: str) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = disposition(name)
    return response
