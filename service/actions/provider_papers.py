"""Soạn văn bản từ hồ sơ — a draft filled from cases or providers, and what it will do when issued.

The draft, what it is to each case or provider, and the acts that wait for its issue are written
in one transaction; from then on it is a paper like any other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from forms.base import posted
from service.actions import drafting
from service.actions.office import Office
from service.actions.provider_decisions import link_paper
from service.actions.provider_facts import (
    facts_of_cases,
    facts_of_providers,
    signatory_for,
    unit_symbol,
)
from service.actions.provider_review import propose
from service.domain.documents import Document, Person
from service.domain.eligibility.paper_making import RECIPES, PaperRecipe
from service.domain.eligibility.papers import MOST_LISTED, PaperDraft, PaperFacts
from service.domain.eligibility.papers_letters import reasons_of
from service.domain.eligibility.papers_review import review_letter
from service.domain.eligibility.states import PAPER_PURPOSES
from service.domain.errors import NotFound, Refused
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import provider_acts, provider_cases, provider_lookups


def recipe_of(purpose: str) -> PaperRecipe:
    """How a paper is made; NotFound for a purpose without one."""
    if purpose not in RECIPES:
        raise NotFound("Không có loại văn bản này trong thủ tục; hãy chọn lại.")
    return RECIPES[purpose]


def draft_paper(
    office: Office,
    purpose: str,
    *,
    case_ids: Sequence[int] = (),
    provider_ids: Sequence[int] = (),
    given: Mapping[str, Any] | None = None,
    by: Person,
    now: datetime,
) -> Document:
    """Make the draft of one paper about a case, a provider, or a list of them.

    `given` answers what the paper's recipe asks. Refused per field for what the law has not;
    NotFound for a case that the person may not see.
    """
    by.require(Role.DRAFTER)
    given = dict(given or {})
    facts, made = prepared(
        office, purpose, case_ids=case_ids, provider_ids=provider_ids, given=given, by=by, now=now
    )
    answers = _clean_answers(office, made)
    with office.db.write():
        document = drafting.create_draft(office, made.kind, answers, by=by, now=now)
        for place, case_id in enumerate(case_ids):
            link_paper(office, purpose, document.id, case_id=case_id, by=by, now=now)
            detail = _detail_of_case(purpose, facts, place, given)
            if RECIPES[purpose].proposing:
                # Who drafts it proposes: the officer's own act, not that of who numbers it.
                scope = facts.subjects[place].scope
                propose(office, case_id, scope, document_id=document.id, by=by, now=now)
            provider_acts.add(office.db, document.id, purpose, detail, now, case_id=case_id)
        for provider_id in provider_ids:
            link_paper(office, purpose, document.id, provider_id=provider_id, by=by, now=now)
            provider_acts.add(office.db, document.id, purpose, given, now, provider_id=provider_id)
    return document


def prepared(
    office: Office,
    purpose: str,
    *,
    case_ids: Sequence[int] = (),
    provider_ids: Sequence[int] = (),
    given: Mapping[str, Any],
    by: Person,
    now: datetime,
) -> tuple[PaperFacts, PaperDraft]:
    """The facts and the answers, nothing written: what a check before a run looks at."""
    recipe = recipe_of(purpose)
    _require_count(recipe, purpose, [*case_ids, *provider_ids])
    if recipe.about == "case":
        cases = [provider_cases.get(office.db, one, by) for one in case_ids]
        if any(not recipe.fits(one.request, one.path) for one in cases):
            raise Refused(
                f"“{PAPER_PURPOSES[purpose]}” không dùng cho hồ sơ này: hãy xem hồ sơ đề nghị công "
                "bố lần đầu, công bố lại hay giao nhiệm vụ.",
                "purpose",
            )
        facts = facts_of_cases(office, cases, given, by=by, now=now)
    else:
        providers = [provider_lookups.provider_for(office.db, one, by) for one in provider_ids]
        facts = facts_of_providers(office, providers, given, by=by, now=now)
    return facts, recipe.make(facts)


def text_of_draft(made: PaperDraft) -> str:
    """The authority, the grounds and the articles of a decision, as the checks read them."""
    answers = made.answers
    return "\n".join([*answers["legal_bases"], answers["authority"], *answers["articles"]])


def draft_review_letter(
    office: Office, given: Mapping[str, Any], *, by: Person, now: datetime
) -> Document:
    """Công văn rà soát: each unit with its task and day; Refused with every wrong field.

    `given` as `papers_review.review_letter` reads it, and `recipients` of the foot.
    """
    by.require(Role.DRAFTER)
    letter = review_letter(given)
    agency = office.agency()
    unit = unit_symbol(agency, by)
    answers = letter.answers() | {
        "unit": unit,
        "month": f"{office_date(now):%m/%Y}",
        "recipients": [*(given.get("recipients") or ["Như trên"]), f"Lưu: VT, {unit}"],
        "signatory": signatory_for(agency, ""),
        "punctuate": True,
    }
    draft = PaperDraft("official_letter", answers)
    return drafting.create_draft(office, draft.kind, _clean_answers(office, draft), by=by, now=now)


def _clean_answers(office: Office, made: PaperDraft) -> dict[str, Any]:
    """As the form of the kind would hold them: whatever it asks and is not known stays blank."""
    form = posted(office.kinds[made.kind].form, made.answers, office.agency())
    answers: dict[str, Any] = form.answers()
    return answers


def _require_count(recipe: PaperRecipe, purpose: str, ids: Sequence[int]) -> None:
    name = PAPER_PURPOSES[purpose]
    if not ids:
        raise Refused(f"Hãy chọn ít nhất một hồ sơ hoặc cơ sở cho “{name}”.", "rows")
    if len(set(ids)) != len(ids):
        raise Refused("Có hồ sơ, cơ sở được chọn hai lần.", "rows")
    if len(ids) > 1 and not recipe.many:
        raise Refused(f"“{name}” chỉ về một hồ sơ, một cơ sở; hãy soạn từng văn bản.", "rows")
    if len(ids) > MOST_LISTED:
        raise Refused(f"Một văn bản liệt kê nhiều nhất {MOST_LISTED} cơ sở.", "rows")


def _detail_of_case(
    purpose: str, facts: PaperFacts, place: int, given: Mapping[str, Any]
) -> dict[str, Any]:
    """The parameters of the verb that follows the paper's issue."""
    one = facts.subjects[place]
    detail = {**given, "scope": list(one.scope), "modes": list(one.modes), "price": one.price}
    if RECIPES[purpose].reasoned:
        detail["reasons"] = reasons_of(facts)
    return detail
