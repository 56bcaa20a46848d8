"""Nhập sổ từ bảng tính — read, shown line by line, repaired on the page, kept all or nothing."""

import json
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from service.actions import takeover
from service.domain.errors import OfficeError, Refused
from service.domain.numbering import office_date
from service.domain.takeover import FIELDS, ReadLines, TypedLine, read_lines
from service.domain.workflow import Role
from service.reading.spreadsheet import MOST_LINES, read_spreadsheet
from service.store import agency as agencies
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import status_of
from service.web.frame import office
from service.web.typed import whole

pages = Blueprint("register_import", __name__)

MOST_WRONG = 200
MOST_SHOWN = 100


@pages.get("/register/import")
@allow(Role.CLERK)
def show() -> str:
    return ask_page()


@pages.post("/register/import")
@allow(Role.CLERK)
def read() -> Any:
    """The uploaded spreadsheet, line by line; nothing is kept yet."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return ask_page("Hãy chọn tệp bảng tính."), 422
    convert = "convert" in request.form
    try:
        lines = read_spreadsheet(upload.read(), upload.filename, convert=convert)
    except Refused as refusal:
        return ask_page(refusal.message), status_of(refusal)
    return lines_page(lines)


@pages.post("/register/import/lines")
@allow(Role.CLERK)
def keep() -> Any:
    """The lines as repaired: looked at again, and kept when all are right and the clerk says so."""
    lines = repaired(typed_lines())
    found = judged(lines)
    if found.errors or request.form.get("then") != "keep":
        return lines_page(lines), 422 if found.errors else 200
    try:
        count = takeover.import_register(
            office(), series_id(), year(), found.papers, by=person(), now=now()
        )
    except OfficeError as error:
        return lines_page(lines, error.message), status_of(error)
    flash(f"Đã ghi {count} dòng vào sổ.", "good")
    return redirect(url_for("register.show", series=series_id(), year=year()), 303)


def typed_lines() -> tuple[TypedLine, ...]:
    """What the page carried along; a page that was tampered with is as good as none."""
    try:
        given = json.loads(request.form.get("lines", ""))
        lines = tuple(
            TypedLine(
                int(row),
                {str(name): str(text) for name, text in cells.items() if name in FIELDS},
                tuple(name for name in formulas if name in FIELDS),
            )
            for row, cells, formulas in given
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused("Trang nhập sổ đã hỏng; hãy chọn lại tệp.") from error
    if not 0 < len(lines) <= MOST_LINES:
        raise Refused("Trang nhập sổ đã hỏng; hãy chọn lại tệp.")
    return lines


def repaired(lines: tuple[TypedLine, ...]) -> tuple[TypedLine, ...]:
    """The lines with what was typed over them; lines that were ticked to go are gone."""
    kept = []
    for place, line in enumerate(lines):
        if f"drop-{place}" in request.form:
            continue
        typed = {
            name: request.form[f"cell-{place}-{name}"]
            for name in FIELDS
            if f"cell-{place}-{name}" in request.form
        }
        # Whoever typed over a line has seen its formulas.
        formulas = () if typed else line.formulas
        kept.append(replace(line, cells={**line.cells, **typed}, formulas=formulas))
    return tuple(kept)


def judged(lines: tuple[TypedLine, ...]) -> ReadLines:
    return read_lines(lines, year=year(), today=office_date(now()))


def year() -> int:
    return whole(request.form.get("year"), office_date(now()).year, low=1945, high=9999)


def series_id() -> int:
    return whole(request.form.get("series"), 0)


def ask_page(wrong: str = "") -> str:
    return render_template(
        "registers/import.html",
        wrong=wrong,
        series=[one for one in agencies.series(office().db) if one.active],
        year=year(),
        heads=FIELDS.values(),
    )


def lines_page(lines: tuple[TypedLine, ...], refusal: str = "") -> str:
    found = judged(lines)
    carried = [[line.row, dict(line.cells), list(line.formulas)] for line in lines]
    wrong = [(place, lines[place], found.errors[place]) for place in sorted(found.errors)]
    right = [line for place, line in enumerate(lines) if place not in found.errors]
    return render_template(
        "registers/import_lines.html",
        carried=json.dumps(carried, ensure_ascii=False),
        wrong=wrong[:MOST_WRONG],
        wrong_count=len(wrong),
        right=right[:MOST_SHOWN],
        right_count=len(right),
        fields=FIELDS,
        refusal=refusal,
        year=year(),
        series=series_id(),
    )
