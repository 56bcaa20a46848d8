"""Người nộp khai qua liên kết — the applicant's own pages, without an account.

The address is the key: no session is needed, so none of these forms carries a session's token,
and nothing in an address, a title or a log tells whose case it is.
"""

import hashlib
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)

from forms.base import VietnameseForm
from forms.fields import Text, at_most
from service.actions import provider_cases as verbs
from service.actions import provider_links as links
from service.actions import provider_printing as printing
from service.actions.provider_sheet import sheet_of
from service.domain.eligibility.cases import ProviderCase
from service.domain.eligibility.personal import NOTICE
from service.domain.eligibility.states import CASE_MOVES, CASE_STATE_NAMES
from service.domain.errors import NotFound, WrongState
from service.web.allow import allow
from service.web.clock import now
from service.web.frame import office, office_name
from service.web.providers.application_pace import Paces
from service.web.providers.application_page import Desk, autosave, post_form, show_form
from service.web.providers.application_printing import as_file
from service.web.typed import filled

pages = Blueprint("applicant", __name__)

PACES = "applicant-paces"
UNREAD = "Hãy đánh dấu đã đọc thông báo rồi bấm tiếp tục."


class CancelForm(VietnameseForm):
    reason = Text(
        "Lý do rút hồ sơ",
        [filled("Hãy ghi lý do rút hồ sơ."), at_most(2000)],
        render_kw={"rows": 2},
    )


@pages.get("/apply/<token>")
@allow(public=True)
def show(token: str) -> Any:
    """The notice first; then the form while it may be changed, else how far the case is."""
    case = _case(token)
    if not _has_seen(case):
        return _notice_page(token)
    return _status_page(token, case)


@pages.post("/apply/<token>/notice")
@allow(public=True)
def see_notice(token: str) -> Any:
    """Before the first field: the notice on personal data, read and said so."""
    _case(token)
    if not request.form.get("read"):
        return _notice_page(token, wrong=UNREAD), 422
    links.see_notice(office(), token, now=now())
    return redirect(url_for("applicant.edit", token=token), 303)


@pages.get("/apply/<token>/form")
@allow(public=True)
def edit(token: str) -> Any:
    case = _case(token)
    if not _has_seen(case) or case.state not in verbs.EDITABLE:
        return redirect(url_for("applicant.show", token=token), 303)
    return show_form(_desk(token, case), case)


@pages.post("/apply/<token>/form")
@allow(public=True)
def save(token: str) -> Any:
    case = _sending(token)
    return post_form(_desk(token, case), case)


@pages.post("/apply/<token>/autosave")
@allow(public=True)
def save_quietly(token: str) -> Response:
    case = _sending(token)
    return autosave(_desk(token, case), case)


@pages.post("/apply/<token>/cancellation")
@allow(public=True)
def cancel(token: str) -> Any:
    """The applicant takes the dossier back; the link goes on showing that he did."""
    case = _sending(token)
    form = CancelForm(request.form)
    if not form.validate():
        return _status_page(token, case, form), 422
    links.cancel_by_link(office(), token, form.reason.data, now=now())
    return redirect(url_for("applicant.show", token=token), 303)


@pages.get("/apply/<token>/application.pdf")
@allow(public=True)
def print_application(token: str) -> Response:
    """To sign by hand; numbers of papers of identity are left to be written in."""
    _require_notice(_sending(token, "print"))
    data = printing.application_by_link(office(), token, now=now())
    return as_file(data, "pdf", "Đơn đề nghị")


@pages.get("/apply/<token>/receipt.pdf")
@allow(public=True)
def print_receipt(token: str) -> Response:
    _require_notice(_sending(token, "print"))
    data = printing.receipt_by_link(office(), token, now=now())
    return as_file(data, "pdf", "Giấy tiếp nhận và hẹn trả")


@pages.after_request
def tell_nobody(response: Response) -> Response:
    """The address must not leave with a link, and no search engine keeps the page."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def paces() -> Paces:
    found: Paces = current_app.extensions.setdefault(PACES, Paces())
    return found


def _case(token: str) -> ProviderCase:
    """The one case of the link; whoever tries addresses is slowed down."""
    who = request.remote_addr or ""
    paces().check("wrong", who, now())
    try:
        return links.case_of_link(office(), token, now=now())
    except NotFound:
        paces().note("wrong", who, now())
        raise


def _sending(token: str, what: str = "send") -> ProviderCase:
    """The case, for a request that writes or makes something."""
    case = _case(token)
    key = hashlib.sha256(token.encode()).hexdigest()
    paces().check(what, key, now())
    paces().note(what, key, now())
    return case


def _require_notice(case: ProviderCase) -> None:
    if not _has_seen(case):
        raise WrongState("Hãy mở liên kết và đọc thông báo về dữ liệu cá nhân trước.")


def _has_seen(case: ProviderCase) -> bool:
    return case.notice_version == NOTICE.version


def _desk(token: str, case: ProviderCase) -> Desk:
    moment = now()
    return Desk(
        template="providers/applicant_form.html",
        save=lambda answers, *, staff, equipment, version: links.save_by_link(
            office(),
            token,
            answers,
            staff=staff,
            equipment=equipment,
            version=version,
            now=moment,
        ),
        attach=lambda item, name, data: links.attach_by_link(
            office(), token, item, name, data, now=moment
        ),
        remove=lambda ident: links.remove_by_link(office(), token, ident, now=moment),
        submit=lambda: links.submit_by_link(office(), token, now=moment),
        form_url=url_for("applicant.edit", token=token),
        autosave_url=url_for("applicant.save_quietly", token=token),
        after_url=url_for("applicant.show", token=token),
    )


def _notice_page(token: str, wrong: str = "") -> str:
    return render_template(
        "providers/applicant_notice.html", token=token, notice=NOTICE, wrong=wrong
    )


def _status_page(token: str, case: ProviderCase, form: CancelForm | None = None) -> str:
    sheet = sheet_of(office(), case, now=now())
    return render_template(
        "providers/applicant.html",
        token=token,
        case=case,
        sheet=sheet,
        states=CASE_STATE_NAMES,
        agency=office_name(),
        editable=case.state in verbs.EDITABLE,
        cancelling=form or CancelForm(),
        may_cancel=case.state in CASE_MOVES["cancel"].origins,
    )


def let_applicants_send(app: Flask) -> None:
    """Their forms prove themselves by the address; there is no session whose token they had."""
    for view in (see_notice, save, save_quietly, cancel):
        app.extensions["csrf"].exempt(view)
