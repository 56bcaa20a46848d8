"""Bước của hồ sơ — every step of a case for one person: may it be done now, and if not, why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from service.actions.provider_sheet import CaseSheet
from service.domain.documents import Person
from service.domain.eligibility.decision_checks import HardCheck
from service.domain.eligibility.law import ProviderRegime
from service.domain.eligibility.states import (
    CASE_MOVES,
    CASE_STATE_NAMES,
    COUNTER,
    OFFICER,
    CaseState,
)
from service.domain.vietnamese import short_date
from service.domain.workflow import ROLE_NAMES, Role

STEP_NAMES: Mapping[str, str] = {
    "submit": "Nộp hồ sơ",
    "receive": "Tiếp nhận, ghi biên nhận",
    "decline": "Từ chối tiếp nhận",
    "request_supplement": "Yêu cầu bổ sung",
    "receive_supplement": "Nhận bổ sung",
    "begin_appraisal": "Bắt đầu thẩm định",
    "finding": "Kết luận từng điều kiện",
    "appraisal": "Ghi biên bản thẩm định",
    "propose": "Đề nghị phạm vi công bố",
    "transition": "Ghi ý kiến chuyển tiếp",
    "apology": "Ghi phiếu xin lỗi, hẹn lại",
    "publish": "Công bố",
    "assign": "Giao nhiệm vụ",
    "refuse": "Từ chối công bố",
    "cancel": "Rút hồ sơ",
}

_REVIEWED = (CaseState.VALID, CaseState.APPRAISING)
_ROLES: Mapping[str, tuple[Role, ...]] = {
    "finding": OFFICER,
    "appraisal": OFFICER,
    "transition": (Role.SIGNATORY, *OFFICER),
    "apology": COUNTER,
}
_ORIGINS: Mapping[str, tuple[CaseState, ...]] = {
    "finding": _REVIEWED,
    "appraisal": (CaseState.APPRAISING,),
    "transition": _REVIEWED,
    "apology": _REVIEWED,
}


@dataclass(frozen=True, slots=True)
class PageStep:
    """One step as the page shows it; `why_not` is empty when the step may be done now."""

    verb: str
    name: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """What the reasons look at besides the case: the person, the day, the law of the day and
    what a decision of today would meet."""

    sheet: CaseSheet
    me: Person
    today: date
    regime: ProviderRegime
    checks: tuple[HardCheck, ...]


def steps_of(facts: StepFacts) -> tuple[PageStep, ...]:
    """Every step of the procedure in its order."""
    return tuple(PageStep(verb, name, why_not(verb, facts)) for verb, name in STEP_NAMES.items())


def why_not(verb: str, facts: StepFacts) -> str:
    """Why the person cannot do the step now; empty when it can be done."""
    own = _OWN_REASONS.get(verb)
    return _wrong_state(verb, facts) or _wrong_role(verb, facts) or (own(facts) if own else "")


def _wrong_state(verb: str, facts: StepFacts) -> str:
    origins = _ORIGINS[verb] if verb in _ORIGINS else CASE_MOVES[verb].origins
    state = facts.sheet.case.state
    if state in origins:
        return ""
    names = " hoặc ".join(f"“{CASE_STATE_NAMES[one]}”" for one in origins)
    return f"Chỉ làm khi hồ sơ ở trạng thái {names}; hồ sơ đang “{CASE_STATE_NAMES[state]}”."


def _roles(verb: str) -> tuple[Role, ...]:
    return _ROLES[verb] if verb in _ROLES else CASE_MOVES[verb].roles


def who_of(verb: str) -> str:
    """``văn thư hoặc chuyên viên``: whose step it is."""
    return " hoặc ".join(ROLE_NAMES[role].lower() for role in _roles(verb))


def _wrong_role(verb: str, facts: StepFacts) -> str:
    return "" if facts.me.may(*_roles(verb)) else f"Việc này của {who_of(verb)}."


def _submit(facts: StepFacts) -> str:
    count = len(facts.sheet.missing)
    return f"Hồ sơ còn {count} chỗ phải bổ sung hoặc sửa." if count else ""


def _appraisal(facts: StepFacts) -> str:
    left = sum(1 for _, found in facts.sheet.rows if found is None)
    return f"Còn {left} điều kiện chưa kết luận." if left else ""


def _apology(facts: StepFacts) -> str:
    clock = facts.sheet.clock
    if clock is not None and clock.late:
        return ""
    return "Hồ sơ chưa quá hạn."


def _transition(facts: StepFacts) -> str:
    if facts.sheet.regime.code != facts.regime.code:
        return ""
    return f"Ngày {short_date(facts.today)} vẫn áp dụng quy định mà hồ sơ bắt đầu."


def _publish(facts: StepFacts) -> str:
    if facts.sheet.case.path == "assignment":
        return "Đơn vị này được giao nhiệm vụ, không công bố theo đề nghị."
    return _unmet(facts)


def _assign(facts: StepFacts) -> str:
    if facts.sheet.case.path != "assignment":
        return "Chỉ dành cho đơn vị sự nghiệp công lập được giao nhiệm vụ."
    return _unmet(facts)


def _unmet(facts: StepFacts) -> str:
    wrong = [one for one in facts.checks if not one.ok]
    if not wrong:
        return ""
    more = f" (và {len(wrong) - 1} điều nữa)" if len(wrong) > 1 else ""
    return f"{wrong[0].sentence}{more}"


_OWN_REASONS: Mapping[str, Callable[[StepFacts], str]] = {
    "submit": _submit,
    "appraisal": _appraisal,
    "apology": _apology,
    "transition": _transition,
    "publish": _publish,
    "assign": _assign,
}


def next_step(facts: StepFacts) -> str:
    """The one step that the case waits for; empty when it has ended."""
    sheet, state = facts.sheet, facts.sheet.case.state
    simple = {
        CaseState.DRAFT: "submit",
        CaseState.FILED: "receive",
        CaseState.AWAITING: "receive_supplement",
        CaseState.VALID: "begin_appraisal",
    }
    if state is not CaseState.APPRAISING:
        return simple.get(state, "")
    if any(found is None for _, found in sheet.rows):
        return "finding"
    if sheet.case.appraised_on is None:
        return "appraisal"
    if all(found.verdict != "met" for _, found in sheet.rows if found is not None):
        return "refuse"
    if not sheet.case.proposed_scope:
        return "propose"
    return "assign" if sheet.case.path == "assignment" else "publish"


LINE: tuple[tuple[str, tuple[CaseState, ...]], ...] = (
    ("Đang khai", (CaseState.DRAFT,)),
    ("Đã nộp", (CaseState.FILED, CaseState.AWAITING)),
    ("Hợp lệ", (CaseState.VALID,)),
    ("Thẩm định", (CaseState.APPRAISING,)),
    ("Quyết định", (CaseState.PUBLISHED, CaseState.ASSIGNED, CaseState.REFUSED)),
)
"""The state line; a case that awaits a supplement after it was valid stands where it was."""


def line_of(state: CaseState, *, was_valid: bool) -> list[tuple[str, str]]:
    """(name, ``done`` | ``current`` | ``ahead``) of each step of the state line."""
    here = next((n for n, (_, states) in enumerate(LINE) if state in states), -1)
    if state is CaseState.AWAITING and was_valid:
        here = 3
    looks = ("done" if n < here else "current" if n == here else "ahead" for n in range(len(LINE)))
    return [(name, look) for (name, _), look in zip(LINE, looks, strict=True)]
