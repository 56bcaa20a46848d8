"""Nhập văn bản cũ — upload a ZIP or files, watch the run, mend its rows."""

import secrets
import shutil
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.datastructures import FileStorage

from forms.base import VietnameseForm
from forms.fields import Check, Choice
from service.actions import bulk_import as verbs
from service.actions.bulk_import import Order
from service.actions.media import DOCX_TYPE, PDF_TYPE, XLSX_TYPE
from service.domain.errors import NotFound, OfficeError, Refused
from service.domain.numbering import office_date
from service.domain.old_papers import DIRECTION_NAMES, FIELDS, Direction, details_from
from service.domain.workflow import Role
from service.reading.spreadsheet import LARGEST_MB, MOST_LINES
from service.rendering.import_sheet import import_sheet
from service.rendering.pages import page_count
from service.store import import_runs
from service.store.db import storage_fault
from service.store.import_runs import ROW_STATE_NAMES, ImportRow, ImportRun, RowState
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import disposition
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.old_papers import CellsForm, filled_cells, pdf_of, picture, unit_choices
from service.web.typed import whole

pages = Blueprint("bulk_import", __name__)

SHOWN = 100
REFRESH_S = 3
MISSING = "Hãy chọn một tệp ZIP, hoặc các tệp PDF, Word."
NOTES = (
    "Mỗi dòng một văn bản. Không cần đủ cột; thừa cột cũng được. Không dùng công thức.",
    "Tệp: tên tệp trong ZIP, nhiều tệp cách nhau bằng dấu chấm phẩy.",
    "Bỏ trống cột Tệp thì tìm tệp có tên bắt đầu bằng số, ký hiệu, ví dụ 05-QĐ-UBND.pdf.",
    "Số, ký hiệu: ví dụ 05/QĐ-UBND; hoặc ghi riêng ở hai cột Số và Ký hiệu.",
    "Ngày ban hành: ngày/tháng/năm. Bắt buộc có ngày và trích yếu.",
    "Kính gửi, Nơi nhận: nhiều nơi cách nhau bằng dấu chấm phẩy.",
)


class StartForm(VietnameseForm):
    direction = Choice(
        "Văn bản", choices=[(one.value, name) for one, name in DIRECTION_NAMES.items()]
    )
    unit_id = Choice(
        "Đơn vị được xem",
        description="Văn thư và lãnh đạo xem mọi văn bản cũ; chuyên viên xem của đơn vị mình.",
        choices=(),
    )
    convert = Check("Chuyển bảng mã cũ (TCVN3, VNI) sang Unicode nếu gặp")


class RowForm(CellsForm):
    without_file = Check("Ghi văn bản này không có tệp")


@pages.get("/old-papers/import")
@allow(Role.CLERK)
def ask() -> str:
    return _ask_page(_start_form())


@pages.post("/old-papers/import")
@allow(Role.CLERK)
def start() -> Any:
    form = _start_form(request.form)
    if not form.validate():
        return _ask_page(form), 422
    given = [one for one in request.files.getlist("file") if one.filename]
    sheet = request.files.get("sheet")
    source = None
    try:
        name, source = _shelved(given)
        order = Order(
            name,
            source,
            Direction(form.direction.answer()),
            whole(form.unit_id.answer(), 0) or None,
            (sheet.filename, sheet.read()) if sheet and sheet.filename else None,
            form.convert.answer(),
            uploaded=True,
        )
        run = verbs.start(office(), order, by=person(), now=now())
    except OfficeError as error:
        if source is not None:
            _forget(source)
        show_on(form, error)
        return _ask_page(form), status_of(error)
    return redirect(url_for("bulk_import.show", run_id=run.id), 303)


@pages.get("/old-papers/import/template.xlsx")
@allow(Role.CLERK)
def template() -> Response:
    return _sheet(import_sheet(tuple(FIELDS.values()), (), NOTES), "Mẫu nhập văn bản cũ.xlsx")


@pages.get("/old-papers/import/<int:run_id>")
@allow(Role.CLERK)
def show(run_id: int) -> Response:
    return _run_page(import_runs.get(office().db, run_id))


@pages.post("/old-papers/import/<int:run_id>/stop")
@allow(Role.CLERK)
def stop(run_id: int) -> Any:
    verbs.stop(office(), run_id, by=person(), now=now())
    flash("Đã dừng; bấm Nhập tiếp để chạy tiếp từ chỗ này.", "good")
    return _back_to(run_id)


