"""Bản xuất hồ sơ trên trang — ask for it, watch it, take it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from service.actions import case_exporting
from service.actions.case_exporting import ExportState
from service.actions.case_files import contents
from service.domain.case_files import CaseFile
from service.domain.workflow import Role
from service.store import case_files
from service.store.case_exports import CaseExport
from service.web.allow import allow, person
from service.web.case_lists import file_response
from service.web.clock import now
from service.web.frame import office

pages = Blueprint("case_exports", __name__)

ROLES = (Role.DRAFTER, Role.CLERK)


@pages.post("/case-files/<int:case_id>/exports")
@allow(*ROLES)
def ask(case_id: int) -> Any:
    made = case_exporting.ask_export(office(), case_id, by=person(), now=now())
    if made.sha256 is not None:
        flash("Bản xuất đã có vẫn đúng như hồ sơ; hãy tải bản ấy.", "message")
    return redirect(url_for("case_files.show", case_id=case_id, _anchor="xuat"), 303)


@pages.get("/case-files/<int:case_id>/exports/state")
@allow(*ROLES)
def state(case_id: int) -> str:
    """The section of the file's page that tells of its exports, for the page's own script."""
    case = case_files.get(office().db, case_id, person())
    return render_template("case_files/export.html", case=case, told=export_facts(case))


@pages.get("/case-files/<int:case_id>/exports/<int:export_id>")
@allow(*ROLES)
def download(case_id: int, export_id: int) -> Response:
    made = case_exporting.download_export(office(), case_id, export_id, by=person(), now=now())
    return file_response(*made)


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """What the section shows: the last export, the one under way, and a sentence about it."""

    made: CaseExport | None
    fresh: bool
    lost: bool
    unmade: CaseExport | None
    under_way: bool
    said: str


@pages.app_template_global()
def export_facts(case: CaseFile) -> ExportFacts:
    """For `case_files/export.html`, in the file's page and alone."""
    items = contents(office(), case, person())
    found = case_exporting.state_of(office(), case, items)
    return ExportFacts(
        found.made, found.fresh, found.lost, found.unmade, found.under_way, _said(found)
    )


@pages.app_template_global()
def agency_organ_id() -> str:
    """Mã định danh that files of this office go under; empty while there is none."""
    return office().agency().organ_id


@pages.app_template_global()
def may_set_up() -> bool:
    return person().may(Role.ADMINISTRATOR)


def _said(told: ExportState) -> str:
    if told.unmade is None:
        return ""
    if not told.under_way:
        return told.message or "Việc xuất hồ sơ bị mất."
    if told.state == "waiting":
        return f"Đang chờ máy chủ xuất {told.unmade.total} văn bản."
    if told.unmade.done < told.unmade.total:
        return f"Đã ghép {told.unmade.done} trong {told.unmade.total} văn bản."
    return "Đang đóng gói."
