"""Hồ sơ trên trang — files of a year, one file with its papers, putting a paper into files."""

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from forms.base import VietnameseForm
from forms.fields import Check, Choice, Day, Line, Text, at_most
from service.actions import case_files as verbs
from service.actions import case_papers
from service.domain.case_files import (
    CASE_FILE_STATES,
    LONGEST_YEARS,
    RETENTION_CHOICES,
    USE_RIGHTS,
    CaseDetails,
    CaseFile,
    CaseFileState,
    FiledPaper,
    parse_retention,
    retention_text,
)
from service.domain.errors import Busy, NotAllowed, OfficeError, Refused, StorageFault
from service.domain.incoming import IncomingFilter
from service.domain.numbering import office_date
from service.domain.workflow import Role
from service.store import agency as agencies
from service.store import case_files, case_grants, case_lists, events, incoming, old_papers
from service.store.search import search
from service.web.allow import allow, person
from service.web.clock import now
from service.web.errors import show_on, status_of
from service.web.formats import day
from service.web.frame import READERS, office
from service.web.typed import filled, whole

pages = Blueprint("case_files", __name__)

log = logging.getLogger(__name__)

SHORT = {"class": "short", "inputmode": "numeric", "autocomplete": "off"}
KEEPERS = (Role.DRAFTER, Role.CLERK)
OFFERED = 10


class CaseForm(VietnameseForm):
    notation = Line(
        "Số và ký hiệu hồ sơ",
        [filled("Hãy ghi số và ký hiệu hồ sơ."), at_most(60)],
        description="Số thứ tự và chữ viết tắt của đề mục lớn, ví dụ 01.VP.",
        render_kw={"class": "short", "autocomplete": "off"},
    )
    title = Line("Tiêu đề hồ sơ", [filled("Hãy ghi tiêu đề hồ sơ."), at_most(500)])
    retention = Line(
        "Thời hạn bảo quản",
        [filled("Hãy ghi thời hạn bảo quản.")],
        description=f"Vĩnh viễn, hoặc số năm đến {LONGEST_YEARS}, ví dụ 20 năm.",
        suggestions=[one.name for one in RETENTION_CHOICES],
        render_kw={"class": "short"},
    )
    creator = Line("Người lập hồ sơ", [filled("Hãy ghi người lập hồ sơ."), at_most(120)])
    started_on = Day("Ngày bắt đầu", [filled("Hãy ghi ngày bắt đầu.")], render_kw=SHORT)
    rights = Line("Chế độ sử dụng", [at_most(120)], suggestions=USE_RIGHTS)
    language = Line("Ngôn ngữ", [at_most(60)], render_kw={"class": "short"})
    construction = Check(
        "Hồ sơ xây dựng cơ bản",
        description="Nộp lưu trong 03 tháng từ ngày quyết toán thay vì 01 năm (Điều 30).",
    )
    note = Text("Ghi chú", [at_most(500)], render_kw={"rows": 2})

    def details(self) -> CaseDetails:
        texts = ("notation", "title", "creator", "rights", "language", "note")
        return CaseDetails(
            **{name: self[name].answer() for name in texts},
            retention_years=parse_retention(self.retention.answer()),
            started_on=date.fromisoformat(self.started_on.answer()),
            construction=self.construction.answer(),
        )


class CloseForm(VietnameseForm):
    ended_on = Day("Ngày công việc kết thúc", [filled("Hãy ghi ngày.")], render_kw=SHORT)


class WhyForm(VietnameseForm):
    reason = Line("Lý do", [filled("Hãy ghi lý do."), at_most(300)])


class ShowForm(VietnameseForm):
    unit = Choice("Đơn vị")


@pages.get("/case-files")
@allow(*READERS)
def listed() -> str:
    """Files of a year, narrowed by words; those to be handed over soon above them."""
    today = office_date(now())
    year = whole(request.args.get("year"), today.year, low=1945, high=9999)
    words = request.args.get("q", "")[:200]
    return render_template(
        "case_files/list.html",
        cases=case_files.listed(office().db, person(), year=year, words=words),
        year=year,
        years=sorted({today.year, year, *case_files.years(office().db)}, reverse=True),
        words=words,
        cases_due=verbs.waiting_for_hand_over(office(), person(), today),
        state_names=CASE_FILE_STATES,
        term=retention_text,
        may_open=person().may(*KEEPERS),
        is_clerk=person().may(Role.CLERK),
    )


@pages.get("/case-files/new")
@allow(*KEEPERS)
def ask() -> str:
    plan_id = whole(request.args.get("plan"), 0)
    start = {
        "started_on": day(office_date(now())),
        "rights": USE_RIGHTS[0],
        "language": "Tiếng Việt",
        "creator": person().name,
    }
    if plan_id:
        plan = case_lists.plan(office().db, plan_id)
        start |= {"notation": plan.notation, "title": plan.title, "note": plan.note}
        start |= {"retention": retention_text(plan.retention_years), "creator": plan.keeper_name}
    return _edit_page(CaseForm(data=start), plan_id=plan_id)


