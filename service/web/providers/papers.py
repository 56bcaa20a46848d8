"""Soạn văn bản của thủ tục — from a case or a provider to a draft that opens in the editor."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from forms import rows
from service.actions import provider_checks, provider_papers
from service.actions.provider_cases import law_of
from service.domain.documents import Document
from service.domain.eligibility.cases import CasePaper
from service.domain.eligibility.decision_checks import HardCheck
from service.domain.eligibility.law import ProviderRegime
from service.domain.eligibility.paper_making import RECIPES
from service.domain.eligibility.states import PAPER_PURPOSES
from service.domain.errors import NotFound, OfficeError, Refused
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import documents, provider_cases, provider_lookups, provider_parts
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import READERS, office
from service.web.providers.paper_forms import ReviewLetterForm, given_of, question_form

pages = Blueprint("provider_papers", __name__)

DECISIONS = ("publication", "republication", "assignment")


@pages.get("/providers/cases/<int:case_id>/papers")
@allow(*READERS)
def of_case(case_id: int) -> str:
    case = provider_cases.get(office().db, case_id, person())
    fitting = [
        purpose
        for purpose, recipe in RECIPES.items()
        if recipe.about == "case" and recipe.fits(case.request, case.path)
    ]
    return render_template(
        "providers/papers.html",
        name=case.name or "Hồ sơ chưa ghi tên",
        back=url_for("provider_case.show", case_id=case_id),
        back_name="Hồ sơ",
        papers=_known(provider_parts.papers(office().db, case_id=case_id)),
        purposes=PAPER_PURPOSES,
        may_draft=person().may(Role.DRAFTER),
        links={
            one: url_for("provider_papers.ask_for_case", case_id=case_id, purpose=one)
            for one in fitting
        },
    )


@pages.get("/providers/<int:provider_id>/papers")
@allow(*READERS)
def of_provider(provider_id: int) -> str:
    provider = provider_lookups.provider_for(office().db, provider_id, person())
    fitting = [purpose for purpose, recipe in RECIPES.items() if recipe.about == "provider"]
    return render_template(
        "providers/papers.html",
        name=provider.name,
        back=url_for("provider_record.show", provider_id=provider_id),
        back_name="Cơ sở",
        papers=_known(provider_parts.papers(office().db, provider_id=provider_id)),
        purposes=PAPER_PURPOSES,
        may_draft=person().may(Role.DRAFTER),
        links={
            one: url_for("provider_papers.ask_for_provider", provider_id=provider_id, purpose=one)
            for one in fitting
        },
    )


def _known(papers: tuple[CasePaper, ...]) -> list[tuple[str, Document]]:
    """The papers that the person may see, newest first, each once."""
    found: dict[int, tuple[str, Document]] = {}
    for paper in reversed(papers):
        try:
            document = documents.get(office().db, paper.document_id, person())
        except NotFound:
            continue
        found.setdefault(document.id, (paper.purpose, document))
    return list(found.values())


@pages.get("/providers/cases/<int:case_id>/papers/<purpose>")
@allow(Role.DRAFTER)
def ask_for_case(case_id: int, purpose: str) -> str:
    return _case_page(case_id, purpose, None)


@pages.post("/providers/cases/<int:case_id>/papers/<purpose>")
@allow(Role.DRAFTER)
def draft_for_case(case_id: int, purpose: str) -> Any:
    form = _case_form(case_id, purpose, request.form)
    if not form.validate():
        return _case_page(case_id, purpose, form), 422
    try:
        document = provider_papers.draft_paper(
            office(), purpose, case_ids=[case_id], given=given_of(form), by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return _case_page(case_id, purpose, form), status_of(error)
    return redirect(url_for("drafts.edit", document_id=document.id), 303)


def _case_form(case_id: int, purpose: str, posted: Any) -> Any:
    case = provider_cases.get(office().db, case_id, person())
    regime = law_of(office(), case).on(office_date(now()))
    form = question_form(_recipe(purpose, "case"), regime)(posted)
    if posted is None and "scope" in form:
        form.scope.data = list(case.proposed_scope or case.scope)
    if posted is None and "price" in form:
        form.price.data = str(case.answers.get("price") or "")
    return form


def _case_page(case_id: int, purpose: str, form: Any) -> str:
    case = provider_cases.get(office().db, case_id, person())
    return render_template(
        "providers/paper_ask.html",
        form=form or _case_form(case_id, purpose, None),
        name=case.name or "Hồ sơ chưa ghi tên",
        title=PAPER_PURPOSES[purpose],
        action=url_for("provider_papers.draft_for_case", case_id=case_id, purpose=purpose),
        back=url_for("provider_papers.of_case", case_id=case_id),
        checks=_checks(case_id, purpose),
    )


def _checks(case_id: int, purpose: str) -> tuple[HardCheck, ...]:
    """What a decision would be refused for, said before anything is drafted."""
    if purpose not in DECISIONS:
        return ()
    try:
        _, made = provider_papers.prepared(
            office(), purpose, case_ids=[case_id], given={}, by=person(), now=now()
        )
        told = provider_papers.text_of_draft(made)
        return provider_checks.checks_for(office(), case_id, text=told, by=person(), now=now())
    except Refused:
        return ()


@pages.get("/providers/<int:provider_id>/papers/<purpose>")
@allow(Role.DRAFTER)
def ask_for_provider(provider_id: int, purpose: str) -> str:
    return _provider_page(provider_id, purpose, None)


@pages.post("/providers/<int:provider_id>/papers/<purpose>")
@allow(Role.DRAFTER)
def draft_for_provider(provider_id: int, purpose: str) -> Any:
    form = question_form(_recipe(purpose, "provider"), _today())(request.form)
    if not form.validate():
        return _provider_page(provider_id, purpose, form), 422
    try:
        document = provider_papers.draft_paper(
            office(),
            purpose,
            provider_ids=[provider_id],
            given=given_of(form),
            by=person(),
            now=now(),
        )
    except OfficeError as error:
        show_on(form, error)
        return _provider_page(provider_id, purpose, form), status_of(error)
    return redirect(url_for("drafts.edit", document_id=document.id), 303)


def _provider_page(provider_id: int, purpose: str, form: Any) -> str:
    recipe = _recipe(purpose, "provider")
    provider = provider_lookups.provider_for(office().db, provider_id, person())
    return render_template(
        "providers/paper_ask.html",
        form=form or question_form(recipe, _today())(),
        name=provider.name,
        title=PAPER_PURPOSES[purpose],
        action=url_for(
            "provider_papers.draft_for_provider", provider_id=provider_id, purpose=purpose
        ),
        back=url_for("provider_papers.of_provider", provider_id=provider_id),
        checks=(),
    )


def _today() -> ProviderRegime:
    return office().law.on(office_date(now()))


def _recipe(purpose: str, about: str) -> Any:
    recipe = provider_papers.recipe_of(purpose)
    if recipe.about != about:
        raise NotFound("Không có loại văn bản này ở đây; hãy chọn lại.")
    return recipe


@pages.get("/providers/review-letter")
@allow(Role.DRAFTER)
def ask_review_letter() -> str:
    return render_template("providers/review_letter.html", form=ReviewLetterForm())


@pages.post("/providers/review-letter")
@allow(Role.DRAFTER)
def draft_review_letter() -> Any:
    if command := request.form.get(rows.COMMAND):
        form = ReviewLetterForm(rows.apply(request.form, command))
        return render_template("providers/review_letter.html", form=form)
    form = ReviewLetterForm(request.form)
    if not form.validate():
        return render_template("providers/review_letter.html", form=form), 422
    try:
        document = provider_papers.draft_review_letter(
            office(), form.answers(), by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return render_template("providers/review_letter.html", form=form), status_of(error)
    return redirect(url_for("drafts.edit", document_id=document.id), 303)
