"""Tiêu chuẩn nhân sự thay đổi — what the law asks of a published provider that it did not ask
when the provider was published."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from service.domain.eligibility.checklist import standard_of
from service.domain.eligibility.law import ProviderLaw


@dataclass(frozen=True, slots=True)
class StandardChange:
    """Tiêu chuẩn mới của một giai đoạn, in force from `since`."""

    stage: str
    since: date
    text: str
    article: str


def changed_standards(
    law: ProviderLaw, published_on: date, day: date, scope: Collection[str]
) -> tuple[StandardChange, ...]:
    """Standards of `day` that differ from those of the day of publication."""
    before, after = law.on(published_on), law.on(day)
    found = []
    for stage in after.stages:
        if stage.code not in scope:
            continue
        old = standard_of(before, stage.code, published_on)
        new = standard_of(after, stage.code, day)
        if new is None or not new.options or (old is not None and old.options == new.options):
            continue
        since = max(new.since or after.since, after.since)
        found.append(StandardChange(stage.code, since, new.text, new.article))
    return tuple(found)