@pages.post("/case-files/new")
@allow(*KEEPERS)
def open_file() -> Any:
    form = CaseForm(request.form)
    plan_id = whole(request.form.get("plan"), 0)
    if not form.validate():
        return _edit_page(form, plan_id=plan_id), 422
    try:
        case = verbs.open_file(
            office(), form.details(), plan_id=plan_id or None, by=person(), now=now()
        )
    except OfficeError as error:
        show_on(form, error)
        return _edit_page(form, plan_id=plan_id), status_of(error)
    flash(f"Đã mở hồ sơ {case.name}.", "good")
    return _to(case.id)


@pages.get("/case-files/<int:case_id>")
@allow(*READERS)
def show(case_id: int) -> str:
    case = case_files.get(office().db, case_id, person())
    try:
        verbs.note_view(office(), case, by=person(), now=now())
    except (Busy, StorageFault) as fault:  # while nothing can be written, it can still be read
        log.warning("a look at case file %s was not written down: %s", case_id, fault.message)
    return page_of(case)


@pages.get("/case-files/<int:case_id>/fields")
@allow(*KEEPERS)
def edit(case_id: int) -> Any:
    case = verbs.kept_case(office(), case_id, person())
    if case.state is not CaseFileState.OPEN:
        return _to(case_id)
    told = case.details
    data = {name: getattr(told, name) for name in CaseDetails.__slots__}
    data |= {"retention": retention_text(told.retention_years), "started_on": day(told.started_on)}
    return _edit_page(CaseForm(data=data), case=case)


@pages.post("/case-files/<int:case_id>/fields")
@allow(*KEEPERS)
def save(case_id: int) -> Any:
    case = verbs.kept_case(office(), case_id, person())
    form = CaseForm(request.form)
    if not form.validate():
        return _edit_page(form, case=case), 422
    try:
        verbs.save(office(), case_id, form.details(), by=person(), now=now())
    except OfficeError as error:
        show_on(form, error)
        return _edit_page(form, case=case), status_of(error)
    flash("Đã lưu hồ sơ.", "good")
    return _to(case_id)


@pages.post("/case-files/<int:case_id>/papers")
@allow(*KEEPERS)
def put(case_id: int) -> Response:
    """From the file's own page: one paper that was found there."""
    verbs.put(office(), [case_id], request.form.get("topic", ""), by=person(), now=now())
    flash("Đã đưa văn bản vào hồ sơ.", "good")
    return _to(case_id)


@pages.post("/case-files/<int:case_id>/papers/<int:item_id>/removal")
@allow(*KEEPERS)
def take_out(case_id: int, item_id: int) -> Any:
    form = WhyForm(request.form, prefix=f"out-{item_id}-")
    if not form.validate():
        case = verbs.kept_case(office(), case_id, person())
        return page_of(case, taking_out=(item_id, form)), 422
    reason = form.reason.answer()
    verbs.take_out(office(), case_id, item_id, reason, by=person(), now=now())
    flash("Đã đưa văn bản ra khỏi hồ sơ; văn bản vẫn còn trong kho.", "good")
    return _to(case_id)


@pages.post("/case-files/<int:case_id>/closing")
@allow(*KEEPERS)
def close(case_id: int) -> Any:
    case = verbs.kept_case(office(), case_id, person())
    form = CloseForm(request.form, prefix="close-")
    if not form.validate():
        return page_of(case, closing=form), 422
    ended_on = date.fromisoformat(form.ended_on.answer())
    try:
        verbs.close(office(), case_id, ended_on, by=person(), now=now())
    except Refused as error:
        show_on(form, error)
        return page_of(case, closing=form), status_of(error)
    flash("Đã kết thúc hồ sơ; mục lục văn bản được giữ nguyên từ nay.", "good")
    return _to(case_id)


@pages.post("/case-files/<int:case_id>/reopening")
@allow(*KEEPERS)
def reopen(case_id: int) -> Any:
    case = verbs.kept_case(office(), case_id, person())
    form = WhyForm(request.form, prefix="reopen-")
    if not form.validate():
        return page_of(case, reopening=form), 422
    verbs.reopen(office(), case_id, form.reason.answer(), by=person(), now=now())
    flash("Đã mở lại hồ sơ.", "good")
    return _to(case_id)


@pages.post("/case-files/<int:case_id>/viewers")
@allow(*KEEPERS)
def show_to(case_id: int) -> Response:
    unit_id = whole(request.form.get("show-unit"), 0)
    verbs.show_to(office(), case_id, unit_id, by=person(), now=now())
    flash("Đã cho đơn vị xem hồ sơ.", "good")
    return _to(case_id)


@pages.post("/case-files/<int:case_id>/viewers/<int:grant_id>/end")
@allow(*KEEPERS)
def hide_from(case_id: int, grant_id: int) -> Response:
    verbs.hide_from(office(), case_id, grant_id, by=person(), now=now())
    flash("Đã thôi cho xem.", "good")
    return _to(case_id)


