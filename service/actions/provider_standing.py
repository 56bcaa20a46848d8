"""Sau công bố — violation, suspension, remedy, resumption, withdrawal, and telling the communes."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from service.actions.office import Office
from service.actions.provider_cases import clean_items
from service.actions.provider_checks import numbered_paper, text_of
from service.domain.documents import Document, Person
from service.domain.eligibility.cases import Provider, ProviderDecision
from service.domain.eligibility.law import ProviderRegime
from service.domain.eligibility.limits import due, require_suspension
from service.domain.eligibility.personal import without_identity_numbers
from service.domain.eligibility.states import COUNTER, DECIDING, OFFICER, ProviderState
from service.domain.errors import Refused, WrongState
from service.domain.holidays import VIETNAM_CALENDAR
from service.domain.numbering import office_date
from service.domain.vietnamese import short_date
from service.store import documents, events, provider_parts, provider_register


def law_on(office: Office, day: date) -> ProviderRegime:
    """What happens to a provider follows the law of that day, not the one of its publication."""
    return office.law.on(day)


def record_violation(
    office: Office,
    provider_id: int,
    acts: Sequence[str],
    *,
    found_on: date,
    made_on: date | None = None,
    document_id: int | None = None,
    by: Person,
    now: datetime,
) -> Provider:
    """Note a record of violation (biên bản), made by who the regime names.

    `detail` of the decision says whether it came within the limit. Refused (``acts``, ``made_on``).
    """
    by.require(*COUNTER)
    kept, day = clean_items(acts), made_on or office_date(now)
    if not found_on <= day <= office_date(now):
        raise Refused("Ngày lập biên bản phải từ ngày phát hiện đến hôm nay.", "made_on")
    regime = law_on(office, day)
    limit = due(regime, "record", found_on, VIETNAM_CALENDAR)
    db = office.db
    with db.write():
        provider = provider_register.get(db, provider_id)
        if provider.state is ProviderState.WITHDRAWN:
            raise WrongState("Cơ sở đã bị thu hồi công bố.")
        document = None if document_id is None else documents.get(db, document_id, by)
        _keep(
            office,
            provider,
            "violation",
            day,
            document,
            by=by,
            now=now,
            authority=regime.recorder,
            detail={"acts": kept, "found_on": found_on.isoformat(), **_in_time(limit.day, day)},
        )
        events.add(db, "provider_violation", by, now, topic=provider.topic, acts=len(kept))
    return provider


def suspend(
    office: Office,
    provider_id: int,
    document_id: int,
    *,
    ground: str,
    months: int,
    starts_on: date | None = None,
    by: Person,
    now: datetime,
) -> Provider:
    """Suspend by a numbered decision after a record of violation.

    Refused: a ground the regime has not (``ground``), other months than it allows (``months``),
    no record since the provider was last published (``record``), identity numbers in the text.
    """
    by.require(*DECIDING)
    db = office.db
    with db.write():
        document, day = numbered_paper(office, document_id, by)
        regime = law_on(office, day)
        provider = provider_register.get(db, provider_id)
        if ground not in regime.grounds:
            raise Refused("Hãy chọn căn cứ đình chỉ theo quy định.", "ground")
        record = _record_of(office, provider)
        starts = starts_on or day
        until = require_suspension(regime, months, starts)
        without_identity_numbers(text_of(document))
        limit = due(regime, "suspend", record.decided_on, VIETNAM_CALENDAR)
        provider = provider_register.move(db, provider, "suspend", now, suspended_until=until)
        _keep(
            office,
            provider,
            "suspension",
            day,
            document,
            by=by,
            now=now,
            since=starts,
            until=until,
            detail={"ground": ground, "months": months, **_in_time(limit.day, day)},
        )
        events.add(db, "provider_suspend", by, now, document_id, topic=provider.topic)
    return provider


def _record_of(office: Office, provider: Provider) -> ProviderDecision:
    """The record that a suspension rests on; an old one does not serve a second time."""
    record = provider_register.last_act(office.db, provider.id, "violation")
    stopped = provider_register.last_act(office.db, provider.id, "suspension")
    if record is None or (stopped is not None and stopped.id > record.id):
        raise Refused("Chưa có biên bản vi phạm; lập biên bản trước khi đình chỉ.", "record")
    return record


def _in_time(limit: date, day: date) -> dict[str, Any]:
    return {"due": limit.isoformat(), "late": day > limit}


def record_remedy(
    office: Office,
    provider_id: int,
    measures: Sequence[str],
    *,
    received_on: date | None = None,
    document_id: int | None = None,
    by: Person,
    now: datetime,
) -> Provider:
    """Note the provider's remedy report; the answer to it is `resume` or `withdraw`."""
    by.require(*COUNTER)
    kept, day = clean_items(measures), received_on or office_date(now)
    if day > office_date(now):
        raise Refused("Ngày này chưa tới; hãy xem lại.", "received_on")
    regime = law_on(office, day)
    detail: dict[str, Any] = {"measures": kept}
    if "examine" in regime.limits:
        detail["due"] = due(regime, "examine", day, VIETNAM_CALENDAR).day.isoformat()
    db = office.db
    with db.write():
        provider = provider_register.get(db, provider_id)
        _require_suspended(provider)
        document = None if document_id is None else documents.get(db, document_id, by)
        _keep(office, provider, "remedy", day, document, by=by, now=now, detail=detail)
        events.add(db, "provider_remedy", by, now, topic=provider.topic)
    return provider


