"""Trang hồ sơ — where a case stands, what is missing at a glance, what is next and by whom."""

from typing import Any

from flask import Blueprint, render_template

from service.actions import provider_checks, provider_sheet
from service.actions.provider_sheet import CaseSheet
from service.domain.documents import Document, Event
from service.domain.eligibility.checklist import (
    LEVEL_NAMES,
    LICENCE_FIELD_NAMES,
    PROFESSION_NAMES,
    TRAINING_NAMES,
)
from service.domain.eligibility.decision_checks import VERDICTS, HardCheck
from service.domain.eligibility.states import CASE_STATE_NAMES, PAPER_PURPOSES
from service.domain.errors import OfficeError
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import documents, events
from service.web.allow import allow, person
from service.web.clock import now
from service.web.frame import READERS, office
from service.web.providers.case_page_forms import (
    ApologyForm,
    AppraisalForm,
    IdentityForm,
    ProposeForm,
    ReasonForm,
    ReceiveForm,
    ReturnForm,
    SupplementForm,
    TransitionForm,
)
from service.web.providers.case_page_steps import (
    STEP_NAMES,
    StepFacts,
    line_of,
    next_step,
    steps_of,
    who_of,
)
from service.web.providers.cases import KIND_NAMES, REQUEST_NAMES, STATE_LOOKS
from service.web.providers.review_stages import stage_views

pages = Blueprint("provider_case", __name__)

FORMS: dict[str, Any] = {
    "receive": ReceiveForm,
    "decline": ReasonForm,
    "request_supplement": SupplementForm,
    "receive_supplement": ReturnForm,
    "appraisal": AppraisalForm,
    "propose": ProposeForm,
    "transition": TransitionForm,
    "apology": ApologyForm,
    "cancel": ReasonForm,
    "identity": IdentityForm,
}
_PURPOSES = {
    "request_supplement": ("supplement",),
    "appraisal": ("appraisal",),
    "propose": ("submission",),
    "apology": ("apology",),
}
COUNTED = {
    "case_save": "lưu đơn",
    "case_attach": "đính kèm tệp",
    "case_view_file": "xem tệp",
    "case_notice": "xem thông báo dữ liệu",
}
"""What is recorded and only counted on the page."""
NAMES = {
    "levels": LEVEL_NAMES,
    "professions": PROFESSION_NAMES,
    "licence_fields": LICENCE_FIELD_NAMES,
    "trainings": TRAINING_NAMES,
}


@pages.get("/providers/cases/<int:case_id>")
@allow(*READERS)
def show(case_id: int) -> str:
    return case_view(case_id)


def case_view(case_id: int, *, opened: str = "", shown: str = "", **posted: Any) -> str:
    """The page of a case; `posted` are forms that were sent wrongly, `opened` names the one to
    stand open, `shown` is a number to show this once."""
    sheet = provider_sheet.sheet(office(), case_id, by=person(), now=now())
    facts = facts_of(sheet)
    steps = steps_of(facts)
    return render_template(
        "providers/review_case.html",
        sheet=sheet,
        case=sheet.case,
        regime=sheet.regime,
        steps=[one for one in steps if not one.why_not],
        waiting=[one for one in steps if one.why_not],
        next_step=next_step(facts),
        step_names=STEP_NAMES,
        who_of=who_of,
        line=line_of(sheet.case.state, was_valid=sheet.case.valid_on is not None),
        stages=stage_views(sheet),
        forms=forms_of(sheet) | posted,
        opened=opened or next(iter(posted), ""),
        shown=shown,
        may_see_identity=person().may(Role.CLERK, Role.DRAFTER),
        papers=papers_of(sheet),
        **told(events.of_topic(office().db, sheet.case.topic)),
        state_name=CASE_STATE_NAMES[sheet.case.state],
        look=STATE_LOOKS[sheet.case.state],
        kind_name=KIND_NAMES[sheet.case.kind],
        request_name=REQUEST_NAMES[sheet.case.request],
        home_is_service=home_is_service(sheet),
        today=facts.today,
        verdicts=VERDICTS,
        names=NAMES,
    )


def told(history: tuple[Event, ...]) -> dict[str, Any]:
    """The steps of a history, and how often the small things happened that it only counts."""
    counts = {name: sum(one.verb == verb for one in history) for verb, name in COUNTED.items()}
    return {
        "history": [one for one in history if one.verb not in COUNTED],
        "counted": [f"{name} {count} lần" for name, count in counts.items() if count],
    }


def facts_of(sheet: CaseSheet) -> StepFacts:
    today = office_date(now())
    return StepFacts(sheet, person(), today, office().law.on(today), ready_checks(sheet))


def ready_checks(sheet: CaseSheet) -> tuple[HardCheck, ...]:
    """What a decision of today would meet, before its paper is drafted: the names of this
    agency's signatories stand for the line over the signature."""
    return provider_checks.checks_for(
        office(), sheet.case.id, text=_authority_lines(), by=person(), now=now()
    )


def _authority_lines() -> str:
    agency = office().agency()
    known = agencies.signatories(office().db)
    lines = [f"{one.head_post or one.post} {agency.full_name}" for one in known if one.active]
    return "\n".join(lines) or agency.full_name


def forms_of(sheet: CaseSheet) -> dict[str, Any]:
    return {name: filled_form(name, sheet) for name in FORMS}


def filled_form(name: str, sheet: CaseSheet, posted: Any = None) -> Any:
    """The form of a step, its names with a prefix, its lists filled from the case."""
    form = FORMS[name](posted, prefix=f"{name}-")
    if name in _PURPOSES:
        form.offer(sheet.papers, *_PURPOSES[name])
    if name == "propose":
        form.scope.offer(
            (one.code, f"{one.code}) {one.name}")
            for one in sheet.regime.stages
            if one.code in sheet.case.scope
        )
        if posted is None:
            ready = [one for one in sheet.case.scope if one in sheet.covered]
            form.scope.data = list(sheet.case.proposed_scope) or ready
    if name == "identity":
        form.who.offer(_holders(sheet))
    if name == "request_supplement" and posted is None:
        form.items.data = list(sheet.missing.values())
    return form


def _holders(sheet: CaseSheet) -> list[tuple[str, str]]:
    found = [("", "Người đề nghị")] if sheet.case.masked_id else []
    return found + [(str(one.id), one.name) for one in sheet.staff if one.masked_id]


def papers_of(sheet: CaseSheet) -> list[tuple[str, Document]]:
    """(what it is to the case, the paper) of those that the person may see."""
    found = []
    for one in sheet.papers:
        try:
            paper = documents.get(office().db, one.document_id, person())
        except OfficeError:
            continue
        found.append((PAPER_PURPOSES[one.purpose], paper))
    return found


def home_is_service(sheet: CaseSheet) -> bool:
    """An individual whose home would be published as the place of service is told."""
    answers = sheet.case.answers
    home = str(answers.get("home_address") or "").strip()
    return sheet.case.kind == "individual" and home == str(answers.get("service_address")).strip()