@pages.get("/case-files/put")
@allow(*KEEPERS)
def choose() -> str:
    """From a paper's page: into which files it goes."""
    return _choose_page(request.args.get("topic", "")[:40])


@pages.post("/case-files/put")
@allow(*KEEPERS)
def put_into() -> Any:
    topic = request.form.get("topic", "")[:40]
    chosen = [whole(text, 0) for text in request.form.getlist("cases")]
    try:
        cases = verbs.put(office(), chosen, topic, by=person(), now=now())
    except Refused as refusal:
        return _choose_page(topic, wrong=refusal.message), status_of(refusal)
    flash(f"Đã đưa văn bản vào {len(cases)} hồ sơ.", "good")
    return redirect(address_of(topic), 303)


def address_of(topic: str) -> str:
    """The page of a paper."""
    kind, _, number = topic.partition("/")
    endpoint, argument = ADDRESSES[kind]
    return url_for(endpoint, **{argument: int(number)})


ADDRESSES = {
    "document": ("documents.show", "document_id"),
    "incoming": ("incoming.show", "incoming_id"),
    "old_paper": ("old_papers.show", "old_paper_id"),
}


def _to(case_id: int) -> Response:
    return redirect(url_for("case_files.show", case_id=case_id), 303)


def _choose_page(topic: str, wrong: str = "") -> str:
    paper = case_papers.read(office(), topic, person())
    me, db = person(), office().db
    every = case_files.listed(db, me, state=CaseFileState.OPEN)
    inside = {one.id for one in case_files.of_topic(db, topic, me)}
    return render_template(
        "case_files/put.html",
        paper=paper,
        topic=topic,
        back=address_of(topic),
        cases=[one for one in every if verbs.may_keep(one, me) and one.id not in inside],
        inside=filed_in(topic),
        wrong=wrong,
    )


def _edit_page(form: CaseForm, *, case: CaseFile | None = None, plan_id: int = 0) -> str:
    return render_template("case_files/edit.html", form=form, case=case, plan_id=plan_id)


def page_of(case: CaseFile, **forms: Any) -> str:
    """The file's page; `forms` are those that were sent and are wrong, by what they do."""
    me, db = person(), office().db
    may_keep = verbs.may_keep(case, me)
    open_ = case.state is CaseFileState.OPEN
    words = request.args.get("q", "")[:200]
    closing = forms.get("closing") or CloseForm(
        prefix="close-", data={"ended_on": day(office_date(now()))}
    )
    units = [(str(one.id), one.name) for one in agencies.units(db) if one.id != case.unit_id]
    viewers = ShowForm(prefix="show-")
    viewers.unit.offer(units)
    return render_template(
        "case_files/show.html",
        case=case,
        items=verbs.contents(office(), case, me),
        state_name=CASE_FILE_STATES[case.state],
        term=retention_text(case.details.retention_years),
        may_change=may_keep and open_,
        may_close=may_keep and open_,
        may_reopen=may_keep and case.state is CaseFileState.CLOSED,
        may_keep=may_keep,
        is_clerk=me.may(Role.CLERK),
        words=words,
        found=candidates(case, words) if may_keep and open_ and words else (),
        address_of=address_of,
        closing=closing,
        reopening=forms.get("reopening") or WhyForm(prefix="reopen-"),
        taking_out=forms.get("taking_out") or (0, None),
        out_form=lambda item_id: WhyForm(prefix=f"out-{item_id}-"),
        viewers=viewers,
        grants=case_grants.grants(db, case.id),
        closings=case_files.closings(db, case.id),
        history=events.of_topic(db, verbs.topic_of(case.id)),
        keeping=forms.get("keeping") or WhyForm(prefix="keep-"),
        opened=next(iter(forms), ""),
    )


def candidates(case: CaseFile, words: str) -> Sequence[FiledPaper]:
    """Papers that the words find and that may go into the file, of all three archives."""
    db, me = office().db, person()
    topics = [f"document/{hit.line.id}" for hit in search(db, me, words).hits]
    arrivals = incoming.listed(db, me, IncomingFilter(words=words), per_page=OFFERED)
    topics += [f"incoming/{one.id}" for one in arrivals.papers]
    topics += [f"old_paper/{one.id}" for one in old_papers.search(db, me, words).papers]
    found = []
    for topic in topics:
        if case_files.holds(db, case.id, topic):
            continue
        try:
            found.append(case_papers.read(office(), topic, me))
        except (OfficeError, NotAllowed):
            continue
    return found[: 2 * OFFERED]


@pages.app_template_global()
def filed_in(topic: str) -> tuple[CaseFile, ...]:
    """The files that a paper lies in, on its own page."""
    return case_files.of_topic(office().db, topic, person())


@pages.app_template_global()
def may_file() -> bool:
    return person().may(*KEEPERS)