@pages.post("/old-papers/import/<int:run_id>/resume")
@allow(Role.CLERK)
def resume(run_id: int) -> Any:
    verbs.resume(office(), run_id, by=person(), now=now())
    return _back_to(run_id)


@pages.post("/old-papers/import/<int:run_id>/conversion")
@allow(Role.CLERK)
def convert(run_id: int) -> Any:
    count = verbs.convert_codes(office(), run_id, by=person(), now=now())
    flash(f"Đọc lại {count} tệp, chữ TCVN3 và VNI được chuyển sang Unicode.", "good")
    return _back_to(run_id)


@pages.post("/old-papers/import/<int:run_id>/sheet")
@allow(Role.CLERK)
def mend_by_sheet(run_id: int) -> Any:
    sheet = request.files.get("sheet")
    if sheet is None or not sheet.filename:
        return _run_page(import_runs.get(office().db, run_id), "Hãy chọn bảng tính đã sửa."), 422
    try:
        count = verbs.mend_by_sheet(
            office(), run_id, (sheet.filename, sheet.read()), by=person(), now=now()
        )
    except Refused as refusal:
        run = import_runs.get(office().db, run_id)
        return _run_page(run, refusal.message), status_of(refusal)
    flash(f"Đã nhận {count} dòng sửa; đang nhập lại.", "good")
    return _back_to(run_id)


@pages.get("/old-papers/import/<int:run_id>/errors.xlsx")
@allow(Role.CLERK)
def errors(run_id: int) -> Response:
    """The rows to be mended, as a spreadsheet that comes back mended."""
    import_runs.get(office().db, run_id)
    rows = import_runs.rows_of(office().db, run_id, RowState.ERROR)
    lines = (
        (str(row.place), *(row.cells.get(name, "") for name in FIELDS), row.message) for row in rows
    )
    heads = ("Mã dòng", *FIELDS.values(), "Cần sửa")
    return _sheet(import_sheet(heads, lines, NOTES), f"Dòng cần sửa đợt {run_id}.xlsx")


@pages.get("/old-papers/import/<int:run_id>/rows/<int:place>")
@allow(Role.CLERK)
def row(run_id: int, place: int) -> Any:
    found = import_runs.row(office().db, run_id, place)
    if found.state is RowState.DONE:
        return redirect(url_for("old_papers.show", old_paper_id=found.old_paper_id), 303)
    form = RowForm(data=filled_cells(dict(found.cells)))
    run = import_runs.get(office().db, run_id)
    _fill_in(form, run, found)
    show_on(form, Refused("Dòng này còn chỗ cần sửa.", errors=found.errors))
    return _row_page(run, found, form)


@pages.post("/old-papers/import/<int:run_id>/rows/<int:place>")
@allow(Role.CLERK)
def mend(run_id: int, place: int) -> Any:
    run, found = import_runs.get(office().db, run_id), import_runs.row(office().db, run_id, place)
    form = RowForm(request.form)
    if not form.validate():
        return _row_page(run, found, form), 422
    cells = {**form.cells(), "reference": ""}
    upload = request.files.get("file")
    file = (_last(upload), upload.read()) if upload and upload.filename else None
    try:
        agency = office().agency().full_name if run.direction is Direction.OUTGOING else ""
        details_from(cells, today=office_date(now()), agency=agency)
        after = verbs.mend(
            office(),
            run_id,
            place,
            cells,
            by=person(),
            now=now(),
            file=file,
            without_file=form.without_file.answer(),
        )
    except OfficeError as error:
        show_on(form, error)
        return _row_page(run, found, form), status_of(error)
    if after.state is RowState.ERROR:
        show_on(form, Refused(after.message, errors=after.errors))
        return _row_page(run, after, form), 422
    if after.state is RowState.SKIPPED:
        flash(after.message, "wait")
    else:
        flash("Đã nhập văn bản của dòng này.", "good")
    return _back_to(run_id)


@pages.post("/old-papers/import/<int:run_id>/rows/<int:place>/leaving")
@allow(Role.CLERK)
def leave_out(run_id: int, place: int) -> Any:
    verbs.leave_out(office(), run_id, place, by=person(), now=now())
    flash("Đã bỏ dòng này; dòng vẫn còn trong danh sách bỏ qua.", "good")
    return _back_to(run_id)


