"""Trang kiểm tra công khai — anybody who holds a print may see that the office issued it.

It shows number, date, agency, hash and verdict, and nothing else: no subject, no name. Whoever
has no address finds none by trying (59 bits, a limit on tries), and an unknown one is answered
like one that never was.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, current_app, flash, render_template, request, url_for

from service.actions import copying
from service.actions.copying import FINAL_ROLES
from service.domain.documents import Document
from service.domain.errors import NotFound, TooManyTries, WrongState
from service.domain.signing import RevisionCause
from service.domain.workflow import Role
from service.rendering.check_codes import with_check_code
from service.store import annex_files, copies, dispatches, documents, signed_files
from service.web.allow import allow, person
from service.web.clock import now
from service.web.documents import back_to, disposition
from service.web.formats import day
from service.web.frame import READERS, office
from signatures.report import VERDICT_NAMES, Verdict

pages = Blueprint("check_page", __name__)

TRIES, SPAN = 30, timedelta(minutes=1)
MOST_ADDRESSES = 10_000
TOO_OFTEN = "Bạn xem quá nhiều trang kiểm tra trong một phút; hãy đợi rồi thử lại."
UNKNOWN = "Không có trang kiểm tra này. Hãy xem lại địa chỉ trên bản in."


class Gate:
    """How often one address may ask, counted in this process; `sentence` says no."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._asked: OrderedDict[str, list[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def require(self, address: str, moment: datetime) -> None:
        """Raises TooManyTries after TRIES within SPAN."""
        with self._lock:
            recent = [at for at in self._asked.pop(address, []) if moment - at < SPAN]
            self._asked[address] = recent
            while len(self._asked) > MOST_ADDRESSES:
                self._asked.popitem(last=False)
            if len(recent) >= TRIES:
                wait = recent[0] + SPAN - moment
                raise TooManyTries(self._sentence, wait_s=max(1, round(wait.total_seconds())))
            recent.append(moment)


@dataclass(frozen=True, slots=True)
class Checked:
    """All that the public is told of a paper."""

    reference: str
    issued_on: date | None
    agency: str
    sha256: str
    verdict: str
    checked_at: datetime | None
    recalled: bool
    earlier: tuple[str, ...] = ()
    annexes: tuple[tuple[str, str], ...] = ()
    """SHA-256 and verdict of each annex that is a file of its own, in printed order."""


@pages.get("/c/<token>")
@allow(public=True)
def show(token: str) -> str:
    gate().require(request.remote_addr or "", now())
    paper_id = copies.checked_paper(office().db, token.replace("-", "").lower())
    if paper_id is None:
        raise NotFound(UNKNOWN)
    paper = documents.get_for_office(office().db, paper_id)
    return render_template("copies/checked.html", checked=told_of(paper))


@pages.post("/documents/<int:document_id>/check-page")
@allow(Role.CLERK)
def open_(document_id: int) -> Response:
    copying.open_check_page(office(), document_id, by=person(), now=now())
    flash("Đã mở trang kiểm tra công khai. Hãy in bản có mã QR khi cần.", "good")
    return back_to(document_id)


@pages.get("/documents/<int:document_id>/print-with-code")
@allow(*READERS)
def print_(document_id: int) -> Response:
    """The issued pages for paper, with the code that leads to the check page."""
    paper = documents.get(office().db, document_id, person())
    address, file = address_of(paper), final_file(paper)
    if not address or file is None:
        raise WrongState("Văn bản này chưa có trang kiểm tra; văn thư mở trang trước khi in mã.")
    made = with_check_code(office().files.get(file.sha256), address)
    answer = Response(made, mimetype="application/pdf")
    name = f"{paper.reference.replace('/', '-')} (in kèm mã).pdf"
    answer.headers["Content-Disposition"] = disposition(name)
    return answer


@pages.app_template_global("check_address_of")
def address_of(paper: Document) -> str:
    """The public address, its token in groups that can be read out; empty without a page."""
    token = copies.check_token(office().db, paper.id)
    grouped = "-".join(token[start : start + 4] for start in range(0, len(token), 4))
    return url_for("check_page.show", token=grouped, _external=True) if token else ""


def final_file(paper: Document) -> Any:
    found = (documents.current_file(office().db, paper.id, role) for role in FINAL_ROLES)
    return next(filter(None, found), None)


def earlier_forms(paper: Document) -> tuple[str, ...]:
    """SHA-256 of the same signed file before time stamps were added: they were handed out too.
    A file that was taken by mistake, and what came before it, is not among them."""
    found: list[str] = []
    for one in signed_files.earlier(office().db, paper.id):
        found = [] if one.cause is RevisionCause.CORRECTED else [*found, one.sha256]
    return tuple(found)


def told_of(paper: Document) -> Checked:
    agency = documents.frozen_agency(office().db, paper.id)
    file = final_file(paper)
    recall = dispatches.recall_of(office().db, paper.id)
    taken = signed_files.current(office().db, paper.id)
    signed = taken is not None and file is not None and taken.file.sha256 == file.sha256
    if recall is not None:
        verdict = f"ĐÃ THU HỒI ngày {day(recall.recalled_at)}"
    elif taken is not None and signed:
        verdict = f"Chữ ký số: {VERDICT_NAMES[Verdict(taken.verdict)]}"
    else:
        verdict = "Đã phát hành; bản giấy ký tay và đóng dấu"
    return Checked(
        reference=paper.reference,
        issued_on=paper.issued_on,
        agency=agency.full_name if agency else "",
        sha256=file.sha256 if file else "",
        earlier=earlier_forms(paper) if signed else (),
        verdict=verdict,
        checked_at=taken.checked_at if taken is not None and signed and not recall else None,
        recalled=recall is not None,
        annexes=told_annexes(paper),
    )


def told_annexes(paper: Document) -> tuple[tuple[str, str], ...]:
    """No names: the title of an annex is a part of what the paper says."""
    signed = {one.file.id: one.verdict for one in signed_files.of_annexes(office().db, paper.id)}
    return tuple(
        (one.sha256, VERDICT_NAMES[Verdict(signed[one.id])] if one.id in signed else "")
        for one in annex_files.shown(office().db, paper.id)
    )


def gate() -> Gate:
    kept: Gate = current_app.extensions.setdefault("check_gate", Gate(TOO_OFTEN))
    return kept
