"""Quyết định về hồ sơ — the nine hard checks shown, then the decision bound to its paper."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from wtforms.validators import ValidationError

from forms.fields import Line, at_most
from service.actions import provider_checks, provider_decisions, provider_sheet
from service.actions.provider_sheet import CaseSheet
from service.domain.eligibility.decision_checks import HardCheck
from service.domain.eligibility.states import DECIDING, CaseState
from service.domain.errors import OfficeError, WrongState
from service.domain.numbering import office_date
from service.domain.vietnamese import clean
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import status_of
from service.web.frame import office
from service.web.providers.case_page import home_is_service, ready_checks
from service.web.providers.case_page_counter import back_to
from service.web.providers.case_page_forms import PaperForm, Ticks, show_prefixed

pages = Blueprint("provider_deciding", __name__)

CHECK_NAMES = (
    "Thẩm quyền và căn cứ",
    "Kết luận từng điều kiện",
    "Phạm vi",
    "Biên bản thẩm định",
    "Thời hạn",
    "Dữ liệu cá nhân",
    "Phòng ở, bác sĩ",
    "Người ký",
    "Số văn bản",
)
"""The nine hard checks by their number."""
_DECISIONS = ("publication", "republication", "assignment")
_GROUNDS = ("condition_id", "legal_ref", "finding", "how_to_fix")


class DecisionForm(PaperForm):
    scope = Ticks("Giai đoạn công bố")
    modes = Ticks("Loại hình")
    price = Line(
        "Giá dịch vụ (dự kiến)",
        [at_most(200)],
        description="Để trống thì lấy giá trong đơn.",
    )

    def validate_scope(self, field: Ticks) -> None:
        if not field.data:
            raise ValidationError("Hãy chọn ít nhất một giai đoạn.")

    def validate_modes(self, field: Ticks) -> None:
        if not field.data:
            raise ValidationError("Hãy chọn loại hình công bố.")


class RefusalForm(PaperForm):
    """The paper; the reasons stand in a table beside it."""


@pages.get("/providers/cases/<int:case_id>/decision")
@allow(*DECIDING)
def ask(case_id: int) -> str:
    sheet = _sheet(case_id)
    return _decision_page(sheet, _decision_form(sheet))


@pages.post("/providers/cases/<int:case_id>/decision")
@allow(*DECIDING)
def decide(case_id: int) -> Any:
    """``Kiểm tra lại`` only shows the nine checks for what is chosen; the other button decides."""
    sheet = _sheet(case_id)
    form = _decision_form(sheet, request.form)
    if not form.validate():
        return _decision_page(sheet, form), 422
    try:
        if request.form.get("then") == "check":
            return _decision_page(sheet, form, _checks(sheet, form))
        _record(sheet, form)
    except OfficeError as error:
        checks = _checks_or_none(sheet, form)
        if not _is_of_checks(error):
            show_prefixed(form, "decision-", error)
        else:
            form.form_errors.append("Chưa ra quyết định được: xem các điều còn thiếu dưới đây.")
        return _decision_page(sheet, form, checks), status_of(error)
    return back_to(case_id)


def _record(sheet: CaseSheet, form: DecisionForm) -> None:
    assigns = sheet.case.path == "assignment"
    verb = provider_decisions.assign if assigns else provider_decisions.publish
    verb(
        office(),
        sheet.case.id,
        form.needed_document(),
        scope=_in_order(sheet, form.scope.data),
        modes=[one for one in sheet.regime.modes if one in form.modes.data],
        price=form.price.answer(),
        by=person(),
        now=now(),
    )
    flash("Đã ghi quyết định giao nhiệm vụ." if assigns else "Đã ghi quyết định công bố.", "good")


def _in_order(sheet: CaseSheet, chosen: list[str]) -> list[str]:
    return [one.code for one in sheet.regime.stages if one.code in chosen]


def _is_of_checks(error: OfficeError) -> bool:
    return any(name.startswith("check-") for name in error.errors)


def _checks(sheet: CaseSheet, form: DecisionForm) -> tuple[HardCheck, ...]:
    """The checks for what is chosen; without a paper, for a decision of today."""
    document_id = form.document_id()
    if document_id is None:
        return ready_checks(sheet)
    return provider_checks.checks_for(
        office(),
        sheet.case.id,
        scope=_in_order(sheet, form.scope.data),
        modes=form.modes.data,
        document_id=document_id,
        by=person(),
        now=now(),
    )


def _checks_or_none(sheet: CaseSheet, form: DecisionForm) -> tuple[HardCheck, ...] | None:
    try:
        return _checks(sheet, form)
    except OfficeError:
        return None


def _sheet(case_id: int) -> CaseSheet:
    """The case while it may be decided; WrongState before and after."""
    sheet = provider_sheet.sheet(office(), case_id, by=person(), now=now())
    if sheet.case.state is not CaseState.APPRAISING:
        raise WrongState("Chỉ quyết định khi hồ sơ đang thẩm định; hãy xem lại trang hồ sơ.")
    return sheet


def _decision_form(sheet: CaseSheet, posted: Any = None) -> DecisionForm:
    form = DecisionForm(posted, prefix="decision-")
    form.offer(sheet.papers, *_DECISIONS)
    form.scope.offer(
        (one.code, f"{one.code}) {one.name}")
        for one in sheet.regime.stages
        if one.code in sheet.case.scope
    )
    form.modes.offer((one, sheet.regime.modes[one]) for one in sheet.case.modes)
    if posted is None:
        case = sheet.case
        ready = [one for one in case.scope if one in sheet.covered]
        form.scope.data = list(case.proposed_scope) or ready
        form.modes.data = list(case.modes)
        form.price.data = str(case.answers.get("price") or "")
    return form


def _decision_page(
    sheet: CaseSheet, form: DecisionForm, checks: tuple[HardCheck, ...] | None = None
) -> str:
    today = office_date(now())
    return render_template(
        "providers/review_decision.html",
        sheet=sheet,
        case=sheet.case,
        form=form,
        checks=ready_checks(sheet) if checks is None else checks,
        check_names=CHECK_NAMES,
        regime=office().law.on(today),
        home_is_service=home_is_service(sheet),
        today=today,
    )


@pages.get("/providers/cases/<int:case_id>/refusal")
@allow(*DECIDING)
def ask_refusal(case_id: int) -> str:
    """Every unmet condition as a reason, with its article, finding and guidance filled in."""
    sheet = _sheet(case_id)
    return _refusal_page(sheet, _refusal_form(sheet), _reasons_of(sheet))


@pages.post("/providers/cases/<int:case_id>/refusal")
@allow(*DECIDING)
def refuse(case_id: int) -> Any:
    sheet = _sheet(case_id)
    form, reasons = _refusal_form(sheet, request.form), _typed_reasons(sheet)
    kept = [one for one in reasons if one["kept"]]
    if not form.validate():
        return _refusal_page(sheet, form, reasons), 422
    try:
        provider_decisions.refuse(
            office(),
            case_id,
            form.needed_document(),
            [{name: one[name] for name in _GROUNDS} for one in kept],
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        _put_at_rows(form, kept, error)
        return _refusal_page(sheet, form, reasons), status_of(error)
    flash("Đã ghi văn bản từ chối công bố.", "good")
    return back_to(case_id)


def _put_at_rows(form: RefusalForm, kept: list[dict[str, Any]], error: OfficeError) -> None:
    rows = {
        name: sentence for name, sentence in error.errors.items() if name.startswith("reasons-")
    }
    for name, sentence in rows.items():
        _, number, field = name.split("-", 2)
        kept[int(number)].setdefault("errors", {})[field] = sentence
    if rows:
        form.form_errors.append("Có lý do chưa ghi đủ.")
    else:
        show_prefixed(form, "refusal-", error)


def _refusal_form(sheet: CaseSheet, posted: Any = None) -> RefusalForm:
    form = RefusalForm(posted, prefix="refusal-")
    form.offer(sheet.papers, "refusal")
    return form


def _reasons_of(sheet: CaseSheet) -> list[dict[str, Any]]:
    """Rows of the table: one for each condition of the case, the unmet ones ticked."""
    reasons: dict[str, dict[str, Any]] = {}
    for row, found in sheet.rows:
        condition = row.condition
        one = reasons.setdefault(
            condition.id,
            {
                "condition_id": condition.id,
                "text": condition.text,
                "legal_ref": condition.article,
                "finding": "",
                "how_to_fix": condition.how_to_fix,
                "kept": False,
                "errors": {},
            },
        )
        if found is not None and found.verdict == "unmet":
            place = f"Giai đoạn {row.stage}: " if row.stage else ""
            one["finding"] = "\n".join(filter(None, [one["finding"], f"{place}{found.note}"]))
            one["kept"] = True
    return list(reasons.values())


def _typed_reasons(sheet: CaseSheet) -> list[dict[str, Any]]:
    rows = _reasons_of(sheet)
    for number, row in enumerate(rows):
        prefix = f"reason-{number}-"
        row["kept"] = f"{prefix}kept" in request.form
        for name in ("legal_ref", "finding", "how_to_fix"):
            typed = request.form.get(f"{prefix}{name}", "")
            row[name] = clean(typed).replace("\r\n", "\n").strip()[:4000]
    return rows


def _refusal_page(sheet: CaseSheet, form: RefusalForm, reasons: list[dict[str, Any]]) -> str:
    return render_template(
        "providers/review_refusal.html",
        sheet=sheet,
        case=sheet.case,
        form=form,
        reasons=reasons,
        regime=office().law.on(office_date(now())),
    )