@pages.get("/old-papers/import/<int:run_id>/rows/<int:place>/pages/<int:number>.png")
@allow(Role.CLERK)
def page(run_id: int, place: int, number: int) -> Response:
    found = import_runs.row(office().db, run_id, place)
    if not found.kept:
        raise NotFound("Dòng này chưa có tệp.")
    return picture(_pdf_of(found), number)


def _pdf_of(row: ImportRow) -> bytes:
    sha256, _ = row.kept[0]
    is_pdf = b"%PDF-" in office().files.get(sha256)[:1024]
    return pdf_of(sha256, PDF_TYPE if is_pdf else DOCX_TYPE)


def _pictures(row: ImportRow) -> list[str]:
    if not row.kept:
        return []
    try:
        count = page_count(_pdf_of(row))
    except OfficeError:
        return []
    return [
        url_for("bulk_import.page", run_id=row.run_id, place=row.place, number=number)
        for number in range(1, min(count, 10) + 1)
    ]


def _fill_in(form: RowForm, run: ImportRun, row: ImportRow) -> None:
    """``05/QĐ-UBND`` of one column in the two boxes of the form; ourselves as who issued it."""
    if run.direction is Direction.OUTGOING and not form.agency.data:
        form.agency.data = office().agency().full_name
    whole_text = row.cells.get("reference", "")
    if whole_text and not form.number.data:
        number, _, notation = whole_text.partition("/")
        form.number.data = number.strip()
        form.notation.data = form.notation.data or notation.strip()


def _shelved(given: list[FileStorage]) -> tuple[str, Path]:
    """The upload on the shelf: a ZIP as it is, else a folder with the files; its name and path."""
    if not given:
        raise Refused(MISSING, field="file")
    place = verbs.shelf(office()) / secrets.token_hex(16)
    try:
        if len(given) == 1 and _last(given[0]).lower().endswith(".zip"):
            path = place.with_suffix(".zip")
            given[0].save(path)
            return _last(given[0]), path
        place.mkdir(mode=0o700)
        for number, one in enumerate(given, 1):
            name = _last(one)
            path = place / name
            one.save(place / f"{number} {name}" if path.exists() else path)
    except OSError as error:
        _forget(place)
        raise storage_fault(error) from error
    return f"{len(given)} tệp", place


def _last(file: FileStorage) -> str:
    """The last part of a name as a browser sends it, short enough for any disk."""
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2].strip(". ")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[:60]}{dot}{ending[:8]}" or "tep"


def _forget(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _sheet(data: bytes, name: str) -> Response:
    response = Response(data, mimetype=XLSX_TYPE)
    response.headers["Content-Disposition"] = disposition(name)
    return response


def _back_to(run_id: int) -> Any:
    return redirect(url_for("bulk_import.show", run_id=run_id), 303)


def _start_form(posted: Any = None) -> StartForm:
    form = StartForm(posted)
    form.unit_id.offer(unit_choices())
    return form


def _ask_page(form: StartForm) -> str:
    db = office().db
    runs = [(run, import_runs.counts(db, run.id)) for run in import_runs.latest(db)]
    return render_template(
        "old_papers/import.html",
        form=form,
        runs=runs,
        states=RowState,
        upload_mb=office().settings.upload_mb,
        sheet_mb=LARGEST_MB,
        most_lines=MOST_LINES,
    )


def _run_page(run: ImportRun, wrong: str = "") -> Response:
    db = office().db
    counts = import_runs.counts(db, run.id)
    trouble = import_runs.trouble(db, run.id, verbs.JOB)
    going = counts[RowState.WAITING] > 0 and not run.stopped and trouble is None
    response = make_response(
        render_template(
            "old_papers/run.html",
            run=run,
            counts=counts,
            total=sum(counts.values()),
            going=going,
            trouble=trouble if counts[RowState.WAITING] else "",
            wrong=wrong,
            rows={
                state: import_runs.rows_of(db, run.id, state, limit=SHOWN)
                for state in (RowState.ERROR, RowState.SKIPPED, RowState.DONE)
            },
            names=ROW_STATE_NAMES,
            states=RowState,
            may_convert=any(
                "bảng mã cũ" in one.message
                for one in import_runs.rows_of(db, run.id, RowState.ERROR)
            ),
        )
    )
    if going and not wrong:
        # Without a script, and not in the page: a reader of screens is told when it is over.
        response.headers["Refresh"] = str(REFRESH_S)
    return response


def _row_page(run: ImportRun, row: ImportRow, form: RowForm) -> str:
    return render_template(
        "old_papers/row.html", run=run, row=row, form=form, urls=_pictures(row), states=RowState
    )
