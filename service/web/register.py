"""Sổ đăng ký văn bản đi, bản sao — the register on screen, columns as in Phụ lục IV."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from service.actions.volumes import cells_of, rows_of
from service.domain.documents import RegisterLine, Series
from service.domain.errors import NotFound, Refused
from service.domain.numbering import office_date
from service.domain.registers import FORMS
from service.domain.vietnamese import fold, parse_date
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import lists
from service.web.allow import allow
from service.web.clock import now
from service.web.frame import office
from service.web.typed import whole

pages = Blueprint("register", __name__)

PER_PAGE = 200


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks for; `wrong` are sentences by field."""

    series: Series
    year: int
    kind: str
    unit_id: int
    since: date | None
    until: date | None
    words: str
    page: int
    wrong: dict[str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of what was asked for; `total`, first and last number are of all of it."""

    lines: tuple[RegisterLine, ...]
    total: int
    first: int
    last: int


@pages.get("/register")
@allow(Role.CLERK)
def show() -> tuple[str, int]:
    """One series and year, narrowed; all stands in the address, to be kept and shared."""
    every = agencies.series(office().db)
    asked = narrowed(every)
    shown = found(asked)
    this_year = office_date(now()).year
    years = {this_year, asked.year, *lists.register_years(office().db, asked.series.register)}
    page = render_template(
        "register.html",
        form=FORMS[asked.series.register.value],
        every=every,
        asked=asked,
        years=sorted(years, reverse=True),
        lines=list(zip(shown.lines, rows_of(office(), shown.lines), strict=True)),
        shown=shown,
        pages=max(1, -(-shown.total // PER_PAGE)),
        kinds=[one for one in office().kinds if one.register is asked.series.register],
        agency=office().agency(),
        typed=request.args,
    )
    return page, 422 if asked.wrong else 200


def narrowed(every: tuple[Series, ...]) -> Narrowed:
    wrong: dict[str, str] = {}
    days: dict[str, date | None] = {"since": None, "until": None}
    for name in days:
        if typed := request.args.get(name, "").strip():
            try:
                days[name] = parse_date(typed)
            except Refused as refusal:
                wrong[name] = refusal.message
    return Narrowed(
        series=chosen_series(every),
        year=whole(request.args.get("year"), office_date(now()).year, low=1945, high=9999),
        kind=request.args.get("kind", "")[:60],
        unit_id=whole(request.args.get("unit"), 0),
        since=days["since"],
        until=days["until"],
        words=request.args.get("q", "")[:200],
        page=max(1, whole(request.args.get("page"), 1)),
        wrong=wrong,
    )


def found(asked: Narrowed) -> Shown:
    """Only the page's lines are read, unless words narrow the register: those are in no index."""
    db, start = office().db, (asked.page - 1) * PER_PAGE
    part = lists.RegisterPart(
        asked.series.register,
        asked.year,
        asked.series.id,
        asked.since,
        asked.until,
        asked.kind or None,
        asked.unit_id or None,
    )
    words = fold(asked.words).split()
    if not words:
        lines = lists.register_lines(db, part, limit=PER_PAGE, offset=start)
        return Shown(lines, *lists.register_size(db, part))
    lines = tuple(line for line in lists.register_lines(db, part) if holds(line, words))
    first, last = (lines[0].number, lines[-1].number) if lines else (0, 0)
    return Shown(lines[start : start + PER_PAGE], len(lines), first, last)


def holds(line: RegisterLine, words: list[str]) -> bool:
    """Whether the line says all the words, accents or not."""
    said = fold(" ".join((*cells_of(line, office().kinds), *line.recipients)))
    return all(word in said for word in words)


def chosen_series(every: tuple[Series, ...]) -> Series:
    wanted: Any = whole(request.args.get("series"), 0)
    for series in every:
        if wanted in (0, series.id):
            return series
    raise NotFound("Không có sổ này.")
