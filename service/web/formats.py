"""Cách viết trên màn hình — dates, moments and names as templates show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask import Flask

from service.domain.numbering import VIETNAM
from service.domain.workflow import ROLE_NAMES, STATE_LINE, STATE_NAMES, Role, State


def day(value: date | datetime | None) -> str:
    """24/11/2026; a moment gives its day in Vietnam; nothing gives an empty string."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
    return f"{value:%d/%m/%Y}"


def moment(value: datetime | None) -> str:
    """10:32, 24/11/2026."""
    return "" if value is None else f"{value.astimezone(VIETNAM):%H:%M, %d/%m/%Y}"


def clock_time(value: datetime) -> str:
    return f"{value.astimezone(VIETNAM):%H:%M}"


def role_names(roles: Iterable[Role]) -> str:
    held = set(roles)
    return ", ".join(name for role, name in ROLE_NAMES.items() if role in held)


def state_name(state: State) -> str:
    return STATE_NAMES[state]


def size(count: int) -> str:
    """Bytes as a clerk reads them: 84 KB, 1,3 MB."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def count(number: int) -> str:
    """12345 → 12.345, as numbers are grouped in Vietnam."""
    return f"{number:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    done: bool
    current: bool

    @property
    def css(self) -> str:
        return "current" if self.current else "done" if self.done else "ahead"


def steps_of(state: State) -> list[Step]:
    """The state line; the last step is both current and done when the paper is issued."""
    here = next((place for place, (_, states) in enumerate(STATE_LINE) if state in states), -1)
    return [
        Step(name, done=place < here, current=place == here)
        for place, (name, _) in enumerate(STATE_LINE)
    ]


def add_formats(app: Flask) -> None:
    for filter_ in (day, moment, clock_time, role_names, state_name, size, count):
        app.add_template_filter(filter_)
    app.add_template_global(steps_of)
