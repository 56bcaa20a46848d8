"""Mẫu Word của cơ quan — which Word template a kind of paper is made with, and from which day.

Choices are only ever added, none for a day that has passed: what was in force on a past day
never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A Word file that an administrator uploaded for a kind; its bytes lie under `sha256`."""

    id: int
    kind: str
    sha256: str
    name: str
    uploaded_by: int
    uploader_name: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class TemplateChoice:
    """From `active_from` on, papers of `kind` are made with `template`; None: the release's own.

    `reason` says why a template was taken that the check had doubts about.
    """

    id: int
    kind: str
    template: WordTemplate | None
    active_from: date
    reason: str
    chosen_by: int
    chooser_name: str
    chosen_at: datetime


def in_force(choices: Sequence[TemplateChoice], day: date) -> TemplateChoice | None:
    """The choice of one kind that holds on a day: the last one made of those that have begun.

    `choices` are in the order they were made. So a choice for today also drops what was
    planned for a later day before it.
    """
    begun = [choice for choice in choices if choice.active_from <= day]
    return begun[-1] if begun else None


def planned(choices: Sequence[TemplateChoice], today: date) -> tuple[TemplateChoice, ...]:
    """Choices that will begin on a later day, earliest first."""
    future = {choice.active_from for choice in choices if choice.active_from > today}
    held = [in_force(choices, day) for day in sorted(future)]
    unique = {choice.id: choice for choice in held if choice and choice.active_from > today}
    return tuple(unique.values())
