"""Kiểm tra thể thức — any Word or PDF file measured against NĐ 30/2020, with pictures.

Only Word files are annotated and mended: a PDF cannot be changed without setting it anew.
"""

import json
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for

from service.actions.jobs import DOCX_TYPE
from service.conformity import (
    Report,
    Severity,
    annotate_file,
    check_file,
    from_json,
    repair_file,
    to_json,
)
from service.domain.errors import NotFound, OfficeError, Refused, RenderingFault
from service.rendering.marks import Mark, find_marks, marked_page
from service.rendering.pages import page_count
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import status_of
from service.web.frame import READERS, office
from service.web.lookover import Dropped, drop, find, uploaded

pages = Blueprint("conformity", __name__)

DPI = 100
ERROR_RED, ADVICE_BLUE = (156, 28, 19), (18, 75, 124)
MISSING = "Chưa chọn tệp Word hoặc PDF cần kiểm tra."


@pages.get("/conformity")
@allow(*READERS)
def ask() -> str:
    return render_template("conformity/ask.html", wrong="")


@pages.post("/conformity")
@allow(*READERS)
def check() -> Any:
    """Check the dropped file and keep it for an hour with its report."""
    try:
        name, data = uploaded("file", MISSING)
        report = check_file(data)
    except Refused as refusal:
        return render_template("conformity/ask.html", wrong=refusal.message), 422
    dropped = drop(name, data, by=person(), now=now())
    dropped.write("report.json", json.dumps(to_json(report)).encode())
    return redirect(url_for("conformity.show", token=dropped.token), 303)


@pages.get("/conformity/<token>")
@allow(*READERS)
def show(token: str) -> str:
    dropped = find(token, by=person(), now=now())
    report = _report(dropped)
    count, trouble = _page_count(dropped)
    return render_template(
        "conformity/report.html",
        dropped=dropped,
        report=report,
        severity=Severity,
        page_urls=[
            url_for("conformity.page", token=token, number=number) for number in range(1, count + 1)
        ],
        on_page=_pages_of(dropped, report) if count else {},
        trouble=trouble,
    )


@pages.get("/conformity/<token>/pages/<int:number>.png")
@allow(*READERS)
def page(token: str, number: int) -> Response:
    dropped = find(token, by=person(), now=now())
    pdf = _pdf(dropped)
    spots = find_marks(pdf, _marks(_report(dropped)))
    try:
        picture = marked_page(pdf, number, spots, dpi=DPI)
    except IndexError:
        raise NotFound("Không có trang này.") from None
    return Response(picture, mimetype="image/png")


@pages.get("/conformity/<token>/annotated.docx")
@allow(*READERS)
def annotated(token: str) -> Response:
    """The file with a Word comment at every place."""
    dropped = find(token, by=person(), now=now())
    return _file(annotate_file(dropped.read("file")), dropped.name, "góp ý")


@pages.get("/conformity/<token>/repair")
@allow(*READERS)
def repair(token: str) -> str:
    """What “Sửa giúp” changes, and what it leaves to a person."""
    dropped = find(token, by=person(), now=now())
    told = _repaired(dropped)
    return render_template(
        "conformity/repair.html",
        dropped=dropped,
        changes=told["changes"],
        left=from_json(told["left"]),
        severity=Severity,
    )


@pages.get("/conformity/<token>/repaired.docx")
@allow(*READERS)
def repaired(token: str) -> Response:
    dropped = find(token, by=person(), now=now())
    _repaired(dropped)
    return _file(dropped.read("repaired.docx"), dropped.name, "đã sửa")


def _repaired(dropped: Dropped) -> dict[str, Any]:
    if not dropped.has("repaired.json"):
        done = repair_file(dropped.read("file"))
        dropped.write("repaired.docx", done.docx)
        told = {"changes": [asdict(one) for one in done.changes], "left": to_json(done.left)}
        dropped.write("repaired.json", json.dumps(told).encode())
    return json.loads(dropped.read("repaired.json"))  # type: ignore[no-any-return]


def _report(dropped: Dropped) -> Report:
    if not dropped.has("report.json"):
        raise NotFound("Kết quả này là của một việc kiểm tra khác.")
    return from_json(json.loads(dropped.read("report.json")))


def _marks(report: Report) -> tuple[Mark, ...]:
    """The first place of every finding, numbered as the list is."""
    return tuple(
        Mark(
            str(number),
            finding.places[0].text,
            ERROR_RED if finding.severity is Severity.ERROR else ADVICE_BLUE,
        )
        for number, finding in enumerate(report.findings, 1)
        if finding.places and finding.places[0].text
    )


def _pages_of(dropped: Dropped, report: Report) -> dict[int, int]:
    """Number of a finding → page of its first place, for those that can be found."""
    told = {
        number: finding.places[0].page
        for number, finding in enumerate(report.findings, 1)
        if finding.places and finding.places[0].page
    }
    spots = find_marks(_pdf(dropped), _marks(report))
    return {int(spot.mark.label): spot.page for spot in spots} | told


def _page_count(dropped: Dropped) -> tuple[int, str]:
    """How many page pictures there are; or none, and why."""
    try:
        return page_count(_pdf(dropped)), ""
    except RenderingFault:
        return 0, "Không vẽ được ảnh trang của tệp này; danh sách bên cạnh vẫn đầy đủ."
    except OfficeError as error:
        if status_of(error) != 503:
            raise
        return 0, "Máy chủ đang bận, chưa vẽ được ảnh trang. Tải lại trang sau ít giây."


def _pdf(dropped: Dropped) -> bytes:
    if _report(dropped).source == "pdf":
        return dropped.read("file")  # drawn as it is
    if not dropped.has("pages.pdf"):
        dropped.write("pages.pdf", office().converter.convert(dropped.read("file")))
    return dropped.read("pages.pdf")


def _file(data: bytes, name: str, what: str) -> Response:
    response = Response(data, mimetype=DOCX_TYPE)
    response.headers["Content-Disposition"] = disposition(f"{PurePath(name).stem} ({what}).docx")
    return response
