"""Sao văn bản — what may be copied into what, a copy of a paper of ours in one click, and the
register of copies with its columns (NĐ 30/2020, Điều 25–27; Phụ lục IV)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.base import posted
from service.actions import copying, drafting
from service.domain.copying import (
    FORM_NAMES,
    MEDIUM_NAMES,
    STANDING_NAMES,
    CopyForm,
    CopySource,
    Medium,
    SourceStanding,
    remark,
    rulings,
)
from service.domain.documents import Document
from service.domain.errors import Refused
from service.domain.kinds import DocumentKind
from service.domain.numbering import Register, office_date
from service.domain.workflow import Role
from service.store import copies, documents, lists
from service.web.allow import allow, person
from service.web.clock import now
from service.web.frame import office
from service.web.typed import whole
from signatures.report import Report

pages = Blueprint("copies", __name__)

COLUMNS = (
    "Số, ký hiệu bản sao",
    "Ngày tháng sao",
    "Hình thức sao",
    "Tên loại, số, ký hiệu và trích yếu nội dung văn bản được sao",
    "Người ký",
    "Nơi nhận bản sao",
    "Đơn vị, người nhận bản lưu",
    "Số lượng bản",
    "Ngày chuyển",
    "Ký nhận",
    "Ghi chú",
)
"""The columns of Sổ đăng ký văn bản đi (Phụ lục IV), said of copies, and the form of copy."""

MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class SourceView:
    """What a copy's page shows of the file it is made of."""

    source: CopySource
    report: Report | None
    origin: Document | None


@pages.get("/copies/new")
@allow(Role.DRAFTER)
def offer() -> str:
    """Every copy that could be asked for of what the person has, and why some are not made."""
    source, standing = request.args.get("source", ""), request.args.get("standing", "")
    chosen = source in list(Medium) and standing in list(SourceStanding)
    return render_template(
        "copies/offer.html",
        source=source,
        standing=standing,
        media={Medium.PAPER: "Văn bản giấy", Medium.ELECTRONIC: "Văn bản điện tử đã ký số"},
        standings={one: name.capitalize() for one, name in STANDING_NAMES.items()},
        rulings=rulings(Medium(source), SourceStanding(standing)) if chosen else (),
        asked=bool(source or standing),
        source_name=MEDIUM_NAMES[Medium(source)] if chosen else "",
    )


@pages.post("/copies/new")
@allow(Role.DRAFTER)
def start() -> Response:
    """Open the draft of the chosen copy, what was said of its source filled in."""
    me, agency, kind = person(), office().agency(), copy_kind()
    unit = next((one.symbol for one in agency.units if one.id == me.unit_id), "")
    last = documents.last_answers(office().db, me.id, kind.code)
    answers = kind.form.starting_answers(agency, unit=unit, last=last)
    for name, known in (
        ("source_medium", Medium),
        ("source_standing", SourceStanding),
        ("copy_kind", CopyForm),
        ("copy_medium", Medium),
    ):
        value = request.form.get(name, "")
        if value not in list(known):
            raise Refused("Hãy chọn lại từ đầu: thiếu văn bản cần sao hoặc bản sao sẽ làm.")
        answers[name] = value
    clean = posted(kind.form, answers, agency).answers()
    draft = drafting.create_draft(office(), kind.code, clean, by=me, now=now())
    return redirect(url_for("drafts.edit", document_id=draft.id), 303)


@pages.post("/documents/<int:document_id>/certified-copies")
@allow(Role.DRAFTER)
def of_ours(document_id: int) -> Response:
    return opened(copying.copy_of_ours, document_id)


@pages.post("/incoming/<int:incoming_id>/certified-copies")
@allow(Role.DRAFTER)
def of_incoming(incoming_id: int) -> Response:
    return opened(copying.copy_of_incoming, incoming_id)


def opened(start_from: Callable[..., Document], ident: int) -> Response:
    """The draft of a copy whose source was in the archive already."""
    trust = office().settings.trust_folder
    trust.mkdir(parents=True, exist_ok=True)
    copy = start_from(office(), ident, trust_folder=trust, by=person(), now=now())
    flash("Đã mở bản sao: tệp lấy từ kho, các mục đã điền sẵn. Hãy xem lại rồi trình.", "good")
    return redirect(url_for("drafts.edit", document_id=copy.id), 303)


@pages.get("/copies")
@allow(Role.CLERK)
def register() -> str:
    """One year of copies; year, form, medium and words stand in the address."""
    this_year = office_date(now()).year
    year = whole(request.args.get("year"), this_year, low=1945, high=9999)
    form, medium = request.args.get("form", ""), request.args.get("medium", "")
    words = request.args.get("q", "")[:MOST_WORDS]
    years = {this_year, year, *lists.register_years(office().db, Register.COPIES)}
    return render_template(
        "copies/register.html",
        columns=COLUMNS,
        lines=copies.register_lines(
            office().db,
            year,
            form=form if form in list(CopyForm) else "",
            medium=medium if medium in list(Medium) else "",
            words=words,
        ),
        year=year,
        years=sorted(years, reverse=True),
        form=form,
        medium=medium,
        words=words,
        forms=FORM_NAMES,
        media=MEDIUM_NAMES,
        remark=remark,
        agency=office().agency(),
    )


def copy_kind() -> DocumentKind:
    """The kind that is made of an uploaded source."""
    return next(kind for kind in office().kinds if kind.needs_source)


@pages.app_template_global("copy_source_of")
def source_view(document: Document) -> SourceView | None:
    """What was found in a copy's source; None for other papers."""
    source = copies.source_of(office().db, document.id)
    if source is None:
        return None
    origin = documents.get_for_office(office().db, source.origin_id) if source.origin_id else None
    report = Report.from_dict(dict(source.report)) if source.is_signed else None
    return SourceView(source, report, origin)


@pages.app_template_global("copies_made_of")
def made_of(document: Document) -> list[Document]:
    """Numbered copies of one of our papers."""
    found = copies.copies_of(office().db, document.id)
    return [documents.get_for_office(office().db, ident) for ident in found]


@pages.app_template_global("may_make_copies")
def may_make_copies() -> bool:
    return person().may(Role.DRAFTER)


@pages.app_template_global("departure_of")
def departure(answers: Any) -> str:
    return remark(answers)
