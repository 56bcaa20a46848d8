"""Sổ gửi văn bản đi bưu điện — which papers went by post, their consignments and receipts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.base import VietnameseForm
from forms.fields import Line
from service.actions import posting
from service.domain.errors import OfficeError, Refused
from service.domain.numbering import office_date
from service.domain.post_register import OPEN_NAMES, PostFilter, PostLine
from service.domain.registers import POST
from service.domain.vietnamese import fold, parse_date
from service.domain.workflow import Role
from service.store import post_register
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.frame import office
from service.web.typed import whole

pages = Blueprint("post", __name__)

SHORT = {"class": "short", "autocomplete": "off"}
PER_PAGE = 100
TYPED = ("year", "since", "until", "open", "q", "page")
"""What narrows the page, as its address holds it."""


class ConsignmentForm(VietnameseForm):
    consignment = Line(
        "Số hiệu bưu gửi",
        description="Trên biên nhận của bưu điện, ví dụ EB123456789VN.",
        render_kw={"autocomplete": "off"},
    )
    envelopes = Line("Số lượng bì", render_kw={**SHORT, "inputmode": "numeric"})


@dataclass(frozen=True, slots=True)
class Heard:
    """The form that was posted for one line, with what is wrong in it."""

    dispatch_id: int
    form: ConsignmentForm


@pages.get("/register/post")
@allow(Role.CLERK)
def show() -> str:
    return page()


@pages.post("/register/post/<int:dispatch_id>")
@allow(Role.CLERK)
def note(dispatch_id: int) -> Any:
    """What the receipt says; leads back to the lines that were being looked at."""
    form = ConsignmentForm(request.form, prefix=f"p{dispatch_id}-")
    try:
        posting.note_consignment(
            office(),
            dispatch_id,
            form.consignment.answer(),
            whole(form.envelopes.answer(), 0),
            by=person(),
            now=now(),
        )
    except Refused as error:
        error.errors = {form._prefix + path: told for path, told in error.errors.items()}
        show_on(form, error)
        return page(Heard(dispatch_id, form)), status_of(error)
    flash("Đã ghi số hiệu bưu gửi.", "good")
    return to_register()


def to_register() -> Response:
    return redirect(url_for("post.show", **typed()), 303)


def typed() -> dict[str, str]:
    return {name: request.args[name][:200] for name in TYPED if request.args.get(name)}


def page(heard: Heard | None = None) -> str:
    asked = typed()
    wanted, wrong = asked_for(asked)
    words = fold(asked.get("q", "")).split()
    lines = [
        one
        for one in ([] if wrong else post_register.lines(office().db, wanted))
        if all(word in fold(" ".join(one.cells)) for word in words)
    ]
    pages = max(1, -(-len(lines) // PER_PAGE))
    number = min(whole(asked.pop("page", ""), 1, low=1), pages)
    return render_template(
        "registers/post.html",
        columns=POST.columns,
        lines=lines[(number - 1) * PER_PAGE : number * PER_PAGE],
        count=len(lines),
        number=number,
        pages=pages,
        url_of=lambda other: url_for("post.show", **asked, page=other),
        wanted=wanted,
        asked=asked,
        wrong=wrong,
        opens=OPEN_NAMES,
        envelopes=sum(one.envelopes for one in lines),
        form_of=forms_about(heard),
        heard=heard,
    )


def asked_for(asked: dict[str, str]) -> tuple[PostFilter, dict[str, str]]:
    """What the address asks for, and the sentence at each day that cannot be read."""
    wrong: dict[str, str] = {}
    days: dict[str, date | None] = {"since": None, "until": None}
    for name in days:
        try:
            days[name] = parse_date(asked[name]) if name in asked else None
        except OfficeError as error:
            wrong[name] = error.message
    this_year = office_date(now()).year
    year = whole(asked.get("year"), this_year, low=1945, high=9999)
    narrowed = asked.get("open", "")
    return PostFilter(year, open=narrowed if narrowed in OPEN_NAMES else "", **days), wrong


def forms_about(heard: Heard | None) -> Any:
    """For a line: the form that was posted for it, or one with what is known."""

    def form_of(line: PostLine) -> ConsignmentForm:
        if heard is not None and heard.dispatch_id == line.dispatch_id:
            return heard.form
        form = ConsignmentForm(prefix=f"p{line.dispatch_id}-")
        form.consignment.data = line.consignment
        form.envelopes.data = str(line.envelopes)
        return form

    return form_of
