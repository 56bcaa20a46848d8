"""Văn bản cũ — one page per paper with its pictures, downloads, corrections."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from forms.base import VietnameseForm
from forms.fields import Choice, Line, Lines
from service.actions import old_papers as verbs
from service.actions.media import PDF_TYPE
from service.domain.errors import NotFound, OfficeError
from service.domain.numbering import office_date
from service.domain.old_papers import (
    DIRECTION_NAMES,
    LIMITS,
    LISTS,
    ORIGIN_NAMES,
    OldFile,
    OldPaper,
    cells_of,
    details_from,
)
from service.domain.workflow import Role
from service.rendering.pages import page_count, page_image
from service.store import events, old_papers
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.typed import whole

pages = Blueprint("old_papers", __name__)

DPI = 90
MOST_PICTURES = 40
QUIET = ("view_old_paper", "download")
NO_UNIT = "Chỉ văn thư, lãnh đạo"


class CellsForm(VietnameseForm):
    """What is told of an old paper; the domain judges it, so nothing is checked twice."""

    number = Line("Số", render_kw={"class": "short", "autocomplete": "off"})
    notation = Line("Ký hiệu", render_kw={"class": "short", "autocomplete": "off"})
    issued = Line(
        "Ngày ban hành",
        description="Ngày/tháng/năm; chỉ tháng/năm khi văn bản để trống ngày.",
        render_kw={"class": "short", "autocomplete": "off"},
    )
    kind = Line("Tên loại")
    subject = Line("Trích yếu")
    agency = Line("Cơ quan ban hành")
    superior = Line("Cơ quan chủ quản")
    place = Line("Địa danh")
    signer_authority = Lines("Quyền hạn trên chữ ký", render_kw={"rows": 2})
    signer_post = Line("Chức vụ người ký")
    signer_name = Line("Người ký")
    addressees = Lines("Kính gửi", description="Mỗi nơi một dòng.", render_kw={"rows": 3})
    recipients = Lines("Nơi nhận", description="Mỗi nơi một dòng.", render_kw={"rows": 3})
    urgency = Line("Mức độ khẩn", render_kw={"class": "short"})
    page_count = Line("Số trang", render_kw={"class": "short", "inputmode": "numeric"})
    note = Line("Ghi chú")

    def cells(self) -> dict[str, str]:
        """As `details_from` reads them."""
        found = {name: self[name].answer() for name in (*LIMITS, "issued", "page_count")}
        return found | {name: "\n".join(self[name].answer()) for name in LISTS}


class PaperForm(CellsForm):
    unit_id = Choice("Đơn vị được xem", choices=())


def filled_cells(cells: dict[str, str]) -> dict[str, Any]:
    """Cells as a form's data."""
    return {
        name: [line for line in text.replace(";", "\n").split("\n") if line.strip()]
        if name in LISTS
        else text
        for name, text in cells.items()
    }


def unit_choices() -> list[tuple[str, str]]:
    units = [unit for unit in office().agency().units if unit.active]
    return [("", NO_UNIT), *((str(unit.id), unit.name) for unit in units)]


@pages.get("/old-papers/<int:old_paper_id>")
@allow(*READERS)
def show(old_paper_id: int) -> str:
    paper = verbs.read(office(), old_paper_id, by=person(), now=now())
    files = old_papers.files(office().db, old_paper_id)
    urls, trouble = picture_urls(paper, files)
    history = events.of_topic(office().db, verbs.topic(old_paper_id))
    return render_template(
        "old_papers/show.html",
        paper=paper,
        files=files,
        urls=urls,
        trouble=trouble,
        direction=DIRECTION_NAMES[paper.direction],
        origin=ORIGIN_NAMES[paper.origin],
        no_unit=NO_UNIT,
        history=[event for event in history if event.verb not in QUIET],
        looks=sum(event.verb in QUIET for event in history),
        is_clerk=person().may(Role.CLERK),
    )


@pages.get("/old-papers/<int:old_paper_id>/edit")
@allow(Role.CLERK)
def edit(old_paper_id: int) -> str:
    paper = old_papers.get(office().db, old_paper_id, person())
    data = filled_cells(cells_of(paper.details)) | {"unit_id": str(paper.unit_id or "")}
    return _edit_page(paper, _form(data=data))


@pages.post("/old-papers/<int:old_paper_id>/edit")
@allow(Role.CLERK)
def save(old_paper_id: int) -> Any:
    paper = old_papers.get(office().db, old_paper_id, person())
    form = _form(request.form)
    if not form.validate():
        return _edit_page(paper, form), 422
    unit = whole(form.unit_id.answer(), 0)
    try:
        details = details_from(form.cells(), today=office_date(now()))
        verbs.correct(office(), old_paper_id, details, unit or None, by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return _edit_page(paper, form), status_of(error)
    flash("Đã sửa thông tin văn bản cũ.", "good")
    return redirect(url_for("old_papers.show", old_paper_id=old_paper_id), 303)


@pages.get("/old-papers/<int:old_paper_id>/files/<int:file_id>")
@allow(*READERS)
def download(old_paper_id: int, file_id: int) -> Response:
    file, data = verbs.download(office(), old_paper_id, file_id, by=person(), now=now())
    response = Response(data, mimetype=file.media_type)
    response.headers["Content-Disposition"] = disposition(file.name)
    return response


@pages.get("/old-papers/<int:old_paper_id>/files/<int:file_id>/pages/<int:number>.png")
@allow(*READERS)
def page(old_paper_id: int, file_id: int, number: int) -> Response:
    """A picture of one page; that the paper was opened is noted by its own page."""
    file = verbs.file_of(office(), old_paper_id, file_id, by=person())
    return picture(pdf_of(file.sha256, file.media_type), number)


def picture(pdf: bytes, number: int) -> Response:
    try:
        return Response(page_image(pdf, number, dpi=DPI), mimetype="image/png")
    except IndexError:
        raise NotFound("Không có trang này.") from None


def pdf_of(sha256: str, media_type: str) -> bytes:
    """A stored file as PDF; a Word file is converted. Raises RenderingFault or Busy."""
    data = office().files.get(sha256)
    return data if media_type == PDF_TYPE else office().converter.convert(data)


def picture_urls(paper: OldPaper, files: tuple[OldFile, ...]) -> tuple[list[str], str]:
    """Addresses of the pages' pictures, and the sentence when none can be drawn."""
    urls: list[str] = []
    try:
        for file in files:
            urls += [
                url_for("old_papers.page", old_paper_id=paper.id, file_id=file.id, number=number)
                for number in range(1, page_count(pdf_of(file.sha256, file.media_type)) + 1)
            ]
    except OfficeError as fault:
        return urls[:MOST_PICTURES], f"Chưa vẽ được hình trang: {fault.message}"
    return urls[:MOST_PICTURES], ""


def _form(posted: Any = None, *, data: dict[str, Any] | None = None) -> PaperForm:
    form = PaperForm(posted, data=data)
    form.unit_id.offer(unit_choices())
    return form


def _edit_page(paper: OldPaper, form: PaperForm) -> str:
    return render_template("old_papers/edit.html", paper=paper, form=form)
