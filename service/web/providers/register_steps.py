"""Việc với cơ sở — what may be done about a provider now, and if not, why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.domain.documents import Person
from service.domain.eligibility.cases import Provider, ProviderDecision
from service.domain.eligibility.law import ProviderRegime
from service.domain.eligibility.states import (
    COUNTER,
    PROVIDER_MOVES,
    PROVIDER_STATE_NAMES,
    ProviderState,
)
from service.domain.workflow import ROLE_NAMES, Role
from service.web.providers.case_page_steps import PageStep

ACT_NAMES: Mapping[str, str] = {
    "violation": "Ghi biên bản vi phạm",
    "suspend": "Đình chỉ",
    "remedy": "Nhận báo cáo khắc phục",
    "resume": "Cho tiếp tục cung cấp dịch vụ",
    "withdraw": "Thu hồi công bố",
    "service": "Ghi lần cung cấp dịch vụ",
    "apply_again": "Mở hồ sơ công bố lại",
}
_P = ProviderState
_LIVING = tuple(one for one in _P if one is not _P.WITHDRAWN)
_ORIGINS: Mapping[str, tuple[ProviderState, ...]] = {
    "violation": _LIVING,
    "remedy": (_P.SUSPENDED,),
    "service": _LIVING,
}


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What the reasons look at: the provider with its acts, who asks, and the law of the day."""

    provider: Provider
    decisions: tuple[ProviderDecision, ...]
    me: Person
    regime: ProviderRegime

    def since_suspension(self, act: str) -> bool:
        """Whether an act came after the last suspension (or at all, when there was none)."""
        acts = [one.act for one in self.decisions]
        last = max((n for n, one in enumerate(acts) if one == "suspension"), default=-1)
        return act in acts[last + 1 :]


def acts_of(facts: ActFacts) -> tuple[PageStep, ...]:
    return tuple(PageStep(verb, name, why_not(verb, facts)) for verb, name in ACT_NAMES.items())


def why_not(verb: str, facts: ActFacts) -> str:
    """Why the act cannot be done now; empty when it can."""
    own = _OWN_REASONS.get(verb)
    return _wrong_state(verb, facts) or _wrong_role(verb, facts) or (own(facts) if own else "")


def _wrong_state(verb: str, facts: ActFacts) -> str:
    origins = _ORIGINS[verb] if verb in _ORIGINS else PROVIDER_MOVES[verb].origins
    state = facts.provider.state
    if state in origins:
        return ""
    names = " hoặc ".join(f"“{PROVIDER_STATE_NAMES[one]}”" for one in origins)
    return f"Chỉ làm khi cơ sở {names}; cơ sở “{PROVIDER_STATE_NAMES[state]}”."


def _wrong_role(verb: str, facts: ActFacts) -> str:
    roles: tuple[Role, ...] = COUNTER if verb in _ORIGINS else PROVIDER_MOVES[verb].roles
    if facts.me.may(*roles):
        return ""
    return f"Việc này của {' hoặc '.join(ROLE_NAMES[role].lower() for role in roles)}."


def _suspend(facts: ActFacts) -> str:
    if facts.since_suspension("violation"):
        return ""
    return "Chưa có biên bản vi phạm; ghi biên bản trước khi đình chỉ."


def _resume(facts: ActFacts) -> str:
    if not facts.regime.withdrawal:
        return f"{facts.regime.name}: hết thời hạn đình chỉ, cơ sở đề nghị công bố lại."
    if not facts.since_suspension("remedy"):
        return "Chưa có báo cáo khắc phục của cơ sở."
    return ""


def _withdraw(facts: ActFacts) -> str:
    if facts.regime.withdrawal:
        return ""
    return f"{facts.regime.name} không có thu hồi công bố."


def _apply_again(facts: ActFacts) -> str:
    suspended = facts.provider.state is ProviderState.SUSPENDED
    if suspended and "suspension" not in facts.regime.again_reasons:
        return f"{facts.regime.name}: cơ sở đang bị đình chỉ nộp báo cáo khắc phục."
    return ""


_OWN_REASONS: Mapping[str, Callable[[ActFacts], str]] = {
    "suspend": _suspend,
    "resume": _resume,
    "withdraw": _withdraw,
    "apply_again": _apply_again,
}
