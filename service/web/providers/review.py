"""Bảng thẩm định — the grid of conditions, judged by several people at once, and what follows.

Only rows that were changed are written, each by itself: a row that is refused, or that somebody
else judged meanwhile, keeps what was typed and says why, and harms no other row.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from service.actions import provider_review, provider_sheet
from service.actions.provider_review import REVIEWED
from service.domain.eligibility.decision_checks import VERDICTS
from service.domain.eligibility.states import CASE_STATE_NAMES, OFFICER
from service.domain.errors import EditConflict, Refused
from service.web.allow import allow, person
from service.web.clock import now
from service.web.frame import READERS, office
from service.web.providers.case_page import NAMES
from service.web.providers.case_page_counter import step
from service.web.providers.case_page_forms import day_of
from service.web.providers.review_grid import GridRow, grid_of, typed_grid
from service.web.providers.review_stages import stage_views

pages = Blueprint("provider_review", __name__)


@pages.get("/providers/cases/<int:case_id>/review")
@allow(*READERS)
def show(case_id: int) -> str:
    return review_view(case_id)


@pages.post("/providers/cases/<int:case_id>/review")
@allow(*OFFICER)
def save(case_id: int) -> Any:
    """Write every row that was changed; the page stays while a row needs a second look."""
    sheet = provider_sheet.sheet(office(), case_id, by=person(), now=now())
    rows = typed_grid(sheet, request.form, office().db)
    kept = sum(_record(case_id, row) for row in rows if row.changed)
    wrong = {row.place: row for row in rows if row.error}
    if wrong:
        if kept:
            flash(f"Đã lưu {kept} kết luận; còn {len(wrong)} dòng cần xem lại.", "wait")
        status = 409 if any(row.conflict for row in wrong.values()) else 422
        return review_view(case_id, wrong), status
    flash(f"Đã lưu {kept} kết luận." if kept else "Không có dòng nào thay đổi.", "good")
    return redirect(url_for("provider_review.show", case_id=case_id), 303)


def _record(case_id: int, row: GridRow) -> bool:
    try:
        provider_review.record_finding(
            office(),
            case_id,
            row.check.condition.id,
            row.check.stage,
            verdict=row.verdict,
            evidence=row.evidence,
            note=row.note,
            attachment_id=row.attachment_id,
            seen=row.seen,
            by=person(),
            now=now(),
        )
    except EditConflict as conflict:
        row.error, row.conflict, row.seen = conflict.message, True, conflict.version
        return False
    except Refused as refusal:
        row.error = refusal.message
        return False
    return True


@pages.post("/providers/cases/<int:case_id>/appraisal/start")
@allow(*OFFICER)
def begin(case_id: int) -> Any:
    provider_review.begin_appraisal(office(), case_id, by=person(), now=now())
    flash("Đã bắt đầu thẩm định.", "good")
    return redirect(url_for("provider_review.show", case_id=case_id), 303)


@pages.post("/providers/cases/<int:case_id>/appraisal")
@allow(*OFFICER)
def record_appraisal(case_id: int) -> Any:
    def act(form: Any) -> str:
        provider_review.record_appraisal(
            office(),
            case_id,
            on=day_of(form.on),
            note=form.note.answer(),
            document_id=form.document_id(),
            by=person(),
            now=now(),
        )
        return "Đã ghi biên bản thẩm định."

    return step(case_id, "appraisal", act)


@pages.post("/providers/cases/<int:case_id>/proposal")
@allow(*OFFICER)
def propose(case_id: int) -> Any:
    def act(form: Any) -> str:
        provider_review.propose(
            office(),
            case_id,
            form.scope.data,
            document_id=form.document_id(),
            by=person(),
            now=now(),
        )
        return "Đã ghi phạm vi đề nghị."

    return step(case_id, "propose", act)


def review_view(case_id: int, wrong: dict[int, GridRow] | None = None) -> str:
    """The grid as it stands now; `wrong` are rows to show as they were typed."""
    sheet = provider_sheet.sheet(office(), case_id, by=person(), now=now())
    rows = [(wrong or {}).get(row.place, row) for row in grid_of(sheet)]
    may_judge = sheet.case.state in REVIEWED and person().may(*OFFICER)
    return render_template(
        "providers/review_grid.html",
        sheet=sheet,
        case=sheet.case,
        regime=sheet.regime,
        rows=rows,
        verdicts=VERDICTS,
        stages=stage_views(sheet),
        may_judge=may_judge,
        why_not=_why_not(sheet.case.state),
        errors=[
            {"target": f"row-{row.place}-verdict", "message": row.said} for row in rows if row.error
        ],
        files={one.id: one.name for one in sheet.attachments},
        names=NAMES,
    )


def _why_not(state: Any) -> str:
    if state not in REVIEWED:
        return (
            "Kết luận khi hồ sơ đã hợp lệ và chưa quyết định; hồ sơ đang "
            f"“{CASE_STATE_NAMES[state]}”."
        )
    return "Kết luận là việc của chuyên viên."