def resume(
    office: Office,
    provider_id: int,
    document_id: int,
    *,
    by: Person,
    now: datetime,
) -> Provider:
    """The notice to go on, after the remedy report was examined (regimes with withdrawal; before
    them a suspended provider asks to be published again)."""
    by.require(*DECIDING)
    db = office.db
    with db.write():
        document, day = numbered_paper(office, document_id, by)
        regime = law_on(office, day)
        provider = provider_register.get(db, provider_id)
        _require_suspended(provider)
        if not regime.withdrawal:
            raise WrongState(f"{regime.name}: hết thời hạn đình chỉ, cơ sở đề nghị công bố lại.")
        _require_remedy(office, provider)
        before = provider.state_before or ProviderState.PUBLISHED
        provider = provider_register.move(
            db, provider, "resume", now, target=before, suspended_until=None
        )
        _keep(office, provider, "resumption", day, document, by=by, now=now)
        events.add(db, "provider_resume", by, now, document_id, topic=provider.topic)
    return provider


def _require_remedy(office: Office, provider: Provider) -> None:
    stopped = provider_register.last_act(office.db, provider.id, "suspension")
    remedy = provider_register.last_act(office.db, provider.id, "remedy")
    if remedy is None or (stopped is not None and remedy.id < stopped.id):
        raise Refused("Chưa có báo cáo khắc phục của cơ sở.", "remedy")


def withdraw(
    office: Office,
    provider_id: int,
    document_id: int,
    reasons: Sequence[str],
    *,
    by: Person,
    now: datetime,
) -> Provider:
    """Withdraw a publication by a numbered decision; only where the law of the day knows it.

    The official forms have none for it. Refused (``reasons``); WrongState in earlier regimes.
    """
    by.require(*DECIDING)
    kept = clean_items(reasons)
    db = office.db
    with db.write():
        document, day = numbered_paper(office, document_id, by)
        regime = law_on(office, day)
        if not regime.withdrawal:
            raise WrongState(
                f"{regime.name} (áp dụng ngày {short_date(day)}) không có thu hồi công bố."
            )
        provider = provider_register.get(db, provider_id)
        _require_suspended(provider)
        without_identity_numbers(text_of(document))
        provider = provider_register.move(db, provider, "withdraw", now)
        _keep(
            office, provider, "withdrawal", day, document, by=by, now=now, detail={"reasons": kept}
        )
        events.add(db, "provider_withdraw", by, now, document_id, topic=provider.topic)
    return provider


def notify_communes(
    office: Office,
    provider_ids: Sequence[int],
    document_id: int,
    *,
    by: Person,
    now: datetime,
) -> int:
    """Note that the list went to the communes by a numbered paper; returns how many providers."""
    by.require(*DECIDING)
    db = office.db
    with db.write():
        document, day = numbered_paper(office, document_id, by)
        without_identity_numbers(text_of(document))
        for provider_id in provider_ids:
            provider = provider_register.get(db, provider_id)
            _keep(office, provider, "communes", day, document, by=by, now=now)
        events.add(db, "provider_communes", by, now, document_id, count=len(provider_ids))
    return len(provider_ids)


def note_service(
    office: Office, provider_id: int, on: date, *, by: Person, now: datetime
) -> Provider:
    """The provider gave a service on a day: six months without any is a ground to suspend."""
    by.require(*COUNTER, *OFFICER)
    if on > office_date(now):
        raise Refused("Ngày này chưa tới; hãy xem lại.", "on")
    db = office.db
    with db.write():
        provider = provider_register.get(db, provider_id)
        if on < (provider.last_service_on or provider.published_on):
            return provider
        provider = provider_register.change(db, provider_id, now, last_service_on=on)
        events.add(db, "provider_service", by, now, topic=provider.topic, on=on.isoformat())
    return provider


def _require_suspended(provider: Provider) -> None:
    if provider.state is not ProviderState.SUSPENDED:
        raise WrongState("Cơ sở này không bị đình chỉ; hãy tải lại trang.")


def _keep(
    office: Office,
    provider: Provider,
    act: str,
    day: date,
    document: Document | None,
    *,
    by: Person,
    now: datetime,
    authority: str = "",
    since: date | None = None,
    until: date | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """The act in the provider's history, and its paper with it."""
    regime = law_on(office, day)
    if document is not None:
        provider_parts.link_paper(office.db, act, document.id, now, provider_id=provider.id)
    provider_register.add_decision(
        office.db,
        act,
        provider_id=provider.id,
        document_id=document.id if document else None,
        reference=document.reference if document else "",
        decided_on=day,
        authority=authority or regime.authority,
        regime=regime.code,
        scope=provider.scope,
        modes=provider.modes,
        price=provider.price,
        since=since,
        until=until,
        detail=detail,
        by=by,
        now=now,
    )
