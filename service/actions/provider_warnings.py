"""Việc đến hạn của thủ tục — decisions due, suspensions that end, providers without service, and
staff standards that the law has changed. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from service.actions.office import Office
from service.domain.documents import Person
from service.domain.eligibility.cases import Provider
from service.domain.eligibility.checklist import staffing
from service.domain.eligibility.standard_changes import changed_standards
from service.domain.eligibility.states import CaseState, ProviderState
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.numbering import office_date
from service.domain.tasks import DueState, due_state
from service.domain.vietnamese import short_date
from service.store import provider_cases, provider_lookups, provider_parts, provider_register

AHEAD = timedelta(days=30)
MOST_CASES = 500
_URGENT = (DueState.OVERDUE, DueState.TODAY, DueState.SOON)


@dataclass(frozen=True, slots=True)
class ProviderWarning:
    """Một việc đến hạn, about a case or a provider; `late` when its day has passed.

    `kind`: ``decision``, ``supplement`` (asked for, not come), ``suspension_ends``, ``idle`` or
    ``standard``.
    """

    kind: str
    name: str
    sentence: str
    day: date
    late: bool
    case_id: int | None = None
    provider_id: int | None = None


def provider_warnings(office: Office, *, by: Person, now: datetime) -> tuple[ProviderWarning, ...]:
    """Everything of the procedure that falls due for this person, the oldest day first."""
    today = office_date(now)
    found = [*_decisions(office, by, today), *_supplements(office, by, today)]
    found += [*_standings(office, by, today), *_standards(office, by, today)]
    return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.name)))


def _decisions(office: Office, by: Person, today: date) -> list[ProviderWarning]:
    found = []
    for state in (CaseState.VALID, CaseState.APPRAISING):
        page = provider_cases.page(office.db, by, state=state, per_page=MOST_CASES)
        for line in page.lines:
            if line.due is None or due_state(line.due, today, VIETNAM_CALENDAR) not in _URGENT:
                continue
            late = line.due < today
            said = "đã quá hạn quyết định" if late else "sắp đến hạn quyết định"
            sentence = f"Hồ sơ {said} ({short_date(line.due)})."
            found.append(
                ProviderWarning("decision", line.name, sentence, line.due, late, case_id=line.id)
            )
    return found


def _supplements(office: Office, by: Person, today: date) -> list[ProviderWarning]:
    """Cases whose supplement has not come by the day that was set for it."""
    page = provider_cases.page(office.db, by, state=CaseState.AWAITING, per_page=MOST_CASES)
    found = []
    for line in page.lines:
        due = provider_parts.supplements(office.db, line.id)[-1].due_on
        if due is not None and due < today:
            sentence = f"Hạn bổ sung {short_date(due)} đã qua, hồ sơ chưa được bổ sung."
            found.append(
                ProviderWarning("supplement", line.name, sentence, due, True, case_id=line.id)
            )
    return found


def _standings(office: Office, by: Person, today: date) -> list[ProviderWarning]:
    months = office.law.on(today).idle_months
    seen = provider_lookups.seen_by(office.db, by)
    found = []
    for provider, kind, day in provider_register.due_soon(office.db, today, idle_months=months):
        if seen is not None and provider.id not in seen:
            continue
        if kind == "idle":
            sentence = f"Đủ {months} tháng không có dịch vụ vào ngày {short_date(day)}."
        else:
            sentence = f"Hết thời hạn đình chỉ ngày {short_date(day)}."
        found.append(
            ProviderWarning(kind, provider.name, sentence, day, day < today, None, provider.id)
        )
    return found


def _standards(office: Office, by: Person, today: date) -> list[ProviderWarning]:
    """Providers whose staff, as last declared, does not meet a standard that came after their
    publication, or that comes within 30 days."""
    seen = provider_lookups.seen_by(office.db, by)
    found = []
    for provider in provider_register.providers(office.db):
        if provider.state not in (ProviderState.PUBLISHED, ProviderState.ASSIGNED):
            continue
        if seen is None or provider.id in seen:
            found += _of_provider(office, provider, today)
    return found


def _of_provider(office: Office, provider: Provider, today: date) -> list[ProviderWarning]:
    horizon = today + AHEAD
    changes = changed_standards(office.law, provider.published_on, horizon, provider.scope)
    if not changes or provider.path == "short":
        return []
    staff = provider_lookups.staff_of(office.db, provider.id)
    stages = [one.stage for one in changes]
    met = {one.stage: one.met for one in staffing(office.law.on(horizon), horizon, stages, staff)}
    return [
        ProviderWarning(
            "standard",
            provider.name,
            f"Tiêu chuẩn nhân sự giai đoạn {one.stage} đổi từ {short_date(one.since)} "
            f"({one.article}); danh sách đã khai chưa đáp ứng.",
            one.since,
            one.since <= today,
            provider_id=provider.id,
        )
        for one in changes
        if met.get(one.stage) is False
    ]
