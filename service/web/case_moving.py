"""In mục lục, nhập hồ sơ — the contents list, and a ZIP of a whole file back again."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from service.actions import case_printing
from service.actions.case_import import import_case
from service.domain.errors import Refused
from service.domain.workflow import Role
from service.web.allow import allow, person
from service.web.case_lists import file_response
from service.web.clock import now
from service.web.errors import status_of
from service.web.frame import READERS, office

pages = Blueprint("case_moving", __name__)


@pages.get("/case-files/<int:case_id>/contents.<ending>")
@allow(*READERS)
def contents(case_id: int, ending: str) -> Response:
    made = case_printing.print_contents(office(), case_id, ending, by=person(), now=now())
    return file_response(*made)


@pages.get("/case-files/import")
@allow(Role.CLERK)
def ask() -> str:
    return _page()


@pages.post("/case-files/import")
@allow(Role.CLERK)
def bring_in() -> Any:
    file = request.files.get("file")
    data = file.read() if file else b""
    try:
        if not data:
            raise Refused("Hãy chọn tệp ZIP của hồ sơ đã xuất.")
        done = import_case(office(), data, by=person(), now=now())
    except Refused as refusal:
        return _page(refusal.message), status_of(refusal)
    if done.new:
        flash(f"Đã nhập hồ sơ {done.case.name} với {done.papers} văn bản.", "good")
    else:
        flash("Cơ quan đã có đúng hồ sơ này; không có gì mới.", "message")
    return redirect(url_for("case_files.show", case_id=done.case.id), 303)


def _page(wrong: str = "") -> str:
    return render_template("case_files/import.html", wrong=wrong)
